// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/clustercommands.h"

#include "app/signalstop.h"
#include "app/texttable.h"
#include "client/value/exactjson.h"

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

void infoOptions(QCommandLineParser &parser)
{
    parser.addOption({u"node"_s, u"Ask this node only (its id, see `aeroscope info node`)."_s, u"id"_s});
}

void printAnswer(const QByteArray &node, const QString &command, const QByteArray &answer)
{
    const QByteArray line = node + '\t' + command.toUtf8() + '\t' + answer + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
}

QCoro::Task<int> runInfo(CommandContext context)
{
    int exitCode = Success;
    const QByteArray node = context.parser.value(u"node"_s).toUtf8();
    for (const QString &command : std::as_const(context.arguments)) {
        if (command.contains(u'\n')) {
            complain(u"an info command is one line"_s);
            co_return Usage;
        }
        if (!node.isEmpty()) {
            const Result<QByteArray> answer =
                co_await context.client.info(command.toUtf8(), node, context.stop.token());
            if (answer)
                printAnswer(node, command, *answer);
            else
                exitCode = fail(answer.error());
            continue;
        }
        const Result<QList<NodeInfoAnswer>> answers =
            co_await context.client.infoAll(command.toUtf8(), context.stop.token());
        if (!answers)
            co_return fail(answers.error());
        for (const NodeInfoAnswer &one : *answers) {
            if (one.answer)
                printAnswer(one.node, command, *one.answer);
            else
                exitCode = fail(one.answer.error());
        }
    }
    std::fflush(stdout);
    co_return exitCode;
}

void setsOptions(QCommandLineParser &parser)
{
    parser.addOption({u"format"_s, u"table (default) or ndjson."_s, u"name"_s});
}

QCoro::Task<int> runSets(CommandContext context)
{
    const QString format = context.parser.isSet(u"format"_s) ? context.parser.value(u"format"_s) : u"table"_s;
    if (format != "table"_L1 && format != "ndjson"_L1) {
        complain(u"--format is table or ndjson, not '%1'"_s.arg(format));
        co_return Usage;
    }
    const QByteArray ns = context.arguments.isEmpty() ? QByteArray() : context.arguments.first().toUtf8();
    const InfoApi info = context.client.session().info();
    Result<QList<NamespaceInfo>> namespaces = co_await info.namespaces(context.stop.token());
    if (!namespaces)
        co_return fail(namespaces.error());
    Result<QList<SetInfo>> sets = co_await info.sets(ns, context.stop.token());
    if (!sets)
        co_return fail(sets.error());

    struct Row
    {
        QByteArray ns, set;
        qint64 objects, tombstones, bytes;
    };
    std::vector<Row> rows;
    bool known = ns.isEmpty();
    for (const NamespaceInfo &space : std::as_const(*namespaces)) {
        if (!ns.isEmpty() && space.name != ns)
            continue;
        known = true;
        if (space.objectsWithoutSet > 0)
            rows.push_back({space.name, {}, space.objectsWithoutSet, 0, -1});
        for (const SetInfo &set : std::as_const(*sets)) {
            if (set.namespaceName == space.name)
                rows.push_back({space.name, set.name, set.objects, set.tombstones, set.dataBytes});
        }
    }
    if (!known) {
        complain(u"there is no namespace '%1'"_s.arg(QString::fromUtf8(ns)));
        co_return Failure;
    }
    if (format == "ndjson"_L1) {
        for (const Row &row : rows) {
            QByteArray line = "{\"ns\":" + toExactJson(Value::string(row.ns)) + ",\"set\":" +
                              (row.set.isEmpty() ? QByteArray("null") : toExactJson(Value::string(row.set))) +
                              ",\"objects\":" + QByteArray::number(row.objects) +
                              ",\"tombstones\":" + QByteArray::number(row.tombstones);
            if (row.bytes >= 0)
                line += ",\"bytes\":" + QByteArray::number(row.bytes);
            std::printf("%s}\n", line.constData());
        }
    } else {
        qsizetype nsWidth = 9, setWidth = 8;
        for (const Row &row : rows) {
            nsWidth = std::max(nsWidth, QString::fromUtf8(row.ns).size());
            setWidth = std::max(setWidth, QString::fromUtf8(row.set).size());
        }
        const auto print = [&](const QString &a, const QString &b, const QString &c, const QString &d,
                               const QString &e) {
            const QString line = a.leftJustified(nsWidth + 2) + b.leftJustified(setWidth + 2) +
                                 c.rightJustified(14) + d.rightJustified(12) + e.rightJustified(14);
            std::printf("%s\n", line.toUtf8().constData());
        };
        print(u"namespace"_s, u"set"_s, u"records"_s, u"tombstones"_s, u"bytes"_s);
        for (const Row &row : rows)
            print(QString::fromUtf8(row.ns), row.set.isEmpty() ? u"(no set)"_s : QString::fromUtf8(row.set),
                  QString::number(row.objects), QString::number(row.tombstones),
                  row.bytes < 0 ? u"–"_s : QString::number(row.bytes));
    }
    std::fflush(stdout);
    co_return Success;
}

