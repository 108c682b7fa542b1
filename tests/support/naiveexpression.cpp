// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naiveexpression.h"

#include "client/value/msgpack.h"
#include "tests/support/naivegeo.h"

#include <QtEndian>

#include <regex.h>

#include <algorithm>

namespace Aeroscope::Naive {

namespace {

/// Walks over msgpack without making values of it: expressions mix strings with and without prefix.
class Cursor
{
public:
    explicit Cursor(QByteArrayView bytes)
        : m_rest(bytes)
    {}

    bool atEnd() const { return m_rest.isEmpty(); }
    QByteArrayView rest() const { return m_rest; }
    bool atList() const { return !atEnd() && ((byte() & 0xf0) == 0x90 || byte() == 0xdc || byte() == 0xdd); }
    bool atText() const
    {
        return !atEnd() && ((byte() & 0xe0) == 0xa0 || (byte() >= 0xd9 && byte() <= 0xdb) ||
                            (byte() >= 0xc4 && byte() <= 0xc6));
    }

    std::optional<quint32> listHeader()
    {
        if (!atList())
            return {};
        if ((byte() & 0xf0) == 0x90) {
            const quint32 count = byte() & 0x0f;
            m_rest = m_rest.sliced(1);
            return count;
        }
        return count(byte() == 0xdc ? 2 : 4);
    }

    std::optional<QByteArray> text()
    {
        if (!atText())
            return {};
        std::optional<quint32> size;
        if ((byte() & 0xe0) == 0xa0) {
            size = byte() & 0x1f;
            m_rest = m_rest.sliced(1);
        } else {
            const int width = byte() >= 0xd9 ? 1 << (byte() - 0xd9) : 1 << (byte() - 0xc4);
            size = count(width);
        }
        if (!size || m_rest.size() < qsizetype(*size))
            return {};
        const QByteArray taken = m_rest.first(*size).toByteArray();
        m_rest = m_rest.sliced(*size);
        return taken;
    }

    std::optional<quint64> integer()
    {
        if (atEnd())
            return {};
        const quint8 first = byte();
        if (first < 0x80 || first >= 0xe0) {
            m_rest = m_rest.sliced(1);
            return quint64(qint64(qint8(first)));
        }
        if (first < 0xcc || first > 0xd3)
            return {};
        const int width = 1 << ((first - 0xcc) & 3);
        if (m_rest.size() < 1 + width)
            return {};
        quint64 value = first >= 0xd0 && (quint8(m_rest[1]) & 0x80) != 0 ? ~quint64(0) : 0;
        for (int i = 0; i < width; ++i)
            value = value << 8 | quint8(m_rest[1 + i]);
        m_rest = m_rest.sliced(1 + width);
        return value;
    }

    std::optional<Value> value()
    {
        const auto taken = unpackFirst(m_rest);
        if (!taken)
            return {};
        return *taken;
    }

    /// The bytes of one whole element.
    std::optional<QByteArray> element()
    {
        const QByteArrayView before = m_rest;
        if (!value())
            return {};
        return before.first(before.size() - m_rest.size()).toByteArray();
    }

private:
    quint8 byte() const { return quint8(m_rest[0]); }

    std::optional<quint32> count(int width)
    {
        if (m_rest.size() < 1 + width)
            return {};
        quint32 value = 0;
        for (int i = 0; i < width; ++i)
            value = value << 8 | quint8(m_rest[1 + i]);
        m_rest = m_rest.sliced(1 + width);
        return value;
    }

    QByteArrayView m_rest;
};

class Builder
{
public:
    explicit Builder(QByteArrayView bytes)
        : m_cursor(bytes)
    {}

    std::optional<Node> whole()
    {
        auto node = next();
        if (!node || !m_cursor.atEnd() || node->kind == Kind::Marker)
            return {};
        return node;
    }

private:
    struct Variable
    {
        QByteArray name;
        std::optional<Kind> kind;
    };

    std::optional<Node> next();
    std::optional<Node> literal();
    std::optional<Node> operation(quint64 code, quint32 count);
    bool takeOperands(Node &node, quint32 count);
    bool parseCall(Node &node);
    bool parseLet(Node &node, quint32 count);
    bool parseCond(Node &node, quint32 count);
    bool parseRegex(Node &node);
    static bool isBinName(const QByteArray &name) { return name.size() <= 15 && !name.contains('\0'); }

