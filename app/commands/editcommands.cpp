// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/editcommands.h"

#include "app/commands/changeguard.h"
#include "app/signalstop.h"
#include "client/value/exactjson.h"
#include "ui/workbench/committer.h"
#include "ui/workbench/keytext.h"
#include "ui/workbench/plantext.h"

#include <QDateTime>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

using Workbench::CommitResult;
using Workbench::RecordEdit;
using Workbench::ValueEdit;

void printText(const QString &text)
{
    std::printf("%s\n", text.toUtf8().constData());
    std::fflush(stdout);
}

void changeOptions(QCommandLineParser &parser)
{
    parser.addOption({u"if-generation"_s, u"Only if the record has this generation."_s, u"n"_s});
    addGuardOptions(parser);
    addJournalOptions(parser);
}

void expiringOptions(QCommandLineParser &parser)
{
    changeOptions(parser);
    parser.addOption(
        {u"ttl"_s, u"keep (default), default, never, seconds, a duration like 30d, or a time of ISO 8601."_s,
         u"ttl"_s});
}

/// The generation asked for; false: it is no generation, and that has been said.
bool takeGeneration(const QCommandLineParser &parser, std::optional<quint32> &generation)
{
    if (!parser.isSet(u"if-generation"_s))
        return true;
    bool ok = false;
    const uint number = parser.value(u"if-generation"_s).toUInt(&ok);
    if (!ok || number < 1 || number > 65535) {
        complain(
            u"--if-generation is a number from 1 to 65535, not '%1'"_s.arg(parser.value(u"if-generation"_s)));
        return false;
    }
    generation = number;
    return true;
}

/// The words behind the key, one operation after the other, on what is there already.
Result<void> applyWords(RecordEdit &edit, const QStringList &words)
{
    const auto refuse = [](const QString &why) { return std::unexpected(Error::invalidArgument(why)); };
    for (qsizetype at = 0; at < words.size();) {
        const QString &verb = words[at++];
        const bool takesValue = verb != "remove"_L1 && verb != "clear"_L1;
        if (at + (takesValue ? 2 : 1) > words.size())
            return refuse(takesValue ? u"'%1' needs a path and a value"_s.arg(verb)
                                     : u"'%1' needs a path"_s.arg(verb));
        const QString &place = words[at++];
        Result<Workbench::ValuePath> path = Workbench::pathFromText(place);
        if (!path)
            return std::unexpected(path.error());
        ValueEdit change;
        change.steps = path->steps;
        if (verb == "order"_L1) {
            const QString &order = words[at++];
            change.kind = ValueEdit::Kind::Order;
            if (order == "ordered"_L1 || order == "key"_L1)
                change.order = 1;
            else if (order == "key-value"_L1)
                change.order = 3;
            else if (order != "unordered"_L1)
                return refuse(u"an order is unordered, ordered, key or key-value, not '%1'"_s.arg(order));
        } else if (takesValue) {
            Result<Value> value = fromExactJson(words[at++].toUtf8());
            if (!value)
                return refuse(u"%1 %2: %3"_s.arg(verb, place, value.error().message));
            change.value = *std::move(value);
        }
        if (verb == "set"_L1)
            change.kind = ValueEdit::Kind::Set;
        else if (verb == "insert"_L1)
            change.kind = ValueEdit::Kind::Insert;
        else if (verb == "append"_L1)
            change.kind = ValueEdit::Kind::Append;
        else if (verb == "rename"_L1)
            change.kind = ValueEdit::Kind::Rename;
        else if (verb == "remove"_L1)
            change.kind = ValueEdit::Kind::Remove;
        else if (verb == "clear"_L1) {
            const std::optional<Value> bin = edit.valueOf(path->bin);
            const Value *held = bin ? Workbench::valueAt(*bin, path->steps) : nullptr;
            if (!held || !held->isContainer())
                return refuse(u"clear %1: there is no list or map"_s.arg(place));
            change.kind = ValueEdit::Kind::Set;
            if (held->type() == Value::Type::List)
                change.value = List{{}, held->list().order};
            else
                change.value = Map{{}, held->map().order};
        } else if (verb != "order"_L1) {
            return refuse(
                u"'%1' is no operation: set, insert, append, remove, rename, clear and order are"_s.arg(
                    verb));
        }
        if (const Result<void> done = edit.apply(path->bin, std::move(change)); !done)
            return refuse(u"%1 %2: %3"_s.arg(verb, place, done.error().message));
    }
    return {};
}

