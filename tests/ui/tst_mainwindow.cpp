// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/faults.h"
#include "tests/ui/support/windowfixture.h"
#include "ui/grid/recordgrid.h"
#include "ui/navigator/navigatormodel.h"
#include "ui/navigator/navigatorpanel.h"
#include "ui/query/aeleditor.h"
#include "ui/query/querystrip.h"
#include "ui/query/querytab.h"
#include "ui/record/recordpane.h"
#include "ui/shell/banner.h"
#include "ui/shell/commandbar.h"
#include "ui/shell/documenttabs.h"
#include "ui/shell/emptystate.h"
#include "ui/shell/mainactions.h"
#include "ui/shell/numbercombo.h"
#include "ui/shell/statuspanel.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTabBar>
#include <QTest>
#include <QTreeView>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init() { m_fixture = std::make_unique<Test::WindowFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void teachesWhenThereIsNothing();
    void connectsAndShowsTheCluster();
    void opensASetByDoubleClick();
    void opensRecordsWithoutASet();
    void runsAFilterWithControlReturn();
    void refusesToRunWhatIsWrong();
    void honoursTheLimit();
    void continuesBehindTheLimit();
    void continuesAfterAStop();
    void stopsWithEscape();
    void closingATabStopsItsRun();
    void showsAFailureAsABanner();
    void keepsRowsWhenTheClusterGoes();
    void updatesCountsByDifference();
    void filtersTheNavigator();
    void followsTheSelectionInTheRecord();
    void tellsWhenNothingMatches();
    void goesRoundWithTheKeyboard();
    void savesAPicture();
    void namesEveryFocusableWidget();

private:
    [[nodiscard]] QModelIndex proxyIndex(const DataSet &dataset) const;
    MainWindow &window() { return m_fixture->window(); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Test::WindowFixture> m_fixture;
};

QModelIndex TestMainWindow::proxyIndex(const DataSet &dataset) const
{
    NavigatorPanel *navigator = m_fixture->window().navigator();
    const auto *proxy = qobject_cast<QSortFilterProxyModel *>(navigator->tree()->model());
    return proxy->mapFromSource(navigator->model()->indexOf(m_fixture->connection(), dataset));
}

void TestMainWindow::teachesWhenThereIsNothing()
{
    auto *welcome = window().tabs()->findChild<EmptyState *>();
    QVERIFY(welcome);
    QVERIFY(welcome->isVisible());
    QCOMPARE(welcome->text(), u"No clusters yet"_s);
    QVERIFY(welcome->primary()->isVisible());
    QVERIFY(welcome->link()->isVisible());
    QTest::mouseClick(welcome->link(), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->connection() && m_fixture->connection()->isOnline());
    QCOMPARE(welcome->text(), u"Pick a set on the left"_s);
}

void TestMainWindow::connectsAndShowsTheCluster()
{
    QVERIFY(m_fixture->connectDemo());
    const NavigatorModel *model = window().navigator()->model();
    const QModelIndex cluster = model->indexOf(m_fixture->connection());
    QCOMPARE(model->data(cluster, NavigatorModel::NoteRole).toString(), u"2 nodes"_s);
    const QModelIndex users = model->indexOf(m_fixture->connection(), {"test", "users"});
    QVERIFY(users.isValid());
    QCOMPARE(model->data(users, NavigatorModel::NoteRole).toString(), u"≈ 1\u202f000"_s);
    const QModelIndex noSet = model->indexOf(m_fixture->connection(), {"test", {}});
    QCOMPARE(model->kind(noSet), NavigatorModel::Kind::NoSet);
    QCOMPARE(model->data(noSet, NavigatorModel::NoteRole).toString(), u"≈ 3"_s);
    QVERIFY(window().status()->state().connection.startsWith(u"demo"_s));
}

