// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/compiler.h"
#include "ael/syntax/node.h"
#include "ael/syntax/reporter.h"

#include <optional>
#include <vector>

namespace Aeroscope::Ael {

/// Gives every node the type that a server takes it for, and refuses what a server would refuse.
///
/// Two walks. infer() goes up: what is certain from the text alone (literals, `get(type:)`, functions, the
/// arithmetic over them). resolve() goes down: a bin or path without a type of its own takes the one of the
/// place it stands in (the other side of a comparison, the elements of an `in` list, BOOL under `and`, FLOAT
/// under `**`, else INT), and each operation checks what it got.
class Checker
{
public:
    enum class MissingPlaceholders { AreErrors, AreUnknown };

    Checker(Reporter &reporter, const CompileOptions &options, MissingPlaceholders missing) noexcept
        : m_reporter(reporter)
        , m_options(options)
        , m_missing(missing)
    {}

    /// The type of the whole; the tree is then ready for the encoder unless something was reported.
    ValueType check(Tree &tree);

    /// Some placeholder had no value, so that there is nothing to encode (MissingPlaceholders::AreUnknown
    /// only).
    [[nodiscard]] bool hasOpenPlaceholders() const noexcept { return m_hasOpenPlaceholders; }

private:
    struct Definition
    {
        QString name;
        ValueType type;
        std::optional<qint64> constant; ///< for the one divisor that stops a server
    };

    void infer(Node *node);
    void inferPlaceholder(Node *node);
    [[nodiscard]] ValueType inferPath(const Node *node) const;
    [[nodiscard]] ValueType inferCall(const Node *node) const;
    [[nodiscard]] ValueType numericHint(const Node *node) const;

    ValueType resolve(Node *node, ValueType wanted);
    ValueType resolvePath(Node *node, ValueType wanted);
    ValueType resolveSelection(Node *node, ValueType wanted);
    ValueType resolveHll(Node *node);
    ValueType resolveCompare(Node *node);
    ValueType resolveIn(Node *node);
    ValueType resolveArithmetic(Node *node, ValueType wanted);
    ValueType resolveNegate(Node *node, ValueType wanted);
    ValueType resolveCall(Node *node, ValueType wanted);
    ValueType resolveGeoJson(Node *node);
    ValueType resolveLogic(Node *node);
    ValueType resolveLet(Node *node, ValueType wanted);
    ValueType resolveWhen(Node *node, ValueType wanted);

    ValueType needFloat(Node *operand, const QString &what);
    ValueType needInt(Node *operand, const QString &what);
    ValueType needBool(Node *operand, const QString &what);
    void checkDivision(Node *node);
    /// Refuses what the given server does not know yet.
    void needsServer(int major, int minor, const QString &feature, Span place);
    void checkListElements(const Node *list, const Node *place);
    [[nodiscard]] ValueType elementType(const Node *list) const;
    bool decodeAsBlob(Node *text);
    [[nodiscard]] std::optional<qint64> constantOf(const Node *node) const;
    [[nodiscard]] const Definition *find(const QString &name) const noexcept;
    [[nodiscard]] QString operatorText(const Node *node) const;

    Reporter &m_reporter;
    const CompileOptions &m_options;
    MissingPlaceholders m_missing;
    std::vector<Definition> m_scope;
    QList<QString> m_opening; ///< names whose definitions are being read
    bool m_hasOpenPlaceholders = false;
};

} // namespace Aeroscope::Ael
