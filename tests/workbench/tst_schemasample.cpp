// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/rows.h"
#include "ui/workbench/schemasample.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;

class TestSchemaSample : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsBinsWithTheirTypes();
    void findsKeysAndValuesAtAPlace_data();
    void findsKeysAndValuesAtAPlace();
    void suggestsNothingLong();
    void staysSmall();

private:
    static void fill(SchemaSample &sample, const std::vector<Record> &records);
};

void TestSchemaSample::fill(SchemaSample &sample, const std::vector<Record> &records)
{
    const RowChunkPtr rows = Test::chunkOf(records);
    for (int i = 0; i < rows->rowCount(); ++i)
        sample.add(rows->row(i));
}

void TestSchemaSample::listsBinsWithTheirTypes()
{
    SchemaSample sample;
    QVERIFY(sample.bins().isEmpty());
    fill(sample, {Test::record(1, {{"a", "text"}, {"b", 1}}), Test::record(2, {{"a", 5}, {"c", 1.5}}),
                  Test::record(3, {{"a", 6}})});
    const QList<Ael::SchemaBin> bins = sample.bins();
    QCOMPARE(bins.size(), 3);
    QCOMPARE(bins[0].name, "a"_ba);
    QCOMPARE(bins[0].types, (QList{Ael::ValueType::Int, Ael::ValueType::String})); // the frequent one first
    QCOMPARE(bins[2].types, QList{Ael::ValueType::Float});
    QCOMPARE(sample.recordCount(), 3);
}

void TestSchemaSample::findsKeysAndValuesAtAPlace_data()
{
    QTest::addColumn<QString>("path"); // empty: the bin itself
    QTest::addColumn<QStringList>("keys");
    QTest::addColumn<QStringList>("samples");

    QTest::newRow("map of the bin") << QString() << QStringList{u"city"_s, u"geo"_s, u"zip"_s}
                                    << QStringList{};
    QTest::newRow("text below a key") << u"$.m.city"_s << QStringList{} << QStringList{u"Brno"_s, u"Oslo"_s};
    QTest::newRow("map below a key") << u"$.m.geo"_s << QStringList{u"lat"_s} << QStringList{};
    QTest::newRow("number below two keys") << u"$.m.geo.lat"_s << QStringList{} << QStringList{u"49"_s};
    QTest::newRow("first entry of the map")
        << u"$.m.{0}"_s << QStringList{} << QStringList{u"Brno"_s, u"Oslo"_s};
    QTest::newRow("nothing there") << u"$.m.none"_s << QStringList{} << QStringList{};
}

void TestSchemaSample::findsKeysAndValuesAtAPlace()
{
    QFETCH(const QString, path);
    QFETCH(const QStringList, keys);
    QFETCH(const QStringList, samples);
    SchemaSample sample;
    const auto address = [](const char *city, const Value &more) {
        Map map{.pairs = {{"city", city}}, .order = MapOrder::Unordered};
        if (!more.isNil())
            map.pairs.emplace_back("geo", more);
        else
            map.pairs.emplace_back("zip", 1);
        return map;
    };
    const Map place{.pairs = {{"lat", 49}}, .order = MapOrder::Unordered};
    fill(sample, {Test::record(1, {{"m", address("Oslo", Value(place))}}),
                  Test::record(2, {{"m", address("Brno", Value())}}),
                  Test::record(3, {{"m", address("Brno", Value(place))}}), Test::record(4, {{"x", 1}})});
    QByteArray context;
    if (!path.isEmpty()) {
        const Ael::ContextResult compiled = Ael::compileContext(path);
        QVERIFY(compiled.ok());
        context = compiled.context;
    }
    const auto texts = [](const QList<Value> &values) {
        QStringList list;
        for (const Value &value : values)
            list.append(value.type() == Value::Type::Integer ? QString::number(value.toInteger())
                                                             : value.text());
        return list;
    };
    QCOMPARE(texts(sample.keys("m", context)), keys);
    QCOMPARE(texts(sample.samples("m", context)), samples);
}

void TestSchemaSample::suggestsNothingLong()
{
    SchemaSample sample;
    fill(sample, {Test::record(1, {{"t", Value::string(QByteArray(100, 'x'))}}),
                  Test::record(2, {{"t", Value::string("short")}}),
                  Test::record(3, {{"t", Value::string(QByteArray(100'000, 'y'))}})});
    QCOMPARE(sample.samples("t", {}).size(), 1);
    QCOMPARE(sample.bins().first().types, QList{Ael::ValueType::String});
}

void TestSchemaSample::staysSmall()
{
    SchemaSample sample;
    Map wide;
    for (qint64 i = 0; i < 1'000; ++i)
        wide.pairs.emplace_back(i, i);
    const RowChunkPtr rows = Test::chunkOf(1, 300, [&wide](qint64 key) {
        return Test::record(key, {{"m", Value(wide)}, {"late" + QByteArray::number(key / 250), 1}});
    });
    for (int i = 0; i < rows->rowCount(); ++i)
        sample.add(rows->row(i));
    QVERIFY(sample.isFull());
    QCOMPARE(sample.keys("m", {}).size(), 100); // of each map only the first ones
    QCOMPARE(sample.samples("late1", {}).size(), 0);
    QCOMPARE(sample.bins().size(), 3); // but the bin is known
}

QTEST_GUILESS_MAIN(TestSchemaSample)
#include "tst_schemasample.moc"
