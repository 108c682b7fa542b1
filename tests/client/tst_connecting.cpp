// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/infoserver.h"
#include "tests/support/runtask.h"

#include "app/demo/embeddedcluster.h"
#include "client/session/clusterdefinition.h"

#include <QTest>

#include <algorithm>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Aeroscope;
using namespace Aeroscope::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A listening socket whose backlog is full: further connects are never answered.
class FullListener
{
public:
    FullListener()
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), length);
        ::listen(m_listener, 0);
        ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &length);
        m_port = ntohs(address.sin_port);
        for (int i = 0; i < 4; ++i) {
            const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
            ::connect(client, reinterpret_cast<sockaddr *>(&address), length);
            m_clients << client;
        }
    }
    ~FullListener()
    {
        for (const int client : std::as_const(m_clients))
            ::close(client);
        ::close(m_listener);
    }
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    int m_listener = -1;
    quint16 m_port = 0;
    QList<int> m_clients;
};

/// Takes connections on [::1] and passes what they say to 127.0.0.1 and back.
class Forwarder : public QTcpServer
{
public:
    explicit Forwarder(quint16 port)
    {
        listen(QHostAddress::LocalHostIPv6);
        connect(this, &QTcpServer::newConnection, this, [this, port] {
            while (QTcpSocket *client = nextPendingConnection()) {
                ++accepted;
                auto *server = new QTcpSocket(client);
                server->connectToHost(QHostAddress::LocalHost, port);
                connect(client, &QTcpSocket::readyRead, server, [=] { server->write(client->readAll()); });
                connect(server, &QTcpSocket::readyRead, client, [=] { client->write(server->readAll()); });
                connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
                connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
            }
        });
    }

    int accepted = 0;
};

quint16 closedPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

/// Long enough for a server that answers, however busy the machine is: these servers share this process.
constexpr auto patience = 20'000ms;
/// For servers that never answer: the test waits for it to pass.
constexpr auto impatience = 300ms;

ClusterDefinition definitionFor(const QString &hosts, std::chrono::milliseconds stepLimit = patience)
{
    ClusterDefinition definition(Host::parseList(hosts).value());
    SystemSettings system;
    system.connectTimeout = stepLimit;
    system.tendInterval = 20ms;
    system.ioThreads = 1;
    return definition.system(system);
}

} // namespace

