// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/recordcommands.h"
#include "client/policy/behavior.h"
#include "client/policy/behaviorregistry.h"
#include "client/policy/settingsfields_p.h"

#include <QTest>

using namespace Aeroscope;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto reading = OperationKind::Read;
constexpr auto retryable = OperationKind::WriteRetryable;
constexpr auto nonRetryable = OperationKind::WriteNonRetryable;
constexpr auto point = OperationShape::Point;
constexpr auto batch = OperationShape::Batch;
constexpr auto query = OperationShape::Query;
constexpr auto ap = ConsistencyMode::Ap;
constexpr auto sc = ConsistencyMode::Sc;

/// What maxRetries is in each of the 18 cells, as "kind shape mode" bits of the cells that have the value 77.
QString cellsWith77(const BehaviorPtr &behavior)
{
    QString cells;
    for (const auto kind : {reading, retryable, nonRetryable}) {
        for (const auto shape : {point, batch, query}) {
            for (const auto mode : {ap, sc})
                cells += behavior->settings(kind, shape, mode).maxRetries == 77 ? u'1' : u'0';
        }
    }
    return cells;
}

} // namespace

class TestBehavior : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void defaults()
    {
        const BehaviorPtr standard = Behavior::standard();
        const ResolvedSettings &pointRead = standard->settings(reading, point, ap);
        QCOMPARE(pointRead.totalTimeout, 30s);
        QCOMPARE(pointRead.socketTimeout, 5s);
        QCOMPARE(pointRead.maxRetries, 2);
        QCOMPARE(pointRead.replica, Replica::Sequence);
        QCOMPARE(pointRead.readTouchTtlPercent, 0);
        const ResolvedSettings &scan = standard->settings(reading, query, ap);
        QCOMPARE(scan.totalTimeout, 0ms);
        QCOMPARE(scan.maxRetries, 5);
        QCOMPARE(scan.maxConcurrentNodes, 0);
        QCOMPARE(scan.readTouchTtlPercent, -1);
        QCOMPARE(standard->settings(retryable, point, ap).maxRetries, 2);
        QCOMPARE(standard->settings(nonRetryable, point, ap).maxRetries, 0);
        QCOMPARE(standard->settings(nonRetryable, point, ap).durableDelete, false);
        QCOMPARE(standard->settings(nonRetryable, point, sc).durableDelete, true);
        QCOMPARE(standard->settings(retryable, batch, ap).allowInline, true);
        QCOMPARE(standard->settings(retryable, batch, ap).allowInlineSsd, false);
        QVERIFY(standard->settings(nonRetryable, batch, ap).sendKey);
    }

    // Whole sets take their time and all nodes at once, and writes that may be repeated are.
    void defect15_defaultsOfQueriesAndRetries()
    {
        const BehaviorPtr standard = Behavior::standard();
        QCOMPARE(standard->settings(reading, query).totalTimeout, 0ms);
        QCOMPARE(standard->settings(reading, query).maxConcurrentNodes, 0);
        PointSpec spec;
        spec.verb = Verb::Upsert;
        spec.operations = {Operation::write("a", 1)};
        QCOMPARE(operationKind(spec), retryable);
        spec.operations.push_back(Operation::add("n", 1));
        QCOMPARE(operationKind(spec), nonRetryable);
        spec.verb = Verb::Remove;
        spec.operations.clear();
        QCOMPARE(operationKind(spec), retryable);
        spec.generation = 3;
        QCOMPARE(operationKind(spec), nonRetryable);
    }

    void predefined()
    {
        QCOMPARE(Behavior::readFast()->settings(reading, point).totalTimeout, 200ms);
        QCOMPARE(Behavior::readFast()->settings(reading, batch).socketTimeout, 50ms);
        QCOMPARE(Behavior::readFast()->settings(reading, point).maxRetries, 3);
        QCOMPARE(Behavior::readFast()->settings(reading, query),
                 Behavior::standard()->settings(reading, query));
        QCOMPARE(Behavior::readFast()->settings(nonRetryable, point).totalTimeout, 30s);
        QCOMPARE(Behavior::strictlyConsistent()->settings(reading, point, sc).readModeSc,
                 ReadModeSc::Linearize);
        QCOMPARE(Behavior::strictlyConsistent()->settings(reading, point, ap).readModeSc,
                 ReadModeSc::Session);
        QCOMPARE(Behavior::fastRackAware()->settings(reading, point, sc).replica, Replica::PreferRack);
        QCOMPARE(Behavior::fastRackAware()->settings(reading, point, ap).totalTimeout, 200ms);
        QCOMPARE(Behavior::fastRackAware()->settings(nonRetryable, point, ap).replica, Replica::Sequence);
        QCOMPARE(Behavior::browsing()->settings(reading, point).readTouchTtlPercent, -1);
        QCOMPARE(Behavior::browsing()->settings(nonRetryable, point).sendKey, false);
        QCOMPARE(Behavior::browsing()->settings(retryable, batch).sendKey, false);
    }

    void scopes_data()
    {
        QTest::addColumn<BehaviorPatch>("patch");
        QTest::addColumn<QString>(
            "cells"); // read, retryable, non-retryable: each point AP SC, batch AP SC, query AP SC
        const Settings s{.maxRetries = 77};
        QTest::newRow("all") << BehaviorPatch{.all = s} << u"111111111111111111"_s;
        QTest::newRow("reads") << BehaviorPatch{.reads = s} << u"111111000000000000"_s;
        QTest::newRow("readsAp") << BehaviorPatch{.readsAp = s} << u"101010000000000000"_s;
        QTest::newRow("readsSc") << BehaviorPatch{.readsSc = s} << u"010101000000000000"_s;
        QTest::newRow("readsPoint") << BehaviorPatch{.readsPoint = s} << u"110000000000000000"_s;
        QTest::newRow("readsBatch") << BehaviorPatch{.readsBatch = s} << u"001100000000000000"_s;
        QTest::newRow("readsQuery") << BehaviorPatch{.readsQuery = s} << u"000011000000000000"_s;
        QTest::newRow("writes") << BehaviorPatch{.writes = s} << u"000000111111111111"_s;
        QTest::newRow("writesAp") << BehaviorPatch{.writesAp = s} << u"000000101010101010"_s;
        QTest::newRow("writesSc") << BehaviorPatch{.writesSc = s} << u"000000010101010101"_s;
        QTest::newRow("writesRetryable") << BehaviorPatch{.writesRetryable = s} << u"000000111111000000"_s;
        QTest::newRow("writesNonRetryable")
            << BehaviorPatch{.writesNonRetryable = s} << u"000000000000111111"_s;
        QTest::newRow("writesPoint") << BehaviorPatch{.writesPoint = s} << u"000000110000110000"_s;
        QTest::newRow("writesBatch") << BehaviorPatch{.writesBatch = s} << u"000000001100001100"_s;
        QTest::newRow("writesQuery") << BehaviorPatch{.writesQuery = s} << u"000000000011000011"_s;
    }
    void scopes()
    {
        QFETCH(BehaviorPatch, patch);
        const BehaviorPtr child = Behavior::standard()->derive(u"x"_s, patch);
        QTEST(cellsWith77(child), "cells");
        QCOMPARE(child->parent(), Behavior::standard());
        QCOMPARE(cellsWith77(Behavior::standard()), QString(18, u'0'));
    }

    void laterLayersWin()
    {
        const auto n = [](int value) { return Settings{.maxRetries = value}; };
        const BehaviorPtr b = Behavior::standard()->derive(u"x"_s, BehaviorPatch{.all = n(1),
                                                                                 .reads = n(2),
                                                                                 .readsAp = n(3),
                                                                                 .readsPoint = n(4),
                                                                                 .writes = n(5),
                                                                                 .writesSc = n(6),
                                                                                 .writesRetryable = n(7),
                                                                                 .writesQuery = n(8)});
        QCOMPARE(b->settings(reading, point, ap).maxRetries, 4);
        QCOMPARE(b->settings(reading, point, sc).maxRetries, 4);
        QCOMPARE(b->settings(reading, batch, ap).maxRetries, 3);
        QCOMPARE(b->settings(reading, batch, sc).maxRetries, 2);
        QCOMPARE(b->settings(nonRetryable, point, ap).maxRetries, 5);
        QCOMPARE(b->settings(nonRetryable, point, sc).maxRetries, 6);
        QCOMPARE(b->settings(retryable, point, sc).maxRetries, 7);
        QCOMPARE(b->settings(retryable, query, sc).maxRetries, 8);
    }

    void aChildsGeneralLayerBeatsTheParentsSpecialOne()
    {
        const BehaviorPtr parent =
            Behavior::standard()->derive(u"p"_s, BehaviorPatch{.readsPoint = {.maxRetries = 9}});
        const BehaviorPtr child = parent->derive(u"c"_s, BehaviorPatch{.all = {.maxRetries = 1}});
        const BehaviorPtr grandchild = child->derive(u"g"_s, BehaviorPatch{.reads = {.totalTimeout = 1ms}});
        QCOMPARE(child->settings(reading, point).maxRetries, 1);
        QCOMPARE(grandchild->settings(reading, point).maxRetries, 1);
        QCOMPARE(grandchild->settings(reading, point).totalTimeout, 1ms);
        QCOMPARE(parent->settings(reading, point).maxRetries, 9);
    }

    void everySettingHasAnEffectOnTheResolvedRecord()
    {
        int count = 0;
        forEachSetting([&count](QLatin1StringView name, auto field, auto resolved) {
            ++count;
            Settings settings;
            auto value = ResolvedSettings().*resolved;
            if constexpr (std::is_same_v<decltype(value), bool>)
                value = !value;
            else if constexpr (std::is_enum_v<decltype(value)>)
                value = static_cast<decltype(value)>(1 + static_cast<int>(value) % 2);
            else
                value += decltype(value)(7);
            settings.*field = value;
            const BehaviorPtr b =
                Behavior::standard()->derive(u"x"_s, BehaviorPatch{.all = settings, .readsQuery = settings});
            QVERIFY2(b->settings(reading, query).*resolved == value, name.data());
            QVERIFY2(b->explain().contains(name), name.data());
            QVERIFY2(!settings.isEmpty(), name.data());
        });
        QCOMPARE(count, 17);
    }

    void explainsTheLine()
    {
        const QString text = Behavior::fastRackAware()->explain();
        QVERIFY(text.startsWith(u"DEFAULT\n  all: totalTimeout=30000ms"_s));
        QVERIFY(
            text.contains(u"\nREAD_FAST\n  reads: totalTimeout=200ms socketTimeout=50ms maxRetries=3\n"_s));
        QVERIFY(text.contains(u"\nFAST_RACK_AWARE\n  reads: replica=preferRack\n"_s));
        QCOMPARE(text.count(u" AP: "_s), 9);
        QCOMPARE(text.count(u" SC: "_s), 9);
        QVERIFY(text.contains(u"  read query AP: totalTimeout=none "_s));
    }

    void refusesWhatCannotBe()
    {
        QVERIFY(Behavior::validate(Behavior::standard()->patch()));
        const auto negative = Behavior::validate(BehaviorPatch{.readsSc = {.retryDelay = -1ms}});
        QCOMPARE(negative.error().kind, ErrorKind::InvalidArgument);
        QVERIFY(negative.error().message.contains(u"readsSc.retryDelay"_s));
        QVERIFY(!Behavior::validate(BehaviorPatch{.all = {.readTouchTtlPercent = 101}}));
        QVERIFY(!Behavior::validate(BehaviorPatch{.all = {.readTouchTtlPercent = -2}}));
        QVERIFY(Behavior::validate(BehaviorPatch{.all = {.readTouchTtlPercent = -1}}));
        QVERIFY(!Behavior::validate(BehaviorPatch{.all = {.maxRetries = -1}}));
    }

    void defect19_registriesDoNotShareNames()
    {
        BehaviorRegistry a;
        const BehaviorRegistry b;
        QCOMPARE(a.names(), (QStringList{u"BROWSING"_s, u"DEFAULT"_s, u"FAST_RACK_AWARE"_s, u"READ_FAST"_s,
                                         u"STRICTLY_CONSISTENT"_s}));
        a.add(Behavior::standard()->derive(u"mine"_s, {}));
        QVERIFY(a.find(u"mine"_s));
        QVERIFY(!b.find(u"mine"_s));
        QCOMPARE(b.findOrStandard(u"mine"_s), Behavior::standard());
        const BehaviorPtr second = Behavior::readFast()->derive(u"mine"_s, {});
        a.add(second);
        QCOMPARE(a.find(u"mine"_s), second);
    }
};

QTEST_GUILESS_MAIN(TestBehavior)
#include "tst_behavior.moc"
