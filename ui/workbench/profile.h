// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clustersettings.h"
#include "client/session/clusterdefinition.h"
#include "client/value/error.h"

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

namespace Aeroscope::Workbench {

/// How careful the window is with a cluster; shown everywhere as a word and a colour.
enum class Environment { Development, Test, Production };

/// What a connection needs and a profile never holds.
struct Secrets
{
    QString password{};
    /// Of the client's private key.
    QString keyPassphrase{};

    [[nodiscard]] bool isEmpty() const { return password.isEmpty() && keyPassphrase.isEmpty(); }
};

/// The way through a host that the nodes can be reached from, made by the system's `ssh`: its configuration,
/// keys and agent apply.
struct SshTunnel
{
    bool enabled = false;
    /// As for `ssh`: a name of ~/.ssh/config or an address.
    QString host{};
    /// 0: ssh's own choice.
    quint16 port = 0;
    QString user{};
    QString identityFile{};
    friend bool operator==(const SshTunnel &, const SshTunnel &) = default;
};

/// One saved connection. A value; it never holds a secret.
struct Profile
{
    /// Base name of its file; empty until it is saved.
    QString id{};
    QString name{};
    /// As the user wrote it: "db1:4333, db2:4333".
    QString hosts{};
    Environment environment = Environment::Development;
    AuthMode authMode = AuthMode::None;
    QString user{};
    /// keyPassphrase stays empty.
    TlsConfig tls{};
    /// Nodes of another cluster are refused; empty: any.
    QString clusterName{};
    bool useServicesAlternate = false;
    /// Advertised address -> address to use instead.
    QMap<QString, QString> addressMap{};
    SshTunnel ssh{};
    /// Under which heading it is listed; empty: under none.
    QString group{};
    /// A word of colorWords(); empty: none. It marks the cluster besides its environment.
    QString color{};
    /// The password is kept in the keychain or the encrypted file, never here.
    bool savePassword = false;
    /// What newer versions or users put into the file; kept as it is.
    QJsonObject unknown{};

    [[nodiscard]] QJsonObject toJson() const;
    /// Refuses wrong types and unknown words with InvalidArgument; a secret in the file is refused as well.
    [[nodiscard]] static Result<Profile> fromJson(const QJsonObject &json);

    /// What to connect with. The password is used for Internal and External login only.
    [[nodiscard]] Result<ClusterDefinition> definition(const Secrets &secrets) const;

    /// Colours a profile may have, in the order in which they are offered.
    [[nodiscard]] static QStringList colorWords();

    [[nodiscard]] bool needsPassword() const noexcept
    {
        return authMode == AuthMode::Internal || authMode == AuthMode::External ||
               authMode == AuthMode::ExternalInsecure;
    }

    friend bool operator==(const Profile &, const Profile &) = default;
};

} // namespace Aeroscope::Workbench
