// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/runtask.h"
#include "tests/support/testcluster.h"

#include <QTest>

#include <limits>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// The numbers are those of the acceptance facts. Everything here holds on the embedded cluster and on a real
// server.

#define VERIFY_OK(result)                                                                                    \
    do {                                                                                                     \
        const auto &checked = (result);                                                                      \
        QVERIFY2(checked.has_value(), checked.has_value() ? "" : qPrintable(checked.error().toString()));    \
    } while (false)

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
    }
    void cleanupTestCase()
    {
        runTask(m_client.close());
        m_session = {};
        m_client = {};
        m_cluster.reset();
    }
    void init() { m_set = m_cluster->freshSet(); }

    void a01_upsertThenRead()
    {
        const auto put = runTask(m_session.upsert(key(1)).put({{"name", "John"}, {"age", 30}}).execute());
        VERIFY_OK(put);
        QCOMPARE(put->generation, 1U);
        const auto row = runTask(m_session.query(key(1)).execute());
        VERIFY_OK(row);
        QVERIFY(row->ok());
        QCOMPARE(row->record->bins.size(), 2U);
        QCOMPARE(*row->record->bin("name"), Value("John"));
        QCOMPARE(*row->record->bin("age"), Value(30));
        QCOMPARE(row->record->generation, 1U);
    }

    void a02_valuesComeBackExactly_data()
    {
        QTest::addColumn<Value>("value");
        const auto row = [](const char *name, Value value) { QTest::newRow(name) << std::move(value); };
        row("integer", 42);
        row("largest integer", std::numeric_limits<qint64>::max());
        row("smallest integer", std::numeric_limits<qint64>::min());
        row("double", 3.14159);
        row("double without a fraction", 3.0);
        row("minus zero", -0.0);
        row("infinity", std::numeric_limits<double>::infinity());
        row("text", "hello world");
        row("empty text", "");
        row("text beyond ASCII", u"grüße 🚀"_s);
        row("true", true);
        row("false", false);
        row("blob", Value::blob(QByteArray::fromHex("03347d")));
        row("empty blob", Value::blob({}));
        row("empty list", List{});
        row("empty map", Map{});
        row("nested list", List{{1, "two", 3.0, List{{true, Value()}}, Map{{{"k", List{{1}}}}}}});
        row("map with integer keys", Map{{{1, "one"}, {2, "two"}, {30, "thirty"}}});
        row("map with string keys", Map{{{"a", 1}, {"b", Map{{{"c", 2}}}}}});
    }
    void a02_valuesComeBackExactly()
    {
        QFETCH(Value, value);
        VERIFY_OK(runTask(m_session.put(key(1), {{"v", value}})));
        const auto record = runTask(m_session.get(key(1)));
        VERIFY_OK(record);
        QVERIFY(record->bin("v"));
        QCOMPARE(*record->bin("v"), value);
    }

    void a02_geoJsonComesBack()
    {
        const Value point = Value::geoJson("{\"type\":\"Point\",\"coordinates\":[-122.0,37.5]}");
        const auto put = runTask(m_session.put(key(1), {{"g", point}}));
        VERIFY_OK(put);
        QCOMPARE(*runTask(m_session.get(key(1)))->bin("g"), point);
    }

    void a03_projections()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"name", "Ann"}, {"age", 30}, {"city", "Rome"}})));
        const auto two = runTask(m_session.query(key(1)).bins({"name", "age"}).execute());
        VERIFY_OK(two);
        QCOMPARE(two->record->bins.size(), 2U);
        QVERIFY(!two->record->bin("city"));
        const auto none = runTask(m_session.query(key(1)).bins({"nothing"}).execute());
        VERIFY_OK(none);
        QVERIFY(none->ok());
        QVERIFY(none->record->bins.empty());
        QCOMPARE(runTask(m_session.get(key(1), {"city"}))->bins.size(), 1U);
    }

    void a04_withoutBins()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"a", 1}})));
        const auto row = runTask(m_session.query(key(1)).noBins().execute());
        VERIFY_OK(row);
        QVERIFY(row->record->bins.empty());
        QCOMPARE(row->record->generation, 1U);
    }

    void a05_insertTwice()
    {
        VERIFY_OK(runTask(m_session.insert(key(1)).set("v", 1).execute()));
        const auto second = runTask(m_session.insert(key(1)).set("v", 2).execute());
        QVERIFY(!second);
        QCOMPARE(second.error().code, ResultCode::RecordExists);
        QVERIFY(!second.error().inDoubt);
        QCOMPARE(*runTask(m_session.get(key(1)))->bin("v"), Value(1));
    }

    void a06_a08_whatMustExist()
    {
        QCOMPARE(runTask(m_session.update(key(1)).set("v", 1).execute()).error().code, ResultCode::NotFound);
        QCOMPARE(runTask(m_session.replaceIfExists(key(1)).set("v", 1).execute()).error().code,
                 ResultCode::NotFound);
        QCOMPARE(runTask(m_session.get(key(1))).error().code, ResultCode::NotFound);
    }

    void a07_replaceDropsOtherBins()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"bin1", 1}, {"bin2", 2}})));
        VERIFY_OK(runTask(m_session.replace(key(1)).set("bin3", 3).execute()));
        const auto record = runTask(m_session.get(key(1)));
        QCOMPARE(record->bins.size(), 1U);
        QCOMPARE(*record->bin("bin3"), Value(3));
        VERIFY_OK(runTask(m_session.replace(key(2)).set("bin3", 3).execute())); // creates
        VERIFY_OK(runTask(m_session.replaceIfExists(key(1)).set("bin4", 4).execute()));
        QVERIFY(!runTask(m_session.get(key(1)))->bin("bin3"));
    }

    void a09_generations()
    {
        QCOMPARE(runTask(m_session.put(key(1), {{"v", 1}}))->generation, 1U);
        QCOMPARE(runTask(m_session.put(key(1), {{"v", 2}}))->generation, 2U);
        const auto right = runTask(m_session.update(key(1)).set("v", 3).ensureGeneration(2).execute());
        VERIFY_OK(right);
        QCOMPARE(right->generation, 3U);
        for (const quint32 wrong : {1U, 999U, 9999U}) {
            const auto refused =
                runTask(m_session.update(key(1)).set("v", 4).ensureGeneration(wrong).execute());
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ResultCode::Generation);
        }
        QCOMPARE(runTask(m_session.remove(key(1)).ensureGeneration(1).execute()).error().code,
                 ResultCode::Generation);
        CallOptions options;
        options.generation = 7;
        QCOMPARE(runTask(m_session.put(key(1), {{"v", 5}}, options)).error().code, ResultCode::Generation);
        QCOMPARE(*runTask(m_session.get(key(1)))->bin("v"), Value(3));
        QCOMPARE(runTask(m_session.update(key(1)).set("v", 1).ensureGeneration(0).execute()).error().kind,
                 ErrorKind::InvalidArgument);
    }

    void a11_keepingTheExpiry()
    {
        const auto first = runTask(m_session.upsert(key(1)).set("v", 1).ttl(*Ttl::seconds(900)).execute());
        if (!first && first.error().code == ResultCode::Forbidden)
            QSKIP("this server's namespace does not expire records");
        VERIFY_OK(first);
        QVERIFY(!first->voidTime.never());
        const auto kept = runTask(m_session.upsert(key(1)).set("v", 2).ttl(Ttl::keep()).execute());
        VERIFY_OK(kept);
        QCOMPARE(kept->voidTime, first->voidTime);
        const auto never = runTask(m_session.upsert(key(1)).set("v", 3).ttl(Ttl::never()).execute());
        VERIFY_OK(never);
        QVERIFY(never->voidTime.never());
        const auto touched = runTask(m_session.touch(key(1)).ttl(*Ttl::seconds(500)).execute());
        VERIFY_OK(touched);
        QVERIFY(!touched->voidTime.never());
        QCOMPARE(touched->generation, 4U);
    }

    void a13_addAppendPrepend()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"n", 0}, {"s", "John"}, {"d", 1.5}})));
        for (const int delta : {5, 10, 15})
            VERIFY_OK(runTask(m_session.update(key(1)).add("n", delta).execute()));
        VERIFY_OK(runTask(
            m_session.update(key(1)).append("s", " Doe").prepend("s", "Mr. ").add("d", 0.25).execute()));
        const auto record = runTask(m_session.get(key(1)));
        QCOMPARE(*record->bin("n"), Value(30));
        QCOMPARE(*record->bin("s"), Value("Mr. John Doe"));
        QCOMPARE(*record->bin("d"), Value(1.75));
        QCOMPARE(runTask(m_session.update(key(1)).add("s", 1).execute()).error().code,
                 ResultCode::IncompatibleType);
        VERIFY_OK(runTask(m_session.upsert(key(2)).add("n", 3).append("s", "x").execute())); // creates
        QCOMPARE(*runTask(m_session.get(key(2)))->bin("n"), Value(3));
    }

    void a14_resultsInOperationOrder()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"v", 1}})));
        const auto row = runTask(m_session.update(key(1)).read("v").set("v", 42).read("v").execute());
        VERIFY_OK(row);
        QCOMPARE(row->record->bins.size(), 2U);
        QCOMPARE(row->record->bins[0], (Bin{"v", 1}));
        QCOMPARE(row->record->bins[1], (Bin{"v", 42}));
        QCOMPARE(row->generation, 2U);
    }

    void a15_deleteWithinAnOperate()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"a", 1}, {"b", 2}})));
        const auto row = runTask(m_session.upsert(key(1))
                                     .read("a")
                                     .operation(Operation::deleteAll())
                                     .set("b", 99)
                                     .read("b")
                                     .execute());
        VERIFY_OK(row);
        QCOMPARE(*row->record->bin("a"), Value(1));
        const auto record = runTask(m_session.get(key(1)));
        QCOMPARE(record->bins.size(), 1U);
        QCOMPARE(*record->bin("b"), Value(99));
    }

    void a16_missingRecordsAreRows()
    {
        for (const auto &row :
             {runTask(m_session.remove(key(9)).execute()), runTask(m_session.touch(key(9)).execute()),
              runTask(m_session.exists(key(9)).execute()), runTask(m_session.query(key(9)).execute())}) {
            VERIFY_OK(row);
            QVERIFY(!row->ok());
            QCOMPARE(row->code(), ResultCode::NotFound);
            QCOMPARE(row->found().value(), false);
            QCOMPARE(row->key, key(9));
            QVERIFY(!row->record);
        }
        VERIFY_OK(runTask(m_session.put(key(9), {{"a", 1}})));
        QCOMPARE(runTask(m_session.exists(key(9)).execute())->found().value(), true);
        QCOMPARE(runTask(m_session.exists(key(9)).execute())->generation, 1U);
        QCOMPARE(runTask(m_session.remove(key(9)).execute())->found().value(), true);
        QCOMPARE(runTask(m_session.exists(key(9)).execute())->found().value(), false);
    }

    void a17_filteredWritesChangeNothing()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"v", 1}})));
        const QString never = u"$.v == 999"_s;
        const auto quiet = runTask(m_session.upsert(key(1)).set("v", 2).where(never).execute());
        VERIFY_OK(quiet);
        QCOMPARE(quiet->code(), ResultCode::FilteredOut);
        const auto loud =
            runTask(m_session.upsert(key(1)).set("v", 2).where(never).failOnFilteredOut().execute());
        QVERIFY(!loud);
        QCOMPARE(loud.error().code, ResultCode::FilteredOut);
        QCOMPARE(runTask(m_session.query(key(1)).where(never).execute())->code(), ResultCode::FilteredOut);
        QCOMPARE(runTask(m_session.remove(key(1)).where(never).execute())->code(), ResultCode::FilteredOut);
        QCOMPARE(*runTask(m_session.get(key(1)))->bin("v"), Value(1));
        const auto matching =
            runTask(m_session.upsert(key(1)).set("v", 2).where(u"$.v == ?0"_s, 1).execute());
        VERIFY_OK(matching);
        QVERIFY(matching->ok());
        QCOMPARE(*runTask(m_session.get(key(1)))->bin("v"), Value(2));
    }

    // A session's behaviour holds for plain reads too: its time-out, not the standard's.
    void defect12_theBehaviourHoldsForPlainReads()
    {
        if (m_cluster->isReal())
            QSKIP("a server that does not answer cannot be had for the asking");
        Demo::FaultRule rule;
        rule.request = Demo::RequestKind::Read;
        rule.silent = true;
        const int id = m_cluster->embedded()->faults().add(rule);
        const Session hasty = m_client.session(Behavior::standard()->derive(
            u"hasty"_s, BehaviorPatch{.all = {.totalTimeout = 40ms, .maxRetries = 0}}));
        const auto row = runTask(hasty.query(key(1)).execute());
        const auto record = runTask(hasty.get(key(1)));
        m_cluster->embedded()->faults().remove(id);
        QCOMPARE(row.error().kind, ErrorKind::Timeout);
        QVERIFY(row.error().message.contains(u"40 ms"_s));
        QCOMPARE(record.error().kind, ErrorKind::Timeout);
    }

    // Whatever fails fails in one way: with an error that names its kind and code, here as there.
    void defect14_oneKindOfError()
    {
        const Key mine = key(1);
        const Key elsewhere = Key::of("nosuchnamespace", "s", 1).value();
        const auto kindOf = [](const auto &result) {
            return result ? ErrorKind::Internal : result.error().kind;
        };
        QCOMPARE(kindOf(runTask(m_session.get(mine))), ErrorKind::Server);
        QCOMPARE(runTask(m_session.get(mine)).error().code, ResultCode::NotFound);
        QCOMPARE(kindOf(runTask(m_session.put(elsewhere, {{"a", 1}}))), ErrorKind::Server);
        QCOMPARE(kindOf(runTask(m_session.query(DataSet{"nosuchnamespace", {}}).execute())),
                 ErrorKind::Server);
        QCOMPARE(kindOf(runTask(m_session.query(m_set).where(u"$."_s).execute())),
                 ErrorKind::InvalidArgument);
        QCOMPARE(kindOf(runTask(m_client.info("no-such-command"))), ErrorKind::Server);
        QCOMPARE(kindOf(runTask(m_session.admin().truncate(DataSet{"nosuchnamespace", "s"}))),
                 ErrorKind::Server);
        // nothing found is no error: the end comes at once
        auto stream = runTask(m_session.query(m_set).execute());
        VERIFY_OK(stream);
        const auto chunk = runTask(stream->nextChunk());
        VERIFY_OK(chunk);
        QVERIFY(!*chunk);
    }

    void removingBins()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"a", 1}, {"b", 2}})));
        VERIFY_OK(runTask(m_session.update(key(1)).removeBin("a").execute()));
        QCOMPARE(runTask(m_session.get(key(1)))->bins.size(), 1U);
        // the last bin takes the record with it
        const auto last = runTask(m_session.update(key(1)).removeBin("b").execute());
        VERIFY_OK(last);
        QCOMPARE(last->generation, 0U);
        QCOMPARE(runTask(m_session.get(key(1))).error().code, ResultCode::NotFound);
    }

    void keysOfAllTypes_data()
    {
        QTest::addColumn<Value>("userKey");
        QTest::newRow("integer") << Value(-5);
        QTest::newRow("text") << Value("1");
        QTest::newRow("empty text") << Value("");
        QTest::newRow("blob") << Value::blob("\x01\x02");
        QTest::newRow("double") << Value(1.5);
    }
    void keysOfAllTypes()
    {
        QFETCH(Value, userKey);
        const Key mine = m_set.id(userKey).value();
        VERIFY_OK(runTask(m_session.put(mine, {{"a", 1}})));
        VERIFY_OK(runTask(m_session.get(mine)));
        // by digest alone it is the same record
        VERIFY_OK(runTask(m_session.get(m_set.idFromDigest(mine.digest()))));
    }

    void integerAndTextKeysDiffer()
    {
        VERIFY_OK(runTask(m_session.put(m_set.id(1).value(), {{"a", "integer"}})));
        QCOMPARE(runTask(m_session.get(m_set.id("1").value())).error().code, ResultCode::NotFound);
    }

    void recordsWithoutASet()
    {
        const Key mine = Key::of(m_set.namespaceName, {}, Value::string(m_set.setName)).value();
        VERIFY_OK(runTask(m_session.put(mine, {{"a", 1}})));
        QCOMPARE(*runTask(m_session.get(mine))->bin("a"), Value(1));
        VERIFY_OK(runTask(m_session.remove(mine).execute()));
    }

    void whatIsRefusedBeforeItIsSent_data()
    {
        QTest::addColumn<Bins>("bins");
        QTest::newRow("no bins") << Bins{};
        QTest::newRow("empty name") << Bins{{"", 1}};
        QTest::newRow("name too long") << Bins{{"sixteen_letters_", 1}};
        QTest::newRow("name with NUL") << Bins{{QByteArray("a\0b", 3), 1}};
        QTest::newRow("wildcard") << Bins{{"a", Value::wildcard()}};
    }
    void whatIsRefusedBeforeItIsSent()
    {
        QFETCH(Bins, bins);
        const auto put = runTask(m_session.put(key(1), bins));
        QVERIFY(!put);
        QCOMPARE(put.error().kind, ErrorKind::InvalidArgument);
        QCOMPARE(put.error().attempts, 0);
        const auto upsert = runTask(m_session.upsert(key(1)).put(bins).execute());
        QVERIFY(!upsert);
        QCOMPARE(upsert.error().kind, ErrorKind::InvalidArgument);
    }

    void unknownNamespace()
    {
        const auto got = runTask(m_session.get(Key::of("elsewhere", "s", 1).value()));
        QCOMPARE(got.error().code, ResultCode::Namespace);
        QVERIFY(got.error().message.contains(u"elsewhere"_s));
    }

    void aWrongPredicateIsExplained()
    {
        const auto row = runTask(m_session.query(key(1)).where(u"$.a =="_s).execute());
        QCOMPARE(row.error().code, ResultCode::ClientAelSyntax);
        QVERIFY(row.error().message.startsWith(u"line 1, column "_s));
        QCOMPARE(runTask(m_session.query(key(1)).where(u"$.a == ?0"_s).execute()).error().code,
                 ResultCode::ClientAelSyntax);
    }

    void storedKeys()
    {
        VERIFY_OK(runTask(m_session.upsert(key(1)).set("a", 1).sendKey(true).execute()));
        VERIFY_OK(runTask(m_session.upsert(key(2)).set("a", 1).sendKey(false).execute()));
        const Session browsing = m_client.session(Behavior::browsing());
        VERIFY_OK(runTask(browsing.upsert(key(3)).set("a", 1).execute()));
        // editing adds no key, and drops none
        VERIFY_OK(runTask(browsing.update(key(1)).set("a", 2).execute()));
        VERIFY_OK(runTask(browsing.update(key(2)).set("a", 2).execute()));
        QHash<QByteArray, bool> hasKey;
        auto stream = runTask(m_session.query(m_set).execute());
        VERIFY_OK(stream);
        while (const RowChunkPtr chunk = runTask(stream->nextChunk()).value()) {
            for (int row = 0; row < chunk->rowCount(); ++row)
                hasKey.insert(chunk->row(row).digest().toHex(), chunk->row(row).userKey().has_value());
        }
        QCOMPARE(hasKey.size(), 3);
        QCOMPARE(hasKey.value(key(1).digest().toHex()), true);
        QCOMPARE(hasKey.value(key(2).digest().toHex()), false);
        QCOMPARE(hasKey.value(key(3).digest().toHex()), false);
    }

private:
    Key key(int id) const { return m_set.id(id).value(); }

    std::unique_ptr<TestCluster> m_cluster;
    Client m_client;
    Session m_session;
    DataSet m_set;
};

QTEST_GUILESS_MAIN(TestRecords)
#include "tst_records.moc"
