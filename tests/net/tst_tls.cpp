// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/net/connection.h"
#include "client/net/iothread.h"
#include "client/net/sleep.h"
#include "client/net/tls.h"
#include "tests/net/loopbackserver.h"
#include "tests/net/tlspeer.h"
#include "tests/support/runtask.h"
#include "tests/support/testauthority.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <atomic>

using namespace Aeroscope;
using namespace Aeroscope::Net;
using namespace Aeroscope::Test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using ConnectionPtr = std::unique_ptr<Connection>;

std::atomic<int> s_sigpipes = 0;

TestCertificateRequest named(QString name)
{
    TestCertificateRequest request;
    request.commonName = name;
    request.dnsNames.append(name);
    return request;
}

struct Dial
{
    Endpoint endpoint;
    TlsSettings settings;
    QByteArray name = "node.test";
    std::shared_ptr<ConnectTrace> trace{};
    Deadline deadline = Deadline::after(10s);
};

QCoro::Task<Result<ConnectionPtr>> dial(Dial options)
{
    Result<TlsContextPtr> context = TlsContext::make(options.settings);
    if (!context)
        co_return std::unexpected(context.error());
    ConnectOptions connect;
    connect.endpoints.append(options.endpoint);
    connect.tls = *context;
    connect.tlsName = options.name;
    connect.trace = options.trace;
    co_return co_await Connection::open(connect, options.deadline);
}

/// Connects, asks once and gives the reply's bytes.
QCoro::Task<Result<QByteArray>> dialAndAsk(Dial options, QByteArray request)
{
    Result<ConnectionPtr> connection = co_await dial(options);
    if (!connection)
        co_return std::unexpected(connection.error());
    const Result<QByteArrayView> reply = co_await (*connection)->request(request, options.deadline);
    if (!reply)
        co_return std::unexpected(reply.error());
    co_return reply->toByteArray();
}

class Collector final : public ConnectionHandler
{
public:
    void onBytes(Connection &connection) override
    {
        size += connection.unread().size();
        connection.consume(connection.unread().size());
        if (pauseAfter > 0 && size >= pauseAfter)
            connection.pauseReading();
    }
    void onClosed(Connection &, const Error &error) override { closed = error; }
    void onTimeout(Connection &) override {}

    qsizetype size = 0;
    qsizetype pauseAfter = 0;
    std::optional<Error> closed;
};

template <class F>
QCoro::Task<bool> eventually(F condition)
{
    const Deadline deadline = Deadline::after(10s);
    while (!condition()) {
        if (deadline.hasPassed())
            co_return false;
        static_cast<void>(co_await sleepFor(1ms));
    }
    co_return true;
}

} // namespace

class TestTls : public QObject
{
    Q_OBJECT

    std::unique_ptr<IoThread> m_io;
    TestAuthority m_authority;
    TestAuthority m_stranger{u"Stranger"_s};
    QTemporaryDir m_directory;

