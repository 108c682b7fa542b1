// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QLoggingCategory>

namespace Aeroscope::Net {

/// "aeroscope.client.net". Never secrets, never record contents.
Q_DECLARE_LOGGING_CATEGORY(lcNet)

} // namespace Aeroscope::Net
