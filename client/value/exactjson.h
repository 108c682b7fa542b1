// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/record.h"

#include <QByteArray>

namespace Aeroscope {

/// Exact JSON: every value and its way back without loss. Integers have digits only, doubles always a point
/// or an exponent (`3.0`, `-0.0`), what JSON cannot say is an object with one `$` word:
/// `{"$double":"nan"}`, `{"$string":"<base64>"}` (not UTF-8), `{"$blob":…}` (with "type" for a language
/// blob),
/// `{"$hll":…}`, `{"$geo":"<text>"}`, `{"$list":[…],"order":"ordered"}`, `{"$map":[[k,v],…],"order":…}` with
/// the orders unordered, key, key-value and preserve. A NaN with other bits than 7ff8000000000000 says them:
/// `"nan:<16 hex>"`. Rarities: `{"$geo":{"$string":…}}` (not UTF-8), `{"$raw":"<base64>"}` (RawBytes),
/// `{"$msgpack":"<base64>"}` (Opaque),
/// `{"$cdt":"infinity"}` and `"wildcard"`. UTF-8, no blanks.
[[nodiscard]] QByteArray toExactJson(const Value &value);
void appendExactJson(QByteArray &out, const Value &value);

/// `{"key":…,"digest":…,"gen":…,"ttl":…,"bins":{…}}`; "key" only where it is known, "ttl" -1 = never. A bin
/// name that is not UTF-8, repeats or starts with `$` switches bins to `{"$bins":[[name,value],…]}`.
[[nodiscard]] QByteArray toExactJson(const Record &record, qint64 nowUnixSeconds);

/// The way back; JSON may have blanks. Refuses what it cannot represent (integers outside int64, the integer
/// -0, doubles that overflow or vanish, lone surrogates, duplicate keys, unknown `$` words, containers as map
/// keys, more than 256 levels) with InvalidArgument whose message ends in "at line L, column C" (from 1;
/// columns count code points).
[[nodiscard]] Result<Value> fromExactJson(QByteArrayView json);

/// A JSON object as bins, in its order; bin names are 1 to 15 bytes without NUL.
[[nodiscard]] Result<Bins> binsFromExactJson(QByteArrayView json);

} // namespace Aeroscope
