// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/service/expressionwriter.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

/// Whether a language whose numbers are doubles can write the integer.
constexpr bool fitsADouble(qint64 number) noexcept
{
    constexpr qint64 limit = qint64(1) << 53;
    return number >= -limit && number <= limit;
}

/// The names of one operation in the order Java, C#, Go, Node.js, C, Rust. Empty: the builder lacks it.
struct Names
{
    Opcode op;
    std::array<QLatin1StringView, 6> names;
};

constexpr Names operations[] = {
    {Opcode::Unknown,
     {"Exp.unknown"_L1, "Exp.Unknown"_L1, "as.ExpUnknown"_L1, ""_L1, "as_exp_unknown"_L1, "unknown"_L1}},
    {Opcode::Equal, {"Exp.eq"_L1, "Exp.EQ"_L1, "as.ExpEq"_L1, "exp.eq"_L1, "as_exp_cmp_eq"_L1, "eq"_L1}},
    {Opcode::NotEqual,
     {"Exp.ne"_L1, "Exp.NE"_L1, "as.ExpNotEq"_L1, "exp.ne"_L1, "as_exp_cmp_ne"_L1, "ne"_L1}},
    {Opcode::Greater,
     {"Exp.gt"_L1, "Exp.GT"_L1, "as.ExpGreater"_L1, "exp.gt"_L1, "as_exp_cmp_gt"_L1, "gt"_L1}},
    {Opcode::GreaterEqual,
     {"Exp.ge"_L1, "Exp.GE"_L1, "as.ExpGreaterEq"_L1, "exp.ge"_L1, "as_exp_cmp_ge"_L1, "ge"_L1}},
    {Opcode::Less, {"Exp.lt"_L1, "Exp.LT"_L1, "as.ExpLess"_L1, "exp.lt"_L1, "as_exp_cmp_lt"_L1, "lt"_L1}},
    {Opcode::LessEqual,
     {"Exp.le"_L1, "Exp.LE"_L1, "as.ExpLessEq"_L1, "exp.le"_L1, "as_exp_cmp_le"_L1, "le"_L1}},
    {Opcode::GeoCompare,
     {"Exp.geoCompare"_L1, "Exp.GeoCompare"_L1, "as.ExpGeoCompare"_L1, "exp.cmpGeo"_L1, "as_exp_cmp_geo"_L1,
      "geo_compare"_L1}},
    {Opcode::And, {"Exp.and"_L1, "Exp.And"_L1, "as.ExpAnd"_L1, "exp.and"_L1, "as_exp_and"_L1, "and"_L1}},
    {Opcode::Or, {"Exp.or"_L1, "Exp.Or"_L1, "as.ExpOr"_L1, "exp.or"_L1, "as_exp_or"_L1, "or"_L1}},
    {Opcode::Not, {"Exp.not"_L1, "Exp.Not"_L1, "as.ExpNot"_L1, "exp.not"_L1, "as_exp_not"_L1, "not"_L1}},
    {Opcode::Exclusive,
     {"Exp.exclusive"_L1, "Exp.Exclusive"_L1, "as.ExpExclusive"_L1, "exp.exclusive"_L1, "as_exp_exclusive"_L1,
      "xor"_L1}},
    {Opcode::Add,
     {"Exp.add"_L1, "Exp.Add"_L1, "as.ExpNumAdd"_L1, "exp.add"_L1, "as_exp_add"_L1, "num_add"_L1}},
    {Opcode::Subtract,
     {"Exp.sub"_L1, "Exp.Sub"_L1, "as.ExpNumSub"_L1, "exp.sub"_L1, "as_exp_sub"_L1, "num_sub"_L1}},
    {Opcode::Multiply,
     {"Exp.mul"_L1, "Exp.Mul"_L1, "as.ExpNumMul"_L1, "exp.mul"_L1, "as_exp_mul"_L1, "num_mul"_L1}},
    {Opcode::Divide,
     {"Exp.div"_L1, "Exp.Div"_L1, "as.ExpNumDiv"_L1, "exp.div"_L1, "as_exp_div"_L1, "num_div"_L1}},
    {Opcode::Power,
     {"Exp.pow"_L1, "Exp.Pow"_L1, "as.ExpNumPow"_L1, "exp.pow"_L1, "as_exp_pow"_L1, "num_pow"_L1}},
    {Opcode::Log,
     {"Exp.log"_L1, "Exp.Log"_L1, "as.ExpNumLog"_L1, "exp.log"_L1, "as_exp_log"_L1, "num_log"_L1}},
    {Opcode::Modulo,
     {"Exp.mod"_L1, "Exp.Mod"_L1, "as.ExpNumMod"_L1, "exp.mod"_L1, "as_exp_mod"_L1, "num_mod"_L1}},
    {Opcode::Absolute,
     {"Exp.abs"_L1, "Exp.Abs"_L1, "as.ExpNumAbs"_L1, "exp.abs"_L1, "as_exp_abs"_L1, "num_abs"_L1}},
    {Opcode::Floor,
     {"Exp.floor"_L1, "Exp.Floor"_L1, "as.ExpNumFloor"_L1, "exp.floor"_L1, "as_exp_floor"_L1,
      "num_floor"_L1}},
    {Opcode::Ceiling,
     {"Exp.ceil"_L1, "Exp.Ceil"_L1, "as.ExpNumCeil"_L1, "exp.ceil"_L1, "as_exp_ceil"_L1, "num_ceil"_L1}},
    {Opcode::ToInt,
     {"Exp.toInt"_L1, "Exp.ToInt"_L1, "as.ExpToInt"_L1, "exp.toInt"_L1, "as_exp_to_int"_L1, "to_int"_L1}},
    {Opcode::ToFloat,
     {"Exp.toFloat"_L1, "Exp.ToFloat"_L1, "as.ExpToFloat"_L1, "exp.toFloat"_L1, "as_exp_to_float"_L1,
      "to_float"_L1}},
    {Opcode::BitAnd,
     {"Exp.intAnd"_L1, "Exp.IntAnd"_L1, "as.ExpIntAnd"_L1, "exp.intAnd"_L1, "as_exp_int_and"_L1,
      "int_and"_L1}},
    {Opcode::BitOr,
     {"Exp.intOr"_L1, "Exp.IntOr"_L1, "as.ExpIntOr"_L1, "exp.intOr"_L1, "as_exp_int_or"_L1, "int_or"_L1}},
    {Opcode::BitXor,
     {"Exp.intXor"_L1, "Exp.IntXor"_L1, "as.ExpIntXor"_L1, "exp.intXor"_L1, "as_exp_int_xor"_L1,
      "int_xor"_L1}},
    {Opcode::BitNot,
     {"Exp.intNot"_L1, "Exp.IntNot"_L1, "as.ExpIntNot"_L1, "exp.intNot"_L1, "as_exp_int_not"_L1,
      "int_not"_L1}},
    {Opcode::ShiftLeft,
     {"Exp.lshift"_L1, "Exp.Lshift"_L1, "as.ExpIntLShift"_L1, "exp.intLshift"_L1, "as_exp_int_lshift"_L1,
      "int_lshift"_L1}},
    {Opcode::ShiftRightLogical,
     {"Exp.rshift"_L1, "Exp.Rshift"_L1, "as.ExpIntRShift"_L1, "exp.intRshift"_L1, "as_exp_int_rshift"_L1,
      "int_rshift"_L1}},
    {Opcode::ShiftRight,
     {"Exp.arshift"_L1, "Exp.ARshift"_L1, "as.ExpIntARShift"_L1, "exp.intArshift"_L1, "as_exp_int_arshift"_L1,
      "int_arshift"_L1}},
    {Opcode::CountOneBits,
     {"Exp.count"_L1, "Exp.Count"_L1, "as.ExpIntCount"_L1, "exp.intCount"_L1, "as_exp_int_count"_L1,
      "int_count"_L1}},
    {Opcode::FindBitLeft,
     {"Exp.lscan"_L1, "Exp.Lscan"_L1, "as.ExpIntLScan"_L1, "exp.intLscan"_L1, "as_exp_int_lscan"_L1,
      "int_lscan"_L1}},
    {Opcode::FindBitRight,
     {"Exp.rscan"_L1, "Exp.Rscan"_L1, "as.ExpIntRScan"_L1, "exp.intRscan"_L1, "as_exp_int_rscan"_L1,
      "int_rscan"_L1}},
    {Opcode::Minimum, {"Exp.min"_L1, "Exp.Min"_L1, "as.ExpMin"_L1, "exp.min"_L1, "as_exp_min"_L1, "min"_L1}},
    {Opcode::Maximum, {"Exp.max"_L1, "Exp.Max"_L1, "as.ExpMax"_L1, "exp.max"_L1, "as_exp_max"_L1, "max"_L1}},
    {Opcode::DigestModulo,
     {"Exp.digestModulo"_L1, "Exp.DigestModulo"_L1, "as.ExpDigestModulo"_L1, ""_L1, "as_exp_digest_modulo"_L1,
      "digest_modulo"_L1}},
    {Opcode::DeviceSize,
     {"Exp.deviceSize"_L1, "Exp.DeviceSize"_L1, "as.ExpDeviceSize"_L1, "exp.deviceSize"_L1,
      "as_exp_device_size"_L1, "device_size"_L1}},
    {Opcode::LastUpdate,
     {"Exp.lastUpdate"_L1, "Exp.LastUpdate"_L1, "as.ExpLastUpdate"_L1, "exp.lastUpdate"_L1,
      "as_exp_last_update"_L1, "last_update"_L1}},
    {Opcode::SinceUpdate,
     {"Exp.sinceUpdate"_L1, "Exp.SinceUpdate"_L1, "as.ExpSinceUpdate"_L1, "exp.sinceUpdate"_L1,
      "as_exp_since_update"_L1, "since_update"_L1}},
    {Opcode::VoidTime,
     {"Exp.voidTime"_L1, "Exp.VoidTime"_L1, "as.ExpVoidTime"_L1, "exp.voidTime"_L1, "as_exp_void_time"_L1,
      "void_time"_L1}},
    {Opcode::Ttl, {"Exp.ttl"_L1, "Exp.TTL"_L1, "as.ExpTTL"_L1, "exp.ttl"_L1, "as_exp_ttl"_L1, "ttl"_L1}},
    {Opcode::SetName,
     {"Exp.setName"_L1, "Exp.SetName"_L1, "as.ExpSetName"_L1, "exp.setName"_L1, "as_exp_set_name"_L1,
      "set_name"_L1}},
    {Opcode::KeyExists,
     {"Exp.keyExists"_L1, "Exp.KeyExists"_L1, "as.ExpKeyExists"_L1, "exp.keyExist"_L1, "as_exp_key_exist"_L1,
      "key_exists"_L1}},
    {Opcode::IsTombstone,
     {"Exp.isTombstone"_L1, "Exp.IsTombstone"_L1, "as.ExpIsTombstone"_L1, "exp.isTombstone"_L1,
      "as_exp_is_tombstone"_L1, "is_tombstone"_L1}},
    {Opcode::Condition,
     {"Exp.cond"_L1, "Exp.Cond"_L1, "as.ExpCond"_L1, "exp.cond"_L1, "as_exp_cond"_L1, "cond"_L1}},
    {Opcode::Let, {"Exp.let"_L1, "Exp.Let"_L1, "as.ExpLet"_L1, "exp.let"_L1, "as_exp_let"_L1, "exp_let"_L1}},
    {Opcode::Variable, {"Exp.var"_L1, "Exp.Var"_L1, "as.ExpVar"_L1, "exp.var"_L1, "as_exp_var"_L1, "var"_L1}},
    // Stands for the definitions of a let.
    {Opcode::Quote, {"Exp.def"_L1, "Exp.Def"_L1, "as.ExpDef"_L1, "exp.def"_L1, "as_exp_def"_L1, "def"_L1}},
    // Stands for "the bin is there".
    {Opcode::BinType,
     {"Exp.binExists"_L1, "Exp.BinExists"_L1, "as.ExpBinExists"_L1, "exp.binExists"_L1,
      "as_exp_bin_exists"_L1, "bin_exists"_L1}},
};

