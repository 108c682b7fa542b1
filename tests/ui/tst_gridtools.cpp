// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Columns, filter row, sort, find, sums and groups: what is done with rows that are loaded.

#include "tests/ui/support/rows.h"
#include "ui/grid/columnchooser.h"
#include "ui/grid/filterrow.h"
#include "ui/grid/findbar.h"
#include "ui/grid/gridcopy.h"
#include "ui/grid/gridheader.h"
#include "ui/grid/groupdialog.h"
#include "ui/grid/recordgrid.h"
#include "ui/grid/selectionsummary.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QDateTime>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

#include <cmath>
#include <limits>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

class TestGridTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init();
    void cleanup();

    void movesColumnsByDraggingAndKeys();
    void hidesColumnsAndShowsThemAgain();
    void keepsTheArrangement();
    void freezesColumns();
    void showsMetadataWhenAsked();
    void choosesColumnsInADialog();
    void conditions_data();
    void conditions();
    void conditionsOnExpiry();
    void filtersByTheRow();
    void escapeClosesTheFilterRow();
    void filterFollowsRowsThatStream();
    void sortsByHeaderAndKeys();
    void sortsMixedTypesExactly();
    void sortIsTheSameOnSeveralThreads();
    void keepsTheCurrentRecordWhileSorting();
    void copiesWhatIsShown();
    void findsInTheRows();
    void findsInFilteredRows();
    void sumsExactly();
    void summarisesTheSelection();
    void groupsByAValue();
    void groupNarrowsTheRows();

private:
    [[nodiscard]] QStringList titles() const;
    [[nodiscard]] QStringList shown(const QByteArray &bin) const;
    void append(const std::vector<Record> &records);
    [[nodiscard]] int column(const QByteArray &bin) const { return m_grid->columns()->visualOfBin(bin); }
    void waitForOrder() { QTRY_VERIFY(!m_grid->rowOrder()->isBusy()); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<RecordStore> m_store;
    std::unique_ptr<RecordGrid> m_grid;
};

void TestGridTools::init()
{
    m_store = std::make_unique<RecordStore>();
    m_grid = std::make_unique<RecordGrid>(m_store.get());
    m_grid->resize(1200, 500);
    m_grid->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_grid.get()));
    m_grid->activateWindow();
    m_grid->setFocus();
}

void TestGridTools::cleanup()
{
    m_grid.reset();
    m_store.reset();
}

void TestGridTools::append(const std::vector<Record> &records)
{
    m_store->append(Test::chunkOf(records));
    m_grid->flush();
}

QStringList TestGridTools::titles() const
{
    QStringList list;
    for (int i = 0; i < m_grid->columns()->count(); ++i)
        list.append(m_grid->columns()->title(i));
    return list;
}

QStringList TestGridTools::shown(const QByteArray &bin) const
{
    QStringList list;
    for (qint64 row = 0; row < m_grid->rowCount(); ++row)
        list.append(m_grid->cellFormat(row, column(bin)).text);
    return list;
}

