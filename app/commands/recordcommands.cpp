// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/recordcommands.h"

#include "app/commands/changeguard.h"
#include "app/signalstop.h"
#include "client/value/exactjson.h"
#include "ui/workbench/keytext.h"
#include "ui/workbench/plantext.h"

#include <QDateTime>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

void noOptions(QCommandLineParser &) {}

void printLine(const QByteArray &json)
{
    std::fwrite(json.constData(), 1, static_cast<size_t>(json.size()), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

Result<Key> keyOf(const QStringList &arguments)
{
    return Workbench::keyFromText(arguments[0].toUtf8(), arguments[1].toUtf8(), arguments[2]);
}

QByteArray outcome(quint32 generation, VoidTime voidTime)
{
    const qint64 ttl = voidTime.ttlAt(QDateTime::currentSecsSinceEpoch());
    return "{\"gen\":" + QByteArray::number(generation) + ",\"ttl\":" + QByteArray::number(ttl) + '}';
}

std::optional<quint32> generationOption(const QCommandLineParser &parser, bool &ok)
{
    ok = true;
    if (!parser.isSet(u"if-generation"_s))
        return {};
    const uint generation = parser.value(u"if-generation"_s).toUInt(&ok);
    ok = ok && generation >= 1 && generation <= 65535;
    if (!ok)
        complain(
            u"--if-generation is a number from 1 to 65535, not '%1'"_s.arg(parser.value(u"if-generation"_s)));
    return generation;
}

std::optional<Ttl> ttlOption(const QCommandLineParser &parser)
{
    const QString text = parser.isSet(u"ttl"_s) ? parser.value(u"ttl"_s) : u"keep"_s;
    if (text == "keep"_L1)
        return Ttl::keep();
    if (text == "default"_L1)
        return Ttl::namespaceDefault();
    if (text == "never"_L1)
        return Ttl::never();
    bool ok = false;
    const qint64 seconds = text.toLongLong(&ok);
    const std::optional<Ttl> ttl = ok ? Ttl::seconds(seconds) : std::nullopt;
    if (!ttl)
        complain(u"--ttl is keep, default, never or 1 to 315360000 seconds, not '%1'"_s.arg(text));
    return ttl;
}

QCoro::Task<int> runGet(CommandContext context)
{
    Result<Key> key = keyOf(context.arguments);
    if (!key) {
        complain(key.error().message);
        co_return Usage;
    }
    Session session = context.client.session(Behavior::browsing());
    CallOptions options;
    options.stop = context.stop.token();
    const Result<Record> record = co_await session.get(*key, {}, options);
    if (!record)
        co_return fail(record.error());
    printLine(toExactJson(*record, QDateTime::currentSecsSinceEpoch()));
    co_return Success;
}

void putOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"mode"_s, u"upsert (default), insert, update or replace."_s, u"name"_s},
        {u"ttl"_s, u"keep (default: an existing record keeps its expiry), default, never, or seconds."_s,
         u"ttl"_s},
        {u"if-generation"_s, u"Only if the record has this generation."_s, u"n"_s},
        {u"store-key"_s, u"Store the key with the record; insert does so by itself."_s},
    });
    addGuardOptions(parser);
}

QCoro::Task<int> runPut(CommandContext context)
{
    Result<Key> key = keyOf(context.arguments);
    if (!key) {
        complain(key.error().message);
        co_return Usage;
    }
    Result<Bins> bins = binsFromExactJson(context.arguments[3].toUtf8());
    if (!bins) {
        complain(bins.error().message);
        co_return Usage;
    }
    if (bins->empty()) {
        complain(u"the object has no bins: nothing to write"_s);
        co_return Usage;
    }
    const std::optional<Ttl> ttl = ttlOption(context.parser);
    bool generationOk = false;
    const std::optional<quint32> generation = generationOption(context.parser, generationOk);
    if (!ttl || !generationOk)
        co_return Usage;

    Session session = context.client.session(Behavior::browsing());
    const QString mode = context.parser.isSet(u"mode"_s) ? context.parser.value(u"mode"_s) : u"upsert"_s;
    std::optional<WriteBuilder> builder;
    if (mode == "upsert"_L1)
        builder = session.upsert(*key);
    else if (mode == "insert"_L1)
        builder = session.insert(*key);
    else if (mode == "update"_L1)
        builder = session.update(*key);
    else if (mode == "replace"_L1)
        builder = session.replace(*key);
    if (!builder) {
        complain(u"--mode is upsert, insert, update or replace, not '%1'"_s.arg(mode));
        co_return Usage;
    }
    builder->put(*std::move(bins)).ttl(*ttl);
    if (key->userKey() && (mode == "insert"_L1 || context.parser.isSet(u"store-key"_s)))
        builder->sendKey(true);
    if (generation)
        builder->ensureGeneration(*generation);
    if (isDryRun(context)) {
        Workbench::WritePlan plan;
        plan.key = *key;
        plan.generation = generation;
        plan.ttl = *ttl;
        plan.storeKey = builder->spec().sendKey.value_or(false);
        plan.operations = builder->spec().operations;
        if (mode == "insert"_L1)
            plan.verb = Workbench::WritePlan::Verb::Insert;
        const QString text = Workbench::planText(plan);
        printLine((mode == "insert"_L1 ? text : mode + text.mid(text.indexOf(u'('))).toUtf8());
        co_return Success;
    }
    const BlastRadius radius{BlastRadius::Reach::OneRecord, 1, false};
    const QString what = u"This writes %1 of a production cluster"_s.arg(Workbench::keyToText(*key));
    if (!isConfirmed(context, radius, what, context.arguments[1]))
        co_return Usage;
    const Result<RecordResult> result = co_await builder->execute(context.stop.token());
    if (!result)
        co_return fail(result.error());
    if (!result->ok())
        co_return fail(*result->error);
    printLine(outcome(result->generation, result->voidTime));
    co_return Success;
}

} // namespace

Command getCommand()
{
    return {"get"_L1,
            "NS SET KEY"_L1,
            "Print one record as JSON. KEY: 123, abc, \"123\", hex:0aff or digest:<40 hex>."_L1,
            3,
            3,
            noOptions,
            runGet};
}

Command putCommand()
{
    return {"put"_L1,
            "NS SET KEY JSON"_L1,
            "Write bins of one record; {\"bin\": null} removes a bin."_L1,
            4,
            4,
            putOptions,
            runPut};
}

} // namespace Aeroscope::App
