// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/syntax/literals.h"
#include "ael/syntax/node.h"
#include "ael/syntax/reporter.h"

#include "AelParser.h"

#include <vector>

namespace Aeroscope::Ael {

/// Turns the parse into the tree: lays precedence over the flat runs of operands, folds signs and casts of
/// literals, and checks what the grammar leaves open. Copes with every gap that error recovery leaves.
class TreeBuilder
{
public:
    TreeBuilder(const SourceText &source, Reporter &reporter, Tree &tree) noexcept
        : m_source(source)
        , m_reporter(reporter)
        , m_tree(tree)
    {}

    [[nodiscard]] Node *build(Grammar::AelParser::StartContext *start);

private:
    using Grammar_ = Grammar::AelParser;
    struct Operator
    {
        size_t token;
        Span span;
    };

    [[nodiscard]] Node *expression(Grammar_::ExpressionContext *context);
    [[nodiscard]] Node *term(Grammar_::TermContext *context);
    [[nodiscard]] Node *operand(Grammar_::OperandContext *context);
    [[nodiscard]] Node *number(Grammar_::NumberOperandContext *context, bool negative, Span span);
    [[nodiscard]] Node *combine(const Operator &op, Node *left, Node *right);
    [[nodiscard]] Node *listLiteral(Grammar_::ListLiteralContext *context);
    [[nodiscard]] Node *mapLiteral(Grammar_::MapLiteralContext *context);
    [[nodiscard]] Node *callOperand(Grammar_::CallOperandContext *context);
    [[nodiscard]] Node *letOperand(Grammar_::LetOperandContext *context);
    [[nodiscard]] Node *whenOperand(Grammar_::WhenOperandContext *context);
    [[nodiscard]] Node *placeholder(antlr4::Token *token);
    [[nodiscard]] Node *metadata(Grammar_::MetadataContext *context, Span span);
    [[nodiscard]] Node *path(Grammar_::PathContext *context, Span span);

    void step(Grammar_::StepContext *context, Path &path, Node *node);
    void dotted(Grammar_::DottedContext *context, Path &path, Node *node);
    void getFunction(Grammar_::GetStepContext *context, Path &path);
    [[nodiscard]] Step listSelector(Grammar_::ListSelectorContext *context);
    [[nodiscard]] Step mapSelector(Grammar_::MapSelectorContext *context);
    static void addStep(Step step, Path &path, Node *node);
    void mapBody(Grammar_::MapBodyContext *context, bool inverted, Step &step);
    /// What a message about the values of a selector points to.
    [[nodiscard]] Span markOf(antlr4::ParserRuleContext *values) const;
    [[nodiscard]] Span markOf(const std::vector<Grammar_::ElementValueContext *> &values) const;
    void setFunction(Path &path, PathFunction function, antlr4::ParserRuleContext *context);

    [[nodiscard]] Node *literal(Value value, ValueType type, Span span);
    [[nodiscard]] Node *invalid(Span span);
    void adopt(Node *parent, Node *child);
    [[nodiscard]] bool isConstant(const Node *node);

    [[nodiscard]] Value containerInteger(const Magnitude &magnitude, const QString &digits, bool negative,
                                         Span span);
    [[nodiscard]] Value mapLiteralKey(Span digits);
    [[nodiscard]] Value stringValue(antlr4::Token *token);
    [[nodiscard]] Value blobValue(antlr4::Token *token);
    /// A blob literal without its prefix: what a message about it points to.
    [[nodiscard]] static Span contentOf(Span blob, const QString &text);
    [[nodiscard]] Value keyInteger(Span digits, bool negative, Span span);
    [[nodiscard]] Value wordKey(Grammar_::WordKeyContext *context);
    [[nodiscard]] Value mapKey(Grammar_::MapKeyContext *context);
    [[nodiscard]] Value elementValue(Grammar_::ElementValueContext *context);
    [[nodiscard]] qint64 signedInt(Grammar_::SignedIntContext *context);
    [[nodiscard]] qint64 checkedInteger(Span digits, bool negative, Span span);
    void rangeEnd(Step &step, std::optional<qint64> end, Span span);
    void checkBinName(const Path &path);

    const SourceText &m_source;
    Reporter &m_reporter;
    Tree &m_tree;
    int m_containers = 0; ///< list and map literals around what is being read
};

/// Whether a rule was read with that token in it.
[[nodiscard]] bool hasToken(antlr4::ParserRuleContext *context, size_t tokenType);

/// The token with which a rule begins; null when recovery left the rule empty.
[[nodiscard]] antlr4::Token *firstToken(antlr4::ParserRuleContext *context);

/// The token of a leaf; null when there is no leaf or recovery made its token up.
[[nodiscard]] antlr4::Token *realToken(antlr4::tree::ParseTree *leaf);

/// Where a token or a rule stands; a rule that recovery left empty is the place where it would have started.
[[nodiscard]] Span spanOf(const antlr4::Token *token) noexcept;
[[nodiscard]] Span spanOf(antlr4::ParserRuleContext *context) noexcept;

} // namespace Aeroscope::Ael
