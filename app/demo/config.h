// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <mutex>
#include <span>
#include <vector>

namespace Aeroscope::Demo {

/// One setting as get-config shows it. `values` says what set-config takes: empty = nothing (it cannot be
/// changed), "bool", "any", "low..high" or words separated by '|'.
struct ConfigItem
{
    const char *key;
    const char *value;
    const char *values = "";
};

/// A list of settings in the server's order (protocol section 1.3, get-config and set-config). Thread-safe.
class ConfigTable
{
public:
    explicit ConfigTable(std::span<const ConfigItem> items);

    /// "k=v;k=v;" with a trailing separator.
    [[nodiscard]] QByteArray text() const;
    [[nodiscard]] bool contains(QByteArrayView key) const;
    [[nodiscard]] QByteArray value(QByteArrayView key) const;
    /// Changes a setting if its rule allows the value.
    [[nodiscard]] bool set(QByteArrayView key, const QByteArray &value);
    /// Changes a setting without asking its rule; adds it when it is new.
    void force(const QByteArray &key, const QByteArray &value);
    /// The first settable key that `params` gives a value to, in the table's order; null when there is none.
    [[nodiscard]] QByteArray firstSettable(QByteArrayView params) const;

    [[nodiscard]] static std::span<const ConfigItem> serviceItems();
    [[nodiscard]] static std::span<const ConfigItem> networkItems();
    [[nodiscard]] static std::span<const ConfigItem> namespaceItems();

private:
    struct Entry
    {
        QByteArray key;
        QByteArray value;
        QByteArray rule;
    };
    [[nodiscard]] static bool allows(const QByteArray &rule, const QByteArray &value);

    mutable std::mutex m_mutex;
    std::vector<Entry> m_entries;
};

} // namespace Aeroscope::Demo
