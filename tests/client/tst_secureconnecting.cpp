// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Login and TLS from the definition of a cluster to its commands; what a diagnosis says when they fail.

#include "tests/support/infoserver.h"
#include "tests/support/runtask.h"
#include "tests/support/testauthority.h"

#include "app/demo/embeddedcluster.h"
#include "client/session/clusterdefinition.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QSslServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr quint8 loginCommand = 20;
constexpr quint8 authenticateCommand = 0;
constexpr quint8 clearPasswordField = 4;

const Demo::ClusterUser ada{"ada", "s3cret pässword", {"read-write", "sys-admin", "user-admin"}};

Demo::ClusterOptions withUsers(int nodes = 1)
{
    Demo::ClusterOptions options;
    options.nodes = nodes;
    options.users = {ada};
    return options;
}

Demo::ClusterOptions withTls(int nodes = 1)
{
    Demo::ClusterOptions options = withUsers(nodes);
    options.tlsName = "node.example";
    return options;
}

ClusterDefinition definitionFor(const QString &hosts)
{
    ClusterDefinition definition(Host::parseList(hosts).value());
    SystemSettings system;
    system.connectTimeout = 20s; // however busy the machine is
    system.loginTimeout = 20s;
    system.tendInterval = 20ms;
    system.ioThreads = 1;
    return definition.system(system);
}

QString user()
{
    return QString::fromUtf8(ada.name);
}
QString password()
{
    return QString::fromUtf8(ada.password);
}

/// What the cluster's connections said in messages of type 2: their bytes from the message's header on.
QList<QByteArray> adminRequests(Demo::EmbeddedCluster &cluster, quint8 command)
{
    QList<QByteArray> found;
    for (const Demo::SocketEvent &event : cluster.socketLog().events()) {
        if (event.kind == Demo::SocketEvent::Kind::Request && event.bytes.size() >= 24 &&
            event.bytes[1] == 2 && static_cast<quint8>(event.bytes[10]) == command)
            found << event.bytes.mid(8);
    }
    return found;
}

QString detailOf(const ConnectReport &report, ConnectStep step)
{
    for (const ConnectTrace &trace : report.steps) {
        if (trace.step == step && trace.ok())
            return trace.detail;
    }
    return {};
}

bool putAndGet(const Client &client, int id)
{
    const Key key = Key::of("test", "secure", id).value();
    const auto put = runTask(client.session().put(key, {{"a", id}}));
    if (!put) {
        qWarning("%s", qPrintable(put.error().toString()));
        return false;
    }
    const auto got = runTask(client.session().get(key));
    return got && got->bin("a") && *got->bin("a") == Value(id);
}

} // namespace

