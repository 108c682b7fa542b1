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
    std::pair{LoadMode::GetBuilder, "get-builder"_L1},
    std::pair{LoadMode::PutBuilder, "put-builder"_L1},
    std::pair{LoadMode::Pipelined, "pipelined"_L1},
    std::pair{LoadMode::Scan, "scan"_L1},
    std::pair{LoadMode::Decoded, "decoded"_L1},
    std::pair{LoadMode::Query, "query"_L1},
};

constexpr int sampleEvery = 8;
constexpr int fillInFlight = 64;
constexpr int bunchSize = 16;
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
    std::shared_ptr<const LoadRecords> work;
    std::size_t next = 0;
    LoadFigures figures;

    [[nodiscard]] std::size_t takePlace() noexcept
    {
        const std::size_t at = next;
        next = at + 1 == work->keys.size() ? 0 : at + 1;
        return at;
    }
    void sample(Clock::time_point begin)
    {
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
        figures.latencies.push_back(static_cast<quint32>(took.count()));
    }
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

/// One get or put in flight.
QCoro::Task<void> commandLane(std::shared_ptr<Lanes> lanes)
{
    for (int turn = 0;; ++turn) {
        const bool sampled = turn % sampleEvery == 0;
        if (sampled && !lanes->goesOn())
            co_return;
        const std::size_t at = lanes->takePlace();
        const Key &key = lanes->work->keys[at];
        const bool writes = lanes->mode == LoadMode::Put || (lanes->mode == LoadMode::Mixed && turn % 2 == 1);
        const Clock::time_point begin = sampled ? Clock::now() : Clock::time_point();
        if (writes) {
            const Result<WriteResult> written = co_await lanes->session.put(key, lanes->work->bins[at]);
            lanes->note(written ? nullptr : &written.error());
        } else {
            const Result<Record> record = co_await lanes->session.get(key);
            lanes->note(record ? nullptr : &record.error());
        }
        if (sampled)
            lanes->sample(begin);
    }
}

/// The same through the builders.
QCoro::Task<void> builderLane(std::shared_ptr<Lanes> lanes)
{
    for (int turn = 0;; ++turn) {
        const bool sampled = turn % sampleEvery == 0;
        if (sampled && !lanes->goesOn())
            co_return;
        const std::size_t at = lanes->takePlace();
        const Key &key = lanes->work->keys[at];
        const Clock::time_point begin = sampled ? Clock::now() : Clock::time_point();
        if (lanes->mode == LoadMode::PutBuilder) {
            const Result<RecordResult> written =
                co_await lanes->session.upsert(key).put(lanes->work->bins[at]).execute();
            lanes->note(written ? nullptr : &written.error());
        } else {
            const Result<RecordResult> read = co_await lanes->session.query(key).execute();
            lanes->note(read ? nullptr : &read.error());
        }
        if (sampled)
            lanes->sample(begin);
    }
}

/// Starts gets without awaiting them, then awaits them all.
QCoro::Task<void> bunchLane(std::shared_ptr<Lanes> lanes, int size)
{
    std::vector<QCoro::Task<Result<Record>>> bunch;
    while (lanes->goesOn()) {
        const Clock::time_point begin = Clock::now();
        for (int i = 0; i < size; ++i)
            bunch.push_back(lanes->session.get(lanes->work->keys[lanes->takePlace()]));
        for (QCoro::Task<Result<Record>> &get : bunch) {
            const Result<Record> record = co_await std::move(get);
            lanes->note(record ? nullptr : &record.error());
        }
        bunch.clear();
        lanes->sample(begin);
    }
}

QCoro::Task<void> queryLane(std::shared_ptr<Lanes> lanes)
{
    RowDecoder decoder;
    Record record;
    do {
        SetQuery query = lanes->session.query(lanes->set);
        if (lanes->mode == LoadMode::Query)
            query.where(LoadGenerator::queryText(), Value(LoadGenerator::queryLimit(lanes->records)));
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
            if (lanes->mode != LoadMode::Decoded)
                continue;
            for (int row = 0; row < (*chunk)->rowCount(); ++row) {
                if (!decoder.decode((*chunk)->row(row), record))
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
    for (int i = 0; i < count; ++i) {
        if (isStreaming(lanes->mode))
            running.push_back(queryLane(lanes));
        else if (lanes->mode == LoadMode::GetBuilder || lanes->mode == LoadMode::PutBuilder)
            running.push_back(builderLane(lanes));
        else if (lanes->mode != LoadMode::Pipelined)
            running.push_back(commandLane(lanes));
        else if (i % bunchSize == 0)
            running.push_back(bunchLane(lanes, std::min(bunchSize, count - i)));
    }
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

std::vector<LoadMode> allLoadModes()
{
    std::vector<LoadMode> modes;
    for (const auto &[mode, word] : modeNames)
        modes.push_back(mode);
    return modes;
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
{
    // Made once: a turn is short, and this is not what it is to measure.
    auto work = std::make_shared<LoadRecords>();
    std::vector<int> numbers(static_cast<std::size_t>(records));
    std::iota(numbers.begin(), numbers.end(), 0);
    std::shuffle(numbers.begin(), numbers.end(), QRandomGenerator(1));
    work->keys.reserve(numbers.size());
    work->bins.reserve(numbers.size());
    for (const int number : numbers) {
        work->keys.push_back(m_set.id(number).value());
        work->bins.push_back(recordBins(number)); // what is there already
    }
    m_work = std::move(work);
}

Bins LoadGenerator::recordBins(int number)
{
    // Names and padding are shared by all records.
    static const Bins first{{"i", Value(0)}, {"pad", Value::string(QByteArray(paddingBytes, 'x'))}};
    Bins bins = first;
    bins.front().value = Value(number);
    return bins;
}

QString LoadGenerator::queryText()
{
    return u"$.i < ?0"_s;
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
        lanes->work = m_work;
        if (!m_work->keys.empty()) // threads begin at different places
            lanes->next =
                m_work->keys.size() * static_cast<std::size_t>(thread) / static_cast<std::size_t>(threads);
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
