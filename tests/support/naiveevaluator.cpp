// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naiveevaluator.h"

#include "tests/support/naivebits.h"
#include "tests/support/naivecdt.h"
#include "tests/support/naiveexpression.h"
#include "tests/support/naivegeo.h"
#include "tests/support/naivehll.h"
#include "tests/support/naiveorder.h"
#include "tests/support/naiveselect.h"

#include <QtEndian>

#include <regex.h>

#include <bit>
#include <cmath>
#include <limits>

namespace Aeroscope::Naive {

namespace {

const Outcome unknown{Outcome::Kind::Unknown, {}};

Outcome known(Value value)
{
    return {Outcome::Kind::Known, std::move(value)};
}

bool fitsKind(const Value &value, Kind kind)
{
    switch (value.type()) {
    case Value::Type::Nil:
        return kind == Kind::Nil;
    case Value::Type::Bool:
        return kind == Kind::Bool;
    case Value::Type::Integer:
        return kind == Kind::Integer;
    case Value::Type::Double:
        return kind == Kind::Float;
    case Value::Type::String:
        return kind == Kind::String;
    case Value::Type::Blob:
        return kind == Kind::Blob && value.blobType() == ParticleType::Blob;
    case Value::Type::GeoJson:
        return kind == Kind::GeoJson;
    case Value::Type::Hll:
        return kind == Kind::Hll;
    case Value::Type::List:
        return kind == Kind::List;
    case Value::Type::Map:
        return kind == Kind::Map;
    default:
        return false;
    }
}

/// Two's complement arithmetic that wraps, as the server's does.
qint64 wrap(quint64 value)
{
    return qint64(value);
}

bool holds(quint64 comparison, int sign)
{
    switch (comparison) {
    case 1:
        return sign == 0;
    case 2:
        return sign != 0;
    case 3:
        return sign > 0;
    case 4:
        return sign >= 0;
    case 5:
        return sign < 0;
    default:
        return sign <= 0;
    }
}

bool holds(quint64 comparison, double a, double b)
{
    switch (comparison) {
    case 1:
        return a == b;
    case 2:
        return a != b;
    case 3:
        return a > b;
    case 4:
        return a >= b;
    case 5:
        return a < b;
    default:
        return a <= b;
    }
}

class Evaluation
{
public:
    Evaluation(const Record *record, const LoopVariables *loop)
        : m_record(record)
        , m_loop(loop)
    {}

    Outcome of(const Node &node);

private:
    struct Variable
    {
        QByteArray name;
        Outcome outcome;
    };

    Outcome compared(const Node &node);
    Outcome logic(const Node &node);
    Outcome arithmetic(const Node &node);
    Outcome integers(const Node &node, const std::vector<qint64> &values);
    Outcome floats(const Node &node, const std::vector<double> &values);
    Outcome metadata(const Node &node);
    Outcome call(const Node &node);
    Outcome select(const Node &node, const Value &target);
    Outcome loopVariable(const Node &node);

