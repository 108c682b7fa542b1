// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/policy/behavior.h"

#include <QStringList>

#include <map>
#include <shared_mutex>

namespace Aeroscope {

/// Behaviours by name. Starts with the predefined ones; there is no global registry, so two of them never
/// collide. Thread-safe.
class BehaviorRegistry
{
public:
    BehaviorRegistry();

    /// Replaces one of the same name. Sessions keep the behaviour they were made with.
    void add(BehaviorPtr behavior);
    /// Null when there is none of that name.
    [[nodiscard]] BehaviorPtr find(const QString &name) const;
    /// Behavior::standard() when there is none of that name.
    [[nodiscard]] BehaviorPtr findOrStandard(const QString &name) const;
    /// Sorted.
    [[nodiscard]] QStringList names() const;

private:
    mutable std::shared_mutex m_mutex;
    std::map<QString, BehaviorPtr> m_behaviors;
};

} // namespace Aeroscope
