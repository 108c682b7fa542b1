// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/error.h"

using namespace Qt::StringLiterals;

namespace Aeroscope {

namespace {

Error make(ErrorKind kind, ResultCode code, QString message)
{
    Error error;
    error.kind = kind;
    error.code = code;
    error.message = std::move(message);
    return error;
}

} // namespace

Error Error::server(ResultCode code, QString nodeName, QString text)
{
    Q_ASSERT(code != ResultCode::Ok);
    if (code == ResultCode::Ok)
        code = ResultCode::Unknown; // an error must never look like success
    Error error = make(ErrorKind::Server, code,
                       resultCodeText(code).isEmpty() ? u"the server refused the request"_s
                                                      : QString(resultCodeText(code)));
    error.node = std::move(nodeName);
    error.serverText = std::move(text);
    return error;
}

Error Error::invalidArgument(QString why)
{
    return make(ErrorKind::InvalidArgument, ResultCode::ClientParameter, std::move(why));
}

Error Error::cancelled()
{
    return make(ErrorKind::Cancelled, ResultCode::ClientCancelled, u"cancelled"_s);
}

Error Error::timeout(QString what)
{
    return make(ErrorKind::Timeout, ResultCode::ClientTimeout, std::move(what));
}

Error Error::network(QString what)
{
    return make(ErrorKind::Network, ResultCode::ClientConnection, std::move(what));
}

Error Error::protocol(QString what)
{
    return make(ErrorKind::Protocol, ResultCode::ClientProtocol, std::move(what));
}

Error Error::notConnected(QString what)
{
    return make(ErrorKind::NotConnected, ResultCode::ClientInvalidNode, std::move(what));
}

Error Error::internal(QString what)
{
    return make(ErrorKind::Internal, ResultCode::ClientInternal, std::move(what));
}

QString Error::toString() const
{
    const QLatin1StringView name = resultCodeName(code);
    QString line = (name.isEmpty() ? u"Code"_s : QString(name)) + " ("_L1 +
                   QString::number(static_cast<int>(code)) + ')'_L1;
    if (!message.isEmpty())
        line += ": "_L1 + message;
    if (!serverText.isEmpty())
        line += ": "_L1 + serverText.simplified();
    if (inDoubt)
        line += " (the write may have been applied)"_L1;
    if (!node.isEmpty())
        line += " [node "_L1 + node + ']'_L1;
    return line;
}

bool isConnectionUsable(const Error &error) noexcept
{
    switch (error.kind) {
    case ErrorKind::Server:
        return error.code != ResultCode::NotAuthenticated;
    case ErrorKind::InvalidArgument:
        return true;
    case ErrorKind::Network:
    case ErrorKind::Tls:
    case ErrorKind::Timeout:
    case ErrorKind::Cancelled:
    case ErrorKind::Authentication:
    case ErrorKind::Protocol:
    case ErrorKind::NotConnected:
    case ErrorKind::Internal:
        break;
    }
    return false;
}

} // namespace Aeroscope
