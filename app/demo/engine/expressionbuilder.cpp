// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/expressionprogram.h"

#include "app/demo/engine/cdtcall.h"
#include "app/demo/engine/packed.h"

#include <array>
#include <utility>

namespace Aeroscope::Demo {

namespace {

constexpr quint32 wireCodes = 128;
// What the server lets an expression take in its own form.
constexpr quint64 maxSize = 1024 * 1024;
// Deeper ones would use up the stack of a thread; the server has no such limit but its own stack.
constexpr int maxDepth = 1500;
constexpr quint64 maxBinName = 15;
constexpr quint8 hllPrefix = 18;
constexpr quint8 blobPrefix = 4;

// Bytes that the server's form of an operation takes.
namespace Size {
constexpr quint64 plain = 8;
constexpr quint64 number = 16;
constexpr quint64 boolean = 12;
constexpr quint64 digest = 12;
constexpr quint64 key = 12;
constexpr quint64 condition = 12;
constexpr quint64 variable = 16;
constexpr quint64 let = 20;
constexpr quint64 bin = 24;
constexpr quint64 text = 24;
constexpr quint64 geo = 40;
constexpr quint64 regex = 80;
constexpr quint64 call = 344;
} // namespace Size

bool isBinName(QByteArrayView name)
{
    return !name.isNull() && static_cast<quint64>(name.size()) <= maxBinName && !name.contains('\0');
}

bool isLetter(char c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isVariableName(QByteArrayView name)
{
    return !name.isEmpty() && isLetter(name.front()) && std::all_of(name.begin(), name.end(), [](char c) {
        return isLetter(c) || (c >= '0' && c <= '9');
    });
}

} // namespace

/// Builds a program in one pass over the msgpack.
class ExpressionBuilder
{
public:
    explicit ExpressionBuilder(ExpressionProgram &program)
        : m_program(program)
        , m_reader(program.m_msgpack)
    {}

    bool run()
    {
        const auto root = next();
        if (!root || root->type == ResultType::None || !m_reader.atEnd() || m_size >= maxSize) {
            return false;
        }
        m_program.m_root = root->node;
        m_program.m_type = root->type;
        return true;
    }

private:
    struct Built
    {
        quint32 node = 0;
        ResultType type = ResultType::None;
        /// The operation that is always unknown: it fits among branches of any type.
        bool fitsAnywhere = false;
    };
    using Result = std::optional<Built>;

    struct Variable
    {
        QByteArrayView name;
        quint32 number = 0;
        /// Nothing while it is being defined.
        std::optional<ResultType> type;
    };

    Result next()
    {
        if (m_depth >= maxDepth || m_size >= maxSize) {
            return std::nullopt;
        }
        ++m_depth;
        auto built = m_reader.peek() == PackedKind::List ? operation() : literal();
        --m_depth;
        return built;
    }

    static ExpressionNode nodeOf(ExpressionCode code, ResultType type)
    {
        ExpressionNode node;
        node.code = code;
        node.type = type;
        return node;
    }

    Result finish(ExpressionNode node, ResultType type, const std::vector<quint32> &children = {})
    {
        node.firstChild = static_cast<quint32>(m_program.m_children.size());
        node.childCount = static_cast<quint32>(children.size());
        m_program.m_children.insert(m_program.m_children.end(), children.begin(), children.end());
        m_program.m_nodes.push_back(node);
        return Built{.node = static_cast<quint32>(m_program.m_nodes.size() - 1), .type = type};
    }

    // --- literals

    Result finishLiteral(ResultType type, QByteArrayView bytes, quint64 size)
    {
        m_size += size;
        auto node = nodeOf(ExpressionCode::Literal, type);
        node.bytes = bytes;
        return finish(node, type);
    }

