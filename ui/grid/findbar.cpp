// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/findbar.h"

#include "ui/grid/recordgrid.h"
#include "ui/grid/rowjob.h"
#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/theme/tokens.h"
#include "ui/workbench/humantext.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

using namespace std::chrono_literals;
constexpr auto pause = 150ms;

QToolButton *button(const QString &text, const QString &name, QWidget *parent)
{
    auto *made = new QToolButton(parent);
    made->setText(text);
    made->setToolTip(name);
    made->setAccessibleName(name);
    made->setAutoRaise(true);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

} // namespace

FindBar::FindBar(RecordGrid *grid, QWidget *parent)
    : QWidget(parent)
    , m_grid(grid)
    , m_field(new QLineEdit(this))
    , m_result(new QLabel(this))
    , m_previous(button(u"↑"_s, tr("Previous row (Shift+Return)"), this))
    , m_next(button(u"↓"_s, tr("Next row (Return)"), this))
{
    setObjectName(u"findBar"_s);
    m_field->setPlaceholderText(tr("Find in the loaded rows"));
    m_field->setAccessibleName(tr("Find in the loaded rows"));
    m_field->setClearButtonEnabled(true);
    m_field->setMaximumWidth(320);
    m_field->installEventFilter(this);
    setTextRole(m_result, TextRole::Muted);
    auto *closeButton = new QToolButton(this);
    closeButton->setIcon(icon(u"close"_s, IconTint::Muted));
    closeButton->setToolTip(tr("Close (Escape)"));
    closeButton->setAccessibleName(tr("Close the search"));
    closeButton->setAutoRaise(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 8, 5);
    layout->setSpacing(8);
    layout->addWidget(m_field, 1);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    layout->addWidget(m_result);
    layout->addStretch(1);
    layout->addWidget(closeButton);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    connect(&m_pause, &QTimer::timeout, this, &FindBar::search);
    connect(m_field, &QLineEdit::textChanged, this, [this] {
        m_job.request_stop();
        m_busy = true;
        m_pause.start();
    });
    connect(m_previous, &QToolButton::clicked, this, [this] { step(false); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(true); });
    connect(closeButton, &QToolButton::clicked, this, &FindBar::close);
    connect(m_grid, &RecordGrid::orderChanged, this, [this] {
        if (!isHidden())
            m_pause.start();
    });
    hide();
    updateText();
}

FindBar::~FindBar()
{
    m_job.request_stop();
}

void FindBar::open()
{
    QWidget::show();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
    if (!m_field->text().isEmpty())
        search();
}

void FindBar::close()
{
    m_job.request_stop();
    m_pause.stop();
    m_busy = false;
    hide();
    m_grid->setFocus(Qt::OtherFocusReason);
}

void FindBar::search()
{
    m_job.request_stop();
    m_pause.stop();
    const auto condition = CellCondition::containing(m_field->text());
    if (!condition) {
        present({});
        return;
    }
    m_busy = true;
    updateText();
    std::vector<GridColumns::Id> columns;
    for (int i = 0; i < m_grid->columns()->count(); ++i)
        columns.push_back(m_grid->columns()->at(i).id());
    m_job = startRowJob(
        this,
        [snapshot = m_grid->store()->snapshot(), order = m_grid->rowOrder()->rows(), condition = *condition,
         columns = std::move(columns),
         now = QDateTime::currentSecsSinceEpoch()](const std::stop_token &stop) {
            std::vector<quint32> stored;
            (void)snapshot.walk(
                0, snapshot.rowCount() - 1, stop, [&](qint64 row, const RowView &view, const RowChunkPtr &) {
                    const bool hit = std::ranges::any_of(columns, [&](const GridColumns::Id &column) {
                        return condition.matches(view, column, now);
                    });
                    if (hit)
                        stored.push_back(static_cast<quint32>(row));
                });
            if (order.empty() || stop.stop_requested())
                return stored;
            // where they stand now
            std::vector<quint32> shown;
            for (size_t i = 0; i < order.size(); ++i) {
                if (std::ranges::binary_search(stored, order[i]))
                    shown.push_back(static_cast<quint32>(i));
            }
            return shown;
        },
        [this](const std::vector<quint32> &hits) { present(hits); });
}

void FindBar::present(const std::vector<quint32> &hits)
{
    m_busy = false;
    m_hits = hits;
    m_current = -1;
    if (!m_hits.empty()) {
        // the first one from where the user is
        const auto from = static_cast<quint32>(qMax<qint64>(0, m_grid->currentRow()));
        const auto it = std::ranges::lower_bound(m_hits, from);
        goTo(it == m_hits.end() ? 0 : static_cast<size_t>(it - m_hits.begin()));
        return;
    }
    updateText();
}

void FindBar::goTo(size_t hit)
{
    m_current = static_cast<qsizetype>(hit);
    const qint64 row = m_hits[hit];
    const auto condition = CellCondition::containing(m_field->text());
    if (!condition || row >= m_grid->rowCount())
        return;
    const RowView view = m_grid->store()->row(m_grid->rowOrder()->storeRow(row));
    int column = m_grid->currentColumn();
    for (int i = 0; i < m_grid->columns()->count(); ++i) {
        if (condition->matches(view, m_grid->columns()->at(i).id(), QDateTime::currentSecsSinceEpoch())) {
            column = i;
            break;
        }
    }
    m_grid->setCurrentCell(row, column);
    updateText();
}

void FindBar::step(bool forward)
{
    if (m_busy || m_hits.empty()) {
        if (m_pause.isActive())
            search();
        return;
    }
    const auto count = static_cast<qsizetype>(m_hits.size());
    goTo(static_cast<size_t>((m_current + (forward ? 1 : count - 1)) % count));
}

QString FindBar::resultText() const
{
    if (m_field->text().isEmpty())
        return {};
    if (m_busy)
        return tr("searching…");
    if (m_hits.empty())
        return tr("no hit in the loaded rows");
    return tr("%1 of %2 rows")
        .arg(Workbench::groupedCount(m_current + 1), Workbench::groupedCount(hitCount()));
}

void FindBar::updateText()
{
    m_result->setText(resultText());
    m_previous->setEnabled(!m_hits.empty());
    m_next->setEnabled(!m_hits.empty());
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        const bool ours = key->key() == Qt::Key_Escape || key->key() == Qt::Key_F3 ||
                          (enter && !(key->modifiers() & Qt::ControlModifier));
        if (ours) {
            event->accept();
            if (event->type() == QEvent::KeyPress) {
                if (key->key() == Qt::Key_Escape)
                    close();
                else
                    step(!(key->modifiers() & Qt::ShiftModifier));
            }
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FindBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &t = tokens();
    painter.fillRect(rect(), t.window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
}

} // namespace Aeroscope::Ui
