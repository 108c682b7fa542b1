// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/cdtcontext.h"
#include "client/value/operation.h"

#include <QFlags>

#include <vector>

namespace Aeroscope {

enum class HllWriteFlag : quint8 { CreateOnly = 1, UpdateOnly = 2, NoFail = 4, AllowFold = 8 };
Q_DECLARE_FLAGS(HllWriteFlags, HllWriteFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(HllWriteFlags)

/// The size of a HyperLogLog: 4 to 16 index bits, 0 or 4 to 51 min-hash bits, 64 at most in sum. -1: as the
/// bin has it.
struct HllSize
{
    int indexBits = -1;
    int minHashBits = -1;
    friend bool operator==(const HllSize &, const HllSize &) = default;
};

/// Operations on HyperLogLog bins (protocol section 8.7). `others` must be HLL values. Results stand in
/// brackets.
namespace HllOps {

// modify
/// Makes or empties the sketch (none).
[[nodiscard]] Operation init(QByteArray bin, HllSize size, HllWriteFlags flags = {});
/// (how many entries changed the sketch)
[[nodiscard]] Operation add(QByteArray bin, const std::vector<Value> &values, HllSize size = {},
                            HllWriteFlags flags = {});
/// (none)
[[nodiscard]] Operation setUnion(QByteArray bin, const std::vector<Value> &others, HllWriteFlags flags = {});
/// (the count)
[[nodiscard]] Operation refreshCount(QByteArray bin);
/// Only without min-hash bits, and to fewer index bits (none).
[[nodiscard]] Operation fold(QByteArray bin, int indexBits);

// read
/// (an estimate)
[[nodiscard]] Operation count(QByteArray bin);
/// (an HLL)
[[nodiscard]] Operation getUnion(QByteArray bin, const std::vector<Value> &others);
/// (an estimate of the union of the bin and the others)
[[nodiscard]] Operation unionCount(QByteArray bin, const std::vector<Value> &others);
/// (an estimate of what the bin and the others have in common)
[[nodiscard]] Operation intersectCount(QByteArray bin, const std::vector<Value> &others);
/// (a double, may be NaN)
[[nodiscard]] Operation similarity(QByteArray bin, const std::vector<Value> &others);
/// (a list of index bits and min-hash bits; see describedSize())
[[nodiscard]] Operation describe(QByteArray bin);
/// (1 if all of them may be in, else 0)
[[nodiscard]] Operation mayContain(QByteArray bin, const std::vector<Value> &values);

/// What describe() answered; nothing when `result` is no such list.
[[nodiscard]] std::optional<HllSize> describedSize(const Value &result) noexcept;

} // namespace HllOps

} // namespace Aeroscope
