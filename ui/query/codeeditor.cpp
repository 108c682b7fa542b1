// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/codeeditor.h"

#include "ui/theme/roles.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeySequence>
#include <QPainter>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

constexpr int gutterPadding = 10;
constexpr int blanksPerTab = 4;

/// The strip of line numbers; lets the editor paint it.
class Gutter : public QWidget
{
public:
    explicit Gutter(CodeEditor *editor)
        : QWidget(editor)
        , m_editor(editor)
    {}
    [[nodiscard]] QSize sizeHint() const override { return {m_editor->gutterWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QPainter painter(this);
        m_editor->paintGutter(painter, event->rect());
    }

private:
    CodeEditor *m_editor;
};

} // namespace

CodeEditor::CodeEditor(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_gutter(new Gutter(this))
{
    setFrameShape(QFrame::NoFrame);
    setFont(fixedFont());
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabChangesFocus(true);
    setTabStopDistance(blanksPerTab * QFontMetricsF(font()).horizontalAdvance(QLatin1Char(' ')));
    document()->setDocumentMargin(8);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEditor::layoutGutter);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        m_gutter->update();
        viewport()->update();
    });
    layoutGutter();
}

void CodeEditor::setGutterVisible(bool visible)
{
    m_gutterVisible = visible;
    m_gutter->setVisible(visible);
    layoutGutter();
}

int CodeEditor::gutterWidth() const
{
    if (!m_gutterVisible)
        return 0;
    const int digits = qMax(2, static_cast<int>(QString::number(blockCount()).size()));
    return 2 * gutterPadding + digits * fontMetrics().horizontalAdvance(QLatin1Char('0'));
}

void CodeEditor::layoutGutter()
{
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect inside = contentsRect();
    m_gutter->setGeometry(inside.left(), inside.top(), gutterWidth(), inside.height());
}

void CodeEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    layoutGutter();
}

void CodeEditor::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateMarks();
}

void CodeEditor::paintGutter(QPainter &painter, const QRect &dirty) const
{
    const Tokens &t = tokens();
    painter.fillRect(dirty, t.alternate);
    painter.setFont(font());
    QTextBlock block = firstVisibleBlock();
    const int current = textCursor().blockNumber();
    for (; block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > dirty.bottom())
            break;
        if (place.bottom() < dirty.top() || !block.isVisible())
            continue;
        painter.setPen(block.blockNumber() == current && hasFocus() ? t.text : t.muted);
        painter.drawText(QRectF(0, place.top(), gutterWidth() - gutterPadding, fontMetrics().height()),
                         Qt::AlignRight | Qt::AlignVCenter, QString::number(block.blockNumber() + 1));
    }
}

void CodeEditor::setColorRanges(const QList<ColorRange> &ranges)
{
    qsizetype next = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        const int start = block.position();
        const int end = start + block.length() - 1;
        QList<QTextLayout::FormatRange> formats;
        while (next < ranges.size() && ranges[next].offset + ranges[next].length <= start)
            ++next;
        for (qsizetype i = next; i < ranges.size() && ranges[i].offset < end; ++i) {
            const int from = qMax(ranges[i].offset, start);
            const int to = qMin(ranges[i].offset + ranges[i].length, end);
            if (to > from)
                formats.append({from - start, to - from, ranges[i].format});
        }
        if (block.layout()->formats() == formats)
            continue;
        block.layout()->setFormats(formats);
        document()->markContentsDirty(start, block.length());
    }
}

QTextCursor CodeEditor::cursorOf(const Mark &mark) const
{
    const int size = document()->characterCount() - 1;
    int from = qBound(0, mark.offset, size);
    int to = qBound(from, mark.offset + mark.length, size);
    if (from == to && from > 0)
        --from;
    QTextCursor cursor(document());
    cursor.setPosition(from);
    cursor.setPosition(to, QTextCursor::KeepAnchor);
    return cursor;
}

void CodeEditor::setMarks(const QList<Mark> &marks)
{
    m_marks = marks;
    updateMarks();
}

void CodeEditor::setPairs(const QList<ColorRange> &pairs)
{
    if (pairs.isEmpty() && m_pairs.isEmpty())
        return;
    m_pairs = pairs;
    updateMarks();
}

QString CodeEditor::toolTipAt(int) const
{
    return {};
}

