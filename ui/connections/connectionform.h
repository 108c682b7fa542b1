// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/connections/connecthints.h"
#include "ui/workbench/profile.h"

#include <QMap>
#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QStackedWidget;
class QTabBar;

namespace Aeroscope::Ui {

/// All fields of one connection: name, environment and hosts, then pages for sign-in, TLS, addresses and SSH.
class ConnectionForm : public QWidget
{
    Q_OBJECT

public:
    enum Page { SignInPage, TlsPage, AddressPage, SshPage };

    explicit ConnectionForm(QWidget *parent = nullptr);

    void load(const Workbench::Profile &profile, const QStringList &groups);
    /// What the fields say, on top of what they do not show.
    [[nodiscard]] Workbench::Profile profile() const;
    /// Typed secrets; they are in no profile.
    [[nodiscard]] Workbench::Secrets secrets() const;
    void setSecrets(const Workbench::Secrets &secrets);
    /// Why this cannot be saved; empty when it can.
    [[nodiscard]] QString fault() const;
    /// Where a saved password goes: shown beside the box.
    void setSecretPlace(const QString &text);

    void showPage(Page page);
    /// Changes the fields as a hint proposes, or shows those that matter.
    void mend(const ConnectHint::Action &action);

    QLineEdit *name;
    QComboBox *environment;
    QComboBox *group;
    QComboBox *color;
    QLineEdit *hosts;
    QComboBox *signIn;
    QLineEdit *user;
    QLineEdit *password;
    QCheckBox *savePassword;
    QCheckBox *tls;
    QLineEdit *caFile;
    QLineEdit *certificateFile;
    QLineEdit *keyFile;
    QLineEdit *keyPassphrase;
    QLineEdit *tlsName;
    QComboBox *tlsVersion;
    QLineEdit *ciphers;
    QLineEdit *cipherSuites;
    QLineEdit *revocationFile;
    QCheckBox *loginOnly;
    QCheckBox *verify;
    QCheckBox *alternate;
    QPlainTextEdit *addressMap;
    QLineEdit *clusterName;
    QCheckBox *ssh;
    QLineEdit *sshHost;
    QLineEdit *sshPort;
    QLineEdit *sshUser;
    QLineEdit *sshIdentity;

    [[nodiscard]] QTabBar *pages() const noexcept { return m_tabs; }

Q_SIGNALS:
    void changed();

private:
    void addPage(QWidget *page, const QString &title);
    QWidget *signInPage();
    QWidget *tlsPage();
    QWidget *addressPage();
    QWidget *sshPage();
    QLineEdit *field(QFormLayout *form, const QString &label, const QString &accessible,
                     const QString &placeholder = {});
    QLineEdit *fileField(QFormLayout *form, const QString &label, const QString &title);
    void updateState();
    /// Nothing when a line of the map is no pair; `line` is that one then.
    [[nodiscard]] std::optional<QMap<QString, QString>> parsedMap(QString *line = nullptr) const;

    Workbench::Profile m_base;
    bool m_loading = false;
    QTabBar *m_tabs;
    QStackedWidget *m_stack;
    QWidget *m_tlsFields = nullptr;
    QWidget *m_sshFields = nullptr;
    QLabel *m_secretPlace = nullptr;
    QLabel *m_verifyWarning = nullptr;
};

} // namespace Aeroscope::Ui
