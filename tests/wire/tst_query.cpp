// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/query.h"

#include "tests/wire/recordings.h"
#include "tests/wire/requestinputs.h"

#include <QHash>
#include <QTest>

#include <functional>

using namespace Aeroscope;
using namespace Aeroscope::Wire;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesWhatTheServerWasSent_data();
    void writesWhatTheServerWasSent();
    void refusesWhatMustNotBeSent_data();
    void refusesWhatMustNotBeSent();
    void looksWithoutTouching();
    void readOperationsAreAllAnswered();
    void durationsSetTheirBits();
    void aWholeNamespaceHasAnEmptySet();
    void aRefusalLeavesTheBufferAsItWas();
};

namespace {

const std::vector<quint16> somePartitions{1, 4095, 0};

/// Recorded requests that this library does not write: refused here, or not to be said.
const QHash<QByteArray, bool> &neverSent()
{
    static const QHash<QByteArray, bool> isRefused{
        {"query-aggr-filter", false},
        {"query-aggr-nomodule", false}, // own queries never touch, the recorded aggregations had 0
        {"query-aggregate", false},
        {"query-bg-noops", true},
        {"query-bg-pids", false}, // the server ignores partitions there
        {"query-bg-read-op", true},
        {"query-bval-no-digest", true},
        {"query-dup-pid", true},
        {"query-dup-pid-digest", true},
        {"query-getall", false},
        {"query-no-piddone", false},
        {"query-no-pids", true},
        {"query-pid-4096", true},
        {"query-pid-empty", true},
        {"query-range-inverted", true},
        {"query-short-rps", true},
        {"query-si-byname-bin", true},
        {"query-si-resume-nobval", true},
        {"query-write-op", true},
    };
    return isRefused;
}

struct QueryInputs
{
    QByteArray ns;
    QByteArray set;
    QByteArray filter;
    std::vector<quint16> partitions;
    std::vector<Digest> digests;
    std::vector<qint64> indexValues;
    std::optional<IndexFilter> index;
    std::optional<std::chrono::milliseconds> socketTimeout;
    std::optional<quint64> taskId;
    quint32 recordsPerSecond = 0;
    quint64 maxRecords = 0;
    std::vector<Operation> operations;
    UdfCall udf;
    QByteArray module;
    QByteArray function;
    QByteArray arguments;
};

QueryInputs inputsOf(const RequestParts &parts)
{
    QueryInputs in;
    in.ns = parts.field(0).value_or(QByteArray());
    in.set = parts.field(1).value_or(QByteArray());
    in.filter = parts.field(43).value_or(QByteArray());
    if (const auto pids = parts.field(11)) {
        for (qsizetype i = 0; i < pids->size(); i += 2)
            in.partitions.push_back(qFromLittleEndian<quint16>(pids->constData() + i));
    }
    if (const auto digests = parts.field(12)) {
        for (qsizetype i = 0; i < digests->size(); i += 20)
            in.digests.push_back(*Digest::fromBytes(digests->mid(i, 20)));
    }
    if (const auto values = parts.field(15)) {
        for (qsizetype i = 0; i < values->size(); i += 8)
            in.indexValues.push_back(qFromLittleEndian<qint64>(values->constData() + i));
    }
    if (const auto range = parts.field(22)) {
        Cursor cursor{*range};
        IndexFilter index;
        cursor.word(1);
        index.bin = cursor.take(cursor.word(1));
        const auto type = static_cast<ParticleType>(cursor.word(1));
        const auto bound = [&] {
            const QByteArray bytes = cursor.take(cursor.word(4));
            return type == ParticleType::GeoJson ? Value::geoJson(bytes) : *decodeParticle(type, bytes);
        };
        index.begin = bound();
        index.end = bound();
        index.context = parts.field(23).value_or(QByteArray());
        index.expression = Expression(parts.field(24).value_or(QByteArray()));
        index.indexName = parts.field(21).value_or(QByteArray());
        if (const auto collection = parts.field(26))
            index.collection = static_cast<CollectionIndex>(collection->at(0));
        in.index = index;
    }
    if (const auto timeout = parts.field(9))
        in.socketTimeout = std::chrono::milliseconds(qFromBigEndian<quint32>(timeout->constData()));
    if (const auto id = parts.field(7))
        in.taskId = qFromBigEndian<quint64>(id->constData());
    if (const auto rps = parts.field(10))
        in.recordsPerSecond = qFromBigEndian<quint32>(rps->constData());
    if (const auto max = parts.field(13))
        in.maxRecords = qFromBigEndian<quint64>(max->constData());
    bool isPossible = true;
    in.operations = operationsOf(parts.ops, isPossible);
    in.module = parts.field(30).value_or(QByteArray());
    in.function = parts.field(31).value_or(QByteArray());
    in.arguments = parts.field(32).value_or(QByteArray());
    return in;
}

Result<void> encodeAsRecorded(WireBuffer &out, const RequestParts &parts, const QueryInputs &in)
{
    const IndexFilter *const index = in.index ? &*in.index : nullptr;
    const UdfCall udf{in.module, in.function, in.arguments};
    const std::chrono::milliseconds serverTimeout(parts.timeout);
    bool isPossible = true;
    if ((parts.info2 & 0x01) != 0) {
        BackgroundQueryRequest request;
        request.namespaceName = in.ns;
        request.setName = in.set;
        request.index = index;
        request.filter = in.filter;
        request.recordsPerSecond = in.recordsPerSecond;
        request.socketTimeout = in.socketTimeout;
        request.taskId = in.taskId;
        request.serverTimeout = serverTimeout;
        request.operations = in.operations;
        request.udf = parts.field(30) ? &udf : nullptr;
        request.ttl = ttlOf(parts.ttl, isPossible);
        request.durableDelete = (parts.info2 & 0x10) != 0;
        return encodeBackgroundQuery(out, request);
    }
    if (parts.field(30)) {
        AggregateRequest request;
        request.namespaceName = in.ns;
        request.setName = in.set;
        request.index = index;
        request.recordsPerSecond = in.recordsPerSecond;
        request.socketTimeout = in.socketTimeout;
        request.taskId = in.taskId;
        request.serverTimeout = serverTimeout;
        request.udf = udf;
        return encodeAggregate(out, request);
    }
    QueryRequest request;
    request.namespaceName = in.ns;
    request.setName = in.set;
    request.index = index;
    request.filter = in.filter;
    request.partitions = in.partitions;
    request.resumeAfter = in.digests;
    request.resumeIndexValues = in.indexValues;
    request.maxRecords = in.maxRecords;
    request.recordsPerSecond = in.recordsPerSecond;
    request.socketTimeout = in.socketTimeout;
    request.taskId = in.taskId;
    request.serverTimeout = serverTimeout;
    request.noBins = (parts.info1 & 0x20) != 0;
    request.readTouchPercent = static_cast<int>(parts.ttl);
    if ((parts.info1 & 0x04) != 0)
        request.duration = QueryDuration::Short;
    if ((parts.info2 & 0x40) != 0)
        request.duration = QueryDuration::LongRelaxAp;
    std::vector<QByteArray> bins;
    const bool areBins = std::all_of(in.operations.begin(), in.operations.end(),
                                     [](const Operation &one) { return one.code == OpCode::Read; });
    if (areBins && (parts.info2 & 0x80) == 0) {
        for (const Operation &one : in.operations)
            bins.push_back(one.bin);
        request.bins = bins;
    } else {
        request.operations = in.operations;
    }
    return encodeQuery(out, request);
}

QueryRequest minimal()
{
    QueryRequest request;
    request.namespaceName = "test";
    request.setName = "demo";
    request.partitions = somePartitions;
    return request;
}

RequestParts sent(const WireBuffer &out)
{
    return partsOf(out.toByteArray().mid(8)).value_or(RequestParts());
}

} // namespace

