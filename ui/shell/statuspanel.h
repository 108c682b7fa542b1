// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QTimer;

namespace Aeroscope::Ui {

/// The content of the status bar: connection, rows, partitions done, rate; on the right what belongs to the
/// tab.
class StatusPanel : public QWidget
{
    Q_OBJECT

public:
    explicit StatusPanel(QWidget *parent = nullptr);

    struct State
    {
        /// Nothing can be written from here: "RO" before the connection.
        bool readOnly = false;
        QString connection{};
        QString rows{};
        QString progress{};
        QString rate{};
        QString selection{};
        QString build{};
        QString memory{};
        int partitionsDone = 0;
        int partitionsTotal = 0; ///< 0: no bar
    };
    void setState(const State &state);
    [[nodiscard]] const State &state() const noexcept { return m_state; }
    /// For some seconds instead of the rate.
    void setNotice(const QString &text);

private:
    void apply();

    State m_state;
    QLabel *m_readOnly;
    QLabel *m_connection;
    QWidget *m_rowsLine;
    QLabel *m_rows;
    QProgressBar *m_bar;
    QLabel *m_progress;
    QLabel *m_rate;
    QLabel *m_selection;
    QLabel *m_build;
    QLabel *m_memory;
    QWidget *m_buildLine;
    QWidget *m_memoryLine;
    QString m_notice;
    QTimer *m_noticeTimer;
};

} // namespace Aeroscope::Ui
