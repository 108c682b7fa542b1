// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/compiler.h"
#include "client/value/bitops.h"
#include "client/value/expressionops.h"
#include "client/value/hllops.h"
#include "client/value/listops.h"
#include "client/value/mapops.h"
#include "tests/integration/acceptance.h"

#include <algorithm>
#include <set>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Codes = std::vector<ResultCode>;

// Many keys and mixed chains. Numbers are those of the acceptance facts and of the defects that clients are
// known for.

class TestBatches : public Acceptance
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { startCluster(); }
    void cleanupTestCase() { stopCluster(); }
    void init() { useFreshSet(); }

    // Reading ten keys without their bins: ten rows, no bins, each with a generation.
    void a04_metadataOfManyKeys()
    {
        VERIFY_OK(runTask(m_session.upsert(keys(1, 10)).put({{"v", 1}}).execute()));
        const auto rows = runTask(m_session.query(keys(1, 10)).noBins().execute());
        VERIFY_OK(rows);
        QCOMPARE(rows->size(), 10U);
        for (const RecordResult &row : *rows) {
            QVERIFY(row.ok());
            QVERIFY(row.record->bins.empty());
            QVERIFY(row.generation != 0);
        }
    }

    // A second insert, where failures are rows: a row with "exists", and the value as it was.
    void a05_insertTwiceGivesARow()
    {
        VERIFY_OK(runTask(m_session.insert(keys(1, 1)).set("v", 1).execute()));
        const auto rows = runTask(m_session.insert(keys(1, 1)).set("v", 2).execute());
        VERIFY_OK(rows);
        QCOMPARE(codesOf(*rows), Codes{ResultCode::RecordExists});
        QCOMPARE(binOf(key(1)), Value(1));
    }

    // Touch, delete and exists of missing keys: always a row, that says no.
    void a16_missingKeysAreRows()
    {
        VERIFY_OK(runTask(m_session.put(key(2), {{"v", 1}})));
        for (const auto &rows : {runTask(m_session.touch({key(1), key(2)}).execute()),
                                 runTask(m_session.exists({key(1), key(2)}).execute()),
                                 runTask(m_session.query({key(1), key(2)}).execute()),
                                 runTask(m_session.remove({key(1), key(2)}).execute())}) {
            VERIFY_OK(rows);
            QCOMPARE(codesOf(*rows), (Codes{ResultCode::NotFound, ResultCode::Ok}));
            QCOMPARE(rows->at(0).found().value(), false);
            QCOMPARE(rows->at(1).found().value(), true);
        }
        QVERIFY(!isThere(key(2)));
    }

    // Filters within a batch: writes, reads and deletes that are refused change nothing and say so.
    void a17_filteredRowsChangeNothing()
    {
        VERIFY_OK(runTask(m_session.upsert(keys(1, 2)).set("v", 1).execute()));
        const QString never = u"$.v == 999"_s;
        const auto rows = runTask(m_session.upsert(key(1))
                                      .set("v", 2)
                                      .where(never)
                                      .query(key(1))
                                      .where(never)
                                      .remove(key(2))
                                      .where(never)
                                      .execute());
        VERIFY_OK(rows);
        QCOMPARE(codesOf(*rows), Codes(3, ResultCode::FilteredOut));
        QCOMPARE(binOf(key(1)), Value(1));
        QVERIFY(isThere(key(2)));
    }

    // Two upserts with predicates, one true and one false: two rows, done and filtered out.
    void a18_aPredicateForEachPart()
    {
        VERIFY_OK(runTask(m_session.upsert(keys(1, 2)).set("v", 1).execute()));
        const auto rows = runTask(m_session.upsert(key(1))
                                      .set("v", 2)
                                      .where(u"$.v == 1"_s)
                                      .upsert(key(2))
                                      .set("v", 2)
                                      .where(u"$.v == 2"_s)
                                      .failOnFilteredOut()
                                      .execute());
        VERIFY_OK(rows);
        QCOMPARE(codesOf(*rows), (Codes{ResultCode::Ok, ResultCode::FilteredOut}));
        QCOMPARE(binOf(key(1)), Value(2));
        QCOMPARE(binOf(key(2)), Value(1));
    }

    // A read that works, then an update with a wrong generation: rows in that order; with a handler one row
    // and one call with key, place and error.
    void a19_aFailureKeepsItsPlace()
    {
        VERIFY_OK(runTask(m_session.upsert(keys(1, 2)).set("v", 1).execute()));
        const auto chain = m_session.query(key(1)).update(key(2)).set("v", 2).ensureGeneration(999);
        const auto rows = runTask(chain.execute());
        VERIFY_OK(rows);
        QCOMPARE(codesOf(*rows), (Codes{ResultCode::Ok, ResultCode::Generation}));
        std::vector<RecordResult> failed;
        const auto rest =
            runTask(chain.execute([&failed](const RecordResult &row) { failed.push_back(row); }));
        VERIFY_OK(rest);
        QCOMPARE(rest->size(), 1U);
        QCOMPARE(rest->front().key, key(1));
        QCOMPARE(failed.size(), 1U);
        QCOMPARE(failed.front().key, key(2));
        QCOMPARE(failed.front().index, 1);
        QCOMPARE(failed.front().code(), ResultCode::Generation);
        QVERIFY(!failed.front().error->inDoubt);
    }

    // Update of one that is there, insert of one that is there, replace of one that is not.
    void a20_verbsDoNotMix()
    {
        VERIFY_OK(runTask(m_session.upsert(keys(1, 2)).put({{"v", 1}, {"w", 1}}).execute()));
        const auto rows = runTask(m_session.update(key(1))
                                      .set("v", 2)
                                      .insert(key(2))
                                      .set("v", 3)
                                      .replace(key(3))
                                      .set("v", 4)
                                      .execute());
        VERIFY_OK(rows);
        QCOMPARE(codesOf(*rows), (Codes{ResultCode::Ok, ResultCode::RecordExists, ResultCode::Ok}));
        QCOMPARE(binOf(key(1)), Value(2));
        QCOMPARE(binOf(key(1), "w"), Value(1));
        QCOMPARE(binOf(key(2)), Value(1));
        QCOMPARE(binOf(key(3)), Value(4));
    }

    // Seven reads in a chain: chosen bins, all, none, computed, missing bin, missing key … Six rows in the
    // order of the keys where missing ones are left out, seven where they are not.
    void a21_readsOfEveryKind()
    {
        VERIFY_OK(runTask(m_session.upsert(keys(1, 6)).put({{"a", 6}, {"b", "x"}}).execute()));
        const Expression timesEight = Ael::compile(u"$.a * 8"_s, valueOptions()).expression;
        const auto chain = m_session.query(key(1))
                               .bins({"a"})
                               .query(key(2))
                               .query(key(3))
                               .noBins()
                               .query(key(4))
                               .operations({ExpressionOps::read("product", timesEight)})
                               .query(key(5))
                               .bins({"nothing"})
                               .query(key(99))
                               .query(key(6))
                               .bins({"b", "a"});
        const auto six = runTask(BatchReadBuilder(chain).includeMissing(false).execute());
        VERIFY_OK(six);
        QCOMPARE(six->size(), 6U);
        QCOMPARE(indexesOf(*six), (std::vector<int>{0, 1, 2, 3, 4, 6}));
        const auto seven = runTask(chain.execute());
        VERIFY_OK(seven);
        QCOMPARE(seven->size(), 7U);
        QCOMPARE(indexesOf(*seven), (std::vector<int>{0, 1, 2, 3, 4, 5, 6}));
        QCOMPARE(seven->at(0).record->bins, (Bins{{"a", 6}}));
        QCOMPARE(seven->at(1).record->bins.size(), 2U);
        QVERIFY(seven->at(2).record->bins.empty());
        QCOMPARE(*seven->at(3).record->bin("product"), Value(48));
        QVERIFY(seven->at(4).ok());
        QVERIFY(seven->at(4).record->bins.empty());
        QCOMPARE(seven->at(5).code(), ResultCode::NotFound);
        QCOMPARE(seven->at(6).results, (std::vector<Value>{"x", 6}));
    }

    // Insert of two keys of which one is there: "exists" for it, done for the other, nothing overwritten.
    void a22_insertOfManyCreatesOnly()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"v", 1}})));
        const auto rows = runTask(m_session.insert({key(1), key(2)}).put({{"v", 2}}).execute());
        VERIFY_OK(rows);
        QCOMPARE(codesOf(*rows), (Codes{ResultCode::RecordExists, ResultCode::Ok}));
        QCOMPARE(binOf(key(1)), Value(1));
        QCOMPARE(binOf(key(2)), Value(2));
    }

    // Update of two keys of which one is missing; a generation asked of two keys.
    void a23_conditionsHoldForManyKeys()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"v", 1}})));
        const auto updated = runTask(m_session.update({key(1), key(2)}).put({{"v", 2}}).execute());
        VERIFY_OK(updated);
        QCOMPARE(codesOf(*updated), (Codes{ResultCode::Ok, ResultCode::NotFound}));
        QVERIFY(!isThere(key(2)));
        VERIFY_OK(runTask(m_session.put(key(2), {{"v", 1}})));
        // key 1 has generation 2, key 2 has 1
        const auto withGeneration =
            runTask(m_session.update({key(1), key(2)}).set("v", 3).ensureGeneration(2).execute());
        VERIFY_OK(withGeneration);
        QCOMPARE(codesOf(*withGeneration), (Codes{ResultCode::Ok, ResultCode::Generation}));
        QCOMPARE(withGeneration->at(0).generation, 3U);
        QCOMPARE(binOf(key(2)), Value(1));
    }

    // One key of an unknown namespace among good ones: the good ones are done, that one says so.
    void a24_anUnknownNamespaceIsOneRow()
    {
        const Key lost = Key::of("nosuchnamespace", "s", 1).value();
        const auto rows = runTask(m_session.upsert({key(1), lost, key(2)}).set("v", 1).execute());
        VERIFY_OK(rows);
        QCOMPARE(codesOf(*rows), (Codes{ResultCode::Ok, ResultCode::Namespace, ResultCode::Ok}));
        QVERIFY(isThere(key(1)));
        QVERIFY(isThere(key(2)));
    }

    // Rows as they come: n of them, each place once.
    void a25_rowsInOrderOfCompletion()
    {
        constexpr int n = 200;
        auto stream = runTask(m_session.upsert(keys(0, n - 1)).set("v", 1).executeStream());
        VERIFY_OK(stream);
        std::set<int> places;
        for (;;) {
            const auto row = runTask(stream->next());
            VERIFY_OK(row);
            if (!*row)
                break;
            QVERIFY((*row)->ok());
            QCOMPARE((*row)->key, key((*row)->index));
            QVERIFY(places.insert((*row)->index).second);
        }
        QCOMPARE(places.size(), std::size_t(n));
        QCOMPARE(*places.begin(), 0);
        QCOMPARE(*places.rbegin(), n - 1);
        QVERIFY(!runTask(stream->next()).value());
        QCOMPARE(count(m_session.query(m_set)), n);
    }

    // No answer in time: every row fails with a code of the client's, none looks done.
    void a26_defect09_failuresOfTheClientAreNoSuccess()
    {
        VERIFY_OK(runTask(m_session.upsert(keys(1, 5)).set("v", 1).execute()));
        int slow = -1;
        if (!isReal()) {
            Demo::FaultRule rule;
            rule.request = Demo::RequestKind::Batch;
            rule.silent = true;
            slow = m_cluster->embedded()->faults().add(rule);
        }
        std::stop_source stopped; // a real server is too quick to be too late
        if (isReal())
            stopped.request_stop();
        const auto rows = runTask(m_session.query(keys(1, 5)).timeout(40ms).execute(stopped.get_token()));
        if (slow >= 0)
            m_cluster->embedded()->faults().remove(slow);
        VERIFY_OK(rows);
        QCOMPARE(rows->size(), 5U);
        for (const RecordResult &row : *rows) {
            QVERIFY(!row.ok());
            QVERIFY(static_cast<int>(row.code()) < 0);
            QCOMPARE(row.error->kind, isReal() ? ErrorKind::Cancelled : ErrorKind::Timeout);
            QVERIFY(!row.error->inDoubt);
            QVERIFY(!row.record);
        }
    }

    // What a batch writes with send-key keeps its user key, which a query gives back.
    void a27_userKeysAreStored()
    {
        VERIFY_OK(runTask(m_session.upsert(keys(1, 3)).set("v", 1).execute())); // the standard: on
        VERIFY_OK(runTask(m_session.upsert(keys(4, 5)).set("v", 1).sendKey(false).execute()));
        int withKey = 0;
        for (const Record &record : records(m_session.query(m_set))) {
            if (record.key.userKey()) {
                ++withKey;
                QCOMPARE(record.key, m_set.id(*record.key.userKey()).value());
            }
        }
        QCOMPARE(withKey, 3);
    }

    // Verbs on many keys that said nothing of their own to the server overwrote what they met.
    void defect08_everyVerbKeepsItsMeaning_data()
    {
        QTest::addColumn<int>("verb");
        QTest::addColumn<ResultCode>("there");
        QTest::addColumn<ResultCode>("missing");
        const auto row = [](const char *name, Verb verb, ResultCode there, ResultCode missing) {
            QTest::newRow(name) << static_cast<int>(verb) << there << missing;
        };
        row("upsert", Verb::Upsert, ResultCode::Ok, ResultCode::Ok);
        row("insert", Verb::Insert, ResultCode::RecordExists, ResultCode::Ok);
        row("update", Verb::Update, ResultCode::Ok, ResultCode::NotFound);
        row("replace", Verb::Replace, ResultCode::Ok, ResultCode::Ok);
        row("replaceIfExists", Verb::ReplaceIfExists, ResultCode::Ok, ResultCode::NotFound);
    }
    void defect08_everyVerbKeepsItsMeaning()
    {
        QFETCH(int, verb);
        QFETCH(ResultCode, there);
        QFETCH(ResultCode, missing);
        VERIFY_OK(runTask(m_session.put(key(1), {{"v", 1}, {"other", 1}})));
        const KeyList both{key(1), key(2)};
        BatchWriteBuilder builder = m_session.upsert(both);
        switch (static_cast<Verb>(verb)) {
        case Verb::Insert:
            builder = m_session.insert(both);
            break;
        case Verb::Update:
            builder = m_session.update(both);
            break;
        case Verb::Replace:
            builder = m_session.replace(both);
            break;
        case Verb::ReplaceIfExists:
            builder = m_session.replaceIfExists(both);
            break;
        default:
            break;
        }
        const auto rows = runTask(builder.set("v", 2).execute());
        VERIFY_OK(rows);
        QCOMPARE(codesOf(*rows), (Codes{there, missing}));
        QCOMPARE(binOf(key(1)), Value(there == ResultCode::Ok ? 2 : 1));
        QCOMPARE(isThere(key(2)), missing == ResultCode::Ok);
        const bool replaces =
            static_cast<Verb>(verb) == Verb::Replace || static_cast<Verb>(verb) == Verb::ReplaceIfExists;
        QCOMPARE(binOf(key(1), "other"), replaces ? Value() : Value(1));
    }

    // A chain that begins with a read forgot it.
    void defect10_theFirstPartIsKept()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"v", 1}})));
        const auto rows = runTask(m_session.query(key(1)).upsert(key(2)).set("v", 2).execute());
        VERIFY_OK(rows);
        QCOMPARE(rows->size(), 2U);
        QCOMPARE(*rows->at(0).record->bin("v"), Value(1));
        QCOMPARE(binOf(key(2)), Value(2));
    }

    // Every kind of operation in a batch, each answered at its place.
    void operationsOfEveryKind()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"l", List{{3, 1, 2}}},
                                                 {"m", Map{{{"a", 1}, {"b", Map{{{"c", 2}}}}}}},
                                                 {"bits", Value::blob(QByteArray::fromHex("f00f"))},
                                                 {"n", 5}})));
        const Expression sum = Ael::compile(u"$.n + 1"_s, valueOptions()).expression;
        const auto rows = runTask(m_session.batch()
                                      .add(m_session.update(key(1)).operations({
                                          ListOps::append("l", 4),
                                          ListOps::get("l", ListSelector::rank(-1)),
                                          MapOps::increment("m", "c", 5, {}, CdtContext().mapKey("b")),
                                          MapOps::get("m", MapSelector::key("a")),
                                          BitOps::count("bits", 0, 16),
                                          BitOps::setInteger("bits", 0, 8, 1),
                                          HllOps::add("h", {"x", "y"}, {8, -1}),
                                          HllOps::count("h"),
                                          ExpressionOps::write("sum", sum),
                                          Operation::add("n", 10),
                                          Operation::read("n"),
                                          Operation::read("nothing"),
                                          Operation::touch(),
                                          Operation::read("sum"),
                                      }))
                                      .add(m_session.query(key(1)).operations(
                                          {MapOps::size("m"), ListOps::size("l"), Operation::read("none")}))
                                      .execute());
        VERIFY_OK(rows);
        QCOMPARE(rows->size(), 2U);
        QVERIFY2(rows->at(0).ok(), qPrintable(rows->at(0).ok() ? QString() : rows->at(0).error->toString()));
        const std::vector<Value> answers{4, 4, 7, 1, 8, {}, 2, 2, {}, {}, 15, {}, {}, 6};
        QCOMPARE(rows->at(0).results.size(), answers.size());
        for (std::size_t i = 0; i < answers.size(); ++i)
            QVERIFY2(rows->at(0).results[i] == answers[i], qPrintable(QString::number(i)));
        // The read may have come first: the order of rows of one key is the server's.
        QCOMPARE(rows->at(1).results.size(), 3U);
        QCOMPARE(rows->at(1).results[0], Value(2));
        QVERIFY(rows->at(1).results[2].isNil());
    }

    // TTL and generation of each part, and what holds for all that say nothing.
    void eachPartHasItsOwnSettings()
    {
        const auto first = runTask(m_session.upsert(key(1))
                                       .set("v", 1)
                                       .ttl(*Ttl::seconds(100))
                                       .upsert(key(2))
                                       .set("v", 1)
                                       .ttl(Ttl::never())
                                       .upsert(key(3))
                                       .set("v", 1)
                                       .touch(key(4))
                                       .defaultTtl(*Ttl::seconds(5000))
                                       .execute());
        VERIFY_OK(first);
        if (first->at(0).code() == ResultCode::Forbidden)
            QSKIP("this server's namespace does not expire records");
        QCOMPARE(codesOf(*first),
                 (Codes{ResultCode::Ok, ResultCode::Ok, ResultCode::Ok, ResultCode::NotFound}));
        QVERIFY(first->at(1).voidTime.never());
        const qint64 apart = qint64(first->at(2).voidTime.seconds) - first->at(0).voidTime.seconds;
        QVERIFY(qAbs(apart - 4900) <= 1);
        const auto second = runTask(m_session.update(key(1))
                                        .add("v", 1)
                                        .where(u"$.v == 999"_s)
                                        .update(key(2))
                                        .add("v", 1)
                                        .update(key(3))
                                        .add("v", 1)
                                        .ensureGeneration(1)
                                        .defaultWhere(u"$.v == ?0"_s, 1)
                                        .execute());
        VERIFY_OK(second);
        QCOMPARE(codesOf(*second), (Codes{ResultCode::FilteredOut, ResultCode::Ok, ResultCode::Ok}));
    }

    void whatIsRefusedBeforeAnythingIsSent()
    {
        const auto refused = [this](const BatchBuilder &batch) {
            const auto rows = runTask(batch.execute());
            const auto stream = runTask(batch.executeStream());
            return !rows && rows.error().kind == ErrorKind::InvalidArgument && rows.error().attempts == 0 &&
                   !stream && stream.error().kind == ErrorKind::InvalidArgument && !isThere(key(1));
        };
        QVERIFY(refused(m_session.batch()));
        QVERIFY(refused(m_session.upsert(std::vector<Key>()).set("v", 1)));
        QVERIFY(refused(m_session.upsert({key(1), key(2)})));
        QVERIFY(refused(m_session.upsert({key(1), key(2)}).set("", 1)));
        QVERIFY(refused(m_session.upsert({key(1), key(2)})
                            .set("v", 1)
                            .query({key(1)})
                            .operations({Operation::add("v", 1)})));
        QVERIFY(refused(m_session.upsert({key(1), key(2)}).set("v", 1).ensureGeneration(0)));
        QVERIFY(refused(m_session.upsert({key(1), key(2)}).set("v", 1).where(u"$.v =="_s)));
        QVERIFY(refused(m_session.upsert({key(1), key(2)})
                            .set("v", 1)
                            .query(key(1))
                            .operations({MapOps::get("m", MapSelector::keys({}),
                                                     CdtReturn::inverted(CdtReturnType::Key))})));
        QVERIFY(refused(m_session.upsert({key(1), Key()}).set("v", 1)));
    }

    // More rows than one request takes.
    void manyThousandsOfRows()
    {
        constexpr int n = 11'000;
        std::vector<Key> all = keys(0, n - 1);
        const auto written = runTask(m_session.upsert(all).set("v", 7).execute());
        VERIFY_OK(written);
        QCOMPARE(written->size(), std::size_t(n));
        for (int i = 0; i < n; ++i) {
            const RecordResult &row = written->at(static_cast<std::size_t>(i));
            QVERIFY2(row.ok(), qPrintable(row.ok() ? QString() : row.error->toString()));
            QCOMPARE(row.index, i);
        }
        const auto read = runTask(m_session.query(all).bins({"v"}).execute());
        VERIFY_OK(read);
        QVERIFY(std::ranges::all_of(
            *read, [](const RecordResult &row) { return row.ok() && *row.record->bin("v") == Value(7); }));
    }

private:
    static Ael::CompileOptions valueOptions()
    {
        Ael::CompileOptions options;
        options.as = Ael::CompileOptions::As::Value;
        return options;
    }
    static std::vector<int> indexesOf(const std::vector<RecordResult> &rows)
    {
        std::vector<int> indexes;
        for (const RecordResult &row : rows)
            indexes.push_back(row.index);
        return indexes;
    }
};

QTEST_GUILESS_MAIN(TestBatches)
#include "tst_batches.moc"
