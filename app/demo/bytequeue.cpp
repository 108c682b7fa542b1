// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/bytequeue.h"

#include <cstring>
#include <new>
#include <utility>

namespace Aeroscope::Demo {

void ByteQueue::append(QByteArrayView bytes)
{
    if (!bytes.isEmpty())
        std::memcpy(extend(bytes.size()), bytes.data(), static_cast<size_t>(bytes.size()));
}

void ByteQueue::consume(qsizetype count) noexcept
{
    m_begin += count;
    if (m_begin == m_end) {
        m_begin = m_end = 0;
        // One huge reply must not pin its memory for as long as the connection lives.
        constexpr qsizetype keep = 4 << 20;
        if (m_capacity > keep) {
            m_data.reset();
            m_capacity = 0;
        }
    }
}

void ByteQueue::swap(ByteQueue &other) noexcept
{
    std::swap(m_data, other.m_data);
    std::swap(m_begin, other.m_begin);
    std::swap(m_end, other.m_end);
    std::swap(m_capacity, other.m_capacity);
}

void ByteQueue::grow(qsizetype count)
{
    if (m_begin > 0) {
        std::memmove(m_data.get(), m_data.get() + m_begin, static_cast<size_t>(m_end - m_begin));
        m_end -= m_begin;
        m_begin = 0;
        if (m_end + count <= m_capacity)
            return;
    }
    const qsizetype capacity = qMax(qMax<qsizetype>(4096, m_capacity * 2), m_end + count);
    char *moved = static_cast<char *>(std::realloc(m_data.get(), static_cast<size_t>(capacity)));
    if (!moved)
        throw std::bad_alloc();
    static_cast<void>(m_data.release());
    m_data.reset(moved);
    m_capacity = capacity;
}

} // namespace Aeroscope::Demo
