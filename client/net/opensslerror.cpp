// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/opensslerror_p.h"

#include <openssl/err.h>

#include <system_error>

using namespace Qt::StringLiterals;

namespace Aeroscope::Net {

Error tlsError(QString what)
{
    Error error;
    error.kind = ErrorKind::Tls;
    error.code = ResultCode::ClientTls;
    error.message = std::move(what);
    return error;
}

QString takeOpenSslReason()
{
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    if (code == 0)
        return u"no reason given"_s;
    if (ERR_SYSTEM_ERROR(code))
        return systemReason(int(ERR_GET_REASON(code)));
    if (const char *reason = ERR_reason_error_string(code))
        return QString::fromLatin1(reason);
    return u"OpenSSL error "_s + QString::number(code, 16);
}

QString systemReason(int error)
{
    return QString::fromStdString(std::generic_category().message(error)).toLower();
}

} // namespace Aeroscope::Net
