// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/languageservice.h"

#include "ael/analysis.h"
#include "ael/service/highlighter.h"

namespace Aeroscope::Ael {

QList<HighlightToken> LanguageService::highlight(QStringView text)
{
    return highlightText(text);
}

QList<Diagnostic> LanguageService::diagnostics(QStringView text, const CompileOptions &options)
{
    return compileText(text, options, Checker::MissingPlaceholders::AreUnknown).diagnostics;
}

} // namespace Aeroscope::Ael
