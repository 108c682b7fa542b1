// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/infoparams.h"

#include "app/demo/bytes.h"

namespace Aeroscope::Demo {

std::optional<QByteArray> InfoParams::find(QByteArrayView name) const
{
    qsizetype token = 0;
    for (qsizetype at = 0; at < m_text.size(); ++at) {
        if (m_text[at] == ';') {
            token = at + 1;
        } else if (m_text[at] == '=' && sameBytes(m_text.sliced(token, at - token), name)) {
            const QByteArrayView rest = m_text.sliced(at + 1);
            qsizetype end = 0;
            while (end < rest.size() && rest[end] != ';')
                ++end;
            QByteArray value = rest.first(end).toByteArray();
            return value.isNull() ? QByteArray("") : value;
        }
    }
    return std::nullopt;
}

void InfoParams::fail(ResultCode code, const QByteArray &message)
{
    error = infoError(code, message);
}

std::optional<QByteArray> InfoParams::optional(const QByteArray &name, qsizetype limit,
                                               const QByteArray &alias)
{
    std::optional<QByteArray> value = find(name);
    if (!value && !alias.isEmpty())
        value = find(alias);
    if (!value)
        return std::nullopt;
    const ResultCode code = name == "namespace" ? ResultCode::Namespace : ResultCode::Parameter;
    if (value->size() >= limit) {
        fail(code, '\'' + name + "' value too long");
        return std::nullopt;
    }
    if (value->isEmpty()) {
        fail(code, "missing '" + name + "' value");
        return std::nullopt;
    }
    return value;
}

std::optional<QByteArray> InfoParams::required(const QByteArray &name, qsizetype limit,
                                               const QByteArray &alias)
{
    std::optional<QByteArray> value = optional(name, limit, alias);
    if (!value && !failed())
        fail(name == "namespace" ? ResultCode::Namespace : ResultCode::Parameter, "missing '" + name + '\'');
    return value;
}

QByteArray infoError(ResultCode code, const QByteArray &message)
{
    QByteArray text = "ERROR:";
    if (code != ResultCode::Unknown)
        text += QByteArray::number(static_cast<int>(code));
    return text + ':' + message;
}

std::optional<quint64> parseNumber(const QByteArray &text)
{
    bool fine = false;
    const quint64 value = text.toULongLong(&fine, 0);
    return fine ? std::optional(value) : std::nullopt;
}

} // namespace Aeroscope::Demo
