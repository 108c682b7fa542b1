// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QByteArray>
#include <QString>

namespace Aeroscope {

/// Op codes of the wire (protocol section 3.5).
enum class OpCode : quint8 {
    Read = 1,
    Write = 2,
    CdtRead = 3,
    CdtModify = 4,
    Increment = 5,
    ExpressionRead = 7,
    ExpressionModify = 8,
    Append = 9,
    Prepend = 10,
    Touch = 11,
    BitRead = 12,
    BitModify = 13,
    DeleteAll = 14,
    HllRead = 15,
    HllModify = 16,
};

[[nodiscard]] bool isWriteOp(OpCode code) noexcept;

/// One operation on one bin inside an operate call. A value.
struct Operation
{
    /// The op byte of the wire.
    OpCode code = OpCode::Read;
    /// Empty: the record as a whole (all bins, touch, delete).
    QByteArray bin;
    /// What is written; Nil for reads, touch and deletes. For Write, Nil deletes the bin.
    Value value;
    /// For CDT, bit, HLL and expression operations: the msgpack payload, already encoded (particle type
    /// Blob).
    QByteArray payload{};
    /// Not empty: must not be sent, because of this (English, one sentence without a full stop). Encoders
    /// refuse it with InvalidArgument; so builders need not return errors. See listops.h, mapops.h, bitops.h,
    /// hllops.h, expressionops.h and pathops.h.
    QString refusal{};

    /// One bin; absent from the answer when the record has none of that name.
    [[nodiscard]] static Operation read(QByteArray bin) { return {OpCode::Read, std::move(bin), {}, {}, {}}; }
    /// All bins.
    [[nodiscard]] static Operation readAll() { return {OpCode::Read, {}, {}, {}, {}}; }
    /// Replaces the bin; Nil removes it.
    [[nodiscard]] static Operation write(QByteArray bin, Value value)
    {
        return {OpCode::Write, std::move(bin), std::move(value), {}, {}};
    }
    /// Removes the bin; the record goes with its last one.
    [[nodiscard]] static Operation removeBin(QByteArray bin)
    {
        return {OpCode::Write, std::move(bin), {}, {}, {}};
    }
    /// Integer or double of the bin's type; makes an absent bin.
    [[nodiscard]] static Operation add(QByteArray bin, Value delta)
    {
        return {OpCode::Increment, std::move(bin), std::move(delta), {}, {}};
    }
    /// Text or blob of the bin's type; makes an absent bin.
    [[nodiscard]] static Operation append(QByteArray bin, Value tail)
    {
        return {OpCode::Append, std::move(bin), std::move(tail), {}, {}};
    }
    /// Text or blob of the bin's type; makes an absent bin.
    [[nodiscard]] static Operation prepend(QByteArray bin, Value head)
    {
        return {OpCode::Prepend, std::move(bin), std::move(head), {}, {}};
    }
    /// A new generation and, by the time-to-live of the call, a new expiry.
    [[nodiscard]] static Operation touch() { return {OpCode::Touch, {}, {}, {}, {}}; }
    /// Deletes the record, within the same call as other operations.
    [[nodiscard]] static Operation deleteAll() { return {OpCode::DeleteAll, {}, {}, {}, {}}; }
};

} // namespace Aeroscope
