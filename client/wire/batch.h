// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/key.h"
#include "client/value/operation.h"
#include "client/wire/commandoptions.h"
#include "client/wire/wirebuffer.h"

#include <QByteArray>
#include <QByteArrayView>

#include <chrono>
#include <memory>
#include <span>

namespace Aeroscope::Wire {

class BodyWriter;
struct MessageBits;

/// What concerns a batch as a whole (protocol section 6.1).
struct BatchOptions
{
    /// Zero: the server gives up after 30 s.
    std::chrono::milliseconds serverTimeout{0};
    /// For rows without a filter of their own.
    QByteArrayView filter{};
    /// Rows may be served by the server's network thread when the data is in memory, or on SSD.
    bool allowInline = true;
    bool allowInlineSsd = false;
    /// Go on after a row that failed; else the server begins no further rows after one.
    bool respondAllKeys = true;
    bool compressReply = false;
};

/// Writes one batch request for one node, row by row:
///
/// @code
/// BatchEncoder batch(out, options);
/// for (…)
///     batch.read(index, key, bins, rowOptions);
/// const Result<void> done = batch.finish();
/// @endcode
///
/// A row that equals the one before in all but its digest costs 25 bytes (REPEAT). The index is echoed by the
/// server and may be anything. If any row must not be sent finish() fails with InvalidArgument and `out` is
/// as it was; `out` must not be used otherwise in between. A batch that is not finished leaves nothing
/// behind.
class BatchEncoder
{
public:
    explicit BatchEncoder(WireBuffer &out, const BatchOptions &options = {});
    ~BatchEncoder();
    BatchEncoder(const BatchEncoder &) = delete;
    BatchEncoder &operator=(const BatchEncoder &) = delete;

    /// All bins.
    void read(quint32 index, const Key &key, const CommandOptions &options = {});
    /// At least one bin.
    void readBins(quint32 index, const Key &key, std::span<const QByteArray> bins,
                  const CommandOptions &options = {});
    void exists(quint32 index, const Key &key, const CommandOptions &options = {});
    /// Any operations; a read when none of them writes.
    void operate(quint32 index, const Key &key, std::span<const Operation> operations,
                 const CommandOptions &options = {});
    void remove(quint32 index, const Key &key, const CommandOptions &options = {});
    void apply(quint32 index, const Key &key, const UdfCall &call, const CommandOptions &options = {});

    [[nodiscard]] quint32 rowCount() const noexcept { return m_rows; }
    /// Bytes so far: where to split a batch that grows too large.
    [[nodiscard]] qsizetype byteSize() const noexcept;
    [[nodiscard]] Result<void> finish();

private:
    template <class Ops>
    void row(quint32 index, const Key &key, const CommandOptions &options, bool isWrite,
             const MessageBits &bits, quint32 ttl, const UdfCall *udf, Ops ops);

    WireBuffer &m_out;
    std::unique_ptr<BodyWriter> m_checks; // collects refusals; its fields and ops are counted per row
    quint16 m_filterFields = 0;
    BatchOptions m_options;
    qsizetype m_start;
    qsizetype m_batchField = 0; // where field 41 begins
    quint32 m_rows = 0;
    qsizetype m_fullRow = 0; // last row that is not a REPEAT, behind its digest; 0: none that may be repeated
    qsizetype m_fullRowEnd = 0;
    bool m_isFinished = false;
};

} // namespace Aeroscope::Wire
