// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/command/calloptions.h"
#include "client/command/pointcommand.h"
#include "client/command/pointspec.h"
#include "client/command/recordresult.h"
#include "client/net/completion.h"
#include "client/wire/batch.h"

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

/// What cannot be sent, said before anything is: no namespace, no operation, a write operation in a read, a
/// generation out of range.
[[nodiscard]] Result<void> validateSpec(const PointSpec &spec, const Key &key);

/// The one table from verbs and what callers said to what is sent, for commands on one record and for rows of
/// batches: `options` holds what the behaviour says and gets what the spec says. `filter` must live as long
/// as they do.
void applySpec(Wire::CommandOptions &options, const PointSpec &spec, QByteArrayView filter);

/// Appends the request of a verb. The options come from applySpec().
[[nodiscard]] Result<void> encodeSpec(Wire::WireBuffer &out, const PointSpec &spec,
                                      const Wire::CommandOptions &options);

/// Appends the row of a verb for one of its keys (protocol section 6.1). The options come from applySpec().
void encodeRow(Wire::BatchEncoder &batch, quint32 index, const Key &key, const PointSpec &spec,
               const Wire::CommandOptions &options);

/// The row for a reply to `spec`: bins in the order of the operations, without the empty answers of plain
/// writes and of bins that are not there.
[[nodiscard]] RecordResult resultFrom(const PointSpec &spec, const Key &key, Wire::RecordReply reply);

/// Whether a row with this code is what its verb may well give: query, exists, remove and touch of a missing
/// record, and what the predicate refused unless that was to fail.
[[nodiscard]] bool isOrdinaryOutcome(const PointSpec &spec, ResultCode code) noexcept;

} // namespace Aeroscope
