// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/exactjson.h"
#include "client/value/msgpack.h"
#include "tests/ui/support/rows.h"
#include "tests/ui/support/windowfixture.h"
#include "ui/grid/recordgrid.h"
#include "ui/grid/rowencoder.h"
#include "ui/query/querytab.h"
#include "ui/record/detailpane.h"
#include "ui/record/hexview.h"
#include "ui/record/msgpackwalk.h"
#include "ui/record/valuetree.h"
#include "ui/shell/paneldock.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

class TestDetailPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }

    void walksPackedValues();
    void refusesBadBytes();
    void showsNestedValuesLazily();
    void readsOnlyWhatIsSeenOfALargeValue();
    void showsTextInPieces();
    void picksTheViewThatSuits();
    void tellsMoments();
    void movesThroughBytes();
    void findsBytes();
    void savesWhatIsThere();
    void followsTheSelection();

private:
    static QString cell(const ValueTree &model, const QModelIndex &parent, int row, int column)
    {
        return model.data(model.index(row, column, parent)).toString();
    }

    std::unique_ptr<Theme> m_theme;
};

void TestDetailPane::walksPackedValues()
{
    const Record record = Test::everyType();
    for (const Bin &bin : record.bins) {
        const QByteArray packed = packValue(bin.value);
        QCOMPARE(skipPacked(packed, 0), packed.size());
        for (qsizetype cut = 0; cut < packed.size(); ++cut)
            QCOMPARE(skipPacked(QByteArrayView(packed).first(cut), 0), -1);
    }
}

void TestDetailPane::refusesBadBytes()
{
    // a list that says that it has four thousand million lists in it
    const QByteArray bomb = QByteArray::fromHex("ddffffffff") + QByteArray(100, '\xdd');
    QCOMPARE(skipPacked(bomb, 0), -1);
    ValueTree model;
    for (const QByteArray &bytes :
         {bomb, QByteArray(), QByteArray("\xc1"), QByteArray("\x93\x01"), QByteArray("\x81\x01")}) {
        model.setBytes(bytes);
        while (model.canFetchMore({}))
            model.fetchMore({});
        QVERIFY(model.rowCount() <= 200);
    }
}

void TestDetailPane::showsNestedValuesLazily()
{
    const Record record = Test::everyType();
    ValueTree model;
    model.setBytes(packValue(*record.bin("map"))); // ordered: the marker is no entry
    QVERIFY(model.hasChildren());
    QCOMPARE(model.rowCount(), 0);
    model.fetchMore({});
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!model.canFetchMore({}));
    QCOMPARE(cell(model, {}, 0, ValueTree::NameColumn), u"1"_s);
    QCOMPARE(cell(model, {}, 0, ValueTree::ValueColumn), u"dark"_s);
    QCOMPARE(cell(model, {}, 2, ValueTree::NameColumn), u"0x0a01"_s);
    QCOMPARE(cell(model, {}, 2, ValueTree::TypeColumn), u"int"_s);
    QCOMPARE(cell(model, {}, 2, ValueTree::ValueColumn), u"42"_s);
    model.setBytes(packValue(Value(List{{1, List{{2, List{{3}}}}, "x"}})));
    model.fetchMore({});
    const QModelIndex inner = model.index(1, 0);
    QVERIFY(model.hasChildren(inner));
    model.fetchMore(inner);
    QCOMPARE(cell(model, inner, 0, ValueTree::ValueColumn), u"2"_s);
    QCOMPARE(model.parent(model.index(0, 0, inner)), inner);
    QVERIFY(!model.hasChildren(model.index(0, 0)));
}

