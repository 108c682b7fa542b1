// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/gridcolumns.h"

#include "ui/workbench/humantext.h"

#include <algorithm>

namespace Aeroscope::Ui {

namespace {

constexpr int keyWidth = 168;
constexpr int binWidth = 120;
constexpr int generationWidth = 60;
constexpr int expiryWidth = 96;

} // namespace

GridColumns::GridColumns(QObject *parent)
    : QObject(parent)
{
    clear();
}

void GridColumns::clear()
{
    m_columns.clear();
    m_columns.push_back({.kind = Kind::Key, .width = keyWidth});
    m_columns.push_back({.kind = Kind::Generation, .width = generationWidth});
    m_columns.push_back({.kind = Kind::Expiry, .width = expiryWidth});
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
    if (added)
        relayout();
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

void GridColumns::setWidth(int visual, int width, bool byUser)
{
    Column &column = m_columns[m_visible[static_cast<size_t>(visual)]];
    if (!byUser && column.fixedWidth)
        return;
    column.fixedWidth = column.fixedWidth || byUser;
    width = qMax(width, minimumWidth);
    if (column.width == width)
        return;
    column.width = width;
    relayout();
}

void GridColumns::move(int from, int to)
{
    if (from == to || from < 0 || to < 0 || from >= count() || to >= count())
        return;
    const auto source = m_columns.begin() + static_cast<qsizetype>(m_visible[static_cast<size_t>(from)]);
    const auto target = m_columns.begin() + static_cast<qsizetype>(m_visible[static_cast<size_t>(to)]);
    if (source < target)
        std::rotate(source, source + 1, target + 1);
    else
        std::rotate(target, source, source + 1);
    relayout();
}

void GridColumns::setHidden(const QByteArray &binName, bool hidden)
{
    for (Column &column : m_columns) {
        if (column.kind == Kind::Bin && column.binName == binName && column.hidden != hidden) {
            column.hidden = hidden;
            relayout();
            return;
        }
    }
}

QString GridColumns::title(int visual) const
{
    const Column &column = at(visual);
    switch (column.kind) {
    case Kind::Key:
        return tr("key");
    case Kind::Generation:
        return tr("gen");
    case Kind::Expiry:
        return tr("expires");
    case Kind::Bin:
        break;
    }
    return Workbench::nameText(column.binName);
}

} // namespace Aeroscope::Ui
