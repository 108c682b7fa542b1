// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/clientcode.h"
#include "ael/syntax/node.h"

#include <optional>

namespace Aeroscope::Ael {

/// A checked tree in the calls of a client's expression builder. Nothing when the builder lacks a part of it.
[[nodiscard]] std::optional<QString> writeExpression(ClientLanguage language, const Node *root);

/// A text literal of the language, in the quotes that are usual there.
[[nodiscard]] QString quotedFor(ClientLanguage language, const QByteArray &utf8);

} // namespace Aeroscope::Ael
