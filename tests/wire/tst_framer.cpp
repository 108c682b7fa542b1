// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/rowframer.h"

#include "client/value/rowchunk.h"
#include "client/wire/compression.h"
#include "tests/wire/recordings.h"

#include <QRandomGenerator>
#include <QTest>

#include <functional>

using namespace Aeroscope;
using namespace Aeroscope::Wire;
using namespace Qt::StringLiterals;

class TestFramer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedRepliesAreReadWhole_data();
    void recordedRepliesAreReadWhole();
    void everySplitGivesTheSame_data();
    void everySplitGivesTheSame();
    void everyTruncationAsksForMore_data();
    void everyTruncationAsksForMore();
    void compressedRepliesGiveTheSame_data();
    void compressedRepliesGiveTheSame();
    void partitionMarkers();
    void startUpErrorsEndWithoutLast_data();
    void startUpErrorsEndWithoutLast();
    void batchRowsCarryTheirIndex();
    void batchesEndWithTheirOutcome();
    void hostileBytesFail_data();
    void hostileBytesFail();
    void nothingIsAskedForBeyondTheFrame();
    void hostileCompressionFails_data();
    void hostileCompressionFails();
    void aBombGetsNoMemory();
    void largeRowsComeInPieces();
    void randomDamageNeverCrashes();
    void afterTheEndNothingIsTaken();
    void resetStartsAnew();
    void requestsCompressWhenItPays();
};

