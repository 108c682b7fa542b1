// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/recordgrid.h"

#include "ui/grid/filterrow.h"
#include "ui/grid/gridaccessible.h"
#include "ui/grid/gridheader.h"
#include "ui/theme/chip.h"
#include "ui/theme/roles.h"
#include "ui/theme/style.h"

#include <QContextMenuEvent>
#include <QDateTime>
#include <QHelpEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <chrono>
#include <limits>

namespace Aeroscope::Ui {

namespace {

constexpr int padding = 8;
constexpr int smallestGutter = 44;
constexpr qint64 rowsToSample = 200;
using namespace std::chrono_literals;
/// How often rows that stream in are shown.
constexpr auto tick = 50ms;

} // namespace

RecordGrid::RecordGrid(RecordStore *store, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_store(store)
    , m_order(new RowOrder(store, this))
    , m_columns(new GridColumns(this))
    , m_header(new GridHeader(this))
    , m_filterRow(new FilterRow(this))
{
    installGridAccessibility();
    setObjectName(QStringLiteral("recordGrid"));
    setAccessibleName(tr("Records"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    m_filterRow->hide();
    setViewportMargins(0, Style::headerHeight, 0, 0);
    viewport()->setMouseTracking(false);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    updateFonts();

    m_tick.setSingleShot(true);
    m_tick.setInterval(tick);
    connect(&m_tick, &QTimer::timeout, this, &RecordGrid::catchUp);
    connect(m_store, &RecordStore::rowsAppended, this, [this] {
        if (m_shownRows == 0)
            catchUp(); // the first rows are shown at once
        else if (!m_tick.isActive())
            m_tick.start();
    });
    connect(m_store, &RecordStore::columnsChanged, this, [this] {
        m_columns->follow(*m_store);
        m_sampledRows = 0; // the newcomers want their widths too
        m_header->update();
    });
    connect(m_store, &RecordStore::rowChanged, this, [this] { viewport()->update(); });
    connect(m_store, &RecordStore::cleared, this, [this] {
        m_tick.stop();
        m_columns->clear();
        m_sampledRows = 0;
        m_shownRows = 0;
        clearSelection();
        verticalScrollBar()->setValue(0);
        catchUp();
    });
    connect(m_columns, &GridColumns::changed, this, [this] {
        updateScrollBars();
        m_header->update();
        m_filterRow->place();
        viewport()->update();
    });
    connect(m_order, &RowOrder::changed, this, &RecordGrid::onOrderChanged);
    connect(m_order, &RowOrder::busyChanged, m_header, qOverload<>(&QWidget::update));
    m_columns->follow(*m_store);
    catchUp();
}

RecordGrid::~RecordGrid() = default;

void RecordGrid::updateFonts()
{
    m_fixed = fixedFont();
    m_fixedCharWidth = qMax(1, QFontMetrics(m_fixed).horizontalAdvance(QLatin1Char('0')));
}

void RecordGrid::flush()
{
    m_tick.stop();
    catchUp();
}

void RecordGrid::catchUp()
{
    const qint64 rows = rowCount();
    const qint64 loaded = m_store->rowCount();
    const qint64 lastVisible = topRow() + visibleRowCount();
    const bool visible = m_shownRows <= lastVisible || rows < m_shownRows;
    const int gutter = gutterWidth();
    m_shownRows = rows;
    if (m_sampledRows < qMin(loaded, rowsToSample)) {
        const qint64 sample = qMin(loaded, rowsToSample);
        widenColumns(m_sampledRows, sample - 1);
        m_sampledRows = sample;
        widenColumns(qMax(sample, loaded - rowsToSample / 4),
                     loaded - 1); // bins that came late are at the end
    }
    updateScrollBars();
    if (visible || gutter != gutterWidth()) {
        viewport()->update();
        m_header->update();
    }
}

int RecordGrid::cellWidthHint(const CellFormat &format) const
{
    int width = 2 * padding + 1;
    width += format.fixedFont ? QFontMetrics(m_fixed).horizontalAdvance(format.text)
                              : fontMetrics().horizontalAdvance(format.text);
    if (!format.note.isEmpty())
        width += 8 + QFontMetrics(m_fixed).horizontalAdvance(format.note);
    if (!format.chip.isEmpty())
        width += 4 + Chip::width(format.chip);
    return width;
}

void RecordGrid::widenColumns(qint64 firstRow, qint64 lastRow)
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    std::vector<int> widths(static_cast<size_t>(m_columns->count()));
    for (int c = 0; c < m_columns->count(); ++c) {
        const int least = m_columns->at(c).kind == GridColumns::Kind::Generation ? 60 : 72;
        const int known = m_sampledRows > 0 ? m_columns->at(c).width : 0;
        widths[static_cast<size_t>(c)] = std::max({known, m_header->widthHint(c), least});
    }
    for (qint64 row = firstRow; row <= lastRow; ++row) {
        const RowCells cells(m_store->row(row), *m_store, *m_columns);
        for (int c = 0; c < m_columns->count(); ++c) {
            const int wanted = qMin(cellWidthHint(cells.cell(c, now)), int{GridColumns::maximumAutoWidth});
            widths[static_cast<size_t>(c)] = qMax(widths[static_cast<size_t>(c)], wanted);
        }
    }
    for (int c = 0; c < m_columns->count(); ++c)
        m_columns->setWidth(c, (widths[static_cast<size_t>(c)] + 3) / 4 * 4, false);
}

void RecordGrid::fitColumn(int visualColumn)
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    int width = m_header->widthHint(visualColumn);
    const qint64 last = qMin(topRow() + visibleRowCount(), rowCount()) - 1;
    for (qint64 row = topRow(); row <= last; ++row)
        width =
            qMax(width, cellWidthHint(RowCells(rowView(row), *m_store, *m_columns).cell(visualColumn, now)));
    m_columns->setWidth(visualColumn, qMin(width, 2000), true);
}

int RecordGrid::gutterWidth() const
{
    const int digits = static_cast<int>(QString::number(qMax<qint64>(m_store->rowCount(), 1)).size());
    return qMax(smallestGutter, digits * m_fixedCharWidth + 2 * padding + 4);
}

int RecordGrid::frozenCount() const
{
    const int room = viewport()->width() * 6 / 10 - gutterWidth();
    int count = 0;
    while (count < m_columns->frozen() && count + 1 < m_columns->count() && m_columns->left(count + 1) < room)
        ++count;
    return count;
}

int RecordGrid::frozenWidth() const
{
    const int frozen = frozenCount();
    return gutterWidth() + (frozen > 0 ? m_columns->left(frozen) : 0);
}

int RecordGrid::columnX(int visualColumn) const
{
    const int x = gutterWidth() + m_columns->left(visualColumn);
    return visualColumn < frozenCount() ? x : x - horizontalScrollBar()->value();
}

int RecordGrid::columnAt(int x) const
{
    if (x < gutterWidth())
        return -1;
    if (x < frozenWidth())
        return m_columns->columnAt(x - gutterWidth());
    return m_columns->columnAt(x - gutterWidth() + horizontalScrollBar()->value());
}

qint64 RecordGrid::topRow() const
{
    return verticalScrollBar()->value() * m_rowsPerStep;
}

int RecordGrid::visibleRowCount() const
{
    return viewport()->height() / Style::rowHeight;
}

qint64 RecordGrid::rowAt(int y) const
{
    if (y < 0)
        return -1;
    const qint64 row = topRow() + y / Style::rowHeight;
    return row < rowCount() ? row : -1;
}

QRect RecordGrid::cellRect(qint64 row, int visualColumn) const
{
    if (row < topRow() || row > topRow() + visibleRowCount() || visualColumn < 0 ||
        visualColumn >= m_columns->count())
        return {};
    return {columnX(visualColumn), static_cast<int>(row - topRow()) * Style::rowHeight,
            m_columns->at(visualColumn).width, Style::rowHeight};
}

CellFormat RecordGrid::cellFormat(qint64 row, int visualColumn) const
{
    return RowCells(rowView(row), *m_store, *m_columns)
        .cell(visualColumn, QDateTime::currentSecsSinceEpoch());
}

void RecordGrid::updateScrollBars()
{
    const qint64 rows = rowCount();
    const int page = qMax(1, visibleRowCount());
    // The scroll bar counts in int; beyond that one step is several rows.
    m_rowsPerStep = rows / (std::numeric_limits<int>::max() / 2) + 1;
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setSingleStep(1);
    verticalScrollBar()->setRange(
        0, static_cast<int>(qMax<qint64>(0, rows - page + m_rowsPerStep - 1) / m_rowsPerStep));
    const int width = viewport()->width();
    horizontalScrollBar()->setPageStep(width);
    horizontalScrollBar()->setSingleStep(24);
    horizontalScrollBar()->setRange(0, qMax(0, gutterWidth() + m_columns->totalWidth() - width));
}

void RecordGrid::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    placeHeader();
    updateScrollBars();
}

void RecordGrid::placeHeader()
{
    const QRect view = viewport()->geometry();
    const int filter = m_filterRow->isHidden() ? 0 : FilterRow::rowHeight;
    m_header->setGeometry(view.x(), view.y() - filter - Style::headerHeight, view.width(),
                          Style::headerHeight);
    m_filterRow->setGeometry(view.x(), view.y() - filter, view.width(), FilterRow::rowHeight);
    m_filterRow->place();
}

void RecordGrid::setFilterRowVisible(bool visible)
{
    if (visible == !m_filterRow->isHidden())
        return;
    m_filterRow->setVisible(visible);
    setViewportMargins(0, Style::headerHeight + (visible ? FilterRow::rowHeight : 0), 0, 0);
    placeHeader();
    if (visible) {
        m_filterRow->focusColumn(m_selection.currentColumn);
    } else {
        m_filterRow->clear();
        setFocus();
    }
}

qint64 RecordGrid::currentStoreRow() const
{
    const qint64 row = m_selection.currentRow;
    return row < 0 || row >= rowCount() ? -1 : m_order->storeRow(row);
}

RowChoice RecordGrid::chosenRows() const
{
    RowChoice choice{m_selection.rows, m_order->rows()};
    if (choice.shown.isEmpty() && rowCount() > 0)
        choice.shown.set(0, rowCount() - 1);
    return choice;
}

std::vector<GridColumns::Id> RecordGrid::chosenColumns() const
{
    std::vector<GridColumns::Id> columns;
    const bool all = m_selection.rows.isEmpty();
    for (int i = 0; i < m_columns->count(); ++i) {
        if (all || m_selection.hasColumn(i))
            columns.push_back(m_columns->at(i).id());
    }
    return columns;
}

void RecordGrid::onOrderChanged()
{
    const qint64 keep = m_currentStoreRow;
    const int column = m_selection.currentColumn;
    const bool wholeRows = m_selection.wholeRows && m_selection.rows.count() == 1;
    const qint64 shown = keep < 0 || keep >= m_store->rowCount() ? -1 : m_order->shownRow(keep);
    const qint64 before = m_selection.currentRow;
    m_selection = {};
    m_selection.currentColumn = column;
    catchUp();
    if (shown >= 0) {
        // the same record is current, wherever it stands now
        m_selection.currentRow = shown;
        m_selection.anchorRow = shown;
        m_selection.anchorColumn = column;
        m_selection.firstColumn = m_selection.lastColumn = column;
        m_selection.wholeRows = wholeRows;
        m_selection.rows.set(shown, shown);
        scrollToRow(shown);
    } else if (before >= 0) {
        m_currentStoreRow = -1;
        Q_EMIT currentRowChanged(-1);
    }
    viewport()->update();
    m_header->update();
    Q_EMIT selectionChanged();
    Q_EMIT orderChanged();
}

void RecordGrid::sortBy(int visualColumn, bool descending)
{
    if (visualColumn < 0 || visualColumn >= m_columns->count())
        return;
    const RowOrder::Sort wanted{m_columns->at(visualColumn).id(), descending};
    if (m_order->sort() == wanted)
        m_order->setSort(std::nullopt);
    else
        m_order->setSort(wanted);
    m_header->update();
}

void RecordGrid::scrollContentsBy(int dx, int dy)
{
    Q_UNUSED(dy)
    if (dx != 0) {
        m_header->update();
        m_filterRow->place();
    }
    viewport()->update();
}

void RecordGrid::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        updateFonts();
        viewport()->update();
    }
}

bool RecordGrid::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const qint64 row = rowAt(help->pos().y());
        const int column = columnAt(help->pos().x());
        QString text;
        if (row >= 0 && column >= 0) {
            const CellFormat format = cellFormat(row, column);
            if (cellWidthHint(format) > m_columns->at(column).width)
                text = format.text.toHtmlEscaped();
        }
        QToolTip::showText(help->globalPos(), text, viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void RecordGrid::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_selection.currentRow < 0 && rowCount() > 0 && event->reason() != Qt::MouseFocusReason)
        setCurrentCell(topRow(), 0);
    viewport()->update();
}

void RecordGrid::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void RecordGrid::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const QRect cell = cellRect(m_selection.currentRow, m_selection.currentColumn);
        at = viewport()->mapToGlobal(cell.isNull() ? QPoint(0, 0) : cell.bottomLeft());
    } else {
        const QPoint place = viewport()->mapFromGlobal(event->globalPos());
        const qint64 row = rowAt(place.y());
        if (row >= 0 && !m_selection.rows.contains(row))
            setCurrentCell(row, qMax(0, columnAt(place.x())));
    }
    Q_EMIT menuRequested(at);
}

} // namespace Aeroscope::Ui
