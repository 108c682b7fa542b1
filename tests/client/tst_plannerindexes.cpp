// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Which indexes a query may be planned with (protocol section 7.3).

#include "client/session/plannerindexes.h"

#include <QTest>

using namespace Aeroscope;

class TestPlannerIndexes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sortsByDataSet_data();
    void sortsByDataSet();
    void keepsWhatThePlannerAsksFor();
};

void TestPlannerIndexes::sortsByDataSet_data()
{
    QTest::addColumn<QByteArray>("indexNamespace");
    QTest::addColumn<QByteArray>("indexSet");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("querySet");
    QTest::addColumn<bool>("usable");
    QTest::addColumn<bool>("tooWide");
    const auto row = [](const char *name, const char *ns, const char *set, const char *type,
                        const char *query, bool usable, bool tooWide) {
        QTest::newRow(name) << QByteArray(ns) << QByteArray(set) << QByteArray(type) << QByteArray(query)
                            << usable << tooWide;
    };
    row("same set", "test", "users", "numeric", "users", true, false);
    row("whole namespace, query of a set", "test", "", "numeric", "users", false, true);
    row("whole namespace, query of it", "test", "", "string", "", true, false);
    row("other namespace", "bar", "users", "numeric", "users", false, false);
    row("whole other namespace", "bar", "", "numeric", "users", false, false);
    row("set index", "test", "users", "", "users", false, false);
    row("unknown type", "test", "users", "vector", "users", false, false);
}

void TestPlannerIndexes::sortsByDataSet()
{
    QFETCH(QByteArray, indexNamespace);
    QFETCH(QByteArray, indexSet);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, querySet);
    QFETCH(bool, usable);
    QFETCH(bool, tooWide);
    const IndexInfo index{
        .namespaceName = indexNamespace, .setName = indexSet, .name = "i", .bin = "a", .type = type};
    const PlannerIndexes found = plannerIndexes({index}, {"test", querySet});
    QCOMPARE(found.usable.size(), usable ? 1 : 0);
    QCOMPARE(found.tooWide, tooWide ? QList<QByteArray>{"i"} : QList<QByteArray>{});
}

void TestPlannerIndexes::keepsWhatThePlannerAsksFor()
{
    const IndexInfo index{.namespaceName = "test",
                          .setName = "users",
                          .name = "cities",
                          .bin = "address",
                          .type = "string",
                          .collection = IndexInfo::Collection::MapValues,
                          .context = "c",
                          .expression = "e",
                          .state = IndexInfo::State::Ready,
                          .entries = 9,
                          .entriesPerValue = 2.5,
                          .entriesPerRecord = 1.5};
    const PlannerIndexes found = plannerIndexes({index}, {"test", "users"});
    QCOMPARE(found.usable.size(), 1);
    const Ael::IndexInfo &planned = found.usable.first();
    QCOMPARE(planned.name, index.name);
    QCOMPARE(planned.namespaceName, index.namespaceName);
    QCOMPARE(planned.set, index.setName);
    QCOMPARE(planned.bin, index.bin);
    QCOMPARE(planned.type, Ael::IndexType::String);
    QCOMPARE(planned.collection, Ael::IndexCollection::MapValues);
    QCOMPARE(planned.context, index.context);
    QCOMPARE(planned.expression, index.expression);
    QVERIFY(planned.ready);
    QCOMPARE(planned.entries, 9.0);
    QCOMPARE(planned.entriesPerValue, 2.5);
    QCOMPARE(planned.entriesPerRecord, 1.5);
}

QTEST_APPLESS_MAIN(TestPlannerIndexes)
#include "tst_plannerindexes.moc"
