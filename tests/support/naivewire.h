// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"
#include "tests/support/naiverecord.h"

#include <QByteArray>
#include <QList>

#include <optional>
#include <vector>

namespace Aeroscope::Naive {

/// One operation of a message as its bytes say.
struct WireOp
{
    quint8 code = 0;
    quint8 type = 0;
    QByteArray name;
    QByteArray bytes;
};

/// A data message taken apart (protocol section 3), request or reply.
struct WireMessage
{
    quint8 info1 = 0;
    quint8 info2 = 0;
    quint8 info3 = 0;
    quint8 resultCode = 0;
    quint32 generation = 0;
    quint32 ttl = 0;
    /// Transaction time; in the rows of a batch reply the index of the row.
    quint32 transaction = 0;
    std::vector<std::pair<quint8, QByteArray>> fields;
    std::vector<WireOp> ops;

    [[nodiscard]] std::optional<QByteArray> field(quint8 type) const;
};

/// The first message of a packet (8 bytes of header and a body); nothing when it is cut or of another kind.
[[nodiscard]] std::optional<WireMessage> parseMessage(const QByteArray &packet);

/// All messages of the packets of one reply, in order.
[[nodiscard]] std::vector<WireMessage> parseReply(const QByteArray &packets);

/// The digests of the rows of a batch field in order of their index (protocol section 6); reads only.
[[nodiscard]] std::vector<QByteArray> batchDigests(const QByteArray &field);

/// The value of a particle. Nothing when the bytes do not fit the type.
[[nodiscard]] std::optional<Value> particleValue(quint8 type, const QByteArray &bytes);

/// The particle of a value as a put carries it: type byte and bytes.
[[nodiscard]] std::pair<quint8, QByteArray> particleOf(const Value &value);

/// A request that deletes the record and one that writes all its bins (and its user key, if it has one).
[[nodiscard]] QByteArray deleteRequest(const QByteArray &ns, const Record &record);
[[nodiscard]] QByteArray putRequest(const QByteArray &ns, const Record &record, quint32 ttl);
/// A request that reads no bins and passes only where the filter does.
[[nodiscard]] QByteArray filteredRequest(const QByteArray &ns, const Record &record,
                                         const QByteArray &filter);
/// A request that answers the value of an expression under the name "r".
[[nodiscard]] QByteArray expressionRequest(const QByteArray &ns, const Record &record,
                                           const QByteArray &expression);

} // namespace Aeroscope::Naive
