// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/inforequest.h"

#include "client/net/requestawaiter.h"
#include "client/wire/info.h"
#include "client/wire/proto.h"

namespace Aeroscope {

using namespace Qt::StringLiterals;

QCoro::Task<Result<std::vector<QByteArray>>> requestInfo(Net::Connection *connection,
                                                         std::vector<QByteArray> commands,
                                                         Net::Deadline deadline, std::stop_token stop)
{
    Wire::WireBuffer request;
    const Result<void> encoded = Wire::encodeInfo(request, commands);
    if (!encoded)
        co_return std::unexpected(encoded.error());
    const Result<QByteArrayView> frame =
        co_await connection->request(request.view(), deadline, std::move(stop));
    if (!frame)
        co_return std::unexpected(frame.error());
    const auto header = Wire::ProtoHeader::parse(*frame);
    if (!header || !*header || (*header)->type != Wire::FrameType::Info) {
        connection->close();
        co_return std::unexpected(Error::protocol(u"the server did not answer the info request"_s));
    }
    Result<std::vector<QByteArray>> values =
        Wire::parseInfoReply(frame->sliced(Wire::protoHeaderSize), commands);
    if (!values && !isConnectionUsable(values.error()))
        connection->close();
    co_return values;
}

} // namespace Aeroscope
