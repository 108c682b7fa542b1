// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/wire/proto.h"

#include <QByteArray>
#include <QByteArrayView>

namespace Aeroscope::Wire {

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
    };
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
