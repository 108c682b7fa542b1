// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/resultcode.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace Aeroscope::Demo {

/// The parameters of an info command, `key=value;key=value` (protocol section 1.2), and the error texts that
/// go with them. `error` holds the reply once something was wrong.
class InfoParams
{
public:
    explicit InfoParams(QByteArrayView text) noexcept
        : m_text(text)
    {}

    [[nodiscard]] QByteArrayView text() const noexcept { return m_text; }
    /// The value of the first parameter of that name; may be empty.
    [[nodiscard]] std::optional<QByteArray> find(QByteArrayView name) const;

    /// A parameter that must be there, be not empty and shorter than `limit` bytes; else null and `error` is
    /// set. `alias` is an older name that works too.
    [[nodiscard]] std::optional<QByteArray> required(const QByteArray &name, qsizetype limit,
                                                     const QByteArray &alias = {});
    /// The same for a parameter that may be left out: null without an error then.
    [[nodiscard]] std::optional<QByteArray> optional(const QByteArray &name, qsizetype limit,
                                                     const QByteArray &alias = {});

    [[nodiscard]] bool failed() const noexcept { return !error.isNull(); }
    void fail(ResultCode code, const QByteArray &message);

    QByteArray error;

private:
    QByteArrayView m_text;
};

/// `ERROR:<code>:<text>`; the code of "unknown" is left out.
[[nodiscard]] QByteArray infoError(ResultCode code, const QByteArray &message);

/// An unsigned number in decimal, or in the C forms 0x… and 0…; null otherwise.
[[nodiscard]] std::optional<quint64> parseNumber(const QByteArray &text);

} // namespace Aeroscope::Demo
