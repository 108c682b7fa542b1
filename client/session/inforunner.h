// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clusterview.h"
#include "client/net/task.h"
#include "client/session/infoapi.h"
#include "client/value/error.h"

#include <QByteArray>
#include <QList>

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace Aeroscope {

class ClientState;

/// What one node said to several commands: values in their order, error texts included.
struct NodeAnswers
{
    /// Who said it.
    NodePtr node;
    /// One for each command.
    Result<std::vector<QByteArray>> values;
};

/// The commands for a node; may differ by its version.
using CommandsFor = std::function<std::vector<QByteArray>(const Node &)>;

/// Asks every active node at once. Fails only when there is none. Completes on the calling thread.
[[nodiscard]] QCoro::Task<Result<QList<NodeAnswers>>> askNodes(std::shared_ptr<ClientState> client,
                                                               CommandsFor commands, std::stop_token stop);

/// askNodes() for an answer that needs all of them, as a sum with a hole in it would be wrong: fails with the
/// first error of a node or among its values, with that node.
[[nodiscard]] QCoro::Task<Result<QList<NodeAnswers>>>
askEveryNode(std::shared_ptr<ClientState> client, CommandsFor commands, std::stop_token stop);

/// See Client::info() and Client::infoAll().
[[nodiscard]] QCoro::Task<Result<QByteArray>>
infoFromOne(std::shared_ptr<ClientState> client, QByteArray command, QByteArray node, std::stop_token stop);
[[nodiscard]] QCoro::Task<Result<QList<NodeInfoAnswer>>>
infoFromAll(std::shared_ptr<ClientState> client, QByteArray command, std::stop_token stop);

} // namespace Aeroscope
