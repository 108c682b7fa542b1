// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/batchspec.h"
#include "client/command/batchstream.h"
#include "client/net/task.h"
#include "client/session/commandmodifiers.h"
#include "client/session/recordresult.h"

#include <chrono>
#include <concepts>
#include <functional>
#include <initializer_list>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

namespace Aeroscope {

class SessionState;
class BatchWriteBuilder;
class BatchDeleteBuilder;
class BatchTouchBuilder;
class BatchExistsBuilder;
class BatchReadBuilder;
class PointBuilder;

/// One key or many, as the verbs of a chain take them. An empty list is refused by execute() with
/// InvalidArgument. A key may stand in a list or chain more than once; the server orders such rows as it
/// likes.
class KeyList
{
public:
    KeyList(Key key) { m_keys.push_back(std::move(key)); }
    KeyList(std::vector<Key> keys) noexcept
        : m_keys(std::move(keys))
    {}
    KeyList(std::initializer_list<Key> keys)
        : m_keys(keys)
    {}

    [[nodiscard]] const std::vector<Key> &keys() const & noexcept { return m_keys; }
    [[nodiscard]] std::vector<Key> keys() && noexcept { return std::move(m_keys); }

private:
    std::vector<Key> m_keys;
};

/// What a builder hands on when another verb follows.
struct BatchParts
{
    std::shared_ptr<const SessionState> session;
    BatchSpec spec;
};

/// The verbs with which a chain goes on, after a builder of one record as after one of many. Each ends the
/// part before it; its modifiers are about its own keys alone. A query of a data set is no part of a chain.
class BatchVerbs
{
public:
    /// Create or merge bins.
    template <class Self>
    [[nodiscard]] BatchWriteBuilder upsert(this Self &&self, KeyList keys);
    /// Create only; RecordExists for a record that is there.
    template <class Self>
    [[nodiscard]] BatchWriteBuilder insert(this Self &&self, KeyList keys);
    /// Merge bins into a record that is there; else NotFound.
    template <class Self>
    [[nodiscard]] BatchWriteBuilder update(this Self &&self, KeyList keys);
    /// Drop the other bins; creates what is missing.
    template <class Self>
    [[nodiscard]] BatchWriteBuilder replace(this Self &&self, KeyList keys);
    /// Drop the other bins of a record that is there; else NotFound.
    template <class Self>
    [[nodiscard]] BatchWriteBuilder replaceIfExists(this Self &&self, KeyList keys);
    template <class Self>
    [[nodiscard]] BatchDeleteBuilder remove(this Self &&self, KeyList keys);
    template <class Self>
    [[nodiscard]] BatchTouchBuilder touch(this Self &&self, KeyList keys);
    template <class Self>
    [[nodiscard]] BatchExistsBuilder exists(this Self &&self, KeyList keys);
    template <class Self>
    [[nodiscard]] BatchReadBuilder query(this Self &&self, KeyList keys);

protected:
    BatchVerbs() = default;

private:
    template <class Next, class Self>
    static Next begin(Self &&self, Verb verb, KeyList keys);
};

/// Commands on many records in one call: many keys under one verb, several verbs in a chain, or a Batch.
///
/// @code
/// const auto rows = co_await session.insert({k7, k8}).put({{"v", 1}})
///                       .update(k3).add("n", 5).where(u"$.n < ?0"_s, 10)
///                       .remove(k4)
///                       .query(k5).bins({"name"})
///                       .execute();
/// @endcode
///
/// Rows are divided among the nodes that own them, each node gets one request (protocol section 6) of up to
/// 5000 rows and about 8 MiB, and rows that fail for a reason that another try may cure go again, to wherever
/// they belong by then, as often as the behaviour allows their kind; the others stay as they are. The rows of
/// one call are independent: there is neither an order between them nor a transaction around them.
///
/// Settings are those of the behaviour for batches. Where the kinds of commands in a chain differ, the call
/// has the longest of their time-outs and the strictest of their limits.
///
/// Builders are values, as those of one record are.
class BatchBuilder : public BatchVerbs
{
public:
    /// For parts that say no predicate of their own; see CommandModifiers::where().
    template <class Self, class... Args>
        requires(std::convertible_to<Args, Value> && ...)
    Self &&defaultWhere(this Self &&self, QString ael, Args &&...arguments)
    {
        self.BatchBuilder::m_spec.defaultPredicate =
            Predicate{std::move(ael), {Value(std::forward<Args>(arguments))...}, {}};
        return std::forward<Self>(self);
    }
    /// For writes and touches that say none of their own.
    template <class Self>
    Self &&defaultTtl(this Self &&self, Ttl ttl)
    {
        self.BatchBuilder::m_spec.defaultTtl = ttl;
        return std::forward<Self>(self);
    }
    /// For deletes that do not say it themselves; stands between them and the behaviour.
    template <class Self>
    Self &&defaultDurableDelete(this Self &&self, bool on)
    {
        self.BatchBuilder::m_spec.defaultDurableDelete = on;
        return std::forward<Self>(self);
    }
    /// False leaves out the rows of reads (query) whose record is missing or was refused by the predicate.
    /// Every other row is there whatever happened.
    template <class Self>
    Self &&includeMissing(this Self &&self, bool on = true)
    {
        self.BatchBuilder::m_spec.includeMissing = on;
        return std::forward<Self>(self);
    }
    /// Total time of the call, through all retries; zero: none.
    template <class Self>
    Self &&timeout(this Self &&self, std::chrono::milliseconds total)
    {
        self.BatchBuilder::m_spec.totalTimeout = total;
        return std::forward<Self>(self);
    }
    /// Tries of a row after its first one.
    template <class Self>
    Self &&maxRetries(this Self &&self, int count)
    {
        self.BatchBuilder::m_spec.maxRetries = count;
        return std::forward<Self>(self);
    }
    /// Nodes asked at once; 0 = all.
    template <class Self>
    Self &&maxConcurrentNodes(this Self &&self, int count)
    {
        self.BatchBuilder::m_spec.maxConcurrentNodes = count;
        return std::forward<Self>(self);
    }

