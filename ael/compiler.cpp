// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/compiler.h"

#include "ael/analysis.h"
#include "ael/encoding/encoder.h"
#include "ael/syntax/deepcall.h"
#include "ael/syntax/parser.h"

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

/// Nothing thrown by a library crosses the border of this module: what is left is the end of memory.
void analyse(const SourceText &source, Reporter &reporter, const std::function<void(Tree &)> &then)
{
    Parser parser(source, reporter);
    if (!parser.lex())
        return;
    const auto work = [&] {
        const std::unique_ptr<Tree> tree = parser.parse();
        then(*tree);
    };
    if (!callWithStackFor(parser.depthBound(), work))
        reporter.syntax(DiagnosticCode::NestingTooDeep, {0, source.size()},
                        {QString::number(maximumNesting)});
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

CompileResult compileText(QStringView text, const CompileOptions &options,
                          Checker::MissingPlaceholders missing,
                          const std::function<void(const Tree &)> &inspect)
{
    CompileResult result;
    const SourceText source(text);
    Reporter reporter(source);
    analyse(source, reporter, [&](Tree &tree) {
        Checker checker(reporter, options, missing);
        const ValueType type = checker.check(tree);
        if (reporter.hasErrors() || checker.hasOpenPlaceholders())
            return;
        QByteArray bytes = encode(tree.root);
        if (bytes.size() > maximumExpressionBytes) {
            reporter.meaning(DiagnosticCode::ExpressionTooLarge, tree.root->span,
                             {QString::number(maximumExpressionBytes)});
            return;
        }
        result.expression = Expression(std::move(bytes));
        result.type = type;
        if (inspect)
            inspect(tree);
    });
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
    const SourceText source(path);
    Reporter reporter(source);
    analyse(source, reporter, [&](Tree &tree) {
        checkContext(tree.root, reporter);
        if (!reporter.hasErrors())
            result.context = encodeContext(*tree.root->path);
    });
    result.diagnostics = reporter.take();
    return result;
}

} // namespace Aeroscope::Ael