namespace {

QByteArray big(quint64 word, int size)
{
    QByteArray bytes;
    for (int i = size - 1; i >= 0; --i)
        bytes.append(static_cast<char>(word >> (8 * i)));
    return bytes;
}

QByteArray proto(int type, qsizetype size)
{
    return big(quint64(2) << 56 | quint64(type) << 48 | quint64(size), 8);
}

QByteArray frame(const QByteArray &body, int type = 3)
{
    return proto(type, body.size()) + body;
}

struct Header
{
    int info3 = 0;
    int code = 0;
    quint32 generation = 0;
    quint32 index = 0;
    int fields = 0;
    int ops = 0;
};

QByteArray message(const Header &header, const QByteArray &rest = {})
{
    return "\x16" + QByteArray(2, '\0') + static_cast<char>(header.info3) + '\0' +
           static_cast<char>(header.code) + big(header.generation, 4) + big(0, 4) + big(header.index, 4) +
           big(static_cast<quint64>(header.fields), 2) + big(static_cast<quint64>(header.ops), 2) + rest;
}

QByteArray field(int type, const QByteArray &content)
{
    return big(static_cast<quint64>(content.size() + 1), 4) + static_cast<char>(type) + content;
}

QByteArray op(const QByteArray &name, const QByteArray &value)
{
    return big(static_cast<quint64>(4 + name.size() + value.size()), 4) + "\x01\x04" + '\0' +
           static_cast<char>(name.size()) + name + value;
}

QByteArray row(const QByteArray &value = "v"_ba)
{
    return message({.generation = 1, .fields = 2, .ops = 1},
                   field(0, "test") + field(4, QByteArray(20, 'd')) + op("a", value));
}

const QByteArray last = message({.info3 = 1});

/// zlib, as a server would send it; `announced` lies when it is not the size of the inner packet.
QByteArray compressed(const QByteArray &packet, qint64 announced = -1)
{
    const QByteArray stream = qCompress(packet).mid(4); // without Qt's own size
    return frame(big(static_cast<quint64>(announced < 0 ? packet.size() : announced), 8) + stream, 4);
}

/// What a framer said, as text; rows in full.
using Events = QList<QByteArray>;

template <class Framer>
QByteArray say(Framer &framer, typename Framer::Event event)
{
    using Event = typename Framer::Event;
    if constexpr (std::is_same_v<Framer, RowFramer>) {
        if (event == Event::Row)
            return "row " + framer.row().toByteArray().toHex();
        if (event == Event::PartitionUnavailable)
            return "partition " + QByteArray::number(framer.partition()) + " code " +
                   QByteArray::number(static_cast<int>(framer.code()));
    } else {
        if (event == Event::Row)
            return "row " + QByteArray::number(framer.index()) + " code " +
                   QByteArray::number(static_cast<int>(framer.code())) + ' ' +
                   framer.message().toByteArray().toHex();
    }
    if (event == Event::End)
        return "end " + QByteArray::number(static_cast<int>(framer.code()));
    return "failed";
}

/// Receives like a connection does: pieces are appended to what is unread, which sits at the end of its own
/// heap block so that an over-read is seen.
template <class Framer, bool inRuns = false>
Events feed(const QList<QByteArray> &pieces, QByteArray *unreadLeft = nullptr)
{
    Framer framer;
    Events events;
    QByteArray unread;
    for (const QByteArray &piece : pieces) {
        unread = QByteArray((unread + piece).constData(), unread.size() + piece.size());
        QByteArrayView rest(unread);
        for (;;) {
            if constexpr (inRuns) {
                const QByteArrayView before = rest;
                Events rows;
                const QByteArrayView taken = framer.takeRows(rest, [&rows](const PlainMessage &message) {
                    const QByteArrayView bytes(message.begin, message.size);
                    const RowView view(bytes);
                    const bool right =
                        view.isValid() && view.byteSize() == message.size &&
                        view.digest() == Digest::fromBytes(QByteArrayView(message.digest, 20)) &&
                        view.indexValue().has_value() == (message.indexValue != nullptr);
                    if (rows.size() == 3)
                        return false; // not taken: comes first in the next run
                    rows.append(right ? "row " + bytes.toByteArray().toHex() : "wrong row");
                    return true;
                });
                if (taken.size() != before.size() - rest.size() ||
                    (!taken.isEmpty() && taken.data() != before.data()))
                    events.append("took something else");
                events += rows;
                if (!rows.isEmpty())
                    continue;
            }
            const auto event = framer.next(rest);
            if constexpr (std::is_same_v<Framer, RowFramer>) {
                if (event == Framer::Event::Row && framer.digest() &&
                    RowView(framer.row()).digest() != Digest::fromBytes(QByteArrayView(framer.digest(), 20)))
                    events.append("wrong digest");
            }
            if (event == Framer::Event::NeedMore) {
                if (framer.bytesNeeded() <= rest.size())
                    events.append("asks for what it has");
                break;
            }
            events.append(say(framer, event));
            if (event == Framer::Event::End || event == Framer::Event::Failed) {
                if (unreadLeft)
                    *unreadLeft = rest.toByteArray();
                return events;
            }
        }
        unread = rest.toByteArray();
    }
    events.append("needs more");
    if (unreadLeft)
        *unreadLeft = unread;
    return events;
}

QList<QByteArray> bytewise(const QByteArray &stream)
{
    QList<QByteArray> pieces;
    for (const char byte : stream)
        pieces.append(QByteArray(1, byte));
    return pieces;
}

bool isQuery(const Recording &one)
{
    const std::vector<Frame> frames = framesOf(one.request);
    if (frames.size() != 1 || frames[0].type != 3)
        return false;
    const auto parts = partsOf(frames[0].body);
    return parts && !parts->field(4) && !parts->field(41);
}

bool isBatch(const Recording &one)
{
    const std::vector<Frame> frames = framesOf(one.request);
    if (frames.size() != 1 || frames[0].type != 3)
        return false;
    const auto parts = partsOf(frames[0].body);
    return parts && parts->field(41);
}

void addRecordedStreams()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<bool>("batch");
    for (const Recording &one : recordings()) {
        if (isQuery(one) || isBatch(one))
            QTest::newRow(one.name.constData()) << one.reply << isBatch(one);
    }
    QTest::newRow("made: markers and rows in one frame")
        << frame(row() + message({.info3 = 4, .code = 11, .generation = 7}) + row("w") + last) << false;
    QTest::newRow("made: several frames") << frame(row()) + frame(row() + row()) + frame(last) << false;
    QTest::newRow("made: large row") << frame(row(QByteArray(3000, 'x')) + last) << false;
}

Events feed(const QList<QByteArray> &pieces, bool batch, QByteArray *unreadLeft = nullptr)
{
    return batch ? feed<BatchFramer>(pieces, unreadLeft) : feed<RowFramer>(pieces, unreadLeft);
}

} // namespace

void TestFramer::recordedRepliesAreReadWhole_data()
{
    addRecordedStreams();
}

