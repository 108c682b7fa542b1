// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// How the fields of a connection are laid out.

#include "ui/connections/connectionform.h"
#include "ui/connections/environmentlook.h"
#include "ui/theme/roles.h"
#include "ui/theme/style.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

QIcon dot(const QColor &color)
{
    QPixmap pixmap(32, 32);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    if (color.isValid()) {
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(QPointF(8, 8), 4, 4);
    }
    return QIcon(pixmap);
}

QLabel *formLabel(const QString &text, QWidget *buddy)
{
    auto *label = new QLabel(text);
    setTextRole(label, TextRole::Muted);
    label->setBuddy(buddy);
    label->setMinimumHeight(Style::fieldHeight);
    return label;
}

QFormLayout *formOf(QWidget *page)
{
    auto *form = new QFormLayout;
    auto *layout = new QVBoxLayout(page); // what is left over goes below the form, not between its lines
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(form);
    layout->addStretch(1);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

QLabel *note(const QString &text, TextRole role = TextRole::Muted)
{
    auto *label = new QLabel(text);
    setTextRole(label, role);
    label->setWordWrap(true);
    return label;
}

} // namespace

ConnectionForm::ConnectionForm(QWidget *parent)
    : QWidget(parent)
    , m_tabs(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
{
    name = new QLineEdit(this);
    name->setAccessibleName(tr("Name of the cluster"));
    name->setPlaceholderText(tr("prod-eu"));
    environment = new QComboBox(this);
    environment->setAccessibleName(tr("Environment"));
    for (const auto kind : {Workbench::Environment::Development, Workbench::Environment::Test,
                            Workbench::Environment::Production}) {
        const EnvironmentLook look = environmentLook(kind);
        environment->addItem(dot(look.fill), look.label, static_cast<int>(kind));
    }
    group = new QComboBox(this);
    group->setEditable(true);
    group->setAccessibleName(tr("Group"));
    group->lineEdit()->setAccessibleName(tr("Group"));
    group->lineEdit()->setPlaceholderText(tr("none"));
    color = new QComboBox(this);
    color->setAccessibleName(tr("Colour"));
    color->addItem(dot({}), tr("No colour"), QString());
    for (const QString &word : Workbench::Profile::colorWords())
        color->addItem(dot(profileColor(word)), profileColorName(word), word);
    hosts = new QLineEdit(this);
    hosts->setAccessibleName(tr("Hosts"));
    hosts->setToolTip(tr("One or several, with commas: host:port, host:tls-name:port, [::1]:3000"));
    hosts->setFont(fixedFont());
    hosts->setPlaceholderText(u"db1:3000, db2:3000"_s);

    auto *top = new QWidget(this);
    QFormLayout *form = formOf(top);
    const auto pair = [](QWidget *wide, QWidget *narrow) {
        auto *line = new QHBoxLayout;
        line->setSpacing(8);
        line->addWidget(wide, 1);
        line->addWidget(narrow);
        return line;
    };
    form->addRow(formLabel(tr("Name"), name), pair(name, environment));
    form->addRow(formLabel(tr("Group"), group), pair(group, color));
    form->addRow(formLabel(tr("Hosts"), hosts), hosts);

    setWordTabs(m_tabs);
    m_tabs->setAccessibleName(tr("Pages of the connection"));
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    addPage(signInPage(), tr("Sign in"));
    addPage(tlsPage(), tr("TLS"));
    addPage(addressPage(), tr("Addresses"));
    addPage(sshPage(), tr("SSH"));
    // as high as the page that is shown: what is left belongs to the result of the test
    const auto fit = [this] {
        for (int page = 0; page < m_stack->count(); ++page) {
            const auto policy =
                page == m_stack->currentIndex() ? QSizePolicy::Preferred : QSizePolicy::Ignored;
            m_stack->widget(page)->setSizePolicy(QSizePolicy::Preferred, policy);
        }
        m_stack->updateGeometry();
    };
    fit();
    connect(m_tabs, &QTabBar::currentChanged, this, [this, fit](int page) {
        m_stack->setCurrentIndex(page);
        fit();
    });

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(top);
    layout->addWidget(m_tabs);
    layout->addWidget(m_stack);

    for (QLineEdit *line :
         {name, hosts, user, password, caFile, certificateFile, keyFile, keyPassphrase, tlsName, ciphers,
          cipherSuites, revocationFile, clusterName, sshHost, sshPort, sshUser, sshIdentity})
        connect(line, &QLineEdit::textChanged, this, &ConnectionForm::updateState);
    connect(group, &QComboBox::editTextChanged, this, &ConnectionForm::updateState);
    for (QComboBox *box : {environment, color, signIn, tlsVersion})
        connect(box, &QComboBox::currentIndexChanged, this, &ConnectionForm::updateState);
    for (QCheckBox *box : {savePassword, tls, loginOnly, verify, alternate, ssh})
        connect(box, &QCheckBox::toggled, this, &ConnectionForm::updateState);
    connect(addressMap, &QPlainTextEdit::textChanged, this, &ConnectionForm::updateState);
}

void ConnectionForm::addPage(QWidget *page, const QString &title)
{
    m_stack->addWidget(page);
    m_tabs->addTab(title);
}

QLineEdit *ConnectionForm::field(QFormLayout *form, const QString &label, const QString &accessible,
                                 const QString &placeholder)
{
    auto *line = new QLineEdit;
    line->setAccessibleName(accessible);
    line->setPlaceholderText(placeholder);
    form->addRow(formLabel(label, line), line);
    return line;
}

QLineEdit *ConnectionForm::fileField(QFormLayout *form, const QString &label, const QString &title)
{
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    auto *file = new QLineEdit;
    file->setAccessibleName(title);
    auto *browse = new QPushButton(tr("Choose…"));
    browse->setAccessibleName(tr("Choose the file: %1").arg(title));
    browse->setAutoDefault(false);
    line->addWidget(file, 1);
    line->addWidget(browse);
    form->addRow(formLabel(label, file), line);
    connect(browse, &QPushButton::clicked, file, [file, title] {
        auto *dialog = new QFileDialog(file->window(), title);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->setNameFilters({tr("Certificates and keys (*.pem *.crt *.cer *.key)"), tr("All files (*)")});
        QObject::connect(dialog, &QFileDialog::fileSelected, file, &QLineEdit::setText);
        dialog->open();
    });
    return file;
}

QWidget *ConnectionForm::signInPage()
{
    auto *page = new QWidget(this);
    QFormLayout *form = formOf(page);
    signIn = new QComboBox;
    signIn->setAccessibleName(tr("Sign in"));
    signIn->addItem(tr("None"), static_cast<int>(AuthMode::None));
    signIn->addItem(tr("Internal"), static_cast<int>(AuthMode::Internal));
    signIn->addItem(tr("External (LDAP)"), static_cast<int>(AuthMode::External));
    signIn->addItem(tr("Client certificate"), static_cast<int>(AuthMode::Pki));
    signIn->addItem(tr("External without TLS"), static_cast<int>(AuthMode::ExternalInsecure));
    form->addRow(formLabel(tr("Sign in"), signIn), signIn);
    user = field(form, tr("User"), tr("User name"));
    password = field(form, tr("Password"), tr("Password"), tr("asked for when connecting"));
    password->setEchoMode(QLineEdit::Password);
    savePassword = new QCheckBox(tr("Save the password"));
    form->addRow(QString(), savePassword);
    m_secretPlace = note({});
    form->addRow(QString(), m_secretPlace);
    return page;
}

QWidget *ConnectionForm::tlsPage()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    tls = new QCheckBox(tr("Encrypt with TLS"));
    layout->addWidget(tls);
    m_tlsFields = new QWidget;
    QFormLayout *form = formOf(m_tlsFields);
    caFile = fileField(form, tr("Authorities"), tr("Certificate authorities to trust (PEM)"));
    caFile->setPlaceholderText(tr("those of the system"));
    tlsName = field(form, tr("Name"), tr("Name in the certificate of the nodes"), tr("the host's name"));
    certificateFile = fileField(form, tr("Certificate"), tr("Certificate of the client (PEM)"));
    keyFile = fileField(form, tr("Key"), tr("Private key of the client (PEM)"));
    keyPassphrase = field(form, tr("Passphrase"), tr("Passphrase of the private key"), tr("none"));
    keyPassphrase->setEchoMode(QLineEdit::Password);
    revocationFile = fileField(form, tr("Revoked"), tr("Revocation lists (PEM)"));
    revocationFile->setPlaceholderText(tr("not checked"));
    tlsVersion = new QComboBox;
    tlsVersion->setAccessibleName(tr("Lowest TLS version"));
    tlsVersion->addItem(tr("TLS 1.2 or newer"), static_cast<int>(TlsConfig::Version::Tls12));
    tlsVersion->addItem(tr("TLS 1.3 or newer"), static_cast<int>(TlsConfig::Version::Tls13));
    form->addRow(formLabel(tr("Version"), tlsVersion), tlsVersion);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    ciphers = new QLineEdit;
    ciphers->setAccessibleName(tr("Ciphers of TLS 1.2"));
    ciphers->setPlaceholderText(tr("TLS 1.2: OpenSSL's choice"));
    cipherSuites = new QLineEdit;
    cipherSuites->setAccessibleName(tr("Cipher suites of TLS 1.3"));
    cipherSuites->setPlaceholderText(tr("TLS 1.3: OpenSSL's choice"));
    line->addWidget(ciphers);
    line->addWidget(cipherSuites);
    form->addRow(formLabel(tr("Ciphers"), ciphers), line);
    loginOnly = new QCheckBox(tr("For signing in only; data travels in clear"));
    form->addRow(QString(), loginOnly);
    verify = new QCheckBox(tr("Check the certificates of the nodes"));
    verify->setChecked(true);
    form->addRow(QString(), verify);
    m_verifyWarning = note(tr("Anybody on the way can pretend to be this cluster and read what you send."),
                           TextRole::Error);
    form->addRow(QString(), m_verifyWarning);
    layout->addWidget(m_tlsFields);
    layout->addStretch(1);
    return page;
}

