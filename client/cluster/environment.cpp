// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/environment.h"

namespace Aeroscope {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Result<void> validateSettings(const ClusterSettings &settings)
{
    const auto refuse = [](QString why) { return std::unexpected(Error::invalidArgument(std::move(why))); };
    if (settings.seeds.isEmpty())
        return refuse(u"at least one host is needed"_s);
    for (const Host &host : settings.seeds) {
        if (host.name.isEmpty() || host.port == 0)
            return refuse(u"a host needs a name and a port"_s);
    }
    switch (settings.credentials.mode) {
    case AuthMode::None:
        break;
    case AuthMode::External:
        if (!settings.tls.enabled)
            return refuse(u"external login sends the password in clear and needs TLS"_s);
        [[fallthrough]];
    case AuthMode::Internal:
    case AuthMode::ExternalInsecure:
        if (settings.credentials.user.isEmpty())
            return refuse(u"the user name is empty"_s);
        break;
    case AuthMode::Pki:
        if (!settings.tls.enabled || settings.tls.certificateFile.isEmpty())
            return refuse(u"login by certificate needs TLS with a client certificate"_s);
        break;
    }
    if (settings.tls.forLoginOnly && settings.credentials.mode == AuthMode::None)
        return refuse(u"TLS for login only needs a login"_s);
    const SystemSettings &system = settings.system;
    if (system.maxConnectionsPerNode < 1 || system.minConnectionsPerNode < 0 ||
        system.minConnectionsPerNode > system.maxConnectionsPerNode) {
        return refuse(u"the numbers of connections per node must be 0 <= min <= max and max >= 1"_s);
    }
    if (system.tendInterval < 10ms || system.connectTimeout < 1ms || system.loginTimeout < 1ms)
        return refuse(u"tend interval (10 ms at least), connect and login time-out must be positive"_s);
    if (system.indexRefreshInterval < 10ms)
        return refuse(u"indexes can be asked for every 10 ms at most"_s);
    if (system.maxSocketIdle < 0ms || system.maxErrorRate < 0 || system.errorRateWindow < 1 ||
        system.ioThreads < 0 || system.ioThreads > 256) {
        return refuse(u"system settings must not be negative"_s);
    }
    return {};
}

Result<EnvironmentPtr> Environment::make(ClusterSettings settings)
{
    if (const Result<void> valid = validateSettings(settings); !valid)
        return std::unexpected(valid.error());
    auto environment = std::make_shared<Environment>();
    if (settings.tls.enabled) {
        const TlsConfig &config = settings.tls;
        Net::TlsSettings tls;
        tls.caFile = config.caFile;
        tls.certificateFile = config.certificateFile;
        tls.privateKeyFile = config.keyFile;
        tls.privateKeyPassphrase = config.keyPassphrase.toUtf8();
        tls.revocationListFile = config.revocationListFile;
        tls.revokedSerials = config.revokedSerials;
        tls.minimumVersion = config.minimumVersion == TlsConfig::Version::Tls13 ? Net::TlsVersion::Tls13
                                                                                : Net::TlsVersion::Tls12;
        tls.ciphers = config.ciphers;
        tls.cipherSuites = config.cipherSuites;
        tls.verifyPeer = config.verify;
        Result<Net::TlsContextPtr> context = Net::TlsContext::make(tls);
        if (!context)
            return std::unexpected(std::move(context.error()));
        environment->tls = *std::move(context);
    }
    environment->settings = std::move(settings);
    return environment;
}

QByteArray Environment::tlsNameOf(const Host &host) const
{
    if (!host.tlsName.isEmpty())
        return host.tlsName.toUtf8();
    return (settings.tls.tlsName.isEmpty() ? host.name : settings.tls.tlsName).toUtf8();
}

Host Environment::translated(Host host) const
{
    const auto mapped = settings.ipMap.constFind(host.name);
    if (mapped != settings.ipMap.constEnd())
        host.name = *mapped;
    return host;
}

QByteArray Environment::peersCommand() const
{
    // With TLS for login only too: each peer has to be logged in to, and then says where it is in clear.
    return QByteArray(settings.tls.enabled ? "peers-tls-" : "peers-clear-") +
           (settings.useServicesAlternate ? "alt" : "std");
}

QByteArray Environment::serviceCommand() const
{
    const bool secure = settings.tls.enabled && !settings.tls.forLoginOnly;
    return QByteArray(secure ? "service-tls-" : "service-clear-") +
           (settings.useServicesAlternate ? "alt" : "std");
}

} // namespace Aeroscope
