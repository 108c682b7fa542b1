// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/recordcommand.h"

#include "tests/wire/recordings.h"
#include "tests/wire/requestinputs.h"

#include <QHash>
#include <QTest>

#include <functional>

using namespace Aeroscope;
using namespace Aeroscope::Wire;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRecordCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesWhatTheServerWasSent_data();
    void writesWhatTheServerWasSent();
    void refusesWhatMustNotBeSent_data();
    void refusesWhatMustNotBeSent();
    void optionBitsStandAlone_data();
    void optionBitsStandAlone();
    void readsNeverCarryWriteBits();
    void ttlAndReadTouchShareASlot();
    void fieldsComeInOrder();
    void operateAnswersEveryOperationUnlessItReadsAll();
    void operateOfOneReadAllIsAGet();
    void putSortsWhatClaimsOrder();
    void requestsFollowEachOther();
    void aRefusalLeavesTheBufferAsItWas();
    void limitsAreInclusive();
};

namespace {

const Key someKey = *Key::of("test"_ba, "demo"_ba, Value(1));

/// Recorded requests that this library does not write, and why. "Refused" must fail here; the rest cannot be
/// said.
enum class Never { Refused, CannotBeSaid };
const QHash<QByteArray, Never> &neverSent()
{
    static const QHash<QByteArray, Never> never{
        {"bin-name-16", Never::Refused},
        {"get-meta-and-ops", Never::CannotBeSaid}, // bins next to "no bins"
        {"get-noflag", Never::Refused},
        {"getall-noempty-read", Never::CannotBeSaid},
        {"getall-respond-all", Never::Refused},
        {"neither-rw", Never::Refused},
        {"no-set-read", Never::CannotBeSaid}, // the set is always named
        {"no-set-write", Never::CannotBeSaid},
        {"ns-missing", Never::Refused},
        {"operate-read-no-flag", Never::CannotBeSaid},
        {"put-bool-2", Never::CannotBeSaid},
        {"put-empty-name", Never::Refused},
        {"put-garbage-list", Never::CannotBeSaid},
        {"put-inf", Never::Refused},
        {"put-int-4", Never::CannotBeSaid},
        {"put-map-badkey", Never::Refused},
        {"put-nonminimal-int", Never::CannotBeSaid},
        {"put-olist-lie", Never::CannotBeSaid}, // sorted instead
        {"put-omap-lie", Never::CannotBeSaid},
        {"put-ordered-lie", Never::CannotBeSaid},
        {"put-umap-dup", Never::Refused},
        {"put-unknown-op", Never::Refused},
        {"put-unknown-type", Never::CannotBeSaid},
        {"read-touch-bad2", Never::Refused},
        {"replace-with-incr", Never::Refused},
        {"ttl-minus3", Never::CannotBeSaid},
        {"ttl-too-big", Never::CannotBeSaid},
        {"write-no-ops", Never::Refused},
        {"xdr-unknown-field", Never::CannotBeSaid},
    };
    return never;
}

struct Encoded
{
    Result<void> outcome;
    QByteArray bytes;
};

/// Asks the encoder for what the parts of a request say.
Encoded encodeAsRecorded(const RequestParts &parts, const RequestInputs &in)
{
    WireBuffer out;
    const bool isWrite = (parts.info2 & 0x01) != 0;
    const auto done = [&](Result<void> outcome) { return Encoded{std::move(outcome), out.toByteArray()}; };
    if (isWrite) {
        if ((parts.info2 & 0x02) != 0)
            return done(encodeDelete(out, in.key, in.options));
        if (parts.field(30))
            return done(
                encodeApply(out, in.key, {in.udfModule, in.udfFunction, in.udfArguments}, in.options));
        if (in.allOpsAre(OpCode::Write) && (parts.info1 & 0x01) == 0 && (parts.info2 & 0x80) == 0)
            return done(encodePut(out, in.key, in.bins(), in.options));
        if (in.operations.size() == 1 && in.allOpsAre(OpCode::Touch) && (parts.info2 & 0x80) == 0)
            return done(encodeTouch(out, in.key, in.options));
        return done(encodeOperate(out, in.key, in.operations, in.options));
    }
    if ((parts.info1 & 0x20) != 0)
        return done(encodeExists(out, in.key, in.options));
    if ((parts.info1 & 0x02) != 0)
        return done(encodeGet(out, in.key, in.options));
    if (in.allOpsAre(OpCode::Read) && (parts.info2 & 0x80) == 0) {
        const std::vector<QByteArray> names = in.names();
        return done(encodeGetBins(out, in.key, names, in.options));
    }
    return done(encodeOperate(out, in.key, in.operations, in.options));
}

RequestParts sent(const WireBuffer &out)
{
    const std::vector<Frame> frames = framesOf(out.toByteArray());
    return frames.size() == 1 && frames[0].type == 3 ? partsOf(frames[0].body).value_or(RequestParts())
                                                     : RequestParts();
}

QList<int> fieldTypes(const RequestParts &parts)
{
    QList<int> types;
    for (const RequestParts::Field &field : parts.fields)
        types.append(field.type);
    return types;
}

} // namespace

