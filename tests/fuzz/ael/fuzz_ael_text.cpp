// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Any text: it is refused with places that lie in it, or it compiles to what a server builds. Everything else
// that an editor asks about it must come to an end, too.

#include "ael/indexplan.h"
#include "ael/languageservice.h"
#include "ael/prepared.h"
#include "tests/support/naiveevaluator.h"

#include <cstdio>
#include <cstdlib>
#include <tuple>

using namespace Aeroscope;
using namespace Aeroscope::Ael;

namespace {

void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

void checkPlaces(const QString &text, const QList<Diagnostic> &diagnostics)
{
    for (const Diagnostic &diagnostic : diagnostics) {
        require(diagnostic.position >= 0 && diagnostic.size >= 0, "a negative place");
        require(diagnostic.position + diagnostic.size <= text.size(), "a place behind the text");
        require(diagnostic.line >= 1 && diagnostic.column >= 0, "no line or column");
        require(!diagnosticText(diagnostic).isEmpty(), "no words");
        require(!diagnosticSnippet(text, diagnostic).isEmpty(), "no snippet");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text =
        QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    CompileOptions options;
    options.as = CompileOptions::As::Value;
    options.placeholders = {Value(5), Value("x"), Value(1.5), Value(true)};
    IndexInfo index;
    index.namespaceName = "test";
    index.bin = "a";
    const PlannedQuery query = compileQuery(text, options, {"test", {}, -1}, {index});
    const CompileResult &result = query.compiled;
    require(result.ok() == !result.expression.isEmpty(), "an expression beside an error, or neither");
    checkPlaces(text, result.diagnostics);
    if (result.ok())
        require(Naive::evaluate(result.expression.bytes(), Naive::Record()).kind !=
                    Naive::Outcome::Kind::Refused,
                "a server would refuse the expression");

    const ContextResult context = compileContext(text);
    checkPlaces(text, context.diagnostics);
    const qsizetype cursor = size == 0 ? 0 : data[0] % (text.size() + 1);
    std::ignore = LanguageService::highlight(text);
    std::ignore = LanguageService::complete(text, cursor);
    std::ignore = LanguageService::hover(text, cursor);
    std::ignore = LanguageService::signature(text, cursor);
    std::ignore = LanguageService::matchingBrackets(text, cursor);
    std::ignore = LanguageService::renameVariable(text, cursor, QStringLiteral("renamed"));
    return 0;
}
