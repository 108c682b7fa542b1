// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/batch.h"

#include "tests/wire/recordings.h"
#include "tests/wire/requestinputs.h"

#include <QHash>
#include <QTest>

#include <functional>

using namespace Aeroscope;
using namespace Aeroscope::Wire;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestBatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesWhatTheServerWasSent_data();
    void writesWhatTheServerWasSent();
    void equalRowsCost25Bytes();
    void rowsThatDifferAreWrittenInFull_data();
    void rowsThatDifferAreWrittenInFull();
    void neverRepeatsARowWithAUserKey();
    void flagsAndFilterAreTheBatchs();
    void transactionsAddInfo4();
    void refusalsTakeTheWholeBatchBack();
    void anUnfinishedBatchLeavesNothing();
};

namespace {

struct RowParts
{
    quint32 index = 0;
    QByteArray digest;
    int type = 0;
    RequestParts parts;
};

struct BatchParts
{
    RequestParts message;
    int flags = 0;
    std::vector<RowParts> rows;
};

/// Takes a batch apart; REPEAT rows get the parts of the row they repeat.
std::optional<BatchParts> batchOf(const QByteArray &body)
{
    const auto message = partsOf(body);
    if (!message || !message->field(41))
        return std::nullopt;
    BatchParts batch;
    batch.message = *message;
    Cursor cursor{*message->field(41)};
    const quint64 count = cursor.word(4);
    batch.flags = static_cast<int>(cursor.word(1));
    for (quint64 i = 0; i < count && !cursor.isBroken; ++i) {
        RowParts row;
        row.index = static_cast<quint32>(cursor.word(4));
        row.digest = cursor.take(20);
        row.type = static_cast<int>(cursor.word(1));
        if ((row.type & 1) != 0) {
            if (batch.rows.empty())
                return std::nullopt;
            row.parts = batch.rows.back().parts;
        } else {
            row.parts.info1 = static_cast<int>(cursor.word(1));
            if ((row.type & 2) != 0) {
                row.parts.info2 = static_cast<int>(cursor.word(1));
                row.parts.info3 = static_cast<int>(cursor.word(1));
            }
            if ((row.type & 0x10) != 0)
                row.parts.info4 = static_cast<int>(cursor.word(1));
            if ((row.type & 4) != 0)
                row.parts.generation = static_cast<quint32>(cursor.word(2));
            if ((row.type & 8) != 0)
                row.parts.ttl = static_cast<quint32>(cursor.word(4));
            const quint64 fields = cursor.word(2);
            const quint64 ops = cursor.word(2);
            cursor.fieldsAndOps(fields, ops, row.parts.fields, row.parts.ops);
        }
        batch.rows.push_back(row);
    }
    if (cursor.isBroken || cursor.at != cursor.bytes.size())
        return std::nullopt;
    return batch;
}

BatchOptions optionsOf(const BatchParts &batch, const QByteArray &filter)
{
    BatchOptions options;
    options.serverTimeout = std::chrono::milliseconds(batch.message.timeout);
    options.filter = filter;
    options.allowInline = (batch.flags & 1) != 0;
    options.allowInlineSsd = (batch.flags & 2) != 0;
    options.respondAllKeys = (batch.flags & 4) != 0;
    options.compressReply = (batch.message.info1 & 0x80) != 0;
    return options;
}

void addAsRecorded(BatchEncoder &encoder, const RowParts &row)
{
    RequestInputs in;
    readInputs(row.parts, row.digest, in);
    const RequestParts &parts = row.parts;
    if ((parts.info2 & 0x02) != 0)
        encoder.remove(row.index, in.key, in.options);
    else if (parts.field(30))
        encoder.apply(row.index, in.key, {in.udfModule, in.udfFunction, in.udfArguments}, in.options);
    else if ((parts.info2 & 0x01) != 0)
        encoder.operate(row.index, in.key, in.operations, in.options);
    else if ((parts.info1 & 0x20) != 0)
        encoder.exists(row.index, in.key, in.options);
    else if ((parts.info1 & 0x02) != 0)
        encoder.read(row.index, in.key, in.options);
    else if ((parts.info2 & 0x80) != 0)
        encoder.operate(row.index, in.key, in.operations, in.options);
    else
        encoder.readBins(row.index, in.key, in.names(), in.options);
}

/// Recorded requests that this library does not write.
const QHash<QByteArray, QByteArray> &neverSent()
{
    static const QHash<QByteArray, QByteArray> reasons{
        {"batch-empty", "refused"},
        {"batch-error-flags0", "error rows are always reported"},
        {"batch-filter-after", "the filter stands first"},
        {"batch-flags0", "error rows are always reported"},
        {"batch-no-fields", "rows name their namespace"},
        {"batch-ns-second", "the namespace stands first"},
        {"batch-old-format", "rows say all info bytes"},
        {"batch-repeat-after-key", "never repeated"},
        {"batch-repeat-first", "never repeated"},
    };
    return reasons;
}

Key keyOf(int number)
{
    return *Key::of("test"_ba, "demo"_ba, Value(number));
}

std::vector<int> rowTypes(const WireBuffer &out)
{
    std::vector<int> types;
    if (const auto batch = batchOf(out.toByteArray().mid(8))) {
        for (const RowParts &row : batch->rows)
            types.push_back(row.type);
    }
    return types;
}

} // namespace