int report(const CommitResult &result, const Workbench::Journal *journal, bool isQuiet)
{
    switch (result.outcome) {
    case CommitResult::Outcome::Applied: {
        QByteArray line = "{\"gen\":" + QByteArray::number(result.generation);
        if (result.wasMerged)
            line += ",\"merged\":true";
        if (result.wasInDoubt)
            line += ",\"inDoubt\":\"found out by reading\"";
        if (journal && !journal->entries().empty()) {
            const Workbench::JournalEntry &entry = journal->entries().back();
            line += ",\"undo\":\"" + QByteArray::number(entry.id, 16) + '"';
        }
        if (!isQuiet)
            printText(QString::fromUtf8(line + '}'));
        return Success;
    }
    case CommitResult::Outcome::Unchanged:
        if (!isQuiet)
            printText(u"{\"gen\":%1,\"unchanged\":true}"_s.arg(result.generation));
        return Success;
    case CommitResult::Outcome::Conflict:
        complain(u"the record was changed by somebody else: nothing was written"_s);
        for (const Workbench::MergeConflict &conflict : result.conflicts) {
            const auto text = [](const std::optional<Value> &value) {
                return value ? QString::fromUtf8(toExactJson(*value)) : u"(absent)"_s;
            };
            complain(u"  %1: was %2, yours %3, theirs %4"_s.arg(Workbench::pathText(conflict.path),
                                                                text(conflict.base), text(conflict.mine),
                                                                text(conflict.theirs)));
        }
        return Failure;
    case CommitResult::Outcome::Unknown:
        complain(u"in doubt: the write may have been applied, and the record has moved on since (%1)"_s.arg(
            result.error ? result.error->toString() : QString()));
        return Failure;
    case CommitResult::Outcome::Failed:
    case CommitResult::Outcome::Cancelled:
        break;
    }
    return result.error ? fail(*result.error) : int(Interrupted);
}

enum class Action { Edit, Touch, Delete };

/// The common way: read, make the change, show or send it.
QCoro::Task<int> changeRecord(CommandContext context, Action action)
{
    const Result<Key> key = Workbench::keyFromText(context.arguments[0].toUtf8(),
                                                   context.arguments[1].toUtf8(), context.arguments[2]);
    if (!key) {
        complain(key.error().message);
        co_return Usage;
    }
    std::optional<quint32> generation;
    if (!takeGeneration(context.parser, generation))
        co_return Usage;
    const bool hasTtl = action != Action::Delete && context.parser.isSet(u"ttl"_s);
    Result<Workbench::ExpiryChoice> expiry;
    if (hasTtl)
        expiry = Workbench::ExpiryChoice::fromText(context.parser.value(u"ttl"_s));
    else if (action == Action::Touch)
        expiry = Workbench::ExpiryChoice::namespaceDefault();
    if (!expiry) {
        complain(expiry.error().message);
        co_return Usage;
    }

    const Session session = context.client.session(Behavior::browsing());
    const Result<Workbench::RecordImage> image =
        co_await Workbench::readImage(session, *key, context.stop.token());
    if (!image)
        co_return fail(image.error());
    if (generation && image->record.generation != *generation) {
        co_return fail(Error::server(ResultCode::Generation, {},
                                     u"the record has generation %1"_s.arg(image->record.generation)));
    }
    RecordEdit edit = action == Action::Delete ? RecordEdit::remove(*image) : RecordEdit::change(*image);
    if (action == Action::Edit) {
        if (const Result<void> done = applyWords(edit, context.arguments.mid(3)); !done) {
            complain(done.error().message);
            co_return Usage;
        }
    }
    edit.setExpiry(*expiry);
    if (isDryRun(context)) {
        if (edit.isEmpty()) {
            printText(u"nothing to do"_s);
            co_return Success;
        }
        const Result<Workbench::WritePlan> plan = Workbench::planOf(edit, QDateTime::currentSecsSinceEpoch());
        if (!plan)
            co_return fail(plan.error());
        printText(Workbench::planText(*plan));
        co_return Success;
    }
    const Result<std::shared_ptr<Workbench::Journal>> journal =
        co_await openJournal(&context.parser, context.journalName);
    if (!journal) {
        std::fprintf(stderr, "aeroscope: no journal, this cannot be taken back: %s\n",
                     qPrintable(journal.error().message));
    }
    Workbench::Journal *kept = journal ? journal->get() : nullptr;
    const QString what = u"This changes %1 of a production cluster"_s.arg(Workbench::keyToText(*key));
    if (!isConfirmed(context, {BlastRadius::Reach::OneRecord, 1, kept != nullptr}, what,
                     context.arguments[1]))
        co_return Usage;
    Workbench::Committer committer(session, kept);
    std::vector<Workbench::CommitItem> items;
    items.push_back({0, std::move(edit), 0});
    const std::vector<CommitResult> results =
        co_await committer.commit(std::move(items), {}, context.stop.token());
    co_return report(results.front(), kept, action == Action::Delete);
}

