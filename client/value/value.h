// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QtGlobal>

#include <compare>
#include <concepts>
#include <cstdint>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

namespace Aeroscope {

/// Particle types of the wire (protocol section 3.6).
enum class ParticleType : quint8 {
    Nil = 0,
    Integer = 1,
    Float = 2,
    String = 3,
    Blob = 4,
    JavaBlob = 7,
    CSharpBlob = 8,
    PythonBlob = 9,
    RubyBlob = 10,
    PhpBlob = 11,
    ErlangBlob = 12,
    Vector = 16,
    Bool = 17,
    Hll = 18,
    Map = 19,
    List = 20,
    GeoJson = 23,
};

/// How a list is kept by the server. Flags of the msgpack order header (protocol section 8.1).
enum class ListOrder : quint8 { Unordered = 0, Ordered = 1 };

/// How a map is kept by the server; PreserveOrder marks a KEY_VALUE result, whose pairs keep their order.
enum class MapOrder : quint8 { Unordered = 0, KeyOrdered = 1, KeyValueOrdered = 3, PreserveOrder = 8 };

class Value;
struct List;
struct Map;

/// One value of a bin, a list element, a map key or a map value: exact, nothing is ever converted on the way.
///
/// Integers are int64, doubles keep their bits (NaN payloads and -0 too), strings are bytes (UTF-8 by
/// convention, not checked), blobs carry their particle type, lists and maps carry their order flag.
/// Containers are shared and immutable: copying a Value is cheap, and a Value may be handed to another
/// thread.
class Value
{
public:
    /// Infinity and Wildcard exist only as arguments of CDT operations (protocol section 8.1), never in a
    /// record. RawBytes is a msgpack string without a particle prefix that a server keeps unchanged (protocol
    /// section 8.1). Opaque is an element of a list or map that has no type here (an unsigned integer above
    /// int64, which some clients write, or an unknown ext): its msgpack bytes are kept and go back as they
    /// came.
    enum class Type : quint8 {
        Nil,
        Bool,
        Integer,
        Double,
        String,
        Blob,
        GeoJson,
        Hll,
        List,
        Map,
        RawBytes,
        Opaque,
        Infinity,
        Wildcard,
    };

    Value() noexcept = default;
    /// Nil.
    Value(std::nullptr_t) noexcept {}
    /// Bool; nothing else turns into one by itself.
    template <std::same_as<bool> B>
    Value(B b) noexcept
        : m_data(b)
    {}
    /// Integer.
    template <std::signed_integral I>
    Value(I i) noexcept
        : m_data(std::int64_t{i})
    {}
    /// Unsigned values up to 32 bits fit; a 64-bit unsigned must be range-checked by its owner first.
    template <std::unsigned_integral U>
        requires(sizeof(U) < 8 && !std::same_as<U, bool>)
    Value(U u) noexcept
        : m_data(static_cast<std::int64_t>(u))
    {}
    /// Double; the bits stay.
    Value(double d) noexcept
        : m_data(d)
    {}
    /// String; null gives an empty one.
    Value(const char *utf8);
    /// String, in UTF-8.
    Value(const QString &text);
    /// List; the elements are moved, not copied.
    Value(List list);
    /// Map; the pairs are moved, not copied.
    Value(Map map);

    /// String of exactly these bytes.
    [[nodiscard]] static Value string(QByteArray utf8);
    /// Blob; the particle type is one of the blob types (protocol section 3.6).
    [[nodiscard]] static Value blob(QByteArray bytes, ParticleType type = ParticleType::Blob);
    /// GeoJson; the text is not checked here.
    [[nodiscard]] static Value geoJson(QByteArray json);
    /// Hll sketch as a server sent it.
    [[nodiscard]] static Value hll(QByteArray bytes);
    /// RawBytes: a msgpack string without a prefix.
    [[nodiscard]] static Value rawBytes(QByteArray bytes);
    /// `msgpack` must be exactly one msgpack element.
    [[nodiscard]] static Value opaque(QByteArray msgpack);
    /// For CDT arguments: ranks above everything.
    [[nodiscard]] static Value infinity();
    /// For CDT arguments: equals anything.
    [[nodiscard]] static Value wildcard();

