// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/connectiondialog.h"

#include "ui/connections/connectsteps.h"
#include "ui/connections/environmentlook.h"
#include "ui/connections/passphrasedialog.h"
#include "ui/connections/sshforwarder.h"
#include "ui/shell/errortext.h"
#include "ui/shell/launch.h"
#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/workbench/profiletransfer.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollArea>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

constexpr int idRole = Qt::UserRole;

/// A coloured dot before a name.
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

QFrame *thinLine(QWidget *parent, bool vertical)
{
    auto *line = new QFrame(parent);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    if (vertical)
        line->setFixedWidth(1);
    else
        line->setFixedHeight(1);
    return line;
}

QPushButton *plainButton(const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setAutoDefault(false);
    return button;
}

bool matches(const Workbench::Profile &profile, const QString &wanted)
{
    const QStringList texts{profile.name, profile.group, profile.hosts, profile.user,
                            environmentLook(profile.environment).label};
    return std::ranges::any_of(
        texts, [&wanted](const QString &text) { return text.contains(wanted, Qt::CaseInsensitive); });
}

} // namespace

ConnectionDialog::ConnectionDialog(Workbench::ProfileStore *store, const QString &profileId, QWidget *parent,
                                   Workbench::SecretStore *secrets)
    : QDialog(parent)
    , m_store(store)
    , m_secrets(secrets)
{
    setObjectName(u"connectionDialog"_s);
    setWindowTitle(tr("Connect to a cluster"));
    setAttribute(Qt::WA_DeleteOnClose);
    buildUi();
    connect(m_store, &Workbench::ProfileStore::changed, this, &ConnectionDialog::fillList);
    const Workbench::Profile *known = m_store->find(profileId);
    load(known ? *known : Workbench::Profile{});
    fillList();
    if (m_secrets) {
        m_secrets->probe([self = QPointer(this)](Workbench::SecretStore::Place place) {
            if (!self)
                return;
            self->m_form->setSecretPlace(
                place == Workbench::SecretStore::Place::Keychain
                    ? tr("Saved passwords are kept in the keychain of this computer.")
                    : tr("There is no keychain on this computer: saved passwords go into a file that is "
                         "encrypted "
                         "with a passphrase of yours."));
            self->loadSecrets(self->m_id);
        });
    } else {
        m_form->savePassword->hide();
    }
    nameField()->setFocus();
}

ConnectionDialog::~ConnectionDialog()
{
    m_stop.request_stop();
}

