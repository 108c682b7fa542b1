// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace Aeroscope::Demo {

/// Numbers with six decimals.
[[nodiscard]] QByteArray fixedText(double number);

/// What index listings show of a packed value in a context: numbers as they are, of the others kind and size.
/// Null when the bytes are no value.
[[nodiscard]] QByteArray contextText(QByteArrayView packed);

/// The same for a parameter of a call; some kinds are named otherwise there.
[[nodiscard]] QByteArray parameterText(QByteArrayView packed);

} // namespace Aeroscope::Demo
