// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/request.h"

#include "app/demo/bytes.h"
#include "client/value/operation.h"

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype opFixedSize = 4; // code, type, flags, name length
constexpr quint8 opHasLastUpdate = 0x01;

} // namespace

Request Request::parseHeader(QByteArrayView body) noexcept
{
    const char *at = body.data();
    Request request;
    // The first byte, the header's size, is not looked at by servers.
    request.info1 = static_cast<quint8>(at[1]);
    request.info2 = static_cast<quint8>(at[2]);
    request.info3 = static_cast<quint8>(at[3]);
    request.info4 = static_cast<quint8>(at[4]);
    request.generation = load32(at + 6);
    request.ttl = load32(at + 10);
    request.timeoutMs = load32(at + 14);
    request.fieldCount = load16(at + 18);
    request.opCount = load16(at + 20);
    return request;
}

bool Request::takeField(QByteArrayView &rest)
{
    if (rest.size() < 5)
        return false;
    const quint32 size = load32(rest.data());
    if (size == 0 || static_cast<qsizetype>(size) > rest.size() - 4)
        return false;
    const auto type = static_cast<quint8>(rest[4]);
    if (type < knownFields && !m_present[type]) {
        m_present[type] = true;
        m_fields[type] = rest.sliced(5, static_cast<qsizetype>(size) - 1);
    }
    rest = rest.sliced(4 + static_cast<qsizetype>(size));
    return true;
}

bool Request::takeOp(QByteArrayView &rest)
{
    if (rest.size() < 4 + opFixedSize)
        return false;
    const quint32 size = load32(rest.data());
    if (static_cast<qsizetype>(size) > rest.size() - 4)
        return false;
    RequestOp op;
    op.code = static_cast<quint8>(rest[4]);
    op.type = static_cast<quint8>(rest[5]);
    const auto flags = static_cast<quint8>(rest[6]);
    const qsizetype nameSize = static_cast<quint8>(rest[7]);
    const qsizetype skipped = opFixedSize + nameSize + ((flags & opHasLastUpdate) != 0 ? 8 : 0);
    if (skipped > static_cast<qsizetype>(size))
        return false;
    op.name = rest.sliced(8, nameSize);
    op.value = rest.sliced(4 + skipped, static_cast<qsizetype>(size) - skipped);
    ops.append(op);
    rest = rest.sliced(4 + static_cast<qsizetype>(size));
    return true;
}

std::optional<Request> Request::parse(QByteArrayView body)
{
    if (body.size() < headerSize)
        return std::nullopt;
    Request request = parseHeader(body);
    QByteArrayView rest = body.sliced(headerSize);
    for (int i = 0; i < request.fieldCount; ++i) {
        if (!request.takeField(rest))
            return std::nullopt;
    }
    for (int i = 0; i < request.opCount; ++i) {
        if (!request.takeOp(rest))
            return std::nullopt;
    }
    if (!rest.isEmpty())
        return std::nullopt;
    return request;
}

Request Request::opsOnly() const
{
    Request request = *this;
    request.m_fields = {};
    request.m_present = {};
    return request;
}

bool Request::isReadAll(const RequestOp &op) const noexcept
{
    return op.code == static_cast<quint8>(OpCode::Read) && op.name.isEmpty() && (info1 & Info1::GetAll) != 0;
}

} // namespace Aeroscope::Demo
