// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/security/admincommands.h"

#include "app/demo/bytes.h"
#include "app/demo/reply.h"

#include <cstring>

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype headerSize = 16;

enum class Command : quint8 {
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

/// One answer: a header and fields, in a packet of its own.
class AdminWriter
{
public:
    AdminWriter(ByteQueue &out, ResultCode code)
        : m_out(out)
        , m_packet(out, PacketType::Admin)
        , m_header(out.size())
    {
        char *at = out.extend(headerSize);
        std::memset(at, 0, headerSize);
        at[1] = static_cast<char>(code);
    }
    ~AdminWriter()
    {
        m_out.data()[m_header + 3] = static_cast<char>(m_fields);
        m_packet.close();
    }
    AdminWriter(const AdminWriter &) = delete;
    AdminWriter &operator=(const AdminWriter &) = delete;

    void field(AdminField id, QByteArrayView value)
    {
        char *at = m_out.extend(5);
        store32(at, static_cast<quint32>(value.size()) + 1);
        at[4] = static_cast<char>(id);
        m_out.append(value);
        ++m_fields;
    }
    void number(AdminField id, quint32 value)
    {
        char bytes[4];
        store32(bytes, value);
        field(id, {bytes, 4});
    }
    /// A quota and three gauges that nobody measures here.
    void usage(AdminField id, quint32 quota)
    {
        constexpr int gauges = 4;
        QByteArray value(1 + 4 * gauges, '\0');
        value[0] = gauges;
        store32(value.data() + 1, quota);
        field(id, value);
    }

private:
    ByteQueue &m_out;
    PacketWriter m_packet;
    qsizetype m_header;
    int m_fields = 0;
};

void appendName(QByteArray &out, const QByteArray &name)
{
    out += static_cast<char>(name.size());
    out += name;
}

/// Takes a name with its length byte off the front.
std::optional<QByteArray> takeName(QByteArrayView &rest)
{
    if (rest.isEmpty() || static_cast<quint8>(rest[0]) >= rest.size())
        return std::nullopt;
    const auto size = static_cast<quint8>(rest[0]);
    QByteArray name = rest.sliced(1, size).toByteArray();
    rest = rest.sliced(1 + size);
    return name;
}

std::optional<std::vector<QByteArray>> parseRoles(QByteArrayView value)
{
    if (value.isEmpty())
        return std::nullopt;
    const int count = static_cast<quint8>(value[0]);
    value = value.sliced(1);
    std::vector<QByteArray> roles;
    for (int i = 0; i < count; ++i) {
        std::optional<QByteArray> name = takeName(value);
        if (!name)
            return std::nullopt;
        roles.push_back(std::move(*name));
    }
    return roles;
}

std::optional<std::vector<Privilege>> parsePrivileges(QByteArrayView value)
{
    if (value.isEmpty())
        return std::nullopt;
    const int count = static_cast<quint8>(value[0]);
    value = value.sliced(1);
    std::vector<Privilege> privileges;
    for (int i = 0; i < count; ++i) {
        if (value.isEmpty())
            return std::nullopt;
        Privilege privilege{static_cast<quint8>(value[0]), {}, {}};
        value = value.sliced(1);
        if (privilege.code >= Privilege::firstScoped) {
            const std::optional<QByteArray> ns = takeName(value);
            const std::optional<QByteArray> set = ns ? takeName(value) : std::nullopt;
            if (!set)
                return std::nullopt;
            privilege.ns = *ns;
            privilege.set = *set;
        }
        privileges.push_back(std::move(privilege));
    }
    return privileges;
}

QByteArray packRoles(const std::set<QByteArray> &roles)
{
    QByteArray out(1, static_cast<char>(roles.size()));
    for (const QByteArray &role : roles)
        appendName(out, role);
    return out;
}

QByteArray packPrivileges(const std::vector<Privilege> &privileges)
{
    QByteArray out(1, static_cast<char>(privileges.size()));
    for (const Privilege &privilege : privileges) {
        out += static_cast<char>(privilege.code);
        if (privilege.code >= Privilege::firstScoped) {
            appendName(out, privilege.ns);
            appendName(out, privilege.set);
        }
    }
    return out;
}

} // namespace

/// A parsed request.
struct AdminCommands::Message
{
    Command command = Command::Authenticate;
    std::array<std::optional<QByteArray>, fieldKinds> fields;

