// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/windowfixture.h"
#include "ui/connections/connecthints.h"
#include "ui/connections/connectiondialog.h"
#include "ui/connections/connectsteps.h"
#include "ui/connections/sshforwarder.h"
#include "ui/connections/unlockdialog.h"
#include "ui/connections/writeguard.h"
#include "ui/grid/recordstore.h"
#include "ui/query/querytab.h"
#include "ui/record/binmodel.h"
#include "ui/record/recordpane.h"
#include "ui/shell/banner.h"
#include "ui/shell/documenttabs.h"
#include "ui/shell/environmentstrip.h"
#include "ui/shell/statuspanel.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QTest>

#include <concepts>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// The guard is the type: these must not compile.
template <class T>
concept Writes =
    requires(const T &session, Key key) { session.put(key, Bins{}); } ||
    requires(const T &session, Key key) { session.upsert(key); } ||
    requires(const T &session, Key key) { session.remove(key); } ||
    requires(const T &session, Key key) { session.touch(key); } ||
    requires(const T &session) { session.admin(); } || requires(const T &session) { session.client(); };
static_assert(Writes<Session>);
static_assert(!Writes<ReadOnlySession>);
static_assert(!std::convertible_to<ReadOnlySession, Session>);

/// Environments, locked tabs, lost connections, tunnels.
class TestConnections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init() { m_fixture = std::make_unique<Test::WindowFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void productionIsReadOnly();
    void unlocksOneTabForAWhile();
    void showsTheEnvironmentEverywhere();
    void bannerWhenTheConnectionIsLost();
    void severalClustersAtOnce();
    void goesThroughSsh();
    void tellsWhySshFails();
    void asksSshForOneTunnelANode();
    void showsTheChainAndMendsTheName();
    void proposesRemedies_data();
    void proposesRemedies();

private:
    MainWindow &window() { return m_fixture->window(); }
    void makeProduction();
    [[nodiscard]] static QByteArray writeRequests(Test::WindowFixture &fixture);

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Test::WindowFixture> m_fixture;
};

void TestConnections::makeProduction()
{
    Workbench::Profile profile = m_fixture->connection()->profile();
    profile.environment = Workbench::Environment::Production;
    m_fixture->connection()->setProfile(profile);
}

QByteArray TestConnections::writeRequests(Test::WindowFixture &fixture)
{
    constexpr qsizetype info2 = 8 + 2;
    QByteArray found;
    for (const Demo::SocketEvent &event : fixture.cluster().socketLog().events()) {
        if (event.kind == Demo::SocketEvent::Kind::Request && event.bytes.size() > 30 &&
            event.bytes[1] == 3 && (event.bytes[info2] & 1) != 0)
            found += event.bytes;
    }
    return found;
}

void TestConnections::productionIsReadOnly()
{
    QVERIFY(m_fixture->connectDemo());
    makeProduction();
    QVERIFY(m_fixture->open("users"));
    WriteGuard *guard = window().currentGuard();
    QVERIFY(guard);
    QCOMPARE(guard->state(), WriteGuard::State::ReadOnly);
    QVERIFY(!guard->writer());
    m_fixture->cluster().socketLog().setEnabled(true);
    RecordPane *pane = window().record();
    pane->model()->setBin("age", 99);
    QVERIFY(pane->hasChanges()); // edits may be prepared
    QVERIFY(!pane->writeButton()->isEnabled());
    QVERIFY(!pane->deleteButton()->isEnabled());
    QVERIFY(!pane->writeButton()->toolTip().isEmpty());
    QTest::mouseClick(pane->writeButton(), Qt::LeftButton);
    QTest::qWait(50);
    QVERIFY(writeRequests(*m_fixture).isEmpty());
}

