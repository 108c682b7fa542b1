// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/faults.h"
#include "app/demo/socketlog.h"
#include "tests/ui/support/windowfixture.h"
#include "ui/connections/writeguard.h"
#include "ui/grid/recordgrid.h"
#include "ui/query/querytab.h"
#include "ui/record/bindelegate.h"
#include "ui/record/binform.h"
#include "ui/record/binmodel.h"
#include "ui/record/bintree.h"
#include "ui/record/keyform.h"
#include "ui/record/planview.h"
#include "ui/record/recordpane.h"
#include "ui/shell/banner.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QtEndian>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

class TestRecordPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init();
    void cleanup() { m_fixture.reset(); }

    void showsTheCallAndSendsExactlyIt();
    void keepsExpiryAndKey();
    void addsAndRemovesBins();
    void announcesTheLastBinAsDeletion();
    void deletesOnlyAfterAsking();
    void tellsAConflictAndReadsAgain();
    void showsClashingBins();
    void insertsARecordWithATypedKey();
    void refusesAnExistingKey();
    void keepsEditsOfARecordThatIsLeft();
    void blocksOnInvalidText();
    void survivesAFailureInDoubt();
    void diesWhileItWrites();

private:
    [[nodiscard]] RecordPane *pane() { return m_fixture->window().record(); }
    void select(qint64 key);
    void type(const QByteArray &bin, const QString &text);
    [[nodiscard]] Record stored(qint64 key);
    /// The write requests that reached the nodes since the log was switched on.
    [[nodiscard]] QList<QByteArray> writes();
    void changeBehindOurBack(qint64 key, Bins bins);

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Test::WindowFixture> m_fixture;
    QueryTab *m_tab = nullptr;
};

void TestRecordPane::init()
{
    m_fixture = std::make_unique<Test::WindowFixture>();
    QVERIFY(m_fixture->connectDemo());
    m_tab = m_fixture->open("users");
    QVERIFY(m_tab);
}

void TestRecordPane::select(qint64 key)
{
    for (qint64 row = 0; row < m_tab->store()->rowCount(); ++row) {
        if (m_tab->store()->keyAt(row).userKey() == Value(key)) {
            m_tab->grid()->setCurrentCell(row, 0);
            return;
        }
    }
    QFAIL("no such row");
}

void TestRecordPane::type(const QByteArray &bin, const QString &text)
{
    BinTree *tree = pane()->tree();
    tree->setCurrentIndex(pane()->model()->indexOfBin(bin).siblingAtColumn(BinModel::ValueColumn));
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_F2);
    auto *field = tree->viewport()->findChild<QLineEdit *>();
    QVERIFY(field);
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(!tree->viewport()->findChild<QLineEdit *>());
}

Record TestRecordPane::stored(qint64 key)
{
    Record found;
    bool done = false;
    QCoro::connect(m_fixture->connection()->session().get(*Key::of("test", "users", key)),
                   &m_fixture->window(), [&](Result<Record> record) {
                       if (record)
                           found = *record;
                       done = true;
                   });
    (void)QTest::qWaitFor([&] { return done; });
    return found;
}

QList<QByteArray> TestRecordPane::writes()
{
    constexpr qsizetype info2 = 8 + 2;
    constexpr char writeBit = 1;
    QList<QByteArray> found;
    for (const Demo::SocketEvent &event : m_fixture->cluster().socketLog().events()) {
        const bool message =
            event.kind == Demo::SocketEvent::Kind::Request && event.bytes.size() > 30 && event.bytes[1] == 3;
        if (message && event.bytes[info2] & writeBit)
            found.append(event.bytes);
    }
    return found;
}

void TestRecordPane::changeBehindOurBack(qint64 key, Bins bins)
{
    bool done = false;
    QCoro::connect(
        WriteGuard(m_fixture->connection()).writer()->put(*Key::of("test", "users", key), std::move(bins)),
        &m_fixture->window(), [&](const Result<WriteResult> &result) {
            QVERIFY(result);
            done = true;
        });
    QTRY_VERIFY(done);
}