    /// Become another value in place, for decoders: cheaper than an assignment when the type stays.
    void setInteger(std::int64_t i) noexcept { m_data.emplace<std::int64_t>(i); }
    /// See setInteger().
    void setDouble(double d) noexcept { m_data.emplace<double>(d); }
    /// `type` is one that bytes() is for; a Blob keeps `particle`. Bytes that nobody else shares keep their
    /// memory.
    void setBytes(Type type, ParticleType particle, QByteArrayView bytes);

    /// What it holds.
    [[nodiscard]] Type type() const noexcept;
    /// Nothing: an absent bin, or msgpack nil.
    [[nodiscard]] bool isNil() const noexcept { return type() == Type::Nil; }
    /// List or Map.
    [[nodiscard]] bool isContainer() const noexcept { return type() == Type::List || type() == Type::Map; }

    /// Accessors assert (debug) that type() fits; ask type() first.
    [[nodiscard]] bool toBool() const;
    /// Of an Integer.
    [[nodiscard]] std::int64_t toInteger() const;
    /// Of a Double; an Integer is none.
    [[nodiscard]] double toDouble() const;
    /// The bytes of a String, Blob, GeoJson (the JSON text, no cells), Hll, RawBytes or Opaque.
    [[nodiscard]] const QByteArray &bytes() const;
    /// bytes() of a String decoded as UTF-8 with replacement characters; for display only.
    [[nodiscard]] QString text() const;
    /// Of a Blob: which of the blob types.
    [[nodiscard]] ParticleType blobType() const;
    /// Of a List; lives as long as any copy of the value.
    [[nodiscard]] const List &list() const;
    /// Of a Map; lives as long as any copy of the value.
    [[nodiscard]] const Map &map() const;

    /// The particle type under which this value is written to a bin. Types that cannot be a bin of their own
    /// (RawBytes, Opaque, Infinity, Wildcard) say Nil.
    [[nodiscard]] ParticleType particleType() const;

    /// Exact identity: same type, same bits (NaN equals itself by bits, 0.0 differs from -0.0), same blob
    /// type, same order flags, same pair order.
    friend bool operator==(const Value &a, const Value &b) noexcept;

private:
    struct Bytes
    {
        QByteArray data;
        Type type;
        ParticleType particle;
    };
    struct Marker
    {
        Type type;
    };
    std::variant<std::monostate, bool, std::int64_t, double, Bytes, std::shared_ptr<const List>,
                 std::shared_ptr<const Map>, Marker>
        m_data;
};

/// The elements of a list value.
struct List
{
    /// In the order of the server.
    std::vector<Value> items;
    /// As the server keeps it.
    ListOrder order = ListOrder::Unordered;
};

/// The pairs of a map value in the order in which they came or were put. Keys may be any scalar.
struct Map
{
    /// Key and value.
    std::vector<std::pair<Value, Value>> pairs;
    /// As the server keeps it.
    MapOrder order = MapOrder::Unordered;

    /// The value under an exactly equal key, or null.
    [[nodiscard]] const Value *find(const Value &key) const noexcept;
};

/// The server's order of values (protocol section 8.1, "Value order"): nil < false < true < integer < string
/// < list < map < blob < double < geojson < infinity. HLL and unprefixed bytes rank among the blobs, which
/// compare with their type byte in front. Equal means "same rank", which is weaker than operator==: order
/// flags do not count, unordered maps compare by sorted keys, -0.0 ranks as 0.0. NaN, which the server leaves
/// undefined, ranks below (sign bit set) or above all numbers, so that the order is total.
[[nodiscard]] std::strong_ordering compareByRank(const Value &a, const Value &b) noexcept;

} // namespace Aeroscope
