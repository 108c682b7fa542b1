// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/connectionoptions.h"
#include "client/net/task.h"
#include "client/session/client.h"

#include <QCommandLineParser>
#include <QStringList>

#include <stop_token>

namespace Aeroscope::App {

class SignalStop;

/// Exit codes of the command line.
enum ExitCode : int { Success = 0, Failure = 1, Usage = 2, Interrupted = 130 };

/// What a command gets to work with.
struct CommandContext
{
    const QCommandLineParser &parser;
    /// Behind the name of the command.
    QStringList arguments;
    Client client;
    SignalStop &stop;
    TargetEnvironment environment = TargetEnvironment::Development;
    /// See ConnectionOptions.
    QString journalName{};
};

/// One command of the command line that talks to a cluster.
struct Command
{
    QLatin1StringView name;
    /// "NS SET KEY", for the usage line.
    QLatin1StringView synopsis;
    QLatin1StringView summary;
    int minArguments;
    int maxArguments; ///< -1: any number
    void (*addOptions)(QCommandLineParser &parser);
    QCoro::Task<int> (*run)(CommandContext context);
    /// Changes how the cluster is opened; false: it has complained. May be null.
    bool (*prepare)(const QCommandLineParser &parser, ConnectionOptions &options) = nullptr;
};

/// Prints "aeroscope: …" on stderr.
void complain(const QString &text);
/// The same for an error; a cancelled one is silent. Answers the exit code.
[[nodiscard]] int fail(const Error &error);

} // namespace Aeroscope::App