/// Operations whose Rust function takes a vector of operands.
constexpr bool isVariadic(Opcode op) noexcept
{
    switch (op) {
    case Opcode::And:
    case Opcode::Or:
    case Opcode::Exclusive:
    case Opcode::Add:
    case Opcode::Subtract:
    case Opcode::Multiply:
    case Opcode::Divide:
    case Opcode::BitAnd:
    case Opcode::BitOr:
    case Opcode::BitXor:
    case Opcode::Minimum:
    case Opcode::Maximum:
    case Opcode::Condition:
    case Opcode::Let:
        return true;
    default:
        return false;
    }
}

QString camel(const QStringList &words, bool upperFirst)
{
    QString text;
    for (const QString &word : words)
        text += text.isEmpty() && !upperFirst ? word : word[0].toUpper() + word.mid(1);
    return text;
}

QString returnWord(ReturnType type)
{
    switch (type) {
    case ReturnType::Index:
        return u"INDEX"_s;
    case ReturnType::ReverseIndex:
        return u"REVERSE_INDEX"_s;
    case ReturnType::Rank:
        return u"RANK"_s;
    case ReturnType::ReverseRank:
        return u"REVERSE_RANK"_s;
    case ReturnType::Count:
        return u"COUNT"_s;
    case ReturnType::Key:
        return u"KEY"_s;
    case ReturnType::KeyValue:
        return u"KEY_VALUE"_s;
    case ReturnType::Exists:
        return u"EXISTS"_s;
    case ReturnType::UnorderedMap:
        return u"UNORDERED_MAP"_s;
    case ReturnType::OrderedMap:
        return u"ORDERED_MAP"_s;
    default:
        return u"VALUE"_s;
    }
}

