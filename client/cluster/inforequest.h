// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/connection.h"
#include "client/net/deadline.h"
#include "client/net/task.h"
#include "client/value/error.h"

#include <QByteArray>

#include <stop_token>
#include <vector>

namespace Aeroscope {

/// Sends info commands in one request on a connection, which must outlive the task, and gives their values in
/// order, error texts included. On every failure other than the server's own the connection is closed.
[[nodiscard]] QCoro::Task<Result<std::vector<QByteArray>>> requestInfo(Net::Connection *connection,
                                                                       std::vector<QByteArray> commands,
                                                                       Net::Deadline deadline,
                                                                       std::stop_token stop = {});

} // namespace Aeroscope