void TestGridTools::movesColumnsByDraggingAndKeys()
{
    append({Test::record(1, {{"a", 1}, {"b", 2}, {"c", 3}})});
    QCOMPARE(titles(), (QStringList{u"key"_s, u"a"_s, u"b"_s, u"c"_s, u"gen"_s, u"expires"_s}));
    auto *header = m_grid->findChild<GridHeader *>();
    const QPoint from(m_grid->cellRect(0, 1).center().x(), 10);
    const QPoint to(m_grid->cellRect(0, 2).right() - 8, 10);
    QTest::mousePress(header, Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, QPointF(to), header->mapToGlobal(QPointF(to)), Qt::NoButton,
                     Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(header, &move);
    QTest::mouseRelease(header, Qt::LeftButton, {}, to);
    QCOMPARE(titles().mid(0, 4), (QStringList{u"key"_s, u"b"_s, u"a"_s, u"c"_s}));
    QVERIFY(!m_grid->rowOrder()->sort()); // carrying is not clicking
    m_grid->setCurrentCell(0, 3);
    QTest::keyClick(m_grid.get(), Qt::Key_Left, Qt::AltModifier);
    QTest::keyClick(m_grid.get(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(titles().mid(0, 4), (QStringList{u"key"_s, u"c"_s, u"b"_s, u"a"_s}));
    QCOMPARE(m_grid->currentColumn(), 1);
}

void TestGridTools::hidesColumnsAndShowsThemAgain()
{
    append({Test::record(1, {{"a", 1}, {"b", 2}})});
    const std::unique_ptr<QMenu> menu(m_grid->columnMenu(1));
    const auto action = [](const QMenu &in, const QString &text) {
        for (QAction *candidate : in.actions()) {
            if (candidate->text() == text)
                return candidate;
        }
        return static_cast<QAction *>(nullptr);
    };
    QVERIFY(action(*menu, u"Hide a"_s));
    action(*menu, u"Hide a"_s)->trigger();
    QCOMPARE(titles(), (QStringList{u"key"_s, u"b"_s, u"gen"_s, u"expires"_s}));
    // a run that begins anew remembers
    m_store->clear();
    append({Test::record(1, {{"a", 1}, {"b", 2}})});
    QCOMPARE(titles(), (QStringList{u"key"_s, u"b"_s, u"gen"_s, u"expires"_s}));
    const std::unique_ptr<QMenu> again(m_grid->columnMenu(-1));
    QVERIFY(action(*again, u"Show all bins"_s)->isEnabled());
    action(*again, u"Show all bins"_s)->trigger();
    QCOMPARE(titles(), (QStringList{u"key"_s, u"a"_s, u"b"_s, u"gen"_s, u"expires"_s}));
    // something is always left
    for (const auto &column : std::vector(m_grid->columns()->all()))
        m_grid->columns()->setHidden(column.id(), true);
    QCOMPARE(m_grid->columns()->count(), 1);
}

void TestGridTools::keepsTheArrangement()
{
    append({Test::record(1, {{"a", 1}, {"b\xff&", 2}, {"c", 3}})});
    QVERIFY(m_grid->columns()->arrangement().isEmpty());
    QSignalSpy arranged(m_grid->columns(), &GridColumns::arranged);
    m_grid->columns()->move(3, 1);
    m_grid->columns()->setWidth(1, 222, true);
    m_grid->columns()->setHidden("a", true);
    m_grid->columns()->setFrozen(2);
    m_grid->columns()->setHidden({GridColumns::Kind::Partition, {}}, false);
    QCOMPARE(arranged.count(), 5);
    const QByteArray kept = m_grid->columns()->arrangement();

    RecordStore store;
    RecordGrid other(&store);
    other.columns()->arrange("no json");
    other.columns()->arrange("{\"columns\":[{\"is\":\"nonsense\"},{\"bin\":3}]}");
    QVERIFY(other.columns()->arrangement().isEmpty());
    other.columns()->arrange(kept);
    QCOMPARE(other.columns()->frozen(), 2);
    store.append(Test::chunkOf({Test::record(1, {{"new", 0}})})); // columns come one by one
    store.append(Test::chunkOf({Test::record(2, {{"a", 1}, {"b\xff&", 2}, {"c", 3}})}));
    other.flush();
    QCOMPARE(other.columns()->at(1).binName, "c"_ba);
    QCOMPARE(other.columns()->at(1).width, 222);
    QCOMPARE(other.columns()->visualOfBin("a"), -1);
    QVERIFY(other.columns()->visualOfBin("b\xff&") > 1);
    QVERIFY(other.columns()->visualOfBin("new") > 0);
    QVERIFY(other.columns()->visualOf({GridColumns::Kind::Partition, {}}) > 0);
    QCOMPARE(other.columns()->arrangement(), kept);
    other.columns()->forgetArrangement();
    QVERIFY(other.columns()->arrangement().isEmpty());
    QVERIFY(other.columns()->visualOfBin("a") > 0);
    QCOMPARE(other.columns()->visualOf({GridColumns::Kind::Partition, {}}), -1);
}

void TestGridTools::freezesColumns()
{
    Bins bins;
    for (int i = 0; i < 20; ++i)
        bins.push_back({QByteArray("bin") + QByteArray::number(i), i});
    append({Test::record(1, bins)});
    const int key = m_grid->cellRect(0, 0).left();
    const int second = m_grid->cellRect(0, 1).left();
    m_grid->setCurrentCell(0, m_grid->columns()->count() - 1);
    QCOMPARE(m_grid->cellRect(0, 0).left(), key); // the key stays
    QVERIFY(m_grid->cellRect(0, 1).left() < second);
    m_grid->columns()->setFrozen(2);
    QCOMPARE(m_grid->cellRect(0, 1).left(), second);
    QCOMPARE(m_grid->columnAt(second + 5), 1);
    m_grid->columns()->setFrozen(0);
    QVERIFY(m_grid->cellRect(0, 0).left() < key);
    m_grid->columns()->setFrozen(10); // more than there is room for: the others stay reachable
    m_grid->setCurrentCell(0, m_grid->columns()->count() - 1);
    QVERIFY(m_grid->cellRect(0, m_grid->columns()->count() - 1).right() <= m_grid->viewport()->width());
}

void TestGridTools::showsMetadataWhenAsked()
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const Record soon = Test::record(1, {{"a", 1}}, 3,
                                     VoidTime{static_cast<quint32>(now - VoidTime::epochUnixSeconds + 5000)});
    append({soon, Test::record(2, {{"a", 1}})});
    const GridColumns::Id digest{GridColumns::Kind::Digest, {}};
    const GridColumns::Id ttl{GridColumns::Kind::Ttl, {}};
    const GridColumns::Id partition{GridColumns::Kind::Partition, {}};
    for (const auto &id : {digest, ttl, partition}) {
        QCOMPARE(m_grid->columns()->visualOf(id), -1);
        m_grid->columns()->setHidden(id, false);
    }
    const auto text = [this](qint64 row, const GridColumns::Id &id) {
        return m_grid->cellFormat(row, m_grid->columns()->visualOf(id)).text;
    };
    QCOMPARE(text(0, digest), QString::fromLatin1(soon.key.digest().toHex()));
    QCOMPARE(text(0, partition), QString::number(soon.key.digest().partitionId()));
    QVERIFY(text(0, ttl).toInt() <= 5000 && text(0, ttl).toInt() > 4900);
    QCOMPARE(text(1, ttl), u"-1"_s);
    m_grid->setCurrentCell(0, m_grid->columns()->visualOf(digest));
    QTest::keyClick(m_grid.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), text(0, digest));
}

void TestGridTools::choosesColumnsInADialog()
{
    append({Test::record(1, {{"a", 1}, {"b", 2}})});
    ColumnChooser chooser(m_grid->columns(), m_grid.get());
    chooser.show();
    QCOMPARE(chooser.list()->count(), 8);
    const auto item = chooser.list()->findItems(u"a"_s, Qt::MatchExactly).value(0);
    QVERIFY(item);
    chooser.list()->setCurrentItem(item);
    chooser.list()->setFocus();
    QTest::keyClick(chooser.list(), Qt::Key_Space);
    QCOMPARE(column("a"), -1);
    QTest::keyClick(chooser.list(), Qt::Key_Space);
    QVERIFY(column("a") > 0);
    QCOMPARE(titles().mid(1, 2), (QStringList{u"a"_s, u"b"_s}));
    chooser.list()->setCurrentItem(chooser.list()->findItems(u"b"_s, Qt::MatchExactly).value(0));
    for (auto *button : chooser.findChildren<QAbstractButton *>()) {
        if (button->text() == u"Move &up"_s)
            button->click();
    }
    QCOMPARE(titles().mid(1, 2), (QStringList{u"b"_s, u"a"_s}));
    chooser.filter()->setText(u"part"_s);
    int visible = 0;
    for (int i = 0; i < chooser.list()->count(); ++i)
        visible += !chooser.list()->item(i)->isHidden();
    QCOMPARE(visible, 1);
}

void TestGridTools::conditions_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("hits");
    const QStringList all{u"int"_s,  u"big"_s,  u"double"_s, u"str"_s, u"umlaut"_s,
                          u"bool"_s, u"blob"_s, u"list"_s,   u"nan"_s, u"none"_s};
    QTest::newRow("contains") << u"vip"_s << QStringList{u"list"_s};
    QTest::newRow("any case") << u"BRNO"_s << QStringList{u"str"_s};
    QTest::newRow("any case, beyond ASCII") << u"PLZEŇ"_s << QStringList{u"umlaut"_s};
    QTest::newRow("digits in a number") << u"719"_s << QStringList{u"big"_s};
    QTest::newRow("equal number") << u"=42"_s << QStringList{u"int"_s};
    QTest::newRow("equal by value") << u"= 42.0"_s << QStringList{u"int"_s};
    QTest::newRow("a double is not rounded") << u"=9007199254740992.0"_s << QStringList{};
    QTest::newRow("exact beside it") << u"=9007199254740993"_s << QStringList{u"big"_s};
    QTest::newRow("equal text") << u"=Brno"_s << QStringList{u"str"_s};
    QTest::newRow("equal quoted") << u"=\"Brno\""_s << QStringList{u"str"_s};
    QTest::newRow("equal case matters") << u"=brno"_s << QStringList{};
    QTest::newRow("greater") << u">42"_s << QStringList{u"big"_s, u"nan"_s};
    QTest::newRow("greater or equal") << u">=42"_s << QStringList{u"int"_s, u"big"_s, u"nan"_s};
    QTest::newRow("between") << u"3..50"_s << QStringList{u"int"_s, u"double"_s};
    QTest::newRow("any value") << u"*"_s << all.mid(0, 9);
    QTest::newRow("no value") << u"!"_s << QStringList{u"none"_s};
    QTest::newRow("bool") << u"=true"_s << QStringList{u"bool"_s};
    QTest::newRow("blob") << u"0x0a"_s << QStringList{u"blob"_s};
    QTest::newRow("not equal keeps the absent")
        << u"!=Brno"_s << QStringList{u"int"_s,  u"big"_s,  u"double"_s, u"umlaut"_s, u"bool"_s,
                                      u"blob"_s, u"list"_s, u"nan"_s,    u"none"_s};
    QTest::newRow("half typed filters nothing") << u">="_s << all;
    QTest::newRow("blank filters nothing") << u"  "_s << all;
}

