// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/acceptance.h"

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// How long records live. The embedded clock is moved; a real server is waited for. Numbers are those of the
// acceptance facts.

class TestExpiry : public Acceptance
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        startCluster();
        useFreshSet();
        const auto row = runTask(m_session.upsert(key(1)).set("v", 1).ttl(*Ttl::seconds(900)).execute());
        if (!row && row.error().code == ResultCode::Forbidden && isReal())
            QSKIP("this server's namespace does not expire records");
        VERIFY_OK(row);
    }
    void cleanupTestCase() { stopCluster(); }
    void init() { useFreshSet(); }

    // Two seconds to live: there at once, gone after three. Touched to five seconds before its end, another
    // survives three seconds and is gone after seven.
    void a10_timeToLive()
    {
        VERIFY_OK(runTask(m_session.upsert(keys(1, 2)).set("v", 1).ttl(*Ttl::seconds(2)).execute()));
        QVERIFY(isThere(key(1)));
        const auto touched = runTask(m_session.touch(key(2)).ttl(*Ttl::seconds(5)).execute());
        VERIFY_OK(touched);
        QVERIFY(touched->ok());
        QCOMPARE(touched->generation, 2U);
        pass(3s);
        QCOMPARE(runTask(m_session.query(key(1)).execute())->code(), ResultCode::NotFound);
        QCOMPARE(binOf(key(2)), Value(1));
        pass(4s);
        QCOMPARE(runTask(m_session.query(key(2)).execute())->code(), ResultCode::NotFound);
    }

    // Written again "without a change of expiry" a record ends when it would have, within two seconds.
    void a11_keepingTheExpiry()
    {
        const auto first = runTask(m_session.upsert(key(1)).set("v", 1).ttl(*Ttl::seconds(900)).execute());
        VERIFY_OK(first);
        pass(1s);
        const auto second = runTask(m_session.upsert(key(1)).set("v", 2).ttl(Ttl::keep()).execute());
        VERIFY_OK(second);
        QVERIFY(qAbs(qint64(second->voidTime.seconds) - first->voidTime.seconds) <= 2);
        const auto inBatch = runTask(m_session.upsert(keys(1, 1)).set("v", 3).ttl(Ttl::keep()).execute());
        VERIFY_OK(inBatch);
        QCOMPARE(inBatch->front().voidTime, second->voidTime);
    }

    // Reading with "touch at 80 %" prolongs a record of which less is left, reading with -1 does not: of two
    // with five seconds to live, read after three, one is there after six, none after nine.
    void a12_readingProlongs_data()
    {
        QTest::addColumn<bool>("inBatch");
        QTest::newRow("alone") << false;
        QTest::newRow("in a batch") << true;
    }
    void a12_readingProlongs()
    {
        QFETCH(bool, inBatch);
        VERIFY_OK(runTask(m_session.upsert(keys(1, 2)).set("v", 1).ttl(*Ttl::seconds(5)).execute()));
        pass(3s);
        if (inBatch) {
            const auto rows = runTask(m_session.query(key(1))
                                          .readTouchTtlPercent(80)
                                          .query(key(2))
                                          .readTouchTtlPercent(-1)
                                          .execute());
            VERIFY_OK(rows);
            QCOMPARE(codesOf(*rows), std::vector<ResultCode>(2, ResultCode::Ok));
        } else {
            QVERIFY(runTask(m_session.query(key(1)).readTouchTtlPercent(80).execute())->ok());
            QVERIFY(runTask(m_session.query(key(2)).readTouchTtlPercent(-1).execute())->ok());
        }
        pass(3s);
        const Session looking = m_client.session(Behavior::browsing()); // looking changes nothing
        QVERIFY(runTask(looking.exists(key(1)).execute())->ok());
        QVERIFY(!runTask(looking.exists(key(2)).execute())->ok());
        pass(3s);
        QVERIFY(!runTask(looking.exists(key(1)).execute())->ok());
    }
};

QTEST_GUILESS_MAIN(TestExpiry)
#include "tst_expiry.moc"
