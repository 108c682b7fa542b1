// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStringList>

namespace Aeroscope::App {

/// aeroscope ael compile --jsonl: reads a JSON object a line from standard input, answers one a line.
/// `arguments` are those behind "ael".
[[nodiscard]] int runAelCommand(const QStringList &arguments);

} // namespace Aeroscope::App
