// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/transport.h"

#include <cerrno>
#include <sys/socket.h>

namespace Aeroscope::Demo {

qsizetype PlainTransport::receive(char *buffer, qsizetype size)
{
    const ssize_t count = ::recv(m_fd, buffer, static_cast<size_t>(size), 0);
    if (count >= 0)
        return count;
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? wouldBlock : failed;
}

qsizetype PlainTransport::send(const char *data, qsizetype size)
{
    const ssize_t count = ::send(m_fd, data, static_cast<size_t>(size), MSG_NOSIGNAL);
    if (count >= 0)
        return count;
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? wouldBlock : failed;
}

} // namespace Aeroscope::Demo
