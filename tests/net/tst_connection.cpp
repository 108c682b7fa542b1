// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/connection.h"
#include "client/net/iothread.h"
#include "client/net/sleep.h"
#include "tests/net/loopbackserver.h"
#include "tests/support/runtask.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QTest>

#include <csignal>

#include <atomic>

using namespace Aeroscope;
using namespace Aeroscope::Net;
using namespace Aeroscope::Test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using ConnectionPtr = std::unique_ptr<Connection>;

std::atomic<int> s_sigpipes = 0;

ConnectOptions to(Endpoint endpoint)
{
    ConnectOptions options;
    options.endpoints.append(endpoint);
    return options;
}

/// The bytes of one reply as a value of its own.
QCoro::Task<Result<QByteArray>> ask(Connection *connection, QByteArray request, Deadline deadline,
                                    std::stop_token stop = {})
{
    const Result<QByteArrayView> reply = co_await connection->request(request, deadline, std::move(stop));
    if (!reply)
        co_return std::unexpected(reply.error());
    co_return reply->toByteArray();
}

QCoro::Task<Result<QByteArray>> connectAndAsk(Endpoint endpoint, QByteArray request, Deadline deadline,
                                              std::stop_token stop = {})
{
    Result<ConnectionPtr> connection = co_await Connection::open(to(endpoint), deadline, stop);
    if (!connection)
        co_return std::unexpected(connection.error());
    co_return co_await ask(connection->get(), std::move(request), deadline, std::move(stop));
}

/// Takes whatever comes, in the amounts asked for.
class Collector final : public ConnectionHandler
{
public:
    void onBytes(Connection &connection) override
    {
        ++calls;
        const QByteArrayView unread = connection.unread();
        const qsizetype take = std::min<qsizetype>(unread.size(), atMost);
        bytes.append(unread.first(take));
        connection.consume(take);
        if (pauseAfter > 0 && bytes.size() >= pauseAfter)
            connection.pauseReading();
        if (closeInside)
            connection.close();
        if (destroyInside)
            destroyInside->reset();
    }
    void onClosed(Connection &, const Error &error) override { closed = error; }
    void onTimeout(Connection &connection) override
    {
        ++timeouts;
        if (destroyInside)
            destroyInside->reset();
        else
            connection.setDeadline(Deadline::never());
    }
    void onSent(Connection &) override { ++sent; }

    QByteArray bytes;
    qsizetype atMost = std::numeric_limits<qsizetype>::max();
    qsizetype pauseAfter = 0;
    bool closeInside = false;
    ConnectionPtr *destroyInside = nullptr;
    std::optional<Error> closed;
    int calls = 0;
    int timeouts = 0;
    int sent = 0;
};

/// Counts whole frames.
class FrameCounter final : public FrameHandler
{
public:
    void onFrame(Connection &, QByteArrayView frame) override { frames.append(frame.toByteArray()); }
    void onClosed(Connection &, const Error &error) override { closed = error; }
    void onTimeout(Connection &) override {}

    QList<QByteArray> frames;
    std::optional<Error> closed;
};

/// Until the condition holds, on the connection's thread; at most 10 s.
template <class F>
QCoro::Task<bool> eventually(F condition)
{
    const Deadline deadline = Deadline::after(10s);
    while (!condition()) {
        if (deadline.hasPassed())
            co_return false;
        static_cast<void>(co_await sleepFor(1ms));
    }
    co_return true;
}

void echo(Peer &peer)
{
    for (;;) {
        const QByteArray request = peer.readFrame();
        if (request.isEmpty() || !peer.write(request))
            return;
    }
}

void silent(Peer &peer)
{
    peer.drain();
}

} // namespace

class TestConnection : public QObject
{
    Q_OBJECT

    std::unique_ptr<IoThread> m_io;

