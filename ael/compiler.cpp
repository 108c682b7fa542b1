// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/compiler.h"

#include "ael/analysis.h"
#include "ael/encoding/encoder.h"
#include "ael/syntax/deepcall.h"
#include "ael/syntax/parser.h"
#include "client/value/serverhazard.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

/// A message holds far more, but no expression that anybody means does.
constexpr qsizetype maximumExpressionBytes = 8 * 1024 * 1024;

bool hasNoError(const QList<Diagnostic> &diagnostics) noexcept
{
    return std::none_of(diagnostics.cbegin(), diagnostics.cend(),
                        [](const Diagnostic &diagnostic) { return diagnostic.severity == Severity::Error; });
}

void checkContext(const Node *root, Reporter &reporter)
{
    if (root->kind == NodeKind::Invalid)
        return;
    if (root->kind != NodeKind::Path) {
        reporter.meaning(DiagnosticCode::NotAPath, root->span);
        return;
    }
    const Path &path = *root->path;
    if (path.function != PathFunction::None && path.function != PathFunction::Mutator)
        reporter.meaning(DiagnosticCode::ContextFunction, path.functionSpan, {path.functionText});
    for (const Step &step : path.steps) {
        if (!step.isSingle() && step.kind != StepKind::Value)
            reporter.meaning(DiagnosticCode::StepNotContext, step.span, {reporter.source().mid(step.span)});
    }
    if (path.designator != ValueType::Unknown && !path.steps.empty())
        reporter.meaning(DiagnosticCode::ContextFunction, root->span,
                         {path.designator == ValueType::List ? u"[]"_s : u"{}"_s});
    if (path.steps.empty())
        reporter.meaning(DiagnosticCode::NeedsSteps, root->span);
}

} // namespace

bool CompileResult::ok() const noexcept
{
    return hasNoError(diagnostics);
}

const Diagnostic *CompileResult::firstError() const noexcept
{
    const auto found =
        std::find_if(diagnostics.cbegin(), diagnostics.cend(),
                     [](const Diagnostic &diagnostic) { return diagnostic.severity == Severity::Error; });
    return found != diagnostics.cend() ? &*found : nullptr;
}

bool ContextResult::ok() const noexcept
{
    return hasNoError(diagnostics);
}

ParsedText::ParsedText(QStringView text)
    : m_source(text)
    , m_reporter(m_source)
{
    Parser parser(m_source, m_reporter);
    if (!parser.lex())
        return;
    m_depthBound = parser.depthBound();
    if (!callWithStackFor(m_depthBound, [&] { m_tree = parser.parse(); }))
        m_reporter.syntax(DiagnosticCode::NestingTooDeep, {0, m_source.size()},
                          {QString::number(maximumNesting)});
}

namespace {

/// The innermost part that servers do not survive.
const Node *hazardousPart(const Node *root)
{
    const Node *part = root;
    for (bool found = true; found;) {
        found = false;
        for (const Node *child : part->children) {
            if (!expressionHazard(encode(child)).isEmpty()) {
                part = child;
                found = true;
                break;
            }
        }
    }
    return part;
}

CompileResult compileTree(Tree &tree, Reporter &reporter, const CompileOptions &options,
                          Checker::MissingPlaceholders missing, const Hooks &hooks)
{
    CompileResult result;
    Checker checker(reporter, options, missing);
    const ValueType type = checker.check(tree);
    if (hooks.onChecked)
        hooks.onChecked(tree);
    if (!reporter.hasErrors() && !checker.hasOpenPlaceholders()) {
        QByteArray bytes = encode(tree.root);
        if (bytes.size() > maximumExpressionBytes) {
            reporter.meaning(DiagnosticCode::ExpressionTooLarge, tree.root->span,
                             {QString::number(maximumExpressionBytes)});
        } else if (const QLatin1StringView hazard = expressionHazard(bytes); !hazard.isEmpty()) {
            reporter.meaning(DiagnosticCode::ServerHazard, hazardousPart(tree.root)->span, {QString(hazard)});
        } else {
            result.expression = Expression(std::move(bytes));
            result.type = type;
            if (hooks.onEncoded)
                hooks.onEncoded(tree, result.expression);
        }
    }
    result.diagnostics = reporter.take();
    return result;
}

} // namespace

CompileResult compileParsed(const ParsedText &parsed, const CompileOptions &options,
                            Checker::MissingPlaceholders missing, const Hooks &hooks)
{
    CompileResult result;
    Reporter reporter = parsed.reporter().continued(parsed.source());
    if (parsed.tree() == nullptr) {
        result.diagnostics = reporter.take();
        return result;
    }
    const std::unique_ptr<Tree> tree = parsed.tree()->clone();
    const auto work = [&] { result = compileTree(*tree, reporter, options, missing, hooks); };
    if (!callWithStackFor(parsed.depthBound(), work))
        reporter.syntax(DiagnosticCode::NestingTooDeep, {}, {QString::number(maximumNesting)});
    if (result.diagnostics.isEmpty())
        result.diagnostics = reporter.take();
    return result;
}

CompileResult compileText(QStringView text, const CompileOptions &options,
                          Checker::MissingPlaceholders missing, const Hooks &hooks)
{
    CompileResult result;
    const SourceText source(text);
    Reporter reporter(source);
    Parser parser(source, reporter);
    if (parser.lex()) {
        // Parsing and everything after it in one go, so that a deep text changes the thread once.
        const auto work = [&] {
            const std::unique_ptr<Tree> tree = parser.parse();
            result = compileTree(*tree, reporter, options, missing, hooks);
        };
        if (!callWithStackFor(parser.depthBound(), work))
            reporter.syntax(DiagnosticCode::NestingTooDeep, {0, source.size()},
                            {QString::number(maximumNesting)});
    }
    if (result.diagnostics.isEmpty())
        result.diagnostics = reporter.take();
    return result;
}

CompileResult compile(QStringView text, const CompileOptions &options)
{
    return compileText(text, options, Checker::MissingPlaceholders::AreErrors);
}

ContextResult compileContext(QStringView path)
{
    ContextResult result;
    const ParsedText parsed(path);
    Reporter reporter = parsed.reporter().continued(parsed.source());
    if (const Tree *tree = parsed.tree(); tree != nullptr) {
        checkContext(tree->root, reporter);
        if (!reporter.hasErrors())
            result.context = encodeContext(*tree->root->path);
    }
    result.diagnostics = reporter.take();
    return result;
}

} // namespace Aeroscope::Ael
