// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/querycommand.h"

#include "ael/compiler.h"
#include "app/resultwriter.h"
#include "app/signalstop.h"
#include "client/value/exactjson.h"
#include "ui/workbench/querytext.h"

#include <cstdio>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"bins"_s, u"Only these bins, separated by commas."_s, u"a,b"_s},
        {u"limit"_s, u"At most this many records."_s, u"n"_s},
        {u"rps"_s, u"At most this many records a second and node."_s, u"n"_s},
        {u"arg"_s,
         u"Value of the next placeholder (?0, ?1 …), as JSON; what is no JSON is a string. May repeat."_s,
         u"value"_s},
        {u"explain"_s, u"Say how the query would run: index or scan, why, estimates; runs nothing."_s},
        {u"no-index"_s, u"Test every record, use no secondary index."_s},
        {u"format"_s, u"ndjson (default), json, csv or table."_s, u"name"_s},
    });
}

/// The text with a caret under each place where it is wrong.
void printDiagnostics(const QString &text, const QList<Ael::Diagnostic> &diagnostics)
{
    const QStringList lines = text.split(u'\n');
    for (const Ael::Diagnostic &diagnostic : diagnostics) {
        complain(u"line %1, column %2: %3"_s.arg(diagnostic.line)
                     .arg(diagnostic.column + 1)
                     .arg(Ael::diagnosticText(diagnostic)));
        const int index = diagnostic.line - 1;
        if (index < 0 || index >= lines.size())
            continue;
        // The caret's column counts code points, so does the padding; tabs stay tabs to line up.
        const auto points = lines[index].toUcs4();
        QString padding;
        for (int i = 0; i < diagnostic.column && i < points.size(); ++i)
            padding += points[i] == '\t' ? u'\t' : u' ';
        const auto rest = std::max<qsizetype>(1, points.size() - diagnostic.column);
        const QString mark(std::clamp<qsizetype>(diagnostic.length, 1, rest), u'^');
        std::fprintf(stderr, "  %s\n  %s%s\n", lines[index].toUtf8().constData(),
                     padding.toUtf8().constData(), mark.toUtf8().constData());
        break; // the first is the one to mend first
    }
}

std::optional<qint64> positiveNumber(const QCommandLineParser &parser, const QString &name, qint64 highest)
{
    bool ok = false;
    const qint64 number = parser.value(name).toLongLong(&ok);
    if (!ok || number < 1 || number > highest) {
        complain(u"--%1 is a number from 1 to %2, not '%3'"_s.arg(name).arg(highest).arg(parser.value(name)));
        return {};
    }
    return number;
}

QCoro::Task<int> runQuery(CommandContext context, bool onlyExplain)
{
    const QString text = context.arguments.join(u' ');
    const Result<Workbench::QueryText> query = Workbench::parseQueryText(text);
    if (!query) {
        complain(query.error().message);
        co_return Usage;
    }
    std::vector<Value> arguments;
    for (const QString &argument : context.parser.values(u"arg"_s))
        arguments.push_back(argumentFromText(argument));

    OutputFormat format = OutputFormat::Ndjson;
    if (context.parser.isSet(u"format"_s)) {
        const auto named = outputFormatFromName(context.parser.value(u"format"_s));
        if (!named) {
            complain(
                u"--format is ndjson, json, csv or table, not '%1'"_s.arg(context.parser.value(u"format"_s)));
            co_return Usage;
        }
        format = *named;
    }

    QString where = query->where;
    if (!where.isEmpty()) {
        Ael::CompileOptions options;
        options.as = Ael::CompileOptions::As::Filter;
        options.placeholders = arguments;
        const Ael::CompileResult compiled = Ael::compile(where, options);
        if (!compiled.ok()) {
            printDiagnostics(where, compiled.diagnostics);
            co_return Usage;
        }
    }
    if (query->onlyWithoutSet) {
        // The protocol cannot ask for "no set"; the filter can.
        where = where.isEmpty() ? u"$.setName() == ''"_s : u"("_s + where + u") and $.setName() == ''"_s;
    }

    SetQuery request = context.client.session(Behavior::browsing()).query(query->target);
    if (!where.isEmpty())
        request.whereWith(where, arguments);
    std::vector<QByteArray> bins;
    for (const QString &bin : context.parser.value(u"bins"_s).split(u',', Qt::SkipEmptyParts))
        bins.push_back(bin.toUtf8());
    if (!bins.empty())
        request.bins(bins);
    if (context.parser.isSet(u"limit"_s)) {
        const auto limit = positiveNumber(context.parser, u"limit"_s, std::numeric_limits<qint64>::max());
        if (!limit)
            co_return Usage;
        request.limit(*limit);
    }
    if (context.parser.isSet(u"rps"_s)) {
        const auto rps = positiveNumber(context.parser, u"rps"_s, std::numeric_limits<quint32>::max());
        if (!rps)
            co_return Usage;
        request.recordsPerSecond(static_cast<quint32>(*rps));
    }

    if (onlyExplain) {
        const Result<QueryPlan> plan = co_await request.explain(context.stop.token());
        if (!plan)
            co_return fail(plan.error());
        std::printf("%s\n", plan->text.toUtf8().constData());
        std::fflush(stdout);
        co_return Success;
    }
    request.useIndexes(!context.parser.isSet(u"no-index"_s));

    Result<RecordStream> stream = co_await request.execute(context.stop.token());
    if (!stream)
        co_return fail(stream.error());
    ResultWriter writer(format, bins, stdout);
    for (;;) {
        Result<RowChunkPtr> chunk = co_await stream->nextChunk();
        if (!chunk) {
            // What came stays visible and well-formed; the exit code says that it is not all.
            if (!writer.finish())
                complain(writer.error());
            co_return context.stop.signalNumber() != 0 ? Interrupted : fail(chunk.error());
        }
        if (!*chunk)
            break;
        if (!writer.write(**chunk)) {
            stream->close();
            complain(writer.error());
            co_return Failure;
        }
    }
    if (!writer.finish()) {
        complain(writer.error());
        co_return Failure;
    }
    co_return Success;
}

QCoro::Task<int> run(CommandContext context)
{
    const bool onlyExplain = context.parser.isSet(u"explain"_s);
    return runQuery(std::move(context), onlyExplain);
}

QCoro::Task<int> explain(CommandContext context)
{
    return runQuery(std::move(context), true);
}

} // namespace

Value argumentFromText(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    if (Result<Value> value = fromExactJson(utf8))
        return *std::move(value);
    return Value::string(utf8);
}

Command queryCommand()
{
    return {"query"_L1,
            "'<ns>[.<set>] [where <AEL>]'"_L1,
            "Print the records of a set that satisfy a filter."_L1,
            1,
            -1,
            addOptions,
            run};
}

Command explainCommand()
{
    return {"explain"_L1,
            "'<ns>[.<set>] [where <AEL>]'"_L1,
            "Say how a query would run: index or scan, why, estimates."_L1,
            1,
            -1,
            addOptions,
            explain};
}

} // namespace Aeroscope::App