void TestRecordCommand::writesWhatTheServerWasSent_data()
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
        if (!parts || !parts->field(4))
            continue;
        const auto never = neverSent().constFind(one.name);
        const bool isSent = never == neverSent().constEnd();
        sentCount += isSent ? 1 : 0;
        QTest::newRow(one.name.constData())
            << frames[0].body << isSent << (!isSent && *never == Never::Refused);
    }
    QVERIFY(sentCount > 350);
}

void TestRecordCommand::writesWhatTheServerWasSent()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, isSent);
    QFETCH(bool, isRefused);
    const RequestParts parts = *partsOf(body);
    RequestInputs in;
    readInputs(parts, *parts.field(4), in);
    const Encoded encoded = encodeAsRecorded(parts, in);
    if (isSent) {
        QVERIFY2(encoded.outcome, encoded.outcome ? "" : qPrintable(encoded.outcome.error().message));
        QVERIFY(in.isPossible);
        QCOMPARE(encoded.bytes.mid(8).toHex(), body.toHex());
        QCOMPARE(encoded.bytes.first(8).toHex(),
                 "0203" + QByteArray::number(body.size(), 16).rightJustified(12, '0'));
    } else {
        QVERIFY(encoded.bytes.mid(8) != body);
        QCOMPARE(!encoded.outcome, isRefused);
    }
}

