// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/errortext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Aeroscope::Ui::ErrorText)

public:
    static QString ofCode(ResultCode code);
    static QString ofKind(ErrorKind kind);
};

QString Text::ofCode(ResultCode code)
{
    switch (code) {
    case ResultCode::NotFound:
        return tr("There is no such record");
    case ResultCode::Generation:
        return tr("The record has been changed since it was read");
    case ResultCode::Parameter:
        return tr("The server refused the request as malformed");
    case ResultCode::RecordExists:
        return tr("A record with this key exists already");
    case ResultCode::BinExists:
        return tr("The bin exists already");
    case ResultCode::OutOfSpace:
        return tr("The server is out of space");
    case ResultCode::Timeout:
        return tr("The server did not finish in time");
    case ResultCode::AlwaysForbidden:
        return tr("The configuration of this cluster does not allow it");
    case ResultCode::Unavailable:
        return tr("The partition is not available at the moment");
    case ResultCode::IncompatibleType:
        return tr("The bin has a type for which this operation is not possible");
    case ResultCode::RecordTooBig:
        return tr("The record is too large for this cluster");
    case ResultCode::KeyBusy:
        return tr("Too many operations on this record at once");
    case ResultCode::QueryAborted:
    case ResultCode::QueryAbortedLegacy:
        return tr("The query was stopped on the server");
    case ResultCode::UnsupportedFeature:
        return tr("The server does not support this");
    case ResultCode::DeviceOverload:
        return tr("The server's storage cannot keep up");
    case ResultCode::Namespace:
        return tr("There is no such namespace");
    case ResultCode::BinName:
        return tr("The bin's name is not allowed");
    case ResultCode::Forbidden:
        return tr("The server does not allow this at the moment");
    case ResultCode::EnterpriseOnly:
        return tr("This needs the Enterprise Edition of the server");
    case ResultCode::FilteredOut:
        return tr("The record does not satisfy the filter");
    case ResultCode::NotAuthenticated:
        return tr("The server wants you to sign in");
    case ResultCode::PasswordInvalid:
    case ResultCode::CredentialInvalid:
    case ResultCode::UserUnknown:
        return tr("User name or password is wrong");
    case ResultCode::PasswordExpired:
        return tr("The password has expired");
    case ResultCode::SessionExpired:
        return tr("The session has expired");
    case ResultCode::SecurityNotEnabled:
        return tr("The server has sign-in switched off");
    case ResultCode::SecurityNotSupported:
        return tr("The server does not know sign-in");
    case ResultCode::RoleViolation:
        return tr("Your roles do not allow this");
    case ResultCode::NotWhitelisted:
        return tr("Your address is not on the list of this user");
    case ResultCode::QuotaExceeded:
        return tr("Your quota is used up");
    case ResultCode::IndexNotFound:
        return tr("The index does not exist");
    case ResultCode::IndexNotReadable:
        return tr("The index is still being built");
    case ResultCode::ClientAelSyntax:
        return tr("The filter is not valid");
    case ResultCode::ClientNoMoreConnections:
        return tr("All connections to the node are in use");
    case ResultCode::ClientMaxErrorRate:
        return tr("The node had too many errors just now and is left alone for a moment");
    case ResultCode::ClientInvalidNode:
        return tr("No node owns this partition at the moment");
    default:
        return {};
    }
}

QString Text::ofKind(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Network:
        return tr("The connection failed");
    case ErrorKind::Tls:
        return tr("The secure connection could not be made");
    case ErrorKind::Timeout:
        return tr("It took too long");
    case ErrorKind::Cancelled:
        return tr("Stopped");
    case ErrorKind::Authentication:
        return tr("Signing in failed");
    case ErrorKind::Server:
        return tr("The server refused it");
    case ErrorKind::Protocol:
        return tr("The server sent something that is not understood");
    case ErrorKind::InvalidArgument:
        return tr("This is not possible");
    case ErrorKind::NotConnected:
        return tr("The cluster is not reachable");
    case ErrorKind::Internal:
        return tr("Something went wrong inside this program");
    }
    return {};
}

} // namespace

ErrorText errorText(const Error &error)
{
    ErrorText text;
    text.title = Text::ofCode(error.code);
    if (text.title.isEmpty())
        text.title = Text::ofKind(error.kind);
    QStringList details;
    if (error.kind == ErrorKind::Server && static_cast<int>(error.code) > 0)
        details.append(u"%1 (%2)"_s.arg(resultCodeName(error.code)).arg(static_cast<int>(error.code)));
    else if (!error.message.isEmpty())
        details.append(error.message);
    if (!error.serverText.isEmpty())
        details.append(Text::tr("server said: %1").arg(error.serverText));
    if (!error.node.isEmpty())
        details.append(error.node);
    text.detail = details.join(u" · "_s);
    if (error.inDoubt)
        text.title += u". "_s + Text::tr("It is not known whether the change was made");
    return text;
}

QString errorLine(const Error &error)
{
    const ErrorText text = errorText(error);
    return text.detail.isEmpty() ? text.title : u"%1: %2"_s.arg(text.title, text.detail);
}

} // namespace Aeroscope::Ui