    Result literal()
    {
        const auto kind = m_reader.peek();
        auto start = m_reader;
        const auto whole = kind == PackedKind::Invalid ? QByteArrayView() : m_reader.element();
        if (whole.isNull()) {
            return std::nullopt;
        }
        switch (kind) {
        case PackedKind::Nil:
            return finishLiteral(ResultType::Nil, {}, Size::plain);
        case PackedKind::False:
        case PackedKind::True:
            return finishNumber(ResultType::Bool, kind == PackedKind::True ? 1 : 0, Size::boolean);
        case PackedKind::NegativeInteger:
        case PackedKind::Integer:
            return finishNumber(ResultType::Integer, static_cast<qint64>(*start.integer()), Size::number);
        case PackedKind::Double: {
            m_size += Size::number;
            auto node = nodeOf(ExpressionCode::Literal, ResultType::Float);
            node.number = *start.floating();
            return finish(node, ResultType::Float);
        }
        case PackedKind::String:
            return finishLiteral(ResultType::String, start.string().sliced(1), Size::text);
        case PackedKind::Blob: {
            const auto body = start.string();
            const auto prefix = body.isEmpty() ? quint8{0} : static_cast<quint8>(body.front());
            if (prefix != blobPrefix && prefix != hllPrefix) {
                return std::nullopt;
            }
            return finishLiteral(prefix == hllPrefix ? ResultType::Hll : ResultType::Blob, body.sliced(1),
                                 Size::text);
        }
        case PackedKind::GeoJson: {
            auto geometry = Geometry::parse(start.string().sliced(1));
            if (!geometry) {
                return std::nullopt;
            }
            m_size += Size::geo;
            auto node = nodeOf(ExpressionCode::Literal, ResultType::GeoJson);
            node.bytes = whole;
            node.detail = static_cast<quint32>(m_program.m_geometries.size());
            m_program.m_geometries.push_back(*std::move(geometry));
            return finish(node, ResultType::GeoJson);
        }
        default:
            return finishLiteral(kind == PackedKind::Map ? ResultType::Map : ResultType::None, whole,
                                 Size::text);
        }
    }

    Result finishNumber(ResultType type, qint64 value, quint64 size)
    {
        m_size += size;
        auto node = nodeOf(ExpressionCode::Literal, type);
        node.integer = value;
        return finish(node, type);
    }

    // --- operations

    Result operation()
    {
        const auto count = m_reader.listCount();
        const auto word = count && *count != 0 ? m_reader.integer() : std::nullopt;
        if (!word || *word >= wireCodes) {
            return std::nullopt;
        }
        const auto code = static_cast<ExpressionCode>(*word);
        const auto arguments = *count - 1;
        switch (code) {
        case ExpressionCode::Unknown: {
            auto built = plain(code, arguments, ResultType::Bool);
            if (built) {
                built->fitsAnywhere = true;
            }
            return built;
        }
        case ExpressionCode::Equal:
        case ExpressionCode::NotEqual:
        case ExpressionCode::Greater:
        case ExpressionCode::GreaterOrEqual:
        case ExpressionCode::Less:
        case ExpressionCode::LessOrEqual:
            return comparison(code, arguments);
        case ExpressionCode::Regex:
            return regex(arguments);
        case ExpressionCode::Geo:
            return fixed(code, arguments, {ResultType::GeoJson, ResultType::GeoJson}, ResultType::Bool);
        case ExpressionCode::InList:
            return inList(arguments);
        case ExpressionCode::And:
        case ExpressionCode::Or:
        case ExpressionCode::Exclusive:
            return alike(code, arguments, 2, ResultType::Bool);
        case ExpressionCode::Not:
            return fixed(code, arguments, {ResultType::Bool}, ResultType::Bool);
        case ExpressionCode::Add:
        case ExpressionCode::Subtract:
        case ExpressionCode::Multiply:
        case ExpressionCode::Divide:
        case ExpressionCode::Minimum:
        case ExpressionCode::Maximum:
            return numeric(code, arguments);
        case ExpressionCode::Absolute:
            return arguments == 1 ? numeric(code, arguments) : std::nullopt;
        case ExpressionCode::Power:
        case ExpressionCode::Logarithm:
            return fixed(code, arguments, {ResultType::Float, ResultType::Float}, ResultType::Float);
        case ExpressionCode::Modulo:
        case ExpressionCode::ShiftLeft:
        case ExpressionCode::ShiftRight:
        case ExpressionCode::ArithmeticShiftRight:
            return fixed(code, arguments, {ResultType::Integer, ResultType::Integer}, ResultType::Integer);
        case ExpressionCode::Floor:
        case ExpressionCode::Ceiling:
            return fixed(code, arguments, {ResultType::Float}, ResultType::Float);
        case ExpressionCode::ToInteger:
            return fixed(code, arguments, {ResultType::Float}, ResultType::Integer);
        case ExpressionCode::ToFloat:
            return fixed(code, arguments, {ResultType::Integer}, ResultType::Float);
        case ExpressionCode::BitAnd:
        case ExpressionCode::BitOr:
        case ExpressionCode::BitXor:
            return alike(code, arguments, 1, ResultType::Integer);
        case ExpressionCode::BitNot:
        case ExpressionCode::BitCount:
            return fixed(code, arguments, {ResultType::Integer}, ResultType::Integer);
        case ExpressionCode::ScanLeft:
        case ExpressionCode::ScanRight:
            return fixed(code, arguments, {ResultType::Integer, ResultType::Bool}, ResultType::Integer);
        case ExpressionCode::DigestModulo:
            return digestModulo(arguments);
        case ExpressionCode::DeviceSize:
        case ExpressionCode::LastUpdate:
        case ExpressionCode::SinceUpdate:
        case ExpressionCode::VoidTime:
        case ExpressionCode::TimeToLive:
        case ExpressionCode::MemorySize:
        case ExpressionCode::RecordSize:
            return plain(code, arguments, ResultType::Integer);
        case ExpressionCode::SetName:
            return plain(code, arguments, ResultType::String);
        case ExpressionCode::KeyExists:
        case ExpressionCode::IsTombstone:
            return plain(code, arguments, ResultType::Bool);
        case ExpressionCode::Key:
            return key(arguments);
        case ExpressionCode::Bin:
            return bin(arguments);
        case ExpressionCode::BinType:
            return binType(arguments);
        case ExpressionCode::Remove:
            return plain(code, arguments, ResultType::Remove);
        case ExpressionCode::MapKeys:
        case ExpressionCode::MapValues:
            return mapParts(code, arguments);
        case ExpressionCode::LoopVariable:
            return loopVariable(arguments);
        case ExpressionCode::Condition:
            return condition(arguments);
        case ExpressionCode::Variable:
            return variable(arguments);
        case ExpressionCode::Let:
            return let(arguments);
        case ExpressionCode::Quote:
            return quote(arguments);
        case ExpressionCode::Call:
            return call(arguments);
        case ExpressionCode::Literal:
            break;
        }
        return std::nullopt;
    }

