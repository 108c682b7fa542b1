// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/datakey.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <vector>

namespace Aeroscope::Workbench {

/// A file of encrypted entries that only its owner can read and that grows at its end: what was synced is
/// there after a crash, an entry that was cut short is as if never written. Several processes may append to
/// it at the same time. One thread.
class EncryptedLog
{
public:
    using Entries = std::vector<QByteArray>;

    /// `file` is made by the first append, with its folder.
    EncryptedLog(QString file, DataKey key);
    ~EncryptedLog();
    Q_DISABLE_COPY_MOVE(EncryptedLog)

    /// All entries, oldest first. Fails for a file of another key, which is left alone. Entries that are
    /// damaged are left out and counted.
    [[nodiscard]] Result<Entries> read(int *damaged = nullptr);
    /// All of them at once, or none. `sync`: they are on the disk when this comes back.
    [[nodiscard]] Result<void> append(const Entries &entries, bool sync);
    /// Gives the entries to `change` and puts its answer in their place, atomically.
    [[nodiscard]] Result<void> rewrite(const std::function<Entries(Entries)> &change);

    /// Bytes of the file; 0 when there is none.
    [[nodiscard]] qint64 bytes() const;
    [[nodiscard]] const QString &file() const noexcept { return m_file; }

private:
    [[nodiscard]] Result<void> lock();
    void unlock();
    [[nodiscard]] Result<Entries> readLocked(int *damaged, qint64 *goodBytes);
    [[nodiscard]] QByteArray header();
    [[nodiscard]] QByteArray framed(const QByteArray &entry) const;

    QString m_file;
    DataKey m_key;
    QByteArray m_salt;
    int m_fd = -1;
};

} // namespace Aeroscope::Workbench
