// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/querycursor.h"

#include "client/value/msgpack.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>

#include <algorithm>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

/// Then a version, the body and the first bytes of its hash.
constexpr quint32 magic = 0x41455143; // "AEQC"
constexpr quint8 formatVersion = 1;
constexpr qsizetype hashSize = 8;

enum EntryFlag : quint8 { Done = 1, HasPlace = 2, HasIndexValue = 4 };

QByteArray hashOf(const QByteArray &body)
{
    return QCryptographicHash::hash(body, QCryptographicHash::Sha256).first(hashSize);
}

std::unexpected<Error> notACursor()
{
    return std::unexpected(Error::invalidArgument(u"these bytes are no cursor of a query"_s));
}

} // namespace

QueryCursor QueryCursor::start(QByteArray namespaceName, QByteArray setName,
                               std::span<const quint16> partitions)
{
    QueryCursor cursor;
    cursor.m_namespace = std::move(namespaceName);
    cursor.m_set = std::move(setName);
    const std::size_t count = partitions.empty() ? std::size_t(partitionCount) : partitions.size();
    cursor.m_entries.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        cursor.m_entries[i].partition = partitions.empty() ? static_cast<quint16>(i) : partitions[i];
    return cursor;
}

int QueryCursor::partitionsDone() const noexcept
{
    return static_cast<int>(std::ranges::count_if(m_entries, &Entry::done));
}

bool QueryCursor::hasPlaces() const noexcept
{
    return std::ranges::any_of(m_entries, [](const Entry &entry) { return entry.after.has_value(); });
}

void QueryCursor::apply(const Delta &delta)
{
    for (const auto &[index, entry] : delta)
        m_entries[static_cast<std::size_t>(index)] = entry;
}

QByteArray QueryCursor::toBytes() const
{
    QByteArray body;
    QDataStream out(&body, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    out << magic << formatVersion << m_namespace << m_set << m_index.has_value();
    if (m_index)
        out << m_index->bin << static_cast<quint8>(m_index->collection) << packValue(m_index->begin)
            << packValue(m_index->end) << m_index->context << m_index->expression.bytes()
            << m_index->indexName;
    out << static_cast<quint16>(m_entries.size());
    for (const Entry &entry : m_entries) {
        quint8 flags = entry.done ? Done : 0;
        if (entry.after)
            flags |= entry.after->indexValue != 0 ? HasPlace | HasIndexValue : HasPlace;
        out << entry.partition << flags;
        if (entry.after) {
            const auto &digest = entry.after->after.bytes;
            out.writeRawData(reinterpret_cast<const char *>(digest.data()), static_cast<int>(digest.size()));
            if (flags & HasIndexValue)
                out << entry.after->indexValue;
        }
    }
    return body + hashOf(body);
}

Result<QueryCursor> QueryCursor::fromBytes(const QByteArray &bytes)
{
    if (bytes.size() <= hashSize)
        return notACursor();
    const QByteArray body = bytes.chopped(hashSize);
    if (hashOf(body) != bytes.last(hashSize))
        return notACursor();
    QDataStream in(body);
    in.setVersion(QDataStream::Qt_6_0);
    quint32 word = 0;
    quint8 version = 0;
    quint16 count = 0;
    QueryCursor cursor;
    bool hasIndex = false;
    in >> word >> version >> cursor.m_namespace >> cursor.m_set >> hasIndex;
    if (in.status() == QDataStream::Ok && hasIndex && version == formatVersion) {
        IndexFilter index;
        quint8 collection = 0;
        QByteArray begin, end, expression;
        in >> index.bin >> collection >> begin >> end >> index.context >> expression >> index.indexName;
        Result<Value> first = unpackValue(begin);
        Result<Value> last = unpackValue(end);
        if (!first || !last || collection > static_cast<quint8>(CollectionIndex::MapValues))
            return notACursor();
        index.collection = static_cast<CollectionIndex>(collection);
        index.begin = *std::move(first);
        index.end = *std::move(last);
        index.expression = Expression(expression);
        cursor.m_index = std::move(index);
    }
    in >> count;
    if (in.status() != QDataStream::Ok || word != magic || version != formatVersion || count == 0 ||
        count > partitionCount)
        return notACursor();
    int previous = -1;
    for (int i = 0; i < count; ++i) {
        Entry entry;
        quint8 flags = 0;
        in >> entry.partition >> flags;
        entry.done = flags & Done;
        if (flags & HasPlace) {
            entry.after.emplace();
            auto &digest = entry.after->after.bytes;
            const int size = static_cast<int>(digest.size());
            if (in.readRawData(reinterpret_cast<char *>(digest.data()), size) != size)
                return notACursor();
            if (entry.after->after.partitionId() != entry.partition)
                return notACursor();
            if (flags & HasIndexValue)
                in >> entry.after->indexValue;
        }
        if (in.status() != QDataStream::Ok || entry.partition <= previous ||
            entry.partition >= partitionCount)
            return notACursor();
        previous = entry.partition;
        cursor.m_entries.push_back(entry);
    }
    if (!in.atEnd())
        return notACursor();
    return cursor;
}

} // namespace Aeroscope
