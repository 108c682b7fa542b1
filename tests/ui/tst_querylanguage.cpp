// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/windowfixture.h"
#include "ui/grid/recordgrid.h"
#include "ui/query/aelassist.h"
#include "ui/query/aeleditor.h"
#include "ui/query/completionpopup.h"
#include "ui/query/explainpanel.h"
#include "ui/query/querystrip.h"
#include "ui/query/querytab.h"
#include "ui/shell/mainactions.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

/// What the window makes of the language service, with a cluster behind it.
class TestQueryLanguage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init();
    void cleanup() { m_fixture.reset(); }

    void tellsThePlanWhileTyping();
    void followsIndexesThatComeAndGo();
    void explainsInWords();
    void namesIndexesOverTheWholeNamespace();
    void copiesTheQueryAsCode_data();
    void copiesTheQueryAsCode();
    void formatsByKey();
    void suggestsBinsOfTheRowsThatCame();
    void looksUpAFewRecordsBeforeTheFirstRun();

private:
    MainWindow &window() { return m_fixture->window(); }
    [[nodiscard]] bool addIndex(const QByteArray &name, const QByteArray &rest,
                                const QByteArray &set = "set=users;");

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Test::WindowFixture> m_fixture;
};

void TestQueryLanguage::init()
{
    m_fixture = std::make_unique<Test::WindowFixture>();
    QVERIFY(m_fixture->connectDemo());
}

