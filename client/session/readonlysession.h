// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/session.h"

namespace Aeroscope {

/// A session that can only look: it has no call that writes, and no way back to the session or client it was
/// made of. Whoever holds nothing else cannot change a cluster, whatever a button says. A cheap, copyable
/// value; threads and errors as for Session.
class ReadOnlySession
{
public:
    ReadOnlySession() = default;
    /// Reads as `session` does; give it a behaviour under which reading resets no expiry
    /// (Behavior::browsing()).
    explicit ReadOnlySession(Session session);

    /// See Session::get().
    [[nodiscard]] QCoro::Task<Result<Record>> get(Key key, std::vector<QByteArray> bins = {},
                                                  CallOptions options = {}) const;
    /// See Session::exists(); not its builder, from which a chain with writes could begin.
    [[nodiscard]] QCoro::Task<Result<RecordResult>> exists(Key key, std::stop_token stop = {}) const;
    [[nodiscard]] SetQuery query(DataSet dataset) const;
    /// Typed questions only; there is no way to send a command of one's own.
    [[nodiscard]] InfoApi info() const;

    [[nodiscard]] const BehaviorPtr &behavior() const;
    [[nodiscard]] bool isValid() const noexcept { return m_session.isValid(); }

private:
    Session m_session;
};

} // namespace Aeroscope
