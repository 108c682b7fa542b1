// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/clock.h"
#include "app/demo/security/permissions.h"
#include "client/value/resultcode.h"

#include <QByteArray>

#include <chrono>
#include <expected>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

namespace Aeroscope::Demo {

/// A role: what its users may do, from where, and how often.
struct SecurityRole
{
    std::vector<Privilege> privileges; ///< sorted, each once
    QByteArray whitelist;              ///< addresses and networks, separated by commas; empty: from anywhere
    quint32 readQuota = 0;
    quint32 writeQuota = 0;
    bool isPredefined = false;
};

struct SecurityUser
{
    QByteArray passwordHash;
    std::set<QByteArray> roles;
};

/// A session as a log-in starts it.
struct SecuritySession
{
    QByteArray token;
    quint32 ttlSeconds = 0;
};

/// The users, roles and sessions of a cluster (protocol section 2.1). A community server has nothing of this,
/// so what is done here follows the clients' sources and the documentation; it has not been compared with a
/// server. Thread-safe.
class SecurityStore
{
public:
    SecurityStore(Clock &clock, std::chrono::seconds sessionTtl);

    /// The hash under which clients send a password.
    [[nodiscard]] static QByteArray hashPassword(const QByteArray &password);

    /// Starts a session. The credential is a password's hash.
    [[nodiscard]] std::expected<SecuritySession, ResultCode>
    login(const QByteArray &user, const QByteArray &credential, const QByteArray &address);
    /// The same for a user whom a certificate names.
    [[nodiscard]] std::expected<SecuritySession, ResultCode> loginByCertificate(const QByteArray &user,
                                                                                const QByteArray &address);
    /// Whose session a token is; `user` may be null when the client does not say.
    [[nodiscard]] std::expected<QByteArray, ResultCode>
    authenticate(const QByteArray &user, const QByteArray &token, const QByteArray &address) const;
    /// Ends all sessions at once, as if their time were over.
    void expireSessions();

    /// Ok, RoleViolation, or NotAuthenticated when there is no such user any more. All bits of `permissions`
    /// are needed.
    [[nodiscard]] ResultCode check(const QByteArray &user, quint32 permissions, QByteArrayView ns,
                                   QByteArrayView set) const;

    [[nodiscard]] ResultCode createUser(const QByteArray &name, const QByteArray &hash,
                                        const std::vector<QByteArray> &roles);
    [[nodiscard]] ResultCode dropUser(const QByteArray &name);
    [[nodiscard]] ResultCode setPassword(const QByteArray &name, const QByteArray &hash);
    [[nodiscard]] ResultCode changePassword(const QByteArray &name, const QByteArray &oldHash,
                                            const QByteArray &hash);
    [[nodiscard]] ResultCode grantRoles(const QByteArray &name, const std::vector<QByteArray> &roles);
    [[nodiscard]] ResultCode revokeRoles(const QByteArray &name, const std::vector<QByteArray> &roles);
    [[nodiscard]] ResultCode createRole(const QByteArray &name, const SecurityRole &role);
    [[nodiscard]] ResultCode dropRole(const QByteArray &name);
    [[nodiscard]] ResultCode grantPrivileges(const QByteArray &name,
                                             const std::vector<Privilege> &privileges);
    [[nodiscard]] ResultCode revokePrivileges(const QByteArray &name,
                                              const std::vector<Privilege> &privileges);
    [[nodiscard]] ResultCode setWhitelist(const QByteArray &name, const QByteArray &whitelist);
    [[nodiscard]] ResultCode setQuotas(const QByteArray &name, quint32 readQuota, quint32 writeQuota);

    [[nodiscard]] std::map<QByteArray, SecurityUser> users() const;
    [[nodiscard]] std::map<QByteArray, SecurityRole> roles() const;

private:
    struct Session
    {
        QByteArray user;
        qint64 expiresMs = 0;
    };

    [[nodiscard]] SecuritySession newSession(const QByteArray &user);
    [[nodiscard]] bool isAllowedFrom(const SecurityUser &user, const QByteArray &address) const;
    /// A role that may be changed: RoleUnknown else.
    [[nodiscard]] SecurityRole *changeableRole(const QByteArray &name);
    [[nodiscard]] bool rolesExist(const std::vector<QByteArray> &names) const;

    Clock &m_clock;
    const std::chrono::seconds m_sessionTtl;
    mutable std::mutex m_mutex;
    std::map<QByteArray, SecurityUser> m_users;
    std::map<QByteArray, SecurityRole> m_roles;
    std::map<QByteArray, Session> m_sessions;
};

} // namespace Aeroscope::Demo