void TestQuery::writesWhatTheServerWasSent_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isSent");
    QTest::addColumn<bool>("isRefused");
    int sentCount = 0;
    for (const Recording &one : recordings()) {
        const std::vector<Frame> frames = framesOf(one.request);
        if (frames.size() != 1 || frames[0].type != 3)
            continue;
        const auto parts = partsOf(frames[0].body);
        if (!parts || parts->field(4) || parts->field(41) || one.name == "ns-missing")
            continue;
        const auto never = neverSent().constFind(one.name);
        const bool isSent = never == neverSent().constEnd();
        sentCount += isSent ? 1 : 0;
        QTest::newRow(one.name.constData()) << frames[0].body << isSent << (!isSent && *never);
    }
    QVERIFY(sentCount > 35);
}

void TestQuery::writesWhatTheServerWasSent()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, isSent);
    QFETCH(bool, isRefused);
    const RequestParts parts = *partsOf(body);
    WireBuffer out;
    const Result<void> outcome = encodeAsRecorded(out, parts, inputsOf(parts));
    if (isSent) {
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
        QCOMPARE(out.toByteArray().mid(8).toHex(), body.toHex());
    } else {
        QVERIFY(out.toByteArray().mid(8) != body);
        QCOMPARE(!outcome, isRefused);
    }
}

