// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/security/securitystore.h"

#include <QHostAddress>
#include <QRandomGenerator>
#include <QString>

#include <algorithm>
#include <cstring>

#include <crypt.h>

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype hashSize = 60;
constexpr qsizetype longestName = 63;
constexpr char hashSetting[] = "$2a$10$7EqJtq98hPqEX7fNZaFWoO";

struct Predefined
{
    const char *name;
    quint8 code;
};
constexpr Predefined predefinedRoles[] = {
    {"user-admin", 0},     {"sys-admin", 1},    {"data-admin", 2},      {"udf-admin", 3}, {"sindex-admin", 4},
    {"read", 10},          {"read-write", 11},  {"read-write-udf", 12}, {"write", 13},    {"truncate", 14},
    {"masking-admin", 15}, {"read-masked", 16}, {"write-masked", 17},
};

bool isNameValid(const QByteArray &name)
{
    return !name.isEmpty() && name.size() <= longestName && !name.contains(':') && !name.contains(';');
}

void normalize(std::vector<Privilege> &privileges)
{
    std::sort(privileges.begin(), privileges.end());
    privileges.erase(std::unique(privileges.begin(), privileges.end()), privileges.end());
}

bool areKnown(const std::vector<Privilege> &privileges)
{
    return !privileges.empty() &&
           std::all_of(privileges.begin(), privileges.end(), [](const Privilege &p) { return p.isKnown(); });
}

std::vector<std::pair<QHostAddress, int>> networks(const QByteArray &whitelist, bool &valid)
{
    std::vector<std::pair<QHostAddress, int>> result;
    valid = true;
    for (const QByteArray &part : whitelist.split(',')) {
        const QString text = QString::fromLatin1(part.trimmed());
        const auto subnet = QHostAddress::parseSubnet(text);
        if (subnet.second < 0)
            valid = false;
        else
            result.push_back(subnet);
    }
    return result;
}

bool isWhitelistValid(const QByteArray &whitelist)
{
    bool valid = true;
    static_cast<void>(networks(whitelist, valid));
    return valid;
}

} // namespace

SecurityStore::SecurityStore(Clock &clock, std::chrono::seconds sessionTtl)
    : m_clock(clock)
    , m_sessionTtl(sessionTtl)
{
    for (const Predefined &role : predefinedRoles)
        m_roles[role.name] = {{{role.code, {}, {}}}, {}, 0, 0, true};
}

QByteArray SecurityStore::hashPassword(const QByteArray &password)
{
    crypt_data data;
    std::memset(&data, 0, sizeof data);
    const char *hash = ::crypt_r(password.constData(), hashSetting, &data);
    return hash ? QByteArray(hash) : QByteArray();
}

SecuritySession SecurityStore::newSession(const QByteArray &user)
{
    constexpr int tokenWords = 8;
    quint32 words[tokenWords];
    QRandomGenerator::system()->fillRange(words);
    const QByteArray token(reinterpret_cast<const char *>(words), sizeof words);
    const qint64 now = m_clock.nowMs();
    std::erase_if(m_sessions, [now](const auto &entry) { return entry.second.expiresMs <= now; });
    m_sessions[token] = {user, now + m_sessionTtl.count() * 1000};
    return {token, static_cast<quint32>(m_sessionTtl.count())};
}

bool SecurityStore::isAllowedFrom(const SecurityUser &user, const QByteArray &address) const
{
    bool limited = false;
    const QHostAddress from(QString::fromLatin1(address));
    for (const QByteArray &name : user.roles) {
        const auto role = m_roles.find(name);
        if (role == m_roles.end() || role->second.whitelist.isEmpty())
            continue;
        limited = true;
        bool valid = true;
        for (const auto &network : networks(role->second.whitelist, valid)) {
            if (from.isInSubnet(network))
                return true;
        }
    }
    return !limited;
}

std::expected<SecuritySession, ResultCode>
SecurityStore::login(const QByteArray &user, const QByteArray &credential, const QByteArray &address)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_users.find(user);
    if (found == m_users.end())
        return std::unexpected(ResultCode::UserUnknown);
    if (found->second.passwordHash != credential)
        return std::unexpected(ResultCode::CredentialInvalid);
    if (!isAllowedFrom(found->second, address))
        return std::unexpected(ResultCode::NotWhitelisted);
    return newSession(user);
}

