// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/key.h"

#include <QByteArray>

#include <chrono>
#include <optional>

namespace Aeroscope::Test {

/// A blocking client socket that sends and receives bytes and knows nothing of the protocol.
class RawConnection
{
public:
    enum class Ending { Open, Closed, Reset };

    explicit RawConnection(quint16 port);
    ~RawConnection();
    RawConnection(const RawConnection &) = delete;
    RawConnection &operator=(const RawConnection &) = delete;

    void send(const QByteArray &bytes);
    /// Whatever comes until `count` bytes are there, the peer ends the connection, or the time is over.
    [[nodiscard]] QByteArray receive(qsizetype count, std::chrono::milliseconds patience = defaultPatience);
    /// One packet, header and body; less when the connection ends or the time is over.
    [[nodiscard]] QByteArray receivePacket(std::chrono::milliseconds patience = defaultPatience);
    /// Waits for the peer to end the connection; what still comes is thrown away.
    [[nodiscard]] Ending ending(std::chrono::milliseconds patience = defaultPatience);
    /// Sends a request; the result code of the message that comes, -1 when none comes.
    [[nodiscard]] int ask(const QByteArray &packet);

    static constexpr std::chrono::milliseconds defaultPatience{20'000};

private:
    int m_fd = -1;
    Ending m_ending = Ending::Open;
};

/// Requests in the server's format, made without the client's encoders. The set is "s".
[[nodiscard]] QByteArray infoRequest(const QByteArray &commands);
[[nodiscard]] QByteArray writeRequest(const QByteArray &key, qint64 value, quint32 ttl = 0);
[[nodiscard]] QByteArray readRequest(const QByteArray &key);
/// Reads several records; rows carry namespace and set.
[[nodiscard]] QByteArray batchRequest(const QByteArrayList &keys);
/// All records of one partition.
[[nodiscard]] QByteArray queryRequest(int partition);
/// Calls a module's function for one record, without arguments.
[[nodiscard]] QByteArray applyRequest(const QByteArray &set, const Value &key, const QByteArray &module,
                                      const QByteArray &function);
/// The records in the partitions of these keys, so many a second; through the index of bin n if wanted.
[[nodiscard]] QByteArray slowQueryRequest(const QByteArrayList &keys, quint32 recordsPerSecond, bool byIndex);
[[nodiscard]] Digest digestOf(const QByteArray &key);

} // namespace Aeroscope::Test
