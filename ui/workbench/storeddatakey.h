// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "ui/workbench/datakey.h"
#include "ui/workbench/secretstore.h"

#include <memory>

namespace Aeroscope::Workbench {

/// The data key of this user, from the keychain; made and put there by the first call. Fails as the keychain
/// does, and with NotConnected where a session has none. On the thread of the keychain.
[[nodiscard]] QCoro::Task<Result<DataKey>> storedDataKey(std::shared_ptr<Keychain> keychain);

} // namespace Aeroscope::Workbench
