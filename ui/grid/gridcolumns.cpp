// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/gridcolumns.h"

#include "ui/workbench/humantext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

constexpr int binWidth = 120;
constexpr int widestByUser = 4'000;
constexpr int mostFrozen = 16;

struct Metadata
{
    GridColumns::Kind kind;
    QLatin1StringView word; ///< in a kept arrangement
    int width;
    bool hidden;
};
/// In their first order; bins come between digest and generation.
constexpr Metadata metadata[] = {
    {GridColumns::Kind::Key, QLatin1StringView("key"), 168, false},
    {GridColumns::Kind::Digest, QLatin1StringView("digest"), 200, true},
    {GridColumns::Kind::Generation, QLatin1StringView("generation"), 60, false},
    {GridColumns::Kind::Expiry, QLatin1StringView("expires"), 96, false},
    {GridColumns::Kind::Ttl, QLatin1StringView("ttl"), 96, true},
    {GridColumns::Kind::Partition, QLatin1StringView("partition"), 80, true},
};

bool hiddenAtFirst(GridColumns::Kind kind)
{
    const auto it = std::ranges::find(metadata, kind, &Metadata::kind);
    return it != std::end(metadata) && it->hidden;
}

} // namespace

GridColumns::GridColumns(QObject *parent)
    : QObject(parent)
{
    clear();
}

void GridColumns::clear()
{
    m_columns.clear();
    for (const Metadata &column : metadata)
        m_columns.push_back({.kind = column.kind, .width = column.width, .hidden = column.hidden});
    applyWishes();
    relayout();
}

void GridColumns::follow(const RecordStore &store)
{
    const auto &bins = store.columns();
    bool added = false;
    for (int i = 0; i < static_cast<int>(bins.size()); ++i) {
        const QByteArray &name = bins[static_cast<size_t>(i)].name;
        const auto known = std::ranges::find_if(
            m_columns, [&](const Column &c) { return c.kind == Kind::Bin && c.binName == name; });
        if (known != m_columns.end()) {
            known->bin = i;
            continue;
        }
        // before the first metadata column that closes the row
        const auto place = std::ranges::find(m_columns, Kind::Generation, &Column::kind);
        m_columns.insert(place, {.kind = Kind::Bin, .bin = i, .binName = name, .width = binWidth});
        added = true;
    }
    if (added) {
        applyWishes();
        relayout();
    }
}

void GridColumns::relayout()
{
    m_visible.clear();
    m_lefts.clear();
    m_totalWidth = 0;
    for (size_t i = 0; i < m_columns.size(); ++i) {
        if (m_columns[i].hidden)
            continue;
        m_visible.push_back(i);
        m_lefts.push_back(m_totalWidth);
        m_totalWidth += m_columns[i].width;
    }
    Q_EMIT changed();
}

size_t GridColumns::rankOf(const Column &column) const
{
    return static_cast<size_t>(std::ranges::find(m_wishes, column.id(), &Wish::id) - m_wishes.begin());
}

void GridColumns::applyWishes()
{
    if (m_wishes.empty())
        return;
    // Columns without a wish stay behind the one that they are behind now; new bins behind all other bins.
    size_t lastBin = 0;
    for (size_t i = 0; i < m_wishes.size(); ++i) {
        if (m_wishes[i].id.kind == Kind::Bin)
            lastBin = i;
    }
    std::vector<std::pair<std::pair<size_t, size_t>, Column>> ordered;
    size_t behind = 0;
    for (size_t i = 0; i < m_columns.size(); ++i) {
        Column &column = m_columns[i];
        const size_t rank = rankOf(column);
        const bool wished = rank < m_wishes.size();
        if (wished) {
            behind = rank;
            column.hidden = m_wishes[rank].hidden;
            column.fixedWidth = m_wishes[rank].width > 0;
            if (column.fixedWidth)
                column.width = m_wishes[rank].width;
        }
        const bool newBin = !wished && column.kind == Kind::Bin && lastBin > 0;
        ordered.push_back({{newBin ? lastBin : behind, wished ? 0 : i + 1}, column});
    }
    std::ranges::sort(ordered, {}, [](const auto &entry) { return entry.first; });
    for (size_t i = 0; i < m_columns.size(); ++i)
        m_columns[i] = ordered[i].second;
}

void GridColumns::byUser()
{
    std::vector<Wish> wishes;
    for (const Column &column : m_columns)
        wishes.push_back(
            {.id = column.id(), .width = column.fixedWidth ? column.width : 0, .hidden = column.hidden});
    for (const Wish &old : m_wishes) {
        if (std::ranges::find(wishes, old.id, &Wish::id) == wishes.end())
            wishes.push_back(old);
    }
    m_wishes = std::move(wishes);
    Q_EMIT arranged();
}

QByteArray GridColumns::arrangement() const
{
    if (m_wishes.empty())
        return {};
    QJsonArray list;
    for (const Wish &wish : m_wishes) {
        QJsonObject column;
        if (wish.id.kind == Kind::Bin)
            column.insert(u"bin"_s, QString::fromLatin1(wish.id.bin.toPercentEncoding()));
        else
            column.insert(u"is"_s, QString(std::ranges::find(metadata, wish.id.kind, &Metadata::kind)->word));
        if (wish.width > 0)
            column.insert(u"width"_s, wish.width);
        if (wish.hidden)
            column.insert(u"hidden"_s, true);
        list.append(column);
    }
    return QJsonDocument(QJsonObject{{u"columns"_s, list}, {u"frozen"_s, m_frozen}})
        .toJson(QJsonDocument::Compact);
}

