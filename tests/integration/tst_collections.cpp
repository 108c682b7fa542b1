// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/compiler.h"
#include "client/value/bitops.h"
#include "client/value/expressionops.h"
#include "client/value/hllops.h"
#include "client/value/listops.h"
#include "client/value/mapops.h"
#include "client/value/pathops.h"
#include "tests/integration/acceptance.h"

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;

// Operations on lists, maps, bits, sketches and by expressions, each as a command of its own and as a row of
// a batch. Numbers are those of the acceptance facts.

class TestCollections : public Acceptance
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { startCluster(); }
    void cleanupTestCase() { stopCluster(); }
    void init() { useFreshSet(); }

    // Ordered adding sorts; a value that is there already is refused where values are unique, or skipped
    // where that is no failure; inserting far behind the end is refused where it must not pad.
    void a37_listWrites_data() { shapes(); }
    void a37_listWrites()
    {
        const ListPolicy ordered{ListOrder::Ordered, {}};
        for (const int value : {30, 10, 50, 20, 40})
            VERIFY_OK(run({ListOps::append("l", value, ordered)}));
        const Value sorted = List{{10, 20, 30, 40, 50}, ListOrder::Ordered};
        QCOMPARE(binOf(key(1), "l"), sorted);
        const ListPolicy unique{ListOrder::Ordered, ListWriteFlag::AddUnique};
        QCOMPARE(run({ListOps::append("l", 30, unique)}).error().code, ResultCode::ElementExists);
        const ListPolicy lenient{ListOrder::Ordered, ListWriteFlag::AddUnique | ListWriteFlag::NoFail};
        VERIFY_OK(run({ListOps::append("l", 30, lenient)}));
        QCOMPARE(binOf(key(1), "l"), sorted);
        VERIFY_OK(run({ListOps::append("u", 1)}));
        QCOMPARE(run({ListOps::insert("u", 99, 2, ListWriteFlag::InsertBounded)}).error().code,
                 ResultCode::OpNotApplicable);
        QCOMPARE(binOf(key(1), "u"), Value(List{{1}}));
    }

    // Items that may only be created, over a map that has one of them: the others are, where that one is no
    // failure and the rest is to be done.
    void a38_mapItemsThatMayOnlyBeCreated_data() { shapes(); }
    void a38_mapItemsThatMayOnlyBeCreated()
    {
        VERIFY_OK(run({MapOps::put("m", "a", 1)}));
        const std::vector<std::pair<Value, Value>> items{{"a", 99}, {"b", 2}};
        QCOMPARE(
            run({MapOps::putItems("m", items, MapPolicy{{}, false, MapWriteFlag::CreateOnly})}).error().code,
            ResultCode::ElementExists);
        const MapWriteFlags partial = MapWriteFlag::CreateOnly | MapWriteFlag::NoFail | MapWriteFlag::Partial;
        VERIFY_OK(run({MapOps::putItems("m", items, MapPolicy{{}, false, partial})}));
        QCOMPARE(binOf(key(1), "m"), Value(Map{{{"a", 1}, {"b", 2}}}));
    }

    // Removing a range of keys; counting and reading everything but what was selected.
    void a39_rangesAndTheRest_data() { shapes(); }
    void a39_rangesAndTheRest()
    {
        VERIFY_OK(runTask(m_session.put(
            key(1), {{"m", Map{{{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}}}}, {"l", List{{10, 20, 10, 30}}}})));
        const auto range = MapSelector::keyRange("b", "d");
        const auto rest = CdtReturn::inverted(CdtReturnType::Count);
        const auto row =
            run({MapOps::get("m", range, CdtReturnType::Count), MapOps::get("m", range, rest),
                 MapOps::remove("m", range, CdtReturnType::Count), MapOps::get("m", range, rest),
                 ListOps::get("l", ListSelector::value(10), CdtReturn::inverted(CdtReturnType::Value))});
        VERIFY_OK(row);
        QCOMPARE(row->results, (std::vector<Value>{2, 2, 2, 2, List{{20, 30}}}));
        QCOMPARE(binOf(key(1), "m"), Value(Map{{{"a", 1}, {"d", 4}}}));
    }

    // Deep inside: writing a leaf, reading an entry of a map in a list, making a key on the way, filling a
    // list with nil up to an index.
    void a40_deepInside_data() { shapes(); }
    void a40_deepInside()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"doc", Map{{{"mid", Map{{{"leaf", 1}}}}}}},
                                                 {"items", List{{Map{{{"v", 10}}}, Map{{{"v", 20}}}}}},
                                                 {"l", List{{0}}}})));
        const auto row =
            run({MapOps::put("doc", "leaf", 99, {}, CdtContext().mapKey("mid")),
                 MapOps::get("items", MapSelector::key("v"), CdtReturnType::Value, CdtContext().listIndex(1)),
                 MapOps::put("doc", "x", 5, {}, CdtContext().mapKey("made", MapCreation::KeyOrdered)),
                 MapOps::put("l", "k", 7, {}, CdtContext().listIndex(5, ListCreation::Padded))});
        VERIFY_OK(row);
        QCOMPARE(*row->result(1), Value(20));
        const Value doc = binOf(key(1), "doc");
        QCOMPARE(*doc.map().find("mid")->map().find("leaf"), Value(99));
        QVERIFY(doc.map().find("made"));
        QCOMPARE(*doc.map().find("made")->map().find("x"), Value(5));
        const Value list = binOf(key(1), "l");
        QCOMPARE(list.list().items.size(), 6U);
        for (std::size_t i = 1; i < 5; ++i)
            QVERIFY(list.list().items[i].isNil());
        QCOMPARE(*list.list().items[5].map().find("k"), Value(7));
    }

    // A map kept by key comes in the order of its keys; plain maps within stay plain.
    void a41_orderOfMaps_data() { shapes(); }
    void a41_orderOfMaps()
    {
        const MapPolicy byKey{MapOrder::KeyOrdered, false, {}};
        const Map inner{{{"y", 1}, {"z", 2}}};
        for (const char *fruit : {"cherry", "apple", "banana"})
            VERIFY_OK(run({MapOps::put("m", fruit, inner, byKey)}));
        const Value map = binOf(key(1), "m");
        QCOMPARE(map.map().order, MapOrder::KeyOrdered);
        QCOMPARE(map.map().pairs.size(), 3U);
        QCOMPARE(map.map().pairs[0].first, Value("apple"));
        QCOMPARE(map.map().pairs[1].first, Value("banana"));
        QCOMPARE(map.map().pairs[2].first, Value("cherry"));
        QCOMPARE(map.map().pairs[0].second.map().order, MapOrder::Unordered);
    }

    // Sketches: counting, their size, sizes that cannot be, and what flags allow.
    void a42_sketches_data() { shapes(); }
    void a42_sketches()
    {
        const auto counted =
            run({HllOps::init("h", {12, 0}), HllOps::add("h", {"a", "b", "c", "a"}), HllOps::count("h")});
        VERIFY_OK(counted);
        QCOMPARE(*counted->result(1), Value(3));
        QCOMPARE(*counted->result(2), Value(3));
        const auto described = run({HllOps::init("d", {14, 20}), HllOps::describe("d")});
        VERIFY_OK(described);
        QCOMPARE(HllOps::describedSize(*described->result(1)), std::optional(HllSize{14, 20}));
        for (const HllSize size : {HllSize{3, 0}, HllSize{15, 60}}) {
            const auto wrong = run({HllOps::init("w", size)});
            QVERIFY(!wrong);
            // said here already where it is known to be wrong
            QVERIFY(wrong.error().code == ResultCode::Parameter ||
                    wrong.error().kind == ErrorKind::InvalidArgument);
        }
        QCOMPARE(run({HllOps::init("h", {12, 0}, HllWriteFlag::CreateOnly)}).error().code,
                 ResultCode::BinExists);
        QCOMPARE(run({HllOps::init("none", {12, 0}, HllWriteFlag::UpdateOnly)}).error().code,
                 ResultCode::BinNotFound);
        QCOMPARE(run({HllOps::fold("h", 14)}).error().code, ResultCode::OpNotApplicable);
        const auto absent = read({HllOps::count("none")});
        VERIFY_OK(absent);
        QCOMPARE(absent->results, std::vector<Value>{Value()});
    }

    // Computed reads and writes: values, what cannot be computed, and conditions on the bin.
    void a43_computedValues_data() { shapes(); }
    void a43_computedValues()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"A", 1}})));
        const Expression sum = value(u"$.A + 4"_s);
        const Expression broken = value(u"$.missing + 4"_s);
        const auto selected = read({ExpressionOps::read("sum", sum)});
        VERIFY_OK(selected);
        QCOMPARE(*selected->record->bin("sum"), Value(5));
        QCOMPARE(read({ExpressionOps::read("sum", broken)}).error().code, ResultCode::OpNotApplicable);
        const auto ignored = read({ExpressionOps::read("sum", broken, OnUnknown::Nil)});
        VERIFY_OK(ignored);
        QCOMPARE(ignored->results, std::vector<Value>{Value()});
        const auto create = ExpressionOps::write("C", sum, ExpressionWriteFlag::CreateOnly);
        VERIFY_OK(run({create}));
        QCOMPARE(binOf(key(1), "C"), Value(5));
        QCOMPARE(run({create}).error().code, ResultCode::BinExists);
        QCOMPARE(run({ExpressionOps::write("U", sum, ExpressionWriteFlag::UpdateOnly)}).error().code,
                 ResultCode::BinNotFound);
        VERIFY_OK(run({ExpressionOps::write(
            "C", sum, ExpressionWriteFlag::CreateOnly | ExpressionWriteFlag::PolicyNoFail)}));
        VERIFY_OK(run({ExpressionOps::write(
            "U", sum, ExpressionWriteFlag::UpdateOnly | ExpressionWriteFlag::PolicyNoFail)}));
        VERIFY_OK(run({ExpressionOps::write("C", broken, ExpressionWriteFlag::EvalNoFail)}));
        QCOMPARE(binOf(key(1), "C"), Value(5));
        QVERIFY(binOf(key(1), "U").isNil());
    }

    // Every selector of maps and lists with the answers it can give.
    void selectorsAndTerminals_data() { shapes(); }
    void selectorsAndTerminals()
    {
        VERIFY_OK(runTask(m_session.put(
            key(1), {{"m", Map{{{"a", 40}, {"b", 30}, {"c", 20}, {"d", 10}}, MapOrder::KeyOrdered}},
                     {"l", List{{7, 3, 5, 3}}}})));
        using M = MapSelector;
        using L = ListSelector;
        using R = CdtReturnType;
        const std::vector<std::pair<Operation, Value>> cases{
            {MapOps::get("m", M::key("b")), 30},
            {MapOps::get("m", M::keys({"a", "d"})), List{{40, 10}}},
            {MapOps::get("m", M::keyRelativeIndexRange("b", 1), R::Key), List{{"c", "d"}}},
            {MapOps::get("m", M::index(-1), R::Key), "d"},
            {MapOps::get("m", M::indexRange(1, 2), R::Key), List{{"b", "c"}}},
            {MapOps::get("m", M::rank(0), R::Key), "d"},
            {MapOps::get("m", M::rankRange(-2), R::Count), 2},
            {MapOps::get("m", M::value(20), R::Key), List{{"c"}}},
            {MapOps::get("m", M::values({10, 40}), R::Count), 2},
            {MapOps::get("m", M::valueRange(15, 35), R::Count), 2},
            {MapOps::get("m", M::valueRelativeRankRange(20, 1), R::Count), 2},
            {MapOps::get("m", M::key("c"), R::Index), 2},
            {MapOps::get("m", M::key("c"), R::ReverseIndex), 1},
            {MapOps::get("m", M::key("c"), R::Rank), 1},
            {MapOps::get("m", M::key("c"), R::ReverseRank), 2},
            {MapOps::get("m", M::key("x"), R::Exists), false},
            {MapOps::size("m"), 4},
            {ListOps::get("l", L::index(0)), 7},
            {ListOps::get("l", L::indexRange(2)), List{{5, 3}}},
            {ListOps::get("l", L::rank(-1)), 7},
            {ListOps::get("l", L::rankRange(0, 2)), List{{3, 3}}},
            {ListOps::get("l", L::value(3), R::Count), 2},
            {ListOps::get("l", L::values({5, 7}), R::Count), 2},
            {ListOps::get("l", L::valueRange(4, {}), R::Count), 2},
            {ListOps::get("l", L::valueRelativeRankRange(5, 0), R::Count), 2},
            {ListOps::get("l", L::index(1), R::Exists), true},
            {ListOps::size("l"), 4},
        };
        std::vector<Operation> operations;
        for (const auto &[operation, expected] : cases)
            operations.push_back(operation);
        const auto row = read(operations);
        VERIFY_OK(row);
        QCOMPARE(row->results.size(), cases.size());
        for (std::size_t i = 0; i < cases.size(); ++i)
            QVERIFY2(row->results[i] == cases[i].second, qPrintable(QString::number(i)));
    }

    void bits_data() { shapes(); }
    void bits()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"b", Value::blob(QByteArray::fromHex("0f01"))}})));
        const auto row = run({BitOps::resize("b", 3), BitOps::bitOr("b", 0, 8, QByteArray("\x80", 1)),
                              BitOps::add("b", 8, 8, 4), BitOps::get("b", 0, 16), BitOps::count("b", 0, 24),
                              BitOps::scanLeft("b", 0, 24, true), BitOps::getInteger("b", 8, 8)});
        VERIFY_OK(row);
        QCOMPARE(*row->result(3), Value::blob(QByteArray::fromHex("8f05")));
        QCOMPARE(*row->result(4), Value(7));
        QCOMPARE(*row->result(5), Value(0));
        QCOMPARE(*row->result(6), Value(5));
        QVERIFY(row->result(0)->isNil());
    }

    // Paths that fan out (server 8.1): selecting by a loop variable, changing and removing what was selected.
    void paths_data() { shapes(); }
    void paths()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"m", Map{{{"a", 5}, {"b", 15}, {"c", 25}}}}})));
        // [gt, value of the loop, 10], [add, value of the loop, 100], remove
        const Expression big(QByteArray::fromHex("93"
                                                 "03"
                                                 "937a0201"
                                                 "0a"));
        const Expression more(QByteArray::fromHex("93"
                                                  "14"
                                                  "937a0201"
                                                  "64"));
        const CdtContext path = CdtContext().childrenWhere(big);
        const auto values = read({PathOps::select("m", path, PathResult::Values),
                                  PathOps::select("m", path, PathResult::Keys),
                                  PathOps::select("m", CdtContext().allChildren(), PathResult::Values)});
        if (!values && values.error().code == ResultCode::Parameter && isReal())
            QSKIP("this server knows no paths");
        VERIFY_OK(values);
        QCOMPARE(values->results, (std::vector<Value>{List{{15, 25}}, List{{"b", "c"}}, List{{5, 15, 25}}}));
        VERIFY_OK(run({PathOps::modify("m", path, more)}));
        QCOMPARE(binOf(key(1), "m"), Value(Map{{{"a", 5}, {"b", 115}, {"c", 125}}}));
        VERIFY_OK(run({PathOps::modify("m", path, Expression(QByteArray::fromHex("9164")))}));
        QCOMPARE(binOf(key(1), "m"), Value(Map{{{"a", 5}}}));
    }

    // What is known to stop servers is never sent, alone or in a batch.
    void whatStopsServersIsRefused_data() { shapes(); }
    void whatStopsServersIsRefused()
    {
        VERIFY_OK(runTask(m_session.put(key(1), {{"m", Map{{{"a", 5}}}}})));
        const auto empty =
            read({MapOps::get("m", MapSelector::keys({}), CdtReturn::inverted(CdtReturnType::Key))});
        QVERIFY(!empty);
        QCOMPARE(empty.error().kind, ErrorKind::InvalidArgument);
        const auto padded =
            run({ListOps::append("none", 1, {}, CdtContext().listIndex(-1, ListCreation::Padded))});
        QVERIFY(!padded);
        QCOMPARE(padded.error().kind, ErrorKind::InvalidArgument);
    }

