// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "ui/workbench/profilestore.h"

#include <QDialog>
#include <QPointer>

#include <stop_token>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace Aeroscope::Ui {

class ConnectSteps;

/// The saved clusters and the fields of one of them: edit, test step by step, save, connect. Opened with
/// open().
class ConnectionDialog : public QDialog
{
    Q_OBJECT

public:
    /// The store must outlive the dialog. `profileId` empty: a new one.
    explicit ConnectionDialog(Workbench::ProfileStore *store, const QString &profileId = {},
                              QWidget *parent = nullptr);
    ~ConnectionDialog() override;

    /// What the fields say.
    [[nodiscard]] Workbench::Profile profile() const;
    [[nodiscard]] QString password() const;
    /// Why this cannot be saved; empty when it can.
    [[nodiscard]] QString fault() const;

    [[nodiscard]] QLineEdit *nameField() const noexcept { return m_name; }
    [[nodiscard]] QLineEdit *hostsField() const noexcept { return m_hosts; }
    [[nodiscard]] QComboBox *environmentField() const noexcept { return m_environment; }
    [[nodiscard]] QComboBox *signInField() const noexcept { return m_signIn; }
    [[nodiscard]] QLineEdit *userField() const noexcept { return m_user; }
    [[nodiscard]] QLineEdit *passwordField() const noexcept { return m_password; }
    [[nodiscard]] QCheckBox *tlsBox() const noexcept { return m_tls; }
    [[nodiscard]] QListWidget *list() const noexcept { return m_list; }
    [[nodiscard]] QPushButton *testButton() const noexcept { return m_test; }
    [[nodiscard]] QPushButton *saveButton() const noexcept { return m_save; }
    [[nodiscard]] QPushButton *connectButton() const noexcept { return m_connect; }
    [[nodiscard]] QPushButton *removeButton() const noexcept { return m_remove; }
    [[nodiscard]] ConnectSteps *steps() const noexcept { return m_steps; }

Q_SIGNALS:
    /// Saved; connect with this password, which is kept nowhere.
    void connectRequested(const QString &profileId, const QString &password);

private:
    void buildUi();
    void fillList();
    void load(const Workbench::Profile &profile);
    void updateState();
    bool save();
    void removeCurrent();
    void test();
    static QCoro::Task<void> diagnose(QPointer<ConnectionDialog> self, ClusterDefinition definition,
                                      std::stop_token stop);

    Workbench::ProfileStore *m_store;
    Workbench::Profile m_base; // what the fields do not show
    std::stop_source m_stop;
    bool m_loading = false;
    bool m_testing = false;

    QListWidget *m_list = nullptr;
    QPushButton *m_new = nullptr;
    QPushButton *m_remove = nullptr;
    QWidget *m_edge = nullptr;
    QLineEdit *m_name = nullptr;
    QComboBox *m_environment = nullptr;
    QLineEdit *m_hosts = nullptr;
    QComboBox *m_signIn = nullptr;
    QLineEdit *m_user = nullptr;
    QLineEdit *m_password = nullptr;
    QCheckBox *m_tls = nullptr;
    QWidget *m_tlsFields = nullptr;
    QLineEdit *m_caFile = nullptr;
    QLineEdit *m_certificateFile = nullptr;
    QLineEdit *m_keyFile = nullptr;
    QLineEdit *m_tlsName = nullptr;
    QCheckBox *m_alternate = nullptr;
    ConnectSteps *m_steps = nullptr;
    QLabel *m_fault = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_connect = nullptr;
};

} // namespace Aeroscope::Ui
