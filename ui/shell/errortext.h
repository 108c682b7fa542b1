// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QString>

namespace Aeroscope::Ui {

/// A failure for the user: what happened in their language, then what server or client said, as plain text.
struct ErrorText
{
    /// One sentence.
    QString title{};
    /// More of it; may be empty.
    QString detail{};
};

[[nodiscard]] ErrorText errorText(const Error &error);
/// Title and detail on one line.
[[nodiscard]] QString errorLine(const Error &error);

} // namespace Aeroscope::Ui
