// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/compiler.h"
#include "client/value/expressionops.h"
#include "tests/support/runtask.h"
#include "tests/support/testcluster.h"

#include <QSet>
#include <QTest>

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

#define VERIFY_OK(result)                                                                                    \
    do {                                                                                                     \
        const auto &checked = (result);                                                                      \
        QVERIFY2(checked.has_value(), checked.has_value() ? "" : qPrintable(checked.error().toString()));    \
    } while (false)

class TestSetQueries : public QObject
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
        m_people = m_cluster->freshSet();
        for (int i = 0; i < 10; ++i)
            VERIFY_OK(runTask(
                m_session.put(m_people.id(i).value(),
                              {{"age", 20 + i}, {"name", Value::string("p" + QByteArray::number(i))}})));
        m_many = m_cluster->freshSet();
        std::vector<int> inputs(2000);
        for (int i = 0; i < 2000; ++i)
            inputs[static_cast<std::size_t>(i)] = i;
        const auto written = runTask(m_client.map(
            inputs,
            [session = m_session, set = m_many](int i) {
                return session.put(set.id(i).value(), {{"i", i}, {"mod", i % 7}});
            },
            16));
        for (const auto &one : written)
            VERIFY_OK(one);
    }
    void cleanupTestCase()
    {
        runTask(m_client.close());
        m_session = {};
        m_client = {};
        m_cluster.reset();
    }

    void a28_predicates_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("expected");
        QTest::newRow("at least") << u"$.age >= 25"_s << 5;
        QTest::newRow("between") << u"$.age >= 22 and $.age <= 26"_s << 5;
        QTest::newRow("not") << u"not ($.age >= 25)"_s << 5;
        QTest::newRow("none") << u"$.age > 100"_s << 0;
        QTest::newRow("text") << u"$.name == \"p3\""_s << 1;
        QTest::newRow("missing bin") << u"$.nothing == 1"_s << 0;
        QTest::newRow("set name") << u"$.setName() != \"\""_s << 10;
    }
    void a28_predicates()
    {
        QFETCH(QString, text);
        QTEST(count(m_session.query(m_people).where(text)), "expected");
    }

    void placeholders()
    {
        QCOMPARE(count(m_session.query(m_people).where(u"$.age > ?0 and $.name != ?1"_s, 25, "p9")), 3);
        // a quote in an argument is a value, never text
        QCOMPARE(count(m_session.query(m_people).where(u"$.name == ?0"_s, "\" or true or \"")), 0);
    }

    // Ten records in pages of three: all ten, in more than one page; in pages of a hundred: in one.
    void a30_pages_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("leastPages");
        QTest::addColumn<int>("mostPages");
        QTest::newRow("of three") << 3 << 4 << 5; // the last full one may be followed by an empty one
        QTest::newRow("of a hundred") << 100 << 1 << 1;
    }
    void a30_pages()
    {
        QFETCH(int, size);
        QFETCH(int, leastPages);
        QFETCH(int, mostPages);
        const QList<int> pages = pageSizes(m_session.query(m_people), size, 1'000);
        QCOMPARE(std::accumulate(pages.begin(), pages.end(), 0), 10);
        QVERIFY2(pages.size() >= leastPages && pages.size() <= mostPages,
                 qPrintable(QString::number(pages.size())));
    }

    // Twenty-five rows of many in pages of ten: exactly twenty-five, in three pages.
    void a31_defect11_limitOverPages()
    {
        QCOMPARE(pageSizes(m_session.query(m_many), 10, 25), (QList<int>{10, 10, 5}));
    }

    // A limit, a throttle or a duration leaves the rest of the behaviour alone: its time-out still holds.
    void defect11_limitsKeepTheBehaviour()
    {
        const Session hasty = m_client.session(Behavior::standard()->derive(
            u"hasty"_s, BehaviorPatch{.readsQuery = {.totalTimeout = 150ms, .maxRetries = 0}}));
        auto stream = runTask(hasty.query(m_many)
                                  .limit(1'900)
                                  .recordsPerSecond(20)
                                  .expectedDuration(QueryDuration::Long)
                                  .execute());
        VERIFY_OK(stream);
        Result<RowChunkPtr> chunk;
        do {
            chunk = runTask(stream->nextChunk());
        } while (chunk && *chunk);
        QVERIFY(!chunk);
        QCOMPARE(chunk.error().kind, ErrorKind::Timeout);
    }

    // Operations worked out by the nodes for each record; ones that write are refused before they are sent.
    // (Operations on single bins are no part of a query's type.)
    void a49_operationsInQueries()
    {
        const auto wrong =
            runTask(m_session.query(m_people).operations({Operation::add("age", 1)}).execute());
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().kind, ErrorKind::InvalidArgument);
        Ael::CompileOptions options;
        options.as = Ael::CompileOptions::As::Value;
        const Expression inTenYears = Ael::compile(u"$.age + 10"_s, options).expression;
        auto stream =
            runTask(m_session.query(m_people)
                        .where(u"$.age >= 28"_s)
                        .operations({Operation::read("name"), ExpressionOps::read("later", inTenYears)})
                        .execute());
        if (!stream && m_cluster->isReal())
            QSKIP("this server knows no operations in queries");
        VERIFY_OK(stream);
        QSet<qint64> later;
        while (const RowChunkPtr chunk = runTask(stream->nextChunk()).value()) {
            for (int row = 0; row < chunk->rowCount(); ++row) {
                const Record record = chunk->row(row).toRecord().value();
                QVERIFY(record.bin("name"));
                QVERIFY(!record.bin("age"));
                later.insert(record.bin("later")->toInteger());
            }
        }
        QCOMPARE(later, (QSet<qint64>{38, 39}));
    }

    void a31_limits()
    {
        QCOMPARE(count(m_session.query(m_many).limit(25)), 25);
        QCOMPARE(count(m_session.query(m_many).limit(1)), 1);
        QCOMPARE(count(m_session.query(m_many).limit(5000)), 2000);
        QCOMPARE(count(m_session.query(m_many).where(u"$.mod == 3"_s).limit(100)), 100);
    }

    void a32_defect13_partitions()
    {
        int total = 0;
        for (int first = 0; first < 4096; first += 1024)
            total += count(m_session.query(m_many).partitionRange(first, 1024));
        QCOMPARE(total, 2000);
        auto stream = runTask(m_session.query(m_many).partitions({1, 9}).execute());
        VERIFY_OK(stream);
        while (const RowChunkPtr chunk = runTask(stream->nextChunk()).value()) {
            for (int row = 0; row < chunk->rowCount(); ++row) {
                const int partition = chunk->row(row).digest().partitionId();
                QVERIFY(partition == 1 || partition == 9);
            }
        }
    }

    void a33_recordsWithoutASet()
    {
        const Key mine = Key::of(m_people.namespaceName, {}, Value::string(m_people.setName)).value();
        VERIFY_OK(runTask(m_session.put(mine, {{"only", Value::string(m_people.setName)}})));
        QCOMPARE(
            count(m_session.query(DataSet{m_people.namespaceName, {}})
                      .where(u"$.setName() == \"\" and $.only == ?0"_s, Value::string(m_people.setName))),
            1);
        VERIFY_OK(runTask(m_session.remove(mine).execute()));
    }

    void a32_pagesThroughAStoredCursor()
    {
        std::set<Digest> seen;
        qint64 rows = 0;
        QByteArray stored = QueryCursor::start(m_many.namespaceName, m_many.setName).toBytes();
        for (bool more = true; more;) {
            const Client other = m_cluster->connect(); // a page of another program
            auto stream = runTask(other.session()
                                      .query(m_many)
                                      .limit(450)
                                      .resumeFrom(QueryCursor::fromBytes(stored).value())
                                      .execute());
            VERIFY_OK(stream);
            const qint64 before = rows;
            while (const RowChunkPtr chunk = runTask(stream->nextChunk()).value()) {
                rows += chunk->rowCount();
                for (int row = 0; row < chunk->rowCount(); ++row)
                    seen.insert(chunk->row(row).digest());
            }
            QVERIFY(rows - before == 450 || rows == 2000);
            more = !stream->cursor().isDone();
            stored = stream->cursor().toBytes();
            stream->close();
            runTask(other.close());
        }
        QCOMPARE(rows, 2000);
        QCOMPARE(seen.size(), 2000U);
    }

    void a34_indexesAreUsedWhileTheyAreThere()
    {
        const QByteArray name = m_many.setName + "_mod";
        const SetQuery query = m_session.query(m_many).where(u"$.mod == 3 and $.i < 1000"_s).useIndexes();
        const int expected = count(query); // a scan: 143 of the first 1000 have remainder 3
        QCOMPARE(expected, 143);
        QVERIFY(!runTask(query.explain()).value().usesIndex);

        IndexDefinition definition;
        definition.namespaceName = m_many.namespaceName;
        definition.setName = m_many.setName;
        definition.name = name;
        definition.bin = "mod";
        QList<int> told;
        VERIFY_OK(
            runTask(m_session.admin().createIndex(definition, [&told](int percent) { told << percent; })));
        QVERIFY(!told.isEmpty() && told.last() == 100 && std::ranges::is_sorted(told));
        VERIFY_OK(runTask(m_session.admin().createIndex(definition))); // the same again is no error
        IndexDefinition other = definition;
        other.bin = "i";
        QCOMPARE(runTask(m_session.admin().createIndex(other)).error().kind, ErrorKind::Server);
        const auto plan = [&] { return runTask(query.explain()).value(); };
        QVERIFY(plan().usesIndex); // built: at once
        QCOMPARE(plan().indexName, name);
        QVERIFY2(plan().text.contains(QString::fromUtf8(name) + u": chosen"_s), qPrintable(plan().text));
        QCOMPARE(count(query), expected);

        // Pages over the index, from one client to the next.
        std::set<Digest> seen;
        QueryCursor cursor;
        int pages = 0;
        for (bool more = true; more; ++pages) {
            SetQuery page = query;
            page.limit(40);
            if (pages > 0)
                page.resumeFrom(QueryCursor::fromBytes(cursor.toBytes()).value());
            auto stream = runTask(page.execute());
            VERIFY_OK(stream);
            QVERIFY(stream->cursor().index().has_value());
            while (const RowChunkPtr chunk = runTask(stream->nextChunk()).value()) {
                for (int row = 0; row < chunk->rowCount(); ++row)
                    QVERIFY(seen.insert(chunk->row(row).digest()).second);
            }
            cursor = stream->cursor();
            more = !cursor.isDone();
            QVERIFY(pages < 8);
        }
        QCOMPARE(int(seen.size()), expected);

        // Dropped, and this client has not heard of it: no error, the same answer.
        QVERIFY(plan().usesIndex);
        const Client someoneElse = m_cluster->connect();
        VERIFY_OK(runTask(someoneElse.session().admin().dropIndex(m_many.namespaceName, name)));
        QCOMPARE(count(query), expected);
        QVERIFY(!plan().usesIndex); // what it met made it ask anew
        VERIFY_OK(runTask(m_session.admin().dropIndex(m_many.namespaceName, name))); // nobody knows it: fine
        runTask(someoneElse.close());
    }

    void indexDefinitionsThatCannotBe_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("bin");
        QTest::addColumn<QByteArray>("expression");
        QTest::newRow("no name") << QByteArray() << QByteArray("b") << QByteArray();
        QTest::newRow("long name") << QByteArray(64, 'n') << QByteArray("b") << QByteArray();
        QTest::newRow("a second command") << QByteArray("n;set=x") << QByteArray("b") << QByteArray();
        QTest::newRow("nothing indexed") << QByteArray("n") << QByteArray() << QByteArray();
        QTest::newRow("both") << QByteArray("n") << QByteArray("b") << QByteArray("\x01");
    }
    void indexDefinitionsThatCannotBe()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, bin);
        QFETCH(QByteArray, expression);
        IndexDefinition definition;
        definition.namespaceName = m_many.namespaceName;
        definition.name = name;
        definition.bin = bin;
        definition.expression = expression;
        QCOMPARE(runTask(m_session.admin().createIndex(definition)).error().kind, ErrorKind::InvalidArgument);
    }

    void a50_truncateThenWrite()
    {
        const DataSet set = m_cluster->freshSet();
        for (int i = 0; i < 50; ++i)
            VERIFY_OK(runTask(m_session.put(set.id(i).value(), {{"i", i}})));
        QCOMPARE(count(m_session.query(set)), 50);
        // Servers compare milliseconds: the truncation must come in a later one than the writes.
        if (m_cluster->isReal())
            QTest::qWait(20);
        else
            m_cluster->embedded()->clock().advance(20ms);
        VERIFY_OK(runTask(m_session.admin().truncate(set)));
        VERIFY_OK(runTask(m_session.put(set.id(1000).value(), {{"i", 1000}})));
        QTRY_COMPARE_WITH_TIMEOUT(count(m_session.query(set)), 1, 20'000);
        VERIFY_OK(runTask(m_session.get(set.id(1000).value())));
        const auto unknown = runTask(m_session.admin().truncate(DataSet{"nosuchnamespace", "s"}));
        QVERIFY(!unknown);
    }

    void everyRecordOnceWithItsKey()
    {
        auto stream = runTask(m_session.query(m_many).execute());
        VERIFY_OK(stream);
        std::set<qint64> seen;
        while (const RowChunkPtr chunk = runTask(stream->nextChunk()).value()) {
            for (int row = 0; row < chunk->rowCount(); ++row) {
                const Record record = chunk->row(row).toRecord().value();
                const qint64 i = record.bin("i")->toInteger();
                QVERIFY(seen.insert(i).second);
                QCOMPARE(record.key, m_many.id(i).value());
                QCOMPARE(*record.key.userKey(), Value(i));
                QCOMPARE(record.generation, 1U);
            }
        }
        QCOMPARE(seen.size(), 2000U);
        QCOMPARE(stream->progress().partitionsDone, 4096);
        QCOMPARE(stream->progress().rows, 2000);
    }

    void projections()
    {
        auto stream = runTask(m_session.query(m_many).bins({"mod"}).execute());
        VERIFY_OK(stream);
        while (const RowChunkPtr chunk = runTask(stream->nextChunk()).value()) {
            for (int row = 0; row < chunk->rowCount(); ++row)
                QCOMPARE(chunk->row(row).binCount(), 1);
        }
        QCOMPARE(count(m_session.query(m_many).noBins()), 2000);
    }

    void a52_defect16_closingEndsTheServersJob()
    {
        // Slowed down, so that it cannot be over by itself.
        auto stream = runTask(m_session.query(m_many).recordsPerSecond(50).execute());
        VERIFY_OK(stream);
        const auto active = [this] {
            QByteArray all;
            const auto answers = runTask(m_client.infoAll("query-show"));
            for (const NodeInfoAnswer &answer : answers.value())
                all += answer.answer.value_or(QByteArray());
            for (const QByteArray &job : all.split(';')) {
                if (job.contains(":set=" + m_many.setName + ':') && job.contains("status=active"))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(active());
        stream->close();
        QTRY_VERIFY_WITH_TIMEOUT(!active(), 1000);
        QCOMPARE(count(m_session.query(m_many)), 2000);
    }

    void defect18_infoHelpers()
    {
        const auto namespaces = runTask(m_session.info().namespaces());
        VERIFY_OK(namespaces);
        const auto ns = std::ranges::find(*namespaces, m_people.namespaceName, &NamespaceInfo::name);
        QVERIFY(ns != namespaces->end());
        QVERIFY(ns->objects >= 2010);
        const auto mine = [this] {
            const auto sets = runTask(m_session.info().sets(m_people.namespaceName));
            for (const SetInfo &set : sets.value()) {
                if (set.name == m_many.setName)
                    return set.objects;
            }
            return qint64(-1);
        };
        QTRY_COMPARE(mine(), 2000);
        const auto nodes = runTask(m_session.info().nodes());
        VERIFY_OK(nodes);
        QCOMPARE(nodes->size(), m_client.snapshot().nodes.size());
        for (const NodeInfo &node : *nodes) {
            QVERIFY(!node.statistics.isEmpty());
            QVERIFY(node.edition.contains("Aerospike"));
        }
        VERIFY_OK(runTask(m_session.info().indexes(m_people.namespaceName)));
        QCOMPARE(runTask(m_session.info().sets("elsewhere")).error().code, ResultCode::Namespace);
    }

    void infoCommands()
    {
        const auto build = runTask(m_client.info("build"));
        VERIFY_OK(build);
        QVERIFY(build->startsWith("8.") || build->startsWith("7.") || build->startsWith("6."));
        const auto unknown = runTask(m_client.info("no-such-command"));
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().kind, ErrorKind::Server);
        QCOMPARE(unknown.error().code, ResultCode::Parameter);
        const QByteArray node = m_client.snapshot().nodes.first().name;
        QCOMPARE(runTask(m_client.info("node", node)).value(), node);
        QCOMPARE(runTask(m_client.info("node", "nobody")).error().kind, ErrorKind::NotConnected);
        QCOMPARE(runTask(m_client.infoAll("node"))->size(), m_client.snapshot().nodes.size());
        QCOMPARE(runTask(m_client.info("a\nb")).error().kind, ErrorKind::InvalidArgument);
        QCOMPARE(runTask(m_client.info("")).error().kind, ErrorKind::InvalidArgument);
    }

private:
    /// Reads page after page until `most` rows or the end.
    static QList<int> pageSizes(const SetQuery &query, int size, int most)
    {
        QList<int> sizes;
        std::optional<QueryCursor> cursor;
        for (int rows = 0; rows < most && !(cursor && cursor->isDone());) {
            SetQuery page = query;
            page.limit(std::min(size, most - rows));
            if (cursor)
                page.resumeFrom(*cursor);
            auto stream = runTask(page.execute());
            int count = 0;
            while (const RowChunkPtr chunk = runTask(stream->nextChunk()).value())
                count += chunk->rowCount();
            cursor = stream->cursor();
            rows += count;
            sizes << count;
        }
        return sizes;
    }
    int count(const SetQuery &query)
    {
        auto stream = runTask(query.execute());
        if (!stream) {
            qWarning("%s", qPrintable(stream.error().toString()));
            return -1;
        }
        int rows = 0;
        for (;;) {
            const auto chunk = runTask(stream->nextChunk());
            if (!chunk) {
                qWarning("%s", qPrintable(chunk.error().toString()));
                return -2;
            }
            if (!*chunk)
                return rows;
            rows += (*chunk)->rowCount();
        }
    }

    std::unique_ptr<TestCluster> m_cluster;
    Client m_client;
    Session m_session;
    DataSet m_people;
    DataSet m_many;
};

QTEST_GUILESS_MAIN(TestSetQueries)
#include "tst_setqueries.moc"
