// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/languageservice.h"

namespace Aeroscope::Ael {

[[nodiscard]] QList<HighlightToken> highlightText(QStringView text);

} // namespace Aeroscope::Ael