QWidget *ConnectionDialog::buildList()
{
    auto *left = new QWidget(this);
    left->setAutoFillBackground(true);
    left->setBackgroundRole(QPalette::Base);
    left->setFixedWidth(232);
    m_search = new QLineEdit(left);
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search the saved clusters"));
    m_search->setClearButtonEnabled(true);
    m_list = new QListWidget(left);
    m_list->setAccessibleName(tr("Saved clusters"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_new = plainButton(tr("New"), left);
    m_new->setIcon(icon(u"plus"_s));
    m_duplicate = plainButton(tr("Duplicate"), left);
    m_more = plainButton(tr("More"), left);
    auto *menu = new QMenu(m_more);
    menu->addAction(tr("Import…"), this, &ConnectionDialog::chooseImport);
    menu->addAction(tr("Export this one…"), this, [this] { chooseExport(false); });
    menu->addAction(tr("Export all…"), this, [this] { chooseExport(true); });
    m_more->setMenu(menu);
    m_remove = plainButton(tr("Remove"), left);
    setButtonRole(m_remove, ButtonRole::Danger);

    auto *layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 12, 0, 12);
    layout->setSpacing(8);
    auto *searchLine = new QHBoxLayout;
    searchLine->setContentsMargins(12, 0, 12, 0);
    searchLine->addWidget(m_search);
    layout->addLayout(searchLine);
    layout->addWidget(m_list, 1);
    for (const auto &[first, second] : {std::pair{m_new, m_duplicate}, std::pair{m_more, m_remove}}) {
        auto *line = new QHBoxLayout;
        line->setContentsMargins(12, 0, 12, 0);
        line->setSpacing(8);
        line->addWidget(first, 1);
        line->addWidget(second, 1);
        layout->addLayout(line);
    }
    return left;
}

void ConnectionDialog::buildUi()
{
    QWidget *left = buildList();
    m_form = new ConnectionForm(this);
    m_steps = new ConnectSteps;
    m_stepsArea = new QScrollArea(this);
    m_stepsArea->setWidget(m_steps);
    m_stepsArea->setWidgetResizable(true);
    m_stepsArea->setFrameShape(QFrame::NoFrame);
    m_stepsArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_stepsArea->setAccessibleName(tr("Result of the test"));
    m_stepsArea->setFocusPolicy(Qt::NoFocus);
    m_stepsArea->setMinimumHeight(64); // a small screen has room for the form first
    m_stepsArea->viewport()->setAutoFillBackground(false);
    m_steps->setAutoFillBackground(false);
    m_fault = new QLabel(this);
    m_fault->setWordWrap(true);
    setTextRole(m_fault, TextRole::Error);
    m_test = plainButton(tr("Test"), this);
    QPushButton *cancel = plainButton(tr("Cancel"), this);
    m_save = plainButton(tr("Save"), this);
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
    right->setSpacing(10);
    right->addWidget(m_form);
    right->addWidget(thinLine(this, false));
    right->addWidget(m_stepsArea, 1);
    right->addWidget(m_fault);
    right->addLayout(buttons);
    auto *columns = new QHBoxLayout;
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(left);
    columns->addWidget(thinLine(this, true));
    columns->addLayout(right, 1);
    m_edge = new QWidget(this);
    m_edge->setAutoFillBackground(true);
    m_edge->setFixedHeight(3);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_edge);
    layout->addLayout(columns, 1);
    resize(880, 680);

    connect(m_form, &ConnectionForm::changed, this, &ConnectionDialog::updateState);
    connect(m_search, &QLineEdit::textChanged, this, &ConnectionDialog::fillList);
    connect(m_new, &QPushButton::clicked, this, [this] {
        load({});
        fillList();
        nameField()->setFocus();
    });
    connect(m_duplicate, &QPushButton::clicked, this, &ConnectionDialog::duplicateCurrent);
    connect(m_remove, &QPushButton::clicked, this, &ConnectionDialog::removeCurrent);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        const QListWidgetItem *item = m_list->item(row);
        if (m_loading || !item)
            return;
        if (const Workbench::Profile *chosen = m_store->find(item->data(idRole).toString()))
            load(*chosen);
    });
    connect(m_list, &QListWidget::itemActivated, this, [this] { m_connect->click(); });
    connect(m_steps, &ConnectSteps::mendRequested, m_form, &ConnectionForm::mend);
    connect(m_test, &QPushButton::clicked, this, &ConnectionDialog::test);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, [this] { save({}); });
    connect(m_connect, &QPushButton::clicked, this, [this] {
        save([this] {
            Q_EMIT connectRequested(m_id, m_form->secrets());
            accept();
        });
    });
}

void ConnectionDialog::fillList()
{
    m_loading = true;
    m_list->clear();
    const QString wanted = m_search->text().trimmed();
    QStringList groups;
    for (const Workbench::Profile &profile : m_store->profiles()) {
        if (!groups.contains(profile.group))
            groups.append(profile.group);
    }
    std::ranges::sort(groups, [](const QString &a, const QString &b) {
        return a.compare(b, Qt::CaseInsensitive) < 0; // those without a group come first
    });
    for (const QString &group : std::as_const(groups)) {
        bool headed = group.isEmpty();
        for (const Workbench::Profile &profile : m_store->profiles()) {
            if (profile.group != group || !matches(profile, wanted))
                continue;
            if (!headed) {
                auto *heading = new QListWidgetItem(group, m_list);
                heading->setFlags(Qt::NoItemFlags);
                headed = true;
            }
            auto *item = new QListWidgetItem(dot(markColor(profile)), profile.name, m_list);
            item->setData(idRole, profile.id);
            const QString word = environmentLook(profile.environment).label;
            item->setToolTip(u"%1 · %2"_s.arg(word, profile.hosts).toHtmlEscaped());
            item->setData(Qt::AccessibleTextRole, u"%1, %2"_s.arg(profile.name, word));
            if (profile.id == m_id)
                m_list->setCurrentItem(item);
        }
    }
    m_loading = false;
    updateState();
}

