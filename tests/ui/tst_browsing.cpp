// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Browsing without end: what is kept when the program goes, how a browse goes on, and that looking changes
// nothing.

#include "app/demo/faults.h"
#include "client/value/rowchunk.h"
#include "tests/ui/support/windowfixture.h"
#include "ui/grid/filterrow.h"
#include "ui/grid/findbar.h"
#include "ui/grid/recordgrid.h"
#include "ui/grid/recordstore.h"
#include "ui/query/aeleditor.h"
#include "ui/query/partitionstrip.h"
#include "ui/query/querytab.h"
#include "ui/record/recordpane.h"
#include "ui/shell/banner.h"
#include "ui/shell/documenttabs.h"
#include "ui/shell/emptystate.h"
#include "ui/shell/mainactions.h"
#include "ui/workbench/sessionfile.h"

#include <QAction>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QTest>
#include <QtEndian>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

class TestBrowsing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init() { m_fixture = std::make_unique<Test::WindowFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void showsPartitionsAsTheyAreRead();
    void keepsTextsWithoutBeingClosed();
    void goesOnAfterARestart();
    void keepsTabsOfClustersThatAreNotThere();
    void goesOnAfterTheClusterWasAway();
    void keepsColumnsForTheSet();
    void asksBeforeReadingMuchOfProduction();
    void browsesWithinAMemoryBudget();
    void browsingSendsNoWrite();

private:
    MainWindow &window() { return m_fixture->window(); }
    /// Another window with the same folder, as after a crash and a new start.
    [[nodiscard]] std::unique_ptr<MainWindow> newWindow();
    [[nodiscard]] Workbench::SessionFile sessionFile() const
    {
        return Workbench::SessionFile(m_fixture->configFolder() + "/session.json"_L1);
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Test::WindowFixture> m_fixture;
};

std::unique_ptr<MainWindow> TestBrowsing::newWindow()
{
    MainWindow::Setup setup;
    setup.configFolder = m_fixture->configFolder();
    setup.demo = [this](const std::function<void(Result<QList<Host>>)> &done) {
        done(Host::parseList(m_fixture->cluster().seed()));
    };
    auto made = std::make_unique<MainWindow>(std::move(setup));
    made->show();
    return made;
}

void TestBrowsing::showsPartitionsAsTheyAreRead()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = window().openDataSet(m_fixture->connection(), {"test", "users"}, false);
    QVERIFY(!tab->partitions()->isVisible());
    tab->setLimit(100);
    tab->start();
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::LimitReached);
    QVERIFY(tab->partitions()->isVisible());
    QVERIFY(tab->partitions()->done() < 4096);
    QVERIFY(tab->partitions()->done() + tab->partitions()->begun() > 0);
    QVERIFY(!tab->partitions()->accessibleName().isEmpty());
    tab->resume(true);
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Finished);
    QCOMPARE(tab->partitions()->done(), 4096);
    QCOMPARE(tab->store()->rowCount(), 1000);
}

void TestBrowsing::keepsTextsWithoutBeingClosed()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = window().openDataSet(m_fixture->connection(), {"test", "users"}, false);
    QTest::keyClicks(tab->editor(), u"$.age > 1"_s);
    tab->setLimit(123);
    tab->setRecordsPerSecond(456);
    // what stands in the file is all that is left after kill -9
    QTRY_VERIFY_WITH_TIMEOUT(sessionFile().load().value(0).text == u"$.age > 1"_s, 10'000);
    QTRY_COMPARE(sessionFile().load().value(0).recordsPerSecond, 456U);

    const auto again = newWindow();
    QCOMPARE(again->tabs()->count(), 0); // the demo is not there yet
    again->startDemo();
    QTRY_COMPARE(again->tabs()->count(), 1);
    const QueryTab *back = again->currentQuery();
    QCOMPARE(back->editor()->toPlainText(), u"$.age > 1"_s);
    QCOMPARE(back->limit(), 123);
    QCOMPARE(back->recordsPerSecond(), 456U);
    QCOMPARE(back->run()->state(), QueryRun::State::Idle); // nothing runs by itself
}

