// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/languageservice.h"

#include "ael/analysis.h"
#include "ael/service/advisor.h"
#include "ael/service/completer.h"
#include "ael/service/formatter.h"
#include "ael/service/highlighter.h"
#include "ael/service/inspector.h"

namespace Aeroscope::Ael {

QList<HighlightToken> LanguageService::highlight(QStringView text)
{
    return highlightText(text);
}

QList<Diagnostic> LanguageService::diagnostics(QStringView text, const CompileOptions &options,
                                               const SchemaSource *schema)
{
    Hooks hooks;
    QList<Diagnostic> advice;
    if (schema != nullptr)
        hooks.onChecked = [&](const Tree &tree) { advice = adviceFor(text, tree, *schema); };
    QList<Diagnostic> found =
        compileText(text, options, Checker::MissingPlaceholders::AreUnknown, hooks).diagnostics;
    found.append(advice);
    return found;
}

CompletionList LanguageService::complete(QStringView text, qsizetype cursor, const SchemaSource *schema,
                                         const CompileOptions &options)
{
    return completeText(text, cursor, schema, options);
}

std::optional<HoverInfo> LanguageService::hover(QStringView text, qsizetype cursor,
                                                const SchemaSource *schema, const CompileOptions &options)
{
    return hoverText(text, cursor, schema, options);
}

std::optional<SignatureInfo> LanguageService::signature(QStringView text, qsizetype cursor)
{
    return signatureText(text, cursor);
}

QString LanguageService::format(QStringView text)
{
    return formatText(text);
}

std::optional<std::pair<TextRange, TextRange>> LanguageService::matchingBrackets(QStringView text,
                                                                                 qsizetype cursor)
{
    return bracketsAt(text, cursor);
}

QList<TextRange> LanguageService::variablePlaces(QStringView text, qsizetype cursor)
{
    return placesOfVariable(text, cursor);
}

QList<TextEdit> LanguageService::renameVariable(QStringView text, qsizetype cursor, const QString &name)
{
    return editsForRename(text, cursor, name);
}

} // namespace Aeroscope::Ael
