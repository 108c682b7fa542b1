// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/gridheader.h"

#include "ui/grid/cellformat.h"
#include "ui/grid/recordgrid.h"
#include "ui/theme/chip.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPainter>

namespace Aeroscope::Ui {

namespace {

constexpr int padding = 8;
constexpr int grip = 4;
/// Room for the sign of a sorted column.
constexpr int arrowWidth = 12;

void paintArrow(QPainter &painter, const QRect &rect, bool descending)
{
    const QPointF middle = QRectF(rect).center();
    const double tip = descending ? 2.5 : -2.5;
    const QPointF points[] = {middle + QPointF(-4, -tip), middle + QPointF(0, tip),
                              middle + QPointF(4, -tip)};
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens().accent, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(points, 3);
    painter.restore();
}

QFont headerFont(const QWidget *widget)
{
    QFont font = widget->font();
    font.setWeight(QFont::DemiBold);
    return font;
}

QString typeChip(const RecordGrid *grid, int visual)
{
    const auto &column = grid->columns()->at(visual);
    if (column.kind != GridColumns::Kind::Bin || column.bin < 0)
        return {};
    const auto &bins = grid->store()->columns();
    if (column.bin >= static_cast<int>(bins.size()))
        return {};
    return columnTypeText(bins[static_cast<size_t>(column.bin)].types);
}

} // namespace

GridHeader::GridHeader(RecordGrid *grid)
    : QWidget(grid)
    , m_grid(grid)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Columns"));
}

int GridHeader::widthHint(int visualColumn) const
{
    int width = QFontMetrics(headerFont(this)).horizontalAdvance(m_grid->columns()->title(visualColumn)) +
                2 * padding + 1;
    if (const QString type = typeChip(m_grid, visualColumn); !type.isEmpty())
        width += 6 + Chip::width(type);
    return width + arrowWidth;
}

void GridHeader::paintColumn(QPainter &painter, int visualColumn, const QRect &rect) const
{
    const Tokens &t = tokens();
    painter.fillRect(rect, t.window);
    painter.fillRect(QRect(rect.right(), rect.top() + 1, 1, rect.height() - 1), t.line);
    QRect inner = rect.adjusted(padding, 0, -padding, -1);
    const auto &sort = m_grid->rowOrder()->sort();
    if (sort && sort->column == m_grid->columns()->at(visualColumn).id()) {
        paintArrow(painter, QRect(inner.right() - 9, inner.top(), 10, inner.height()), sort->descending);
        inner.setRight(inner.right() - arrowWidth);
    }
    const QString type = typeChip(m_grid, visualColumn);
    const int chip = type.isEmpty() ? 0 : 6 + Chip::width(type);
    const QFontMetrics metrics(painter.font());
    const QString full = m_grid->columns()->title(visualColumn);
    int room = inner.width() - chip;
    const bool showChip = chip > 0 && room >= qMin(metrics.horizontalAdvance(full), 24);
    if (!showChip)
        room = inner.width();
    const QString name = metrics.elidedText(full, Qt::ElideRight, room);
    painter.setPen(t.text);
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, name);
    if (showChip) {
        inner.setLeft(inner.left() + metrics.horizontalAdvance(name) + 6);
        Chip::paint(&painter, inner, type);
    }
}

void GridHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &t = tokens();
    painter.fillRect(rect(), t.window);
    painter.setFont(headerFont(this));
    const GridColumns *columns = m_grid->columns();
    const int frozen = m_grid->frozenWidth();
    painter.save();
    painter.setClipRect(QRect(frozen, 0, width() - frozen, height()));
    const int frozenColumns = m_grid->frozenCount();
    for (int i = frozenColumns; i < columns->count(); ++i) {
        const int x = m_grid->columnX(i);
        const int w = columns->at(i).width;
        if (x + w <= frozen || x >= width())
            continue;
        paintColumn(painter, i, QRect(x, 0, w, height()));
    }
    painter.restore();
    for (int i = 0; i < frozenColumns; ++i)
        paintColumn(painter, i, QRect(m_grid->columnX(i), 0, columns->at(i).width, height()));
    const int gutter = m_grid->gutterWidth();
    painter.fillRect(QRect(0, 0, gutter, height()), t.window);
    painter.fillRect(QRect(gutter - 1, 1, 1, height()), t.line);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
}

int GridHeader::borderAt(int x) const
{
    const GridColumns *columns = m_grid->columns();
    const auto near = [&](int i) { return qAbs(m_grid->columnX(i) + columns->at(i).width - 1 - x) <= grip; };
    const int frozenColumns = m_grid->frozenCount();
    for (int i = frozenColumns - 1; i >= 0; --i) {
        if (near(i))
            return i;
    }
    for (int i = columns->count() - 1; i >= frozenColumns; --i) {
        if (near(i) && m_grid->columnX(i) + columns->at(i).width > m_grid->frozenWidth())
            return i;
    }
    return -1;
}

void GridHeader::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const int x = event->position().toPoint().x();
    m_resizing = borderAt(x);
    if (m_resizing >= 0)
        m_grabOffset = m_grid->columnX(m_resizing) + m_grid->columns()->at(m_resizing).width - x;
    m_carried = m_resizing < 0 ? m_grid->columnAt(x) : -1;
    m_takenAt = x;
    m_moving = false;
}

void GridHeader::mouseMoveEvent(QMouseEvent *event)
{
    const int x = event->position().toPoint().x();
    if (m_resizing >= 0) {
        m_grid->columns()->setWidth(m_resizing, x + m_grabOffset - m_grid->columnX(m_resizing), true);
        return;
    }
    if (event->buttons() & Qt::LeftButton && m_carried >= 0) {
        m_moving = m_moving || qAbs(x - m_takenAt) >= QApplication::startDragDistance();
        const int over = m_grid->columnAt(x);
        if (!m_moving || over < 0)
            return;
        setCursor(Qt::ClosedHandCursor);
        // past the middle of the other one, so that two of different widths do not change places for ever
        const int middle = m_grid->columnX(over) + m_grid->columns()->at(over).width / 2;
        if ((over > m_carried && x > middle) || (over < m_carried && x < middle)) {
            m_grid->columns()->move(m_carried, over);
            m_carried = over;
        }
        return;
    }
    setCursor(borderAt(x) >= 0 ? Qt::SplitHCursor : Qt::ArrowCursor);
    const int column = m_grid->columnAt(x);
    setToolTip(column < 0 ? QString() : m_grid->columns()->title(column).toHtmlEscaped());
}

void GridHeader::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_carried >= 0 && !m_moving) {
        // ascending, descending, as they came
        const auto &sort = m_grid->rowOrder()->sort();
        const bool sorted = sort && sort->column == m_grid->columns()->at(m_carried).id();
        m_grid->sortBy(m_carried, sorted);
    }
    m_resizing = -1;
    m_carried = -1;
    m_moving = false;
    unsetCursor();
}

void GridHeader::contextMenuEvent(QContextMenuEvent *event)
{
    m_grid->showColumnMenu(m_grid->columnAt(event->pos().x()), event->globalPos());
}

void GridHeader::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int border = borderAt(event->position().toPoint().x());
    if (event->button() == Qt::LeftButton && border >= 0)
        m_grid->fitColumn(border);
}

void GridHeader::leaveEvent(QEvent *event)
{
    unsetCursor();
    QWidget::leaveEvent(event);
}

} // namespace Aeroscope::Ui