void TestFramer::recordedRepliesAreReadWhole()
{
    QFETCH(QByteArray, stream);
    QFETCH(bool, batch);
    QByteArray left;
    const Events events = feed({stream}, batch, &left);
    QVERIFY(events.last().startsWith("end "));
    QVERIFY(left.isEmpty());
    // all messages of the recording but the last are told
    qsizetype messages = 0;
    for (const Frame &one : framesOf(stream)) {
        Cursor cursor{one.body};
        while (cursor.at < one.body.size()) {
            cursor.take(18);
            const quint64 fields = cursor.word(2);
            const quint64 ops = cursor.word(2);
            std::vector<RequestParts::Field> fieldList;
            std::vector<RequestParts::Op> opList;
            cursor.fieldsAndOps(fields, ops, fieldList, opList);
            QVERIFY(!cursor.isBroken);
            ++messages;
        }
    }
    QCOMPARE(events.size(), messages);
    for (const QByteArray &event : events) {
        if (!event.startsWith("row ") || batch)
            continue;
        const QByteArray bytes = QByteArray::fromHex(event.mid(4));
        const RowView view(bytes);
        QVERIFY(view.isValid());
        QVERIFY(view.toRecord());
    }
}

void TestFramer::everySplitGivesTheSame_data()
{
    addRecordedStreams();
}

void TestFramer::everySplitGivesTheSame()
{
    QFETCH(QByteArray, stream);
    QFETCH(bool, batch);
    const Events whole = feed({stream}, batch);
    for (qsizetype at = 1; at < stream.size(); ++at)
        QCOMPARE(feed({stream.first(at), stream.mid(at)}, batch), whole);
    QCOMPARE(feed(bytewise(stream), batch), whole);
    QRandomGenerator random(5);
    for (int round = 0; round < 20; ++round) {
        QList<QByteArray> pieces;
        for (qsizetype at = 0; at < stream.size();) {
            const auto size = static_cast<qsizetype>(random.bounded(1, 60));
            pieces.append(stream.mid(at, size));
            at += size;
        }
        QCOMPARE(feed(pieces, batch), whole);
        if (!batch)
            QCOMPARE((feed<RowFramer, true>(pieces)), whole);
    }
    if (batch)
        return;
    QCOMPARE((feed<RowFramer, true>({stream})), whole);
    for (qsizetype at = 1; at < stream.size(); ++at)
        QCOMPARE((feed<RowFramer, true>({stream.first(at), stream.mid(at)})), whole);
}

void TestFramer::everyTruncationAsksForMore_data()
{
    addRecordedStreams();
}

void TestFramer::everyTruncationAsksForMore()
{
    QFETCH(QByteArray, stream);
    QFETCH(bool, batch);
    for (qsizetype size = 0; size < stream.size(); ++size) {
        const Events events = feed({stream.first(size)}, batch);
        QCOMPARE(events.last(), "needs more"_ba); // the end stands at the very end of every stream
    }
}

void TestFramer::compressedRepliesGiveTheSame_data()
{
    addRecordedStreams();
}

void TestFramer::compressedRepliesGiveTheSame()
{
    QFETCH(QByteArray, stream);
    QFETCH(bool, batch);
    const Events whole = feed({stream}, batch);
    QByteArray all;
    QByteArray mixed;
    for (const Frame &one : framesOf(stream)) {
        all += compressed(frame(one.body));
        mixed += mixed.size() % 2 == 0 ? compressed(frame(one.body)) : frame(one.body);
    }
    QCOMPARE(feed({all}, batch), whole);
    QCOMPARE(feed(bytewise(all), batch), whole);
    QCOMPARE(feed({mixed}, batch), whole);
    for (qsizetype at = 1; at < all.size(); at += 7)
        QCOMPARE(feed({all.first(at), all.mid(at)}, batch), whole);
}

void TestFramer::partitionMarkers()
{
    const QByteArray stream = frame(message({.info3 = 4, .code = 11, .generation = 4095}) +
                                    message({.info3 = 4, .code = 0, .generation = 5}) // done: not told
                                    + message({.info3 = 4, .code = 22, .generation = 0})) +
                              frame(last);
    QCOMPARE(feed<RowFramer>({stream}), (Events{"partition 4095 code 11", "partition 0 code 22", "end 0"}));
    QCOMPARE(feed<RowFramer>({frame(message({.info3 = 4, .code = 11, .generation = 4096}))}),
             Events{"failed"});
    const Recording recorded = recording("cluster-partition-unavailable");
    if (!recorded.reply.isEmpty())
        QCOMPARE(feed<RowFramer>({recorded.reply}), (Events{"partition 214 code 11", "end 0"}));
}