void TestRecordCommand::refusesWhatMustNotBeSent_data()
{
    using Encode = std::function<Result<void>(WireBuffer &)>;
    QTest::addColumn<Encode>("encode");
    const auto row = [](const char *name, Encode encode) { QTest::newRow(name) << std::move(encode); };
    const auto put = [&row](const char *name, QByteArray bin, Value value) {
        row(name, [bin, value](WireBuffer &out) {
            const Bin one{bin, value};
            return encodePut(out, someKey, std::span(&one, 1));
        });
    };
    const auto operate = [&row](const char *name, std::vector<Operation> operations,
                                CommandOptions options = {}) {
        row(name, [operations, options](WireBuffer &out) {
            return encodeOperate(out, someKey, operations, options);
        });
    };
    const auto get = [&row](const char *name, const Key &key, CommandOptions options = {}) {
        row(name, [key, options](WireBuffer &out) { return encodeGet(out, key, options); });
    };

    get("no namespace", Key::fromDigest({}, "s"_ba, {}));
    get("namespace of 32 bytes", Key::fromDigest(QByteArray(32, 'n'), "s"_ba, {}));
    get("set of 64 bytes", Key::fromDigest("n"_ba, QByteArray(64, 's'), {}));
    get("read-touch 101", someKey, {.readTouchPercent = 101});
    get("read-touch -2", someKey, {.readTouchPercent = -2});
    get("key of a type that is none", Key::fromRow("n"_ba, "s"_ba, {}, Value(true)), {.sendKey = true});

    put("empty bin name", ""_ba, 1);
    put("bin name of 16 bytes", QByteArray(16, 'b'), 1);
    put("bin name of 300 bytes", QByteArray(300, 'b'), 1);
    put("bin name with NUL", QByteArray("a\0b", 3), 1);
    put("infinity", "a"_ba, Value::infinity());
    put("wildcard", "a"_ba, Value::wildcard());
    put("raw bytes", "a"_ba, Value::rawBytes("x"_ba));
    put("opaque", "a"_ba, Value::opaque("\xc0"_ba));
    put("infinity in a list", "a"_ba, List{{Value::infinity()}, ListOrder::Unordered});
    put("wildcard deep within", "a"_ba, List{{Map{{{1, List{{Value::wildcard()}, {}}}}, {}}}, {}});
    put("double as map key", "a"_ba, Map{{{1.5, 1}}, {}});
    put("nil as map key", "a"_ba, Map{{{Value(), 1}}, {}});
    put("list as map key", "a"_ba, Map{{{List{}, 1}}, {}});
    put("duplicate key", "a"_ba, Map{{{"x", 1}, {"y", 2}, {"x", 3}}, {}});
    put("duplicate key in an ordered map", "a"_ba, Map{{{"x", 1}, {"x", 3}}, MapOrder::KeyOrdered});
    row("no bins", [](WireBuffer &out) { return encodePut(out, someKey, {}); });
    row("no bins to get", [](WireBuffer &out) { return encodeGetBins(out, someKey, {}); });
    row("empty bin to get", [](WireBuffer &out) {
        const QByteArray none;
        return encodeGetBins(out, someKey, std::span(&none, 1));
    });
    row("generation above 16 bits", [](WireBuffer &out) {
        return encodeTouch(out, someKey, {.generationCheck = GenerationCheck::Equal, .generation = 65536});
    });
    row("bin removal in a replace", [](WireBuffer &out) {
        const Bins bins{{"a"_ba, 1}, {"b"_ba, {}}};
        return encodePut(out, someKey, bins, {.existsAction = RecordExistsAction::Replace});
    });
    row("function without a name", [](WireBuffer &out) { return encodeApply(out, someKey, {"m", {}, {}}); });
    row("function without a module",
        [](WireBuffer &out) { return encodeApply(out, someKey, {{}, "f", {}}); });

    operate("no operations", {});
    operate("two reads of all bins",
            {Operation::readAll(), Operation::readAll(), Operation::write("a"_ba, 1)});
    operate("read of all bins, answered for each", {Operation::write("a"_ba, 1), Operation::readAll()},
            {.respondAllOps = RespondAllOps::Yes});
    operate("read of all bins next to another read", {Operation::readAll(), Operation::read("a"_ba)});
    operate("adding a string", {Operation::add("a"_ba, "x")});
    operate("adding nothing", {Operation::add("a"_ba, {})});
    operate("appending a number", {Operation::append("a"_ba, 1)});
    operate("prepending a list", {Operation::prepend("a"_ba, List{})});
    operate("touch with a bin", {{OpCode::Touch, "a"_ba, {}, {}}});
    operate("delete-all with a bin", {{OpCode::DeleteAll, "a"_ba, {}, {}}});
    operate("list operation without payload", {{OpCode::CdtRead, "a"_ba, {}, {}}});
    operate("list operation without bin", {{OpCode::CdtRead, {}, {}, "\x91\x10"_ba}});
    operate("unknown operation", {{static_cast<OpCode>(6), "a"_ba, {}, {}}});
    static const QByteArray division = QByteArray::fromHex("9317935102a161ff"); // a / -1
    get("filter that crashes servers", someKey, {.filter = division});
    operate("expression that crashes servers",
            {{OpCode::ExpressionRead, "r"_ba, {}, "\x92" + division + '\0'}});
    operate("key list that crashes servers",
            {{OpCode::CdtRead, "m"_ba, {}, QByteArray::fromHex("936bce0001000690")}});
    operate("operation that its maker refused", {{OpCode::Read, "a"_ba, {}, {}, u"because"_s}});
    operate("32769 operations", std::vector<Operation>(32769, Operation::read("a"_ba)));
    for (const auto action : {RecordExistsAction::Replace, RecordExistsAction::ReplaceIfExists}) {
        const CommandOptions replace{.existsAction = action};
        operate("replace and add", {Operation::write("a"_ba, 1), Operation::add("b"_ba, 1)}, replace);
        operate("replace and append", {Operation::append("b"_ba, "x")}, replace);
        operate("replace and touch", {Operation::write("a"_ba, 1), Operation::touch()}, replace);
        operate("replace and remove a bin", {Operation::removeBin("a"_ba)}, replace);
        operate("replace and change a list", {{OpCode::CdtModify, "a"_ba, {}, "\x91\x0b"_ba}}, replace);
    }
}

void TestRecordCommand::refusesWhatMustNotBeSent()
{
    QFETCH(std::function<Result<void>(WireBuffer &)>, encode);
    WireBuffer out;
    out.bytes("before");
    const Result<void> outcome = encode(out);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, ErrorKind::InvalidArgument);
    QVERIFY(!outcome.error().message.isEmpty());
    QCOMPARE(out.toByteArray(), "before"_ba);
}