private:
    static void shapes()
    {
        QTest::addColumn<bool>("inBatch");
        QTest::newRow("alone") << false;
        QTest::newRow("in a batch") << true;
    }
    static bool isInBatch() { return *static_cast<bool *>(QTest::qData("inBatch", qMetaTypeId<bool>())); }

    /// A row that failed as the failure of the call, for a batch of one.
    static Result<RecordResult> single(Result<std::vector<RecordResult>> rows)
    {
        if (!rows)
            return std::unexpected(rows.error());
        if (!rows->front().ok())
            return std::unexpected(*rows->front().error);
        return rows->front();
    }
    Result<RecordResult> run(std::vector<Operation> operations)
    {
        if (!isInBatch())
            return runTask(m_session.upsert(key(1)).operations(std::move(operations)).execute());
        return single(runTask(m_session.upsert(keys(1, 1)).operations(std::move(operations)).execute()));
    }
    Result<RecordResult> read(std::vector<Operation> operations)
    {
        if (!isInBatch())
            return runTask(m_session.query(key(1)).operations(std::move(operations)).execute());
        return single(runTask(m_session.query(keys(1, 1)).operations(std::move(operations)).execute()));
    }
    static Expression value(const QString &text)
    {
        Ael::CompileOptions options;
        options.as = Ael::CompileOptions::As::Value;
        return Ael::compile(text, options).expression;
    }
};

QTEST_GUILESS_MAIN(TestCollections)
#include "tst_collections.moc"
