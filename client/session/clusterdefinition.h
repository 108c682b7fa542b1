// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/cluster/clustersettings.h"
#include "client/cluster/connectreport.h"
#include "client/net/task.h"
#include "client/session/client.h"

#include <stop_token>
#include <utility>

namespace Aeroscope {

/// Says which cluster and how, then connects. A value; it may be kept and used again.
class ClusterDefinition
{
public:
    /// Any of them that answers leads to the whole cluster.
    explicit ClusterDefinition(QList<Host> seeds);
    /// One seed.
    explicit ClusterDefinition(Host seed);
    /// Everything at once, as it was read from somewhere.
    explicit ClusterDefinition(ClusterSettings settings);

    /// A user that the cluster itself knows; the password travels hashed (protocol section 2).
    template <class Self>
    Self &&nativeCredentials(this Self &&self, QString user, QString password)
    {
        self.m_settings.credentials = {AuthMode::Internal, std::move(user), std::move(password)};
        return std::forward<Self>(self);
    }
    /// LDAP and the like. Without TLS connect() refuses with InvalidArgument.
    template <class Self>
    Self &&externalCredentials(this Self &&self, QString user, QString password)
    {
        self.m_settings.credentials = {AuthMode::External, std::move(user), std::move(password)};
        return std::forward<Self>(self);
    }
    /// The same although there is no TLS.
    template <class Self>
    Self &&externalCredentialsInsecure(this Self &&self, QString user, QString password)
    {
        self.m_settings.credentials = {AuthMode::ExternalInsecure, std::move(user), std::move(password)};
        return std::forward<Self>(self);
    }
    /// The user of the client certificate (PKI); needs TLS with certificate and key.
    template <class Self>
    Self &&certificateCredentials(this Self &&self)
    {
        self.m_settings.credentials = {AuthMode::Pki, {}, {}};
        return std::forward<Self>(self);
    }
    /// Encrypts all connections, or those of the login alone, as the configuration says.
    template <class Self>
    Self &&tls(this Self &&self, TlsConfig config)
    {
        self.m_settings.tls = std::move(config);
        return std::forward<Self>(self);
    }
    /// Nodes that say another name are not taken in.
    template <class Self>
    Self &&clusterNameIs(this Self &&self, QString name)
    {
        self.m_settings.clusterName = std::move(name);
        return std::forward<Self>(self);
    }
    /// In this order; for Replica::PreferRack.
    template <class Self>
    Self &&preferRacks(this Self &&self, QList<int> racks)
    {
        self.m_settings.preferredRacks = std::move(racks);
        return std::forward<Self>(self);
    }
    /// Nodes are reached at the alternate addresses that they advertise.
    template <class Self>
    Self &&useServicesAlternate(this Self &&self, bool on = true)
    {
        self.m_settings.useServicesAlternate = on;
        return std::forward<Self>(self);
    }
    /// Addresses as nodes advertise them, to those at which they are reached from here.
    template <class Self>
    Self &&ipMap(this Self &&self, QHash<QString, QString> map)
    {
        self.m_settings.ipMap = std::move(map);
        return std::forward<Self>(self);
    }
    /// Threads, pools, intervals and limits.
    template <class Self>
    Self &&system(this Self &&self, SystemSettings settings)
    {
        self.m_settings.system = settings;
        return std::forward<Self>(self);
    }
    /// Off: connect() succeeds although no seed answers, and goes on trying in the background.
    template <class Self>
    Self &&failIfNotConnected(this Self &&self, bool on)
    {
        self.m_settings.failIfNotConnected = on;
        return std::forward<Self>(self);
    }

    /// What was collected so far.
    [[nodiscard]] const ClusterSettings &settings() const noexcept { return m_settings; }

    /// Fails with InvalidArgument for settings that cannot work together; connect() calls it first.
    [[nodiscard]] Result<void> validate() const;

    /// Starts the I/O threads and tends until the cluster is usable. Completes on the calling thread. On
    /// failure the error's message names the step and address that decided, `history` holds one error per
    /// seed, and nothing is left running.
    [[nodiscard]] QCoro::Task<Result<Client>> connect(std::stop_token stop = {}) const;

    /// Connects only to say how it goes, every step with its outcome, and disconnects.
    [[nodiscard]] QCoro::Task<ConnectReport> diagnose(std::stop_token stop = {}) const;

private:
    ClusterSettings m_settings;
};

} // namespace Aeroscope
