// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

namespace Aeroscope::Demo {

/// Moves bytes over a non-blocking descriptor, clear or encrypted.
class Transport
{
public:
    static constexpr qsizetype wouldBlock = -1;
    static constexpr qsizetype failed = -2;

    virtual ~Transport() = default;
    /// Bytes read, 0 when the peer closed, wouldBlock or failed.
    [[nodiscard]] virtual qsizetype receive(char *buffer, qsizetype size) = 0;
    /// Bytes taken, wouldBlock or failed.
    [[nodiscard]] virtual qsizetype send(const char *data, qsizetype size) = 0;
    /// A handshake has bytes to send.
    [[nodiscard]] virtual bool wantsToWrite() const { return false; }
    /// There are bytes to receive that the descriptor does not announce.
    [[nodiscard]] virtual bool hasBuffered() const { return false; }
    /// The name in the peer's certificate; null without one.
    [[nodiscard]] virtual QByteArray peerName() const { return {}; }
};

/// A clear TCP connection. Does not own the descriptor.
class PlainTransport final : public Transport
{
public:
    explicit PlainTransport(int fd) noexcept
        : m_fd(fd)
    {}
    [[nodiscard]] qsizetype receive(char *buffer, qsizetype size) override;
    [[nodiscard]] qsizetype send(const char *data, qsizetype size) override;

private:
    int m_fd;
};

} // namespace Aeroscope::Demo
