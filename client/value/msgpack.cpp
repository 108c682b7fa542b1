// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/msgpack.h"

#include <QtEndian>

#include <algorithm>
#include <bit>
#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope {

namespace {

constexpr int maxDepth = 256;
/// The ext type of markers that stand in arguments only; every other ext in front of a container is its order
/// flags.
constexpr quint8 argumentExtType = 0xff;
constexpr char infinityMark = 1;
constexpr char wildcardMark = 0;
/// Containers are sized by what can really follow in the bytes, never by their count alone.
constexpr quint32 maxReserve = 4096;

template <class Word>
void appendBigEndian(QByteArray &out, Word word)
{
    const Word swapped = qToBigEndian(word);
    out.append(reinterpret_cast<const char *>(&swapped), sizeof swapped);
}

void appendByte(QByteArray &out, quint8 byte)
{
    out.append(static_cast<char>(byte));
}

/// A header of the family fix / 16 / 32.
void appendContainerHeader(QByteArray &out, quint32 count, quint8 fix, quint8 code16)
{
    if (count < 16) {
        appendByte(out, static_cast<quint8>(fix | count));
    } else if (count <= 0xffff) {
        appendByte(out, code16);
        appendBigEndian(out, static_cast<quint16>(count));
    } else {
        appendByte(out, static_cast<quint8>(code16 + 1));
        appendBigEndian(out, count);
    }
}

void appendStringHeader(QByteArray &out, quint32 size)
{
    if (size < 32) {
        appendByte(out, static_cast<quint8>(0xa0 | size));
    } else if (size <= 0xff) {
        appendByte(out, 0xd9);
        appendByte(out, static_cast<quint8>(size));
    } else if (size <= 0xffff) {
        appendByte(out, 0xda);
        appendBigEndian(out, static_cast<quint16>(size));
    } else {
        appendByte(out, 0xdb);
        appendBigEndian(out, size);
    }
}

struct Ext
{
    quint8 type = 0;
    QByteArrayView data;
};

/// Walks msgpack within [m_at, m_end). Every function returns false at the first impossible byte and leaves
/// the reason in m_why; nothing is read beyond the end.
class Reader
{
public:
    explicit Reader(QByteArrayView bytes) noexcept
        : m_at(bytes.data())
        , m_end(bytes.data() + bytes.size())
    {}

    [[nodiscard]] const char *position() const noexcept { return m_at; }
    [[nodiscard]] qsizetype remaining() const noexcept { return m_end - m_at; }
    [[nodiscard]] QLatin1StringView why() const noexcept { return m_why; }

    bool value(Value &out, int depth);

private:
    bool fail(QLatin1StringView why) noexcept
    {
        m_why = why;
        return false;
    }

    template <class Word>
    bool word(Word &out) noexcept
    {
        if (remaining() < static_cast<qsizetype>(sizeof(Word)))
            return fail("the bytes end within a number"_L1);
        out = qFromBigEndian<Word>(m_at);
        m_at += sizeof(Word);
        return true;
    }

    template <class Word>
    bool integer(Value &out) noexcept
    {
        Word number = 0;
        if (!word(number))
            return false;
        out = Value(number);
        return true;
    }

    template <class Word>
    bool sizedString(Value &out)
    {
        Word size = 0;
        return word(size) && string(out, size);
    }

    template <class Word>
    bool sizedList(Value &out, int depth)
    {
        Word count = 0;
        return word(count) && list(out, count, depth);
    }

    template <class Word>
    bool sizedMap(Value &out, int depth)
    {
        Word count = 0;
        return word(count) && map(out, count, depth);
    }

    [[nodiscard]] bool isAtExt() const noexcept
    {
        const auto lead = remaining() > 0 ? static_cast<quint8>(*m_at) : quint8(0);
        return (lead >= 0xc7 && lead <= 0xc9) || (lead >= 0xd4 && lead <= 0xd8);
    }

    bool unsigned64(Value &out);
    bool string(Value &out, quint32 size);
    bool list(Value &out, quint32 count, int depth);
    bool map(Value &out, quint32 count, int depth);
    bool ext(Ext &out);
    bool extValue(Value &out);
    /// Takes an order marker if one stands here.
    bool orderMarker(std::optional<quint8> &flags);

