// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/messageframer.h"

#include "client/wire/compression.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Wire {

namespace {

constexpr qsizetype inflateBufferToKeep = 4 * 1024 * 1024;
using Detail::digestFieldSize;
using Detail::fieldHeaderSize;
using Detail::indexValueFieldSize;
using Detail::opHeaderSize;

} // namespace

MessageFramer::Step MessageFramer::fail(Error error)
{
    m_hasFailed = true;
    m_frameLeft = 0;
    m_error = std::move(error);
    m_message = {};
    return Step::Failed;
}

MessageFramer::Step MessageFramer::fail(QLatin1StringView what)
{
    return fail(Error::protocol(what));
}

void MessageFramer::reset()
{
    if (m_inflated.capacity() > inflateBufferToKeep)
        m_inflated = QByteArray();
    m_inflated.resize(0);
    m_inflatedAt = 0;
    m_walk = {};
    m_frameLeft = 0;
    m_needed = 0;
    m_isCompressed = false;
    m_hasFailed = false;
    m_message = {};
    m_error = {};
}

/// Goes on with the message that begins at the front of `bytes` and must end within `limit` bytes, of which
/// only bytes.size() are here. Sets m_needed when more must come.
MessageFramer::Whole MessageFramer::walk(QByteArrayView bytes, qsizetype limit)
{
    const auto has = [&](qsizetype end) {
        if (end <= bytes.size())
            return true;
        m_needed = end;
        return false;
    };
    if (m_walk.at == 0) {
        if (limit < messageHeaderSize)
            return Whole::Never;
        if (!has(messageHeaderSize))
            return Whole::No;
        if (static_cast<quint8>(bytes[0]) != messageHeaderSize)
            return Whole::Never;
        const MessageHeader header = MessageHeader::read(bytes.data());
        m_walk = {messageHeaderSize, header.fieldCount, header.opCount, 0, 0};
    }
    // Locals: what is written through a member could be the bytes, for all the compiler knows, and this runs
    // for every field of every row.
    const char *const data = bytes.data();
    const qsizetype here = bytes.size();
    qsizetype at = m_walk.at;
    int fieldsLeft = m_walk.fieldsLeft;
    int opsLeft = m_walk.opsLeft;
    qsizetype digestAt = m_walk.digestAt;
    qsizetype indexValueAt = m_walk.indexValueAt;
    Whole whole = Whole::Yes;
    for (; fieldsLeft > 0; --fieldsLeft) {
        if (limit - at < fieldHeaderSize)
            return Whole::Never;
        if (at + fieldHeaderSize > here) {
            m_needed = at + fieldHeaderSize;
            whole = Whole::No;
            break;
        }
        const qsizetype size = qFromBigEndian<quint32>(data + at);
        if (size < 1 || size > limit - at - 4)
            return Whole::Never;
        const auto type = static_cast<Field>(data[at + 4]);
        if (type == Field::Digest)
            digestAt = size == digestFieldSize ? at + fieldHeaderSize : 0;
        else if (type == Field::IndexValues && size == indexValueFieldSize)
            indexValueAt = at + fieldHeaderSize;
        at += 4 + size;
    }
    for (; whole == Whole::Yes && opsLeft > 0; --opsLeft) {
        if (limit - at < opHeaderSize)
            return Whole::Never;
        if (at + opHeaderSize > here) {
            m_needed = at + opHeaderSize;
            whole = Whole::No;
            break;
        }
        const qsizetype size = qFromBigEndian<quint32>(data + at);
        const qsizetype nameSize = static_cast<quint8>(data[at + 7]);
        if (size < 4 + nameSize || size > limit - at - 4)
            return Whole::Never;
        at += 4 + size;
    }
    m_walk = {at, fieldsLeft, opsLeft, digestAt, indexValueAt};
    if (whole == Whole::Yes && at > here) {
        m_needed = at;
        whole = Whole::No;
    }
    return whole;
}

MessageFramer::Step MessageFramer::nextInflated()
{
    const QByteArrayView rest = QByteArrayView(m_inflated).sliced(m_inflatedAt);
    if (walk(rest, rest.size()) != Whole::Yes)
        return fail("a message does not fit into its frame"_L1);
    m_inflatedAt += m_walk.at;
    return take(rest.first(m_walk.at));
}

MessageFramer::Step MessageFramer::take(QByteArrayView message) noexcept
{
    m_message = message;
    m_walk.at = 0;
    return Step::Message;
}

MessageFramer::Step MessageFramer::next(QByteArrayView &unread)
{
    if (m_hasFailed)
        return Step::Failed;
    m_message = {};
    for (;;) {
        if (m_inflatedAt < m_inflated.size())
            return nextInflated();

        if (m_frameLeft == 0) {
            const auto parsed = ProtoHeader::parse(unread);
            if (!parsed)
                return fail(parsed.error());
            if (!*parsed) {
                m_needed = protoHeaderSize;
                return Step::NeedMore;
            }
            const ProtoHeader header = **parsed;
            if (header.type != FrameType::Message && header.type != FrameType::Compressed)
                return fail("a frame of another type than expected came"_L1);
            if (header.bodySize == 0)
                return fail("a frame holds no message"_L1);
            m_isCompressed = header.type == FrameType::Compressed;
            m_frameLeft = header.bodySize;
            unread = unread.sliced(protoHeaderSize);
        }

        if (m_isCompressed) {
            if (unread.size() < m_frameLeft) {
                m_needed = m_frameLeft;
                return Step::NeedMore;
            }
            if (Result<void> inflated = inflateMessage(unread.first(m_frameLeft), m_inflated); !inflated)
                return fail(std::move(inflated.error()));
            unread = unread.sliced(m_frameLeft);
            m_frameLeft = 0;
            m_inflatedAt = 0;
            continue;
        }

        switch (walk(unread.first(std::min(unread.size(), m_frameLeft)), m_frameLeft)) {
        case Whole::No:
            return Step::NeedMore;
        case Whole::Never:
            return fail("a message does not fit into its frame"_L1);
        case Whole::Yes: {
            const QByteArrayView message = unread.first(m_walk.at);
            unread = unread.sliced(message.size());
            m_frameLeft -= message.size();
            return take(message);
        }
        }
    }
}

} // namespace Aeroscope::Wire
