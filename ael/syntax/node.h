// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/encoding/opcode.h"
#include "ael/syntax/sourcetext.h"
#include "ael/valuetype.h"
#include "client/value/value.h"

#include <QByteArray>
#include <QString>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace Aeroscope::Ael {

struct Node;

enum class StepKind {
    Key,
    KeyList,
    KeyRange,
    Index,
    IndexRange,
    IndexRangeRelative, ///< to a key
    Rank,
    RankRange,
    RankRangeRelative, ///< to a value
    Value,
    ValueList,
    ValueRange,
};

/// One selector of a path: `.k`, `.[0]`, `.{#-1:~5}` …
struct Step
{
    StepKind kind = StepKind::Key;
    bool map = true;
    bool inverted = false;
    Span span;
    Span mark; ///< its keys or values, or all of it: what a message about what it selects points to
    std::vector<Value>
        values;       ///< the key or value, the list of them, begin and end of a range, or the anchor
    qint64 first = 0; ///< index or rank
    std::optional<qint64> count; ///< of an index or rank range; none: to the end

    /// Yields one element, so that it can be gone through to a deeper step.
    [[nodiscard]] bool isSingle() const noexcept
    {
        return kind == StepKind::Key || kind == StepKind::Index || kind == StepKind::Rank;
    }
};

enum class PathFunction {
    None,
    Get,
    AsInt,
    AsFloat,
    Exists,
    Count,
    HllCount,
    HllDescribe,
    HllMayContain,
    HllUnion,
    HllUnionCount,
    HllIntersectCount,
    HllSimilarity,
    Mutator,
};

struct Path
{
    QByteArray bin; ///< UTF-8
    Span binSpan;
    std::vector<Step> steps;
    ValueType designator = ValueType::Unknown; ///< of the last `[]` or `{}`
    PathFunction function = PathFunction::None;
    Span functionSpan;
    QString functionText;
    std::optional<ValueType> explicitType; ///< get(type:)
    Span typeSpan;
    std::optional<ReturnType> returnType; ///< get(return:)
    Span returnSpan;
    Node *argument = nullptr; ///< of the HLL functions that take one
};

enum class NodeKind {
    Invalid, ///< what could not be parsed; silences everything above it
    Literal,
    Placeholder,
    Variable,
    Metadata,
    Path,
    Call,
    Compare,
    In,
    And,
    Or,
    Not,
    Exclusive,
    Let,
    When,
    Unknown,
    Arithmetic, ///< + - * /
    Integer,    ///< % & | ^ << >> >>>
    Power,
    Negate,
    Complement,
};

/// One node of the tree. Children by kind: operands in order; Let: the definitions, then the body; When:
/// condition and action in turns, then the default.
struct Node
{
    size_t id = 0; ///< its number in its tree
    NodeKind kind = NodeKind::Invalid;
    Opcode op = Opcode::Unknown;
    Span span; ///< with its parentheses
    Span mark; ///< the operator, the name of the function …: what a message about the operation points to
    bool grouped = false; ///< stands in parentheses of its own
    int height = 1;       ///< of the tree below, itself included
    std::vector<Node *> children;

    QString name;       ///< of a function or variable; a placeholder as written
    int index = -1;     ///< of `?0`
    qint64 modulus = 0; ///< of digestModulo
    Value value;        ///< Literal
    ValueType literalType = ValueType::Unknown;
    std::unique_ptr<Path> path;
    std::vector<QString> names; ///< Let
    std::vector<Span> nameSpans;

    // Set by the checker.
    ValueType hint = ValueType::Unknown;   ///< what is certain from the text alone
    ValueType type = ValueType::Unknown;   ///< what the server takes it for
    ValueType readAs = ValueType::Unknown; ///< Path: the type under which the innermost value is read
    std::optional<qint64> constant;        ///< the integer that it comes to in every record
};

/// Whether two trees say the same, wherever their nodes stand and whatever the checker set. Recurses.
[[nodiscard]] bool sameMeaning(const Node *a, const Node *b);

/// Owns the nodes of one text.
class Tree
{
public:
    [[nodiscard]] Node *add(NodeKind kind, Span span);

    /// A tree of its own with equal nodes.
    [[nodiscard]] std::unique_ptr<Tree> clone() const;

    Node *root = nullptr;

private:
    std::deque<Node> m_nodes; // addresses stay
};

} // namespace Aeroscope::Ael
