// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/exactjson.h"
#include "tests/ui/support/rows.h"
#include "ui/grid/gridcopy.h"
#include "ui/grid/gridheader.h"
#include "ui/grid/recordgrid.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"

#include <QAccessible>
#include <QClipboard>
#include <QDateTime>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

class TestRecordGrid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init();
    void cleanup();

    void formatsEveryType_data();
    void formatsEveryType();
    void showsKeysWithTheirTypes();
    void showsAbsentBinsAsADash();
    void showsGenerationAndExpiry();
    void paintsTypedCells();
    void addsColumnsAsRowsStream();
    void movesByKeyboard();
    void selectsByMouse();
    void selectsAllWithoutTouchingRows();
    void copiesACellExactly_data();
    void copiesACellExactly();
    void copiesRangesAsTabbedText();
    void copiesRecordsAsExactJson();
    void resizesColumnsByDragging();
    void fitsColumnsOnDoubleClick();
    void activatesRows();
    void keepsPaintingWhileAMillionRowsStream();
    void survivesHugeRowNumbers();
    void marksDeletedRows();
    void isReadableForAssistiveTechnology();

private:
    [[nodiscard]] QColor pixel(qint64 row, int column, QPoint inCell);
    [[nodiscard]] bool inkLeftOf(qint64 row, int column, int x) const;

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<RecordStore> m_store;
    std::unique_ptr<RecordGrid> m_grid;
};

void TestRecordGrid::init()
{
    m_store = std::make_unique<RecordStore>();
    m_grid = std::make_unique<RecordGrid>(m_store.get());
    m_grid->resize(1200, 500);
    m_grid->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_grid.get()));
    m_grid->setFocus();
}

void TestRecordGrid::cleanup()
{
    m_grid.reset();
    m_store.reset();
}

void TestRecordGrid::formatsEveryType_data()
{
    QTest::addColumn<QByteArray>("bin");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("note");
    QTest::addColumn<bool>("right");
    QTest::addColumn<bool>("fixed");
    QTest::newRow("int") << "int"_ba << u"9007199254740993"_s << QString() << true << true;
    QTest::newRow("double") << "double"_ba << u"3.0"_s << QString() << true << true;
    QTest::newRow("bool") << "bool"_ba << u"true"_s << QString() << false << true;
    QTest::newRow("str") << "str"_ba << u"Plzeň"_s << QString() << false << false;
    QTest::newRow("blob") << "blob"_ba << u"0x0a01ff"_s << u"· 3\u202fB"_s << false << true;
    QTest::newRow("list") << "list"_ba << uR"(["vip","b2b",7])"_s << u"· 3"_s << false << true;
    QTest::newRow("map") << "map"_ba << uR"({1:"dark","lang":"cs",0x0a01:42})"_s << u"· 3"_s << false << true;
    QTest::newRow("geo") << "geo"_ba << u"Point 16.608, 49.195"_s << QString() << false << true;
    QTest::newRow("hll") << "hll"_ba << u"8/0"_s << u"· 203\u202fB"_s << false << true;
}

void TestRecordGrid::formatsEveryType()
{
    QFETCH(const QByteArray, bin);
    m_store->append(Test::chunkOf({Test::everyType()}));
    const CellFormat format = m_grid->cellFormat(0, m_grid->columns()->visualOfBin(bin));
    QTEST(format.text, "text");
    QTEST(format.note, "note");
    QTEST(format.rightAligned, "right");
    QTEST(format.fixedFont, "fixed");
    QVERIFY(!format.absent);
}

void TestRecordGrid::showsKeysWithTheirTypes()
{
    Record text = Test::record(1, {{"a", 1}});
    text.key = *Key::of("test", "users", "user42");
    Record bytes = Test::record(2, {{"a", 1}});
    bytes.key = *Key::of("test", "users", Value::blob("\x0a\x01"));
    const Record unknown = Test::withoutKey(Test::record(3, {{"a", 1}}));
    m_store->append(Test::chunkOf({Test::record(1001, {{"a", 1}}), text, bytes, unknown}));
    QCOMPARE(m_grid->cellFormat(0, 0).chip, u"123"_s);
    QCOMPARE(m_grid->cellFormat(0, 0).text, u"1001"_s);
    QCOMPARE(m_grid->cellFormat(1, 0).chip, u"ab"_s);
    QCOMPARE(m_grid->cellFormat(1, 0).text, u"user42"_s);
    QCOMPARE(m_grid->cellFormat(2, 0).chip, u"hex"_s);
    QCOMPARE(m_grid->cellFormat(2, 0).text, u"0x0a01"_s);
    QCOMPARE(m_grid->cellFormat(3, 0).chip, u"dig"_s);
    const QString digest = QString::fromLatin1(unknown.key.digest().toHex());
    QCOMPARE(m_grid->cellFormat(3, 0).text, digest.left(6) + u'…' + digest.right(2));
    QVERIFY(m_grid->cellFormat(3, 0).muted);
}

