// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

// Include this instead of <QCoroTask>.
//
// QCoro's awaiter asserts `handle != nullptr`. For a Task<std::expected<T, E>> whose T can be made from
// nullptr (a smart pointer, QByteArray, Value) libstdc++ 12 prefers its own operator==(expected, U) there,
// whose exception specification then names itself, and the program does not compile. An exact match beside
// the promise settles it.

#include <QCoroTask>

#include <coroutine>
#include <cstddef>

namespace QCoro::detail {

template <class Promise>
[[nodiscard]] constexpr bool operator==(const std::coroutine_handle<Promise> &handle, std::nullptr_t) noexcept
{
    return !handle;
}

} // namespace QCoro::detail