void TestRecordPane::showsTheCallAndSendsExactlyIt()
{
    select(42);
    QVERIFY(!pane()->writeButton()->isEnabled());
    type("age", u"43"_s);
    QCOMPARE(pane()->planView()->toPlainText(), u"operate(generation == 1, expiry keep)\n  put(age, 43)"_s);
    QVERIFY(pane()->writeButton()->isEnabled());
    m_fixture->cluster().socketLog().setEnabled(true);
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QTRY_VERIFY(!pane()->isBusy());
    const QList<QByteArray> sent = writes();
    QCOMPARE(sent.size(), 1);
    // header: 8 bytes of packet, then size, info1, info2, info3 …
    const QByteArray &request = sent.first();
    const quint8 info2 = static_cast<quint8>(request[10]);
    const quint8 info3 = static_cast<quint8>(request[11]);
    QVERIFY(info2 & 0x04);                                                    // generation must be equal
    QCOMPARE(qFromBigEndian<quint32>(request.constData() + 14), 1U);          // … to the one that was read
    QCOMPARE(qFromBigEndian<quint32>(request.constData() + 18), 0xfffffffeU); // expiry: keep
    QVERIFY(info3 & 0x08); // update only: never brings a deleted record back
    QCOMPARE(qFromBigEndian<quint16>(request.constData() + 28), quint16(1)); // one operation
    QVERIFY(request.contains("age"));
    QVERIFY(!request.contains("user 42")); // untouched bins are not sent
    const Record now = stored(42);
    QVERIFY(*now.bin("age") == Value(43));
    QVERIFY(*now.bin("name") == Value("user 42"));
    QCOMPARE(now.generation, 2U);
    // pane and grid show the new state
    QVERIFY(!pane()->hasChanges());
    QCOMPARE(pane()->model()->edit().base().generation, 2U);
    QVERIFY(*m_tab->store()->recordAt(m_tab->grid()->currentRow())->bin("age") == Value(43));
    QVERIFY(m_tab->store()->recordAt(m_tab->grid()->currentRow())->key.userKey() == Value(42));
}

void TestRecordPane::keepsExpiryAndKey()
{
    select(3); // one of those that expire
    const VoidTime before = stored(3).voidTime;
    QVERIFY(!before.never());
    type("age", u"-1"_s);
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QTRY_VERIFY(!pane()->isBusy() && !pane()->hasChanges());
    const Record now = stored(3);
    QVERIFY(*now.bin("age") == Value(-1));
    QCOMPARE(now.voidTime.seconds, before.seconds);
    m_tab->start();
    QTRY_VERIFY(!m_tab->run()->isRunning());
    select(3); // the stored key is still there, else it would not be found
}

void TestRecordPane::addsAndRemovesBins()
{
    select(7);
    QTest::mouseClick(pane()->addBinButton(), Qt::LeftButton);
    BinForm *form = pane()->binForm();
    QVERIFY(form->isVisible());
    QTest::keyClicks(form->nameField(), u"age"_s);
    QTest::mouseClick(form->addButton(), Qt::LeftButton);
    QVERIFY(form->isVisible()); // the name is taken
    form->nameField()->clear();
    QTest::keyClicks(form->nameField(), u"email"_s);
    QTest::keyClicks(form->valueField(), u"x@y.cz"_s);
    QTest::keyClick(form->valueField(), Qt::Key_Return);
    QVERIFY(!form->isVisible());
    pane()->tree()->setCurrentIndex(pane()->model()->indexOfBin("score"));
    pane()->tree()->setFocus();
    QTest::keyClick(pane()->tree(), Qt::Key_Delete, Qt::ControlModifier);
    QCOMPARE(pane()->planView()->toPlainText(),
             u"operate(generation == 1, expiry keep)\n  remove(score)\n  put(email, \"x@y.cz\")"_s);
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QTRY_VERIFY(!pane()->isBusy() && !pane()->hasChanges());
    const Record now = stored(7);
    QVERIFY(!now.bin("score"));
    QVERIFY(*now.bin("email") == Value("x@y.cz"));
    QCOMPARE(m_tab->grid()->columns()->visualOfBin("email"), 5); // a new column in the grid
}

