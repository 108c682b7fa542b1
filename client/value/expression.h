// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

namespace Aeroscope {

/// A compiled expression: msgpack bytes as they go into field 43 (protocol section 9.1). Empty = none.
class Expression
{
public:
    Expression() = default;
    explicit Expression(QByteArray bytes) noexcept
        : m_bytes(std::move(bytes))
    {}
    [[nodiscard]] bool isEmpty() const noexcept { return m_bytes.isEmpty(); }
    [[nodiscard]] const QByteArray &bytes() const noexcept { return m_bytes; }
    friend bool operator==(const Expression &, const Expression &) = default;

private:
    QByteArray m_bytes;
};

} // namespace Aeroscope