void ConnectionDialog::load(const Workbench::Profile &profile)
{
    m_stop.request_stop();
    m_testing = false;
    m_tunnels.reset();
    m_id = profile.id;
    QStringList groups;
    for (const Workbench::Profile &known : m_store->profiles()) {
        if (!known.group.isEmpty() && !groups.contains(known.group))
            groups.append(known.group);
    }
    m_form->load(profile, groups);
    m_steps->clear();
    loadSecrets(m_id);
    updateState();
}

void ConnectionDialog::loadSecrets(const QString &profileId)
{
    const Workbench::Profile *saved = m_store->find(profileId);
    if (!m_secrets || !saved || !saved->savePassword || m_secrets->needsPassphrase() ||
        m_secrets->place() == Workbench::SecretStore::Place::Unknown)
        return;
    m_secrets->read(profileId, [self = QPointer(this), profileId](const auto &secrets) {
        if (self && secrets && self->m_id == profileId && self->m_form->secrets().isEmpty())
            self->m_form->setSecrets(*secrets);
    });
}

void ConnectionDialog::updateState()
{
    if (m_loading)
        return;
    const Workbench::Profile now = profile();
    QPalette edge;
    edge.setColor(QPalette::Window, environmentLook(now).fill);
    m_edge->setPalette(edge);
    const QString why = fault();
    const bool untouched = now.name.isEmpty() && now.hosts.isEmpty();
    m_fault->setText(untouched ? QString() : why);
    m_fault->setVisible(!m_fault->text().isEmpty());
    m_save->setEnabled(why.isEmpty());
    m_connect->setEnabled(why.isEmpty());
    m_test->setEnabled(why.isEmpty() && !m_testing);
    m_remove->setEnabled(!m_id.isEmpty());
    m_duplicate->setEnabled(!m_id.isEmpty());
}

void ConnectionDialog::save(std::function<void()> done)
{
    Workbench::Profile wanted = profile();
    wanted.id = m_id;
    const Result<Workbench::Profile> saved = m_store->save(std::move(wanted));
    if (!saved) {
        m_steps->showError(saved.error());
        return;
    }
    m_id = saved->id;
    fillList();
    keepSecrets(m_id, std::move(done));
}

void ConnectionDialog::keepSecrets(const QString &profileId, std::function<void()> done)
{
    if (!done)
        done = [] {};
    const bool wanted = m_form->savePassword->isChecked();
    if (!m_secrets || (!wanted && m_secrets->needsPassphrase())) {
        done();
        return;
    }
    if (!wanted) {
        m_secrets->remove(profileId);
        done();
        return;
    }
    const auto write = [self = QPointer(this), profileId, done] {
        if (!self)
            return;
        self->m_secrets->write(profileId, self->m_form->secrets(), [self, done](const Result<void> &written) {
            if (!self)
                return;
            if (!written)
                self->m_steps->showError(written.error());
            else
                done();
        });
    };
    if (!m_secrets->needsPassphrase()) {
        write();
        return;
    }
    auto *dialog = new PassphraseDialog(m_secrets, this);
    connect(dialog, &PassphraseDialog::opened, this, write);
    dialog->open();
}