    [[nodiscard]] const BatchSpec &spec() const noexcept { return m_spec; }

    /// Sends, waits for all and gives the rows in the order of the keys; RecordResult::index is the place.
    /// It fails as a whole only when nothing was sent (a refused argument or AEL text, a closed client).
    /// Whatever happens later happens to rows: those that have no answer when time is up, a node is lost or
    /// the token is stopped carry that error, in doubt if they were sent and write. Completes on the calling
    /// thread.
    [[nodiscard]] QCoro::Task<Result<std::vector<RecordResult>>> execute(std::stop_token stop = {}) const;
    /// The same, but rows that failed are given to `onFailure`, in order and on the calling thread, and are
    /// left out of the result. NotFound of query, exists, remove and touch is no failure, nor is FilteredOut
    /// without failOnFilteredOut().
    [[nodiscard]] QCoro::Task<Result<std::vector<RecordResult>>>
    execute(std::function<void(const RecordResult &row)> onFailure, std::stop_token stop = {}) const;
    /// Sends and gives the rows as they come, each once, in no particular order. Writes are known to be done
    /// when their row has come. The stop token ends it as for execute().
    [[nodiscard]] QCoro::Task<Result<BatchStream>> executeStream(std::stop_token stop = {}) const;

protected:
    explicit BatchBuilder(BatchParts parts);

