// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/connectiondialog.h"

#include "ui/connections/connectsteps.h"
#include "ui/connections/environmentlook.h"
#include "ui/shell/errortext.h"
#include "ui/shell/launch.h"
#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// A coloured dot for an environment.
QIcon dot(const QColor &color)
{
    QPixmap pixmap(32, 32);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QPointF(8, 8), 4, 4);
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

/// A field for a file with a button that looks for one.
QLineEdit *fileField(QFormLayout *form, const QString &label, const QString &title)
{
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    auto *field = new QLineEdit;
    field->setAccessibleName(title);
    auto *browse = new QPushButton(ConnectionDialog::tr("Choose…"));
    browse->setAccessibleName(ConnectionDialog::tr("Choose the file: %1").arg(title));
    line->addWidget(field, 1);
    line->addWidget(browse);
    form->addRow(formLabel(label, field), line);
    QObject::connect(browse, &QPushButton::clicked, field, [field, title] {
        auto *dialog = new QFileDialog(field->window(), title);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->setNameFilters({ConnectionDialog::tr("Certificates and keys (*.pem *.crt *.cer *.key)"),
                                ConnectionDialog::tr("All files (*)")});
        QObject::connect(dialog, &QFileDialog::fileSelected, field, &QLineEdit::setText);
        dialog->open();
    });
    return field;
}

QString fileText(QLineEdit *field)
{
    return field->text().trimmed();
}

} // namespace

ConnectionDialog::ConnectionDialog(Workbench::ProfileStore *store, const QString &profileId, QWidget *parent)
    : QDialog(parent)
    , m_store(store)
{
    setObjectName(u"connectionDialog"_s);
    setWindowTitle(tr("Connect to a cluster"));
    setAttribute(Qt::WA_DeleteOnClose);
    buildUi();
    connect(m_store, &Workbench::ProfileStore::changed, this, &ConnectionDialog::fillList);
    const Workbench::Profile *known = m_store->find(profileId);
    load(known ? *known : Workbench::Profile{});
    fillList();
    m_name->setFocus();
}

ConnectionDialog::~ConnectionDialog()
{
    m_stop.request_stop();
}