void TestQuery::refusesWhatMustNotBeSent_data()
{
    using Change = std::function<void(QueryRequest &)>;
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, Change change) { QTest::newRow(name) << std::move(change); };
    const auto index = [&row](const char *name, IndexFilter filter) {
        row(name, [filter](QueryRequest &request) {
            static IndexFilter kept; // the request holds a pointer
            kept = filter;
            request.index = &kept;
        });
    };
    static const std::vector<quint16> twice{5, 5};
    static const std::vector<quint16> beyond{4096};
    static const Digest inPartition1{{1}};
    static const std::vector<qint64> oneValue{1};
    static const std::vector<QByteArray> oneBin{"a"_ba};
    static const std::vector<QByteArray> emptyBin{""_ba};
    static const std::vector<Operation> writeOp{Operation::write("a"_ba, 1)};
    static const std::vector<Operation> readAll{Operation::readAll()};
    static const std::vector<Operation> readOp{Operation::read("a"_ba)};

    row("no namespace", [](QueryRequest &request) { request.namespaceName = {}; });
    row("no partitions", [](QueryRequest &request) { request.partitions = {}; });
    row("partition twice", [](QueryRequest &request) { request.partitions = twice; });
    row("partition 4096", [](QueryRequest &request) { request.partitions = beyond; });
    row("partition and its digest",
        [](QueryRequest &request) { request.resumeAfter = std::span(&inPartition1, 1); });
    row("index values without an index", [](QueryRequest &request) {
        request.partitions = {};
        request.resumeAfter = std::span(&inPartition1, 1);
        request.resumeIndexValues = oneValue;
    });
    row("index values without digests", [](QueryRequest &request) { request.resumeIndexValues = oneValue; });
    row("records per second of a short query", [](QueryRequest &request) {
        request.duration = QueryDuration::Short;
        request.recordsPerSecond = 1;
    });
    row("bins of a query without bins", [](QueryRequest &request) {
        request.noBins = true;
        request.bins = oneBin;
    });
    row("bins and operations", [](QueryRequest &request) {
        request.bins = oneBin;
        request.operations = readOp;
    });
    row("empty bin name", [](QueryRequest &request) { request.bins = emptyBin; });
    row("write operation", [](QueryRequest &request) { request.operations = writeOp; });
    row("read of all bins", [](QueryRequest &request) { request.operations = readAll; });
    row("read-touch 101", [](QueryRequest &request) { request.readTouchPercent = 101; });
    index("inverted range", IndexFilter::range("a"_ba, 2, 1));
    index("range of doubles", {.bin = "a"_ba, .begin = 1.0, .end = 2.0});
    index("range from integer to nil", {.bin = "a"_ba, .begin = 1, .end = {}});
    index("range of strings", {.bin = "a"_ba, .begin = "a", .end = "b"});
    index("bool", IndexFilter::equal("a"_ba, true));
    index("unnamed", IndexFilter::range({}, 1, 2));
    index("bin of 16 bytes", IndexFilter::range(QByteArray(16, 'b'), 1, 2));
    index("bin and name", {.bin = "a"_ba, .begin = 1, .end = 1, .indexName = "ix"_ba});
    index("bin and expression",
          {.bin = "a"_ba, .begin = 1, .end = 1, .expression = Expression("\x91\x45"_ba)});
    index("expression that crashes servers",
          {.begin = 1, .end = 1, .expression = Expression(QByteArray::fromHex("9317935102a161ff"))});
    index("name and context", {.begin = 1, .end = 1, .context = "\x90"_ba, .indexName = "ix"_ba});
    index("name of 64 bytes", {.begin = 1, .end = 1, .indexName = QByteArray(64, 'i')});
}

