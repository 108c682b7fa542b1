// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/changeguard.h"

#include "ui/workbench/datakey.h"
#include "ui/workbench/secretstore.h"
#include "ui/workbench/storeddatakey.h"

#include <QFileInfo>
#include <QStandardPaths>

#include <unistd.h>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

/// What the person at the terminal types; empty without one.
QString askTerminal(const QString &question)
{
    if (::isatty(STDIN_FILENO) == 0)
        return {};
    std::fprintf(stderr, "%s ", qPrintable(question));
    std::fflush(stderr);
    QByteArray line;
    for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar())
        line.append(static_cast<char>(c));
    return QString::fromLocal8Bit(line);
}

/// Without a session bus the keychain's libraries would try to start one.
bool mayHaveKeychain()
{
#ifdef Q_OS_LINUX
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
           QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + "/bus"_L1);
#else
    return true;
#endif
}

} // namespace

void addGuardOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"dry-run"_s, u"Print the exact call and send nothing that changes anything."_s},
        {u"yes"_s, u"Answer the one question that is asked before."_s},
        {u"confirm"_s, u"The name that has to be typed before far-reaching changes."_s, u"name"_s},
    });
}

void addJournalOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"key-file"_s,
         u"Key of the journal, where there is no keychain (or AEROSCOPE_KEY_FILE); made if missing."_s,
         u"file"_s},
        {u"no-journal"_s, u"Keep no copy of what is changed: it cannot be taken back."_s},
    });
}

bool isConfirmed(const CommandContext &context, const BlastRadius &radius, const QString &what,
                 const QString &name)
{
    switch (confirmationFor(context.environment, radius)) {
    case Confirmation::None:
        return true;
    case Confirmation::Yes:
        if (context.parser.isSet(u"yes"_s) || askTerminal(what + u". Go on? (yes/no)"_s) == "yes"_L1)
            return true;
        complain(what + u": not done without --yes"_s);
        return false;
    case Confirmation::TypeName:
        break;
    }
    if (context.parser.value(u"confirm"_s) == name ||
        (!context.parser.isSet(u"confirm"_s) &&
         askTerminal(what + u". Type %1 to go on:"_s.arg(name)) == name))
        return true;
    complain(what + u": not done without --confirm %1"_s.arg(name));
    return false;
}

QString journalFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/journals"_L1;
}

QCoro::Task<Result<std::shared_ptr<Workbench::Journal>>> openJournal(const QCommandLineParser *parser,
                                                                     QString name)
{
    if (name.isEmpty() || parser->isSet(u"no-journal"_s))
        co_return std::shared_ptr<Workbench::Journal>();
    const QString file = parser->isSet(u"key-file"_s) ? parser->value(u"key-file"_s)
                                                      : qEnvironmentVariable("AEROSCOPE_KEY_FILE");
    Result<Workbench::DataKey> key;
    if (file.isEmpty() && mayHaveKeychain())
        key = co_await Workbench::storedDataKey(Workbench::systemKeychain());
    else if (file.isEmpty())
        key = std::unexpected(
            Error::notConnected(u"this session has no keychain, and --key-file names no key"_s));
    else
        key = Workbench::dataKeyFromFile(file, true);
    if (!key)
        co_return std::unexpected(key.error());
    Result<std::unique_ptr<Workbench::Journal>> journal =
        Workbench::Journal::open(journalFolder() + u'/' + name + u".log"_s, *key);
    if (!journal)
        co_return std::unexpected(journal.error());
    co_return std::shared_ptr<Workbench::Journal>(*std::move(journal));
}

} // namespace Aeroscope::App