QCoro::Task<int> runEdit(CommandContext context)
{
    return changeRecord(std::move(context), Action::Edit);
}

QCoro::Task<int> runTouch(CommandContext context)
{
    return changeRecord(std::move(context), Action::Touch);
}

QCoro::Task<int> runDelete(CommandContext context)
{
    return changeRecord(std::move(context), Action::Delete);
}

void truncateOptions(QCommandLineParser &parser)
{
    parser.addOption(
        {u"before"_s, u"Only records that were last written before this time (ISO 8601)."_s, u"time"_s});
    addGuardOptions(parser);
}

QCoro::Task<int> runTruncate(CommandContext context)
{
    const QByteArray ns = context.arguments[0].toUtf8();
    const QByteArray set = context.arguments[1].toUtf8();
    const bool isWhole = set.isEmpty();
    qint64 cutOff = 0;
    if (context.parser.isSet(u"before"_s)) {
        const QDateTime when = QDateTime::fromString(context.parser.value(u"before"_s), Qt::ISODateWithMs);
        if (!when.isValid() || when > QDateTime::currentDateTime()) {
            complain(u"--before is a past time like 2026-12-31T00:00:00Z, not '%1'"_s.arg(
                context.parser.value(u"before"_s)));
            co_return Usage;
        }
        cutOff = when.toMSecsSinceEpoch() * 1'000'000;
    }
    const auto isName = [](const QByteArray &name) {
        return !name.contains(';') && !name.contains(':') && !name.contains('=') && !name.contains('\n');
    };
    if (ns.isEmpty() || !isName(ns) || !isName(set)) {
        complain(u"a namespace and a set that an info command can name are needed"_s);
        co_return Usage;
    }
    QByteArray command =
        isWhole ? "truncate-namespace:namespace="_ba + ns : "truncate:namespace="_ba + ns + ";set=" + set;
    if (cutOff != 0)
        command += ";lut=" + QByteArray::number(cutOff);
    if (isDryRun(context)) {
        printText(QString::fromUtf8(command));
        co_return Success;
    }
    const Session session = context.client.session(Behavior::browsing());
    qint64 records = 0;
    if (const Result<QList<SetInfo>> sets = co_await session.info().sets(ns, context.stop.token())) {
        for (const SetInfo &info : *sets)
            records += isWhole || info.name == set ? info.objects : 0;
    }
    const QString name = isWhole ? context.arguments[0] : context.arguments[1];
    BlastRadius radius;
    radius.reach = isWhole ? BlastRadius::Reach::WholeNamespace : BlastRadius::Reach::WholeSet;
    radius.records = static_cast<quint64>(records);
    radius.canBeUndone = false;
    const QString what = u"This deletes %1%2 records of %3 for good"_s.arg(
        cutOff != 0 ? u"up to "_s : u"about "_s, QString::number(records), name);
    if (!isConfirmed(context, radius, what, name))
        co_return Usage;
    if (cutOff == 0) {
        const Result<void> done = co_await session.admin().truncate({ns, set}, context.stop.token());
        co_return done ? int(Success) : fail(done.error());
    }
    const Result<QByteArray> done = co_await context.client.info(command, {}, context.stop.token());
    co_return done ? int(Success) : fail(done.error());
}

void journalOptions(QCommandLineParser &parser)
{
    parser.addOption({u"commit"_s, u"undo: everything that was committed together."_s});
    addGuardOptions(parser);
    addJournalOptions(parser);
}

