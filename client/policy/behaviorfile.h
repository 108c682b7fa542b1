// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/policy/behaviorregistry.h"
#include "client/value/error.h"

#include <QByteArray>
#include <QFileSystemWatcher>
#include <QList>
#include <QObject>
#include <QString>

#include <memory>

namespace Aeroscope {

/// Reads behaviours from YAML, parents before their children:
///
/// @code
/// behaviors:
///   quick:
///     parent: READ_FAST          # of this text or of `known`; DEFAULT if not said
///     all: { maxRetries: 1 }
///     readsQuery: { totalTimeout: 90s, maxConcurrentNodes: 2 }
///     writesSc: { commitLevel: all, replica: preferRack }
/// @endcode
///
/// Scopes are the fields of BehaviorPatch, settings those of Settings; durations carry a unit (ms, s, m, h).
/// What is not understood is refused with InvalidArgument and its line, rather than ignored: a setting that
/// has no effect is worse than none.
[[nodiscard]] Result<QList<BehaviorPtr>> behaviorsFromYaml(const QByteArray &yaml,
                                                           const BehaviorRegistry &known);

/// Keeps the behaviours of a YAML file in a registry and reads it again whenever it changes. All of a file
/// takes effect or nothing does. Sessions keep the behaviour they were made with; new ones, made with what
/// the registry gives, get the new. Behaviours that left the file stay in the registry. Used by one thread
/// with an event loop; the registry may be read by any.
class BehaviorFile : public QObject
{
    Q_OBJECT

public:
    /// Reads nothing yet: load() does. The registry may be shared with others.
    BehaviorFile(QString path, std::shared_ptr<BehaviorRegistry> registry, QObject *parent = nullptr);

    /// Reads the file now and watches it from here on, also when it cannot be read yet.
    Result<void> load();

Q_SIGNALS:
    /// The file was read again, and its behaviours are in the registry.
    void reloaded();
    /// It was read again, and nothing of it was taken.
    void refused(const QString &why);

private:
    Result<void> read();
    void watch();
    void onChange();

    QString m_path;
    std::shared_ptr<BehaviorRegistry> m_registry;
    QFileSystemWatcher m_watcher;
    QByteArray m_seen; // what was read last
};

} // namespace Aeroscope
