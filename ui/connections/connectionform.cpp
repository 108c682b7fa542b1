// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/connectionform.h"

#include "ui/connections/environmentlook.h"
#include "ui/shell/errortext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTabBar>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

QString trimmed(const QLineEdit *field)
{
    return field->text().trimmed();
}

void choose(QComboBox *box, int data)
{
    box->setCurrentIndex(qMax(0, box->findData(data)));
}

} // namespace

void ConnectionForm::load(const Workbench::Profile &profile, const QStringList &groups)
{
    m_loading = true;
    m_base = profile;
    name->setText(profile.name);
    choose(environment, static_cast<int>(profile.environment));
    group->clear();
    group->addItems(groups);
    group->setEditText(profile.group);
    color->setCurrentIndex(qMax(0, color->findData(profile.color)));
    hosts->setText(profile.hosts);
    choose(signIn, static_cast<int>(profile.authMode));
    user->setText(profile.user);
    password->clear();
    savePassword->setChecked(profile.savePassword);
    const TlsConfig &config = profile.tls;
    tls->setChecked(config.enabled);
    caFile->setText(config.caFile);
    certificateFile->setText(config.certificateFile);
    keyFile->setText(config.keyFile);
    keyPassphrase->clear();
    tlsName->setText(config.tlsName);
    choose(tlsVersion, static_cast<int>(config.minimumVersion));
    ciphers->setText(config.ciphers);
    cipherSuites->setText(config.cipherSuites);
    revocationFile->setText(config.revocationListFile);
    loginOnly->setChecked(config.forLoginOnly);
    verify->setChecked(config.verify);
    alternate->setChecked(profile.useServicesAlternate);
    QStringList lines;
    for (auto it = profile.addressMap.begin(); it != profile.addressMap.end(); ++it)
        lines.append(it.key() + u" = "_s + it.value());
    addressMap->setPlainText(lines.join(u'\n'));
    clusterName->setText(profile.clusterName);
    ssh->setChecked(profile.ssh.enabled);
    sshHost->setText(profile.ssh.host);
    sshPort->setText(profile.ssh.port == 0 ? QString() : QString::number(profile.ssh.port));
    sshUser->setText(profile.ssh.user);
    sshIdentity->setText(profile.ssh.identityFile);
    m_loading = false;
    updateState();
}

Workbench::Profile ConnectionForm::profile() const
{
    Workbench::Profile profile = m_base;
    profile.name = trimmed(name);
    profile.environment = static_cast<Workbench::Environment>(environment->currentData().toInt());
    profile.group = group->currentText().trimmed();
    profile.color = color->currentData().toString();
    profile.hosts = trimmed(hosts);
    profile.authMode = static_cast<AuthMode>(signIn->currentData().toInt());
    profile.user = profile.needsPassword() ? user->text() : QString();
    profile.savePassword = savePassword->isChecked();
    TlsConfig &config = profile.tls;
    config.enabled = tls->isChecked();
    config.caFile = trimmed(caFile);
    config.certificateFile = trimmed(certificateFile);
    config.keyFile = trimmed(keyFile);
    config.tlsName = trimmed(tlsName);
    config.minimumVersion = static_cast<TlsConfig::Version>(tlsVersion->currentData().toInt());
    config.ciphers = trimmed(ciphers);
    config.cipherSuites = trimmed(cipherSuites);
    config.revocationListFile = trimmed(revocationFile);
    config.forLoginOnly = loginOnly->isChecked();
    config.verify = verify->isChecked();
    profile.useServicesAlternate = alternate->isChecked();
    profile.addressMap = parsedMap().value_or(m_base.addressMap);
    profile.clusterName = trimmed(clusterName);
    profile.ssh.enabled = ssh->isChecked();
    profile.ssh.host = trimmed(sshHost);
    profile.ssh.port = trimmed(sshPort).toUShort();
    profile.ssh.user = trimmed(sshUser);
    profile.ssh.identityFile = trimmed(sshIdentity);
    return profile;
}

Workbench::Secrets ConnectionForm::secrets() const
{
    return {password->text(), keyPassphrase->text()};
}

void ConnectionForm::setSecrets(const Workbench::Secrets &secrets)
{
    password->setText(secrets.password);
    keyPassphrase->setText(secrets.keyPassphrase);
}

