// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/historypanel.h"

#include "ui/theme/roles.h"
#include "ui/workbench/humantext.h"

#include <QAbstractTableModel>
#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QResizeEvent>
#include <QSortFilterProxyModel>
#include <QTreeView>

#include <chrono>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// Widths of the panel from which these columns leave enough to the filter's text.
constexpr int roomForTime = 480;
constexpr int roomForOutcome = 580;

enum Column { WhenColumn, PlaceColumn, TextColumn, RowsColumn, TimeColumn, OutcomeColumn, ColumnCount };

QString placeText(const Workbench::HistoryEntry &entry)
{
    const QString ns = Workbench::nameText(entry.dataset.namespaceName);
    const QString place = entry.dataset.setName.isEmpty()
                              ? HistoryPanel::tr("%1, no set").arg(ns)
                              : u"%1.%2"_s.arg(ns, Workbench::nameText(entry.dataset.setName));
    return u"%1 · %2"_s.arg(entry.connection, place);
}

QString outcomeText(Workbench::RunOutcome outcome)
{
    switch (outcome) {
    case Workbench::RunOutcome::Complete:
        return HistoryPanel::tr("complete");
    case Workbench::RunOutcome::LimitReached:
        return HistoryPanel::tr("up to the limit");
    case Workbench::RunOutcome::Stopped:
        return HistoryPanel::tr("stopped");
    case Workbench::RunOutcome::Failed:
        return HistoryPanel::tr("failed");
    }
    return {};
}

} // namespace

class HistoryPanel::Model : public QAbstractTableModel
{
public:
    Model(Workbench::QueryHistory *history, QObject *parent)
        : QAbstractTableModel(parent)
        , m_history(history)
    {
        connect(history, &Workbench::QueryHistory::changed, this, [this] {
            beginResetModel();
            endResetModel();
        });
    }

    int rowCount(const QModelIndex &parent) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_history->entries().size());
    }
    int columnCount(const QModelIndex &parent) const override { return parent.isValid() ? 0 : ColumnCount; }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
            return {};
        switch (section) {
        case WhenColumn:
            return HistoryPanel::tr("when");
        case PlaceColumn:
            return HistoryPanel::tr("where");
        case TextColumn:
            return HistoryPanel::tr("filter");
        case RowsColumn:
            return HistoryPanel::tr("rows");
        case TimeColumn:
            return HistoryPanel::tr("took");
        case OutcomeColumn:
            return HistoryPanel::tr("result");
        default:
            return {};
        }
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid() || index.row() >= m_history->entries().size())
            return {};
        const Workbench::HistoryEntry &entry = m_history->entries()[index.row()];
        if (role == Qt::ToolTipRole)
            return (entry.text + u'\n' +
                    data(index.siblingAtColumn(OutcomeColumn), Qt::DisplayRole).toString())
                .trimmed()
                .toHtmlEscaped();
        if (role == Qt::FontRole && index.column() == TextColumn && !entry.text.isEmpty())
            return fixedFont();
        if (role == Qt::TextAlignmentRole && (index.column() == RowsColumn || index.column() == TimeColumn))
            return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        if (role != Qt::DisplayRole)
            return {};
        switch (index.column()) {
        case WhenColumn: {
            const QDateTime local = entry.when.toLocalTime();
            return local.date() == QDate::currentDate() ? local.time().toString(u"HH:mm:ss"_s)
                                                        : QLocale().toString(local, QLocale::ShortFormat);
        }
        case PlaceColumn:
            return placeText(entry);
        case TextColumn:
            return entry.text.trimmed().isEmpty() ? HistoryPanel::tr("every record")
                                                  : entry.text.simplified();
        case RowsColumn:
            return Workbench::groupedCount(entry.rows);
        case TimeColumn:
            return Workbench::durationText(std::chrono::milliseconds(entry.milliseconds));
        case OutcomeColumn:
            return outcomeText(entry.outcome);
        default:
            return {};
        }
    }

private:
    Workbench::QueryHistory *m_history;
};

HistoryPanel::HistoryPanel(Workbench::QueryHistory *history, QWidget *parent)
    : QWidget(parent)
    , m_history(history)
    , m_model(new Model(history, this))
    , m_proxy(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit(this))
    , m_view(new QTreeView(this))
{
    m_proxy->setSourceModel(m_model);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter the history"));
    m_filter->setClearButtonEnabled(true);
    connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    m_view->setObjectName(u"historyView"_s);
    m_view->setAccessibleName(tr("History of queries"));
    m_view->setModel(m_proxy);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView *header = m_view->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(TextColumn, QHeaderView::Stretch);
    header->resizeSection(WhenColumn, 76);
    header->resizeSection(PlaceColumn, 120);
    header->resizeSection(RowsColumn, 64);
    header->resizeSection(TimeColumn, 64);
    header->resizeSection(OutcomeColumn, 104);
    connect(m_view, &QTreeView::activated, this, &HistoryPanel::open);
    connect(m_view, &QWidget::customContextMenuRequested, this, &HistoryPanel::showMenu);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(8, 6, 8, 6);
    line->addWidget(m_filter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_view, 1);
}

void HistoryPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // The filter's text is what one looks for: in a narrow panel the rest makes room for it.
    m_view->setColumnHidden(TimeColumn, width() < roomForTime);
    m_view->setColumnHidden(OutcomeColumn, width() < roomForOutcome);
}

HistoryPanel::~HistoryPanel() = default;

void HistoryPanel::open(const QModelIndex &proxyIndex)
{
    const QModelIndex source = m_proxy->mapToSource(proxyIndex);
    if (source.isValid() && source.row() < m_history->entries().size())
        Q_EMIT openRequested(m_history->entries()[source.row()]);
}

void HistoryPanel::showMenu(const QPoint &position)
{
    const QModelIndex index = m_view->indexAt(position);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (index.isValid()) {
        const QPersistentModelIndex chosen = index;
        menu->addAction(tr("Open in a tab"), this, [this, chosen] { open(chosen); });
        menu->addAction(tr("Copy filter"), this, [this, chosen] {
            const QModelIndex source = m_proxy->mapToSource(chosen);
            if (source.isValid())
                QGuiApplication::clipboard()->setText(m_history->entries()[source.row()].text);
        });
        menu->addSeparator();
    }
    menu->addAction(tr("Clear history"), m_history, &Workbench::QueryHistory::clear);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

} // namespace Aeroscope::Ui