    [[nodiscard]] ResultCode parse(QByteArrayView body)
    {
        if (body.size() < headerSize)
            return ResultCode::SecurityField;
        if (body[0] != 0)
            return ResultCode::SecurityScheme;
        command = static_cast<Command>(body[2]);
        const int count = static_cast<quint8>(body[3]);
        QByteArrayView rest = body.sliced(headerSize);
        for (int i = 0; i < count; ++i) {
            if (rest.size() < 5)
                return ResultCode::SecurityField;
            const quint32 size = load32(rest.data());
            if (size == 0 || size > static_cast<quint64>(rest.size() - 4))
                return ResultCode::SecurityField;
            const auto id = static_cast<quint8>(rest[4]);
            if (id < fieldKinds) {
                QByteArray value = rest.sliced(5, size - 1).toByteArray();
                fields[id] = value.isNull() ? QByteArray("") : value;
            }
            rest = rest.sliced(4 + static_cast<qsizetype>(size));
        }
        return ResultCode::Ok;
    }
    [[nodiscard]] const std::optional<QByteArray> &field(AdminField id) const
    {
        return fields[static_cast<size_t>(id)];
    }
    [[nodiscard]] QByteArray text(AdminField id) const { return field(id).value_or(QByteArray("")); }
    [[nodiscard]] std::optional<quint32> number(AdminField id) const
    {
        const std::optional<QByteArray> &value = field(id);
        return value && value->size() == 4 ? std::optional(load32(value->constData())) : std::nullopt;
    }
};

void AdminCommands::writeResult(ByteQueue &out, ResultCode code)
{
    const AdminWriter writer(out, code);
}

void AdminCommands::answer(QByteArrayView body, SecurityPeer &peer, ByteQueue &out)
{
    Message message;
    bool answered = false;
    ResultCode code = message.parse(body);
    if (code == ResultCode::Ok)
        code = run(message, peer, out, answered);
    if (!answered)
        writeResult(out, code);
}

ResultCode AdminCommands::run(const Message &message, SecurityPeer &peer, ByteQueue &out, bool &answered)
{
    const auto needs = [&](quint32 permission) { return m_store.check(peer.user, permission, {}, {}); };
    switch (message.command) {
    case Command::Login: {
        const ResultCode code = login(message, peer, out);
        answered = code == ResultCode::Ok;
        return code;
    }
    case Command::Authenticate:
        return authenticate(message, peer);
    case Command::CreateUser:
    case Command::DropUser:
    case Command::SetPassword:
    case Command::ChangePassword:
    case Command::GrantRoles:
    case Command::RevokeRoles:
        return peer.isAuthenticated() ? changeUser(message, peer) : ResultCode::NotAuthenticated;
    case Command::CreateRole:
    case Command::DropRole:
    case Command::GrantPrivileges:
    case Command::RevokePrivileges:
    case Command::SetWhitelist:
    case Command::SetQuotas:
        if (const ResultCode code = needs(Permission::UserAdmin); code != ResultCode::Ok)
            return code;
        return changeRole(message);
    case Command::QueryUsers: {
        if (!peer.isAuthenticated())
            return ResultCode::NotAuthenticated;
        const ResultCode code = queryUsers(message, peer, out);
        answered = code == ResultCode::Ok;
        return code;
    }
    case Command::QueryRoles: {
        if (!peer.isAuthenticated())
            return ResultCode::NotAuthenticated;
        const ResultCode code = queryRoles(message, out);
        answered = code == ResultCode::Ok;
        return code;
    }
    }
    return ResultCode::SecurityCommand;
}

ResultCode AdminCommands::login(const Message &message, SecurityPeer &peer, ByteQueue &out)
{
    // An external user is looked up in a directory, and there is none.
    if (message.field(AdminField::ClearPassword))
        return ResultCode::LdapNotConfigured;
    const auto &user = message.field(AdminField::User);
    std::expected<SecuritySession, ResultCode> session = std::unexpected(ResultCode::CredentialInvalid);
    if (user)
        session = m_store.login(*user, message.text(AdminField::Credential), peer.address);
    else if (!peer.certificateName.isNull())
        session = m_store.loginByCertificate(peer.certificateName, peer.address);
    if (!session)
        return session.error();
    peer.user = user ? *user : peer.certificateName;
    AdminWriter writer(out, ResultCode::Ok);
    writer.field(AdminField::SessionToken, session->token);
    writer.number(AdminField::SessionTtl, session->ttlSeconds);
    return ResultCode::Ok;
}

ResultCode AdminCommands::authenticate(const Message &message, SecurityPeer &peer)
{
    const auto &user = message.field(AdminField::User);
    const auto &token = message.field(AdminField::SessionToken);
    if (!token)
        return ResultCode::SecurityField;
    std::expected<QByteArray, ResultCode> name =
        m_store.authenticate(user ? *user : QByteArray(), *token, peer.address);
    if (!name)
        return name.error();
    peer.user = *name;
    return ResultCode::Ok;
}

