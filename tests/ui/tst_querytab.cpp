// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/windowfixture.h"
#include "ui/grid/recordgrid.h"
#include "ui/query/aeleditor.h"
#include "ui/query/keydialog.h"
#include "ui/query/parameterbar.h"
#include "ui/query/querystrip.h"
#include "ui/query/querytab.h"
#include "ui/shell/banner.h"
#include "ui/shell/documenttabs.h"
#include "ui/shell/emptystate.h"
#include "ui/workbench/sessionfile.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

class TestQueryTab : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init();
    void cleanup() { m_fixture.reset(); }

    void asksForParameters();
    void parametersKeepTheirTypes();
    void parametersOutliveTheProgram();
    void looksUpKeys();
    void tellsKeysWithoutARecord();
    void keyDialogReadsLines();
    void savesQueriesAsFiles();

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Test::WindowFixture> m_fixture;
    QueryTab *m_tab = nullptr;
};

void TestQueryTab::init()
{
    m_fixture = std::make_unique<Test::WindowFixture>();
    QVERIFY(m_fixture->connectDemo());
    m_tab = m_fixture->window().openDataSet(m_fixture->connection(), {"test", "users"}, false);
}

void TestQueryTab::asksForParameters()
{
    ParameterBar *bar = m_tab->parameters();
    QVERIFY(!bar->isVisible());
    QTest::keyClicks(m_tab->editor(), u"$.age == ?years and $.name != ?who"_s);
    QVERIFY(bar->isVisible());
    QCOMPARE(bar->names(), (QStringList{u"years"_s, u"who"_s}));
    QVERIFY(m_tab->canRun());
    m_tab->start(); // asks first
    QCOMPARE(m_tab->run()->state(), QueryRun::State::Idle);
    QTRY_VERIFY(bar->field(u"years"_s)->hasFocus());
    QTest::keyClicks(bar->field(u"years"_s), u"7"_s);
    QTest::keyClicks(bar->field(u"who"_s), u"user 7"_s);
    QTest::keyClick(bar->field(u"who"_s), Qt::Key_Return);
    QTRY_COMPARE(m_tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(m_tab->store()->rowCount(), 12); // of 13, without user 7
    for (qint64 row = 0; row < 12; ++row)
        QVERIFY(*m_tab->store()->recordAt(row)->bin("age") == Value(7));
    m_tab->editor()->clear();
    QVERIFY(!bar->isVisible());
    QVERIFY(Test::WindowFixture::unnamedWidgets(&m_fixture->window()).isEmpty());
}

void TestQueryTab::parametersKeepTheirTypes()
{
    m_tab->editor()->setPlainText(u"$.name == ?who"_s);
    ParameterBar *bar = m_tab->parameters();
    bar->field(u"who"_s)->setText(u"42"_s);
    QCOMPARE(bar->values().value(u"who"_s), Value(42));
    bar->type(u"who"_s)->setCurrentText(u"str"_s);
    QCOMPARE(bar->values().value(u"who"_s), Value("42"));
    bar->type(u"who"_s)->setCurrentText(u"blob"_s);
    bar->field(u"who"_s)->setText(u"xyz"_s);
    QVERIFY(!bar->isComplete());
    bar->type(u"who"_s)->setCurrentText(u"str"_s);
    // a quote cannot break out
    bar->field(u"who"_s)->setText(u"user 5' or true or '"_s);
    m_tab->start();
    QTRY_COMPARE(m_tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(m_tab->store()->rowCount(), 0);
    bar->field(u"who"_s)->setText(u"user 5"_s);
    m_tab->start();
    QTRY_COMPARE(m_tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(m_tab->store()->rowCount(), 1);
}

void TestQueryTab::parametersOutliveTheProgram()
{
    m_tab->editor()->setPlainText(u"$.age == ?years"_s);
    m_tab->parameters()->field(u"years"_s)->setText(u"7"_s);
    const Workbench::TabState state = m_tab->state();
    QueryTab *other = m_fixture->window().openDataSet(m_fixture->connection(), {"test", "users"}, false);
    other->restore(state);
    QCOMPARE(other->parameters()->values().value(u"years"_s), Value(7));
    QCOMPARE(other->state(), state);
}

void TestQueryTab::looksUpKeys()
{
    const DataSet users{"test", "users"};
    const Key byDigest = Key::fromRow("test", "users", Key::of("test", "users", 9)->digest(), {});
    m_tab->lookUp({*Key::of("test", "users", 7), *Key::of("test", "users", 8), byDigest});
    QTRY_COMPARE(m_tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(m_tab->store()->rowCount(), 3);
    QVERIFY(*m_tab->store()->recordAt(0)->bin("name") == Value("user 7"));
    QVERIFY(*m_tab->store()->recordAt(2)->bin("name") == Value("user 9"));
    QVERIFY(!m_tab->banner()->isVisible());
    QVERIFY(!m_tab->canResume());
    std::vector<Key> many;
    for (qint64 i = 0; i < 500; ++i)
        many.push_back(*Key::of("test", "users", i));
    m_tab->lookUp(many);
    QTRY_COMPARE(m_tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(m_tab->store()->rowCount(), 500);
    for (qint64 row = 0; row < 500; ++row)
        QVERIFY(m_tab->store()->row(row).digest() == many[size_t(row)].digest()); // in their order
    m_tab->start();                                                               // a query again
    QTRY_COMPARE(m_tab->store()->rowCount(), 1000);
    QTRY_COMPARE(m_tab->run()->state(), QueryRun::State::Finished);
}

void TestQueryTab::tellsKeysWithoutARecord()
{
    m_tab->lookUp({*Key::of("test", "users", 7), *Key::of("test", "users", "7")});
    QTRY_COMPARE(m_tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(m_tab->store()->rowCount(), 1);
    QVERIFY(m_tab->banner()->isVisible());
    QCOMPARE(m_tab->banner()->title(), u"1 of 2 keys have a record"_s);
    QVERIFY(m_tab->banner()->detail().contains(u"\"7\""_s)); // the kind of the key is told
    m_tab->lookUp({*Key::of("test", "users", "nobody")});
    QTRY_COMPARE(m_tab->run()->state(), QueryRun::State::Finished);
    QTRY_VERIFY(m_tab->emptyState()->isVisible());
    QCOMPARE(m_tab->emptyState()->text(), u"No record has such a key"_s);
}

void TestQueryTab::keyDialogReadsLines()
{
    KeyDialog dialog({"test", "users"});
    QVERIFY(!dialog.lookUp()->isEnabled());
    dialog.editor()->setPlainText(
        u"7\n\n  \"7\"\r\nuser42\n7\nhex:0aff\ndigest:%1\n"_s.arg(QString(40, u'a')));
    QCOMPARE(dialog.keys().size(), size_t(5)); // a key twice is one
    QVERIFY(dialog.lookUp()->isEnabled());
    QVERIFY(dialog.keys()[0].userKey() == Value(7));
    QVERIFY(dialog.keys()[1].userKey() == Value("7"));
    QVERIFY(!dialog.keys()[4].userKey());
    dialog.editor()->setPlainText(u"7\n99999999999999999999"_s);
    QVERIFY(!dialog.lookUp()->isEnabled());
    QVERIFY(dialog.summary()->text().startsWith(u"Line 2:"_s));
}

void TestQueryTab::savesQueriesAsFiles()
{
    const QString file = m_fixture->configFolder() + "/mine.ael"_L1;
    m_tab->editor()->setPlainText(u"$.age == 7\nand $.name != 'x'"_s);
    QVERIFY(m_fixture->window().saveQueryFile(file));
    QFile in(file);
    QVERIFY(in.open(QIODevice::ReadOnly));
    QCOMPARE(in.readAll(),
             "test.users\nwhere $.age == 7\nand $.name != 'x'\n"_ba); // the command line takes it
    QueryTab *opened = m_fixture->window().openQueryFile(file);
    QVERIFY(opened && opened != m_tab);
    QCOMPARE(opened->editor()->toPlainText(), m_tab->editor()->toPlainText());
    QCOMPARE(opened->dataset(), m_tab->dataset());
    QCOMPARE(opened->run()->state(), QueryRun::State::Idle);
    QVERIFY(!m_fixture->window().openQueryFile(m_fixture->configFolder() + "/none.ael"_L1));
    QVERIFY(!m_fixture->window().saveQueryFile(u"/no/such/folder/x.ael"_s));
}

QTEST_MAIN(TestQueryTab)
#include "tst_querytab.moc"
