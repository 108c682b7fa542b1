// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/binnames.h"
#include "client/value/error.h"
#include "client/value/record.h"
#include "client/value/rowchunk.h"

#include <QByteArrayView>

#include <optional>

namespace Aeroscope::Wire {

/// What the server answered for one record: a reply to a single-record command, or one row of a batch
/// (protocol sections 5.3, 6.2).
struct RecordReply
{
    ResultCode code = ResultCode::Ok;
    /// Also filled on errors after the record was found; 0 for deletes.
    quint32 generation = 0;
    VoidTime voidTime{};
    /// In the order of the reply, one entry per answered operation; Nil where the server says "no value".
    Bins bins{};
    /// What a failed user-defined function says (bin FAILURE): untrusted text, empty if there is none.
    QByteArray failureText{};
    /// The number that a failed user-defined function may put at the end of its text (`mod.lua:3: text:77`).
    std::optional<int> failureCode{};
    /// Of transactions (Enterprise): 56 bits, and seconds since 2010.
    std::optional<quint64> recordVersion{};
    std::optional<quint32> transactionDeadline{};
    /// Row of a batch.
    quint32 batchIndex = 0;

    [[nodiscard]] bool ok() const noexcept { return code == ResultCode::Ok; }
    /// For a code other than Ok.
    [[nodiscard]] Error error(QString node = {}) const;
    /// The first bin of that name, or null.
    [[nodiscard]] const Value *bin(QByteArrayView name) const noexcept;
};

/// Reads one message (without proto header) that must fill `message` exactly. Fails with Protocol; an error
/// that the server reports is a reply, not a failure.
/// With `names`, the bins take their names from there.
[[nodiscard]] Result<RecordReply> parseRecordReply(QByteArrayView message, BinNames *names = nullptr);
/// The same for a row that a framer has checked already.
[[nodiscard]] Result<RecordReply> parseRecordReply(const RowView &row, QByteArrayView message,
                                                   BinNames *names = nullptr);

} // namespace Aeroscope::Wire
