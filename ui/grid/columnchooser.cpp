// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/columnchooser.h"

#include "ui/grid/gridcolumns.h"
#include "ui/theme/roles.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

constexpr int indexRole = Qt::UserRole;

QString shownName(const GridColumns::Column &column)
{
    const QString title = GridColumns::title(column.id());
    return column.kind == GridColumns::Kind::Bin ? title : ColumnChooser::tr("%1 (metadata)").arg(title);
}

} // namespace

ColumnChooser::ColumnChooser(GridColumns *columns, QWidget *parent)
    : QDialog(parent)
    , m_columns(columns)
    , m_filter(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_up(new QPushButton(tr("Move &up"), this))
    , m_down(new QPushButton(tr("Move &down"), this))
    , m_freeze(new QPushButton(tr("&Freeze up to here"), this))
{
    setWindowTitle(tr("Columns"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter columns"));
    m_filter->setClearButtonEnabled(true);
    m_list->setAccessibleName(tr("Columns"));
    m_list->setUniformItemSizes(true);
    auto *note =
        new QLabel(tr("Remembered for this set. The server sends all bins; hidden ones stay loaded."), this);
    note->setWordWrap(true);
    setTextRole(note, TextRole::Muted);
    auto *reset = new QPushButton(tr("&Reset"), this);
    auto *all = new QPushButton(tr("Show &all bins"), this);
    for (QPushButton *button : {m_up, m_down, m_freeze, all, reset})
        button->setAutoDefault(false);
    m_freeze->setCheckable(true);
    auto *side = new QVBoxLayout;
    side->setSpacing(8);
    side->addWidget(m_up);
    side->addWidget(m_down);
    side->addWidget(m_freeze);
    side->addSpacing(8);
    side->addWidget(all);
    side->addWidget(reset);
    side->addStretch(1);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(12);
    middle->addWidget(m_list, 1);
    middle->addLayout(side);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_filter);
    layout->addLayout(middle, 1);
    layout->addWidget(note);
    layout->addWidget(buttons);
    resize(460, 480);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        for (int i = 0; i < m_list->count(); ++i)
            m_list->item(i)->setHidden(!m_list->item(i)->text().contains(text, Qt::CaseInsensitive));
    });
    connect(m_list, &QListWidget::itemChanged, this, [this](QListWidgetItem *item) {
        if (m_filling)
            return;
        const auto index = static_cast<size_t>(item->data(indexRole).toInt());
        m_columns->setHidden(m_columns->all()[index].id(), item->checkState() != Qt::Checked);
        fill(); // the last one stays, whatever was asked
    });
    connect(m_list, &QListWidget::currentRowChanged, this, &ColumnChooser::updateButtons);
    connect(m_up, &QPushButton::clicked, this, [this] { moveCurrent(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveCurrent(1); });
    connect(m_freeze, &QPushButton::clicked, this, [this](bool on) {
        const int row = m_list->currentRow();
        if (row < 0)
            return;
        const int visual = m_columns->visualOf(m_columns->all()[static_cast<size_t>(row)].id());
        if (visual >= 0)
            m_columns->setFrozen(on ? visual + 1 : 0);
        updateButtons();
    });
    connect(all, &QPushButton::clicked, this, [this] {
        m_columns->showAllBins();
        fill();
    });
    connect(reset, &QPushButton::clicked, this, [this] {
        m_columns->forgetArrangement();
        fill();
    });
    fill();
    m_list->setCurrentRow(0);
    m_list->setFocus();
}

void ColumnChooser::fill()
{
    m_filling = true;
    const auto &all = m_columns->all();
    while (m_list->count() > static_cast<int>(all.size()))
        delete m_list->takeItem(m_list->count() - 1);
    for (int i = 0; i < static_cast<int>(all.size()); ++i) {
        if (i >= m_list->count())
            m_list->addItem(new QListWidgetItem);
        QListWidgetItem *item = m_list->item(i);
        const GridColumns::Column &column = all[static_cast<size_t>(i)];
        item->setText(shownName(column));
        item->setData(indexRole, i);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(column.hidden ? Qt::Unchecked : Qt::Checked);
        item->setHidden(!item->text().contains(m_filter->text(), Qt::CaseInsensitive));
    }
    m_filling = false;
    updateButtons();
}

void ColumnChooser::moveCurrent(int by)
{
    const int row = m_list->currentRow();
    if (row < 0 || row + by < 0 || row + by >= m_list->count())
        return;
    m_columns->moveInAll(row, row + by);
    fill();
    m_list->setCurrentRow(row + by);
}

void ColumnChooser::updateButtons()
{
    const int row = m_list->currentRow();
    const bool filtered = !m_filter->text().isEmpty();
    m_up->setEnabled(row > 0 && !filtered);
    m_down->setEnabled(row >= 0 && row + 1 < m_list->count() && !filtered);
    const int visual = row < 0 || row >= static_cast<int>(m_columns->all().size())
                           ? -1
                           : m_columns->visualOf(m_columns->all()[static_cast<size_t>(row)].id());
    m_freeze->setEnabled(visual >= 0);
    m_freeze->setChecked(visual >= 0 && visual + 1 == m_columns->frozen());
}

} // namespace Aeroscope::Ui