    Result plain(ExpressionCode code, quint32 arguments, ResultType type)
    {
        m_size += Size::plain;
        return arguments == 0 ? finish(nodeOf(code, type), type) : std::nullopt;
    }

    Result fixed(ExpressionCode code, quint32 arguments, std::initializer_list<ResultType> types,
                 ResultType type)
    {
        m_size += Size::plain;
        if (arguments != types.size()) {
            return std::nullopt;
        }
        std::vector<quint32> children;
        for (const auto wanted : types) {
            const auto child = next();
            if (!child || child->type != wanted) {
                return std::nullopt;
            }
            children.push_back(child->node);
        }
        return finish(nodeOf(code, type), type, children);
    }

    Result alike(ExpressionCode code, quint32 arguments, quint32 atLeast, ResultType type)
    {
        m_size += Size::plain;
        if (arguments < atLeast) {
            return std::nullopt;
        }
        std::vector<quint32> children;
        for (quint32 i = 0; i < arguments; ++i) {
            const auto child = next();
            if (!child || child->type != type) {
                return std::nullopt;
            }
            children.push_back(child->node);
        }
        return finish(nodeOf(code, type), type, children);
    }

    Result numeric(ExpressionCode code, quint32 arguments)
    {
        m_size += Size::plain;
        std::vector<quint32> children;
        auto type = ResultType::None;
        for (quint32 i = 0; i < arguments; ++i) {
            const auto child = next();
            if (!child || (child->type != ResultType::Integer && child->type != ResultType::Float) ||
                (i != 0 && child->type != type)) {
                return std::nullopt;
            }
            type = child->type;
            children.push_back(child->node);
        }
        return children.empty() ? std::nullopt : finish(nodeOf(code, type), type, children);
    }

    Result comparison(ExpressionCode code, quint32 arguments)
    {
        m_size += Size::plain;
        const auto left = arguments == 2 ? next() : std::nullopt;
        const auto right = left ? next() : std::nullopt;
        if (!right || left->type != right->type || left->type == ResultType::GeoJson ||
            left->type == ResultType::Hll) {
            return std::nullopt;
        }
        return finish(nodeOf(code, ResultType::Bool), ResultType::Bool, {left->node, right->node});
    }

