// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/pointspec.h"
#include "client/net/task.h"
#include "client/session/recordresult.h"

#include <concepts>
#include <memory>
#include <stop_token>
#include <utility>

namespace Aeroscope {

class SessionState;

/// What all commands on one record have in common. Builders are values: they may be copied, kept, chained as
/// temporaries or filled step by step; nothing is sent before execute(), which completes on the calling
/// thread.
class PointBuilder
{
public:
    /// Only if the record satisfies this AEL text; `?0`, `?1` … take the arguments. A text that does not
    /// compile fails execute() with InvalidArgument, code ClientAelSyntax and a message that names line and
    /// column.
    template <class Self, class... Args>
        requires(std::convertible_to<Args, Value> && ...)
    Self &&where(this Self &&self, QString ael, Args &&...arguments)
    {
        self.m_spec.predicate = Predicate{std::move(ael), {Value(std::forward<Args>(arguments))...}, {}};
        return std::forward<Self>(self);
    }
    /// The arguments as a list, for callers that do not know their number while compiling.
    template <class Self>
    Self &&whereWith(this Self &&self, QString ael, std::vector<Value> arguments)
    {
        self.m_spec.predicate = Predicate{std::move(ael), std::move(arguments), {}};
        return std::forward<Self>(self);
    }
    /// The same with an expression that is compiled already.
    template <class Self>
    Self &&filter(this Self &&self, Expression expression)
    {
        self.m_spec.predicate = Predicate{{}, {}, std::move(expression)};
        return std::forward<Self>(self);
    }
    /// A record that the predicate refuses fails the call with FilteredOut instead of giving a row with that
    /// code.
    template <class Self>
    Self &&failOnFilteredOut(this Self &&self, bool on = true)
    {
        self.m_spec.failOnFilteredOut = on;
        return std::forward<Self>(self);
    }
    /// Total time, through all retries; zero: none.
    template <class Self>
    Self &&timeout(this Self &&self, std::chrono::milliseconds total)
    {
        self.m_spec.totalTimeout = total;
        return std::forward<Self>(self);
    }
    template <class Self>
    Self &&maxRetries(this Self &&self, int count)
    {
        self.m_spec.maxRetries = count;
        return std::forward<Self>(self);
    }

    [[nodiscard]] const PointSpec &spec() const noexcept { return m_spec; }

    /// Sends. A stop request completes it with Cancelled soon after; a write that was sent by then is in
    /// doubt.
    [[nodiscard]] QCoro::Task<Result<RecordResult>> execute(std::stop_token stop = {}) const;

protected:
    PointBuilder(std::shared_ptr<const SessionState> session, Verb verb, Key key);

