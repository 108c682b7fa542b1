// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/bench/loadgenerator.h"

#include "app/bench/floorprobe.h"
#include "client/value/rowdecoder.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::array modeNames{
    std::pair{LoadMode::Get, "get"_L1},
    std::pair{LoadMode::Put, "put"_L1},
    std::pair{LoadMode::Mixed, "mixed"_L1},
    std::pair{LoadMode::Scan, "scan"_L1},
    std::pair{LoadMode::ScanDecode, "scan-decode"_L1},
    std::pair{LoadMode::Query, "query"_L1},
};

constexpr int sampleEvery = 8;
constexpr int fillInFlight = 64;
constexpr qsizetype paddingBytes = 132;

/// What the lanes of one thread share.
struct Lanes
{
    Session session;
    DataSet set;
    int records = 0;
    LoadMode mode = LoadMode::Get;
    Clock::time_point end;
    std::stop_token stop;
    std::vector<Key> keys;
    std::vector<Bins> bins; // parallel to keys, for modes that write
    std::size_t next = 0;
    LoadFigures figures;

    [[nodiscard]] bool goesOn() const { return Clock::now() < end && !stop.stop_requested(); }
    void note(const Error *error)
    {
        ++figures.operations;
        if (!error)
            return;
        ++figures.errors;
        figures.lastError = *error;
    }
};

QCoro::Task<void> commandLane(std::shared_ptr<Lanes> lanes)
{
    for (int turn = 0; lanes->goesOn(); ++turn) {
        const std::size_t at = lanes->next++ % lanes->keys.size();
        const Key &key = lanes->keys[at];
        const bool writes = lanes->mode == LoadMode::Put || (lanes->mode == LoadMode::Mixed && turn % 2 == 1);
        const bool sampled = turn % sampleEvery == 0;
        const Clock::time_point begin = sampled ? Clock::now() : Clock::time_point();
        if (writes) {
            const Result<WriteResult> written = co_await lanes->session.put(key, lanes->bins[at]);
            lanes->note(written ? nullptr : &written.error());
        } else {
            const Result<Record> record = co_await lanes->session.get(key);
            lanes->note(record ? nullptr : &record.error());
        }
        if (sampled) {
            const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
            lanes->figures.latencies.push_back(static_cast<quint32>(took.count()));
        }
    }
}

QCoro::Task<void> queryLane(std::shared_ptr<Lanes> lanes)
{
    RowDecoder decoder;
    do {
        SetQuery query = lanes->session.query(lanes->set);
        if (lanes->mode == LoadMode::Query)
            query.where(u"$.i < ?0"_s, Value(lanes->records / 10));
        Result<RecordStream> stream = co_await query.execute(lanes->stop);
        if (!stream) {
            lanes->note(&stream.error());
            co_return;
        }
        for (;;) {
            const Result<RowChunkPtr> chunk = co_await stream->nextChunk();
            if (!chunk) {
                lanes->note(&chunk.error());
                co_return;
            }
            if (!*chunk)
                break;
            lanes->figures.operations += (*chunk)->rowCount();
            if (lanes->mode != LoadMode::ScanDecode)
                continue;
            for (int row = 0; row < (*chunk)->rowCount(); ++row) {
                if (!decoder.decode((*chunk)->row(row)))
                    ++lanes->figures.errors;
            }
        }
    } while (lanes->goesOn());
}

/// All lanes of the I/O thread that this runs on.
QCoro::Task<Result<LoadFigures>> runLanes(std::shared_ptr<Lanes> lanes, int count)
{
    const auto cpuBefore = threadCpuTime();
    const auto begin = Clock::now();
    std::vector<QCoro::Task<void>> running;
    for (int i = 0; i < count; ++i)
        running.push_back(isStreaming(lanes->mode) ? queryLane(lanes) : commandLane(lanes));
    for (QCoro::Task<void> &lane : running)
        co_await std::move(lane);
    lanes->figures.cpu = threadCpuTime() - cpuBefore;
    lanes->figures.wall = Clock::now() - begin;
    co_return lanes->figures;
}

} // namespace

std::optional<LoadMode> loadModeFromName(const QString &name)
{
    for (const auto &[mode, word] : modeNames) {
        if (name == word)
            return mode;
    }
    return {};
}

