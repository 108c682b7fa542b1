// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

#include <array>
#include <mutex>
#include <optional>
#include <vector>

namespace Aeroscope::Demo {

/// What the nodes of a cluster tell each other and `smd-show` lists: definitions of indexes, truncations,
/// modules and eviction limits, as texts. A key keeps its place in the list, also when it is removed and set
/// again. Thread-safe.
class SystemMetadata
{
public:
    enum class Module { Evict, Sindex, Truncate, Udf };
    static constexpr size_t moduleCount = 4;

    void set(Module module, const QByteArray &key, const QByteArray &value);
    void remove(Module module, const QByteArray &key);
    /// Removes the entry with that value among the keys that begin so.
    void removeValue(Module module, const QByteArray &keyPrefix, const QByteArray &value);
    [[nodiscard]] std::optional<QByteArray> value(Module module, const QByteArray &key) const;
    /// What smd-show answers for a module.
    [[nodiscard]] QByteArray text(Module module) const;
    /// What smd-info answers on a node, whose cluster key is given in hex digits.
    [[nodiscard]] QByteArray summary(int nodes, const QByteArray &principal,
                                     const QByteArray &clusterKey) const;

private:
    struct Item
    {
        QByteArray key;
        std::optional<QByteArray> value; ///< nothing: removed
    };
    struct List
    {
        std::vector<Item> items;
        quint64 changes = 0;
    };
    [[nodiscard]] List &list(Module module) { return m_lists[static_cast<size_t>(module)]; }
    [[nodiscard]] const List &list(Module module) const { return m_lists[static_cast<size_t>(module)]; }

    mutable std::mutex m_mutex;
    std::array<List, moduleCount> m_lists;
};

} // namespace Aeroscope::Demo
