// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/faultsyntax.h"

#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::App;
using namespace Aeroscope::Demo;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestFaultSyntax : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryWord()
    {
        const auto rule = [](const char16_t *text) {
            const Result<FaultSetting> fault = parseFault(QString::fromUtf16(text), 3);
            if (!fault)
                qFatal("%s", qPrintable(fault.error().message));
            return fault->rule;
        };
        QVERIFY(rule(u"latency=50ms").delay == 50ms);
        QVERIFY(rule(u"latency=2s").delay == 2s);
        QVERIFY(rule(u"latency=5min").delay == 5min);
        QVERIFY(rule(u"silence").silent);
        QVERIFY(rule(u"error=9").code == ResultCode::Timeout);
        QVERIFY(rule(u"overload").code == ResultCode::DeviceOverload);
        QVERIFY(rule(u"applied").applyFirst);
        QVERIFY(rule(u"close=12").closeAtReplyByte == 12);
        QVERIFY(rule(u"close-request=30").closeAtRequestByte == 30);
        QVERIFY(rule(u"reset").reset && rule(u"reset").closeAtReplyByte == 0);
        QVERIFY(rule(u"reset,close=8").reset && rule(u"reset,close=8").closeAtReplyByte == 8);
        QVERIFY(rule(u"garbage=64").garbageBytes == 64);
        QCOMPARE(rule(u"size=-5").sizeError, -5);
        QCOMPARE(rule(u"trickle=1/10ms").pieceBytes, 1);
        QVERIFY(rule(u"trickle=1/10ms").piecePause == 10ms);
        QCOMPARE(rule(u"slow-reader=16/50ms").readBytes, 16);
        QVERIFY(rule(u"slow-reader=16/50ms").readPause == 50ms);
        QVERIFY(rule(u"clock=-1h").clockJump == -1h);
        QVERIFY(rule(u"clock=3d").clockJump == 72h);
        QVERIFY(parseFault(u"refuse,node=2"_s, 3)->acceptMode == AcceptMode::CloseAtOnce);
        QVERIFY(parseFault(u"ignore"_s, 3)->acceptMode == AcceptMode::Ignore);

        const FaultRule all = rule(u"error=9,on=write,node=2,ns=bar,partition=4095,skip=1,every=10,times=3");
        QVERIFY(all.request == RequestKind::Write);
        QVERIFY(all.node == 1);
        QCOMPARE(all.ns, "bar");
        QVERIFY(all.partition == 4095);
        QCOMPARE(all.skip, 1);
        QCOMPARE(all.every, 10);
        QCOMPARE(all.limit, 3);
        QCOMPARE(rule(u"silence,set=users").set, "users");
        const FaultRule info = rule(u"silence,info=replicas");
        QVERIFY(info.request == RequestKind::Info && info.infoPrefix == "replicas");
    }

    void aKeyIsWrittenAsInOtherCommands()
    {
        const Result<FaultSetting> number = parseFault(u"error=9,set=users,key=17"_s, 1);
        QVERIFY(number.has_value());
        QVERIFY(number->rule.digest == computeDigest("users", Value(17)));
        const Result<FaultSetting> text = parseFault(u"error=9,key=\"17\""_s, 1);
        QVERIFY(text->rule.digest == computeDigest("", Value::string("17")));
    }

    void refusesWhatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << u""_s << u"there is no word ''"_s;
        QTest::newRow("unknown word") << u"latency=1s,colour=red"_s << u"'colour'"_s;
        QTest::newRow("no value") << u"error"_s << u"needs a value"_s;
        QTest::newRow("empty value") << u"error="_s << u"needs a value"_s;
        QTest::newRow("too much") << u"silence=yes"_s << u"takes no value"_s;
        QTest::newRow("no number") << u"error=many"_s << u"1 to 255"_s;
        QTest::newRow("code 0") << u"error=0"_s << u"1 to 255"_s;
        QTest::newRow("no such node") << u"silence,node=4"_s << u"1 to 3"_s;
        QTest::newRow("node 0") << u"silence,node=0"_s << u"1 to 3"_s;
        QTest::newRow("partition") << u"silence,partition=4096"_s << u"4095"_s;
        QTest::newRow("time without unit") << u"latency=50"_s << u"such as 50ms"_s;
        QTest::newRow("negative time") << u"latency=-5s"_s << u"such as 50ms"_s;
        QTest::newRow("endless time") << u"latency=99999999999999d"_s << u"such as 50ms"_s;
        QTest::newRow("kind") << u"error=9,on=writes"_s << u"not 'writes'"_s;
        QTest::newRow("key") << u"error=9,key=hex:0"_s << u"even number"_s;
        QTest::newRow("no pause") << u"trickle=5"_s << u"16/50ms"_s;
        QTest::newRow("size 0") << u"size=0"_s << u"wrong by"_s;
        QTest::newRow("no effect") << u"on=write,every=3"_s << u"what is to happen"_s;
        QTest::newRow("two kinds") << u"silence,refuse"_s << u"stand alone"_s;
        QTest::newRow("too early for a key") << u"close-request=30,key=a"_s << u"not known"_s;
        QTest::newRow("too early for a kind") << u"slow-reader=1/1ms,on=write"_s << u"only a node"_s;
        QTest::newRow("counted connections") << u"refuse,every=2"_s << u"not counted"_s;
    }
    void refusesWhatItDoesNotUnderstand()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const Result<FaultSetting> fault = parseFault(text, 3);
        QVERIFY(!fault.has_value());
        QVERIFY2(fault.error().message.contains(says), qPrintable(fault.error().message));
    }

    void theHelpNamesEveryWord()
    {
        const QString help = faultHelp();
        for (const QString &word :
             {u"latency="_s,   u"silence"_s,        u"error="_s, u"overload"_s, u"applied"_s,
              u"close="_s,     u"close-request="_s, u"reset"_s,  u"garbage="_s, u"size="_s,
              u"trickle="_s,   u"slow-reader="_s,   u"clock="_s, u"refuse"_s,   u"ignore"_s,
              u"on="_s,        u"node="_s,          u"ns="_s,    u"set="_s,     u"key="_s,
              u"partition="_s, u"info="_s,          u"skip="_s,  u"every="_s,   u"times="_s})
            QVERIFY2(help.contains(word), qPrintable(word));
    }
};

QTEST_GUILESS_MAIN(TestFaultSyntax)
#include "tst_faultsyntax.moc"
