// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/windowfixture.h"
#include "ui/grid/recordgrid.h"
#include "ui/navigator/navigatorpanel.h"
#include "ui/query/aeleditor.h"
#include "ui/query/historypanel.h"
#include "ui/query/querytab.h"
#include "ui/shell/documenttabs.h"
#include "ui/shell/mainactions.h"
#include "ui/shell/palette.h"

#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QTest>
#include <QTreeView>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

/// Commands and places by some letters, and the history of what was run.
class TestPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init();
    void cleanup() { m_fixture.reset(); }

    void listsEveryCommandOnce();
    void runsACommand();
    void doesNotRunWhatIsDisabled();
    void closesAndGivesTheFocusBack();
    void goesToASet();
    void goesToAnOpenTab();
    void remembersWhatWasRun();
    void findsInTheHistory();
    void opensFromTheHistoryWithoutRunning();

private:
    MainWindow &window() { return m_fixture->window(); }
    Palette *palette() { return m_fixture->window().palettePopup(); }
    void press(QWidget *at, int key, Qt::KeyboardModifiers modifiers)
    {
        QTest::keyClick(at, Qt::Key(key), modifiers);
    }
    [[nodiscard]] QTreeView *history() { return m_fixture->window().historyPanel()->view(); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Test::WindowFixture> m_fixture;
};

void TestPalette::init()
{
    m_fixture = std::make_unique<Test::WindowFixture>();
    QVERIFY(m_fixture->connectDemo());
}

void TestPalette::listsEveryCommandOnce()
{
    press(&window(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(palette()->isVisible());
    QVERIFY(palette()->field()->hasFocus());
    const QStringList titles = palette()->titles();
    QVERIFY(titles.contains(u"View: Reset layout"_s));
    QVERIFY(titles.contains(u"View: Dark"_s)); // of a menu in a menu
    QSet<QAction *> seen;
    for (const MainActions::Command &command : window().actions()->commands()) {
        QVERIFY2(!seen.contains(command.action), qPrintable(command.title));
        seen.insert(command.action);
        QVERIFY2(!command.title.contains(u'&') && !command.title.contains(u'\t'), qPrintable(command.title));
    }
    QCOMPARE(titles.size(), seen.size());
    Test::WindowFixture::picture(&window(), u"palette"_s);
}

void TestPalette::runsACommand()
{
    press(&window(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClicks(palette()->field(), u"newq"_s);
    QCOMPARE(palette()->titles().first(), u"File: New query"_s);
    press(palette()->field(), Qt::Key_Return, {});
    QVERIFY(!palette()->isVisible());
    QCOMPARE(window().tabs()->count(), 1);
    QVERIFY(window().currentQuery()->editor()->hasFocus());
}

void TestPalette::doesNotRunWhatIsDisabled()
{
    press(&window(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClicks(palette()->field(), u"query: stop"_s);
    QCOMPARE(palette()->titles().first(), u"Query: Stop"_s);
    press(palette()->field(), Qt::Key_Return, {});
    QVERIFY(palette()->isVisible()); // there is nothing to stop
}

void TestPalette::closesAndGivesTheFocusBack()
{
    window().navigator()->tree()->setFocus();
    press(&window(), Qt::Key_P, Qt::ControlModifier);
    QVERIFY(palette()->field()->hasFocus());
    press(palette()->field(), Qt::Key_Escape, {});
    QVERIFY(!palette()->isVisible());
    QVERIFY(window().navigator()->tree()->hasFocus());
    press(&window(), Qt::Key_P, Qt::ControlModifier);
    window().navigator()->filter()->setFocus();
    QVERIFY(!palette()->isVisible());
}

void TestPalette::goesToASet()
{
    press(&window(), Qt::Key_P, Qt::ControlModifier);
    QTest::keyClicks(palette()->field(), u"tsusr"_s);
    QCOMPARE(palette()->titles(), QStringList{u"test.users"_s});
    press(palette()->field(), Qt::Key_Return, {});
    QueryTab *tab = window().currentQuery();
    QVERIFY(tab);
    QCOMPARE(tab->dataset(), (DataSet{"test", "users"}));
    QTRY_COMPARE(tab->store()->rowCount(), 1000);
}

void TestPalette::goesToAnOpenTab()
{
    QueryTab *users = m_fixture->open("users");
    QueryTab *tiny = m_fixture->open("tiny");
    QVERIFY(users && tiny);
    QCOMPARE(window().currentQuery(), tiny);
    press(&window(), Qt::Key_P, Qt::ControlModifier);
    QCOMPARE(palette()->titles().first(), u"users"_s); // tabs come first
    press(palette()->field(), Qt::Key_Return, {});
    QCOMPARE(window().currentQuery(), users);
}

void TestPalette::remembersWhatWasRun()
{
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    QTRY_COMPARE(history()->model()->rowCount(), 1);
    tab->editor()->setPlainText(u"$.age < 10"_s);
    tab->start();
    QTRY_COMPARE(history()->model()->rowCount(), 2);
    const auto text = [this](int column) { return history()->model()->index(0, column).data().toString(); };
    QCOMPARE(text(1), u"demo · test.users"_s);
    QCOMPARE(text(2), u"$.age < 10"_s);
    QCOMPARE(text(3), u"130"_s);
    QCOMPARE(text(5), u"complete"_s);
    tab->start(); // the same once more: no second line
    QTRY_VERIFY(!tab->run()->isRunning());
    QCOMPARE(history()->model()->rowCount(), 2);
}

void TestPalette::findsInTheHistory()
{
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    for (const QString &filter : {u"$.age < 10"_s, u"$.score < 3.0"_s}) {
        tab->editor()->setPlainText(filter);
        tab->start();
        QTRY_VERIFY(!tab->run()->isRunning());
    }
    press(&window(), Qt::Key_H, Qt::ControlModifier);
    QVERIFY(window().historyPanel()->filter()->hasFocus());
    QTest::keyClicks(window().historyPanel()->filter(), u"SCORE"_s);
    QCOMPARE(history()->model()->rowCount(), 1);
    Test::WindowFixture::picture(&window(), u"history"_s);
}

void TestPalette::opensFromTheHistoryWithoutRunning()
{
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    tab->editor()->setPlainText(u"$.age < 10"_s);
    tab->start();
    QTRY_VERIFY(!tab->run()->isRunning());
    press(&window(), Qt::Key_H, Qt::ControlModifier);
    const QRect first = history()->visualRect(history()->model()->index(0, 0));
    QTest::mouseClick(history()->viewport(), Qt::LeftButton, {}, first.center());
    QTest::mouseDClick(history()->viewport(), Qt::LeftButton, {}, first.center());
    QCOMPARE(window().tabs()->count(), 2);
    QueryTab *again = window().currentQuery();
    QVERIFY(again != tab);
    QCOMPARE(again->editor()->toPlainText(), u"$.age < 10"_s);
    QCOMPARE(again->run()->state(), QueryRun::State::Idle);
    QVERIFY(again->editor()->hasFocus());
}

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
