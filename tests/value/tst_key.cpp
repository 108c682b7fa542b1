// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/key.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

class TestKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void digestsAreTheServersOwn_data();
    void digestsAreTheServersOwn();
    void digestIsPlainRipemd160();
    void languageBlobsHashTheirType();
    void threadsDigestIndependently();
    void hexReadsBothCasesAndNothingElse();
    void refusesWhatCannotBeAKey_data();
    void refusesWhatCannotBeAKey();
    void limitsAreInclusive();
    void equalityIsNamespaceAndDigest();
};

void TestKey::digestsAreTheServersOwn_data()
{
    QTest::addColumn<QByteArray>("set");
    QTest::addColumn<Value>("key");
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<int>("partition");

    const auto row = [](const char *set, const Value &key, const char *hex, int partition) {
        QTest::addRow("%s/%s", set, hex) << QByteArray(set) << key << QByteArray(hex) << partition;
    };
    row("demo", 1, "b7f4b83889e2da67de683e1df6919a1eacc446c8", 1207);
    row("demo", -1, "e9d49a24c3debdc5a6d551d3e7087999a263bb97", 1257);
    row("demo", 0, "ceded27492b392e0232514bb54a8ec2076acef37", 3790);
    row("demo", std::numeric_limits<qint64>::max(), "6964c1df0d52acf332aef2bfdd54ba366285d051", 1129);
    row("demo", "1", "6576b4888ccf929c200b6fbd90d09df3f6d10cf3", 1637);
    row("demo", "key1", "ec91192d4b7f8ce35d5d78d34bca65cbaaaac960", 492);
    row("demo", "", "6253653507ba82c3f57c87af2f86d39033149e0c", 866);
    row("demo", "é", "8c485803cdab0e9c863965bda512dc427680a681", 2188);
    row("demo", Value::blob(QByteArray::fromHex("0001ff")), "6795de8aab179c91914537ea4ef8aeb707b14ec8", 1383);
    row("demo", 1.5, "10c03b48ac9b3ad8020721c4ef63d5e84485edce", 16);
    row("", 1, "a443f05d05d962202b59abb402afae1737dbf66a", 932);
    row("", "key1", "579f05ecf9e6a9e796f4da2ab0b1323364df5c10", 3927);
    row("test", 42, "3d1d910581334a36ccc8ed64b12f40e56f2c6152", 3389);
    row("dn2", "k1", "f5f90ba2ae3796d0eacbe2ac82e0efcc73c25b19", 2549);
    row("<ERO~MRT", 7, "66892959864f8ef97a5852070c27f898d87bbe3c", 2406);
}

void TestKey::digestsAreTheServersOwn()
{
    QFETCH(QByteArray, set);
    QFETCH(Value, key);
    QFETCH(QByteArray, hex);
    QFETCH(int, partition);

    const auto named = Key::of("test"_ba, set, key);
    QVERIFY(named);
    QCOMPARE(named->digest().toHex(), hex);
    QCOMPARE(named->partitionId(), partition);
    QCOMPARE(computeDigest(set, key).toHex(), hex);
    QCOMPARE(named->userKey(), std::optional(key));
}

void TestKey::digestIsPlainRipemd160()
{
    // RIPEMD-160("abc"), where 'a' is the set, 'b' (98) a blob type and 'c' the key
    QCOMPARE(computeDigest("a", Value::blob("c"_ba, static_cast<ParticleType>('b'))).toHex(),
             "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"_ba);
}

void TestKey::languageBlobsHashTheirType()
{
    QVERIFY(computeDigest("s", Value::blob("x"_ba)) !=
            computeDigest("s", Value::blob("x"_ba, ParticleType::JavaBlob)));
    QVERIFY(computeDigest("s", Value("x")) != computeDigest("s", Value::blob("x"_ba)));
}

void TestKey::threadsDigestIndependently()
{
    std::vector<std::thread> threads;
    std::atomic<int> wrong = 0;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&wrong] {
            for (int i = 0; i < 2000; ++i) {
                if (computeDigest("demo", 1).toHex() != "b7f4b83889e2da67de683e1df6919a1eacc446c8")
                    ++wrong;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
}

void TestKey::hexReadsBothCasesAndNothingElse()
{
    const QByteArray hex = "b7f4b83889e2da67de683e1df6919a1eacc446c8"_ba;
    const auto digest = Digest::fromHex(hex);
    QVERIFY(digest);
    QCOMPARE(digest->toHex(), hex);
    QCOMPARE(Digest::fromHex(hex.toUpper()), digest);
    QVERIFY(!Digest::fromHex(hex.chopped(1)));
    QVERIFY(!Digest::fromHex(hex + "0"));
    QVERIFY(!Digest::fromHex("g"_ba + hex.mid(1)));
    QVERIFY(!Digest::fromHex({}));
    QVERIFY(!Digest::fromBytes("short"));
    QCOMPARE(Digest::fromBytes(QByteArray::fromHex(hex)), digest);
}

void TestKey::refusesWhatCannotBeAKey_data()
{
    QTest::addColumn<QByteArray>("ns");
    QTest::addColumn<QByteArray>("set");
    QTest::addColumn<Value>("key");
    QTest::newRow("no namespace") << ""_ba << "s"_ba << Value(1);
    QTest::newRow("namespace of 32 bytes") << QByteArray(32, 'n') << "s"_ba << Value(1);
    QTest::newRow("set of 64 bytes") << "n"_ba << QByteArray(64, 's') << Value(1);
    QTest::newRow("nil key") << "n"_ba << "s"_ba << Value();
    QTest::newRow("bool key") << "n"_ba << "s"_ba << Value(true);
    QTest::newRow("list key") << "n"_ba << "s"_ba << Value(List{});
    QTest::newRow("map key") << "n"_ba << "s"_ba << Value(Map{});
    QTest::newRow("GeoJSON key") << "n"_ba << "s"_ba << Value::geoJson("{}"_ba);
    QTest::newRow("HLL key") << "n"_ba << "s"_ba << Value::hll("x"_ba);
    QTest::newRow("wildcard key") << "n"_ba << "s"_ba << Value::wildcard();
}

void TestKey::refusesWhatCannotBeAKey()
{
    QFETCH(QByteArray, ns);
    QFETCH(QByteArray, set);
    QFETCH(Value, key);
    const auto named = Key::of(ns, set, key);
    QVERIFY(!named);
    QCOMPARE(named.error().kind, ErrorKind::InvalidArgument);
    QVERIFY(!named.error().message.isEmpty());
}

void TestKey::limitsAreInclusive()
{
    QVERIFY(Key::of(QByteArray(31, 'n'), QByteArray(63, 's'), Value(1)));
    QVERIFY(Key::of("n"_ba, {}, Value("")));
}

void TestKey::equalityIsNamespaceAndDigest()
{
    const Key named = *Key::of("n"_ba, "s"_ba, Value(1));
    QVERIFY(named == Key::fromDigest("n"_ba, {}, named.digest()));
    QVERIFY(!(named == Key::fromDigest("m"_ba, "s"_ba, named.digest())));
    QVERIFY(!(named == *Key::of("n"_ba, "s"_ba, Value(2))));
    QCOMPARE(qHash(named), qHash(Key::fromDigest("n"_ba, {}, named.digest())));
}

QTEST_GUILESS_MAIN(TestKey)
#include "tst_key.moc"