void TestFramer::startUpErrorsEndWithoutLast_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<int>("code");
    for (const auto &[name, code] : {std::pair{"query-range-inverted", 4},
                                     {"query-bad-ns", 20},
                                     {"query-no-pids", 16},
                                     {"query-si-missing", 201},
                                     {"query-bg-noset", 2}})
        QTest::newRow(name) << recording(name).reply << code;
    QTest::newRow("role violation") << frame(message({.code = 81})) << 81;
    QTest::newRow("aborted, with LAST") << frame(message({.info3 = 1, .code = 15})) << 15;
}

void TestFramer::startUpErrorsEndWithoutLast()
{
    QFETCH(QByteArray, reply);
    QFETCH(int, code);
    QCOMPARE(feed<RowFramer>({reply}), Events{"end " + QByteArray::number(code)});
}

void TestFramer::batchRowsCarryTheirIndex()
{
    const Events events = feed<BatchFramer>({recording("batch-sparse-index").reply});
    QCOMPARE(events.size(), 3);
    QVERIFY(events[0].startsWith("row 5 code 0 "));
    QVERIFY(events[1].startsWith("row 900 code 0 "));
    QCOMPARE(events[2], "end 0"_ba);
}

void TestFramer::batchesEndWithTheirOutcome()
{
    const Events events = feed<BatchFramer>({recording("batch-stop-on-error").reply});
    QCOMPARE(events.size(), 3);
    QVERIFY(events[0].startsWith("row 0 code 5 ")); // a failed row does not end a batch
    QCOMPARE(events[2], "end 5"_ba);
    QCOMPARE(feed<BatchFramer>({recording("batch-empty").reply}), Events{"end 4"});
    QCOMPARE(feed<BatchFramer>({frame(message({.code = 80}))}), Events{"end 80"});
}

void TestFramer::hostileBytesFail_data()
{
    QTest::addColumn<QByteArray>("stream");
    const auto row22 = message({});
    QTest::newRow("version 1") << QByteArray::fromHex("0103000000000016") + row22;
    QTest::newRow("info frame") << frame("node\tA\n", 1);
    QTest::newRow("admin frame") << frame(QByteArray(16, '\0'), 2);
    QTest::newRow("more than 128 MiB") << proto(3, maxBodySize + 1);
    QTest::newRow("all ones") << QByteArray(8, '\xff');
    QTest::newRow("empty frame") << frame({});
    QTest::newRow("frame shorter than a header") << frame(row22.first(21));
    QTest::newRow("rest shorter than a header") << frame(row22 + row22.first(10));
    QTest::newRow("header of another size") << frame("\x17" + row22.mid(1));
    QTest::newRow("field beyond the frame") << frame(message({.fields = 1}, big(100, 4) + "\4abc"));
    QTest::newRow("field of size 0") << frame(message({.fields = 1}, big(0, 4) + "\4abc"));
    QTest::newRow("field of 4 GiB") << frame(message({.fields = 1}, big(0xffffffff, 4) + "\4abc"));
    QTest::newRow("op beyond the frame")
        << frame(message({.ops = 1}, big(50, 4) + "\1\4" + QByteArray(6, '\0')));
    QTest::newRow("op smaller than its name")
        << frame(message({.ops = 1}, big(6, 4) + "\1\4" + QByteArray("\0\7abcdefgh", 10)));
    QTest::newRow("op of size 3") << frame(message({.ops = 1}, big(3, 4) + QByteArray(8, '\0')));
    QTest::newRow("65535 fields") << frame(message({.fields = 65535}, field(0, "x")));
    QTest::newRow("65535 ops") << frame(message({.ops = 65535}, op("a", "x")));
    QTest::newRow("bytes behind the end") << frame(last + "x");
    QTest::newRow("message behind the end") << frame(last + row());
    QTest::newRow("message behind a start-up error") << frame(message({.info3 = 1, .code = 4}) + row());
}

void TestFramer::hostileBytesFail()
{
    QFETCH(QByteArray, stream);
    QCOMPARE(feed<RowFramer>({stream}).last(), "failed"_ba);
    QCOMPARE(feed<RowFramer>(bytewise(stream)).last(), "failed"_ba);
    QCOMPARE(feed<BatchFramer>({stream}).last(), "failed"_ba);

    RowFramer framer;
    QByteArrayView rest(stream);
    while (framer.next(rest) != RowFramer::Event::Failed) {
    }
    QCOMPARE(framer.error().kind, ErrorKind::Protocol);
    QVERIFY(!isConnectionUsable(framer.error()));
    QByteArrayView more(last);
    QCOMPARE(framer.next(more), RowFramer::Event::Failed); // for good
}

