// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/command/pointcommand.h"
#include "client/command/recordcommands.h"
#include "client/session/readonlysession.h"
#include "client/session/session.h"
#include "client/value/listops.h"

#include <QTest>
#include <QtEndian>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

// What chains may say is a matter of types: what makes no sense does not compile.
namespace {

template <class B>
concept Sets = requires(B b) { b.set("bin", 1); };
template <class B>
concept Operates = requires(B b) { b.operations(std::vector<Operation>()); };
template <class B>
concept Projects = requires(B b) { b.bins(std::vector<QByteArray>()); };
template <class B>
concept ChecksGeneration = requires(B b) { b.ensureGeneration(1); };
template <class B>
concept Expires = requires(B b) { b.ttl(Ttl::never()); };
template <class B>
concept StoresKeys = requires(B b) { b.sendKey(true); };
template <class B>
concept DeletesDurably = requires(B b) { b.durableDelete(true); };
template <class B>
concept ReadTouches = requires(B b) { b.readTouchTtlPercent(1); };
template <class B>
concept Filters = requires(B b) { b.where(QString()); };
template <class B>
concept Limits = requires(B b) { b.limit(1); };
template <class B>
concept PicksPartitions = requires(B b) { b.partitions(std::vector<quint16>()); };
template <class B>
concept TakesKeys = requires(B b, Key k) { b.query(k); };
template <class B>
concept TakesDataSets = requires(B b, DataSet d) { b.query(d); };
template <class B>
concept Executes = requires(B b) { b.execute(); };
template <class B>
concept Streams = requires(B b) { b.executeStream(); };
template <class B>
concept HasDefaults = requires(B b) { b.defaultTtl(Ttl::never()); };
template <class B, class Part>
concept Takes = requires(B b, Part p) { b.add(p); };

template <class Point, class Many>
constexpr bool writes =
    Sets<Point> && Sets<Many> && Operates<Point> && Operates<Many> && ChecksGeneration<Point> &&
    ChecksGeneration<Many> && Expires<Point> && Expires<Many> && StoresKeys<Point> && StoresKeys<Many> &&
    DeletesDurably<Point> && DeletesDurably<Many> && !Projects<Point> && !Projects<Many> &&
    !ReadTouches<Point> && !ReadTouches<Many>;
static_assert(writes<WriteBuilder, BatchWriteBuilder>);

template <class Point, class Many>
constexpr bool deletes =
    ChecksGeneration<Point> && ChecksGeneration<Many> && DeletesDurably<Point> && DeletesDurably<Many> &&
    !Sets<Point> && !Sets<Many> && !Expires<Point> && !Expires<Many> && !Operates<Point> && !Operates<Many>;
static_assert(deletes<DeleteBuilder, BatchDeleteBuilder>);

template <class Point, class Many>
constexpr bool touches =
    ChecksGeneration<Point> && ChecksGeneration<Many> && Expires<Point> && Expires<Many> && !Sets<Point> &&
    !Sets<Many> && !DeletesDurably<Point> && !DeletesDurably<Many>;
static_assert(touches<TouchBuilder, BatchTouchBuilder>);

template <class Point, class Many>
constexpr bool asksOnly = !ChecksGeneration<Point> && !ChecksGeneration<Many> && !Expires<Point> &&
                          !Expires<Many> && !Sets<Point> && !Sets<Many> && !StoresKeys<Point> &&
                          !StoresKeys<Many> && !DeletesDurably<Point> && !DeletesDurably<Many>;
static_assert(asksOnly<ReadBuilder, BatchReadBuilder>);
static_assert(asksOnly<ExistsBuilder, BatchExistsBuilder>);
static_assert(Projects<ReadBuilder> && Projects<BatchReadBuilder> && ReadTouches<BatchReadBuilder>);
static_assert(!Projects<ExistsBuilder> && !Projects<BatchExistsBuilder> && !Operates<BatchExistsBuilder>);

// Whole sets are asked by queries alone, and queries know no operations on single bins.
static_assert(TakesKeys<Session> && TakesDataSets<Session>);
static_assert(TakesKeys<WriteBuilder> && TakesKeys<BatchReadBuilder> && TakesKeys<Batch>);
static_assert(!TakesDataSets<WriteBuilder> && !TakesDataSets<BatchReadBuilder> && !TakesDataSets<Batch>);
static_assert(!TakesKeys<SetQuery> && !Sets<SetQuery> && !ChecksGeneration<SetQuery> && !Expires<SetQuery>);
static_assert(Limits<SetQuery> && PicksPartitions<SetQuery>);
static_assert(!Limits<ReadBuilder> && !Limits<BatchReadBuilder> && !PicksPartitions<BatchReadBuilder>);

// A session that can only look gives nothing from which a chain with writes could begin.
template <class S>
concept BeginsChains = requires(S s, Key k) { s.exists(k).upsert(k); };
static_assert(BeginsChains<Session> && !BeginsChains<ReadOnlySession> && !TakesKeys<ReadOnlySession>);
static_assert(TakesDataSets<ReadOnlySession>);

// A predicate belongs to a part, not to an empty batch; a stream and defaults to many keys.
static_assert(Filters<WriteBuilder> && Filters<BatchExistsBuilder> && Filters<SetQuery> && !Filters<Batch>);
static_assert(!Sets<Batch> && !Expires<Batch> && HasDefaults<Batch> && HasDefaults<BatchReadBuilder>);
static_assert(!HasDefaults<WriteBuilder> && !Streams<WriteBuilder> && Streams<BatchWriteBuilder>);
static_assert(Executes<WriteBuilder> && Executes<BatchWriteBuilder> && Executes<Batch>);
static_assert(!Executes<Session> && !Executes<DataSet>);

// A batch takes what has keys, and nothing else.
static_assert(Takes<Batch, WriteBuilder> && Takes<Batch, ReadBuilder> && Takes<Batch, BatchWriteBuilder>);
static_assert(!Takes<Batch, SetQuery> && !Takes<Batch, Key> && !Takes<BatchWriteBuilder, WriteBuilder>);

constexpr auto ap = ConsistencyMode::Ap;
constexpr auto sc = ConsistencyMode::Sc;

BehaviorPtr unusual()
{
    BehaviorPatch patch;
    patch.reads.readTouchTtlPercent = 50;
    patch.readsAp.readModeAp = ReadModeAp::All;
    patch.readsSc.readModeSc = ReadModeSc::Linearize;
    patch.writes.sendKey = false;
    patch.writesAp.commitLevel = CommitLevel::Master;
    patch.writesAp.durableDelete = true;
    patch.writesSc.durableDelete = false;
    return Behavior::standard()->derive(u"unusual"_s, patch);
}

PointSpec specOf(Verb verb, std::vector<Operation> operations = {})
{
    PointSpec spec;
    spec.verb = verb;
    spec.key = Key::of("test", "s", 1).value();
    spec.operations = std::move(operations);
    return spec;
}

Wire::CommandOptions optionsOf(const PointSpec &spec, const BehaviorPtr &behavior, OperationShape shape,
                               ConsistencyMode mode)
{
    const OperationKind kind = operationKind(spec);
    const ResolvedSettings &settings = behavior->settings(kind, shape, mode);
    Wire::CommandOptions options =
        commandOptions(settings, kind, settings.totalTimeout, settings.socketTimeout);
    applySpec(options, spec, {});
    return options;
}

/// "info1 info2 info3 generation ttl fields ops" in hex, with the types of the fields.
QByteArray pointBytes(const PointSpec &spec, const BehaviorPtr &behavior, ConsistencyMode mode)
{
    Wire::WireBuffer out;
    if (!encodeSpec(out, spec, optionsOf(spec, behavior, OperationShape::Point, mode)))
        return "refused";
    const QByteArray bytes = out.toByteArray();
    QByteArray text =
        bytes.mid(9, 3).toHex(' ') + " g" + bytes.mid(14, 4).toHex() + " t" + bytes.mid(18, 4).toHex() + " f";
    qsizetype at = 30;
    for (int field = qFromBigEndian<quint16>(bytes.constData() + 26); field > 0; --field) {
        const auto size = qFromBigEndian<quint32>(bytes.constData() + at);
        text += QByteArray::number(static_cast<quint8>(bytes[at + 4])) + (field > 1 ? "," : "");
        at += 4 + static_cast<qsizetype>(size);
    }
    return text + " o" + QByteArray::number(qFromBigEndian<quint16>(bytes.constData() + 28));
}

/// The same of each row of a batch, "type info1 info2 info3 [generation] ttl fields ops".
std::vector<QByteArray> batchBytes(const std::vector<PointSpec> &specs, const BehaviorPtr &behavior,
                                   ConsistencyMode mode)
{
    Wire::WireBuffer out;
    Wire::BatchEncoder batch(out);
    quint32 index = 0;
    for (const PointSpec &spec : specs)
        encodeRow(batch, index++, spec.key, spec, optionsOf(spec, behavior, OperationShape::Batch, mode));
    if (!batch.finish())
        return {"refused"};
    const QByteArray bytes = out.toByteArray();
    std::vector<QByteArray> rows;
    qsizetype at = 8 + 22 + 5 + 5;
    for (std::size_t row = 0; row < specs.size(); ++row) {
        at += 24; // index and digest
        const int type = bytes[at];
        if (type == 1) {
            rows.push_back("repeat");
            ++at;
            continue;
        }
        QByteArray text = bytes.mid(at, 4).toHex(' ');
        at += 4;
        if ((type & 0x04) != 0) {
            text += " g" + bytes.mid(at, 2).toHex();
            at += 2;
        }
        text += " t" + bytes.mid(at, 4).toHex() + " f";
        const int fields = qFromBigEndian<quint16>(bytes.constData() + at + 4);
        const int ops = qFromBigEndian<quint16>(bytes.constData() + at + 6);
        at += 8;
        for (int field = 0; field < fields; ++field) {
            text += QByteArray::number(static_cast<quint8>(bytes[at + 4])) + (field + 1 < fields ? "," : "");
            at += 4 + static_cast<qsizetype>(qFromBigEndian<quint32>(bytes.constData() + at));
        }
        for (int op = 0; op < ops; ++op)
            at += 4 + static_cast<qsizetype>(qFromBigEndian<quint32>(bytes.constData() + at));
        rows.push_back(text + " o" + QByteArray::number(ops));
    }
    return rows;
}

struct Golden
{
    const char *name;
    PointSpec spec;
    // standard behaviour AP, SC; unusual AP, SC
    QByteArray point[4];
    QByteArray row[4];
};

/// By protocol sections 5.1 and 6.1; field 0 namespace, 1 set, 2 user key, 4 digest.
std::vector<Golden> goldens()
{
    const std::vector<Operation> one{Operation::write("a", 1)};
    std::vector<Golden> all;
    const auto read = [&all](const char *name, PointSpec spec, const QByteArray &info1,
                             const QByteArray &info1All, const QByteArray &info2, const QByteArray &ops) {
        const QByteArray tail = " f0,1,4 o" + ops;
        const QByteArray rowTail = " f0,1 o" + ops;
        const QByteArray generation = " g00000000";
        all.push_back({name,
                       std::move(spec),
                       {info1 + ' ' + info2 + " 00" + generation + " t00000000" + tail,
                        info1 + ' ' + info2 + " 00" + generation + " t00000000" + tail,
                        info1All + ' ' + info2 + " 00" + generation + " t00000032" + tail,
                        info1 + ' ' + info2 + " 40" + generation + " t00000032" + tail},
                       {"0a " + info1 + ' ' + info2 + " 00 t00000000" + rowTail,
                        "0a " + info1 + ' ' + info2 + " 00 t00000000" + rowTail,
                        "0a " + info1All + ' ' + info2 + " 00 t00000032" + rowTail,
                        "0a " + info1 + ' ' + info2 + " 40 t00000032" + rowTail}});
    };
    read("all bins", specOf(Verb::Read), "03", "43", "00", "0");
    read("two bins", specOf(Verb::Read, {Operation::read("a"), Operation::read("b")}), "01", "41", "00", "2");
    read("read operation", specOf(Verb::Read, {ListOps::size("l")}), "01", "41", "80", "1");
    read("exists", specOf(Verb::Exists), "21", "61", "00", "0");
    PointSpec metadata = specOf(Verb::Read);
    metadata.metadataOnly = true;
    read("no bins", metadata, "21", "61", "00", "0");

    struct Bits
    {
        QByteArray info1 = "00";
        QByteArray info2; // of a point
        QByteArray info2Row;
        QByteArray info3;       // commit all
        QByteArray info3Master; // commit master
        QByteArray durable{};   // info2 of a durable delete, for a point
        QByteArray durableRow{};
        QByteArray ops;
    };
    const auto write = [&all](const char *name, PointSpec spec, Bits b) {
        const QByteArray generation = spec.generation ? "0007" : "0000";
        const QByteArray ttl = spec.ttl ? " t00000064" : " t00000000";
        if (b.durable.isEmpty())
            b.durable = b.info2;
        if (b.durableRow.isEmpty())
            b.durableRow = b.info2Row;
        const auto point = [&](const QByteArray &info2, const QByteArray &info3, const char *fields) {
            return b.info1 + ' ' + info2 + ' ' + info3 + " g0000" + generation + ttl + fields + " o" + b.ops;
        };
        const auto row = [&](const QByteArray &info2, const QByteArray &info3, const char *fields) {
            return "0e " + b.info1 + ' ' + info2 + ' ' + info3 + " g" + generation + ttl + fields + " o" +
                   (spec.verb == Verb::Remove ? "0" : b.ops);
        };
        all.push_back({name,
                       spec,
                       {point(b.info2, b.info3, " f0,1,4,2"), point(b.durable, b.info3, " f0,1,4,2"),
                        point(b.durable, b.info3Master, " f0,1,4"), point(b.info2, b.info3, " f0,1,4")},
                       {row(b.info2Row, b.info3, " f0,1,2"), row(b.durableRow, b.info3, " f0,1,2"),
                        row(b.durableRow, b.info3Master, " f0,1"), row(b.info2Row, b.info3, " f0,1")}});
    };
    write("upsert", specOf(Verb::Upsert, one),
          {.info2 = "01", .info2Row = "81", .info3 = "00", .info3Master = "02", .ops = "1"});
    write("insert", specOf(Verb::Insert, one),
          {.info2 = "21", .info2Row = "a1", .info3 = "00", .info3Master = "02", .ops = "1"});
    write("update", specOf(Verb::Update, one),
          {.info2 = "01", .info2Row = "81", .info3 = "08", .info3Master = "0a", .ops = "1"});
    write("replace", specOf(Verb::Replace, one),
          {.info2 = "01", .info2Row = "81", .info3 = "10", .info3Master = "12", .ops = "1"});
    write("replaceIfExists", specOf(Verb::ReplaceIfExists, one),
          {.info2 = "01", .info2Row = "81", .info3 = "20", .info3Master = "22", .ops = "1"});
    PointSpec checked = specOf(Verb::Update, one);
    checked.generation = 7;
    checked.ttl = Ttl::seconds(100);
    write("generation and TTL", checked,
          {.info2 = "05", .info2Row = "85", .info3 = "08", .info3Master = "0a", .ops = "1"});
    write("operate", specOf(Verb::Upsert, {Operation::add("n", 1), Operation::read("n")}),
          {.info1 = "01", .info2 = "81", .info2Row = "81", .info3 = "00", .info3Master = "02", .ops = "2"});
    write("operate that deletes", specOf(Verb::Upsert, {Operation::deleteAll(), Operation::write("n", 1)}),
          {.info2 = "81",
           .info2Row = "81",
           .info3 = "00",
           .info3Master = "02",
           .durable = "91",
           .durableRow = "91",
           .ops = "2"});
    write("touch", specOf(Verb::Touch),
          {.info2 = "01", .info2Row = "81", .info3 = "00", .info3Master = "02", .ops = "1"});
    write("remove", specOf(Verb::Remove),
          {.info2 = "03",
           .info2Row = "83",
           .info3 = "00",
           .info3Master = "02",
           .durable = "13",
           .durableRow = "93",
           .ops = "0"});
    return all;
}

} // namespace

