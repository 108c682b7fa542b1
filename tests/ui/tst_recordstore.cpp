// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/rows.h"
#include "ui/grid/recordstore.h"
#include "ui/grid/rowencoder.h"

#include <QSignalSpy>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

class TestRecordStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodesRowsThatReadBack();
    void findsRowsAcrossChunks();
    void discoversColumnsInOrder();
    void remembersTypes();
    void overlaysChangedAndDeletedRows();
    void appendsInsertedRows();
    void costsLittle();
    void clears();
    void staysWithinItsBudget();
    void readsSpilledRowsElsewhere();
};

void TestRecordStore::encodesRowsThatReadBack()
{
    const Record record = Test::everyType();
    RowChunk chunk;
    chunk.append(encodeRow(record));
    const auto back = chunk.row(0).toRecord();
    QVERIFY(back.has_value());
    QCOMPARE(back->bins, record.bins);
    QCOMPARE(back->generation, record.generation);
    QVERIFY(back->key == record.key);
    QVERIFY(back->key.userKey() == record.key.userKey());
    QCOMPARE(back->key.setName(), "users"_ba);

    chunk.append(encodeRow(Test::withoutKey(record)));
    QVERIFY(!chunk.row(1).userKey().has_value());
}

void TestRecordStore::findsRowsAcrossChunks()
{
    RecordStore store;
    qint64 next = 0;
    for (const int count : {3, 1, 0, 7, 100}) {
        store.append(Test::chunkOf(next, count, [](qint64 i) { return Test::record(i, {{"n", i}}); }));
        next += count;
    }
    QCOMPARE(store.rowCount(), next);
    for (qint64 row = 0; row < next; ++row) {
        QVERIFY(store.recordAt(row)->bins[0].value == Value(row));
        QVERIFY(store.keyAt(row).userKey() == Value(row));
    }
}

void TestRecordStore::discoversColumnsInOrder()
{
    RecordStore store;
    QSignalSpy columns(&store, &RecordStore::columnsChanged);
    store.append(Test::chunkOf(
        {Test::record(1, {{"a", 1}, {"b", 2}}), Test::record(2, {{"b", 2}, {"c", 3}, {"a", 4}})}));
    QCOMPARE(store.columns().size(), size_t(3));
    QCOMPARE(store.columns()[0].name, "a"_ba);
    QCOMPARE(store.columns()[1].name, "b"_ba);
    QCOMPARE(store.columns()[2].name, "c"_ba);
    QCOMPARE(columns.count(), 1);
    store.append(Test::chunkOf({Test::record(3, {{"a", 1}})}));
    QCOMPARE(columns.count(), 1);
    store.append(Test::chunkOf({Test::record(4, {{"d", 1}})}));
    QCOMPARE(columns.count(), 2);
    QCOMPARE(store.columnOf("d"), 3);
    QCOMPARE(store.columnOf("x"), -1);
}

void TestRecordStore::remembersTypes()
{
    RecordStore store;
    QSignalSpy columns(&store, &RecordStore::columnsChanged);
    store.append(Test::chunkOf({Test::record(1, {{"a", 1}})}));
    store.append(Test::chunkOf({Test::record(2, {{"a", "text"}})}));
    QCOMPARE(columns.count(), 2);
    const quint64 both = (1ULL << int(ParticleType::Integer)) | (1ULL << int(ParticleType::String));
    QCOMPARE(store.columns()[0].types, both);
}

void TestRecordStore::overlaysChangedAndDeletedRows()
{
    RecordStore store;
    store.append(Test::chunkOf(0, 5, [](qint64 i) { return Test::record(i, {{"n", i}}); }));
    QSignalSpy changed(&store, &RecordStore::rowChanged);
    Record newer = Test::record(2, {{"n", 20}, {"m", true}}, 2);
    store.replaceRow(2, newer);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(store.recordAt(2)->bins, newer.bins);
    QCOMPARE(store.row(2).generation(), 2U);
    QCOMPARE(store.state(2), RecordStore::RowState::Changed);
    QCOMPARE(store.columnOf("m"), 1);
    QVERIFY(store.recordAt(3)->bins[0].value == Value(3));
    store.markDeleted(4);
    QCOMPARE(store.state(4), RecordStore::RowState::Deleted);
    QVERIFY(store.recordAt(4)->bins[0].value == Value(4)); // what is gone stays readable
    store.replaceRow(99, newer);
    store.markDeleted(-1);
    QCOMPARE(changed.count(), 2);
}