void TestBrowsing::goesOnAfterARestart()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = window().openDataSet(m_fixture->connection(), {"test", "users"}, false);
    tab->setLimit(300);
    tab->start();
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::LimitReached);
    QSet<QByteArray> seen;
    for (qint64 row = 0; row < 300; ++row)
        seen.insert(tab->store()->row(row).digest().toHex());
    QTRY_VERIFY_WITH_TIMEOUT(sessionFile().load().value(0).rows == 300, 10'000);

    const auto again = newWindow();
    again->startDemo();
    QTRY_COMPARE(again->tabs()->count(), 1);
    QueryTab *back = again->currentQuery();
    QTRY_VERIFY(back->connection()->isOnline());
    QTRY_VERIFY(back->canResume());
    QCOMPARE(back->store()->rowCount(), 0);
    QVERIFY(back->emptyState()->text().startsWith(u"300 rows were read before"_s));
    QVERIFY(back->partitions()->isVisible());
    QTest::mouseClick(back->emptyState()->primary(), Qt::LeftButton); // Continue
    QTRY_COMPARE(back->run()->state(), QueryRun::State::LimitReached);
    QCOMPARE(back->store()->rowCount(), 300);
    back->resume(true);
    QTRY_COMPARE(back->run()->state(), QueryRun::State::Finished);
    QCOMPARE(back->store()->rowCount(), 700);
    for (qint64 row = 0; row < 700; ++row)
        seen.insert(back->store()->row(row).digest().toHex());
    QCOMPARE(seen.size(), 1000); // each record once
}

void TestBrowsing::keepsTabsOfClustersThatAreNotThere()
{
    const Workbench::TabState elsewhere{
        .connection = u"elsewhere"_s, .dataset = {"ns", "s"}, .text = u"true"_s};
    QVERIFY(sessionFile().save({elsewhere}));
    const auto again = newWindow();
    QCOMPARE(again->tabs()->count(), 0);
    again->close();
    QCOMPARE(sessionFile().load(), QList<Workbench::TabState>{elsewhere});
}

void TestBrowsing::goesOnAfterTheClusterWasAway()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = window().openDataSet(m_fixture->connection(), {"test", "users"}, false);
    tab->setLimit(300);
    tab->start();
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::LimitReached);
    m_fixture->connection()->close();
    QTRY_VERIFY(!tab->connection()->isOnline());
    QTRY_VERIFY(tab->banner()->isVisible());
    QVERIFY(tab->banner()->title().contains(u"not connected"_s));
    QCOMPARE(tab->store()->rowCount(), 300); // rows stay
    QVERIFY(!tab->canResume());
    window().startDemo();
    QTRY_VERIFY_WITH_TIMEOUT(tab->connection() && tab->connection()->isOnline(), 10'000);
    QTRY_VERIFY(!tab->banner()->isVisible());
    QVERIFY(tab->canResume());
    tab->resume(true);
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Finished);
    QSet<QByteArray> seen;
    for (qint64 row = 0; row < tab->store()->rowCount(); ++row)
        seen.insert(tab->store()->row(row).digest().toHex());
    QCOMPARE(seen.size(), 1000);
    QCOMPARE(tab->store()->rowCount(), 1000);
}

void TestBrowsing::keepsColumnsForTheSet()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    tab->grid()->columns()->setHidden("name", true);
    tab->grid()->columns()->setFrozen(2);
    QueryTab *tiny = m_fixture->open("tiny");
    QVERIFY(tiny);
    QCOMPARE(tiny->grid()->columns()->frozen(), 1); // of another set
    const auto again = newWindow();
    again->startDemo();
    QTRY_VERIFY(again->connections()->demo() && again->connections()->demo()->isOnline());
    QueryTab *back = again->openDataSet(again->connections()->demo(), {"test", "users"}, true);
    QTRY_VERIFY(back->store()->rowCount() > 0);
    QCOMPARE(back->grid()->columns()->visualOfBin("name"), -1);
    QCOMPARE(back->grid()->columns()->frozen(), 2);
}

void TestBrowsing::asksBeforeReadingMuchOfProduction()
{
    QVERIFY(m_fixture->connectDemo());
    Workbench::Profile profile = m_fixture->connection()->profile();
    profile.environment = Workbench::Environment::Production;
    m_fixture->connection()->setProfile(profile);
    QueryTab *tab = window().openDataSet(m_fixture->connection(), {"test", "users"}, false);
    QVERIFY(tab->recordsPerSecond() > 0); // gently
    tab->setRecordsPerSecond(0);
    tab->setGuardedRecords(500);
    tab->setLimit(100);
    tab->start(); // so many at most are read
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::LimitReached);
    tab->setLimit(0);
    tab->start();
    QVERIFY(!tab->run()->isRunning());
    QVERIFY(tab->banner()->isVisible());
    QVERIFY2(tab->banner()->title().contains(u"1\u202f000"_s), qPrintable(tab->banner()->title()));
    QAbstractButton *run = nullptr;
    for (QAbstractButton *button : tab->banner()->findChildren<QAbstractButton *>()) {
        if (button->text() == u"Run anyway"_s)
            run = button;
    }
    QVERIFY(run);
    QTest::mouseClick(run, Qt::LeftButton);
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Finished);
    tab->start(); // asked once for a text
    QVERIFY(!tab->banner()->isVisible());
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Finished);
}

