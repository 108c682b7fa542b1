// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "client/session/infoapi.h"
#include "client/value/error.h"

#include <QByteArray>
#include <QList>

#include <memory>
#include <stop_token>

namespace Aeroscope {

class ClientState;

/// What InfoApi::sets() and InfoApi::indexes() ask, for those who have no session. `client` may be null:
/// NotConnected.
[[nodiscard]] QCoro::Task<Result<QList<SetInfo>>> askSets(std::shared_ptr<ClientState> client,
                                                          QByteArray namespaceName, std::stop_token stop);
[[nodiscard]] QCoro::Task<Result<QList<IndexInfo>>>
askIndexes(std::shared_ptr<ClientState> client, QByteArray namespaceName, std::stop_token stop);

} // namespace Aeroscope
