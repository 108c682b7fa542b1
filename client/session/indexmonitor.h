// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/completion.h"
#include "client/net/task.h"
#include "client/session/infoapi.h"
#include "client/value/error.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace Aeroscope {

class ClientState;

/// The secondary indexes of a namespace at one moment, merged over all nodes: place, collection type, type,
/// state and selectivity of each, and what a planner has to know beside them. Immutable.
struct IndexFacts
{
    /// Sorted by name; of all namespaces when none was named.
    QList<IndexInfo> indexes{};
    /// Records by set, each counted once; empty when there is no index.
    QHash<QByteArray, qint64> objects{};
    /// When the nodes were asked.
    std::chrono::steady_clock::time_point at{};
};
using IndexFactsPtr = std::shared_ptr<const IndexFacts>;

/// Knows the secondary indexes of a cluster: one for all sessions of a client. It asks nothing until somebody
/// needs it. From then on it asks all nodes every SystemSettings::indexRefreshInterval for the namespaces
/// that were needed lately, so that whoever plans a query waits for an answer only the first time; a
/// namespace that nobody needed for `idleIntervals` intervals is forgotten, and with the last one the asking
/// ends.
///
/// What it says may be out of date by the interval, and by twice of it while a node does not answer: a query
/// that meets an index just dropped or not built yet goes over all records instead. Indexes that this client
/// makes or drops are seen at once. Thread-safe.
class IndexMonitor
{
public:
    /// So many intervals after the last need a namespace is forgotten.
    static constexpr int idleIntervals = 6;

    /// `interval`: SystemSettings::indexRefreshInterval. Asks nothing yet.
    explicit IndexMonitor(std::chrono::milliseconds interval);
    ~IndexMonitor();
    IndexMonitor(const IndexMonitor &) = delete;
    IndexMonitor &operator=(const IndexMonitor &) = delete;

    /// The facts about a namespace (empty name: about all), at most two intervals old; asks the nodes when
    /// there are none. Callers at the same time share one question. Completes on the calling thread; fails as
    /// InfoApi::indexes() does, and with Cancelled by the stop token.
    [[nodiscard]] QCoro::Task<Result<IndexFactsPtr>> facts(std::shared_ptr<ClientState> client,
                                                           QByteArray namespaceName, std::stop_token stop);

    /// Indexes have changed: nothing that was asked before now is of use.
    void invalidate();

    /// How often nodes were asked, and whether it goes on by itself at the moment.
    [[nodiscard]] int questions() const noexcept { return m_shared->questions.load(); }
    /// See questions().
    [[nodiscard]] bool isPolling() const;

private:
    struct Entry
    {
        IndexFactsPtr facts{};
        std::chrono::steady_clock::time_point neededAt{};
        std::vector<Net::CompletionSource<IndexFactsPtr>> waiting{};
        bool asking = false;
    };
    /// Outlives the monitor as long as a question is on its way.
    struct Shared
    {
        std::chrono::milliseconds interval{};
        std::atomic<int> questions = 0;
        mutable std::mutex mutex; // what follows
        std::map<QByteArray, Entry> entries{};
        quint64 generation = 0;
        bool polling = false;
    };
    using SharedPtr = std::shared_ptr<Shared>;

    static QCoro::Task<Result<IndexFactsPtr>> await(SharedPtr shared, std::shared_ptr<ClientState> client,
                                                    QByteArray namespaceName, std::stop_token stop);
    static QCoro::Task<void> ask(SharedPtr shared, std::weak_ptr<ClientState> client,
                                 QByteArray namespaceName, std::stop_token stop);
    static QCoro::Task<void> poll(SharedPtr shared, std::weak_ptr<ClientState> client, std::stop_token stop);
    static void answer(Shared &shared, const QByteArray &namespaceName, const Result<IndexFactsPtr> &facts);
    static void stopPolling(Shared &shared);
    /// Forgets what is not needed any more and marks the rest as being asked for; null when nothing is left,
    /// and then it no longer polls.
    static std::optional<std::vector<QByteArray>> neededNow(Shared &shared);

    SharedPtr m_shared;
};

} // namespace Aeroscope