void TestRecordPane::announcesTheLastBinAsDeletion()
{
    QueryTab *tiny = m_fixture->open("tiny");
    QVERIFY(tiny);
    QCOMPARE(pane()->model()->rowCount(), 1);
    pane()->model()->removeBin("one");
    auto *warning = pane()->findChild<QLabel *>(u"planWarning"_s);
    QVERIFY(warning->isVisible());
    QVERIFY(warning->text().contains(u"last bin"_s));
    QCOMPARE(pane()->writeButton()->text(), u"Delete record"_s);
    QCOMPARE(pane()->planView()->toPlainText(), u"operate(generation == 1, expiry keep)\n  remove(one)"_s);
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QTRY_VERIFY(!pane()->hasRecord());
    QCOMPARE(tiny->store()->state(0), RecordStore::RowState::Deleted);
    QTRY_COMPARE(m_fixture->cluster().objectCount("test"), 1003);
}

void TestRecordPane::deletesOnlyAfterAsking()
{
    select(9);
    QTest::mouseClick(pane()->deleteButton(), Qt::LeftButton);
    QCOMPARE(pane()->planView()->toPlainText(), u"delete(generation == 1)"_s);
    QCOMPARE(pane()->revertButton()->text(), u"Keep record"_s);
    QTest::mouseClick(pane()->revertButton(), Qt::LeftButton);
    QCOMPARE(m_fixture->cluster().objectCount("test"), 1004);
    QTest::mouseClick(pane()->deleteButton(), Qt::LeftButton);
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QTRY_VERIFY(!pane()->hasRecord());
    QCOMPARE(m_fixture->cluster().objectCount("test"), 1003);
    QCOMPARE(m_tab->store()->state(m_tab->grid()->currentRow()), RecordStore::RowState::Deleted);
}

void TestRecordPane::tellsAConflictAndReadsAgain()
{
    select(11);
    type("age", u"99"_s);
    changeBehindOurBack(11, {{"name", "someone else"}});
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QTRY_VERIFY(pane()->banner()->isVisible());
    QVERIFY(pane()->banner()->title().contains(u"changed on the server"_s));
    QVERIFY(*stored(11).bin("age") == Value(11));
    auto *again = pane()->banner()->findChild<QPushButton *>(u"readAgain"_s);
    QVERIFY(again);
    QTest::mouseClick(again, Qt::LeftButton);
    QTRY_COMPARE(pane()->model()->edit().base().generation, 2U);
    QVERIFY(pane()->hasChanges()); // the edit is kept on top of what is there now
    QVERIFY(pane()->model()->edit().bin("name")->value == Value("someone else"));
    QVERIFY(pane()->planView()->toPlainText().startsWith(u"operate(generation == 2"_s));
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QTRY_VERIFY(!pane()->isBusy() && !pane()->hasChanges());
    const Record now = stored(11);
    QVERIFY(*now.bin("age") == Value(99));
    QVERIFY(*now.bin("name") == Value("someone else"));
}

void TestRecordPane::showsClashingBins()
{
    select(12);
    type("age", u"99"_s);
    changeBehindOurBack(12, {{"age", 50}});
    pane()->refresh();
    QTRY_VERIFY(pane()->banner()->isVisible());
    QVERIFY(pane()->banner()->title().contains(u"age"_s));
    const QModelIndex age = pane()->model()->indexOfBin("age");
    QCOMPARE(age.siblingAtColumn(BinModel::StateColumn).data().toString(), u"was 50"_s);
    QVERIFY(pane()->model()->edit().bin("age")->value == Value(99));
}

void TestRecordPane::insertsARecordWithATypedKey()
{
    pane()->startInsert(m_fixture->connection(), {"test", "users"});
    QVERIFY(!pane()->writeButton()->isEnabled());
    KeyForm *keys = pane()->keyForm();
    QTest::keyClicks(keys->textField(), u"1001"_s);
    keys->typeField()->setCurrentIndex(1); // integer: its type is said, not guessed
    BinForm *form = pane()->binForm();
    QTest::keyClicks(form->nameField(), u"age"_s);
    form->typeField()->setCurrentIndex(form->typeField()->findText(u"int"_s));
    QTest::keyClicks(form->valueField(), u"5"_s);
    QTest::keyClick(form->valueField(), Qt::Key_Return);
    QCOMPARE(pane()->planView()->toPlainText(),
             u"insert(key 1001, expiry default, store key)\n  put(age, 5)"_s);
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QTRY_COMPARE(m_tab->store()->rowCount(), 1001);
    QVERIFY(*stored(1001).bin("age") == Value(5));
    QCOMPARE(m_tab->grid()->currentRow(), 1000);
    QVERIFY(pane()->plan().key.userKey() == Value(1001));
}