void TestMainWindow::opensASetByDoubleClick()
{
    QVERIFY(m_fixture->connectDemo());
    QTreeView *tree = window().navigator()->tree();
    const QModelIndex users = proxyIndex({"test", "users"});
    tree->scrollTo(users);
    const QPoint at = tree->visualRect(users).center();
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(tree->viewport(), Qt::LeftButton, {}, at);
    QTRY_COMPARE(window().tabs()->count(), 1);
    QueryTab *tab = window().currentQuery();
    QVERIFY(tab);
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(tab->store()->rowCount(), 1000);
    QCOMPARE(window().status()->state().rows, u"1\u202f000 shown"_s);
    QCOMPARE(window().status()->state().progress, u"complete"_s);
    QCOMPARE(window().status()->state().partitionsDone, 4096);
    // once more brings the same tab to the front
    QTest::mouseDClick(tree->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(window().tabs()->count(), 1);
}

void TestMainWindow::opensRecordsWithoutASet()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = window().openDataSet(m_fixture->connection(), {"test", {}}, true);
    QTRY_VERIFY(!tab->run()->isRunning());
    QCOMPARE(tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(tab->store()->rowCount(), 3); // those alone, not the whole namespace
    tab->editor()->setPlainText(u"$.loose > 0\nor $.loose < 0"_s);
    tab->start();
    QTRY_VERIFY(!tab->run()->isRunning());
    QCOMPARE(tab->store()->rowCount(), 2);
}

void TestMainWindow::runsAFilterWithControlReturn()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    tab->editor()->setFocus();
    QTest::keyClicks(tab->editor(), u"$.age < 10"_s);
    QTest::keyClick(tab->editor(), Qt::Key_Return, Qt::ControlModifier);
    // It may be over before the key's events are: the state and the rows say that it ran.
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(tab->store()->rowCount(), 130); // 1000 / 80 = 12 full rounds of 10, and 10 of the last
    for (qint64 row = 0; row < tab->store()->rowCount(); ++row)
        QVERIFY(tab->store()->recordAt(row)->bin("age")->toInteger() < 10);
    QCOMPARE(tab->editor()->toPlainText(), u"$.age < 10"_s); // the key made no line break
}

void TestMainWindow::refusesToRunWhatIsWrong()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    QTest::keyClicks(tab->editor(), u"$.age <"_s);
    QVERIFY(!window().actions()->run->isEnabled());
    QVERIFY(!window().commandBar()->runButton()->isEnabled());
    QCOMPARE(tab->strip()->checkText().left(1), u"1"_s);
    QTest::keyClicks(tab->editor(), u" 5"_s);
    QVERIFY(window().actions()->run->isEnabled());
}

void TestMainWindow::honoursTheLimit()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    NumberCombo *limit = window().commandBar()->limit();
    limit->setFocus();
    limit->lineEdit()->selectAll();
    QTest::keyClicks(limit->lineEdit(), u"25"_s);
    QTest::keyClick(limit->lineEdit(), Qt::Key_Return);
    QCOMPARE(tab->limit(), 25);
    QTest::mouseClick(window().commandBar()->runButton(), Qt::LeftButton);
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::LimitReached);
    QCOMPARE(tab->store()->rowCount(), 25);
    QVERIFY(window().status()->state().progress.contains(u"more available"_s));
    limit->lineEdit()->selectAll();
    QTest::keyClicks(limit->lineEdit(), u"many"_s);
    QTest::keyClick(limit->lineEdit(), Qt::Key_Return);
    QCOMPARE(limit->value(), 25); // what is no number changes nothing
}

void TestMainWindow::continuesBehindTheLimit()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    QVERIFY(!window().actions()->resume->isEnabled()); // it is complete
    tab->editor()->setPlainText(u"$.age < 60"_s);
    tab->setLimit(100);
    tab->start();
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::LimitReached);
    QVERIFY(window().actions()->resume->isEnabled());
    QTest::keyClick(&window(), Qt::Key_F9, Qt::ShiftModifier);
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::LimitReached);
    QTRY_COMPARE(tab->store()->rowCount(), 200);
    // another text is another query
    tab->editor()->setPlainText(u"$.age < 50"_s);
    QVERIFY(!window().actions()->resume->isEnabled());
    tab->editor()->setPlainText(u"$.age < 60"_s);
    window().actions()->resumeToEnd->trigger();
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(window().status()->state().progress, u"complete"_s);
    QVERIFY(!window().actions()->resume->isEnabled());
    // every record once
    QSet<QByteArray> seen;
    for (qint64 row = 0; row < tab->store()->rowCount(); ++row)
        seen.insert(tab->store()->row(row).digest().toHex());
    QCOMPARE(seen.size(), 760); // 1000 / 80 = 12 full rounds of 60, and 40 of the last
    QCOMPARE(tab->store()->rowCount(), 760);
}

