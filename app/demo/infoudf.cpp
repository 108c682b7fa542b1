// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/infocommands.h"
#include "app/demo/infoparams.h"
#include "app/demo/udf/udfruntime.h"

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype longestFileName = 127;
constexpr qsizetype longestLength = 10;
constexpr qsizetype longestType = 15;
constexpr quint64 largestContent = 1024 * 1024;

/// A parameter that is there and not too long.
std::optional<QByteArray> parameter(QByteArrayView params, const char *name, qsizetype longest)
{
    const std::optional<QByteArray> value = InfoParams(params).find(name);
    return value && value->size() <= longest ? value : std::nullopt;
}

bool isStrictBase64(const QByteArray &text)
{
    return QByteArray::fromBase64Encoding(text, QByteArray::Base64Encoding |
                                                    QByteArray::AbortOnBase64DecodingErrors)
               .decodingStatus == QByteArray::Base64DecodingStatus::Ok;
}

} // namespace

QByteArray InfoCommands::udfPut(const Call &call)
{
    const std::optional<QByteArray> fileName = parameter(call.params, "filename", longestFileName);
    const qsizetype dot = fileName ? fileName->indexOf('.') : -1;
    if (dot <= 0 || dot == fileName->size() - 1)
        return "error=invalid_filename";
    const std::optional<QByteArray> length = parameter(call.params, "content-len", longestLength);
    if (!length)
        return "error=invalid_content_len";
    const InfoParams params(call.params);
    if (params.find("udf-type") && parameter(call.params, "udf-type", longestType) != QByteArray("LUA"))
        return "error=invalid_udf_type";
    const auto size = parseNumber(*length);
    if (!size || *size > 0xffffffff || *size % 4 != 0)
        return "error=invalid_content_len";
    const std::optional<QByteArray> content = params.find("content");
    if (!content || static_cast<quint64>(content->size()) != *size)
        return "error=invalid_content";
    if (*size / 4 * 3 > largestContent)
        return "error=invalid_udf_content_len,>1M";
    if (content->isEmpty() || !isStrictBase64(*content))
        return "error=invalid_base64_content";
    if (const auto error = m_node.udf.check(*fileName, QByteArray::fromBase64(*content))) {
        return "error=compile_error;file=" + error->file + ";line=" + QByteArray::number(error->line) +
               ";message=" + error->message.toBase64();
    }
    m_node.cluster.registerModule(*fileName, *content);
    return "ok";
}

QByteArray InfoCommands::udfGet(const Call &call)
{
    const std::optional<QByteArray> fileName = parameter(call.params, "filename", longestFileName);
    if (!fileName)
        return "error=invalid_filename";
    const std::optional<QByteArray> source = m_node.cluster.modules.file(*fileName);
    if (!source)
        return "error=not_found";
    return source->isEmpty() ? QByteArray("error=empty") : "type=LUA;content=" + source->toBase64() + ';';
}

QByteArray InfoCommands::udfList(const Call &)
{
    return m_node.cluster.modules.list();
}

QByteArray InfoCommands::udfRemove(const Call &call)
{
    const std::optional<QByteArray> fileName = parameter(call.params, "filename", longestFileName);
    if (!fileName)
        return "error=invalid_filename";
    m_node.cluster.modules.remove(*fileName);
    m_node.cluster.metadata.remove(SystemMetadata::Module::Udf, *fileName);
    return "ok";
}

QByteArray InfoCommands::udfClearCache(const Call &)
{
    m_node.cluster.modules.invalidate();
    return "ok";
}

} // namespace Aeroscope::Demo
