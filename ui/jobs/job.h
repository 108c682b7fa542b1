// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>

namespace Aeroscope::Ui {

/// Work that takes its time beside the window: what it is, how far it is, how it ended. GUI thread.
class Job : public QObject
{
    Q_OBJECT

public:
    enum class State { Running, Done, Failed, Stopped };

    explicit Job(QString title, QObject *parent = nullptr);

    [[nodiscard]] const QString &title() const noexcept { return m_title; }
    [[nodiscard]] State state() const noexcept { return m_state; }
    [[nodiscard]] bool isRunning() const noexcept { return m_state == State::Running; }
    [[nodiscard]] qint64 done() const noexcept { return m_done; }
    /// 0: not known.
    [[nodiscard]] qint64 total() const noexcept { return m_total; }
    /// How it goes, or how it ended, in words.
    [[nodiscard]] const QString &detail() const noexcept { return m_detail; }
    /// The folder where its result lies; empty: none.
    [[nodiscard]] const QString &folder() const noexcept { return m_folder; }
    [[nodiscard]] qint64 elapsedMilliseconds() const;

    /// Asks it to end; changed() tells when it has.
    virtual void stop() = 0;

Q_SIGNALS:
    void changed();
    /// Once, when it is not running any more.
    void finished();

protected:
    void setProgress(qint64 done, qint64 total, const QString &detail);
    void setFolder(const QString &folder) { m_folder = folder; }
    void end(State state, const QString &detail);

private:
    QString m_title;
    State m_state = State::Running;
    qint64 m_done = 0;
    qint64 m_total = 0;
    QString m_detail;
    QString m_folder;
    QElapsedTimer m_clock;
    qint64 m_elapsed = 0;
};

} // namespace Aeroscope::Ui
