// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArrayView>

#include <cstdlib>
#include <memory>

namespace Aeroscope::Demo {

/// Bytes on their way to or from a socket: appended at the end, consumed at the front. Not initialised before
/// it is written, because replies of a scan are many megabytes a second.
class ByteQueue
{
public:
    ByteQueue() = default;
    ByteQueue(const ByteQueue &) = delete;
    ByteQueue &operator=(const ByteQueue &) = delete;

    /// Room for `count` bytes at the end, to be filled completely by the caller; valid until the next append.
    [[nodiscard]] char *extend(qsizetype count)
    {
        if (m_end + count > m_capacity)
            grow(count);
        char *at = m_data.get() + m_end;
        m_end += count;
        return at;
    }
    void append(QByteArrayView bytes);

    /// Positions are relative to the first byte not yet consumed.
    [[nodiscard]] qsizetype size() const noexcept { return m_end - m_begin; }
    [[nodiscard]] bool isEmpty() const noexcept { return m_begin == m_end; }
    [[nodiscard]] char *data() noexcept { return m_data.get() + m_begin; }
    [[nodiscard]] const char *data() const noexcept { return m_data.get() + m_begin; }
    void truncate(qsizetype size) noexcept { m_end = m_begin + size; }
    void consume(qsizetype count) noexcept;
    void clear() noexcept { m_begin = m_end = 0; }
    void swap(ByteQueue &other) noexcept;

private:
    struct Free
    {
        void operator()(char *p) const noexcept { std::free(p); }
    };
    void grow(qsizetype count);

    std::unique_ptr<char, Free> m_data;
    qsizetype m_begin = 0;
    qsizetype m_end = 0;
    qsizetype m_capacity = 0;
};

} // namespace Aeroscope::Demo