    Result regex(quint32 arguments)
    {
        constexpr quint32 count = 3;
        m_size += Size::regex;
        const auto flags = arguments == count ? m_reader.integer() : std::nullopt;
        const auto pattern = flags ? m_reader.string() : QByteArrayView();
        const auto text = pattern.isNull() ? std::nullopt : next();
        if (!text || text->type != ResultType::String) {
            return std::nullopt;
        }
        auto compiled = RegularExpression::compile(pattern, static_cast<int>(*flags));
        if (!compiled) {
            return std::nullopt;
        }
        auto node = nodeOf(ExpressionCode::Regex, ResultType::Bool);
        node.integer = static_cast<qint32>(*flags);
        node.bytes = pattern;
        node.detail = static_cast<quint32>(m_program.m_regexes.size());
        m_program.m_regexes.push_back(*std::move(compiled));
        return finish(node, ResultType::Bool, {text->node});
    }

    Result inList(quint32 arguments)
    {
        m_size += Size::plain;
        const auto value = arguments == 2 ? next() : std::nullopt;
        const auto list = value ? next() : std::nullopt;
        if (!list || list->type != ResultType::List) {
            return std::nullopt;
        }
        return finish(nodeOf(ExpressionCode::InList, ResultType::Bool), ResultType::Bool,
                      {value->node, list->node});
    }

    Result digestModulo(quint32 arguments)
    {
        m_size += Size::digest;
        const auto word = arguments == 1 ? m_reader.integer() : std::nullopt;
        auto node = nodeOf(ExpressionCode::DigestModulo, ResultType::Integer);
        node.integer = static_cast<qint32>(word.value_or(0));
        return node.integer != 0 ? finish(node, ResultType::Integer) : std::nullopt;
    }

    Result key(quint32 arguments)
    {
        m_size += Size::key;
        const auto word = arguments == 1 ? m_reader.integer() : std::nullopt;
        m_program.m_needsBins = true;
        // Only the low half of the type is heard.
        const auto number = static_cast<quint32>(word.value_or(0));
        for (const auto type : {ResultType::Integer, ResultType::String, ResultType::Blob}) {
            if (number == static_cast<quint32>(type)) {
                return finish(nodeOf(ExpressionCode::Key, type), type);
            }
        }
        return std::nullopt;
    }

    void noteBin(QByteArrayView name)
    {
        m_program.m_needsBins = true;
        auto bytes = name.toByteArray();
        if (!m_program.m_binNames.contains(bytes)) {
            m_program.m_binNames.append(std::move(bytes));
        }
    }

    /// A type as bins and calls declare it.
    static std::optional<ResultType> declaredType(std::optional<quint64> word)
    {
        return word && *word < static_cast<quint64>(ResultType::Reserved)
                   ? std::optional(static_cast<ResultType>(*word))
                   : std::nullopt;
    }

    Result bin(quint32 arguments)
    {
        m_size += Size::bin;
        const auto type = arguments == 2 ? declaredType(m_reader.integer()) : std::nullopt;
        const auto name = type ? m_reader.string() : QByteArrayView();
        if (!isBinName(name)) {
            return std::nullopt;
        }
        noteBin(name);
        auto node = nodeOf(ExpressionCode::Bin, *type);
        node.bytes = name;
        return finish(node, *type);
    }

    Result binType(quint32 arguments)
    {
        m_size += Size::bin;
        const auto name = arguments == 1 ? m_reader.string() : QByteArrayView();
        if (!isBinName(name)) {
            return std::nullopt;
        }
        noteBin(name);
        auto node = nodeOf(ExpressionCode::BinType, ResultType::Integer);
        node.bytes = name;
        return finish(node, ResultType::Integer);
    }

    Result mapParts(ExpressionCode code, quint32 arguments)
    {
        m_size += Size::plain;
        const auto map = arguments == 1 ? next() : std::nullopt;
        return map ? finish(nodeOf(code, ResultType::List), ResultType::List, {map->node}) : std::nullopt;
    }

    Result loopVariable(quint32 arguments)
    {
        constexpr quint64 kinds = 3;
        constexpr quint64 indexVariable = 2;
        m_size += Size::variable;
        const auto typeWord = arguments == 2 ? m_reader.integer() : std::nullopt;
        const auto which = typeWord ? m_reader.integer() : std::nullopt;
        if (!which || *which >= kinds) {
            return std::nullopt;
        }
        // Only the low half of the type is heard.
        const auto number = static_cast<quint32>(*typeWord);
        if (number >= static_cast<quint32>(ResultType::None)) {
            return std::nullopt;
        }
        const auto type = static_cast<ResultType>(number);
        if (*which == indexVariable && type != ResultType::Integer) {
            return std::nullopt;
        }
        auto node = nodeOf(ExpressionCode::LoopVariable, type);
        node.integer = static_cast<qint64>(*which);
        const bool reserved = type == ResultType::Reserved;
        auto built = finish(node, reserved ? ResultType::Bool : type);
        built->fitsAnywhere = reserved;
        return built;
    }

