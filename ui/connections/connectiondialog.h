// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "ui/connections/connectionform.h"
#include "ui/workbench/profilestore.h"
#include "ui/workbench/secretstore.h"

#include <QDialog>
#include <QPointer>

#include <functional>
#include <stop_token>

class QLabel;
class QListWidget;
class QPushButton;
class QScrollArea;

namespace Aeroscope::Ui {

class ConnectSteps;
class SshForwarder;

/// The saved clusters and the fields of one of them: edit, test step by step, save, connect; duplicate, hand
/// on, take in. Opened with open().
class ConnectionDialog : public QDialog
{
    Q_OBJECT

public:
    /// The stores must outlive the dialog; without secrets nothing but the profile can be saved. `profileId`
    /// empty: a new one.
    explicit ConnectionDialog(Workbench::ProfileStore *store, const QString &profileId = {},
                              QWidget *parent = nullptr, Workbench::SecretStore *secrets = nullptr);
    ~ConnectionDialog() override;

    /// What the fields say.
    [[nodiscard]] Workbench::Profile profile() const { return m_form->profile(); }
    /// Why this cannot be saved; empty when it can.
    [[nodiscard]] QString fault() const { return m_form->fault(); }
    /// What of the file comes in as new profiles; a sentence for each that does not, or was made safe.
    QStringList importFile(const QString &path);
    /// Without any secret. Answers why not; empty when it is done.
    QString exportFile(const QString &path, const QList<Workbench::Profile> &profiles) const;

    [[nodiscard]] ConnectionForm *form() const noexcept { return m_form; }
    [[nodiscard]] QLineEdit *nameField() const noexcept { return m_form->name; }
    [[nodiscard]] QLineEdit *hostsField() const noexcept { return m_form->hosts; }
    [[nodiscard]] QComboBox *environmentField() const noexcept { return m_form->environment; }
    [[nodiscard]] QComboBox *signInField() const noexcept { return m_form->signIn; }
    [[nodiscard]] QLineEdit *userField() const noexcept { return m_form->user; }
    [[nodiscard]] QLineEdit *passwordField() const noexcept { return m_form->password; }
    [[nodiscard]] QCheckBox *tlsBox() const noexcept { return m_form->tls; }
    [[nodiscard]] QListWidget *list() const noexcept { return m_list; }
    [[nodiscard]] QLineEdit *searchField() const noexcept { return m_search; }
    [[nodiscard]] QPushButton *testButton() const noexcept { return m_test; }
    [[nodiscard]] QPushButton *saveButton() const noexcept { return m_save; }
    [[nodiscard]] QPushButton *connectButton() const noexcept { return m_connect; }
    [[nodiscard]] QPushButton *removeButton() const noexcept { return m_remove; }
    [[nodiscard]] QPushButton *duplicateButton() const noexcept { return m_duplicate; }
    [[nodiscard]] ConnectSteps *steps() const noexcept { return m_steps; }

Q_SIGNALS:
    /// Saved; connect with these secrets.
    void connectRequested(const QString &profileId, const Aeroscope::Workbench::Secrets &secrets);

private:
    void buildUi();
    QWidget *buildList();
    void fillList();
    void load(const Workbench::Profile &profile);
    void loadSecrets(const QString &profileId);
    void updateState();
    /// `done` follows when the profile is saved and its secrets are where they belong.
    void save(std::function<void()> done);
    void keepSecrets(const QString &profileId, std::function<void()> done);
    void removeCurrent();
    void duplicateCurrent();
    void chooseImport();
    void chooseExport(bool all);
    void test();
    static QCoro::Task<void> diagnose(QPointer<ConnectionDialog> self, ClusterDefinition definition,
                                      std::stop_token stop);

    Workbench::ProfileStore *m_store;
    Workbench::SecretStore *m_secrets;
    QString m_id;
    std::stop_source m_stop;
    bool m_loading = false;
    bool m_testing = false;
    std::unique_ptr<SshForwarder> m_tunnels;

    QLineEdit *m_search = nullptr;
    QListWidget *m_list = nullptr;
    QPushButton *m_new = nullptr;
    QPushButton *m_duplicate = nullptr;
    QPushButton *m_more = nullptr;
    QPushButton *m_remove = nullptr;
    QWidget *m_edge = nullptr;
    ConnectionForm *m_form = nullptr;
    QScrollArea *m_stepsArea = nullptr;
    ConnectSteps *m_steps = nullptr;
    QLabel *m_fault = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_connect = nullptr;
};

} // namespace Aeroscope::Ui
