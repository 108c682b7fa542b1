// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/recordpane.h"

#include "client/value/msgpack.h"
#include "ui/connections/writeguard.h"
#include "ui/record/bindelegate.h"
#include "ui/record/binform.h"
#include "ui/record/binmodel.h"
#include "ui/record/bintree.h"
#include "ui/record/keyform.h"
#include "ui/record/planview.h"
#include "ui/record/recordheader.h"
#include "ui/shell/banner.h"
#include "ui/shell/emptystate.h"
#include "ui/shell/launch.h"
#include "ui/theme/icons.h"
#include "ui/theme/roles.h"

#include <QBoxLayout>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QResizeEvent>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// What a record takes, roughly: names and values without headers.
qint64 payloadOf(const Record &record)
{
    qint64 bytes = 0;
    for (const Bin &bin : record.bins) {
        switch (bin.value.type()) {
        case Value::Type::Integer:
        case Value::Type::Double:
            bytes += 8;
            break;
        case Value::Type::Bool:
            bytes += 1;
            break;
        case Value::Type::List:
        case Value::Type::Map:
            bytes += packValue(bin.value).size();
            break;
        case Value::Type::Nil:
        case Value::Type::Infinity:
        case Value::Type::Wildcard:
            break;
        default:
            bytes += bin.value.bytes().size();
            break;
        }
    }
    return bytes;
}

} // namespace

RecordPane::RecordPane(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"recordPane"_s);
    buildUi();
    restart(Mode::Empty);
}

RecordPane::~RecordPane()
{
    m_stop.request_stop();
}

