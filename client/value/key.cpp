// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/key.h"

#include <QtEndian>

#include <openssl/evp.h>
#include <openssl/provider.h>

#include <bit>
#include <cstring>
#include <memory>

using namespace Qt::StringLiterals;

namespace Aeroscope {

namespace {

constexpr qsizetype maxNamespaceLength = 31;
constexpr qsizetype maxSetLength = 63;

/// RIPEMD-160, or null. The default provider has it since OpenSSL 3.0.7; before that, or where a system
/// configuration hides it, it is looked for in the legacy provider, within a library context of our own so
/// that the process's configuration stays as it is. Fetched once: a fetch costs more than a digest.
const EVP_MD *ripemd160()
{
    static const EVP_MD *const algorithm = []() -> const EVP_MD * {
        if (EVP_MD *found = EVP_MD_fetch(nullptr, "RIPEMD160", nullptr))
            return found;
        OSSL_LIB_CTX *const context = OSSL_LIB_CTX_new();
        if (!context)
            return nullptr;
        OSSL_PROVIDER_load(context, "default");
        OSSL_PROVIDER_load(context, "legacy");
        return EVP_MD_fetch(context, "RIPEMD160", nullptr); // lives as long as the process
    }();
    return algorithm;
}

struct FreeContext
{
    void operator()(EVP_MD_CTX *context) const noexcept { EVP_MD_CTX_free(context); }
};

/// One context a thread: digests are computed for every command.
EVP_MD_CTX *threadContext()
{
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    return context.get();
}

bool isKeyType(const Value &value) noexcept
{
    switch (value.type()) {
    case Value::Type::Integer:
    case Value::Type::Double:
    case Value::Type::String:
    case Value::Type::Blob:
        return true;
    default:
        return false;
    }
}

std::optional<Digest> tryDigest(QByteArrayView set, const Value &userKey)
{
    // type byte and key: 9 bytes for numbers, else the type byte followed by bytes that lie elsewhere
    std::array<uchar, 9> head{static_cast<uchar>(userKey.particleType())};
    size_t headSize = 1;
    QByteArrayView tail;
    switch (userKey.type()) {
    case Value::Type::Integer:
        qToBigEndian(userKey.toInteger(), head.data() + 1);
        headSize = head.size();
        break;
    case Value::Type::Double:
        qToBigEndian(std::bit_cast<quint64>(userKey.toDouble()), head.data() + 1);
        headSize = head.size();
        break;
    default:
        tail = userKey.bytes();
        break;
    }

    EVP_MD_CTX *const context = threadContext();
    const EVP_MD *const algorithm = ripemd160();
    Digest digest;
    unsigned int written = 0;
    if (!context || !algorithm || EVP_DigestInit_ex2(context, algorithm, nullptr) != 1 ||
        EVP_DigestUpdate(context, set.data(), static_cast<size_t>(set.size())) != 1 ||
        EVP_DigestUpdate(context, head.data(), headSize) != 1 ||
        EVP_DigestUpdate(context, tail.data(), static_cast<size_t>(tail.size())) != 1 ||
        EVP_DigestFinal_ex(context, digest.bytes.data(), &written) != 1 || written != digest.bytes.size())
        return std::nullopt;
    return digest;
}

} // namespace

std::optional<Digest> Digest::fromBytes(QByteArrayView raw) noexcept
{
    Digest digest;
    if (raw.size() != static_cast<qsizetype>(digest.bytes.size()))
        return std::nullopt;
    std::memcpy(digest.bytes.data(), raw.data(), digest.bytes.size());
    return digest;
}

std::optional<Digest> Digest::fromHex(QByteArrayView hex) noexcept
{
    const auto nibble = [](char c) -> int {
        if (c >= '0' && c <= '9')
            return c - '0';
        if (c >= 'a' && c <= 'f')
            return c - 'a' + 10;
        if (c >= 'A' && c <= 'F')
            return c - 'A' + 10;
        return -1;
    };
    Digest digest;
    if (hex.size() != static_cast<qsizetype>(2 * digest.bytes.size()))
        return std::nullopt;
    for (size_t i = 0; i < digest.bytes.size(); ++i) {
        const int high = nibble(hex[static_cast<qsizetype>(2 * i)]);
        const int low = nibble(hex[static_cast<qsizetype>(2 * i + 1)]);
        if (high < 0 || low < 0)
            return std::nullopt;
        digest.bytes[i] = static_cast<quint8>(high << 4 | low);
    }
    return digest;
}

QByteArray Digest::toHex() const
{
    return QByteArray::fromRawData(reinterpret_cast<const char *>(bytes.data()),
                                   static_cast<qsizetype>(bytes.size()))
        .toHex();
}

Digest computeDigest(QByteArrayView set, const Value &userKey)
{
    Q_ASSERT(isKeyType(userKey));
    const std::optional<Digest> digest = tryDigest(set, userKey);
    // A wrong digest would read and write other people's records; there is nothing to go on with.
    if (!digest)
        qFatal("This OpenSSL offers no RIPEMD-160, without which no record can be found");
    return *digest;
}

Result<Key> Key::of(QByteArray ns, QByteArray set, Value userKey)
{
    if (ns.isEmpty() || ns.size() > maxNamespaceLength)
        return std::unexpected(Error::invalidArgument(u"a namespace name has 1 to 31 bytes"_s));
    if (set.size() > maxSetLength)
        return std::unexpected(Error::invalidArgument(u"a set name has at most 63 bytes"_s));
    if (!isKeyType(userKey))
        return std::unexpected(
            Error::invalidArgument(u"a record's key is an integer, a double, a string or a blob"_s));
    const std::optional<Digest> digest = tryDigest(set, userKey);
    if (!digest)
        return std::unexpected(Error::internal(u"this OpenSSL offers no RIPEMD-160"_s));
    return fromRow(std::move(ns), std::move(set), *digest, std::move(userKey));
}

Key Key::fromDigest(QByteArray ns, QByteArray set, Digest digest)
{
    return fromRow(std::move(ns), std::move(set), digest, std::nullopt);
}

Key Key::fromRow(QByteArray ns, QByteArray set, Digest digest, std::optional<Value> userKey)
{
    Key key;
    key.m_namespace = std::move(ns);
    key.m_set = std::move(set);
    key.m_digest = digest;
    key.m_userKey = std::move(userKey);
    return key;
}

size_t qHash(const Digest &digest, size_t seed) noexcept
{
    // bytes 0 and 1 hold the partition, which neighbours in a table often share
    size_t word = 0;
    std::memcpy(&word, digest.bytes.data() + 4, sizeof word);
    return word ^ seed;
}

} // namespace Aeroscope
