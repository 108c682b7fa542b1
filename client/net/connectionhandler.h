// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QByteArrayView>

namespace Aeroscope::Net {

class Connection;

/// Who uses a connection at the moment. All calls come on the connection's thread, from its event loop; a
/// handler may send, consume, pause, set another handler, close or destroy the connection in any of them.
class ConnectionHandler
{
public:
    /// Unread bytes are in connection.unread(): take what is whole with consume(). Called again when more
    /// arrived, or at once as long as a call took something and something is left.
    virtual void onBytes(Connection &connection) = 0;
    /// The connection is closed, by the peer, by an error or by abort(); the handler is no longer set. The
    /// last call.
    virtual void onClosed(Connection &connection, const Error &error) = 0;
    /// The deadline set on the connection has passed. The connection is still open; close it unless the late
    /// reply is wanted.
    virtual void onTimeout(Connection &connection) = 0;
    /// Everything given to send() has been taken by the system, after some had to wait.
    virtual void onSent(Connection &connection);

protected:
    ~ConnectionHandler() = default;
};

/// A handler for whole frames: 8-byte proto header and body (protocol section 1.1).
class FrameHandler : public ConnectionHandler
{
public:
    /// One whole frame, header included, already consumed. The view is valid during this call.
    virtual void onFrame(Connection &connection, QByteArrayView frame) = 0;
    /// Cuts frames; a bad version, type or size aborts the connection with Protocol.
    void onBytes(Connection &connection) final;

protected:
    ~FrameHandler() = default;
};

/// Size of the first frame in `bytes`, header included: 0 when the header is not whole yet, Protocol when it
/// is not one (version 2, for admin messages 0 too; type 1 to 5; body at most 128 MiB).
[[nodiscard]] Result<qsizetype> frameSize(QByteArrayView bytes);

} // namespace Aeroscope::Net
