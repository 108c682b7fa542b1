// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/aeljsonlines.h"

#include "ael/prepared.h"
#include "client/value/exactjson.h"
#include "client/value/msgpack.h"

#include <QStringDecoder>

#include <simdjson.h>

#include <string>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

namespace dom = simdjson::dom;

/// A byte order mark is a character like any other here: the language does not know it.
QString toText(std::string_view text)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
    return decoder(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
}

QByteArray toBytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

Value toValue(dom::element element);

/// {"$hex": …} and {"$map": [[key, value], …]}, else a map of its members.
Value objectValue(dom::object object)
{
    std::string_view hex;
    if (object.size() == 1 && object["$hex"].get(hex) == simdjson::SUCCESS)
        return Value::blob(QByteArray::fromHex(toBytes(hex)));
    Map map;
    dom::array pairs;
    if (object.size() == 1 && object["$map"].get(pairs) == simdjson::SUCCESS) {
        for (const dom::element pair : pairs) {
            dom::element key;
            dom::element value;
            if (pair.at(0).get(key) == simdjson::SUCCESS && pair.at(1).get(value) == simdjson::SUCCESS)
                map.pairs.emplace_back(toValue(key), toValue(value));
        }
        return Value(std::move(map));
    }
    for (const auto [key, value] : object)
        map.pairs.emplace_back(Value::string(toBytes(key)), toValue(value));
    return Value(std::move(map));
}

Value toValue(dom::element element)
{
    switch (element.type()) {
    case dom::element_type::ARRAY: {
        List list;
        for (const dom::element item : dom::array(element))
            list.items.push_back(toValue(item));
        return Value(std::move(list));
    }
    case dom::element_type::OBJECT:
        return objectValue(dom::object(element));
    case dom::element_type::INT64:
        return Value(int64_t(element));
    case dom::element_type::UINT64:
        return Value::infinity(); // beyond int64: nothing that an expression can hold
    case dom::element_type::DOUBLE:
        return Value(double(element));
    case dom::element_type::STRING:
        return Value::string(toBytes(std::string_view(element)));
    case dom::element_type::BOOL:
        return Value(bool(element));
    case dom::element_type::NULL_VALUE:
        break;
    }
    return {};
}

QByteArray quoted(const QString &text)
{
    return toExactJson(Value(text));
}

QByteArray refusal(int line, int column, int length, const QString &message)
{
    return "{\"ok\":false,\"line\":" + QByteArray::number(line) +
           ",\"column\":" + QByteArray::number(column) + ",\"length\":" + QByteArray::number(length) +
           ",\"message\":" + quoted(message) + '}';
}

QByteArray refusal(const QList<Ael::Diagnostic> &diagnostics)
{
    for (const Ael::Diagnostic &diagnostic : diagnostics) {
        if (diagnostic.severity == Ael::Severity::Error)
            return refusal(diagnostic.line, diagnostic.column, diagnostic.length,
                           Ael::diagnosticText(diagnostic));
    }
    return refusal(1, 0, 0, u"refused"_s);
}

QByteArray answerContext(const QString &text)
{
    const Ael::ContextResult result = Ael::compileContext(text);
    if (!result.ok())
        return refusal(result.diagnostics);
    return "{\"ok\":true,\"ctx_hex\":\"" + result.context.toHex() + "\"}";
}

QByteArray bytesOf(dom::element object, std::string_view key)
{
    std::string_view text;
    return object[key].get(text) == simdjson::SUCCESS ? toBytes(text) : QByteArray();
}

/// A context given as [[id, value], …].
QByteArray contextBytes(dom::element index)
{
    dom::array entries;
    if (index["ctx"].get(entries) != simdjson::SUCCESS)
        return QByteArray::fromHex(bytesOf(index, "ctx_hex"));
    MsgpackWriter writer;
    writer.listHeader(static_cast<quint32>(entries.size() * 2));
    for (const dom::element entry : entries) {
        for (const dom::element part : dom::array(entry))
            writer.value(toValue(part));
    }
    return writer.take();
}

Ael::IndexInfo indexOf(dom::element element)
{
    Ael::IndexInfo index;
    index.name = bytesOf(element, "name");
    index.namespaceName = bytesOf(element, "namespace");
    index.set = bytesOf(element, "set");
    index.bin = bytesOf(element, "bin");
    const QByteArray type = bytesOf(element, "type");
    index.type = type == "STRING"         ? Ael::IndexType::String
                 : type == "BLOB"         ? Ael::IndexType::Blob
                 : type == "GEO2D_SPHERE" ? Ael::IndexType::Geo
                                          : Ael::IndexType::Numeric;
    index.context = contextBytes(element);
    index.expression = QByteArray::fromHex(bytesOf(element, "expr_hex"));
    double ratio = 0;
    if (element["ratio"].get(ratio) == simdjson::SUCCESS)
        index.entriesPerValue = ratio;
    bool ready = true;
    if (element["ready"].get(ready) == simdjson::SUCCESS)
        index.ready = ready;
    return index;
}

