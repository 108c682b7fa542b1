// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QString>

#include <optional>

namespace Aeroscope::Ael {

/// A value as the language writes it. Nothing for what it cannot write: a text with both kinds of quotes,
/// infinite and not-a-number, nil, sketches, maps with other keys than integers, texts and blobs.
[[nodiscard]] std::optional<QString> literalText(const Value &value);

/// `$.name`, with quotes where the name needs them. Nothing when no quotes help.
[[nodiscard]] std::optional<QString> binText(const QByteArray &name);

/// A map key behind a dot: `name`, `'a b'`, `5`. Nothing when it cannot be written.
[[nodiscard]] std::optional<QString> keyText(const Value &key);

} // namespace Aeroscope::Ael
