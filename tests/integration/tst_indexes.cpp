// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/compiler.h"
#include "tests/integration/acceptance.h"

#include <QSet>

#include <functional>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// Secondary indexes: they make queries quick and never change what they answer. Numbers are those of the
// acceptance facts and of the defects that clients are known for.

namespace {

struct Case
{
    const char *text;
    std::function<bool(int i)> isMet;
};

constexpr int first = -30;
constexpr int last = 29;

QByteArray textOf(int i)
{
    return "s" + QByteArray::number(((i % 5) + 5) % 5);
}

/// What is true of record i, by the same rules in another language.
const std::vector<Case> &arithmetic()
{
    static const std::vector<Case> cases{
        {"$.a * 9 >= 10", [](int i) { return i * 9 >= 10; }},
        {"$.a * 9 < 10", [](int i) { return i * 9 < 10; }},
        {"$.a * -3 > 7", [](int i) { return i * -3 > 7; }},
        {"$.a * 2 == 7", [](int) { return false; }},
        {"$.a / 5 > 2", [](int i) { return i / 5 > 2; }},
        {"$.a / 5 == -2", [](int i) { return i / 5 == -2; }},
        {"$.a / -3 <= 1", [](int i) { return i / -3 <= 1; }},
        {"$.a + 3 > 10", [](int i) { return i + 3 > 10; }},
        {"5 - $.a >= 20", [](int i) { return 5 - i >= 20; }},
        {"$.a % 5 == 2", [](int i) { return i % 5 == 2; }},
        {"abs($.a) < 4", [](int i) { return std::abs(i) < 4; }},
    };
    return cases;
}

const std::vector<Case> &paths()
{
    static const std::vector<Case> cases{
        {"$.m.k == 5", [](int i) { return i == 5; }},
        {"$.m.k > 20", [](int i) { return i > 20; }},
        {"$.m.theme == 5", [](int i) { return i % 3 == 0; }},
        {"$.m.{}.count() > 1", [](int i) { return i % 3 == 0; }},
        {"$.l.[].count() == 2", [](int) { return true; }},
        {"$.l.[0] > 5", [](int i) { return i > 5; }},
        {"$.a.asFloat() > 2.5", [](int i) { return i > 2.5; }},
        {"$.a == $.m.k", [](int) { return true; }},
    };
    return cases;
}

const std::vector<Case> &floats()
{
    static const std::vector<Case> cases{
        {"$.f > -10.5", [](int i) { return i / 2.0 > -10.5; }},
        {"$.f >= 10.5", [](int i) { return i / 2.0 >= 10.5; }},
        {"$.f * 2.0 > 3.0", [](int i) { return i > 3; }},
    };
    return cases;
}

const std::vector<Case> &conjunctions()
{
    static const std::vector<Case> cases{
        {"$.a > 5 and $.s == \"s1\"", [](int i) { return i > 5 && textOf(i) == "s1"; }},
        {"$.a in [1, 5, 7] and $.a > 2", [](int i) { return i == 5 || i == 7; }},
        {"$.a >= 5 and $.a < 9 and not ($.s == \"s2\")",
         [](int i) { return i >= 5 && i < 9 && textOf(i) != "s2"; }},
        {"$.a == 7 and abs($.a) > 3", [](int i) { return i == 7; }},
        {"$.a > 20 and $.a == $.m.k", [](int i) { return i > 20; }},
        {"not ($.a >= 5)", [](int i) { return i < 5; }},
        {"$.a > 25 or $.s == \"s2\"", [](int i) { return i > 25 || textOf(i) == "s2"; }},
    };
    return cases;
}

} // namespace

