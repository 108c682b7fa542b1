// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStringList>

namespace Aeroscope::App {

/// aeroscope profiles [list | show NAME | export [NAME…] | import FILE | remove NAME]: the connections that
/// the window keeps. `arguments` are those behind "profiles".
[[nodiscard]] int runProfilesCommand(const QStringList &arguments);

/// aeroscope history [--limit n] [--format table/ndjson] [TEXT]: the queries that the window ran, newest
/// first; those whose text or set holds TEXT.
[[nodiscard]] int runHistoryCommand(const QStringList &arguments);

} // namespace Aeroscope::App