    Result condition(quint32 arguments)
    {
        constexpr quint32 least = 3;
        m_size += Size::condition + quint64{(arguments + 1) / 2} * Size::plain;
        if (arguments < least || arguments % 2 == 0) {
            return std::nullopt;
        }
        std::vector<quint32> children;
        std::optional<ResultType> type;
        std::optional<ResultType> fallback;
        for (quint32 i = 0; i < arguments; ++i) {
            const auto child = next();
            if (!child) {
                return std::nullopt;
            }
            children.push_back(child->node);
            if (i % 2 == 0 && i + 1 != arguments) {
                if (child->type != ResultType::Bool) {
                    return std::nullopt;
                }
                continue;
            }
            fallback = child->type;
            if (child->fitsAnywhere) {
                continue;
            }
            if (type && *type != child->type) {
                return std::nullopt;
            }
            type = child->type;
        }
        const auto result = type.value_or(*fallback);
        if (result == ResultType::None) {
            return std::nullopt;
        }
        return finish(nodeOf(ExpressionCode::Condition, result), result, children);
    }

    const Variable *findVariable(QByteArrayView name) const
    {
        const auto found =
            std::find_if(m_scope.begin(), m_scope.end(), [&](const Variable &v) { return v.name == name; });
        return found == m_scope.end() ? nullptr : &*found;
    }

    Result variable(quint32 arguments)
    {
        m_size += Size::variable;
        const auto name = arguments == 1 ? m_reader.string() : QByteArrayView();
        const auto *found = name.isNull() ? nullptr : findVariable(name);
        if (found == nullptr || !found->type || *found->type == ResultType::None) {
            return std::nullopt;
        }
        auto node = nodeOf(ExpressionCode::Variable, *found->type);
        node.integer = found->number;
        return finish(node, *found->type);
    }

    Result let(quint32 arguments)
    {
        constexpr quint32 least = 3;
        m_size += Size::let;
        if (arguments < least || arguments % 2 == 0) {
            return std::nullopt;
        }
        const auto outer = m_scope.size();
        std::vector<quint32> children;
        for (quint32 i = 0; i < arguments / 2; ++i) {
            const auto name = m_reader.string();
            if (!isVariableName(name) || findVariable(name) != nullptr) {
                return std::nullopt;
            }
            const auto at = m_scope.size();
            m_scope.push_back({.name = name, .number = static_cast<quint32>(at), .type = {}});
            const auto value = next();
            if (!value) {
                return std::nullopt;
            }
            m_scope[at].type = value->type;
            children.push_back(value->node);
        }
        m_program.m_variableCount = qMax(m_program.m_variableCount, static_cast<quint32>(m_scope.size()));
        const auto body = next();
        if (!body) {
            return std::nullopt;
        }
        m_scope.resize(outer);
        children.push_back(body->node);
        auto node = nodeOf(ExpressionCode::Let, body->type);
        node.integer = static_cast<qint64>(outer);
        auto built = finish(node, body->type, children);
        built->fitsAnywhere = body->fitsAnywhere;
        return built;
    }

    Result quote(quint32 arguments)
    {
        if (arguments != 1 || m_reader.peek() != PackedKind::List) {
            return std::nullopt;
        }
        const auto list = m_reader.element();
        return list.isNull() ? std::nullopt : finishLiteral(ResultType::List, list, Size::text);
    }

    // --- calls

    Result call(quint32 arguments)
    {
        constexpr quint32 count = 4;
        constexpr quint32 modifyFlag = 0x40;
        m_size += Size::call;
        const auto type = arguments == count ? declaredType(m_reader.integer()) : std::nullopt;
        const auto systemWord = type ? m_reader.integer() : std::nullopt;
        if (!systemWord) {
            return std::nullopt;
        }
        const auto systemNumber = static_cast<quint32>(*systemWord);
        ExpressionCall parsed;
        parsed.type = *type;
        parsed.isModify = (systemNumber & modifyFlag) != 0;
        if (const auto number = systemNumber & ~modifyFlag;
            number <= static_cast<quint32>(ExpressionCall::System::Hll)) {
            parsed.system = static_cast<ExpressionCall::System>(number);
        }
        if (!payload(parsed)) {
            return std::nullopt;
        }
        const auto target = next();
        if (!target) {
            return std::nullopt;
        }
        const auto result = target->type == ResultType::Nil ? ResultType::Nil : *type;
        if (target->type != ResultType::Nil && !fits(parsed.system, target->type)) {
            return std::nullopt;
        }
        auto node = nodeOf(ExpressionCode::Call, result);
        node.detail = static_cast<quint32>(m_program.m_calls.size());
        m_program.m_calls.push_back(std::move(parsed));
        return finish(node, result, {target->node});
    }

