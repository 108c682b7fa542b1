// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/rowchunk.h"

#include "client/value/msgpack.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <mutex>
#include <new>

using namespace Qt::StringLiterals;

namespace Aeroscope {

namespace {

// Offsets within a message (protocol section 3.1).
constexpr qsizetype headerSize = 22;
constexpr qsizetype resultOffset = 5;
constexpr qsizetype generationOffset = 6;
constexpr qsizetype voidTimeOffset = 10;
constexpr qsizetype fieldCountOffset = 18;
constexpr qsizetype opCountOffset = 20;

enum class FieldType : quint8 { Namespace = 0, Set = 1, Key = 2, Digest = 4, IndexValues = 15 };

quint32 wordAt(QByteArrayView bytes, qsizetype offset) noexcept
{
    return qFromBigEndian<quint32>(bytes.data() + offset);
}

/// One op: u32 size, code, particle type, a flag byte, name length, name, value (protocol section 3.5).
struct OpAt
{
    RawBin bin;
    qsizetype next = 0; // 0: malformed
};

OpAt opAt(QByteArrayView message, qsizetype offset) noexcept
{
    constexpr qsizetype opHeader = 8;
    if (message.size() - offset < opHeader)
        return {};
    const qsizetype size = wordAt(message, offset); // counts from its own end
    const qsizetype nameSize = static_cast<quint8>(message[offset + 7]);
    if (size < 4 + nameSize || size > message.size() - offset - 4)
        return {};
    OpAt op;
    op.next = offset + 4 + size;
    op.bin.particle = static_cast<ParticleType>(message[offset + 5]);
    op.bin.name = message.sliced(offset + opHeader, nameSize);
    op.bin.bytes = message.sliced(offset + opHeader + nameSize, size - 4 - nameSize);
    return op;
}

/// Arenas of dead chunks, the last in first, so that its memory is still in a cache.
class SpareArenas
{
public:
    static SpareArenas &instance()
    {
        static auto *arenas = new SpareArenas; // chunks may die after static destruction has begun
        return *arenas;
    }
    [[nodiscard]] char *take() noexcept
    {
        const std::scoped_lock lock(m_mutex);
        return m_count == 0 ? nullptr : m_arenas[--m_count];
    }
    [[nodiscard]] bool give(char *arena) noexcept
    {
        const std::scoped_lock lock(m_mutex);
        if (m_count == m_arenas.size())
            return false;
        m_arenas[m_count++] = arena;
        return true;
    }

private:
    std::mutex m_mutex;
    std::array<char *, 8> m_arenas{};
    size_t m_count = 0;
};

std::unexpected<Error> impossible(QLatin1StringView what)
{
    return std::unexpected(Error::protocol(u"a value has impossible bytes: "_s + what));
}

Result<Value> decodeInteger(QByteArrayView bytes)
{
    switch (bytes.size()) {
    case 8:
        return Value(qFromBigEndian<qint64>(bytes.data()));
    case 4: // shorter forms are unsigned (protocol section 3.6)
        return Value(qFromBigEndian<quint32>(bytes.data()));
    case 2:
        return Value(qFromBigEndian<quint16>(bytes.data()));
    case 1:
        return Value(static_cast<quint8>(bytes.front()));
    default:
        return impossible("an integer of another size than 1, 2, 4 or 8 bytes"_L1);
    }
}

Result<Value> decodeGeoJson(QByteArrayView bytes)
{
    constexpr qsizetype geoHeader = 3; // flags, number of cells
    if (bytes.size() < geoHeader)
        return impossible("GeoJSON without its header"_L1);
    const qsizetype cells = qFromBigEndian<quint16>(bytes.data() + 1);
    if (bytes.size() < geoHeader + 8 * cells)
        return impossible("GeoJSON that ends within its cells"_L1);
    return Value::geoJson(bytes.sliced(geoHeader + 8 * cells).toByteArray());
}

Result<Value> decodeContainer(QByteArrayView bytes, Value::Type expected)
{
    Result<Value> value = unpackValue(bytes);
    if (value && value->type() != expected)
        return impossible("a list or map that is none"_L1);
    return value;
}

} // namespace

RowView::RowView(QByteArrayView message) noexcept
    : m_message(message)
{
    if (message.size() < headerSize)
        return;
    qsizetype at = headerSize;
    const int fields = qFromBigEndian<quint16>(message.data() + fieldCountOffset);
    for (int i = 0; i < fields; ++i) {
        if (message.size() - at < 5)
            return;
        const qsizetype size = wordAt(message, at);
        if (size < 1 || size > message.size() - at - 4)
            return;
        const QByteArrayView content = message.sliced(at + 5, size - 1);
        switch (static_cast<FieldType>(message[at + 4])) {
        case FieldType::Namespace:
            m_namespace = content;
            break;
        case FieldType::Set:
            m_set = content;
            break;
        case FieldType::Key:
            m_keyField = content;
            break;
        case FieldType::Digest:
            if (static_cast<size_t>(content.size()) != m_digest.bytes.size())
                return;
            std::memcpy(m_digest.bytes.data(), content.data(), m_digest.bytes.size());
            break;
        case FieldType::IndexValues:
            if (content.size() == sizeof(qint64))
                m_indexValue = qFromLittleEndian<qint64>(content.data());
            break;
        default: // newer fields are skipped
            break;
        }
        at += 4 + size;
    }
    m_opsOffset = at;
    const int ops = qFromBigEndian<quint16>(message.data() + opCountOffset);
    for (int i = 0; i < ops; ++i) {
        at = opAt(message, at).next;
        if (at == 0)
            return;
    }
    m_end = at;
    m_valid = true;
}

RawBin RowView::binFrom(qsizetype &offset) const noexcept
{
    const OpAt op = opAt(m_message, offset);
    offset = op.next;
    return op.bin;
}

ResultCode RowView::resultCode() const noexcept
{
    return m_valid ? static_cast<ResultCode>(static_cast<quint8>(m_message[resultOffset]))
                   : ResultCode::ClientProtocol;
}

quint32 RowView::generation() const noexcept
{
    return m_valid ? wordAt(m_message, generationOffset) : 0;
}

VoidTime RowView::voidTime() const noexcept
{
    return m_valid ? VoidTime{wordAt(m_message, voidTimeOffset)} : VoidTime{};
}

std::optional<Value> RowView::userKey() const
{
    if (!m_valid || m_keyField.isEmpty())
        return std::nullopt;
    Result<Value> key = decodeParticle(static_cast<ParticleType>(m_keyField.front()), m_keyField.sliced(1));
    if (!key || key->isNil())
        return std::nullopt;
    return std::move(*key);
}

int RowView::binCount() const noexcept
{
    return m_valid ? qFromBigEndian<quint16>(m_message.data() + opCountOffset) : 0;
}

RawBin RowView::binAt(int index) const noexcept
{
    if (index < 0 || index >= binCount())
        return {};
    OpAt op = opAt(m_message, m_opsOffset);
    for (int i = 0; i < index; ++i)
        op = opAt(m_message, op.next);
    return op.bin;
}

std::optional<RawBin> RowView::nextBin(BinWalk &walk) const noexcept
{
    if (walk.index >= binCount())
        return std::nullopt;
    const OpAt op = opAt(m_message, walk.index == 0 ? m_opsOffset : walk.offset);
    walk.offset = op.next;
    ++walk.index;
    return op.bin;
}

std::optional<RawBin> RowView::bin(QByteArrayView name) const noexcept
{
    qsizetype at = m_opsOffset;
    for (int i = 0, count = binCount(); i < count; ++i) {
        const OpAt op = opAt(m_message, at);
        if (op.bin.name == name)
            return op.bin;
        at = op.next;
    }
    return std::nullopt;
}

Result<Record> RowView::toRecord() const
{
    if (!m_valid)
        return std::unexpected(Error::protocol(u"a record message is malformed"_s));
    Record record;
    record.key = Key::fromRow(m_namespace.toByteArray(), m_set.toByteArray(), m_digest, userKey());
    record.generation = generation();
    record.voidTime = voidTime();
    record.bins.reserve(static_cast<size_t>(binCount()));
    std::optional<Error> failure;
    forEachBin([&record, &failure](const RawBin &bin) {
        Result<Value> value = decodeParticle(bin.particle, bin.bytes);
        if (!value) {
            failure = std::move(value.error());
            return false;
        }
        record.bins.push_back({bin.name.toByteArray(), std::move(*value)});
        return true;
    });
    if (failure)
        return std::unexpected(std::move(*failure));
    return record;
}

Result<Value> decodeParticle(ParticleType type, QByteArrayView bytes)
{
    switch (type) {
    case ParticleType::Nil:
        if (!bytes.isEmpty())
            return impossible("a nil that has bytes"_L1);
        return Value();
    case ParticleType::Integer:
        return decodeInteger(bytes);
    case ParticleType::Float:
        if (bytes.size() != sizeof(double))
            return impossible("a double of another size than 8 bytes"_L1);
        return Value(std::bit_cast<double>(qFromBigEndian<quint64>(bytes.data())));
    case ParticleType::String:
        return Value::string(bytes.toByteArray());
    case ParticleType::Blob:
    case ParticleType::JavaBlob:
    case ParticleType::CSharpBlob:
    case ParticleType::PythonBlob:
    case ParticleType::RubyBlob:
    case ParticleType::PhpBlob:
    case ParticleType::ErlangBlob:
    case ParticleType::Vector:
        return Value::blob(bytes.toByteArray(), type);
    case ParticleType::Bool:
        if (bytes.size() != 1 || static_cast<quint8>(bytes.front()) > 1)
            return impossible("a boolean that is neither 0 nor 1"_L1);
        return Value(bytes.front() == 1);
    case ParticleType::Hll:
        return Value::hll(bytes.toByteArray());
    case ParticleType::Map:
        return decodeContainer(bytes, Value::Type::Map);
    case ParticleType::List:
        return decodeContainer(bytes, Value::Type::List);
    case ParticleType::GeoJson:
        return decodeGeoJson(bytes);
    }
    return impossible("an unknown type"_L1);
}

RowChunk::~RowChunk()
{
    if (m_capacity != commonCapacity || !SpareArenas::instance().give(m_arena))
        std::free(m_arena);
}

void RowChunk::setCapacity(qsizetype capacity)
{
    char *arena = nullptr;
    if (!m_arena && capacity == commonCapacity)
        arena = SpareArenas::instance().take();
    if (!arena)
        arena = static_cast<char *>(std::realloc(m_arena, static_cast<size_t>(capacity)));
    if (!arena)
        throw std::bad_alloc();
    m_arena = arena;
    m_capacity = capacity;
}

void RowChunk::grow(qsizetype wanted)
{
    Q_ASSERT(static_cast<quint64>(wanted) <= std::numeric_limits<quint32>::max());
    constexpr qsizetype least = 1024;
    setCapacity(std::max({wanted, m_capacity * 2, least}));
}

void RowChunk::reserve(qsizetype bytes, qsizetype rows)
{
    if (bytes > m_capacity)
        setCapacity(bytes);
    m_offsets.reserve(static_cast<size_t>(rows));
}

QByteArrayView RowChunk::message(int row) const noexcept
{
    if (row < 0 || row >= rowCount())
        return {};
    const auto index = static_cast<size_t>(row);
    const qsizetype begin = m_offsets[index];
    const qsizetype end = index + 1 < m_offsets.size() ? qsizetype(m_offsets[index + 1]) : m_size;
    return {m_arena + begin, end - begin};
}

} // namespace Aeroscope