void TestRecordGrid::showsAbsentBinsAsADash()
{
    m_store->append(Test::chunkOf({Test::record(1, {{"a", 1}}), Test::record(2, {{"b", 2}})}));
    const CellFormat absent = m_grid->cellFormat(1, m_grid->columns()->visualOfBin("a"));
    QCOMPARE(absent.text, u"–"_s);
    QVERIFY(absent.absent);
    QVERIFY(absent.muted);
}

void TestRecordGrid::showsGenerationAndExpiry()
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const VoidTime later{
        static_cast<quint32>(now - VoidTime::epochUnixSeconds + 3 * 86400 + 4 * 3600 + 1800)};
    m_store->append(
        Test::chunkOf({Test::record(1, {{"a", 1}}, 7, later), Test::record(2, {{"a", 1}}, 65535)}));
    const int columns = m_grid->columns()->count();
    QCOMPARE(m_grid->cellFormat(0, columns - 2).text, u"7"_s);
    QCOMPARE(m_grid->cellFormat(0, columns - 1).text, u"3d 04h"_s);
    QCOMPARE(m_grid->cellFormat(1, columns - 2).text, u"65535"_s);
    QCOMPARE(m_grid->cellFormat(1, columns - 1).text, u"never"_s);
}

/// Does the cell have a dark pixel left of x (in the cell)?
bool TestRecordGrid::inkLeftOf(qint64 row, int column, int x) const
{
    const QImage image = m_grid->viewport()->grab().toImage();
    const QRect cell = m_grid->cellRect(row, column);
    for (int dx = 4; dx < x; ++dx) {
        for (int dy = 4; dy < cell.height() - 4; ++dy) {
            if (image.pixelColor(cell.left() + dx, cell.top() + dy).lightness() < 120)
                return true;
        }
    }
    return false;
}

void TestRecordGrid::paintsTypedCells()
{
    m_store->append(Test::chunkOf(
        {Test::record(1, {{"number", 5}, {"text", "x"}}), Test::record(2, {{"number", 123456789012345LL}})}));
    m_grid->flush();
    const int number = m_grid->columns()->visualOfBin("number");
    const int text = m_grid->columns()->visualOfBin("text");
    const int half = m_grid->columns()->at(number).width / 2;
    QVERIFY(!inkLeftOf(0, number, half)); // a short number stands at the right
    QVERIFY(inkLeftOf(0, text, 24));      // a text at the left
    // the widest number is shown whole: the column grew for it
    QVERIFY(m_grid->columns()->at(number).width >= 15 * 6);
}

void TestRecordGrid::addsColumnsAsRowsStream()
{
    QCOMPARE(m_grid->columns()->count(), 3);
    m_store->append(Test::chunkOf({Test::record(1, {{"a", 1}})}));
    QCOMPARE(m_grid->columns()->count(), 4);
    m_store->append(Test::chunkOf({Test::record(2, {{"b", "x"}, {"a", 1}})}));
    QCOMPARE(m_grid->columns()->count(), 5);
    QCOMPARE(m_grid->columns()->title(1), u"a"_s);
    QCOMPARE(m_grid->columns()->title(2), u"b"_s);
    QCOMPARE(m_grid->columns()->at(3).kind, GridColumns::Kind::Generation);
    m_store->clear();
    QCOMPARE(m_grid->columns()->count(), 3);
}