bool TestQueryLanguage::addIndex(const QByteArray &name, const QByteArray &rest, const QByteArray &set)
{
    const auto made =
        m_fixture->cluster().createIndex("namespace=test;" + set + "indexname=" + name + ';' + rest);
    if (!made)
        return false;
    m_fixture->connection()->refreshCatalog();
    return QTest::qWaitFor(
        [this, &name] {
            m_fixture->connection()->refreshCatalog();
            return std::ranges::any_of(
                m_fixture->connection()->catalog().indexes, [&name](const IndexInfo &index) {
                    return index.name == name && index.state == IndexInfo::State::Ready;
                });
        },
        10'000);
}

void TestQueryLanguage::tellsThePlanWhileTyping()
{
    QVERIFY(addIndex("age_idx", "bin=age;type=numeric"));
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    QCOMPARE(tab->strip()->pill(), u"test.users"_s);
    QCOMPARE(tab->strip()->what(), u"every record"_s);
    QTest::keyClicks(tab->editor(), u"$.score > 3.5"_s);
    QCOMPARE(tab->strip()->pill(), u"test.users"_s); // nothing that an index could answer
    QCOMPARE(tab->strip()->what(), u"every record is tested by the filter"_s);
    QTest::keyClicks(tab->editor(), u" and $.age > 21 and $.age <= 40"_s);
    QCOMPARE(tab->strip()->pill(), u"index age_idx"_s);
    QCOMPARE(tab->strip()->what(), u"age 22 … 40, then filter"_s);
    QVERIFY2(tab->strip()->facts().contains(u"of 1\u202f000 records"_s), qPrintable(tab->strip()->facts()));
    QVERIFY(tab->strip()->accessibleName().contains(u"age_idx"_s));
    QTest::keyClick(tab->editor(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Finished);
    for (qint64 row = 0; row < tab->store()->rowCount(); ++row) {
        const Result<Record> record = tab->store()->recordAt(row);
        QVERIFY(record->bin("age")->toInteger() > 21 && record->bin("age")->toInteger() <= 40);
    }
    tab->editor()->setPlainText(u"$.age < 5"_s);
    QCOMPARE(tab->strip()->what().section(u',', 0, 0), u"age min … 4"_s);
}

void TestQueryLanguage::followsIndexesThatComeAndGo()
{
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    tab->editor()->setPlainText(u"$.name == \"user 7\""_s);
    QCOMPARE(tab->strip()->pill(), u"test.users"_s);
    QVERIFY(addIndex("name_idx", "bin=name;type=string"));
    QTRY_COMPARE(tab->strip()->pill(), u"index name_idx"_s);
    QVERIFY2(tab->strip()->what().startsWith(u"name \"user 7\""_s), qPrintable(tab->strip()->what()));
}

void TestQueryLanguage::explainsInWords()
{
    QVERIFY(addIndex("age_idx", "bin=age;type=numeric"));
    QVERIFY(addIndex("name_idx", "bin=name;type=string"));
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    tab->editor()->setPlainText(u"$.age > 75 and $.score < 100.0"_s);
    QVERIFY(!tab->explanation()->isVisible());
    QTest::mouseClick(tab->strip()->explainButton(), Qt::LeftButton);
    QVERIFY(tab->explanation()->isVisible());
    QVERIFY(window().actions()->explain->isChecked());
    QVERIFY2(tab->explanation()->words().contains(u"age"_s), qPrintable(tab->explanation()->words()));
    QVERIFY2(tab->explanation()->words().contains(u"75"_s), qPrintable(tab->explanation()->words()));
    QTreeWidget *indexes = tab->explanation()->indexes();
    QCOMPARE(indexes->topLevelItemCount(), 2);
    QCOMPARE(indexes->topLevelItem(0)->text(0), u"age_idx"_s);
    QCOMPARE(indexes->topLevelItem(0)->text(4), u"used"_s);
    QCOMPARE(indexes->topLevelItem(1)->text(0), u"name_idx"_s);
    QVERIFY(indexes->topLevelItem(1)->text(4).contains(u"nothing"_s));
    Test::WindowFixture::picture(&window(), u"explain"_s);
    // a fault is told as well, and promises nothing
    tab->editor()->setPlainText(u"$.age >"_s);
    QVERIFY(tab->explanation()->words().contains(u"fault"_s));
    QCOMPARE(tab->strip()->what(), u"no plan until the filter is valid"_s);
    QCOMPARE(tab->strip()->facts(), QString());
    QCOMPARE(indexes->topLevelItemCount(), 0);
    tab->editor()->setPlainText({});
    QVERIFY(tab->explanation()->words().contains(u"Every record"_s));
    QTest::keyClick(tab->editor(), Qt::Key_E, Qt::ControlModifier);
    QVERIFY(!tab->explanation()->isVisible());
    QVERIFY(!tab->strip()->explainButton()->isChecked());
}

void TestQueryLanguage::namesIndexesOverTheWholeNamespace()
{
    QVERIFY(addIndex("wide_age", "bin=age;type=numeric", {}));
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    tab->editor()->setPlainText(u"$.age > 75"_s);
    QTest::mouseClick(tab->strip()->explainButton(), Qt::LeftButton);
    QTreeWidget *indexes = tab->explanation()->indexes();
    QTRY_COMPARE(indexes->topLevelItemCount(), 1);
    QCOMPARE(indexes->topLevelItem(0)->text(0), u"wide_age"_s);
    QCOMPARE(indexes->topLevelItem(0)->text(1), u"age"_s);
    QVERIFY(indexes->topLevelItem(0)->text(4).contains(u"whole namespace"_s));
    QCOMPARE(tab->strip()->pill(), u"test.users"_s);
    QCOMPARE(tab->strip()->what(), u"every record is tested by the filter"_s);
}

void TestQueryLanguage::copiesTheQueryAsCode_data()
{
    QTest::addColumn<int>("language");
    QTest::addColumn<QString>("mark");
    QTest::newRow("Python") << int(Ael::ClientLanguage::PythonSdk) << u"session"_s;
    QTest::newRow("Java") << int(Ael::ClientLanguage::Java) << u"Statement"_s;
    QTest::newRow("Go") << int(Ael::ClientLanguage::Go) << u":="_s;
    QTest::newRow("C") << int(Ael::ClientLanguage::C) << u"as_query"_s;
    QTest::newRow("C#") << int(Ael::ClientLanguage::CSharp) << u"Statement"_s;
    QTest::newRow("Rust") << int(Ael::ClientLanguage::Rust) << u"let "_s;
    QTest::newRow("Node.js") << int(Ael::ClientLanguage::Node) << u"client"_s;
}

void TestQueryLanguage::copiesTheQueryAsCode()
{
    QFETCH(const int, language);
    QFETCH(const QString, mark);
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    tab->editor()->setPlainText(u"$.age > 75"_s);
    const auto actions = window().actions()->copyCode;
    const auto action = std::ranges::find_if(
        actions, [language](const QAction *candidate) { return candidate->data().toInt() == language; });
    QVERIFY(action != actions.end());
    QVERIFY((*action)->isEnabled());
    QGuiApplication::clipboard()->clear();
    (*action)->trigger();
    const QString code = QGuiApplication::clipboard()->text();
    QVERIFY2(code.contains(mark), qPrintable(code));
    QVERIFY2(code.contains(u"users"_s), qPrintable(code));
    tab->editor()->setPlainText(u"$.age >"_s);
    QVERIFY(!(*action)->isEnabled()); // nothing wrong is copied
}

void TestQueryLanguage::formatsByKey()
{
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    tab->editor()->setFocus();
    QTest::keyClicks(tab->editor(), u"$.age>25   and $.score<3.0"_s);
    QTest::keyClick(tab->editor(), Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(tab->editor()->toPlainText(), u"$.age > 25 and $.score < 3.0"_s);
}

void TestQueryLanguage::suggestsBinsOfTheRowsThatCame()
{
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    tab->editor()->setFocus();
    QTest::keyClicks(tab->editor(), u"$.sco"_s);
    QTRY_VERIFY(tab->editor()->assist()->isSuggesting());
    QCOMPARE(tab->editor()->assist()->popup()->items().first().insert, u"score"_s);
    Test::WindowFixture::picture(&window(), u"suggestions"_s);
    QTest::keyClick(tab->editor(), Qt::Key_Tab);
    QCOMPARE(tab->editor()->toPlainText(), u"$.score"_s);
    // another tab of the set knows as much
    QueryTab *second = window().openDataSet(m_fixture->connection(), {"test", "users"}, false);
    QVERIFY(second->editor()->schema());
    // and text that no record fits is told while typing
    QTest::keyClicks(second->editor(), u"$.scoer > 1"_s);
    QCOMPARE(second->editor()->marks().size(), 1);
    QVERIFY(!second->editor()->marks().first().isError);
}

void TestQueryLanguage::looksUpAFewRecordsBeforeTheFirstRun()
{
    QueryTab *tab = window().openDataSet(m_fixture->connection(), {"test", "users"}, false);
    QCOMPARE(tab->run()->state(), QueryRun::State::Idle);
    QTest::keyClicks(tab->editor(), u"$."_s);
    QTRY_VERIFY(tab->editor()->schema());
    QCOMPARE(tab->run()->state(), QueryRun::State::Idle); // nothing was run for the user
    QTest::keyClicks(tab->editor(), u"ag"_s);
    // the list for what was typed before may still be there
    QTRY_VERIFY(tab->editor()->assist()->isSuggesting() &&
                tab->editor()->assist()->popup()->items().first().insert == u"age"_s);
}

QTEST_MAIN(TestQueryLanguage)
#include "tst_querylanguage.moc"
