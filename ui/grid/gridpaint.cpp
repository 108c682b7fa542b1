// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/recordgrid.h"

#include "ui/theme/chip.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"
#include "ui/workbench/humantext.h"

#include <QDateTime>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

constexpr int padding = 8;
constexpr int oneLine = Qt::TextSingleLine | Qt::AlignVCenter;

} // namespace

void RecordGrid::paintEvent(QPaintEvent *event)
{
    ++m_paints;
    QPainter painter(viewport());
    const Tokens &t = tokens();
    const QRect dirty = event->rect();
    const qint64 rows = rowCount();
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const int first = dirty.top() / Style::rowHeight;
    const int last = dirty.bottom() / Style::rowHeight;
    int y = first * Style::rowHeight;
    for (int line = first; line <= last && topRow() + line < rows; ++line) {
        paintRow(painter, topRow() + line, y, now);
        y += Style::rowHeight;
    }
    if (y <= dirty.bottom())
        painter.fillRect(QRect(dirty.left(), y, dirty.width(), dirty.bottom() - y + 1), t.base);
    if (rows == 0 && m_order->isFiltered() && m_store->rowCount() > 0 && !m_order->isBusy()) {
        painter.setPen(t.muted);
        painter.setFont(font());
        painter.drawText(viewport()->rect().adjusted(0, 24, 0, 0), Qt::AlignHCenter | Qt::AlignTop,
                         tr("None of the %1 loaded rows matches the filter row")
                             .arg(Workbench::groupedCount(m_store->rowCount())));
    }
}

void RecordGrid::paintRow(QPainter &painter, qint64 row, int y, qint64 now)
{
    const Tokens &t = tokens();
    const int width = viewport()->width();
    const qint64 stored = m_order->storeRow(row);
    const bool deleted = m_store->state(stored) == RecordStore::RowState::Deleted;
    const bool selected = m_selection.rows.contains(row);
    QColor background = row % 2 == 1 ? t.alternate : t.base;
    if (deleted)
        background = t.deleted;
    if (selected)
        background = deleted ? blend(t.deleted, t.selection, 0.5) : t.selection;
    painter.fillRect(QRect(0, y, width, Style::rowHeight), background);
    const QColor line = selected ? blend(background, t.line, 0.6) : t.softLine;
    const int right = qMin(width, gutterWidth() + m_columns->totalWidth() - horizontalScrollBar()->value());
    painter.fillRect(QRect(0, y + Style::rowHeight - 1, right, 1), line);

    const RowCells cells(m_store->row(stored), *m_store, *m_columns);
    const int frozen = frozenWidth();
    const int frozenColumns = frozenCount();
    const auto paintColumn = [&](int column) {
        const QRect rect(columnX(column), y, m_columns->at(column).width, Style::rowHeight);
        if (rect.right() < 0 || rect.left() >= width)
            return;
        painter.fillRect(QRect(rect.right(), y, 1, Style::rowHeight), line);
        paintCell(painter, rect.adjusted(padding, 0, -padding - 1, -1), cells.cell(column, now), deleted);
        const bool current = row == m_selection.currentRow && column == m_selection.currentColumn;
        const bool range = selected && !m_selection.wholeRows && m_selection.hasColumn(column);
        if (current || range) {
            painter.setPen(QPen(hasFocus() ? t.accent : blend(t.selection, t.muted, 0.5), 1));
            painter.setBrush(Qt::NoBrush);
            if (current)
                painter.drawRect(rect.adjusted(0, 0, -1, -2));
            else
                painter.fillRect(QRect(rect.left() + 1, rect.bottom() - 2, rect.width() - 2, 1), t.accent);
        }
    };
    if (frozen > 0) {
        painter.setClipRect(QRect(frozen, y, width - frozen, Style::rowHeight));
        for (int column = frozenColumns; column < m_columns->count(); ++column) {
            const int x = columnX(column);
            if (x >= width)
                break;
            if (x + m_columns->at(column).width > frozen)
                paintColumn(column);
        }
        painter.setClipping(false);
    }
    for (int column = 0; column < frozenColumns; ++column)
        paintColumn(column);
    if (frozenColumns > 0 && horizontalScrollBar()->value() > 0)
        painter.fillRect(QRect(frozen - 1, y, 1, Style::rowHeight), t.line);
    paintGutter(painter, row, y);
}

void RecordGrid::paintGutter(QPainter &painter, qint64 row, int y)
{
    const Tokens &t = tokens();
    const int width = gutterWidth();
    const bool current = row == m_selection.currentRow;
    if (!m_selection.rows.contains(row))
        painter.fillRect(QRect(0, y, width - 1, Style::rowHeight - 1), row % 2 == 1 ? t.alternate : t.base);
    painter.fillRect(QRect(width - 1, y, 1, Style::rowHeight), t.line);
    painter.setFont(m_fixed);
    painter.setPen(current ? t.text : t.muted);
    painter.drawText(QRect(0, y, width - padding - 1, Style::rowHeight - 1), oneLine | Qt::AlignRight,
                     QString::number(m_order->storeRow(row) + 1));
}

void RecordGrid::paintCell(QPainter &painter, const QRect &rect, const CellFormat &format, bool deleted)
{
    const Tokens &t = tokens();
    QRect inner = rect;
    if (!format.chip.isEmpty())
        inner.setLeft(inner.left() + Chip::paint(&painter, inner, format.chip) + 4);
    int noteWidth = 0;
    if (!format.note.isEmpty())
        noteWidth = static_cast<int>(format.note.size() + 1) * m_fixedCharWidth;
    QFont font = format.fixedFont ? m_fixed : this->font();
    if (deleted)
        font.setStrikeOut(true);
    painter.setFont(font);
    painter.setPen(format.muted || deleted ? t.muted : t.text);

    QString text = format.text;
    const int room = inner.width() - noteWidth;
    if (format.fixedFont) {
        const int fits = room / m_fixedCharWidth;
        if (text.size() > fits && text.size() > 1) {
            text.truncate(qMax(0, fits - 1));
            while (text.endsWith(u'…')) // a shortened digest has one already
                text.chop(1);
            text += u'…';
        }
    } else if (text.size() * 3 > room) { // no letter is much narrower than three pixels
        text = painter.fontMetrics().elidedText(text, Qt::ElideRight, room);
    }
    painter.drawText(QRect(inner.x(), inner.y(), room, inner.height()),
                     oneLine | (format.rightAligned ? Qt::AlignRight : Qt::AlignLeft), text);
    if (noteWidth > 0) {
        const int used = painter.fontMetrics().horizontalAdvance(text);
        painter.setPen(t.muted);
        painter.setFont(m_fixed);
        painter.drawText(
            QRect(inner.x() + qMin(used, room) + m_fixedCharWidth, inner.y(), noteWidth, inner.height()),
            oneLine | Qt::AlignLeft, format.note);
    }
}

} // namespace Aeroscope::Ui
