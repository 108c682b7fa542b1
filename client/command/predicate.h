// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/serverversion.h"
#include "client/value/error.h"
#include "client/value/expression.h"
#include "client/value/value.h"

#include <QString>

#include <vector>

namespace Aeroscope {

namespace Ael {
struct CompileOptions;
}

/// Which records a command is about: AEL text with its arguments, or an expression compiled elsewhere. A
/// value.
struct Predicate
{
    /// AEL; empty: none. `?0`, `?1` … stand for arguments.
    QString text{};
    /// One for each `?n` of the text.
    std::vector<Value> arguments{};
    /// Used when text is empty.
    Expression expression{};

    /// Every record satisfies it.
    [[nodiscard]] bool isEmpty() const noexcept { return text.isEmpty() && expression.isEmpty(); }
};

/// The options with which its text is compiled.
[[nodiscard]] Ael::CompileOptions compileOptions(const Predicate &predicate,
                                                 const ServerVersion &oldestServer);

/// The filter bytes of a predicate, empty for none. A text that does not compile, or that the oldest server
/// of the cluster ({} = unknown) would not understand, fails with InvalidArgument, code ClientAelSyntax and a
/// message that begins with its place ("line 1, column 5: …").
[[nodiscard]] Result<QByteArray> compilePredicate(const Predicate &predicate,
                                                  const ServerVersion &oldestServer);

} // namespace Aeroscope
