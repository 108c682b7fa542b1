// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/record.h"

#include <QByteArray>

namespace Aeroscope {

/// Exact JSON: every value and its way back without loss. Integers have digits only, doubles always a point or an
/// exponent (`3.0`, `-0.0`), what JSON cannot say is an object with one `$` word:
/// `{"$double":"nan"}`, `{"$string":"<base64>"}` (not UTF-8), `{"$blob":…}` (with "type" for a language blob),
/// `{"$hll":…}`, `{"$geo":"<text>"}`, `{"$list":[…],"order":"ordered"}`, `{"$map":[[k,v],…],"order":…}`.
/// UTF-8, no blanks.
[[nodiscard]] QByteArray toExactJson(const Value &value);
void appendExactJson(QByteArray &out, const Value &value);

/// `{"key":…,"digest":…,"gen":…,"ttl":…,"bins":{…}}`; "key" only where it is known, "ttl" -1 = never. A bin name that
/// is not UTF-8 or repeats switches bins to `{"$bins":[[name,value],…]}`.
[[nodiscard]] QByteArray toExactJson(const Record &record, qint64 nowUnixSeconds);

/// The way back. Refuses what it cannot represent (range, duplicate plain keys, unknown `$` words) with
/// InvalidArgument whose message ends in "at line L, column C".
[[nodiscard]] Result<Value> fromExactJson(QByteArrayView json);

/// A JSON object as bins.
[[nodiscard]] Result<Bins> binsFromExactJson(QByteArrayView json);

} // namespace Aeroscope