class TestChains : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void goldenBytes_data()
    {
        QTest::addColumn<int>("golden");
        QTest::addColumn<int>("cell");
        const auto all = goldens();
        for (int golden = 0; golden < static_cast<int>(all.size()); ++golden) {
            for (int cell = 0; cell < 4; ++cell) {
                const QByteArray name = QByteArray(all[static_cast<std::size_t>(golden)].name) +
                                        (cell < 2 ? ", standard" : ", unusual") +
                                        (cell % 2 == 0 ? ", AP" : ", SC");
                QTest::newRow(name.constData()) << golden << cell;
            }
        }
    }
    void goldenBytes()
    {
        QFETCH(int, golden);
        QFETCH(int, cell);
        const Golden expected = goldens()[static_cast<std::size_t>(golden)];
        const BehaviorPtr behavior = cell < 2 ? Behavior::standard() : unusual();
        const ConsistencyMode mode = cell % 2 == 0 ? ap : sc;
        QCOMPARE(pointBytes(expected.spec, behavior, mode), expected.point[cell]);
        const auto rows = batchBytes({expected.spec}, behavior, mode);
        QCOMPARE(rows.size(), 1U);
        QCOMPARE(rows.front(), expected.row[cell]);
    }

    // All of them in one batch: the same row each, whatever stands before it.
    void goldenBytesOfMixedBatches_data()
    {
        QTest::addColumn<int>("cell");
        QTest::newRow("standard, AP") << 0;
        QTest::newRow("standard, SC") << 1;
        QTest::newRow("unusual, AP") << 2;
        QTest::newRow("unusual, SC") << 3;
    }
    void goldenBytesOfMixedBatches()
    {
        QFETCH(int, cell);
        const BehaviorPtr behavior = cell < 2 ? Behavior::standard() : unusual();
        std::vector<PointSpec> specs;
        std::vector<QByteArray> expected;
        for (const Golden &golden : goldens()) {
            const QByteArray row = golden.row[cell];
            // Equal neighbours share their bytes.
            const bool same =
                !expected.empty() && specs.back().verb == Verb::Exists && golden.spec.metadataOnly;
            specs.push_back(golden.spec);
            expected.push_back(same ? "repeat" : row);
        }
        QCOMPARE(batchBytes(specs, behavior, cell % 2 == 0 ? ap : sc), expected);
    }

    void keysWithoutUserKeysSendNone()
    {
        PointSpec spec = specOf(Verb::Upsert, {Operation::write("a", 1)});
        spec.key = Key::fromDigest("test", "s", spec.key.digest());
        QVERIFY(pointBytes(spec, Behavior::standard(), ap).contains(" f0,1,4 "));
        QVERIFY(batchBytes({spec}, Behavior::standard(), ap).front().contains(" f0,1 "));
    }

    // A chain's parts say what they say, and a further verb takes all of it along.
    void chainsKeepTheirParts()
    {
        const Session session;
        const Key k = specOf(Verb::Read).key;
        const auto chain = session.insert(k)
                               .set("a", 1)
                               .ensureGeneration(3)
                               .timeout(std::chrono::seconds(7))
                               .remove({k, k})
                               .durableDelete(true)
                               .query(k)
                               .bins({"a"})
                               .defaultTtl(Ttl::never());
        const BatchSpec &spec = chain.spec();
        QCOMPARE(spec.segments.size(), 3U);
        QCOMPARE(spec.segments[0].spec.verb, Verb::Insert);
        QCOMPARE(spec.segments[0].spec.generation, std::optional<quint32>(3));
        QCOMPARE(spec.segments[0].spec.totalTimeout, std::optional(std::chrono::milliseconds(7000)));
        QCOMPARE(spec.segments[0].keys.size(), 1U);
        QCOMPARE(spec.segments[1].keys.size(), 2U);
        QCOMPARE(spec.segments[1].spec.durableDelete, std::optional(true));
        QCOMPARE(spec.segments[2].spec.operations.size(), 1U);
        QVERIFY(spec.defaultTtl.has_value());
        // values: a copy goes its own way
        auto copy = chain;
        copy.bins({"b", "c"});
        QCOMPARE(chain.spec().segments[2].spec.operations.size(), 1U);
        QCOMPARE(copy.spec().segments[2].spec.operations.size(), 2U);
        Batch batch = session.batch();
        batch.add(session.touch(k)).add(chain);
        QCOMPARE(batch.spec().segments.size(), 4U);
    }
};

QTEST_GUILESS_MAIN(TestChains)
#include "tst_chains.moc"
