// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/systemmetadata.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

constexpr const char *moduleNames[SystemMetadata::moduleCount] = {"evict", "sindex", "truncate", "UDF"};

} // namespace

void SystemMetadata::set(Module module, const QByteArray &key, const QByteArray &value)
{
    const std::lock_guard lock(m_mutex);
    List &all = list(module);
    ++all.changes;
    const auto found = std::find_if(all.items.begin(), all.items.end(),
                                    [&key](const Item &item) { return item.key == key; });
    if (found != all.items.end())
        found->value = value;
    else
        all.items.push_back({key, value});
}

void SystemMetadata::remove(Module module, const QByteArray &key)
{
    const std::lock_guard lock(m_mutex);
    List &all = list(module);
    for (Item &item : all.items) {
        if (item.key == key && item.value) {
            item.value.reset();
            ++all.changes;
        }
    }
}

void SystemMetadata::removeValue(Module module, const QByteArray &keyPrefix, const QByteArray &value)
{
    const std::lock_guard lock(m_mutex);
    List &all = list(module);
    for (Item &item : all.items) {
        if (item.value == value && item.key.startsWith(keyPrefix)) {
            item.value.reset();
            ++all.changes;
        }
    }
}

std::optional<QByteArray> SystemMetadata::value(Module module, const QByteArray &key) const
{
    const std::lock_guard lock(m_mutex);
    for (const Item &item : list(module).items) {
        if (item.key == key)
            return item.value;
    }
    return std::nullopt;
}

QByteArray SystemMetadata::text(Module module) const
{
    const std::lock_guard lock(m_mutex);
    QByteArray text;
    for (const Item &item : list(module).items) {
        if (item.value)
            text += (text.isEmpty() ? "" : ";") + item.key + '=' + *item.value;
    }
    return text.isEmpty() ? QByteArray("<empty>") : text;
}

QByteArray SystemMetadata::summary(int nodes, const QByteArray &principal, const QByteArray &clusterKey) const
{
    const std::lock_guard lock(m_mutex);
    QByteArray text = "smd:n_pending_sets=0,n_events=0,n_nodes=" + QByteArray::number(nodes) +
                      ",principal=" + principal + ",cluster_key=" + clusterKey + ';';
    for (size_t i = 0; i < m_lists.size(); ++i) {
        text += moduleNames[i];
        text += ":committed_key=" + (m_lists[i].changes == 0 ? QByteArray("0") : clusterKey) +
                ",committed_tid=" + QByteArray::number(m_lists[i].changes) +
                ",n_keys=" + QByteArray::number(m_lists[i].items.size()) + ",state=pr;";
    }
    return text;
}

} // namespace Aeroscope::Demo
