// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clusterview.h"
#include "client/wire/info.h"

#include <QByteArray>

#include <algorithm>
#include <initializer_list>
#include <vector>

/// Reading the key=value texts of info answers.
namespace Aeroscope::InfoText {

/// 0, or `otherwise`, for what is missing or no integer.
[[nodiscard]] inline qint64 number(const Wire::InfoMap &map, const char *key, qint64 otherwise = 0)
{
    bool ok = false;
    const qint64 value = map.value(key).toLongLong(&ok);
    return ok ? value : otherwise;
}

/// The first of several names under which servers have called it.
[[nodiscard]] inline qint64 firstNumber(const Wire::InfoMap &map, std::initializer_list<const char *> keys,
                                        qint64 otherwise = 0)
{
    for (const char *key : keys) {
        if (map.contains(key))
            return number(map, key, otherwise);
    }
    return otherwise;
}

/// -1 for what is missing or no number.
[[nodiscard]] inline double real(const Wire::InfoMap &map, const char *key)
{
    bool ok = false;
    const double value = map.value(key).toDouble(&ok);
    return ok ? value : -1;
}

[[nodiscard]] inline bool flag(const Wire::InfoMap &map, const char *key)
{
    return map.value(key) == "true";
}

/// Records behind so many copies, rounded.
[[nodiscard]] inline qint64 corrected(qint64 copies, qint64 factor)
{
    return factor > 1 ? (copies + factor / 2) / factor : copies;
}

/// Copies of a record that a namespace keeps now.
[[nodiscard]] inline qint64 effectiveFactor(const Wire::InfoMap &stats)
{
    return std::max<qint64>(firstNumber(stats, {"effective_replication_factor", "replication-factor"}, 1), 1);
}

/// Of the partition map.
[[nodiscard]] inline std::vector<QByteArray> namespaceNames(const ClusterView &view)
{
    std::vector<QByteArray> names;
    for (const auto &table : view.map().tables())
        names.push_back(table->name());
    return names;
}

} // namespace Aeroscope::InfoText