void RecordPane::buildUi()
{
    m_empty = new EmptyState(this);
    m_empty->setText(tr("No record selected"), tr("Select a row to see and edit its bins here."));
    m_header = new RecordHeader(this);
    m_banner = new Banner(this);
    m_keyForm = new KeyForm(this);
    m_model = new BinModel(this);
    m_delegate = new BinDelegate(this);
    m_tree = new BinTree(this);
    m_tree->setObjectName(u"binTree"_s);
    m_tree->setAccessibleName(tr("Bins"));
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(m_delegate);
    m_tree->setMinimumHeight(64);
    m_binForm = new BinForm(this);
    m_fault = new QLabel(this);
    m_fault->setObjectName(u"valueFault"_s);
    setTextRole(m_fault, TextRole::Error);
    m_fault->setContentsMargins(12, 4, 12, 4);
    m_fault->setWordWrap(true);
    m_fault->hide();

    m_addRow = new QWidget(this);
    auto *addLine = new QHBoxLayout(m_addRow);
    addLine->setContentsMargins(12, 6, 12, 6);
    addLine->setSpacing(8);
    m_addBin = new QPushButton(icon(u"plus"_s), tr("Add bin"), m_addRow);
    m_removeBin = new QPushButton(tr("Remove bin"), m_addRow);
    m_removeBin->setToolTip(tr("Remove the selected bin (Ctrl+Delete)"));
    addLine->addWidget(m_addBin);
    addLine->addWidget(m_removeBin);
    addLine->addStretch();
    m_delete = new QPushButton(tr("Delete record…"), m_addRow);
    setButtonRole(m_delete, ButtonRole::Danger);
    addLine->addWidget(m_delete);
    m_addRow->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

    auto *bins = new QWidget(this);
    auto *binsLayout = new QVBoxLayout(bins);
    binsLayout->setContentsMargins(0, 0, 0, 0);
    binsLayout->setSpacing(0);
    binsLayout->addWidget(m_keyForm);
    binsLayout->addWidget(m_tree, 1);
    binsLayout->addWidget(m_fault);
    binsLayout->addWidget(m_binForm);
    binsLayout->addWidget(m_addRow);

    m_side = new QWidget(this);
    m_side->setAutoFillBackground(true);
    m_side->setBackgroundRole(QPalette::AlternateBase);
    auto *sideLayout = new QVBoxLayout(m_side);
    sideLayout->setContentsMargins(12, 8, 12, 8);
    sideLayout->setSpacing(6);
    auto *title = new QLabel(tr("Will send"), m_side);
    setTextRole(title, TextRole::Muted);
    m_warning = new QLabel(m_side);
    m_warning->setObjectName(u"planWarning"_s);
    m_warning->setWordWrap(true);
    setTextRole(m_warning, TextRole::Error);
    m_planView = new PlanView(m_side);
    m_planView->viewport()->setBackgroundRole(QPalette::AlternateBase);
    m_planView->setMinimumHeight(24);
    m_draftNote = new QLabel(m_side);
    setTextRole(m_draftNote, TextRole::Muted);
    m_draftNote->setWordWrap(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_revert = new QPushButton(tr("Revert all"), m_side);
    m_write = new QPushButton(tr("Write now"), m_side);
    setButtonRole(m_write, ButtonRole::Primary);
    buttons->addWidget(m_revert);
    buttons->addStretch();
    buttons->addWidget(m_write);
    sideLayout->addWidget(title);
    sideLayout->addWidget(m_warning);
    sideLayout->addWidget(m_planView, 1);
    sideLayout->addWidget(m_draftNote);
    sideLayout->addLayout(buttons);

    auto *line = new QFrame(this);
    line->setFrameShape(QFrame::NoFrame);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    line->setMinimumSize(1, 1);
    m_body = new QBoxLayout(QBoxLayout::LeftToRight);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(0);
    m_body->addWidget(bins, 3);
    m_body->addWidget(line);
    m_body->addWidget(m_side, 2);

    auto *full = new QWidget(this);
    full->setAutoFillBackground(true);
    full->setBackgroundRole(QPalette::Base);
    auto *fullLayout = new QVBoxLayout(full);
    fullLayout->setContentsMargins(0, 0, 0, 0);
    fullLayout->setSpacing(0);
    fullLayout->addWidget(m_header);
    fullLayout->addWidget(m_banner);
    fullLayout->addLayout(m_body, 1);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(full);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connect(m_model, &BinModel::edited, this, &RecordPane::updatePlan);
    connect(m_delegate, &BinDelegate::faultChanged, this, [this](const QString &fault) {
        m_fault->setText(fault);
        m_fault->setVisible(!fault.isEmpty());
    });
    connect(m_tree, &BinTree::removeRequested, this, &RecordPane::removeCurrentBin);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &RecordPane::updatePlan);
    connect(m_keyForm, &KeyForm::changed, this, [this] {
        m_model->setKey(m_keyForm->key().value_or(Key()));
        updatePlan();
    });
    connect(m_addBin, &QPushButton::clicked, this, [this] { showBinForm(true); });
    connect(m_removeBin, &QPushButton::clicked, this, [this] { removeCurrentBin(m_tree->currentIndex()); });
    connect(m_binForm, &BinForm::cancelled, this, [this] { showBinForm(false); });
    connect(m_binForm, &BinForm::accepted, this, [this](const QByteArray &name, const Value &value) {
        m_model->setBin(name, value);
        showBinForm(false);
        m_tree->setCurrentIndex(m_model->indexOfBin(name));
    });
    connect(m_revert, &QPushButton::clicked, this, [this] {
        if (m_mode == Mode::Delete)
            cancelDelete();
        else
            m_model->revertAll();
    });
    connect(m_delete, &QPushButton::clicked, this, &RecordPane::askDelete);
    connect(m_write, &QPushButton::clicked, this, &RecordPane::send);
}

void RecordPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Wide and low: the plan stands beside the bins; narrow and high: below them.
    const int sideWidth = qMax(220, m_side->layout()->minimumSize().width());
    const bool wide = width() > sideWidth + 320;
    m_body->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    QWidget *line = m_body->itemAt(1)->widget();
    line->setMaximumSize(wide ? 1 : QWIDGETSIZE_MAX, wide ? QWIDGETSIZE_MAX : 1);
    m_side->setMinimumWidth(wide ? sideWidth : 0);
    m_side->setMaximumHeight(wide ? QWIDGETSIZE_MAX : qMax(120, height() * 2 / 5));
}

