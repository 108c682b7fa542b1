// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/retrystate.h"

namespace Aeroscope {

bool isRetryableFailure(const Error &error) noexcept
{
    switch (error.kind) {
    case ErrorKind::Network:
    case ErrorKind::Timeout:
        return true;
    case ErrorKind::Server:
        return isRetryable(error.code);
    case ErrorKind::Authentication:
        return error.code == ResultCode::SessionExpired || error.code == ResultCode::NotAuthenticated;
    default:
        return error.code == ResultCode::ClientNoMoreConnections ||
               error.code == ResultCode::ClientMaxErrorRate;
    }
}

bool leavesDoubt(const Error &error) noexcept
{
    switch (error.kind) {
    case ErrorKind::Server:
        // The node that took the write gave up waiting for its copies.
        return error.code == ResultCode::Timeout;
    case ErrorKind::InvalidArgument:
    case ErrorKind::NotConnected:
    case ErrorKind::Authentication: // nothing is carried out for somebody who is not logged in
        return false;
    default:
        return error.code != ResultCode::ClientNoMoreConnections &&
               error.code != ResultCode::ClientMaxErrorRate;
    }
}

RetryState::Decision RetryState::onFailure(const Error &error)
{
    Decision decision;
    if (!isRetryableFailure(error) || m_retries >= m_rules.maxRetries)
        return decision;
    ++m_retries;
    decision.retry = true;
    const bool localRefusal =
        error.code == ResultCode::ClientNoMoreConnections || error.code == ResultCode::ClientMaxErrorRate;
    const bool timedOut = error.kind == ErrorKind::Timeout || error.code == ResultCode::Timeout;
    const bool careful = m_rules.write || m_rules.linearize;
    decision.advanceReplica = !m_rules.fixedReplica && !(careful && (timedOut || localRefusal));
    if (decision.advanceReplica && !m_switched)
        m_switched = true; // the other copy is likely well: no reason to wait
    else
        decision.delay = m_rules.delay;
    m_history << error;
    return decision;
}

Error RetryState::finalError(Error last)
{
    last.attempts = m_sent;
    last.history = std::exchange(m_history, {});
    last.inDoubt = m_rules.write && (m_sent > 1 || (m_sent == 1 && leavesDoubt(last)));
    return last;
}

} // namespace Aeroscope
