// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/iothread.h"
#include "client/net/sleep.h"
#include "client/net/taskscope.h"
#include "tests/support/runtask.h"

#include <QRegularExpression>
#include <QTest>
#include <QThread>

#include <atomic>
#include <stdexcept>

using namespace Aeroscope;
using namespace Aeroscope::Net;
using namespace Aeroscope::Test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

QCoro::Task<Result<int>> sleepThen(std::chrono::milliseconds duration, int value, std::stop_token stop)
{
    if (const Result<void> slept = co_await sleepFor(duration, std::move(stop)); !slept)
        co_return std::unexpected(slept.error());
    co_return value;
}

QCoro::Task<Result<int>> throwing()
{
    static_cast<void>(co_await sleepFor(1ms));
    throw std::runtime_error("on purpose");
}

} // namespace

class TestIoThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsWhatIsPostedInOrderOnItsOwnThread()
    {
        IoThread io(u"io"_s);
        QVERIFY(!io.post([] {}));
        io.start();
        QVERIFY(!IoThread::current());
        std::vector<int> order;
        for (int i = 0; i < 100; ++i)
            QVERIFY(io.post([&, i] {
                if (IoThread::current() == &io && QThread::currentThread() != thread())
                    order.push_back(i);
            }));
        QCOMPARE(runAwaitable<Result<size_t>>(io.call([&] { return order.size(); })).value(), size_t(100));
        QVERIFY(std::ranges::is_sorted(order));
    }

    void callGivesValuesResultsAndTasks()
    {
        IoThread io(u"io"_s);
        io.start();
        QCOMPARE(runAwaitable<Result<int>>(io.call([] { return 4; })).value(), 4);
        QVERIFY(runAwaitable<Result<void>>(io.call([] {})));
        const auto failed = runAwaitable<Result<int>>(
            io.call([]() -> Result<int> { return std::unexpected(Error::network(u"no"_s)); }));
        QCOMPARE(failed.error().kind, ErrorKind::Network);
        // a capturing coroutine lambda: its captures live as long as its task
        const QString captured = u"a text long enough to be on the heap, and not shared"_s;
        const auto text =
            runAwaitable<Result<QString>>(io.call([text = captured]() -> QCoro::Task<Result<QString>> {
                static_cast<void>(co_await sleepFor(5ms));
                co_return text + u"!"_s;
            }));
        QCOMPARE(text.value(), QString(captured + u"!"_s));
    }

    void aStoppedThreadAnswersCancelled()
    {
        IoThread io(u"io"_s);
        io.start();
        io.stop();
        io.stop();
        QVERIFY(!io.post([] {}));
        QCOMPARE(runAwaitable<Result<int>>(io.call([] { return 4; })).error().kind, ErrorKind::Cancelled);
    }

    void stoppingEndsWhatRuns()
    {
        IoThread io(u"io"_s);
        io.start();
        // one that hears its token, one that does not: neither may hold the thread or be left behind
        Completion<int> polite =
            io.call([] { return sleepThen(1h, 1, IoThread::current()->scope().token()); });
        Completion<int> deaf = io.call([] { return sleepThen(1h, 1, {}); });
        runAwaitable<Result<void>>(io.call([] {})).value();
        QElapsedTimer timer;
        timer.start();
        io.stop(50ms);
        QVERIFY(timer.elapsed() < 5000);
        QCOMPARE(runAwaitable<Result<int>>(std::move(polite)).error().kind, ErrorKind::Cancelled);
        QCOMPARE(runAwaitable<Result<int>>(std::move(deaf)).error().kind, ErrorKind::Cancelled);
    }

    void stoppingWaitsForWhatComesToItsEnd()
    {
        IoThread io(u"io"_s);
        io.start();
        Completion<int> working = io.call([] { return sleepThen(30ms, 9, {}); });
        runAwaitable<Result<void>>(io.call([] {})).value();
        io.stop(10s);
        QCOMPARE(runAwaitable<Result<int>>(std::move(working)).value(), 9);
    }

    void aBlockedMainThreadDoesNotHoldTheIoThread()
    {
        IoThread io(u"io"_s);
        io.start();
        std::atomic<int> ticks = 0;
        std::stop_source stop;
        QVERIFY(io.post([&, token = stop.get_token()] {
            io.scope().launch([](std::atomic<int> *count, std::stop_token stopped) -> QCoro::Task<void> {
                while (co_await sleepFor(10ms, stopped))
                    ++*count;
            }(&ticks, token));
        }));
        QThread::msleep(2000); // the event loop of this thread stands still
        const int seen = ticks;
        stop.request_stop();
        QVERIFY2(seen > 50, qPrintable(QString::number(seen)));
    }

    void theScopeCountsCancelsAndDrains()
    {
        TaskScope scope;
        QCOMPARE(scope.active(), 0);
        QVERIFY(scope.drained().isReady());
        scope.launch(sleepThen(1h, 1, scope.token()));
        scope.launch(sleepThen(1h, 2, scope.token()));
        QCOMPARE(scope.active(), 2);
        Completion<void> drained = scope.drained();
        QVERIFY(!drained.isReady());
        scope.cancel();
        QCOMPARE(scope.active(), 2); // nothing resumes inside cancel()
        QVERIFY(runAwaitable<Result<void>>(std::move(drained)));
        QCOMPARE(scope.active(), 0);
        QVERIFY(!scope.token().stop_requested()); // usable again

        scope.close();
        QVERIFY(scope.token().stop_requested());
        scope.launch(sleepThen(1h, 1, scope.token()));
        QCOMPARE(scope.active(), 0);
    }

    void theDeathOfAScopeStopsItsTasks()
    {
        std::stop_token token;
        {
            TaskScope scope;
            token = scope.token();
            scope.launch(sleepThen(1h, 1, token));
        }
        QVERIFY(token.stop_requested());
        QTest::qWait(0); // the task ends by itself, touching no dead scope
    }

    void aFailedOrThrowingTaskIsLogged()
    {
        TaskScope scope;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"failed.*on purpose"_s));
        scope.launch([]() -> QCoro::Task<Result<void>> {
            co_return std::unexpected(Error::internal(u"on purpose"_s));
        }());
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"threw.*on purpose"_s));
        scope.launch(throwing());
        QVERIFY(runAwaitable<Result<void>>(scope.drained()));
        // a cancelled one is not worth a word: an unexpected message would be seen in the log
        scope.launch([]() -> QCoro::Task<Result<void>> { co_return std::unexpected(Error::cancelled()); }());
        QCOMPARE(scope.active(), 0);
    }
};

QTEST_GUILESS_MAIN(TestIoThread)
#include "tst_iothread.moc"