void GridColumns::arrange(const QByteArray &arrangement)
{
    const QJsonObject kept = QJsonDocument::fromJson(arrangement).object();
    std::vector<Wish> wishes;
    const QJsonArray list = kept.value("columns"_L1).toArray();
    for (const QJsonValue &value : list) {
        const QJsonObject column = value.toObject();
        Wish wish{.width = qBound(0, column.value("width"_L1).toInt(), widestByUser),
                  .hidden = column.value("hidden"_L1).toBool()};
        if (const QJsonValue bin = column.value("bin"_L1); bin.isString()) {
            wish.id.bin = QByteArray::fromPercentEncoding(bin.toString().toLatin1());
        } else {
            const QString word = column.value("is"_L1).toString();
            const auto known = std::ranges::find_if(
                metadata, [&word](const Metadata &candidate) { return word == candidate.word; });
            if (known == std::end(metadata))
                continue;
            wish.id.kind = known->kind;
        }
        if (std::ranges::find(wishes, wish.id, &Wish::id) == wishes.end())
            wishes.push_back(std::move(wish));
    }
    if (wishes.empty() || std::ranges::all_of(wishes, &Wish::hidden))
        return;
    m_wishes = std::move(wishes);
    m_frozen = qBound(0, kept.value("frozen"_L1).toInt(1), mostFrozen);
    applyWishes();
    relayout();
}

void GridColumns::forgetArrangement()
{
    m_wishes.clear();
    m_frozen = 1;
    for (Column &column : m_columns) {
        column.hidden = hiddenAtFirst(column.kind);
        column.fixedWidth = false;
    }
    const auto place = [](const Column &column) {
        return std::pair(static_cast<int>(column.kind), column.bin);
    };
    std::ranges::sort(m_columns, {}, place);
    relayout();
    Q_EMIT arranged();
}

int GridColumns::columnAt(int x) const
{
    if (x < 0 || x >= m_totalWidth)
        return -1;
    const auto it = std::ranges::upper_bound(m_lefts, x);
    return static_cast<int>(it - m_lefts.begin()) - 1;
}

int GridColumns::visualOfBin(QByteArrayView name) const
{
    for (int i = 0; i < count(); ++i) {
        if (at(i).kind == Kind::Bin && at(i).binName == name)
            return i;
    }
    return -1;
}

int GridColumns::visualOf(const Id &id) const
{
    for (int i = 0; i < count(); ++i) {
        if (at(i).kind == id.kind && at(i).binName == id.bin)
            return i;
    }
    return -1;
}

void GridColumns::setWidth(int visual, int width, bool byUser)
{
    Column &column = m_columns[m_visible[static_cast<size_t>(visual)]];
    if (!byUser && column.fixedWidth)
        return;
    const bool newlyFixed = byUser && !column.fixedWidth;
    column.fixedWidth = column.fixedWidth || byUser;
    width = qMax(width, minimumWidth);
    const bool other = column.width != width;
    column.width = width;
    if (other)
        relayout();
    if (byUser && (other || newlyFixed))
        this->byUser();
}

void GridColumns::move(int from, int to)
{
    if (from == to || from < 0 || to < 0 || from >= count() || to >= count())
        return;
    moveInAll(static_cast<int>(m_visible[static_cast<size_t>(from)]),
              static_cast<int>(m_visible[static_cast<size_t>(to)]));
}

void GridColumns::moveInAll(int from, int to)
{
    const int all = static_cast<int>(m_columns.size());
    if (from == to || from < 0 || to < 0 || from >= all || to >= all)
        return;
    const auto source = m_columns.begin() + from;
    const auto target = m_columns.begin() + to;
    if (source < target)
        std::rotate(source, source + 1, target + 1);
    else
        std::rotate(target, source, source + 1);
    relayout();
    byUser();
}

void GridColumns::setHidden(const Id &id, bool hidden)
{
    const auto column = std::ranges::find_if(m_columns, [&id](const Column &c) { return c.id() == id; });
    if (column == m_columns.end() || column->hidden == hidden || (hidden && count() == 1))
        return;
    column->hidden = hidden;
    relayout();
    byUser();
}

void GridColumns::showAllBins()
{
    for (Column &column : m_columns) {
        if (column.kind == Kind::Bin)
            column.hidden = false;
    }
    relayout();
    byUser();
}

bool GridColumns::hasHiddenBins() const
{
    return std::ranges::any_of(
        m_columns, [](const Column &column) { return column.kind == Kind::Bin && column.hidden; });
}

void GridColumns::setFrozen(int count)
{
    count = qBound(0, count, mostFrozen);
    if (count == m_frozen)
        return;
    m_frozen = count;
    Q_EMIT changed();
    byUser();
}

QString GridColumns::title(const Id &id)
{
    switch (id.kind) {
    case Kind::Key:
        return tr("key");
    case Kind::Digest:
        return tr("digest");
    case Kind::Generation:
        return tr("gen");
    case Kind::Expiry:
        return tr("expires");
    case Kind::Ttl:
        return tr("TTL");
    case Kind::Partition:
        return tr("partition");
    case Kind::Bin:
        break;
    }
    return Workbench::nameText(id.bin);
}

} // namespace Aeroscope::Ui