    static bool fits(std::optional<ExpressionCall::System> system, ResultType target)
    {
        if (!system) {
            return false;
        }
        switch (*system) {
        case ExpressionCall::System::Cdt:
            return target == ResultType::List || target == ResultType::Map;
        case ExpressionCall::System::Bits:
            return target == ResultType::Blob;
        case ExpressionCall::System::Hll:
            return target == ResultType::Hll;
        }
        return false;
    }

    /// The operation that is called: a list whose lists are expressions, but for contexts and paths.
    bool payload(ExpressionCall &call)
    {
        const auto from = m_reader.position();
        auto parameters = m_reader.listCount();
        auto code = parameters && *parameters != 0 ? m_reader.integer() : std::nullopt;
        if (!code) {
            return false;
        }
        if (*code == CdtCode::context) {
            constexpr quint32 contextParameters = 3;
            if (*parameters != contextParameters || !m_reader.skip()) {
                return false;
            }
            parameters = m_reader.listCount();
            if (!parameters || !m_reader.integer()) {
                return false;
            }
        } else if (*code == CdtCode::path) {
            constexpr quint32 least = 3;
            constexpr quint32 withExpression = 4;
            if (*parameters < least || *parameters > withExpression || m_reader.peek() != PackedKind::List ||
                !m_reader.skip() || !m_reader.integer() ||
                (*parameters == withExpression && !m_reader.skip())) {
                return false;
            }
            parameters = 1;
        }
        auto pieceFrom = from;
        const auto endPiece = [&] {
            const auto end = m_reader.position();
            if (end > pieceFrom) {
                call.pieces.push_back(
                    {.packed = m_reader.bytes().sliced(pieceFrom, end - pieceFrom), .node = {}});
            }
        };
        bool sawList = false;
        for (quint32 i = 1; i < *parameters; ++i) {
            if (m_reader.peek() == PackedKind::List) {
                sawList = true;
                endPiece();
                const auto computed = next();
                if (!computed) {
                    return false;
                }
                call.pieces.push_back({.packed = {}, .node = computed->node});
                pieceFrom = m_reader.position();
            } else if (m_reader.peek() == PackedKind::Invalid ||
                       !(sawList ? skipCheckedLiteral() : m_reader.skip())) {
                return false;
            }
        }
        endPiece();
        // The server keeps pieces in a table of this length.
        constexpr size_t maxPieces = 18;
        return call.pieces.size() <= maxPieces;
    }

    /// Behind the first computed parameter the plain ones are looked at as if they were literals.
    bool skipCheckedLiteral()
    {
        const auto kind = m_reader.peek();
        if (kind == PackedKind::Invalid) {
            return false;
        }
        auto copy = m_reader;
        if (!m_reader.skip()) {
            return false;
        }
        switch (kind) {
        case PackedKind::Nil:
            m_size += Size::plain;
            return true;
        case PackedKind::NegativeInteger:
        case PackedKind::Integer:
        case PackedKind::Double:
            m_size += Size::number;
            return true;
        case PackedKind::GeoJson:
            m_size += Size::geo;
            return true;
        case PackedKind::Blob: {
            m_size += Size::text;
            const auto body = copy.string();
            const auto prefix = body.isEmpty() ? quint8{0} : static_cast<quint8>(body.front());
            return prefix == blobPrefix || prefix == hllPrefix;
        }
        default:
            m_size += Size::text;
            return true;
        }
    }

    ExpressionProgram &m_program;
    PackedReader m_reader;
    std::vector<Variable> m_scope;
    quint64 m_size = 0;
    int m_depth = 0;
};

ExpressionProgram::ExpressionProgram(QByteArrayView msgpack)
    : m_msgpack(msgpack.toByteArray())
{}

std::shared_ptr<const ExpressionProgram> ExpressionProgram::build(QByteArrayView msgpack)
{
    std::shared_ptr<ExpressionProgram> program(new ExpressionProgram(msgpack));
    return ExpressionBuilder(*program).run() ? program : nullptr;
}

} // namespace Aeroscope::Demo