class TestConnecting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void closedPortIsNamed()
    {
        const quint16 port = closedPort();
        const auto client = runTask(definitionFor(u"127.0.0.1:%1"_s.arg(port)).connect());
        QVERIFY(!client);
        QCOMPARE(client.error().kind, ErrorKind::Network);
        QVERIFY2(client.error().message.contains(u"127.0.0.1:%1"_s.arg(port)),
                 qPrintable(client.error().message));
        QVERIFY2(client.error().message.contains(u"TCP"_s), qPrintable(client.error().message));
    }

    void unknownNameIsNamed()
    {
        // A label that no name server would be asked about.
        const QString name(70, u'x');
        const auto client = runTask(definitionFor(name).connect());
        QVERIFY(!client);
        QVERIFY2(client.error().message.contains(u"name look-up"_s), qPrintable(client.error().message));
        const ConnectReport report = runTask(definitionFor(name).diagnose());
        QVERIFY(!report.connected);
        QCOMPARE(report.decisiveFailure()->step, ConnectStep::Resolve);
    }

    void listenerThatNeverAnswers()
    {
        FullListener listener;
        const ConnectReport report =
            runTask(definitionFor(u"127.0.0.1:%1"_s.arg(listener.port()), impatience).diagnose());
        QVERIFY(!report.connected);
        QCOMPARE(report.decisiveFailure()->step, ConnectStep::Tcp);
        QCOMPARE(report.decisiveFailure()->error->kind, ErrorKind::Timeout);
    }

    void serverThatAcceptsAndIsSilent()
    {
        auto cluster = Demo::EmbeddedCluster::start().value();
        cluster->setAcceptMode(0, Demo::AcceptMode::Ignore);
        const ConnectReport report = runTask(definitionFor(cluster->seed(), impatience).diagnose());
        QVERIFY(!report.connected);
        QCOMPARE(report.decisiveFailure()->step, ConnectStep::NodeInfo);
        QCOMPARE(report.decisiveFailure()->error->kind, ErrorKind::Timeout);
    }

    void serverThatClosesAtOnce()
    {
        auto cluster = Demo::EmbeddedCluster::start().value();
        cluster->setAcceptMode(0, Demo::AcceptMode::CloseAtOnce);
        const ConnectReport report = runTask(definitionFor(cluster->seed()).diagnose());
        QVERIFY(!report.connected);
        QCOMPARE(report.decisiveFailure()->step, ConnectStep::NodeInfo);
        QCOMPARE(report.decisiveFailure()->error->kind, ErrorKind::Network);
    }

    void serverThatSpeaksSomethingElse()
    {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        connect(&server, &QTcpServer::newConnection, &server,
                [&server] { server.nextPendingConnection()->write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
        const ConnectReport report =
            runTask(definitionFor(u"127.0.0.1:%1"_s.arg(server.serverPort())).diagnose());
        QCOMPARE(report.decisiveFailure()->step, ConnectStep::NodeInfo);
        QCOMPARE(report.decisiveFailure()->error->kind, ErrorKind::Protocol);
    }

    void answersThatAreRefused_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<ConnectStep>("step");
        QTest::newRow("no node name") << "node"_ba << ""_ba << ConnectStep::NodeInfo;
        QTest::newRow("error for a node name")
            << "node"_ba << "ERROR:4:unrecognized command"_ba << ConnectStep::NodeInfo;
        QTest::newRow("no partitions yet") << "partition-generation"_ba << "-1"_ba << ConnectStep::NodeInfo;
        QTest::newRow("old server") << "build"_ba << "5.7.0.31"_ba << ConnectStep::Version;
        QTest::newRow("no version") << "build"_ba << "what"_ba << ConnectStep::Version;
        QTest::newRow("another cluster") << "cluster-name"_ba << "elsewhere"_ba << ConnectStep::ClusterName;
        QTest::newRow("malformed peers") << "peers-clear-std"_ba << "1,3000,[["_ba << ConnectStep::Peers;
        QTest::newRow("malformed partition map")
            << "replicas"_ba << "test:0,1,AAAA"_ba << ConnectStep::Partitions;
        QTest::newRow("no partition map") << "replicas"_ba << ""_ba << ConnectStep::Partitions;
    }
    void answersThatAreRefused()
    {
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, answer);
        QFETCH(ConnectStep, step);
        InfoServer server;
        server.answers["cluster-name"] = "mine";
        server.answers[command] = answer;
        const auto definition = definitionFor(server.address()).clusterNameIs(u"mine"_s);
        const ConnectReport report = runTask(definition.diagnose());
        QVERIFY2(!report.connected, qPrintable(report.toString()));
        QCOMPARE(report.decisiveFailure()->step, step);
        const auto client = runTask(definition.connect());
        QVERIFY(!client);
        QVERIFY2(client.error().message.contains(connectStepName(step)), qPrintable(client.error().message));
    }

    void theInfoServerIsGoodEnough()
    {
        InfoServer server;
        const auto client = runTask(definitionFor(server.address()).connect());
        QVERIFY2(client, qPrintable(client ? QString() : client.error().toString()));
        QCOMPARE(client->snapshot().state, ClusterSnapshot::State::Connected);
        runTask(client->close());
        QCOMPARE(client->snapshot().state, ClusterSnapshot::State::Closed);
    }

    void oldServersAreRefusedInWords()
    {
        InfoServer server;
        server.answers["build"] = "5.7.0.31";
        const auto client = runTask(definitionFor(server.address()).connect());
        QVERIFY(client.error().message.contains(u"5.7.0.31"_s));
        QVERIFY(client.error().message.contains(u"6.0"_s));
    }

    void aPeerThatCannotBeReachedIsExplained()
    {
        InfoServer server;
        const quint16 closed = closedPort();
        server.answers["peers-clear-std"] =
            "1,3000,[[BB9000000000002,,[127.0.0.1:" + QByteArray::number(closed) + "]]]";
        const auto client = runTask(definitionFor(server.address()).connect());
        QVERIFY(client);
        bool explained = false;
        for (const ConnectTrace &trace : client->connectReport().steps) {
            explained = explained || (trace.step == ConnectStep::PeerReach && !trace.ok() &&
                                      trace.target.contains(u"BB9000000000002"_s) &&
                                      trace.target.contains(u"127.0.0.1:%1"_s.arg(closed)));
        }
        QVERIFY2(explained, qPrintable(client->connectReport().toString()));
        runTask(client->close());
    }

    void addressesAreTranslated()
    {
        // The cluster advertises an address that cannot be reached from here.
        InfoServer second("BB9000000000002");
        InfoServer first("BB9000000000001");
        const QByteArray port = QByteArray::number(second.serverPort());
        first.answers["peers-clear-std"] = "1,3000,[[BB9000000000002,,[10.1.1.1:" + port + "]]]";
        const QByteArray back = "127.0.0.1:" + QByteArray::number(first.serverPort());
        second.answers["peers-clear-std"] = "1,3000,[[BB9000000000001,,[" + back + "]]]";
        const auto client =
            runTask(definitionFor(first.address()).ipMap({{u"10.1.1.1"_s, u"127.0.0.1"_s}}).connect());
        QVERIFY(client);
        QCOMPARE(client->snapshot().nodes.size(), 2);
        runTask(client->close());
    }

    void alternateServicesAreUsed()
    {
        InfoServer second("BB9000000000002");
        InfoServer first("BB9000000000001");
        const QByteArray port = QByteArray::number(second.serverPort());
        first.answers["peers-clear-std"] = "1,3000,[[BB9000000000002,,[127.0.0.2:1]]]";
        first.answers["peers-clear-alt"] = "1,3000,[[BB9000000000002,,[127.0.0.1:" + port + "]]]";
        const auto client = runTask(definitionFor(first.address()).useServicesAlternate().connect());
        QVERIFY(client);
        QCOMPARE(client->snapshot().nodes.size(), 2);
        QVERIFY(!first.asked.contains("peers-clear-std"));
        runTask(client->close());
    }

    void ipv6SeedsAndPeers()
    {
        InfoServer second("BB9000000000002", QHostAddress::LocalHostIPv6);
        InfoServer first("BB9000000000001", QHostAddress::LocalHostIPv6);
        if (!first.isListening() || !second.isListening())
            QSKIP("this machine has no IPv6");
        first.answers["peers-clear-std"] =
            "1,3000,[[BB9000000000002,,[[::1]:" + QByteArray::number(second.serverPort()) + "]]]";
        second.answers["peers-clear-std"] =
            "1,3000,[[BB9000000000001,,[[::1]:" + QByteArray::number(first.serverPort()) + "]]]";
        const QString seeds = u"127.0.0.1:%1, %2"_s.arg(closedPort()).arg(first.address());
        const auto client = runTask(definitionFor(seeds).connect());
        QVERIFY2(client, client ? "" : qPrintable(client.error().toString()));
        QCOMPARE(client->snapshot().nodes.size(), 2);
        QCOMPARE(client->snapshot().node("BB9000000000001")->address, first.address());
        QCOMPARE(client->snapshot().node("BB9000000000002")->address, second.address());
        runTask(client->close());
    }

    void recordsOverIpv6()
    {
        auto cluster = Demo::EmbeddedCluster::start().value();
        Forwarder forwarder(cluster->port(0));
        if (!forwarder.isListening())
            QSKIP("this machine has no IPv6");
        const auto client = runTask(definitionFor(u"[::1]:%1"_s.arg(forwarder.serverPort())).connect());
        QVERIFY2(client, client ? "" : qPrintable(client.error().toString()));
        const Key key = Key::of("test", "s", 6).value();
        QVERIFY(runTask(client->session().put(key, {{"a", 6}})));
        QCOMPARE(*runTask(client->session().get(key))->bin("a"), Value(6));
        QVERIFY(forwarder.accepted >= 2); // tending and commands
        runTask(client->close());
    }

    void theNameOfTheCluster()
    {
        Demo::ClusterOptions options;
        options.nodes = 2;
        options.clusterName = "orders";
        auto cluster = Demo::EmbeddedCluster::start(options).value();
        const auto right = runTask(definitionFor(cluster->seed()).clusterNameIs(u"orders"_s).connect());
        QVERIFY2(right, right ? "" : qPrintable(right.error().toString()));
        QCOMPARE(right->snapshot().nodes.size(), 2);
        runTask(right->close());
        const auto wrong = runTask(definitionFor(cluster->seed()).clusterNameIs(u"billing"_s).connect());
        QVERIFY(!wrong);
        QVERIFY2(wrong.error().message.contains(u"'orders', not 'billing'"_s),
                 qPrintable(wrong.error().message));
    }

    void aPeerOfAnotherClusterIsLeftOut()
    {
        InfoServer second("BB9000000000002");
        second.answers["cluster-name"] = "elsewhere";
        InfoServer first("BB9000000000001");
        first.answers["cluster-name"] = "mine";
        first.answers["peers-clear-std"] =
            "1,3000,[[BB9000000000002,,[127.0.0.1:" + QByteArray::number(second.serverPort()) + "]]]";
        const auto client = runTask(definitionFor(first.address()).clusterNameIs(u"mine"_s).connect());
        QVERIFY(client);
        QCOMPARE(client->snapshot().nodes.size(), 1);
        bool explained = false;
        for (const ConnectTrace &trace : client->connectReport().steps) {
            explained = explained || (trace.step == ConnectStep::PeerReach && !trace.ok() &&
                                      trace.error->message.contains(u"elsewhere"_s));
        }
        QVERIFY2(explained, qPrintable(client->connectReport().toString()));
        runTask(client->close());
    }

    void whatIsAdvertisedAndWhyItCannotBeReached_data()
    {
        QTest::addColumn<QByteArray>("hosts");
        QTest::addColumn<QStringList>("targets");
        QTest::addColumn<QString>("why");
        const QByteArray closed = QByteArray::number(closedPort());
        QTest::newRow("closed") << QByteArray("127.0.0.1:" + closed)
                                << QStringList{u"127.0.0.1:"_s + QString::fromLatin1(closed)} << u"refused"_s;
        QTest::newRow("no such name") << QByteArray(QByteArray(70, 'x') + ":3000")
                                      << QStringList{QString(70, u'x') + u":3000"_s} << u"name look-up"_s;
        QTest::newRow("two addresses") << QByteArray("127.0.0.1:" + closed + ",[::1]:" + closed)
                                       << QStringList{u"127.0.0.1:"_s + QString::fromLatin1(closed),
                                                      u"[::1]:"_s + QString::fromLatin1(closed)}
                                       << u"TCP"_s;
        QTest::newRow("somebody else answers")
            << QByteArray() << QStringList{u"BB900000000000B"_s} << u"another node"_s;
    }
    void whatIsAdvertisedAndWhyItCannotBeReached()
    {
        QFETCH(QByteArray, hosts);
        QFETCH(QStringList, targets);
        QFETCH(QString, why);
        InfoServer other("BB900000000000C");
        if (hosts.isEmpty())
            hosts = "127.0.0.1:" + QByteArray::number(other.serverPort());
        InfoServer server;
        server.answers["peers-clear-std"] = "1,3000,[[BB900000000000B,,[" + hosts + "]]]";
        const ConnectReport report = runTask(definitionFor(server.address()).diagnose());
        QVERIFY(report.connected); // one node is enough to begin with
        const auto advertised = [&] {
            for (const ConnectTrace &trace : report.steps) {
                if (trace.step == ConnectStep::Peers && trace.detail.contains(u"BB900000000000B"_s))
                    return true;
            }
            return false;
        };
        QVERIFY2(advertised(), qPrintable(report.toString()));
        for (const QString &target : targets) {
            const auto explains = [&](const ConnectTrace &trace) {
                return trace.step == ConnectStep::PeerReach && !trace.ok() && trace.target.contains(target) &&
                       trace.node == "BB900000000000B" && trace.error->toString().contains(why);
            };
            QVERIFY2(std::ranges::any_of(report.steps, explains), qPrintable(report.toString()));
        }
    }

    void loneSeedsAreTakenLast()
    {
        InfoServer lone("BB9000000000009");
        InfoServer second("BB9000000000002");
        InfoServer first("BB9000000000001");
        first.answers["peers-clear-std"] =
            "1,3000,[[BB9000000000002,,[127.0.0.1:" + QByteArray::number(second.serverPort()) + "]]]";
        second.answers["peers-clear-std"] =
            "1,3000,[[BB9000000000001,,[127.0.0.1:" + QByteArray::number(first.serverPort()) + "]]]";
        const auto client = runTask(definitionFor(lone.address() + u',' + first.address()).connect());
        QVERIFY(client);
        QCOMPARE(client->snapshot().nodes.size(), 2);
        QVERIFY(!client->snapshot().node("BB9000000000009"));
        runTask(client->close());
    }

    void oneGoodSeedIsEnough()
    {
        InfoServer server;
        FullListener listener;
        // The seed that never answers is waited for, so the limit cannot be long here.
        const auto client = runTask(definitionFor(u"127.0.0.1:%1,127.0.0.1:%2,%3"_s.arg(closedPort())
                                                      .arg(listener.port())
                                                      .arg(server.address()),
                                                  2000ms)
                                        .connect());
        QVERIFY2(client, qPrintable(client ? QString() : client.error().toString()));
        runTask(client->close());
    }

    void cancelWhileConnecting()
    {
        FullListener listener;
        std::stop_source stop;
        auto definition = definitionFor(u"127.0.0.1:%1"_s.arg(listener.port()));
        auto task = definition.connect(stop.get_token());
        QTimer::singleShot(20, this, [&stop] { stop.request_stop(); });
        const auto client = runTask(std::move(task)); // not Timeout: the step's limit is far away
        QVERIFY(!client);
        QCOMPARE(client.error().kind, ErrorKind::Cancelled);
    }

    void partialClustersKeepTrying()
    {
        InfoServer server;
        const quint16 port = server.serverPort();
        server.close();
        auto client = runTask(definitionFor(u"127.0.0.1:%1"_s.arg(port)).failIfNotConnected(false).connect());
        QVERIFY2(client, qPrintable(client ? QString() : client.error().toString()));
        QCOMPARE(client->snapshot().state, ClusterSnapshot::State::Connecting);
        QVERIFY(client->snapshot().lastError);
        const auto record = runTask(client->session().get(Key::of("test", "s", 1).value()));
        QCOMPARE(record.error().kind, ErrorKind::NotConnected);
        QVERIFY(server.listen(QHostAddress::LocalHost, port));
        QTRY_COMPARE(client->snapshot().state, ClusterSnapshot::State::Connected);
        runTask(client->close());
    }

    void settingsThatCannotWork_data()
    {
        QTest::addColumn<ClusterSettings>("settings");
        ClusterSettings good;
        good.seeds = {Host(u"127.0.0.1"_s)};
        const auto row = [&good](const char *name, auto &&change) {
            ClusterSettings settings = good;
            change(settings);
            QTest::newRow(name) << settings;
        };
        row("no host", [](ClusterSettings &s) { s.seeds.clear(); });
        row("host without a name", [](ClusterSettings &s) { s.seeds << Host(); });
        row("external login in clear",
            [](ClusterSettings &s) { s.credentials = {AuthMode::External, u"u"_s, u"p"_s}; });
        row("login without a user",
            [](ClusterSettings &s) { s.credentials = {AuthMode::Internal, {}, u"p"_s}; });
        row("PKI without TLS", [](ClusterSettings &s) { s.credentials.mode = AuthMode::Pki; });
        row("PKI without a certificate", [](ClusterSettings &s) {
            s.credentials.mode = AuthMode::Pki;
            s.tls.enabled = true;
        });
        row("TLS for login only without a login", [](ClusterSettings &s) {
            s.tls.enabled = true;
            s.tls.forLoginOnly = true;
        });
        row("no connections", [](ClusterSettings &s) { s.system.maxConnectionsPerNode = 0; });
        row("min above max", [](ClusterSettings &s) { s.system.minConnectionsPerNode = 300; });
        row("no tend interval", [](ClusterSettings &s) { s.system.tendInterval = 0ms; });
        row("no breaker window", [](ClusterSettings &s) { s.system.errorRateWindow = 0; });
    }
    void settingsThatCannotWork()
    {
        QFETCH(ClusterSettings, settings);
        const ClusterDefinition definition(settings);
        QCOMPARE(definition.validate().error().kind, ErrorKind::InvalidArgument);
        QCOMPARE(runTask(definition.connect()).error().kind, ErrorKind::InvalidArgument);
    }

    void aClientThatWasNeverConnected()
    {
        const Client client;
        QVERIFY(!client.isValid());
        QCOMPARE(client.snapshot().state, ClusterSnapshot::State::Closed);
        const Key key = Key::of("test", "s", 1).value();
        QCOMPARE(runTask(client.session().get(key)).error().kind, ErrorKind::NotConnected);
        QCOMPARE(runTask(Session().get(key)).error().kind, ErrorKind::NotConnected);
        QCOMPARE(runTask(client.info("build")).error().kind, ErrorKind::NotConnected);
        runTask(client.close());
    }
};

QTEST_GUILESS_MAIN(TestConnecting)
#include "tst_connecting.moc"
