// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/pointspec.h"

#include <concepts>
#include <utility>

namespace Aeroscope {

/// How modifiers reach the part of a builder that they change.
class SpecAccess
{
    friend class CommandModifiers;
    friend class MutationModifiers;
    friend class WriteModifiers;
    friend class DeleteModifiers;
    friend class TouchModifiers;
    friend class ReadModifiers;

    template <class Builder>
    static PointSpec &of(Builder &builder) noexcept
    {
        return builder.currentSpec();
    }
};

/// What every command on records can say besides its keys; a base of the builders of one record and of many.
/// Modifiers only note something: they neither fail nor send, and may be called on any thread.
class CommandModifiers
{
public:
    /// Only if the record satisfies this AEL text; `?0`, `?1` … take the arguments. A text that does not
    /// compile fails execute() with InvalidArgument, code ClientAelSyntax and a message that names line and
    /// column.
    template <class Self, class... Args>
        requires(std::convertible_to<Args, Value> && ...)
    Self &&where(this Self &&self, QString ael, Args &&...arguments)
    {
        SpecAccess::of(self).predicate =
            Predicate{std::move(ael), {Value(std::forward<Args>(arguments))...}, {}};
        return std::forward<Self>(self);
    }
    /// The arguments as a list, for callers that do not know their number while compiling.
    template <class Self>
    Self &&whereWith(this Self &&self, QString ael, std::vector<Value> arguments)
    {
        SpecAccess::of(self).predicate = Predicate{std::move(ael), std::move(arguments), {}};
        return std::forward<Self>(self);
    }
    /// The same with an expression that is compiled already (protocol section 3.4, field 43).
    template <class Self>
    Self &&filter(this Self &&self, Expression expression)
    {
        SpecAccess::of(self).predicate = Predicate{{}, {}, std::move(expression)};
        return std::forward<Self>(self);
    }
    /// A record that the predicate refuses is a failure: the call on a single record fails with FilteredOut
    /// instead of giving a row with that code; among many it goes to the handler of failures.
    template <class Self>
    Self &&failOnFilteredOut(this Self &&self, bool on = true)
    {
        SpecAccess::of(self).failOnFilteredOut = on;
        return std::forward<Self>(self);
    }

protected:
    CommandModifiers() = default;
};

/// What commands that change a record can say.
class MutationModifiers : public CommandModifiers
{
public:
    /// Fails with Generation unless the record has this generation (1 … 65535); 0 is refused by execute()
    /// with InvalidArgument.
    template <class Self>
    Self &&ensureGeneration(this Self &&self, quint32 generation)
    {
        SpecAccess::of(self).generation = generation;
        return std::forward<Self>(self);
    }

protected:
    MutationModifiers() = default;
};

/// What upsert, insert, update, replace and replaceIfExists can say. Without an operation that writes
/// execute() fails with InvalidArgument.
class WriteModifiers : public MutationModifiers
{
public:
    /// One write per bin, after what is there already. A Nil value removes the bin.
    template <class Self>
    Self &&put(this Self &&self, Bins bins)
    {
        for (Bin &bin : bins)
            SpecAccess::of(self).operations.push_back(
                Operation::write(std::move(bin.name), std::move(bin.value)));
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
        SpecAccess::of(self).operations.push_back(std::move(operation));
        return std::forward<Self>(self);
    }
    /// After what is there already; results come in the same order.
    template <class Self>
    Self &&operations(this Self &&self, std::vector<Operation> operations)
    {
        for (Operation &operation : operations)
            SpecAccess::of(self).operations.push_back(std::move(operation));
        return std::forward<Self>(self);
    }
    /// Default: the namespace's.
    template <class Self>
    Self &&ttl(this Self &&self, Ttl ttl)
    {
        SpecAccess::of(self).ttl = ttl;
        return std::forward<Self>(self);
    }
    /// Stores the user key with the record (adds it where there is none); default: the behaviour's.
    template <class Self>
    Self &&sendKey(this Self &&self, bool on)
    {
        SpecAccess::of(self).sendKey = on;
        return std::forward<Self>(self);
    }
    template <class Self>
    Self &&durableDelete(this Self &&self, bool on)
    {
        SpecAccess::of(self).durableDelete = on;
        return std::forward<Self>(self);
    }

protected:
    WriteModifiers() = default;
};

/// What remove can say.
class DeleteModifiers : public MutationModifiers
{
public:
    /// Leaves a tombstone, so that the record does not come back (Enterprise); default: the behaviour's.
    template <class Self>
    Self &&durableDelete(this Self &&self, bool on)
    {
        SpecAccess::of(self).durableDelete = on;
        return std::forward<Self>(self);
    }

protected:
    DeleteModifiers() = default;
};

/// What touch can say.
class TouchModifiers : public MutationModifiers
{
public:
    /// Default: the namespace's.
    template <class Self>
    Self &&ttl(this Self &&self, Ttl ttl)
    {
        SpecAccess::of(self).ttl = ttl;
        return std::forward<Self>(self);
    }

protected:
    TouchModifiers() = default;
};

/// What query(key) can say.
class ReadModifiers : public CommandModifiers
{
public:
    /// Only these bins; those that the record has not are absent from the result.
    template <class Self>
    Self &&bins(this Self &&self, std::vector<QByteArray> names)
    {
        SpecAccess::of(self).metadataOnly = false;
        SpecAccess::of(self).operations.clear();
        for (QByteArray &name : names)
            SpecAccess::of(self).operations.push_back(Operation::read(std::move(name)));
        return std::forward<Self>(self);
    }
    template <class Self>
    Self &&noBins(this Self &&self)
    {
        SpecAccess::of(self).operations.clear();
        SpecAccess::of(self).metadataOnly = true;
        return std::forward<Self>(self);
    }
    /// Read operations (CDT, bit, HLL, expression); a write operation fails execute() with InvalidArgument.
    template <class Self>
    Self &&operations(this Self &&self, std::vector<Operation> operations)
    {
        SpecAccess::of(self).metadataOnly = false;
        SpecAccess::of(self).operations = std::move(operations);
        return std::forward<Self>(self);
    }
    /// -1, 0 or 1 … 100; see Settings::readTouchTtlPercent.
    template <class Self>
    Self &&readTouchTtlPercent(this Self &&self, int percent)
    {
        SpecAccess::of(self).readTouchTtlPercent = percent;
        return std::forward<Self>(self);
    }

protected:
    ReadModifiers() = default;
};

} // namespace Aeroscope