void TestGridTools::conditions()
{
    QFETCH(const QString, text);
    QFETCH(const QStringList, hits);
    const std::vector<std::pair<QByteArray, std::optional<Value>>> cells = {
        {"int", Value(42)},
        {"big", Value(9007199254740993)},
        {"double", Value(3.5)},
        {"str", Value("Brno")},
        {"umlaut", Value("Plzeň")},
        {"bool", Value(true)},
        {"blob", Value::blob("\x0a\x01")},
        {"list", Value(List{{"vip", "b2b"}})},
        {"nan", Value(std::numeric_limits<double>::quiet_NaN())},
        {"none", std::nullopt}};
    const auto condition = CellCondition::fromText(text);
    QStringList found;
    for (const auto &[name, value] : cells) {
        Bins bins{{"other", 1}};
        if (value)
            bins.push_back({"a", *value});
        const RowChunkPtr chunk = Test::chunkOf({Test::record(1, bins)});
        if (!condition || condition->matches(chunk->row(0), {GridColumns::Kind::Bin, "a"}, 0))
            found.append(QString::fromLatin1(name));
    }
    QCOMPARE(found, hits);
}

void TestGridTools::conditionsOnExpiry()
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const auto matches = [now](const QString &text, std::optional<qint64> left) {
        const VoidTime when{left ? static_cast<quint32>(now - VoidTime::epochUnixSeconds + *left) : 0U};
        const RowChunkPtr chunk = Test::chunkOf({Test::record(1, {{"a", 1}}, 1, when)});
        return CellCondition::fromText(text)->matches(chunk->row(0), {GridColumns::Kind::Expiry, {}}, now);
    };
    QVERIFY(matches(u"<3d"_s, 2 * 86400));
    QVERIFY(!matches(u"<3d"_s, 4 * 86400));
    QVERIFY(!matches(u"<3d"_s, std::nullopt));
    QVERIFY(matches(u">3d"_s, std::nullopt));
    QVERIFY(matches(u"1h..2h"_s, 5000));
    QVERIFY(!matches(u"1h..2h"_s, 3000));
    QVERIFY(matches(u"never"_s, std::nullopt));
    QVERIFY(matches(u"!"_s, std::nullopt));
    QVERIFY(matches(u"*"_s, 10));
    QVERIFY(matches(u"=3600"_s, 3600));
}

