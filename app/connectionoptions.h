// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clustersettings.h"
#include "client/policy/blastradius.h"
#include "client/value/error.h"

#include <QCommandLineParser>

namespace Aeroscope::App {

/// Which cluster a command talks to; the same options everywhere.
struct ConnectionOptions
{
    /// The embedded demo cluster instead of a server.
    bool demo = false;
    int demoNodes = 3;
    bool demoSampleData = true;
    ClusterSettings settings;
    /// Of the profile; a cluster that is only named by its hosts counts as one for development.
    TargetEnvironment environment = TargetEnvironment::Development;
    /// Which journal its changes go to; empty: none (the demo cluster is gone afterwards).
    QString journalName;

    /// Where the window keeps its saved connections.
    [[nodiscard]] static QString profileFolder();

    static void addTo(QCommandLineParser &parser);
    /// Fails with InvalidArgument when no cluster is named, a list of hosts is wrong, there is no such
    /// profile, or a password file cannot be read.
    [[nodiscard]] static Result<ConnectionOptions> from(const QCommandLineParser &parser);
};

} // namespace Aeroscope::App