    const char *m_at;
    const char *m_end;
    QLatin1StringView m_why;
};

bool Reader::unsigned64(Value &out)
{
    quint64 number = 0;
    const char *const start = m_at - 1;
    if (!word(number))
        return false;
    if (number <= static_cast<quint64>(std::numeric_limits<qint64>::max()))
        out = Value(static_cast<qint64>(number));
    else
        out = Value::opaque(QByteArray(start, m_at - start));
    return true;
}

bool Reader::string(Value &out, quint32 size)
{
    if (remaining() < static_cast<qsizetype>(size))
        return fail("the bytes end within a string"_L1);
    const QByteArrayView whole(m_at, static_cast<qsizetype>(size));
    m_at += size;
    const auto prefix = whole.isEmpty() ? ParticleType::Nil : static_cast<ParticleType>(whole.front());
    switch (prefix) {
    case ParticleType::String:
        out = Value::string(whole.sliced(1).toByteArray());
        return true;
    case ParticleType::Blob:
    case ParticleType::JavaBlob:
    case ParticleType::CSharpBlob:
    case ParticleType::PythonBlob:
    case ParticleType::RubyBlob:
    case ParticleType::PhpBlob:
    case ParticleType::ErlangBlob:
    case ParticleType::Vector:
        out = Value::blob(whole.sliced(1).toByteArray(), prefix);
        return true;
    case ParticleType::Hll:
        out = Value::hll(whole.sliced(1).toByteArray());
        return true;
    case ParticleType::GeoJson:
        out = Value::geoJson(whole.sliced(1).toByteArray());
        return true;
    default:
        out = Value::rawBytes(whole.toByteArray()); // the server keeps strings without a prefix as they are
        return true;
    }
}

bool Reader::ext(Ext &out)
{
    const auto lead = static_cast<quint8>(*m_at++);
    quint32 size = 0;
    bool isSized = true;
    switch (lead) {
    case 0xc7: {
        quint8 small = 0;
        isSized = word(small);
        size = small;
        break;
    }
    case 0xc8: {
        quint16 medium = 0;
        isSized = word(medium);
        size = medium;
        break;
    }
    case 0xc9:
        isSized = word(size);
        break;
    default: // d4 … d8: 1, 2, 4, 8, 16 bytes
        size = 1U << (lead - 0xd4);
        break;
    }
    if (!isSized || !word(out.type))
        return false;
    if (remaining() < static_cast<qsizetype>(size))
        return fail("the bytes end within an extension"_L1);
    out.data = QByteArrayView(m_at, static_cast<qsizetype>(size));
    m_at += size;
    return true;
}

bool Reader::extValue(Value &out)
{
    const char *const start = m_at;
    Ext found;
    if (!ext(found))
        return false;
    const bool isMarker = found.type == argumentExtType && found.data.size() == 1;
    if (isMarker && found.data.front() == infinityMark)
        out = Value::infinity();
    else if (isMarker && found.data.front() == wildcardMark)
        out = Value::wildcard();
    else
        out = Value::opaque(QByteArray(start, m_at - start));
    return true;
}

bool Reader::orderMarker(std::optional<quint8> &flags)
{
    if (!isAtExt())
        return true;
    const char *const start = m_at;
    Ext found;
    if (!ext(found))
        return false;
    if (found.type == argumentExtType)
        m_at = start; // an argument that happens to come first
    else
        flags = found.type;
    return true;
}

bool Reader::list(Value &out, quint32 count, int depth)
{
    if (depth >= maxDepth)
        return fail("lists and maps are nested too deeply"_L1);
    List result;
    if (count > 0) {
        std::optional<quint8> flags;
        if (!orderMarker(flags))
            return false;
        if (flags) {
            --count;
            if ((*flags & static_cast<quint8>(ListOrder::Ordered)) != 0)
                result.order = ListOrder::Ordered;
        }
    }
    if (static_cast<qsizetype>(count) > remaining())
        return fail("a list says more elements than there are bytes"_L1);
    result.items.reserve(std::min(count, maxReserve));
    for (quint32 i = 0; i < count; ++i) {
        if (!value(result.items.emplace_back(), depth + 1))
            return false;
    }
    out = Value(std::move(result));
    return true;
}

bool Reader::map(Value &out, quint32 count, int depth)
{
    if (depth >= maxDepth)
        return fail("lists and maps are nested too deeply"_L1);
    Map result;
    if (count > 0) {
        std::optional<quint8> flags;
        if (!orderMarker(flags))
            return false;
        if (flags) {
            --count;
            Value ignored; // nil by convention
            if (!value(ignored, depth + 1))
                return false;
            constexpr auto keyValue = static_cast<quint8>(MapOrder::KeyValueOrdered);
            if ((*flags & static_cast<quint8>(MapOrder::PreserveOrder)) != 0)
                result.order = MapOrder::PreserveOrder;
            else if ((*flags & keyValue) == keyValue)
                result.order = MapOrder::KeyValueOrdered;
            else if ((*flags & static_cast<quint8>(MapOrder::KeyOrdered)) != 0)
                result.order = MapOrder::KeyOrdered;
        }
    }
    if (2 * static_cast<qsizetype>(count) > remaining())
        return fail("a map says more pairs than there are bytes"_L1);
    result.pairs.reserve(std::min(count, maxReserve));
    for (quint32 i = 0; i < count; ++i) {
        auto &[key, held] = result.pairs.emplace_back();
        if (!value(key, depth + 1) || !value(held, depth + 1))
            return false;
    }
    out = Value(std::move(result));
    return true;
}

bool Reader::value(Value &out, int depth)
{
    if (remaining() < 1)
        return fail("the bytes end where a value should begin"_L1);
    if (isAtExt())
        return extValue(out);
    const auto lead = static_cast<quint8>(*m_at++);
    if (lead < 0x80 || lead >= 0xe0) {
        out = Value(static_cast<qint8>(lead));
        return true;
    }
    if (lead < 0x90)
        return map(out, lead & 0x0fU, depth);
    if (lead < 0xa0)
        return list(out, lead & 0x0fU, depth);
    if (lead < 0xc0)
        return string(out, lead & 0x1fU);
    switch (lead) {
    case 0xc0:
        out = Value();
        return true;
    case 0xc2:
    case 0xc3:
        out = Value(lead == 0xc3);
        return true;
    case 0xc4:
    case 0xd9:
        return sizedString<quint8>(out);
    case 0xc5:
    case 0xda:
        return sizedString<quint16>(out);
    case 0xc6:
    case 0xdb:
        return sizedString<quint32>(out);
    case 0xca: {
        quint32 bits = 0;
        if (!word(bits))
            return false;
        out = Value(static_cast<double>(std::bit_cast<float>(bits)));
        return true;
    }
    case 0xcb: {
        quint64 bits = 0;
        if (!word(bits))
            return false;
        out = Value(std::bit_cast<double>(bits));
        return true;
    }
    case 0xcc:
        return integer<quint8>(out);
    case 0xcd:
        return integer<quint16>(out);
    case 0xce:
        return integer<quint32>(out);
    case 0xcf:
        return unsigned64(out);
    case 0xd0:
        return integer<qint8>(out);
    case 0xd1:
        return integer<qint16>(out);
    case 0xd2:
        return integer<qint32>(out);
    case 0xd3:
        return integer<qint64>(out);
    case 0xdc:
        return sizedList<quint16>(out, depth);
    case 0xdd:
        return sizedList<quint32>(out, depth);
    case 0xde:
        return sizedMap<quint16>(out, depth);
    case 0xdf:
        return sizedMap<quint32>(out, depth);
    default:
        return fail("a byte stands where no value can begin"_L1); // c1
    }
}

Error unreadable(QLatin1StringView why)
{
    return Error::protocol(u"not readable as msgpack: "_s + why);
}

} // namespace

