// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/recordedit.h"
#include "ui/workbench/valuetext.h"

#include <QString>

namespace Aeroscope::Ui {

/// Why a text was refused, as a sentence for the user.
[[nodiscard]] QString valueFaultText(const Workbench::ValueTextFault &fault);
/// The same for the name of a bin; empty for None.
[[nodiscard]] QString binNameFaultText(Workbench::BinNameFault fault);

/// The types that a bin can be switched to, in the order in which they are offered.
[[nodiscard]] QList<Value::Type> editableTypes();

} // namespace Aeroscope::Ui
