// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

namespace Aeroscope::Ui {

/// Teaches assistive technologies the grid: a table whose cells read their column, text and state.
/// Idempotent.
void installGridAccessibility();

} // namespace Aeroscope::Ui
