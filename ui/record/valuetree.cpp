// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/valuetree.h"

#include "client/value/msgpack.h"
#include "ui/record/msgpackwalk.h"
#include "ui/theme/chip.h"
#include "ui/theme/roles.h"
#include "ui/theme/tokens.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/valuepreview.h"
#include "ui/workbench/valuetext.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// Children that are read in one go.
constexpr int batch = 200;
/// The most bytes of one scalar that are decoded for its line; longer ones are shown by their beginning.
constexpr qsizetype longestScalar = 4096;

ParticleType particleOf(PackedHead::Kind kind)
{
    return kind == PackedHead::Kind::Map ? ParticleType::Map : ParticleType::List;
}

} // namespace

struct ValueTree::Node
{
    Node *parent = nullptr;
    int row = 0;
    qsizetype key = -1; ///< of a map's entry
    qsizetype value = 0;
    PackedHead head{};
    /// Children in all, of which `children` are there; -1: not counted yet.
    qint64 count = -1;
    /// Where the next child begins; -1: the bytes stop making sense.
    qsizetype next = 0;
    std::vector<std::unique_ptr<Node>> children;
};

ValueTree::ValueTree(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{}

ValueTree::~ValueTree() = default;

void ValueTree::setBytes(const QByteArray &packed)
{
    beginResetModel();
    m_bytes = packed;
    m_root = std::make_unique<Node>();
    m_root->head = packedHead(m_bytes, 0);
    m_read = 0;
    prepare(m_root.get());
    endResetModel();
}

ValueTree::Node *ValueTree::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

void ValueTree::prepare(Node *node) const
{
    if (node->count >= 0)
        return;
    const bool map = node->head.kind == PackedHead::Kind::Map;
    if (!map && node->head.kind != PackedHead::Kind::List) {
        node->count = 0;
        return;
    }
    node->count = node->head.count;
    node->next = node->value + node->head.content;
    // An order marker stands for itself, in a map with a value behind it.
    if (node->count > 0 && packedHead(m_bytes, node->next).kind == PackedHead::Kind::OrderMarker) {
        node->next = skipPacked(m_bytes, node->next);
        if (map && node->next >= 0)
            node->next = skipPacked(m_bytes, node->next);
        --node->count;
    }
}

QModelIndex ValueTree::index(int row, int column, const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    if (row < 0 || column < 0 || column >= ColumnCount || row >= static_cast<int>(node->children.size()))
        return {};
    return createIndex(row, column, node->children[static_cast<size_t>(row)].get());
}

QModelIndex ValueTree::parent(const QModelIndex &index) const
{
    const Node *above = index.isValid() ? nodeOf(index)->parent : nullptr;
    return !above || above == m_root.get() ? QModelIndex() : createIndex(above->row, 0, above);
}

int ValueTree::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

int ValueTree::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool ValueTree::hasChildren(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return false;
    Node *node = nodeOf(parent);
    prepare(node);
    return node->count > 0;
}

bool ValueTree::canFetchMore(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return false;
    Node *node = nodeOf(parent);
    prepare(node);
    return node->next >= 0 && static_cast<qint64>(node->children.size()) < node->count;
}

void ValueTree::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    Node *node = nodeOf(parent);
    const bool map = node->head.kind == PackedHead::Kind::Map;
    std::vector<std::unique_ptr<Node>> made;
    while (made.size() < batch && static_cast<qint64>(node->children.size() + made.size()) < node->count) {
        // The end of the last child is looked for only when the next one is wanted: it may be large.
        if (!made.empty() || !node->children.empty()) {
            const Node *last = made.empty() ? node->children.back().get() : made.back().get();
            node->next = skipPacked(m_bytes, last->value);
        }
        if (node->next < 0)
            break;
        auto child = std::make_unique<Node>();
        child->parent = node;
        child->row = static_cast<int>(node->children.size() + made.size());
        child->value = node->next;
        if (map) {
            child->key = node->next;
            child->value = skipPacked(m_bytes, node->next);
            if (child->value < 0) {
                node->next = -1;
                break;
            }
        }
        child->head = packedHead(m_bytes, child->value);
        ++m_read;
        if (child->head.kind == PackedHead::Kind::Invalid) {
            node->next = -1;
            break;
        }
        made.push_back(std::move(child));
    }
    if (made.empty()) {
        node->count = static_cast<qint64>(node->children.size());
        return;
    }
    const int first = static_cast<int>(node->children.size());
    beginInsertRows(parent, first, first + static_cast<int>(made.size()) - 1);
    for (auto &child : made)
        node->children.push_back(std::move(child));
    endInsertRows();
}

QVariant ValueTree::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::FontRole && index.column() != TypeColumn)
        return fixedFont();
    if (role == Qt::ForegroundRole)
        return index.column() == ValueColumn ? QVariant() : QVariant(tokens().muted);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const Node *node = nodeOf(index);
    // one scalar, bounded
    const auto scalar = [this](qsizetype at) -> std::pair<Value, QString> {
        const PackedHead head = packedHead(m_bytes, at);
        if (head.kind == PackedHead::Kind::List || head.kind == PackedHead::Kind::Map)
            return {
                Value(),
                Workbench::previewParticle(particleOf(head.kind), QByteArrayView(m_bytes).sliced(at)).text};
        if (head.size > longestScalar) {
            // the prefix tells text from bytes
            const QByteArrayView content = QByteArrayView(m_bytes).sliced(at + head.content, longestScalar);
            if (content[0] == static_cast<char>(ParticleType::String))
                return {Value(QString()), Workbench::oneLine(content.sliced(1), Workbench::previewLimit)};
            return {Value::blob(QByteArray()),
                    u"0x"_s + QString::fromLatin1(content.sliced(1, 64).toByteArray().toHex()) + u"… · "_s +
                        Workbench::byteSize(head.size - head.content - 1)};
        }
        QByteArrayView rest = QByteArrayView(m_bytes).sliced(at, qMax<qsizetype>(1, head.size));
        const Result<Value> value = unpackFirst(rest);
        return value ? std::pair(*value, Workbench::previewValue(*value).text) : std::pair(Value(), u"?"_s);
    };
    const bool container =
        node->head.kind == PackedHead::Kind::List || node->head.kind == PackedHead::Kind::Map;
    switch (index.column()) {
    case NameColumn:
        return node->key < 0 ? QString::number(node->row) : scalar(node->key).second;
    case TypeColumn:
        if (container)
            return Chip::particleText(particleOf(node->head.kind));
        return Chip::particleText(scalar(node->value).first.particleType());
    default:
        break;
    }
    if (!container)
        return scalar(node->value).second;
    const auto preview =
        Workbench::previewParticle(particleOf(node->head.kind), QByteArrayView(m_bytes).sliced(node->value));
    return preview.count < 0 ? preview.text
                             : u"%1 · %2"_s.arg(preview.text, Workbench::groupedCount(preview.count));
}

QVariant ValueTree::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("key");
    case TypeColumn:
        return tr("type");
    default:
        return tr("value");
    }
}

} // namespace Aeroscope::Ui
