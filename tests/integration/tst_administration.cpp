// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Indexes of all kinds as tasks, and what the nodes say of themselves, typed and merged.

#include "tests/support/runtask.h"
#include "tests/support/testcluster.h"

#include "ael/compiler.h"

#include <QTest>

#include <algorithm>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

#define VERIFY_OK(result)                                                                                    \
    do {                                                                                                     \
        const auto &checked = (result);                                                                      \
        QVERIFY2(checked.has_value(), checked.has_value() ? "" : qPrintable(checked.error().toString()));    \
    } while (false)

using IndexType = IndexDefinition::Type;
using Collection = IndexInfo::Collection;

namespace {

constexpr int recordCount = 30;

QByteArray typeName(IndexType type)
{
    switch (type) {
    case IndexType::Numeric:
        return "numeric";
    case IndexType::String:
        return "string";
    case IndexType::Blob:
        return "blob";
    case IndexType::Geo:
        return "geo2dsphere";
    }
    return {};
}

/// A value that an index of the type takes; each of ten records has its own.
Value sampleOf(IndexType type, int i)
{
    switch (type) {
    case IndexType::Numeric:
        return Value(i % 10);
    case IndexType::String:
        return Value::string("s" + QByteArray::number(i % 10));
    case IndexType::Blob:
        return Value::blob("b" + QByteArray::number(i % 10));
    case IndexType::Geo:
        return Value::geoJson("{\"type\":\"Point\",\"coordinates\":[" + QByteArray::number(i % 10) + ",1]}");
    }
    return {};
}

} // namespace

