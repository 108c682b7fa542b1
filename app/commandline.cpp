// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commandline.h"

#include "app/clusteraccess.h"
#include "app/commands/activitycommands.h"
#include "app/commands/aelcommand.h"
#include "app/commands/benchcommand.h"
#include "app/commands/clustercommands.h"
#include "app/commands/democommand.h"
#include "app/commands/editcommands.h"
#include "app/commands/keptcommands.h"
#include "app/commands/querycommand.h"
#include "app/commands/recordcommands.h"
#include "app/signalstop.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

std::vector<Command> clusterCommands()
{
    return {queryCommand(), explainCommand(), getCommand(),      putCommand(),       editCommand(),
            touchCommand(), deleteCommand(),  truncateCommand(), journalCommand(),   infoCommand(),
            setsCommand(),  indexesCommand(), jobsCommand(),     latenciesCommand(), benchCommand()};
}

/// Commands that need no cluster and read their own arguments.
struct LocalCommand
{
    QLatin1StringView name;
    QLatin1StringView synopsis;
    QLatin1StringView summary;
    int (*run)(const QStringList &arguments);
};

std::vector<LocalCommand> localCommands()
{
    return {
        {"demo"_L1, "[--nodes n] [--port p] [--empty] [--user ...] [--tls ...] [--fault ...]"_L1,
         "Serve the embedded cluster until stopped."_L1, runDemoCommand},
        {"profiles"_L1, "[list | show NAME | export [NAME...] | import FILE | remove NAME]"_L1,
         "The connections that the window keeps; exports hold no password."_L1, runProfilesCommand},
        {"history"_L1, "[--limit n] [--format table/ndjson] [TEXT]"_L1,
         "The queries that the window ran, newest first."_L1, runHistoryCommand},
        {"ael"_L1, "compile --jsonl"_L1, "Compile AEL texts, a JSON object a line."_L1, runAelCommand},
    };
}

void printUsage(std::FILE *out)
{
    std::fprintf(out, "Usage: aeroscope [--demo | --host HOST:PORT]      open the window\n"
                      "       aeroscope COMMAND … [--demo | --host HOST:PORT | --profile NAME]\n\n"
                      "Commands:\n");
    const auto line = [out](QLatin1StringView name, QLatin1StringView synopsis, QLatin1StringView summary) {
        std::fprintf(out, "  %s %s\n      %s\n", name.data(), synopsis.data(), summary.data());
    };
    for (const Command &command : clusterCommands())
        line(command.name, command.synopsis, command.summary);
    for (const LocalCommand &command : localCommands())
        line(command.name, command.synopsis, command.summary);
    std::fprintf(out,
                 "\nWindow: --screenshot FILE draws the main window to PNG without a display, --screenshots "
                 "DIR every\n"
                 "view of the demo cluster; with --theme light/dark, --lang de, --scale 2, --size 1440x900.\n"
                 "`aeroscope COMMAND --help` shows the options of a command; --version the version.\n");
}

QCoro::Task<int> runOnCluster(const Command *command, const QCommandLineParser *parser, QStringList arguments,
                              ConnectionOptions options, SignalStop *stop)
{
    ClusterAccess access;
    const TargetEnvironment environment = options.environment;
    const QString journalName = options.journalName;
    Result<Client> client = co_await access.open(std::move(options), stop->token());
    if (!client)
        co_return stop->signalNumber() != 0 ? Interrupted : fail(client.error());
    const int exitCode = co_await command->run(
        CommandContext{*parser, std::move(arguments), *client, *stop, environment, journalName});
    client = std::unexpected(Error::cancelled()); // the last user's handle goes before the cluster
    co_await access.close();
    co_return exitCode;
}

QCoro::Task<void> finishWith(QCoro::Task<int> task)
{
    const int exitCode = co_await std::move(task);
    QCoreApplication::exit(exitCode);
}

int runClusterCommand(const Command &command, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QString(command.summary));
    parser.addHelpOption();
    ConnectionOptions::addTo(parser);
    command.addOptions(parser);
    parser.addPositionalArgument(QString(command.name), QString(command.summary),
                                 QString(command.name) + u' ' + QString(command.synopsis));
    if (!parser.parse(arguments)) {
        complain(parser.errorText());
        return Usage;
    }
    if (parser.isSet(u"help"_s)) {
        std::printf("%s", qPrintable(parser.helpText()));
        return Success;
    }
    QStringList rest = parser.positionalArguments();
    rest.removeFirst();
    if (rest.size() < command.minArguments ||
        (command.maxArguments >= 0 && rest.size() > command.maxArguments)) {
        complain(u"usage: aeroscope %1 %2"_s.arg(QString(command.name), QString(command.synopsis)));
        return Usage;
    }
    Result<ConnectionOptions> options = ConnectionOptions::from(parser);
    if (!options) {
        complain(options.error().message);
        return Usage;
    }
    if (command.prepare && !command.prepare(parser, *options))
        return Usage;
    SignalStop stop;
    QTimer::singleShot(0, &stop, [&] { finishWith(runOnCluster(&command, &parser, rest, *options, &stop)); });
    return QCoreApplication::exec();
}

} // namespace

void complain(const QString &text)
{
    std::fprintf(stderr, "aeroscope: %s\n", text.toUtf8().constData());
}

int fail(const Error &error)
{
    if (error.kind == ErrorKind::Cancelled)
        return Interrupted;
    complain(error.toString());
    return Failure;
}

bool isCommandLine(const QStringList &arguments)
{
    if (arguments.size() < 2)
        return false;
    const QString &first = arguments[1];
    if (first == "--version"_L1 || first == "-v"_L1 || first == "--help"_L1 || first == "-h"_L1)
        return true;
    // A word that is no option is meant as a command, known or not.
    return !first.startsWith(u'-');
}

int runCommandLine(const QStringList &arguments)
{
    const QString &first = arguments[1];
    if (first == "--version"_L1 || first == "-v"_L1) {
        std::printf("aeroscope %s\n", AEROSCOPE_VERSION);
        return Success;
    }
    if (first == "--help"_L1 || first == "-h"_L1 || first == "help"_L1) {
        printUsage(stdout);
        return Success;
    }
    for (const LocalCommand &command : localCommands()) {
        if (first == command.name)
            return command.run(arguments.mid(2));
    }
    for (const Command &command : clusterCommands()) {
        if (first == command.name)
            return runClusterCommand(command, arguments);
    }
    complain(u"there is no command '%1'"_s.arg(first));
    printUsage(stderr);
    return Usage;
}

} // namespace Aeroscope::App