std::expected<SecuritySession, ResultCode> SecurityStore::loginByCertificate(const QByteArray &user,
                                                                             const QByteArray &address)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_users.find(user);
    if (found == m_users.end())
        return std::unexpected(ResultCode::UserUnknown);
    if (!isAllowedFrom(found->second, address))
        return std::unexpected(ResultCode::NotWhitelisted);
    return newSession(user);
}

std::expected<QByteArray, ResultCode>
SecurityStore::authenticate(const QByteArray &user, const QByteArray &token, const QByteArray &address) const
{
    const std::lock_guard lock(m_mutex);
    const auto session = m_sessions.find(token);
    if (session == m_sessions.end() || (!user.isNull() && session->second.user != user))
        return std::unexpected(ResultCode::CredentialInvalid);
    if (session->second.expiresMs <= m_clock.nowMs())
        return std::unexpected(ResultCode::SessionExpired);
    const auto found = m_users.find(session->second.user);
    if (found == m_users.end())
        return std::unexpected(ResultCode::UserUnknown);
    if (!isAllowedFrom(found->second, address))
        return std::unexpected(ResultCode::NotWhitelisted);
    return session->second.user;
}

void SecurityStore::expireSessions()
{
    const std::lock_guard lock(m_mutex);
    for (auto &[token, session] : m_sessions)
        session.expiresMs = 0;
}

ResultCode SecurityStore::check(const QByteArray &user, quint32 permissions, QByteArrayView ns,
                                QByteArrayView set) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_users.find(user);
    if (found == m_users.end())
        return ResultCode::NotAuthenticated;
    quint32 missing = permissions;
    for (const QByteArray &name : found->second.roles) {
        const auto role = m_roles.find(name);
        if (role == m_roles.end())
            continue;
        for (const Privilege &privilege : role->second.privileges) {
            if (privilege.covers(ns, set))
                missing &= ~privilege.permissions();
        }
    }
    return missing == 0 ? ResultCode::Ok : ResultCode::RoleViolation;
}

bool SecurityStore::rolesExist(const std::vector<QByteArray> &names) const
{
    return std::all_of(names.begin(), names.end(),
                       [this](const QByteArray &name) { return m_roles.contains(name); });
}

ResultCode SecurityStore::createUser(const QByteArray &name, const QByteArray &hash,
                                     const std::vector<QByteArray> &roles)
{
    const std::lock_guard lock(m_mutex);
    if (!isNameValid(name))
        return ResultCode::UserUnknown;
    if (m_users.contains(name))
        return ResultCode::UserExists;
    if (hash.size() != hashSize)
        return ResultCode::PasswordInvalid;
    if (!rolesExist(roles))
        return ResultCode::RoleUnknown;
    m_users[name] = {hash, {roles.begin(), roles.end()}};
    return ResultCode::Ok;
}

ResultCode SecurityStore::dropUser(const QByteArray &name)
{
    const std::lock_guard lock(m_mutex);
    if (m_users.erase(name) == 0)
        return ResultCode::UserUnknown;
    std::erase_if(m_sessions, [&name](const auto &entry) { return entry.second.user == name; });
    return ResultCode::Ok;
}

ResultCode SecurityStore::setPassword(const QByteArray &name, const QByteArray &hash)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_users.find(name);
    if (found == m_users.end())
        return ResultCode::UserUnknown;
    if (hash.size() != hashSize)
        return ResultCode::PasswordInvalid;
    found->second.passwordHash = hash;
    return ResultCode::Ok;
}

ResultCode SecurityStore::changePassword(const QByteArray &name, const QByteArray &oldHash,
                                         const QByteArray &hash)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_users.find(name);
        if (found == m_users.end())
            return ResultCode::UserUnknown;
        if (found->second.passwordHash != oldHash)
            return ResultCode::CredentialInvalid;
    }
    return setPassword(name, hash);
}

