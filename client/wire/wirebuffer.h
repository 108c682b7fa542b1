// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QtEndian>

#include <cstdlib>
#include <cstring>
#include <memory>

namespace Aeroscope::Wire {

/// A growing run of bytes that requests are written into. Encoders append whole frames, so that several
/// requests may follow each other; clear() keeps the memory for the next one. Not thread-safe; movable only.
class WireBuffer
{
public:
    WireBuffer() noexcept = default;
    WireBuffer(WireBuffer &&other) noexcept
        : m_data(std::move(other.m_data))
        , m_size(std::exchange(other.m_size, 0))
        , m_capacity(std::exchange(other.m_capacity, 0))
    {}
    WireBuffer &operator=(WireBuffer &&other) noexcept
    {
        m_data = std::move(other.m_data);
        m_size = std::exchange(other.m_size, 0);
        m_capacity = std::exchange(other.m_capacity, 0);
        return *this;
    }

    [[nodiscard]] qsizetype size() const noexcept { return m_size; }
    [[nodiscard]] qsizetype capacity() const noexcept { return m_capacity; }
    [[nodiscard]] bool isEmpty() const noexcept { return m_size == 0; }
    /// Valid until the next change.
    [[nodiscard]] QByteArrayView view() const noexcept { return {m_data.get(), m_size}; }
    [[nodiscard]] QByteArrayView view(qsizetype from) const noexcept
    {
        return {m_data.get() + from, m_size - from};
    }
    [[nodiscard]] char *data() noexcept { return m_data.get(); }
    [[nodiscard]] QByteArray toByteArray() const { return QByteArray(m_data.get(), m_size); }

    void clear() noexcept { m_size = 0; }
    void truncate(qsizetype size) noexcept { m_size = size; }
    /// Room for `more` bytes without another allocation.
    void reserve(qsizetype more)
    {
        if (m_capacity - m_size < more)
            grow(more);
    }
    /// Gives memory back when there is more than `keep` of it; the content goes too.
    void release(qsizetype keep) noexcept
    {
        m_size = 0;
        if (m_capacity > keep) {
            m_data.reset();
            m_capacity = 0;
        }
    }

    /// `count` more bytes, not yet written; the pointer is valid until the next change.
    [[nodiscard]] char *claim(qsizetype count)
    {
        reserve(count);
        char *const at = m_data.get() + m_size;
        m_size += count;
        return at;
    }
    void byte(quint8 value) { *claim(1) = static_cast<char>(value); }
    void u16(quint16 value) { qToBigEndian(value, claim(sizeof value)); }
    void u32(quint32 value) { qToBigEndian(value, claim(sizeof value)); }
    void u64(quint64 value) { qToBigEndian(value, claim(sizeof value)); }
    void bytes(QByteArrayView view)
    {
        if (!view.isEmpty())
            std::memcpy(claim(view.size()), view.data(), static_cast<size_t>(view.size()));
    }

    void setByte(qsizetype at, quint8 value) noexcept { m_data.get()[at] = static_cast<char>(value); }
    void setU16(qsizetype at, quint16 value) noexcept { qToBigEndian(value, m_data.get() + at); }
    void setU32(qsizetype at, quint32 value) noexcept { qToBigEndian(value, m_data.get() + at); }
    void setU64(qsizetype at, quint64 value) noexcept { qToBigEndian(value, m_data.get() + at); }

private:
    void grow(qsizetype more);

    struct Free
    {
        void operator()(char *memory) const noexcept { std::free(memory); }
    };
    std::unique_ptr<char, Free> m_data;
    qsizetype m_size = 0;
    qsizetype m_capacity = 0;
};

} // namespace Aeroscope::Wire