void TestRecordPane::refusesAnExistingKey()
{
    pane()->startInsert(m_fixture->connection(), {"test", "users"});
    pane()->keyForm()->typeField()->setCurrentIndex(1);
    QTest::keyClicks(pane()->keyForm()->textField(), u"5"_s);
    pane()->model()->setBin("x", 1);
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QTRY_VERIFY(pane()->banner()->isVisible());
    QCOMPARE(pane()->banner()->title(), u"A record with this key exists already"_s);
    QVERIFY(!stored(5).bin("x"));
    QVERIFY(pane()->hasChanges()); // what was typed is kept
}

void TestRecordPane::keepsEditsOfARecordThatIsLeft()
{
    select(20);
    type("age", u"77"_s);
    select(21);
    QVERIFY(!pane()->hasChanges());
    QCOMPARE(pane()->draftCount(), 1);
    select(20);
    QVERIFY(pane()->hasChanges());
    QVERIFY(pane()->model()->edit().bin("age")->value == Value(77));
    QCOMPARE(pane()->draftCount(), 0);
    QTest::mouseClick(pane()->revertButton(), Qt::LeftButton);
    QVERIFY(!pane()->hasChanges());
}

void TestRecordPane::blocksOnInvalidText()
{
    select(30);
    BinTree *tree = pane()->tree();
    tree->setCurrentIndex(pane()->model()->indexOfBin("age").siblingAtColumn(BinModel::ValueColumn));
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_F2);
    auto *field = tree->viewport()->findChild<QLineEdit *>();
    QVERIFY(field);
    field->selectAll();
    QTest::keyClicks(field, u"12x"_s);
    auto *fault = pane()->findChild<QLabel *>(u"valueFault"_s);
    QVERIFY(fault->isVisible());
    QVERIFY(fault->text().contains(u"12x"_s));
    pane()->model()->setBin("name", "other"); // something that could be written
    m_fixture->cluster().socketLog().setEnabled(true);
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QTest::qWait(50);
    QCOMPARE(writes().size(), 0); // the open editor is part of what is written, or nothing is
    QVERIFY(field->isVisible());
    field->selectAll();
    QTest::keyClicks(field, u"12"_s);
    QVERIFY(!fault->isVisible());
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QTRY_VERIFY(!pane()->isBusy() && !pane()->hasChanges());
    QVERIFY(*stored(30).bin("age") == Value(12));
}

void TestRecordPane::survivesAFailureInDoubt()
{
    select(40);
    type("age", u"41"_s);
    Demo::FaultRule lost;
    lost.request = Demo::RequestKind::Write;
    lost.applyFirst = true;
    lost.closeAtReplyByte = 0;
    m_fixture->cluster().faults().add(lost);
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(pane()->banner()->isVisible(), 20'000);
    QVERIFY(pane()->hasChanges());
    m_fixture->cluster().faults().clear();
    pane()->refresh();
    QTRY_VERIFY(!pane()->isBusy());
    QVERIFY(!pane()->hasChanges()); // it had been applied: nothing is left to do
}

void TestRecordPane::diesWhileItWrites()
{
    select(50);
    type("age", u"51"_s);
    Demo::FaultRule slow;
    slow.delay = std::chrono::milliseconds(150);
    slow.request = Demo::RequestKind::Write;
    m_fixture->cluster().faults().add(slow);
    QTest::mouseClick(pane()->writeButton(), Qt::LeftButton);
    QVERIFY(pane()->isBusy());
    m_fixture.reset(); // window, client and nodes go while the write is under way
}

QTEST_MAIN(TestRecordPane)
#include "tst_recordpane.moc"