ResultCode SecurityStore::grantRoles(const QByteArray &name, const std::vector<QByteArray> &roles)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_users.find(name);
    if (found == m_users.end())
        return ResultCode::UserUnknown;
    if (roles.empty() || !rolesExist(roles))
        return ResultCode::RoleUnknown;
    found->second.roles.insert(roles.begin(), roles.end());
    return ResultCode::Ok;
}

ResultCode SecurityStore::revokeRoles(const QByteArray &name, const std::vector<QByteArray> &roles)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_users.find(name);
    if (found == m_users.end())
        return ResultCode::UserUnknown;
    if (roles.empty() || !rolesExist(roles))
        return ResultCode::RoleUnknown;
    for (const QByteArray &role : roles)
        found->second.roles.erase(role);
    return ResultCode::Ok;
}

ResultCode SecurityStore::createRole(const QByteArray &name, const SecurityRole &role)
{
    const std::lock_guard lock(m_mutex);
    if (!isNameValid(name))
        return ResultCode::RoleUnknown;
    if (m_roles.contains(name))
        return ResultCode::RoleExists;
    // A role may start without privileges.
    if (!role.privileges.empty() && !areKnown(role.privileges))
        return ResultCode::PrivilegeInvalid;
    if (!role.whitelist.isEmpty() && !isWhitelistValid(role.whitelist))
        return ResultCode::WhitelistInvalid;
    SecurityRole &created = m_roles[name];
    created = role;
    created.isPredefined = false;
    normalize(created.privileges);
    return ResultCode::Ok;
}

SecurityRole *SecurityStore::changeableRole(const QByteArray &name)
{
    const auto found = m_roles.find(name);
    return found == m_roles.end() || found->second.isPredefined ? nullptr : &found->second;
}

ResultCode SecurityStore::dropRole(const QByteArray &name)
{
    const std::lock_guard lock(m_mutex);
    if (!changeableRole(name))
        return ResultCode::RoleUnknown;
    m_roles.erase(name);
    for (auto &[user, entry] : m_users)
        entry.roles.erase(name);
    return ResultCode::Ok;
}

ResultCode SecurityStore::grantPrivileges(const QByteArray &name, const std::vector<Privilege> &privileges)
{
    const std::lock_guard lock(m_mutex);
    SecurityRole *role = changeableRole(name);
    if (!role)
        return ResultCode::RoleUnknown;
    if (!areKnown(privileges))
        return ResultCode::PrivilegeInvalid;
    role->privileges.insert(role->privileges.end(), privileges.begin(), privileges.end());
    normalize(role->privileges);
    return ResultCode::Ok;
}

ResultCode SecurityStore::revokePrivileges(const QByteArray &name, const std::vector<Privilege> &privileges)
{
    const std::lock_guard lock(m_mutex);
    SecurityRole *role = changeableRole(name);
    if (!role)
        return ResultCode::RoleUnknown;
    if (!areKnown(privileges))
        return ResultCode::PrivilegeInvalid;
    for (const Privilege &privilege : privileges)
        std::erase(role->privileges, privilege);
    return ResultCode::Ok;
}

ResultCode SecurityStore::setWhitelist(const QByteArray &name, const QByteArray &whitelist)
{
    const std::lock_guard lock(m_mutex);
    SecurityRole *role = changeableRole(name);
    if (!role)
        return ResultCode::RoleUnknown;
    if (!whitelist.isEmpty() && !isWhitelistValid(whitelist))
        return ResultCode::WhitelistInvalid;
    role->whitelist = whitelist;
    return ResultCode::Ok;
}

ResultCode SecurityStore::setQuotas(const QByteArray &name, quint32 readQuota, quint32 writeQuota)
{
    const std::lock_guard lock(m_mutex);
    SecurityRole *role = changeableRole(name);
    if (!role)
        return ResultCode::RoleUnknown;
    role->readQuota = readQuota;
    role->writeQuota = writeQuota;
    return ResultCode::Ok;
}

std::map<QByteArray, SecurityUser> SecurityStore::users() const
{
    const std::lock_guard lock(m_mutex);
    return m_users;
}

std::map<QByteArray, SecurityRole> SecurityStore::roles() const
{
    const std::lock_guard lock(m_mutex);
    return m_roles;
}

} // namespace Aeroscope::Demo