void TestDetailPane::readsOnlyWhatIsSeenOfALargeValue()
{
    // 8 MiB in one list, and the same in one text
    constexpr quint32 count = 1'000'000;
    MsgpackWriter writer;
    writer.listHeader(count);
    for (quint32 i = 0; i < count; ++i)
        writer.integer(qint64(1) << 40); // nine bytes each
    const QByteArray bytes = writer.take();
    QVERIFY(bytes.size() > 8 * 1024 * 1024);
    DetailPane pane;
    pane.resize(700, 400);
    pane.show();
    QVERIFY(QTest::qWaitForWindowExposed(&pane));
    pane.showValue(u"big"_s, ParticleType::List, bytes, {});
    QCoreApplication::processEvents();
    QCOMPARE(pane.view(), DetailPane::View::Tree);
    QVERIFY(pane.model()->rowCount() > 0);
    QVERIFY2(pane.model()->elementsRead() <= 1000, qPrintable(QString::number(pane.model()->elementsRead())));
    pane.tree()->verticalScrollBar()->setValue(pane.tree()->verticalScrollBar()->maximum());
    QCoreApplication::processEvents();
    QVERIFY(pane.model()->elementsRead() <= 5000);
    pane.setView(DetailPane::View::Text);
    QVERIFY(pane.text()->document()->characterCount() <= 20'000);
    pane.setView(DetailPane::View::Hex);
    QCOMPARE(pane.hex()->bytes().size(), bytes.size());
    QVERIFY(pane.hex()->goTo(bytes.size() - 1));
}

void TestDetailPane::showsTextInPieces()
{
    QByteArray text;
    while (text.size() < 300'000)
        text += "příliš žluťoučký "; // letters of two bytes at every place
    DetailPane pane;
    pane.resize(700, 400);
    pane.show();
    pane.showValue(u"text"_s, ParticleType::String, text, {});
    QCOMPARE(pane.view(), DetailPane::View::Text);
    QVERIFY(pane.text()->document()->characterCount() < 20'000);
    QVERIFY(pane.moreButton()->isVisible());
    for (int i = 0; i < 10 && pane.moreButton()->isVisible(); ++i)
        QTest::mouseClick(pane.moreButton(), Qt::LeftButton);
    QVERIFY(!pane.moreButton()->isVisible());
    QCOMPARE(pane.text()->toPlainText(), QString::fromUtf8(text)); // no letter was cut in two
}

void TestDetailPane::picksTheViewThatSuits()
{
    DetailPane pane;
    const Record record = Test::everyType();
    const auto show = [&](const QByteArray &bin) {
        const Value value = *record.bin(bin);
        pane.showValue(QString::fromLatin1(bin), value.particleType(), encodeParticle(value), {});
        return pane.view();
    };
    QCOMPARE(show("int"), DetailPane::View::Text);
    QCOMPARE(pane.text()->toPlainText(), u"9007199254740993"_s);
    QCOMPARE(show("map"), DetailPane::View::Tree);
    QCOMPARE(show("blob"), DetailPane::View::Hex);
    QCOMPARE(show("str"), DetailPane::View::Text); // nobody chose the bytes …
    pane.setView(DetailPane::View::Hex);
    QCOMPARE(show("str"), DetailPane::View::Hex); // … now somebody did: they stay …
    QCOMPARE(show("map"), DetailPane::View::Hex);
    show("str");
    pane.setView(DetailPane::View::Text);
    QCOMPARE(pane.text()->toPlainText(), u"Plzeň"_s);
    QCOMPARE(show("geo"), DetailPane::View::Text);
    QVERIFY(pane.text()->toPlainText().startsWith(u"{\"type\":\"Point\""_s));
    QCOMPARE(show("list"), DetailPane::View::Tree); // … where it makes sense
    pane.showNote(u"none"_s, u"absent"_s, {});
    QCOMPARE(pane.view(), DetailPane::View::Text);
    QVERIFY(pane.text()->toPlainText().isEmpty());
}

void TestDetailPane::tellsMoments()
{
    DetailPane pane;
    const auto readings = [&pane](qint64 number) {
        pane.showValue(u"n"_s, ParticleType::Integer, encodeParticle(Value(number)), {});
        return pane.readings();
    };
    QCOMPARE(readings(1'000'000'000), u"as seconds: 2001-09-09 01:46:40 UTC"_s);
    QCOMPARE(readings(1'000'000'000'000), u"as milliseconds: 2001-09-09 01:46:40 UTC"_s);
    QCOMPARE(readings(1'000'000'000'000'000), u"as microseconds: 2001-09-09 01:46:40 UTC"_s);
    QCOMPARE(readings(42), QString());
    QCOMPARE(readings(-1'000'000'000), QString());
}

void TestDetailPane::movesThroughBytes()
{
    HexView hex;
    QByteArray bytes;
    for (int i = 0; i < 1000; ++i)
        bytes.append(static_cast<char>(i));
    hex.resize(700, 300);
    hex.show();
    QVERIFY(QTest::qWaitForWindowExposed(&hex));
    hex.setBytes(bytes);
    QSignalSpy moved(&hex, &HexView::cursorChanged);
    QTest::keyClick(&hex, Qt::Key_Right);
    QTest::keyClick(&hex, Qt::Key_Down);
    QCOMPARE(hex.cursor(), 17);
    QTest::keyClick(&hex, Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(hex.cursor(), 999);
    QTest::keyClick(&hex, Qt::Key_Home);
    QCOMPARE(hex.cursor(), 992);
    QTest::keyClick(&hex, Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(&hex, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&hex, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(hex.selected(), bytes.first(3));
    QTest::keyClick(&hex, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"000102"_s);
    QVERIFY(!hex.goTo(1000));
    QVERIFY(hex.goTo(1));
    QVERIFY(hex.inspection().contains(u"int16 258 BE · 513 LE"_s));
    hex.setBytes({});
    QCOMPARE(hex.cursor(), -1);
    QTest::keyClick(&hex, Qt::Key_Right);
    QCOMPARE(hex.cursor(), -1);
}

void TestDetailPane::findsBytes()
{
    DetailPane pane;
    pane.resize(700, 300);
    pane.show();
    pane.showValue(u"b"_s, ParticleType::Blob,
                   QByteArray("abc\x0a\x0f"
                              "abc dead",
                              13),
                   {});
    QLineEdit *find = pane.findField();
    find->setText(u"abc"_s);
    // abc are no whole pairs of digits: text
    QTest::keyClick(find, Qt::Key_Return);
    QCOMPARE(pane.hex()->cursor(), 7);
    QCOMPARE(pane.hex()->selected(), "abc"_ba);
    QTest::keyClick(find, Qt::Key_Return);
    QCOMPARE(pane.hex()->cursor(), 2); // round
    find->setText(u"0a0f"_s);
    QTest::keyClick(find, Qt::Key_Return);
    QCOMPARE(pane.hex()->selected(), QByteArray("\x0a\x0f"));
    QSignalSpy notice(&pane, &DetailPane::notice);
    find->setText(u"dead"_s); // digits: bytes, which are not there
    QTest::keyClick(find, Qt::Key_Return);
    QCOMPARE(notice.count(), 1);
    find->setText(u"\"dead\""_s);
    QTest::keyClick(find, Qt::Key_Return);
    QCOMPARE(pane.hex()->selected(), "dead"_ba);
    pane.placeField()->setText(u"0x3"_s);
    QTest::keyClick(pane.placeField(), Qt::Key_Return);
    QCOMPARE(pane.hex()->cursor(), 3);
    pane.placeField()->setText(u"99"_s);
    QTest::keyClick(pane.placeField(), Qt::Key_Return);
    QCOMPARE(notice.count(), 2);
}

void TestDetailPane::savesWhatIsThere()
{
    QTemporaryDir folder;
    DetailPane pane;
    QSignalSpy notice(&pane, &DetailPane::notice);
    const Record record = Test::everyType();
    for (const Bin &bin : record.bins) {
        const QString file = folder.path() + u'/' + QString::fromLatin1(bin.name);
        pane.showValue(QString::fromLatin1(bin.name), bin.value.particleType(), encodeParticle(bin.value),
                       {});
        notice.clear();
        pane.saveTo(file);
        QTRY_COMPARE(notice.count(), 1);
        QFile in(file);
        QVERIFY(in.open(QIODevice::ReadOnly));
        const QByteArray content = in.readAll();
        switch (bin.value.type()) {
        case Value::Type::String:
        case Value::Type::Blob:
        case Value::Type::Hll:
        case Value::Type::GeoJson:
            QCOMPARE(content, bin.value.bytes());
            break;
        default:
            QVERIFY(*fromExactJson(content) == bin.value);
        }
    }
    notice.clear();
    pane.saveTo(folder.path() + "/no/such/folder"_L1);
    QTRY_COMPARE(notice.count(), 1);
}

void TestDetailPane::followsTheSelection()
{
    Test::WindowFixture fixture;
    QVERIFY(fixture.connectDemo());
    QueryTab *tab = fixture.open("users");
    QVERIFY(tab);
    fixture.window().recordDock()->showPage(fixture.window().detail());
    DetailPane *detail = fixture.window().detail();
    tab->grid()->setCurrentCell(3, tab->grid()->columns()->visualOfBin("tags"));
    QCOMPARE(detail->title(), u"tags"_s);
    QCOMPARE(detail->view(), DetailPane::View::Tree);
    QTRY_VERIFY(detail->model()->rowCount() > 0);
    QCOMPARE(cell(*detail->model(), {}, 0, ValueTree::ValueColumn), u"vip"_s);
    tab->grid()->setFocus();
    QTest::keyClick(tab->grid(), Qt::Key_Home);
    QCOMPARE(detail->title(), u"key"_s);
    QCOMPARE(detail->text()->toPlainText(), tab->grid()->cellFormat(3, 0).text);
    const GridColumns *columns = tab->grid()->columns();
    tab->grid()->setCurrentCell(3, columns->visualOf({GridColumns::Kind::Expiry, {}}));
    QCOMPARE(detail->title(), u"expires"_s);
    // never is a word beside the title, no number
    const VoidTime expires = tab->store()->row(3).voidTime();
    QCOMPARE(detail->text()->toPlainText(),
             expires.never() ? QString() : QString::number(expires.unixSeconds()));
    tab->start();
    QTRY_VERIFY(!tab->run()->isRunning());
    QVERIFY(Test::WindowFixture::unnamedWidgets(&fixture.window()).isEmpty());
}

QTEST_MAIN(TestDetailPane)
#include "tst_detailpane.moc"
