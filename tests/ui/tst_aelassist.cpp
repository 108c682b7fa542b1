// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/rows.h"
#include "ui/query/aelassist.h"
#include "ui/query/aeleditor.h"
#include "ui/query/completionpopup.h"
#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"
#include "ui/workbench/schemasample.h"

#include <QAction>
#include <QBoxLayout>
#include <QHelpEvent>
#include <QListView>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

/// The editor in a window with rows of which it knows names and values, steered by keys and mouse.
class TestAelAssist : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init();
    void cleanup() { m_window.reset(); }

    void suggestsWhileANameIsTyped();
    void suggestsOnDemand();
    void insertsWithReturnAndTab_data();
    void insertsWithReturnAndTab();
    void offersMapKeysAndValues();
    void stepsThroughTheList();
    void takesAClick();
    void closesWithEscapeFirst();
    void closesWhenTheFocusLeaves();
    void leavesReturnAloneWhenNothingIsOpen();
    void staysInsideTheWindow();
    void showsTheSignature();
    void explainsWhatIsUnderThePointer();
    void warnsAboutBinsNeverSeen();
    void mendsByKey();
    void showsThePairOfABracket();
    void formatsAsOneStep();
    void answersQuicklyWhateverTheRows();

private:
    [[nodiscard]] QStringList labels() const;
    void type(const QString &text) { QTest::keyClicks(m_editor, text); }
    [[nodiscard]] CompletionPopup *popup() const { return m_editor->assist()->popup(); }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QWidget> m_window;
    AelEditor *m_editor = nullptr;
};

