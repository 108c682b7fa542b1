// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"
#include "client/value/rowchunk.h"

#include <functional>
#include <vector>

namespace Aeroscope::Test {

/// A record of ns "test", set "users" with this integer key.
[[nodiscard]] Record record(qint64 key, Bins bins, quint32 generation = 1, VoidTime voidTime = {});
/// As it comes from a record whose key was not stored.
[[nodiscard]] Record withoutKey(Record record);
[[nodiscard]] RowChunkPtr chunkOf(const std::vector<Record> &records);
/// `count` records made by number.
[[nodiscard]] RowChunkPtr chunkOf(qint64 first, int count, const std::function<Record(qint64)> &make);

/// One record with a bin of every type, nested ones included.
[[nodiscard]] Record everyType();

} // namespace Aeroscope::Test
