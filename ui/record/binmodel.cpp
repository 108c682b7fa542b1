// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/binmodel.h"

#include "ui/theme/chip.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/valuepreview.h"
#include "ui/workbench/valuetext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

using State = Workbench::RecordEdit::State;

/// Nested rows that are made at once; more come when they are scrolled to.
constexpr qsizetype pageSize = 500;
/// Longer texts are not for a one-line editor.
constexpr qsizetype longestEdit = 256 * 1024;

qsizetype elementCount(const Value &value)
{
    if (value.type() == Value::Type::List)
        return static_cast<qsizetype>(value.list().items.size());
    if (value.type() == Value::Type::Map)
        return static_cast<qsizetype>(value.map().pairs.size());
    return 0;
}

QString orderText(const Value &value)
{
    if (value.type() == Value::Type::List)
        return value.list().order == ListOrder::Ordered ? BinModel::tr("ordered") : BinModel::tr("unordered");
    switch (value.map().order) {
    case MapOrder::Unordered:
        return BinModel::tr("unordered");
    case MapOrder::KeyOrdered:
        return BinModel::tr("key-ordered");
    case MapOrder::KeyValueOrdered:
        return BinModel::tr("key-value-ordered");
    case MapOrder::PreserveOrder:
        return BinModel::tr("in order");
    }
    return {};
}

QString valueText(const Value &value)
{
    const QString text = Workbench::previewValue(value).text;
    return value.type() == Value::Type::String ? u'"' + text + u'"' : text;
}

} // namespace

struct BinModel::Entry
{
    Entry *parent = nullptr;
    int row = 0;
    /// Of bins: the name; of map entries: the key; of list elements: the index.
    QString label;
    QString keyChip;
    Value value;
    State state = State::Same;
    std::optional<Value> before;
    QByteArray bin;
    std::vector<std::unique_ptr<Entry>> children;
};

BinModel::BinModel(QObject *parent)
    : QAbstractItemModel(parent)
{}

BinModel::~BinModel() = default;

void BinModel::setEdit(Workbench::RecordEdit edit)
{
    m_edit = std::move(edit);
    follow();
    Q_EMIT edited();
}

void BinModel::setBin(const QByteArray &name, Value value)
{
    m_edit.setBin(name, std::move(value));
    follow();
    Q_EMIT edited();
}

void BinModel::removeBin(const QByteArray &name)
{
    m_edit.removeBin(name);
    follow();
    Q_EMIT edited();
}

void BinModel::revertBin(const QByteArray &name)
{
    m_edit.revertBin(name);
    follow();
    Q_EMIT edited();
}

void BinModel::revertAll()
{
    m_edit.revertAll();
    follow();
    Q_EMIT edited();
}

void BinModel::replaceChildren(Entry &entry, const QModelIndex &index)
{
    if (!entry.children.empty()) {
        beginRemoveRows(index, 0, static_cast<int>(entry.children.size()) - 1);
        entry.children.clear();
        endRemoveRows();
    }
}

void BinModel::follow()
{
    const std::vector<Workbench::RecordEdit::BinState> wanted = m_edit.bins();
    const auto renumber = [this] {
        for (size_t i = 0; i < m_bins.size(); ++i)
            m_bins[i]->row = static_cast<int>(i);
    };
    // A record may carry a bin name twice only as the result of operations; rows are told apart by name all
    // the same.
    for (int row = static_cast<int>(m_bins.size()) - 1; row >= 0; --row) {
        const QByteArray &name = m_bins[static_cast<size_t>(row)]->bin;
        if (std::ranges::any_of(wanted, [&](const auto &bin) { return bin.name == name; }))
            continue;
        beginRemoveRows({}, row, row);
        m_bins.erase(m_bins.begin() + row);
        renumber();
        endRemoveRows();
    }
    for (int row = 0; row < static_cast<int>(wanted.size()); ++row) {
        const auto &bin = wanted[static_cast<size_t>(row)];
        const auto found =
            std::ranges::find_if(m_bins.begin() + qMin<qsizetype>(row, std::ssize(m_bins)), m_bins.end(),
                                 [&](const auto &entry) { return entry->bin == bin.name; });
        const int at = static_cast<int>(found - m_bins.begin());
        if (found == m_bins.end()) {
            beginInsertRows({}, row, row);
            auto fresh = std::make_unique<Entry>();
            fresh->bin = bin.name;
            fresh->label = Workbench::nameText(bin.name);
            fresh->value = bin.value;
            fresh->state = bin.state;
            fresh->before = bin.before;
            m_bins.insert(m_bins.begin() + row, std::move(fresh));
            renumber();
            endInsertRows();
            continue;
        }
        if (at != row) {
            beginMoveRows({}, at, at, {}, row);
            std::rotate(m_bins.begin() + row, m_bins.begin() + at, m_bins.begin() + at + 1);
            renumber();
            endMoveRows();
        }
        Entry &entry = *m_bins[static_cast<size_t>(row)];
        const QModelIndex first = index(row, 0);
        if (entry.value != bin.value) {
            replaceChildren(entry, first);
            entry.value = bin.value;
        }
        entry.state = bin.state;
        entry.before = bin.before;
        Q_EMIT dataChanged(first, index(row, ColumnCount - 1));
    }
}

BinModel::Entry *BinModel::entry(const QModelIndex &index) const
{
    return static_cast<Entry *>(index.internalPointer());
}

QModelIndex BinModel::index(int row, int column, const QModelIndex &parent) const
{
    const auto &list = parent.isValid() ? entry(parent)->children : m_bins;
    if (row < 0 || row >= static_cast<int>(list.size()) || column < 0 || column >= ColumnCount)
        return {};
    return createIndex(row, column, list[static_cast<size_t>(row)].get());
}

