// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/aelassist.h"

#include "ui/query/aeleditor.h"
#include "ui/query/aelwords.h"
#include "ui/query/completionpopup.h"
#include "ui/theme/tokens.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QTimer>

namespace Aeroscope::Ui {

namespace {

/// The frame of the signature: a box with a line around it.
class TipFrame : public QFrame
{
public:
    using QFrame::QFrame;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), tokens().alternate);
        painter.setPen(tokens().line);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
};

/// After these signs a name follows, so suggestions are welcome unasked.
bool opensName(QChar sign)
{
    return sign == QLatin1Char('.') || sign == QLatin1Char('$') || sign == QLatin1Char('{') ||
           sign == QLatin1Char('?');
}

} // namespace

AelAssist::AelAssist(AelEditor *editor)
    : QObject(editor)
    , m_editor(editor)
{
    editor->installEventFilter(this);
    editor->viewport()->installEventFilter(this); // where the mouse is pressed
    connect(editor, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        if (m_tip && m_tip->isVisible())
            updateSignature();
    });
}

bool AelAssist::isSuggesting() const
{
    return m_popup && m_popup->isVisible();
}

QString AelAssist::signatureText() const
{
    return m_tip && m_tip->isVisible() ? m_tipText->text() : QString();
}

void AelAssist::ensureWidgets()
{
    // Over the whole window: the editor itself is often only two lines high.
    QWidget *window = m_editor->window();
    if (!m_popup) {
        m_popup = new CompletionPopup(window);
        connect(m_popup, &CompletionPopup::accepted, this, &AelAssist::accept);
        m_tip = new TipFrame(window);
        m_tip->setFocusPolicy(Qt::NoFocus);
        m_tipText = new QLabel(m_tip);
        m_tipText->setTextFormat(Qt::RichText);
        m_tipText->setWordWrap(false);
        auto *layout = new QVBoxLayout(m_tip);
        layout->setContentsMargins(10, 6, 10, 6);
        layout->addWidget(m_tipText);
        m_tip->hide();
        // they belong to the window, but must not outlive what they speak about
        connect(m_editor, &QObject::destroyed, m_popup, &QObject::deleteLater);
        connect(m_editor, &QObject::destroyed, m_tip, &QObject::deleteLater);
    } else if (m_popup->parentWidget() != window) {
        m_popup->setParent(window);
        m_tip->setParent(window);
    }
}

void AelAssist::hideAll()
{
    if (m_popup)
        m_popup->hide();
    if (m_tip)
        m_tip->hide();
}

void AelAssist::showSuggestions()
{
    updateSuggestions(true);
}

void AelAssist::updateSuggestions(bool asked)
{
    const QString text = m_editor->toPlainText();
    const int cursor = m_editor->textCursor().position();
    if (m_editor->textCursor().hasSelection() && !asked) {
        hideAll();
        return;
    }
    const Ael::CompletionList list =
        Ael::LanguageService::complete(text, cursor, m_editor->schema().get(), m_editor->compileOptions());
    const QStringView typed = QStringView(text).mid(list.replaced.offset, cursor - list.replaced.offset);
    const bool open = cursor > 0 && opensName(text[cursor - 1]);
    const bool nothingNew = list.items.size() == 1 && list.items.first().insert == typed;
    if (list.items.isEmpty() || (!asked && typed.isEmpty() && !open) || (!asked && nothingNew)) {
        if (m_popup)
            m_popup->hide();
        return;
    }
    ensureWidgets();
    m_replaced = list.replaced;
    m_popup->setItems(list.items, typed.size());
    QTextCursor start = m_editor->textCursor();
    start.setPosition(static_cast<int>(list.replaced.offset));
    const QRect at = m_editor->cursorRect(start);
    m_popup->showAt(QRect(m_editor->viewport()->mapTo(m_editor->window(), at.topLeft()), at.size()));
}

void AelAssist::accept()
{
    const Ael::Completion *chosen = m_popup ? m_popup->current() : nullptr;
    if (!chosen)
        return;
    const Ael::Completion item = *chosen;
    m_popup->hide();
    const int cursorNow = m_editor->textCursor().position();
    QTextCursor cursor = m_editor->textCursor();
    cursor.setPosition(static_cast<int>(m_replaced.offset));
    const qsizetype end = qMax<qsizetype>(m_replaced.offset + m_replaced.length, cursorNow);
    cursor.setPosition(static_cast<int>(end), QTextCursor::KeepAnchor);
    cursor.insertText(item.insert);
    cursor.setPosition(static_cast<int>(m_replaced.offset + item.cursor));
    m_editor->setTextCursor(cursor);
    m_editor->setFocus();
    // between parentheses the parameters are the next question
    if (item.cursor > 0 && item.cursor <= item.insert.size() &&
        item.insert[item.cursor - 1] == QLatin1Char('('))
        updateSignature();
}

