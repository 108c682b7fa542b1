// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/info.h"

#include "client/wire/proto.h"

#include <algorithm>
#include <charconv>

using namespace Qt::StringLiterals;

namespace Aeroscope::Wire {

namespace {

/// `<code>:<text>` behind "ERROR:" or "FAIL:"; an empty or zero code means unknown.
Error codedError(QByteArrayView rest)
{
    int code = 0;
    const char *const last = rest.data() + rest.size();
    const auto [stop, problem] = std::from_chars(rest.data(), last, code);
    QByteArrayView text = rest;
    if (problem == std::errc())
        text = QByteArrayView(stop, last);
    if (text.startsWith(':') || text.startsWith('='))
        text = text.sliced(1);
    // some commands answer the same error twice, or with a second answer glued on
    if (const qsizetype again = text.indexOf(";ERROR:"); again >= 0)
        text = text.first(again);
    const bool isKnown = problem == std::errc() && code > 0;
    return Error::server(isKnown ? static_cast<ResultCode>(code) : ResultCode::Unknown, {},
                         QString::fromUtf8(text));
}

/// `error=<what>;file=…;line=…;message=<base64>`, as the UDF commands answer.
Error udfError(QByteArrayView value)
{
    const InfoMap parts = parseInfoMap(value);
    QString text = QString::fromUtf8(parts.value("error"));
    if (const QByteArray message = parts.value("message"); !message.isEmpty())
        text += ": "_L1 + QString::fromUtf8(QByteArray::fromBase64(message));
    if (const QByteArray file = parts.value("file"); !file.isEmpty()) {
        text += " ("_L1 + QString::fromUtf8(file);
        if (const QByteArray line = parts.value("line"); !line.isEmpty())
            text += ':'_L1 + QString::fromUtf8(line);
        text += ')'_L1;
    }
    return Error::server(ResultCode::UdfExecution, {}, text);
}

constexpr QByteArrayView errorPrefix = "ERROR";
constexpr QByteArrayView failPrefix = "FAIL";

/// The rest behind "ERROR:", "ERROR=" or "FAIL:"; null when the text is no such error.
QByteArrayView behindPrefix(QByteArrayView value, QByteArrayView prefix) noexcept
{
    if (value == prefix)
        return QByteArrayView("");
    if (value.size() > prefix.size() && value.startsWith(prefix) &&
        (value[prefix.size()] == ':' || value[prefix.size()] == '='))
        return value.sliced(prefix.size() + 1);
    return {};
}

/// `udf-get:filename=` without a name crashes servers (8.1.2.0; protocol section 15).
bool isHazard(QByteArrayView command)
{
    constexpr QByteArrayView name = "udf-get";
    constexpr QByteArrayView parameter = "filename=";
    if (!command.startsWith(name))
        return false;
    const qsizetype at = command.indexOf(parameter);
    const qsizetype end = at + parameter.size();
    return at >= 0 && (end == command.size() || command[end] == ';');
}

} // namespace

bool isInfoParameter(QByteArrayView text) noexcept
{
    return std::none_of(text.begin(), text.end(), [](char c) { return c == ';' || c == '\n' || c == '\0'; });
}

Result<void> encodeInfo(WireBuffer &out, std::span<const QByteArray> commands)
{
    const qsizetype start = out.size();
    (void)out.claim(protoHeaderSize);
    bool isSound = !commands.empty();
    bool isHarmless = true;
    for (const QByteArray &command : commands) {
        isSound = isSound && !command.isEmpty() && !command.contains('\n') && !command.contains('\0');
        isHarmless = isHarmless && !isHazard(command);
        out.bytes(command);
        out.byte('\n'); // a command without it gets no answer at all
    }
    const qsizetype bodySize = out.size() - start - protoHeaderSize;
    if (!isHarmless) {
        out.truncate(start);
        return std::unexpected(Error::invalidArgument(u"udf-get without a file name crashes servers"_s));
    }
    if (!isSound || bodySize > maxBodySize) {
        out.truncate(start);
        return std::unexpected(Error::invalidArgument(u"an info command is one line of text"_s));
    }
    out.setU64(start, ProtoHeader{FrameType::Info, bodySize}.word());
    return {};
}

Result<void> encodeInfo(WireBuffer &out, const QByteArray &command)
{
    return encodeInfo(out, std::span(&command, 1));
}

Result<std::vector<InfoLine>> parseInfoReply(QByteArrayView body)
{
    std::vector<InfoLine> lines;
    for (QByteArrayView rest = body; !rest.isEmpty();) {
        const qsizetype end = rest.indexOf('\n');
        const QByteArrayView line = end < 0 ? rest : rest.first(end);
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 1);
        const qsizetype tab = line.indexOf('\t');
        if (tab >= 0) {
            lines.push_back({line.first(tab).toByteArray(), line.sliced(tab + 1).toByteArray()});
            continue;
        }
        // the server leaves the command out when it did not get as far as reading it
        if (Result<QByteArray> value = infoValue(line); !value)
            return std::unexpected(std::move(value.error()));
        return std::unexpected(Error::protocol(u"an info reply has a line without a tab"_s));
    }
    return lines;
}

Result<std::vector<QByteArray>> parseInfoReply(QByteArrayView body, std::span<const QByteArray> commands)
{
    Result<std::vector<InfoLine>> lines = parseInfoReply(body);
    if (!lines)
        return std::unexpected(std::move(lines.error()));
    const auto answers = [](const InfoLine &line, const QByteArray &command) {
        return line.command == command;
    };
    if (!std::equal(lines->begin(), lines->end(), commands.begin(), commands.end(), answers))
        return std::unexpected(Error::protocol(u"an info reply answers other commands than were asked"_s));
    std::vector<QByteArray> values;
    values.reserve(lines->size());
    for (InfoLine &line : *lines)
        values.push_back(std::move(line.value));
    return values;
}

Result<QByteArray> infoValue(QByteArrayView value)
{
    if (const QByteArrayView rest = behindPrefix(value, errorPrefix); !rest.isNull())
        return std::unexpected(codedError(rest));
    if (const QByteArrayView rest = behindPrefix(value, failPrefix); !rest.isNull())
        return std::unexpected(codedError(rest));
    if (value.startsWith("error="))
        return std::unexpected(udfError(value));
    if (value == "type=unknown" || value == "ns_type=unknown")
        return std::unexpected(Error::server(ResultCode::Namespace, {}, QString::fromUtf8(value)));
    return value.toByteArray();
}

QList<QByteArrayView> splitInfoList(QByteArrayView value, char separator)
{
    QList<QByteArrayView> items;
    qsizetype from = 0;
    while (from < value.size()) {
        qsizetype end = value.indexOf(separator, from);
        if (end < 0)
            end = value.size();
        if (end > from)
            items.append(value.sliced(from, end - from));
        from = end + 1;
    }
    return items;
}

InfoMap parseInfoMap(QByteArrayView value, char separator)
{
    InfoMap map;
    for (const QByteArrayView pair : splitInfoList(value, separator)) {
        const qsizetype equals = pair.indexOf('=');
        if (equals < 0)
            map.insert(pair.toByteArray(), {});
        else
            map.insert(pair.first(equals).toByteArray(), pair.sliced(equals + 1).toByteArray());
    }
    return map;
}

QList<InfoMap> parseInfoEntities(QByteArrayView value, char entitySeparator, char pairSeparator)
{
    QList<InfoMap> entities;
    for (const QByteArrayView item : splitInfoList(value, entitySeparator))
        entities.append(parseInfoMap(item, pairSeparator));
    return entities;
}

} // namespace Aeroscope::Wire
