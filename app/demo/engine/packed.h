// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <limits>
#include <optional>

namespace Aeroscope::Demo {

/// What a packed value is, in the server's order of values (protocol section 8.1). Integers that are negative
/// sort before the others; the last three exist only inside operation arguments, except Extension, which a
/// list may hold.
enum class PackedKind : quint8 {
    Invalid,
    Nil,
    False,
    True,
    NegativeInteger,
    Integer,
    String,
    List,
    Map,
    Blob,
    Double,
    GeoJson,
    Extension,
    Wildcard,
    Infinity,
};

[[nodiscard]] constexpr bool isInteger(PackedKind kind) noexcept
{
    return kind == PackedKind::NegativeInteger || kind == PackedKind::Integer;
}

/// How one packed value stands to another. Broken: one of them is not msgpack.
enum class PackedOrder : quint8 { Less, Equal, Greater, Broken };

/// Walks msgpack of the server's dialect without building values. Every step is bounds-checked; a step that
/// fails leaves the place undefined, so callers stop. Nesting costs no stack.
class PackedReader
{
public:
    PackedReader() noexcept = default;
    explicit PackedReader(QByteArrayView bytes) noexcept
        : m_bytes(bytes)
    {}

    [[nodiscard]] bool atEnd() const noexcept { return m_at >= m_bytes.size(); }
    [[nodiscard]] qsizetype position() const noexcept { return m_at; }
    void moveTo(qsizetype position) noexcept { m_at = position; }
    [[nodiscard]] QByteArrayView bytes() const noexcept { return m_bytes; }
    /// Everything from the current place on.
    [[nodiscard]] QByteArrayView rest() const noexcept { return m_bytes.sliced(qMin(m_at, m_bytes.size())); }

    [[nodiscard]] PackedKind peek() const noexcept;
    /// True before any extension header, wildcard and infinity included: what marks the order of a container.
    [[nodiscard]] bool peekIsExtension() const noexcept;

    /// Steps over whole values.
    bool skip(quint32 count = 1) noexcept;
    /// The next whole value; null when there is none.
    [[nodiscard]] QByteArrayView element() noexcept;

    /// An integer of either sign and any width as its 64 bits.
    [[nodiscard]] std::optional<quint64> integer() noexcept;
    [[nodiscard]] std::optional<double> floating() noexcept;
    [[nodiscard]] std::optional<bool> boolean() noexcept;
    /// The body of a string or blob with its prefix byte; null when the next value is neither.
    [[nodiscard]] QByteArrayView string() noexcept;
    [[nodiscard]] std::optional<quint32> listCount() noexcept;
    [[nodiscard]] std::optional<quint32> mapCount() noexcept;
    /// Steps over an extension and returns its type byte.
    [[nodiscard]] std::optional<quint8> extension() noexcept;

    /// True once a wildcard or infinity was stepped over by skip() or element(): such values may not be
    /// stored.
    [[nodiscard]] bool sawTransient() const noexcept { return m_sawTransient; }
    void forgetTransient() noexcept { m_sawTransient = false; }

private:
    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_sawTransient = false;
};

/// Compares the first value of each view in the server's order. A wildcard equals anything. Sets
/// *unorderedMap when a map without key order was met: expressions refuse to compare those.
[[nodiscard]] PackedOrder comparePacked(QByteArrayView a, QByteArrayView b,
                                        bool *unorderedMap = nullptr) noexcept;

/// True when the first value of the view may be the key of a map: an integer, a string or a plain blob.
[[nodiscard]] bool isMapKey(QByteArrayView bytes) noexcept;

enum class PersistFlag : quint8 { Keep, Drop };

/// One value as the server stores it (protocol section 8.1): shortest forms, unordered maps sorted by key,
/// order flags reduced to those that count. Nothing when the bytes are not exactly one value, hold a
/// transient one, break an order flag, or a map has a duplicate or impossible key.
[[nodiscard]] std::optional<QByteArray> normalisedPacked(QByteArrayView bytes, PersistFlag persist);

/// True when the first value and all inside it are in shortest form.
[[nodiscard]] bool isCompactPacked(QByteArrayView bytes);

/// One value that is no container in its shortest form. The bytes must be such a value.
[[nodiscard]] QByteArray compactScalar(QByteArrayView bytes);

/// Flags of the order header (protocol section 8.1).
namespace OrderFlag {
inline constexpr quint8 listOrdered = 0x01;
inline constexpr quint8 keyOrdered = 0x01;
inline constexpr quint8 valueOrdered = 0x02;
inline constexpr quint8 keyValueOrdered = 0x03;
inline constexpr quint8 preserveOrder = 0x08;
inline constexpr quint8 persisted = 0x10;
} // namespace OrderFlag

/// The integer part of a double; the least integer when there is none, as the server's processor has it.
[[nodiscard]] constexpr qint64 truncatedInteger(double value) noexcept
{
    constexpr double bound = 9223372036854775808.0;
    return value >= -bound && value < bound ? static_cast<qint64>(value) : std::numeric_limits<qint64>::min();
}

void appendPackedInteger(QByteArray &out, qint64 value);
void appendPackedUnsigned(QByteArray &out, quint64 value);
void appendPackedDouble(QByteArray &out, double value);
void appendPackedString(QByteArray &out, quint8 prefix, QByteArrayView bytes);
void appendPackedNil(QByteArray &out);
void appendPackedBool(QByteArray &out, bool value);
void appendListHeader(QByteArray &out, quint32 count);
void appendMapHeader(QByteArray &out, quint32 count);
/// The header of a list of `count` elements with its order extension when `flags` are set.
void appendListHeader(QByteArray &out, quint32 count, quint8 flags);
/// The same for a map; the extension comes as a pair with nil.
void appendMapHeader(QByteArray &out, quint32 count, quint8 flags);

} // namespace Aeroscope::Demo
