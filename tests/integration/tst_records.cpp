// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/runtask.h"
#include "tests/support/testcluster.h"

#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRecords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        Demo::ClusterOptions options;
        options.nodes = 3;
        m_cluster = TestCluster::start(options);
        m_client = m_cluster->connect();
        m_session = m_client.session();
        m_set = m_cluster->freshSet();
    }
    void cleanupTestCase()
    {
        runTask(m_client.close());
        m_session = {};
        m_client = {};
        m_cluster.reset();
    }

    void a1_upsertThenRead()
    {
        const Key key = *m_set.id(1);
        const auto put = runTask(m_session.upsert(key).put({{"name", "John"}, {"age", 30}}).execute());
        QVERIFY2(put, qPrintable(put ? QString() : put.error().toString()));
        QVERIFY(put->ok());
        QCOMPARE(put->generation, 1U);
        const auto row = runTask(m_session.query(key).execute());
        QVERIFY2(row, qPrintable(row ? QString() : row.error().toString()));
        QVERIFY(row->ok());
        QCOMPARE(row->record->bins.size(), 2U);
        QCOMPARE(*row->record->bin("name"), Value("John"));
        QCOMPARE(*row->record->bin("age"), Value(30));
        QCOMPARE(row->record->generation, 1U);
    }

private:
    std::unique_ptr<TestCluster> m_cluster;
    Client m_client;
    Session m_session;
    DataSet m_set;
};

QTEST_GUILESS_MAIN(TestRecords)
#include "tst_records.moc"