void RecordPane::keepDraft()
{
    const bool worth = (m_mode == Mode::Change || m_mode == Mode::Delete) && hasChanges();
    const Key key = m_model->edit().base().key;
    if (worth)
        m_drafts.insert(key, m_model->edit());
    else
        m_drafts.remove(key);
}

void RecordPane::restart(Mode mode)
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_mode = mode;
    m_busy = false;
    m_banner->dismiss();
    m_binForm->hide();
    m_addRow->show();
    m_fault->hide();
    m_keyForm->setVisible(mode == Mode::Insert);
    m_stack->setCurrentIndex(mode == Mode::Empty ? 0 : 1);
    updateAll();
}

void RecordPane::clear()
{
    keepDraft();
    m_connection = nullptr;
    m_model->setEdit({});
    restart(Mode::Empty);
}

void RecordPane::setGuard(WriteGuard *guard)
{
    if (m_guard == guard)
        return;
    if (m_guard)
        disconnect(m_guard, nullptr, this, nullptr);
    m_guard = guard;
    if (m_guard)
        connect(m_guard, &WriteGuard::changed, this, &RecordPane::updatePlan);
    updatePlan();
}

void RecordPane::showRecord(Connection *connection, const Record &record)
{
    const bool same =
        m_mode == Mode::Change && m_connection == connection && m_model->edit().base().key == record.key;
    if (same && hasChanges())
        return; // what is being edited is not swept away by a repeated selection
    if (!same)
        keepDraft();
    m_connection = connection;
    Workbench::RecordEdit edit = Workbench::RecordEdit::change(record);
    if (const auto draft = m_drafts.constFind(record.key); draft != m_drafts.constEnd()) {
        edit = *draft;
        if (edit.base().generation != record.generation)
            edit.rebase(record);
        m_drafts.remove(record.key);
    }
    m_model->setEdit(std::move(edit));
    restart(Mode::Change);
}

void RecordPane::startInsert(Connection *connection, const DataSet &dataset)
{
    keepDraft();
    m_connection = connection;
    m_keyForm->begin(dataset);
    m_model->setEdit(Workbench::RecordEdit::insert(Key()));
    restart(Mode::Insert);
    m_header->setInsert(dataset.namespaceName, dataset.setName);
    showBinForm(true);
    m_keyForm->textField()->setFocus();
}

void RecordPane::refresh()
{
    if (m_mode != Mode::Change || m_busy || !m_connection)
        return;
    setBusy(true);
    launch(read(this, m_connection, m_model->edit().base().key, Step::Read, m_stop.get_token()));
}

bool RecordPane::hasChanges() const
{
    return m_mode != Mode::Empty && !m_model->edit().isEmpty();
}

void RecordPane::showBinForm(bool on)
{
    m_binForm->setVisible(on);
    m_addRow->setVisible(!on);
    if (on)
        m_binForm->begin(m_model->edit());
    else
        m_tree->setFocus();
}

void RecordPane::removeCurrentBin(const QModelIndex &index)
{
    if (!index.isValid() || m_busy)
        return;
    const QByteArray name = m_model->binName(index);
    const auto bin = m_model->edit().bin(name);
    if (bin && bin->state == Workbench::RecordEdit::State::Removed)
        m_model->revertBin(name);
    else
        m_model->removeBin(name);
}

void RecordPane::askDelete()
{
    m_mode = Mode::Delete;
    updatePlan();
    m_revert->setFocus();
}

void RecordPane::cancelDelete()
{
    m_mode = Mode::Change;
    updatePlan();
}