QString pascalOf(const QString &constant)
{
    QStringList words = constant.toLower().split(u'_');
    return camel(words, true);
}

class Writer
{
public:
    explicit Writer(ClientLanguage language) noexcept
        : m_language(language)
    {}

    QString write(const Node *node);
    [[nodiscard]] bool failed() const noexcept { return m_failed; }

private:
    using L = ClientLanguage;

    QString lacking()
    {
        m_failed = true;
        return {};
    }
    [[nodiscard]] QString nameOf(Opcode op);
    QString apply(Opcode op, QStringList arguments);
    QStringList children(const Node *node);
    QString constant(const Value &value);
    QString listConstant(const std::vector<Value> &items);
    QString element(const Value &value);
    QString path(const Node *node);
    QString bin(const QByteArray &name, ValueType type);
    QString binName(const QByteArray &name)
    {
        return m_language == L::Rust ? quotedFor(m_language, name) + u".to_string()"_s
                                     : quotedFor(m_language, name);
    }
    QString read(const Path &path, ValueType type, ReturnType returned);
    QString collectionCall(bool map, QStringList words, QStringList arguments, std::optional<ValueType> type,
                           ReturnType returned, bool inverted, const QString &container,
                           const QString &context);
    QString size(bool map, const QString &container);
    QString context(const Path &path);
    QString returnType(bool map, ReturnType type, bool inverted);
    QString typeName(ValueType type);
    QString hll(const Node *node);