    const Record *m_record;
    const LoopVariables *m_loop;
    std::vector<Variable> m_variables;
};

Outcome Evaluation::of(const Node &node)
{
    switch (node.code) {
    case Node::literalCode:
        return known(node.literal);
    case 0:
        return unknown;
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
        return compared(node);
    case 16:
    case 17:
    case 18:
    case 19:
        return logic(node);
    case 81: {
        const Value *bin = m_record ? m_record->bin(node.name) : nullptr;
        return bin && fitsKind(*bin, node.kind) ? known(*bin) : unknown;
    }
    case 82: {
        if (!m_record)
            return unknown;
        const Value *bin = m_record->bin(node.name);
        return known(Value(bin ? qint64(bin->particleType()) : 0));
    }
    case 100:
        return {Outcome::Kind::Removal, {}};
    case 101:
    case 102: {
        const Outcome map = of(node.operands[0]);
        if (!map.isKnown() || map.value.type() != Value::Type::Map)
            return map.kind == Outcome::Kind::Unsupported ? map : unknown;
        List list;
        for (const auto &pair : map.value.map().pairs)
            list.items.push_back(node.code == 101 ? pair.first : pair.second);
        return known(list);
    }
    case 122:
        return loopVariable(node);
    case 123:
        for (size_t i = 0; i + 1 < node.operands.size(); i += 2) {
            const Outcome condition = of(node.operands[i]);
            if (!condition.isKnown())
                return condition;
            if (condition.value.toBool())
                return of(node.operands[i + 1]);
        }
        return of(node.operands.back());
    case 124:
        for (auto variable = m_variables.rbegin(); variable != m_variables.rend(); ++variable) {
            if (variable->name == node.name)
                return variable->outcome;
        }
        return unknown;
    case 125: {
        const size_t outer = m_variables.size();
        for (size_t i = 0; i < node.names.size(); ++i) {
            Outcome outcome = of(node.operands[i]);
            m_variables.push_back({node.names[i], std::move(outcome)});
        }
        Outcome result = of(node.operands.back());
        m_variables.resize(outer);
        return result;
    }
    case 127:
        return call(node);
    default:
        break;
    }
    return node.code >= 64 && node.code <= 80 ? metadata(node) : arithmetic(node);
}

Outcome Evaluation::compared(const Node &node)
{
    std::vector<Value> values;
    for (const Node &operand : node.operands) {
        const Outcome outcome = of(operand);
        if (!outcome.isKnown())
            return outcome;
        values.push_back(outcome.value);
    }
    if (node.code == 7) {
        regex_t compiled;
        if (regcomp(&compiled, node.name.constData(), int(node.number)) != 0)
            return unknown;
        const bool matches = regexec(&compiled, values[0].bytes().constData(), 0, nullptr, 0) == 0;
        regfree(&compiled);
        return known(Value(matches));
    }
    if (node.code == 8) {
        const auto matches = geoMatches(values[0].bytes(), values[1].bytes());
        return matches ? known(Value(*matches)) : unknown;
    }
    if (node.code == 9) {
        if (values[1].type() != Value::Type::List)
            return unknown;
        for (const Value &item : values[1].list().items) {
            if (isSame(values[0], item))
                return known(Value(true));
        }
        return known(Value(false));
    }
    if (values[0].type() == Value::Type::Bool)
        return known(Value(holds(node.code, int(values[0].toBool()) - int(values[1].toBool()))));
    if (values[0].type() == Value::Type::Double)
        return known(Value(holds(node.code, values[0].toDouble(), values[1].toDouble())));
    const Comparison comparison = compare(values[0], values[1]);
    if (values[0].isContainer() && comparison.metUnorderedMap)
        return unknown;
    return known(Value(holds(node.code, comparison.sign)));
}

Outcome Evaluation::logic(const Node &node)
{
    if (node.code == 18) {
        const Outcome outcome = of(node.operands[0]);
        return outcome.isKnown() ? known(Value(!outcome.value.toBool())) : outcome;
    }
    if (node.code == 19) {
        bool found = false;
        for (const Node &operand : node.operands) {
            const Outcome outcome = of(operand);
            if (!outcome.isKnown())
                return outcome;
            if (outcome.value.toBool() && found)
                return known(Value(false));
            found = found || outcome.value.toBool();
        }
        return known(Value(found));
    }
    const bool decisive = node.code == 17; // one true settles "or", one false settles "and"
    Outcome result = known(Value(!decisive));
    for (const Node &operand : node.operands) {
        const Outcome outcome = of(operand);
        if (outcome.isKnown() && outcome.value.toBool() == decisive)
            return outcome;
        if (!outcome.isKnown())
            result = outcome;
    }
    return result;
}

Outcome Evaluation::arithmetic(const Node &node)
{
    std::vector<qint64> whole;
    std::vector<double> real;
    std::optional<bool> flag;
    for (const Node &operand : node.operands) {
        const Outcome outcome = of(operand);
        if (!outcome.isKnown())
            return outcome;
        if (outcome.value.type() == Value::Type::Integer)
            whole.push_back(outcome.value.toInteger());
        else if (outcome.value.type() == Value::Type::Double)
            real.push_back(outcome.value.toDouble());
        else if (outcome.value.type() == Value::Type::Bool)
            flag = outcome.value.toBool();
        else
            return unknown;
    }
    if (node.code == 40 || node.code == 41) {
        const quint64 bits = *flag ? quint64(whole[0]) : ~quint64(whole[0]);
        if (bits == 0)
            return known(Value(-1));
        return known(Value(qint64(node.code == 40 ? std::countl_zero(bits) : 63 - std::countr_zero(bits))));
    }
    return real.empty() ? integers(node, whole) : floats(node, real);
}

Outcome Evaluation::integers(const Node &node, const std::vector<qint64> &values)
{
    const quint64 first = quint64(values[0]);
    const unsigned shift = values.size() > 1 ? unsigned(values[1]) & 63U : 0;
    quint64 result = first;
    switch (node.code) {
    case 20:
        for (size_t i = 1; i < values.size(); ++i)
            result += quint64(values[i]);
        break;
    case 21:
        if (values.size() == 1)
            result = 0 - first;
        for (size_t i = 1; i < values.size(); ++i)
            result -= quint64(values[i]);
        break;
    case 22:
        for (size_t i = 1; i < values.size(); ++i)
            result *= quint64(values[i]);
        break;
    case 23: {
        quint64 product = 1;
        for (size_t i = 1; i < values.size(); ++i)
            product *= quint64(values[i]);
        const qint64 over = values.size() == 1 ? 1 : values[0];
        const qint64 under = values.size() == 1 ? values[0] : wrap(product);
        if (under == 0)
            return unknown;
        return known(Value(under == -1 ? wrap(0 - quint64(over)) : over / under));
    }
    case 26:
        if (values[1] == 0)
            return unknown;
        return known(Value(values[1] == -1 ? qint64(0) : values[0] % values[1]));
    case 27:
        return known(Value(values[0] < 0 ? wrap(0 - first) : values[0]));
    case 31:
        return known(Value(double(values[0])));
    case 32:
        for (const qint64 value : values)
            result &= quint64(value);
        break;
    case 33:
        for (const qint64 value : values)
            result |= quint64(value);
        break;
    case 34:
        for (size_t i = 1; i < values.size(); ++i)
            result ^= quint64(values[i]);
        break;
    case 35:
        result = ~first;
        break;
    case 36:
        result = first << shift;
        break;
    case 37:
        result = first >> shift;
        break;
    case 38:
        return known(Value(values[0] >> shift));
    case 39:
        return known(Value(qint64(std::popcount(first))));
    case 50:
        return known(Value(*std::min_element(values.begin(), values.end())));
    case 51:
        return known(Value(*std::max_element(values.begin(), values.end())));
    default:
        return unknown;
    }
    return known(Value(wrap(result)));
}

Outcome Evaluation::floats(const Node &node, const std::vector<double> &values)
{
    double result = values[0];
    switch (node.code) {
    case 20:
        for (size_t i = 1; i < values.size(); ++i)
            result += values[i];
        break;
    case 21:
        if (values.size() == 1)
            result = 0.0 - values[0];
        for (size_t i = 1; i < values.size(); ++i)
            result -= values[i];
        break;
    case 22:
        for (size_t i = 1; i < values.size(); ++i)
            result *= values[i];
        break;
    case 23: {
        double product = 1;
        for (size_t i = 1; i < values.size(); ++i)
            product *= values[i];
        result = values.size() == 1 ? 1.0 / values[0] : values[0] / product;
        break;
    }
    case 24:
        result = std::pow(values[0], values[1]);
        break;
    case 25:
        result = std::log(values[0]) / std::log(values[1]);
        break;
    case 27:
        result = std::fabs(values[0]);
        break;
    case 28:
        result = std::floor(values[0]);
        break;
    case 29:
        result = std::ceil(values[0]);
        break;
    case 30: {
        constexpr double limit = 9223372036854775808.0;
        const bool fits = values[0] >= -limit && values[0] < limit;
        return known(Value(fits ? qint64(values[0]) : std::numeric_limits<qint64>::min()));
    }
    case 50:
        for (const double value : values)
            result = result > value ? value : result;
        break;
    case 51:
        for (const double value : values)
            result = result < value ? value : result;
        break;
    default:
        return unknown;
    }
    return known(Value(result));
}

Outcome Evaluation::metadata(const Node &node)
{
    constexpr qint64 nanosecond = 1'000'000'000;
    if (!m_record)
        return unknown;
    const qint64 expiry = VoidTime{m_record->voidTime}.unixSeconds();
    switch (node.code) {
    case 64:
        return known(
            Value(qint64(qFromLittleEndian<quint32>(m_record->digest.bytes.data() + 16)) % node.number));
    case 65:
        return known(Value(0)); // namespaces here live in memory
    case 66:
        return known(Value(m_record->lastUpdateMs * 1'000'000));
    case 67:
        return known(Value(std::max<qint64>(m_record->nowMs - m_record->lastUpdateMs, 0)));
    case 68:
        return known(Value(m_record->voidTime == 0 ? qint64(-1) : expiry * nanosecond));
    case 69:
        return known(Value(m_record->voidTime == 0 ? qint64(-1)
                                                   : std::max<qint64>(expiry - m_record->nowMs / 1000, 0)));
    case 70:
        return known(Value::string(m_record->set));
    case 71:
        return known(Value(m_record->userKey.has_value()));
    case 72:
        return known(Value(m_record->isTombstone));
    case 73:
    case 74:
        return known(Value(m_record->recordSize));
    case 80:
        return m_record->userKey && fitsKind(*m_record->userKey, node.kind) ? known(*m_record->userKey)
                                                                            : unknown;
    default:
        return unknown;
    }
}

Outcome Evaluation::loopVariable(const Node &node)
{
    if (!m_loop)
        return unknown;
    const std::optional<Value> &value = node.number == 0   ? m_loop->key
                                        : node.number == 1 ? m_loop->value
                                                           : m_loop->index;
    return value && fitsKind(*value, node.kind) ? known(*value) : unknown;
}

Outcome Evaluation::call(const Node &node)
{
    std::vector<Value> values;
    for (const Node &operand : node.operands) {
        const Outcome outcome = of(operand);
        if (!outcome.isKnown())
            return outcome;
        values.push_back(outcome.value);
    }
    const Value target = values.back();
    values.pop_back();
    if ((node.system & 0x40) != 0)
        return {Outcome::Kind::Unsupported, {}};
    if (node.system == 0 && node.call == 0xfe)
        return select(node, target);
    std::optional<Value> answer;
    if (node.system == 0) {
        std::optional<Value> container = target;
        if (!node.context.isEmpty())
            container = followContext(target, node.context);
        if (container)
            answer = readCdt(*container, node.call, values);
    } else if (node.system == 1 && target.type() == Value::Type::Blob && node.context.isEmpty()) {
        answer = readBits(target.bytes(), node.call, values);
    } else if (node.system == 2 && target.type() == Value::Type::Hll && node.context.isEmpty()) {
        answer = readHll(target.bytes(), node.call, values);
    }
    if (!answer || !fitsKind(*answer, node.kind))
        return unknown;
    if (answer->type() == Value::Type::GeoJson && !isGeometry(answer->bytes()))
        return unknown;
    return known(*answer);
}

Outcome Evaluation::select(const Node &node, const Value &target)
{
    const ElementTest test = [](const QByteArray &expression, const LoopVariables &loop,
                                bool &isRefused) -> std::optional<bool> {
        const auto tree = parseExpression(expression);
        isRefused = !tree;
        if (!tree)
            return {};
        const Outcome outcome = Evaluation(nullptr, &loop).of(*tree);
        if (!outcome.isKnown())
            return {};
        return outcome.value.type() == Value::Type::Bool && outcome.value.toBool();
    };
    const auto answer = selectPath(target, node.context, quint64(node.number), test);
    return answer && fitsKind(*answer, node.kind) ? known(*answer) : unknown;
}

} // namespace

Outcome evaluate(QByteArrayView expression, const Record &record)
{
    const auto tree = parseExpression(expression);
    if (!tree)
        return {Outcome::Kind::Refused, {}};
    return Evaluation(&record, nullptr).of(*tree);
}

Outcome evaluateFilter(QByteArrayView expression, const Record &record)
{
    const auto tree = parseExpression(expression);
    if (!tree || tree->kind != Kind::Bool)
        return {Outcome::Kind::Refused, {}};
    return Evaluation(&record, nullptr).of(*tree);
}

} // namespace Aeroscope::Naive