void RecordPane::updateAll()
{
    if (m_mode == Mode::Change) {
        const Record &record = m_model->edit().base();
        m_header->setRecord(record, payloadOf(record));
    }
    updatePlan();
}

Workbench::WritePlan RecordPane::plan() const
{
    const Workbench::RecordEdit &edit = m_model->edit();
    Workbench::WritePlan plan;
    plan.key = edit.base().key;
    switch (m_mode) {
    case Mode::Insert:
        plan.verb = Workbench::WritePlan::Verb::Insert;
        plan.storeKey = m_keyForm->storesKey();
        plan.ttl = Ttl::namespaceDefault();
        plan.operations = edit.operations();
        break;
    case Mode::Delete:
        plan.verb = Workbench::WritePlan::Verb::Delete;
        plan.generation = edit.base().generation;
        break;
    case Mode::Change:
    case Mode::Empty:
        plan.generation = edit.base().generation;
        plan.operations = edit.operations();
        break;
    }
    return plan;
}

void RecordPane::updatePlan()
{
    const bool changes = hasChanges();
    const bool removes = m_mode == Mode::Change && m_model->edit().removesRecord();
    QString text;
    QString warning;
    switch (m_mode) {
    case Mode::Empty:
        break;
    case Mode::Change:
        text = changes ? Workbench::planText(plan()) : tr("Nothing: no bin is changed.");
        if (removes)
            warning = tr("This removes the last bin, and with it the record: the server deletes it.");
        break;
    case Mode::Insert:
        if (!m_keyForm->fault().isEmpty())
            text = m_keyForm->fault();
        else if (!changes)
            text = tr("Add at least one bin.");
        else
            text = Workbench::planText(plan());
        break;
    case Mode::Delete:
        text = Workbench::planText(plan());
        warning = tr("The record and all its bins will be gone.");
        break;
    }
    m_planView->setPlan(text);
    m_warning->setText(warning);
    m_warning->setVisible(!warning.isEmpty());

    const bool deletes = m_mode == Mode::Delete || removes;
    const bool online = m_connection && m_connection->isOnline();
    m_write->setText(m_mode == Mode::Insert ? tr("Insert record")
                     : deletes              ? tr("Delete record")
                                            : tr("Write now"));
    setButtonRole(m_write, deletes ? ButtonRole::Danger : ButtonRole::Primary);
    const bool ready =
        m_mode == Mode::Delete || (changes && (m_mode != Mode::Insert || m_keyForm->fault().isEmpty()));
    const bool guarded = m_connection && m_connection->isProduction() &&
                         !(m_guard && m_guard->connection() == m_connection && m_guard->isWritable());
    m_write->setEnabled(ready && online && !guarded && !m_busy);
    m_write->setToolTip(m_mode == Mode::Empty ? QString()
                        : !online             ? tr("The cluster is not connected")
                        : guarded ? tr("Read-only: unlock the tab to write to a production cluster")
                                  : QString());
    m_revert->setText(m_mode == Mode::Delete ? tr("Keep record") : tr("Revert all"));
    m_revert->setEnabled((m_mode == Mode::Delete || changes) && !m_busy);
    m_delete->setVisible(m_mode == Mode::Change);
    m_delete->setEnabled(online && !guarded && !m_busy);
    m_addBin->setEnabled(m_mode != Mode::Delete && !m_busy);
    const QModelIndex current = m_tree->currentIndex();
    const auto bin = m_model->edit().bin(m_model->binName(current));
    m_removeBin->setEnabled(bin && m_mode != Mode::Delete && !m_busy);
    m_removeBin->setText(bin && bin->state == Workbench::RecordEdit::State::Removed ? tr("Keep bin")
                                                                                    : tr("Remove bin"));
    const int drafts = draftCount();
    m_draftNote->setText(tr("%n other record(s) with changes that were not sent", nullptr, drafts));
    m_draftNote->setVisible(drafts > 0);
}

} // namespace Aeroscope::Ui