void ConnectionDialog::removeCurrent()
{
    // Nothing but the fields is lost, and they stay: Save brings it back.
    const QString id = std::exchange(m_id, {});
    if (m_secrets)
        m_secrets->remove(id);
    if (const Result<void> removed = m_store->remove(id); !removed)
        m_steps->showError(removed.error());
}

void ConnectionDialog::duplicateCurrent()
{
    const Result<Workbench::Profile> copy = m_store->duplicate(m_id);
    if (!copy) {
        m_steps->showError(copy.error());
        return;
    }
    load(*copy);
    fillList();
    nameField()->setFocus();
    nameField()->selectAll();
}

QStringList ConnectionDialog::importFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {file.errorString()};
    Result<Workbench::ImportedProfiles> imported = Workbench::importProfiles(file.readAll());
    if (!imported)
        return {imported.error().message};
    QStringList notes = imported->notes;
    for (Workbench::Profile &profile : imported->profiles) {
        const Result<Workbench::Profile> saved = m_store->save(std::move(profile));
        if (saved)
            load(*saved);
        else
            notes.append(saved.error().message);
    }
    fillList();
    return notes;
}

QString ConnectionDialog::exportFile(const QString &path, const QList<Workbench::Profile> &profiles) const
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    file.write(Workbench::exportProfiles(profiles));
    return file.commit() ? QString() : file.errorString();
}

void ConnectionDialog::chooseImport()
{
    auto *dialog = new QFileDialog(this, tr("Import clusters"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Connections (*.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const QStringList notes = importFile(path);
        if (!notes.isEmpty())
            m_steps->showError(Error::invalidArgument(notes.join(u' ')));
    });
    dialog->open();
}

void ConnectionDialog::chooseExport(bool all)
{
    const Workbench::Profile *one = m_store->find(m_id);
    const QList<Workbench::Profile> chosen = all   ? m_store->profiles()
                                             : one ? QList<Workbench::Profile>{*one}
                                                   : QList<Workbench::Profile>{};
    if (chosen.isEmpty())
        return;
    auto *dialog = new QFileDialog(this, tr("Export clusters, without passwords"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(all ? u"aeroscope-connections.json"_s : chosen.first().id + u".json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, chosen](const QString &path) {
        if (const QString why = exportFile(path, chosen); !why.isEmpty())
            m_steps->showError(Error::invalidArgument(why));
    });
    dialog->open();
}

void ConnectionDialog::test()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    Result<ClusterDefinition> definition = profile().definition(m_form->secrets());
    if (!definition) {
        m_steps->showError(definition.error());
        return;
    }
    m_testing = true;
    m_steps->showWorking();
    updateState();
    if (!profile().ssh.enabled) {
        launch(diagnose(this, std::move(*definition), m_stop.get_token()));
        return;
    }
    m_tunnels = std::make_unique<SshForwarder>(profile().ssh);
    m_tunnels->prepare(definition->settings().seeds, [self = QPointer(this), definition = *definition,
                                                      stop = m_stop.get_token()](const Result<void> &ready) {
        if (!self || stop.stop_requested())
            return;
        if (!ready) {
            self->m_testing = false;
            self->m_steps->showError(ready.error());
            self->updateState();
            return;
        }
        ClusterSettings settings = definition.settings();
        self->m_tunnels->apply(&settings);
        launch(diagnose(self, ClusterDefinition(std::move(settings)), stop));
    });
}

QCoro::Task<void> ConnectionDialog::diagnose(QPointer<ConnectionDialog> self, ClusterDefinition definition,
                                             std::stop_token stop)
{
    const ConnectReport report = co_await definition.diagnose(stop);
    if (!self || stop.stop_requested())
        co_return;
    self->m_testing = false;
    self->m_steps->showReport(report, self->profile());
    // what decides stands at the end
    QTimer::singleShot(0, self, [self] { self->m_stepsArea->ensureVisible(0, self->m_steps->height()); });
    self->updateState();
}

} // namespace Aeroscope::Ui