QLatin1StringView collectionWord(IndexInfo::Collection collection)
{
    switch (collection) {
    case IndexInfo::Collection::None:
        return ""_L1;
    case IndexInfo::Collection::List:
        return "list"_L1;
    case IndexInfo::Collection::MapKeys:
        return "map keys"_L1;
    case IndexInfo::Collection::MapValues:
        return "map values"_L1;
    }
    return ""_L1;
}

QString stateWord(const IndexInfo &index)
{
    switch (index.state) {
    case IndexInfo::State::Building:
        return u"building, %1 %"_s.arg(index.loadPercent);
    case IndexInfo::State::Ready:
        return u"ready"_s;
    case IndexInfo::State::Failed:
        return u"failed"_s;
    }
    return {};
}

/// Bytes that may be anything: text where they are, else hex.
QByteArray jsonText(const QByteArray &bytes)
{
    return toExactJson(Value::string(bytes));
}

QByteArray indexJson(const IndexInfo &index)
{
    const auto hexOrNull = [](const QByteArray &bytes) {
        return bytes.isEmpty() ? QByteArray("null") : '"' + bytes.toHex() + '"';
    };
    QByteArray line = "{\"ns\":" + jsonText(index.namespaceName) +
                      ",\"set\":" + (index.setName.isEmpty() ? QByteArray("null") : jsonText(index.setName)) +
                      ",\"name\":" + jsonText(index.name) +
                      ",\"bin\":" + (index.bin.isEmpty() ? QByteArray("null") : jsonText(index.bin)) +
                      ",\"type\":" + jsonText(index.type.isEmpty() ? QByteArray("set") : index.type) +
                      ",\"collection\":" +
                      (index.collection == IndexInfo::Collection::None
                           ? QByteArray("null")
                           : jsonText(QByteArray(collectionWord(index.collection).data()))) +
                      ",\"context_hex\":" + hexOrNull(index.context) +
                      ",\"expression_hex\":" + hexOrNull(index.expression) +
                      ",\"state\":" + jsonText(stateWord(index).section(u',', 0, 0).toUtf8()) +
                      ",\"load_percent\":" + QByteArray::number(index.loadPercent);
    if (index.entries >= 0)
        line += ",\"entries\":" + QByteArray::number(index.entries);
    if (index.entriesPerValue >= 0)
        line += ",\"entries_per_value\":" + QByteArray::number(index.entriesPerValue);
    return line + '}';
}

QCoro::Task<int> runIndexes(CommandContext context)
{
    const QString format = context.parser.isSet(u"format"_s) ? context.parser.value(u"format"_s) : u"table"_s;
    if (format != "table"_L1 && format != "ndjson"_L1) {
        complain(u"--format is table or ndjson, not '%1'"_s.arg(format));
        co_return Usage;
    }
    const QByteArray ns = context.arguments.isEmpty() ? QByteArray() : context.arguments.first().toUtf8();
    const InfoApi info = context.client.session().info();
    const ClusterSnapshot snapshot = context.client.snapshot();
    if (!ns.isEmpty() &&
        std::ranges::find(snapshot.namespaces, ns, &NamespaceCoverage::name) == snapshot.namespaces.end()) {
        complain(u"there is no namespace '%1'"_s.arg(QString::fromUtf8(ns)));
        co_return Failure;
    }
    const Result<QList<IndexInfo>> indexes = co_await info.indexes(ns, context.stop.token());
    if (!indexes)
        co_return fail(indexes.error());
    if (format == "ndjson"_L1) {
        for (const IndexInfo &index : *indexes)
            std::printf("%s\n", indexJson(index).constData());
        std::fflush(stdout);
        co_return Success;
    }
    QList<QStringList> table{
        {u"namespace"_s, u"set"_s, u"index"_s, u"on"_s, u"type"_s, u"state"_s, u"entries"_s, u"per value"_s}};
    for (const IndexInfo &index : *indexes) {
        QString on = QString::fromUtf8(index.bin);
        if (!index.expression.isEmpty())
            on = u"(expression)"_s;
        if (!index.context.isEmpty())
            on += u" (inside)"_s;
        if (index.collection != IndexInfo::Collection::None)
            on += u", "_s + collectionWord(index.collection);
        table << QStringList{QString::fromUtf8(index.namespaceName),
                             index.setName.isEmpty() ? u"(all)"_s : QString::fromUtf8(index.setName),
                             QString::fromUtf8(index.name),
                             on.isEmpty() ? u"–"_s : on,
                             index.type.isEmpty() ? u"set"_s : QString::fromUtf8(index.type),
                             stateWord(index),
                             index.entries < 0 ? u"–"_s : QString::number(index.entries),
                             index.entriesPerValue < 0 ? u"–"_s : QString::number(index.entriesPerValue)};
    }
    printTable(table);
    std::fflush(stdout);
    co_return Success;
}

} // namespace

Command infoCommand()
{
    return {"info"_L1,
            "CMD..."_L1,
            "Send info commands to every node; one line an answer: node, command, value."_L1,
            1,
            -1,
            infoOptions,
            runInfo};
}

Command indexesCommand()
{
    return {"indexes"_L1, "[NS]"_L1, "List secondary indexes with their state."_L1, 0, 1,
            setsOptions,  runIndexes};
}

Command setsCommand()
{
    return {"sets"_L1, "[NS]"_L1, "List sets with their counts."_L1, 0, 1, setsOptions, runSets};
}

} // namespace Aeroscope::App
