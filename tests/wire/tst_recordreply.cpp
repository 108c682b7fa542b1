// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/recordreply.h"

#include "client/wire/proto.h"
#include "tests/support/printvalue.h"
#include "tests/wire/recordings.h"

#include <QJsonArray>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Wire;
using namespace Qt::StringLiterals;

class TestRecordReply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatWasRecorded_data();
    void readsWhatWasRecorded();
    void everyTruncationIsRefused_data();
    void everyTruncationIsRefused();
    void bytesBehindAreRefused();
    void errorsKeepGenerationAndExpiry();
    void failedFunctionsTellWhy_data();
    void failedFunctionsTellWhy();
    void operationsAnswerInPlace();
    void transactionFields();
    void resultCodesAboveAByteNeverCome();
};

namespace {

QByteArray singleReply(const QByteArray &name)
{
    return recording(name).reply.mid(8);
}

void addSingleReplies()
{
    QTest::addColumn<QByteArray>("message");
    int count = 0;
    for (const Recording &one : recordings()) {
        const std::vector<Frame> requests = framesOf(one.request);
        const std::vector<Frame> replies = framesOf(one.reply);
        if (requests.size() != 1 || replies.size() != 1 || requests[0].type != 3 || replies[0].type != 3)
            continue;
        const auto parts = partsOf(requests[0].body);
        if (!parts || !parts->field(4))
            continue;
        QTest::newRow(one.name.constData()) << replies[0].body;
        ++count;
    }
    QVERIFY(count > 380);
}

} // namespace

void TestRecordReply::readsWhatWasRecorded_data()
{
    addSingleReplies();
}

void TestRecordReply::readsWhatWasRecorded()
{
    QFETCH(QByteArray, message);
    const auto reply = parseRecordReply(message);
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().message));

    const auto parts = partsOf(message);
    QVERIFY(parts);
    QCOMPARE(static_cast<int>(reply->code), static_cast<int>(static_cast<quint8>(message[5])));
    QCOMPARE(reply->generation, parts->generation);
    QCOMPARE(reply->voidTime.seconds, parts->ttl);
    QCOMPARE(reply->bins.size(), parts->ops.size());
    for (size_t i = 0; i < parts->ops.size(); ++i) {
        QCOMPARE(reply->bins[i].name, parts->ops[i].name);
        const Value &value = reply->bins[i].value;
        QCOMPARE(static_cast<int>(value.particleType()), parts->ops[i].particle);
        // scalars are what their bytes say
        const QByteArray &bytes = parts->ops[i].value;
        if (value.type() == Value::Type::Integer)
            QCOMPARE(qint64(value.toInteger()), qFromBigEndian<qint64>(bytes.constData()));
        if (value.type() == Value::Type::String || value.type() == Value::Type::Blob)
            QCOMPARE(value.bytes(), bytes);
        if (value.type() == Value::Type::GeoJson)
            QVERIFY(bytes.endsWith(value.bytes()) && value.bytes().startsWith('{'));
    }
    QCOMPARE(reply->ok(), reply->code == ResultCode::Ok);
    if (!reply->ok()) {
        QCOMPARE(reply->error(u"node"_s).code, reply->code);
        QCOMPARE(reply->error(u"node"_s).node, u"node"_s);
    }
}

void TestRecordReply::everyTruncationIsRefused_data()
{
    addSingleReplies();
}

void TestRecordReply::everyTruncationIsRefused()
{
    QFETCH(QByteArray, message);
    for (qsizetype size = 0; size < message.size(); ++size) {
        const QByteArray cut(message.constData(), size);
        const auto reply = parseRecordReply(cut);
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, ErrorKind::Protocol);
    }
}

void TestRecordReply::bytesBehindAreRefused()
{
    QVERIFY(parseRecordReply(singleReply("get-all")));
    QVERIFY(!parseRecordReply(singleReply("get-all") + '\0'));
}

