// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/navigator/navigatormodel.h"

namespace Aeroscope::Ui {

/// What the tree shows of one cluster, from its state and catalog.
[[nodiscard]] NavigatorModel::Item clusterItem(const Connection &connection);

} // namespace Aeroscope::Ui
