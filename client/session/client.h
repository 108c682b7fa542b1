// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clustersnapshot.h"
#include "client/cluster/connectreport.h"
#include "client/net/iothread.h"
#include "client/net/task.h"
#include "client/session/session.h"

#include <QByteArray>
#include <QList>

#include <algorithm>
#include <atomic>
#include <memory>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

namespace Aeroscope {

class ClientState;

/// A running cluster: its I/O threads, tending, partition map and connections. A copyable handle on shared
/// state; close() or the last handle (Client, Session, builder, stream or watcher) ends it. Thread-safe; see
/// Session for the thread on which calls complete.
class Client
{
public:
    /// Not connected to anything: calls fail with NotConnected.
    Client() = default;

    /// False for a default-constructed handle; a closed client stays valid.
    [[nodiscard]] bool isValid() const noexcept { return m_state != nullptr; }

    /// Null behaviour: Behavior::standard().
    [[nodiscard]] Session session(BehaviorPtr behavior = {}) const;

    /// Cancels what is running (it completes with Cancelled), closes every socket and stops the threads.
    /// Completes when that is done; further calls fail with NotConnected. Idempotent.
    QCoro::Task<void> close() const;

    /// What the last tend saw; never waits.
    [[nodiscard]] ClusterSnapshot snapshot() const;
    /// How connecting went.
    [[nodiscard]] ConnectReport connectReport() const;

    /// One info request, with its parameters, to one node (empty name: any). Answers the value verbatim,
    /// empty included; an error text of the server ("ERROR:4:…", "FAIL:…", "error=…", protocol section 1.2)
    /// becomes an Error of kind Server.
    [[nodiscard]] QCoro::Task<Result<QByteArray>> info(QByteArray command, QByteArray node = {},
                                                       std::stop_token stop = {}) const;
    /// The same to every active node at once, each with its own outcome. Fails only when there is no node.
    [[nodiscard]] QCoro::Task<Result<QList<NodeInfoAnswer>>> infoAll(QByteArray command,
                                                                     std::stop_token stop = {}) const;

    /// Runs `function`, which takes nothing and gives a QCoro::Task<Result<T>>, on one of the I/O threads and
    /// gives its result. Calls that it makes on sessions of this client stay on that thread, nothing is
    /// posted; called on an I/O thread of this client, it runs there at once. The function (its captures too)
    /// lives until its task is over.
    template <class Function>
    [[nodiscard]] auto run(Function function) const -> std::invoke_result_t<Function &>
    {
        using T = typename Net::Detail::CallResult<std::invoke_result_t<Function &>>::Type;
        return runOn<T>(*this, pickThread(), std::move(function));
    }

    /// function(input) for every input, at most `maxInFlight` at a time over all I/O threads; results in the
    /// order of the inputs, each with its own outcome. `function` gives a QCoro::Task<Result<T>>; several
    /// calls of it may run at the same time on different threads. Called on an I/O thread of this client, all
    /// of it stays on that thread.
    template <class Input, class Function>
    [[nodiscard]] auto map(std::vector<Input> inputs, Function function, int maxInFlight = 64) const
    {
        using T = typename Net::Detail::CallResult<std::invoke_result_t<Function &, Input>>::Type;
        return mapOver<T>(*this, std::move(inputs), std::move(function), maxInFlight);
    }

    /// Of the client's I/O threads; 0 for an invalid handle.
    [[nodiscard]] int threadCount() const;

    friend bool operator==(const Client &, const Client &) = default;

private:
    friend class ClusterDefinition;
    friend class ClusterWatcher;
    friend class Session;
    explicit Client(std::shared_ptr<ClientState> state);
    /// This thread when it is one of the client's own, else the threads in turn; null when closed.
    [[nodiscard]] Net::IoThread *pickThread() const;

    template <class T, class Function>
    static QCoro::Task<Result<T>> runOn([[maybe_unused]] Client self, Net::IoThread *thread,
                                        Function function)
    {
        if (!thread)
            co_return std::unexpected(Error::notConnected(QStringLiteral("the client is closed")));
        if (thread->isCurrent())
            co_return co_await function();
        auto completion = thread->call(std::move(function));
        co_return co_await completion;
    }

    template <class T, class Input, class Function>
    struct MapState
    {
        MapState(std::vector<Input> all, Function each)
            : inputs(std::move(all))
            , function(std::move(each))
        {}
        std::vector<Input> inputs;
        Function function;
        std::vector<Result<T>> results;
        std::atomic<std::size_t> next = 0;
    };

    template <class State>
    static QCoro::Task<Result<void>> mapLane(std::shared_ptr<State> state)
    {
        for (;;) {
            const std::size_t index = state->next.fetch_add(1, std::memory_order_relaxed);
            if (index >= state->inputs.size())
                co_return Result<void>();
            state->results[index] = co_await state->function(std::move(state->inputs[index]));
        }
    }

    template <class T, class Input, class Function>
    static QCoro::Task<std::vector<Result<T>>> mapOver(Client self, std::vector<Input> inputs,
                                                       Function function, int maxInFlight)
    {
        using State = MapState<T, Input, Function>;
        const std::size_t count = inputs.size();
        auto state = std::make_shared<State>(std::move(inputs), std::move(function));
        state->results.assign(count,
                              std::unexpected(Error::notConnected(QStringLiteral("the client is closed"))));
        std::vector<Net::Completion<void>> lanes;
        std::vector<QCoro::Task<Result<void>>> own;
        for (std::size_t lane = 0; lane < std::min<std::size_t>(count, std::max(maxInFlight, 1)); ++lane) {
            Net::IoThread *thread = self.pickThread();
            if (thread && thread->isCurrent())
                own.push_back(mapLane(state));
            else if (thread)
                lanes.push_back(thread->call([state] { return mapLane(state); }));
        }
        for (QCoro::Task<Result<void>> &lane : own)
            (void)co_await std::move(lane);
        for (Net::Completion<void> &lane : lanes)
            (void)co_await lane;
        co_return std::move(state->results);
    }

    std::shared_ptr<ClientState> m_state;
};

} // namespace Aeroscope