    std::shared_ptr<const SessionState> m_session;
    BatchSpec m_spec;

private:
    friend class SpecAccess;
    friend class BatchVerbs;
    friend class Batch;
    PointSpec &currentSpec() noexcept { return m_spec.segments.back().spec; }
    [[nodiscard]] BatchParts batchParts() const { return {m_session, m_spec}; }
};

/// upsert, insert, update, replace, replaceIfExists of many keys or within a chain.
class BatchWriteBuilder : public BatchBuilder, public WriteModifiers
{
private:
    friend class Session;
    friend class BatchVerbs;
    using BatchBuilder::BatchBuilder;
};

/// remove of many keys or within a chain. A missing record gives a row with NotFound.
class BatchDeleteBuilder : public BatchBuilder, public DeleteModifiers
{
private:
    friend class Session;
    friend class BatchVerbs;
    using BatchBuilder::BatchBuilder;
};

/// touch of many keys or within a chain. A missing record gives a row with NotFound.
class BatchTouchBuilder : public BatchBuilder, public TouchModifiers
{
private:
    friend class Session;
    friend class BatchVerbs;
    using BatchBuilder::BatchBuilder;
};

/// exists of many keys or within a chain: rows with generation and expiry, or with NotFound.
class BatchExistsBuilder : public BatchBuilder, public CommandModifiers
{
private:
    friend class Session;
    friend class BatchVerbs;
    using BatchBuilder::BatchBuilder;
};

/// query of many keys or within a chain: rows with the record, or with NotFound.
class BatchReadBuilder : public BatchBuilder, public ReadModifiers
{
private:
    friend class Session;
    friend class BatchVerbs;
    using BatchBuilder::BatchBuilder;
};

/// session.batch(): parts gathered one by one, in a loop say.
///
/// @code
/// Batch batch = session.batch();
/// for (const Change &change : changes)
///     batch.add(session.update(change.key).put(change.bins).ensureGeneration(change.generation));
/// const auto rows = co_await batch.execute();
/// @endcode
///
/// The modifiers of each part hold for it alone, but a batch has one time-out: its own, else the longest of
/// its parts. An empty batch is refused by execute() with InvalidArgument.
class Batch : public BatchBuilder
{
public:
    /// After what is there already. The part must be of the same session or of one of the same client; the
    /// behaviour is the batch's.
    template <class Self, class Builder>
        requires std::derived_from<Builder, PointBuilder> || std::derived_from<Builder, BatchBuilder>
    Self &&add(this Self &&self, const Builder &part)
    {
        self.append(part.batchParts());
        return std::forward<Self>(self);
    }
    [[nodiscard]] bool isEmpty() const noexcept { return m_spec.segments.empty(); }

private:
    friend class Session;
    using BatchBuilder::BatchBuilder;
    void append(BatchParts parts);
};

template <class Next, class Self>
Next BatchVerbs::begin(Self &&self, Verb verb, KeyList keys)
{
    BatchParts parts = std::forward<Self>(self).batchParts();
    BatchSegment &segment = parts.spec.segments.emplace_back();
    segment.spec.verb = verb;
    segment.keys = std::move(keys).keys();
    return Next(std::move(parts));
}

template <class Self>
BatchWriteBuilder BatchVerbs::upsert(this Self &&self, KeyList keys)
{
    return begin<BatchWriteBuilder>(std::forward<Self>(self), Verb::Upsert, std::move(keys));
}

template <class Self>
BatchWriteBuilder BatchVerbs::insert(this Self &&self, KeyList keys)
{
    return begin<BatchWriteBuilder>(std::forward<Self>(self), Verb::Insert, std::move(keys));
}

template <class Self>
BatchWriteBuilder BatchVerbs::update(this Self &&self, KeyList keys)
{
    return begin<BatchWriteBuilder>(std::forward<Self>(self), Verb::Update, std::move(keys));
}

template <class Self>
BatchWriteBuilder BatchVerbs::replace(this Self &&self, KeyList keys)
{
    return begin<BatchWriteBuilder>(std::forward<Self>(self), Verb::Replace, std::move(keys));
}

template <class Self>
BatchWriteBuilder BatchVerbs::replaceIfExists(this Self &&self, KeyList keys)
{
    return begin<BatchWriteBuilder>(std::forward<Self>(self), Verb::ReplaceIfExists, std::move(keys));
}

template <class Self>
BatchDeleteBuilder BatchVerbs::remove(this Self &&self, KeyList keys)
{
    return begin<BatchDeleteBuilder>(std::forward<Self>(self), Verb::Remove, std::move(keys));
}

template <class Self>
BatchTouchBuilder BatchVerbs::touch(this Self &&self, KeyList keys)
{
    return begin<BatchTouchBuilder>(std::forward<Self>(self), Verb::Touch, std::move(keys));
}

template <class Self>
BatchExistsBuilder BatchVerbs::exists(this Self &&self, KeyList keys)
{
    return begin<BatchExistsBuilder>(std::forward<Self>(self), Verb::Exists, std::move(keys));
}

template <class Self>
BatchReadBuilder BatchVerbs::query(this Self &&self, KeyList keys)
{
    return begin<BatchReadBuilder>(std::forward<Self>(self), Verb::Read, std::move(keys));
}

} // namespace Aeroscope
