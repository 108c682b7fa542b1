// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/indexmonitor.h"

#include "client/cluster/logging.h"
#include "client/net/sleep.h"
#include "client/session/clientstate.h"
#include "client/session/infoquestions.h"

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

using Clock = std::chrono::steady_clock;

QCoro::Task<Result<IndexFactsPtr>> askFacts(std::shared_ptr<ClientState> client, QByteArray namespaceName,
                                            std::stop_token stop)
{
    auto facts = std::make_shared<IndexFacts>();
    facts->at = Clock::now(); // what is asked is at least as new
    Result<QList<IndexInfo>> indexes = co_await askIndexes(client, namespaceName, stop);
    if (!indexes)
        co_return std::unexpected(std::move(indexes.error()));
    facts->indexes = *std::move(indexes);
    if (!facts->indexes.isEmpty() && !namespaceName.isEmpty()) {
        const Result<QList<SetInfo>> sets = co_await askSets(client, namespaceName, stop);
        for (const SetInfo &set : sets ? *sets : QList<SetInfo>())
            facts->objects.insert(set.name, set.objects);
    }
    co_return IndexFactsPtr(std::move(facts));
}

} // namespace

IndexMonitor::IndexMonitor(std::chrono::milliseconds interval)
    : m_shared(std::make_shared<Shared>())
{
    m_shared->interval = interval;
}

IndexMonitor::~IndexMonitor() = default;

QCoro::Task<Result<IndexFactsPtr>> IndexMonitor::facts(std::shared_ptr<ClientState> client,
                                                       QByteArray namespaceName, std::stop_token stop)
{
    return await(m_shared, std::move(client), std::move(namespaceName), std::move(stop));
}

QCoro::Task<Result<IndexFactsPtr>> IndexMonitor::await(SharedPtr shared, std::shared_ptr<ClientState> client,
                                                       QByteArray namespaceName, std::stop_token stop)
{
    if (!client || client->cluster().isClosing())
        co_return std::unexpected(closedError());
    Net::CompletionSource<IndexFactsPtr> source;
    Net::Completion<IndexFactsPtr> completion = source.completion();
    bool startsAsking = false;
    bool startsPolling = false;
    {
        const std::scoped_lock lock(shared->mutex);
        Entry &entry = shared->entries[namespaceName];
        entry.neededAt = Clock::now();
        startsPolling = !std::exchange(shared->polling, true);
        if (!entry.facts || entry.neededAt - entry.facts->at > 2 * shared->interval) {
            entry.waiting.push_back(std::move(source));
            startsAsking = !std::exchange(entry.asking, true);
        } else {
            source.complete(entry.facts);
        }
    }
    const std::weak_ptr<ClientState> weak = client;
    Cluster &cluster = client->cluster();
    if (startsPolling) {
        Net::IoThread *const thread = &cluster.thread(0);
        const bool runs = thread->post(
            [thread, shared, weak] { thread->scope().launch(poll(shared, weak, thread->scope().token())); });
        if (!runs)
            stopPolling(*shared);
    }
    if (startsAsking) {
        Net::IoThread *const thread = &cluster.thread(cluster.pickThread());
        const bool runs = thread->post([thread, shared, weak, namespaceName] {
            thread->scope().launch(ask(shared, weak, namespaceName, thread->scope().token()));
        });
        if (!runs)
            answer(*shared, namespaceName, std::unexpected(closedError()));
    }
    co_return co_await completion.within(Net::Deadline::never(), std::move(stop));
}

void IndexMonitor::stopPolling(Shared &shared)
{
    const std::scoped_lock lock(shared.mutex);
    shared.polling = false;
}

/// To all who wait. A namespace that was forgotten meanwhile has nobody.
void IndexMonitor::answer(Shared &shared, const QByteArray &namespaceName, const Result<IndexFactsPtr> &facts)
{
    std::vector<Net::CompletionSource<IndexFactsPtr>> waiting;
    {
        const std::scoped_lock lock(shared.mutex);
        const auto at = shared.entries.find(namespaceName);
        if (at == shared.entries.end())
            return;
        at->second.asking = false;
        if (facts)
            at->second.facts = *facts;
        waiting.swap(at->second.waiting);
    }
    for (Net::CompletionSource<IndexFactsPtr> &source : waiting)
        source.complete(facts);
}

QCoro::Task<void> IndexMonitor::ask(SharedPtr shared, std::weak_ptr<ClientState> client,
                                    QByteArray namespaceName, std::stop_token stop)
{
    constexpr int mostQuestions = 3;
    Result<IndexFactsPtr> facts = std::unexpected(closedError());
    for (int question = 0; question < mostQuestions; ++question) {
        quint64 generation = 0;
        {
            const std::scoped_lock lock(shared->mutex);
            generation = shared->generation;
        }
        std::shared_ptr<ClientState> strong = client.lock();
        if (!strong || strong->cluster().isClosing())
            break;
        shared->questions.fetch_add(1, std::memory_order_relaxed);
        facts = co_await askFacts(std::move(strong), namespaceName, stop);
        const std::scoped_lock lock(shared->mutex);
        if (!facts || generation == shared->generation)
            break; // else an index came or went while the nodes were asked
    }
    if (!facts && facts.error().kind != ErrorKind::Cancelled)
        qCInfo(lcCluster).noquote() << "indexes of" << namespaceName
                                    << "are not known:" << facts.error().toString();
    answer(*shared, namespaceName, facts);
}

std::optional<std::vector<QByteArray>> IndexMonitor::neededNow(Shared &shared)
{
    const auto now = Clock::now();
    const std::scoped_lock lock(shared.mutex);
    std::erase_if(shared.entries, [&](const auto &entry) {
        return !entry.second.asking && now - entry.second.neededAt > idleIntervals * shared.interval;
    });
    if (shared.entries.empty()) {
        shared.polling = false;
        return {};
    }
    std::vector<QByteArray> names;
    for (auto &[name, entry] : shared.entries) {
        if (!std::exchange(entry.asking, true))
            names.push_back(name);
    }
    return names;
}

QCoro::Task<void> IndexMonitor::poll(SharedPtr shared, std::weak_ptr<ClientState> client,
                                     std::stop_token stop)
{
    while (co_await Net::sleepFor(shared->interval, stop)) {
        const std::optional<std::vector<QByteArray>> names = neededNow(*shared);
        if (!names)
            co_return;
        for (const QByteArray &name : *names)
            co_await ask(shared, client, name, stop);
    }
    stopPolling(*shared);
}

void IndexMonitor::invalidate()
{
    const std::scoped_lock lock(m_shared->mutex);
    ++m_shared->generation;
    for (auto &[name, entry] : m_shared->entries)
        entry.facts.reset();
}

bool IndexMonitor::isPolling() const
{
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->polling;
}

} // namespace Aeroscope
