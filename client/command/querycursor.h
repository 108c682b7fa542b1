// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/indexfilter.h"
#include "client/value/key.h"

#include <QByteArray>

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace Aeroscope {

/// Behind this record.
struct QueryPlace
{
    /// The last record that was given.
    Digest after{};
    /// The value of the index entry, for queries by index.
    qint64 indexValue = 0;
    friend bool operator==(const QueryPlace &, const QueryPlace &) = default;
};

/// How far a query is in one partition.
struct QueryCursorEntry
{
    /// 0 … 4095.
    quint16 partition = 0;
    /// Nothing is left in it.
    bool done = false;
    /// Nothing: from its start on.
    std::optional<QueryPlace> after{};
    friend bool operator==(const QueryCursorEntry &, const QueryCursorEntry &) = default;
};

/// How far a query over a data set has come: for each partition whether it is done, else behind which record
/// it goes on (protocol section 7.4). A value; can be stored and used by another client of the same cluster,
/// also after nodes have come and gone: a place is a digest, which every copy of a partition knows.
class QueryCursor
{
public:
    /// Behind which record to go on.
    using Place = QueryPlace;
    /// One partition.
    using Entry = QueryCursorEntry;
    /// Entries that changed, each with its index in entries().
    using Delta = std::vector<std::pair<qint16, Entry>>;

    /// Of no data set, with nothing to do.
    QueryCursor() = default;
    /// Before the first record of these partitions, sorted and without repeats; empty: of all 4096.
    [[nodiscard]] static QueryCursor start(QByteArray namespaceName, QByteArray setName,
                                           std::span<const quint16> partitions = {});

    /// Of the data set that it belongs to.
    [[nodiscard]] const QByteArray &namespaceName() const noexcept { return m_namespace; }
    /// Empty: the whole namespace.
    [[nodiscard]] const QByteArray &setName() const noexcept { return m_set; }
    /// The index that the query walks, and its range: a place means nothing to another one. Nothing: it walks
    /// the records.
    [[nodiscard]] const std::optional<IndexFilter> &index() const noexcept { return m_index; }
    /// For a cursor that has no places yet.
    void setIndex(std::optional<IndexFilter> index) { m_index = std::move(index); }
    /// By partition.
    [[nodiscard]] const std::vector<Entry> &entries() const noexcept { return m_entries; }
    /// That the query was to look at.
    [[nodiscard]] int partitionsTotal() const noexcept { return static_cast<int>(m_entries.size()); }
    /// Of them.
    [[nodiscard]] int partitionsDone() const noexcept;
    /// Nothing is left. A query that a limit stopped just behind its last record does not know it yet: one
    /// more page, an empty one, tells.
    [[nodiscard]] bool isDone() const noexcept { return partitionsDone() == partitionsTotal(); }

    /// It has begun within a partition.
    [[nodiscard]] bool hasPlaces() const noexcept;

    /// Moves on.
    void apply(const Delta &delta);

    /// A self-contained form of at most some 130 KB that later versions read as well.
    [[nodiscard]] QByteArray toBytes() const;
    /// Fails with InvalidArgument for bytes that are no cursor, cut or changed.
    [[nodiscard]] static Result<QueryCursor> fromBytes(const QByteArray &bytes);

    friend bool operator==(const QueryCursor &, const QueryCursor &) = default;

private:
    QByteArray m_namespace;
    QByteArray m_set;
    std::optional<IndexFilter> m_index;
    std::vector<Entry> m_entries;
};

} // namespace Aeroscope