void TestFramer::nothingIsAskedForBeyondTheFrame()
{
    // a field that would fill the frame exactly: asked for as it is; one byte more: refused before it comes
    const qsizetype body = 1000;
    const qsizetype content = body - 22 - 5;
    const QByteArray fits =
        proto(3, body) + message({.fields = 1}) + big(static_cast<quint64>(content + 1), 4) + '\x04';
    RowFramer framer;
    QByteArrayView rest(fits);
    QCOMPARE(framer.next(rest), RowFramer::Event::NeedMore);
    QCOMPARE(framer.bytesNeeded(), body);
    QCOMPARE(rest.size(), 27);
    const QByteArray tooLong =
        proto(3, body) + message({.fields = 1}) + big(static_cast<quint64>(content + 2), 4) + '\x04';
    QCOMPARE(feed<RowFramer>({tooLong}), Events{"failed"});
}

void TestFramer::hostileCompressionFails_data()
{
    QTest::addColumn<QByteArray>("stream");
    const QByteArray packet = frame(row() + last);
    QTest::newRow("announced one more") << compressed(packet, packet.size() + 1);
    QTest::newRow("announced one less") << compressed(packet, packet.size() - 1);
    QTest::newRow("announced 7") << compressed(packet, 7);
    QTest::newRow("announced 8") << compressed(packet, 8);
    QTest::newRow("announced 0") << compressed(packet, 0);
    QTest::newRow("announced 128 MiB") << compressed(packet, maxBodySize);
    QTest::newRow("announced more than 128 MiB") << compressed(packet, maxBodySize + 9);
    QTest::newRow("announced 2^63") << frame(big(quint64(1) << 63, 8) + qCompress(packet).mid(4), 4);
    QTest::newRow("no stream") << frame(big(100, 8), 4);
    QTest::newRow("no size") << frame(big(100, 4), 4);
    QTest::newRow("garbage stream") << frame(big(100, 8) + QByteArray(50, 'x'), 4);
    QTest::newRow("stream cut off") << frame(
        big(static_cast<quint64>(packet.size()), 8) + qCompress(packet).mid(4).chopped(5), 4);
    QTest::newRow("bytes behind the stream")
        << frame(big(static_cast<quint64>(packet.size()), 8) + qCompress(packet).mid(4) + "x", 4);
    QTest::newRow("inner packet is compressed too") << compressed(compressed(packet));
    QTest::newRow("inner packet is info") << compressed(frame("node\tA\n", 1));
    QTest::newRow("inner size lies") << compressed(proto(3, 500) + row());
    QTest::newRow("inner message cut off") << compressed(frame(row().chopped(1)));
    QTest::newRow("inner garbage") << compressed(frame(QByteArray(100, 'x')));
    QTest::newRow("inner empty") << compressed(frame({}));
}

void TestFramer::hostileCompressionFails()
{
    QFETCH(QByteArray, stream);
    QCOMPARE(feed<RowFramer>({stream}), Events{"failed"});
    QCOMPARE(feed<RowFramer>(bytewise(stream)), Events{"failed"});
}

void TestFramer::aBombGetsNoMemory()
{
    // 100 KiB that would become 100 MiB, announced as 1000 bytes
    const QByteArray bomb = compressed(frame(QByteArray(100 * 1024 * 1024, '\0')), 1000);
    QCOMPARE(feed<RowFramer>({bomb}), Events{"failed"});
    // little that is announced as much gets little
    QByteArray body;
    const QByteArray small = frame(row());
    const QByteArray stream = qCompress(small).mid(4);
    QVERIFY(!inflateMessage(big(static_cast<quint64>(maxBodySize), 8) + stream, body));
    QVERIFY(body.capacity() < 1024 * 1024);
}

