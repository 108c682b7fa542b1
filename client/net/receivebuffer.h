// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArrayView>

namespace Aeroscope::Net {

/// The one receive buffer of a connection: grows while it is filled, is parsed in place, and lets its memory
/// go when it was big and is empty. Uninitialised memory, at most one copy of an unread rest.
class ReceiveBuffer
{
public:
    static constexpr qsizetype initialCapacity = 16 * 1024;
    /// Up to here a buffer that a single read filled grows by itself; beyond only for a frame that needs it.
    static constexpr qsizetype streamCapacity = 256 * 1024;
    /// What trim() leaves.
    static constexpr qsizetype idleCapacity = 64 * 1024;

    ReceiveBuffer() noexcept = default;
    ~ReceiveBuffer();
    ReceiveBuffer(const ReceiveBuffer &) = delete;
    ReceiveBuffer &operator=(const ReceiveBuffer &) = delete;

    [[nodiscard]] QByteArrayView unread() const noexcept { return {m_data + m_begin, m_end - m_begin}; }
    [[nodiscard]] qsizetype capacity() const noexcept { return m_capacity; }
    void consume(qsizetype bytes) noexcept
    {
        m_begin += bytes;
        m_expected = 0;
        if (m_begin == m_end)
            m_begin = m_end = 0;
    }

    /// Room for a read; moves the unread rest, so earlier views die. At least one byte, more when it pays.
    [[nodiscard]] char *prepare();
    [[nodiscard]] qsizetype room() const noexcept { return m_capacity - m_end; }
    /// After a read into prepare().
    void commit(qsizetype bytes) noexcept;
    /// The unread rest is the start of a message of that size; forgotten by consume().
    void expect(qsizetype bytes) noexcept { m_expected = bytes; }
    /// Gives memory back when empty.
    void trim() noexcept;

private:
    void setCapacity(qsizetype capacity);

    char *m_data = nullptr;
    qsizetype m_capacity = 0;
    qsizetype m_begin = 0;
    qsizetype m_end = 0;
    qsizetype m_expected = 0;
    bool m_filled = false; // the last read left no room
};

} // namespace Aeroscope::Net