void CodeEditor::updateMarks()
{
    QList<QTextEdit::ExtraSelection> selections;
    for (const ColorRange &pair : std::as_const(m_pairs)) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(pair.offset);
        selection.cursor.setPosition(pair.offset + pair.length, QTextCursor::KeepAnchor);
        selection.format.setBackground(tokens().selection);
        selections.append(selection);
    }
    for (const Mark &mark : std::as_const(m_marks)) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = cursorOf(mark);
        selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        selection.format.setUnderlineColor(mark.isError ? tokens().error : tokens().warning);
        selections.append(selection);
    }
    setExtraSelections(selections);
    setAccessibleDescription(m_marks.isEmpty() ? QString() : m_marks.first().message);
    viewport()->update();
}

const CodeEditor::Mark *CodeEditor::shownMark() const
{
    if (m_marks.isEmpty())
        return nullptr;
    const int at = textCursor().position();
    for (const Mark &mark : m_marks) {
        if (at >= mark.offset && at <= mark.offset + mark.length)
            return &mark;
    }
    return &m_marks.first();
}

void CodeEditor::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    if (!m_marks.isEmpty()) {
        QPainter painter(viewport());
        paintMessage(painter);
    }
}

void CodeEditor::paintMessage(QPainter &painter)
{
    const Mark *mark = shownMark();
    if (!mark || mark->message.isEmpty())
        return;
    const Tokens &t = tokens();
    QFont uiFont = QApplication::font();
    uiFont.setFamily(uiFont.family()); // said in so many words, else the painter fills in the editor's
    uiFont.setPointSizeF(uiFont.pointSizeF());
    uiFont.setStyleHint(QFont::SansSerif);
    const QFontMetrics metrics(uiFont);
    const QTextCursor cursor = cursorOf(*mark);
    const QTextBlock block = document()->findBlock(cursor.selectionEnd());
    const QRectF line = blockBoundingGeometry(block).translated(contentOffset());
    QTextCursor end(block);
    end.movePosition(QTextCursor::EndOfBlock);
    const int textEnd = cursorRect(end).right();
    const int height = metrics.height() + 4;
    const QString key = mark->replacement.isNull()
                            ? QString()
                            : QKeySequence(Qt::ALT | Qt::Key_Return).toString(QKeySequence::NativeText) +
                                  u" \u2192 "_s +
                                  (mark->replacement.isEmpty() ? u"\u2205"_s : mark->replacement);
    const int keyWidth = key.isEmpty() ? 0 : metrics.horizontalAdvance(key) + 14;
    const int wanted = metrics.horizontalAdvance(mark->message) + 22 + keyWidth;
    int x = textEnd + 32;
    int y = qRound(line.top() + (line.height() - height) / 2);
    const int room = viewport()->width() - 12;
    if (x + qMin(wanted, 200) > room || x + wanted > room) { // no room beside the text: below it
        x = qMax(12, qMin(x, room - wanted));
        y = qRound(line.bottom()) + 4;
    }
    const QRect box(x, y, qMin(wanted, room - x), height);
    const QColor bar = mark->isError ? t.error : t.warning;
    Ui::Shape::roundedBox(&painter, box, t.base, t.line, 3);
    painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), bar);
    painter.setFont(uiFont);
    painter.setPen(t.text);
    QRect inner = box.adjusted(11, 0, -8, 0);
    if (keyWidth > 0 && inner.width() > 2 * keyWidth) {
        painter.setPen(t.accent);
        painter.drawText(inner, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, key);
        painter.setPen(t.text);
        inner.setRight(inner.right() - keyWidth);
    }
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     metrics.elidedText(mark->message, Qt::ElideRight, inner.width()));
}

void CodeEditor::keyPressEvent(QKeyEvent *event)
{
    // A new line starts where the one before it does.
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && !isReadOnly() && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
        const QString before = textCursor().block().text().left(textCursor().positionInBlock());
        qsizetype blanks = 0;
        while (blanks < before.size() && before[blanks] == QLatin1Char(' '))
            ++blanks;
        textCursor().insertText(QLatin1Char('\n') + before.left(blanks));
        ensureCursorVisible();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

bool CodeEditor::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QPoint at = viewport()->mapFromGlobal(help->globalPos());
        const int position = cursorForPosition(at).position();
        for (const Mark &mark : std::as_const(m_marks)) {
            const QTextCursor cursor = cursorOf(mark);
            if (position >= cursor.selectionStart() && position <= cursor.selectionEnd()) {
                QToolTip::showText(help->globalPos(), mark.message.toHtmlEscaped(), this);
                return true;
            }
        }
        if (const QString text = toolTipAt(position); !text.isEmpty())
            QToolTip::showText(help->globalPos(), text, this);
        else
            QToolTip::hideText();
        return true;
    }
    return QPlainTextEdit::event(event);
}

} // namespace Aeroscope::Ui