void TestRecordCommand::optionBitsStandAlone_data()
{
    QTest::addColumn<CommandOptions>("options");
    QTest::addColumn<bool>("isRead");
    QTest::addColumn<QByteArray>("info"); // of a get (03…) or a put (0001…)
    const auto read = [](const char *name, const CommandOptions &options, const char *info) {
        QTest::newRow(name) << options << true << QByteArray(info);
    };
    const auto write = [](const char *name, const CommandOptions &options, const char *info) {
        QTest::newRow(name) << options << false << QByteArray(info);
    };
    read("get", {}, "03000000");
    read("AP all", {.readModeAp = ReadModeAp::All}, "43000000");
    read("SC linearize", {.readModeSc = ReadModeSc::Linearize}, "03004000");
    read("SC allow replica", {.readModeSc = ReadModeSc::AllowReplica}, "03008000");
    read("SC allow unavailable", {.readModeSc = ReadModeSc::AllowUnavailable}, "0300c000");
    read("compressed reply", {.compressReply = true}, "83000000");
    write("put", {}, "00010000");
    write("insert", {.existsAction = RecordExistsAction::Insert}, "00210000");
    write("update", {.existsAction = RecordExistsAction::Update}, "00010800");
    write("replace", {.existsAction = RecordExistsAction::Replace}, "00011000");
    write("replace if exists", {.existsAction = RecordExistsAction::ReplaceIfExists}, "00012000");
    write("generation equal", {.generationCheck = GenerationCheck::Equal, .generation = 7}, "00050000");
    write("generation greater", {.generationCheck = GenerationCheck::Greater, .generation = 7}, "00090000");
    write("commit level", {.commitLevel = CommitLevel::Master}, "00010200");
    write("durable delete", {.durableDelete = true}, "00110000");
    write("compressed reply to a put", {.compressReply = true}, "80010000");
}

void TestRecordCommand::optionBitsStandAlone()
{
    QFETCH(CommandOptions, options);
    QFETCH(bool, isRead);
    QFETCH(QByteArray, info);
    WireBuffer out;
    const Bin bin{"a"_ba, 1};
    QVERIFY(isRead ? encodeGet(out, someKey, options) : encodePut(out, someKey, std::span(&bin, 1), options));
    QCOMPARE(out.toByteArray().mid(9, 4).toHex(), info);
    QCOMPARE(sent(out).generation, options.generationCheck == GenerationCheck::None ? 0U : 7U);
}

void TestRecordCommand::readsNeverCarryWriteBits()
{
    const CommandOptions everything{.existsAction = RecordExistsAction::Insert,
                                    .generationCheck = GenerationCheck::Equal,
                                    .generation = 9,
                                    .ttl = Ttl::never(),
                                    .commitLevel = CommitLevel::Master,
                                    .durableDelete = true};
    const QByteArray bin = "a"_ba;
    const Operation readOnly = Operation::read("a"_ba);
    using Encode = std::function<Result<void>(WireBuffer &)>;
    const std::vector<Encode> reads{
        [&](WireBuffer &out) { return encodeGet(out, someKey, everything); },
        [&](WireBuffer &out) { return encodeGetBins(out, someKey, std::span(&bin, 1), everything); },
        [&](WireBuffer &out) { return encodeExists(out, someKey, everything); },
        [&](WireBuffer &out) { return encodeOperate(out, someKey, std::span(&readOnly, 1), everything); },
    };
    for (const Encode &encode : reads) {
        WireBuffer out;
        QVERIFY(encode(out));
        const RequestParts parts = sent(out);
        QCOMPARE(parts.info2 & 0x7f, 0);
        QCOMPARE(parts.info3, 0);
        QCOMPARE(parts.generation, 0U);
        QCOMPARE(parts.ttl, 0U);
    }
}