void TestFramer::largeRowsComeInPieces()
{
    // a row of many bins that comes in small pieces: every byte is looked at once, so this takes no time
    QByteArray ops;
    for (int i = 0; i < 32767; ++i)
        ops += op("b" + QByteArray::number(i), QByteArray(10, 'x'));
    const QByteArray big = frame(message({.ops = 32767}, ops) + last);
    RowFramer framer;
    qsizetype consumed = 0;
    RowFramer::Event event = RowFramer::Event::NeedMore;
    for (qsizetype arrived = 0; arrived <= big.size(); arrived += 7) {
        QByteArrayView rest = QByteArrayView(big).first(std::min(arrived, big.size())).sliced(consumed);
        event = framer.next(rest);
        consumed = std::min(arrived, big.size()) - rest.size();
        if (event != RowFramer::Event::NeedMore)
            break;
    }
    QCOMPARE(event, RowFramer::Event::Row);
    QCOMPARE(RowView(framer.row()).binCount(), 32767);
}

void TestFramer::randomDamageNeverCrashes()
{
    QRandomGenerator random(3);
    const QByteArray plain =
        frame(row() + message({.info3 = 4, .code = 11, .generation = 7}) + row("w")) + frame(last);
    const QByteArray packed = compressed(frame(row() + row("w"))) + frame(last);
    int failures = 0;
    for (int round = 0; round < 20000; ++round) {
        QByteArray stream = round % 2 == 0 ? plain : packed;
        for (int i = random.bounded(1, 4); i > 0; --i)
            stream[static_cast<qsizetype>(random.bounded(stream.size()))] =
                static_cast<char>(random.bounded(256));
        const Events events = feed<RowFramer>({stream});
        failures += events.last() == "failed" ? 1 : 0;
        (void)feed<BatchFramer>({stream});
    }
    QVERIFY(failures > 1000);
    for (int round = 0; round < 2000; ++round) {
        QByteArray noise(static_cast<qsizetype>(random.bounded(200)), Qt::Uninitialized);
        for (char &byte : noise)
            byte = static_cast<char>(random.bounded(256));
        (void)feed<RowFramer>({noise});
        (void)feed<RowFramer>({frame(noise)});
        (void)feed<BatchFramer>({frame(noise, 4)});
    }
}

void TestFramer::afterTheEndNothingIsTaken()
{
    RowFramer framer;
    const QByteArray stream = frame(last) + frame(row());
    QByteArrayView rest(stream);
    QCOMPARE(framer.next(rest), RowFramer::Event::End);
    QVERIFY(framer.hasEnded());
    const qsizetype left = rest.size();
    QCOMPARE(framer.next(rest), RowFramer::Event::End);
    QCOMPARE(rest.size(), left);
}

void TestFramer::resetStartsAnew()
{
    RowFramer framer;
    const QByteArray half = frame(row() + row()).chopped(3);
    QByteArrayView rest(half);
    QCOMPARE(framer.next(rest), RowFramer::Event::Row);
    QCOMPARE(framer.next(rest), RowFramer::Event::NeedMore);
    framer.reset();
    const QByteArray stream = frame(message({.info3 = 1, .code = 15}));
    rest = stream;
    QCOMPARE(framer.next(rest), RowFramer::Event::End);
    QCOMPARE(framer.code(), ResultCode::QueryAborted);
    framer.reset();
    const QByteArray bad(8, '\xff');
    rest = bad;
    QCOMPARE(framer.next(rest), RowFramer::Event::Failed);
    framer.reset();
    rest = stream;
    QCOMPARE(framer.next(rest), RowFramer::Event::End);
}

void TestFramer::requestsCompressWhenItPays()
{
    WireBuffer out;
    out.bytes("before");
    const QByteArray large = frame(row(QByteArray(5000, 'x')));
    out.bytes(large);
    compressFrame(out, 6);
    QVERIFY(out.size() < large.size());
    QCOMPARE(out.toByteArray().first(6), "before"_ba);
    QByteArray scratch;
    const QByteArray packed = out.toByteArray().mid(6);
    const auto inner = messageOf(packed, scratch);
    QVERIFY(inner);
    QCOMPARE(inner->toByteArray(), large.mid(8));

    WireBuffer small;
    const QByteArray incompressible = frame(last);
    small.bytes(incompressible);
    compressFrame(small, 0);
    QCOMPARE(small.toByteArray(), incompressible);

    // what a reader of single replies does with odd frames
    QVERIFY(!messageOf(packed.chopped(1), scratch));
    QVERIFY(!messageOf(frame("x", 1), scratch));
    QVERIFY(!messageOf(QByteArray(), scratch));
    const Recording enterprise = recording("ee-compressed");
    if (!enterprise.reply.isEmpty())
        QVERIFY(messageOf(enterprise.reply, scratch));
}

QTEST_GUILESS_MAIN(TestFramer)
#include "tst_framer.moc"
