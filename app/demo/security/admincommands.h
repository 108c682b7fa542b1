// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/bytequeue.h"
#include "app/demo/security/securitystore.h"

#include <QByteArrayView>

#include <array>
#include <optional>

namespace Aeroscope::Demo {

/// Who a connection's client is.
struct SecurityPeer
{
    QByteArray user;            ///< null before the log-in
    QByteArray address;         ///< without port
    QByteArray certificateName; ///< the common name of the client's certificate, null without one

    [[nodiscard]] bool isAuthenticated() const noexcept { return !user.isNull(); }
};

/// Answers an admin message (protocol section 2.1) of a cluster with users.
///
/// Inferred, not compared with an enterprise server: which code answers a missing, malformed or doubled field
/// and a command by somebody who may not use it; that a password is changed by its owner alone, who gives the
/// old one, while user-admin sets those of others; the order of users, roles and privileges in lists; the
/// gauges behind a quota, which are always 0. Confirmed by the official client's use: frames, field types,
/// log-in, session tokens and their time to live, making, changing and showing users and roles.
class AdminCommands
{
public:
    explicit AdminCommands(SecurityStore &store) noexcept
        : m_store(store)
    {}

    /// Appends the whole answer, one or more packets.
    void answer(QByteArrayView body, SecurityPeer &peer, ByteQueue &out);

    /// An answer that is only a code, as nodes without users give it.
    static void writeResult(ByteQueue &out, ResultCode code);

private:
    static constexpr size_t fieldKinds = 19;
    struct Message;

    [[nodiscard]] ResultCode run(const Message &message, SecurityPeer &peer, ByteQueue &out, bool &answered);
    [[nodiscard]] ResultCode login(const Message &message, SecurityPeer &peer, ByteQueue &out);
    [[nodiscard]] ResultCode authenticate(const Message &message, SecurityPeer &peer);
    [[nodiscard]] ResultCode changeUser(const Message &message, const SecurityPeer &peer);
    [[nodiscard]] ResultCode changeRole(const Message &message);
    [[nodiscard]] ResultCode queryUsers(const Message &message, const SecurityPeer &peer, ByteQueue &out);
    [[nodiscard]] ResultCode queryRoles(const Message &message, ByteQueue &out);

    SecurityStore &m_store;
};

} // namespace Aeroscope::Demo