void TestMainWindow::continuesAfterAStop()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    Demo::FaultRule slow;
    slow.request = Demo::RequestKind::Query;
    slow.silent = true;
    m_fixture->cluster().faults().add(slow);
    tab->start();
    window().actions()->stop->trigger();
    QCOMPARE(tab->run()->state(), QueryRun::State::Stopped);
    m_fixture->cluster().faults().clear();
    QVERIFY(window().actions()->resume->isEnabled());
    window().actions()->resumeToEnd->trigger();
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(tab->store()->rowCount(), 1000);
}

void TestMainWindow::stopsWithEscape()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    Demo::FaultRule slow;
    slow.request = Demo::RequestKind::Query;
    slow.silent = true;
    m_fixture->cluster().faults().add(slow);
    window().actions()->run->trigger();
    QVERIFY(tab->run()->isRunning());
    QVERIFY(window().actions()->stop->isEnabled());
    tab->grid()->setFocus();
    QElapsedTimer clock;
    clock.start();
    QTest::keyClick(tab->grid(), Qt::Key_Escape);
    QCOMPARE(tab->run()->state(), QueryRun::State::Stopped); // at once, not when the server answers
    QVERIFY(clock.elapsed() < 250);
    m_fixture->cluster().faults().clear();
    window().actions()->run->trigger();
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(tab->store()->rowCount(), 1000);
}

void TestMainWindow::closingATabStopsItsRun()
{
    QVERIFY(m_fixture->connectDemo());
    Demo::FaultRule slow;
    slow.request = Demo::RequestKind::Query;
    slow.delay = std::chrono::milliseconds(200);
    m_fixture->cluster().faults().add(slow);
    QPointer<QueryTab> tab = window().openDataSet(m_fixture->connection(), {"test", "users"}, true);
    QVERIFY(tab->run()->isRunning());
    QTest::keyClick(&window(), Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(window().tabs()->count(), 0);
    QTRY_VERIFY(!tab);
    // what the run was waiting for comes and finds nobody
    QTest::qWait(400);
}

void TestMainWindow::showsAFailureAsABanner()
{
    QVERIFY(m_fixture->connectDemo());
    Demo::FaultRule refuse;
    refuse.request = Demo::RequestKind::Query;
    refuse.code = ResultCode::RoleViolation;
    m_fixture->cluster().faults().add(refuse);
    QueryTab *tab = window().openDataSet(m_fixture->connection(), {"test", "users"}, true);
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Failed);
    QVERIFY(tab->banner()->isVisible());
    QCOMPARE(tab->banner()->kind(), Banner::Kind::Error);
    QCOMPARE(tab->banner()->title(), u"Your roles do not allow this"_s);
    QVERIFY(tab->banner()->detail().contains(u"81"_s));
    m_fixture->cluster().faults().clear();
    auto *again = tab->banner()->findChild<QPushButton *>();
    QVERIFY(again);
    QTest::mouseClick(again, Qt::LeftButton);
    QVERIFY(!tab->banner()->isVisible());
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Finished);
}

void TestMainWindow::keepsRowsWhenTheClusterGoes()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    for (int node = 0; node < m_fixture->cluster().nodeCount(); ++node)
        m_fixture->cluster().stopNode(node);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->connection()->state(), Connection::State::Lost, 15'000);
    QCOMPARE(tab->store()->rowCount(), 1000);
    QVERIFY(!window().actions()->run->isEnabled());
    QVERIFY(window().status()->state().connection.contains(u"lost"_s));
    tab->grid()->setCurrentCell(500, 1);
    QVERIFY(window().record()->hasRecord());
    for (int node = 0; node < m_fixture->cluster().nodeCount(); ++node)
        QVERIFY(m_fixture->cluster().startNode(node));
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->connection()->state(), Connection::State::Online, 20'000);
    QVERIFY(!tab->run()->isRunning()); // coming back never runs anything by itself
    QTRY_VERIFY(window().actions()->run->isEnabled());
}

