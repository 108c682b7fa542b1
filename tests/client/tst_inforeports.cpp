// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// What nodes say of queries and latencies (protocol section 1.3), node by node and merged.

#include "client/session/infoapi.h"
#include "client/session/jobinfo.h"
#include "client/session/latencyinfo.h"

#include <QTest>

using namespace Aeroscope;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestInfoReports : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aJob()
    {
        const auto jobs = parseJobs(
            "trid=7001000000:ns=test:set=t_jobs:sindex-name=ix:rps=10000:active-threads=2:status=active(ok):"
            "job-progress=37.50:run-time=19:time-since-done=0:recs-throttled=12:recs-filtered-meta=1:"
            "recs-filtered-bins=2:recs-succeeded=9:recs-failed=3:from=127.0.0.1+47408:job-type=background-"
            "ops:"
            "net-io-bytes=30:socket-timeout=10000:ops-active=0",
            "A1");
        QVERIFY(jobs);
        QCOMPARE(jobs->size(), 1);
        const NodeJob &job = jobs->first();
        QCOMPARE(job.node, "A1"_ba);
        QCOMPARE(job.id, quint64(7001000000));
        QCOMPARE(job.namespaceName, "test"_ba);
        QCOMPARE(job.setName, "t_jobs"_ba);
        QCOMPARE(job.indexName, "ix"_ba);
        QCOMPARE(job.kind, NodeJob::Kind::BackgroundOperations);
        QCOMPARE(job.state, NodeJob::State::Active);
        QCOMPARE(job.outcome, QByteArray());
        QCOMPARE(job.progressPercent, 37.5);
        QCOMPARE(job.runTime, 19ms);
        QVERIFY(!job.sinceDone);
        QCOMPARE(job.recordsPerSecond, 10000);
        QCOMPARE(job.recordsSucceeded, 9);
        QCOMPARE(job.recordsFailed, 3);
        QCOMPARE(job.recordsFiltered, 3);
        QCOMPARE(job.recordsThrottled, 12);
        QCOMPARE(job.networkBytes, 30);
        QCOMPARE(job.activeThreads, 2);
        QCOMPARE(job.from, u"127.0.0.1:47408"_s);
        QCOMPARE(job.raw.value("ops-active"), "0"_ba);
    }

    void jobWords_data()
    {
        QTest::addColumn<QByteArray>("item");
        QTest::addColumn<NodeJob::Kind>("kind");
        QTest::addColumn<NodeJob::State>("state");
        QTest::addColumn<QByteArray>("outcome");
        QTest::addColumn<QString>("from");
        using Kind = NodeJob::Kind;
        using State = NodeJob::State;
        QTest::newRow("basic") << "trid=1:job-type=basic:status=done(ok):from=10.0.0.1+1"_ba << Kind::Basic
                               << State::Done << "ok"_ba << u"10.0.0.1:1"_s;
        QTest::newRow("aggregation") << "trid=1:job-type=aggregation:status=done(user-aborted)"_ba
                                     << Kind::Aggregation << State::Done << "user-aborted"_ba << QString();
        QTest::newRow("UDF, IPv6") << "trid=1:job-type=background-udf:status=active(ok):from=[++1]+3000"_ba
                                   << Kind::BackgroundUdf << State::Active << QByteArray() << u"[::1]:3000"_s;
        QTest::newRow("something new") << "id=1:job-type=dance:status=done"_ba << Kind::Other << State::Done
                                       << QByteArray() << QString();
    }
    void jobWords()
    {
        QFETCH(QByteArray, item);
        const auto jobs = parseJobs(item, "A1");
        QVERIFY(jobs);
        QTEST(jobs->first().kind, "kind");
        QTEST(jobs->first().state, "state");
        QTEST(jobs->first().outcome, "outcome");
        QTEST(jobs->first().from, "from");
    }

    void jobsOfAllNodes()
    {
        QList<NodeJob> all;
        all << *parseJobs("trid=5:ns=test:status=done(ok):job-progress=100.00:run-time=10:time-since-done=70:"
                          "recs-succeeded=4:net-io-bytes=1;"
                          "trid=4:ns=test:status=done(ok):job-progress=100.00:run-time=2:time-since-done=50",
                          "B");
        all << *parseJobs("trid=5:ns=test:status=done(abandoned-unknown):job-progress=50.00:run-time=20:"
                          "time-since-done=60:recs-succeeded=3:net-io-bytes=2;"
                          "trid=6:ns=test:status=active(ok):job-progress=10.00:run-time=1",
                          "A");
        all << *parseJobs("trid=6:ns=test:status=done(ok):job-progress=100.00:run-time=3:time-since-done=1",
                          "B");
        const QList<JobInfo> jobs = mergeJobs(all);
        QCOMPARE(jobs.size(), 3);
        QCOMPARE(jobs[0].id, quint64(6)); // active
        QCOMPARE(jobs[0].state, NodeJob::State::Active);
        QCOMPARE(jobs[0].progressPercent, 55.0);
        QCOMPARE(jobs[0].outcome, QByteArray());
        QVERIFY(!jobs[0].sinceDone);
        QCOMPARE(jobs[1].id, quint64(4));
        QCOMPARE(jobs[2].id, quint64(5));
        QCOMPARE(jobs[2].state, NodeJob::State::Done);
        QCOMPARE(jobs[2].outcome, "abandoned-unknown"_ba);
        QCOMPARE(jobs[2].progressPercent, 75.0);
        QCOMPARE(jobs[2].runTime, 20ms);
        QCOMPARE(jobs[2].sinceDone, 60ms);
        QCOMPARE(jobs[2].recordsSucceeded, 7);
        QCOMPARE(jobs[2].networkBytes, 3);
        QCOMPARE(jobs[2].nodes.size(), 2);
        QCOMPARE(jobs[2].nodes[0].node, "A"_ba);
    }

    void noJobs()
    {
        QVERIFY(parseJobs("", "A")->isEmpty());
        QVERIFY(mergeJobs({}).isEmpty());
    }

    void whatIsNoListOfJobs()
    {
        QCOMPARE(parseJobs("status=done(ok)", "A").error().kind, ErrorKind::Protocol);
        QCOMPARE(parseJobs("trid=x:status=done(ok)", "A").error().kind, ErrorKind::Protocol);
        QCOMPARE(parseJobs("ERROR:2:job not found", "A").error().code, ResultCode::NotFound);
    }

    void latencies()
    {
        const auto parsed = parseLatencies(
            "batch-index:;{test}-read:msec,1000.5,10.00,5.00,0.50;{test}-write:usec,2.0,0.00,1.00", "A");
        QVERIFY(parsed);
        QCOMPARE(parsed->size(), 2); // the first was never used
        QCOMPARE(parsed->at(0).histogram, "{test}-read"_ba);
        QCOMPARE(parsed->at(0).unit, NodeLatency::Unit::Milliseconds);
        QCOMPARE(parsed->at(0).operationsPerSecond, 1000.5);
        QCOMPARE(parsed->at(0).percentSlower, (QList<double>{10, 5, 0.5}));
        QCOMPARE(parsed->at(1).unit, NodeLatency::Unit::Microseconds);
        QVERIFY(parseLatencies("", "A")->isEmpty());
    }

    void latenciesOfAllNodes()
    {
        QList<NodeLatency> all;
        all << *parseLatencies("{test}-read:msec,300,10,2;batch-index:msec,1,0,0;{a}-pi-query:msec,0,0,0",
                               "B");
        all << *parseLatencies("{test}-read:msec,100,50,0;{test}-write:usec,1,1,1;{a}-pi-query:msec,0,5,0",
                               "A");
        all << *parseLatencies("{test}-write:msec,1,2,2", "B");
        const QList<LatencyInfo> merged = mergeLatencies(all);
        QCOMPARE(merged.size(), 5);
        QCOMPARE(merged[0].operation, "batch-index"_ba);
        QCOMPARE(merged[0].namespaceName, QByteArray());
        QCOMPARE(merged[1].namespaceName, "a"_ba);
        QCOMPARE(merged[1].operation, "pi-query"_ba);
        QCOMPARE(merged[1].percentSlower, (QList<double>{5, 0})); // nobody did anything: the worst
        QCOMPARE(merged[2].namespaceName, "test"_ba);
        QCOMPARE(merged[2].operation, "read"_ba);
        QCOMPARE(merged[2].operationsPerSecond, 400.0);
        QCOMPARE(merged[2].percentSlower, (QList<double>{20, 1.5})); // three quarters of B, one of A
        QCOMPARE(merged[2].nodes.size(), 2);
        QCOMPARE(merged[2].nodes[0].node, "A"_ba);
        // Milliseconds and microseconds are no sum.
        QCOMPARE(merged[3].unit, NodeLatency::Unit::Milliseconds);
        QCOMPARE(merged[4].unit, NodeLatency::Unit::Microseconds);
    }

    void whatIsNoListOfLatencies_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("no name") << ":msec,1,2"_ba << ErrorKind::Protocol;
        QTest::newRow("no colon") << "msec,1,2"_ba << ErrorKind::Protocol;
        QTest::newRow("unit") << "{t}-read:hours,1,2"_ba << ErrorKind::Protocol;
        QTest::newRow("no number") << "{t}-read:msec,1,x"_ba << ErrorKind::Protocol;
        QTest::newRow("negative") << "{t}-read:msec,-1,0"_ba << ErrorKind::Protocol;
        QTest::newRow("unit alone") << "{t}-read:msec"_ba << ErrorKind::Protocol;
        QTest::newRow("an error") << "ERROR:4:bad hist name"_ba << ErrorKind::Server;
    }
    void whatIsNoListOfLatencies()
    {
        QFETCH(QByteArray, value);
        const auto parsed = parseLatencies(value, "A");
        QVERIFY(!parsed);
        QTEST(parsed.error().kind, "kind");
    }

    void totalsOfStatistics()
    {
        StatisticsInfo info;
        info.values["objects"] = {{"A", "4"}, {"B", "5"}};
        info.values["version"] = {{"A", "x"}, {"B", "5"}};
        QCOMPARE(info.total("objects"), 9);
        QVERIFY(!info.total("version"));
        QVERIFY(!info.total("nosuch"));
    }
};

QTEST_GUILESS_MAIN(TestInfoReports)
#include "tst_inforeports.moc"
