// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"

#include <QByteArray>

#include <optional>

namespace Aeroscope::Naive {

/// What the naive evaluator knows of a record: its bins and its metadata, plain. Bin values are in stored
/// form, see storedForm().
struct Record
{
    Bins bins;
    QByteArray set;
    Digest digest;
    /// The stored user key, if any.
    std::optional<Value> userKey;
    /// Seconds since 2010-01-01 UTC, 0 = never expires.
    quint32 voidTime = 0;
    /// Milliseconds since the Unix epoch.
    qint64 lastUpdateMs = 0;
    qint64 nowMs = 0;
    /// Bytes on storage (opcode 74).
    qint64 recordSize = 0;
    bool isTombstone = false;

    [[nodiscard]] const Value *bin(QByteArrayView name) const noexcept
    {
        for (const Bin &candidate : bins) {
            if (candidate.name == name)
                return &candidate.value;
        }
        return nullptr;
    }
};

/// Bytes that the record takes on storage: what opcodes 73 and 74 count. Exact but for GeoJSON regions, whose
/// number of covering cells is not known here (a point has one).
[[nodiscard]] qint64 storedSize(const Record &record);

} // namespace Aeroscope::Naive