void TestBatch::writesWhatTheServerWasSent_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isSent");
    int sentCount = 0;
    for (const Recording &one : recordings()) {
        const std::vector<Frame> frames = framesOf(one.request);
        if (frames.size() != 1 || frames[0].type != 3)
            continue;
        const auto parts = partsOf(frames[0].body);
        if (!parts || !parts->field(41))
            continue;
        const bool isSent = !neverSent().contains(one.name);
        sentCount += isSent ? 1 : 0;
        QTest::newRow(one.name.constData()) << frames[0].body << isSent;
    }
    QVERIFY(sentCount >= 14);
}

void TestBatch::writesWhatTheServerWasSent()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, isSent);
    const auto batch = batchOf(body);
    if (!isSent && !batch)
        return; // malformed on purpose
    QVERIFY(batch);
    const QByteArray filter = batch->message.field(43).value_or(QByteArray());
    WireBuffer out;
    BatchEncoder encoder(out, optionsOf(*batch, filter));
    for (const RowParts &row : batch->rows)
        addAsRecorded(encoder, row);
    const Result<void> outcome = encoder.finish();
    if (isSent) {
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
        // recorded rows are not always repeated where they could be: compare what they mean
        const auto written = batchOf(out.toByteArray().mid(8));
        QVERIFY(written);
        QCOMPARE(written->rows.size(), batch->rows.size());
        if (out.toByteArray().mid(8) != body) {
            bool hasUnusedRepeat = false;
            for (size_t i = 0; i < batch->rows.size(); ++i) {
                hasUnusedRepeat |= (written->rows[i].type & 1) != 0 && (batch->rows[i].type & 1) == 0;
                QCOMPARE(written->rows[i].index, batch->rows[i].index);
                QCOMPARE(written->rows[i].digest.toHex(), batch->rows[i].digest.toHex());
                QVERIFY(written->rows[i].parts == batch->rows[i].parts);
            }
            QVERIFY(hasUnusedRepeat);
            QVERIFY(out.size() < body.size() + 8);
        }
    } else {
        QVERIFY(out.toByteArray().mid(8) != body);
    }
}

void TestBatch::equalRowsCost25Bytes()
{
    WireBuffer out;
    BatchEncoder batch(out, {.serverTimeout = 1000ms});
    batch.read(7, keyOf(1));
    const qsizetype first = batch.byteSize();
    for (int i = 0; i < 1000; ++i)
        batch.read(static_cast<quint32>(i), keyOf(i));
    QCOMPARE(batch.byteSize(), first + 25 * 1000);
    QCOMPARE(batch.rowCount(), 1001U);
    QVERIFY(batch.finish());
    const auto parts = batchOf(out.toByteArray().mid(8));
    QVERIFY(parts);
    QCOMPARE(parts->rows[1000].index, 999U);
    QCOMPARE(parts->rows[1000].digest.toHex(), keyOf(999).digest().toHex());
}

void TestBatch::rowsThatDifferAreWrittenInFull_data()
{
    using Add = std::function<void(BatchEncoder &)>;
    QTest::addColumn<Add>("add");
    static const std::vector<QByteArray> bins{"a"_ba};
    static const std::vector<Operation> write{Operation::write("a"_ba, 1)};
    QTest::newRow("other command") << Add([](BatchEncoder &batch) { batch.exists(1, keyOf(2)); });
    QTest::newRow("other bins") << Add([](BatchEncoder &batch) { batch.readBins(1, keyOf(2), bins); });
    QTest::newRow("other set") << Add(
        [](BatchEncoder &batch) { batch.read(1, *Key::of("test"_ba, "other"_ba, 2)); });
    QTest::newRow("other namespace") << Add(
        [](BatchEncoder &batch) { batch.read(1, *Key::of("bar"_ba, "demo"_ba, 2)); });
    QTest::newRow("other read mode") << Add(
        [](BatchEncoder &batch) { batch.read(1, keyOf(2), {.readModeAp = ReadModeAp::All}); });
    QTest::newRow("other read-touch")
        << Add([](BatchEncoder &batch) { batch.read(1, keyOf(2), {.readTouchPercent = -1}); });
    QTest::newRow("a filter") << Add(
        [](BatchEncoder &batch) { batch.read(1, keyOf(2), {.filter = "\xc3"}); });
    QTest::newRow("a write") << Add([](BatchEncoder &batch) { batch.operate(1, keyOf(2), write); });
    QTest::newRow("a delete") << Add([](BatchEncoder &batch) { batch.remove(1, keyOf(2)); });
}

