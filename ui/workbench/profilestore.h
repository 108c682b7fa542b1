// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/profile.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

namespace Aeroscope::Workbench {

/// The saved connections: one plain JSON file each in a folder, readable, shareable, without secrets.
/// GUI thread. Files of other formats are left alone.
class ProfileStore : public QObject
{
    Q_OBJECT

public:
    /// `folder` is made when the first profile is saved. Call load() once.
    explicit ProfileStore(QString folder, QObject *parent = nullptr);

    /// Reads the folder anew. Answers one sentence for each file that could not be read.
    QStringList load();

    /// Sorted by name, without case.
    [[nodiscard]] const QList<Profile> &profiles() const noexcept { return m_profiles; }
    /// Null when there is none of that id.
    [[nodiscard]] const Profile *find(const QString &id) const;

    /// Writes atomically. A profile without an id gets one from its name; answers the profile as saved.
    Result<Profile> save(Profile profile);
    Result<void> remove(const QString &id);
    /// A copy under a free name ("prod-eu 2"), saved; its secrets are not copied.
    Result<Profile> duplicate(const QString &id);

    [[nodiscard]] const QString &folder() const noexcept { return m_folder; }

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QString fileOf(const QString &id) const;
    [[nodiscard]] QString freeId(const QString &name) const;
    void sort();

    QString m_folder;
    QList<Profile> m_profiles;
};

} // namespace Aeroscope::Workbench
