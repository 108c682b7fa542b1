// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/hexview.h"

#include "ui/theme/roles.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QByteArrayMatcher>
#include <QClipboard>
#include <QDateTime>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QScrollBar>
#include <QtEndian>

#include <bit>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

constexpr int margin = 12;
constexpr int placeDigits = 8;

template <class T>
QString bothEnds(const char *at, qsizetype left)
{
    if (left < qsizetype(sizeof(T)))
        return {};
    const auto big = qFromBigEndian<T>(at);
    const auto little = qFromLittleEndian<T>(at);
    return u"%1 BE · %2 LE"_s.arg(big).arg(little);
}

} // namespace

QStringList momentReadings(qint64 number)
{
    // from 1990 to 2100
    constexpr qint64 first = 631'152'000;
    constexpr qint64 last = 4'102'444'800;
    QStringList readings;
    const auto add = [&](const QString &unit, qint64 perSecond) {
        if (number / perSecond >= first && number / perSecond < last)
            readings.append(HexView::tr("as %1: %2 UTC")
                                .arg(unit, QDateTime::fromSecsSinceEpoch(number / perSecond, Qt::UTC)
                                               .toString(u"yyyy-MM-dd HH:mm:ss"_s)));
    };
    add(HexView::tr("seconds"), 1);
    add(HexView::tr("milliseconds"), 1'000);
    add(HexView::tr("microseconds"), 1'000'000);
    add(HexView::tr("nanoseconds"), 1'000'000'000);
    return readings;
}

HexView::HexView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Bytes"));
    viewport()->setCursor(Qt::IBeamCursor);
    updateMetrics();
}

void HexView::updateMetrics()
{
    m_font = fixedFont();
    const QFontMetrics metrics(m_font);
    m_charWidth = qMax(1, metrics.horizontalAdvance(u'0'));
    m_rowHeight = metrics.height() + 4;
    updateScrollBars();
    viewport()->update();
}

void HexView::setBytes(const QByteArray &bytes)
{
    m_bytes = bytes;
    m_cursor = bytes.isEmpty() ? -1 : 0;
    m_anchor = m_cursor;
    verticalScrollBar()->setValue(0);
    updateScrollBars();
    viewport()->update();
    Q_EMIT cursorChanged(m_cursor);
}

void HexView::updateScrollBars()
{
    const qsizetype rows = (m_bytes.size() + perRow - 1) / perRow;
    const int page = qMax(1, viewport()->height() / m_rowHeight);
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, static_cast<int>(qMax<qsizetype>(0, rows - page)));
    const int width = textX(perRow) + margin;
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, qMax(0, width - viewport()->width()));
}

int HexView::hexX(int column) const
{
    return margin + (placeDigits + 2) * m_charWidth + column * 3 * m_charWidth +
           (column >= 8 ? m_charWidth : 0);
}

int HexView::textX(int column) const
{
    return hexX(perRow) + 2 * m_charWidth + column * m_charWidth;
}

qsizetype HexView::offsetAt(const QPoint &at) const
{
    const int x = at.x() + horizontalScrollBar()->value();
    const qsizetype row = verticalScrollBar()->value() + at.y() / m_rowHeight;
    int column = 0;
    if (x >= textX(0))
        column = (x - textX(0)) / m_charWidth;
    else
        while (column < perRow - 1 && x >= hexX(column + 1))
            ++column;
    return qBound<qsizetype>(0, row * perRow + qBound(0, column, perRow - 1), m_bytes.size() - 1);
}

void HexView::setCursor(qsizetype offset, bool extend)
{
    if (m_bytes.isEmpty())
        return;
    m_cursor = qBound<qsizetype>(0, offset, m_bytes.size() - 1);
    if (!extend)
        m_anchor = m_cursor;
    const int row = static_cast<int>(m_cursor / perRow);
    QScrollBar *bar = verticalScrollBar();
    if (row < bar->value())
        bar->setValue(row);
    else if (row >= bar->value() + bar->pageStep())
        bar->setValue(row - bar->pageStep() + 1);
    viewport()->update();
    Q_EMIT cursorChanged(m_cursor);
}

QByteArray HexView::selected() const
{
    if (m_cursor < 0)
        return {};
    const qsizetype first = qMin(m_cursor, m_anchor);
    return m_bytes.mid(first, qMax(m_cursor, m_anchor) - first + 1);
}

bool HexView::goTo(qsizetype offset)
{
    if (offset < 0 || offset >= m_bytes.size())
        return false;
    setCursor(offset, false);
    return true;
}

bool HexView::find(const QString &what, bool forward)
{
    if (what.isEmpty() || m_bytes.isEmpty())
        return false;
    static const QRegularExpression s_hex(u"^(0x)?([0-9a-fA-F]{2}\\s*)+$"_s);
    QByteArray needle = what.toUtf8();
    if (what.size() > 2 && what.startsWith(u'"') && what.endsWith(u'"'))
        needle = what.mid(1, what.size() - 2).toUtf8();
    else if (s_hex.match(what).hasMatch())
        needle = QByteArray::fromHex(what.startsWith("0x"_L1) ? what.mid(2).toLatin1() : what.toLatin1());
    const qsizetype from = qMin(m_cursor, m_anchor);
    qsizetype at = forward    ? m_bytes.indexOf(needle, from + 1)
                   : from > 0 ? m_bytes.lastIndexOf(needle, from - 1)
                              : -1;
    if (at < 0)
        at = forward ? m_bytes.indexOf(needle) : m_bytes.lastIndexOf(needle);
    if (at < 0)
        return false;
    setCursor(at + needle.size() - 1, false);
    m_anchor = at;
    setCursor(m_cursor, true);
    return true;
}

