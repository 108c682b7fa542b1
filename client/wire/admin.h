// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/wire/wirebuffer.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <chrono>
#include <optional>
#include <vector>

/// Login, users and roles (protocol section 2.1). Passwords and hashes go into `out`: its owner wipes them.
namespace Aeroscope::Wire {

enum class AdminCommand : quint8 {
    Authenticate = 0,
    CreateUser = 1,
    DropUser = 2,
    SetPassword = 3,
    ChangePassword = 4,
    GrantRoles = 5,
    RevokeRoles = 6,
    QueryUsers = 9,
    CreateRole = 10,
    DropRole = 11,
    GrantPrivileges = 12,
    RevokePrivileges = 13,
    SetWhitelist = 14,
    SetQuotas = 15,
    QueryRoles = 16,
    Login = 20,
};

enum class AdminField : quint8 {
    User = 0,
    Password = 1,
    OldPassword = 2,
    Credential = 3,
    ClearPassword = 4,
    SessionToken = 5,
    SessionTtl = 6,
    Roles = 10,
    Role = 11,
    Privileges = 12,
    Whitelist = 13,
    ReadQuota = 14,
    WriteQuota = 15,
    ReadInfo = 16,
    WriteInfo = 17,
    Connections = 18,
};

/// What a role allows. Codes below 10 hold for the whole cluster, the others for a namespace and set (empty:
/// all).
struct Privilege
{
    quint8 code = 0;
    QByteArray namespaceName{};
    QByteArray setName{};
    friend bool operator==(const Privilege &, const Privilege &) = default;
};

/// Writes one admin frame field by field.
class AdminEncoder
{
public:
    AdminEncoder(WireBuffer &out, AdminCommand command);
    AdminEncoder &field(AdminField id, QByteArrayView content);
    AdminEncoder &field(AdminField id, quint32 content);
    /// Names of at most 63 bytes, at most 255 of them.
    AdminEncoder &roles(const QList<QByteArray> &names);
    AdminEncoder &privileges(const QList<Privilege> &privileges);
    /// InvalidArgument when something does not fit; `out` is then as it was.
    [[nodiscard]] Result<void> finish();

private:
    void header(AdminField id, qsizetype contentSize);

    WireBuffer &m_out;
    qsizetype m_start;
    int m_fields = 0;
    bool m_isSound = true;
};

/// `passwordHash`: the 60 characters of bcrypt.
[[nodiscard]] Result<void> encodeLogin(WireBuffer &out, QByteArrayView user, QByteArrayView passwordHash);
/// LDAP: the clear password goes along; only over TLS, please.
[[nodiscard]] Result<void> encodeExternalLogin(WireBuffer &out, QByteArrayView user,
                                               QByteArrayView passwordHash, QByteArrayView clearPassword);
/// The client certificate says who it is.
[[nodiscard]] Result<void> encodePkiLogin(WireBuffer &out);
/// `user` is empty after a login by certificate.
[[nodiscard]] Result<void> encodeAuthenticate(WireBuffer &out, QByteArrayView user,
                                              QByteArrayView sessionToken);
[[nodiscard]] Result<void> encodeCreateUser(WireBuffer &out, QByteArrayView user, QByteArrayView passwordHash,
                                            const QList<QByteArray> &roles);
[[nodiscard]] Result<void> encodeDropUser(WireBuffer &out, QByteArrayView user);
[[nodiscard]] Result<void> encodeSetPassword(WireBuffer &out, QByteArrayView user,
                                             QByteArrayView passwordHash);
[[nodiscard]] Result<void> encodeChangePassword(WireBuffer &out, QByteArrayView user, QByteArrayView oldHash,
                                                QByteArrayView newHash);
/// Grant when `isGrant`, else revoke.
[[nodiscard]] Result<void> encodeUserRoles(WireBuffer &out, bool isGrant, QByteArrayView user,
                                           const QList<QByteArray> &roles);
/// Empty name: all.
[[nodiscard]] Result<void> encodeQueryUsers(WireBuffer &out, QByteArrayView user = {});
[[nodiscard]] Result<void> encodeQueryRoles(WireBuffer &out, QByteArrayView role = {});

/// One record of an admin reply: a result and its fields.
struct AdminRecord
{
    ResultCode code = ResultCode::Ok;
    std::vector<std::pair<AdminField, QByteArray>> fields{};

    /// The first of that id, or null.
    [[nodiscard]] const QByteArray *field(AdminField id) const noexcept;
    [[nodiscard]] QByteArray text(AdminField id) const;
    [[nodiscard]] std::optional<quint32> number(AdminField id) const noexcept;
    /// Fail with Protocol for content that is not what the id says; absent gives an empty list.
    [[nodiscard]] Result<QList<QByteArray>> roles() const;
    [[nodiscard]] Result<QList<Privilege>> privileges() const;
    [[nodiscard]] Result<QList<quint32>> numbers(AdminField id) const;
};

/// All records in the body of one admin frame (without proto header). A list of users or roles comes in
/// several frames and ends with a record of code SecurityEnd or an error. Fails with Protocol.
[[nodiscard]] Result<std::vector<AdminRecord>> parseAdminReply(QByteArrayView body);

/// What a login gave.
struct LoginReply
{
    /// False: the server has no security; go on without.
    bool isSecurityEnabled = true;
    QByteArray sessionToken{};
    /// Zero: the token does not expire.
    std::chrono::seconds sessionTtl{0};
};

/// Fails with the server's error (Authentication) or Protocol. SecurityNotEnabled is no failure.
[[nodiscard]] Result<LoginReply> parseLoginReply(QByteArrayView body);

/// For every command that answers with one result: success, the server's error, or Protocol.
[[nodiscard]] Result<void> parseAdminResult(QByteArrayView body);

} // namespace Aeroscope::Wire
