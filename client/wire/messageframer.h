// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/wire/proto.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QtEndian>

namespace Aeroscope::Wire {

namespace Detail {
inline constexpr qsizetype fieldHeaderSize = 5;
inline constexpr qsizetype opHeaderSize = 8;
// With the type byte.
inline constexpr qsizetype digestFieldSize = 21;
inline constexpr qsizetype indexValueFieldSize = 9;
} // namespace Detail

/// One whole message in a receive buffer (protocol sections 3.1, 3.4, 3.5), walked once from end to end.
struct PlainMessage
{
    const char *begin = nullptr;
    qsizetype size = 0;
    const char *digest = nullptr;     ///< the field's 20 bytes, if it has that size
    const char *indexValue = nullptr; ///< the field's 8 bytes, little-endian

    [[nodiscard]] quint8 info3() const noexcept { return static_cast<quint8>(begin[3]); }
    [[nodiscard]] ResultCode code() const noexcept
    {
        return static_cast<ResultCode>(static_cast<quint8>(begin[5]));
    }

    /// False when the message does not end before `end`, or is malformed. At least a message header must be
    /// there.
    [[nodiscard]] bool parse(const char *from, const char *end) noexcept
    {
        constexpr qsizetype fieldCountOffset = 18;
        constexpr qsizetype opCountOffset = 20;
        if (static_cast<quint8>(*from) != messageHeaderSize)
            return false;
        const char *at = from + messageHeaderSize;
        for (unsigned left = qFromBigEndian<quint16>(from + fieldCountOffset); left > 0; --left) {
            if (end - at < Detail::fieldHeaderSize)
                return false;
            const qsizetype length = qFromBigEndian<quint32>(at);
            if (length < 1 || length > end - at - 4)
                return false;
            const auto type = static_cast<Field>(at[4]);
            if (type == Field::Digest)
                digest = length == Detail::digestFieldSize ? at + Detail::fieldHeaderSize : nullptr;
            else if (type == Field::IndexValues && length == Detail::indexValueFieldSize)
                indexValue = at + Detail::fieldHeaderSize;
            at += 4 + length;
        }
        for (unsigned left = qFromBigEndian<quint16>(from + opCountOffset); left > 0; --left) {
            if (end - at < Detail::opHeaderSize)
                return false;
            const qsizetype length = qFromBigEndian<quint32>(at);
            if (length < 4 + static_cast<quint8>(at[7]) || length > end - at - 4)
                return false;
            at += 4 + length;
        }
        begin = from;
        size = at - from;
        return true;
    }
};

/// Cuts a stream of frames into the messages within (protocol sections 2.3, 6.2, 7.2): a frame of type 3 or 4
/// holds one or many. Works in place on whatever part of the stream has arrived; believes no size before the
/// bytes are there, and looks at every byte of a message once, in however small pieces it comes. The bottom
/// of RowFramer and BatchFramer.
class MessageFramer
{
public:
    enum class Step {
        NeedMore, ///< bytes are missing; call again when more have arrived
        Message,  ///< message() is one whole message
        Failed,   ///< error(); nothing more can be read from this connection
    };

    /// `unread` is the unread part of the stream, always from the same place on until this moves it: what is
    /// done with leaves at its front.
    [[nodiscard]] Step next(QByteArrayView &unread);

    /// Header, fields and ops. Lives in the bytes given to next(), or in this object when the frame was
    /// compressed: valid until the next call or until the caller's bytes move.
    [[nodiscard]] QByteArrayView message() const noexcept { return m_message; }
    [[nodiscard]] MessageHeader header() const noexcept { return MessageHeader::read(m_message.data()); }
    /// The digest field of message(), 20 bytes; null without one or when it has another size.
    [[nodiscard]] const char *digest() const noexcept
    {
        return m_walk.digestAt > 0 ? m_message.data() + m_walk.digestAt : nullptr;
    }
    /// The index value field of message(), 8 bytes little-endian; null without one.
    [[nodiscard]] const char *indexValue() const noexcept
    {
        return m_walk.indexValueAt > 0 ? m_message.data() + m_walk.indexValueAt : nullptr;
    }
    /// The fast path for streams of many small messages: takes those that are whole, follow each other in the
    /// current frame and are not compressed, and calls `visit(const PlainMessage &)` for each until it
    /// answers false; that one is not taken. Returns their bytes, in one piece, and takes them from the front
    /// of `unread`; nothing when next() has to look. message() and what belongs to it are not touched.
    template <class Visit>
    [[nodiscard]] QByteArrayView takeRun(QByteArrayView &unread, Visit visit)
    {
        if (m_frameLeft == 0 || m_isCompressed || m_walk.at != 0)
            return {};
        const char *const begin = unread.data();
        const char *const end = begin + std::min(unread.size(), m_frameLeft);
        const char *at = begin;
        while (end - at >= messageHeaderSize) {
            PlainMessage message;
            if (!message.parse(at, end) || !visit(std::as_const(message)))
                break;
            at += message.size;
        }
        const QByteArrayView taken(begin, at - begin);
        m_frameLeft -= taken.size();
        unread = QByteArrayView(at, unread.size() - taken.size());
        return taken;
    }

    /// True between frames: the stream may end here.
    [[nodiscard]] bool isAtFrameEnd() const noexcept
    {
        return m_frameLeft == 0 && m_inflatedAt == m_inflated.size();
    }
    /// After NeedMore: how long `unread` must be at least for the next call to get further. Never more than
    /// the peer has promised and the protocol allows.
    [[nodiscard]] qsizetype bytesNeeded() const noexcept { return m_needed; }
    [[nodiscard]] const Error &error() const noexcept { return m_error; }

    /// Ends the stream: what the message says cannot be.
    Step fail(QLatin1StringView what);
    /// For the next stream; keeps a small inflate buffer.
    void reset();

private:
    /// How far the walk through a message has come.
    struct Walk
    {
        qsizetype at = 0; ///< all before is known; 0: header not seen
        int fieldsLeft = 0;
        int opsLeft = 0;
        qsizetype digestAt = 0; ///< 0: none. Holds for message() after the walk
        qsizetype indexValueAt = 0;
    };
    Step take(QByteArrayView message) noexcept;
    enum class Whole { Yes, No, Never };

    Whole walk(QByteArrayView bytes, qsizetype limit);
    Step fail(Error error);
    Step nextInflated();

    Walk m_walk;
    qsizetype m_frameLeft = 0; ///< bytes of the current frame that are not consumed
    qsizetype m_needed = 0;
    bool m_isCompressed = false;
    bool m_hasFailed = false;
    QByteArray m_inflated;
    qsizetype m_inflatedAt = 0;
    QByteArrayView m_message;
    Error m_error;
};

} // namespace Aeroscope::Wire
