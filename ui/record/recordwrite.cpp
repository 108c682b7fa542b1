// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// What the record pane sends, and what becomes of it.

#include "ui/record/recordpane.h"

#include "ui/connections/writeguard.h"
#include "ui/record/bindelegate.h"
#include "ui/record/binmodel.h"
#include "ui/record/bintree.h"
#include "ui/shell/banner.h"
#include "ui/shell/errortext.h"
#include "ui/shell/launch.h"
#include "ui/workbench/humantext.h"

#include <QAbstractButton>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

void RecordPane::setBusy(bool busy)
{
    m_busy = busy;
    m_tree->setEditTriggers(busy ? QAbstractItemView::NoEditTriggers
                                 : QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    updatePlan();
}

void RecordPane::send()
{
    if (m_busy || !m_connection || !m_delegate->commitOpenEditor())
        return;
    m_wasInsert = m_mode == Mode::Insert;
    const Workbench::WritePlan next = plan();
    if (next.verb != Workbench::WritePlan::Verb::Delete && next.operations.empty())
        return;
    m_banner->dismiss();
    const Result<Session> session = writer();
    if (!session) {
        showFailure(session.error());
        return;
    }
    setBusy(true);
    launch(write(this, *session, next, m_stop.get_token()));
}

Result<Session> RecordPane::writer() const
{
    if (m_guard && m_guard->connection() == m_connection)
        return m_guard->writer();
    return WriteGuard(m_connection).writer();
}

QCoro::Task<void> RecordPane::write(QPointer<RecordPane> self, Session session, Workbench::WritePlan plan,
                                    std::stop_token stop)
{
    Result<RecordResult> result = failed(Error::cancelled());
    switch (plan.verb) {
    case Workbench::WritePlan::Verb::Operate:
        result = co_await session.update(plan.key)
                     .operations(plan.operations)
                     .ensureGeneration(plan.generation.value_or(0))
                     .ttl(plan.ttl)
                     .sendKey(false)
                     .execute(stop);
        break;
    case Workbench::WritePlan::Verb::Insert:
        result = co_await session.insert(plan.key)
                     .operations(plan.operations)
                     .ttl(plan.ttl)
                     .sendKey(plan.storeKey)
                     .execute(stop);
        break;
    case Workbench::WritePlan::Verb::Delete:
        result =
            co_await session.remove(plan.key).ensureGeneration(plan.generation.value_or(0)).execute(stop);
        break;
    }
    if (!self || stop.stop_requested())
        co_return;
    self->onWritten(plan, result);
}

QCoro::Task<void> RecordPane::read(QPointer<RecordPane> self, QPointer<Connection> connection, Key key,
                                   Step step, std::stop_token stop)
{
    const ReadOnlySession session = connection->session();
    CallOptions options;
    options.stop = stop;
    Result<Record> record = co_await session.get(key, {}, options);
    if (!self || stop.stop_requested())
        co_return;
    if (record)
        record->key = key; // a reply does not repeat the user key
    self->onRead(key, step, record);
}

void RecordPane::onWritten(const Workbench::WritePlan &plan, const Result<RecordResult> &result)
{
    if (!result || result->error) {
        setBusy(false);
        showFailure(result ? *result->error : result.error());
        return;
    }
    m_drafts.remove(plan.key);
    const QString name = Workbench::keyText(plan.key);
    const bool gone = plan.verb == Workbench::WritePlan::Verb::Delete ||
                      (plan.verb == Workbench::WritePlan::Verb::Operate && m_model->edit().removesRecord());
    if (gone) {
        Connection *connection = m_connection;
        m_model->setEdit({});
        restart(Mode::Empty);
        Q_EMIT notice(tr("Deleted record %1").arg(name));
        Q_EMIT recordGone(connection, plan.key);
        return;
    }
    Q_EMIT notice(plan.verb == Workbench::WritePlan::Verb::Insert ? tr("Inserted record %1").arg(name)
                                                                  : tr("Changed record %1").arg(name));
    launch(read(this, m_connection, plan.key, Step::Wrote, m_stop.get_token()));
}

void RecordPane::onRead(const Key &key, Step step, const Result<Record> &result)
{
    setBusy(false);
    if (!result) {
        if (step == Step::Wrote) {
            // Written it is; only the new generation is not known. Nothing may be written on top without it.
            m_model->revertAll();
            m_banner->show(Banner::Kind::Warning,
                           tr("The change was made, but the record could not be read again"),
                           errorLine(result.error()));
            QAbstractButton *again = m_banner->addAction(tr("Read again"));
            connect(again, &QAbstractButton::clicked, this, &RecordPane::refresh);
            return;
        }
        showFailure(result.error());
        return;
    }
    if (step == Step::Wrote) {
        m_model->setEdit(Workbench::RecordEdit::change(*result));
        restart(Mode::Change);
        if (m_wasInsert)
            Q_EMIT recordInserted(m_connection, *result);
        else
            Q_EMIT recordRead(m_connection, *result);
        return;
    }
    Workbench::RecordEdit edit = m_model->edit();
    const quint32 before = edit.base().generation;
    const std::vector<QByteArray> clashes = edit.rebase(*result);
    m_model->setEdit(std::move(edit));
    restart(Mode::Change);
    Q_EMIT recordRead(m_connection, *result);
    if (result->generation == before && clashes.empty())
        return;
    if (clashes.empty()) {
        m_banner->show(Banner::Kind::Info,
                       tr("Read again: generation %1, it was %2").arg(result->generation).arg(before),
                       hasChanges()
                           ? tr("Your changes touch other bins than those that changed on the server.")
                           : QString());
        return;
    }
    QStringList names;
    for (const QByteArray &name : clashes)
        names.append(Workbench::nameText(name));
    m_banner->show(Banner::Kind::Warning, tr("Changed on the server as well: %1").arg(names.join(u", "_s)),
                   tr("The row shows what is there now as \"was\". Writing replaces it with your value."));
    Q_UNUSED(key)
}

void RecordPane::showFailure(const Error &error)
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    const ErrorText text = errorText(error);
    switch (error.code) {
    case ResultCode::Generation: {
        m_banner->show(Banner::Kind::Warning, tr("The record was changed on the server since you read it"),
                       tr("Nothing was written. Read it again to see what changed; your edits are kept."));
        QAbstractButton *again = m_banner->addAction(tr("Read again"));
        again->setObjectName(u"readAgain"_s);
        connect(again, &QAbstractButton::clicked, this, [this] {
            if (m_mode == Mode::Delete)
                m_mode = Mode::Change;
            refresh();
        });
        break;
    }
    case ResultCode::NotFound: {
        m_banner->show(Banner::Kind::Warning, tr("The record is not there any more"),
                       tr("It was deleted or has expired since you read it. Nothing was written."));
        Q_EMIT recordGone(m_connection, m_model->edit().base().key);
        break;
    }
    default:
        m_banner->show(Banner::Kind::Error, text.title, text.detail);
        if (error.inDoubt) {
            QAbstractButton *again = m_banner->addAction(tr("Read again"));
            connect(again, &QAbstractButton::clicked, this, &RecordPane::refresh);
        }
        break;
    }
}

} // namespace Aeroscope::Ui
