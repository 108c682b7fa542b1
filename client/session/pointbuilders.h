// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/pointspec.h"
#include "client/net/task.h"
#include "client/session/batchbuilders.h"
#include "client/session/commandmodifiers.h"
#include "client/session/recordresult.h"

#include <memory>
#include <stop_token>
#include <utility>

namespace Aeroscope {

class SessionState;

/// What all commands on one record have in common. Builders are values: they may be copied, kept, chained as
/// temporaries or filled step by step; nothing is sent before execute(), which completes on the calling
/// thread. A further verb makes it the first part of a chain (see BatchBuilder).
class PointBuilder : public BatchVerbs
{
public:
    /// Total time, through all retries; zero: none.
    template <class Self>
    Self &&timeout(this Self &&self, std::chrono::milliseconds total)
    {
        self.PointBuilder::m_spec.totalTimeout = total;
        return std::forward<Self>(self);
    }
    /// Tries after the first one.
    template <class Self>
    Self &&maxRetries(this Self &&self, int count)
    {
        self.PointBuilder::m_spec.maxRetries = count;
        return std::forward<Self>(self);
    }

    [[nodiscard]] const PointSpec &spec() const noexcept { return m_spec; }

    /// Sends. A stop request completes it with Cancelled soon after; a write that was sent by then is in
    /// doubt.
    [[nodiscard]] QCoro::Task<Result<RecordResult>> execute(std::stop_token stop = {}) const;

protected:
    PointBuilder(std::shared_ptr<const SessionState> session, Verb verb, Key key);

private:
    friend class SpecAccess;
    friend class BatchVerbs;
    friend class Batch;
    PointSpec &currentSpec() noexcept { return m_spec; }
    [[nodiscard]] BatchParts batchParts() const;

    std::shared_ptr<const SessionState> m_session;
    PointSpec m_spec;
};

/// upsert, insert, update, replace, replaceIfExists.
class WriteBuilder : public PointBuilder, public WriteModifiers
{
private:
    friend class Session;
    using PointBuilder::PointBuilder;
};

/// remove. A missing record gives a row with NotFound.
class DeleteBuilder : public PointBuilder, public DeleteModifiers
{
private:
    friend class Session;
    using PointBuilder::PointBuilder;
};

/// touch: a new generation and expiry. A missing record gives a row with NotFound.
class TouchBuilder : public PointBuilder, public TouchModifiers
{
private:
    friend class Session;
    using PointBuilder::PointBuilder;
};

/// exists: a row with generation and expiry, or with NotFound.
class ExistsBuilder : public PointBuilder, public CommandModifiers
{
private:
    friend class Session;
    using PointBuilder::PointBuilder;
};

/// query(key): a row with the record, or with NotFound.
class ReadBuilder : public PointBuilder, public ReadModifiers
{
private:
    friend class Session;
    using PointBuilder::PointBuilder;
};

} // namespace Aeroscope
