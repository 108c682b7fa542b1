// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/diagnostic.h"
#include "ael/valuetype.h"
#include "client/value/expression.h"
#include "client/value/value.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QVersionNumber>

#include <map>
#include <vector>

namespace Aeroscope::Ael {

/// The most characters a text may have; longer ones are refused.
inline constexpr int maximumTextLength = 1'000'000;
/// The deepest nesting of parentheses, brackets and braces.
inline constexpr int maximumNesting = 1'000;

/// What a text is compiled for, and with which values. A value.
struct CompileOptions
{
    /// What the expression is for: a Filter must be boolean, a Value (a computed bin, an expression read)
    /// need not.
    enum class As { Filter, Value };

    /// See As.
    As as = As::Filter;
    /// What `?0`, `?1` … stand for. Values are put in as values, never read as text.
    std::vector<Value> placeholders;
    /// What `?name` stands for.
    std::map<QString, Value> parameters;
    /// Null: any server from 6.0 on. Otherwise what that server does not know is refused with ServerTooOld.
    QVersionNumber serverVersion;
};

/// What compile() made of a text. A value.
struct CompileResult
{
    /// Ready for field 43 and expression operations; empty unless ok().
    Expression expression;
    /// Lexical and syntax errors first, then the others, each by place: the first is the one to show.
    /// Warnings follow.
    QList<Diagnostic> diagnostics;
    /// Type of the expression; Unknown unless ok() (and for `unknown` itself).
    ValueType type = ValueType::Unknown;

    /// Nothing worse than warnings.
    [[nodiscard]] bool ok() const noexcept;
    /// The first error, or null.
    [[nodiscard]] const Diagnostic *firstError() const noexcept;
};

/// Compiles a text of the expression language. Whatever a server would refuse is refused here, with a place.
/// Never throws; may be called from any thread, also from several at once and from threads with a small stack
/// (deep texts are handled on a thread of their own).
[[nodiscard]] CompileResult compile(QStringView text, const CompileOptions &options = {});

/// What compileContext() made of a path. A value.
struct ContextResult
{
    /// msgpack list `[id, value, …]` (protocol section 8.3), empty unless ok().
    QByteArray context;
    /// As in CompileResult.
    QList<Diagnostic> diagnostics;

    /// Nothing worse than warnings.
    [[nodiscard]] bool ok() const noexcept;
};

/// Compiles a bare path with at least one index, rank, value or key step (`$.a.k.[0]`) to a collection
/// context. The name of the bin is not part of the result. Same guarantees as compile().
[[nodiscard]] ContextResult compileContext(QStringView path);

} // namespace Aeroscope::Ael