void AelAssist::showSignature()
{
    updateSignature();
}

void AelAssist::updateSignature()
{
    const QString text = m_editor->toPlainText();
    const int cursor = m_editor->textCursor().position();
    const auto signature = Ael::LanguageService::signature(text, cursor);
    if (!signature) {
        if (m_tip)
            m_tip->hide();
        return;
    }
    ensureWidgets();
    m_tipText->setText(signatureRichText(*signature));
    m_tip->adjustSize();
    const QRect at = m_editor->cursorRect();
    const QPoint top = m_editor->viewport()->mapTo(m_editor->window(), at.topLeft());
    int y = top.y() - m_tip->height() - 4;
    if (y < 0 || !isSuggesting())
        y = top.y() + at.height() + 4; // below, where the list would be; above it while it is there
    const int room = m_editor->window()->width() - m_tip->width();
    m_tip->move(qBound(0, top.x(), qMax(0, room)), y);
    m_tip->raise();
    m_tip->show();
}

bool AelAssist::mend()
{
    const CodeEditor::Mark *mark = m_editor->shownMark();
    if (!mark || mark->replacement.isNull())
        return false;
    QTextCursor cursor = m_editor->textCursor();
    cursor.setPosition(mark->offset);
    cursor.setPosition(mark->offset + mark->length, QTextCursor::KeepAnchor);
    cursor.insertText(mark->replacement);
    m_editor->setTextCursor(cursor);
    return true;
}

QString AelAssist::hoverText(int position) const
{
    const auto info = Ael::LanguageService::hover(m_editor->toPlainText(), position, m_editor->schema().get(),
                                                  m_editor->compileOptions());
    return info ? hoverRichText(*info) : QString();
}

bool AelAssist::onKey(int key, Qt::KeyboardModifiers modifiers)
{
    if (!isSuggesting() || modifiers & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return false;
    switch (key) {
    case Qt::Key_Up:
        m_popup->step(-1);
        return true;
    case Qt::Key_Down:
        m_popup->step(1);
        return true;
    case Qt::Key_PageUp:
        m_popup->stepPage(-1);
        return true;
    case Qt::Key_PageDown:
        m_popup->stepPage(1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
        accept();
        return true;
    default:
        return false;
    }
}

bool AelAssist::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride: {
        // Escape closes what is open before it stops a query.
        const auto *press = static_cast<QKeyEvent *>(event);
        const bool open = isSuggesting() || (m_tip && m_tip->isVisible());
        if (press->key() == Qt::Key_Escape && open) {
            event->accept();
            return true;
        }
        break;
    }
    case QEvent::KeyPress: {
        const auto *press = static_cast<QKeyEvent *>(event);
        const auto modifiers = press->modifiers();
        const bool control = modifiers & Qt::ControlModifier;
        const bool shift = modifiers & Qt::ShiftModifier;
        const bool enter = press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter;
        if (press->key() == Qt::Key_Space && control) {
            if (shift)
                showSignature();
            else
                showSuggestions();
            return true;
        }
        if (enter && modifiers & Qt::AltModifier)
            return mend();
        if (press->key() == Qt::Key_Escape) {
            const bool open = isSuggesting() || (m_tip && m_tip->isVisible());
            hideAll();
            if (open)
                return true;
            break;
        }
        if (onKey(press->key(), modifiers))
            return true;
        const bool types = !press->text().isEmpty() && press->text().front().isPrint() &&
                           (!control || modifiers & Qt::AltModifier); // AltGr is both
        const bool erases = press->key() == Qt::Key_Backspace || press->key() == Qt::Key_Delete;
        const bool moves = press->key() == Qt::Key_Left || press->key() == Qt::Key_Right ||
                           press->key() == Qt::Key_Home || press->key() == Qt::Key_End;
        const QString typed = press->text();
        if (types || (isSuggesting() && erases)) {
            m_wantsSuggestions = types ? !typed.front().isSpace() : isSuggesting();
            m_wantsSignature = types && (typed == QStringLiteral("(") || typed == QStringLiteral(","));
            if (!m_wantsSuggestions && m_popup)
                m_popup->hide();
            // when the editor has taken the key
            QTimer::singleShot(0, this, [this] {
                if (m_wantsSuggestions)
                    updateSuggestions(false);
                if (m_wantsSignature)
                    updateSignature();
                m_wantsSuggestions = false;
                m_wantsSignature = false;
            });
        } else if (isSuggesting() && (moves || control || enter)) {
            m_popup->hide();
        }
        break;
    }
    case QEvent::MouseButtonPress:
    case QEvent::FocusOut:
    case QEvent::Hide:
        hideAll();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace Aeroscope::Ui