void ConnectionDialog::buildUi()
{
    m_list = new QListWidget(this);
    m_list->setAccessibleName(tr("Saved clusters"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_new = new QPushButton(icon(u"plus"_s), tr("New"), this);
    m_new->setAutoDefault(false);
    m_remove = new QPushButton(tr("Remove"), this);
    m_remove->setAutoDefault(false);
    setButtonRole(m_remove, ButtonRole::Danger);
    auto *left = new QWidget(this);
    left->setAutoFillBackground(true);
    left->setBackgroundRole(QPalette::Base);
    left->setFixedWidth(208);
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 8, 0, 12);
    leftLayout->addWidget(m_list, 1);
    auto *leftButtons = new QHBoxLayout;
    leftButtons->setContentsMargins(12, 0, 12, 0);
    leftButtons->addWidget(m_new);
    leftButtons->addStretch();
    leftButtons->addWidget(m_remove);
    leftLayout->addLayout(leftButtons);

    m_name = new QLineEdit(this);
    m_name->setAccessibleName(tr("Name of the cluster"));
    m_name->setPlaceholderText(tr("prod-eu"));
    m_environment = new QComboBox(this);
    m_environment->setAccessibleName(tr("Environment"));
    for (const auto environment : {Workbench::Environment::Development, Workbench::Environment::Test,
                                   Workbench::Environment::Production}) {
        const EnvironmentLook look = environmentLook(environment);
        m_environment->addItem(dot(look.fill), look.label, static_cast<int>(environment));
    }
    m_hosts = new QLineEdit(this);
    m_hosts->setAccessibleName(tr("Hosts"));
    m_hosts->setFont(fixedFont());
    m_hosts->setPlaceholderText(u"db1:3000, db2:3000"_s);
    m_signIn = new QComboBox(this);
    m_signIn->setAccessibleName(tr("Sign in"));
    m_signIn->addItem(tr("None"), static_cast<int>(AuthMode::None));
    m_signIn->addItem(tr("Internal"), static_cast<int>(AuthMode::Internal));
    m_signIn->addItem(tr("External (LDAP)"), static_cast<int>(AuthMode::External));
    m_signIn->addItem(tr("Client certificate"), static_cast<int>(AuthMode::Pki));
    m_user = new QLineEdit(this);
    m_user->setAccessibleName(tr("User name"));
    m_user->setPlaceholderText(tr("user"));
    m_password = new QLineEdit(this);
    m_password->setAccessibleName(tr("Password"));
    m_password->setPlaceholderText(tr("password, not saved"));
    m_password->setEchoMode(QLineEdit::Password);
    m_tls = new QCheckBox(tr("Encrypt with TLS"), this);
    m_alternate = new QCheckBox(tr("Use the alternate addresses of the nodes"), this);

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(10);
    auto *nameLine = new QHBoxLayout;
    nameLine->setSpacing(8);
    nameLine->addWidget(m_name, 1);
    nameLine->addWidget(m_environment);
    form->addRow(formLabel(tr("Name"), m_name), nameLine);
    form->addRow(formLabel(tr("Hosts"), m_hosts), m_hosts);
    auto *signInLine = new QHBoxLayout;
    signInLine->setSpacing(8);
    signInLine->addWidget(m_signIn);
    signInLine->addWidget(m_user, 1);
    signInLine->addWidget(m_password, 1);
    form->addRow(formLabel(tr("Sign in"), m_signIn), signInLine);
    form->addRow(formLabel(tr("TLS"), m_tls), m_tls);
    m_tlsFields = new QWidget(this);
    auto *tlsForm = new QFormLayout(m_tlsFields);
    tlsForm->setContentsMargins(0, 0, 0, 0);
    tlsForm->setVerticalSpacing(8);
    m_caFile = fileField(tlsForm, tr("Authorities"), tr("Certificate authorities to trust (PEM)"));
    m_caFile->setPlaceholderText(tr("those of the system"));
    m_certificateFile = fileField(tlsForm, tr("Certificate"), tr("Certificate of the client (PEM)"));
    m_keyFile = fileField(tlsForm, tr("Key"), tr("Private key of the client (PEM)"));
    m_tlsName = new QLineEdit(m_tlsFields);
    m_tlsName->setAccessibleName(tr("Name in the certificate of the nodes"));
    m_tlsName->setPlaceholderText(tr("the host's name"));
    tlsForm->addRow(formLabel(tr("Name"), m_tlsName), m_tlsName);
    form->addRow(QString(), m_tlsFields);
    form->addRow(QString(), m_alternate);

    auto *line = new QFrame(this);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    line->setFixedHeight(1);
    m_steps = new ConnectSteps(this);
    m_fault = new QLabel(this);
    m_fault->setWordWrap(true);
    setTextRole(m_fault, TextRole::Error);
    m_test = new QPushButton(tr("Test"), this);
    m_test->setAutoDefault(false);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    m_save = new QPushButton(tr("Save"), this);
    m_save->setAutoDefault(false);
    m_connect = new QPushButton(tr("Connect"), this);
    setButtonRole(m_connect, ButtonRole::Primary);
    m_connect->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_test);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    buttons->addWidget(m_connect);

    auto *right = new QVBoxLayout;
    right->setContentsMargins(16, 16, 16, 12);
    right->setSpacing(12);
    right->addLayout(form);
    right->addWidget(line);
    right->addWidget(m_steps);
    right->addStretch(1);
    right->addWidget(m_fault);
    right->addLayout(buttons);
    auto *columns = new QHBoxLayout;
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(left);
    auto *divider = new QFrame(this);
    divider->setAutoFillBackground(true);
    divider->setBackgroundRole(QPalette::Mid);
    divider->setFixedWidth(1);
    columns->addWidget(divider);
    columns->addLayout(right, 1);
    m_edge = new QWidget(this);
    m_edge->setAutoFillBackground(true);
    m_edge->setFixedHeight(3);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_edge);
    layout->addLayout(columns, 1);
    resize(800, 520);

    for (QLineEdit *field :
         {m_name, m_hosts, m_user, m_password, m_caFile, m_certificateFile, m_keyFile, m_tlsName})
        connect(field, &QLineEdit::textChanged, this, &ConnectionDialog::updateState);
    for (QComboBox *field : {m_environment, m_signIn})
        connect(field, &QComboBox::currentIndexChanged, this, &ConnectionDialog::updateState);
    connect(m_tls, &QCheckBox::toggled, this, &ConnectionDialog::updateState);
    connect(m_new, &QPushButton::clicked, this, [this] {
        load({});
        fillList();
        m_name->setFocus();
    });
    connect(m_remove, &QPushButton::clicked, this, &ConnectionDialog::removeCurrent);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        const QListWidgetItem *item = m_list->item(row);
        if (m_loading || !item)
            return;
        if (const Workbench::Profile *chosen = m_store->find(item->data(Qt::UserRole).toString()))
            load(*chosen);
    });
    connect(m_list, &QListWidget::itemActivated, this, [this] { m_connect->click(); });
    connect(m_test, &QPushButton::clicked, this, &ConnectionDialog::test);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, [this] { save(); });
    connect(m_connect, &QPushButton::clicked, this, [this] {
        if (!save())
            return;
        Q_EMIT connectRequested(m_base.id, password());
        accept();
    });
}

void ConnectionDialog::fillList()
{
    m_loading = true;
    m_list->clear();
    for (const Workbench::Profile &profile : m_store->profiles()) {
        auto *item =
            new QListWidgetItem(dot(environmentLook(profile.environment).fill), profile.name, m_list);
        item->setData(Qt::UserRole, profile.id);
        item->setToolTip(profile.hosts.toHtmlEscaped());
        if (profile.id == m_base.id)
            m_list->setCurrentItem(item);
    }
    m_loading = false;
    updateState();
}