void TestMainWindow::updatesCountsByDifference()
{
    NavigatorPanel *navigator = window().navigator();
    QAbstractItemModelTester tester(navigator->model(),
                                    QAbstractItemModelTester::FailureReportingMode::Fatal);
    QVERIFY(m_fixture->connectDemo());
    navigator->reveal(m_fixture->connection(), {"test", "users"});
    const QModelIndex users = proxyIndex({"test", "users"});
    QCOMPARE(navigator->tree()->currentIndex(), users);
    QSignalSpy reset(navigator->model(), &QAbstractItemModel::modelReset);
    for (qint64 i = 0; i < 5; ++i)
        QVERIFY(m_fixture->cluster().put({"test", "fresh", i, {{"a", i}}, 0, true}));
    QVERIFY(m_fixture->cluster().put({"test", "users", 5000, {{"a", 1}}, 0, true}));
    m_fixture->connection()->refreshCatalog();
    QTRY_VERIFY(proxyIndex({"test", "fresh"}).isValid());
    QTRY_COMPARE(proxyIndex({"test", "users"}).data(NavigatorModel::NoteRole).toString(), u"≈ 1\u202f001"_s);
    QCOMPARE(reset.count(), 0);
    QCOMPARE(navigator->tree()->currentIndex(), proxyIndex({"test", "users"}));
    QVERIFY(navigator->tree()->isExpanded(proxyIndex({"test", "users"}).parent()));
}

void TestMainWindow::filtersTheNavigator()
{
    QVERIFY(m_fixture->connectDemo());
    QTest::keyClicks(window().navigator()->filter(), u"tin"_s);
    QVERIFY(proxyIndex({"test", "tiny"}).isValid());
    QVERIFY(!proxyIndex({"test", "users"}).isValid());
    window().navigator()->filter()->clear();
    QVERIFY(proxyIndex({"test", "users"}).isValid());
}

void TestMainWindow::followsTheSelectionInTheRecord()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    QCOMPARE(tab->grid()->currentRow(), 0); // the first record explains the pane
    QVERIFY(window().record()->hasRecord());
    tab->grid()->setFocus();
    QTest::keyClick(tab->grid(), Qt::Key_Down);
    QVERIFY(window().record()->plan().key == tab->store()->keyAt(1));
}

void TestMainWindow::tellsWhenNothingMatches()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    tab->editor()->setPlainText(u"$.age > 1000"_s);
    window().actions()->run->trigger();
    QTRY_VERIFY(!tab->run()->isRunning());
    QVERIFY(tab->emptyState()->isVisible());
    QCOMPARE(tab->emptyState()->text(), u"No record matches"_s);
    QTest::mouseClick(tab->emptyState()->primary(), Qt::LeftButton);
    QVERIFY(tab->editor()->hasFocus());
}

void TestMainWindow::goesRoundWithTheKeyboard()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    QTest::keyClick(&window(), Qt::Key_1, Qt::AltModifier);
    QVERIFY(window().navigator()->tree()->hasFocus());
    QTest::keyClick(&window(), Qt::Key_2, Qt::AltModifier);
    QVERIFY(tab->editor()->hasFocus());
    QTest::keyClick(&window(), Qt::Key_3, Qt::AltModifier);
    QVERIFY(tab->grid()->hasFocus());
    QTest::keyClick(&window(), Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(window().tabs()->count(), 2);
    QVERIFY(window().currentQuery()->editor()->hasFocus());
    QTest::keyClick(&window(), Qt::Key_Tab, Qt::ControlModifier);
    QCOMPARE(window().currentQuery(), tab);
}

void TestMainWindow::savesAPicture()
{
    const QString file = m_fixture->configFolder() + u"/window.png"_s;
    QVERIFY(window().renderTo(file));
    QCOMPARE(QImage(file).size(), window().size());
    QVERIFY(!window().renderTo(u"/nowhere/at/all.png"_s));
}

void TestMainWindow::namesEveryFocusableWidget()
{
    QVERIFY(m_fixture->connectDemo());
    QVERIFY(m_fixture->open("users"));
    const QStringList unnamed = Test::WindowFixture::unnamedWidgets(&window());
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
