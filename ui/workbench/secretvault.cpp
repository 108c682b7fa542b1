// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/secretvault.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

constexpr int saltSize = 16;
constexpr int keySize = 32;
constexpr int nonceSize = 12;
constexpr int tagSize = 16;
// 32 MiB and about a tenth of a second for each guess.
constexpr quint64 scryptN = 1U << 15U;
constexpr quint64 scryptR = 8;
constexpr quint64 scryptP = 1;
constexpr quint64 scryptMemory = quint64(96) << 20U;
/// Bound to the content: it cannot be taken for another kind of file.
constexpr char purpose[] = "aeroscope secrets 1";

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

unsigned char *bytes(QByteArray &array)
{
    return reinterpret_cast<unsigned char *>(array.data());
}

const unsigned char *bytes(const QByteArray &array)
{
    return reinterpret_cast<const unsigned char *>(array.constData());
}

std::unexpected<Error> refuse(const QString &why)
{
    Error error = Error::invalidArgument(why);
    error.kind = ErrorKind::Authentication;
    return std::unexpected(error);
}

QByteArray randomBytes(int count)
{
    QByteArray made(count, '\0');
    if (RAND_bytes(bytes(made), count) != 1)
        made.clear();
    return made;
}

QByteArray deriveKey(const QString &passphrase, const QByteArray &salt)
{
    QByteArray text = passphrase.toUtf8();
    QByteArray key(keySize, '\0');
    const int done = EVP_PBE_scrypt(text.constData(), static_cast<size_t>(text.size()), bytes(salt),
                                    static_cast<size_t>(salt.size()), scryptN, scryptR, scryptP, scryptMemory,
                                    bytes(key), keySize);
    OPENSSL_cleanse(text.data(), static_cast<size_t>(text.size()));
    return done == 1 ? key : QByteArray();
}

/// Ciphertext and tag; empty on failure.
QByteArray seal(const QByteArray &key, const QByteArray &nonce, const QByteArray &plain)
{
    const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    QByteArray sealed(plain.size() + tagSize, '\0');
    int size = 0;
    int rest = 0;
    int ignored = 0;
    const bool done =
        cipher &&
        EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce)) == 1 &&
        EVP_EncryptUpdate(cipher.get(), nullptr, &ignored, reinterpret_cast<const unsigned char *>(purpose),
                          sizeof purpose) == 1 &&
        EVP_EncryptUpdate(cipher.get(), bytes(sealed), &size, bytes(plain), static_cast<int>(plain.size())) ==
            1 &&
        EVP_EncryptFinal_ex(cipher.get(), bytes(sealed) + size, &rest) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tagSize, bytes(sealed) + plain.size()) == 1;
    return done ? sealed : QByteArray();
}

/// Nothing: another key, or somebody changed it.
std::optional<QByteArray> unseal(const QByteArray &key, const QByteArray &nonce, const QByteArray &sealed)
{
    if (sealed.size() < tagSize || nonce.size() != nonceSize)
        return {};
    const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    const int plainSize = static_cast<int>(sealed.size()) - tagSize;
    QByteArray plain(plainSize, '\0');
    QByteArray tag = sealed.last(tagSize);
    int size = 0;
    int rest = 0;
    int ignored = 0;
    const bool done =
        cipher &&
        EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce)) == 1 &&
        EVP_DecryptUpdate(cipher.get(), nullptr, &ignored, reinterpret_cast<const unsigned char *>(purpose),
                          sizeof purpose) == 1 &&
        EVP_DecryptUpdate(cipher.get(), bytes(plain), &size, bytes(sealed), plainSize) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tagSize, bytes(tag)) == 1 &&
        EVP_DecryptFinal_ex(cipher.get(), bytes(plain) + size, &rest) == 1;
    return done ? std::optional(plain) : std::nullopt;
}

QByteArray field(const QJsonObject &json, QLatin1StringView name)
{
    return QByteArray::fromBase64(json.value(name).toString().toLatin1());
}

QString text(const QByteArray &raw)
{
    return QString::fromLatin1(raw.toBase64());
}

} // namespace

SecretVault::~SecretVault()
{
    if (!m_key.isEmpty())
        OPENSSL_cleanse(m_key.data(), static_cast<size_t>(m_key.size()));
}

Result<SecretVault> SecretVault::open(const QString &path, const QString &passphrase)
{
    SecretVault vault;
    vault.m_file = path;
    QFile file(path);
    if (!file.exists()) {
        vault.m_salt = randomBytes(saltSize);
        vault.m_key = deriveKey(passphrase, vault.m_salt);
        if (vault.m_key.isEmpty() || vault.m_salt.isEmpty())
            return std::unexpected(Error::internal(u"no key could be made"_s));
        return vault;
    }
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(
            Error::invalidArgument(u"%1: %2"_s.arg(QDir::toNativeSeparators(path), file.errorString())));
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    if (json.value("format"_L1).toInt() != 1)
        return refuse(u"%1 is no file of secrets that this version can read"_s.arg(path));
    vault.m_salt = field(json, "salt"_L1);
    vault.m_key = deriveKey(passphrase, vault.m_salt);
    const auto plain = unseal(vault.m_key, field(json, "nonce"_L1), field(json, "content"_L1));
    if (!plain)
        return refuse(u"the passphrase is wrong, or the file was changed"_s);
    const QJsonObject secrets = QJsonDocument::fromJson(*plain).object();
    for (auto it = secrets.begin(); it != secrets.end(); ++it)
        vault.m_secrets.insert(it.key(), it.value().toString());
    return vault;
}

std::optional<QString> SecretVault::value(const QString &key) const
{
    const auto found = m_secrets.constFind(key);
    return found == m_secrets.constEnd() ? std::nullopt : std::optional(*found);
}

Result<void> SecretVault::set(const QString &key, const QString &secret)
{
    m_secrets.insert(key, secret);
    return write();
}

Result<void> SecretVault::remove(const QString &key)
{
    return m_secrets.remove(key) > 0 ? write() : Result<void>();
}

Result<void> SecretVault::write() const
{
    QJsonObject secrets;
    for (auto it = m_secrets.begin(); it != m_secrets.end(); ++it)
        secrets.insert(it.key(), it.value());
    QByteArray plain = QJsonDocument(secrets).toJson(QJsonDocument::Compact);
    const QByteArray nonce = randomBytes(nonceSize);
    const QByteArray sealed = nonce.isEmpty() ? QByteArray() : seal(m_key, nonce, plain);
    OPENSSL_cleanse(plain.data(), static_cast<size_t>(plain.size()));
    if (sealed.isEmpty())
        return std::unexpected(Error::internal(u"the secrets could not be encrypted"_s));
    const QJsonObject json{
        {"format"_L1, 1},          {"key"_L1, u"scrypt 32768 8 1"_s}, {"cipher"_L1, u"aes-256-gcm"_s},
        {"salt"_L1, text(m_salt)}, {"nonce"_L1, text(nonce)},         {"content"_L1, text(sealed)}};
    const QString folder = QFileInfo(m_file).path();
    QSaveFile file(m_file);
    if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly))
        return std::unexpected(
            Error::invalidArgument(u"%1: %2"_s.arg(QDir::toNativeSeparators(m_file), file.errorString())));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(QJsonDocument(json).toJson());
    if (!file.commit())
        return std::unexpected(
            Error::invalidArgument(u"%1: %2"_s.arg(QDir::toNativeSeparators(m_file), file.errorString())));
    return {};
}

} // namespace Aeroscope::Workbench