    ClientLanguage m_language;
    bool m_failed = false;
};

QString Writer::nameOf(Opcode op)
{
    static constexpr std::array order{L::Java, L::CSharp, L::Go, L::Node, L::C, L::Rust};
    const auto at = static_cast<size_t>(std::find(order.begin(), order.end(), m_language) - order.begin());
    for (const Names &names : operations) {
        if (names.op == op && at < order.size() && !names.names[at].isEmpty())
            return QString(names.names[at]);
    }
    return lacking();
}

QString Writer::apply(Opcode op, QStringList arguments)
{
    const QString joined = arguments.join(u", "_s);
    if (m_language == L::Rust && isVariadic(op))
        return nameOf(op) + u"(vec!["_s + joined + u"])"_s;
    return nameOf(op) + u'(' + joined + u')';
}

QStringList Writer::children(const Node *node)
{
    QStringList texts;
    for (const Node *child : node->children)
        texts.append(write(child));
    return texts;
}

/// A value inside a list.
QString Writer::element(const Value &value)
{
    QString plain;
    switch (value.type()) {
    case Value::Type::Integer:
        if (m_language == L::Node && !fitsADouble(value.toInteger()))
            return lacking();
        plain = QString::number(value.toInteger());
        if (m_language == L::Java || m_language == L::CSharp)
            plain += u'L';
        break;
    case Value::Type::Double:
        if (m_language == L::Node)
            return lacking(); // a whole number would arrive as an integer
        plain = constant(value);
        plain = plain.mid(plain.indexOf(u'(') + 1).chopped(1);
        break;
    case Value::Type::String:
        plain = quotedFor(m_language, value.bytes());
        break;
    case Value::Type::Bool:
        plain = value.toBool() ? u"true"_s : u"false"_s;
        break;
    default:
        return lacking();
    }
    if (m_language == L::Go)
        return u"as.NewValue("_s + plain + u')';
    return m_language == L::Rust ? u"as_val!("_s + plain + u')' : plain;
}

QString Writer::listConstant(const std::vector<Value> &items)
{
    QStringList elements;
    for (const Value &item : items)
        elements.append(element(item));
    const QString joined = elements.join(u", "_s);
    switch (m_language) {
    case L::Java:
        return u"Exp.val(Arrays.asList("_s + joined + u"))"_s;
    case L::CSharp:
        return u"Exp.Val(new List<object> { "_s + joined + u" })"_s;
    case L::Go:
        return u"as.ExpListVal("_s + joined + u')';
    case L::Node:
        return u"exp.list(["_s + joined + u"])"_s;
    case L::Rust:
        return u"list_val(vec!["_s + joined + u"])"_s;
    default:
        return lacking();
    }
}

