// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/logging.h"

namespace Aeroscope {

Q_LOGGING_CATEGORY(lcCluster, "aeroscope.client.cluster", QtWarningMsg)

} // namespace Aeroscope
