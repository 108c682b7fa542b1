// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/encoding/encoder.h"

#include "client/value/msgpack.h"

namespace Aeroscope::Ael {

namespace {

// Modules of a call.
constexpr int collections = 0;
constexpr int sketches = 2;

constexpr int contextMark = 0xff;

// Collection operations (protocol section 8.2); the list operation, then the map operation.
struct StepCodes
{
    int list;
    int map;
};
constexpr int listSize = 16;
constexpr int mapSize = 96;
constexpr int listByValue = 22;

constexpr StepCodes codesOf(StepKind kind) noexcept
{
    switch (kind) {
    case StepKind::Key:
        return {0, 97};
    case StepKind::KeyList:
        return {0, 107};
    case StepKind::KeyRange:
        return {0, 103};
    case StepKind::Index:
        return {19, 98};
    case StepKind::IndexRange:
        return {24, 104};
    case StepKind::IndexRangeRelative:
        return {0, 109};
    case StepKind::Rank:
        return {21, 100};
    case StepKind::RankRange:
        return {26, 106};
    case StepKind::RankRangeRelative:
        return {27, 110};
    case StepKind::Value:
        return {listByValue, 102};
    case StepKind::ValueList:
        return {23, 108};
    case StepKind::ValueRange:
        return {25, 105};
    }
    return {0, 0};
}

/// Context entries: index 0, rank 1, key 2, value 3, in a list 0x10, in a map 0x20.
int contextIdOf(const Step &step) noexcept
{
    const int base = step.map ? 0x20 : 0x10;
    switch (step.kind) {
    case StepKind::Rank:
        return base + 1;
    case StepKind::Key:
        return base + 2;
    case StepKind::Value:
        return base + 3;
    default:
        return base;
    }
}

int hllCodeOf(PathFunction function) noexcept
{
    switch (function) {
    case PathFunction::HllUnion:
        return 51;
    case PathFunction::HllUnionCount:
        return 52;
    case PathFunction::HllIntersectCount:
        return 53;
    case PathFunction::HllSimilarity:
        return 54;
    case PathFunction::HllDescribe:
        return 55;
    case PathFunction::HllMayContain:
        return 56;
    default:
        return 50;
    }
}

class Encoder
{
public:
    void node(const Node *node);
    void context(const std::vector<Step> &steps, size_t count);
    [[nodiscard]] QByteArray take() { return m_out.take(); }

private:
    void operation(Opcode op, size_t arguments)
    {
        m_out.listHeader(static_cast<quint32>(arguments + 1));
        m_out.integer(static_cast<int>(op));
    }
    void type(ValueType type) { m_out.integer(static_cast<int>(type)); }
    void call(ValueType result, int module)
    {
        operation(Opcode::Call, 4);
        type(result);
        m_out.integer(module);
    }
    void children(const Node *node)
    {
        for (const Node *child : node->children)
            this->node(child);
    }
    void constant(const Value &value);
    void quoted(const std::vector<Value> &values);
    void path(const Node *node);
    void bin(const Path &path, ValueType type);
    void read(const Path &path, ValueType type, ReturnType returned);
    void selection(const Step &step, ReturnType returned);
    void hll(const Node *node);
    void exclusive(const Node *node);
    void let(const Node *node);