QString Writer::constant(const Value &value)
{
    struct Call
    {
        QLatin1StringView java, csharp, go, node, c, rust;
    };
    const auto call = [this](const Call &names, const QString &text) {
        const QLatin1StringView name = m_language == L::Java     ? names.java
                                       : m_language == L::CSharp ? names.csharp
                                       : m_language == L::Go     ? names.go
                                       : m_language == L::Node   ? names.node
                                       : m_language == L::C      ? names.c
                                                                 : names.rust;
        return name + u'(' + text + u')';
    };
    switch (value.type()) {
    case Value::Type::Bool:
        return call(
            {"Exp.val"_L1, "Exp.Val"_L1, "as.ExpBoolVal"_L1, "exp.bool"_L1, "as_exp_bool"_L1, "bool_val"_L1},
            value.toBool() ? u"true"_s : u"false"_s);
    case Value::Type::Integer: {
        const qint64 number = value.toInteger();
        const bool isWide = number > INT32_MAX || number < INT32_MIN;
        QString text = QString::number(number);
        if (m_language == L::Node && !fitsADouble(number))
            return lacking();
        if (number == INT64_MIN && m_language != L::Rust && m_language != L::Go)
            text = u"-9223372036854775807L - 1"_s; // the literal is no number without its sign there
        else if (m_language == L::CSharp || (isWide && (m_language == L::Java || m_language == L::C)))
            text += u'L';
        return call(
            {"Exp.val"_L1, "Exp.Val"_L1, "as.ExpIntVal"_L1, "exp.int"_L1, "as_exp_int"_L1, "int_val"_L1},
            text);
    }
    case Value::Type::Double: {
        if (!std::isfinite(value.toDouble()))
            return lacking();
        std::array<char, 64> buffer{};
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value.toDouble()).ptr;
        QString text = QString::fromLatin1(buffer.data(), end - buffer.data());
        if (!text.contains(u'.') && !text.contains(u'e'))
            text += u".0"_s;
        return call({"Exp.val"_L1, "Exp.Val"_L1, "as.ExpFloatVal"_L1, "exp.float"_L1, "as_exp_float"_L1,
                     "float_val"_L1},
                    text);
    }
    case Value::Type::String: {
        const QString text = quotedFor(m_language, value.bytes());
        return call({"Exp.val"_L1, "Exp.Val"_L1, "as.ExpStringVal"_L1, "exp.str"_L1, "as_exp_str"_L1,
                     "string_val"_L1},
                    m_language == L::Rust ? text + u".to_string()"_s : text);
    }
    case Value::Type::GeoJson: {
        const QString text = quotedFor(m_language, value.bytes());
        return call(
            {"Exp.geo"_L1, "Exp.Geo"_L1, "as.ExpGeoVal"_L1, "exp.geo"_L1, "as_exp_geo"_L1, "geo_val"_L1},
            m_language == L::Rust ? text + u".to_string()"_s : text);
    }
    case Value::Type::List:
        return listConstant(value.list().items);
    default:
        return lacking(); // blobs and maps differ too much to be worth it
    }
}

QString Writer::write(const Node *node)
{
    switch (node->kind) {
    case NodeKind::Literal:
    case NodeKind::Placeholder:
        return constant(node->value);
    case NodeKind::Variable:
        return apply(Opcode::Variable, {binName(node->name.toUtf8())});
    case NodeKind::Metadata:
        return apply(node->op, node->op == Opcode::DigestModulo ? QStringList{QString::number(node->modulus)}
                                                                : QStringList());
    case NodeKind::Path:
        return path(node);
    case NodeKind::In:
        return collectionCall(false, {u"get"_s, u"by"_s, u"value"_s}, {write(node->children[0])}, {},
                              ReturnType::Exists, false, write(node->children[1]), {});
    case NodeKind::Exclusive: {
        QString text = write(node->children[0]);
        for (size_t i = 1; i < node->children.size(); ++i)
            text = apply(Opcode::Exclusive, {text, write(node->children[i])});
        return text;
    }
    case NodeKind::Let: {
        QStringList parts;
        for (size_t i = 0; i < node->names.size(); ++i)
            parts.append(apply(Opcode::Quote, {binName(node->names[i].toUtf8()), write(node->children[i])}));
        parts.append(write(node->children.back()));
        return apply(Opcode::Let, parts);
    }
    case NodeKind::Unknown:
        return apply(Opcode::Unknown, {});
    case NodeKind::Negate:
        return apply(Opcode::Multiply, {write(node->children[0]),
                                        constant(node->type == ValueType::Float ? Value(-1.0) : Value(-1))});
    case NodeKind::Invalid:
        return lacking();
    default:
        return apply(node->op, children(node));
    }
}

QString Writer::bin(const QByteArray &name, ValueType type)
{
    static constexpr const char *words[] = {"",    "bool", "int",   "string", "list",
                                            "map", "blob", "float", "geo",    "hll"};
    const QString word = QString::fromLatin1(words[static_cast<int>(type) % 10]);
    const QString upper = type == ValueType::Hll ? u"HLL"_s : camel({word}, true);
    const QString text = binName(name);
    switch (m_language) {
    case L::Java:
        return u"Exp."_s + word + u"Bin("_s + text + u')';
    case L::CSharp:
        return u"Exp."_s + upper + u"Bin("_s + text + u')';
    case L::Go:
        return u"as.Exp"_s + upper + u"Bin("_s + text + u')';
    case L::Node:
        return u"exp.bin"_s + (type == ValueType::String ? u"Str"_s : camel({word}, true)) + u'(' + text +
               u')';
    case L::C:
        return u"as_exp_bin_"_s + (type == ValueType::String ? u"str"_s : word) + u'(' + text + u')';
    default:
        return word + u"_bin("_s + text + u')';
    }
}

