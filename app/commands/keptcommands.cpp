// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/keptcommands.h"

#include "app/commands/command.h"
#include "app/connectionoptions.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/profilestore.h"
#include "ui/workbench/profiletransfer.h"
#include "ui/workbench/queryhistory.h"

#include <QCommandLineParser>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

void print(const QByteArray &text)
{
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stdout);
}

void printTable(const QList<QStringList> &rows)
{
    QList<qsizetype> widths(rows.first().size(), 0);
    for (const QStringList &row : rows) {
        for (qsizetype column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].size());
    }
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column)
            line += row[column].leftJustified(widths[column] + 2);
        print(line.trimmed().toUtf8() + '\n');
    }
}

/// By name or file; complains when there is none, or more than one.
const Workbench::Profile *findProfile(const Workbench::ProfileStore &store, const QString &name)
{
    const Workbench::Profile *found = nullptr;
    for (const Workbench::Profile &profile : store.profiles()) {
        if (profile.id == name)
            return &profile;
        if (profile.name != name)
            continue;
        if (found) {
            complain(u"several profiles are called '%1'; use the file's name without .json"_s.arg(name));
            return nullptr;
        }
        found = &profile;
    }
    if (!found)
        complain(u"there is no profile '%1' in %2"_s.arg(name, store.folder()));
    return found;
}

QString word(const QJsonObject &json, QLatin1StringView name)
{
    return json.value(name).toString();
}

int listProfiles(const Workbench::ProfileStore &store)
{
    QList<QStringList> rows{
        {u"name"_s, u"group"_s, u"environment"_s, u"hosts"_s, u"sign-in"_s, u"tls"_s, u"file"_s}};
    for (const Workbench::Profile &profile : store.profiles()) {
        const QJsonObject json = profile.toJson();
        rows.append({profile.name, profile.group.isEmpty() ? u"–"_s : profile.group,
                     word(json, "environment"_L1), profile.hosts, word(json, "signIn"_L1),
                     profile.tls.enabled ? u"yes"_s : u"no"_s, profile.id + u".json"_s});
    }
    printTable(rows);
    return Success;
}

int importInto(Workbench::ProfileStore &store, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        complain(u"%1: %2"_s.arg(path, file.errorString()));
        return Failure;
    }
    Result<Workbench::ImportedProfiles> imported = Workbench::importProfiles(file.readAll());
    if (!imported)
        return fail(imported.error());
    for (const QString &note : std::as_const(imported->notes))
        complain(note);
    for (Workbench::Profile &profile : imported->profiles) {
        const Result<Workbench::Profile> saved = store.save(std::move(profile));
        if (!saved)
            return fail(saved.error());
        print(saved->name.toUtf8() + '\n');
    }
    return Success;
}

QByteArray historyJson(const Workbench::HistoryEntry &entry)
{
    const auto text = [](const QByteArray &bytes) { return QString::fromUtf8(bytes); };
    return QJsonDocument(QJsonObject{{"connection"_L1, entry.connection},
                                     {"ns"_L1, text(entry.dataset.namespaceName)},
                                     {"set"_L1, text(entry.dataset.setName)},
                                     {"where"_L1, entry.text},
                                     {"when"_L1, entry.when.toUTC().toString(Qt::ISODate)},
                                     {"milliseconds"_L1, entry.milliseconds},
                                     {"rows"_L1, entry.rows}})
               .toJson(QJsonDocument::Compact) +
           '\n';
}

} // namespace

int runProfilesCommand(const QStringList &arguments)
{
    const QString verb = arguments.value(0, u"list"_s);
    const QStringList rest = arguments.mid(1);
    Workbench::ProfileStore store(ConnectionOptions::profileFolder());
    for (const QString &trouble : store.load())
        complain(trouble);
    if (verb == "list"_L1 && rest.isEmpty())
        return listProfiles(store);
    if (verb == "import"_L1 && rest.size() == 1)
        return importInto(store, rest.first());
    if ((verb == "show"_L1 || verb == "remove"_L1) && rest.size() == 1) {
        const Workbench::Profile *profile = findProfile(store, rest.first());
        if (!profile)
            return Failure;
        if (verb == "show"_L1) {
            print(QJsonDocument(profile->toJson()).toJson());
            return Success;
        }
        const Result<void> removed = store.remove(QString(profile->id));
        return removed ? Success : fail(removed.error());
    }
    if (verb == "export"_L1) {
        QList<Workbench::Profile> chosen = rest.isEmpty() ? store.profiles() : QList<Workbench::Profile>();
        for (const QString &name : rest) {
            const Workbench::Profile *profile = findProfile(store, name);
            if (!profile)
                return Failure;
            chosen.append(*profile);
        }
        print(Workbench::exportProfiles(chosen));
        return Success;
    }
    complain(u"usage: aeroscope profiles [list | show NAME | export [NAME…] | import FILE | remove NAME]"_s);
    return Usage;
}

int runHistoryCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"limit"_s, u"At most this many."_s, u"n"_s, u"50"_s},
                       {u"format"_s, u"table (default) or ndjson."_s, u"name"_s, u"table"_s}});
    const bool parsed = parser.parse(QStringList{u"history"_s} + arguments);
    bool number = false;
    const qsizetype limit = parser.value(u"limit"_s).toLongLong(&number);
    const QString format = parser.value(u"format"_s);
    const QStringList rest = parser.positionalArguments();
    if (!parsed || !number || limit < 1 || rest.size() > 1 ||
        (format != "table"_L1 && format != "ndjson"_L1)) {
        complain(u"usage: aeroscope history [--limit n] [--format table/ndjson] [TEXT]"_s);
        return Usage;
    }
    const QString wanted = rest.value(0);
    Workbench::QueryHistory history(QFileInfo(ConnectionOptions::profileFolder()).path() +
                                    "/history.ndjson"_L1);
    history.load();
    QList<QStringList> rows{{u"when"_s, u"cluster"_s, u"set"_s, u"rows"_s, u"time"_s, u"filter"_s}};
    qsizetype shown = 0;
    for (const Workbench::HistoryEntry &entry : history.entries()) {
        const QString ns = QString::fromUtf8(entry.dataset.namespaceName);
        const QString place =
            entry.dataset.setName.isEmpty() ? ns : ns + u'.' + QString::fromUtf8(entry.dataset.setName);
        if (!entry.text.contains(wanted, Qt::CaseInsensitive) && !place.contains(wanted, Qt::CaseInsensitive))
            continue;
        if (++shown > limit)
            break;
        if (format == "ndjson"_L1)
            print(historyJson(entry));
        else
            rows.append({entry.when.toLocalTime().toString(Qt::ISODate), entry.connection, place,
                         QString::number(entry.rows), u"%1 ms"_s.arg(entry.milliseconds),
                         entry.text.isEmpty() ? u"–"_s : entry.text.simplified()});
    }
    if (format == "table"_L1)
        printTable(rows);
    return Success;
}

} // namespace Aeroscope::App
