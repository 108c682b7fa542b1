// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QStringView>

#include <optional>

namespace Aeroscope::Ael {

/// The size of an integer as written, before its sign is known: -9223372036854775808 is one number.
struct Magnitude
{
    quint64 value = 0;
    bool overflow = false;     ///< does not fit 64 bits
    bool leadingZeros = false; ///< decimal with zeros in front, such as 007 (00 is not)

    /// With the sign laid over; nothing when it does not fit int64.
    [[nodiscard]] std::optional<qint64> signedValue(bool negative) const noexcept;
};

/// Decimal, 0x and 0b digits; the caller's token is well formed.
[[nodiscard]] Magnitude parseMagnitude(QStringView digits) noexcept;

/// The same as a double, correctly rounded, whatever its size.
[[nodiscard]] double parseAsDouble(QStringView digits) noexcept;

/// `X'0aff'` and `b64'AQID'`: nothing when the content is no even number of hex digits, or no base64 (padding
/// may be left out).
[[nodiscard]] std::optional<QByteArray> parseBlobLiteral(QStringView token);

/// Base64 as a string stands for a blob in a comparison: characters of other alphabets are skipped, the
/// padding must be there. Nothing when it is wrong or the text is not ASCII.
[[nodiscard]] std::optional<QByteArray> decodeLenientBase64(const QByteArray &text);

} // namespace Aeroscope::Ael
