// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QHostAddress>
#include <QList>
#include <QString>

#include <sys/socket.h>

namespace Aeroscope::Net {

/// An address and a port. A value.
struct Endpoint
{
    QHostAddress address;
    quint16 port = 0;

    /// "127.0.0.1:3000", "[::1]:3000".
    [[nodiscard]] QString toString() const;
    /// The system's form and its length; length 0 when the address is null.
    struct Native
    {
        sockaddr_storage storage{};
        socklen_t length = 0;
    };
    [[nodiscard]] Native toNative() const;
    [[nodiscard]] static Endpoint fromNative(const sockaddr_storage &storage);

    friend bool operator==(const Endpoint &, const Endpoint &) = default;
};

[[nodiscard]] size_t qHash(const Endpoint &endpoint, size_t seed = 0) noexcept;

} // namespace Aeroscope::Net
