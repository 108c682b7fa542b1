// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArrayView>

namespace Aeroscope::Demo {

struct Hash128
{
    quint64 low = 0;
    quint64 high = 0;
};

/// MurmurHash3 for 64-bit machines, 128 bits, seed 0: what decides the register of an HLL element.
[[nodiscard]] Hash128 murmurHash128(QByteArrayView bytes) noexcept;

} // namespace Aeroscope::Demo
