// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <memory>
#include <stop_token>
#include <utility>

namespace Aeroscope::Ui {

/// Runs `work(stop_token)` on a thread of the pool and hands its result to `done` on the GUI thread, unless
/// it was stopped or `context` is gone by then. GUI thread. Keep the returned source and stop it before
/// starting the next job of the same kind; `context` stops its jobs when it is destroyed.
template <class Work, class Done>
std::stop_source startRowJob(QObject *context, Work work, Done done)
{
    std::stop_source source;
    QThreadPool::globalInstance()->start([guard = QPointer<QObject>(context), source, work = std::move(work),
                                          done = std::move(done)]() mutable {
        if (source.stop_requested())
            return;
        using Result = decltype(work(source.get_token()));
        auto result = std::make_shared<Result>(work(source.get_token()));
        if (source.stop_requested())
            return;
        QMetaObject::invokeMethod(
            qApp,
            [guard, source, result, done = std::move(done)]() mutable {
                if (guard && !source.stop_requested())
                    done(std::move(*result));
            },
            Qt::QueuedConnection);
    });
    return source;
}

} // namespace Aeroscope::Ui
