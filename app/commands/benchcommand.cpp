// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/benchcommand.h"

#include "app/bench/benchrun.h"
#include "app/signalstop.h"

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

QString modeList()
{
    QStringList names;
    for (const LoadMode mode : allLoadModes())
        names << loadModeName(mode);
    return names.join(u", "_s);
}

void benchOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"floor"_s,
         u"Run the floor probe in turn: the least that any client must spend. Needs one node, clear text."_s},
        {u"threads"_s, u"I/O threads; default 1."_s, u"n"_s, u"1"_s},
        {u"in-flight"_s, u"Requests at a time, over all threads; default 64."_s, u"n"_s, u"64"_s},
        {u"seconds"_s, u"Length of each mode; default 5."_s, u"n"_s, u"5"_s},
        {u"records"_s, u"Records of the set that is written and read; default 100000."_s, u"n"_s,
         u"100000"_s},
        {u"namespace"_s, u"Default: test."_s, u"name"_s, u"test"_s},
        {u"set"_s, u"Set that is written and read; default aeroscope_bench."_s, u"name"_s,
         u"aeroscope_bench"_s},
        {u"json"_s, u"Print one JSON object."_s},
    });
}

std::optional<int> number(const QCommandLineParser &parser, const QString &name, int highest)
{
    bool ok = false;
    const int value = parser.value(name).toInt(&ok);
    if (ok && value >= 1 && value <= highest)
        return value;
    complain(u"--%1 is a number from 1 to %2, not '%3'"_s.arg(name).arg(highest).arg(parser.value(name)));
    return {};
}

/// Before the cluster is opened: an embedded one is to be empty and of one node, so that nothing but the
/// client is measured.
bool prepare(const QCommandLineParser &parser, ConnectionOptions &options)
{
    const auto threads = number(parser, u"threads"_s, 64);
    if (!threads)
        return false;
    options.settings.system.ioThreads = *threads;
    options.demoNodes = 1;
    options.demoSampleData = false;
    return true;
}

QCoro::Task<int> benchMain(CommandContext context)
{
    BenchPlan plan;
    for (const QString &name : std::as_const(context.arguments)) {
        const auto mode = loadModeFromName(name);
        if (!mode) {
            complain(u"a mode is one of %1, not '%2'"_s.arg(modeList(), name));
            co_return Usage;
        }
        plan.modes.push_back(*mode);
    }
    const auto inFlight = number(context.parser, u"in-flight"_s, 100'000);
    const auto seconds = number(context.parser, u"seconds"_s, 3600);
    const auto records = number(context.parser, u"records"_s, 100'000'000);
    if (!inFlight || !seconds || !records)
        co_return Usage;
    plan.inFlight = *inFlight;
    plan.seconds = *seconds;
    plan.records = *records;
    plan.withFloor = context.parser.isSet(u"floor"_s);
    plan.set = {context.parser.value(u"namespace"_s).toUtf8(), context.parser.value(u"set"_s).toUtf8()};

    Result<std::vector<BenchFigures>> all =
        co_await runBench(context.client, std::move(plan), context.stop.token());
    if (!all) {
        if (context.stop.token().stop_requested())
            co_return Interrupted;
        const int code = fail(all.error());
        co_return all.error().kind == ErrorKind::InvalidArgument ? Usage : code;
    }
    const QByteArray text = context.parser.isSet(u"json"_s)
                                ? benchJson(*all, context.client.threadCount(), *inFlight) + '\n'
                                : benchTable(*all);
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stdout);
    std::fflush(stdout);
    const bool clean =
        std::ranges::all_of(*all, [](const BenchFigures &one) { return one.client.errors == 0; });
    co_return clean ? Success : Failure;
}

} // namespace

Command benchCommand()
{
    return {
        "bench"_L1,
        "[MODE...] [--floor] [--json]"_L1,
        "Load a cluster and say what it costs: get, put, mixed, get-builder, put-builder, pipelined, scan, "
        "decoded, query (default: all)."_L1,
        0,
        -1,
        benchOptions,
        benchMain,
        prepare};
}

} // namespace Aeroscope::App
