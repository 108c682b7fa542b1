// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/roworder.h"

#include "ui/grid/recordstore.h"
#include "ui/grid/rowjob.h"

#include <QDateTime>
#include <QThread>
#include <QtEndian>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>
#include <thread>

namespace Aeroscope::Ui {

namespace {

using namespace std::chrono_literals;
/// Least time between two orders while rows stream in.
constexpr auto refreshInterval = 250ms;
/// A thread of its own is worth while from so many rows on.
constexpr qint64 rowsPerThread = 20'000;
/// So many bytes of a text decide its place.
constexpr qsizetype longestKey = 512;

/// A cell as it is sorted: type, then eight bytes that mostly decide, then the rest.
struct SortKey
{
    quint64 prefix = 0;
    const char *bytes = nullptr;
    quint32 size = 0;
    quint32 row = 0;
    CellValue::Type type = CellValue::Type::Absent;
    bool isInteger = false;
    qint64 integer = 0;
};

/// Bits of a double as a number that grows with it.
quint64 orderedBits(double real)
{
    if (real == 0)
        real = 0; // -0 and 0 are one
    const auto bits = std::bit_cast<quint64>(real);
    return bits >> 63 ? ~bits : bits | (quint64(1) << 63);
}

class Keys
{
public:
    std::vector<SortKey> keys;

    void add(quint32 row, const CellValue &cell)
    {
        SortKey key;
        key.row = row;
        key.type = cell.type;
        if (cell.type == CellValue::Type::Number) {
            key.isInteger = cell.isInteger;
            key.integer = cell.integer;
            key.prefix = std::isnan(cell.real) ? std::numeric_limits<quint64>::max() : orderedBits(cell.real);
        } else if (cell.type == CellValue::Type::Bool) {
            key.prefix = static_cast<quint64>(cell.integer);
        } else if (cell.type != CellValue::Type::Absent) {
            const qsizetype size = qMin(cell.bytes.size(), longestKey);
            char head[8] = {};
            std::memcpy(head, cell.bytes.data(), static_cast<size_t>(qMin<qsizetype>(size, 8)));
            key.prefix = qFromBigEndian<quint64>(head);
            key.size = static_cast<quint32>(size);
            key.bytes = size <= 8 ? nullptr : keep(cell.bytes.first(size));
        }
        keys.push_back(key);
    }

private:
    const char *keep(QByteArrayView bytes)
    {
        constexpr qsizetype block = 1024 * 1024;
        if (m_blocks.empty() || m_blocks.back().capacity() - m_blocks.back().size() < bytes.size()) {
            m_blocks.emplace_back();
            m_blocks.back().reserve(block);
        }
        QByteArray &last = m_blocks.back();
        const qsizetype at = last.size();
        last.append(bytes);
        return last.constData() + at;
    }
    std::vector<QByteArray> m_blocks;
};

/// Without regard to rows: equal cells are told apart by the caller.
int compareKeys(const SortKey &a, const SortKey &b)
{
    if (a.type != b.type)
        return a.type < b.type ? -1 : 1;
    if (a.prefix != b.prefix)
        return a.prefix < b.prefix ? -1 : 1;
    if (a.type == CellValue::Type::Number) {
        if (a.isInteger && b.isInteger && a.integer != b.integer)
            return a.integer < b.integer ? -1 : 1;
        if (a.isInteger != b.isInteger && a.prefix != std::numeric_limits<quint64>::max()) {
            // the same double, but one is an integer that may lie beside it
            const SortKey &integer = a.isInteger ? a : b;
            const auto bits = integer.prefix >> 63 ? integer.prefix & ~(quint64(1) << 63) : ~integer.prefix;
            CellValue left;
            left.isInteger = true;
            left.integer = integer.integer;
            CellValue right;
            right.real = std::bit_cast<double>(bits);
            const auto way = compareNumbers(left, right);
            const int sign = way < 0 ? -1 : way > 0 ? 1 : 0;
            return a.isInteger ? sign : -sign;
        }
        return 0;
    }
    if (a.size > 8 && b.size > 8) {
        const int way = std::memcmp(a.bytes, b.bytes, qMin(a.size, b.size));
        if (way != 0)
            return way;
    }
    return a.size == b.size ? 0 : a.size < b.size ? -1 : 1;
}

struct Before
{
    bool descending = false;
    bool operator()(const SortKey &a, const SortKey &b) const
    {
        const bool aAbsent = a.type == CellValue::Type::Absent;
        const bool bAbsent = b.type == CellValue::Type::Absent;
        if (aAbsent != bAbsent)
            return bAbsent;
        const int way = compareKeys(a, b);
        if (way != 0)
            return descending ? way > 0 : way < 0;
        return a.row < b.row;
    }
};

bool passes(const RowView &row, const std::vector<RowOrder::Filter> &filters, qint64 now)
{
    return std::ranges::all_of(filters, [&](const RowOrder::Filter &filter) {
        return filter.condition.matches(row, filter.column, now);
    });
}

} // namespace

std::vector<quint32> orderedRows(const RowSnapshot &snapshot, const std::vector<RowOrder::Filter> &filters,
                                 const std::optional<RowOrder::Sort> &sort, qint64 nowUnixSeconds,
                                 const std::stop_token &stop)
{
    const qint64 rows = snapshot.rowCount();
    const auto threads = static_cast<size_t>(
        std::clamp<qint64>(rows / rowsPerThread, 1, qMax(1, QThread::idealThreadCount())));
    struct Share
    {
        std::vector<quint32> rows;
        Keys sorted;
    };
    std::vector<Share> shares(threads);
    const Before before{sort && sort->descending};
    const auto work = [&](size_t index) {
        Share &share = shares[index];
        const qint64 first = rows * static_cast<qint64>(index) / static_cast<qint64>(threads);
        const qint64 last = rows * static_cast<qint64>(index + 1) / static_cast<qint64>(threads) - 1;
        if (sort)
            share.sorted.keys.reserve(static_cast<size_t>(last - first + 1));
        else
            share.rows.reserve(static_cast<size_t>(last - first + 1));
        (void)snapshot.walk(first, last, stop, [&](qint64 row, const RowView &view, const RowChunkPtr &) {
            if (!filters.empty() && !passes(view, filters, nowUnixSeconds))
                return;
            if (sort)
                share.sorted.add(static_cast<quint32>(row), cellValue(view, sort->column));
            else
                share.rows.push_back(static_cast<quint32>(row));
        });
        if (sort && !stop.stop_requested())
            std::ranges::sort(share.sorted.keys, before);
    };
    {
        std::vector<std::jthread> helpers;
        for (size_t i = 1; i < threads; ++i)
            helpers.emplace_back(work, i);
        work(0);
    }
    if (stop.stop_requested())
        return {};
    std::vector<quint32> result;
    if (!sort) {
        result = std::move(shares[0].rows);
        for (size_t i = 1; i < threads; ++i)
            result.insert(result.end(), shares[i].rows.begin(), shares[i].rows.end());
        return result;
    }
    // the heads of the shares, the least of them each time
    size_t total = 0;
    for (const Share &share : shares)
        total += share.sorted.keys.size();
    result.reserve(total);
    std::vector<size_t> heads(threads, 0);
    while (result.size() < total) {
        size_t best = threads;
        for (size_t i = 0; i < threads; ++i) {
            if (heads[i] < shares[i].sorted.keys.size() &&
                (best == threads ||
                 before(shares[i].sorted.keys[heads[i]], shares[best].sorted.keys[heads[best]])))
                best = i;
        }
        result.push_back(shares[best].sorted.keys[heads[best]++].row);
    }
    return result;
}

RowOrder::RowOrder(RecordStore *store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &RowOrder::begin);
    const auto refresh = [this] {
        if (m_filters.empty() && !m_sort)
            return;
        m_stale = true;
        // never busy with it for more than a part of the time
        if (!m_busy && !m_timer.isActive())
            m_timer.start(static_cast<int>(qMax<qint64>(refreshInterval.count(), 3 * m_lastDuration)));
    };
    connect(m_store, &RecordStore::rowsAppended, this, refresh);
    connect(m_store, &RecordStore::rowChanged, this, refresh);
    connect(m_store, &RecordStore::cleared, this, [this] {
        m_job.request_stop();
        m_timer.stop();
        m_rows.clear();
        m_active = m_sort || !m_filters.empty();
        setBusy(false);
        Q_EMIT changed();
    });
}

