// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/error.h"
#include "client/value/operation.h"
#include "client/value/record.h"

#include <QSet>
#include <QTest>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

class TestError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKnownCodeHasNameAndText();
    void unknownCodesStayUsable();
    void onlyThreeCodesAreRetried();
    void clientFailuresAreNegative();
    void aServerErrorIsNeverOk();
    void oneLineSaysIt();
    void connectionsSurviveOrdinaryAnswers_data();
    void connectionsSurviveOrdinaryAnswers();
    void ttlWords();
    void writesAndReads();
};

void TestError::everyKnownCodeHasNameAndText()
{
    int known = 0;
    QSet<QString> names;
    for (int code = -40; code <= 1400; ++code) {
        const QLatin1StringView name = resultCodeName(static_cast<ResultCode>(code));
        const QLatin1StringView text = resultCodeText(static_cast<ResultCode>(code));
        QCOMPARE(name.isEmpty(), text.isEmpty());
        if (name.isEmpty())
            continue;
        ++known;
        QVERIFY(!names.contains(QString(name)));
        names.insert(QString(name));
        QVERIFY(!QString(text).endsWith(u'.'));
    }
    QCOMPARE(known, 103);
    QCOMPARE(resultCodeName(ResultCode::RecordExists), "RecordExists"_L1);
}

void TestError::unknownCodesStayUsable()
{
    const Error error = Error::server(static_cast<ResultCode>(999));
    QCOMPARE(error.toString(), u"Code (999): the server refused the request"_s);
}

void TestError::onlyThreeCodesAreRetried()
{
    int retried = 0;
    for (int code = -40; code <= 1400; ++code)
        retried += isRetryable(static_cast<ResultCode>(code)) ? 1 : 0;
    QCOMPARE(retried, 3);
    QVERIFY(isRetryable(ResultCode::Timeout));
    QVERIFY(isRetryable(ResultCode::Unavailable));
    QVERIFY(isRetryable(ResultCode::DeviceOverload));
}

void TestError::clientFailuresAreNegative()
{
    for (const Error &error :
         {Error::invalidArgument(u"x"_s), Error::cancelled(), Error::timeout(u"x"_s), Error::network(u"x"_s),
          Error::protocol(u"x"_s), Error::notConnected(u"x"_s), Error::internal(u"x"_s)}) {
        QVERIFY(static_cast<int>(error.code) < 0);
        QVERIFY(error.kind != ErrorKind::Server);
        QVERIFY(!error.message.isEmpty());
    }
}

void TestError::aServerErrorIsNeverOk()
{
    QCOMPARE(Error::server(ResultCode::NotFound).code, ResultCode::NotFound);
#ifdef QT_NO_DEBUG
    QCOMPARE(Error::server(ResultCode::Ok).code, ResultCode::Unknown);
#endif
}

void TestError::oneLineSaysIt()
{
    Error error = Error::server(ResultCode::UdfExecution, u"BB9 10.0.0.1:3000"_s, u"mod.lua:3:\n bad"_s);
    error.inDoubt = true;
    QCOMPARE(error.toString(),
             u"UdfExecution (100): the user-defined function failed: mod.lua:3: bad (the write may "
             u"have been applied) [node BB9 10.0.0.1:3000]"_s);
    QCOMPARE(Error::timeout(u"no answer within 1000 ms"_s).toString(),
             u"ClientTimeout (-21): no answer within 1000 ms"_s);
}

void TestError::connectionsSurviveOrdinaryAnswers_data()
{
    QTest::addColumn<Error>("error");
    QTest::addColumn<bool>("usable");
    QTest::newRow("not found") << Error::server(ResultCode::NotFound) << true;
    QTest::newRow("server time-out") << Error::server(ResultCode::Timeout) << true;
    QTest::newRow("not authenticated") << Error::server(ResultCode::NotAuthenticated) << false;
    QTest::newRow("nothing sent") << Error::invalidArgument(u"x"_s) << true;
    QTest::newRow("client time-out") << Error::timeout(u"x"_s) << false;
    QTest::newRow("network") << Error::network(u"x"_s) << false;
    QTest::newRow("protocol") << Error::protocol(u"x"_s) << false;
    QTest::newRow("cancelled") << Error::cancelled() << false;
}

void TestError::connectionsSurviveOrdinaryAnswers()
{
    QFETCH(Error, error);
    QFETCH(bool, usable);
    QCOMPARE(isConnectionUsable(error), usable);
}

void TestError::ttlWords()
{
    QCOMPARE(Ttl::namespaceDefault().word(), 0U);
    QCOMPARE(Ttl::never().word(), 0xffffffffU);
    QCOMPARE(Ttl::keep().word(), 0xfffffffeU);
    QCOMPARE(Ttl::seconds(1)->word(), 1U);
    QCOMPARE(Ttl::seconds(315360000)->word(), 315360000U);
    QVERIFY(!Ttl::seconds(0));
    QVERIFY(!Ttl::seconds(-1));
    QVERIFY(!Ttl::seconds(315360001));
    QVERIFY(!Ttl::seconds(4294967295)); // would read as "never"
}

void TestError::writesAndReads()
{
    QVERIFY(!isWriteOp(OpCode::Read));
    QVERIFY(!isWriteOp(OpCode::CdtRead));
    QVERIFY(!isWriteOp(OpCode::ExpressionRead));
    QVERIFY(!isWriteOp(OpCode::BitRead));
    QVERIFY(!isWriteOp(OpCode::HllRead));
    QVERIFY(isWriteOp(OpCode::Write));
    QVERIFY(isWriteOp(OpCode::Touch));
    QVERIFY(isWriteOp(OpCode::DeleteAll));
    QVERIFY(isWriteOp(OpCode::CdtModify));
}

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
