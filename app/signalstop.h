// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>
#include <stop_token>

namespace Aeroscope::App {

/// Turns SIGINT and SIGTERM into a stop request on the thread that made it, and SIGPIPE into a write error. A
/// second signal ends the process at once. One instance per process, on a thread with an event loop.
class SignalStop : public QObject
{
    Q_OBJECT
public:
    explicit SignalStop(QObject *parent = nullptr);
    ~SignalStop() override;

    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }
    /// Also for other reasons to stop, such as a reader that closed the pipe.
    void requestStop() { m_source.request_stop(); }
    /// The signal that came, 0 if none.
    [[nodiscard]] int signalNumber() const noexcept { return m_signal; }

private:
    std::stop_source m_source;
    std::unique_ptr<QSocketNotifier> m_notifier;
    int m_signal = 0;
};

} // namespace Aeroscope::App
