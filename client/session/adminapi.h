// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "client/session/dataset.h"
#include "client/session/infoapi.h"
#include "client/value/error.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <stop_token>

namespace Aeroscope {

class SessionState;

/// A secondary index to be made (protocol section 1.4).
struct IndexDefinition
{
    /// What kind of values it holds; others are left out of it.
    enum class Type { Numeric, String, Blob, Geo };

    /// Where it is to be; must exist.
    QByteArray namespaceName{};
    /// Empty: over records of any set. A query uses an index only when both name the same set, or none.
    QByteArray setName{};
    /// 1 to 63 bytes; free of `:`, `;` and `=`.
    QByteArray name{};
    /// What is indexed: a bin …
    QByteArray bin{};
    /// … a place inside it (a packed context list, as Ael::compileContext() gives it) …
    QByteArray context{};
    /// … or the packed bytes of an expression, with neither bin nor context (server 8.1).
    QByteArray expression{};
    /// Of the values.
    Type type = Type::Numeric;
    /// What of a list or map it holds; None: the value itself.
    IndexInfo::Collection collection = IndexInfo::Collection::None;
};

/// What changes a namespace as a whole. Cheap to copy; every call completes on the calling thread. A server
/// takes such a command as metadata and carries it out later, on every node: these tasks end when all nodes
/// have done so, and a stopped task leaves what the servers have begun.
class AdminApi
{
public:
    /// What Session::admin() makes.
    explicit AdminApi(std::shared_ptr<const SessionState> session);

    /// 0 … 100: the node that is furthest behind.
    using Progress = std::function<void(int percent)>;

    /// Ends when every node has built the index and queries may use it. An index of this name and definition
    /// that exists already is as good; of another definition: Server, IndexFound.
    [[nodiscard]] QCoro::Task<Result<void>> createIndex(IndexDefinition definition, Progress progress = {},
                                                        std::stop_token stop = {}) const;
    /// Ends when no node knows the index any more; one that nobody knows is no error.
    [[nodiscard]] QCoro::Task<Result<void>> dropIndex(QByteArray namespaceName, QByteArray name,
                                                      std::stop_token stop = {}) const;
    /// Deletes all records of the set (empty: of the namespace) that were last written before the call. Ends
    /// when no node is at it any more. They cannot be brought back.
    [[nodiscard]] QCoro::Task<Result<void>> truncate(DataSet dataset, std::stop_token stop = {}) const;

private:
    std::shared_ptr<const SessionState> m_session;
};

} // namespace Aeroscope