void TestGridTools::filtersByTheRow()
{
    append({Test::record(1, {{"age", 28}, {"city", "Brno"}}),
            Test::record(2, {{"age", 31}, {"city", "Praha"}}),
            Test::record(3, {{"age", 44}, {"city", "Brno"}}), Test::record(4, {{"city", "Brno"}})});
    m_grid->setCurrentCell(2, 1);
    m_grid->setFilterRowVisible(true);
    QLineEdit *age = m_grid->filterRow()->field({GridColumns::Kind::Bin, "age"});
    QVERIFY(age);
    QTRY_VERIFY(age->hasFocus()); // the field of the current column
    QTest::keyClicks(age, u">30"_s);
    QTRY_COMPARE(m_grid->rowCount(), 2);
    QCOMPARE(shown("age"), (QStringList{u"31"_s, u"44"_s}));
    QCOMPARE(m_grid->currentRow(), 1); // the record stays current
    QCOMPARE(m_grid->currentStoreRow(), 2);
    m_grid->filterRow()->setText({GridColumns::Kind::Bin, "city"}, u"brno"_s);
    QTRY_COMPARE(m_grid->rowCount(), 1);
    m_grid->filterRow()->setText({GridColumns::Kind::Key, {}}, u"99"_s);
    QTRY_COMPARE(m_grid->rowCount(), 0);
    QCOMPARE(m_grid->currentRow(), -1);
    m_grid->filterRow()->clear();
    QTRY_COMPARE(m_grid->rowCount(), 4);
    QVERIFY(!m_grid->rowOrder()->isActive());
}

