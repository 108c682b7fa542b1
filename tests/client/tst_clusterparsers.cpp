// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/host.h"
#include "client/cluster/partitionmap.h"
#include "client/cluster/peersparser.h"
#include "client/cluster/serverversion.h"

#include <QTest>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

namespace {

QString describe(const QList<Host> &hosts)
{
    QStringList parts;
    for (const Host &host : hosts)
        parts << QString(host.tlsName.isEmpty() ? host.toString()
                                                : QString(host.toString() + u'/' + host.tlsName));
    return parts.join(u' ');
}

QByteArray bitmap(std::initializer_list<int> partitions)
{
    QByteArray bytes(512, '\0');
    for (const int p : partitions)
        bytes[p >> 3] = static_cast<char>(bytes[p >> 3] | (0x80 >> (p & 7)));
    return bytes.toBase64();
}

} // namespace

class TestClusterParsers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hosts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // empty: refused
        QTest::newRow("name") << u"db1"_s << u"db1:3000"_s;
        QTest::newRow("name and port") << u"db1:3100"_s << u"db1:3100"_s;
        QTest::newRow("TLS name") << u"db1:tls1:4333"_s << u"db1:4333/tls1"_s;
        QTest::newRow("bracketed v6") << u"[::1]"_s << u"[::1]:3000"_s;
        QTest::newRow("bracketed v6 and port") << u"[2001:db8::2]:3100"_s << u"[2001:db8::2]:3100"_s;
        QTest::newRow("bracketed v6, TLS name and port") << u"[::1]:t:3001"_s << u"[::1]:3001/t"_s;
        QTest::newRow("bare v6") << u"2001:db8::2"_s << u"[2001:db8::2]:3000"_s;
        QTest::newRow("list with blanks") << u" a:1 , [::1]:2,b:t:3 "_s << u"a:1 [::1]:2 b:3/t"_s;
        QTest::newRow("the same twice") << u"a,a:3000"_s << u"a:3000"_s;
        QTest::newRow("v4") << u"127.0.0.1:3000"_s << u"127.0.0.1:3000"_s;
        QTest::newRow("nothing") << u""_s << u""_s;
        QTest::newRow("empty entry") << u"a,,b"_s << u""_s;
        QTest::newRow("port 0") << u"a:0"_s << u""_s;
        QTest::newRow("port too big") << u"a:65536"_s << u""_s;
        QTest::newRow("port no number") << u"a:x"_s << u""_s;
        QTest::newRow("port missing") << u"a:"_s << u""_s;
        QTest::newRow("TLS name empty") << u"host::3000"_s << u""_s;
        QTest::newRow("open bracket") << u"[::1:3000"_s << u""_s;
        QTest::newRow("bracketed name") << u"[db1]:3000"_s << u""_s;
        QTest::newRow("text after bracket") << u"[::1]3000"_s << u""_s;
        QTest::newRow("name missing") << u":3000"_s << u""_s;
        QTest::newRow("too many parts") << u"a:b:c:3000"_s << u""_s;
        QTest::newRow("blank inside") << u"a b"_s << u""_s;
        QTest::newRow("user part") << u"root@a"_s << u""_s;
    }
    void hosts()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto hosts = Host::parseList(text);
        QCOMPARE(hosts.has_value(), !expected.isEmpty());
        if (hosts)
            QCOMPARE(describe(*hosts), expected);
        else
            QCOMPARE(hosts.error().kind, ErrorKind::InvalidArgument);
    }

    void peers_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("alone") << "0,3000,[]"_ba << u"0"_s;
        QTest::newRow("the documented example")
            << "7,3000,[[BB9020011AC4202,,[10.0.0.2,[2001:db8::2]:3100]],[BB9030011AC4202,,[10.0.0.3:3200]],[BB9040011AC4202,,]]"_ba
            << u"7|BB9020011AC4202=10.0.0.2:3000 [2001:db8::2]:3100|BB9030011AC4202=10.0.0.3:3200|BB9040011AC4202="_s;
        QTest::newRow("TLS names") << "3,4333,[[A1,node1.tls,[h1,h2:4444]]]"_ba
                                   << u"3|A1=h1:4333/node1.tls h2:4444/node1.tls"_s;
        QTest::newRow("no default port") << "3,,[[A1,,[h1]]]"_ba << u"3|A1=h1:3000"_s;
        QTest::newRow("v6 without port") << "1,3100,[[A1,,[[::1]]]]"_ba << u"1|A1=[::1]:3100"_s;
        QTest::newRow("empty host list") << "1,3100,[[A1,,[]]]"_ba << u"1|A1="_s;
        QTest::newRow("line end") << "1,3000,[]\n"_ba << u"1"_s;
        for (const QByteArray &bad : {""_ba,
                                      "x"_ba,
                                      "1"_ba,
                                      "1,3000"_ba,
                                      "1,3000,"_ba,
                                      "1,3000,["_ba,
                                      "1,x,[]"_ba,
                                      "1,70000,[]"_ba,
                                      "1,3000,[]]"_ba,
                                      "1,3000,[A1]"_ba,
                                      "1,3000,[[A1]]"_ba,
                                      "1,3000,[[A1,]]"_ba,
                                      "1,3000,[[A1,,[h]]"_ba,
                                      "1,3000,[[A1,,[h:]]]"_ba,
                                      "1,3000,[[A1,,[h:0]]]"_ba,
                                      "1,3000,[[A1,,[,h]]]"_ba,
                                      "1,3000,[[A1,,[[::1]]]"_ba,
                                      "1,3000,[[,,[h]]]"_ba,
                                      "1,3000,[[A1,,[h]],]"_ba,
                                      "ERROR:4:no"_ba}) {
            QTest::newRow(("bad " + bad).constData()) << bad << QString();
        }
    }
    void peers()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        const auto reply = parsePeers(text);
        QCOMPARE(reply.has_value(), !expected.isEmpty());
        if (!reply) {
            QCOMPARE(reply.error().kind, ErrorKind::Protocol);
            return;
        }
        QString got = QString::number(reply->generation);
        for (const PeerEntry &peer : reply->peers)
            got += u'|' + QString::fromLatin1(peer.node) + u'=' + describe(peer.hosts);
        QCOMPARE(got, expected);
    }

    void peersCutAnywhereAreRefusedOrShorter()
    {
        const QByteArray whole = "7,3000,[[BB9,tls,[10.0.0.2,[2001:db8::2]:3100]],[BB8,,]]";
        for (qsizetype n = 0; n < whole.size(); ++n)
            QVERIFY2(!parsePeers(whole.first(n)), qPrintable(QString::number(n)));
        QVERIFY(parsePeers(whole));
    }

    void serviceAddresses()
    {
        QCOMPARE(describe(*parseServiceAddresses("10.0.0.1:3000,[2001:db8::1]:3100")),
                 u"10.0.0.1:3000 [2001:db8::1]:3100"_s);
        QVERIFY(parseServiceAddresses("")->isEmpty());
        QVERIFY(!parseServiceAddresses("10.0.0.1:"));
    }

    void replicas()
    {
        const QByteArray text =
            "test:0,2," + bitmap({0, 7, 8, 4095}) + ',' + bitmap({1}) + ";bar:5,1," + bitmap({});
        const auto claims = parseReplicas(text);
        QVERIFY(claims);
        QCOMPARE(claims->size(), 2U);
        const ReplicaClaim &test = claims->front();
        QCOMPARE(test.namespaceName, "test"_ba);
        QCOMPARE(test.regime, 0U);
        QCOMPARE(test.replicationFactor, 2);
        QCOMPARE(test.levels.size(), 2U);
        for (int p = 0; p < partitionCount; ++p) {
            QCOMPARE(ReplicaClaim::has(test.levels[0], p), p == 0 || p == 7 || p == 8 || p == 4095);
            QCOMPARE(ReplicaClaim::has(test.levels[1], p), p == 1);
        }
        QCOMPARE(claims->back().regime, 5U);
        QVERIFY(parseReplicas("test:0,5," + QByteArray(4, ' ').replace(' ', bitmap({}) + ',') + bitmap({})));
    }

    void replicasThatAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("no namespace") << ":0,1," + bitmap({});
        QTest::newRow("no colon") << "test"_ba;
        QTest::newRow("no regime") << "test:,1," + bitmap({});
        QTest::newRow("no factor") << "test:0"_ba;
        QTest::newRow("factor 0") << "test:0,0," + bitmap({});
        QTest::newRow("short bitmap") << "test:0,1," + bitmap({}).chopped(4);
        QTest::newRow("not base64") << "test:0,1," + QByteArray(684, '!');
        QTest::newRow("error text") << "ERROR:4:unrecognized command"_ba;
    }
    void replicasThatAreRefused()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!parseReplicas(text));
    }

    void versions_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("full") << "8.1.2.0"_ba << "8.1.2.0"_ba;
        QTest::newRow("suffix") << "8.1.2.0-rc1"_ba << "8.1.2.0"_ba;
        QTest::newRow("git") << "6.4.0.26-12-gabcdef"_ba << "6.4.0.26"_ba;
        QTest::newRow("short") << "7.0"_ba << "7.0.0.0"_ba;
        QTest::newRow("none") << "trunk"_ba << "0.0.0.0"_ba;
        QTest::newRow("five") << "1.2.3.4.5"_ba << "1.2.3.4"_ba;
    }
    void versions()
    {
        QFETCH(QByteArray, text);
        QTEST(ServerVersion::parse(text).toByteArray(), "expected");
    }
    void versionOrder()
    {
        QVERIFY(ServerVersion::parse("6.0.0.0") >= ServerVersion::oldestSupported());
        QVERIFY(ServerVersion::parse("5.7.0.31") < ServerVersion::oldestSupported());
        QVERIFY(ServerVersion::parse("10.0") > ServerVersion::parse("9.9.9.9"));
        QVERIFY(!ServerFeatures::of(ServerVersion::parse("8.0.9.9")).longParameterNames);
        QVERIFY(ServerFeatures::of(ServerVersion::parse("8.1.0.0-rc3")).longParameterNames);
        QVERIFY(!ServerFeatures::of(ServerVersion::parse("8.1.1.9")).queryOperations);
        QVERIFY(ServerFeatures::of(ServerVersion::parse("8.1.2.0")).queryOperations);
    }
};

QTEST_GUILESS_MAIN(TestClusterParsers)
#include "tst_clusterparsers.moc"
