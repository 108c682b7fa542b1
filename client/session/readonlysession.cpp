// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/readonlysession.h"

namespace Aeroscope {

ReadOnlySession::ReadOnlySession(Session session)
    : m_session(std::move(session))
{}

QCoro::Task<Result<Record>> ReadOnlySession::get(Key key, std::vector<QByteArray> bins,
                                                 CallOptions options) const
{
    return m_session.get(std::move(key), std::move(bins), std::move(options));
}

QCoro::Task<Result<RecordResult>> ReadOnlySession::exists(Key key, std::stop_token stop) const
{
    return m_session.exists(std::move(key)).execute(std::move(stop));
}

SetQuery ReadOnlySession::query(DataSet dataset) const
{
    return m_session.query(std::move(dataset));
}

InfoApi ReadOnlySession::info() const
{
    return m_session.info();
}

const BehaviorPtr &ReadOnlySession::behavior() const
{
    return m_session.behavior();
}

} // namespace Aeroscope
