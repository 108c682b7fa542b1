// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/groupdialog.h"

#include "ui/grid/filterrow.h"
#include "ui/grid/recordgrid.h"
#include "ui/grid/rowjob.h"
#include "ui/theme/chip.h"
#include "ui/theme/roles.h"
#include "ui/theme/tokens.h"
#include "ui/workbench/humantext.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

constexpr int shareRole = Qt::UserRole;
constexpr int exactRole = Qt::UserRole + 1;

/// A bar behind the percentage, against the greatest group.
class ShareDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem plain = option;
        initStyleOption(&plain, index);
        plain.text.clear();
        plain.widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, plain.widget);
        const QRect room = option.rect.adjusted(8, 7, -64, -8);
        const double share = index.data(shareRole).toDouble();
        painter->fillRect(QRect(room.left(), room.top(), qMax(1, int(room.width() * share)), room.height()),
                          tokens().accent);
        painter->setPen(tokens().muted);
        painter->drawText(option.rect.adjusted(0, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter,
                          index.data(Qt::DisplayRole).toString());
    }
};

} // namespace

GroupDialog::GroupDialog(RecordGrid *grid, const GridColumns::Id &column, QWidget *parent)
    : QDialog(parent)
    , m_grid(grid)
    , m_column(column)
    , m_summary(new QLabel(this))
    , m_table(new QTreeWidget(this))
{
    const QString name = GridColumns::title(column);
    setWindowTitle(tr("Count by %1").arg(name));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    setTextRole(m_summary, TextRole::Muted);
    m_table->setHeaderLabels({name, tr("type"), tr("rows"), tr("share")});
    m_table->setAccessibleName(tr("Values of %1 by their number of rows").arg(name));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAlternatingRowColors(true);
    m_table->setItemDelegateForColumn(3, new ShareDelegate(m_table));
    m_table->header()->setStretchLastSection(true);
    m_table->header()->resizeSection(0, 230);
    m_table->header()->resizeSection(1, 64);
    m_table->header()->resizeSection(2, 88);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *copy = buttons->addButton(tr("&Copy table"), QDialogButtonBox::ActionRole);
    auto *only = buttons->addButton(tr("&Show these rows"), QDialogButtonBox::ActionRole);
    copy->setAutoDefault(false);
    only->setAutoDefault(false);
    only->setEnabled(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_summary);
    layout->addWidget(m_table, 1);
    layout->addWidget(buttons);
    resize(620, 460);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(only, &QPushButton::clicked, this, &GroupDialog::narrow);
    connect(m_table, &QTreeWidget::itemActivated, this, &GroupDialog::narrow);
    connect(m_table, &QTreeWidget::currentItemChanged, only,
            [only](const QTreeWidgetItem *item) { only->setEnabled(item != nullptr); });
    connect(copy, &QPushButton::clicked, this, [this] {
        QString text;
        for (int i = 0; i < m_table->topLevelItemCount(); ++i) {
            const QTreeWidgetItem *item = m_table->topLevelItem(i);
            QString value = item->data(0, exactRole).toString();
            if (value.contains(u'\t') || value.contains(u'\n') || value.contains(u'"'))
                value = u'"' + value.replace(u'"', u"\"\""_s) + u'"';
            text += u"%1\t%2\n"_s.arg(value, item->data(2, exactRole).toString());
        }
        QApplication::clipboard()->setText(text);
    });
    count();
}

GroupDialog::~GroupDialog()
{
    m_job.request_stop();
}

void GroupDialog::count()
{
    m_busy = true;
    m_summary->setText(tr("Counting…"));
    RowChoice all{{}, m_grid->rowOrder()->rows()};
    if (m_grid->rowCount() > 0)
        all.shown.set(0, m_grid->rowCount() - 1);
    m_job = startRowJob(
        this,
        [snapshot = m_grid->store()->snapshot(), all = std::move(all),
         column = m_column](const std::stop_token &stop) { return groupRows(snapshot, all, column, stop); },
        [this](const Grouping &grouping) { present(grouping); });
}

void GroupDialog::present(const Grouping &grouping)
{
    m_busy = false;
    QString text =
        tr("%1 different values in the %2 loaded rows that are shown")
            .arg(Workbench::groupedCount(grouping.distinct), Workbench::groupedCount(grouping.rows));
    if (static_cast<qint64>(grouping.groups.size()) < grouping.distinct)
        text +=
            u"; "_s + tr("the %1 most frequent").arg(Workbench::groupedCount(qint64(grouping.groups.size())));
    if (grouping.cut)
        text += u"; "_s + tr("too many to count all");
    m_summary->setText(text);
    const double greatest = grouping.groups.empty() ? 1 : double(grouping.groups.front().rows);
    QList<QTreeWidgetItem *> items;
    for (const ValueGroup &group : grouping.groups) {
        auto *item = new QTreeWidgetItem;
        const QString exact = group.text();
        item->setText(0, group.absent ? tr("absent") : exact.left(200).simplified());
        item->setData(0, exactRole, exact);
        item->setText(1, group.absent ? QString() : Chip::particleText(group.particle));
        item->setText(2, Workbench::groupedCount(group.rows));
        item->setData(2, exactRole, QString::number(group.rows));
        item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(3, shareRole, double(group.rows) / greatest);
        item->setText(3, tr("%1 %").arg(100.0 * double(group.rows) / double(qMax<qint64>(1, grouping.rows)),
                                        0, 'f', 1));
        if (group.absent)
            item->setForeground(0, tokens().muted);
        items.append(item);
    }
    m_table->addTopLevelItems(items);
}

void GroupDialog::narrow()
{
    const QTreeWidgetItem *item = m_table->currentItem();
    if (!item)
        return;
    const bool absent = item->text(1).isEmpty();
    const QString exact = item->data(0, exactRole).toString();
    m_grid->setFilterRowVisible(true);
    m_grid->filterRow()->setText(m_column, absent ? u"!"_s : u"=\"%1\""_s.arg(exact));
    accept();
}

} // namespace Aeroscope::Ui
