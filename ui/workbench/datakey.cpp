// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/datakey.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

constexpr int nonceSize = 12;
constexpr int tagSize = 16;

struct FreeContext
{
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const unsigned char *bytesOf(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

QByteArray randomBytes(int count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    if (RAND_bytes(reinterpret_cast<unsigned char *>(bytes.data()), count) != 1)
        qFatal("no random numbers");
    return bytes;
}

} // namespace

DataKey DataKey::random()
{
    DataKey key;
    key.m_bytes = randomBytes(size);
    return key;
}

Result<DataKey> DataKey::fromBytes(QByteArray bytes)
{
    if (bytes.size() != size)
        return std::unexpected(Error::invalidArgument(u"a data key has 32 bytes"_s));
    DataKey key;
    key.m_bytes = std::move(bytes);
    return key;
}

QByteArray DataKey::seal(QByteArrayView plain, QByteArrayView context) const
{
    QByteArray sealed = randomBytes(nonceSize);
    sealed.resize(nonceSize + plain.size() + tagSize);
    auto *out = reinterpret_cast<unsigned char *>(sealed.data()) + nonceSize;
    const CipherContext cipher(EVP_CIPHER_CTX_new());
    int length = 0;
    const bool done =
        EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytesOf(m_bytes), bytesOf(sealed)) ==
            1 &&
        EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytesOf(context),
                          static_cast<int>(context.size())) == 1 &&
        EVP_EncryptUpdate(cipher.get(), out, &length, bytesOf(plain), static_cast<int>(plain.size())) == 1 &&
        EVP_EncryptFinal_ex(cipher.get(), out + length, &length) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tagSize, out + plain.size()) == 1;
    if (!done)
        qFatal("encryption failed");
    return sealed;
}

Result<QByteArray> DataKey::open(QByteArrayView sealed, QByteArrayView context) const
{
    const auto refused = [] {
        return std::unexpected(
            Error::invalidArgument(u"the data was encrypted with another key or damaged"_s));
    };
    if (sealed.size() < nonceSize + tagSize || !isValid())
        return refused();
    const QByteArrayView body = sealed.sliced(nonceSize, sealed.size() - nonceSize - tagSize);
    QByteArray tag = sealed.last(tagSize).toByteArray();
    QByteArray plain(body.size(), Qt::Uninitialized);
    auto *out = reinterpret_cast<unsigned char *>(plain.data());
    const CipherContext cipher(EVP_CIPHER_CTX_new());
    int length = 0;
    const bool done =
        EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytesOf(m_bytes), bytesOf(sealed)) ==
            1 &&
        EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytesOf(context),
                          static_cast<int>(context.size())) == 1 &&
        EVP_DecryptUpdate(cipher.get(), out, &length, bytesOf(body), static_cast<int>(body.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tagSize, tag.data()) == 1 &&
        EVP_DecryptFinal_ex(cipher.get(), out + length, &length) == 1;
    if (!done)
        return refused();
    return plain;
}

Result<DataKey> dataKeyFromFile(const QString &file, bool create)
{
    const auto refuse = [&](const QString &why) {
        return std::unexpected(Error::invalidArgument(u"%1: %2"_s.arg(file, why)));
    };
    if (create && !QFileInfo::exists(file)) {
        QSaveFile fresh(file);
        if (!fresh.open(QIODevice::WriteOnly) ||
            !fresh.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) ||
            fresh.write(DataKey::random().bytes().toHex() + '\n') < 0 || !fresh.commit())
            return refuse(fresh.errorString());
    }
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return refuse(opened.errorString());
    if (opened.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther))
        return refuse(u"others may read this key"_s);
    return DataKey::fromBytes(QByteArray::fromHex(opened.read(1024).trimmed()));
}

} // namespace Aeroscope::Workbench
