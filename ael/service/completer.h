// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/languageservice.h"

namespace Aeroscope::Ael {

[[nodiscard]] CompletionList completeText(QStringView text, qsizetype cursor, const SchemaSource *schema,
                                          const CompileOptions &options);

} // namespace Aeroscope::Ael
