// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/policy/settings.h"
#include "client/value/error.h"

#include <QList>

#include <chrono>

namespace Aeroscope {

/// Whether a failure may be cured by another try (protocol section 10.5): lost connections, time-outs of the
/// server or of one try, Unavailable, DeviceOverload, no free connection, an open circuit breaker, a session
/// that is over (the next connection is logged in anew).
[[nodiscard]] bool isRetryableFailure(const Error &error) noexcept;

/// Whether a request that was sent and failed like this may have been carried out all the same.
[[nodiscard]] bool leavesDoubt(const Error &error) noexcept;

/// The course of one command through its tries (protocol section 10.5): when to try again, after which pause,
/// on which copy, and what is to be said in the end. Pure; a value, one per command.
class RetryState
{
public:
    struct Rules
    {
        bool write = false;
        /// A linearizable read moves between copies as carefully as a write does.
        bool linearize = false;
        /// Replica::Master: every try asks the master.
        bool fixedReplica = false;
        int maxRetries = 0;
        std::chrono::milliseconds delay{0};
    };

    RetryState() = default;
    explicit RetryState(const Rules &rules) noexcept
        : m_rules(rules)
    {}

    /// A request was handed to a socket.
    void noteSent() noexcept { ++m_sent; }
    [[nodiscard]] int sent() const noexcept { return m_sent; }

    struct Decision
    {
        bool retry = false;
        bool advanceReplica = false;
        std::chrono::milliseconds delay{0};
    };
    /// One try failed. Keeps the error for the history when there is another try.
    [[nodiscard]] Decision onFailure(const Error &error);

    /// The error to report: attempts, history and doubt filled in. A write is in doubt when it was sent and
    /// its last try left no answer, or when it was sent more than once.
    [[nodiscard]] Error finalError(Error last);

private:
    Rules m_rules;
    int m_sent = 0;
    int m_retries = 0;
    bool m_switched = false;
    QList<Error> m_history;
};

} // namespace Aeroscope