std::optional<QMap<QString, QString>> ConnectionForm::parsedMap(QString *line) const
{
    QMap<QString, QString> map;
    const QStringList lines = addressMap->toPlainText().split(u'\n');
    for (const QString &text : lines) {
        if (text.trimmed().isEmpty())
            continue;
        const QString from = text.section(u'=', 0, 0).trimmed();
        const QString to = text.section(u'=', 1).trimmed();
        if (from.isEmpty() || to.isEmpty() || to.contains(u'=')) {
            if (line)
                *line = text.trimmed();
            return {};
        }
        map.insert(from, to);
    }
    return map;
}

QString ConnectionForm::fault() const
{
    const Workbench::Profile now = profile();
    if (now.name.isEmpty())
        return tr("Give the cluster a name.");
    if (now.hosts.isEmpty())
        return tr("Name at least one host.");
    if (const auto parsed = Host::parseList(now.hosts); !parsed)
        return errorText(parsed.error()).detail;
    if (now.needsPassword() && now.user.isEmpty())
        return tr("Name the user to sign in with.");
    if (now.authMode == AuthMode::External && !now.tls.enabled)
        return tr("External sign-in sends the password as it is: switch TLS on.");
    if (now.authMode == AuthMode::Pki &&
        (!now.tls.enabled || now.tls.certificateFile.isEmpty() || now.tls.keyFile.isEmpty()))
        return tr("Sign-in by certificate needs TLS with certificate and key.");
    if (now.tls.enabled && now.tls.forLoginOnly && now.authMode == AuthMode::None)
        return tr("TLS for sign-in only needs a sign-in.");
    QString line;
    if (!parsedMap(&line))
        return tr("The address map needs lines such as 172.17.0.2 = 10.1.0.11, not: %1").arg(line);
    if (now.ssh.enabled && now.ssh.host.isEmpty())
        return tr("Name the SSH host.");
    if (!trimmed(sshPort).isEmpty() && now.ssh.port == 0)
        return tr("The SSH port is a number from 1 to 65535.");
    return {};
}

void ConnectionForm::setSecretPlace(const QString &text)
{
    m_secretPlace->setText(text);
}

void ConnectionForm::showPage(Page page)
{
    m_tabs->setCurrentIndex(page);
}

void ConnectionForm::mend(const ConnectHint::Action &action)
{
    using Mend = ConnectHint::Mend;
    switch (action.mend) {
    case Mend::None:
        break;
    case Mend::UseAlternateAddresses:
        alternate->setChecked(true);
        showPage(AddressPage);
        break;
    case Mend::ShowAddresses:
        showPage(AddressPage);
        addressMap->setFocus();
        break;
    case Mend::ShowTls:
        showPage(TlsPage);
        caFile->setFocus();
        break;
    case Mend::ShowSignIn:
        showPage(SignInPage);
        signIn->setFocus();
        break;
    case Mend::ShowSsh:
        ssh->setChecked(true);
        showPage(SshPage);
        sshHost->setFocus();
        break;
    case Mend::UseTlsName:
        tlsName->setText(action.value);
        showPage(TlsPage);
        break;
    case Mend::SwitchTlsOn:
        tls->setChecked(true);
        showPage(TlsPage);
        break;
    case Mend::SwitchTlsOff:
        tls->setChecked(false);
        showPage(TlsPage);
        break;
    }
}

void ConnectionForm::updateState()
{
    if (m_loading)
        return;
    const auto mode = static_cast<AuthMode>(signIn->currentData().toInt());
    const bool withPassword = mode != AuthMode::None && mode != AuthMode::Pki;
    for (QWidget *widget : std::initializer_list<QWidget *>{user, password})
        widget->setEnabled(withPassword);
    savePassword->setEnabled(withPassword || (tls->isChecked() && !trimmed(keyFile).isEmpty()));
    m_tlsFields->setEnabled(tls->isChecked());
    loginOnly->setEnabled(mode != AuthMode::None);
    m_verifyWarning->setVisible(tls->isChecked() && !verify->isChecked());
    m_sshFields->setEnabled(ssh->isChecked());
    Q_EMIT changed();
}

} // namespace Aeroscope::Ui
