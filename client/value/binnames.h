// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <algorithm>
#include <cstring>
#include <vector>

namespace Aeroscope {

/// The names of bins seen lately: record after record carries the same few, so that they share one copy
/// each. Used by one thread; the names may go anywhere.
class BinNames
{
public:
    /// A name equal to these bytes. `place`: where it stands in its record, which is where it is looked for
    /// first. The reference holds until the next call.
    [[nodiscard]] const QByteArray &of(QByteArrayView wanted, std::size_t place)
    {
        if (place < m_names.size() && isSame(m_names[place], wanted))
            return m_names[place];
        const auto at =
            std::ranges::find_if(m_names, [wanted](const QByteArray &name) { return isSame(name, wanted); });
        if (at != m_names.end())
            return *at;
        if (m_names.size() < most)
            return m_names.emplace_back(wanted.toByteArray());
        return m_other = wanted.toByteArray();
    }

private:
    /// More are not kept: a set with names of its own in each record gains nothing by it.
    static constexpr std::size_t most = 64;

    [[nodiscard]] static bool isSame(const QByteArray &name, QByteArrayView wanted) noexcept
    {
        return name.size() == wanted.size() &&
               std::memcmp(name.constData(), wanted.data(), static_cast<std::size_t>(wanted.size())) == 0;
    }

    std::vector<QByteArray> m_names;
    QByteArray m_other;
};

} // namespace Aeroscope
