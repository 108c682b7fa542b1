// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QtGlobal>

#include <tuple>

namespace Aeroscope::Demo {

/// What a user may do; a bit each. Which privilege gives which permission is told by the documentation, not
/// by a recording, as are the names in error texts.
namespace Permission {
inline constexpr quint32 None = 0, Read = 1 << 0, Query = 1 << 1, Write = 1 << 2, Delete = 1 << 3,
                         UdfApply = 1 << 4, UdfQuery = 1 << 5, OpsQuery = 1 << 6, UdfAdmin = 1 << 7,
                         IndexAdmin = 1 << 8, QueryAdmin = 1 << 9, Truncate = 1 << 10, EvictAdmin = 1 << 11,
                         SetConfig = 1 << 12, LoggingControl = 1 << 13, ServiceControl = 1 << 14,
                         UserAdmin = 1 << 15, MaskingAdmin = 1 << 16, ReadMasked = 1 << 17,
                         WriteMasked = 1 << 18;
}

/// The name of one permission in error texts.
[[nodiscard]] QByteArray permissionName(quint32 permission);

/// One privilege of a role (protocol section 2.1): a code, and where it holds if not everywhere.
struct Privilege
{
    quint8 code = 0;
    QByteArray ns;  ///< empty: all namespaces
    QByteArray set; ///< empty: all sets

    /// Codes below this one cannot be limited to a namespace or set.
    static constexpr quint8 firstScoped = 10;

    [[nodiscard]] bool isKnown() const noexcept;
    /// The permissions it gives.
    [[nodiscard]] quint32 permissions() const noexcept;
    [[nodiscard]] bool covers(QByteArrayView wantedNs, QByteArrayView wantedSet) const noexcept;

    friend bool operator==(const Privilege &, const Privilege &) = default;
    friend bool operator<(const Privilege &a, const Privilege &b)
    {
        return std::tie(a.code, a.ns, a.set) < std::tie(b.code, b.ns, b.set);
    }
};

} // namespace Aeroscope::Demo
