// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/retrystate.h"

#include <QTest>

using namespace Aeroscope;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Error noConnection()
{
    Error error = Error::notConnected(u"pool"_s);
    error.code = ResultCode::ClientNoMoreConnections;
    return error;
}
Error breaker()
{
    Error error = Error::notConnected(u"breaker"_s);
    error.code = ResultCode::ClientMaxErrorRate;
    return error;
}
Error noNodeError()
{
    Error error = Error::notConnected(u"node"_s);
    error.code = ResultCode::ClientInvalidNode;
    return error;
}

} // namespace

class TestRetryState : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void decisions_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<bool>("retryable");
        QTest::addColumn<bool>("writeMoves"); // to another copy, if it is tried again
        QTest::addColumn<bool>("doubt");      // of a write sent once
        QTest::newRow("network") << Error::network(u"x"_s) << true << true << true;
        QTest::newRow("time-out of a try") << Error::timeout(u"x"_s) << true << false << true;
        QTest::newRow("server time-out") << Error::server(ResultCode::Timeout) << true << false << true;
        QTest::newRow("unavailable") << Error::server(ResultCode::Unavailable) << true << true << false;
        QTest::newRow("overload") << Error::server(ResultCode::DeviceOverload) << true << true << false;
        QTest::newRow("no free connection") << noConnection() << true << false << false;
        QTest::newRow("breaker") << breaker() << true << false << false;
        QTest::newRow("no node") << noNodeError() << false << false << false;
        QTest::newRow("not found") << Error::server(ResultCode::NotFound) << false << false << false;
        QTest::newRow("generation") << Error::server(ResultCode::Generation) << false << false << false;
        QTest::newRow("key busy") << Error::server(ResultCode::KeyBusy) << false << false << false;
        QTest::newRow("not authenticated")
            << Error::server(ResultCode::NotAuthenticated) << false << false << false;
        QTest::newRow("protocol") << Error::protocol(u"x"_s) << false << false << true;
        QTest::newRow("cancelled") << Error::cancelled() << false << false << true;
        QTest::newRow("bad argument") << Error::invalidArgument(u"x"_s) << false << false << false;
    }
    void decisions()
    {
        QFETCH(Error, error);
        QFETCH(bool, retryable);
        QFETCH(bool, writeMoves);
        QFETCH(bool, doubt);
        RetryState read({.maxRetries = 1});
        QCOMPARE(read.onFailure(error).retry, retryable);
        RetryState read2({.maxRetries = 1});
        QCOMPARE(read2.onFailure(error).advanceReplica, retryable);
        RetryState write({.write = true, .maxRetries = 1});
        write.noteSent();
        const auto decision = write.onFailure(error);
        QCOMPARE(decision.retry, retryable);
        QCOMPARE(decision.advanceReplica, writeMoves);
        RetryState linear({.linearize = true, .maxRetries = 1});
        QCOMPARE(linear.onFailure(error).advanceReplica, writeMoves);
        RetryState fixed({.fixedReplica = true, .maxRetries = 1});
        QVERIFY(!fixed.onFailure(error).advanceReplica);
        RetryState once({.write = true});
        once.noteSent();
        QVERIFY(!once.onFailure(error).retry);
        QCOMPARE(once.finalError(error).inDoubt, doubt);
        RetryState unsent({.write = true});
        QVERIFY(!unsent.finalError(error).inDoubt);
        RetryState readOnce(RetryState::Rules{});
        readOnce.noteSent();
        QVERIFY(!readOnce.finalError(error).inDoubt);
    }

    void countsAndHistory()
    {
        RetryState state({.write = true, .maxRetries = 2, .delay = 50ms});
        state.noteSent();
        const auto first = state.onFailure(Error::network(u"one"_s));
        QVERIFY(first.retry && first.advanceReplica);
        QCOMPARE(first.delay, 0ms); // the first change of copy does not wait
        state.noteSent();
        const auto second = state.onFailure(Error::network(u"two"_s));
        QVERIFY(second.retry);
        QCOMPARE(second.delay, 50ms);
        state.noteSent();
        QVERIFY(!state.onFailure(Error::server(ResultCode::Unavailable)).retry);
        const Error error = state.finalError(Error::server(ResultCode::Unavailable));
        QCOMPARE(error.attempts, 3);
        QCOMPARE(error.history.size(), 2);
        QCOMPARE(error.history.front().message, u"one"_s);
        QVERIFY(error.inDoubt); // sent more than once
    }

    void staysAndWaitsWhenTheCopyIsNotChanged()
    {
        RetryState state({.write = true, .maxRetries = 2, .delay = 50ms});
        const auto decision = state.onFailure(Error::timeout(u"one"_s));
        QVERIFY(decision.retry);
        QVERIFY(!decision.advanceReplica);
        QCOMPARE(decision.delay, 50ms);
    }
};

QTEST_GUILESS_MAIN(TestRetryState)
#include "tst_retrystate.moc"
