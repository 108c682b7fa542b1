// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/languageservice.h"
#include "ael/syntax/node.h"

namespace Aeroscope::Ael {

/// Warnings from what is known of the data: bins that no record has, and bins read as a type that none has
/// there.
[[nodiscard]] QList<Diagnostic> adviceFor(QStringView text, const Tree &tree, const SchemaSource &schema);

} // namespace Aeroscope::Ael
