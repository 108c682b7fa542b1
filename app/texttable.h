// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QList>
#include <QStringList>

namespace Aeroscope::App {

/// Prints rows to the standard output, columns side by side; the first row is the heading. Rows have as many
/// cells as it.
void printTable(const QList<QStringList> &rows);

} // namespace Aeroscope::App
