// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/cdtcontext.h"
#include "client/value/msgpack.h"
#include "client/value/operation.h"

#include <optional>
#include <utility>
#include <vector>

namespace Aeroscope {

/// Puts together the payload of a list, map, bit or HLL operation: `[code, argument…]`, within a context
/// `[0xff, context, [code, argument…]]` (protocol section 8.2).
class PayloadBuilder
{
public:
    PayloadBuilder(OpCode op, QByteArray bin, quint8 code) noexcept
        : m_op(op)
        , m_bin(std::move(bin))
        , m_code(code)
    {}

    PayloadBuilder &integer(qint64 value);
    PayloadBuilder &count(std::optional<quint64> value);
    PayloadBuilder &boolean(bool value);
    PayloadBuilder &blob(QByteArrayView bytes);
    /// Something to compare with: any value, infinity and wildcard too.
    PayloadBuilder &argument(const Value &value);
    /// Something to store; refused when no server would, sorted when it claims order.
    PayloadBuilder &stored(const Value &value);
    PayloadBuilder &storedList(const std::vector<Value> &values);
    /// The key of a map entry to write.
    PayloadBuilder &storedKey(const Value &key);
    /// Arguments that are packed already.
    PayloadBuilder &packed(QByteArrayView bytes, quint32 count);
    PayloadBuilder &refuse(QLatin1StringView why);

    [[nodiscard]] Operation finish(const CdtContext &context);

private:
    OpCode m_op;
    QByteArray m_bin;
    quint8 m_code;
    MsgpackWriter m_arguments;
    quint32 m_count = 0;
    QString m_refusal;
};

/// Which elements an operation is about, as codes and arguments; shared by list and map selectors.
struct PackedSelector
{
    quint8 readCode = 0;
    quint8 removeCode = 0;
    QByteArray arguments{};
    quint32 argumentCount = 0;
};

class SelectorBuilder
{
public:
    SelectorBuilder(quint8 readCode, quint8 removeCode) noexcept
        : m_readCode(readCode)
        , m_removeCode(removeCode)
    {}
    SelectorBuilder &value(const Value &value);
    SelectorBuilder &integer(qint64 value);
    SelectorBuilder &count(std::optional<quint64> value);
    SelectorBuilder &list(std::vector<Value> values);
    /// From the lowest without a begin, to the highest without an end.
    SelectorBuilder &interval(const std::optional<Value> &begin, const std::optional<Value> &end);
    [[nodiscard]] PackedSelector finish();

private:
    quint8 m_readCode;
    quint8 m_removeCode;
    MsgpackWriter m_writer;
    quint32 m_count = 0;
};

} // namespace Aeroscope
