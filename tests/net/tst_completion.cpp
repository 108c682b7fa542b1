// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/completion.h"
#include "client/net/iothread.h"
#include "client/net/sleep.h"
#include "client/net/task.h"
#include "tests/support/runtask.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThread>

#include <atomic>
#include <thread>
#include <vector>

using namespace Aeroscope;
using namespace Aeroscope::Net;
using namespace Aeroscope::Test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// A coroutine whose frame its owner can destroy while it is suspended; a Task cannot be ended so.
struct Doomed
{
    struct promise_type
    {
        Doomed get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
};

Doomed awaitInto(Completion<int> completion, std::optional<Result<int>> *out)
{
    out->emplace(co_await completion);
}

Doomed awaitIntoWithin(Completion<int> completion, Deadline deadline, std::stop_token stop,
                       std::optional<Result<int>> *out)
{
    out->emplace(co_await completion.within(deadline, std::move(stop)));
}

QCoro::Task<Result<int>> within(Completion<int> completion, Deadline deadline, std::stop_token stop)
{
    co_return co_await completion.within(deadline, std::move(stop));
}

} // namespace

class TestCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesValueThatIsThereAlready()
    {
        CompletionSource<int> source;
        Completion<int> completion = source.completion();
        QVERIFY(!completion.isReady());
        QVERIFY(source.complete(7));
        QVERIFY(completion.isReady());
        QCOMPARE(runAwaitable<Result<int>>(std::move(completion)).value(), 7);
    }

    void resumesInsideCompleteOnTheSameThread()
    {
        CompletionSource<int> source;
        std::optional<Result<int>> out;
        const Doomed coroutine = awaitInto(source.completion(), &out);
        QVERIFY(!out);
        source.complete(3);
        QVERIFY(out);
        QCOMPARE(out->value(), 3);
        QVERIFY(coroutine.handle.done());
        coroutine.handle.destroy();
    }

    void resumesFromTheLoopWhenAskedTo()
    {
        CompletionSource<int> source;
        std::optional<Result<int>> out;
        const Doomed coroutine = awaitInto(source.completion(), &out);
        source.completeLater(3);
        QVERIFY(!out);
        QTRY_VERIFY(out);
        QCOMPARE(out->value(), 3);
        coroutine.handle.destroy();
    }

    void completesOnlyOnce()
    {
        CompletionSource<int> source;
        Completion<int> completion = source.completion();
        QVERIFY(source.complete(1));
        QVERIFY(!source.complete(2));
        QVERIFY(!source.fail(Error::cancelled()));
        QCOMPARE(runAwaitable<Result<int>>(std::move(completion)).value(), 1);
    }

    void givesTheError()
    {
        CompletionSource<void> source;
        Completion<void> completion = source.completion();
        source.fail(Error::network(u"gone"_s));
        const auto result = runAwaitable<Result<void>>(std::move(completion));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Network);
    }

    void deathOfTheLastProducerCancels()
    {
        std::optional<Result<int>> out;
        Doomed coroutine{};
        {
            CompletionSource<int> source;
            coroutine = awaitInto(source.completion(), &out);
            {
                const CompletionSource<int> copy = source;
            }
            QTest::qWait(0);
            QVERIFY(!out); // one of two has died
        }
        QVERIFY(!out); // a destructor resumes nobody inside itself
        QTRY_VERIFY(out);
        QCOMPARE(out->error().kind, ErrorKind::Cancelled);
        coroutine.handle.destroy();
    }

    void secondAwaitIsAnError()
    {
        CompletionSource<int> source;
        Completion<int> completion = source.completion();
        source.complete(1);
        const auto both =
            runTask([](Completion<int> awaited) -> QCoro::Task<std::pair<Result<int>, Result<int>>> {
                Result<int> first = co_await awaited;
                Result<int> second = co_await awaited;
                co_return std::pair(std::move(first), std::move(second));
            }(std::move(completion)));
        QCOMPARE(both.first.value(), 1);
        QCOMPARE(both.second.error().kind, ErrorKind::Internal);
    }

    void aDeadFrameIsNeverTouched()
    {
        CompletionSource<int> source;
        std::optional<Result<int>> out;
        const Doomed coroutine = awaitInto(source.completion(), &out);
        coroutine.handle.destroy();
        QVERIFY(source.isAbandoned());
        QVERIFY(source.complete(1));
        QTest::qWait(0);
        QVERIFY(!out);
    }

    void aFrameThatDiesBetweenAnswerAndResumptionIsNeverTouched()
    {
        CompletionSource<int> source;
        std::optional<Result<int>> out;
        const Doomed coroutine = awaitInto(source.completion(), &out);
        source.completeLater(1);
        coroutine.handle.destroy();
        QTest::qWait(0);
        QVERIFY(!out);

        // the same with the answer under way from another thread
        CompletionSource<int> remote;
        const Doomed other = awaitInto(remote.completion(), &out);
        std::thread([&] { remote.complete(1); }).join();
        other.handle.destroy();
        QTest::qWait(0);
        QVERIFY(!out);
    }

    void aDeadFrameWithDeadlineAndTokenIsNeverTouched()
    {
        CompletionSource<int> source;
        std::stop_source stop;
        std::optional<Result<int>> out;
        const Doomed coroutine =
            awaitIntoWithin(source.completion(), Deadline::after(5ms), stop.get_token(), &out);
        stop.request_stop();
        coroutine.handle.destroy();
        QTest::qWait(30);
        QVERIFY(!out);
    }

    void endsAtTheDeadline()
    {
        CompletionSource<int> source;
        QElapsedTimer timer;
        timer.start();
        const auto result = runTask(within(source.completion(), Deadline::after(30ms), {}));
        QVERIFY(timer.elapsed() >= 30);
        QCOMPARE(result.error().kind, ErrorKind::Timeout);
        QVERIFY(source.complete(1)); // late, let go
        QVERIFY(source.isAbandoned());
    }

    void endsWhenStopped_data()
    {
        QTest::addColumn<QString>("when");
        QTest::newRow("before the await") << u"before"_s;
        QTest::newRow("while suspended, same thread") << u"during"_s;
        QTest::newRow("while suspended, other thread") << u"thread"_s;
        QTest::newRow("after the answer") << u"after"_s;
    }
    void endsWhenStopped()
    {
        QFETCH(QString, when);
        CompletionSource<int> source;
        std::stop_source stop;
        std::optional<Result<int>> out;
        if (when == "before"_L1)
            stop.request_stop();
        const Doomed coroutine =
            awaitIntoWithin(source.completion(), Deadline::never(), stop.get_token(), &out);
        if (when == "before"_L1) {
            QVERIFY(out);
        } else if (when == "during"_L1) {
            stop.request_stop();
            QVERIFY(!out); // nothing resumes inside request_stop()
        } else if (when == "thread"_L1) {
            std::thread([&] { stop.request_stop(); }).join();
        } else {
            source.complete(5);
            stop.request_stop();
        }
        QTRY_VERIFY(out);
        if (when == "after"_L1)
            QCOMPARE(out->value(), 5);
        else
            QCOMPARE(out->error().kind, ErrorKind::Cancelled);
        coroutine.handle.destroy();
    }

    void awaitingWithoutEventLoopIsAnError()
    {
        CompletionSource<int> source;
        std::optional<Result<int>> out;
        std::optional<Result<void>> slept;
        std::thread([&] {
            const Doomed coroutine = awaitInto(source.completion(), &out);
            coroutine.handle.destroy();
            [](std::optional<Result<void>> *into) -> QCoro::Task<void> {
                into->emplace(co_await sleepFor(1h));
            }(&slept);
        }).join();
        QVERIFY(out);
        QCOMPARE(out->error().kind, ErrorKind::Internal);
        QVERIFY(slept);
        QCOMPARE(slept->error().kind, ErrorKind::Internal);
    }

    void exactlyOneOfManyProducersWins()
    {
        for (int round = 0; round < 200; ++round) {
            CompletionSource<int> source;
            Completion<int> completion = source.completion();
            std::atomic<int> winners = 0;
            std::atomic<int> winner = -1;
            std::vector<std::thread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([copy = source, i, &winners, &winner]() mutable {
                    if (copy.complete(i)) {
                        ++winners;
                        winner = i;
                    }
                });
            const int value = runAwaitable<Result<int>>(std::move(completion)).value();
            for (std::thread &thread : threads)
                thread.join();
            QCOMPARE(winners.load(), 1);
            QCOMPARE(value, winner.load());
        }
    }

    void tenThousandHandOversBetweenThreads()
    {
        // The answer may come before, while and after the await suspends: all must arrive on this thread.
        IoThread io(u"io"_s);
        io.start();
        const auto total = runTask([](IoThread *thread) -> QCoro::Task<qint64> {
            const QThread *home = QThread::currentThread();
            qint64 sum = 0;
            for (int i = 0; i < 10'000; ++i) {
                const Result<int> value = co_await thread->call([i] { return i; });
                if (!value || QThread::currentThread() != home)
                    co_return -1;
                sum += *value;
            }
            co_return sum;
        }(&io));
        QCOMPARE(total, qint64(10'000) * 9'999 / 2);
    }

    void tenThousandHandOversAtOnce()
    {
        IoThread io(u"io"_s);
        io.start();
        const auto total = runTask([](IoThread *thread) -> QCoro::Task<qint64> {
            std::vector<Completion<int>> all;
            for (int i = 0; i < 10'000; ++i)
                all.push_back(thread->call([i] { return i; }));
            qint64 sum = 0;
            for (Completion<int> &one : all)
                sum += (co_await one).value_or(-1'000'000'000);
            co_return sum;
        }(&io));
        QCOMPARE(total, qint64(10'000) * 9'999 / 2);
    }

    void endOfTheAwaitingThreadCancels()
    {
        CompletionSource<int> source;
        std::atomic<bool> cancelled = false;
        {
            IoThread io(u"io"_s);
            io.start();
            QVERIFY(io.post([&] {
                [](Completion<int> awaited, std::atomic<bool> *out) -> QCoro::Task<void> {
                    const Result<int> result = co_await awaited;
                    *out = !result && result.error().kind == ErrorKind::Cancelled;
                }(source.completion(), &cancelled);
            }));
        }
        QVERIFY(cancelled);
        QVERIFY(source.complete(1)); // to nobody
    }

    void anEndingThreadLosesNoRace()
    {
        // The producer completes while the awaiting thread ends: every frame must be resumed once, with
        // either answer.
        for (int round = 0; round < 50; ++round) {
            std::vector<CompletionSource<int>> sources(20);
            std::atomic<int> resumed = 0;
            IoThread io(u"io"_s);
            io.start();
            runAwaitable<Result<int>>(io.call([&] {
                for (CompletionSource<int> &source : sources) {
                    [](Completion<int> awaited, std::atomic<int> *count) -> QCoro::Task<void> {
                        static_cast<void>(co_await awaited);
                        ++*count;
                    }(source.completion(), &resumed);
                }
                return 0;
            })).value();
            std::thread producer([&] {
                for (CompletionSource<int> &source : sources)
                    source.complete(1);
            });
            io.stop(0ms);
            producer.join();
            QCOMPARE(resumed.load(), 20);
        }
    }
};

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
