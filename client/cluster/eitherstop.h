// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <stop_token>
#include <utility>

namespace Aeroscope {

/// A token that stops when either of two does: the caller's, and that of the thread on which its work runs.
/// Lives as long as the work.
class EitherStop
{
public:
    EitherStop(const std::stop_token &one, const std::stop_token &other)
        : m_one(one, Relay{m_source})
        , m_other(other, Relay{m_source})
    {}
    EitherStop(const EitherStop &) = delete;
    EitherStop &operator=(const EitherStop &) = delete;

    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

private:
    struct Relay
    {
        std::stop_source source;
        void operator()() { source.request_stop(); }
    };
    std::stop_source m_source;
    std::stop_callback<Relay> m_one;
    std::stop_callback<Relay> m_other;
};

} // namespace Aeroscope
