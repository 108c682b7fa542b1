// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/info.h"

#include "client/wire/proto.h"
#include "tests/wire/recordings.h"

#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Wire;
using namespace Qt::StringLiterals;

class TestInfo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAndReadsWhatWasRecorded_data();
    void writesAndReadsWhatWasRecorded();
    void recordedErrorsAreErrors_data();
    void recordedErrorsAreErrors();
    void everyErrorFormIsAnError_data();
    void everyErrorFormIsAnError();
    void valuesAreNoErrors_data();
    void valuesAreNoErrors();
    void wholeRepliesFail_data();
    void wholeRepliesFail();
    void repliesMustFitTheRequest();
    void refusesCommandsThatAreNoLine();
    void parameterText();
    void lists();
    void protoHeaders_data();
    void protoHeaders();
};

void TestInfo::writesAndReadsWhatWasRecorded_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("reply");
    for (const Recording &one : recordings()) {
        if (one.request.size() > 9 && one.request[1] == 1 && one.request.endsWith('\n'))
            QTest::newRow(one.name.constData()) << one.request << one.reply;
    }
}

void TestInfo::writesAndReadsWhatWasRecorded()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, reply);
    const QList<QByteArray> lines = request.mid(8).chopped(1).split('\n');
    const std::vector<QByteArray> commands(lines.begin(), lines.end());
    WireBuffer out;
    QVERIFY(encodeInfo(out, commands));
    QCOMPARE(out.toByteArray(), request);

    const auto header = ProtoHeader::parse(reply);
    QVERIFY(header && *header);
    QCOMPARE((*header)->type, FrameType::Info);
    QCOMPARE((*header)->frameSize(), reply.size());
    const auto values = parseInfoReply(QByteArrayView(reply).sliced(8), commands);
    QVERIFY2(values, values ? "" : qPrintable(values.error().message));
    QCOMPARE(values->size(), commands.size());
}

void TestInfo::recordedErrorsAreErrors_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("text");
    QTest::newRow("info-unknown") << 4 << u"unrecognized command"_s;
    QTest::newRow("info-bins-removed") << 4 << u"unrecognized command"_s;
    QTest::newRow("info-cluster-stable-bad") << 7 << u"cluster not specified size"_s;
    QTest::newRow("info-get-config-noctx") << 4 << u"missing 'context'"_s;
    QTest::newRow("info-set-config-bad") << 4 << u"invalid set-config parameter"_s;
    QTest::newRow("info-peers-tls-std") << 25 << u"enterprise only"_s;
    QTest::newRow("info-racks-ee") << 25 << u"enterprise only"_s;
    QTest::newRow("info-sindex-stat-missing") << 201 << u"no index"_s;
    QTest::newRow("info-truncate-bad") << 4 << u"missing 'set'"_s;
    QTest::newRow("info-udf-get-missing") << 100 << u"not_found"_s;
    QTest::newRow("info-sindex-create-conflict")
        << 200 << u"'indexname' already exists with different definition"_s;
}

void TestInfo::recordedErrorsAreErrors()
{
    QFETCH(int, code);
    QFETCH(QString, text);
    const Recording one = recording(QTest::currentDataTag());
    QVERIFY(!one.reply.isEmpty());
    const auto lines = parseInfoReply(QByteArrayView(one.reply).sliced(8));
    QVERIFY(lines);
    const auto value = infoValue(lines->at(0).value);
    QVERIFY(!value);
    QCOMPARE(value.error().kind, ErrorKind::Server);
    QCOMPARE(static_cast<int>(value.error().code), code);
    QCOMPARE(value.error().serverText, text);
}

void TestInfo::everyErrorFormIsAnError_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *value, int code, const char *text) {
        QTest::newRow(value) << QByteArray(value) << code << QString::fromUtf8(text);
    };
    row("ERROR:4:unrecognized command", 4, "unrecognized command");
    row("ERROR::something unknown", 1, "something unknown");
    row("ERROR:0:odd", 1, "odd");
    row("ERROR:-3:odd", 1, "odd");
    row("ERROR:81:role violation - requires permission 'sys-admin'", 81,
        "role violation - requires permission 'sys-admin'");
    row("ERROR:20", 20, "");
    row("ERROR", 1, "");
    row("ERROR:", 1, "");
    row("ERROR:text without code", 1, "text without code");
    row("ERROR:99999999999999:huge", 1, "99999999999999:huge");
    row("ERROR=4:old form", 4, "old form");
    row("FAIL:4:old server", 4, "old server");
    row("FAIL", 1, "");
    row("ERROR:20:namespace not found on node;ERROR:20:namespace not found on node", 20,
        "namespace not found on node");
    row("error=not_found", 100, "not_found");
    row("error=compile_error;file=bad.lua;line=1;message=PG5hbWU+IG9yICcuLi4nIGV4cGVjdGVkIG5lYXIgJ2VuZCc=",
        100, "compile_error: <name> or '...' expected near 'end' (bad.lua:1)");
    row("error=invalid_udf_content_len,>1M", 100, "invalid_udf_content_len,>1M");
    row("type=unknown", 20, "type=unknown");
    row("ns_type=unknown", 20, "ns_type=unknown");
}