class TestAdministration : public QObject
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
        for (int i = 0; i < recordCount; ++i) {
            Bins bins;
            for (const IndexType type :
                 {IndexType::Numeric, IndexType::String, IndexType::Blob, IndexType::Geo}) {
                const QByteArray name = typeName(type).left(1);
                const Value value = sampleOf(type, i);
                bins.push_back({name, value});
                bins.push_back({name + "list", Value(List{{value, sampleOf(type, i + 1)}})});
                bins.push_back({name + "values", Value(Map{{{Value::string("x"), value}}})});
                if (type != IndexType::Geo)
                    bins.push_back({name + "keys", Value(Map{{{value, Value(1)}}})});
                bins.push_back({name + "deep", Value(Map{{{Value::string("in"), value}}})});
            }
            VERIFY_OK(runTask(m_session.put(m_set.id(i).value(), bins)));
        }
    }

    void cleanupTestCase()
    {
        runTask(m_client.close());
        m_session = {};
        m_client = {};
        m_cluster.reset();
    }

    void indexesOfEveryKind_data()
    {
        QTest::addColumn<IndexType>("type");
        QTest::addColumn<Collection>("collection");
        QTest::addColumn<QByteArray>("bin");
        QTest::addColumn<QByteArray>("context");
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<int>("perRecord");
        const QByteArray inside = Ael::compileContext(u"$.ndeep.in"_s).context;
        for (const IndexType type :
             {IndexType::Numeric, IndexType::String, IndexType::Blob, IndexType::Geo}) {
            const QByteArray name = typeName(type);
            const QByteArray bin = name.left(1);
            const auto row = [&](const char *what, Collection collection, const QByteArray &on,
                                 const QByteArray &context, int perRecord) {
                QTest::addRow("%s %s", name.constData(), what)
                    << type << collection << on << context << QByteArray() << perRecord;
            };
            row("bin", Collection::None, bin, {}, 1);
            row("list", Collection::List, bin + "list", {}, 2);
            if (type != IndexType::Geo)
                row("map keys", Collection::MapKeys, bin + "keys", {}, 1);
            row("map values", Collection::MapValues, bin + "values", {}, 1);
            row("in a map", Collection::None, bin + "deep", inside, 1);
        }
        Ael::CompileOptions value;
        value.as = Ael::CompileOptions::As::Value;
        const QByteArray sum = Ael::compile(u"$.n + 1"_s, value).expression.bytes();
        QVERIFY(!sum.isEmpty());
        QTest::newRow("expression") << IndexType::Numeric << Collection::None << QByteArray() << QByteArray()
                                    << sum << 1;
    }
    void indexesOfEveryKind()
    {
        QFETCH(int, perRecord);
        IndexDefinition definition;
        definition.namespaceName = m_set.namespaceName;
        definition.setName = m_set.setName;
        definition.name = m_set.setName + "_kind";
        definition.type = *fetch<IndexType>("type");
        definition.collection = *fetch<Collection>("collection");
        definition.bin = *fetch<QByteArray>("bin");
        definition.context = *fetch<QByteArray>("context");
        definition.expression = *fetch<QByteArray>("expression");

        QList<int> progress;
        VERIFY_OK(
            runTask(m_session.admin().createIndex(definition, [&](int percent) { progress << percent; })));
        QVERIFY(!progress.isEmpty() && progress.last() == 100 && std::ranges::is_sorted(progress));
        const auto index = known(definition.name);
        QVERIFY(index);
        QCOMPARE(index->setName, definition.setName);
        QCOMPARE(index->bin, definition.bin);
        QCOMPARE(index->type, typeName(definition.type));
        QCOMPARE(index->collection, definition.collection);
        QCOMPARE(index->context, definition.context);
        QCOMPARE(index->expression, definition.expression);
        QCOMPARE(index->state, IndexInfo::State::Ready);
        QCOMPARE(index->loadPercent, 100);
        QCOMPARE(index->entries, recordCount * perRecord);
        QVERIFY(index->entriesPerValue >= 1);
        QCOMPARE(index->raw.size(), m_client.snapshot().nodes.size());

        VERIFY_OK(runTask(m_session.admin().dropIndex(definition.namespaceName, definition.name)));
        QVERIFY(!known(definition.name));
    }

    void anIndexOverAllSets()
    {
        IndexDefinition definition;
        definition.namespaceName = m_set.namespaceName;
        definition.name = m_set.setName + "_all";
        definition.bin = "n";
        VERIFY_OK(runTask(m_session.admin().createIndex(definition)));
        const auto index = known(definition.name);
        QVERIFY(index);
        QCOMPARE(index->setName, QByteArray());
        VERIFY_OK(runTask(m_session.admin().dropIndex(definition.namespaceName, definition.name)));
    }

    void aTaskThatIsStopped()
    {
        if (m_cluster->isReal())
            QSKIP("needs a server that can be told to wait");
        m_cluster->embedded()->pauseIndexing(true);
        IndexDefinition definition;
        definition.namespaceName = m_set.namespaceName;
        definition.setName = m_set.setName;
        definition.name = m_set.setName + "_slow";
        definition.bin = "n";
        std::stop_source stop;
        auto task = m_session.admin().createIndex(definition, {}, stop.get_token());
        QTRY_VERIFY(known(definition.name).has_value());
        QCOMPARE(known(definition.name)->state, IndexInfo::State::Building);
        stop.request_stop();
        QCOMPARE(runTask(std::move(task)).error().kind, ErrorKind::Cancelled);
        m_cluster->embedded()->pauseIndexing(false); // what the servers have begun they end
        const auto ready = [&] { return known(definition.name)->state == IndexInfo::State::Ready; };
        QTRY_VERIFY(ready());
        VERIFY_OK(runTask(m_session.admin().dropIndex(definition.namespaceName, definition.name)));
    }

    void queriesAreJobs()
    {
        const auto idsBefore = [&] {
            QList<quint64> ids;
            for (const JobInfo &job : runTask(m_session.info().jobs()).value())
                ids << job.id;
            return ids;
        }();
        auto stream = runTask(m_session.query(m_set).where(u"$.n == 3"_s).execute());
        VERIFY_OK(stream);
        int rows = 0;
        while (const RowChunkPtr chunk = runTask(stream->nextChunk()).value())
            rows += chunk->rowCount();
        QCOMPARE(rows, recordCount / 10);
        const auto own = [&] {
            QList<JobInfo> jobs;
            for (const JobInfo &job : runTask(m_session.info().jobs()).value()) {
                if (job.setName == m_set.setName && !idsBefore.contains(job.id))
                    jobs << job;
            }
            return jobs;
        };
        const auto allDone = [&] {
            const QList<JobInfo> jobs = own();
            return jobs.size() == m_client.snapshot().nodes.size() &&
                   std::ranges::all_of(jobs,
                                       [](const JobInfo &job) { return job.state == NodeJob::State::Done; });
        };
        QTRY_VERIFY(allDone());
        qint64 found = 0;
        QSet<QByteArray> nodes;
        for (const JobInfo &job : own()) {
            QCOMPARE(job.namespaceName, m_set.namespaceName);
            QCOMPARE(job.kind, NodeJob::Kind::Basic);
            QCOMPARE(job.outcome, "ok"_ba);
            QCOMPARE(job.progressPercent, 100.0);
            QVERIFY(job.sinceDone);
            QVERIFY(job.from.startsWith(u"127.0.0.1:"_s));
            QCOMPARE(job.nodes.size(), 1); // each node has an id of its own
            QVERIFY(m_client.snapshot().node(job.nodes.first().node));
            nodes << job.nodes.first().node;
            found += job.recordsSucceeded;
        }
        QCOMPARE(found, rows);
        QCOMPARE(nodes.size(), m_client.snapshot().nodes.size());
    }

    void latencyHistograms()
    {
        const auto latencies = runTask(m_session.info().latencies());
        VERIFY_OK(latencies);
        for (const LatencyInfo &latency : *latencies) {
            QVERIFY(!latency.operation.isEmpty());
            QVERIFY(!latency.nodes.isEmpty());
            QCOMPARE(latency.percentSlower.size(), 17);
            double sum = 0;
            for (const NodeLatency &node : latency.nodes) {
                QVERIFY(m_client.snapshot().node(node.node));
                sum += node.operationsPerSecond;
            }
            QCOMPARE(latency.operationsPerSecond, sum);
            QVERIFY(std::ranges::is_sorted(latency.percentSlower, std::ranges::greater()));
        }
    }

    void statisticsOfAllNodes()
    {
        const auto nodes = runTask(m_session.info().nodes());
        const auto statistics = runTask(m_session.info().statistics());
        VERIFY_OK(statistics);
        QVERIFY(statistics->isWhole);
        QVERIFY(!statistics->clusterKey.isEmpty());
        QVERIFY(statistics->objects >= recordCount);
        QCOMPARE(statistics->total("cluster_size"), nodes->size() * nodes->size());
        QVERIFY(!statistics->total("cluster_key"));
        QCOMPARE(statistics->values.value("cluster_size").size(), nodes->size());
        QVERIFY(statistics->clientConnections > 0);
    }

    void setsByNode()
    {
        const auto sets = runTask(m_session.info().sets(m_set.namespaceName));
        VERIFY_OK(sets);
        const auto own = std::ranges::find(*sets, m_set.setName, &SetInfo::name);
        QVERIFY(own != sets->end());
        QVERIFY(!own->raw.isEmpty());
        for (const auto &node : own->raw)
            QCOMPARE(node.value("set"), m_set.setName);
        const auto namespaces = runTask(m_session.info().namespaces());
        QCOMPARE(namespaces->first().raw.size(), m_client.snapshot().nodes.size());
    }

private:
    template <class T>
    static const T *fetch(const char *column)
    {
        return static_cast<const T *>(QTest::qData(column, qMetaTypeId<T>()));
    }
    std::optional<IndexInfo> known(const QByteArray &name)
    {
        const auto indexes = runTask(m_session.info().indexes(m_set.namespaceName));
        if (!indexes)
            qFatal("%s", qPrintable(indexes.error().toString()));
        const auto at = std::ranges::find(*indexes, name, &IndexInfo::name);
        return at == indexes->end() ? std::nullopt : std::optional(*at);
    }

    std::unique_ptr<TestCluster> m_cluster;
    Client m_client;
    Session m_session;
    DataSet m_set;
};

QTEST_GUILESS_MAIN(TestAdministration)
#include "tst_administration.moc"