void TestConnections::unlocksOneTabForAWhile()
{
    QVERIFY(m_fixture->connectDemo());
    makeProduction();
    QueryTab *first = m_fixture->open("users");
    QVERIFY(first);
    WriteGuard *guard = window().currentGuard();
    EnvironmentStrip *strip = window().strip();
    QVERIFY(strip->button()->isVisible());
    QTest::mouseClick(strip->button(), Qt::LeftButton);
    auto *dialog = window().findChild<UnlockDialog *>();
    QVERIFY(dialog);
    QVERIFY(!dialog->unlockButton()->isEnabled());
    QTest::keyClicks(dialog->nameField(), u"dem"_s);
    QVERIFY(!dialog->unlockButton()->isEnabled());
    QTest::keyClicks(dialog->nameField(), u"o"_s);
    QVERIFY(dialog->unlockButton()->isEnabled());
    const QStringList unnamed = Test::WindowFixture::unnamedWidgets(dialog);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
    QTest::mouseClick(dialog->unlockButton(), Qt::LeftButton);
    QCOMPARE(guard->state(), WriteGuard::State::Unlocked);
    QVERIFY(guard->remaining() > 9min && guard->remaining() <= 10min);
    QVERIFY(guard->writer());
    RecordPane *pane = window().record();
    pane->model()->setBin("age", 99);
    QVERIFY(pane->writeButton()->isEnabled());
    QVERIFY(!window().status()->state().readOnly);
    // another tab of the same cluster stays locked
    QVERIFY(m_fixture->open("tiny"));
    QCOMPARE(window().currentGuard()->state(), WriteGuard::State::ReadOnly);
    QVERIFY(window().status()->state().readOnly);
    window().tabs()->setCurrentPage(first);
    // the time runs out by itself
    guard->unlock(20ms);
    QTRY_COMPARE(guard->state(), WriteGuard::State::ReadOnly);
    QTRY_VERIFY(!pane->writeButton()->isEnabled());
    QVERIFY(strip->guardText().contains(u"read-only"_s));
}

void TestConnections::showsTheEnvironmentEverywhere()
{
    QVERIFY(m_fixture->connectDemo());
    makeProduction();
    QVERIFY(m_fixture->open("users"));
    QVERIFY(window().windowTitle().contains(u"PRODUCTION"_s));
    QVERIFY(window().windowTitle().contains(u"read-only"_s));
    QVERIFY(window().strip()->accessibleName().contains(u"PRODUCTION"_s));
    QVERIFY(window().status()->state().connection.contains(u"PRODUCTION"_s));
    QVERIFY(window().status()->state().readOnly);
    Test::WindowFixture::picture(&window(), u"production"_s);
}

void TestConnections::bannerWhenTheConnectionIsLost()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *tab = m_fixture->open("users");
    QVERIFY(tab);
    Banner *banner = window().tabs()->banner();
    QVERIFY(!banner->isVisible());
    const int runs = static_cast<int>(tab->store()->rowCount());
    for (int node = 0; node < m_fixture->cluster().nodeCount(); ++node)
        m_fixture->cluster().stopNode(node);
    QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), 15'000);
    QVERIFY(banner->title().contains(u"lost"_s));
    QVERIFY(!QApplication::activeModalWidget());
    QVERIFY(banner->findChild<QAbstractButton *>(u"reconnect"_s));
    QCOMPARE(tab->store()->rowCount(), runs);
    window().record()->model()->setBin("age", 77); // work goes on
    Test::WindowFixture::picture(&window(), u"lost"_s);
    m_fixture->cluster().socketLog().setEnabled(true);
    for (int node = 0; node < m_fixture->cluster().nodeCount(); ++node)
        QVERIFY(m_fixture->cluster().startNode(node));
    QTRY_VERIFY_WITH_TIMEOUT(!banner->isVisible(), 20'000);
    QCOMPARE(tab->store()->rowCount(), runs);
    QVERIFY(window().record()->hasChanges());
    for (const Demo::SocketEvent &event : m_fixture->cluster().socketLog().events()) {
        const bool message =
            event.kind == Demo::SocketEvent::Kind::Request && event.bytes.size() > 8 && event.bytes[1] == 3;
        QVERIFY(!message); // nothing is run again by itself
    }
}

