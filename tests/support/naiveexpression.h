// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace Aeroscope::Naive {

/// What an expression yields as far as its bytes say (result type codes of protocol section 9.1).
enum class Kind : quint8 {
    Nil = 0,
    Bool = 1,
    Integer = 2,
    String = 3,
    List = 4,
    Map = 5,
    Blob = 6,
    Float = 7,
    GeoJson = 8,
    Hll = 9,
    /// The "remove" of path expressions.
    Removal = 11,
    /// A wildcard or infinity standing alone.
    Marker = 12,
};

/// One node of an expression tree.
struct Node
{
    static constexpr quint64 literalCode = 1000;

    quint64 code = literalCode;
    Kind kind = Kind::Nil;
    std::vector<Node> operands;
    /// The value of a literal.
    Value literal;
    /// Bin name, variable name or regular expression.
    QByteArray name;
    /// Names that a let defines, one for each operand but the last.
    std::vector<QByteArray> names;
    /// Modulus, regular expression flags, loop variable.
    qint64 number = 0;

    /// Of a call: system, operation, packed context (empty: none). The last operand is the value called upon,
    /// the ones before it are the arguments. For a path selection `call` is 0xfe, `number` its flags.
    quint64 system = 0;
    quint64 call = 0;
    QByteArray context;
};

/// Reads an expression with all the checks that a server makes before it evaluates. Nothing when it refuses
/// it with code 4.
[[nodiscard]] std::optional<Node> parseExpression(QByteArrayView bytes);

} // namespace Aeroscope::Naive