QModelIndex BinModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    Entry *above = entry(child)->parent;
    return above ? createIndex(above->row, 0, above) : QModelIndex();
}

int BinModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    return static_cast<int>(parent.isValid() ? entry(parent)->children.size() : m_bins.size());
}

int BinModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool BinModel::hasChildren(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return !m_bins.empty();
    return parent.column() == 0 && elementCount(entry(parent)->value) > 0;
}

bool BinModel::canFetchMore(const QModelIndex &parent) const
{
    if (!parent.isValid() || parent.column() > 0)
        return false;
    const Entry *e = entry(parent);
    return std::ssize(e->children) < elementCount(e->value);
}

void BinModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    Entry *above = entry(parent);
    const qsizetype first = std::ssize(above->children);
    const qsizetype last = qMin(first + pageSize, elementCount(above->value)) - 1;
    beginInsertRows(parent, static_cast<int>(first), static_cast<int>(last));
    for (qsizetype i = first; i <= last; ++i) {
        auto fresh = std::make_unique<Entry>();
        fresh->parent = above;
        fresh->row = static_cast<int>(i);
        if (above->value.type() == Value::Type::List) {
            fresh->label = QString::number(i);
            fresh->value = above->value.list().items[static_cast<size_t>(i)];
        } else {
            const auto &[key, value] = above->value.map().pairs[static_cast<size_t>(i)];
            fresh->label = valueText(key);
            fresh->keyChip = Chip::typeText(key.type());
            fresh->value = value;
        }
        above->children.push_back(std::move(fresh));
    }
    endInsertRows();
}

QString BinModel::stateText(const Entry &entry) const
{
    if (entry.parent)
        return {};
    switch (entry.state) {
    case State::Added:
        return m_edit.kind() == Workbench::RecordEdit::Kind::Insert ? QString() : tr("new");
    case State::Removed:
        return tr("will be removed");
    case State::Changed: {
        const QString before = valueText(*entry.before);
        const bool otherType = entry.before->type() != entry.value.type();
        return otherType ? tr("was %1 (%2)").arg(before, Chip::typeText(entry.before->type()))
                         : tr("was %1").arg(before);
    }
    case State::Same:
        break;
    }
    if (entry.value.type() == Value::Type::Hll)
        return tr("read-only");
    return {};
}

QVariant BinModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Entry *e = entry(index);
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case NameColumn:
            return e->label;
        case TypeColumn:
            return Chip::typeText(e->value.type());
        case ValueColumn:
            return valueText(e->value);
        case StateColumn:
            return stateText(*e);
        case ColumnCount:
            break;
        }
        return {};
    case Qt::AccessibleTextRole:
        if (column == ValueColumn)
            return u"%1, %2 %3"_s.arg(e->label, Chip::typeText(e->value.type()), valueText(e->value));
        return {};
    case StateRole: {
        const Entry *top = e;
        while (top->parent)
            top = top->parent;
        return static_cast<int>(top->state);
    }
    case ChipRole:
        return column == TypeColumn   ? Chip::typeText(e->value.type())
               : column == NameColumn ? e->keyChip
                                      : QString();
    case NoteRole:
        if (column != ValueColumn)
            return {};
        if (e->value.isContainer()) {
            const int count = static_cast<int>(elementCount(e->value));
            return u"%1 · %2 · "_s.arg(orderText(e->value), e->value.type() == Value::Type::List
                                                                ? tr("%n element(s)", nullptr, count)
                                                                : tr("%n entry(s)", nullptr, count));
        }
        if (e->value.type() == Value::Type::Blob || e->value.type() == Value::Type::Hll)
            return Workbench::byteSize(e->value.bytes().size()) + u" · "_s;
        return {};
    case BinRole:
        return e->parent ? QVariant() : QVariant(e->bin);
    case TypeRole:
        return static_cast<int>(e->value.type());
    case Qt::EditRole:
        return Workbench::editText(e->value);
    default:
        return {};
    }
}

QVariant BinModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case NameColumn:
        return tr("bin");
    case TypeColumn:
        return tr("type");
    case ValueColumn:
        return tr("value");
    case StateColumn:
    case ColumnCount:
        break;
    }
    return {};
}

bool BinModel::isEditable(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Bool:
    case Value::Type::Integer:
    case Value::Type::Double:
        return true;
    case Value::Type::String:
    case Value::Type::GeoJson:
        return value.bytes().size() <= longestEdit;
    case Value::Type::Blob:
        return value.bytes().size() <= longestEdit / 2;
    case Value::Type::List:
    case Value::Type::Map:
        return Workbench::previewValue(value, 4096).cut == false;
    default:
        return false;
    }
}

Qt::ItemFlags BinModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (!index.isValid())
        return flags;
    const Entry *e = entry(index);
    if (e->parent || e->state == State::Removed)
        return flags;
    if (index.column() == ValueColumn && isEditable(e->value))
        flags |= Qt::ItemIsEditable;
    if (index.column() == TypeColumn && e->value.type() != Value::Type::Hll)
        flags |= Qt::ItemIsEditable;
    return flags;
}

Value BinModel::value(const QModelIndex &index) const
{
    return index.isValid() ? entry(index)->value : Value();
}

QByteArray BinModel::binName(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const Entry *e = entry(index);
    while (e->parent)
        e = e->parent;
    return e->bin;
}

QModelIndex BinModel::indexOfBin(const QByteArray &name) const
{
    for (const auto &bin : m_bins) {
        if (bin->bin == name)
            return createIndex(bin->row, 0, bin.get());
    }
    return {};
}

} // namespace Aeroscope::Ui