void TestConnections::severalClustersAtOnce()
{
    QVERIFY(m_fixture->connectDemo());
    QueryTab *first = m_fixture->open("users");
    QVERIFY(first);
    Demo::ClusterOptions options;
    const auto other = Demo::EmbeddedCluster::start(options);
    QVERIFY(other);
    QVERIFY((*other)->put({"test", "elsewhere", 1, {{"a", 1}}, 0, true}));
    window().openHosts((*other)->seed());
    QTRY_COMPARE(window().connections()->all().size(), 2);
    Connection *second = nullptr;
    for (Connection *connection : window().connections()->all())
        second = connection->isDemo() ? second : connection;
    QVERIFY(second);
    QTRY_VERIFY_WITH_TIMEOUT(second->catalog().loaded, 10'000);
    QueryTab *tab = window().openDataSet(second, {"test", "elsewhere"}, true);
    QTRY_COMPARE(tab->store()->rowCount(), 1);
    QCOMPARE(first->connection(), m_fixture->connection()); // bound for life
    second->close();
    QTRY_VERIFY(window().tabs()->banner()->isVisible());
    window().tabs()->setCurrentPage(first);
    QVERIFY(!window().tabs()->banner()->isVisible());
    QVERIFY(first->canRun());
}

void TestConnections::goesThroughSsh()
{
    // "ssh" on the path is the stand-in
    const QString folder = m_fixture->configFolder() + u"/bin"_s;
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(QFile::link(QStringLiteral(AEROSCOPE_FAKE_SSH), folder + u"/ssh"_s));
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", QFile::encodeName(folder) + ':' + path);
    qputenv("FAKE_SSH_LOG", QFile::encodeName(m_fixture->configFolder() + u"/ssh.log"_s));
    Workbench::Profile profile;
    profile.name = u"far"_s;
    profile.hosts = m_fixture->cluster().seed();
    profile.ssh.enabled = true;
    profile.ssh.host = u"bastion"_s;
    profile.ssh.user = u"me"_s;
    {
        Connection far(profile);
        far.open();
        QTRY_VERIFY_WITH_TIMEOUT(far.isOnline(), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(far.snapshot().nodes.size(), 2, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(far.catalog().loaded, 20'000);
        QVERIFY(far.catalog().setInfo({"test", "users"}));
        for (const NodeSnapshot &node : far.snapshot().nodes) {
            for (int n = 0; n < m_fixture->cluster().nodeCount(); ++n)
                QVERIFY(!node.address.endsWith(u":%1"_s.arg(m_fixture->cluster().port(n))) ||
                        node.address.startsWith(u"127.0.0.1"_s));
        }
    }
    QFile log(m_fixture->configFolder() + u"/ssh.log"_s);
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray calls = log.readAll();
    for (int n = 0; n < m_fixture->cluster().nodeCount(); ++n) // one tunnel a node
        QCOMPARE(calls.count(":127.0.0.1:" + QByteArray::number(m_fixture->cluster().port(n)) + ' '), 1);
    QVERIFY(calls.contains("-l me -- bastion\n"));
    qputenv("PATH", path);
}

void TestConnections::tellsWhySshFails()
{
    SshForwarder forwarder({true, u"refuses"_s, 0, {}, {}}, QStringLiteral(AEROSCOPE_FAKE_SSH));
    std::optional<Result<void>> outcome;
    forwarder.prepare({Host(u"10.0.0.1"_s)}, [&](Result<void> result) { outcome = std::move(result); });
    QTRY_VERIFY(outcome.has_value());
    QVERIFY(!outcome->has_value());
    QVERIFY(outcome->error().serverText.contains(u"Permission denied"_s));
    SshForwarder missing({true, u"h"_s, 0, {}, {}}, u"/nowhere/ssh"_s);
    outcome.reset();
    missing.prepare({Host(u"10.0.0.1"_s)}, [&](Result<void> result) { outcome = std::move(result); });
    QTRY_VERIFY(outcome.has_value());
    QVERIFY(!outcome->has_value());
}

void TestConnections::asksSshForOneTunnelANode()
{
    const SshForwarder forwarder({true, u"-oProxyCommand=evil"_s, 2222, u"me"_s, u"/k"_s});
    const QStringList words = forwarder.arguments(Host(u"::1"_s, 3000), 4711);
    QVERIFY(words.contains(u"127.0.0.1:4711:[::1]:3000"_s));
    QCOMPARE(words.last(), u"-oProxyCommand=evil"_s);
    QCOMPARE(words.at(words.size() - 2), u"--"_s); // no option can be smuggled in as a host
    QVERIFY(words.contains(u"BatchMode=yes"_s));
}

void TestConnections::showsTheChainAndMendsTheName()
{
    Demo::ClusterOptions options;
    options.nodes = 1;
    options.tlsName = "eu-main.example";
    const auto cluster = Demo::EmbeddedCluster::start(options);
    QVERIFY(cluster);
    QFile authority(m_fixture->configFolder() + u"/ca.pem"_s);
    QVERIFY(authority.open(QIODevice::WriteOnly));
    authority.write((*cluster)->authorityCertificate());
    authority.close();
    Workbench::ProfileStore store(m_fixture->configFolder() + u"/more"_s);
    ConnectionDialog dialog(&store);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    dialog.nameField()->setText(u"tls"_s);
    dialog.hostsField()->setText(u"127.0.0.1:%1"_s.arg((*cluster)->tlsPort(0)));
    dialog.tlsBox()->setChecked(true);
    dialog.form()->caFile->setText(authority.fileName());
    dialog.form()->tlsName->setText(u"other.example"_s);
    QTest::mouseClick(dialog.testButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(dialog.testButton()->isEnabled(), 15'000);
    QString text = dialog.steps()->lines().join(u'\n');
    QVERIFY2(text.contains(u"eu-main.example"_s) && text.contains(u"valid until"_s), qPrintable(text));
    Test::WindowFixture::picture(&dialog, u"connection-tls"_s);
    QVERIFY(!dialog.steps()->mends().isEmpty());
    QTest::mouseClick(dialog.steps()->mends().first(), Qt::LeftButton);
    QCOMPARE(dialog.form()->tlsName->text(), u"eu-main.example"_s);
    QTest::mouseClick(dialog.testButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(dialog.testButton()->isEnabled(), 15'000);
    text = dialog.steps()->lines().join(u'\n');
    QVERIFY2(text.contains(u"This works"_s), qPrintable(text));
}

void TestConnections::proposesRemedies_data()
{
    QTest::addColumn<ConnectStep>("step");
    QTest::addColumn<Error>("error");
    QTest::addColumn<ConnectHint::Mend>("mend");
    using Mend = ConnectHint::Mend;
    QTest::newRow("name") << ConnectStep::Resolve << Error::network(u"x"_s) << Mend::ShowSsh;
    QTest::newRow("silent") << ConnectStep::Tcp << Error::timeout(u"x"_s) << Mend::ShowSsh;
    QTest::newRow("refused") << ConnectStep::Tcp << Error::network(u"x"_s) << Mend::None;
    QTest::newRow("no tls") << ConnectStep::Tls << Error::network(u"x"_s) << Mend::SwitchTlsOff;
    QTest::newRow("password") << ConnectStep::Login << Error::server(ResultCode::PasswordInvalid)
                              << Mend::ShowSignIn;
    QTest::newRow("no users") << ConnectStep::Login << Error::server(ResultCode::SecurityNotEnabled)
                              << Mend::ShowSignIn;
    QTest::newRow("clear to tls port")
        << ConnectStep::NodeInfo << Error::protocol(u"x"_s) << Mend::SwitchTlsOn;
    QTest::newRow("peer") << ConnectStep::PeerReach << Error::timeout(u"x"_s) << Mend::UseAlternateAddresses;
    QTest::newRow("other cluster") << ConnectStep::ClusterName << Error::notConnected(u"x"_s)
                                   << Mend::ShowAddresses;
}

void TestConnections::proposesRemedies()
{
    QFETCH(const ConnectStep, step);
    QFETCH(const Error, error);
    QFETCH(const ConnectHint::Mend, mend);
    ConnectTrace trace;
    trace.step = step;
    trace.error = error;
    const ConnectHint hint = connectHint(trace, {});
    QVERIFY(!hint.sentence.isEmpty());
    QCOMPARE(hint.actions.isEmpty() ? ConnectHint::Mend::None : hint.actions.first().mend, mend);
}

QTEST_MAIN(TestConnections)
#include "tst_connections.moc"