RowOrder::~RowOrder()
{
    m_job.request_stop();
}

void RowOrder::setFilters(std::vector<Filter> filters)
{
    m_filters = std::move(filters);
    restart();
}

void RowOrder::setSort(std::optional<Sort> sort)
{
    if (sort == m_sort)
        return;
    m_sort = std::move(sort);
    restart();
}

void RowOrder::restart()
{
    m_job.request_stop();
    m_timer.stop();
    if (m_filters.empty() && !m_sort) {
        m_rows = {};
        const bool was = m_active;
        m_active = false;
        setBusy(false);
        if (was)
            Q_EMIT changed();
        return;
    }
    begin();
}

void RowOrder::begin()
{
    m_stale = false;
    if (m_store->rowCount() > std::numeric_limits<quint32>::max())
        return; // four thousand million rows are shown as they came
    setBusy(true);
    m_clock.start();
    m_job = startRowJob(
        this,
        [snapshot = m_store->snapshot(), filters = m_filters, sort = m_sort,
         now = QDateTime::currentSecsSinceEpoch()](const std::stop_token &stop) {
            return orderedRows(snapshot, filters, sort, now, stop);
        },
        [this](std::vector<quint32> rows) { take(std::move(rows)); });
}

void RowOrder::take(std::vector<quint32> rows)
{
    m_lastDuration = m_clock.elapsed();
    m_rows = std::move(rows);
    m_active = true;
    setBusy(false);
    Q_EMIT changed();
    if (m_stale)
        m_timer.start(static_cast<int>(qMax<qint64>(refreshInterval.count(), 3 * m_lastDuration)));
}

void RowOrder::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    Q_EMIT busyChanged();
}

qint64 RowOrder::count() const
{
    return m_active ? static_cast<qint64>(m_rows.size()) : m_store->rowCount();
}

qint64 RowOrder::shownRow(qint64 storeRow) const
{
    if (!m_active)
        return storeRow >= 0 && storeRow < m_store->rowCount() ? storeRow : -1;
    if (storeRow < 0)
        return -1;
    const auto wanted = static_cast<quint32>(storeRow);
    if (!m_sort) {
        const auto it = std::ranges::lower_bound(m_rows, wanted);
        return it != m_rows.end() && *it == wanted ? it - m_rows.begin() : -1;
    }
    const auto it = std::ranges::find(m_rows, wanted);
    return it == m_rows.end() ? -1 : it - m_rows.begin();
}

} // namespace Aeroscope::Ui
