// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/reactor.h"

#include <QObject>
#include <QScopedValueRollback>
#include <QSocketNotifier>

#include <utility>
#include <vector>

#ifdef Q_OS_LINUX
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#endif

namespace Aeroscope::Net {

namespace {

/// Registrations by number. A number is used again only under another generation, so that what was found for
/// a removed registration cannot reach its successor.
template <class Extra>
class SlotTable
{
public:
    struct Slot
    {
        ReactorClient *client = nullptr;
        int descriptor = -1;
        quint32 generation = 1;
        Readiness interest = Readiness::None;
        Extra extra{};
    };

    Reactor::Token take()
    {
        quint32 index = 0;
        if (m_free.empty()) {
            index = quint32(m_slots.size());
            m_slots.emplace_back();
        } else {
            index = m_free.back();
            m_free.pop_back();
        }
        return (quint64(m_slots[index].generation) << 32) | index;
    }
    Slot *find(Reactor::Token token) noexcept
    {
        const auto index = quint32(token);
        if (token == 0 || index >= m_slots.size() || m_slots[index].generation != quint32(token >> 32))
            return nullptr;
        return &m_slots[index];
    }
    void release(Reactor::Token token)
    {
        Slot &slot = m_slots[quint32(token)];
        slot.client = nullptr;
        slot.descriptor = -1;
        slot.interest = Readiness::None;
        slot.extra = {};
        if (++slot.generation == 0)
            slot.generation = 1;
        m_free.push_back(quint32(token));
    }

private:
    std::vector<Slot> m_slots;
    std::vector<quint32> m_free;
};

struct Notifiers
{
    std::unique_ptr<QSocketNotifier> read;
    std::unique_ptr<QSocketNotifier> write;
};

class NotifierReactor final : public Reactor
{
public:
    Token add(int descriptor, Readiness interest, ReactorClient *client) override
    {
        const Token token = m_slots.take();
        Notifiers notifiers{make(descriptor, QSocketNotifier::Read, token, Readiness::Read),
                            make(descriptor, QSocketNotifier::Write, token, Readiness::Write)};
        auto *slot = m_slots.find(token);
        slot->client = client;
        slot->descriptor = descriptor;
        slot->extra = std::move(notifiers);
        modify(token, interest);
        return token;
    }

    void modify(Token token, Readiness interest) override
    {
        auto *slot = m_slots.find(token);
        if (!slot || slot->interest == interest)
            return;
        slot->interest = interest;
        slot->extra.read->setEnabled(has(interest, Readiness::Read));
        slot->extra.write->setEnabled(has(interest, Readiness::Write));
    }

    void remove(Token token) override
    {
        auto *slot = m_slots.find(token);
        if (!slot)
            return;
        modify(token, Readiness::None);
        if (m_dispatching) {
            // one of the two may be the sender of the signal that is being handled
            m_dead.push_back(std::move(slot->extra.read));
            m_dead.push_back(std::move(slot->extra.write));
        }
        m_slots.release(token);
    }

private:
    std::unique_ptr<QSocketNotifier> make(int descriptor, QSocketNotifier::Type type, Token token,
                                          Readiness readiness)
    {
        auto notifier = std::make_unique<QSocketNotifier>(descriptor, type);
        notifier->setEnabled(false);
        QObject::connect(notifier.get(), &QSocketNotifier::activated, notifier.get(),
                         [this, token, readiness] { dispatch(token, readiness); });
        return notifier;
    }

    void dispatch(Token token, Readiness readiness)
    {
        auto *slot = m_slots.find(token);
        if (!slot || !has(slot->interest, readiness))
            return;
        if (!m_dispatching)
            m_dead.clear(); // disabled in an earlier dispatch, so the sender is not among them
        const QScopedValueRollback guard(m_dispatching, true);
        ++m_round;
        slot->client->onReady(readiness);
        ++m_round;
    }

