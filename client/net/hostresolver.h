// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/deadline.h"
#include "client/net/endpoint.h"
#include "client/net/task.h"
#include "client/value/error.h"

#include <QList>
#include <QString>

#include <stop_token>

namespace Aeroscope::Net {

/// The addresses of a host, IPv4 and IPv6, through the system's resolver in a thread of its own (QHostInfo's
/// aborted look-ups leak, and it cannot be used while the application ends). The order is the system's with
/// the two families taking turns, so that a dead one costs one attempt. A literal ("127.0.0.1", "::1",
/// "[::1]", "fe80::1%eth0") is answered without a look-up and without suspending.
///
/// Network when the name is unknown or empty, Timeout at the deadline, Cancelled by the token. Any thread
/// with an event loop; the task stays on it.
[[nodiscard]] QCoro::Task<Result<QList<Endpoint>>> resolveHost(QString host, quint16 port, Deadline deadline,
                                                               std::stop_token stop = {});

} // namespace Aeroscope::Net