    MsgpackWriter m_out;
};

void Encoder::constant(const Value &value)
{
    if (value.type() == Value::Type::List) {
        quoted(value.list().items);
        return;
    }
    m_out.value(value);
}

void Encoder::quoted(const std::vector<Value> &values)
{
    operation(Opcode::Quote, 1);
    m_out.listHeader(static_cast<quint32>(values.size()));
    for (const Value &value : values)
        m_out.value(value);
}

void Encoder::node(const Node *node)
{
    switch (node->kind) {
    case NodeKind::Invalid:
        Q_ASSERT_X(false, "Encoder", "a tree with errors");
        break;
    case NodeKind::Literal:
    case NodeKind::Placeholder:
        constant(node->value);
        break;
    case NodeKind::Variable:
        operation(Opcode::Variable, 1);
        m_out.raw(node->name.toUtf8());
        break;
    case NodeKind::Metadata:
        if (node->op == Opcode::DigestModulo) {
            operation(node->op, 1);
            m_out.integer(node->modulus);
        } else {
            operation(node->op, 0);
        }
        break;
    case NodeKind::Path:
        path(node);
        break;
    case NodeKind::In:
        call(ValueType::Bool, collections);
        m_out.listHeader(3);
        m_out.integer(listByValue);
        m_out.integer(static_cast<int>(ReturnType::Exists));
        children(node);
        break;
    case NodeKind::Exclusive:
        exclusive(node);
        break;
    case NodeKind::Let:
        let(node);
        break;
    case NodeKind::Unknown:
        operation(Opcode::Unknown, 0);
        break;
    case NodeKind::Negate:
        operation(Opcode::Multiply, 2);
        children(node);
        if (node->type == ValueType::Float)
            m_out.floating(-1.0);
        else
            m_out.integer(-1);
        break;
    case NodeKind::Call:
    case NodeKind::Compare:
    case NodeKind::And:
    case NodeKind::Or:
    case NodeKind::Not:
    case NodeKind::When:
    case NodeKind::Arithmetic:
    case NodeKind::Integer:
    case NodeKind::Power:
    case NodeKind::Complement:
        operation(node->op, node->children.size());
        children(node);
        break;
    }
}

/// Written as pairs nested to the left, the form of the reference compiler.
void Encoder::exclusive(const Node *node)
{
    for (size_t i = 1; i < node->children.size(); ++i)
        operation(Opcode::Exclusive, 2);
    children(node);
}

void Encoder::let(const Node *node)
{
    operation(Opcode::Let, node->names.size() * 2 + 1);
    for (size_t i = 0; i < node->children.size(); ++i) {
        if (i < node->names.size())
            m_out.raw(node->names[i].toUtf8());
        this->node(node->children[i]);
    }
}

void Encoder::path(const Node *node)
{
    const Path &path = *node->path;
    switch (path.function) {
    case PathFunction::AsInt:
    case PathFunction::AsFloat:
        operation(path.function == PathFunction::AsInt ? Opcode::ToInt : Opcode::ToFloat, 1);
        read(path, node->readAs, ReturnType::Value);
        break;
    case PathFunction::Exists:
        if (path.steps.empty()) {
            operation(Opcode::NotEqual, 2);
            operation(Opcode::BinType, 1);
            m_out.raw(path.bin);
            m_out.integer(0);
        } else {
            read(path, ValueType::Bool, ReturnType::Exists);
        }
        break;
    case PathFunction::Count:
        if (!path.steps.empty() && !path.steps.back().isSingle()) {
            read(path, ValueType::Int, ReturnType::Count);
        } else {
            call(ValueType::Int, collections);
            m_out.listHeader(1);
            m_out.integer(node->readAs == ValueType::Map ? mapSize : listSize);
            read(path, node->readAs, ReturnType::Value);
        }
        break;
    case PathFunction::None:
    case PathFunction::Get:
        read(path, node->readAs, path.returnType.value_or(ReturnType::Value));
        break;
    default:
        hll(node);
        break;
    }
}

void Encoder::bin(const Path &path, ValueType binType)
{
    operation(Opcode::Bin, 2);
    type(binType);
    m_out.raw(path.bin);
}

void Encoder::read(const Path &path, ValueType result, ReturnType returned)
{
    if (path.steps.empty()) {
        bin(path, result);
        return;
    }
    call(result, collections);
    const size_t depth = path.steps.size() - 1;
    if (depth > 0) {
        m_out.listHeader(3);
        m_out.integer(contextMark);
        context(path.steps, depth);
    }
    selection(path.steps.back(), returned);
    bin(path, path.steps.front().map ? ValueType::Map : ValueType::List);
}

void Encoder::context(const std::vector<Step> &steps, size_t count)
{
    m_out.listHeader(static_cast<quint32>(count * 2));
    for (size_t i = 0; i < count; ++i) {
        const Step &step = steps[i];
        m_out.integer(contextIdOf(step));
        if (step.kind == StepKind::Index || step.kind == StepKind::Rank)
            m_out.integer(step.first);
        else
            m_out.value(step.values.front());
    }
}

void Encoder::selection(const Step &step, ReturnType returned)
{
    const StepCodes codes = codesOf(step.kind);
    quint32 arguments = 0;
    switch (step.kind) {
    case StepKind::Key:
    case StepKind::KeyList:
    case StepKind::Index:
    case StepKind::Rank:
    case StepKind::Value:
    case StepKind::ValueList:
        arguments = 1;
        break;
    case StepKind::KeyRange:
    case StepKind::ValueRange:
        arguments = static_cast<quint32>(step.values.size());
        break;
    case StepKind::IndexRange:
    case StepKind::RankRange:
        arguments = step.count ? 2 : 1;
        break;
    case StepKind::IndexRangeRelative:
    case StepKind::RankRangeRelative:
        arguments = step.count ? 3 : 2;
        break;
    }
    m_out.listHeader(2 + arguments);
    m_out.integer(step.map ? codes.map : codes.list);
    m_out.integer(static_cast<int>(returned) | (step.inverted ? invertedFlag : 0));
    switch (step.kind) {
    case StepKind::KeyList:
    case StepKind::ValueList:
        quoted(step.values);
        break;
    case StepKind::Key:
    case StepKind::KeyRange:
    case StepKind::Value:
    case StepKind::ValueRange:
        for (const Value &value : step.values)
            m_out.value(value);
        break;
    case StepKind::IndexRangeRelative:
    case StepKind::RankRangeRelative:
        m_out.value(step.values.front());
        [[fallthrough]];
    case StepKind::Index:
    case StepKind::IndexRange:
    case StepKind::Rank:
    case StepKind::RankRange:
        m_out.integer(step.first);
        if (step.count)
            m_out.integer(*step.count);
        break;
    }
}

void Encoder::hll(const Node *node)
{
    const Path &path = *node->path;
    call(node->type, sketches);
    m_out.listHeader(path.argument != nullptr ? 2 : 1);
    m_out.integer(hllCodeOf(path.function));
    if (const Node *argument = path.argument; argument != nullptr) {
        // A sketch given as a value goes as a list of one.
        if (argument->literalType == ValueType::Hll)
            quoted({argument->value});
        else
            this->node(argument);
    }
    read(path, ValueType::Hll, ReturnType::Value);
}

} // namespace

QByteArray encode(const Node *root)
{
    Encoder encoder;
    encoder.node(root);
    return encoder.take();
}

QByteArray encodeContext(const Path &path)
{
    Encoder encoder;
    encoder.context(path.steps, path.steps.size());
    return encoder.take();
}

} // namespace Aeroscope::Ael
