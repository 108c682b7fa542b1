// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/predicate.h"

#include "ael/compiler.h"

#include <QVersionNumber>

namespace Aeroscope {

using namespace Qt::StringLiterals;

Ael::CompileOptions compileOptions(const Predicate &predicate, const ServerVersion &oldestServer)
{
    Ael::CompileOptions options;
    options.as = Ael::CompileOptions::As::Filter;
    options.placeholders = predicate.arguments;
    if (oldestServer != ServerVersion()) {
        const auto &n = oldestServer.numbers;
        options.serverVersion = QVersionNumber({n[0], n[1], n[2], n[3]});
    }
    return options;
}

Result<QByteArray> compilePredicate(const Predicate &predicate, const ServerVersion &oldestServer)
{
    if (predicate.text.isEmpty())
        return predicate.expression.bytes();
    const Ael::CompileResult compiled = Ael::compile(predicate.text, compileOptions(predicate, oldestServer));
    if (const Ael::Diagnostic *first = compiled.firstError()) {
        Error error = Error::invalidArgument(u"line %1, column %2: %3"_s.arg(first->line)
                                                 .arg(first->column + 1)
                                                 .arg(Ael::diagnosticText(*first)));
        error.code = ResultCode::ClientAelSyntax;
        return std::unexpected(std::move(error));
    }
    return compiled.expression.bytes();
}

} // namespace Aeroscope
