// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clustersettings.h"
#include "client/cluster/node.h"
#include "client/net/connection.h"
#include "client/net/deadline.h"
#include "client/net/task.h"
#include "client/value/error.h"

#include <QByteArray>

#include <stop_token>

namespace Aeroscope {

/// bcrypt with the protocol's fixed setting (protocol section 2.1): 60 characters. Takes some 50 ms of CPU by
/// design; once per cluster, not per connection. Empty if the system's crypt cannot do it.
[[nodiscard]] QByteArray passwordHash(const QByteArray &password);

/// Logs in on a fresh connection, which must outlive the task; it is authenticated afterwards. A null token
/// means that the server has no security. Fails with Authentication (the server's code and words), Network,
/// Timeout, Protocol. `hash` is passwordHash() of the password, unused for PKI.
[[nodiscard]] QCoro::Task<Result<SessionTokenPtr>> logIn(Net::Connection *connection, Credentials credentials,
                                                         QByteArray hash, Net::Deadline deadline,
                                                         std::stop_token stop);

/// Presents a token on a further connection. Fails like logIn(); SessionExpired means: log in again.
[[nodiscard]] QCoro::Task<Result<void>> authenticate(Net::Connection *connection, Credentials credentials,
                                                     SessionTokenPtr token, Net::Deadline deadline,
                                                     std::stop_token stop);

} // namespace Aeroscope
