// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clustersettings.h"
#include "client/session/clusterdefinition.h"
#include "client/value/error.h"

#include <QJsonObject>
#include <QString>

namespace Aeroscope::Workbench {

/// How careful the window is with a cluster; shown everywhere as a word and a colour.
enum class Environment { Development, Test, Production };

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
    /// What newer versions or users put into the file; kept as it is.
    QJsonObject unknown{};

    [[nodiscard]] QJsonObject toJson() const;
    /// Refuses wrong types and unknown words with InvalidArgument; a secret in the file is refused as well.
    [[nodiscard]] static Result<Profile> fromJson(const QJsonObject &json);

    /// What to connect with. `password` is used for Internal and External login only.
    [[nodiscard]] Result<ClusterDefinition> definition(const QString &password) const;

    [[nodiscard]] bool needsPassword() const noexcept
    {
        return authMode == AuthMode::Internal || authMode == AuthMode::External ||
               authMode == AuthMode::ExternalInsecure;
    }

    friend bool operator==(const Profile &, const Profile &) = default;
};

} // namespace Aeroscope::Workbench