class TestIndexes : public Acceptance
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        startCluster();
        useFreshSet();
        Batch batch = m_session.batch();
        for (int i = first; i <= last; ++i) {
            Map map{{{"k", i}}};
            if (i % 3 == 0)
                map.pairs.emplace_back("theme", 5);
            batch.add(m_session.upsert(key(i)).put({{"a", i},
                                                    {"f", i / 2.0},
                                                    {"s", Value::string(textOf(i))},
                                                    {"g", i % 2},
                                                    {"m", map},
                                                    {"l", List{{i, i + 1}}}}));
        }
        const auto rows = runTask(batch.execute());
        VERIFY_OK(rows);
        QVERIFY(std::ranges::all_of(*rows, &RecordResult::ok));
        makeIndex("a", IndexDefinition::Type::Numeric);
        makeIndex("g", IndexDefinition::Type::Numeric);
        makeIndex("f", IndexDefinition::Type::Numeric);
        makeIndex("s", IndexDefinition::Type::String);
        makeIndex("m", IndexDefinition::Type::Numeric); // of no use: the bin holds maps
        makeIndex("l", IndexDefinition::Type::Numeric);
        makeIndex("m", IndexDefinition::Type::String, IndexInfo::Collection::MapKeys, "mk");
    }
    void cleanupTestCase()
    {
        for (const QByteArray &name : m_indexes)
            VERIFY_OK(runTask(m_session.admin().dropIndex(m_set.namespaceName, name)));
        stopCluster();
    }

    // Products and quotients are not what a range of the bin's own values says.
    void a29_defect01_arithmetic_data() { rows(arithmetic()); }
    void a29_defect01_arithmetic() { sameAnswers(arithmetic()); }

    // A path, or what a function makes of it, is not the bin that it begins with.
    void a29_defect02_paths_data() { rows(paths()); }
    void a29_defect02_paths() { sameAnswers(paths()); }

    // Bounds with a fraction.
    void a29_defect03_floats_data() { rows(floats()); }
    void a29_defect03_floats() { sameAnswers(floats()); }

    // One part that no index can serve is no obstacle for the others.
    void a29_defect06_conjunctions_data() { rows(conjunctions()); }
    void a29_defect06_conjunctions() { sameAnswers(conjunctions()); }
    void defect06_theOtherPartIsServed()
    {
        for (const char *text :
             {"$.a in [1, 5, 7] and $.a > 2", "$.a == 7 and abs($.a) > 3", "$.a > 20 and $.a == $.m.k"}) {
            const auto plan = runTask(query(text).useIndexes().explain());
            VERIFY_OK(plan);
            QVERIFY2(plan->usesIndex, qPrintable(plan->text));
            QCOMPARE(plan->indexName, nameOf("a"));
        }
    }

    // The index that leaves the fewest records is taken: one value of 60, not one of two.
    void defect04_theMostSelectiveIndex()
    {
        const SetQuery both = query("$.g == 1 and $.a == 7").useIndexes();
        QCOMPARE(count(both), 1);
        const auto chosen = [&both] {
            const auto plan = runTask(both.explain());
            return plan ? plan->indexName : QByteArray();
        };
        QTRY_COMPARE_WITH_TIMEOUT(chosen(), nameOf("a"), 20'000); // statistics come with time
    }

    // An index on the bin itself says nothing about what lies inside. One of the map's keys does: a record
    // that has the entry has the key.
    void defect05_kindsOfIndexesMatter()
    {
        for (const char *text : {"$.m.k == 5", "$.m.theme == 5"}) {
            const auto plan = runTask(query(text).useIndexes().explain());
            VERIFY_OK(plan);
            QVERIFY2(!plan->usesIndex || plan->indexName == nameOf("mk"), qPrintable(plan->text));
        }
    }

    // An index on a place inside a bin serves the predicate on that place: exactly the record that has it;
    // also two levels deep.
    void a35_indexesInsideBins()
    {
        const DataSet set = m_cluster->freshSet();
        for (int i = 0; i < 20; ++i)
            VERIFY_OK(runTask(m_session.put(
                set.id(i).value(), {{"payload", Map{{{"inner", i}, {"outer", Map{{{"deep", 100 + i}}}}}}}})));
        const std::vector<std::pair<QString, QString>> places{
            {u"$.payload.inner"_s, u"$.payload.inner == 10"_s},
            {u"$.payload.outer.deep"_s, u"$.payload.outer.deep == 110"_s}};
        int number = 0;
        for (const auto &[place, predicate] : places) {
            IndexDefinition definition;
            definition.namespaceName = set.namespaceName;
            definition.setName = set.setName;
            definition.name = set.setName + "_c" + QByteArray::number(++number);
            definition.bin = "payload";
            definition.context = Ael::compileContext(place).context;
            VERIFY_OK(runTask(m_session.admin().createIndex(definition)));
            const SetQuery query = m_session.query(set).where(predicate).useIndexes();
            const auto uses = [&query] {
                const auto plan = runTask(query.explain());
                return plan ? plan->indexName : QByteArray();
            };
            QTRY_COMPARE_WITH_TIMEOUT(uses(), definition.name, 20'000);
            const auto found = records(query);
            QCOMPARE(found.size(), 1U);
            QCOMPARE(found.front().key, set.id(10).value());
            VERIFY_OK(runTask(m_session.admin().dropIndex(set.namespaceName, definition.name)));
            QCOMPARE(count(query), 1);
        }
    }

    // Fifteen circles of three kilometres, five of which hold the point: by text, by expression, and over an
    // index.
    void a36_circlesAroundAPoint()
    {
        const DataSet set = m_cluster->freshSet();
        const std::vector<int> kilometres{-8, -7, -6, -5, -4, -2, -1, 0, 1, 2, 4, 5, 6, 7, 8};
        int id = 0;
        for (const int north : kilometres) {
            const QByteArray latitude = QByteArray::number(37.4214209 + north * 0.008993, 'f', 7);
            VERIFY_OK(runTask(m_session.put(
                set.id(++id).value(),
                {{"loc", Value::geoJson(R"({"type":"AeroCircle","coordinates":[[-122.0986857,)" + latitude +
                                        "],3000]}")}})));
        }
        const QString text =
            u"geoCompare($.loc, geoJson('{\"type\":\"Point\",\"coordinates\":[-122.0986857,37.4214209]}'))"_s;
        QCOMPARE(count(m_session.query(set).where(text)), 5);
        QCOMPARE(count(m_session.query(set).filter(Ael::compile(text).expression)), 5);
        IndexDefinition definition;
        definition.namespaceName = set.namespaceName;
        definition.setName = set.setName;
        definition.name = set.setName + "_geo";
        definition.bin = "loc";
        definition.type = IndexDefinition::Type::Geo;
        VERIFY_OK(runTask(m_session.admin().createIndex(definition)));
        QCOMPARE(count(m_session.query(set).where(text).useIndexes()), 5);
        VERIFY_OK(runTask(m_session.admin().dropIndex(set.namespaceName, definition.name)));
    }

private:
    [[nodiscard]] QByteArray nameOf(const QByteArray &suffix) const { return m_set.setName + '_' + suffix; }
    void makeIndex(const QByteArray &bin, IndexDefinition::Type type,
                   IndexInfo::Collection collection = IndexInfo::Collection::None, QByteArray suffix = {})
    {
        IndexDefinition definition;
        definition.namespaceName = m_set.namespaceName;
        definition.setName = m_set.setName;
        definition.name = nameOf(suffix.isEmpty() ? bin : suffix);
        definition.bin = bin;
        definition.type = type;
        definition.collection = collection;
        VERIFY_OK(runTask(m_session.admin().createIndex(definition)));
        m_indexes << definition.name;
    }
    [[nodiscard]] SetQuery query(const char *text) const
    {
        return m_session.query(m_set).where(QString::fromUtf8(text));
    }
    static void rows(const std::vector<Case> &cases)
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::newRow(cases[i].text) << static_cast<int>(i);
    }
    /// With indexes, without, and by the rule itself.
    void sameAnswers(const std::vector<Case> &cases)
    {
        QFETCH(int, index);
        const Case &one = cases[static_cast<std::size_t>(index)];
        QSet<qint64> expected;
        for (int i = first; i <= last; ++i) {
            if (one.isMet(i))
                expected.insert(i);
        }
        for (const bool useIndexes : {false, true}) {
            QSet<qint64> found;
            const auto all = records(query(one.text).useIndexes(useIndexes));
            for (const Record &record : all)
                found.insert(record.bin("a")->toInteger());
            QCOMPARE(all.size(), std::size_t(found.size()));
            QCOMPARE(found, expected);
        }
    }

    QList<QByteArray> m_indexes;
};

QTEST_GUILESS_MAIN(TestIndexes)
#include "tst_indexes.moc"
