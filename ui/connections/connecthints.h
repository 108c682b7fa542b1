// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/connectreport.h"
#include "ui/workbench/profile.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace Aeroscope::Ui {

/// What is likely wrong, in plain words, and what mends it.
struct ConnectHint
{
    enum class Mend {
        None,
        UseAlternateAddresses,
        ShowAddresses,
        ShowTls,
        ShowSignIn,
        ShowSsh,
        UseTlsName, ///< `value`
        SwitchTlsOn,
        SwitchTlsOff,
    };
    struct Action
    {
        Mend mend = Mend::None;
        QString label{};
        QString value{};
    };
    QString sentence{};
    QList<Action> actions{};
};

/// About one step that failed. The texts of a server in it are plain text.
[[nodiscard]] ConnectHint connectHint(const ConnectTrace &failed, const Workbench::Profile &profile);

/// A certificate chain, one line each: "leaf.example · issued by … · valid until …".
[[nodiscard]] QStringList certificateLines(const Net::PeerFacts &peer);

} // namespace Aeroscope::Ui
