// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"

#include <QString>

#include <chrono>

namespace Aeroscope::Workbench {

/// Numbers about data, for people. (Data itself is never grouped or shortened.)

/// "12 000", grouped by a narrow no-break space, which reads the same in every language.
[[nodiscard]] QString groupedCount(qint64 count);
/// "842", "12 000", "84.1 M", "1.2 G": three digits of meaning from a million on.
[[nodiscard]] QString compactCount(qint64 count);
/// "14 B", "4.1 kB", "48 MB".
[[nodiscard]] QString byteSize(qint64 bytes);
/// "0.8 s", "12 s", "1 min 40 s".
[[nodiscard]] QString durationText(std::chrono::milliseconds duration);
/// "45s", "4h 20m", "3d 04h", "29d 11h", "1 200d": two units at most.
[[nodiscard]] QString timeLeft(qint64 seconds);
/// "never", "expired" or the time left at `nowUnixSeconds`.
[[nodiscard]] QString expiryText(VoidTime voidTime, qint64 nowUnixSeconds);
/// A digest as "9c41f2…e0".
[[nodiscard]] QString shortDigest(const Digest &digest);
/// A key as it is typed: 1001, user42, 0x0a01ff; the digest's hex digits when the key is not known.
[[nodiscard]] QString keyText(const Key &key);
/// Names are bytes; this is how they are shown.
[[nodiscard]] QString nameText(QByteArrayView name);

} // namespace Aeroscope::Workbench
