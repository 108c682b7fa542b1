// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "client/policy/behavior.h"
#include "client/session/adminapi.h"
#include "client/session/batchbuilders.h"
#include "client/session/calloptions.h"
#include "client/session/dataset.h"
#include "client/session/infoapi.h"
#include "client/session/pointbuilders.h"
#include "client/session/recordresult.h"
#include "client/session/setquery.h"

#include <memory>
#include <vector>

namespace Aeroscope {

class Client;

/// Reads, writes and queries of one cluster under one behaviour. A cheap, copyable value; it keeps the
/// cluster alive.
///
/// Any thread that runs a Qt event loop may call: the work is done on an I/O thread and the result is posted
/// once to the thread that called. Called on an I/O thread of the same client nothing is posted. After
/// Client::close() every call fails with NotConnected. Nothing throws.
class Session
{
public:
    Session() = default;

    /// Fast path. All bins, or those named; a record without any of them comes with no bins. NotFound is an
    /// error here.
    [[nodiscard]] QCoro::Task<Result<Record>> get(Key key, std::vector<QByteArray> bins = {},
                                                  CallOptions options = {}) const;
    /// Fast path of upsert: merges the bins into the record or creates it. A Nil value removes its bin.
    [[nodiscard]] QCoro::Task<Result<WriteResult>> put(Key key, Bins bins, CallOptions options = {}) const;

    // One record. See the builders for what each may say; a further verb makes a chain.
    /// Create or merge bins.
    [[nodiscard]] WriteBuilder upsert(Key key) const;
    /// Create only; RecordExists for a record that is there.
    [[nodiscard]] WriteBuilder insert(Key key) const;
    /// Merge bins into a record that is there; else NotFound.
    [[nodiscard]] WriteBuilder update(Key key) const;
    /// Drop the other bins; creates what is missing.
    [[nodiscard]] WriteBuilder replace(Key key) const;
    /// Drop the other bins of a record that is there; else NotFound.
    [[nodiscard]] WriteBuilder replaceIfExists(Key key) const;
    [[nodiscard]] DeleteBuilder remove(Key key) const;
    [[nodiscard]] TouchBuilder touch(Key key) const;
    [[nodiscard]] ExistsBuilder exists(Key key) const;
    [[nodiscard]] ReadBuilder query(Key key) const;

    // Many records under one verb, in as few requests as there are nodes (protocol section 6). A row for
    // every key; see BatchBuilder.
    [[nodiscard]] BatchWriteBuilder upsert(KeyList keys) const;
    [[nodiscard]] BatchWriteBuilder insert(KeyList keys) const;
    [[nodiscard]] BatchWriteBuilder update(KeyList keys) const;
    [[nodiscard]] BatchWriteBuilder replace(KeyList keys) const;
    [[nodiscard]] BatchWriteBuilder replaceIfExists(KeyList keys) const;
    [[nodiscard]] BatchDeleteBuilder remove(KeyList keys) const;
    [[nodiscard]] BatchTouchBuilder touch(KeyList keys) const;
    [[nodiscard]] BatchExistsBuilder exists(KeyList keys) const;
    [[nodiscard]] BatchReadBuilder query(KeyList keys) const;
    /// Empty: parts are added one by one.
    [[nodiscard]] Batch batch() const;

    /// A set or a whole namespace.
    [[nodiscard]] SetQuery query(DataSet dataset) const;

    [[nodiscard]] InfoApi info() const;
    [[nodiscard]] AdminApi admin() const;

    [[nodiscard]] const BehaviorPtr &behavior() const;
    [[nodiscard]] Client client() const;
    [[nodiscard]] bool isValid() const noexcept { return m_state != nullptr; }

private:
    friend class Client;
    explicit Session(std::shared_ptr<const SessionState> state);
    std::shared_ptr<const SessionState> m_state;
};

} // namespace Aeroscope
