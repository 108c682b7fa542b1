// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/client.h"

#include <QObject>
#include <QPointer>

/// A counter in the cluster as a QObject: slots start the work, signals bring the outcome to the thread of
/// the object. Its slots return at once.
class Counter : public QObject
{
    Q_OBJECT
public:
    Counter(const Aeroscope::Client &client, Aeroscope::Key key, QObject *parent = nullptr)
        : QObject(parent)
        , m_session(client.session())
        , m_key(std::move(key))
    {}

public Q_SLOTS:
    void increment() { run(); }

Q_SIGNALS:
    void changed(qint64 value);
    void failed(const QString &why);

private:
    // A member coroutine: co_await needs no lambda, and results come back on this thread.
    QCoro::Task<void> run()
    {
        const QPointer<Counter> self(this); // the object may be gone when the answer comes
        const auto result = co_await m_session.upsert(m_key).add("count", 1).read("count").execute();
        if (!self)
            co_return;
        if (result)
            Q_EMIT changed(result->record->bin("count")->toInteger());
        else
            Q_EMIT failed(result.error().toString());
    }

    Aeroscope::Session m_session;
    Aeroscope::Key m_key;
};
