// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/policy/settings.h"
#include "client/value/error.h"

#include <QString>

#include <array>
#include <memory>

namespace Aeroscope {

/// Layers of settings by scope. Resolution, later wins:
/// `all, reads, readsAp|readsSc, readsPoint|readsBatch|readsQuery` or
/// `all, writes, writesAp|writesSc, writesRetryable|writesNonRetryable, writesPoint|writesBatch|writesQuery`.
struct BehaviorPatch
{
    /// Everything.
    Settings all{};
    /// All reads; later layers of this list win over earlier ones.
    Settings reads{};
    /// Reads of available-mode namespaces.
    Settings readsAp{};
    /// Reads of strongly consistent namespaces.
    Settings readsSc{};
    /// Reads of one record.
    Settings readsPoint{};
    /// Reads of many keys.
    Settings readsBatch{};
    /// Queries over data sets.
    Settings readsQuery{};
    /// All writes.
    Settings writes{};
    /// Writes to available-mode namespaces.
    Settings writesAp{};
    /// Writes to strongly consistent namespaces.
    Settings writesSc{};
    /// Writes that leave the same record when they are carried out twice; see OperationKind.
    Settings writesRetryable{};
    /// Writes that do not.
    Settings writesNonRetryable{};
    /// Writes of one record.
    Settings writesPoint{};
    /// Writes of many keys.
    Settings writesBatch{};
    /// Writes over data sets, by jobs on the servers.
    Settings writesQuery{};
    friend bool operator==(const BehaviorPatch &, const BehaviorPatch &) = default;
};

class Behavior;
using BehaviorPtr = std::shared_ptr<const Behavior>;

/// A named, immutable set of settings: 3 kinds x 3 shapes x 2 modes = 18 resolved records, computed when it
/// is made. A child starts from its parent's resolved records, so its `all` beats the parent's most specific
/// layer. Thread-safe: immutable and shared.
class Behavior : public std::enable_shared_from_this<Behavior>
{
public:
    /// The defaults ("DEFAULT"). They differ from the official SDK's where that one surprises: dataset
    /// queries have no total time-out and visit all nodes at once.
    [[nodiscard]] static BehaviorPtr standard();
    /// "READ_FAST": point and batch reads with socket 50 ms, total 200 ms and 3 retries; queries stay
    /// unlimited.
    [[nodiscard]] static BehaviorPtr readFast();
    /// "STRICTLY_CONSISTENT": reads of strongly consistent namespaces are linearizable.
    [[nodiscard]] static BehaviorPtr strictlyConsistent();
    /// "FAST_RACK_AWARE": READ_FAST that prefers the racks of the cluster definition.
    [[nodiscard]] static BehaviorPtr fastRackAware();
    /// "BROWSING": looking changes nothing. Reads never extend a record's life (read-touch -1) and writes
    /// neither add nor drop a stored user key (send-key off). For tools that show and edit what others
    /// stored.
    [[nodiscard]] static BehaviorPtr browsing();

    /// A child with changes on top; this one stays as it is. The name is free, it shows in explain().
    [[nodiscard]] BehaviorPtr derive(QString name, BehaviorPatch patch) const;

    /// The same object at each call, valid as long as this behaviour.
    [[nodiscard]] const ResolvedSettings &settings(OperationKind kind, OperationShape shape,
                                                   ConsistencyMode mode = ConsistencyMode::Ap) const noexcept;

    /// As given to derive().
    [[nodiscard]] const QString &name() const noexcept { return m_name; }
    /// Null for the root.
    [[nodiscard]] const BehaviorPtr &parent() const noexcept { return m_parent; }
    /// What this one changes of its parent.
    [[nodiscard]] const BehaviorPatch &patch() const noexcept { return m_patch; }

    /// Plain English text: the layers from the root down with what each sets, then the 18 rows.
    [[nodiscard]] QString explain() const;

    /// Fails with InvalidArgument for a value out of range: negative durations, counts or thresholds,
    /// readTouchTtlPercent outside -1 … 100.
    [[nodiscard]] static Result<void> validate(const BehaviorPatch &patch);

    Behavior(const Behavior &) = delete;
    Behavior &operator=(const Behavior &) = delete;

private:
    Behavior(QString name, BehaviorPtr parent, BehaviorPatch patch);

    QString m_name;
    BehaviorPtr m_parent;
    BehaviorPatch m_patch;
    std::array<ResolvedSettings, 18> m_resolved;
};

} // namespace Aeroscope
