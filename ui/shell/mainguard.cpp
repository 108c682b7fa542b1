// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// What the window says about the connection of the current tab: which environment, whether it may write, and
// whether it is there.

#include "ui/shell/mainwindow.h"

#include "ui/connections/environmentlook.h"
#include "ui/connections/unlockdialog.h"
#include "ui/connections/writeguard.h"
#include "ui/query/querytab.h"
#include "ui/record/recordpane.h"
#include "ui/shell/banner.h"
#include "ui/shell/documenttabs.h"
#include "ui/shell/environmentstrip.h"
#include "ui/shell/errortext.h"
#include "ui/shell/mainactions.h"
#include "ui/shell/messagespanel.h"

#include <QAbstractButton>
#include <QAction>

#include <chrono>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

WriteGuard *MainWindow::currentGuard() const
{
    const QueryTab *tab = currentQuery();
    return tab ? tab->findChild<WriteGuard *>(QString(), Qt::FindDirectChildrenOnly) : nullptr;
}

void MainWindow::updateGuard()
{
    const Connection *active = activeConnection();
    WriteGuard *guard = currentGuard();
    m_record->setGuard(guard);
    const bool production = active && active->isProduction();
    const bool unlocked = guard && guard->state() == WriteGuard::State::Unlocked;
    m_actions->unlockTab->setEnabled(production && guard && !unlocked);
    m_actions->lockTab->setEnabled(unlocked);
    if (!active) {
        m_strip->clear();
        setWindowTitle(u"Aeroscope"_s);
        return;
    }
    EnvironmentStrip::Guard shown;
    if (unlocked) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(guard->remaining()).count();
        shown.text =
            tr("this tab may write, %1:%2 left").arg(left / 60).arg(left % 60, 2, 10, QLatin1Char('0'));
        shown.button = tr("Lock now");
        if (!m_clock.isActive())
            m_clock.start();
    } else if (production) {
        shown.text = tr("read-only session");
        shown.button = guard ? tr("Unlock…") : QString();
    }
    m_strip->setConnection(active->name(), active->profile(), shown);
    const EnvironmentLook look = environmentLook(active->profile());
    QString title = u"Aeroscope – %1"_s.arg(active->name());
    if (production && !unlocked)
        title += u" (%1, %2)"_s.arg(look.word, tr("read-only"));
    else if (!look.word.isEmpty())
        title += u" (%1)"_s.arg(look.word);
    setWindowTitle(title);
}

void MainWindow::askUnlock()
{
    WriteGuard *guard = currentGuard();
    if (!guard || !guard->connection())
        return;
    if (guard->state() == WriteGuard::State::Unlocked) {
        guard->lock();
        return;
    }
    auto *dialog = new UnlockDialog(guard->connection()->profile(), this);
    connect(dialog, &UnlockDialog::unlocked, guard, [this, guard](std::chrono::milliseconds duration) {
        guard->unlock(duration);
        m_messages->add(
            MessagesModel::Kind::Warning,
            tr("%1: a tab was unlocked for writing for %n minute(s)", nullptr,
               static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(duration).count()))
                .arg(guard->connection() ? guard->connection()->name() : QString()));
    });
    dialog->open();
}

void MainWindow::updateBanner()
{
    Banner *banner = m_tabs->banner();
    const QueryTab *tab = currentQuery();
    Connection *connection = tab ? tab->connection() : nullptr;
    const bool lost = connection && connection->state() == Connection::State::Lost;
    const bool offline = connection && connection->state() == Connection::State::Offline;
    const bool connecting = connection && connection->state() == Connection::State::Connecting;
    const WriteGuard *guard = currentGuard();
    if (!lost && !(guard && guard->state() == WriteGuard::State::Unlocked))
        m_clock.stop();
    if (!lost && !offline && !connecting) {
        banner->dismiss();
        return;
    }
    QString title;
    QString detail;
    QString action;
    if (lost) {
        const qint64 seconds =
            qMax<qint64>(0, connection->lostSince().secsTo(QDateTime::currentDateTimeUtc()));
        title = tr("Connection to %1 lost %n second(s) ago, trying again every second", nullptr,
                   static_cast<int>(seconds))
                    .arg(connection->name());
        detail = tr("Your rows, texts and changes are kept. Nothing is run again by itself.");
        action = tr("Retry now");
        if (!m_clock.isActive())
            m_clock.start();
    } else if (connecting) {
        title = tr("Connecting to %1…").arg(connection->name());
        detail = tr("Your rows, texts and changes are kept. Nothing is run again by itself.");
    } else {
        title = tr("%1 is not connected").arg(connection->name());
        detail = connection->error() ? errorLine(*connection->error())
                                     : tr("Rows and texts stay as they are; running needs the connection.");
        action = tr("Connect");
    }
    if (banner->isVisible() && banner->property("about").value<QObject *>() == connection &&
        banner->property("action").toString() == action) {
        banner->setTexts(title, detail);
        return;
    }
    banner->show(Banner::Kind::Warning, title, detail);
    banner->setProperty("about", QVariant::fromValue<QObject *>(connection));
    banner->setProperty("action", action);
    if (action.isEmpty())
        return;
    QAbstractButton *button = banner->addAction(action);
    button->setObjectName(u"reconnect"_s);
    connect(button, &QAbstractButton::clicked, connection, [this, connection, offline] {
        if (offline)
            m_flow->connectTo(connection);
        else
            connection->retry();
    });
}

} // namespace Aeroscope::Ui