QString HexView::inspection() const
{
    if (m_cursor < 0)
        return {};
    const qsizetype at = qMin(m_cursor, m_anchor);
    const char *data = m_bytes.constData() + at;
    const qsizetype left = m_bytes.size() - at;
    QStringList lines;
    lines.append(tr("byte %1 (0x%2)").arg(at).arg(at, 0, 16));
    lines.append(u"int8 %1 · uint8 %2"_s.arg(static_cast<qint8>(*data)).arg(static_cast<quint8>(*data)));
    if (const QString text = bothEnds<qint16>(data, left); !text.isEmpty())
        lines.append(u"int16 "_s + text);
    if (const QString text = bothEnds<qint32>(data, left); !text.isEmpty())
        lines.append(u"int32 "_s + text);
    if (const QString text = bothEnds<qint64>(data, left); !text.isEmpty()) {
        lines.append(u"int64 "_s + text);
        const auto big = std::bit_cast<double>(qFromBigEndian<quint64>(data));
        const auto little = std::bit_cast<double>(qFromLittleEndian<quint64>(data));
        lines.append(u"double %1 BE · %2 LE"_s.arg(big, 0, 'g', 17).arg(little, 0, 'g', 17));
        for (const auto &[number, order] : {std::pair(qFromBigEndian<qint64>(data), u"BE"_s),
                                            std::pair(qFromLittleEndian<qint64>(data), u"LE"_s)}) {
            const QStringList readings = momentReadings(number);
            for (const QString &reading : readings)
                lines.append(order + u' ' + reading);
        }
    }
    return lines.join(u'\n');
}

void HexView::paintEvent(QPaintEvent *event)
{
    const Tokens &t = tokens();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), t.base);
    painter.setFont(m_font);
    const int shift = horizontalScrollBar()->value();
    const qsizetype first = qMin(m_cursor, m_anchor);
    const qsizetype last = qMax(m_cursor, m_anchor);
    const int rows = viewport()->height() / m_rowHeight + 1;
    for (int line = 0; line < rows; ++line) {
        const qsizetype row = verticalScrollBar()->value() + line;
        const qsizetype start = row * perRow;
        if (start >= m_bytes.size())
            break;
        const int y = line * m_rowHeight;
        const auto draw = [&](int x, int width, const QString &text, const QColor &color) {
            painter.setPen(color);
            painter.drawText(QRect(x - shift, y, width, m_rowHeight), Qt::AlignVCenter | Qt::AlignLeft, text);
        };
        draw(margin, (placeDigits + 1) * m_charWidth, u"%1"_s.arg(start, placeDigits, 16, QChar(u'0')),
             t.muted);
        for (int column = 0; column < perRow && start + column < m_bytes.size(); ++column) {
            const qsizetype at = start + column;
            const auto byte = static_cast<quint8>(m_bytes[at]);
            if (at >= first && at <= last && m_cursor >= 0) {
                const QColor wash = hasFocus() ? t.selection : blend(t.base, t.selection, 0.6);
                painter.fillRect(QRect(hexX(column) - shift - 2, y, 2 * m_charWidth + 4, m_rowHeight), wash);
                painter.fillRect(QRect(textX(column) - shift, y, m_charWidth, m_rowHeight), wash);
            }
            draw(hexX(column), 2 * m_charWidth + 2, u"%1"_s.arg(byte, 2, 16, QChar(u'0')),
                 byte ? t.text : t.muted);
            const bool letter = byte >= 0x20 && byte < 0x7f;
            draw(textX(column), m_charWidth + 2,
                 letter ? QString(QChar(static_cast<char16_t>(byte))) : u"·"_s, letter ? t.string : t.muted);
        }
    }
}

void HexView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void HexView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateMetrics();
}

void HexView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void HexView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const bool far = event->modifiers() & Qt::ControlModifier;
    const qsizetype page = qsizetype(perRow) * qMax(1, verticalScrollBar()->pageStep() - 1);
    if (event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(QString::fromLatin1(selected().toHex()));
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        setCursor(0, false);
        setCursor(m_bytes.size() - 1, true);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        setCursor(m_cursor - 1, extend);
        return;
    case Qt::Key_Right:
        setCursor(m_cursor + 1, extend);
        return;
    case Qt::Key_Up:
        setCursor(m_cursor >= perRow ? m_cursor - perRow : m_cursor, extend);
        return;
    case Qt::Key_Down:
        setCursor(m_cursor + perRow < m_bytes.size() ? m_cursor + perRow : m_cursor, extend);
        return;
    case Qt::Key_PageUp:
        setCursor(m_cursor - page, extend);
        return;
    case Qt::Key_PageDown:
        setCursor(m_cursor + page, extend);
        return;
    case Qt::Key_Home:
        setCursor(far ? 0 : m_cursor / perRow * perRow, extend);
        return;
    case Qt::Key_End:
        setCursor(far ? m_bytes.size() - 1 : m_cursor / perRow * perRow + perRow - 1, extend);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void HexView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !m_bytes.isEmpty())
        setCursor(offsetAt(event->position().toPoint()), event->modifiers() & Qt::ShiftModifier);
}

void HexView::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton && !m_bytes.isEmpty())
        setCursor(offsetAt(event->position().toPoint()), true);
}

} // namespace Aeroscope::Ui