QString Writer::typeName(ValueType type)
{
    const QString word(typeWord(type));
    const bool isGeo = type == ValueType::Geo;
    const QString shortWord = type == ValueType::String ? u"STR"_s : isGeo ? u"GEOJSON"_s : word;
    switch (m_language) {
    case L::Java:
    case L::CSharp:
        return u"Exp.Type."_s + word;
    case L::Go:
        return u"as.ExpType"_s + word;
    case L::Node:
        return u"exp.type."_s + shortWord;
    case L::C:
        return u"AS_EXP_TYPE_"_s + shortWord;
    default:
        return u"ExpType::"_s + word;
    }
}

QString Writer::returnType(bool map, ReturnType type, bool inverted)
{
    const QString word = returnWord(type);
    const QString kind = map ? u"Map"_s : u"List"_s;
    switch (m_language) {
    case L::Java:
    case L::CSharp:
        return kind + u"ReturnType."_s + word +
               (inverted ? u" | "_s + kind + u"ReturnType.INVERTED"_s : QString());
    case L::Go:
        if (map)
            return u"as.MapReturnType."_s + word + (inverted ? u" | as.MapReturnType.INVERTED"_s : QString());
        return u"as.ListReturnType"_s + pascalOf(word) +
               (inverted ? u" | as.ListReturnTypeInverted"_s : QString());
    case L::Node: {
        const QString family = u"Aerospike."_s + kind.toLower() + u"s.returnType."_s;
        return family + word + (inverted ? u" | "_s + family + u"INVERTED"_s : QString());
    }
    case L::C: {
        const QString family = u"AS_"_s + kind.toUpper() + u"_RETURN_"_s;
        return family + word + (inverted ? u" | "_s + family + u"INVERTED"_s : QString());
    }
    default:
        if (inverted)
            return lacking();
        return kind + u"ReturnType::"_s + (!map && type == ReturnType::Value ? u"Values"_s : pascalOf(word));
    }
}

/// The steps in front of the last, as arguments behind the bin. Empty: none.
QString Writer::context(const Path &path)
{
    QStringList entries;
    for (size_t i = 0; i + 1 < path.steps.size(); ++i) {
        const Step &step = path.steps[i];
        const bool byKey = step.kind == StepKind::Key;
        const QStringList words{step.map ? u"map"_s : u"list"_s, byKey                         ? u"key"_s
                                                                 : step.kind == StepKind::Rank ? u"rank"_s
                                                                                               : u"index"_s};
        if (!byKey && step.first != static_cast<qint32>(step.first) &&
            (m_language == L::Java || m_language == L::CSharp))
            return lacking(); // these count places with 32 bits
        const QString value = byKey ? element(step.values.front()) : QString::number(step.first);
        switch (m_language) {
        case L::Java:
            entries.append(u"CTX."_s + camel(words, false) + u'(' +
                           (byKey ? u"Value.get("_s + value + u')' : value) + u')');
            break;
        case L::CSharp:
            entries.append(u"CTX."_s + camel(words, true) + u'(' +
                           (byKey ? u"Value.Get("_s + value + u')' : value) + u')');
            break;
        case L::Go:
            entries.append(u"as.Ctx"_s + camel(words, true) + u'(' + value + u')');
            break;
        case L::Node:
            entries.append(u".add"_s + camel(words, true) + u'(' + value + u')');
            break;
        case L::Rust: {
            const bool takesValue = step.map && step.kind == StepKind::Index;
            entries.append(u"ctx_"_s + words.join(u'_') + u'(' +
                           (takesValue ? u"as_val!("_s + value + u')' : value) + u')');
            break;
        }
        default:
            return lacking(); // C builds its contexts in statements of their own
        }
    }
    if (entries.isEmpty())
        return {};
    if (m_language == L::Node)
        return u"new Aerospike.cdt.Context()"_s + entries.join(QString());
    return entries.join(u", "_s);
}