void TestRecordCommand::ttlAndReadTouchShareASlot()
{
    const CommandOptions options{.readTouchPercent = -1, .ttl = Ttl::keep()};
    const auto ttl = [&](auto encode) {
        WireBuffer out;
        return encode(out) ? sent(out).ttl : 12345U;
    };
    const Bin bin{"a"_ba, 1};
    const std::vector<Operation> readWrite{Operation::read("a"_ba), Operation::add("a"_ba, 1)};
    QCOMPARE(ttl([&](WireBuffer &out) { return encodeGet(out, someKey, options); }), 0xffffffffU);
    QCOMPARE(ttl([&](WireBuffer &out) { return encodeExists(out, someKey, options); }), 0xffffffffU);
    QCOMPARE(ttl([&](WireBuffer &out) { return encodePut(out, someKey, std::span(&bin, 1), options); }),
             0xfffffffeU);
    QCOMPARE(ttl([&](WireBuffer &out) { return encodeTouch(out, someKey, options); }), 0xfffffffeU);
    QCOMPARE(ttl([&](WireBuffer &out) { return encodeOperate(out, someKey, readWrite, options); }),
             0xfffffffeU);
    QCOMPARE(ttl([&](WireBuffer &out) { return encodeDelete(out, someKey, options); }), 0U);
    QCOMPARE(ttl([&](WireBuffer &out) { return encodeGet(out, someKey, {.readTouchPercent = 80}); }), 80U);
}

void TestRecordCommand::fieldsComeInOrder()
{
    const TransactionStamp stamp{0x1122334455667788, 0x00aabbccddeeff11, 0x01020304, 0x10};
    const CommandOptions options{.filter = "\xc3", .transaction = &stamp, .sendKey = true};
    WireBuffer out;
    QVERIFY(encodeApply(out, someKey, {"mod", "fun", "\x91\x05"}, options));
    const RequestParts parts = sent(out);
    QCOMPARE(fieldTypes(parts), (QList<int>{0, 1, 4, 5, 3, 6, 2, 43, 30, 31, 32}));
    QCOMPARE(parts.field(5)->toHex(), "8877665544332211"_ba);
    QCOMPARE(parts.field(3)->toHex(), "11ffeeddccbbaa"_ba);
    QCOMPARE(parts.field(6)->toHex(), "04030201"_ba);
    QCOMPARE(parts.field(2)->toHex(), "010000000000000001"_ba);
    QCOMPARE(parts.field(32)->toHex(), "9105"_ba);
    QCOMPARE(parts.info4, 0x10);

    // a key without its user key has nothing to send; an empty set is named all the same
    WireBuffer plain;
    QVERIFY(encodeGet(plain, Key::fromDigest("n"_ba, {}, {}), {.sendKey = true}));
    QCOMPARE(fieldTypes(sent(plain)), (QList<int>{0, 1, 4}));
    WireBuffer apply;
    QVERIFY(encodeApply(apply, someKey, {"mod", "fun", {}}));
    QCOMPARE(sent(apply).field(32)->toHex(), "90"_ba);
}

void TestRecordCommand::operateAnswersEveryOperationUnlessItReadsAll()
{
    const auto info = [](const std::vector<Operation> &operations, RespondAllOps respond) {
        WireBuffer out;
        return encodeOperate(out, someKey, operations, {.respondAllOps = respond})
                   ? out.toByteArray().mid(9, 3).toHex()
                   : "refused"_ba;
    };
    const std::vector<Operation> readWrite{Operation::add("a"_ba, 1), Operation::read("a"_ba)};
    const std::vector<Operation> writeReadAll{Operation::add("a"_ba, 1), Operation::readAll()};
    const std::vector<Operation> reads{Operation::read("a"_ba), {OpCode::CdtRead, "l"_ba, {}, "\x91\x10"_ba}};
    const std::vector<Operation> writes{Operation::add("a"_ba, 1), Operation::touch()};
    QCOMPARE(info(readWrite, RespondAllOps::Auto), "018100"_ba);
    QCOMPARE(info(readWrite, RespondAllOps::No), "010100"_ba);
    QCOMPARE(info(writeReadAll, RespondAllOps::Auto), "030100"_ba);
    QCOMPARE(info(writeReadAll, RespondAllOps::Yes), "refused"_ba);
    QCOMPARE(info(reads, RespondAllOps::Auto), "018000"_ba);
    QCOMPARE(info(writes, RespondAllOps::Auto), "008100"_ba);
}

void TestRecordCommand::operateOfOneReadAllIsAGet()
{
    const Operation all = Operation::readAll();
    WireBuffer operate;
    WireBuffer get;
    QVERIFY(encodeOperate(operate, someKey, std::span(&all, 1)));
    QVERIFY(encodeGet(get, someKey));
    QCOMPARE(operate.toByteArray().toHex(), get.toByteArray().toHex());
}

