// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/aeleditor.h"
#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"

#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

class TestAelEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init();
    void coloursTokens();
    void marksFaultsWhileTyping();
    void showsTheMessageAtEachKeyPress();
    void countsLines();
    void paintsTheMessage();
    void keepsIndentation();
    void takesBlanksForEveryRecord();

private:
    [[nodiscard]] QColor colourAt(int position) const;

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<AelEditor> m_editor;
};

void TestAelEditor::init()
{
    m_editor = std::make_unique<AelEditor>();
    m_editor->resize(700, 120);
    m_editor->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_editor.get()));
    m_editor->setFocus();
}

QColor TestAelEditor::colourAt(int position) const
{
    const QTextBlock block = m_editor->document()->findBlock(position);
    for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
        const int at = position - block.position();
        if (at >= range.start && at < range.start + range.length)
            return range.format.foreground().color();
    }
    return {};
}

void TestAelEditor::coloursTokens()
{
    m_editor->setPlainText(u"$.age > 25 and\n$.city == \"Brno\""_s);
    QCOMPARE(colourAt(2), tokens().path);
    QCOMPARE(colourAt(8), tokens().number);
    QCOMPARE(colourAt(11), tokens().keyword);
    QCOMPARE(colourAt(26), tokens().string);
    QCOMPARE(m_editor->errorCount(), 0);
    QVERIFY(m_editor->marks().isEmpty());
}

void TestAelEditor::marksFaultsWhileTyping()
{
    QSignalSpy checked(m_editor.get(), &AelEditor::checked);
    const QString text = u"$.age > 25"_s;
    QTest::keyClicks(m_editor.get(), text);
    QCOMPARE(checked.count(), text.size()); // at each key press
    QCOMPARE(m_editor->errorCount(), 0);
    QTest::keyClicks(m_editor.get(), u" and"_s);
    QVERIFY(m_editor->errorCount() > 0);
    QVERIFY(!m_editor->extraSelections().isEmpty());
    QCOMPARE(m_editor->extraSelections().first().format.underlineStyle(), QTextCharFormat::WaveUnderline);
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(m_editor.get(), Qt::Key_Backspace);
    QCOMPARE(m_editor->errorCount(), 0);
    QVERIFY(m_editor->extraSelections().isEmpty());
}

void TestAelEditor::showsTheMessageAtEachKeyPress()
{
    QTest::keyClicks(m_editor.get(), u"$.age > \"x\" and $.n = 1"_s);
    const CodeEditor::Mark *mark = m_editor->shownMark();
    QVERIFY(mark);
    QVERIFY(!mark->message.isEmpty());
    QVERIFY(!mark->message.contains(u"%1"_s));
    QCOMPARE(m_editor->accessibleDescription(), m_editor->marks().first().message);
}

void TestAelEditor::countsLines()
{
    const int two = m_editor->gutterWidth();
    m_editor->setPlainText(QString(120, u'\n'));
    QVERIFY(m_editor->gutterWidth() > two);
}

void TestAelEditor::paintsTheMessage()
{
    const QImage before = m_editor->grab().toImage();
    QTest::keyClicks(m_editor.get(), u"$.age >"_s);
    const QImage after = m_editor->grab().toImage();
    const auto reds = [](const QImage &image) {
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y) == tokens().error ? 1 : 0;
        }
        return count;
    };
    QCOMPARE(reds(before), 0);
    QVERIFY(reds(after) > 20); // the bar of the message and the wavy line
}

void TestAelEditor::keepsIndentation()
{
    QTest::keyClicks(m_editor.get(), u"  $.a == 1"_s);
    QTest::keyClick(m_editor.get(), Qt::Key_Return);
    QTest::keyClicks(m_editor.get(), u"and $.b == 2"_s);
    QCOMPARE(m_editor->toPlainText(), u"  $.a == 1\n  and $.b == 2"_s);
}

void TestAelEditor::takesBlanksForEveryRecord()
{
    m_editor->setPlainText(u"   \n "_s);
    QVERIFY(m_editor->isBlank());
    QCOMPARE(m_editor->errorCount(), 0); // nothing is a filter too: every record
}

QTEST_MAIN(TestAelEditor)
#include "tst_aeleditor.moc"
