// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/key.h"
#include "client/value/operation.h"
#include "client/wire/commandoptions.h"
#include "client/wire/proto.h"
#include "client/wire/wirebuffer.h"

#include <QByteArrayView>

#include <span>

namespace Aeroscope::Wire {

/// Counts and bits that fields, ops and options leave in a header.
struct MessageBits
{
    quint8 info1 = 0;
    quint8 info2 = 0;
    quint8 info3 = 0;
    quint8 info4 = 0;
};

/// Writes fields and ops to the end of a buffer and counts them. The first thing that must not be sent is
/// remembered in refusal(); writing goes on, the caller drops the bytes at the end. So encoders need no exits
/// in between.
class BodyWriter
{
public:
    explicit BodyWriter(WireBuffer &out) noexcept
        : m_out(out)
    {}

    [[nodiscard]] WireBuffer &out() noexcept { return m_out; }
    [[nodiscard]] int fieldCount() const noexcept { return m_fields; }
    [[nodiscard]] int opCount() const noexcept { return m_ops; }
    [[nodiscard]] const QString &refusal() const noexcept { return m_refusal; }
    void refuse(QLatin1StringView why)
    {
        if (m_refusal.isEmpty())
            m_refusal = why;
    }
    void refuse(const QString &why)
    {
        if (m_refusal.isEmpty())
            m_refusal = why;
    }

    // fields
    void field(Field type, QByteArrayView content);
    void field8(Field type, quint8 content);
    void field32(Field type, quint32 content);
    void field64(Field type, quint64 content);
    /// Header of a field whose content the caller writes next.
    void openField(Field type, qsizetype contentSize);
    /// Namespace and set; the set goes along even when empty, as official clients do.
    void dataset(QByteArrayView ns, QByteArrayView set);
    /// Namespace, set and digest.
    void target(const Key &key);
    void transaction(const TransactionStamp *stamp);
    void userKey(const Key &key);
    void filter(QByteArrayView expression);
    void udf(const UdfCall &call);

    // ops
    void readOp(QByteArrayView bin);
    void writeOp(QByteArrayView bin, const Value &value) { valueOp(OpCode::Write, bin, value); }
    void operation(const Operation &operation);
    /// An op without name and value: touch, delete-all, read-all.
    void bareOp(OpCode code);

private:
    void checkBinName(QByteArrayView bin);
    char *openOp(OpCode code, ParticleType type, QByteArrayView bin, qsizetype valueSize);
    void valueOp(OpCode code, QByteArrayView bin, const Value &value);
    void containerOp(OpCode code, QByteArrayView bin, const Value &value);

    WireBuffer &m_out;
    int m_fields = 0;
    int m_ops = 0;
    QString m_refusal;
};

/// Whole type-3 frame: proto and message header first, filled in by finish().
class MessageWriter : public BodyWriter
{
public:
    explicit MessageWriter(WireBuffer &out)
        : BodyWriter(out)
        , m_start(out.size())
    {
        (void)out.claim(protoHeaderSize + messageHeaderSize);
    }
    /// Completes the frame, or takes it back and says why it must not be sent.
    [[nodiscard]] Result<void> finish(MessageHeader header);

private:
    qsizetype m_start;
};

/// Bits and words that the options add, for commands and batch rows alike. Refusals go to `writer`.
[[nodiscard]] MessageBits readBits(const CommandOptions &options) noexcept;
[[nodiscard]] MessageBits writeBits(const CommandOptions &options, BodyWriter &writer);
[[nodiscard]] quint32 readTouchWord(const CommandOptions &options, BodyWriter &writer);
[[nodiscard]] quint32 generationWord(const CommandOptions &options) noexcept;
[[nodiscard]] quint32 timeoutWord(std::chrono::milliseconds timeout) noexcept;

/// What a list of operations asks of the header.
struct OperationBits
{
    MessageBits bits;
    bool hasWrites = false;
};
/// Bits of an operate command, and refusals of combinations that the server refuses or answers ambiguously.
[[nodiscard]] OperationBits operationBits(std::span<const Operation> operations,
                                          const CommandOptions &options, BodyWriter &writer);

inline MessageBits operator|(MessageBits a, MessageBits b) noexcept
{
    return {static_cast<quint8>(a.info1 | b.info1), static_cast<quint8>(a.info2 | b.info2),
            static_cast<quint8>(a.info3 | b.info3), static_cast<quint8>(a.info4 | b.info4)};
}

} // namespace Aeroscope::Wire