    SlotTable<Notifiers> m_slots;
    std::vector<std::unique_ptr<QSocketNotifier>> m_dead;
    bool m_dispatching = false;
};

#ifdef Q_OS_LINUX

struct Nothing
{};

class EpollReactor final : public Reactor
{
public:
    explicit EpollReactor(int set)
        : m_set(set)
        , m_notifier(std::make_unique<QSocketNotifier>(set, QSocketNotifier::Read))
    {
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                         [this] { dispatch(); });
    }
    ~EpollReactor() override
    {
        m_notifier.reset();
        ::close(m_set);
    }

    Token add(int descriptor, Readiness interest, ReactorClient *client) override
    {
        const Token token = m_slots.take();
        if (interest != Readiness::None && !control(EPOLL_CTL_ADD, descriptor, interest, token)) {
            m_slots.release(token);
            return 0;
        }
        auto *slot = m_slots.find(token);
        slot->client = client;
        slot->descriptor = descriptor;
        slot->interest = interest;
        return token;
    }

    void modify(Token token, Readiness interest) override
    {
        auto *slot = m_slots.find(token);
        if (!slot || slot->interest == interest)
            return;
        // A member of the set hears of errors and hang-ups whatever it asks for, so no interest means no
        // membership.
        const int operation = interest == Readiness::None         ? EPOLL_CTL_DEL
                              : slot->interest == Readiness::None ? EPOLL_CTL_ADD
                                                                  : EPOLL_CTL_MOD;
        slot->interest = interest;
        static_cast<void>(control(operation, slot->descriptor, interest, token));
    }

    void remove(Token token) override
    {
        if (!m_slots.find(token))
            return;
        modify(token, Readiness::None);
        m_slots.release(token);
    }

private:
    // More than one look an activation saves the walk through the event loop while answers keep coming; not
    // endless, so that posted work and timers get their turn.
    static constexpr int roundsPerActivation = 8;

    [[nodiscard]] bool control(int operation, int descriptor, Readiness interest, Token token) const noexcept
    {
        epoll_event event{};
        event.events = (has(interest, Readiness::Read) ? quint32(EPOLLIN | EPOLLRDHUP) : 0U) |
                       (has(interest, Readiness::Write) ? quint32(EPOLLOUT) : 0U);
        event.data.u64 = token;
        return ::epoll_ctl(m_set, operation, descriptor, &event) == 0;
    }

    void dispatch()
    {
        std::array<epoll_event, 128> events; // NOLINT(cppcoreguidelines-pro-type-member-init)
        for (int round = 0; round < roundsPerActivation; ++round) {
            const int count = ::epoll_wait(m_set, events.data(), int(events.size()), 0);
            if (count <= 0)
                break;
            ++m_round;
            for (int i = 0; i < count; ++i) {
                const epoll_event &event = events[size_t(i)];
                const auto *slot = m_slots.find(event.data.u64);
                if (!slot || slot->interest == Readiness::None)
                    continue; // removed or changed by a client called before in this round
                const bool failed = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
                Readiness ready = Readiness::None;
                if (has(slot->interest, Readiness::Read) &&
                    (failed || (event.events & (EPOLLIN | EPOLLRDHUP)) != 0))
                    ready = ready | Readiness::Read;
                if (has(slot->interest, Readiness::Write) && (failed || (event.events & EPOLLOUT) != 0))
                    ready = ready | Readiness::Write;
                if (ready != Readiness::None)
                    slot->client->onReady(ready);
            }
        }
        ++m_round;
    }

    int m_set;
    std::unique_ptr<QSocketNotifier> m_notifier;
    SlotTable<Nothing> m_slots;
};

#endif

} // namespace

std::unique_ptr<Reactor> Reactor::makeAutomatic()
{
#ifdef Q_OS_LINUX
    const int set = ::epoll_create1(EPOLL_CLOEXEC);
    if (set >= 0)
        return std::make_unique<EpollReactor>(set);
#endif
    return makeWithNotifiers();
}

std::unique_ptr<Reactor> Reactor::makeWithNotifiers()
{
    return std::make_unique<NotifierReactor>();
}

} // namespace Aeroscope::Net
