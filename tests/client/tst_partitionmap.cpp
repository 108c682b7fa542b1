// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/partitionmap.h"
#include "client/cluster/replicachoice.h"

#include <QTest>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

namespace {

ReplicaClaim claim(QByteArray ns, quint32 regime, int factor, std::vector<std::vector<int>> levels)
{
    ReplicaClaim result{std::move(ns), regime, factor, {}};
    for (const auto &partitions : levels) {
        ReplicaClaim::Bitmap bitmap{};
        for (const int p : partitions)
            bitmap[static_cast<std::size_t>(p >> 3)] |= static_cast<quint8>(0x80 >> (p & 7));
        result.levels.push_back(bitmap);
    }
    return result;
}

struct Traits
{
    QList<NodeId> inactive;
    QList<int> wanted;
    QHash<NodeId, int> rackOf;
    bool isActive(NodeId node) const { return !inactive.contains(node); }
    bool isOnRack(NodeId node, int rack) const { return rackOf.value(node, -1) == rack; }
    const QList<int> &racks() const { return wanted; }
};

} // namespace

class TestPartitionMap : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void claimsFillTheTable()
    {
        PartitionMapBuilder builder;
        QVERIFY(builder.merge(1, {claim("test", 0, 2, {{0, 5}, {6}})}).empty());
        QVERIFY(builder.merge(2, {claim("test", 0, 2, {{6}, {0, 5}}), claim("bar", 3, 1, {{1}})}).empty());
        const auto map = builder.build();
        const NamespaceTable *test = map->table("test");
        QVERIFY(test);
        QCOMPARE(test->owner(0, 0), 1);
        QCOMPARE(test->owner(0, 1), 2);
        QCOMPARE(test->owner(6, 0), 2);
        QCOMPARE(test->owner(6, 1), 1);
        QCOMPARE(test->owner(1, 0), noNode);
        QCOMPARE(test->masteredPartitions(), 3);
        QCOMPARE(test->levelCount(), 2);
        QCOMPARE(test->mode(), ConsistencyMode::Ap);
        QCOMPARE(map->table("bar")->mode(), ConsistencyMode::Sc);
        QVERIFY(!map->table("other"));
        QVERIFY(map->mentions(1));
        QVERIFY(!map->mentions(3));
    }

    void anOwnerThatLosesASlotIsOutdated()
    {
        PartitionMapBuilder builder;
        (void)builder.merge(1, {claim("test", 0, 1, {{0, 1}})});
        QCOMPARE(builder.merge(2, {claim("test", 0, 1, {{1}})}), std::vector<NodeId>{1});
        QCOMPARE(builder.build()->table("test")->owner(1), 2);
        QCOMPARE(builder.build()->table("test")->owner(0), 1);
        // a claim that is missing clears nothing
        QVERIFY(builder.merge(1, {claim("test", 0, 1, {{}})}).empty());
        QCOMPARE(builder.build()->table("test")->owner(0), 1);
    }

    void regimes_data()
    {
        QTest::addColumn<uint>("first");
        QTest::addColumn<uint>("second");
        QTest::addColumn<int>("owner");
        QTest::newRow("higher wins") << 3U << 4U << 2;
        QTest::newRow("same: the later claim wins") << 3U << 3U << 2;
        QTest::newRow("lower is ignored") << 3U << 2U << 1;
        QTest::newRow("AP") << 0U << 0U << 2;
    }
    void regimes()
    {
        QFETCH(uint, first);
        QFETCH(uint, second);
        PartitionMapBuilder builder;
        (void)builder.merge(1, {claim("test", first, 1, {{9}})});
        const auto outdated = builder.merge(2, {claim("test", second, 1, {{9}})});
        QTEST(builder.build()->table("test")->owner(9), "owner");
        QCOMPARE(outdated.size(), builder.build()->table("test")->owner(9) == 2 ? 1U : 0U);
    }

    void mapsAreImmutable()
    {
        PartitionMapBuilder builder;
        (void)builder.merge(1, {claim("test", 0, 1, {{0}})});
        const auto before = builder.build();
        QCOMPARE(builder.build(), before);
        (void)builder.merge(2, {claim("test", 0, 1, {{0}})});
        const auto after = builder.build();
        QVERIFY(after != before);
        QCOMPARE(before->table("test")->owner(0), 1);
        QCOMPARE(after->table("test")->owner(0), 2);
        builder.removeNode(2);
        QCOMPARE(after->table("test")->owner(0), 2);
        QCOMPARE(builder.build()->table("test")->owner(0), noNode);
    }

    void removingANodeLeavesOtherTablesShared()
    {
        PartitionMapBuilder builder;
        (void)builder.merge(1, {claim("a", 0, 1, {{0}})});
        (void)builder.merge(2, {claim("b", 0, 1, {{0}})});
        const auto before = builder.build();
        builder.removeNode(2);
        const auto after = builder.build();
        QCOMPARE(after->table("a"), before->table("a"));
        QVERIFY(after->table("b") != before->table("b"));
    }

    void aSmallerReplicationFactorDropsLevels()
    {
        PartitionMapBuilder builder;
        (void)builder.merge(1, {claim("test", 0, 2, {{0}, {1}})});
        (void)builder.merge(2, {claim("test", 0, 1, {{1}})});
        QCOMPARE(builder.build()->table("test")->owner(1, 1), noNode);
        QCOMPARE(builder.build()->table("test")->levelCount(), 1);
    }

    void effectivePolicies_data()
    {
        QTest::addColumn<Replica>("wanted");
        QTest::addColumn<bool>("write");
        QTest::addColumn<ConsistencyMode>("mode");
        QTest::addColumn<ReadModeSc>("readMode");
        QTest::addColumn<Replica>("expected");
        const auto ap = ConsistencyMode::Ap;
        const auto sc = ConsistencyMode::Sc;
        QTest::newRow("AP read") << Replica::PreferRack << false << ap << ReadModeSc::Session
                                 << Replica::PreferRack;
        QTest::newRow("write by rack")
            << Replica::PreferRack << true << ap << ReadModeSc::Session << Replica::Sequence;
        QTest::newRow("write to any")
            << Replica::Any << true << ap << ReadModeSc::Session << Replica::Sequence;
        QTest::newRow("write to master")
            << Replica::Master << true << ap << ReadModeSc::Session << Replica::Master;
        QTest::newRow("write at random")
            << Replica::Random << true << sc << ReadModeSc::Session << Replica::Random;
        QTest::newRow("SC session read")
            << Replica::Sequence << false << sc << ReadModeSc::Session << Replica::Master;
        QTest::newRow("SC linearize by rack")
            << Replica::PreferRack << false << sc << ReadModeSc::Linearize << Replica::Sequence;
        QTest::newRow("SC linearize to any")
            << Replica::Any << false << sc << ReadModeSc::Linearize << Replica::Any;
        QTest::newRow("SC replica by rack")
            << Replica::PreferRack << false << sc << ReadModeSc::AllowReplica << Replica::PreferRack;
    }
    void effectivePolicies()
    {
        QFETCH(Replica, wanted);
        QFETCH(bool, write);
        QFETCH(ConsistencyMode, mode);
        QFETCH(ReadModeSc, readMode);
        QTEST(effectiveReplica(wanted, write, mode, readMode), "expected");
    }

    void choices()
    {
        PartitionMapBuilder builder;
        (void)builder.merge(1, {claim("test", 0, 3, {{0}, {}, {}})});
        (void)builder.merge(2, {claim("test", 0, 3, {{}, {0}, {}})});
        (void)builder.merge(3, {claim("test", 0, 3, {{}, {}, {0}})});
        const auto map = builder.build();
        const NamespaceTable &table = *map->table("test");
        Traits traits;
        ReplicaCursor cursor;
        QCOMPARE(chooseReplica(table, 0, Replica::Sequence, cursor, traits), 1);
        ++cursor.index;
        QCOMPARE(chooseReplica(table, 0, Replica::Sequence, cursor, traits), 2);
        QCOMPARE(chooseReplica(table, 0, Replica::Master, cursor, traits), 1);
        cursor.index = 5;
        QCOMPARE(chooseReplica(table, 0, Replica::Sequence, cursor, traits), 3);

        traits.inactive = {1};
        cursor = {};
        QCOMPARE(chooseReplica(table, 0, Replica::Sequence, cursor, traits), 2);
        QCOMPARE(cursor.index, 1); // a retry goes on to 3, not back to 2
        QCOMPARE(chooseReplica(table, 0, Replica::Master, cursor, traits), noNode);
        traits.inactive = {1, 2, 3};
        QCOMPARE(chooseReplica(table, 0, Replica::Sequence, cursor, traits), noNode);
        QCOMPARE(chooseReplica(table, 0, Replica::PreferRack, cursor, traits), noNode);
        traits.inactive = {};
        QCOMPARE(chooseReplica(table, 7, Replica::Sequence, cursor, traits), noNode);

        traits.wanted = {20, 30};
        traits.rackOf = {{1, 10}, {2, 20}, {3, 30}};
        cursor = {};
        QCOMPARE(chooseReplica(table, 0, Replica::PreferRack, cursor, traits), 2);
        cursor.failed = 2;
        QCOMPARE(chooseReplica(table, 0, Replica::PreferRack, cursor, traits), 3);
        traits.inactive = {3};
        QCOMPARE(chooseReplica(table, 0, Replica::PreferRack, cursor, traits), 1);
        traits.inactive = {1, 3};
        QCOMPARE(chooseReplica(table, 0, Replica::PreferRack, cursor, traits), 2);
    }
};

QTEST_GUILESS_MAIN(TestPartitionMap)
#include "tst_partitionmap.moc"
