// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/bintree.h"

#include "ui/record/binmodel.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

namespace Aeroscope::Ui {

BinTree::BinTree(QWidget *parent)
    : QTreeView(parent)
{
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setAlternatingRowColors(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    setExpandsOnDoubleClick(false);
    setAllColumnsShowFocus(false);
    setIndentation(14);
    setTextElideMode(Qt::ElideRight);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(48);
    header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header()->setFixedHeight(Style::headerHeight);
    header()->setSectionsMovable(false);
}

void BinTree::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    using State = Workbench::RecordEdit::State;
    const Tokens &t = tokens();
    const auto state = static_cast<State>(index.data(BinModel::StateRole).toInt());
    QColor fill = t.base;
    if (state == State::Changed)
        fill = t.staged;
    else if (state == State::Added)
        fill = t.inserted;
    else if (state == State::Removed)
        fill = t.deleted;
    if (selectionModel()->isSelected(index))
        fill = state == State::Same ? t.selection : blend(fill, t.selection, 0.6);
    painter->fillRect(option.rect, fill);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.softLine);
    QTreeView::drawRow(painter, option, index);
}

void BinTree::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex current = currentIndex();
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && state() != EditingState && current.isValid() &&
        !(event->modifiers() & Qt::ControlModifier)) {
        edit(current.siblingAtColumn(BinModel::ValueColumn));
        return;
    }
    const bool removes = event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace;
    if (removes && event->modifiers() & Qt::ControlModifier && current.isValid()) {
        Q_EMIT removeRequested(current);
        return;
    }
    QTreeView::keyPressEvent(event);
}

void BinTree::setModel(QAbstractItemModel *model)
{
    QTreeView::setModel(model);
    header()->setSectionResizeMode(BinModel::ValueColumn, QHeaderView::Stretch);
    header()->resizeSection(BinModel::TypeColumn, 68);
    header()->setSectionResizeMode(BinModel::StateColumn, QHeaderView::Interactive);
    connect(model, &QAbstractItemModel::dataChanged, this, &BinTree::fitState);
    connect(model, &QAbstractItemModel::rowsInserted, this, &BinTree::fitState);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &BinTree::fitState);
    fitState();
}

void BinTree::fitState()
{
    // Without anything to say the column leaves its place to the values.
    int width = 0;
    const int rows = qMin(model()->rowCount(), 200);
    for (int row = 0; row < rows; ++row) {
        const QString text = model()->index(row, BinModel::StateColumn).data().toString();
        if (!text.isEmpty())
            width = qMax(width, fontMetrics().horizontalAdvance(text) + 24);
    }
    header()->setSectionHidden(BinModel::StateColumn, width == 0);
    if (width > 0)
        header()->resizeSection(BinModel::StateColumn, qMin(width, viewport()->width() / 4));
}

void BinTree::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    if (!m_sized && header()->count() == BinModel::ColumnCount && viewport()->width() > 200) {
        m_sized = true;
        header()->resizeSection(BinModel::NameColumn, qBound(96, viewport()->width() / 4, 200));
    }
}

} // namespace Aeroscope::Ui
