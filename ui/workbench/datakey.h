// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QByteArray>
#include <QString>

namespace Aeroscope::Workbench {

/// 256 random bits with which staged edits and journals are encrypted at rest. A value; never shown, never
/// logged. Thread-safe as a value.
class DataKey
{
public:
    static constexpr qsizetype size = 32;

    DataKey() = default;
    [[nodiscard]] static DataKey random();
    /// Fails with InvalidArgument unless these are 32 bytes.
    [[nodiscard]] static Result<DataKey> fromBytes(QByteArray bytes);

    [[nodiscard]] bool isValid() const noexcept { return m_bytes.size() == size; }
    [[nodiscard]] const QByteArray &bytes() const noexcept { return m_bytes; }

    /// AES-256-GCM: nonce, ciphertext and tag. `context` is not kept but must be the same for open().
    [[nodiscard]] QByteArray seal(QByteArrayView plain, QByteArrayView context) const;
    /// Fails with InvalidArgument for another key, another context, or bytes that were changed.
    [[nodiscard]] Result<QByteArray> open(QByteArrayView sealed, QByteArrayView context) const;

    friend bool operator==(const DataKey &, const DataKey &) = default;

private:
    QByteArray m_bytes;
};

/// A key in a file of its own that only its owner can read, as 64 hex digits: for machines without a
/// keychain, where the user says so. Makes it when `create` is set. Fails when others may read the file.
[[nodiscard]] Result<DataKey> dataKeyFromFile(const QString &file, bool create);

} // namespace Aeroscope::Workbench
