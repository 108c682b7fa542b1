// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/login.h"

#include "client/net/requestawaiter.h"
#include "client/wire/admin.h"
#include "client/wire/proto.h"

#include <crypt.h>

#include <memory>

namespace Aeroscope {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Clients renew a minute before the server forgets, or in the middle of a session that is not much longer.
constexpr std::chrono::milliseconds renewalMargin = 60s;

/// Overwrites secrets when it dies.
class SecretBuffer : public Wire::WireBuffer
{
public:
    SecretBuffer() = default;
    ~SecretBuffer()
    {
        if (data())
            explicit_bzero(data(), static_cast<size_t>(capacity()));
    }
    SecretBuffer(const SecretBuffer &) = delete;
    SecretBuffer &operator=(const SecretBuffer &) = delete;
};

Error asAuthentication(Error error)
{
    if (error.kind == ErrorKind::Server)
        error.kind = ErrorKind::Authentication;
    return error;
}

Result<QByteArrayView> adminBody(QByteArrayView frame)
{
    const auto header = Wire::ProtoHeader::parse(frame);
    if (!header)
        return std::unexpected(header.error());
    if (!*header || (*header)->type != Wire::FrameType::Admin)
        return std::unexpected(Error::protocol(u"the server did not answer the login"_s));
    return frame.sliced(Wire::protoHeaderSize);
}

} // namespace

QByteArray passwordHash(const QByteArray &password)
{
    auto scratch = std::make_unique<crypt_data>();
    std::memset(scratch.get(), 0, sizeof(crypt_data));
    const char *hash = crypt_r(password.constData(), "$2a$10$7EqJtq98hPqEX7fNZaFWoO", scratch.get());
    QByteArray result = hash && hash[0] == '$' ? QByteArray(hash) : QByteArray();
    explicit_bzero(scratch.get(), sizeof(crypt_data));
    return result;
}

QCoro::Task<Result<SessionTokenPtr>> logIn(Net::Connection *connection, Credentials credentials,
                                           QByteArray hash, Net::Deadline deadline, std::stop_token stop)
{
    SecretBuffer request;
    Result<void> encoded;
    const QByteArray user = credentials.user.toUtf8();
    switch (credentials.mode) {
    case AuthMode::None:
        co_return SessionTokenPtr();
    case AuthMode::Internal:
        encoded = Wire::encodeLogin(request, user, hash);
        break;
    case AuthMode::External:
    case AuthMode::ExternalInsecure: {
        QByteArray password = credentials.password.toUtf8();
        encoded = Wire::encodeExternalLogin(request, user, hash, password);
        password.fill('\0');
        break;
    }
    case AuthMode::Pki:
        encoded = Wire::encodePkiLogin(request);
        break;
    }
    if (!encoded)
        co_return std::unexpected(encoded.error());
    const Result<QByteArrayView> frame =
        co_await connection->request(request.view(), deadline, std::move(stop));
    if (!frame)
        co_return std::unexpected(frame.error());
    const Result<QByteArrayView> body = adminBody(*frame);
    if (!body)
        co_return std::unexpected(body.error());
    Result<Wire::LoginReply> reply = Wire::parseLoginReply(*body);
    if (!reply)
        co_return std::unexpected(asAuthentication(std::move(reply.error())));
    if (!reply->isSecurityEnabled)
        co_return SessionTokenPtr();
    auto token = std::make_shared<SessionToken>();
    token->bytes = std::move(reply->sessionToken);
    if (reply->sessionTtl > 0s)
        token->renewBefore =
            std::chrono::steady_clock::now() +
            std::max<std::chrono::milliseconds>(reply->sessionTtl - renewalMargin,
                                                std::chrono::milliseconds(reply->sessionTtl) / 2);
    co_return SessionTokenPtr(std::move(token));
}

QCoro::Task<Result<void>> authenticate(Net::Connection *connection, Credentials credentials,
                                       SessionTokenPtr token, Net::Deadline deadline, std::stop_token stop)
{
    SecretBuffer request;
    const Result<void> encoded = Wire::encodeAuthenticate(
        request, credentials.mode == AuthMode::Pki ? QByteArray() : credentials.user.toUtf8(), token->bytes);
    if (!encoded)
        co_return std::unexpected(encoded.error());
    const Result<QByteArrayView> frame =
        co_await connection->request(request.view(), deadline, std::move(stop));
    if (!frame)
        co_return std::unexpected(frame.error());
    const Result<QByteArrayView> body = adminBody(*frame);
    if (!body)
        co_return std::unexpected(body.error());
    Result<void> result = Wire::parseAdminResult(*body);
    if (!result && result.error().code == ResultCode::SecurityNotEnabled)
        result = {};
    if (!result)
        co_return std::unexpected(asAuthentication(std::move(result.error())));
    co_return result;
}

} // namespace Aeroscope