    /// Runs a coroutine on the I/O thread and gives its result here.
    template <class T, class F>
    Result<T> onIo(F function)
    {
        return runAwaitable<Result<T>>(m_io->call(std::move(function)));
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<LoopContext::ReactorKind>("kind");
        QTest::newRow("epoll") << LoopContext::ReactorKind::Automatic;
        QTest::newRow("notifiers") << LoopContext::ReactorKind::Notifiers;
    }
    void initTestCase()
    {
        struct sigaction action{};
        action.sa_handler = [](int) { ++s_sigpipes; };
        sigaction(SIGPIPE, &action, nullptr);
    }
    void init()
    {
        QFETCH_GLOBAL(LoopContext::ReactorKind, kind);
        m_io = std::make_unique<IoThread>(u"io"_s, kind);
        m_io->start();
    }
    void cleanup()
    {
        m_io.reset();
        QCOMPARE(s_sigpipes.load(), 0);
    }

    void asksAndIsAnswered()
    {
        LoopbackServer server(echo);
        const auto reply = onIo<QByteArray>(
            [&] { return connectAndAsk(server.endpoint(), frame("hello"), Deadline::after(10s)); });
        QCOMPARE(reply.value(), frame("hello"));
    }

    void asksOverIPv6()
    {
        LoopbackServer server(echo, true);
        const auto reply = onIo<QByteArray>(
            [&] { return connectAndAsk(server.endpoint(), frame("hello"), Deadline::after(10s)); });
        QCOMPARE(reply.value(), frame("hello"));
    }

