// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/msgpack.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/valuepreview.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Aeroscope::Value)

class TestValuePreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsValues_data();
    void showsValues();
    void staysBounded();
    void readsOnlyWhatItShows();
    void survivesEveryCut();
    void keepsOneLine();
    void formatsNumbersForPeople();
};

void TestValuePreview::showsValues_data()
{
    QTest::addColumn<Value>("value");
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("count");
    const auto row = [](const char *name, const Value &value, const QString &text, qint64 count = -1) {
        QTest::newRow(name) << value << text << count;
    };
    row("int", 9007199254740993LL, u"9007199254740993"_s);
    row("double", 3.0, u"3.0"_s);
    row("bool", true, u"true"_s);
    row("string", "Brno", u"Brno"_s);
    row("empty list", List{}, u"[]"_s, 0);
    row("list", List{{"vip", "b2b", -5, 2.5, nullptr}}, uR"(["vip","b2b",-5,2.5,null])"_s, 5);
    row("ordered list", List{{1, 2, 3}, ListOrder::Ordered}, u"[1,2,3]"_s, 3);
    row("ordered map with integer keys", Map{{{1, "a"}, {2, true}}, MapOrder::KeyOrdered},
        uR"({1:"a",2:true})"_s, 2);
    row("blob key", Map{{{Value::blob("\x0a\x01"), 42}}}, u"{0x0a01:42}"_s, 1);
    row("nested", Map{{{"a", List{{Map{{{"b", 1}}}}}}}}, uR"({"a":[{"b":1}]})"_s, 1);
    row("large integers", List{{70000, 5000000000LL, -129, -40000, -3000000000LL}},
        u"[70000,5000000000,-129,-40000,-3000000000]"_s, 5);
    row("point", Value::geoJson(R"({"type":"Point","coordinates":[16.60800,49.2]})"),
        u"Point 16.60800, 49.2"_s);
    row("point, coordinates first", Value::geoJson(R"({"coordinates": [ 1.0 , 2.50 ], "type": "Point"})"),
        u"Point 1.0, 2.50"_s);
    row("circle", Value::geoJson(R"({"type":"AeroCircle","coordinates":[[1.0,2.0],30]})"),
        uR"({"type":"AeroCircle","coordinates":[[1.0,2.0],30]})"_s);
    row("blob", Value::blob("\x0a\x01\xff"), u"0x0a01ff"_s, 3);
}

void TestValuePreview::showsValues()
{
    QFETCH(const Value, value);
    QFETCH(const QString, text);
    QFETCH(const qint64, count);
    const ValuePreview preview = previewValue(value);
    QCOMPARE(preview.text, text);
    QCOMPARE(preview.count, count);
    QVERIFY(!preview.cut);
}

void TestValuePreview::staysBounded()
{
    List large;
    for (int i = 0; i < 100'000; ++i)
        large.items.emplace_back(QByteArray("element ").append(QByteArray::number(i)).constData());
    const ValuePreview list = previewValue(large);
    QVERIFY(list.text.size() <= previewLimit);
    QVERIFY(list.text.endsWith(u'…'));
    QVERIFY(list.cut);
    QCOMPARE(list.count, 100'000);

    const ValuePreview text = previewValue(Value::string(QByteArray(1'000'000, 'x')));
    QCOMPARE(text.text.size(), previewLimit);
    QVERIFY(text.cut);
    QVERIFY(previewValue(Value::blob(QByteArray(1'000'000, '\1'))).text.size() <= previewLimit);
    QVERIFY(previewValue(Value::geoJson(R"({"type":"Polygon","coordinates":[[)" + QByteArray(100'000, ' ')))
                .text.size() <= previewLimit);
}

void TestValuePreview::readsOnlyWhatItShows()
{
    // An array header that promises four billion elements costs nothing, and neither do the bytes behind the
    // limit.
    QByteArray bytes = QByteArray::fromHex("ddffffffff");
    for (int i = 0; i < 400; ++i)
        bytes += packValue(Value("abcdef"));
    const ValuePreview preview = previewParticle(ParticleType::List, bytes);
    QVERIFY(preview.cut);
    QCOMPARE(preview.count, qint64(0xffffffff));
}

void TestValuePreview::survivesEveryCut()
{
    const Value value =
        Map{{{"a", List{{1, 2.5, "text", Value::blob("xyz")}, ListOrder::Ordered}}, {70000, nullptr}},
            MapOrder::KeyOrdered};
    const QByteArray whole = packValue(value);
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const ValuePreview preview = previewParticle(ParticleType::Map, whole.first(size));
        QVERIFY2(preview.text.contains(u'?'), qPrintable(preview.text));
    }
    for (const ParticleType type :
         {ParticleType::Integer, ParticleType::Float, ParticleType::Bool, ParticleType::GeoJson})
        QCOMPARE(previewParticle(type, QByteArray()).text, u"?"_s);
}

void TestValuePreview::keepsOneLine()
{
    QCOMPARE(oneLine("a\nb\tc", 10), u"a\u240ab\u2409c"_s);
    // direction overrides must not repaint a row
    QCOMPARE(oneLine("a\xe2\x80\xae"
                     "b",
                     10),
             QString(u"a\ufffdb"_s));
    bool cut = false;
    QCOMPARE(oneLine("\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 4, &cut), u"😀…"_s);
    QVERIFY(cut);
    QVERIFY(oneLine("\xff\xfe", 10).contains(QChar::ReplacementCharacter));
}

void TestValuePreview::formatsNumbersForPeople()
{
    QCOMPARE(groupedCount(0), u"0"_s);
    QCOMPARE(groupedCount(999), u"999"_s);
    QCOMPARE(groupedCount(12'000), u"12\u202f000"_s);
    QCOMPARE(groupedCount(-1'234'567), u"-1\u202f234\u202f567"_s);
    QCOMPARE(compactCount(84'100'000), u"84.1\u202fM"_s);
    QCOMPARE(compactCount(1'234'567'890), u"1.23\u202fG"_s);
    QCOMPARE(byteSize(14), u"14\u202fB"_s);
    QCOMPARE(byteSize(4'100), u"4.1\u202fkB"_s);
    QCOMPARE(byteSize(48'000'000), u"48\u202fMB"_s);
    QCOMPARE(timeLeft(45), u"45s"_s);
    QCOMPARE(timeLeft(4 * 3600 + 20 * 60), u"4h 20m"_s);
    QCOMPARE(timeLeft(3 * 86400 + 4 * 3600), u"3d 04h"_s);
    QCOMPARE(expiryText(VoidTime{0}, 5), u"never"_s);
    QCOMPARE(expiryText(VoidTime{100}, VoidTime::epochUnixSeconds + 100), u"expired"_s);
    QCOMPARE(expiryText(VoidTime{100}, VoidTime::epochUnixSeconds + 70), u"30s"_s);
}

QTEST_GUILESS_MAIN(TestValuePreview)
#include "tst_valuepreview.moc"