void TestGridTools::escapeClosesTheFilterRow()
{
    append({Test::record(1, {{"age", 28}}), Test::record(2, {{"age", 31}})});
    m_grid->setCurrentCell(0, 1);
    m_grid->setFilterRowVisible(true);
    QLineEdit *age = m_grid->filterRow()->field({GridColumns::Kind::Bin, "age"});
    QTest::keyClicks(age, u"28"_s);
    QTRY_COMPARE(m_grid->rowCount(), 1);
    QTest::keyClick(age, Qt::Key_Escape); // first the text
    QTRY_COMPARE(m_grid->rowCount(), 2);
    QVERIFY(m_grid->filterRow()->isVisible());
    QTest::keyClick(age, Qt::Key_Escape); // then the row
    QVERIFY(!m_grid->filterRow()->isVisible());
    QTRY_VERIFY(m_grid->hasFocus());
}

void TestGridTools::filterFollowsRowsThatStream()
{
    append({Test::record(1, {{"age", 28}})});
    m_grid->setFilterRowVisible(true);
    m_grid->filterRow()->setText({GridColumns::Kind::Bin, "age"}, u">=100"_s);
    QTRY_COMPARE(m_grid->rowCount(), 0);
    for (qint64 part = 0; part < 10; ++part)
        m_store->append(
            Test::chunkOf(part * 100, 100, [](qint64 i) { return Test::record(i, {{"age", i}}); }));
    QTRY_COMPARE(m_grid->rowCount(), 900);
    m_store->clear(); // a new run keeps the filter
    QCOMPARE(m_grid->rowCount(), 0);
    append({Test::record(1, {{"age", 28}}), Test::record(2, {{"age", 128}})});
    QTRY_COMPARE(m_grid->rowCount(), 1);
}

