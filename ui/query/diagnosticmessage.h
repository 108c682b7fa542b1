// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/diagnostic.h"

#include <QString>

namespace Aeroscope::Ui {

/// The finding as a sentence in the user's language.
[[nodiscard]] QString diagnosticMessage(const Ael::Diagnostic &diagnostic);

} // namespace Aeroscope::Ui
