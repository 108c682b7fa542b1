// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QLoggingCategory>

namespace Aeroscope {

/// "aeroscope.client.cluster": nodes that come and go. Never secrets.
Q_DECLARE_LOGGING_CATEGORY(lcCluster)

} // namespace Aeroscope
