// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/syntax/node.h"

#include <QByteArray>

namespace Aeroscope::Ael {

/// The bytes of a checked tree (protocol section 9). Only for trees about which the checker reported nothing.
[[nodiscard]] QByteArray encode(const Node *root);

/// The bytes of the context list to the end of the path (protocol section 8.4); every step must be an index,
/// rank, key or single value.
[[nodiscard]] QByteArray encodeContext(const Path &path);

} // namespace Aeroscope::Ael
