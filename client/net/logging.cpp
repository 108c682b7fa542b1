// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/logging.h"

namespace Aeroscope::Net {

Q_LOGGING_CATEGORY(lcNet, "aeroscope.client.net", QtWarningMsg)

} // namespace Aeroscope::Net
