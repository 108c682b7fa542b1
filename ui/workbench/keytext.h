// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/key.h"

#include <QString>

namespace Aeroscope::Workbench {

/// How a user writes the key of a record: `123` (integer), `abc` or `"123"` (string; a quote inside is
/// doubled), `hex:0aff` (blob), `digest:<40 hex digits>` (a record without a stored key). Digits that do not
/// fit int64 are refused, not taken for a string.
[[nodiscard]] Result<Key> keyFromText(const QByteArray &namespaceName, const QByteArray &setName,
                                      const QString &text);

/// The way back: what keyFromText() reads as the same key. A key without a user key gives its digest.
[[nodiscard]] QString keyToText(const Key &key);

} // namespace Aeroscope::Workbench
