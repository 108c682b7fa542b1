// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"
#include "tests/support/naiverecord.h"

#include <QByteArrayView>

namespace Aeroscope::Naive {

/// What an expression makes of a record.
struct Outcome
{
    enum class Kind : quint8 {
        Refused,     ///< does not build: the server answers code 4
        Unknown,     ///< unknown: no match in a filter, code 26 in an expression operation
        Known,       ///< `value` (nil included)
        Removal,     ///< the "remove" of path expressions
        Unsupported, ///< a modifying call, which this evaluator does not speak
    };
    Kind kind = Kind::Unknown;
    Value value;

    [[nodiscard]] bool isKnown() const noexcept { return kind == Kind::Known; }
};

/// Evaluates a wire expression (msgpack as in field 43) over a record: the second opinion of the tests,
/// written for obviousness. It walks the tree anew for every record and shares nothing with the client's and
/// the embedded node's code but the plain values. Recorded answers of a real server pin it.
[[nodiscard]] Outcome evaluate(QByteArrayView expression, const Record &record);

/// The outcome of a filter: Refused unless the expression is a truth value; only a known true matches.
[[nodiscard]] Outcome evaluateFilter(QByteArrayView expression, const Record &record);

} // namespace Aeroscope::Naive
