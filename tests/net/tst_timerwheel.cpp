// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/loopcontext.h"
#include "client/net/sleep.h"
#include "client/net/timerwheel.h"
#include "tests/support/runtask.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <deque>
#include <random>

using namespace Aeroscope;
using namespace Aeroscope::Net;
using namespace Aeroscope::Test;
using namespace std::chrono_literals;

namespace {

struct Recorder
{
    explicit Recorder(std::vector<int> *list, int id)
        : fired(list)
        , number(id)
        , timer(&Recorder::record, this)
    {}
    static void record(void *self)
    {
        auto *recorder = static_cast<Recorder *>(self);
        recorder->at = Deadline::Clock::now();
        recorder->early |= recorder->at < recorder->timer.deadline().time();
        recorder->fired->push_back(recorder->number);
    }

    std::vector<int> *fired;
    int number;
    Deadline::Clock::time_point at;
    bool early = false;
    WheelTimer timer;
};

} // namespace

class TestTimerWheel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thousandTimersFireInOrderAndNeverEarly()
    {
        TimerWheel wheel;
        std::vector<int> fired;
        std::deque<Recorder> recorders;
        std::vector<int> milliseconds(1000);
        for (int i = 0; i < 1000; ++i)
            milliseconds[size_t(i)] = i / 5; // up to 200 ms, several in each slot
        std::mt19937 random(1);              // NOLINT: the same shuffle each run
        std::ranges::shuffle(milliseconds, random);
        const auto start = Deadline::Clock::now();
        for (int i = 0; i < 1000; ++i) {
            recorders.emplace_back(&fired, i);
            recorders.back().timer.arm(wheel,
                                       Deadline(start + std::chrono::milliseconds(milliseconds[size_t(i)])));
        }
        QTRY_COMPARE(fired.size(), size_t(1000));
        QVERIFY(std::ranges::is_sorted(fired, {}, [&](int i) { return milliseconds[size_t(i)]; }));
        QVERIFY(std::ranges::none_of(recorders, &Recorder::early));
    }

    void aBlockedThreadFiresLateButInOrder()
    {
        TimerWheel wheel;
        std::vector<int> fired;
        Recorder third(&fired, 3);
        Recorder first(&fired, 1);
        Recorder second(&fired, 2);
        third.timer.arm(wheel, Deadline::after(60ms));
        first.timer.arm(wheel, Deadline::after(5ms));
        second.timer.arm(wheel, Deadline::after(20ms));
        QThread::msleep(80);
        QVERIFY(fired.empty());
        QTRY_COMPARE(fired, (std::vector{1, 2, 3}));
    }

    void firesWithinTheResolution()
    {
        TimerWheel wheel;
        std::vector<int> fired;
        Recorder recorder(&fired, 1);
        qint64 best = 1000; // the machine may be busy: one of several tries must be punctual
        for (int i = 0; i < 20 && best > 12; ++i) {
            fired.clear();
            const auto start = Deadline::Clock::now();
            recorder.timer.arm(wheel, Deadline(start + 25ms));
            QTRY_COMPARE(fired.size(), size_t(1));
            best = std::min<qint64>(best, (recorder.at - start - 25ms) / 1ms);
        }
        QVERIFY2(best <= 12, qPrintable(QString::number(best)));
    }

    void aDisarmedTimerDoesNotFire()
    {
        TimerWheel wheel;
        std::vector<int> fired;
        Recorder kept(&fired, 1);
        Recorder dropped(&fired, 2);
        {
            Recorder dead(&fired, 3);
            dead.timer.arm(wheel, Deadline::after(1ms));
        }
        dropped.timer.arm(wheel, Deadline::after(1ms));
        kept.timer.arm(wheel, Deadline::after(30ms));
        dropped.timer.disarm();
        QTRY_COMPARE(fired, std::vector{1});
        kept.timer.arm(wheel, Deadline::after(1ms));
        kept.timer.arm(wheel, Deadline::never());
        QVERIFY(!kept.timer.isArmed());
    }

    void oneThatFiresMayCancelAnotherThatIsDueToo()
    {
        TimerWheel wheel;
        struct Pair
        {
            WheelTimer first{[](void *self) { static_cast<Pair *>(self)->second.disarm(); }, this};
            WheelTimer second{[](void *self) { static_cast<Pair *>(self)->fired = true; }, this};
            bool fired = false;
        } pair;
        const auto when = Deadline::after(5ms);
        pair.first.arm(wheel, when);
        pair.second.arm(wheel, when);
        QTRY_VERIFY(!pair.first.isArmed());
        QTest::qWait(20);
        QVERIFY(!pair.fired);
    }

    void movingADeadlineCountsOnce()
    {
        TimerWheel wheel;
        std::vector<int> fired;
        Recorder moved(&fired, 1);
        moved.timer.arm(wheel, Deadline::after(5ms));
        moved.timer.arm(wheel, Deadline::after(40ms));
        Recorder between(&fired, 2);
        between.timer.arm(wheel, Deadline::after(20ms));
        QTRY_COMPARE(fired, (std::vector{2, 1}));
    }

    void aTimerOfALaterTurnWaitsForIt()
    {
        // The same slot, a whole turn of the wheel later.
        TimerWheel wheel;
        std::vector<int> fired;
        Recorder near(&fired, 1);
        Recorder far(&fired, 2);
        const auto when = Deadline::Clock::now() + 20ms;
        near.timer.arm(wheel, Deadline(when));
        far.timer.arm(wheel, Deadline(when + 1024 * TimerWheel::resolution));
        Recorder later(&fired, 3);
        later.timer.arm(wheel, Deadline(when + 30ms));
        QTRY_COMPARE(fired, (std::vector{1, 3}));
        QVERIFY(far.timer.isArmed());
    }

    void aPassedDeadlineFiresFromTheLoop()
    {
        TimerWheel wheel;
        std::vector<int> fired;
        Recorder recorder(&fired, 1);
        recorder.timer.arm(wheel, Deadline::after(-1s));
        QVERIFY(fired.empty());
        QTRY_COMPARE(fired, std::vector{1});
    }

    void armingForEachRequestLeavesTheSystemTimerAlone()
    {
        TimerWheel wheel;
        std::vector<int> fired;
        Recorder recorder(&fired, 1);
        for (int i = 0; i < 10'000; ++i) {
            recorder.timer.arm(wheel, Deadline::after(1s));
            recorder.timer.disarm();
        }
        QVERIFY2(wheel.restarts() < 5, qPrintable(QString::number(wheel.restarts())));
        recorder.timer.arm(wheel, Deadline::after(10ms));
        QTRY_COMPARE(fired, std::vector{1});
    }

    void sleepEndsAtItsTimeOrWhenStopped()
    {
        QElapsedTimer timer;
        timer.start();
        const auto slept =
            runTask([]() -> QCoro::Task<Result<void>> { co_return co_await sleepFor(20ms); }());
        QVERIFY(slept);
        QVERIFY(timer.elapsed() >= 20);

        std::stop_source stop;
        auto sleeping = [](std::stop_token token) -> QCoro::Task<Result<void>> {
            co_return co_await sleepUntil(Deadline::never(), std::move(token));
        }(stop.get_token());
        QTimer::singleShot(10ms, this, [&] { stop.request_stop(); });
        const auto stopped = runTask(std::move(sleeping));
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);

        const auto before = runTask([](std::stop_token token) -> QCoro::Task<Result<void>> {
            co_return co_await sleepFor(1h, std::move(token));
        }(stop.get_token()));
        QCOMPARE(before.error().kind, ErrorKind::Cancelled);
    }

    void aDeadlineIsOneForTheWholeOperation()
    {
        QVERIFY(Deadline::never().isNever());
        QVERIFY(!Deadline::never().hasPassed());
        QVERIFY(Deadline::after(std::chrono::nanoseconds::max()).isNever());
        const Deadline deadline = Deadline::after(1h);
        QVERIFY(deadline.remaining() > 59min);
        QCOMPARE(earliest(deadline, Deadline::never()), deadline);
        QVERIFY(Deadline::after(-1ms).hasPassed());
        QCOMPARE(Deadline::after(-1ms).remaining(), 0ns);
    }
};

QTEST_GUILESS_MAIN(TestTimerWheel)
#include "tst_timerwheel.moc"
