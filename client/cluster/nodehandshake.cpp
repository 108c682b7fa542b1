// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/nodehandshake.h"

#include "client/cluster/inforequest.h"
#include "client/cluster/login.h"
#include "client/cluster/peersparser.h"
#include "client/net/hostresolver.h"

#include <QStringList>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

using Clock = std::chrono::steady_clock;

/// "10.0.0.1:3000: login: …": what a user has to know first.
Error atStep(ConnectStep step, const Host &host, Error error)
{
    if (error.kind != ErrorKind::Cancelled)
        error.message = u"%1: %2: %3"_s.arg(host.toString(), connectStepName(step), error.message);
    error.node = host.toString();
    return error;
}

struct Stream
{
    std::unique_ptr<Net::Connection> connection;
    Error error;
};

/// Look-up, TCP and TLS.
QCoro::Task<std::shared_ptr<Stream>> openStream(EnvironmentPtr environment, Host host, bool secure,
                                                std::shared_ptr<ConnectLog> log, std::stop_token stop)
{
    auto stream = std::make_shared<Stream>();
    const Net::Deadline deadline = Net::Deadline::after(environment->settings.system.connectTimeout);
    auto since = Clock::now();
    const Host dialled = environment->settings.route ? environment->settings.route(host) : host;
    Result<QList<Net::Endpoint>> endpoints =
        co_await Net::resolveHost(dialled.name, dialled.port, deadline, stop);
    if (!endpoints) {
        log->add(ConnectStep::Resolve, host.name, since, endpoints.error());
        stream->error = atStep(ConnectStep::Resolve, host, std::move(endpoints.error()));
        co_return stream;
    }
    QStringList addresses;
    for (const Net::Endpoint &endpoint : std::as_const(*endpoints))
        addresses << endpoint.toString();
    log->add(ConnectStep::Resolve, host.name, since, {}, addresses.join(u", "_s));

    since = Clock::now();
    Net::ConnectOptions options;
    options.endpoints = *endpoints;
    options.trace = std::make_shared<Net::ConnectTrace>();
    if (secure) {
        options.tls = environment->tls;
        options.tlsName = environment->tlsNameOf(host);
    }
    const auto trace = options.trace;
    Result<std::unique_ptr<Net::Connection>> connection =
        co_await Net::Connection::open(std::move(options), deadline, std::move(stop));
    bool handshakeReached = false;
    for (const auto &attempt : std::as_const(trace->attempts))
        handshakeReached = handshakeReached || attempt.step == Net::ConnectTrace::Step::Handshake;
    const ConnectStep step = secure && handshakeReached ? ConnectStep::Tls : ConnectStep::Tcp;
    if (!connection) {
        if (step == ConnectStep::Tls)
            log->add(ConnectStep::Tcp, host.toString(), since);
        log->add(step, host.toString(), since, connection.error());
        log->report.steps.back().peer = trace->peer;
        stream->error = atStep(step, host, std::move(connection.error()));
        co_return stream;
    }
    stream->connection = *std::move(connection);
    log->add(ConnectStep::Tcp, stream->connection->endpoint().toString(), since);
    if (secure) {
        const auto facts = stream->connection->peerFacts();
        log->add(ConnectStep::Tls, stream->connection->endpoint().toString(), since, {},
                 facts ? QString(facts->protocol + u' ' + facts->cipher) : QString());
        log->report.steps.back().peer = facts;
    }
    co_return stream;
}

/// What a fresh connection says of its node.
struct Facts
{
    QByteArray name;
    QByteArray build;
    QByteArray clusterName;
    QByteArray addresses;
    Error error;
    bool ok = false;
    ConnectStep step = ConnectStep::NodeInfo;
};

QCoro::Task<std::shared_ptr<Facts>> askFacts(EnvironmentPtr environment, Net::Connection *connection,
                                             bool withAddresses, QByteArray serviceCommand,
                                             Net::Deadline deadline, std::stop_token stop)
{
    auto facts = std::make_shared<Facts>();
    std::vector<QByteArray> commands{"node"_ba, "partition-generation"_ba, "build"_ba};
    const bool withClusterName = !environment->settings.clusterName.isEmpty();
    if (withClusterName)
        commands.push_back("cluster-name"_ba);
    if (withAddresses)
        commands.push_back(std::move(serviceCommand));
    const Result<std::vector<QByteArray>> values =
        co_await requestInfo(connection, std::move(commands), deadline, std::move(stop));
    if (!values) {
        facts->error = values.error();
        co_return facts;
    }
    facts->name = (*values)[0].trimmed();
    facts->build = (*values)[2].trimmed();
    if (withClusterName)
        facts->clusterName = (*values)[3].trimmed();
    if (withAddresses && !values->back().startsWith("ERROR"))
        facts->addresses = values->back();
    if (facts->name.isEmpty() || facts->name.startsWith("ERROR")) {
        facts->error = Error::protocol(u"the server does not say which node it is"_s);
        facts->error.serverText = QString::fromUtf8(facts->name);
        co_return facts;
    }
    if ((*values)[1].trimmed() == "-1") {
        facts->error = Error::notConnected(u"the node has no partitions yet; it is starting"_s);
        co_return facts;
    }
    facts->step = ConnectStep::Version;
    const ServerVersion version = ServerVersion::parse(facts->build);
    if (version < ServerVersion::oldestSupported()) {
        facts->error = Error::notConnected(
            u"the server is version %1, and servers before %2 speak another query protocol; update it to 6.0 or later"_s
                .arg(QString::fromUtf8(facts->build),
                     QString::fromUtf8(ServerVersion::oldestSupported().toByteArray())));
        facts->error.code = ResultCode::UnsupportedFeature;
        co_return facts;
    }
    facts->step = ConnectStep::ClusterName;
    if (withClusterName && facts->clusterName != environment->settings.clusterName.toUtf8()) {
        facts->error = Error::notConnected(u"the cluster is called '%1', not '%2'"_s.arg(
            QString::fromUtf8(facts->clusterName), environment->settings.clusterName));
        co_return facts;
    }
    facts->ok = true;
    co_return facts;
}

} // namespace