void TestRecordGrid::movesByKeyboard()
{
    m_store->append(Test::chunkOf(0, 1000, [](qint64 i) { return Test::record(i, {{"a", i}, {"b", i}}); }));
    QSignalSpy current(m_grid.get(), &RecordGrid::currentRowChanged);
    QTest::keyClick(m_grid.get(), Qt::Key_Down);
    QCOMPARE(m_grid->currentRow(), 0);
    QTest::keyClick(m_grid.get(), Qt::Key_Down);
    QTest::keyClick(m_grid.get(), Qt::Key_Right);
    QCOMPARE(m_grid->currentRow(), 1);
    QCOMPARE(m_grid->currentColumn(), 1);
    QCOMPARE(current.count(), 2);
    QTest::keyClick(m_grid.get(), Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(m_grid->currentRow(), 999);
    QVERIFY(m_grid->topRow() > 900);
    QVERIFY(!m_grid->cellRect(999, 0).isNull());
    QTest::keyClick(m_grid.get(), Qt::Key_PageUp);
    QCOMPARE(m_grid->currentRow(), 999 - (m_grid->visibleRowCount() - 1));
    QTest::keyClick(m_grid.get(), Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(m_grid->currentRow(), 0);
    QCOMPARE(m_grid->topRow(), 0);
    QTest::keyClick(m_grid.get(), Qt::Key_End);
    QCOMPARE(m_grid->currentColumn(), m_grid->columns()->count() - 1);
    QTest::keyClick(m_grid.get(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(m_grid.get(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_grid->selection().rows.count(), 3);
    QTest::keyClick(m_grid.get(), Qt::Key_Up);
    QCOMPARE(m_grid->selection().rows.count(), 1);
}

void TestRecordGrid::selectsByMouse()
{
    m_store->append(Test::chunkOf(0, 100, [](qint64 i) { return Test::record(i, {{"a", i}, {"b", i}}); }));
    m_grid->flush();
    const auto center = [this](qint64 row, int column) { return m_grid->cellRect(row, column).center(); };
    QTest::mouseClick(m_grid->viewport(), Qt::LeftButton, {}, center(3, 1));
    QCOMPARE(m_grid->currentRow(), 3);
    QCOMPARE(m_grid->currentColumn(), 1);
    QTest::mouseClick(m_grid->viewport(), Qt::LeftButton, Qt::ShiftModifier, center(6, 2));
    QCOMPARE(m_grid->selection().rows.ranges(), (std::vector<RowRanges::Range>{{3, 6}}));
    QCOMPARE(m_grid->selection().firstColumn, 1);
    QCOMPARE(m_grid->selection().lastColumn, 2);
    QTest::mouseClick(m_grid->viewport(), Qt::LeftButton, Qt::ControlModifier, center(4, 2));
    QCOMPARE(m_grid->selection().rows.ranges(), (std::vector<RowRanges::Range>{{3, 3}, {5, 6}}));
    QTest::mouseClick(m_grid->viewport(), Qt::LeftButton, Qt::ControlModifier, center(9, 2));
    QCOMPARE(m_grid->selection().rows.count(), 4);
    // the row number takes whole rows
    QTest::mouseClick(m_grid->viewport(), Qt::LeftButton, {}, QPoint(10, center(2, 0).y()));
    QVERIFY(m_grid->selection().wholeRows);
    QCOMPARE(m_grid->selection().rows.ranges(), (std::vector<RowRanges::Range>{{2, 2}}));
    // dragging extends
    QTest::mousePress(m_grid->viewport(), Qt::LeftButton, {}, center(1, 1));
    QMouseEvent move(QEvent::MouseMove, QPointF(center(5, 2)),
                     m_grid->viewport()->mapToGlobal(QPointF(center(5, 2))), Qt::NoButton, Qt::LeftButton,
                     Qt::NoModifier);
    QCoreApplication::sendEvent(m_grid->viewport(), &move);
    QTest::mouseRelease(m_grid->viewport(), Qt::LeftButton, {}, center(5, 2));
    QCOMPARE(m_grid->selection().rows.ranges(), (std::vector<RowRanges::Range>{{1, 5}}));
    QVERIFY(!m_grid->selection().wholeRows);
}

void TestRecordGrid::selectsAllWithoutTouchingRows()
{
    for (int part = 0; part < 50; ++part)
        m_store->append(
            Test::chunkOf(part * 2000, 2000, [](qint64 i) { return Test::record(i, {{"a", i}}); }));
    QTest::keyClick(m_grid.get(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(m_grid->selection().rows.count(), 100'000);
    QCOMPARE(m_grid->selection().rows.ranges().size(), size_t(1));
    QVERIFY(m_grid->selection().wholeRows);
}

void TestRecordGrid::copiesACellExactly_data()
{
    QTest::addColumn<QByteArray>("bin");
    QTest::addColumn<QString>("text");
    QTest::newRow("int") << "int"_ba << u"9007199254740993"_s;
    QTest::newRow("double") << "double"_ba << u"3.0"_s;
    QTest::newRow("str") << "str"_ba << u"Plzeň"_s;
    QTest::newRow("blob") << "blob"_ba << u"0x0a01ff"_s;
    QTest::newRow("list") << "list"_ba << uR"(["vip","b2b",7])"_s;
    QTest::newRow("map") << "map"_ba
                         << uR"({"$map":[[1,"dark"],["lang","cs"],[{"$blob":"CgE="},42]],"order":"key"})"_s;
    QTest::newRow("geo") << "geo"_ba << uR"({"type":"Point","coordinates":[16.608,49.195]})"_s;
}

void TestRecordGrid::copiesACellExactly()
{
    QFETCH(const QByteArray, bin);
    QFETCH(const QString, text);
    m_store->append(Test::chunkOf({Test::everyType()}));
    m_grid->setCurrentCell(0, m_grid->columns()->visualOfBin(bin));
    QTest::keyClick(m_grid.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), text);
}

void TestRecordGrid::copiesRangesAsTabbedText()
{
    m_store->append(
        Test::chunkOf({Test::record(1, {{"a", 1}, {"b", "x\ty"}}),
                       Test::record(2, {{"a", -2}, {"b", "say \"hi\""}}), Test::record(3, {{"a", 3.0}})}));
    QSignalSpy notice(m_grid.get(), &RecordGrid::notice);
    m_grid->setCurrentCell(0, 1);
    QTest::keyClick(m_grid.get(), Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(m_grid.get(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(m_grid.get(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(m_grid.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("1\t\"x\ty\"\n-2\t\"say \"\"hi\"\"\"\n3.0\t\n"));
    QCOMPARE(notice.count(), 1);
    copySelection(m_grid.get(), CopyFormat::TextWithHeader);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"a\tb\n"_s));
}

void TestRecordGrid::copiesRecordsAsExactJson()
{
    const Record first = Test::everyType();
    const Record second = Test::withoutKey(Test::record(2, {{"a", 1}}));
    m_store->append(Test::chunkOf({first, second}));
    m_grid->selectAllRows();
    copySelection(m_grid.get(), CopyFormat::Ndjson);
    const QList<QString> lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QCOMPARE(lines[0].toUtf8(), toExactJson(first, now));
    QCOMPARE(lines[1].toUtf8(), toExactJson(second, now));
}

void TestRecordGrid::resizesColumnsByDragging()
{
    m_store->append(Test::chunkOf({Test::everyType()}));
    m_grid->flush();
    auto *header = m_grid->findChild<GridHeader *>();
    QVERIFY(header);
    const int width = m_grid->columns()->at(1).width;
    const QRect cell = m_grid->cellRect(0, 1);
    const QPoint border(cell.right(), 10);
    QTest::mousePress(header, Qt::LeftButton, {}, border);
    QMouseEvent move(QEvent::MouseMove, QPointF(border + QPoint(50, 0)),
                     header->mapToGlobal(QPointF(border + QPoint(50, 0))), Qt::NoButton, Qt::LeftButton,
                     Qt::NoModifier);
    QCoreApplication::sendEvent(header, &move);
    QTest::mouseRelease(header, Qt::LeftButton, {}, border + QPoint(50, 0));
    QCOMPARE(m_grid->columns()->at(1).width, width + 50);
    QVERIFY(m_grid->columns()->at(1).fixedWidth);
    // rows that come later do not undo it
    m_store->append(
        Test::chunkOf({Test::record(9, {{"int", std::numeric_limits<qint64>::min()}, {"late", 1}})}));
    m_grid->flush();
    QCOMPARE(m_grid->columns()->at(1).width, width + 50);
}

void TestRecordGrid::fitsColumnsOnDoubleClick()
{
    m_store->append(Test::chunkOf({Test::record(1, {{"text", QString(60, u'w')}})}));
    m_grid->flush();
    auto *header = m_grid->findChild<GridHeader *>();
    const int visual = m_grid->columns()->visualOfBin("text");
    QCOMPARE(m_grid->columns()->at(visual).width, GridColumns::maximumAutoWidth);
    QTest::mouseDClick(header, Qt::LeftButton, {}, QPoint(m_grid->cellRect(0, visual).right(), 10));
    QVERIFY(m_grid->columns()->at(visual).width > GridColumns::maximumAutoWidth);
}

void TestRecordGrid::activatesRows()
{
    m_store->append(Test::chunkOf(0, 10, [](qint64 i) { return Test::record(i, {{"a", i}}); }));
    m_grid->flush();
    QSignalSpy activated(m_grid.get(), &RecordGrid::rowActivated);
    m_grid->setCurrentCell(4, 0);
    QTest::keyClick(m_grid.get(), Qt::Key_Return);
    QTest::mouseDClick(m_grid->viewport(), Qt::LeftButton, {}, m_grid->cellRect(6, 1).center());
    QCOMPARE(activated.count(), 2);
    QCOMPARE(activated[0][0].toLongLong(), 4);
    QCOMPARE(activated[1][0].toLongLong(), 6);
}

void TestRecordGrid::keepsPaintingWhileAMillionRowsStream()
{
    // A thousand chunks of a thousand rows. What is counted is work, not time: with rows off screen the grid
    // repaints hardly ever, and the step that takes a chunk is the same small one at the end as at the
    // beginning.
    const RowChunkPtr chunk = Test::chunkOf(
        0, 1000, [](qint64 i) { return Test::record(i, {{"a", i}, {"b", "text"}, {"c", 1.5}}); });
    m_store->append(chunk);
    m_grid->flush();
    QCoreApplication::processEvents();
    const qint64 paintsBefore = m_grid->paintCount();
    QSignalSpy columns(m_grid->columns(), &GridColumns::changed);
    for (int i = 1; i < 1000; ++i) {
        m_store->append(chunk);
        if (i % 100 == 0)
            QCoreApplication::processEvents();
    }
    m_grid->flush();
    QCoreApplication::processEvents();
    QCOMPARE(m_store->rowCount(), 1'000'000);
    // the row numbers grow from four to seven digits: three repaints, and one for good measure
    QVERIFY2(m_grid->paintCount() - paintsBefore <= 12,
             qPrintable(QString::number(m_grid->paintCount() - paintsBefore)));
    QCOMPARE(columns.count(), 0);
    QVERIFY(m_store->overheadBytes() <= 48 * m_store->rowCount());
    QCOMPARE(m_grid->verticalScrollBar()->maximum(), 1'000'000 - m_grid->visibleRowCount());
    m_grid->scrollToRow(999'999);
    QCOMPARE(m_grid->rowAt((m_grid->visibleRowCount() - 1) * Style::rowHeight), 999'999);
}

void TestRecordGrid::survivesHugeRowNumbers()
{
    // Row numbers do not come from pixels, so there is no ceiling at 2^31 of them.
    RowRanges ranges;
    ranges.set(0, 5'000'000'000LL);
    ranges.remove(10, 20);
    QVERIFY(ranges.contains(4'999'999'999LL));
    QVERIFY(!ranges.contains(15));
    QCOMPARE(ranges.count(), 5'000'000'001LL - 11);
    ranges.add(10, 20);
    QCOMPARE(ranges.ranges().size(), size_t(1));
}

QColor TestRecordGrid::pixel(qint64 row, int column, QPoint inCell)
{
    return m_grid->viewport()->grab().toImage().pixelColor(m_grid->cellRect(row, column).topLeft() + inCell);
}

void TestRecordGrid::marksDeletedRows()
{
    m_store->append(Test::chunkOf(0, 4, [](qint64 i) { return Test::record(i, {{"a", i}}); }));
    m_grid->flush();
    QCOMPARE(pixel(2, 1, {2, 2}), tokens().base);
    m_store->markDeleted(2);
    QCOMPARE(pixel(2, 1, {2, 2}), tokens().deleted);
    m_grid->setCurrentCell(0, 0);
    QCOMPARE(pixel(0, 1, {2, 2}), tokens().selection);
}

void TestRecordGrid::isReadableForAssistiveTechnology()
{
    m_store->append(Test::chunkOf({Test::everyType(), Test::record(2, {{"int", 5}})}));
    m_grid->flush();
    QAccessibleInterface *table = QAccessible::queryAccessibleInterface(m_grid.get());
    QVERIFY(table);
    QCOMPARE(table->role(), QAccessible::Table);
    QVERIFY(!table->text(QAccessible::Name).isEmpty());
    QAccessibleTableInterface *cells = table->tableInterface();
    QVERIFY(cells);
    QCOMPARE(cells->rowCount(), 2);
    QCOMPARE(cells->columnCount(), m_grid->columns()->count());
    QAccessibleInterface *cell = cells->cellAt(0, 1);
    QVERIFY(cell);
    QCOMPARE(cell->text(QAccessible::Name), u"int: 9007199254740993"_s);
    QCOMPARE(cell->role(), QAccessible::Cell);
    QVERIFY(cells->cellAt(1, 2)->text(QAccessible::Name).contains(u"absent"_s));
    m_grid->setCurrentCell(1, 1);
    QVERIFY(cells->cellAt(1, 1)->state().selected);
    QCOMPARE(table->focusChild(), cells->cellAt(1, 1));
    QVERIFY(!cells->cellAt(5, 0));
}

QTEST_MAIN(TestRecordGrid)
#include "tst_recordgrid.moc"
