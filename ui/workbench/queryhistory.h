// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/dataset.h"

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

namespace Aeroscope::Workbench {

/// How a run of a query ended.
enum class RunOutcome { Complete, LimitReached, Stopped, Failed };

struct HistoryEntry
{
    /// Name of the connection as the user knows it.
    QString connection{};
    DataSet dataset{};
    /// The filter; empty: every record.
    QString text{};
    QDateTime when{};
    qint64 milliseconds = 0;
    qint64 rows = 0;
    RunOutcome outcome = RunOutcome::Complete;

    friend bool operator==(const HistoryEntry &, const HistoryEntry &) = default;
};

/// The queries that were run, newest first, kept in a file that only its owner can read (a line of JSON
/// each). Texts and counts only: no rows, no secrets. The same text on the same place moves up instead of
/// coming twice. GUI thread; written soon after a change, and at the end.
class QueryHistory : public QObject
{
    Q_OBJECT

public:
    /// Older ones are forgotten.
    static constexpr int capacity = 500;

    /// Empty: kept nowhere.
    explicit QueryHistory(QString file, QObject *parent = nullptr);
    ~QueryHistory() override;

    /// Lines that cannot be read are left out; answers how many.
    int load();
    void add(HistoryEntry entry);
    void clear();
    [[nodiscard]] const QList<HistoryEntry> &entries() const noexcept { return m_entries; }
    /// Writes what is not written yet; false when that fails.
    bool save();

Q_SIGNALS:
    void changed();

private:
    QString m_file;
    QList<HistoryEntry> m_entries;
    QTimer m_saving;
    bool m_dirty = false;
};

} // namespace Aeroscope::Workbench
