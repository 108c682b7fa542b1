// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/adminapi.h"

#include "client/net/sleep.h"
#include "client/session/clientstate.h"
#include "client/session/inforunner.h"
#include "client/wire/info.h"

#include <algorithm>

namespace Aeroscope {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype longestIndexName = 63;
constexpr auto firstPause = 20ms;
constexpr auto longestPause = 500ms;
/// A node may not have heard of a change that another one has taken; when it is not there after so many
/// looks, it has been undone.
constexpr int looksBeforeLost = 100;

/// Pauses that begin short, since most indexes are small, and grow.
class Patience
{
public:
    [[nodiscard]] std::chrono::milliseconds next() noexcept
    {
        return std::exchange(m_pause, std::min<std::chrono::milliseconds>(m_pause * 2, longestPause));
    }

private:
    std::chrono::milliseconds m_pause = firstPause;
};

QByteArray typeWord(IndexDefinition::Type type)
{
    switch (type) {
    case IndexDefinition::Type::Numeric:
        return "numeric"_ba;
    case IndexDefinition::Type::String:
        return "string"_ba;
    case IndexDefinition::Type::Blob:
        return "blob"_ba;
    case IndexDefinition::Type::Geo:
        return "geo2dsphere"_ba;
    }
    return {};
}

QByteArray collectionWord(IndexInfo::Collection collection)
{
    switch (collection) {
    case IndexInfo::Collection::None:
        return "default"_ba;
    case IndexInfo::Collection::List:
        return "list"_ba;
    case IndexInfo::Collection::MapKeys:
        return "mapkeys"_ba;
    case IndexInfo::Collection::MapValues:
        return "mapvalues"_ba;
    }
    return {};
}

/// What stands between the parts of an info command cannot be part of a name in one.
bool isInfoName(const QByteArray &name) noexcept
{
    return std::ranges::none_of(name, [](char c) {
        return c == ';' || c == ':' || c == '=' || c == ',' || static_cast<quint8>(c) < 0x20;
    });
}

Result<void> validate(const IndexDefinition &index)
{
    const auto refuse = [](QString why) { return std::unexpected(Error::invalidArgument(std::move(why))); };
    if (index.namespaceName.isEmpty())
        return refuse(u"the index names no namespace"_s);
    if (index.name.isEmpty() || index.name.size() > longestIndexName)
        return refuse(u"the name of an index has 1 to 63 bytes"_s);
    for (const QByteArray &name : {index.namespaceName, index.setName, index.name, index.bin}) {
        if (!isInfoName(name))
            return refuse(u"the name '%1' cannot be part of an info command"_s.arg(QString::fromUtf8(name)));
    }
    if (index.bin.isEmpty() == index.expression.isEmpty())
        return refuse(u"an index is over a bin or over an expression"_s);
    if (!index.expression.isEmpty() && !index.context.isEmpty())
        return refuse(u"an index over an expression has no context"_s);
    if (index.type == IndexDefinition::Type::Geo && index.collection == IndexInfo::Collection::MapKeys)
        return refuse(u"no key of a map is GeoJSON"_s);
    return {};
}

Result<QByteArray> createCommand(const IndexDefinition &index, const ServerFeatures &features)
{
    if (!index.expression.isEmpty() && !features.indexByBinAndType) {
        Error error = Error::invalidArgument(u"indexes over expressions need server 8.1 on every node"_s);
        error.code = ResultCode::UnsupportedFeature;
        return std::unexpected(std::move(error));
    }
    QByteArray command =
        "sindex-create:"_ba + (features.longParameterNames ? "namespace=" : "ns=") + index.namespaceName;
    if (!index.setName.isEmpty())
        command += ";set=" + index.setName;
    command += ";indexname=" + index.name + ";indextype=" + collectionWord(index.collection);
    if (!index.context.isEmpty())
        command += ";context=" + index.context.toBase64();
    if (!index.expression.isEmpty())
        return command + ";exp=" + index.expression.toBase64() + ";type=" + typeWord(index.type);
    if (features.indexByBinAndType)
        return command + ";bin=" + index.bin + ";type=" + typeWord(index.type);
    return command + ";indexdata=" + index.bin + ',' + typeWord(index.type);
}

struct Sight
{
    int nodes = 0;
    int known = 0;  ///< nodes that know the index
    int lowest = 0; ///< percent, of all nodes
};

/// How far each node is.
QCoro::Task<Result<Sight>> lookAt(std::shared_ptr<ClientState> client, QByteArray namespaceName,
                                  QByteArray name, std::stop_token stop)
{
    CommandsFor commands = [namespaceName, name](const Node &node) {
        return std::vector<QByteArray>{"sindex-stat:"_ba +
                                       (node.features().longParameterNames ? "namespace=" : "ns=") +
                                       namespaceName + ";indexname=" + name};
    };
    const Result<QList<NodeAnswers>> answers =
        co_await askNodes(std::move(client), std::move(commands), std::move(stop));
    if (!answers)
        co_return std::unexpected(answers.error());
    Sight sight;
    sight.lowest = 100;
    for (const NodeAnswers &answer : *answers) {
        ++sight.nodes;
        if (!answer.values)
            co_return std::unexpected(answer.values.error());
        const Result<QByteArray> value = Wire::infoValue(answer.values->front());
        bool ok = false;
        const int percent = value ? Wire::parseInfoMap(*value).value("load_pct").toInt(&ok) : 0;
        if (value)
            ++sight.known;
        sight.lowest = std::min(sight.lowest, ok ? percent : 0);
    }
    co_return sight;
}

/// A node that goes while it is asked says nothing about the index.
bool isPassing(const Error &error) noexcept
{
    return error.kind == ErrorKind::Network || error.kind == ErrorKind::Timeout ||
           error.kind == ErrorKind::NotConnected;
}

QCoro::Task<Result<void>> makeIndex(std::shared_ptr<const SessionState> session, IndexDefinition definition,
                                    AdminApi::Progress progress, std::stop_token stop)
{
    if (!session || !session->client || session->client->cluster().isClosing())
        co_return std::unexpected(closedError());
    if (const Result<void> valid = validate(definition); !valid)
        co_return valid;
    const std::shared_ptr<ClientState> client = session->client;
    const Result<QByteArray> command =
        createCommand(definition, ServerFeatures::of(client->cluster().view()->oldestVersion()));
    if (!command)
        co_return std::unexpected(command.error());
    const Result<QByteArray> taken = co_await infoFromOne(client, *command, {}, stop);
    if (!taken)
        co_return std::unexpected(taken.error());
    client->indexMonitor().invalidate();
    Patience patience;
    int told = -1;
    for (int look = 0;; ++look) {
        const Result<Sight> sight = co_await lookAt(client, definition.namespaceName, definition.name, stop);
        if (!sight && !(isPassing(sight.error()) && !client->cluster().isClosing() && look < looksBeforeLost))
            co_return std::unexpected(sight.error());
        if (sight) {
            const int percent = sight->known == sight->nodes ? sight->lowest : 0;
            if (progress && percent > std::exchange(told, std::max(told, percent)))
                progress(percent);
            if (sight->known == sight->nodes && sight->lowest == 100)
                break;
            if (sight->known == 0 && look >= looksBeforeLost)
                co_return std::unexpected(Error::server(ResultCode::IndexNotFound));
        }
        const Result<void> slept = co_await Net::sleepFor(patience.next(), stop);
        if (!slept)
            co_return slept;
    }
    client->indexMonitor().invalidate();
    co_return Result<void>();
}

QCoro::Task<Result<void>> removeIndex(std::shared_ptr<const SessionState> session, QByteArray namespaceName,
                                      QByteArray name, std::stop_token stop)
{
    if (!session || !session->client || session->client->cluster().isClosing())
        co_return std::unexpected(closedError());
    if (namespaceName.isEmpty() || name.isEmpty() || !isInfoName(namespaceName) || !isInfoName(name))
        co_return std::unexpected(Error::invalidArgument(u"an index is named by namespace and name"_s));
    const std::shared_ptr<ClientState> client = session->client;
    const bool longNames = ServerFeatures::of(client->cluster().view()->oldestVersion()).longParameterNames;
    const QByteArray command =
        "sindex-delete:"_ba + (longNames ? "namespace=" : "ns=") + namespaceName + ";indexname=" + name;
    const Result<QByteArray> taken = co_await infoFromOne(client, command, {}, stop);
    if (!taken && taken.error().code != ResultCode::IndexNotFound)
        co_return std::unexpected(taken.error());
    client->indexMonitor().invalidate();
    Patience patience;
    for (int look = 0;; ++look) {
        const Result<Sight> sight = co_await lookAt(client, namespaceName, name, stop);
        if (!sight && !(isPassing(sight.error()) && !client->cluster().isClosing() && look < looksBeforeLost))
            co_return std::unexpected(sight.error());
        if (sight && sight->known == 0)
            break;
        const Result<void> slept = co_await Net::sleepFor(patience.next(), stop);
        if (!slept)
            co_return slept;
    }
    client->indexMonitor().invalidate();
    co_return Result<void>();
}

QCoro::Task<Result<void>> truncateSet(std::shared_ptr<const SessionState> session, DataSet dataset,
                                      std::stop_token stop)
{
    if (!session || !session->client || session->client->cluster().isClosing())
        co_return std::unexpected(closedError());
    if (dataset.namespaceName.isEmpty() || !isInfoName(dataset.namespaceName) || !isInfoName(dataset.setName))
        co_return std::unexpected(
            Error::invalidArgument(u"truncating needs a namespace, and names that an info "
                                   "command can hold"_s));
    const bool whole = dataset.setName.isEmpty();
    const QByteArray command =
        whole ? "truncate-namespace:namespace="_ba + dataset.namespaceName
              : "truncate:namespace="_ba + dataset.namespaceName + ";set=" + dataset.setName;
    const Result<QByteArray> taken = co_await infoFromOne(session->client, command, {}, stop);
    if (!taken)
        co_return std::unexpected(taken.error());
    const InfoApi info(session);
    Patience patience;
    for (int look = 0, quiet = 0; quiet < 2; ++look) {
        const Result<void> slept = co_await Net::sleepFor(patience.next(), stop);
        if (!slept)
            co_return slept;
        const Result<QList<SetInfo>> sets = co_await info.sets(dataset.namespaceName, stop);
        if (!sets && !(isPassing(sets.error()) && look < looksBeforeLost))
            co_return std::unexpected(sets.error());
        const bool busy = !sets || std::ranges::any_of(*sets, [&](const SetInfo &set) {
            return set.truncating && (whole || set.name == dataset.setName);
        });
        // Twice in a row: a node may hear of it later than the first one says that it is done.
        quiet = busy ? 0 : quiet + 1;
    }
    co_return Result<void>();
}

} // namespace

AdminApi::AdminApi(std::shared_ptr<const SessionState> session)
    : m_session(std::move(session))
{}

QCoro::Task<Result<void>> AdminApi::createIndex(IndexDefinition definition, Progress progress,
                                                std::stop_token stop) const
{
    return makeIndex(m_session, std::move(definition), std::move(progress), std::move(stop));
}

QCoro::Task<Result<void>> AdminApi::dropIndex(QByteArray namespaceName, QByteArray name,
                                              std::stop_token stop) const
{
    return removeIndex(m_session, std::move(namespaceName), std::move(name), std::move(stop));
}

QCoro::Task<Result<void>> AdminApi::truncate(DataSet dataset, std::stop_token stop) const
{
    return truncateSet(m_session, std::move(dataset), std::move(stop));
}

} // namespace Aeroscope