QLatin1StringView loadModeName(LoadMode mode)
{
    for (const auto &[candidate, word] : modeNames) {
        if (candidate == mode)
            return word;
    }
    return {};
}

void LoadFigures::add(const LoadFigures &other)
{
    operations += other.operations;
    errors += other.errors;
    wall = std::max(wall, other.wall);
    cpu += other.cpu;
    latencies.insert(latencies.end(), other.latencies.begin(), other.latencies.end());
    if (other.lastError)
        lastError = other.lastError;
}

double LoadFigures::operationsPerSecond() const noexcept
{
    return wall.count() == 0 ? 0.0
                             : static_cast<double>(operations) * 1e9 / static_cast<double>(wall.count());
}

double LoadFigures::cpuMicrosecondsPerOperation() const noexcept
{
    return operations == 0 ? 0.0
                           : static_cast<double>(cpu.count()) / 1000.0 / static_cast<double>(operations);
}

double LoadFigures::latency(double part)
{
    if (latencies.empty())
        return 0;
    const auto at = static_cast<std::ptrdiff_t>(part * static_cast<double>(latencies.size() - 1));
    std::nth_element(latencies.begin(), latencies.begin() + at, latencies.end());
    return latencies[static_cast<std::size_t>(at)];
}

LoadGenerator::LoadGenerator(Client client, DataSet set, int records)
    : m_client(std::move(client))
    , m_set(std::move(set))
    , m_records(records)
{}

Bins LoadGenerator::recordBins(int number)
{
    return {{"i", Value(number)}, {"pad", Value::string(QByteArray(paddingBytes, 'x'))}};
}

QCoro::Task<Result<void>> LoadGenerator::fill() const
{
    std::vector<int> numbers(static_cast<std::size_t>(m_records));
    for (int i = 0; i < m_records; ++i)
        numbers[static_cast<std::size_t>(i)] = i;
    const auto put = [session = m_client.session(), set = m_set](int number) {
        return session.put(set.id(number).value(), LoadGenerator::recordBins(number));
    };
    for (const Result<WriteResult> &written : co_await m_client.map(std::move(numbers), put, fillInFlight)) {
        if (!written)
            co_return std::unexpected(written.error());
    }
    co_return Result<void>();
}

QCoro::Task<Result<LoadFigures>> LoadGenerator::run(LoadMode mode, int inFlight,
                                                    std::chrono::milliseconds duration,
                                                    std::stop_token stop) const
{
    const int threads = std::max(1, m_client.threadCount());
    const int most = isStreaming(mode) ? threads : std::max(inFlight, 1);
    const Clock::time_point end = Clock::now() + duration;
    std::vector<QCoro::Task<Result<LoadFigures>>> running;
    for (int thread = 0; thread < std::min(threads, most); ++thread) {
        auto lanes = std::make_shared<Lanes>();
        lanes->session = m_client.session();
        lanes->set = m_set;
        lanes->records = m_records;
        lanes->mode = mode;
        lanes->end = end;
        lanes->stop = stop;
        if (!isStreaming(mode)) {
            lanes->keys.reserve(static_cast<std::size_t>(m_records));
            std::vector<int> numbers(static_cast<std::size_t>(m_records));
            std::iota(numbers.begin(), numbers.end(), 0);
            std::shuffle(numbers.begin(), numbers.end(), QRandomGenerator(static_cast<quint32>(thread)));
            for (const int number : numbers) {
                lanes->keys.push_back(m_set.id(number).value());
                if (mode != LoadMode::Get)
                    lanes->bins.push_back(recordBins(number)); // what is there already
            }
        }
        const int count = most / threads + (thread < most % threads ? 1 : 0);
        // The threads are taken in turn, so that each gets one of these.
        running.push_back(m_client.run([lanes, count] { return runLanes(lanes, count); }));
    }
    LoadFigures all;
    std::optional<Error> failed;
    for (auto &task : running) {
        const Result<LoadFigures> one = co_await std::move(task);
        if (one)
            all.add(*one);
        else
            failed = one.error();
    }
    if (failed)
        co_return std::unexpected(*failed);
    if (all.errors == all.operations && all.lastError)
        co_return std::unexpected(*all.lastError);
    co_return all;
}

} // namespace Aeroscope::App
