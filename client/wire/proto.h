// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QtEndian>

#include <optional>

namespace Aeroscope::Wire {

/// What a frame holds (protocol section 1.1).
enum class FrameType : quint8 { Info = 1, Admin = 2, Message = 3, Compressed = 4 };

/// Bytes in front of every frame.
inline constexpr qsizetype protoHeaderSize = 8;
/// Bytes in front of fields and ops of a message.
inline constexpr qsizetype messageHeaderSize = 22;
/// The most that a frame may hold behind its header; no peer may make us believe in more.
inline constexpr qsizetype maxBodySize = 128 * 1024 * 1024;

/// The first 8 bytes of a frame.
struct ProtoHeader
{
    FrameType type = FrameType::Message;
    qsizetype bodySize = 0;

    /// Bytes of the whole frame.
    [[nodiscard]] qsizetype frameSize() const noexcept { return protoHeaderSize + bodySize; }

    /// Nothing when fewer than 8 bytes are there; Protocol for another version than 2 (0 for admin messages),
    /// a type that no server sends, or more than maxBodySize.
    [[nodiscard]] static Result<std::optional<ProtoHeader>> parse(QByteArrayView bytes);
    /// The word of eight bytes.
    [[nodiscard]] quint64 word() const noexcept
    {
        return quint64(2) << 56 | quint64(type) << 48 | static_cast<quint64>(bodySize);
    }
};

/// Bits of the four info bytes (protocol section 3.2).
namespace Info1 {
inline constexpr quint8 read = 0x01;
inline constexpr quint8 getAll = 0x02;
inline constexpr quint8 shortQuery = 0x04;
inline constexpr quint8 batch = 0x08;
inline constexpr quint8 noBins = 0x20;
inline constexpr quint8 readModeApAll = 0x40;
inline constexpr quint8 compressResponse = 0x80;
} // namespace Info1
namespace Info2 {
inline constexpr quint8 write = 0x01;
inline constexpr quint8 remove = 0x02;
inline constexpr quint8 generationEqual = 0x04;
inline constexpr quint8 generationGreater = 0x08;
inline constexpr quint8 durableDelete = 0x10;
inline constexpr quint8 createOnly = 0x20;
inline constexpr quint8 relaxApLongQuery = 0x40;
inline constexpr quint8 respondAllOps = 0x80;
} // namespace Info2
namespace Info3 {
inline constexpr quint8 last = 0x01;
inline constexpr quint8 commitLevelMaster = 0x02;
inline constexpr quint8 partitionDone = 0x04;
inline constexpr quint8 updateOnly = 0x08;
inline constexpr quint8 createOrReplace = 0x10;
inline constexpr quint8 replaceOnly = 0x20;
inline constexpr quint8 scReadType = 0x40;
inline constexpr quint8 scReadRelax = 0x80;
} // namespace Info3
namespace Info4 {
inline constexpr quint8 verifyRead = 0x01;
inline constexpr quint8 rollForward = 0x02;
inline constexpr quint8 rollBack = 0x04;
inline constexpr quint8 onLockingOnly = 0x10;
} // namespace Info4

/// Fields of a message (protocol section 3.4).
enum class Field : quint8 {
    Namespace = 0,
    Set = 1,
    Key = 2,
    RecordVersion = 3,
    Digest = 4,
    TransactionId = 5,
    TransactionDeadline = 6,
    TaskId = 7,
    SocketTimeout = 9,
    RecordsPerSecond = 10,
    PartitionIds = 11,
    Digests = 12,
    MaxRecords = 13,
    IndexValues = 15,
    IndexName = 21,
    IndexRange = 22,
    IndexContext = 23,
    IndexExpression = 24,
    IndexType = 26,
    UdfModule = 30,
    UdfFunction = 31,
    UdfArguments = 32,
    UdfOperation = 33,
    Batch = 41,
    Filter = 43,
};

/// The 22 bytes in front of a message's fields (protocol section 3.1).
struct MessageHeader
{
    quint8 info1 = 0;
    quint8 info2 = 0;
    quint8 info3 = 0;
    quint8 info4 = 0;
    quint8 resultCode = 0;
    /// In partition markers the partition id.
    quint32 generation = 0;
    /// Requests: what to do with the expiry (writes) or the read-touch percentage (reads). Replies: the
    /// void-time.
    quint32 ttl = 0;
    /// Requests: milliseconds the server may take. Batch replies: the index of the row.
    quint32 timeout = 0;
    quint16 fieldCount = 0;
    quint16 opCount = 0;

    /// `at` must have messageHeaderSize bytes.
    [[nodiscard]] static MessageHeader read(const char *at) noexcept;
    void write(char *at) const noexcept;
    [[nodiscard]] ResultCode code() const noexcept { return static_cast<ResultCode>(resultCode); }
};

/// The content of the first field of that type; nothing when there is none or the message is malformed.
[[nodiscard]] std::optional<QByteArrayView> findField(QByteArrayView message, Field field) noexcept;

/// The message within a whole frame of type 3 or 4 (header included): a view into `frame`, or into `scratch`
/// when it had to be inflated. Fails with Protocol.
[[nodiscard]] Result<QByteArrayView> messageOf(QByteArrayView frame, QByteArray &scratch);

} // namespace Aeroscope::Wire
