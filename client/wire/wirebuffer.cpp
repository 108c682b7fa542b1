// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/wirebuffer.h"

#include <algorithm>
#include <new>

namespace Aeroscope::Wire {

void WireBuffer::grow(qsizetype more)
{
    constexpr qsizetype smallest = 256;
    const qsizetype capacity = std::max({smallest, 2 * m_capacity, m_size + more});
    auto *const memory = static_cast<char *>(std::realloc(m_data.get(), static_cast<size_t>(capacity)));
    if (!memory)
        throw std::bad_alloc();
    (void)m_data.release(); // realloc has taken it
    m_data.reset(memory);
    m_capacity = capacity;
}

} // namespace Aeroscope::Wire