void MsgpackWriter::nil()
{
    appendByte(m_bytes, 0xc0);
}

void MsgpackWriter::boolean(bool value)
{
    appendByte(m_bytes, value ? 0xc3 : 0xc2);
}

void MsgpackWriter::integer(qint64 value)
{
    if (value >= 0) {
        unsignedInteger(static_cast<quint64>(value));
    } else if (value >= -32) {
        appendByte(m_bytes, static_cast<quint8>(value));
    } else if (value >= std::numeric_limits<qint8>::min()) {
        appendByte(m_bytes, 0xd0);
        appendByte(m_bytes, static_cast<quint8>(value));
    } else if (value >= std::numeric_limits<qint16>::min()) {
        appendByte(m_bytes, 0xd1);
        appendBigEndian(m_bytes, static_cast<qint16>(value));
    } else if (value >= std::numeric_limits<qint32>::min()) {
        appendByte(m_bytes, 0xd2);
        appendBigEndian(m_bytes, static_cast<qint32>(value));
    } else {
        appendByte(m_bytes, 0xd3);
        appendBigEndian(m_bytes, value);
    }
}

void MsgpackWriter::unsignedInteger(quint64 value)
{
    if (value < 0x80) {
        appendByte(m_bytes, static_cast<quint8>(value));
    } else if (value <= 0xff) {
        appendByte(m_bytes, 0xcc);
        appendByte(m_bytes, static_cast<quint8>(value));
    } else if (value <= 0xffff) {
        appendByte(m_bytes, 0xcd);
        appendBigEndian(m_bytes, static_cast<quint16>(value));
    } else if (value <= 0xffffffffU) {
        appendByte(m_bytes, 0xce);
        appendBigEndian(m_bytes, static_cast<quint32>(value));
    } else {
        appendByte(m_bytes, 0xcf);
        appendBigEndian(m_bytes, value);
    }
}

