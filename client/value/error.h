// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/resultcode.h"

#include <QList>
#include <QString>

#include <expected>
#include <memory>

namespace Aeroscope {

/// What kind of thing went wrong; decides what a caller can do about it.
enum class ErrorKind {
    Network,         ///< connect, send or receive failed, or the peer closed
    Tls,             ///< handshake or certificate
    Timeout,         ///< the operation's one deadline passed
    Cancelled,       ///< stopped by its owner; never shown to a user
    Authentication,  ///< login refused or not possible
    Server,          ///< the server answered with a result code other than Ok
    Protocol,        ///< the peer sent bytes that break the protocol
    InvalidArgument, ///< refused here, nothing was sent
    NotConnected,    ///< no usable node (cluster gone, partition without owner)
    Internal,        ///< a defect of this program
};

/// One failure, as a value. Text of the server and our own are kept apart: the server's is untrusted plain
/// text. Copyable, thread-safe as a value.
struct Error
{
    /// What went wrong, in one word.
    ErrorKind kind = ErrorKind::Internal;
    /// The server's code for ErrorKind::Server, else a negative client code; never Ok.
    ResultCode code = ResultCode::ClientInternal;
    /// True when a write may have been applied although it failed (protocol section 10.5).
    bool inDoubt = false;
    /// Requests that were sent, over all retries.
    int attempts = 0;
    /// Name and address of the node that answered last, empty if none.
    QString node;
    /// Our explanation, English, one sentence without a full stop.
    QString message;
    /// What the server said, verbatim; treat as untrusted plain text.
    QString serverText;
    /// Failures of earlier attempts, oldest first.
    QList<Error> history;

    /// Kind Server: a result code that a node sent, with its name and the text that came along.
    [[nodiscard]] static Error server(ResultCode code, QString nodeName = {}, QString text = {});
    /// Kind InvalidArgument, code ClientParameter: refused before anything was sent.
    [[nodiscard]] static Error invalidArgument(QString why);
    /// Kind Cancelled, code ClientCancelled.
    [[nodiscard]] static Error cancelled();
    /// Kind Timeout, code ClientTimeout: a deadline of this side passed.
    [[nodiscard]] static Error timeout(QString what);
    /// Kind Network, code ClientConnection.
    [[nodiscard]] static Error network(QString what);
    /// Kind Protocol, code ClientProtocol.
    [[nodiscard]] static Error protocol(QString what);
    /// Kind NotConnected, code ClientInvalidNode.
    [[nodiscard]] static Error notConnected(QString what);
    /// Kind Internal, code ClientInternal.
    [[nodiscard]] static Error internal(QString what);

    /// "RecordExists (5): record already exists [node BB9…]": one line for logs and the command line.
    [[nodiscard]] QString toString() const;
};

template <class T>
using Result = std::expected<T, Error>;

/// May the connection on which this error arrived be used again? (protocol section 10.4: after ordinary
/// result codes yes; after I/O and protocol errors, client time-outs, cancellation and NotAuthenticated no.)
[[nodiscard]] bool isConnectionUsable(const Error &error) noexcept;

} // namespace Aeroscope
