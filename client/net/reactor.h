// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtGlobal>

#include <memory>

namespace Aeroscope::Net {

/// What a descriptor is ready for, or what one wants to hear of.
enum class Readiness : quint8 {
    None = 0,
    Read = 1, ///< bytes, end of stream or an error to be read
    Write = 2,
    ReadWrite = 3,
};
[[nodiscard]] constexpr Readiness operator|(Readiness a, Readiness b) noexcept
{
    return Readiness(quint8(a) | quint8(b));
}
[[nodiscard]] constexpr bool has(Readiness set, Readiness flag) noexcept
{
    return (quint8(set) & quint8(flag)) != 0;
}

/// Who hears of a descriptor.
class ReactorClient
{
public:
    /// On the reactor's thread, from its event loop. May add, change and remove any registration, its own
    /// too.
    virtual void onReady(Readiness ready) = 0;

protected:
    ~ReactorClient() = default;
};

/// Waits for the descriptors of one thread, level-triggered. Not a QObject, so that the descriptor waiting
/// can be done in two ways behind it: one epoll set in one QSocketNotifier, or a notifier for each
/// descriptor.
class Reactor
{
public:
    /// Names a registration; 0 names none. Never used again after remove().
    using Token = quint64;

    virtual ~Reactor() = default;
    Reactor(const Reactor &) = delete;
    Reactor &operator=(const Reactor &) = delete;

    [[nodiscard]] static std::unique_ptr<Reactor> makeAutomatic();
    [[nodiscard]] static std::unique_ptr<Reactor> makeWithNotifiers();

    /// The descriptor stays the caller's and must outlive the registration. Interest None keeps the
    /// registration but hears nothing, errors included. 0 when the system refuses (errno says why).
    [[nodiscard]] virtual Token add(int descriptor, Readiness interest, ReactorClient *client) = 0;
    virtual void modify(Token token, Readiness interest) = 0;
    /// The client is not called any more, not even for what this round has already found.
    virtual void remove(Token token) = 0;

    /// A number that stays the same only while one look at the descriptors is being handed out: what was true
    /// of a descriptor earlier in the round is true now as far as anybody can know.
    [[nodiscard]] quint64 round() const noexcept { return m_round; }

protected:
    Reactor() = default;
    quint64 m_round = 0;
};

} // namespace Aeroscope::Net
