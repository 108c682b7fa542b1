// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

namespace Aeroscope::Ael {

[[nodiscard]] QString formatText(QStringView text);

} // namespace Aeroscope::Ael
