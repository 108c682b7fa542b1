// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/value.h"

#include <QByteArray>

#include <array>
#include <optional>
#include <span>

namespace Aeroscope {

/// The number of partitions of every namespace (protocol section 4.2).
inline constexpr int partitionCount = 4096;

/// RIPEMD-160 over set name, key type byte and key bytes (protocol section 4.1); identifies a record in its
/// namespace.
struct Digest
{
    /// As on the wire (field 4).
    std::array<quint8, 20> bytes{};

    /// Exactly 20 bytes; nothing for another size.
    [[nodiscard]] static std::optional<Digest> fromBytes(QByteArrayView raw) noexcept;
    /// 40 hex digits, either case.
    [[nodiscard]] static std::optional<Digest> fromHex(QByteArrayView hex) noexcept;
    /// 40 hex digits, lower case.
    [[nodiscard]] QByteArray toHex() const;
    /// 0 … 4095, from the first two bytes (protocol section 4.2).
    [[nodiscard]] int partitionId() const noexcept { return bytes[0] | ((bytes[1] & 0x0f) << 8); }

    friend bool operator==(const Digest &, const Digest &) = default;
    friend auto operator<=>(const Digest &, const Digest &) = default;
};

/// The digest of a user key. `userKey` must be Integer, Double, String or Blob (asserted); see Key::of().
/// Thread-safe.
[[nodiscard]] Digest computeDigest(QByteArrayView set, const Value &userKey);

/// Names one record: namespace, set (empty: no set), digest and, where known, the user's own key.
/// A value; two keys are equal when namespace and digest are.
class Key
{
public:
    Key() = default;
    /// Fails with InvalidArgument for a key of another type than Integer, Double, String or Blob, an empty or
    /// over-long namespace (31 bytes) or set (63 bytes).
    [[nodiscard]] static Result<Key> of(QByteArray ns, QByteArray set, Value userKey);
    /// A record known only by its digest: no user key, nothing is computed and nothing can fail.
    [[nodiscard]] static Key fromDigest(QByteArray ns, QByteArray set, Digest digest);
    /// A key as a row of a query carries it: digest and, if stored, the user key; nothing is computed.
    [[nodiscard]] static Key fromRow(QByteArray ns, QByteArray set, Digest digest,
                                     std::optional<Value> userKey);

    /// Exact bytes; empty in a default-constructed key only.
    [[nodiscard]] const QByteArray &namespaceName() const noexcept { return m_namespace; }
    /// Exact bytes; empty: a record without a set.
    [[nodiscard]] const QByteArray &setName() const noexcept { return m_set; }
    /// What identifies the record in its namespace.
    [[nodiscard]] const Digest &digest() const noexcept { return m_digest; }
    /// Nothing where only the digest is known.
    [[nodiscard]] const std::optional<Value> &userKey() const noexcept { return m_userKey; }
    /// The partition that holds the record, 0 … 4095.
    [[nodiscard]] int partitionId() const noexcept { return m_digest.partitionId(); }

    friend bool operator==(const Key &a, const Key &b) noexcept
    {
        return a.m_digest == b.m_digest && a.m_namespace == b.m_namespace;
    }

private:
    friend class RowDecoder;
    QByteArray m_namespace;
    QByteArray m_set;
    Digest m_digest;
    std::optional<Value> m_userKey;
};

/// For hash tables; a digest is random already.
[[nodiscard]] size_t qHash(const Digest &digest, size_t seed = 0) noexcept;
[[nodiscard]] inline size_t qHash(const Key &key, size_t seed = 0) noexcept
{
    return qHash(key.digest(), seed);
}

} // namespace Aeroscope

/// For standard hash tables; the same as qHash().
template <>
struct std::hash<Aeroscope::Digest>
{
    /// Bytes of the digest, which is random already.
    size_t operator()(const Aeroscope::Digest &digest) const noexcept { return Aeroscope::qHash(digest); }
};