QString Writer::collectionCall(bool map, QStringList words, QStringList arguments,
                               std::optional<ValueType> type, ReturnType returned, bool inverted,
                               const QString &container, const QString &context)
{
    const QString kind = map ? u"map"_s : u"list"_s;
    const QString returnText = returnType(map, returned, inverted);
    QStringList all;
    switch (m_language) {
    case L::C:
        all = {u"NULL"_s, returnText};
        if (type)
            all.append(typeName(*type));
        all += arguments;
        all.append(container);
        return u"as_exp_"_s + kind + u'_' + words.join(u'_') + u'(' + all.join(u", "_s) + u')';
    case L::Node:
        // Its map functions take their arguments from the last to the first.
        if (map)
            std::reverse(arguments.begin(), arguments.end());
        all = QStringList{container} + arguments;
        if (type)
            all.append(typeName(*type));
        all.append(returnText);
        if (!context.isEmpty())
            all.append(context);
        return u"exp."_s + kind + u"s."_s + camel(words, false) + u'(' + all.join(u", "_s) + u')';
    default:
        all = {returnText};
        if (type)
            all.append(typeName(*type));
        all += arguments;
        all.append(container);
        break;
    }
    if (m_language == L::Rust) {
        all.append(u"&["_s + context + u']');
        return kind + u"s::"_s + words.join(u'_') + u'(' + all.join(u", "_s) + u')';
    }
    if (!context.isEmpty())
        all.append(context);
    const QString family = camel({kind}, true);
    if (m_language == L::Go)
        return u"as.Exp"_s + family + camel(words, true) + u'(' + all.join(u", "_s) + u')';
    return family + u"Exp."_s + camel(words, m_language == L::CSharp) + u'(' + all.join(u", "_s) + u')';
}

QString Writer::size(bool map, const QString &container)
{
    const QString kind = map ? u"map"_s : u"list"_s;
    switch (m_language) {
    case L::C:
        return u"as_exp_"_s + kind + u"_size(NULL, "_s + container + u')';
    case L::Node:
        return u"exp."_s + kind + u"s.size("_s + container + u')';
    case L::Rust:
        return kind + u"s::size("_s + container + u", &[])"_s;
    case L::Go:
        return u"as.Exp"_s + camel({kind}, true) + u"Size("_s + container + u')';
    default:
        return camel({kind}, true) + (m_language == L::Java ? u"Exp.size("_s : u"Exp.Size("_s) + container +
               u')';
    }
}

QString Writer::read(const Path &path, ValueType type, ReturnType returned)
{
    if (path.steps.empty())
        return bin(path.bin, type);
    const Step &step = path.steps.back();
    const bool shortens = m_language == L::C || m_language == L::Node;
    const QString relative = shortens ? u"rel"_s : u"relative"_s;
    QStringList words{u"get"_s, u"by"_s};
    QStringList arguments;
    const auto open = [&](bool isOpen) {
        // Without an end: a function of its own in C and Node.js; in Go and Rust the one with a count is.
        if (shortens && isOpen)
            words += {u"to"_s, u"end"_s};
        else if ((m_language == L::Go || m_language == L::Rust) && !isOpen)
            words.append(u"count"_s);
    };
    const auto range = [&](const std::vector<Value> &ends) {
        const QString none = m_language == L::C      ? u"as_exp_inf()"_s
                             : m_language == L::Node ? u"exp.inf()"_s
                             : m_language == L::Go   ? u"nil"_s
                             : m_language == L::Rust ? u"None"_s
                                                     : u"null"_s;
        for (size_t i = 0; i < 2; ++i) {
            const QString text = i < ends.size() ? constant(ends[i]) : none;
            arguments.append(m_language == L::Rust && i < ends.size() ? u"Some("_s + text + u')' : text);
        }
    };
    switch (step.kind) {
    case StepKind::Key:
        words.append(u"key"_s);
        arguments.append(constant(step.values[0]));
        break;
    case StepKind::KeyList:
        words += {u"key"_s, u"list"_s};
        arguments.append(listConstant(step.values));
        break;
    case StepKind::KeyRange:
        words += {u"key"_s, u"range"_s};
        range(step.values);
        break;
    case StepKind::Index:
    case StepKind::Rank:
        words.append(step.kind == StepKind::Index ? u"index"_s : u"rank"_s);
        arguments.append(constant(Value(step.first)));
        break;
    case StepKind::IndexRange:
    case StepKind::RankRange:
        words += {step.kind == StepKind::IndexRange ? u"index"_s : u"rank"_s, u"range"_s};
        open(!step.count);
        arguments.append(constant(Value(step.first)));
        break;
    case StepKind::IndexRangeRelative:
        words += {u"key"_s, relative, u"index"_s, u"range"_s};
        open(!step.count);
        arguments += {constant(step.values[0]), constant(Value(step.first))};
        break;
    case StepKind::RankRangeRelative:
        if (step.map || !shortens)
            words.append(u"value"_s);
        words += {relative, u"rank"_s, u"range"_s};
        open(!step.count);
        arguments += {constant(step.values[0]), constant(Value(step.first))};
        break;
    case StepKind::Value:
        words.append(u"value"_s);
        arguments.append(constant(step.values[0]));
        break;
    case StepKind::ValueList:
        words += {u"value"_s, u"list"_s};
        arguments.append(listConstant(step.values));
        break;
    case StepKind::ValueRange:
        words += {u"value"_s, u"range"_s};
        range(step.values);
        break;
    }
    if (step.count && step.kind != StepKind::Index && step.kind != StepKind::Rank)
        arguments.append(constant(Value(*step.count)));
    const QString container = bin(path.bin, path.steps.front().map ? ValueType::Map : ValueType::List);
    return collectionCall(step.map, words, arguments, step.isSingle() ? std::optional(type) : std::nullopt,
                          returned, step.inverted, container, context(path));
}

