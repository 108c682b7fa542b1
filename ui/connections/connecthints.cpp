// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/connecthints.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

using Mend = ConnectHint::Mend;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Aeroscope::Ui::ConnectHint)
};

QString nameOf(const Net::CertificateFacts &certificate)
{
    return certificate.commonName.isEmpty() ? certificate.subject : certificate.commonName;
}

QString dateText(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime().date(), QLocale::ShortFormat);
}

ConnectHint tlsHint(const ConnectTrace &failed)
{
    const ConnectHint::Action show{Mend::ShowTls, Words::tr("TLS settings"), {}};
    if (!failed.peer || failed.peer->chain.isEmpty())
        return {Words::tr(
                    "The port answered, but not with TLS. Servers listen for TLS on a port of its own, often "
                    "4333; without TLS it is 3000."),
                {{Mend::SwitchTlsOff, Words::tr("Try without TLS"), {}}, show}};
    const Net::PeerFacts &peer = *failed.peer;
    const Net::CertificateFacts &leaf = peer.chain.first();
    for (const Net::CertificateFacts &certificate : peer.chain) {
        if (certificate.notAfter.isValid() && certificate.notAfter < QDateTime::currentDateTimeUtc())
            return {Words::tr("The certificate of %1 expired on %2. The server needs a new one.")
                        .arg(nameOf(certificate), dateText(certificate.notAfter)),
                    {}};
        if (certificate.notBefore.isValid() && certificate.notBefore > QDateTime::currentDateTimeUtc())
            return {
                Words::tr("The certificate of %1 is valid from %2 on: is the clock of this computer right?")
                    .arg(nameOf(certificate), dateText(certificate.notBefore)),
                {}};
    }
    if (peer.verifyError.contains("mismatch"_L1, Qt::CaseInsensitive)) {
        QStringList names = leaf.alternativeNames;
        if (names.isEmpty() && !leaf.commonName.isEmpty())
            names.append(leaf.commonName);
        ConnectHint hint{
            Words::tr("The certificate is made out to %1, which is not the name that was dialled. If "
                      "that is your cluster, use the name of the certificate.")
                .arg(names.join(u", "_s)),
            {}};
        if (!names.isEmpty() && !names.first().startsWith(u'*'))
            hint.actions.append(
                {Mend::UseTlsName, Words::tr("Use the name %1").arg(names.first()), names.first()});
        hint.actions.append(show);
        return hint;
    }
    if (peer.verifyError.contains("revoked"_L1, Qt::CaseInsensitive))
        return {Words::tr("The certificate of %1 was revoked. Do not send a password to this server.")
                    .arg(nameOf(leaf)),
                {}};
    if (!peer.verifyError.isEmpty())
        return {
            Words::tr("Nobody vouches for this certificate: its issuer %1 is not among the authorities that "
                      "are trusted. Choose the file of that authority.")
                .arg(peer.chain.last().issuer),
            {show}};
    return {
        Words::tr("The server broke off. It may ask for a client certificate, or want another TLS version or "
                  "cipher."),
        {show}};
}

ConnectHint loginHint(const ConnectTrace &failed)
{
    const ConnectHint::Action show{Mend::ShowSignIn, Words::tr("Sign-in settings"), {}};
    switch (failed.error ? failed.error->code : ResultCode::Ok) {
    case ResultCode::SecurityNotEnabled:
    case ResultCode::SecurityNotSupported:
        return {Words::tr("This cluster knows no users: choose the sign-in None."), {show}};
    case ResultCode::PasswordExpired:
        return {Words::tr("The password has expired. An administrator can set a new one."), {}};
    case ResultCode::NotWhitelisted:
        return {Words::tr("This user may not sign in from this computer's address."), {}};
    default:
        return {Words::tr(
                    "Check user name and password, and whether the user is an internal or an external (LDAP) "
                    "one."),
                {show}};
    }
}

} // namespace

ConnectHint connectHint(const ConnectTrace &failed, const Workbench::Profile &profile)
{
    const bool timeout = failed.error && failed.error->kind == ErrorKind::Timeout;
    switch (failed.step) {
    case ConnectStep::Resolve:
        return {Words::tr("Nobody here knows this name. Check its spelling, and whether a VPN has to be up."),
                {{Mend::ShowSsh, Words::tr("Go through SSH…"), {}}}};
    case ConnectStep::Tcp:
        if (timeout)
            return {
                Words::tr("Nothing answers there. A firewall may be in between, or the address is only valid "
                          "inside another network."),
                {{Mend::ShowSsh, Words::tr("Go through SSH…"), {}}}};
        return {Words::tr(
                    "The computer is there, but nothing listens on this port. Aerospike's port is 3000, with "
                    "TLS often 4333."),
                {}};
    case ConnectStep::Tls:
        return tlsHint(failed);
    case ConnectStep::Login:
        return loginHint(failed);
    case ConnectStep::NodeInfo:
        if (failed.error && failed.error->code == ResultCode::NotAuthenticated)
            return {Words::tr("The cluster wants a user and a password."),
                    {{Mend::ShowSignIn, Words::tr("Sign-in settings"), {}}}};
        if (!profile.tls.enabled)
            return {Words::tr(
                        "Something answered, but not as an Aerospike node. If it is the TLS port, switch TLS "
                        "on."),
                    {{Mend::SwitchTlsOn, Words::tr("Try with TLS"), {}}}};
        return {Words::tr("Something answered, but not as an Aerospike node that is ready."), {}};
    case ConnectStep::Version:
        return {Words::tr("Servers from version 6.0 on are supported."), {}};
    case ConnectStep::ClusterName:
        return {
            Words::tr("This is another cluster than the profile expects. Correct the cluster's name, or the "
                      "hosts."),
            {{Mend::ShowAddresses, Words::tr("Cluster name"), {}}}};
    case ConnectStep::Peers:
        return {};
    case ConnectStep::PeerReach: {
        ConnectHint hint{
            Words::tr("The node advertises an address that cannot be reached from here: containers and "
                      "clouds do that."),
            {}};
        if (!profile.useServicesAlternate)
            hint.actions.append({Mend::UseAlternateAddresses, Words::tr("Use alternate addresses"), {}});
        hint.actions.append({Mend::ShowAddresses, Words::tr("Address map…"), {}});
        if (!profile.ssh.enabled)
            hint.actions.append({Mend::ShowSsh, Words::tr("Go through SSH…"), {}});
        return hint;
    }
    case ConnectStep::Partitions:
        return {
            Words::tr("Some partitions have no master that can be reached, so records are missing until all "
                      "nodes are there."),
            {}};
    }
    return {};
}

QStringList certificateLines(const Net::PeerFacts &peer)
{
    QStringList lines;
    for (const Net::CertificateFacts &certificate : peer.chain) {
        QStringList parts{nameOf(certificate)};
        if (lines.isEmpty() && !certificate.alternativeNames.isEmpty())
            parts.append(Words::tr("for %1").arg(certificate.alternativeNames.join(u", "_s)));
        parts.append(certificate.selfSigned ? Words::tr("signed by itself")
                                            : Words::tr("issued by %1").arg(certificate.issuer));
        const qint64 days = QDateTime::currentDateTimeUtc().daysTo(certificate.notAfter);
        parts.append(days < 0 ? Words::tr("expired on %1").arg(dateText(certificate.notAfter))
                              : Words::tr("valid until %1 (%n day(s))", nullptr, static_cast<int>(days))
                                    .arg(dateText(certificate.notAfter)));
        lines.append(parts.join(u" · "_s));
    }
    return lines;
}

} // namespace Aeroscope::Ui