void TestRecordStore::appendsInsertedRows()
{
    RecordStore store;
    QSignalSpy appended(&store, &RecordStore::rowsAppended);
    store.appendInserted(Test::record(7, {{"n", 7}}));
    QCOMPARE(appended.count(), 1);
    QCOMPARE(store.rowCount(), 1);
    QCOMPARE(store.state(0), RecordStore::RowState::Inserted);
    store.replaceRow(0, Test::record(7, {{"n", 8}}));
    QCOMPARE(store.state(0), RecordStore::RowState::Inserted);
}

void TestRecordStore::costsLittle()
{
    RecordStore store;
    constexpr int perChunk = 3000;
    for (qint64 part = 0; part < 20; ++part)
        store.append(Test::chunkOf(part * perChunk, perChunk, [](qint64 i) {
            return Test::record(i, {{"n", i}, {"name", "someone"}});
        }));
    QVERIFY2(store.overheadBytes() <= 48 * store.rowCount(),
             qPrintable(QString::number(store.overheadBytes())));
    QCOMPARE(store.payloadBytes(), [&] {
        qint64 bytes = 0;
        for (qint64 i = 0; i < store.rowCount(); ++i)
            bytes += encodeRow(Test::record(i, {{"n", i}, {"name", "someone"}})).size();
        return bytes;
    }());
}

void TestRecordStore::clears()
{
    RecordStore store;
    store.append(Test::chunkOf({Test::everyType()}));
    QSignalSpy cleared(&store, &RecordStore::cleared);
    store.clear();
    QCOMPARE(cleared.count(), 1);
    QCOMPARE(store.rowCount(), 0);
    QVERIFY(store.columns().empty());
    QCOMPARE(store.payloadBytes(), 0);
}

void TestRecordStore::staysWithinItsBudget()
{
    RecordStore store;
    constexpr qint64 budget = 2 * 1024 * 1024;
    constexpr int perChunk = 500;
    constexpr int chunks = 60;
    store.setBudget(budget);
    const auto make = [](qint64 i) {
        return Test::record(i, {{"n", i}, {"text", QString::number(i).repeated(40)}});
    };
    for (qint64 part = 0; part < chunks; ++part) {
        store.append(Test::chunkOf(part * perChunk, perChunk, make));
        QTRY_VERIFY(!store.isCongested());
    }
    QVERIFY(store.payloadBytes() > 3 * budget);
    QTRY_VERIFY(store.residentBytes() <= budget);
    QVERIFY(store.spilledBytes() > 0);
    // every row reads as it came, also when rows are looked at in no order
    const qint64 rows = store.rowCount();
    for (qint64 i = 0; i < rows; ++i) {
        const qint64 row = i * 7919 % rows;
        const Result<Record> record = store.recordAt(row);
        QVERIFY(record);
        QCOMPARE(record->bins, make(row).bins);
        if (i % 50 == 0) {
            QCoreApplication::processEvents();
            QVERIFY(store.residentBytes() <= budget);
        }
    }
    // a change of a row on disk stays
    store.replaceRow(3, Test::record(3, {{"n", -3}}));
    (void)store.row(rows - 1);
    QCoreApplication::processEvents();
    QVERIFY(store.recordAt(3)->bins[0].value == Value(-3));
    QVERIFY(store.spillFault().isEmpty());
    store.clear();
    QCOMPARE(store.residentBytes(), 0);
    QCOMPARE(store.spilledBytes(), 0);
    store.append(Test::chunkOf(0, 3, make));
    QCOMPARE(store.recordAt(2)->bins, make(2).bins);
}

void TestRecordStore::readsSpilledRowsElsewhere()
{
    RecordStore store;
    store.setBudget(200'000);
    const auto make = [](qint64 i) { return Test::record(i, {{"n", i}, {"text", QString(300, u'x')}}); };
    for (qint64 part = 0; part < 20; ++part) {
        store.append(Test::chunkOf(part * 100, 100, make));
        QTRY_VERIFY(!store.isCongested());
    }
    QTRY_VERIFY(store.residentBytes() <= store.budget());
    store.replaceRow(5, Test::record(5, {{"n", 77}}));
    const RowSnapshot snapshot = store.snapshot();
    store.clear(); // a snapshot keeps what it needs
    qint64 next = 0;
    QVERIFY(snapshot.walk(0, snapshot.rowCount() - 1, {},
                          [&](qint64 row, const RowView &view, const RowChunkPtr &) {
                              QCOMPARE(row, next++);
                              const Result<Record> record = view.toRecord();
                              QVERIFY(record);
                              QVERIFY(record->bins[0].value == Value(row == 5 ? 77 : row));
                          }));
    QCOMPARE(next, 2000);
    std::stop_source stop;
    QVERIFY(!snapshot.walk(0, 1999, stop.get_token(),
                           [&](qint64, const RowView &, const RowChunkPtr &) { stop.request_stop(); }));
}

QTEST_GUILESS_MAIN(TestRecordStore)
#include "tst_recordstore.moc"
