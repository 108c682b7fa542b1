// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/session/clusterdefinition.h"

#include "client/session/clientstate.h"

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

/// The error that connect() reports: that of the seed that got furthest, with all others as its history.
Error connectError(const ConnectReport &report)
{
    const ConnectTrace *decisive = report.decisiveFailure();
    Error error = Error::notConnected(u"no node of the cluster could be used"_s);
    if (decisive && decisive->error) {
        error = *decisive->error;
        error.message =
            u"%1: %2: %3"_s.arg(decisive->target, connectStepName(decisive->step), decisive->error->message);
        error.node = decisive->target;
    }
    for (const ConnectTrace &trace : report.steps) {
        if (!trace.ok() && &trace != decisive)
            error.history << *trace.error;
    }
    return error;
}

struct Attempt
{
    std::shared_ptr<Cluster> cluster;
    ConnectReport report;
};

QCoro::Task<Result<std::shared_ptr<Attempt>>> attempt(ClusterSettings settings, std::stop_token stop)
{
    Result<EnvironmentPtr> environment = Environment::make(std::move(settings));
    if (!environment)
        co_return std::unexpected(std::move(environment.error()));
    auto result = std::make_shared<Attempt>();
    result->cluster = std::make_shared<Cluster>(*std::move(environment));
    Net::Completion<ConnectReport> started = result->cluster->start();
    Result<ConnectReport> report = co_await started.within(Net::Deadline::never(), std::move(stop));
    if (!report) {
        Cluster::stopInBackground(std::move(result->cluster));
        co_return std::unexpected(std::move(report.error()));
    }
    result->report = *std::move(report);
    co_return result;
}

QCoro::Task<Result<Client>> connectWith(ClusterSettings settings, std::stop_token stop,
                                        std::function<Client(std::shared_ptr<ClientState>)> wrap)
{
    const bool failIfNotConnected = settings.failIfNotConnected;
    Result<std::shared_ptr<Attempt>> attempted = co_await attempt(std::move(settings), std::move(stop));
    if (!attempted)
        co_return std::unexpected(std::move(attempted.error()));
    Attempt &done = **attempted;
    if (!done.report.connected && failIfNotConnected) {
        Cluster::stopInBackground(std::move(done.cluster));
        co_return std::unexpected(connectError(done.report));
    }
    co_return wrap(std::make_shared<ClientState>(std::move(done.cluster), std::move(done.report)));
}

QCoro::Task<ConnectReport> diagnoseWith(ClusterSettings settings, std::stop_token stop)
{
    Result<std::shared_ptr<Attempt>> attempted = co_await attempt(std::move(settings), std::move(stop));
    if (!attempted) {
        ConnectReport report;
        report.steps << ConnectTrace{ConnectStep::Resolve, {}, {}, std::move(attempted.error()), {}};
        co_return report;
    }
    Cluster::stopInBackground(std::move((*attempted)->cluster));
    co_return std::move((*attempted)->report);
}

} // namespace

ClusterDefinition::ClusterDefinition(QList<Host> seeds)
{
    m_settings.seeds = std::move(seeds);
}

ClusterDefinition::ClusterDefinition(Host seed)
{
    m_settings.seeds << std::move(seed);
}

ClusterDefinition::ClusterDefinition(ClusterSettings settings)
    : m_settings(std::move(settings))
{}

Result<void> ClusterDefinition::validate() const
{
    return validateSettings(m_settings);
}

QCoro::Task<Result<Client>> ClusterDefinition::connect(std::stop_token stop) const
{
    return connectWith(m_settings, std::move(stop),
                       [](std::shared_ptr<ClientState> state) { return Client(std::move(state)); });
}

QCoro::Task<ConnectReport> ClusterDefinition::diagnose(std::stop_token stop) const
{
    return diagnoseWith(m_settings, std::move(stop));
}

} // namespace Aeroscope
