// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/receivebuffer.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace Aeroscope::Net {

ReceiveBuffer::~ReceiveBuffer()
{
    std::free(m_data);
}

void ReceiveBuffer::setCapacity(qsizetype capacity)
{
    char *data = static_cast<char *>(std::realloc(m_data, size_t(capacity)));
    if (!data)
        throw std::bad_alloc();
    m_data = data;
    m_capacity = capacity;
}

char *ReceiveBuffer::prepare()
{
    if (m_capacity == 0)
        setCapacity(initialCapacity);
    const qsizetype unreadSize = m_end - m_begin;
    if (m_begin > 0 && m_capacity - m_end < m_capacity / 4) {
        std::memmove(m_data, m_data + m_begin, size_t(unreadSize));
        m_begin = 0;
        m_end = unreadSize;
    }
    if (room() == 0) {
        // A message that is bigger than the buffer. What it claims to need is believed only as its bytes
        // arrive.
        const qsizetype grown = m_capacity * 2;
        setCapacity(m_expected > m_capacity ? std::min(m_expected, grown * 2) : grown);
    } else if (m_filled && m_capacity < streamCapacity) {
        setCapacity(std::min(m_capacity * 4, streamCapacity));
    }
    return m_data + m_end;
}

void ReceiveBuffer::commit(qsizetype bytes) noexcept
{
    m_filled = bytes == room();
    m_end += bytes;
}

void ReceiveBuffer::trim() noexcept
{
    m_expected = 0;
    if (m_begin != m_end || m_capacity <= idleCapacity)
        return;
    std::free(m_data);
    m_data = nullptr;
    m_capacity = m_begin = m_end = 0;
    m_filled = false;
}

} // namespace Aeroscope::Net
