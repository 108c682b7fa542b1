// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/inforunner.h"

#include "client/cluster/eitherstop.h"
#include "client/cluster/inforequest.h"
#include "client/session/clientstate.h"
#include "client/wire/info.h"

namespace Aeroscope {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Administration may take longer than a read; the server itself gives up on info requests after ten seconds.
constexpr auto infoTimeout = 10s;

QCoro::Task<Result<std::vector<QByteArray>>> askNode(std::shared_ptr<NodeShard> shard,
                                                     std::vector<QByteArray> commands, std::stop_token stop)
{
    const Net::Deadline deadline = Net::Deadline::after(infoTimeout);
    Result<std::shared_ptr<Lease>> lease = co_await NodeShard::take(shard, deadline, stop);
    if (!lease)
        co_return std::unexpected(std::move(lease.error()));
    Result<std::vector<QByteArray>> values =
        co_await requestInfo((*lease)->get(), std::move(commands), deadline, std::move(stop));
    if (values) {
        (*lease)->giveBack();
    } else {
        values.error().node = shard->node().displayName();
        values.error().attempts = 1;
        if (values.error().kind == ErrorKind::Cancelled || isConnectionUsable(values.error()))
            (*lease)->discard();
        else
            (*lease)->fail();
    }
    co_return values;
}

QCoro::Task<void> askInto(std::shared_ptr<NodeShard> shard, std::vector<QByteArray> commands,
                          std::shared_ptr<NodeAnswers> out, std::stop_token stop)
{
    out->values = co_await askNode(shard, std::move(commands), std::move(stop));
}

QCoro::Task<Result<QList<NodeAnswers>>> askAllOnShard(IoShard *shard, CommandsFor commands,
                                                      std::stop_token stop)
{
    const EitherStop either(stop, shard->stopToken());
    std::vector<std::shared_ptr<NodeAnswers>> answers;
    std::vector<QCoro::Task<void>> tasks;
    const ClusterView &view = shard->view();
    std::vector<std::shared_ptr<NodeShard>> nodes;
    for (const ClusterView::Member &member : view.members()) {
        if (member.node->isActive())
            nodes.push_back(shard->nodeShard(member.node->id())->shared_from_this());
    }
    if (nodes.empty())
        co_return std::unexpected(shard->cluster().unreachable());
    for (const std::shared_ptr<NodeShard> &node : nodes) {
        answers.push_back(std::make_shared<NodeAnswers>());
        answers.back()->node = node->nodePtr();
        tasks.push_back(askInto(node, commands(node->node()), answers.back(), either.token()));
    }
    for (QCoro::Task<void> &task : tasks)
        co_await std::move(task);
    QList<NodeAnswers> result;
    for (const auto &answer : answers)
        result << std::move(*answer);
    co_return result;
}

QCoro::Task<Result<QByteArray>> askOneOnShard(IoShard *shard, QByteArray command, QByteArray name,
                                              std::stop_token stop)
{
    const EitherStop either(stop, shard->stopToken());
    Error last = name.isEmpty()
                     ? shard->cluster().unreachable()
                     : Error::notConnected(u"the cluster has no node '%1'"_s.arg(QString::fromUtf8(name)));
    // Any node: one that cannot be reached is as good a reason to ask the next. One that got the command is
    // not: it may have done what it says.
    const std::size_t most = name.isEmpty() ? shard->view().members().size() : 1;
    for (std::size_t tried = 0; tried < most; ++tried) {
        const std::shared_ptr<NodeShard> node = shard->findNode(name);
        if (!node)
            break;
        const Result<std::vector<QByteArray>> values = co_await askNode(node, {command}, either.token());
        if (values) {
            Result<QByteArray> value = Wire::infoValue(values->front());
            if (!value)
                value.error().node = node->node().displayName();
            co_return value;
        }
        last = values.error();
        if (last.attempts > 0 || last.kind == ErrorKind::Cancelled)
            break;
    }
    co_return std::unexpected(std::move(last));
}

Result<void> checkCommand(const QByteArray &command)
{
    Wire::WireBuffer scratch;
    return Wire::encodeInfo(scratch, command);
}

Result<void> everyNodeAnswered(const QList<NodeAnswers> &answers)
{
    for (const NodeAnswers &answer : answers) {
        if (!answer.values)
            return std::unexpected(answer.values.error());
        for (const QByteArray &value : *answer.values) {
            Result<QByteArray> checked = Wire::infoValue(value);
            if (!checked) {
                Error error = std::move(checked.error());
                error.node = answer.node->displayName();
                return std::unexpected(std::move(error));
            }
        }
    }
    return {};
}

} // namespace

QCoro::Task<Result<QList<NodeAnswers>>> askNodes(std::shared_ptr<ClientState> client, CommandsFor commands,
                                                 std::stop_token stop)
{
    return onShard<QList<NodeAnswers>>(
        std::move(client), [commands = std::move(commands), stop = std::move(stop)](IoShard &shard) {
            return askAllOnShard(&shard, commands, stop);
        });
}

QCoro::Task<Result<QList<NodeAnswers>>> askEveryNode(std::shared_ptr<ClientState> client,
                                                     CommandsFor commands, std::stop_token stop)
{
    Result<QList<NodeAnswers>> answers =
        co_await askNodes(std::move(client), std::move(commands), std::move(stop));
    if (answers) {
        if (Result<void> whole = everyNodeAnswered(*answers); !whole)
            co_return std::unexpected(std::move(whole.error()));
    }
    co_return answers;
}

QCoro::Task<Result<QByteArray>> infoFromOne(std::shared_ptr<ClientState> client, QByteArray command,
                                            QByteArray node, std::stop_token stop)
{
    if (const Result<void> valid = checkCommand(command); !valid)
        co_return std::unexpected(valid.error());
    std::function<QCoro::Task<Result<QByteArray>>(IoShard &)> ask = [=](IoShard &shard) {
        return askOneOnShard(&shard, command, node, stop);
    };
    co_return co_await onShard<QByteArray>(std::move(client), std::move(ask));
}

QCoro::Task<Result<QList<NodeInfoAnswer>>> infoFromAll(std::shared_ptr<ClientState> client,
                                                       QByteArray command, std::stop_token stop)
{
    if (const Result<void> valid = checkCommand(command); !valid)
        co_return std::unexpected(valid.error());
    CommandsFor commands = [command](const Node &) { return std::vector<QByteArray>{command}; };
    Result<QList<NodeAnswers>> answers =
        co_await askNodes(std::move(client), std::move(commands), std::move(stop));
    if (!answers)
        co_return std::unexpected(std::move(answers.error()));
    QList<NodeInfoAnswer> result;
    for (const NodeAnswers &answer : std::as_const(*answers)) {
        NodeInfoAnswer one;
        one.node = answer.node->name();
        one.answer = answer.values ? Wire::infoValue(answer.values->front())
                                   : Result<QByteArray>(std::unexpected(answer.values.error()));
        if (!one.answer && one.answer.error().node.isEmpty())
            one.answer.error().node = answer.node->displayName();
        result << std::move(one);
    }
    co_return result;
}

} // namespace Aeroscope