void TestQuery::refusesWhatMustNotBeSent()
{
    QFETCH(std::function<void(QueryRequest &)>, change);
    QueryRequest request = minimal();
    WireBuffer out;
    QVERIFY(encodeQuery(out, request));
    out.clear();
    change(request);
    const Result<void> outcome = encodeQuery(out, request);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, ErrorKind::InvalidArgument);
    QVERIFY(out.isEmpty());
}

void TestQuery::looksWithoutTouching()
{
    WireBuffer out;
    QVERIFY(encodeQuery(out, minimal()));
    QCOMPARE(sent(out).ttl, 0xffffffffU);
    QCOMPARE(sent(out).info3, 0x04); // else the server refuses
    QCOMPARE(sent(out).field(11)->toHex(), "0100ff0f0000"_ba);

    AggregateRequest aggregate;
    aggregate.namespaceName = "test";
    aggregate.udf = {"m", "f", {}};
    WireBuffer other;
    QVERIFY(encodeAggregate(other, aggregate));
    QCOMPARE(sent(other).ttl, 0xffffffffU);
    QCOMPARE(sent(other).field(33)->toHex(), "01"_ba);
}

void TestQuery::readOperationsAreAllAnswered()
{
    const std::vector<Operation> operations{{OpCode::ExpressionRead, "r"_ba, {}, "\x92\x05\x00"_ba}};
    QueryRequest request = minimal();
    request.operations = operations;
    WireBuffer out;
    QVERIFY(encodeQuery(out, request));
    QCOMPARE(sent(out).info2, 0x80);
    QCOMPARE(sent(out).ops.size(), size_t(1));
}

void TestQuery::durationsSetTheirBits()
{
    const auto infos = [](QueryDuration duration) {
        QueryRequest request = minimal();
        request.duration = duration;
        WireBuffer out;
        return encodeQuery(out, request) ? out.toByteArray().mid(9, 3).toHex() : "refused"_ba;
    };
    QCOMPARE(infos(QueryDuration::Long), "010004"_ba);
    QCOMPARE(infos(QueryDuration::Short), "050004"_ba);
    QCOMPARE(infos(QueryDuration::LongRelaxAp), "014004"_ba);
}

void TestQuery::aWholeNamespaceHasAnEmptySet()
{
    QueryRequest request = minimal();
    request.setName = {};
    request.socketTimeout = 0ms;
    WireBuffer out;
    QVERIFY(encodeQuery(out, request));
    QCOMPARE(sent(out).field(1), std::optional(QByteArray()));
    QCOMPARE(sent(out).field(9)->toHex(), "00000000"_ba);
    QVERIFY(!sent(out).field(7));
}

void TestQuery::aRefusalLeavesTheBufferAsItWas()
{
    WireBuffer out;
    out.bytes("before");
    BackgroundQueryRequest request;
    request.namespaceName = "test";
    QVERIFY(!encodeBackgroundQuery(out, request)); // nothing to do
    const std::vector<Operation> operations{Operation::write("a"_ba, 1)};
    const UdfCall udf{"m", "f", {}};
    request.operations = operations;
    request.udf = &udf;
    QVERIFY(!encodeBackgroundQuery(out, request)); // one or the other
    AggregateRequest aggregate;
    aggregate.namespaceName = "test";
    QVERIFY(!encodeAggregate(out, aggregate));
    QCOMPARE(out.toByteArray(), "before"_ba);
}

QTEST_GUILESS_MAIN(TestQuery)
#include "tst_query.moc"
