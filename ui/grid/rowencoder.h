// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"

#include <QByteArray>

namespace Aeroscope::Ui {

/// A record as the message in which a query would bring it (protocol sections 3.1, 3.4 to 3.6, 7.2), so that
/// changed and inserted records stand in the grid like all others.
[[nodiscard]] QByteArray encodeRow(const Record &record);

/// The bytes of a value as a bin carries them.
[[nodiscard]] QByteArray encodeParticle(const Value &value);

} // namespace Aeroscope::Ui
