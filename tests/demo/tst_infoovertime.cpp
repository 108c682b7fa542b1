// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// What a node says of itself over time: latencies, index states, the metadata of its cluster.

#include "tests/demo/rawconnection.h"
#include "tests/support/runtask.h"

#include "app/demo/embeddedcluster.h"
#include "client/session/clusterdefinition.h"

#include <QRegularExpression>
#include <QTest>

#include <memory>
#include <optional>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestInfoOverTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        Demo::ClusterOptions options;
        options.indexBuildTime = 100s;
        auto cluster = Demo::EmbeddedCluster::start(options);
        QVERIFY(cluster.has_value());
        m_cluster = std::move(*cluster);
        m_link.emplace(m_cluster->port(0));
    }
    void cleanup()
    {
        m_link.reset();
        m_cluster.reset();
    }

    void latenciesTellTheLastInterval_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("read") << "{test}-read"_ba << readRequest("a");
        QTest::newRow("write") << "{test}-write"_ba << writeRequest("a", 1);
        QTest::newRow("batch") << "batch-index"_ba << batchRequest({"a"});
        QTest::newRow("row of a batch") << "{test}-batch-sub-read"_ba << batchRequest({"a"});
    }
    void latenciesTellTheLastInterval()
    {
        QFETCH(const QByteArray, name);
        QFETCH(const QByteArray, request);
        QVERIFY(info("latencies:").contains(name + ':'));
        QCOMPARE(info("latencies:hist=" + name), name + ':');
        // Each look ends an interval of ten seconds with one command in it.
        const auto look = [&] {
            m_link->send(request);
            static_cast<void>(m_link->receivePacket());
            if (name.contains("batch"))
                static_cast<void>(m_link->receivePacket());
            m_cluster->clock().advance(10s);
            return info("latencies:hist=" + name);
        };
        QTRY_VERIFY(look().startsWith(name + ":msec,"));
        const QList<QByteArray> words = info("latencies:hist=" + name).split(',');
        QCOMPARE(words.size(), 2 + 17);
        QVERIFY(words[1].toDouble() > 0);
        for (const QByteArray &percent : words.sliced(2)) {
            QVERIFY(percent.contains('.'));
            QVERIFY(percent.toDouble() >= 0 && percent.toDouble() <= 100);
        }
        QVERIFY(info("latencies:").contains(name + ":msec,"));
        QVERIFY(info("latencies:").contains("{bar}-read:;{bar}-write:;"));
    }

    void injectedLatencyShows()
    {
        Demo::FaultRule rule;
        rule.delay = 5ms;
        m_cluster->faults().add(rule);
        const auto look = [&] {
            static_cast<void>(m_link->ask(writeRequest("a", 1)));
            m_cluster->clock().advance(10s);
            return info("latencies:hist={test}-write");
        };
        // All commands take 5 ms or more, so all of them are above 4 ms, the third limit.
        QTRY_VERIFY(look().contains("msec,"));
        QCOMPARE(info("latencies:hist={test}-write").split(',').value(4), "100.00"_ba);
    }

    void unitChangesWithTheSetting()
    {
        QCOMPARE(info("set-config:context=service;microsecond-histograms=true"), "ok"_ba);
        const auto look = [&] {
            static_cast<void>(m_link->ask(writeRequest("a", 1)));
            m_cluster->clock().advance(10s);
            return info("latencies:hist={test}-write");
        };
        QTRY_VERIFY(look().startsWith("{test}-write:usec,"));
    }

    void newIndexIsWriteOnlyUntilItIsBuilt()
    {
        QCOMPARE(m_link->ask(writeRequest("a", 1)), 0);
        QCOMPARE(info("sindex-create:namespace=test;set=s;indexname=i;bin=n;type=numeric"), "ok"_ba);
        QVERIFY(info("sindex-list:").endsWith(":state=WO"));
        QVERIFY(info("sindex-stat:namespace=test;indexname=i").contains("load_pct=0;"));
        m_cluster->clock().advance(50s);
        QTRY_VERIFY(info("sindex-stat:namespace=test;indexname=i").contains("load_pct=50;"));
        QVERIFY(info("sindex-list:").endsWith(":state=WO"));
        m_cluster->clock().advance(51s);
        QTRY_VERIFY(info("sindex-list:").endsWith(":state=RW"));
        QVERIFY(info("sindex-stat:namespace=test;indexname=i").contains("load_pct=100;"));
        // Without records there is nothing to wait for.
        QCOMPARE(info("sindex-create:namespace=bar;set=s;indexname=j;bin=n;type=numeric"), "ok"_ba);
        QVERIFY(info("sindex-list:namespace=bar").endsWith(":state=RW"));
    }

    void clientWaitsForTheIndex()
    {
        QCOMPARE(m_link->ask(writeRequest("a", 1)), 0);
        Client client =
            runTask(ClusterDefinition(Host::parseList(m_cluster->seed()).value()).connect()).value();
        QList<int> told;
        AdminApi::Progress progress = [&](int percent) {
            told.append(percent);
            m_cluster->clock().advance(30s);
        };
        IndexDefinition definition;
        definition.namespaceName = "test";
        definition.setName = "s";
        definition.name = "i";
        definition.bin = "n";
        const Result<void> built = runTask(client.session().admin().createIndex(definition, progress));
        QVERIFY2(built.has_value(), built ? "" : qPrintable(built.error().message));
        QVERIFY(info("sindex-list:").endsWith(":state=RW"));
        QVERIFY(told.size() >= 3);
        QCOMPARE(told.last(), 100);
        runTask(client.close());
    }

    void metadataOfIndexes()
    {
        QCOMPARE(info("smd-show:module=sindex"), "<empty>"_ba);
        for (const QByteArray &index :
             {"namespace=test;set=s;indexname=i1;bin=a;type=numeric"_ba,
              "namespace=test;indexname=i2;bin=b;type=string;indextype=list"_ba,
              "namespace=test;indexname=i3;bin=b;type=string;indextype=mapkeys;context=khAC"_ba,
              "namespace=bar;set=s9;indexname=iset;indextype=set"_ba,
              "namespace=test;set=s;indexname=ie;type=numeric;exp=k1ECoWE="_ba,
              "namespace=elsewhere;set=s;indexname=zi;bin=a;type=geo2dsphere;indextype=mapvalues"_ba})
            QCOMPARE(info("sindex-create:" + index), "ok"_ba);
        QCOMPARE(info("smd-show:module=sindex"),
                 "test|s|a|.|I=i1;test||b|L|S=i2;test||b|ckhAC|K|S=i3;bar|s9|S=iset;"
                 "test|s||ek1ECoWE=|.|I=ie;elsewhere|s|a|V|G=zi"_ba);
        QCOMPARE(info("sindex-delete:ns=test;indexname=i2"), "ok"_ba);
        QCOMPARE(info("sindex-delete:ns=elsewhere;indexname=zi"), "ok"_ba);
        // The same definition under another name is a new name; a key keeps its place.
        QCOMPARE(info("sindex-create:namespace=test;set=s;indexname=new;bin=a;type=numeric"), "ok"_ba);
        QVERIFY(info("sindex-create:namespace=test;set=s;indexname=new;bin=a;type=string")
                    .startsWith("ERROR:200:"));
        QCOMPARE(info("sindex-create:namespace=test;indexname=i2;bin=b;type=string;indextype=list"), "ok"_ba);
        QCOMPARE(info("smd-show:module=sindex"),
                 "test|s|a|.|I=new;test||b|L|S=i2;test||b|ckhAC|K|S=i3;bar|s9|S=iset;"
                 "test|s||ek1ECoWE=|.|I=ie"_ba);
    }

    void metadataOfTruncations()
    {
        QCOMPARE(info("smd-show:module=truncate"), "<empty>"_ba);
        QCOMPARE(info("truncate:namespace=test;set=s"), "ok"_ba);
        QCOMPARE(info("truncate-namespace:namespace=bar"), "ok"_ba);
        const QByteArray text = info("smd-show:module=truncate");
        static const QRegularExpression both(u"^test\\|s=[0-9]{12};bar=[0-9]{12}$"_s);
        QVERIFY2(both.match(QString::fromUtf8(text)).hasMatch(), text.constData());
        QCOMPARE(info("truncate-undo:namespace=test;set=s"), "ok"_ba);
        QCOMPARE(info("smd-show:module=truncate"), text.split(';').last());
        QCOMPARE(info("truncate-namespace-undo:namespace=bar"), "ok"_ba);
        QCOMPARE(info("smd-show:module=truncate"), "<empty>"_ba);
    }

    void metadataOfEvictions()
    {
        QCOMPARE(info("eviction-reset:namespace=test;ttl=100"), "ok"_ba);
        const QByteArray text = info("smd-show:module=evict");
        QVERIFY(text.startsWith("test="));
        QVERIFY(info("namespace/test").contains("smd_evict_void_time=" + text.sliced(5) + ';'));
        QCOMPARE(info("eviction-reset:namespace=test;ttl=-5"), "ERROR:4:ttl too big"_ba);
        QCOMPARE(info("eviction-reset:namespace=test"), "ok"_ba);
        QCOMPARE(info("smd-show:module=evict"), "<empty>"_ba);
    }

    void addressesAndSuccession()
    {
        const QByteArray port = QByteArray::number(m_cluster->port(0));
        const QByteArray text = info("endpoints");
        QVERIFY2(text.startsWith("service.port=" + port + ";service.addresses=127.0.0.1;"), text.constData());
        QVERIFY(text.contains(";service.tls-port=0;service.tls-addresses=null;"));
        QVERIFY(text.endsWith(";fabric.tls-port=0;fabric.tls-addresses=null"));
        QCOMPARE(info("get-sl"), m_cluster->nodeId(0));
        QVERIFY(info("smd-info").contains(";evict:committed_key=0,committed_tid=0,n_keys=0,state=pr;"));
    }

    void metadataOfModules()
    {
        const QByteArray content = "ZnVuY3Rpb24gZigpIHJldHVybiAxIGVuZA==";
        for (const QByteArray &file : {"z.lua"_ba, "a.lua"_ba})
            QCOMPARE(
                info("udf-put:filename=" + file + ";content=" + content + ";content-len=36;udf-type=LUA"),
                "ok"_ba);
        QCOMPARE(info("smd-show:module=udf"), "z.lua={\"content64\": \"" + content +
                                                  "\", \"type\": \"LUA\", \"name\": \"z.lua\"};"
                                                  "a.lua={\"content64\": \"" +
                                                  content + "\", \"type\": \"LUA\", \"name\": \"a.lua\"}");
        QVERIFY(info("smd-info").endsWith("committed_tid=2,n_keys=2,state=pr;"));
        QCOMPARE(info("udf-remove:filename=z.lua"), "ok"_ba);
        QVERIFY(info("smd-show:module=udf").startsWith("a.lua={"));
    }

private:
    QByteArray info(const QByteArray &command)
    {
        m_link->send(infoRequest(command + '\n'));
        const QByteArray reply = m_link->receivePacket().sliced(8);
        return reply.sliced(reply.indexOf('\t') + 1).chopped(1);
    }

    std::unique_ptr<Demo::EmbeddedCluster> m_cluster;
    std::optional<RawConnection> m_link;
};

QTEST_GUILESS_MAIN(TestInfoOverTime)
#include "tst_infoovertime.moc"