void ConnectLog::add(ConnectStep step, QString target, Clock::time_point since, std::optional<Error> error,
                     QString detail, QByteArray node)
{
    report.steps << ConnectTrace{step,
                                 std::move(target),
                                 std::move(detail),
                                 std::move(error),
                                 std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - since),
                                 {},
                                 std::move(node)};
}

QCoro::Task<Result<std::shared_ptr<Introduction>>> introduce(EnvironmentPtr environment, Host host,
                                                             HandshakeOptions options,
                                                             std::shared_ptr<ConnectLog> log,
                                                             std::stop_token stop)
{
    const SystemSettings &system = environment->settings.system;
    auto result = std::make_shared<Introduction>();
    result->host = host;
    const bool secure = environment->settings.tls.enabled;
    auto stream = co_await openStream(environment, host, secure, log, stop);
    if (!stream->connection)
        co_return std::unexpected(std::move(stream->error));
    result->connection = std::move(stream->connection);
    result->endpoint = result->connection->endpoint();

    if (environment->settings.credentials.mode != AuthMode::None) {
        const auto since = Clock::now();
        Result<SessionTokenPtr> token =
            co_await logIn(result->connection.get(), environment->settings.credentials, options.passwordHash,
                           Net::Deadline::after(system.loginTimeout), stop);
        if (!token) {
            log->add(ConnectStep::Login, host.toString(), since, token.error());
            co_return std::unexpected(atStep(ConnectStep::Login, host, std::move(token.error())));
        }
        log->add(ConnectStep::Login, host.toString(), since, {},
                 *token ? environment->settings.credentials.user : u"the server has no security"_s);
        result->token = *std::move(token);
    }

    if (secure && environment->settings.tls.forLoginOnly) {
        // From here on in clear, with the token; the node says where.
        const QByteArray command =
            "service-clear-"_ba + (environment->settings.useServicesAlternate ? "alt" : "std");
        auto since = Clock::now();
        const Result<std::vector<QByteArray>> values = co_await requestInfo(
            result->connection.get(), {command}, Net::Deadline::after(system.connectTimeout), stop);
        const Result<QList<Host>> clear = values ? parseServiceAddresses((*values)[0])
                                                 : Result<QList<Host>>(std::unexpected(values.error()));
        if (!clear || clear->isEmpty()) {
            Error error = clear ? Error::protocol(u"the node tells no address without TLS"_s) : clear.error();
            log->add(ConnectStep::NodeInfo, host.toString(), since, error);
            co_return std::unexpected(atStep(ConnectStep::NodeInfo, host, std::move(error)));
        }
        result->reconnectInClear = true;
        for (const Host &advertised : std::as_const(*clear)) {
            result->host = environment->translated(advertised);
            stream = co_await openStream(environment, result->host, false, log, stop);
            if (stream->connection || stop.stop_requested())
                break;
        }
        if (!stream->connection)
            co_return std::unexpected(std::move(stream->error));
        result->connection = std::move(stream->connection);
        result->endpoint = result->connection->endpoint();
        if (result->token) {
            since = Clock::now();
            Result<void> accepted =
                co_await authenticate(result->connection.get(), environment->settings.credentials,
                                      result->token, Net::Deadline::after(system.loginTimeout), stop);
            if (!accepted) {
                log->add(ConnectStep::Login, result->host.toString(), since, accepted.error());
                co_return std::unexpected(
                    atStep(ConnectStep::Login, result->host, std::move(accepted.error())));
            }
        }
    }

    const auto since = Clock::now();
    const bool mayBeBalancer =
        options.isSeed && !result->endpoint.address.isLoopback() && !result->reconnectInClear;
    auto facts =
        co_await askFacts(environment, result->connection.get(), mayBeBalancer, environment->serviceCommand(),
                          Net::Deadline::after(system.connectTimeout), stop);
    if (!facts->ok) {
        log->add(facts->step, host.toString(), since, facts->error,
                 QString::fromUtf8(facts->name + ' ' + facts->build).trimmed());
        co_return std::unexpected(atStep(facts->step, host, std::move(facts->error)));
    }
    log->add(ConnectStep::NodeInfo, host.toString(), since, {},
             QString::fromUtf8(facts->name + ' ' + facts->build), facts->name);
    result->name = facts->name;
    result->build = facts->build;

    if (mayBeBalancer && !facts->addresses.isEmpty()) {
        Result<QList<Host>> own = parseServiceAddresses(facts->addresses);
        bool known = !own || own->isEmpty();
        for (Host &address : own ? *own : QList<Host>()) {
            address = environment->translated(address);
            known = known || address.name == host.name || address.name == result->endpoint.address.toString();
        }
        if (!known) {
            // The seed is a balancer: talk to the node behind it directly, if that can be reached.
            for (Host address : std::as_const(*own)) {
                address.tlsName = host.tlsName;
                HandshakeOptions direct = options;
                direct.isSeed = false;
                auto behind = co_await introduce(environment, address, direct, log, stop);
                if (behind && (*behind)->name == result->name)
                    co_return behind;
            }
        }
    }
    co_return result;
}

} // namespace Aeroscope
