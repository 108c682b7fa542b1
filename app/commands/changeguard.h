// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"
#include "client/policy/blastradius.h"
#include "ui/workbench/journal.h"

#include <QCommandLineParser>
#include <QString>

#include <memory>

namespace Aeroscope::App {

/// Options of every command that changes something: --dry-run, --yes, --confirm NAME.
void addGuardOptions(QCommandLineParser &parser);
/// Options of those that can be taken back: --key-file, --no-journal.
void addJournalOptions(QCommandLineParser &parser);

[[nodiscard]] inline bool isDryRun(const CommandContext &context)
{
    return context.parser.isSet(QStringLiteral("dry-run"));
}

/// Asks what the rule wants asked: --yes or --confirm on the command line, else the person at the terminal.
/// False: it was not given; that has been said. `what` is one sentence without a full stop; `name` is what
/// has to be typed.
[[nodiscard]] bool isConfirmed(const CommandContext &context, const BlastRadius &radius, const QString &what,
                               const QString &name);

/// Where the journals of all connections are.
[[nodiscard]] QString journalFolder();

/// The journal of the connection: with the key of --key-file (or AEROSCOPE_KEY_FILE), else the keychain's.
/// Null for the demo cluster and with --no-journal.
[[nodiscard]] QCoro::Task<Result<std::shared_ptr<Workbench::Journal>>>
openJournal(const QCommandLineParser *parser, QString name);

} // namespace Aeroscope::App
