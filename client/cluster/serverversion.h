// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

#include <array>
#include <compare>

namespace Aeroscope {

/// The leading numbers of a `build` answer ("8.1.2.0-rc1" is 8.1.2.0). A value.
struct ServerVersion
{
    /// Major, minor, patch, fix.
    std::array<int, 4> numbers{};

    /// Missing numbers are 0; text that does not start with a number gives 0.0.0.0.
    [[nodiscard]] static ServerVersion parse(QByteArrayView build) noexcept;
    /// For comparisons.
    [[nodiscard]] static constexpr ServerVersion of(int major, int minor = 0, int patch = 0,
                                                    int fix = 0) noexcept
    {
        return {{major, minor, patch, fix}};
    }
    /// "8.1.2.0".
    [[nodiscard]] QByteArray toByteArray() const;

    /// The oldest server this client talks to.
    [[nodiscard]] static constexpr ServerVersion oldestSupported() noexcept { return of(6); }

    friend auto operator<=>(const ServerVersion &, const ServerVersion &) = default;
};

/// What changed between servers: the one table of names and features that depend on the version.
struct ServerFeatures
{
    /// Parameters of info commands are named `namespace=` and `id=` (before: `ns=`, `trid=`).
    bool longParameterNames = false;
    /// The server takes note of who its clients are (`user-agent-set`).
    bool userAgent = false;
    /// Any read operation in the projection of a query (before: plain bins).
    bool queryOperations = false;
    /// sindex-create takes `bin=`/`type=` (before: `indexdata=bin,type`).
    bool indexByBinAndType = false;

    /// What a server of that version can do.
    [[nodiscard]] static ServerFeatures of(const ServerVersion &version) noexcept;
};

} // namespace Aeroscope