    Cursor m_cursor;
    std::vector<Variable> m_variables;
};

std::optional<Node> Builder::next()
{
    if (!m_cursor.atList())
        return literal();
    const auto count = m_cursor.listHeader();
    if (!count || *count == 0)
        return {};
    const auto code = m_cursor.integer();
    if (!code)
        return {};
    return operation(*code, *count - 1);
}

std::optional<Node> Builder::literal()
{
    Node node;
    const auto value = m_cursor.value();
    if (!value)
        return {};
    node.literal = *value;
    switch (value->type()) {
    case Value::Type::Nil:
        node.kind = Kind::Nil;
        return node;
    case Value::Type::Bool:
        node.kind = Kind::Bool;
        return node;
    case Value::Type::Integer:
        node.kind = Kind::Integer;
        return node;
    case Value::Type::Double:
        node.kind = Kind::Float;
        return node;
    case Value::Type::String:
        node.kind = Kind::String;
        return node;
    case Value::Type::Blob:
        if (value->blobType() != ParticleType::Blob)
            return {};
        node.kind = Kind::Blob;
        return node;
    case Value::Type::Hll:
        node.kind = Kind::Hll;
        return node;
    case Value::Type::GeoJson:
        if (!isGeometry(value->bytes()))
            return {};
        node.kind = Kind::GeoJson;
        return node;
    case Value::Type::Map:
        node.kind = Kind::Map;
        return node;
    case Value::Type::Opaque:
        if (value->bytes().startsWith('\xcf')) {
            node.kind = Kind::Integer;
            node.literal = Value(qint64(qFromBigEndian<quint64>(value->bytes().constData() + 1)));
            return node;
        }
        [[fallthrough]];
    case Value::Type::Wildcard:
    case Value::Type::Infinity:
        node.kind = Kind::Marker;
        return node;
    case Value::Type::List:
    case Value::Type::RawBytes:
        break;
    }
    return {};
}

bool Builder::takeOperands(Node &node, quint32 count)
{
    for (quint32 i = 0; i < count; ++i) {
        auto operand = next();
        if (!operand)
            return false;
        node.operands.push_back(std::move(*operand));
    }
    return true;
}

std::optional<Node> Builder::operation(quint64 code, quint32 count)
{
    Node node;
    node.code = code;
    const auto kindOf = [&node](size_t i) { return node.operands[i].kind; };
    const auto allAre = [&node](Kind kind) {
        return std::all_of(node.operands.begin(), node.operands.end(),
                           [kind](const Node &operand) { return operand.kind == kind; });
    };
    switch (code) {
    case 0:
        node.kind = Kind::Bool;
        return count == 0 ? std::optional(node) : std::nullopt;
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
        node.kind = Kind::Bool;
        if (count != 2 || !takeOperands(node, 2) || kindOf(0) != kindOf(1) || kindOf(0) == Kind::GeoJson ||
            kindOf(0) == Kind::Hll)
            return {};
        return node;
    case 7:
        if (count != 3 || !parseRegex(node))
            return {};
        return node;
    case 8:
        node.kind = Kind::Bool;
        if (count != 2 || !takeOperands(node, 2) || !allAre(Kind::GeoJson))
            return {};
        return node;
    case 9:
        node.kind = Kind::Bool;
        if (count != 2 || !takeOperands(node, 2) || kindOf(1) != Kind::List)
            return {};
        return node;
    case 16:
    case 17:
    case 19:
        node.kind = Kind::Bool;
        if (count < 2 || !takeOperands(node, count) || !allAre(Kind::Bool))
            return {};
        return node;
    case 18:
        node.kind = Kind::Bool;
        if (count != 1 || !takeOperands(node, 1) || !allAre(Kind::Bool))
            return {};
        return node;
    case 20:
    case 21:
    case 22:
    case 23:
    case 50:
    case 51:
        if (count < 1 || !takeOperands(node, count) || (!allAre(Kind::Integer) && !allAre(Kind::Float)))
            return {};
        node.kind = kindOf(0);
        return node;
    case 24:
    case 25:
        node.kind = Kind::Float;
        if (count != 2 || !takeOperands(node, 2) || !allAre(Kind::Float))
            return {};
        return node;
    case 26:
    case 36:
    case 37:
    case 38:
        node.kind = Kind::Integer;
        if (count != 2 || !takeOperands(node, 2) || !allAre(Kind::Integer))
            return {};
        return node;
    case 27:
        if (count != 1 || !takeOperands(node, 1) || (!allAre(Kind::Integer) && !allAre(Kind::Float)))
            return {};
        node.kind = kindOf(0);
        return node;
    case 28:
    case 29:
    case 30:
        node.kind = code == 30 ? Kind::Integer : Kind::Float;
        if (count != 1 || !takeOperands(node, 1) || !allAre(Kind::Float))
            return {};
        return node;
    case 31:
    case 35:
    case 39:
        node.kind = code == 31 ? Kind::Float : Kind::Integer;
        if (count != 1 || !takeOperands(node, 1) || !allAre(Kind::Integer))
            return {};
        return node;
    case 32:
    case 33:
    case 34:
        node.kind = Kind::Integer;
        if (count < 1 || !takeOperands(node, count) || !allAre(Kind::Integer))
            return {};
        return node;
    case 40:
    case 41:
        node.kind = Kind::Integer;
        if (count != 2 || !takeOperands(node, 2) || kindOf(0) != Kind::Integer || kindOf(1) != Kind::Bool)
            return {};
        return node;
    case 64: {
        const auto modulus = count == 1 ? m_cursor.integer() : std::nullopt;
        if (!modulus || qint32(*modulus) == 0)
            return {};
        node.kind = Kind::Integer;
        node.number = qint32(*modulus);
        return node;
    }
    case 65:
    case 66:
    case 67:
    case 68:
    case 69:
    case 73:
    case 74:
        node.kind = Kind::Integer;
        return count == 0 ? std::optional(node) : std::nullopt;
    case 70:
        node.kind = Kind::String;
        return count == 0 ? std::optional(node) : std::nullopt;
    case 71:
    case 72:
        node.kind = Kind::Bool;
        return count == 0 ? std::optional(node) : std::nullopt;
    case 80: {
        const auto type = count == 1 ? m_cursor.integer() : std::nullopt;
        if (!type || (*type != 2 && *type != 3 && *type != 6))
            return {};
        node.kind = Kind(*type);
        return node;
    }
    case 81: {
        const auto type = count == 2 ? m_cursor.integer() : std::nullopt;
        const auto name = type ? m_cursor.text() : std::nullopt;
        if (!name || *type > 9 || !isBinName(*name))
            return {};
        node.kind = Kind(*type);
        node.name = *name;
        return node;
    }
    case 82: {
        const auto name = count == 1 ? m_cursor.text() : std::nullopt;
        if (!name || !isBinName(*name))
            return {};
        node.kind = Kind::Integer;
        node.name = *name;
        return node;
    }
    case 100:
        node.kind = Kind::Removal;
        return count == 0 ? std::optional(node) : std::nullopt;
    case 101:
    case 102:
        node.kind = Kind::List;
        if (count != 1 || !takeOperands(node, 1))
            return {};
        return node;
    case 122: {
        const auto type = count == 2 ? m_cursor.integer() : std::nullopt;
        const auto which = type ? m_cursor.integer() : std::nullopt;
        if (!which || *type > 9 || *which > 2 || (*which == 2 && *type != 2))
            return {};
        node.kind = Kind(*type);
        node.number = qint64(*which);
        return node;
    }
    case 123:
        if (!parseCond(node, count))
            return {};
        return node;
    case 124: {
        const auto name = count == 1 ? m_cursor.text() : std::nullopt;
        if (!name)
            return {};
        const auto known = std::find_if(m_variables.begin(), m_variables.end(),
                                        [&name](const Variable &variable) { return variable.name == *name; });
        if (known == m_variables.end() || !known->kind || *known->kind == Kind::Marker)
            return {};
        node.kind = *known->kind;
        node.name = *name;
        return node;
    }
    case 125:
        if (!parseLet(node, count))
            return {};
        return node;
    case 126: {
        if (count != 1 || !m_cursor.atList())
            return {};
        const auto list = m_cursor.value();
        if (!list)
            return {};
        node.code = Node::literalCode;
        node.kind = Kind::List;
        node.literal = *list;
        return node;
    }
    case 127:
        if (count != 4 || !parseCall(node))
            return {};
        return node;
    default:
        return {};
    }
}

bool Builder::parseRegex(Node &node)
{
    const auto flags = m_cursor.integer();
    const auto pattern = flags ? m_cursor.text() : std::nullopt;
    if (!pattern || !takeOperands(node, 1) || node.operands[0].kind != Kind::String)
        return false;
    node.kind = Kind::Bool;
    node.number = qint32(*flags);
    node.name = *pattern;
    regex_t compiled;
    const bool isGood = regcomp(&compiled, node.name.constData(), int(node.number)) == 0;
    if (isGood)
        regfree(&compiled);
    return isGood;
}

bool Builder::parseCond(Node &node, quint32 count)
{
    if (count < 3 || count % 2 == 0 || !takeOperands(node, count))
        return false;
    std::optional<Kind> kind;
    for (quint32 i = 0; i < count; ++i) {
        const Node &operand = node.operands[i];
        const bool isCondition = i + 1 < count && i % 2 == 0;
        if (isCondition) {
            if (operand.kind != Kind::Bool)
                return false;
            continue;
        }
        // an unknown stands in for any type; it gives the type only where it is the last and alone
        const Node *inner = &operand;
        while (inner->code == 125)
            inner = &inner->operands.back();
        const bool isUnknown = inner->code == 0;
        if (isUnknown && (i + 1 < count || kind))
            continue;
        if (kind && *kind != operand.kind)
            return false;
        kind = operand.kind;
    }
    node.kind = *kind;
    return true;
}

bool Builder::parseLet(Node &node, quint32 count)
{
    if (count < 3 || count % 2 == 0)
        return false;
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto isLetterOrDigit = [&](char c) { return isLetter(c) || (c >= '0' && c <= '9'); };
    const size_t outer = m_variables.size();
    for (quint32 i = 0; i < count / 2; ++i) {
        const auto name = m_cursor.text();
        if (!name || name->isEmpty() || !isLetter(name->front()) ||
            !std::all_of(name->begin(), name->end(), isLetterOrDigit))
            return false;
        if (std::any_of(m_variables.begin(), m_variables.end(),
                        [&name](const Variable &known) { return known.name == *name; }))
            return false;
        const size_t self = m_variables.size();
        m_variables.push_back({*name, std::nullopt});
        if (!takeOperands(node, 1))
            return false;
        m_variables[self].kind = node.operands.back().kind;
        node.names.push_back(*name);
    }
    if (!takeOperands(node, 1))
        return false;
    m_variables.resize(outer);
    node.kind = node.operands.back().kind;
    return true;
}

bool Builder::parseCall(Node &node)
{
    const auto type = m_cursor.integer();
    const auto system = type ? m_cursor.integer() : std::nullopt;
    auto count = system ? m_cursor.listHeader() : std::nullopt;
    auto code = count && *count > 0 ? m_cursor.integer() : std::nullopt;
    if (!code || *type > 9)
        return false;
    if (*code == 0xff) {
        const auto context = *count == 3 ? m_cursor.element() : std::nullopt;
        count = context ? m_cursor.listHeader() : std::nullopt;
        code = count ? m_cursor.integer() : std::nullopt;
        if (!code)
            return false;
        node.context = *context;
    } else if (*code == 0xfe) {
        const bool isShaped = *count >= 3 && *count <= 4 && m_cursor.atList();
        const auto context = isShaped ? m_cursor.element() : std::nullopt;
        const auto flags = context ? m_cursor.integer() : std::nullopt;
        if (!flags || (*count == 4 && !m_cursor.element()))
            return false;
        node.context = *context;
        node.number = qint64(*flags);
        count = 1;
    }
    node.system = *system;
    node.call = *code;
    for (quint32 i = 1; i < *count; ++i) {
        if (m_cursor.atList()) {
            if (!takeOperands(node, 1))
                return false;
            continue;
        }
        const auto value = m_cursor.value();
        if (!value)
            return false;
        Node plain;
        plain.literal = *value;
        node.operands.push_back(plain);
    }
    if (!takeOperands(node, 1))
        return false;
    const Kind target = node.operands.back().kind;
    if (target == Kind::Nil) {
        node.kind = Kind::Nil;
        return true;
    }
    node.kind = Kind(*type);
    switch (*system & ~quint64(0x40)) {
    case 0:
        return target == Kind::List || target == Kind::Map;
    case 1:
        return target == Kind::Blob;
    case 2:
        return target == Kind::Hll;
    default:
        return false;
    }
}

} // namespace

std::optional<Node> parseExpression(QByteArrayView bytes)
{
    return Builder(bytes).whole();
}

} // namespace Aeroscope::Naive
