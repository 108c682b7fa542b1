// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/recordreply.h"

#include "client/wire/proto.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

using namespace Qt::StringLiterals;

namespace Aeroscope::Wire {

namespace {

constexpr QByteArrayView failureBin = "FAILURE";

/// The digits after the last colon, if the text ends in them.
std::optional<int> trailingCode(QByteArrayView text) noexcept
{
    const qsizetype colon = text.lastIndexOf(':');
    if (colon < 0 || colon + 1 == text.size())
        return std::nullopt;
    int code = 0;
    const char *const last = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data() + colon + 1, last, code);
    if (problem != std::errc() || stop != last)
        return std::nullopt;
    return code;
}

} // namespace

Error RecordReply::error(QString node) const
{
    return Error::server(code, std::move(node), QString::fromUtf8(failureText));
}

const Value *RecordReply::bin(QByteArrayView name) const noexcept
{
    const auto found =
        std::find_if(bins.begin(), bins.end(), [name](const Bin &bin) { return bin.name == name; });
    return found == bins.end() ? nullptr : &found->value;
}

Result<RecordReply> parseRecordReply(QByteArrayView message, BinNames *names)
{
    const RowView row(message);
    if (!row.isValid())
        return std::unexpected(Error::protocol(u"a reply is malformed"_s));
    if (row.byteSize() != message.size())
        return std::unexpected(Error::protocol(u"bytes follow a reply"_s));
    return parseRecordReply(row, message, names);
}

Result<RecordReply> parseRecordReply(const RowView &row, QByteArrayView message, BinNames *names)
{
    const MessageHeader header = MessageHeader::read(message.data());
    Result<RecordReply> parsed{std::in_place};
    RecordReply &reply = *parsed;
    reply.code = header.code();
    reply.generation = header.generation;
    reply.voidTime = VoidTime{header.ttl};
    reply.batchIndex = header.timeout;
    if (header.fieldCount > 0) {
        constexpr qsizetype versionSize = 7;
        if (const auto version = findField(message, Field::RecordVersion);
            version && version->size() == versionSize) {
            std::array<char, 8> word{};
            std::memcpy(word.data(), version->data(), versionSize);
            reply.recordVersion = qFromLittleEndian<quint64>(word.data());
        }
        if (const auto deadline = findField(message, Field::TransactionDeadline);
            deadline && deadline->size() == 4)
            reply.transactionDeadline = qFromLittleEndian<quint32>(deadline->data());
    }
    reply.bins.reserve(header.opCount);
    const bool isReadable = row.forEachBin([&reply, names](const RawBin &bin) {
        Result<Value> value = decodeParticle(bin.particle, bin.bytes);
        if (!value)
            return false;
        reply.bins.emplace_back(names ? names->of(bin.name, reply.bins.size()) : bin.name.toByteArray(),
                                *std::move(value));
        return true;
    });
    if (!isReadable)
        return std::unexpected(Error::protocol(u"a value of a reply has impossible bytes"_s));
    if (reply.code != ResultCode::Ok) {
        if (const Value *failure = reply.bin(failureBin); failure && failure->type() == Value::Type::String) {
            reply.failureText = failure->bytes();
            reply.failureCode = trailingCode(reply.failureText);
        }
    }
    return parsed;
}

} // namespace Aeroscope::Wire