void TestGridTools::sortsByHeaderAndKeys()
{
    append({Test::record(1, {{"n", 5}, {"s", "b"}}), Test::record(2, {{"n", -3}, {"s", "a"}}),
            Test::record(3, {{"s", "c"}}), Test::record(4, {{"n", 40}, {"s", "a"}})});
    auto *header = m_grid->findChild<GridHeader *>();
    const QPoint at(m_grid->cellRect(0, column("n")).center().x(), 10);
    QTest::mouseClick(header, Qt::LeftButton, {}, at);
    waitForOrder();
    QCOMPARE(shown("n"), (QStringList{u"-3"_s, u"5"_s, u"40"_s, u"–"_s}));
    QTest::mouseClick(header, Qt::LeftButton, {}, at);
    waitForOrder();
    QCOMPARE(shown("n"), (QStringList{u"40"_s, u"5"_s, u"-3"_s, u"–"_s})); // what is absent stays last
    QTest::mouseClick(header, Qt::LeftButton, {}, at);
    QVERIFY(!m_grid->rowOrder()->isActive());
    m_grid->setCurrentCell(0, column("s"));
    QTest::keyClick(m_grid.get(), Qt::Key_Up, Qt::AltModifier);
    waitForOrder();
    QCOMPARE(shown("s"), (QStringList{u"a"_s, u"a"_s, u"b"_s, u"c"_s}));
    QCOMPARE(shown("n"), (QStringList{u"-3"_s, u"40"_s, u"5"_s, u"–"_s})); // equal ones as they came
}

void TestGridTools::sortsMixedTypesExactly()
{
    const double big = 9007199254740992.0;
    append({Test::record(1, {{"v", 9007199254740993}}), Test::record(2, {{"v", big}}),
            Test::record(3, {{"v", 9007199254740991}}),
            Test::record(4, {{"v", "text that is rather long, b"}}),
            Test::record(5, {{"v", "text that is rather long, a"}}), Test::record(6, {{"v", -0.5}}),
            Test::record(7, {{"v", std::numeric_limits<double>::quiet_NaN()}}),
            Test::record(8, {{"v", true}}), Test::record(9, {{"v", std::numeric_limits<qint64>::min()}}),
            Test::record(10, {{"v", -std::numeric_limits<double>::infinity()}}),
            Test::record(11, {{"v", std::numeric_limits<qint64>::max()}})});
    m_grid->sortBy(column("v"), false);
    waitForOrder();
    QStringList keys;
    for (qint64 row = 0; row < m_grid->rowCount(); ++row)
        keys.append(m_grid->cellFormat(row, 0).text);
    QCOMPARE(keys, (QStringList{u"8"_s, u"10"_s, u"9"_s, u"6"_s, u"3"_s, u"2"_s, u"1"_s, u"11"_s, u"7"_s,
                                u"5"_s, u"4"_s}));
}

void TestGridTools::sortIsTheSameOnSeveralThreads()
{
    // enough rows for several threads, against a plain sort
    constexpr int rows = 60'000;
    QRandomGenerator random(7);
    std::vector<qint64> numbers;
    for (int i = 0; i < rows; ++i)
        numbers.push_back(random.bounded(1000) - 500);
    for (int first = 0; first < rows; first += 5000)
        m_store->append(Test::chunkOf(first, 5000, [&numbers](qint64 i) {
            return Test::record(i, {{"n", numbers[static_cast<size_t>(i)]}});
        }));
    const auto order =
        orderedRows(m_store->snapshot(), {}, RowOrder::Sort{{GridColumns::Kind::Bin, "n"}, true}, 0, {});
    std::vector<quint32> expected(rows);
    for (quint32 i = 0; i < rows; ++i)
        expected[i] = i;
    std::ranges::sort(expected, [&numbers](quint32 a, quint32 b) {
        return numbers[a] != numbers[b] ? numbers[a] > numbers[b] : a < b;
    });
    QVERIFY(order == expected);
    const auto some = orderedRows(
        m_store->snapshot(), {{{GridColumns::Kind::Bin, "n"}, *CellCondition::fromText(u"=7"_s)}}, {}, 0, {});
    std::vector<quint32> sevens;
    for (quint32 i = 0; i < rows; ++i) {
        if (numbers[i] == 7)
            sevens.push_back(i);
    }
    QVERIFY(some == sevens);
    std::stop_source stopped;
    stopped.request_stop();
    QVERIFY(orderedRows(m_store->snapshot(), {}, RowOrder::Sort{}, 0, stopped.get_token()).empty());
}

