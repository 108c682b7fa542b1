// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/wire/messageframer.h"

namespace Aeroscope::Wire {

/// Reads the reply to a query from a node, straight from a receive buffer (protocol section 7.2):
///
/// @code
/// QByteArrayView unread = connection.unread();
/// for (;;) {
///     switch (framer.next(unread)) {
///     case RowFramer::Event::Row: chunk.append(framer.row()); continue;
///     …
///     case RowFramer::Event::NeedMore: connection.consume(…); connection.expect(framer.bytesNeeded());
///     return;
/// @endcode
class RowFramer
{
public:
    enum class Event {
        NeedMore,             ///< see MessageFramer::bytesNeeded()
        Row,                  ///< row() is one record message
        PartitionUnavailable, ///< this node does not serve partition(), because of code(); the stream goes on
        End, ///< code() is the outcome: Ok, or why the node stopped or did not start. The connection is clean
        Failed, ///< error(): the peer broke the protocol
    };

    /// Takes what it has done with from the front of `unread`.
    [[nodiscard]] Event next(QByteArrayView &unread);

    /// The rows at the front of `unread` that lie there whole, in one piece: see MessageFramer::takeRun().
    /// Row messages only, each with a digest. Then next() says what comes behind them.
    template <class Visit>
    [[nodiscard]] QByteArrayView takeRows(QByteArrayView &unread, Visit visit)
    {
        if (m_hasEnded)
            return {};
        return m_framer.takeRun(unread, [&visit](const PlainMessage &message) {
            return message.code() == ResultCode::Ok && message.digest != nullptr &&
                   (message.info3() & (Info3::last | Info3::partitionDone)) == 0 && visit(message);
        });
    }

    /// Valid until the next call or until the caller's bytes move; what RowChunk::append() wants.
    [[nodiscard]] QByteArrayView row() const noexcept { return m_framer.message(); }
    /// Fields of row(), found on the way: see MessageFramer.
    [[nodiscard]] const char *digest() const noexcept { return m_framer.digest(); }
    [[nodiscard]] const char *indexValue() const noexcept { return m_framer.indexValue(); }
    [[nodiscard]] int partition() const noexcept { return m_partition; }
    /// At the end: NotFound also means "no such set", which is no failure of a background query
    /// (section 7.2).
    [[nodiscard]] ResultCode code() const noexcept { return m_code; }
    [[nodiscard]] qsizetype bytesNeeded() const noexcept { return m_framer.bytesNeeded(); }
    [[nodiscard]] const Error &error() const noexcept { return m_framer.error(); }
    [[nodiscard]] bool hasEnded() const noexcept { return m_hasEnded; }
    void reset();

private:
    MessageFramer m_framer;
    int m_partition = 0;
    ResultCode m_code = ResultCode::Ok;
    bool m_hasEnded = false;
};

/// Reads the reply to a batch: rows in any order, then the end (protocol section 6.2).
class BatchFramer
{
public:
    enum class Event {
        NeedMore,
        Row, ///< message() answers row index() with code()
        End, ///< code() is the outcome of the whole; rows that did not come have no answer
        Failed,
    };

    [[nodiscard]] Event next(QByteArrayView &unread);

    /// For parseRecordReply(); lives like RowFramer::row().
    [[nodiscard]] QByteArrayView message() const noexcept { return m_framer.message(); }
    /// As the request said it; a hostile peer may say anything, so compare with the size of the batch.
    [[nodiscard]] quint32 index() const noexcept { return m_index; }
    [[nodiscard]] ResultCode code() const noexcept { return m_code; }
    [[nodiscard]] qsizetype bytesNeeded() const noexcept { return m_framer.bytesNeeded(); }
    [[nodiscard]] const Error &error() const noexcept { return m_framer.error(); }
    [[nodiscard]] bool hasEnded() const noexcept { return m_hasEnded; }
    void reset();

private:
    MessageFramer m_framer;
    quint32 m_index = 0;
    ResultCode m_code = ResultCode::Ok;
    bool m_hasEnded = false;
};

} // namespace Aeroscope::Wire