    void asksAThousandTimesOnOneConnection()
    {
        LoopbackServer server(echo);
        const auto count = onIo<int>([&]() -> QCoro::Task<Result<int>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            int equal = 0;
            for (int i = 0; i < 1000; ++i) {
                const QByteArray request = frame(QByteArray::number(i));
                const Result<QByteArrayView> reply =
                    co_await (*connection)->request(request, Deadline::after(10s));
                equal += reply && *reply == request && (*connection)->isReusable();
            }
            co_return equal;
        });
        QCOMPARE(count.value(), 1000);
        QCOMPARE(server.accepted(), 1);
    }

    void aRefusedPortIsANetworkErrorAtOnce()
    {
        QElapsedTimer timer;
        timer.start();
        const Endpoint endpoint = closedEndpoint();
        const auto trace = std::make_shared<ConnectTrace>();
        const auto result = onIo<int>([&]() -> QCoro::Task<Result<int>> {
            ConnectOptions options = to(endpoint);
            options.trace = trace;
            auto connection = co_await Connection::open(options, Deadline::after(10s));
            if (!connection)
                co_return std::unexpected(connection.error());
            co_return 0;
        });
        QCOMPARE(result.error().kind, ErrorKind::Network);
        QVERIFY2(result.error().message.contains(u"refused"_s), qPrintable(result.error().message));
        QCOMPARE(result.error().node, endpoint.toString());
        QVERIFY(timer.elapsed() < 5000);
        QCOMPARE(trace->attempts.size(), 1);
        QCOMPARE(trace->attempts.at(0).endpoint, endpoint);
        QVERIFY(trace->attempts.at(0).error);
    }

    void aListenerThatNeverAnswersIsATimeout()
    {
        const SilentListener listener;
        QElapsedTimer timer;
        timer.start();
        const auto result = onIo<QByteArray>(
            [&] { return connectAndAsk(listener.endpoint(), frame("x"), Deadline::after(80ms)); });
        QCOMPARE(result.error().kind, ErrorKind::Timeout);
        QVERIFY2(result.error().message.contains(listener.endpoint().toString()),
                 qPrintable(result.error().message));
        QVERIFY(timer.elapsed() >= 80);
    }

    void connectingIsStopped()
    {
        const SilentListener listener;
        std::stop_source stop;
        auto result = m_io->call([&] {
            return connectAndAsk(listener.endpoint(), frame("x"), Deadline::never(), stop.get_token());
        });
        QTimer::singleShot(20ms, this, [&] { stop.request_stop(); });
        QCOMPARE(runAwaitable<Result<QByteArray>>(std::move(result)).error().kind, ErrorKind::Cancelled);
    }

    void theNextAddressIsTriedWhenOneRefusesOrIsSilent()
    {
        LoopbackServer server(echo);
        const SilentListener listener;
        const Endpoint closed = closedEndpoint();
        const auto trace = std::make_shared<ConnectTrace>();
        const auto winner = onIo<QString>([&]() -> QCoro::Task<Result<QString>> {
            ConnectOptions options = to(closed);
            options.endpoints.append(listener.endpoint());
            options.endpoints.append(server.endpoint());
            options.stagger = 20ms;
            options.trace = trace;
            auto connection = co_await Connection::open(options, Deadline::after(10s));
            if (!connection)
                co_return std::unexpected(connection.error());
            co_return (*connection)->endpoint().toString();
        });
        QCOMPARE(winner.value(), server.endpoint().toString());
        QCOMPARE(trace->attempts.size(), 2); // the silent one was given up without a verdict
        QVERIFY(trace->attempts.at(0).error);
        QVERIFY(!trace->attempts.at(1).error);
    }

    void whenNoAddressAnswersEachIsNamed()
    {
        const Endpoint first = closedEndpoint();
        const Endpoint second = closedEndpoint();
        const auto result = onIo<int>([&]() -> QCoro::Task<Result<int>> {
            ConnectOptions options = to(first);
            options.endpoints.append(second);
            auto connection = co_await Connection::open(options, Deadline::after(10s));
            co_return std::unexpected(connection.error());
        });
        QCOMPARE(result.error().kind, ErrorKind::Network);
        QVERIFY(result.error().message.contains(first.toString()));
        QVERIFY(result.error().message.contains(second.toString()));
        QCOMPARE(result.error().history.size(), 2);
    }

    void aServerThatAcceptsAndNeverAnswersIsATimeout()
    {
        LoopbackServer server(silent);
        QElapsedTimer timer;
        timer.start();
        const auto result = onIo<QByteArray>(
            [&] { return connectAndAsk(server.endpoint(), frame("x"), Deadline::after(60ms)); });
        QCOMPARE(result.error().kind, ErrorKind::Timeout);
        QVERIFY(timer.elapsed() >= 60);
    }

    void requestsEndInTheOrderOfTheirDeadlines()
    {
        LoopbackServer server(silent);
        const auto order = onIo<QList<int>>([&]() -> QCoro::Task<Result<QList<int>>> {
            QList<int> ended;
            std::vector<ConnectionPtr> connections;
            const auto start = Deadline::Clock::now();
            const QList<int> milliseconds{90, 30, 120, 60};
            TaskScope scope;
            for (int i = 0; i < 4; ++i) {
                auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
                connections.push_back(std::move(*connection));
            }
            for (int i = 0; i < 4; ++i) {
                scope.launch([](Connection *connection, Deadline deadline, int number,
                                QList<int> *out) -> QCoro::Task<void> {
                    const auto reply = co_await ask(connection, frame("x"), deadline);
                    if (!reply && reply.error().kind == ErrorKind::Timeout && deadline.hasPassed())
                        out->append(number);
                }(connections[size_t(i)].get(), Deadline(start + std::chrono::milliseconds(milliseconds[i])),
                                                 milliseconds[i], &ended));
            }
            static_cast<void>(co_await scope.drained());
            co_return ended;
        });
        QCOMPARE(order.value(), (QList<int>{30, 60, 90, 120}));
    }

    void aReplyCutAtEachByteIsANetworkError()
    {
        const QByteArray whole = frame("0123456789");
        for (qsizetype cut = 0; cut < whole.size(); ++cut) {
            for (const bool hard : {false, true}) {
                LoopbackServer server([&](Peer &peer) {
                    peer.readFrame();
                    peer.write(QByteArrayView(whole).first(cut));
                    if (hard)
                        peer.reset();
                });
                const auto result = onIo<QByteArray>(
                    [&] { return connectAndAsk(server.endpoint(), frame("x"), Deadline::after(10s)); });
                QVERIFY2(!result, qPrintable(QString::number(cut)));
                QCOMPARE(result.error().kind, ErrorKind::Network);
                QCOMPARE(result.error().node, server.endpoint().toString());
                if (!hard && cut > 0)
                    QVERIFY2(result.error().message.contains(u"(after %1 bytes"_s.arg(cut)),
                             qPrintable(result.error().message));
            }
        }
    }

    void aReplySplitAtEachByteIsWhole()
    {
        const QByteArray whole = frame("0123456789");
        LoopbackServer server([&](Peer &peer) {
            for (qsizetype cut = 1; cut < whole.size(); ++cut) {
                peer.readFrame();
                peer.write(QByteArrayView(whole).first(cut));
                std::this_thread::sleep_for(1ms); // a chance to be two reads; right either way
                peer.write(QByteArrayView(whole).sliced(cut));
            }
            peer.readFrame();
            peer.writeSlowly(whole);
        });
        const auto count = onIo<int>([&]() -> QCoro::Task<Result<int>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            int good = 0;
            for (qsizetype cut = 1; cut <= whole.size(); ++cut) {
                const auto reply = co_await ask(connection->get(), frame("x"), Deadline::after(10s));
                good += reply && *reply == whole;
            }
            co_return good;
        });
        QCOMPARE(count.value(), int(whole.size()));
    }

    void aBigReplyIsWholeAndTheBufferShrinksAfterIt()
    {
        QByteArray body(20 * 1024 * 1024, Qt::Uninitialized);
        for (qsizetype i = 0; i < body.size(); ++i)
            body[i] = char(i * 7 + i / 1000);
        const QByteArray whole = frame(body);
        LoopbackServer server([&](Peer &peer) {
            peer.readFrame();
            peer.write(whole);
            echo(peer);
        });
        const auto good = onIo<bool>([&]() -> QCoro::Task<Result<bool>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            bool equal = false;
            {
                const Result<QByteArrayView> reply =
                    co_await (*connection)->request(frame("x"), Deadline::after(20s));
                equal = reply && *reply == whole;
            }
            (*connection)->park();
            const auto small = co_await ask(connection->get(), frame("y"), Deadline::after(10s));
            co_return equal &&small && *small == frame("y");
        });
        QVERIFY(good.value());
    }

    void aLargeRequestWaitsForRoomAndArrivesWhole()
    {
        QByteArray body(16 * 1024 * 1024, Qt::Uninitialized);
        for (qsizetype i = 0; i < body.size(); ++i)
            body[i] = char(i * 3 + i / 777);
        QSemaphore mayRead;
        LoopbackServer server([&](Peer &peer) {
            mayRead.acquire();
            const QByteArray request = peer.readFrame();
            peer.write(request == frame(body) ? frame("same") : frame("different"));
        });
        const auto result = onIo<QByteArray>([&]() -> QCoro::Task<Result<QByteArray>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            Connection &open = **connection;
            Collector collector;
            open.setHandler(&collector);
            if (!open.send(frame(body)) || open.unsent() == 0)
                co_return QByteArray("nothing had to wait");
            const quint64 before = open.bytesSent();
            mayRead.release();
            if (!co_await eventually([&] { return collector.sent == 1; }))
                co_return QByteArray("never sent");
            if (before >= open.bytesSent() || open.bytesSent() != quint64(body.size() + 8))
                co_return QByteArray("miscounted");
            if (!co_await eventually([&] { return collector.bytes.size() >= 12; }))
                co_return QByteArray("no answer");
            open.close();
            co_return collector.bytes;
        });
        QCOMPARE(result.value(), frame("same"));
    }

    void aPausedConnectionHoldsTheSenderBack()
    {
        const QByteArray chunk(64 * 1024, 'c');
        std::atomic<qint64> written = 0;
        constexpr qint64 total = 64LL * 1024 * 1024;
        LoopbackServer server([&](Peer &peer) {
            while (written < total && peer.write(chunk))
                written += chunk.size();
        });
        const auto result = onIo<QString>([&]() -> QCoro::Task<Result<QString>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            Connection &open = **connection;
            Collector collector;
            collector.pauseAfter = 1024 * 1024;
            open.setHandler(&collector);
            if (!co_await eventually([&] { return open.isReadingPaused(); }))
                co_return u"never paused"_s;
            const qsizetype atPause = collector.bytes.size();
            // The sender comes to a halt when the system's buffers are full.
            qint64 last = -1;
            if (!co_await eventually(
                    [&] { return std::exchange(last, written.load()) == written && last > 0; }))
                co_return u"never halted"_s;
            static_cast<void>(co_await sleepFor(50ms));
            if (collector.bytes.size() != atPause)
                co_return u"delivered while paused"_s;
            if (written >= total)
                co_return u"the sender was not held back"_s;
            collector.pauseAfter = 0;
            open.resumeReading();
            if (!co_await eventually([&] { return collector.closed.has_value(); }))
                co_return u"never ended"_s;
            co_return QString::number(collector.bytes.size());
        });
        QCOMPARE(result.value(), QString::number(total));
    }

    void resumingDeliversWhatIsUnread()
    {
        LoopbackServer server([](Peer &peer) {
            peer.write("abcdef");
            silent(peer);
        });
        const auto result = onIo<QByteArray>([&]() -> QCoro::Task<Result<QByteArray>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            Collector collector;
            collector.atMost = 1;
            collector.pauseAfter = 1;
            (*connection)->setHandler(&collector);
            for (int i = 1; i <= 6; ++i) {
                if (!co_await eventually([&] { return (*connection)->isReadingPaused(); }))
                    break;
                if (collector.calls != i)
                    co_return QByteArray("called while paused");
                (*connection)->resumeReading();
            }
            co_return collector.bytes;
        });
        QCOMPARE(result.value(), QByteArray("abcdef"));
    }

    void aPausedConnectionDoesNotSpinWhenThePeerResets()
    {
        QSemaphore reset;
        LoopbackServer server([&](Peer &peer) {
            peer.write("a");
            reset.acquire();
            peer.reset();
        });
        const auto error = onIo<QString>([&]() -> QCoro::Task<Result<QString>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            Collector collector;
            collector.pauseAfter = 1;
            (*connection)->setHandler(&collector);
            if (!co_await eventually([&] { return (*connection)->isReadingPaused(); }))
                co_return u"never paused"_s;
            reset.release();
            Reactor &reactor = LoopContext::current()->reactor();
            static_cast<void>(co_await sleepFor(20ms));
            const quint64 before = reactor.round();
            static_cast<void>(co_await sleepFor(50ms));
            if (reactor.round() > before + 4)
                co_return u"the reactor spins"_s;
            if (collector.closed)
                co_return u"closed while paused"_s;
            collector.pauseAfter = 0;
            (*connection)->resumeReading();
            if (!co_await eventually([&] { return collector.closed.has_value(); }))
                co_return u"the reset was never seen"_s;
            co_return collector.closed->message;
        });
        QVERIFY2(error.value().contains(u"reset"_s), qPrintable(error.value()));
    }

    void aHalfClosedPeerGetsTheRequestAndItsReplyIsRead()
    {
        // The peer ends its direction after the reply: the reply counts, then the connection is over.
        LoopbackServer server([](Peer &peer) {
            const QByteArray request = peer.readFrame();
            peer.write(request);
            peer.finish();
            silent(peer);
        });
        const auto result = onIo<QString>([&]() -> QCoro::Task<Result<QString>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            const auto reply = co_await ask(connection->get(), frame("x"), Deadline::after(10s));
            if (!reply)
                co_return reply.error().message;
            if (!co_await eventually([&] { return !(*connection)->isOpen(); }))
                co_return u"still open"_s;
            co_return (*connection)->error().message;
        });
        QCOMPARE(result.value(), u"the server closed the connection"_s);
    }

    void garbageIsAProtocolError_data()
    {
        QTest::addColumn<QByteArray>("reply");
        QTest::newRow("version 3") << frame("x", 3, 3);
        QTest::newRow("version 0 of a message") << frame("x", 3, 0);
        QTest::newRow("type 0") << frame("x", 0);
        QTest::newRow("type 6") << frame("x", 6);
        QTest::newRow("129 MiB") << QByteArray::fromHex("0203000008100000");
        QTest::newRow("text") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
    }
    void garbageIsAProtocolError()
    {
        QFETCH(QByteArray, reply);
        LoopbackServer server([&](Peer &peer) {
            peer.readFrame();
            peer.write(reply);
            silent(peer);
        });
        const auto result = onIo<QByteArray>(
            [&] { return connectAndAsk(server.endpoint(), frame("x"), Deadline::after(10s)); });
        QCOMPARE(result.error().kind, ErrorKind::Protocol);
    }

    void frameSizes()
    {
        QCOMPARE(frameSize({}).value(), 0);
        QCOMPARE(frameSize(frame("abc").first(7)).value(), 0);
        QCOMPARE(frameSize(frame("abc")).value(), 11);
        QCOMPARE(frameSize(frame("", 2, 0)).value(), 8);
        QCOMPARE(frameSize(QByteArray::fromHex("0203000008000000")).value(), 128 * 1024 * 1024 + 8);
        QVERIFY(!frameSize(QByteArray::fromHex("0203000008000001")));
    }

    void severalFramesInOneReadComeOneByOne()
    {
        LoopbackServer server([](Peer &peer) {
            peer.readFrame();
            peer.write(frame("a") + frame("") + frame("ccc", 1) + frame("d").first(3));
            std::this_thread::sleep_for(5ms);
            peer.write(frame("d").sliced(3));
        });
        const auto frames = onIo<QList<QByteArray>>([&]() -> QCoro::Task<Result<QList<QByteArray>>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            FrameCounter counter;
            (*connection)->setHandler(&counter);
            if (!(*connection)->send(frame("x")))
                co_return std::unexpected((*connection)->error());
            co_await eventually([&] { return counter.closed.has_value(); });
            co_return counter.frames;
        });
        QCOMPARE(frames.value(), (QList<QByteArray>{frame("a"), frame(""), frame("ccc", 1), frame("d")}));
    }

    void severalFramesAreAwaitedOneByOne()
    {
        LoopbackServer server([](Peer &peer) {
            peer.readFrame();
            peer.write(frame("a") + frame("b"));
            peer.readFrame(); // the word to go on
            peer.write(frame("c"));
        });
        const auto bodies = onIo<QByteArray>([&]() -> QCoro::Task<Result<QByteArray>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            Connection &open = **connection;
            QByteArray all;
            const Deadline deadline = Deadline::after(10s);
            {
                const Result<QByteArrayView> first = co_await open.request(frame("x"), deadline);
                all += first.value_or(QByteArrayView()).sliced(8).toByteArray();
            }
            static_cast<void>(co_await sleepFor(5ms)); // nobody listens meanwhile: nothing may be lost
            {
                const Result<QByteArrayView> second = co_await open.nextFrame(deadline);
                all += second.value_or(QByteArrayView()).sliced(8).toByteArray();
            }
            if (!open.send(frame("go on")))
                co_return std::unexpected(open.error());
            const Result<QByteArrayView> third = co_await open.nextFrame(deadline);
            all += third.value_or(QByteArrayView()).sliced(8).toByteArray();
            co_return all;
        });
        QCOMPARE(bodies.value(), QByteArray("abc"));
    }

    void stopEndsARequest_data()
    {
        QTest::addColumn<QString>("when");
        QTest::newRow("before") << u"before"_s;
        QTest::newRow("while waiting") << u"during"_s;
        QTest::newRow("after the reply") << u"after"_s;
    }
    void stopEndsARequest()
    {
        QFETCH(QString, when);
        QSemaphore asked;
        LoopbackServer server([&](Peer &peer) {
            const QByteArray request = peer.readFrame();
            asked.release();
            if (when == "after"_L1)
                peer.write(request);
            silent(peer);
        });
        std::stop_source stop;
        if (when == "before"_L1)
            stop.request_stop();
        auto answer = m_io->call([&]() -> QCoro::Task<Result<QString>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            const auto reply =
                co_await ask(connection->get(), frame("x"), Deadline::after(10s), stop.get_token());
            if (when == "after"_L1)
                stop.request_stop();
            co_return (reply                                        ? u"reply "_s
                       : reply.error().kind == ErrorKind::Cancelled ? u"cancelled "_s
                                                                    : u"? "_s) +
                ((*connection)->isOpen() ? u"open"_s : u"closed"_s) +
                ((*connection)->bytesSent() > 0 ? u" sent"_s : u" unsent"_s);
        });
        if (when == "during"_L1) {
            asked.acquire();
            stop.request_stop();
        }
        const QString expected = when == "before"_L1   ? u"cancelled closed unsent"_s
                                 : when == "during"_L1 ? u"cancelled closed sent"_s
                                                       : u"reply open sent"_s;
        QCOMPARE(runAwaitable<Result<QString>>(std::move(answer)).value(), expected);
    }

    void theDeathOfTheConnectionEndsItsRequest()
    {
        LoopbackServer server(silent);
        const auto result = onIo<QByteArray>([&]() -> QCoro::Task<Result<QByteArray>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            auto waiting = ask(connection->get(), frame("x"), Deadline::never());
            connection->reset();
            if (waiting.isReady())
                co_return QByteArray("resumed inside the destructor");
            co_return co_await waiting;
        });
        QCOMPARE(result.error().kind, ErrorKind::Cancelled);
    }

    void anAbortTellsWhoWaits()
    {
        LoopbackServer server(silent);
        const auto result = onIo<QByteArray>([&]() -> QCoro::Task<Result<QByteArray>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            auto waiting = ask(connection->get(), frame("x"), Deadline::never());
            (*connection)->abort(Error::notConnected(u"the node has left"_s));
            co_return co_await waiting;
        });
        QCOMPARE(result.error().kind, ErrorKind::NotConnected);
    }

    void theEndOfTheThreadEndsItsRequests()
    {
        LoopbackServer server(silent);
        auto result =
            m_io->call([&] { return connectAndAsk(server.endpoint(), frame("x"), Deadline::never()); });
        QTRY_COMPARE(server.accepted(), 1);
        m_io->stop(0ms);
        QCOMPARE(runAwaitable<Result<QByteArray>>(std::move(result)).error().kind, ErrorKind::Cancelled);
    }

    void aHandlerMayCloseOrDestroyTheConnection()
    {
        LoopbackServer server([](Peer &peer) {
            peer.write("abc");
            silent(peer);
        });
        const auto result = onIo<QString>([&]() -> QCoro::Task<Result<QString>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            Collector closing;
            closing.closeInside = true;
            (*connection)->setHandler(&closing);
            if (!co_await eventually([&] { return !(*connection)->isOpen(); }) || closing.closed)
                co_return u"close() must not call the handler"_s;

            connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            Collector destroying;
            destroying.destroyInside = &*connection;
            (*connection)->setHandler(&destroying);
            if (!co_await eventually([&] { return !*connection; }) || !destroying.closed)
                co_return u"destroyed without a word"_s;

            connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            Collector late;
            late.atMost = 0;
            late.destroyInside = nullptr;
            (*connection)->setHandler(&late);
            (*connection)->setDeadline(Deadline::after(5ms));
            if (!co_await eventually([&] { return late.timeouts == 1; }) || !(*connection)->isOpen())
                co_return u"no time-out, or closed by it"_s;
            late.destroyInside = &*connection;
            (*connection)->setDeadline(Deadline::after(5ms));
            if (!co_await eventually([&] { return !*connection; }))
                co_return u"not destroyed at the time-out"_s;
            co_return u"good"_s;
        });
        QCOMPARE(result.value(), u"good"_s);
    }

    void onlyACleanConnectionIsReusable()
    {
        QSemaphore speak;
        QSemaphore spoken;
        LoopbackServer server([&](Peer &peer) {
            peer.readFrame();
            peer.write(frame("a"));
            speak.acquire();
            peer.write("unasked");
            spoken.release();
            silent(peer);
        });
        const auto result = onIo<QString>([&]() -> QCoro::Task<Result<QString>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            Connection &open = **connection;
            if (!open.isReusable())
                co_return u"a fresh one must be reusable"_s;
            static_cast<void>(co_await ask(&open, frame("x"), Deadline::after(10s)));
            if (!open.isReusable())
                co_return u"a clean one must be reusable"_s;
            static_cast<void>(co_await sleepFor(1ms)); // out of the reactor's round
            speak.release();
            spoken.acquire(); // blocks this thread: the reactor hears nothing meanwhile
            if (open.isReusable())
                co_return u"bytes are pending"_s;
            co_return open.error().message;
        });
        QCOMPARE(result.value(), u"the server spoke without being asked"_s);
    }

    void aParkedConnectionClosesByItself_data()
    {
        QTest::addColumn<bool>("speaks");
        QTest::addColumn<QString>("message");
        QTest::newRow("the server speaks") << true << u"the server spoke without being asked"_s;
        QTest::newRow("the server closes") << false << u"the server closed the connection"_s;
    }
    void aParkedConnectionClosesByItself()
    {
        QFETCH(bool, speaks);
        QFETCH(QString, message);
        LoopbackServer server([&](Peer &peer) {
            peer.readFrame();
            peer.write(frame("a"));
            if (!speaks)
                return;
            peer.readFrame();
            peer.write(frame("a") + "more");
            silent(peer);
        });
        const auto result = onIo<QString>([&]() -> QCoro::Task<Result<QString>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            static_cast<void>(co_await ask(connection->get(), frame("x"), Deadline::after(10s)));
            (*connection)->park();
            if (speaks) {
                if (!(*connection)->send(frame("y"))) // unowned: its reply is nobody's
                    co_return (*connection)->error().message;
            }
            if (!co_await eventually([&] { return !(*connection)->isOpen(); }))
                co_return u"still open"_s;
            co_return (*connection)->error().message;
        });
        QCOMPARE(result.value(), message);
    }

    void sendingToAClosedPeerRaisesNoSignal()
    {
        LoopbackServer server([](Peer &peer) { peer.reset(); });
        const auto result = onIo<int>([&]() -> QCoro::Task<Result<int>> {
            auto connection = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            if (!connection)
                co_return 0; // the reset was faster
            Collector collector;
            (*connection)->pauseReading();
            (*connection)->setHandler(&collector);
            const QByteArray bytes(100'000, 'x');
            const Deadline limit = Deadline::after(10s);
            while ((*connection)->send(bytes) && !limit.hasPassed())
                static_cast<void>(co_await sleepFor(1ms));
            if ((*connection)->isOpen() || (*connection)->error().kind != ErrorKind::Network)
                co_return 1;
            co_return 0;
        });
        QCOMPARE(result.value(), 0);
    }

    void usingAConnectionOnAnotherThreadIsAnError()
    {
        LoopbackServer server(echo);
        IoThread other(u"other"_s);
        other.start();
        Connection *connection = nullptr;
        auto open = m_io->call([&]() -> QCoro::Task<Result<void>> {
            auto made = co_await Connection::open(to(server.endpoint()), Deadline::after(10s));
            connection = made->release();
            co_return {};
        });
        QVERIFY(runAwaitable<Result<void>>(std::move(open)));
        const auto result = runAwaitable<Result<QByteArray>>(
            other.call([&] { return ask(connection, frame("x"), Deadline::after(1s)); }));
        QCOMPARE(result.error().kind, ErrorKind::Internal);
        runAwaitable<Result<void>>(m_io->call([&] { delete connection; })).value();
    }

    void aThousandRequestsAtOnceOnFiftyConnections()
    {
        LoopbackServer server(echo);
        const auto good = onIo<int>([&]() -> QCoro::Task<Result<int>> {
            int count = 0;
            TaskScope scope;
            for (int i = 0; i < 50; ++i) {
                scope.launch([](Endpoint endpoint, int number, int *out) -> QCoro::Task<void> {
                    auto connection = co_await Connection::open(to(endpoint), Deadline::after(20s));
                    for (int k = 0; connection && k < 20; ++k) {
                        const QByteArray request = frame(QByteArray::number(number * 100 + k));
                        const auto reply = co_await ask(connection->get(), request, Deadline::after(20s));
                        *out += reply && *reply == request;
                    }
                }(server.endpoint(), i, &count));
            }
            static_cast<void>(co_await scope.drained());
            co_return count;
        });
        QCOMPARE(good.value(), 1000);
    }
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