void TestInfo::everyErrorFormIsAnError()
{
    QFETCH(QByteArray, value);
    QFETCH(int, code);
    QFETCH(QString, text);
    const auto checked = infoValue(value);
    QVERIFY(!checked);
    QCOMPARE(checked.error().kind, ErrorKind::Server);
    QCOMPARE(static_cast<int>(checked.error().code), code);
    if (code != 1 || text != u"odd"_s)
        QCOMPARE(checked.error().serverText, text);
    QVERIFY(isConnectionUsable(checked.error()));
}

void TestInfo::valuesAreNoErrors_data()
{
    QTest::addColumn<QByteArray>("value");
    for (const char *value :
         {"", "ok", "true", "8.1.2.0", "errors=5;x=1", "ERRORS", "FAILOVER=1", "type=LUA;content=x;",
          "ns=ERROR:set=FAIL", "batch_index_error=0", "type=unknown-engine", "null"})
        QTest::addRow("<%s>", value) << QByteArray(value);
}

void TestInfo::valuesAreNoErrors()
{
    QFETCH(QByteArray, value);
    const auto checked = infoValue(value);
    QVERIFY(checked);
    QCOMPARE(*checked, value);
}

void TestInfo::wholeRepliesFail_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<int>("code");
    QTest::newRow("not authenticated") << "ERROR:80:not authenticated\n"_ba << ErrorKind::Server << 80;
    QTest::newRow("time-out") << "ERROR:9:timeout"_ba << ErrorKind::Server << 9;
    QTest::newRow("no tab") << "node A1\n"_ba << ErrorKind::Protocol << -22;
    QTest::newRow("empty line") << "node\tA1\n\n"_ba << ErrorKind::Protocol << -22;
    QTest::newRow("error after values")
        << "node\tA1\nERROR:80:not authenticated\n"_ba << ErrorKind::Server << 80;
}

void TestInfo::wholeRepliesFail()
{
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    QFETCH(int, code);
    const auto lines = parseInfoReply(body);
    QVERIFY(!lines);
    QCOMPARE(lines.error().kind, kind);
    QCOMPARE(static_cast<int>(lines.error().code), code);
}

void TestInfo::repliesMustFitTheRequest()
{
    const std::vector<QByteArray> commands{"node"_ba, "build"_ba};
    const auto fits = [&](const char *body) { return parseInfoReply(body, commands).has_value(); };
    QVERIFY(fits("node\tA1\nbuild\t8\n"));
    QVERIFY(fits("node\t\nbuild\t8\twith tab\n"));
    QVERIFY(!fits("build\t8\nnode\tA1\n"));
    QVERIFY(!fits("node\tA1\n"));
    QVERIFY(!fits("node\tA1\nbuild\t8\nmore\tx\n"));
    QVERIFY(!fits(""));
    QCOMPARE(parseInfoReply("node\tA\tB\nbuild\t\n", commands)->at(0), "A\tB"_ba);
    QVERIFY(parseInfoReply("")->empty());
}

void TestInfo::refusesCommandsThatAreNoLine()
{
    WireBuffer out;
    out.bytes("before");
    QVERIFY(!encodeInfo(out, std::span<const QByteArray>()));
    QVERIFY(!encodeInfo(out, ""_ba));
    QVERIFY(!encodeInfo(out, "node\nquery-abort-all"_ba));
    QVERIFY(!encodeInfo(out, QByteArray("no\0de", 5)));
    QVERIFY(!encodeInfo(out, "udf-get:filename="_ba)); // crashes servers
    QVERIFY(!encodeInfo(out, "udf-get:filename=;x=1"_ba));
    const std::vector<QByteArray> second{"node"_ba, ""_ba};
    QVERIFY(!encodeInfo(out, second));
    QCOMPARE(out.toByteArray(), "before"_ba);
    QVERIFY(encodeInfo(out, "udf-get:filename=a.lua"_ba));
}

