// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/rowframer.h"

#include "client/value/key.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Wire {

RowFramer::Event RowFramer::next(QByteArrayView &unread)
{
    if (m_hasEnded)
        return Event::End;
    for (;;) {
        switch (m_framer.next(unread)) {
        case MessageFramer::Step::NeedMore:
            return Event::NeedMore;
        case MessageFramer::Step::Failed:
            return Event::Failed;
        case MessageFramer::Step::Message:
            break;
        }
        const char *const header = m_framer.message().data();
        const auto info3 = static_cast<quint8>(header[3]);
        m_code = static_cast<ResultCode>(static_cast<quint8>(header[5]));
        if ((info3 & (Info3::last | Info3::partitionDone)) == 0 && m_code == ResultCode::Ok)
            return Event::Row;
        const bool isLast = (info3 & Info3::last) != 0;
        const bool isMarker = (info3 & Info3::partitionDone) != 0;
        if (!isLast && isMarker) {
            const quint32 partition = m_framer.header().generation;
            if (partition >= static_cast<quint32>(partitionCount)) {
                m_framer.fail("a partition that does not exist was reported"_L1);
                return Event::Failed;
            }
            m_partition = static_cast<int>(partition);
            if (m_code == ResultCode::Ok)
                continue; // done; nobody has to know
            return Event::PartitionUnavailable;
        }
        // LAST, or a failure to start, which comes plain: a reader that waited for LAST would wait for ever
        if (!m_framer.isAtFrameEnd()) {
            m_framer.fail("something follows the end of a query"_L1);
            return Event::Failed;
        }
        m_hasEnded = true;
        return Event::End;
    }
}

void RowFramer::reset()
{
    m_framer.reset();
    m_partition = 0;
    m_code = ResultCode::Ok;
    m_hasEnded = false;
}

BatchFramer::Event BatchFramer::next(QByteArrayView &unread)
{
    if (m_hasEnded)
        return Event::End;
    switch (m_framer.next(unread)) {
    case MessageFramer::Step::NeedMore:
        return Event::NeedMore;
    case MessageFramer::Step::Failed:
        return Event::Failed;
    case MessageFramer::Step::Message:
        break;
    }
    const MessageHeader header = m_framer.header();
    m_code = header.code();
    m_index = header.timeout;
    // A connection that is not logged in is told so at once and plainly; no row says this, nothing follows.
    if ((header.info3 & Info3::last) == 0 && m_code != ResultCode::NotAuthenticated)
        return Event::Row;
    if (!m_framer.isAtFrameEnd()) {
        m_framer.fail("something follows the end of a batch"_L1);
        return Event::Failed;
    }
    m_hasEnded = true;
    return Event::End;
}

void BatchFramer::reset()
{
    m_framer.reset();
    m_index = 0;
    m_code = ResultCode::Ok;
    m_hasEnded = false;
}

} // namespace Aeroscope::Wire