void TestAelAssist::init()
{
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    m_editor = new AelEditor(m_window.get());
    m_editor->setFixedHeight(90);
    auto *other = new QWidget(m_window.get());
    other->setFocusPolicy(Qt::StrongFocus);
    other->setObjectName(u"other"_s);
    layout->addWidget(m_editor);
    layout->addWidget(other, 1);
    m_window->resize(700, 420);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    auto sample = std::make_shared<Workbench::SchemaSample>();
    const Map address{.pairs = {{"city", "Brno"}, {"zip", 60'200}}, .order = MapOrder::KeyOrdered};
    const RowChunkPtr rows = Test::chunkOf({Test::record(1, {{"age", 31}, {"name", "Ann"}}),
                                            Test::record(2, {{"age", 28}, {"address", Value(address)}})});
    for (int i = 0; i < rows->rowCount(); ++i)
        sample->add(rows->row(i));
    m_editor->setSchema(sample);
    m_editor->setFocus();
}

QStringList TestAelAssist::labels() const
{
    QStringList list;
    if (m_editor->assist()->isSuggesting()) {
        for (const Ael::Completion &item : popup()->items())
            list.append(item.label);
    }
    return list;
}

void TestAelAssist::suggestsWhileANameIsTyped()
{
    type(u"$.a"_s);
    QTRY_VERIFY(m_editor->assist()->isSuggesting());
    QVERIFY(labels().contains(u"age"_s) || labels().contains(u"$.age"_s));
    type(u"g"_s);
    QTRY_VERIFY(!labels().join(u' ').contains(u"address"_s)); // it follows what is typed
    QVERIFY(m_editor->hasFocus());
    type(u"e "_s);
    QTRY_VERIFY(!m_editor->assist()->isSuggesting()); // a blank ends the name
    type(u"> 2"_s);
    QCoreApplication::processEvents();
    QCOMPARE(m_editor->toPlainText(), u"$.age > 2"_s);
}

void TestAelAssist::suggestsOnDemand()
{
    QTest::keyClick(m_editor, Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(m_editor->assist()->isSuggesting());
    const QString all = labels().join(u' ');
    QVERIFY2(all.contains(u"$.age"_s), qPrintable(all));
    QVERIFY2(all.contains(u"not"_s), qPrintable(all));
    QVERIFY(m_editor->toPlainText().isEmpty()); // the key typed nothing
}

void TestAelAssist::insertsWithReturnAndTab_data()
{
    QTest::addColumn<int>("key");
    QTest::newRow("Return") << int(Qt::Key_Return);
    QTest::newRow("Enter") << int(Qt::Key_Enter);
    QTest::newRow("Tab") << int(Qt::Key_Tab);
}

void TestAelAssist::insertsWithReturnAndTab()
{
    QFETCH(const int, key);
    type(u"$.addr"_s);
    QTRY_VERIFY(m_editor->assist()->isSuggesting());
    QTest::keyClick(m_editor, Qt::Key(key));
    QCOMPARE(m_editor->toPlainText(), u"$.address"_s);
    QCOMPARE(m_editor->textCursor().position(), 9);
    QVERIFY(!m_editor->assist()->isSuggesting());
    QVERIFY(m_editor->hasFocus());
    m_editor->undo();
    QVERIFY(!m_editor->toPlainText().contains(u"address"_s));
}

void TestAelAssist::offersMapKeysAndValues()
{
    type(u"$.address."_s);
    QTRY_VERIFY(labels().contains(u"city"_s));
    QVERIFY(labels().contains(u"zip"_s));
    type(u"city == "_s);
    QTest::keyClick(m_editor, Qt::Key_Space, Qt::ControlModifier);
    QVERIFY2(labels().join(u' ').contains(u"Brno"_s), qPrintable(labels().join(u' ')));
}

void TestAelAssist::stepsThroughTheList()
{
    QTest::keyClick(m_editor, Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(popup()->items().size() > 3);
    const auto row = [this] { return popup()->list()->currentIndex().row(); };
    QCOMPARE(row(), 0);
    QTest::keyClick(m_editor, Qt::Key_Down);
    QCOMPARE(row(), 1);
    QTest::keyClick(m_editor, Qt::Key_Up);
    QTest::keyClick(m_editor, Qt::Key_Up);
    QCOMPARE(row(), static_cast<int>(popup()->items().size()) - 1); // round the end
    QTest::keyClick(m_editor, Qt::Key_PageUp);
    QVERIFY(row() < static_cast<int>(popup()->items().size()) - 1);
    // what the entry means stands below
    while (popup()->current()->meaning.isEmpty())
        QTest::keyClick(m_editor, Qt::Key_Down);
    QCOMPARE(popup()->meaning(), popup()->current()->meaning);
}

void TestAelAssist::takesAClick()
{
    type(u"$.na"_s);
    QTRY_VERIFY(m_editor->assist()->isSuggesting());
    const QRect first = popup()->list()->visualRect(popup()->list()->model()->index(0, 0));
    QTest::mouseClick(popup()->list()->viewport(), Qt::LeftButton, {}, first.center());
    QCOMPARE(m_editor->toPlainText(), u"$.name"_s);
    QVERIFY(m_editor->hasFocus());
}

void TestAelAssist::closesWithEscapeFirst()
{
    QAction stop;
    stop.setShortcut(Qt::Key_Escape);
    m_window->addAction(&stop);
    QSignalSpy stopped(&stop, &QAction::triggered);
    type(u"$.a"_s);
    QTRY_VERIFY(m_editor->assist()->isSuggesting());
    QTest::keyClick(m_editor, Qt::Key_Escape);
    QVERIFY(!m_editor->assist()->isSuggesting());
    QCOMPARE(stopped.count(), 0);
    QTest::keyClick(m_editor, Qt::Key_Escape);
    QCOMPARE(stopped.count(), 1);
}

void TestAelAssist::closesWhenTheFocusLeaves()
{
    type(u"$.a"_s);
    QTRY_VERIFY(m_editor->assist()->isSuggesting());
    m_window->findChild<QWidget *>(u"other"_s)->setFocus();
    QVERIFY(!m_editor->assist()->isSuggesting());
}

void TestAelAssist::leavesReturnAloneWhenNothingIsOpen()
{
    type(u"$.age > 5"_s);
    QTRY_VERIFY(!m_editor->assist()->isSuggesting());
    QTest::keyClick(m_editor, Qt::Key_Return);
    type(u"and"_s);
    QCoreApplication::processEvents();
    QTest::keyClick(m_editor, Qt::Key_Escape);
    QCOMPARE(m_editor->toPlainText(), u"$.age > 5\nand"_s);
}

void TestAelAssist::staysInsideTheWindow()
{
    m_window->resize(360, 240);
    type(u"$.age > 25 and $.name == \"x\" and $.a"_s);
    QTRY_VERIFY(m_editor->assist()->isSuggesting());
    QVERIFY(m_window->rect().contains(popup()->geometry()));
}

void TestAelAssist::showsTheSignature()
{
    type(u"pow("_s);
    QTRY_VERIFY(!m_editor->assist()->signatureText().isEmpty());
    const QString first = m_editor->assist()->signatureText();
    QVERIFY2(first.contains(u"<b>"_s), qPrintable(first));
    QTest::keyClick(m_editor, Qt::Key_Escape); // what is suggested as a value
    type(u"2.0,"_s);
    QTRY_VERIFY(!m_editor->assist()->signatureText().isEmpty());
    QVERIFY(m_editor->assist()->signatureText() != first); // the second parameter now
    type(u" 3.0)"_s);
    QTRY_VERIFY(m_editor->assist()->signatureText().isEmpty()); // out of the call
    QTest::keyClick(m_editor, Qt::Key_Left);
    QTest::keyClick(m_editor, Qt::Key_Space, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!m_editor->assist()->signatureText().isEmpty());
}

void TestAelAssist::explainsWhatIsUnderThePointer()
{
    m_editor->setPlainText(u"$.age > 25 and abs($.age) < 3"_s);
    const QString bin = m_editor->assist()->hoverText(3);
    QVERIFY2(bin.contains(u"$.age"_s) && bin.contains(u"INT"_s), qPrintable(bin));
    const QString function = m_editor->assist()->hoverText(16);
    QVERIFY2(function.contains(u"abs"_s) && function.contains(u"sign"_s), qPrintable(function));
    // by the mouse
    QTextCursor cursor = m_editor->textCursor();
    cursor.setPosition(16);
    const QPoint at = m_editor->cursorRect(cursor).center();
    QHelpEvent help(QEvent::ToolTip, at, m_editor->viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(m_editor->viewport(), &help);
    QTRY_VERIFY(QToolTip::isVisible());
    QCOMPARE(QToolTip::text(), m_editor->assist()->hoverText(16));
    QToolTip::hideText();
}

void TestAelAssist::warnsAboutBinsNeverSeen()
{
    type(u"$.nmae == \"x\""_s);
    QCOMPARE(m_editor->errorCount(), 0); // it may run: the rows are a sample
    QCOMPARE(m_editor->marks().size(), 1);
    QVERIFY(!m_editor->marks().first().isError);
    QVERIFY2(m_editor->marks().first().message.contains(u"name"_s),
             qPrintable(m_editor->marks().first().message));
}

void TestAelAssist::mendsByKey()
{
    m_editor->setPlainText(u"$.age = 5"_s);
    m_editor->moveCursor(QTextCursor::End);
    QVERIFY(m_editor->errorCount() > 0);
    const CodeEditor::Mark *mark = m_editor->shownMark();
    QVERIFY(mark);
    if (mark->replacement.isNull())
        QSKIP("this fault has no mend of its own");
    QTest::keyClick(m_editor, Qt::Key_Return, Qt::AltModifier);
    QCOMPARE(m_editor->toPlainText(), u"$.age == 5"_s);
    QCOMPARE(m_editor->errorCount(), 0);
}

void TestAelAssist::showsThePairOfABracket()
{
    m_editor->setPlainText(u"($.age > 1)"_s);
    m_editor->moveCursor(QTextCursor::Start);
    int lit = 0;
    for (const QTextEdit::ExtraSelection &selection : m_editor->extraSelections())
        lit += selection.format.background().color() == tokens().selection ? 1 : 0;
    QCOMPARE(lit, 2);
    QTest::keyClick(m_editor, Qt::Key_Right);
    QTest::keyClick(m_editor, Qt::Key_Right);
    QTest::keyClick(m_editor, Qt::Key_Right);
    QVERIFY(m_editor->extraSelections().isEmpty());
}

void TestAelAssist::formatsAsOneStep()
{
    const QString before = u"$.age>25   and($.name==\"x\")"_s;
    m_editor->setPlainText(before);
    m_editor->formatText();
    QVERIFY(m_editor->toPlainText() != before);
    QVERIFY(m_editor->toPlainText().contains(u"$.age > 25"_s));
    const QString once = m_editor->toPlainText();
    m_editor->formatText();
    QCOMPARE(m_editor->toPlainText(), once);
    m_editor->undo();
    QCOMPARE(m_editor->toPlainText(), before);
}

void TestAelAssist::answersQuicklyWhateverTheRows()
{
    auto sample = std::make_shared<Workbench::SchemaSample>();
    Map wide;
    for (qint64 i = 0; i < 900; ++i)
        wide.pairs.emplace_back(Value::string("key" + QByteArray::number(i)), Value(i));
    const RowChunkPtr rows =
        Test::chunkOf(1, 200, [&wide](qint64 key) { return Test::record(key, {{"m", Value(wide)}}); });
    for (int i = 0; i < rows->rowCount(); ++i)
        sample->add(rows->row(i));
    m_editor->setSchema(sample);
    m_editor->setPlainText(u"$.m."_s);
    m_editor->moveCursor(QTextCursor::End);
    m_editor->assist()->showSuggestions();
    QVERIFY(m_editor->assist()->isSuggesting());
    QVERIFY(popup()->items().size() < 1000);
}

QTEST_MAIN(TestAelAssist)
#include "tst_aelassist.moc"