void TestRecordCommand::putSortsWhatClaimsOrder()
{
    const auto particle = [](const Value &value) {
        WireBuffer out;
        const Bin bin{"a"_ba, value};
        return encodePut(out, someKey, std::span(&bin, 1)) ? sent(out).ops.at(0).value.toHex() : "refused"_ba;
    };
    QCOMPARE(particle(List{{3, 1, 2}, ListOrder::Unordered}), "93030102"_ba);
    QCOMPARE(particle(List{{3, 1, 2}, ListOrder::Ordered}), "94c70001010203"_ba);
    QCOMPARE(particle(List{{2, 2, 1}, ListOrder::Ordered}), "94c70001010202"_ba);
    QCOMPARE(particle(Map{{{"b", 1}, {"a", 2}}, MapOrder::Unordered}), "82a2036201a2036102"_ba);
    QCOMPARE(particle(Map{{{"b", 1}, {"a", 2}}, MapOrder::KeyOrdered}), "83c70001c0a2036102a2036201"_ba);
    QCOMPARE(particle(Map{{{"b", 1}, {1, 2}}, MapOrder::KeyValueOrdered}), "83c70003c00102a2036201"_ba);
    QCOMPARE(particle(Map{{{"b", 1}, {"a", 2}}, MapOrder::PreserveOrder}), "82a2036201a2036102"_ba);
    QCOMPARE(particle(List{{Map{{{2, 0}, {1, 0}}, MapOrder::KeyOrdered}}, ListOrder::Unordered}),
             "9183c70001c001000200"_ba);
    QCOMPARE(particle(List{
                 {Value::rawBytes("abc"_ba), Value::opaque(QByteArray::fromHex("cfffffffffffffffff"))}, {}}),
             "92a3616263cfffffffffffffffff"_ba);
}

void TestRecordCommand::requestsFollowEachOther()
{
    WireBuffer out;
    QByteArray expected;
    for (int i = 0; i < 50; ++i) {
        const Key key = *Key::of("test"_ba, "demo"_ba, Value(i));
        const Bin bin{"a"_ba, Value::string(QByteArray(i * 40, 'x'))};
        WireBuffer alone;
        QVERIFY(encodePut(alone, key, std::span(&bin, 1)));
        QVERIFY(encodePut(out, key, std::span(&bin, 1)));
        expected += alone.toByteArray();
    }
    QCOMPARE(out.toByteArray(), expected);
    QCOMPARE(framesOf(out.toByteArray()).size(), size_t(50));

    const qsizetype capacity = out.capacity();
    out.clear();
    QVERIFY(encodeGet(out, someKey));
    QCOMPARE(out.capacity(), capacity);
    out.release(16);
    QCOMPARE(out.capacity(), 0);
}

void TestRecordCommand::aRefusalLeavesTheBufferAsItWas()
{
    WireBuffer out;
    QVERIFY(encodeGet(out, someKey));
    const QByteArray before = out.toByteArray();
    const Bins bins{{"good"_ba, 1}, {""_ba, 2}, {"also good"_ba, 3}};
    QVERIFY(!encodePut(out, someKey, bins));
    QCOMPARE(out.toByteArray(), before);
    QVERIFY(encodeDelete(out, someKey));
    QCOMPARE(framesOf(out.toByteArray()).size(), size_t(2));
}

void TestRecordCommand::limitsAreInclusive()
{
    WireBuffer out;
    const Bin bin{QByteArray(15, 'b'), Value()};
    const Key longest = *Key::of(QByteArray(31, 'n'), QByteArray(63, 's'), "k");
    QVERIFY(encodePut(
        out, longest, std::span(&bin, 1),
        {.generationCheck = GenerationCheck::Equal, .generation = 65535, .ttl = *Ttl::seconds(315360000)}));
    QCOMPARE(sent(out).ttl, 315360000U);
    out.clear();
    const std::vector<Operation> most(32768, Operation::read("a"_ba));
    QVERIFY(encodeOperate(out, someKey, most));
    QCOMPARE(sent(out).ops.size(), size_t(32768));
    out.clear();
    QVERIFY(encodeGet(out, someKey, {.serverTimeout = 5000000000ms}));
    QCOMPARE(sent(out).timeout, 0xffffffffU);
    out.clear();
    QVERIFY(encodeGet(out, someKey, {.serverTimeout = -1ms}));
    QCOMPARE(sent(out).timeout, 0U);
}

QTEST_GUILESS_MAIN(TestRecordCommand)
#include "tst_recordcommand.moc"