    QString file(const QString &name, const QByteArray &contents)
    {
        const QString path = m_directory.filePath(name);
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(contents) != contents.size())
            qFatal("cannot write a test file");
        return path;
    }

    [[nodiscard]] TlsSettings trusting() const
    {
        TlsSettings settings;
        settings.caPem = m_authority.certificate();
        return settings;
    }

    [[nodiscard]] TlsPeerSettings serving(const TestCertificateRequest &request) const
    {
        TlsPeerSettings settings;
        settings.certificate = m_authority.issue(request);
        return settings;
    }

    static LoopbackServer::Script echo(TlsPeerSettings settings)
    {
        return [settings](Peer &peer) {
            TlsPeer tls(peer, settings);
            if (!tls.accept()) {
                peer.drain(); // a close with unread bytes would be a reset, which may overtake the alert
                return;
            }
            for (;;) {
                const QByteArray request = tls.readFrame();
                if (request.isEmpty() || !tls.write(request))
                    return;
            }
        };
    }

    Result<QByteArray> ask(Dial options, QByteArray request = frame("hello"))
    {
        return runAwaitable<Result<QByteArray>>(m_io->call([&] { return dialAndAsk(options, request); }));
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<LoopContext::ReactorKind>("kind");
        QTest::newRow("epoll") << LoopContext::ReactorKind::Automatic;
        QTest::newRow("notifiers") << LoopContext::ReactorKind::Notifiers;
    }
    void initTestCase()
    {
        struct sigaction action{};
        action.sa_handler = [](int) { ++s_sigpipes; };
        sigaction(SIGPIPE, &action, nullptr);
    }
    void init()
    {
        QFETCH_GLOBAL(LoopContext::ReactorKind, kind);
        m_io = std::make_unique<IoThread>(u"io"_s, kind);
        m_io->start();
    }
    void cleanup()
    {
        m_io.reset();
        QCOMPARE(s_sigpipes.load(), 0);
    }

    void asksAndIsAnswered_data()
    {
        QTest::addColumn<bool>("onlyTls12");
        QTest::addColumn<QString>("protocol");
        QTest::newRow("TLS 1.3") << false << u"TLSv1.3"_s;
        QTest::newRow("TLS 1.2") << true << u"TLSv1.2"_s;
    }
    void asksAndIsAnswered()
    {
        QFETCH(bool, onlyTls12);
        QFETCH(QString, protocol);
        QByteArray sni;
        TlsPeerSettings settings = serving(named(u"node.test"_s));
        settings.onlyTls12 = onlyTls12;
        settings.sni = &sni;
        const auto trace = std::make_shared<ConnectTrace>();
        {
            LoopbackServer server(echo(settings));
            Dial options{server.endpoint(), trusting()};
            options.trace = trace;
            QCOMPARE(ask(options).value(), frame("hello"));
        }
        QCOMPARE(sni, QByteArray("node.test"));
        QVERIFY(trace->peer);
        QCOMPARE(trace->peer->protocol, protocol);
        QVERIFY(!trace->peer->cipher.isEmpty());
        QVERIFY(trace->peer->verifyError.isEmpty());
        QCOMPARE(trace->peer->chain.size(), 1);
        const CertificateFacts &facts = trace->peer->chain.constFirst();
        QCOMPARE(facts.commonName, u"node.test"_s);
        QCOMPARE(facts.subject, u"CN=node.test,O=Aeroscope tests"_s);
        QCOMPARE(facts.issuer, u"CN=Test authority,O=Aeroscope tests"_s);
        QCOMPARE(facts.alternativeNames, QStringList(u"node.test"_s));
        QVERIFY(facts.notBefore < QDateTime::currentDateTimeUtc());
        QVERIFY(facts.notAfter > QDateTime::currentDateTimeUtc());
        QCOMPARE(facts.sha256.size(), 64);
        QVERIFY(!facts.selfSigned);
    }

    void namesAreChecked_data()
    {
        QTest::addColumn<TestCertificateRequest>("request");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("good");
        TestCertificateRequest onlyCommon;
        onlyCommon.commonName = u"node.test"_s;
        TestCertificateRequest both = named(u"other.test"_s);
        both.commonName = u"node.test"_s;
        TestCertificateRequest wild = named(u"*.cluster.test"_s);
        TestCertificateRequest address;
        address.commonName = u"x"_s;
        address.addresses.append(u"127.0.0.1"_s);
        address.addresses.append(u"::1"_s);
        QTest::newRow("alternative name") << named(u"node.test"_s) << QByteArray("node.test") << true;
        QTest::newRow("common name alone") << onlyCommon << QByteArray("node.test") << true;
        QTest::newRow("common name beside another alternative name")
            << both << QByteArray("node.test") << true;
        QTest::newRow("wildcard") << wild << QByteArray("node.cluster.test") << true;
        QTest::newRow("wildcard is one label") << wild << QByteArray("a.node.cluster.test") << false;
        QTest::newRow("IPv4 address") << address << QByteArray("127.0.0.1") << true;
        QTest::newRow("IPv6 address") << address << QByteArray("::1") << true;
        QTest::newRow("another address") << address << QByteArray("127.0.0.2") << false;
        QTest::newRow("another name") << named(u"other.test"_s) << QByteArray("node.test") << false;
        QTest::newRow("a longer name") << named(u"node.test"_s) << QByteArray("node.test.evil") << false;
    }
    void namesAreChecked()
    {
        QFETCH(TestCertificateRequest, request);
        QFETCH(QByteArray, name);
        QFETCH(bool, good);
        LoopbackServer server(echo(serving(request)));
        Dial options{server.endpoint(), trusting(), name};
        options.trace = std::make_shared<ConnectTrace>();
        const auto reply = ask(options);
        QCOMPARE(reply.has_value(), good);
        if (good)
            return;
        QCOMPARE(reply.error().kind, ErrorKind::Tls);
        QVERIFY2(reply.error().message.contains(QString::fromUtf8(name)), qPrintable(reply.error().message));
        QVERIFY(!options.trace->peer->verifyError.isEmpty());
        QCOMPARE(options.trace->attempts.last().step, ConnectTrace::Step::Handshake);
        QVERIFY(options.trace->attempts.last().error);
    }

    void anUnknownAuthorityIsRefused()
    {
        TlsPeerSettings settings;
        settings.certificate = m_stranger.issue(named(u"node.test"_s));
        LoopbackServer server(echo(settings));
        Dial options{server.endpoint(), trusting()};
        options.trace = std::make_shared<ConnectTrace>();
        const auto reply = ask(options);
        QCOMPARE(reply.error().kind, ErrorKind::Tls);
        QVERIFY2(reply.error().message.contains(u"trusted authority"_s), qPrintable(reply.error().message));
        QVERIFY(reply.error().message.contains(u"Stranger"_s));
        QCOMPARE(options.trace->peer->chain.size(), 1); // shown although it was refused
        QCOMPARE(options.trace->peer->verifyErrorDepth, 0);
    }

    void withoutVerificationItIsAcceptedAndTheDoubtIsTold()
    {
        TlsPeerSettings settings;
        settings.certificate = m_stranger.issue(named(u"other.test"_s));
        LoopbackServer server(echo(settings));
        Dial options{server.endpoint(), trusting()};
        options.settings.verifyPeer = false;
        options.trace = std::make_shared<ConnectTrace>();
        QCOMPARE(ask(options).value(), frame("hello"));
        QVERIFY(!options.trace->peer->verifyError.isEmpty());
    }

    void verificationIsOnAndNeedsAName()
    {
        QVERIFY(TlsSettings().verifyPeer);
        LoopbackServer server(echo(serving(named(u"node.test"_s))));
        const auto reply = ask({server.endpoint(), trusting(), QByteArray()});
        QCOMPARE(reply.error().kind, ErrorKind::Tls);
    }

    void anExpiredCertificateIsRefused()
    {
        TestCertificateRequest request = named(u"node.test"_s);
        request.validFrom = -48h;
        request.validUntil = -24h;
        LoopbackServer server(echo(serving(request)));
        const auto reply = ask({server.endpoint(), trusting()});
        QCOMPARE(reply.error().kind, ErrorKind::Tls);
        QVERIFY2(reply.error().message.contains(u"expired"_s), qPrintable(reply.error().message));
    }

    void aCertificateOfTheFutureIsRefused()
    {
        TestCertificateRequest request = named(u"node.test"_s);
        request.validFrom = 24h;
        request.validUntil = 48h;
        LoopbackServer server(echo(serving(request)));
        const auto reply = ask({server.endpoint(), trusting()});
        QVERIFY2(reply.error().message.contains(u"not valid before"_s), qPrintable(reply.error().message));
    }

    void aRevokedCertificateIsRefused()
    {
        TestCertificateRequest request = named(u"node.test"_s);
        request.serial = 77;
        LoopbackServer server(echo(serving(request)));
        Dial options{server.endpoint(), trusting()};
        options.settings.revocationListFile = file(u"none.crl"_s, m_authority.revoke({5}));
        QCOMPARE(ask(options).value(), frame("hello"));
        options.settings.revocationListFile = file(u"some.crl"_s, m_authority.revoke({5, 77}));
        const auto reply = ask(options);
        QCOMPARE(reply.error().kind, ErrorKind::Tls);
        QVERIFY2(reply.error().message.contains(u"revoked"_s), qPrintable(reply.error().message));
    }

    void aRequiredClientCertificate_data()
    {
        QTest::addColumn<bool>("onlyTls12");
        QTest::newRow("TLS 1.3") << false;
        QTest::newRow("TLS 1.2") << true;
    }
    void aRequiredClientCertificate()
    {
        QFETCH(bool, onlyTls12);
        TlsPeerSettings settings = serving(named(u"node.test"_s));
        settings.clientAuthority = m_authority.certificate();
        settings.onlyTls12 = onlyTls12;
        LoopbackServer server(echo(settings));

        // With TLS 1.3 the refusal comes only after the client's side of the handshake is done.
        const auto without = ask({server.endpoint(), trusting()});
        QCOMPARE(without.error().kind, ErrorKind::Tls);
        if (!onlyTls12)
            QVERIFY2(without.error().message.contains(u"client certificate"_s),
                     qPrintable(without.error().message));

        const TestCertificate own = m_authority.issue(named(u"alice"_s));
        Dial options{server.endpoint(), trusting()};
        options.settings.certificateFile = file(u"own.pem"_s, own.certificate);
        options.settings.privateKeyFile = file(u"own.key"_s, own.key);
        QCOMPARE(ask(options).value(), frame("hello"));

        const TestCertificate foreign = m_stranger.issue(named(u"mallory"_s));
        options.settings.certificateFile = file(u"foreign.pem"_s, foreign.certificate + foreign.key);
        options.settings.privateKeyFile.clear();
        QCOMPARE(ask(options).error().kind, ErrorKind::Tls);
    }

    void anEncryptedKeyNeedsItsPassphrase()
    {
        TlsPeerSettings settings = serving(named(u"node.test"_s));
        settings.clientAuthority = m_authority.certificate();
        LoopbackServer server(echo(settings));
        const TestCertificate own = m_authority.issue(named(u"alice"_s));
        Dial options{server.endpoint(), trusting()};
        options.settings.certificateFile = file(u"alice.pem"_s, own.certificate);
        options.settings.privateKeyFile = file(u"alice.key"_s, encryptedKey(own.key, "open sesame"));
        const auto without = TlsContext::make(options.settings);
        QVERIFY(!without); // and nobody was asked on the terminal
        QCOMPARE(without.error().kind, ErrorKind::Tls);
        options.settings.privateKeyPassphrase = "wrong";
        QVERIFY(!TlsContext::make(options.settings));
        options.settings.privateKeyPassphrase = "open sesame";
        QCOMPARE(ask(options).value(), frame("hello"));
    }

    void unreadableSettingsAreNamed_data()
    {
        QTest::addColumn<TlsSettings>("settings");
        QTest::addColumn<QString>("word");
        TlsSettings settings;
        settings.caFile = u"/nowhere/ca.pem"_s;
        QTest::newRow("authorities") << settings << u"/nowhere/ca.pem"_s;
        settings = {};
        settings.caDirectory = u"/nowhere/certs"_s;
        QTest::newRow("folder") << settings << u"/nowhere/certs"_s;
        settings = {};
        settings.caPem = "no certificate";
        QTest::newRow("text") << settings << u"no certificate"_s;
        settings = {};
        settings.certificateFile = u"/nowhere/own.pem"_s;
        QTest::newRow("certificate") << settings << u"/nowhere/own.pem"_s;
        settings = {};
        settings.privateKeyFile = u"/nowhere/own.key"_s;
        QTest::newRow("key alone") << settings << u"certificate"_s;
        settings = {};
        settings.revocationListFile = u"/nowhere/list.crl"_s;
        QTest::newRow("revocation list") << settings << u"/nowhere/list.crl"_s;
        settings = {};
        settings.ciphers = u"NO-SUCH-CIPHER"_s;
        QTest::newRow("ciphers") << settings << u"NO-SUCH-CIPHER"_s;
        settings = {};
        settings.cipherSuites = u"TLS_NO_SUCH"_s;
        QTest::newRow("cipher suites") << settings << u"TLS_NO_SUCH"_s;
    }
    void unreadableSettingsAreNamed()
    {
        QFETCH(TlsSettings, settings);
        QFETCH(QString, word);
        const auto context = TlsContext::make(settings);
        QVERIFY(!context);
        QCOMPARE(context.error().kind, ErrorKind::Tls);
        QVERIFY2(context.error().message.contains(word), qPrintable(context.error().message));
    }

    void authoritiesComeFromAFileToo()
    {
        LoopbackServer server(echo(serving(named(u"node.test"_s))));
        Dial options{server.endpoint(), TlsSettings()};
        options.settings.caFile = file(u"ca.pem"_s, m_authority.certificate());
        QCOMPARE(ask(options).value(), frame("hello"));
    }

    void theMinimumVersionIsKept()
    {
        TlsPeerSettings settings = serving(named(u"node.test"_s));
        settings.onlyTls12 = true;
        LoopbackServer server(echo(settings));
        Dial options{server.endpoint(), trusting()};
        options.settings.minimumVersion = TlsVersion::Tls13;
        QCOMPARE(ask(options).error().kind, ErrorKind::Tls);
    }

    void theCiphersAreKept()
    {
        TlsPeerSettings settings = serving(named(u"node.test"_s));
        settings.onlyTls12 = true;
        LoopbackServer server(echo(settings));
        Dial options{server.endpoint(), trusting()};
        options.settings.ciphers = u"ECDHE-ECDSA-AES128-GCM-SHA256"_s;
        options.trace = std::make_shared<ConnectTrace>();
        QCOMPARE(ask(options).value(), frame("hello"));
        QCOMPARE(options.trace->peer->cipher, u"ECDHE-ECDSA-AES128-GCM-SHA256"_s);
    }

    void aClearServerIsNamedAsSuch()
    {
        LoopbackServer talking([](Peer &peer) {
            peer.write(frame("no TLS here"));
            peer.drain();
        });
        const auto spoke = ask({talking.endpoint(), trusting()});
        QCOMPARE(spoke.error().kind, ErrorKind::Tls);
        QVERIFY2(spoke.error().message.contains(u"does not speak TLS"_s), qPrintable(spoke.error().message));

        LoopbackServer closing([](Peer &peer) { peer.read(10); });
        const auto closed = ask({closing.endpoint(), trusting()});
        QVERIFY2(closed.error().kind == ErrorKind::Tls || closed.error().kind == ErrorKind::Network,
                 qPrintable(closed.error().toString()));
        QVERIFY(closed.error().message.contains(u"handshake"_s));
    }

    void aServerThatNeverShakesHandsIsATimeout()
    {
        LoopbackServer server([](Peer &peer) { peer.drain(); });
        Dial options{server.endpoint(), trusting()};
        options.trace = std::make_shared<ConnectTrace>();
        QElapsedTimer timer;
        timer.start();
        options.deadline = Deadline::after(60ms);
        const auto reply = ask(options);
        QCOMPARE(reply.error().kind, ErrorKind::Timeout);
        QVERIFY(timer.elapsed() >= 60);
        QCOMPARE(options.trace->attempts.last().step, ConnectTrace::Step::Handshake);
    }

    void aHandshakeCutAtManyPlacesIsAnError()
    {
        // The bytes that a server sends in a handshake, cut after n of them.
        const TlsPeerSettings settings = serving(named(u"node.test"_s));
        for (const int cut : {0, 1, 4, 5, 6, 50, 120, 200}) {
            LoopbackServer server([&](Peer &peer) {
                peer.read(5);
                peer.write(QByteArray::fromHex("160303007a020000760303").leftJustified(cut, '\0').first(cut));
            });
            const auto reply = ask({server.endpoint(), trusting()});
            QVERIFY(!reply);
            QVERIFY2(reply.error().kind == ErrorKind::Tls || reply.error().kind == ErrorKind::Network,
                     qPrintable(reply.error().toString()));
        }
    }

    void bigMessagesGoBothWays()
    {
        QByteArray body(5 * 1024 * 1024, Qt::Uninitialized);
        for (qsizetype i = 0; i < body.size(); ++i)
            body[i] = char(i * 5 + i / 333);
        const TlsPeerSettings settings = serving(named(u"node.test"_s));
        QSemaphore mayRead;
        LoopbackServer server([&](Peer &peer) {
            TlsPeer tls(peer, settings);
            if (!tls.accept())
                return;
            mayRead.acquire();
            tls.write(tls.readFrame());
        });
        QTimer::singleShot(30ms, this,
                           [&] { mayRead.release(); }); // meanwhile the request has to wait for room
        const QByteArray request = frame(body);
        const auto reply = ask({server.endpoint(), trusting()}, request);
        QVERIFY(reply);
        QVERIFY(*reply == request);
    }

    void aPausedStreamIsHeldAndThenComesWhole()
    {
        constexpr qsizetype total = 8 * 1024 * 1024;
        const TlsPeerSettings settings = serving(named(u"node.test"_s));
        LoopbackServer server([&](Peer &peer) {
            TlsPeer tls(peer, settings);
            if (!tls.accept())
                return;
            tls.write(QByteArray(total, 'x'));
            tls.finish();
        });
        const auto size = runAwaitable<Result<qsizetype>>(m_io->call([&]() -> QCoro::Task<Result<qsizetype>> {
            Dial options{server.endpoint(), trusting()};
            auto connection = co_await dial(options);
            if (!connection)
                co_return std::unexpected(connection.error());
            Collector collector;
            collector.pauseAfter = 100'000;
            (*connection)->setHandler(&collector);
            if (!co_await eventually([&] { return (*connection)->isReadingPaused(); }))
                co_return qsizetype(-1);
            const qsizetype paused = collector.size;
            static_cast<void>(co_await sleepFor(20ms));
            if (collector.size != paused)
                co_return qsizetype(-2);
            collector.pauseAfter = 0;
            (*connection)->resumeReading();
            if (!co_await eventually([&] { return collector.closed.has_value(); }))
                co_return qsizetype(-3);
            co_return collector.size;
        }));
        QCOMPARE(size.value(), total);
    }

    void sessionTicketsAreNotPendingData()
    {
        // TLS 1.3 servers send tickets after the handshake: bytes on the socket, but none for the
        // application.
        QSemaphore speak;
        QSemaphore spoken;
        const TlsPeerSettings settings = serving(named(u"node.test"_s));
        LoopbackServer server([&](Peer &peer) {
            TlsPeer tls(peer, settings);
            if (!tls.accept())
                return;
            tls.write(tls.readFrame());
            speak.acquire();
            tls.write("unasked");
            spoken.release();
            peer.waitForEnd();
        });
        const auto result = runAwaitable<Result<QString>>(m_io->call([&]() -> QCoro::Task<Result<QString>> {
            Dial options{server.endpoint(), trusting()};
            auto connection = co_await dial(options);
            if (!connection)
                co_return std::unexpected(connection.error());
            if (!(*connection)->isReusable())
                co_return u"fresh"_s;
            const Result<QByteArrayView> reply =
                co_await (*connection)->request(frame("x"), Deadline::after(10s));
            if (!reply || !(*connection)->isReusable())
                co_return u"clean"_s;
            static_cast<void>(co_await sleepFor(1ms));
            speak.release();
            spoken.acquire();
            if ((*connection)->isReusable())
                co_return u"pending"_s;
            co_return u"good"_s;
        }));
        QCOMPARE(result.value(), u"good"_s);
    }

    void sendingToAClosedPeerRaisesNoSignal()
    {
        const TlsPeerSettings settings = serving(named(u"node.test"_s));
        LoopbackServer server([&](Peer &peer) {
            TlsPeer tls(peer, settings);
            tls.accept();
            peer.reset();
        });
        const auto kind = runAwaitable<Result<int>>(m_io->call([&]() -> QCoro::Task<Result<int>> {
            Dial options{server.endpoint(), trusting()};
            auto connection = co_await dial(options);
            if (!connection)
                co_return 0; // the reset was faster
            (*connection)->pauseReading();
            const QByteArray bytes(100'000, 'x');
            const Deadline limit = Deadline::after(10s);
            while ((*connection)->send(bytes) && !limit.hasPassed())
                static_cast<void>(co_await sleepFor(1ms));
            co_return (*connection)->isOpen() ? 1 : 0;
        }));
        QCOMPARE(kind.value(), 0);
    }
};

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