QString Writer::hll(const Node *node)
{
    const Path &path = *node->path;
    QStringList words;
    switch (path.function) {
    case PathFunction::HllUnion:
        words = {u"get"_s, u"union"_s};
        break;
    case PathFunction::HllUnionCount:
        words = {u"get"_s, u"union"_s, u"count"_s};
        break;
    case PathFunction::HllIntersectCount:
        words = {u"get"_s, u"intersect"_s, u"count"_s};
        break;
    case PathFunction::HllSimilarity:
        words = {u"get"_s, u"similarity"_s};
        break;
    case PathFunction::HllDescribe:
        words = {u"describe"_s};
        break;
    case PathFunction::HllMayContain:
        words = {u"may"_s, u"contain"_s};
        break;
    default:
        words = {u"get"_s, u"count"_s};
        break;
    }
    QStringList arguments;
    if (path.argument != nullptr)
        arguments.append(write(path.argument));
    const QString sketch = read(path, ValueType::Hll, ReturnType::Value);
    if (m_language == L::Node)
        arguments.prepend(sketch);
    else
        arguments.append(sketch);
    const QString joined = u'(' + arguments.join(u", "_s) + u')';
    switch (m_language) {
    case L::Java:
        return u"HLLExp."_s + camel(words, false) + joined;
    case L::CSharp:
        return u"HLLExp."_s + camel(words, true) + joined;
    case L::Go:
        return u"as.ExpHLL"_s + camel(words, true) + joined;
    case L::Node:
        return u"exp.hll."_s + camel(words, false) + joined;
    case L::C:
        return u"as_exp_hll_"_s + words.join(u'_') + joined;
    default:
        return u"hll::"_s + words.join(u'_') + joined;
    }
}

QString Writer::path(const Node *node)
{
    const Path &path = *node->path;
    switch (path.function) {
    case PathFunction::AsInt:
        return apply(Opcode::ToInt, {read(path, node->readAs, ReturnType::Value)});
    case PathFunction::AsFloat:
        return apply(Opcode::ToFloat, {read(path, node->readAs, ReturnType::Value)});
    case PathFunction::Exists:
        return path.steps.empty() ? apply(Opcode::BinType, {binName(path.bin)})
                                  : read(path, ValueType::Bool, ReturnType::Exists);
    case PathFunction::Count:
        if (!path.steps.empty() && !path.steps.back().isSingle())
            return read(path, ValueType::Int, ReturnType::Count);
        return size(node->readAs == ValueType::Map, read(path, node->readAs, ReturnType::Value));
    case PathFunction::None:
    case PathFunction::Get:
        return read(path, node->readAs, path.returnType.value_or(ReturnType::Value));
    default:
        return hll(node);
    }
}

} // namespace

std::optional<QString> writeExpression(ClientLanguage language, const Node *root)
{
    Writer writer(language);
    QString text = writer.write(root);
    return writer.failed() ? std::nullopt : std::optional(std::move(text));
}

QString quotedFor(ClientLanguage language, const QByteArray &utf8)
{
    const QChar quote = language == ClientLanguage::Node ? u'\'' : u'"';
    QString result(quote);
    for (const QChar c : QString::fromUtf8(utf8)) {
        if (c == quote || c == u'\\') {
            result += u'\\';
            result += c;
        } else if (c == u'\n') {
            result += u"\\n"_s;
        } else if (c == u'\t') {
            result += u"\\t"_s;
        } else if (c == u'\r') {
            result += u"\\r"_s;
        } else if (c.unicode() < 0x20 || c.unicode() == 0x7f) {
            // Three octal digits end an escape in C whatever follows; the others know four hex digits.
            if (language == ClientLanguage::C)
                result += u'\\' + QString::number(c.unicode(), 8).rightJustified(3, u'0');
            else if (language == ClientLanguage::Rust)
                result += u"\\u{"_s + QString::number(c.unicode(), 16) + u'}';
            else
                result += u"\\u"_s + QString::number(c.unicode(), 16).rightJustified(4, u'0');
        } else {
            result += c;
        }
    }
    return result + quote;
}

} // namespace Aeroscope::Ael