class TestSecureConnecting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    // Login

    void internalLogin()
    {
        auto cluster = Demo::EmbeddedCluster::start(withUsers(3)).value();
        cluster->socketLog().setEnabled(true);
        const auto client =
            runTask(definitionFor(cluster->seed()).nativeCredentials(user(), password()).connect());
        QVERIFY2(client, client ? "" : qPrintable(client.error().toString()));
        QCOMPARE(client->snapshot().nodes.size(), 3);
        for (int i = 0; i < 20; ++i)
            QVERIFY(putAndGet(*client, i));
        QCOMPARE(detailOf(client->connectReport(), ConnectStep::Login), user());
        // The password went over no wire, the token over every further connection.
        QVERIFY(!adminRequests(*cluster, loginCommand).isEmpty());
        for (const QByteArray &request : adminRequests(*cluster, loginCommand))
            QVERIFY(!request.contains(ada.password));
        QVERIFY(!adminRequests(*cluster, authenticateCommand).isEmpty());
        runTask(client->close());
    }

    void loginsThatFail_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("password");
        QTest::addColumn<ResultCode>("code");
        QTest::newRow("wrong password") << user() << u"guess"_s << ResultCode::CredentialInvalid;
        QTest::newRow("nobody") << u"bob"_s << password() << ResultCode::UserUnknown;
    }
    void loginsThatFail()
    {
        QFETCH(QString, user);
        QFETCH(QString, password);
        QFETCH(ResultCode, code);
        auto cluster = Demo::EmbeddedCluster::start(withUsers()).value();
        const auto definition = definitionFor(cluster->seed()).nativeCredentials(user, password);
        const auto client = runTask(definition.connect());
        QVERIFY(!client);
        QCOMPARE(client.error().kind, ErrorKind::Authentication);
        QCOMPARE(client.error().code, code);
        const ConnectReport report = runTask(definition.diagnose());
        QVERIFY(!report.connected);
        QCOMPARE(report.decisiveFailure()->step, ConnectStep::Login);
        QCOMPARE(report.decisiveFailure()->error->code, code);
        QVERIFY(report.toString().contains(u"login"_s));
        QVERIFY(!report.toString().contains(password));
        QVERIFY(!client.error().toString().contains(password));
    }

    void withoutALoginWhereOneIsNeeded()
    {
        auto cluster = Demo::EmbeddedCluster::start(withUsers()).value();
        const auto client = runTask(definitionFor(cluster->seed()).connect());
        QVERIFY(!client);
        QCOMPARE(client.error().code, ResultCode::NotAuthenticated);
    }

    void anExternalLoginSendsThePasswordOverTlsAlone()
    {
        InfoServerOn<QSslServer> server;
        serveTls(server);
        const auto client = runTask(definitionFor(server.address())
                                        .externalCredentials(user(), password())
                                        .tls(trustingOurs())
                                        .connect());
        QVERIFY2(client, client ? "" : qPrintable(client.error().toString()));
        QVERIFY(!server.adminAsked.isEmpty());
        const QByteArray login = server.adminAsked.first();
        QCOMPARE(static_cast<quint8>(login[2]), loginCommand);
        QVERIFY(login.contains(char(clearPasswordField) + ada.password));
        runTask(client->close());
        InfoServer clear;
        const auto refused =
            runTask(definitionFor(clear.address()).externalCredentials(user(), password()).connect());
        QCOMPARE(refused.error().kind, ErrorKind::InvalidArgument);
        QVERIFY(clear.adminAsked.isEmpty());
    }

    void anExternalLoginInClearIsAWishInSoManyWords()
    {
        InfoServer server;
        const auto client = runTask(
            definitionFor(server.address()).externalCredentialsInsecure(user(), password()).connect());
        QVERIFY2(client, client ? "" : qPrintable(client.error().toString()));
        QVERIFY(server.adminAsked.first().contains(char(clearPasswordField) + ada.password));
        runTask(client->close());
    }

    void aServerWithoutLdapSaysSo()
    {
        auto cluster = Demo::EmbeddedCluster::start(withTls()).value();
        const ConnectReport report = runTask(definitionFor(tlsSeed(*cluster))
                                                 .externalCredentials(user(), password())
                                                 .tls(trusting(*cluster))
                                                 .diagnose());
        QCOMPARE(report.decisiveFailure()->step, ConnectStep::Login);
        QCOMPARE(report.decisiveFailure()->error->code, ResultCode::LdapNotConfigured);
    }

    void aLoginByCertificate()
    {
        Demo::ClusterOptions options = withTls(2);
        options.requireClientCertificate = true;
        auto cluster = Demo::EmbeddedCluster::start(options).value();
        cluster->socketLog().setEnabled(true);
        TlsConfig tls = trusting(*cluster);
        tls.certificateFile = clientCertificate(*cluster, ada.name);
        const auto client =
            runTask(definitionFor(tlsSeed(*cluster)).certificateCredentials().tls(tls).connect());
        QVERIFY2(client, client ? "" : qPrintable(client.error().toString()));
        QCOMPARE(client->snapshot().nodes.size(), 2);
        QVERIFY(putAndGet(*client, 1));
        for (const QByteArray &request : adminRequests(*cluster, loginCommand))
            QCOMPARE(request[3], '\0'); // no fields: the certificate says it all
        runTask(client->close());

        tls.certificateFile = clientCertificate(*cluster, "stranger");
        const ConnectReport report =
            runTask(definitionFor(tlsSeed(*cluster)).certificateCredentials().tls(tls).diagnose());
        QCOMPARE(report.decisiveFailure()->step, ConnectStep::Login);
        QCOMPARE(report.decisiveFailure()->error->code, ResultCode::UserUnknown);
    }

    void theTokenIsRenewedBeforeItExpires()
    {
        Demo::ClusterOptions options = withUsers();
        options.sessionTtl = 1s;
        auto cluster = Demo::EmbeddedCluster::start(options).value();
        const auto client =
            runTask(definitionFor(cluster->seed()).nativeCredentials(user(), password()).connect());
        QVERIFY(client);
        cluster->clock().advance(-1h); // for the server it has not expired in this test
        cluster->socketLog().setEnabled(true);
        QTRY_VERIFY(!adminRequests(*cluster, loginCommand).isEmpty());
        QVERIFY(putAndGet(*client, 1));
        runTask(client->close());
    }

    void theTokenIsRenewedAfterItExpired()
    {
        auto cluster = Demo::EmbeddedCluster::start(withUsers(2)).value();
        const auto client =
            runTask(definitionFor(cluster->seed()).nativeCredentials(user(), password()).connect());
        QVERIFY(client);
        QVERIFY(putAndGet(*client, 1));
        cluster->socketLog().setEnabled(true);
        for (int i = 0; i < 10; ++i) {
            cluster->security()->expireSessions();
            cluster->dropConnections(0);
            cluster->dropConnections(1);
            // Commands that meet the end of the session wait for the next one.
            for (int id = 0; id < 8; ++id)
                QVERIFY(putAndGet(*client, id));
        }
        QVERIFY(adminRequests(*cluster, loginCommand).size() >= 2);
        // Without commands the tend task notices too.
        cluster->socketLog().clear();
        cluster->security()->expireSessions();
        cluster->dropConnections(0);
        QTRY_VERIFY(!adminRequests(*cluster, loginCommand).isEmpty());
        QTRY_COMPARE(client->snapshot().state, ClusterSnapshot::State::Connected);
        runTask(client->close());
    }

    void aLoginThatIsWithdrawn()
    {
        // The password has changed: the session can be renewed no more, and the error says why.
        auto cluster = Demo::EmbeddedCluster::start(withUsers()).value();
        const auto client =
            runTask(definitionFor(cluster->seed()).nativeCredentials(user(), password()).connect());
        QVERIFY(client);
        QVERIFY(putAndGet(*client, 1));
        QCOMPARE(cluster->security()->setPassword(ada.name, Demo::SecurityStore::hashPassword("other")),
                 ResultCode::Ok);
        cluster->security()->expireSessions();
        cluster->dropConnections(0);
        const auto failure = [&] {
            const auto put = runTask(client->session().put(Key::of("test", "secure", 1).value(), {{"a", 1}}));
            return put ? ErrorKind::Internal : put.error().kind;
        };
        QTRY_COMPARE(failure(), ErrorKind::Authentication);
        const auto told = [&] {
            const std::optional<Error> last = client->snapshot().lastError;
            return last && last->kind == ErrorKind::Authentication;
        };
        QTRY_VERIFY(told());
        // Back again: it recovers by itself.
        QCOMPARE(cluster->security()->setPassword(ada.name, Demo::SecurityStore::hashPassword(ada.password)),
                 ResultCode::Ok);
        QTRY_COMPARE(failure(), ErrorKind::Internal);
        runTask(client->close());
    }

    // TLS

    void tlsWithATrustedAuthority()
    {
        auto cluster = Demo::EmbeddedCluster::start(withTls(3)).value();
        const auto client = runTask(definitionFor(tlsSeed(*cluster))
                                        .nativeCredentials(user(), password())
                                        .tls(trusting(*cluster))
                                        .connect());
        QVERIFY2(client, client ? "" : qPrintable(client.error().toString()));
        QCOMPARE(client->snapshot().nodes.size(), 3);
        for (int node = 0; node < 3; ++node) {
            const NodeSnapshot *found = client->snapshot().node(cluster->nodeId(node));
            QVERIFY(found);
            QVERIFY(found->address.endsWith(QString::number(cluster->tlsPort(node))));
        }
        for (int i = 0; i < 20; ++i)
            QVERIFY(putAndGet(*client, i));
        QVERIFY(detailOf(client->connectReport(), ConnectStep::Tls).startsWith(u"TLSv1.3"_s));
        runTask(client->close());
    }

    void theNameOfTheCertificateCounts_data()
    {
        QTest::addColumn<QString>("hostName");
        QTest::addColumn<QString>("defaultName");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("of the host") << u"node.example"_s << QString() << true;
        QTest::newRow("of all hosts") << QString() << u"node.example"_s << true;
        QTest::newRow("the host's before that of all") << u"node.example"_s << u"elsewhere"_s << true;
        QTest::newRow("wrong") << QString() << u"elsewhere"_s << false;
        QTest::newRow("none: the address, which it names too") << QString() << QString() << true;
    }
    void theNameOfTheCertificateCounts()
    {
        QFETCH(QString, hostName);
        QFETCH(QString, defaultName);
        QFETCH(bool, accepted);
        auto cluster = Demo::EmbeddedCluster::start(withTls()).value();
        TlsConfig tls = trusting(*cluster);
        tls.tlsName = defaultName;
        QString seed = tlsSeed(*cluster);
        if (!hostName.isEmpty())
            seed.replace(u"127.0.0.1:"_s, u"127.0.0.1:"_s + hostName + u':');
        const ConnectReport report =
            runTask(definitionFor(seed).nativeCredentials(user(), password()).tls(tls).diagnose());
        QCOMPARE(report.connected, accepted);
        if (!accepted) {
            QCOMPARE(report.decisiveFailure()->step, ConnectStep::Tls);
            QCOMPARE(report.decisiveFailure()->error->kind, ErrorKind::Tls);
            QVERIFY2(report.toString().contains(u"node.example"_s), qPrintable(report.toString()));
        }
    }

    void anUnknownAuthorityIsRefused()
    {
        auto cluster = Demo::EmbeddedCluster::start(withTls()).value();
        TlsConfig tls = trusting(*cluster);
        tls.caFile = file(TestAuthority().certificate());
        const auto definition =
            definitionFor(tlsSeed(*cluster)).nativeCredentials(user(), password()).tls(tls);
        const ConnectReport report = runTask(definition.diagnose());
        QCOMPARE(report.decisiveFailure()->step, ConnectStep::Tls);
        QVERIFY2(report.toString().contains(u"trusted"_s), qPrintable(report.toString()));
        QCOMPARE(runTask(definition.connect()).error().kind, ErrorKind::Tls);
        tls.verify = false; // in so many words
        const auto client = runTask(ClusterDefinition(definition).tls(tls).connect());
        QVERIFY2(client, client ? "" : qPrintable(client.error().toString()));
        runTask(client->close());
    }

    void aClientCertificateThatIsRequired()
    {
        Demo::ClusterOptions options = withTls();
        options.requireClientCertificate = true;
        auto cluster = Demo::EmbeddedCluster::start(options).value();
        const auto definition =
            definitionFor(tlsSeed(*cluster)).nativeCredentials(user(), password()).tls(trusting(*cluster));
        const auto refused = runTask(definition.connect());
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Tls);
        TlsConfig tls = trusting(*cluster);
        tls.certificateFile = clientCertificate(*cluster, "anybody");
        const auto client = runTask(ClusterDefinition(definition).tls(tls).connect());
        QVERIFY2(client, client ? "" : qPrintable(client.error().toString()));
        QVERIFY(putAndGet(*client, 1));
        runTask(client->close());
    }

    void tlsOnAPortWithoutIt()
    {
        auto cluster = Demo::EmbeddedCluster::start(withTls()).value();
        const ConnectReport report = runTask(definitionFor(cluster->seed())
                                                 .nativeCredentials(user(), password())
                                                 .tls(trusting(*cluster))
                                                 .diagnose());
        QVERIFY(!report.connected);
        QCOMPARE(report.decisiveFailure()->step, ConnectStep::Tls);
    }

    void versionsCiphersAndRevocations_data()
    {
        QTest::addColumn<std::function<void(TlsConfig &)>>("change");
        QTest::addColumn<bool>("accepted");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, std::function<void(TlsConfig &)> change, bool accepted,
                            const QString &says) { QTest::newRow(name) << change << accepted << says; };
        row("as it is", [](TlsConfig &) {}, true, u"TLSv1.2"_s); // the server does not know a newer one
        row(
            "a newer version", [](TlsConfig &tls) { tls.minimumVersion = TlsConfig::Version::Tls13; }, false,
            u"version"_s);
        row(
            "a cipher", [](TlsConfig &tls) { tls.ciphers = u"ECDHE-ECDSA-AES256-GCM-SHA384"_s; }, true,
            u"ECDHE-ECDSA-AES256-GCM-SHA384"_s);
        row(
            "another cipher", [](TlsConfig &tls) { tls.ciphers = u"ECDHE-ECDSA-CHACHA20-POLY1305"_s; }, true,
            u"ECDHE-ECDSA-CHACHA20-POLY1305"_s);
        const QString list = file(m_authority.revoke({serverSerial}));
        row(
            "on the revocation list", [list](TlsConfig &tls) { tls.revocationListFile = list; }, false,
            u"revoked"_s);
        const QString others = file(m_authority.revoke({serverSerial + 1}));
        row("others on the list", [others](TlsConfig &tls) { tls.revocationListFile = others; }, true, {});
        row(
            "revoked by number", [](TlsConfig &tls) { tls.revokedSerials = {u"99"_s, u"00:0A:bc"_s}; }, false,
            u"revoked"_s);
        row("others by number", [](TlsConfig &tls) { tls.revokedSerials = {u"99"_s, u"abc00"_s}; }, true, {});
    }
    void versionsCiphersAndRevocations()
    {
        using Change = std::function<void(TlsConfig &)>;
        QFETCH(Change, change);
        QFETCH(bool, accepted);
        QFETCH(QString, says);
        InfoServerOn<QSslServer> server;
        serveTls(server);
        TlsConfig tls = trustingOurs();
        change(tls);
        const ConnectReport report = runTask(definitionFor(server.address()).tls(tls).diagnose());
        QVERIFY2(report.connected == accepted, qPrintable(report.toString()));
        if (!accepted)
            QCOMPARE(report.decisiveFailure()->step, ConnectStep::Tls);
        QVERIFY2(report.toString().contains(says), qPrintable(report.toString()));
    }

    void aSerialNumberThatIsNone()
    {
        TlsConfig tls;
        tls.enabled = true;
        tls.revokedSerials = {u"xyz"_s};
        const auto client = runTask(definitionFor(u"127.0.0.1:1"_s).tls(tls).connect());
        QCOMPARE(client.error().kind, ErrorKind::Tls);
        QVERIFY(client.error().message.contains(u"xyz"_s));
    }

    void tlsForTheLoginOnly()
    {
        auto cluster = Demo::EmbeddedCluster::start(withTls(3)).value();
        TlsConfig tls = trusting(*cluster);
        tls.forLoginOnly = true;
        const auto client = runTask(
            definitionFor(tlsSeed(*cluster)).nativeCredentials(user(), password()).tls(tls).connect());
        QVERIFY2(client, client ? "" : qPrintable(client.error().toString()));
        QVERIFY2(client->snapshot().nodes.size() == 3, qPrintable(client->connectReport().toString()));
        QCOMPARE(client->snapshot().state, ClusterSnapshot::State::Connected);
        for (int node = 0; node < 3; ++node) {
            const NodeSnapshot *found = client->snapshot().node(cluster->nodeId(node));
            QVERIFY(found);
            QVERIFY(found->address.endsWith(QString::number(cluster->port(node)))); // in clear
        }
        for (int i = 0; i < 20; ++i)
            QVERIFY(putAndGet(*client, i));
        // A new session: over TLS again.
        cluster->socketLog().setEnabled(true);
        cluster->security()->expireSessions();
        for (int node = 0; node < 3; ++node)
            cluster->dropConnections(node);
        for (int i = 0; i < 20; ++i)
            QVERIFY(putAndGet(*client, i));
        QVERIFY(!adminRequests(*cluster, loginCommand).isEmpty());
        // A node that leaves and returns is found, though it is advertised at its port with TLS.
        cluster->stopNode(2);
        QTRY_COMPARE(client->snapshot().nodes.size(), 2);
        QVERIFY(cluster->startNode(2));
        QTRY_COMPARE(client->snapshot().nodes.size(), 3);
        runTask(client->close());
    }

