// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/infocommands.h"
#include "app/demo/infoparams.h"

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype longestId = 26;

} // namespace

QByteArray InfoCommands::queryShow(const Call &call)
{
    InfoParams params(call.params);
    const auto id = params.optional("id", longestId, "trid");
    if (params.failed())
        return params.error;
    if (!id)
        return m_node.jobs.describeAll();
    const auto number = parseNumber(*id);
    if (!number || *number == 0)
        return infoError(ResultCode::Parameter, "bad id");
    const QByteArray text = m_node.jobs.describe(*number);
    return text.isNull() ? infoError(ResultCode::NotFound, "job not found") : text;
}

QByteArray InfoCommands::queryAbort(const Call &call)
{
    InfoParams params(call.params);
    const auto id = params.required("id", longestId, "trid");
    if (!id)
        return params.error;
    const auto number = parseNumber(*id);
    if (!number || *number == 0)
        return infoError(ResultCode::Parameter, "bad id");
    return m_node.jobs.abort(*number) ? QByteArray("ok") : infoError(ResultCode::NotFound, "id not active");
}

QByteArray InfoCommands::queryAbortAll(const Call &)
{
    return "number-of-queries-killed:" + QByteArray::number(m_node.jobs.abortAll());
}

} // namespace Aeroscope::Demo