void ConnectionDialog::load(const Workbench::Profile &profile)
{
    m_loading = true;
    m_stop.request_stop();
    m_testing = false;
    m_base = profile;
    m_name->setText(profile.name);
    m_environment->setCurrentIndex(m_environment->findData(static_cast<int>(profile.environment)));
    m_hosts->setText(profile.hosts);
    m_signIn->setCurrentIndex(qMax(0, m_signIn->findData(static_cast<int>(profile.authMode))));
    m_user->setText(profile.user);
    m_password->clear();
    m_tls->setChecked(profile.tls.enabled);
    m_caFile->setText(profile.tls.caFile);
    m_certificateFile->setText(profile.tls.certificateFile);
    m_keyFile->setText(profile.tls.keyFile);
    m_tlsName->setText(profile.tls.tlsName);
    m_alternate->setChecked(profile.useServicesAlternate);
    m_steps->clear();
    m_loading = false;
    updateState();
}

Workbench::Profile ConnectionDialog::profile() const
{
    Workbench::Profile profile = m_base;
    profile.name = m_name->text().trimmed();
    profile.environment = static_cast<Workbench::Environment>(m_environment->currentData().toInt());
    profile.hosts = m_hosts->text().trimmed();
    profile.authMode = static_cast<AuthMode>(m_signIn->currentData().toInt());
    profile.user = profile.needsPassword() ? m_user->text() : QString();
    profile.tls.enabled = m_tls->isChecked();
    profile.tls.caFile = fileText(m_caFile);
    profile.tls.certificateFile = fileText(m_certificateFile);
    profile.tls.keyFile = fileText(m_keyFile);
    profile.tls.tlsName = m_tlsName->text().trimmed();
    profile.useServicesAlternate = m_alternate->isChecked();
    return profile;
}

QString ConnectionDialog::password() const
{
    return m_password->text();
}

QString ConnectionDialog::fault() const
{
    const Workbench::Profile now = profile();
    if (now.name.isEmpty())
        return tr("Give the cluster a name.");
    if (now.hosts.isEmpty())
        return tr("Name at least one host.");
    if (const auto hosts = Host::parseList(now.hosts); !hosts)
        return errorText(hosts.error()).detail;
    if (now.needsPassword() && now.user.isEmpty())
        return tr("Name the user to sign in with.");
    if (now.authMode == AuthMode::External && !now.tls.enabled)
        return tr("External sign-in sends the password as it is: switch TLS on.");
    if (now.authMode == AuthMode::Pki && (now.tls.certificateFile.isEmpty() || now.tls.keyFile.isEmpty()))
        return tr("Sign-in by certificate needs TLS with certificate and key.");
    return {};
}

void ConnectionDialog::updateState()
{
    if (m_loading)
        return;
    const auto mode = static_cast<AuthMode>(m_signIn->currentData().toInt());
    const bool withPassword = mode != AuthMode::None && mode != AuthMode::Pki;
    m_user->setVisible(withPassword);
    m_password->setVisible(withPassword);
    m_tlsFields->setVisible(m_tls->isChecked());
    const auto environment = static_cast<Workbench::Environment>(m_environment->currentData().toInt());
    QPalette edge;
    edge.setColor(QPalette::Window, environmentLook(environment).fill);
    m_edge->setPalette(edge);
    const QString why = fault();
    const bool untouched = m_name->text().isEmpty() && m_hosts->text().isEmpty();
    m_fault->setText(untouched ? QString() : why);
    m_save->setEnabled(why.isEmpty());
    m_connect->setEnabled(why.isEmpty());
    m_test->setEnabled(why.isEmpty() && !m_testing);
    m_remove->setEnabled(!m_base.id.isEmpty());
}

bool ConnectionDialog::save()
{
    const Result<Workbench::Profile> saved = m_store->save(profile());
    if (!saved) {
        m_steps->showError(saved.error());
        return false;
    }
    m_base = *saved;
    fillList();
    return true;
}

void ConnectionDialog::removeCurrent()
{
    // Nothing but the fields is lost, and they stay: Save brings it back.
    const QString id = m_base.id;
    m_base.id.clear();
    if (const Result<void> removed = m_store->remove(id); !removed)
        m_steps->showError(removed.error());
}

void ConnectionDialog::test()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    Result<ClusterDefinition> definition = profile().definition(password());
    if (!definition) {
        m_steps->showError(definition.error());
        return;
    }
    m_testing = true;
    m_steps->showWorking();
    updateState();
    launch(diagnose(this, std::move(*definition), m_stop.get_token()));
}

QCoro::Task<void> ConnectionDialog::diagnose(QPointer<ConnectionDialog> self, ClusterDefinition definition,
                                             std::stop_token stop)
{
    const ConnectReport report = co_await definition.diagnose(stop);
    if (!self || stop.stop_requested())
        co_return;
    self->m_testing = false;
    self->m_steps->showReport(report);
    self->updateState();
}

} // namespace Aeroscope::Ui
