// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// What a newcomer finds in the sample data: a value, key and index of each kind, and functions to call.

#include "tests/demo/rawconnection.h"
#include "tests/support/runtask.h"

#include "app/demo/embeddedcluster.h"
#include "client/session/clusterdefinition.h"

#include <QTest>

#include <set>

using namespace Aeroscope;
using namespace Aeroscope::Test;

class TestSampleData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Demo::ClusterOptions options;
        options.nodes = 3;
        options.sampleData = true;
        auto cluster = Demo::EmbeddedCluster::start(options);
        QVERIFY(cluster.has_value());
        m_cluster = std::move(*cluster);
        m_client = runTask(ClusterDefinition(Host::parseList(m_cluster->seed()).value()).connect()).value();
        collect();
    }
    void cleanupTestCase()
    {
        if (m_client.isValid())
            runTask(m_client.close());
        m_client = {};
        m_cluster.reset();
    }

    void setsOfAUsefulSize()
    {
        QCOMPARE(m_counts.size(), std::size_t(9));
        for (const auto &[set, count] : m_counts)
            QVERIFY2(count >= 10, set.constData());
        QVERIFY(m_counts["users"] >= 10'000);
    }

    void everyTypeOfValue()
    {
        using T = Value::Type;
        const std::set<T> inBins{T::Bool,    T::Integer, T::Double, T::String, T::Blob,
                                 T::GeoJson, T::Hll,     T::List,   T::Map};
        QCOMPARE(m_binTypes, inBins);
        std::set<T> nested = m_nestedTypes;
        for (const T type : {T::Nil, T::Bool, T::Integer, T::Double, T::String, T::List, T::Map})
            QVERIFY2(nested.contains(type), QByteArray::number(int(type)).constData());
        QCOMPARE(m_listOrders, (std::set<ListOrder>{ListOrder::Unordered, ListOrder::Ordered}));
        QCOMPARE(m_mapOrders,
                 (std::set<MapOrder>{MapOrder::Unordered, MapOrder::KeyOrdered, MapOrder::KeyValueOrdered}));
        // Keys of maps that JSON objects cannot have.
        for (const T type : {T::Integer, T::String, T::Blob})
            QVERIFY2(m_mapKeyTypes.contains(type), QByteArray::number(int(type)).constData());
        QVERIFY(m_hasForeignBlob);
    }

    void everyKindOfKeyAndExpiry()
    {
        using T = Value::Type;
        QCOMPARE(m_keyTypes, (std::set<T>{T::Integer, T::String, T::Blob}));
        QVERIFY(m_withoutKey > 0);
        QVERIFY(m_expiring > 0);
        QVERIFY(m_everlasting > 0);
    }

    void everyKindOfIndex()
    {
        const QByteArray list = info("sindex-list");
        for (const char *part : {"type=numeric", "type=string", "type=blob", "type=geo2dsphere",
                                 "indextype=default", "indextype=list", "indextype=mapkeys",
                                 "indextype=mapvalues", "indextype=set", "context=[map_key(", "exp=div("})
            QVERIFY2(list.contains(part), part);
        QVERIFY2(!list.contains("state=WO"), list.constData()); // built
    }

    void functionsThatCanBeCalled()
    {
        QVERIFY(info("udf-list").contains("users.lua"));
        RawConnection node(m_cluster->port(masterOf("users", Value(1))));
        node.send(applyRequest("users", Value(1), "users", "greet"));
        const QByteArray reply = node.receivePacket();
        QVERIFY2(reply.contains("SUCCESS") && reply.contains("Hello, "), reply.toHex().constData());
    }

private:
    void collect()
    {
        auto stream = runTask(m_client.session().query(DataSet{"test", {}}).execute());
        QVERIFY(stream.has_value());
        for (;;) {
            const Result<RowChunkPtr> chunk = runTask(stream->nextChunk());
            QVERIFY(chunk.has_value());
            if (!*chunk)
                break;
            for (int row = 0; row < (*chunk)->rowCount(); ++row)
                note((*chunk)->row(row).toRecord().value());
        }
    }
    void note(const Record &record)
    {
        ++m_counts[record.key.setName()];
        if (record.key.userKey())
            m_keyTypes.insert(record.key.userKey()->type());
        else
            ++m_withoutKey;
        ++(record.voidTime.never() ? m_everlasting : m_expiring);
        for (const Bin &bin : record.bins) {
            m_binTypes.insert(bin.value.type());
            m_hasForeignBlob = m_hasForeignBlob || (bin.value.type() == Value::Type::Blob &&
                                                    bin.value.blobType() != ParticleType::Blob);
            noteInside(bin.value);
        }
    }
    void noteInside(const Value &value)
    {
        if (value.type() == Value::Type::List) {
            m_listOrders.insert(value.list().order);
            for (const Value &item : value.list().items) {
                m_nestedTypes.insert(item.type());
                noteInside(item);
            }
        } else if (value.type() == Value::Type::Map) {
            m_mapOrders.insert(value.map().order);
            for (const auto &[key, item] : value.map().pairs) {
                m_mapKeyTypes.insert(key.type());
                m_nestedTypes.insert(item.type());
                noteInside(item);
            }
        }
    }
    [[nodiscard]] QByteArray info(const QByteArray &command) const
    {
        RawConnection node(m_cluster->port(0));
        node.send(infoRequest(command + '\n'));
        return node.receivePacket();
    }
    [[nodiscard]] int masterOf(const QByteArray &set, const Value &key) const
    {
        return m_cluster->masterOf(computeDigest(set, key).partitionId());
    }

    std::unique_ptr<Demo::EmbeddedCluster> m_cluster;
    Client m_client;
    std::map<QByteArray, int> m_counts;
    std::set<Value::Type> m_binTypes, m_nestedTypes, m_mapKeyTypes, m_keyTypes;
    std::set<ListOrder> m_listOrders;
    std::set<MapOrder> m_mapOrders;
    bool m_hasForeignBlob = false;
    int m_withoutKey = 0, m_expiring = 0, m_everlasting = 0;
};

QTEST_GUILESS_MAIN(TestSampleData)
#include "tst_sampledata.moc"