QWidget *ConnectionForm::addressPage()
{
    auto *page = new QWidget(this);
    QFormLayout *form = formOf(page);
    alternate = new QCheckBox(tr("Use the alternate addresses of the nodes"));
    form->addRow(QString(), alternate);
    addressMap = new QPlainTextEdit;
    addressMap->setAccessibleName(tr("Address map"));
    addressMap->setPlaceholderText(u"172.17.0.2 = 10.1.0.11"_s);
    addressMap->setFont(fixedFont());
    addressMap->setTabChangesFocus(true);
    addressMap->setFixedHeight(84);
    form->addRow(formLabel(tr("Address map"), addressMap), addressMap);
    form->addRow(QString(),
                 note(tr("A line for each address that a node advertises and that is another one from "
                         "here.")));
    clusterName = field(form, tr("Cluster name"), tr("Name that the cluster must report"), tr("any"));
    return page;
}

QWidget *ConnectionForm::sshPage()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    ssh = new QCheckBox(tr("Reach the nodes through an SSH host"));
    layout->addWidget(ssh);
    m_sshFields = new QWidget;
    QFormLayout *form = formOf(m_sshFields);
    sshHost = field(form, tr("SSH host"), tr("SSH host"), u"bastion.example"_s);
    sshPort = field(form, tr("Port"), tr("SSH port"), u"22"_s);
    sshUser = field(form, tr("User"), tr("SSH user"), tr("as ssh decides"));
    sshIdentity = fileField(form, tr("Key"), tr("SSH identity file"));
    sshIdentity->setPlaceholderText(tr("as ssh decides"));
    form->addRow(QString(),
                 note(tr("The ssh program of this computer makes one tunnel for each node. Your SSH "
                         "configuration, known hosts and agent apply; it cannot ask for a password.")));
    layout->addWidget(m_sshFields);
    layout->addStretch(1);
    return page;
}

} // namespace Aeroscope::Ui
