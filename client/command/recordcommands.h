// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/calloptions.h"
#include "client/command/pointcommand.h"
#include "client/command/pointspec.h"
#include "client/command/recordresult.h"
#include "client/net/completion.h"

#include <QByteArray>

#include <vector>

namespace Aeroscope {

/// Session::get().
class GetCommand final : public PointCommand
{
public:
    GetCommand(Key key, std::vector<QByteArray> bins, BehaviorPtr behavior, const CallOptions &options);
    Net::CompletionSource<Record> source;

private:
    Result<void> encode(Wire::WireBuffer &out, Wire::CommandOptions &options) override;
    void onReply(Wire::RecordReply reply) override;
    void onFailure(Error error, const Wire::RecordReply *reply) override;

    std::vector<QByteArray> m_bins;
};

/// Session::put().
class PutCommand final : public PointCommand
{
public:
    PutCommand(Key key, Bins bins, BehaviorPtr behavior, const CallOptions &options);
    Net::CompletionSource<WriteResult> source;

private:
    Result<void> encode(Wire::WireBuffer &out, Wire::CommandOptions &options) override;
    void onReply(Wire::RecordReply reply) override;
    void onFailure(Error error, const Wire::RecordReply *reply) override;

    Bins m_bins;
    std::optional<bool> m_sendKey;
    Ttl m_ttl = Ttl::namespaceDefault();
    std::optional<quint32> m_generation;
};

/// Everything the builders can say. The filter is the compiled predicate, empty for none.
class SpecCommand final : public PointCommand
{
public:
    SpecCommand(PointSpec spec, QByteArray filter, BehaviorPtr behavior, std::stop_token stop);
    Net::CompletionSource<RecordResult> source;

private:
    Result<void> encode(Wire::WireBuffer &out, Wire::CommandOptions &options) override;
    void onReply(Wire::RecordReply reply) override;
    void onFailure(Error error, const Wire::RecordReply *reply) override;

    PointSpec m_spec;
    QByteArray m_filter;
};

/// Whether sending this twice leaves the same record as sending it once.
[[nodiscard]] OperationKind operationKind(const PointSpec &spec) noexcept;

/// What cannot be sent, said before anything is: no operation, a write operation in a read, a generation out
/// of range.
[[nodiscard]] Result<void> validateSpec(const PointSpec &spec);

/// Appends the request of a verb. `options` holds what the behaviour says and gets what the spec says.
[[nodiscard]] Result<void> encodeSpec(Wire::WireBuffer &out, const PointSpec &spec, QByteArrayView filter,
                                      Wire::CommandOptions &options);

/// The row for a reply to `spec`: bins in the order of the operations, without the empty answers of plain
/// writes and of bins that are not there.
[[nodiscard]] RecordResult resultFrom(const PointSpec &spec, Wire::RecordReply reply);

} // namespace Aeroscope
