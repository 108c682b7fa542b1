// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/payload_p.h"

#include "client/value/cdtcodes_p.h"
#include "client/value/serverhazard.h"
#include "client/value/storable.h"

using namespace Qt::StringLiterals;

namespace Aeroscope {

PayloadBuilder &PayloadBuilder::integer(qint64 value)
{
    m_arguments.integer(value);
    ++m_count;
    return *this;
}

PayloadBuilder &PayloadBuilder::count(std::optional<quint64> value)
{
    if (value) {
        m_arguments.unsignedInteger(*value);
        ++m_count;
    }
    return *this;
}

PayloadBuilder &PayloadBuilder::boolean(bool value)
{
    m_arguments.boolean(value);
    ++m_count;
    return *this;
}

PayloadBuilder &PayloadBuilder::blob(QByteArrayView bytes)
{
    m_arguments.prefixed(ParticleType::Blob, bytes);
    ++m_count;
    return *this;
}

PayloadBuilder &PayloadBuilder::argument(const Value &value)
{
    m_arguments.value(value);
    ++m_count;
    return *this;
}

PayloadBuilder &PayloadBuilder::stored(const Value &value)
{
    const Result<Storability> storability = checkStorable(value, StorePlace::Element);
    if (!storability) {
        if (m_refusal.isEmpty())
            m_refusal = storability.error().message;
        return *this;
    }
    return argument(*storability == Storability::AsIs ? value : normalized(value));
}

PayloadBuilder &PayloadBuilder::storedList(const std::vector<Value> &values)
{
    return stored(List{values, ListOrder::Unordered});
}

PayloadBuilder &PayloadBuilder::storedKey(const Value &key)
{
    if (key.type() != Value::Type::Integer && key.type() != Value::Type::String &&
        key.type() != Value::Type::Blob)
        refuse("the key of a map to store is an integer, a string or a blob"_L1);
    return argument(key);
}

PayloadBuilder &PayloadBuilder::packed(QByteArrayView bytes, quint32 count)
{
    m_arguments.packed(bytes);
    m_count += count;
    return *this;
}

PayloadBuilder &PayloadBuilder::refuse(QLatin1StringView why)
{
    if (m_refusal.isEmpty())
        m_refusal = why;
    return *this;
}

Operation PayloadBuilder::finish(const CdtContext &context)
{
    if (context.isPathOnly())
        refuse("only path operations have contexts with expressions or key lists"_L1);
    MsgpackWriter writer;
    if (!context.isEmpty()) {
        writer.listHeader(3);
        writer.integer(CdtCode::withContext);
        writer.packed(context.packed());
    }
    writer.listHeader(m_count + 1);
    writer.unsignedInteger(m_code);
    writer.packed(m_arguments.bytes());

    Operation operation{m_op, std::move(m_bin), {}, writer.take(), std::move(m_refusal)};
    if (operation.refusal.isEmpty())
        operation.refusal = operationHazard(operation.code, operation.payload);
    return operation;
}

SelectorBuilder &SelectorBuilder::value(const Value &value)
{
    m_writer.value(value);
    ++m_count;
    return *this;
}

SelectorBuilder &SelectorBuilder::integer(qint64 value)
{
    m_writer.integer(value);
    ++m_count;
    return *this;
}

SelectorBuilder &SelectorBuilder::count(std::optional<quint64> value)
{
    if (value) {
        m_writer.unsignedInteger(*value);
        ++m_count;
    }
    return *this;
}

SelectorBuilder &SelectorBuilder::list(std::vector<Value> values)
{
    return value(List{std::move(values), ListOrder::Unordered});
}

SelectorBuilder &SelectorBuilder::interval(const std::optional<Value> &begin, const std::optional<Value> &end)
{
    value(begin.value_or(Value()));
    if (end)
        value(*end);
    return *this;
}

PackedSelector SelectorBuilder::finish()
{
    return {m_readCode, m_removeCode, m_writer.take(), m_count};
}

} // namespace Aeroscope