void TestBatch::rowsThatDifferAreWrittenInFull()
{
    QFETCH(std::function<void(BatchEncoder &)>, add);
    WireBuffer out;
    BatchEncoder batch(out);
    batch.read(0, keyOf(1));
    add(batch);
    add(batch); // and the same again is repeated
    QVERIFY(batch.finish());
    const std::vector<int> types = rowTypes(out);
    QCOMPARE(types.size(), size_t(3));
    QVERIFY((types[1] & 1) == 0);
    QCOMPARE(types[2], 1);
}

void TestBatch::neverRepeatsARowWithAUserKey()
{
    const std::vector<Operation> write{Operation::write("a"_ba, 1)};
    WireBuffer out;
    BatchEncoder batch(out);
    const CommandOptions withKey{.sendKey = true};
    batch.operate(0, keyOf(1), write, withKey);
    batch.operate(1, keyOf(1), write, withKey); // equal in everything, its key included
    batch.operate(2, keyOf(2), write);
    batch.operate(3, keyOf(3), write);
    batch.operate(4, keyOf(4), write, withKey);
    QVERIFY(batch.finish());
    QCOMPARE(rowTypes(out), (std::vector<int>{0x0e, 0x0e, 0x0e, 1, 0x0e}));
}

void TestBatch::flagsAndFilterAreTheBatchs()
{
    const auto flags = [](BatchOptions options) {
        WireBuffer out;
        BatchEncoder batch(out, options);
        batch.read(0, keyOf(1));
        if (!batch.finish())
            return -1;
        return batchOf(out.toByteArray().mid(8))->flags;
    };
    QCOMPARE(flags({}), 0x0d);
    QCOMPARE(flags({.allowInline = false}), 0x0c);
    QCOMPARE(flags({.allowInlineSsd = true}), 0x0f);
    QCOMPARE(flags({.respondAllKeys = false}), 0x09);

    WireBuffer out;
    BatchEncoder batch(out, {.serverTimeout = 250ms, .filter = "\xc3", .compressReply = true});
    batch.read(0, keyOf(1));
    QVERIFY(batch.finish());
    const auto parts = batchOf(out.toByteArray().mid(8));
    QVERIFY(parts);
    QCOMPARE(parts->message.info1, 0x88);
    QCOMPARE(parts->message.timeout, 250U);
    QCOMPARE(parts->message.fields.size(), size_t(2));
    QCOMPARE(parts->message.fields[0].type, 43);
}

void TestBatch::transactionsAddInfo4()
{
    const TransactionStamp verify{.recordVersion = 1, .info4 = 0x01};
    WireBuffer out;
    BatchEncoder batch(out);
    batch.exists(0, keyOf(1), {.transaction = &verify, .readModeSc = ReadModeSc::Linearize});
    QVERIFY(batch.finish());
    const auto parts = batchOf(out.toByteArray().mid(8));
    QVERIFY(parts);
    QCOMPARE(parts->rows[0].type, 0x1a);
    QCOMPARE(parts->rows[0].parts.info4, 0x01);
    QCOMPARE(parts->rows[0].parts.info3, 0x40);
    QCOMPARE(parts->rows[0].parts.field(3)->toHex(), "01000000000000"_ba);
}

void TestBatch::refusalsTakeTheWholeBatchBack()
{
    const std::vector<QByteArray> badBin{""_ba};
    const std::vector<Operation> badOp{Operation::add("a"_ba, "x")};
    using Add = std::function<void(BatchEncoder &)>;
    const std::vector<Add> bad{
        [](BatchEncoder &) {}, // no rows
        [&](BatchEncoder &batch) { batch.readBins(0, keyOf(1), badBin); },
        [&](BatchEncoder &batch) { batch.readBins(0, keyOf(1), {}); },
        [&](BatchEncoder &batch) { batch.operate(0, keyOf(1), badOp); },
        [&](BatchEncoder &batch) { batch.operate(0, keyOf(1), {}); },
        [&](BatchEncoder &batch) { batch.read(0, Key()); },
        [&](BatchEncoder &batch) { batch.read(0, keyOf(1), {.readTouchPercent = 1000}); },
        [&](BatchEncoder &batch) { batch.apply(0, keyOf(1), {}); },
    };
    for (const Add &add : bad) {
        WireBuffer out;
        out.bytes("before");
        BatchEncoder batch(out);
        add(batch);
        if (batch.rowCount() > 0)
            batch.read(1, keyOf(2));
        const Result<void> outcome = batch.finish();
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::InvalidArgument);
        QCOMPARE(out.toByteArray(), "before"_ba);
    }
}

void TestBatch::anUnfinishedBatchLeavesNothing()
{
    WireBuffer out;
    out.bytes("before");
    {
        BatchEncoder batch(out);
        batch.read(0, keyOf(1));
    }
    QCOMPARE(out.toByteArray(), "before"_ba);
}

QTEST_GUILESS_MAIN(TestBatch)
#include "tst_batch.moc"
