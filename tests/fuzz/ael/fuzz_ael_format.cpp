// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Formatting changes nothing but the looks: the same bytes, and nothing left to format.

#include "ael/languageservice.h"

#include <cstdio>
#include <cstdlib>

using namespace Aeroscope;
using namespace Aeroscope::Ael;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text =
        QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    CompileOptions options;
    options.as = CompileOptions::As::Value;
    options.placeholders = {Value(5), Value("x"), Value(1.5), Value(true)};
    const QString formatted = LanguageService::format(text);
    const CompileResult before = compile(text, options);
    const CompileResult after = compile(formatted, options);
    if (before.expression.bytes() != after.expression.bytes() || before.ok() != after.ok()) {
        std::fprintf(stderr, "other bytes after formatting to: %s\n", formatted.toUtf8().constData());
        std::abort();
    }
    if (LanguageService::format(formatted) != formatted) {
        std::fprintf(stderr, "not idempotent: %s\n", formatted.toUtf8().constData());
        std::abort();
    }
    return 0;
}
