// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/policy/behaviorregistry.h"

#include <mutex>

namespace Aeroscope {

BehaviorRegistry::BehaviorRegistry()
{
    for (const BehaviorPtr &behavior :
         {Behavior::standard(), Behavior::readFast(), Behavior::strictlyConsistent(),
          Behavior::fastRackAware(), Behavior::browsing()}) {
        m_behaviors.emplace(behavior->name(), behavior);
    }
}

void BehaviorRegistry::add(BehaviorPtr behavior)
{
    const QString name = behavior->name();
    const std::unique_lock lock(m_mutex);
    m_behaviors.insert_or_assign(name, std::move(behavior));
}

BehaviorPtr BehaviorRegistry::find(const QString &name) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_behaviors.find(name);
    return found == m_behaviors.end() ? BehaviorPtr() : found->second;
}

BehaviorPtr BehaviorRegistry::findOrStandard(const QString &name) const
{
    BehaviorPtr behavior = find(name);
    return behavior ? behavior : Behavior::standard();
}

QStringList BehaviorRegistry::names() const
{
    const std::shared_lock lock(m_mutex);
    QStringList result;
    for (const auto &[name, behavior] : m_behaviors)
        result << name;
    return result;
}

} // namespace Aeroscope