void MsgpackWriter::floating(double value)
{
    appendByte(m_bytes, 0xcb);
    appendBigEndian(m_bytes, std::bit_cast<quint64>(value));
}

void MsgpackWriter::prefixed(ParticleType prefix, QByteArrayView bytes)
{
    appendStringHeader(m_bytes, static_cast<quint32>(bytes.size() + 1));
    appendByte(m_bytes, static_cast<quint8>(prefix));
    m_bytes.append(bytes);
}

void MsgpackWriter::raw(QByteArrayView bytes)
{
    appendStringHeader(m_bytes, static_cast<quint32>(bytes.size()));
    m_bytes.append(bytes);
}

void MsgpackWriter::listHeader(quint32 count)
{
    appendContainerHeader(m_bytes, count, 0x90, 0xdc);
}

void MsgpackWriter::mapHeader(quint32 count)
{
    appendContainerHeader(m_bytes, count, 0x80, 0xde);
}

void MsgpackWriter::orderMarker(quint8 flags)
{
    appendByte(m_bytes, 0xc7);
    appendByte(m_bytes, 0);
    appendByte(m_bytes, flags);
}

void MsgpackWriter::infinity()
{
    appendByte(m_bytes, 0xd4);
    appendByte(m_bytes, argumentExtType);
    m_bytes.append(infinityMark);
}

void MsgpackWriter::wildcard()
{
    appendByte(m_bytes, 0xd4);
    appendByte(m_bytes, argumentExtType);
    m_bytes.append(wildcardMark);
}

void MsgpackWriter::packed(QByteArrayView bytes)
{
    m_bytes.append(bytes);
}

void MsgpackWriter::value(const Value &value)
{
    switch (value.type()) {
    case Value::Type::Nil:
        nil();
        break;
    case Value::Type::Bool:
        boolean(value.toBool());
        break;
    case Value::Type::Integer:
        integer(value.toInteger());
        break;
    case Value::Type::Double:
        floating(value.toDouble());
        break;
    case Value::Type::String:
    case Value::Type::Blob:
    case Value::Type::GeoJson:
    case Value::Type::Hll:
        prefixed(value.particleType(), value.bytes());
        break;
    case Value::Type::RawBytes:
        raw(value.bytes());
        break;
    case Value::Type::Opaque:
        packed(value.bytes());
        break;
    case Value::Type::Infinity:
        infinity();
        break;
    case Value::Type::Wildcard:
        wildcard();
        break;
    case Value::Type::List: {
        const List &list = value.list();
        const bool isOrdered = list.order != ListOrder::Unordered;
        listHeader(static_cast<quint32>(list.items.size() + (isOrdered ? 1 : 0)));
        if (isOrdered)
            orderMarker(static_cast<quint8>(list.order));
        for (const Value &item : list.items)
            this->value(item);
        break;
    }
    case Value::Type::Map: {
        const Map &map = value.map();
        const bool isOrdered = map.order != MapOrder::Unordered;
        mapHeader(static_cast<quint32>(map.pairs.size() + (isOrdered ? 1 : 0)));
        if (isOrdered) {
            orderMarker(static_cast<quint8>(map.order));
            nil();
        }
        for (const auto &[key, held] : map.pairs) {
            this->value(key);
            this->value(held);
        }
        break;
    }
    }
}

QByteArray packValue(const Value &value)
{
    MsgpackWriter writer;
    writer.value(value);
    return writer.take();
}

Result<Value> unpackValue(QByteArrayView bytes)
{
    Reader reader(bytes);
    Value value;
    if (!reader.value(value, 0))
        return std::unexpected(unreadable(reader.why()));
    if (reader.remaining() != 0)
        return std::unexpected(unreadable("bytes follow the value"_L1));
    return value;
}

Result<Value> unpackFirst(QByteArrayView &bytes)
{
    Reader reader(bytes);
    Value value;
    if (!reader.value(value, 0))
        return std::unexpected(unreadable(reader.why()));
    bytes = bytes.last(reader.remaining());
    return value;
}

} // namespace Aeroscope
