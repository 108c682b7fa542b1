// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/aeljsonlines.h"

#include "ael/compiler.h"
#include "client/value/exactjson.h"

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

QByteArray answerExpression(const QString &text, const Ael::CompileOptions &options)
{
    const Ael::CompileResult result = Ael::compile(text, options);
    if (!result.ok())
        return refusal(result.diagnostics);
    return "{\"ok\":true,\"expr_hex\":\"" + result.expression.bytes().toHex() + "\",\"type\":\"" +
           QByteArray(Ael::typeWord(result.type).latin1()) + "\",\"plan\":null}";
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
    return answerExpression(ael, options);
}

int runAelCompileJsonl(std::istream &in, std::ostream &out)
{
    std::string line;
    while (std::getline(in, line)) {
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        const QByteArray answer = answerAelRequest(QByteArray::fromStdString(line));
        out.write(answer.constData(), answer.size()).put('\n');
        out.flush(); // a program that waits for each answer is answered
    }
    return out.good() ? 0 : 1;
}

} // namespace Aeroscope::App