/// Requests list indexes as the reference's monitor does: what of a collection is indexed is not told, a
/// query without a set leaves open which one is meant, and a text stands for a blob's base64 where blobs are
/// indexed.
void appendAsListed(QList<Ael::IndexInfo> &indexes, Ael::IndexInfo index, const Ael::QueryScope &scope)
{
    if (scope.set.isEmpty())
        index.set.clear();
    indexes.append(index);
    if (index.type == Ael::IndexType::Blob) {
        index.type = Ael::IndexType::String;
        indexes.append(std::move(index));
    }
}

QByteArray planJson(const Ael::IndexPlan &plan)
{
    if (!plan.usesIndex)
        return "null";
    const QByteArray name = plan.index.name.isEmpty() ? "null" : toExactJson(Value::string(plan.index.name));
    const QByteArray context = plan.index.context.isEmpty() ? "null" : '"' + plan.index.context.toHex() + '"';
    const QByteArray residual = plan.residual.isEmpty() ? "null" : '"' + plan.residual.bytes().toHex() + '"';
    return "{\"index\":" + name + ",\"bin\":" + toExactJson(Value::string(plan.index.bin)) +
           ",\"begin\":" + toExactJson(plan.firstBegin) + ",\"end\":" + toExactJson(plan.firstEnd) +
           ",\"ctx_hex\":" + context + ",\"residual_hex\":" + residual + '}';
}

QByteArray answerExpression(const QString &text, const Ael::CompileOptions &options, dom::element request)
{
    const Ael::QueryScope scope{bytesOf(request, "namespace"), bytesOf(request, "query_set"), -1};
    QList<Ael::IndexInfo> indexes;
    dom::array listed;
    if (request["indexes"].get(listed) == simdjson::SUCCESS) {
        for (const dom::element element : listed)
            appendAsListed(indexes, indexOf(element), scope);
    }
    Ael::IndexHint hint;
    dom::element wish;
    if (request["hint"].get(wish) == simdjson::SUCCESS && wish.is_object())
        hint = {bytesOf(wish, "index_name"), bytesOf(wish, "bin_name")};

    const Ael::PlannedQuery query = Ael::compileQuery(text, options, scope, indexes, hint);
    if (!query.compiled.ok())
        return refusal(query.compiled.diagnostics);
    return "{\"ok\":true,\"expr_hex\":\"" + query.compiled.expression.bytes().toHex() + "\",\"type\":\"" +
           QByteArray(Ael::typeWord(query.compiled.type).latin1()) + "\",\"plan\":" + planJson(query.plan) +
           '}';
}

} // namespace

QByteArray answerAelRequest(const QByteArray &line)
{
    dom::parser parser;
    dom::element request;
    if (const auto error = parser.parse(line.constData(), static_cast<size_t>(line.size())).get(request);
        error != simdjson::SUCCESS)
        return refusal(1, 0, 0, u"this is no JSON: "_s + QLatin1StringView(simdjson::error_message(error)));
    std::string_view text;
    if (request["ael"].get(text) != simdjson::SUCCESS)
        return refusal(1, 0, 0, u"the request has no \"ael\""_s);
    const QString ael = toText(text);

    std::string_view mode;
    if (request["mode"].get(mode) == simdjson::SUCCESS && mode == "ctx")
        return answerContext(ael);

    Ael::CompileOptions options;
    std::string_view as;
    const bool isFilter = request["as"].get(as) == simdjson::SUCCESS && as == "filter";
    options.as = isFilter ? Ael::CompileOptions::As::Filter : Ael::CompileOptions::As::Value;
    dom::array placeholders;
    if (request["placeholders"].get(placeholders) == simdjson::SUCCESS) {
        for (const dom::element value : placeholders)
            options.placeholders.push_back(toValue(value));
    }
    dom::object parameters;
    if (request["parameters"].get(parameters) == simdjson::SUCCESS) {
        for (const auto [name, value] : parameters)
            options.parameters[toText(name)] = toValue(value);
    }
    return answerExpression(ael, options, request);
}

bool compileAelLines(std::istream &in, std::ostream &out)
{
    std::string line;
    while (std::getline(in, line)) {
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        const QByteArray answer = answerAelRequest(QByteArray::fromStdString(line));
        out.write(answer.constData(), answer.size()).put('\n');
        out.flush(); // a program that waits for each answer is answered
    }
    return out.good();
}

} // namespace Aeroscope::App