void TestGridTools::keepsTheCurrentRecordWhileSorting()
{
    for (int part = 0; part < 10; ++part)
        m_store->append(
            Test::chunkOf(part * 1000, 1000, [](qint64 i) { return Test::record(i, {{"n", 10'000 - i}}); }));
    m_grid->flush();
    m_grid->setCurrentCell(3, 1);
    QSignalSpy current(m_grid.get(), &RecordGrid::currentRowChanged);
    m_grid->sortBy(column("n"), false);
    waitForOrder();
    QCOMPARE(m_grid->currentRow(), 9'996);
    QCOMPARE(m_grid->currentStoreRow(), 3);
    QVERIFY(!m_grid->cellRect(9'996, 1).isNull()); // and in sight
    QCOMPARE(current.count(), 0);                  // it is the same record
}

void TestGridTools::copiesWhatIsShown()
{
    append({Test::record(1, {{"n", 5}}), Test::record(2, {{"n", -3}}), Test::record(3, {{"n", 40}})});
    m_grid->sortBy(column("n"), true);
    waitForOrder();
    m_grid->setCurrentCell(0, column("n"));
    QTest::keyClick(m_grid.get(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(m_grid.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"40\n5\n"_s);
    QTest::keyClick(m_grid.get(), Qt::Key_A, Qt::ControlModifier);
    copySelection(m_grid.get(), CopyFormat::Ndjson);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"{\"key\":3,"_s));
}

void TestGridTools::findsInTheRows()
{
    m_store->append(Test::chunkOf(0, 1000, [](qint64 i) {
        return Test::record(i, {{"n", i}, {"name", i % 100 == 7 ? "Needle" : "hay"}});
    }));
    m_grid->flush();
    FindBar bar(m_grid.get(), m_grid.get());
    m_grid->setCurrentCell(150, 1);
    bar.open();
    QTRY_VERIFY(bar.field()->hasFocus());
    QTest::keyClicks(bar.field(), u"needle"_s);
    QTRY_VERIFY(!bar.isBusy());
    QCOMPARE(bar.hitCount(), 10);
    QCOMPARE(m_grid->currentRow(), 207); // from where the user was
    QCOMPARE(m_grid->currentColumn(), column("name"));
    QCOMPARE(bar.resultText(), u"3 of 10 rows"_s);
    QTest::keyClick(bar.field(), Qt::Key_Return);
    QCOMPARE(m_grid->currentRow(), 307);
    QTest::keyClick(bar.field(), Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClick(bar.field(), Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(m_grid->currentRow(), 107);
    for (int i = 0; i < 2; ++i)
        QTest::keyClick(bar.field(), Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(m_grid->currentRow(), 907); // round
    bar.field()->setText(u"!"_s);        // no condition here, a text
    QTRY_VERIFY(!bar.isBusy());
    QCOMPARE(bar.hitCount(), 0);
    QVERIFY(!bar.resultText().isEmpty());
    QTest::keyClick(bar.field(), Qt::Key_Escape);
    QVERIFY(!bar.isVisible());
    QTRY_VERIFY(m_grid->hasFocus());
}

void TestGridTools::findsInFilteredRows()
{
    m_store->append(Test::chunkOf(0, 100, [](qint64 i) { return Test::record(i, {{"n", i}}); }));
    m_grid->flush();
    m_grid->setFilterRowVisible(true);
    m_grid->filterRow()->setText({GridColumns::Kind::Bin, "n"}, u"<50"_s);
    m_grid->sortBy(column("n"), true);
    QTRY_COMPARE(m_grid->rowCount(), 50);
    waitForOrder();
    m_grid->columns()->setHidden({GridColumns::Kind::Key, {}}, true);
    FindBar bar(m_grid.get(), m_grid.get());
    bar.open();
    bar.field()->setText(u"4"_s);
    QTRY_VERIFY(!bar.isBusy());
    QCOMPARE(bar.hitCount(), 14); // 4, 14, 24, 34, 40 … 49
    QCOMPARE(m_grid->cellFormat(m_grid->currentRow(), column("n")).text, u"49"_s);
}

void TestGridTools::sumsExactly()
{
    const qint64 most = std::numeric_limits<qint64>::max();
    const RowChunkPtr chunk = Test::chunkOf({Test::record(1, {{"n", most}}), Test::record(2, {{"n", most}}),
                                             Test::record(3, {{"n", 1}}), Test::record(4, {{"n", "text"}}),
                                             Test::record(5, {{"m", 1}})});
    m_store->append(chunk);
    RowChoice all;
    all.shown.set(0, 4);
    const Aggregate sum = aggregate(m_store->snapshot(), all, {{GridColumns::Kind::Bin, "n"}}, {});
    QCOMPARE(sum.cells, 4);
    QCOMPARE(sum.numbers, 3);
    QCOMPARE(sum.sumText(), u"18446744073709551615"_s);
    QCOMPARE(sum.greatestText(), u"9223372036854775807"_s);
    QCOMPARE(sum.smallestText(), u"1"_s);
    // moments are counted; "never" is no number that could be summed
    const Aggregate moments = aggregate(m_store->snapshot(), all, {{GridColumns::Kind::Expiry, {}}}, {});
    QCOMPARE(moments.cells, 5);
    QCOMPARE(moments.numbers, 0);
}

void TestGridTools::summarisesTheSelection()
{
    append({Test::record(1, {{"age", 28}, {"x", 1.5}}), Test::record(2, {{"age", 31}}),
            Test::record(3, {{"age", 44}})});
    SelectionSummary summary(m_grid.get());
    m_grid->setCurrentCell(0, 1);
    QTRY_VERIFY(!summary.isBusy());
    QVERIFY(summary.text().isEmpty());
    QTest::keyClick(m_grid.get(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(m_grid.get(), Qt::Key_Down, Qt::ShiftModifier);
    QTRY_COMPARE(summary.text(), u"age of 3 selected: sum 103, avg 34.333333, min 28, max 44"_s);
    QTest::keyClick(m_grid.get(), Qt::Key_A, Qt::ControlModifier);
    QTRY_COMPARE(summary.text(), u"3 rows selected"_s);
}

void TestGridTools::groupsByAValue()
{
    m_store->append(Test::chunkOf(0, 100, [](qint64 i) {
        Bins bins{{"n", i}};
        if (i % 10 != 0)
            bins.push_back({"city", i % 3 == 0 ? Value("Brno") : i % 3 == 1 ? Value("Praha") : Value(5)});
        return Test::record(i, bins);
    }));
    m_grid->flush();
    GroupDialog dialog(m_grid.get(), {GridColumns::Kind::Bin, "city"}, m_grid.get());
    dialog.show();
    QTRY_VERIFY(!dialog.isBusy());
    QTreeWidget *table = dialog.table();
    QCOMPARE(table->topLevelItemCount(), 4);
    QCOMPARE(table->topLevelItem(0)->text(2), u"30"_s);
    QCOMPARE(table->topLevelItem(3)->text(0), u"absent"_s);
    QCOMPARE(table->topLevelItem(3)->text(2), u"10"_s);
    int total = 0;
    for (int i = 0; i < 4; ++i)
        total += table->topLevelItem(i)->text(2).toInt();
    QCOMPARE(total, 100);
    QVERIFY(dialog.summary()->text().contains(u"3 different values"_s));
}

void TestGridTools::groupNarrowsTheRows()
{
    append({Test::record(1, {{"city", "Brno"}}), Test::record(2, {{"city", "Brno and more"}}),
            Test::record(3, {{"city", "Brno"}}), Test::record(4, {{"x", 1}})});
    GroupDialog dialog(m_grid.get(), {GridColumns::Kind::Bin, "city"}, m_grid.get());
    dialog.show();
    QTRY_VERIFY(!dialog.isBusy());
    dialog.table()->setFocus();
    dialog.table()->setCurrentItem(dialog.table()->topLevelItem(0));
    Q_EMIT dialog.table()->itemActivated(dialog.table()->topLevelItem(0), 0);
    QTRY_COMPARE(m_grid->rowCount(), 2);
    QVERIFY(!dialog.isVisible());
}

QTEST_MAIN(TestGridTools)
#include "tst_gridtools.moc"