    std::shared_ptr<const SessionState> m_session;
    PointSpec m_spec;
};

/// Modifiers of commands that change a record.
class MutationBuilder : public PointBuilder
{
public:
    /// Fails with Generation unless the record has this generation (1 … 65535).
    template <class Self>
    Self &&ensureGeneration(this Self &&self, quint32 generation)
    {
        self.m_spec.generation = generation;
        return std::forward<Self>(self);
    }

protected:
    using PointBuilder::PointBuilder;
};

/// upsert, insert, update, replace, replaceIfExists. Without an operation execute() fails with
/// InvalidArgument.
class WriteBuilder : public MutationBuilder
{
public:
    /// One write per bin, after what is there already. A Nil value removes the bin.
    template <class Self>
    Self &&put(this Self &&self, Bins bins)
    {
        for (Bin &bin : bins)
            self.m_spec.operations.push_back(Operation::write(std::move(bin.name), std::move(bin.value)));
        return std::forward<Self>(self);
    }
    template <class Self>
    Self &&set(this Self &&self, QByteArray bin, Value value)
    {
        return std::forward<Self>(self).operation(Operation::write(std::move(bin), std::move(value)));
    }
    /// Integer or double; the bin is created when absent, IncompatibleType when it is of another type.
    template <class Self>
    Self &&add(this Self &&self, QByteArray bin, Value delta)
    {
        return std::forward<Self>(self).operation(Operation::add(std::move(bin), std::move(delta)));
    }
    template <class Self>
    Self &&append(this Self &&self, QByteArray bin, Value tail)
    {
        return std::forward<Self>(self).operation(Operation::append(std::move(bin), std::move(tail)));
    }
    template <class Self>
    Self &&prepend(this Self &&self, QByteArray bin, Value head)
    {
        return std::forward<Self>(self).operation(Operation::prepend(std::move(bin), std::move(head)));
    }
    /// Removing the last bin removes the record.
    template <class Self>
    Self &&removeBin(this Self &&self, QByteArray bin)
    {
        return std::forward<Self>(self).operation(Operation::removeBin(std::move(bin)));
    }
    /// Reads a bin back within the same command.
    template <class Self>
    Self &&read(this Self &&self, QByteArray bin)
    {
        return std::forward<Self>(self).operation(Operation::read(std::move(bin)));
    }
    template <class Self>
    Self &&operation(this Self &&self, Operation operation)
    {
        self.m_spec.operations.push_back(std::move(operation));
        return std::forward<Self>(self);
    }
    /// After what is there already; results come in the same order.
    template <class Self>
    Self &&operations(this Self &&self, std::vector<Operation> operations)
    {
        for (Operation &operation : operations)
            self.m_spec.operations.push_back(std::move(operation));
        return std::forward<Self>(self);
    }
    /// Default: the namespace's.
    template <class Self>
    Self &&ttl(this Self &&self, Ttl ttl)
    {
        self.m_spec.ttl = ttl;
        return std::forward<Self>(self);
    }
    /// Stores the user key with the record (adds it where there is none); default: the behaviour's.
    template <class Self>
    Self &&sendKey(this Self &&self, bool on)
    {
        self.m_spec.sendKey = on;
        return std::forward<Self>(self);
    }
    template <class Self>
    Self &&durableDelete(this Self &&self, bool on)
    {
        self.m_spec.durableDelete = on;
        return std::forward<Self>(self);
    }

private:
    friend class Session;
    using MutationBuilder::MutationBuilder;
};

/// remove. A missing record gives a row with NotFound.
class DeleteBuilder : public MutationBuilder
{
public:
    template <class Self>
    Self &&durableDelete(this Self &&self, bool on)
    {
        self.m_spec.durableDelete = on;
        return std::forward<Self>(self);
    }

private:
    friend class Session;
    using MutationBuilder::MutationBuilder;
};

/// touch. A missing record gives a row with NotFound.
class TouchBuilder : public MutationBuilder
{
public:
    template <class Self>
    Self &&ttl(this Self &&self, Ttl ttl)
    {
        self.m_spec.ttl = ttl;
        return std::forward<Self>(self);
    }

private:
    friend class Session;
    using MutationBuilder::MutationBuilder;
};

/// exists: a row with generation and expiry, or with NotFound.
class ExistsBuilder : public PointBuilder
{
private:
    friend class Session;
    using PointBuilder::PointBuilder;
};

/// query(key): a row with the record, or with NotFound.
class ReadBuilder : public PointBuilder
{
public:
    /// Only these bins; those that the record has not are absent from the result.
    template <class Self>
    Self &&bins(this Self &&self, std::vector<QByteArray> names)
    {
        self.m_spec.metadataOnly = false;
        self.m_spec.operations.clear();
        for (QByteArray &name : names)
            self.m_spec.operations.push_back(Operation::read(std::move(name)));
        return std::forward<Self>(self);
    }
    template <class Self>
    Self &&noBins(this Self &&self)
    {
        self.m_spec.operations.clear();
        self.m_spec.metadataOnly = true;
        return std::forward<Self>(self);
    }
    /// Read operations (CDT, bit, HLL, expression); a write operation fails execute() with InvalidArgument.
    template <class Self>
    Self &&operations(this Self &&self, std::vector<Operation> operations)
    {
        self.m_spec.metadataOnly = false;
        self.m_spec.operations = std::move(operations);
        return std::forward<Self>(self);
    }
    /// -1, 0 or 1 … 100; see Settings::readTouchTtlPercent.
    template <class Self>
    Self &&readTouchTtlPercent(this Self &&self, int percent)
    {
        self.m_spec.readTouchTtlPercent = percent;
        return std::forward<Self>(self);
    }

private:
    friend class Session;
    using PointBuilder::PointBuilder;
};

} // namespace Aeroscope
