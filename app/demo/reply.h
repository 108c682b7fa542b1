// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/bytequeue.h"
#include "app/demo/engine/particle.h"
#include "app/demo/storedrecord.h"
#include "client/value/operation.h"
#include "client/value/resultcode.h"

#include <QByteArrayView>

namespace Aeroscope::Demo {

/// Packet types (protocol section 1.1).
enum class PacketType : quint8 { Info = 1, Admin = 2, Message = 3, Compressed = 4, Internal = 5 };

inline constexpr qsizetype packetHeaderSize = 8;

/// Opens a packet at the end of a buffer and sets its size when it is closed.
class PacketWriter
{
public:
    PacketWriter(ByteQueue &out, PacketType type);
    /// Bytes of the body so far.
    [[nodiscard]] qsizetype bodySize() const noexcept { return m_out.size() - m_start - packetHeaderSize; }
    [[nodiscard]] ByteQueue &out() noexcept { return m_out; }
    void close();
    /// Takes the packet back, header and all.
    void abandon() noexcept { m_out.truncate(m_start); }

private:
    ByteQueue &m_out;
    qsizetype m_start;
};

/// One message of a reply (header, fields, ops) built in place. Write fields, then ops, then finish().
/// Nothing may be consumed from the buffer in between.
class MessageWriter
{
public:
    explicit MessageWriter(ByteQueue &out);

    void field(quint8 type, QByteArrayView value);
    void op(quint8 code, QByteArrayView name, ParticleView value);
    /// All bins of a record as ops that read them.
    void bins(const StoredRecord &record);
    /// Ops that are in wire form already.
    void packedOps(QByteArrayView bytes, int count);
    /// Forgets all fields and ops.
    void rewind();
    /// Writes the header. `slot` is the batch index or 0.
    void finish(ResultCode code, quint32 generation = 0, quint32 voidTime = 0, quint32 slot = 0,
                quint8 info3 = 0, quint8 info1 = 0);

    [[nodiscard]] int opCount() const noexcept { return m_ops; }

private:
    ByteQueue &m_out;
    qsizetype m_start;
    int m_fields = 0;
    int m_ops = 0;
};

/// A packet with one message that has a code and nothing else.
void writePlainReply(ByteQueue &out, ResultCode code, quint32 generation = 0, quint32 voidTime = 0,
                     quint8 info3 = 0);

} // namespace Aeroscope::Demo