private:
    static constexpr long serverSerial = 0xabc;

    /// A server of TLS 1.2 whose certificate has the serial number above.
    void serveTls(InfoServerOn<QSslServer> &server)
    {
        TestCertificateRequest request;
        request.commonName = u"node.example"_s;
        request.dnsNames = {u"node.example"_s};
        request.serial = serverSerial;
        const TestCertificate identity = m_authority.issue(request);
        QSslConfiguration configuration;
        configuration.setLocalCertificate(QSslCertificate(identity.certificate));
        configuration.setPrivateKey(QSslKey(identity.key, QSsl::Ec));
        configuration.setProtocol(QSsl::TlsV1_2);
        server.setSslConfiguration(configuration);
        server.answers["peers-tls-std"] = "1,4333,[]";
    }
    TlsConfig trustingOurs()
    {
        TlsConfig tls;
        tls.enabled = true;
        tls.caFile = file(m_authority.certificate());
        tls.tlsName = u"node.example"_s;
        return tls;
    }
    QString file(const QByteArray &content)
    {
        const QString name = m_folder.filePath(QString::number(++m_files) + u".pem"_s);
        QFile out(name);
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
        return name;
    }
    TlsConfig trusting(const Demo::EmbeddedCluster &cluster)
    {
        TlsConfig tls;
        tls.enabled = true;
        tls.caFile = file(cluster.authorityCertificate());
        tls.tlsName = u"node.example"_s;
        return tls;
    }
    QString clientCertificate(const Demo::EmbeddedCluster &cluster, const QByteArray &name)
    {
        const Demo::TlsIdentity identity = cluster.issueClientCertificate(name).value();
        return file(identity.certificate + identity.privateKey);
    }
    static QString tlsSeed(const Demo::EmbeddedCluster &cluster)
    {
        return u"127.0.0.1:%1"_s.arg(cluster.tlsPort(0));
    }

    QTemporaryDir m_folder;
    int m_files = 0;
    TestAuthority m_authority;
};

QTEST_GUILESS_MAIN(TestSecureConnecting)
#include "tst_secureconnecting.moc"