void TestRecordReply::errorsKeepGenerationAndExpiry()
{
    const auto exists = parseRecordReply(singleReply("create-only-exists"));
    QVERIFY(exists);
    QCOMPARE(exists->code, ResultCode::RecordExists);
    QCOMPARE(exists->generation, 8U);
    const auto missing = parseRecordReply(singleReply("get-missing"));
    QVERIFY(missing);
    QCOMPARE(missing->code, ResultCode::NotFound);
    QCOMPARE(missing->generation, 0U);
    const auto ttl = parseRecordReply(singleReply("ttl-100-get"));
    QVERIFY(ttl);
    QCOMPARE(ttl->voidTime.seconds, 533026896U);
}

void TestRecordReply::failedFunctionsTellWhy_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<std::optional<int>>("code");
    QTest::newRow("with a code") << "/opt/mod.lua:3: bad thing:77"_ba << std::optional(77);
    QTest::newRow("negative code") << "x:-5"_ba << std::optional(-5);
    QTest::newRow("without") << "function not found"_ba << std::optional<int>();
    QTest::newRow("ends in a colon") << "oops:"_ba << std::optional<int>();
    QTest::newRow("ends in text") << "a.lua:3: oops"_ba << std::optional<int>();
    QTest::newRow("number too large") << "x:99999999999999"_ba << std::optional<int>();
    QTest::newRow("empty") << ""_ba << std::optional<int>();
}

void TestRecordReply::failedFunctionsTellWhy()
{
    QFETCH(QByteArray, text);
    QFETCH(std::optional<int>, code);
    QByteArray message = QByteArray::fromHex("16000000006400000000000000000000000000000001");
    message += QByteArray::fromHex(QByteArray::number(11 + text.size(), 16).rightJustified(8, '0')) +
               QByteArray::fromHex("01030007") + "FAILURE" + text;
    const auto reply = parseRecordReply(message);
    QVERIFY(reply);
    QCOMPARE(reply->code, ResultCode::UdfExecution);
    QCOMPARE(reply->failureText, text);
    QVERIFY(reply->failureCode == code);
    QCOMPARE(reply->error().serverText, QString::fromUtf8(text));

    const auto recorded = parseRecordReply(singleReply("udf-apply-nofunc"));
    QVERIFY(recorded);
    QCOMPARE(recorded->failureText, "function not found"_ba);
}

void TestRecordReply::operationsAnswerInPlace()
{
    const auto all = parseRecordReply(singleReply("operate-rw-all-ops"));
    QVERIFY(all);
    QVERIFY(all->bins.size() >= 2);
    QCOMPARE(all->bins[0].value, Value()); // the write has no result, but its place
    const auto duplicate = parseRecordReply(singleReply("dup-bin-ops"));
    QVERIFY(duplicate);
    QVERIFY(duplicate->bins.size() > 1);
    QCOMPARE(duplicate->bins[0].name, duplicate->bins[1].name);
}

void TestRecordReply::transactionFields()
{
    QByteArray message = QByteArray::fromHex("16000000000000000003000000000000000000020000");
    message += QByteArray::fromHex("0000000803"
                                   "01020304050607"
                                   "0000000506"
                                   "2a000000");
    const auto reply = parseRecordReply(message);
    QVERIFY(reply);
    QCOMPARE(reply->recordVersion, std::optional<quint64>(0x07060504030201));
    QCOMPARE(reply->transactionDeadline, std::optional<quint32>(42));
    QVERIFY(!parseRecordReply(singleReply("get-all"))->recordVersion);
}

void TestRecordReply::resultCodesAboveAByteNeverCome()
{
    const auto reply = parseRecordReply(singleReply("put-geo-bad"));
    QVERIFY(reply);
    QCOMPARE(reply->code, ResultCode::GeoInvalidGeoJson); // 160: not sign-extended
}

QTEST_GUILESS_MAIN(TestRecordReply)
#include "tst_recordreply.moc"