ResultCode AdminCommands::changeUser(const Message &message, const SecurityPeer &peer)
{
    const auto &user = message.field(AdminField::User);
    if (!user)
        return ResultCode::UserUnknown;
    // Everybody may change the own password; all else takes an administrator.
    if (message.command == Command::ChangePassword) {
        if (*user != peer.user)
            return ResultCode::RoleViolation;
        return m_store.changePassword(*user, message.text(AdminField::OldPassword),
                                      message.text(AdminField::Password));
    }
    if (const ResultCode code = m_store.check(peer.user, Permission::UserAdmin, {}, {});
        code != ResultCode::Ok)
        return code;
    std::vector<QByteArray> roles;
    if (const auto &value = message.field(AdminField::Roles)) {
        std::optional<std::vector<QByteArray>> parsed = parseRoles(*value);
        if (!parsed)
            return ResultCode::SecurityField;
        roles = std::move(*parsed);
    }
    switch (message.command) {
    case Command::CreateUser:
        return m_store.createUser(*user, message.text(AdminField::Password), roles);
    case Command::DropUser:
        return m_store.dropUser(*user);
    case Command::SetPassword:
        return m_store.setPassword(*user, message.text(AdminField::Password));
    case Command::GrantRoles:
        return m_store.grantRoles(*user, roles);
    default:
        return m_store.revokeRoles(*user, roles);
    }
}

ResultCode AdminCommands::changeRole(const Message &message)
{
    const auto &name = message.field(AdminField::Role);
    if (!name)
        return ResultCode::RoleUnknown;
    SecurityRole role;
    if (const auto &value = message.field(AdminField::Privileges)) {
        std::optional<std::vector<Privilege>> parsed = parsePrivileges(*value);
        if (!parsed)
            return ResultCode::PrivilegeInvalid;
        role.privileges = std::move(*parsed);
    }
    role.whitelist = message.text(AdminField::Whitelist);
    role.readQuota = message.number(AdminField::ReadQuota).value_or(0);
    role.writeQuota = message.number(AdminField::WriteQuota).value_or(0);
    switch (message.command) {
    case Command::CreateRole:
        return m_store.createRole(*name, role);
    case Command::DropRole:
        return m_store.dropRole(*name);
    case Command::GrantPrivileges:
        return m_store.grantPrivileges(*name, role.privileges);
    case Command::RevokePrivileges:
        return m_store.revokePrivileges(*name, role.privileges);
    case Command::SetWhitelist:
        return m_store.setWhitelist(*name, role.whitelist);
    default:
        return m_store.setQuotas(*name, role.readQuota, role.writeQuota);
    }
}

ResultCode AdminCommands::queryUsers(const Message &message, const SecurityPeer &peer, ByteQueue &out)
{
    const auto &wanted = message.field(AdminField::User);
    // Asking about oneself is always allowed.
    if (!wanted || *wanted != peer.user) {
        if (const ResultCode code = m_store.check(peer.user, Permission::UserAdmin, {}, {});
            code != ResultCode::Ok)
            return code;
    }
    const std::map<QByteArray, SecurityUser> users = m_store.users();
    if (wanted && !users.contains(*wanted))
        return ResultCode::UserUnknown;
    const std::map<QByteArray, SecurityRole> roles = m_store.roles();
    for (const auto &[name, user] : users) {
        if (wanted && name != *wanted)
            continue;
        quint32 readQuota = 0;
        quint32 writeQuota = 0;
        for (const QByteArray &role : user.roles) {
            const auto found = roles.find(role);
            if (found != roles.end()) {
                readQuota = qMax(readQuota, found->second.readQuota);
                writeQuota = qMax(writeQuota, found->second.writeQuota);
            }
        }
        AdminWriter writer(out, ResultCode::Ok);
        writer.field(AdminField::User, name);
        writer.field(AdminField::Roles, packRoles(user.roles));
        writer.usage(AdminField::ReadInfo, readQuota);
        writer.usage(AdminField::WriteInfo, writeQuota);
        writer.number(AdminField::Connections, name == peer.user ? 1 : 0);
    }
    writeResult(out, ResultCode::SecurityEnd);
    return ResultCode::Ok;
}

ResultCode AdminCommands::queryRoles(const Message &message, ByteQueue &out)
{
    const auto &wanted = message.field(AdminField::Role);
    const std::map<QByteArray, SecurityRole> roles = m_store.roles();
    if (wanted && !roles.contains(*wanted))
        return ResultCode::RoleUnknown;
    for (const auto &[name, role] : roles) {
        if (wanted && name != *wanted)
            continue;
        AdminWriter writer(out, ResultCode::Ok);
        writer.field(AdminField::Role, name);
        writer.field(AdminField::Privileges, packPrivileges(role.privileges));
        if (!role.whitelist.isEmpty())
            writer.field(AdminField::Whitelist, role.whitelist);
        if (role.readQuota != 0 || role.writeQuota != 0) {
            writer.number(AdminField::ReadQuota, role.readQuota);
            writer.number(AdminField::WriteQuota, role.writeQuota);
        }
    }
    writeResult(out, ResultCode::SecurityEnd);
    return ResultCode::Ok;
}

} // namespace Aeroscope::Demo
