// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/diagnostics.h"

#include "ui/connections/connection.h"
#include "ui/theme/roles.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QMetaEnum>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QScreen>
#include <QStyleHints>
#include <QSysInfo>
#include <QThread>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

QString stateWord(Connection::State state)
{
    switch (state) {
    case Connection::State::Offline:
        return u"offline"_s;
    case Connection::State::Connecting:
        return u"connecting"_s;
    case Connection::State::Online:
        return u"online"_s;
    case Connection::State::Lost:
        return u"lost"_s;
    }
    return {};
}

/// Code and kind only: the sentences name hosts and users.
QString errorWords(const Error &error)
{
    return u"kind %1, code %2 (%3), attempts %4"_s.arg(static_cast<int>(error.kind))
        .arg(static_cast<int>(error.code))
        .arg(resultCodeName(error.code))
        .arg(error.attempts);
}

QString memoryLine()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("VmRSS"))
            return QString::fromLatin1(line.mid(6).trimmed());
    }
    return {};
}

void describe(const Connection &connection, int number, QStringList &lines)
{
    const Workbench::Profile &profile = connection.profile();
    lines.append(u"connection %1: %2"_s.arg(number).arg(stateWord(connection.state())));
    lines.append(u"  environment %1, seeds %2, sign-in mode %3, saved password %4"_s
                     .arg(static_cast<int>(profile.environment))
                     .arg(profile.hosts.count(u',') + 1)
                     .arg(static_cast<int>(profile.authMode))
                     .arg(profile.savePassword ? 1 : 0));
    const TlsConfig &tls = profile.tls;
    lines.append(
        u"  tls %1, authorities %2, client certificate %3, name %4, version %5, ciphers %6, checked %7, "
        "login only %8, revocation %9"_s.arg(tls.enabled ? 1 : 0)
            .arg(tls.caFile.isEmpty() ? 0 : 1)
            .arg(tls.certificateFile.isEmpty() ? 0 : 1)
            .arg(tls.tlsName.isEmpty() ? 0 : 1)
            .arg(tls.minimumVersion == TlsConfig::Version::Tls13 ? u"1.3"_s : u"1.2"_s)
            .arg(tls.ciphers.isEmpty() && tls.cipherSuites.isEmpty() ? 0 : 1)
            .arg(tls.verify ? 1 : 0)
            .arg(tls.forLoginOnly ? 1 : 0)
            .arg(tls.revocationListFile.isEmpty() ? 0 : 1));
    lines.append(
        u"  alternate addresses %1, address map %2, ssh %3"_s.arg(profile.useServicesAlternate ? 1 : 0)
            .arg(profile.addressMap.size())
            .arg(profile.ssh.enabled ? 1 : 0));
    if (connection.error())
        lines.append(u"  error: %1"_s.arg(errorWords(*connection.error())));
    const ClusterSnapshot snapshot = connection.snapshot();
    int node = 0;
    for (const NodeSnapshot &one : snapshot.nodes) {
        lines.append(u"  node %1: build %2, active %3, failures %4, connections %5 (%6 idle)"_s.arg(++node)
                         .arg(QString::fromLatin1(one.build))
                         .arg(one.active ? 1 : 0)
                         .arg(one.failures)
                         .arg(one.connections)
                         .arg(one.idleConnections));
        if (one.lastError)
            lines.append(u"    error: %1"_s.arg(errorWords(*one.lastError)));
    }
    int ns = 0;
    for (const NamespaceCoverage &one : snapshot.namespaces)
        lines.append(
            u"  namespace %1: partitions with master %2, replication %3, strong consistency %4"_s.arg(++ns)
                .arg(one.partitionsWithMaster)
                .arg(one.replicationFactor)
                .arg(one.strongConsistency ? 1 : 0));
    const ClusterCatalog &catalog = connection.catalog();
    lines.append(u"  sets %1, indexes %2, modules %3, jobs %4"_s.arg(catalog.sets.size())
                     .arg(catalog.indexes.size())
                     .arg(catalog.modules.size())
                     .arg(catalog.jobs.size()));
}

} // namespace

QString diagnosticsText(const QString &version, const QList<Connection *> &connections)
{
    QStringList lines{
        u"Aeroscope %1"_s.arg(version),
        u"Qt %1 (built with %2), platform %3"_s.arg(
            QString::fromLatin1(qVersion()), QStringLiteral(QT_VERSION_STR), QGuiApplication::platformName()),
        u"%1, kernel %2, %3, %4 processors"_s
            .arg(QSysInfo::prettyProductName(), QSysInfo::kernelVersion(), QSysInfo::currentCpuArchitecture())
            .arg(QThread::idealThreadCount()),
        u"language %1, time %2"_s.arg(QLocale().name(),
                                      QDateTime::currentDateTimeUtc().toString(Qt::ISODate)),
        u"memory %1"_s.arg(memoryLine())};
    for (const QScreen *screen : QGuiApplication::screens())
        lines.append(u"screen %1x%2 at %3, %4 dpi"_s.arg(screen->size().width())
                         .arg(screen->size().height())
                         .arg(screen->devicePixelRatio())
                         .arg(qRound(screen->logicalDotsPerInch())));
    int number = 0;
    for (const Connection *connection : connections)
        describe(*connection, ++number, lines);
    return lines.join(u'\n') + u'\n';
}

DiagnosticsDialog::DiagnosticsDialog(const QString &text, QWidget *parent)
    : QDialog(parent)
    , m_text(new QPlainTextEdit(text, this))
{
    setObjectName(u"diagnosticsDialog"_s);
    setWindowTitle(tr("Diagnostics"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *note =
        new QLabel(tr("This is all that is saved. It names no cluster, host, user, set or file, and holds no "
                      "records, queries or passwords."),
                   this);
    note->setWordWrap(true);
    setTextRole(note, TextRole::Muted);
    m_text->setReadOnly(true);
    m_text->setFont(fixedFont());
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setAccessibleName(tr("Diagnostics"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton *copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    QPushButton *save = buttons->addButton(tr("Save…"), QDialogButtonBox::ActionRole);
    setButtonRole(save, ButtonRole::Primary);
    save->setDefault(true);
    for (QPushButton *button : {copy, buttons->button(QDialogButtonBox::Close)})
        button->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 12);
    layout->setSpacing(10);
    layout->addWidget(note);
    layout->addWidget(m_text, 1);
    layout->addWidget(buttons);
    resize(720, 480);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
    connect(save, &QPushButton::clicked, this, [this, note] {
        auto *dialog = new QFileDialog(this, tr("Save diagnostics"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->selectFile(u"aeroscope-diagnostics.txt"_s);
        connect(dialog, &QFileDialog::fileSelected, this, [this, note](const QString &file) {
            if (const QString why = saveTo(file); !why.isEmpty()) {
                setTextRole(note, TextRole::Error);
                note->setText(why);
            }
        });
        dialog->open();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QString DiagnosticsDialog::saveTo(const QString &path) const
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    file.write(m_text->toPlainText().toUtf8());
    return file.commit() ? QString() : file.errorString();
}

} // namespace Aeroscope::Ui
