// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/filterrow.h"

#include "ui/grid/recordgrid.h"
#include "ui/theme/tokens.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>

#include <chrono>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

using namespace std::chrono_literals;
/// A pause in typing, after which rows are filtered.
constexpr auto pause = 120ms;
constexpr int fieldHeight = 24;
constexpr int margin = 4;

} // namespace

FilterRow::FilterRow(RecordGrid *grid)
    : QWidget(grid)
    , m_grid(grid)
    , m_scrolled(new QWidget(this))
{
    setObjectName(u"filterRow"_s);
    setAccessibleName(tr("Filter row"));
    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    connect(&m_pause, &QTimer::timeout, this, &FilterRow::apply);
}

QLineEdit *FilterRow::makeField(const GridColumns::Id &column)
{
    auto *field = new QLineEdit(this);
    const QString name = GridColumns::title(column);
    field->setAccessibleName(tr("Filter %1").arg(name));
    const bool expiry = column.isTime();
    field->setToolTip(expiry
                          ? tr("Shows rows that go within three days with <3d, never with !")
                          : tr("Contains a text; or = != > >= < <= and a value, 5..9, * any value, ! none"));
    if (column.kind == GridColumns::Kind::Key)
        field->setPlaceholderText(tr("filter"));
    field->setClearButtonEnabled(true);
    field->installEventFilter(this);
    connect(field, &QLineEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    m_fields.emplace(column, field);
    return field;
}

void FilterRow::place()
{
    if (isHidden() || m_placing)
        return;
    m_placing = true;
    const GridColumns *columns = m_grid->columns();
    const int frozen = m_grid->frozenWidth();
    const int frozenColumns = m_grid->frozenCount();
    m_scrolled->setGeometry(frozen, 0, qMax(0, width() - frozen), height());
    QWidget *before = nullptr;
    for (auto &[id, field] : m_fields) {
        if (columns->visualOf(id) < 0)
            field->hide();
    }
    for (int i = 0; i < columns->count(); ++i) {
        const GridColumns::Column &column = columns->at(i);
        const int x = m_grid->columnX(i);
        const bool scrolls = i >= frozenColumns;
        const bool inSight = x < width() && (!scrolls || x + column.width > frozen);
        QLineEdit *field = this->field(column.id());
        if (!field && !inSight)
            continue;
        if (!field)
            field = makeField(column.id());
        QWidget *parent = scrolls ? m_scrolled : static_cast<QWidget *>(this);
        if (field->parentWidget() != parent) {
            const bool focused = field->hasFocus();
            field->setParent(parent);
            if (focused)
                field->setFocus();
        }
        field->setGeometry(x - (scrolls ? frozen : 0) + margin, (rowHeight - fieldHeight) / 2,
                           qMax(20, column.width - 2 * margin), fieldHeight);
        field->show();
        if (before)
            setTabOrder(before, field);
        before = field;
    }
    m_placing = false;
    update();
}

QLineEdit *FilterRow::field(const GridColumns::Id &column) const
{
    const auto it = m_fields.find(column);
    return it == m_fields.end() ? nullptr : it->second;
}

void FilterRow::focusColumn(int visualColumn)
{
    place();
    if (m_grid->columns()->count() == 0)
        return;
    const int column = qBound(0, visualColumn, m_grid->columns()->count() - 1);
    QLineEdit *field = this->field(m_grid->columns()->at(column).id());
    if (!field && !m_fields.empty())
        field = m_fields.begin()->second;
    if (field) {
        field->setFocus(Qt::ShortcutFocusReason);
        field->selectAll();
    }
}

void FilterRow::clear()
{
    for (auto &[id, field] : m_fields)
        field->clear();
    apply();
}

void FilterRow::setText(const GridColumns::Id &column, const QString &text)
{
    QLineEdit *field = this->field(column);
    if (!field)
        field = makeField(column);
    field->setText(text);
    place();
    apply();
}

QString FilterRow::text(const GridColumns::Id &column) const
{
    const QLineEdit *field = this->field(column);
    return field ? field->text() : QString();
}

void FilterRow::apply()
{
    m_pause.stop();
    std::vector<RowOrder::Filter> filters;
    for (const auto &[id, field] : m_fields) {
        if (const auto condition = CellCondition::fromText(field->text());
            condition && m_grid->columns()->visualOf(id) >= 0)
            filters.push_back({id, *condition});
    }
    if (filters.empty() && !m_grid->rowOrder()->isFiltered())
        return;
    m_grid->rowOrder()->setFilters(std::move(filters));
}

bool FilterRow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn) {
        for (const auto &[id, field] : m_fields) {
            const int visual = field == watched ? m_grid->columns()->visualOf(id) : -1;
            if (visual >= 0)
                m_grid->scrollToColumn(visual);
        }
    }
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        auto *field = qobject_cast<QLineEdit *>(watched);
        const bool escape = key->key() == Qt::Key_Escape;
        const bool down =
            key->key() == Qt::Key_Down || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (escape || (down && key->modifiers() == Qt::NoModifier)) {
            if (event->type() == QEvent::ShortcutOverride) {
                event->accept();
                return true;
            }
            if (escape && field && !field->text().isEmpty()) {
                field->clear();
                apply();
            } else if (escape) {
                m_grid->setFilterRowVisible(false);
            } else {
                apply();
                m_grid->setFocus(Qt::OtherFocusReason);
            }
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FilterRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &t = tokens();
    painter.fillRect(rect(), t.window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
    painter.fillRect(QRect(m_grid->gutterWidth() - 1, 0, 1, height()), t.line);
}

} // namespace Aeroscope::Ui
