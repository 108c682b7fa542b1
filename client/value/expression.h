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
    /// Takes msgpack bytes as they are; nothing is checked here.
    explicit Expression(QByteArray bytes) noexcept
        : m_bytes(std::move(bytes))
    {}
    /// There is none.
    [[nodiscard]] bool isEmpty() const noexcept { return m_bytes.isEmpty(); }
    /// The content of field 43.
    [[nodiscard]] const QByteArray &bytes() const noexcept { return m_bytes; }
    friend bool operator==(const Expression &, const Expression &) = default;

private:
    QByteArray m_bytes;
};

} // namespace Aeroscope
