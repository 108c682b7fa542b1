// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArrayView>
#include <QVarLengthArray>

#include <array>
#include <optional>

namespace Aeroscope::Demo {

/// Flag bits of the message header (protocol section 3.2).
namespace Info1 {
inline constexpr quint8 Read = 0x01, GetAll = 0x02, ShortQuery = 0x04, Batch = 0x08, Xdr = 0x10,
                        GetNoBins = 0x20, CompressReply = 0x80;
}
namespace Info2 {
inline constexpr quint8 Write = 0x01, Delete = 0x02, GenerationEqual = 0x04, GenerationGreater = 0x08,
                        DurableDelete = 0x10, CreateOnly = 0x20, RelaxLongQuery = 0x40, RespondAllOps = 0x80;
}
namespace Info3 {
inline constexpr quint8 Last = 0x01, CommitMaster = 0x02, PartitionDone = 0x04, UpdateOnly = 0x08,
                        CreateOrReplace = 0x10, ReplaceOnly = 0x20, ScReadType = 0x40, ScReadRelax = 0x80;
}
namespace Info4 {
inline constexpr quint8 VerifyRead = 0x01, RollForward = 0x02, RollBack = 0x04;
}

/// Field types of a message (protocol section 3.4).
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
    PartitionArray = 11,
    DigestArray = 12,
    MaxRecords = 13,
    LastUpdate = 14,
    IndexValueArray = 15,
    IndexName = 21,
    IndexRange = 22,
    IndexContext = 23,
    IndexExpression = 24,
    IndexType = 26,
    UdfModule = 30,
    UdfFunction = 31,
    UdfArguments = 32,
    UdfOperation = 33,
    QueryBinList = 40,
    Batch = 41,
    BatchWithSet = 42,
    Filter = 43,
};

/// Special words of the ttl slot (protocol section 5.2).
namespace TtlWord {
inline constexpr quint32 Default = 0, Never = 0xffffffff, Keep = 0xfffffffe, Longest = 315360000;
}

/// One op of a request, pointing into its body.
struct RequestOp
{
    quint8 code = 0;
    quint8 type = 0;
    QByteArrayView name;
    QByteArrayView value;
};

/// A parsed request message: header words, fields and ops. Points into the body, which must outlive it.
class Request
{
public:
    static constexpr qsizetype headerSize = 22;

    /// Parses a whole body. Nothing when fields or ops do not fill it exactly (protocol section 3.1): code 4.
    [[nodiscard]] static std::optional<Request> parse(QByteArrayView body);
    /// The header alone; the body must hold at least headerSize bytes.
    [[nodiscard]] static Request parseHeader(QByteArrayView body) noexcept;
    /// Reads one field from the front of `rest` (type, value). False when it does not fit.
    [[nodiscard]] bool takeField(QByteArrayView &rest);
    /// Reads one op from the front of `rest`.
    [[nodiscard]] bool takeOp(QByteArrayView &rest);

    [[nodiscard]] bool has(Field field) const noexcept { return m_present[static_cast<size_t>(field)]; }
    /// Value of the first field of that type; empty when absent, so ask has() where that matters.
    [[nodiscard]] QByteArrayView field(Field field) const noexcept
    {
        return m_fields[static_cast<size_t>(field)];
    }

    /// The same ops without any field, as a background job applies them to each record.
    [[nodiscard]] Request opsOnly() const;

    [[nodiscard]] bool isWrite() const noexcept { return (info2 & Info2::Write) != 0; }
    [[nodiscard]] bool isDelete() const noexcept { return (info2 & Info2::Delete) != 0; }
    [[nodiscard]] bool respondAllOps() const noexcept { return (info2 & Info2::RespondAllOps) != 0; }
    /// READ op with an empty name while GET_ALL is set: "read all bins here".
    [[nodiscard]] bool isReadAll(const RequestOp &op) const noexcept;

    quint8 info1 = 0;
    quint8 info2 = 0;
    quint8 info3 = 0;
    quint8 info4 = 0;
    quint32 generation = 0;
    quint32 ttl = 0;
    quint32 timeoutMs = 0;
    quint16 fieldCount = 0;
    quint16 opCount = 0;
    bool inBatch = false; ///< a row of a batch, whose digest stands outside of its fields
    QVarLengthArray<RequestOp, 16> ops;

private:
    static constexpr size_t knownFields = 44;
    std::array<QByteArrayView, knownFields> m_fields{};
    std::array<bool, knownFields> m_present{};
};

} // namespace Aeroscope::Demo