QCoro::Task<int> runJournal(CommandContext context)
{
    const QString verb = context.arguments[0];
    const bool isUndo = verb == "undo"_L1;
    if ((!isUndo && verb != "list"_L1 && verb != "audit"_L1) || isUndo != (context.arguments.size() == 2)) {
        complain(u"usage: aeroscope journal list, journal audit, or journal undo ID"_s);
        co_return Usage;
    }
    const Result<std::shared_ptr<Workbench::Journal>> journal =
        co_await openJournal(&context.parser, context.journalName);
    if (!journal)
        co_return fail(journal.error());
    if (!*journal) {
        complain(u"this connection keeps no journal"_s);
        co_return Failure;
    }
    const Session session = context.client.session(Behavior::browsing());
    Workbench::Committer committer(session, journal->get());
    (void)co_await committer.recover(context.stop.token());
    if (verb == "audit"_L1) {
        const QByteArray lines = (*journal)->auditLines();
        std::fwrite(lines.constData(), 1, static_cast<size_t>(lines.size()), stdout);
        co_return Success;
    }
    if (!isUndo) {
        for (const Workbench::JournalEntry &entry : (*journal)->entries()) {
            using Workbench::WriteOutcome;
            const QString state = entry.outcome == WriteOutcome::Applied      ? u"applied"_s
                                  : entry.outcome == WriteOutcome::NotApplied ? u"not applied"_s
                                  : entry.outcome == WriteOutcome::Open       ? u"open"_s
                                                                              : u"unknown"_s;
            QString call = entry.call;
            printText(u"%1  %2  %3  %4.%5 %6  %7%8"_s.arg(
                QString::number(entry.id, 16),
                QDateTime::fromMSecsSinceEpoch(entry.when, Qt::UTC).toString(Qt::ISODate), state,
                QString::fromUtf8(entry.key.namespaceName()), QString::fromUtf8(entry.key.setName()),
                Workbench::keyToText(entry.key), call.replace(u'\n', u' '),
                entry.undoes != 0 ? u"  (takes back %1)"_s.arg(QString::number(entry.undoes, 16))
                                  : QString()));
        }
        co_return Success;
    }
    bool ok = false;
    const quint64 id = context.arguments[1].toULongLong(&ok, 16);
    const Workbench::JournalEntry *entry = ok ? (*journal)->find(id) : nullptr;
    if (!entry) {
        complain(u"the journal has no entry '%1'"_s.arg(context.arguments[1]));
        co_return Failure;
    }
    std::vector<quint64> ids{id};
    if (context.parser.isSet(u"commit"_s)) {
        ids.clear();
        for (const Workbench::JournalEntry *one : (*journal)->ofCommit(entry->commit)) {
            if (one->outcome == Workbench::WriteOutcome::Applied)
                ids.push_back(one->id);
        }
    }
    if (isDryRun(context)) {
        for (const quint64 one : ids) {
            const qint64 now = QDateTime::currentSecsSinceEpoch();
            const Result<RecordEdit> edit = Workbench::undoOf(*(*journal)->find(one), now);
            const Result<Workbench::WritePlan> plan =
                edit ? Workbench::planOf(*edit, now) : std::unexpected(edit.error());
            if (!plan)
                co_return fail(plan.error());
            printText(Workbench::planText(*plan));
        }
        co_return Success;
    }
    BlastRadius radius;
    radius.reach = ids.size() > 1 ? BlastRadius::Reach::ManyRecords : BlastRadius::Reach::OneRecord;
    radius.records = ids.size();
    if (!isConfirmed(context, radius, u"This takes back the changes of %1 records"_s.arg(ids.size()),
                     QString::fromUtf8(entry->key.setName())))
        co_return Usage;
    int exitCode = Success;
    for (const CommitResult &result : co_await committer.undo(std::move(ids), context.stop.token())) {
        if (const int code = report(result, nullptr, false); code != Success)
            exitCode = code;
    }
    co_return exitCode;
}

} // namespace

Command editCommand()
{
    return {"edit"_L1,
            "NS SET KEY OP PATH [JSON] ..."_L1,
            "Change places inside a record: set|insert|append PATH JSON, remove|clear PATH, rename PATH KEY, "
            "order PATH ORDER. PATH: bin, tags[-1], prefs.word, prefs{1}, prefs{\"any key\"}."_L1,
            3,
            -1,
            expiringOptions,
            runEdit};
}

Command touchCommand()
{
    return {"touch"_L1,
            "NS SET KEY"_L1,
            "Give one record a new expiry (the namespace's default, or --ttl)."_L1,
            3,
            3,
            expiringOptions,
            runTouch};
}

Command deleteCommand()
{
    return {"delete"_L1, "NS SET KEY"_L1, "Delete one record."_L1, 3, 3, changeOptions, runDelete};
}

Command truncateCommand()
{
    return {"truncate"_L1,
            "NS SET"_L1,
            "Delete all records of a set (\"\": of the namespace), or those last written --before a time."_L1,
            2,
            2,
            truncateOptions,
            runTruncate};
}

Command journalCommand()
{
    return {"journal"_L1,
            "list | audit | undo ID"_L1,
            "Show the changes that were made from here, or take them back."_L1,
            1,
            2,
            journalOptions,
            runJournal};
}

} // namespace Aeroscope::App