void TestInfo::parameterText()
{
    QVERIFY(isInfoParameter("a set:with=odd chars/é"));
    QVERIFY(isInfoParameter(""));
    QVERIFY(!isInfoParameter("a;b"));
    QVERIFY(!isInfoParameter("a\nb"));
    QVERIFY(!isInfoParameter(QByteArrayView("a\0", 2)));
}

void TestInfo::lists()
{
    QCOMPARE(splitInfoList("test;bar"), (QList<QByteArrayView>{"test", "bar"}));
    QCOMPARE(splitInfoList(";a;;b;"), (QList<QByteArrayView>{"a", "b"}));
    QVERIFY(splitInfoList("").isEmpty());
    QVERIFY(splitInfoList(";;").isEmpty());

    const InfoMap map = parseInfoMap("a=1;b=x=y==;c;d=");
    QCOMPARE(map.size(), 4);
    QCOMPARE(map.value("b"), "x=y=="_ba);
    QCOMPARE(map.value("c"), ""_ba);
    QCOMPARE(map.value("d"), ""_ba);

    const QByteArray sets = recording("info-sets").reply.mid(8);
    const auto lines = parseInfoReply(sets);
    QVERIFY(lines);
    const QList<InfoMap> entities = parseInfoEntities(lines->at(0).value);
    QVERIFY(!entities.isEmpty());
    for (const InfoMap &set : entities) {
        QVERIFY(!set.value("ns").isEmpty());
        QVERIFY(!set.value("set").isEmpty());
        QVERIFY(set.contains("objects"));
    }
    const QList<InfoMap> indexes = parseInfoEntities(";ns=test:indexname=ix_set:set=demo:indextype=set");
    QCOMPARE(indexes.size(), 1); // a leading empty item is skipped
    QCOMPARE(indexes[0].value("indextype"), "set"_ba);
}

void TestInfo::protoHeaders_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<bool>("isSound");
    QTest::addColumn<qint64>("size");
    QTest::newRow("message") << "0203000000000016"_ba << true << qint64(22);
    QTest::newRow("info") << "0201000000000000"_ba << true << qint64(0);
    QTest::newRow("compressed") << "0204000000000001"_ba << true << qint64(1);
    QTest::newRow("admin") << "0202000000000010"_ba << true << qint64(16);
    QTest::newRow("admin of version 0") << "0002000000000010"_ba << true << qint64(16);
    QTest::newRow("128 MiB") << "0203000008000000"_ba << true << qint64(134217728);
    QTest::newRow("128 MiB and one") << "0203000008000001"_ba << false << qint64(0);
    QTest::newRow("all ones") << "0203ffffffffffff"_ba << false << qint64(0);
    QTest::newRow("version 1") << "0103000000000016"_ba << false << qint64(0);
    QTest::newRow("version 0 of a message") << "0003000000000016"_ba << false << qint64(0);
    QTest::newRow("type 0") << "0200000000000016"_ba << false << qint64(0);
    QTest::newRow("type 5") << "0205000000000016"_ba << false << qint64(0);
    QTest::newRow("HTTP") << QByteArray("HTTP/1.1").toHex() << false << qint64(0);
    QTest::newRow("TLS alert") << "1503030002022800"_ba << false << qint64(0);
}

void TestInfo::protoHeaders()
{
    QFETCH(QByteArray, hex);
    QFETCH(bool, isSound);
    QFETCH(qint64, size);
    const QByteArray bytes = QByteArray::fromHex(hex);
    for (qsizetype cut = 0; cut < 8; ++cut) {
        const auto early = ProtoHeader::parse(QByteArrayView(bytes).first(cut));
        QVERIFY(early && !*early);
    }
    const auto header = ProtoHeader::parse(bytes);
    QCOMPARE(header.has_value(), isSound);
    if (isSound) {
        QCOMPARE(qint64((*header)->bodySize), size);
        if (bytes[0] == 2)
            QCOMPARE((*header)->word(), qFromBigEndian<quint64>(bytes.constData()));
    } else {
        QCOMPARE(header.error().kind, ErrorKind::Protocol);
    }
}

QTEST_GUILESS_MAIN(TestInfo)
#include "tst_info.moc"