void TestBrowsing::browsesWithinAMemoryBudget()
{
    for (qint64 i = 0; i < 4000; ++i)
        (void)m_fixture->cluster().put(
            {"test", "wide", i, {{"n", i}, {"text", QString(500, u'x')}}, 0, true});
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = window().openDataSet(m_fixture->connection(), {"test", "wide"}, false);
    tab->store()->setBudget(400'000);
    tab->setLimit(0);
    tab->start();
    QTRY_COMPARE_WITH_TIMEOUT(tab->run()->state(), QueryRun::State::Finished, 30'000);
    QCOMPARE(tab->store()->rowCount(), 4000);
    QTRY_VERIFY(tab->store()->residentBytes() <= tab->store()->budget());
    QVERIFY(tab->store()->spilledBytes() > 0);
    QSet<qint64> numbers;
    for (qint64 row = 0; row < 4000; ++row)
        numbers.insert(tab->store()->recordAt(row)->bin("n")->toInteger());
    QCOMPARE(numbers.size(), 4000);
}

void TestBrowsing::browsingSendsNoWrite()
{
    m_fixture->cluster().socketLog().setEnabled(true);
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    // all that can be done by looking
    tab->grid()->setCurrentCell(5, 1);
    tab->grid()->sortBy(1, true);
    tab->grid()->setFilterRowVisible(true);
    tab->grid()->filterRow()->setText({GridColumns::Kind::Bin, "age"}, u">3"_s);
    QTRY_VERIFY(!tab->grid()->rowOrder()->isBusy());
    tab->findBar()->open();
    tab->findBar()->field()->setText(u"user"_s);
    QTRY_VERIFY(!tab->findBar()->isBusy());
    tab->grid()->setCurrentCell(0, 0);
    window().record()->refresh();
    QTRY_VERIFY(!window().record()->isBusy());
    tab->editor()->setPlainText(u"$.age == 7"_s);
    QTRY_VERIFY(tab->canRun());
    tab->start();
    QTRY_VERIFY(!tab->run()->isRunning());
    tab->setLimit(2);
    tab->start();
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::LimitReached);
    tab->resume(true);
    QTRY_COMPARE(tab->run()->state(), QueryRun::State::Finished);
    window().actions()->selectAll->trigger();
    window().actions()->copyNdjson->trigger();

    int messages = 0;
    for (const Demo::SocketEvent &event : m_fixture->cluster().socketLog().events()) {
        // proto header: version, type, length; a message of type 3 has its own header of 22 bytes
        if (event.kind != Demo::SocketEvent::Kind::Request || event.bytes.size() < 30 || event.bytes[1] != 3)
            continue;
        ++messages;
        const auto info2 = static_cast<quint8>(event.bytes[10]);
        QVERIFY2((info2 & 0x01) == 0, event.bytes.toHex().constData()); // INFO2_WRITE
        QVERIFY2((info2 & 0x02) == 0, event.bytes.toHex().constData()); // INFO2_DELETE
        const auto info1 = static_cast<quint8>(event.bytes[9]);
        QVERIFY(info1 & 0x01); // INFO1_READ
        // For reads the TTL word is what reading does to the expiry: -1 never touches it. Queries have none.
        const auto ttl = qFromBigEndian<qint32>(event.bytes.constData() + 18);
        const auto fields = qFromBigEndian<quint16>(event.bytes.constData() + 26);
        bool query = false;
        qsizetype at = 30;
        for (int i = 0; i < fields && at + 5 <= event.bytes.size(); ++i) {
            const auto size = qFromBigEndian<quint32>(event.bytes.constData() + at);
            const auto type = static_cast<quint8>(event.bytes[at + 4]);
            query = query || type == 7 || type == 11; // transaction id of a query, partition list
            at += 4 + qsizetype(size);
        }
        QVERIFY2(query || ttl == -1, event.bytes.toHex().constData());
    }
    QVERIFY(messages > 5);
}

QTEST_MAIN(TestBrowsing)
#include "tst_browsing.moc"
