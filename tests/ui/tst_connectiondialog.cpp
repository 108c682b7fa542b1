// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/embeddedcluster.h"
#include "tests/ui/support/windowfixture.h"
#include "ui/connections/connectiondialog.h"
#include "ui/connections/connectsteps.h"
#include "ui/connections/passphrasedialog.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

class TestConnectionDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init();
    void cleanup();

    void savesWhatIsTyped();
    void tellsWhatIsMissing();
    void savesNoPassword();
    void loadsTheChosenProfile();
    void removesAProfileAndKeepsTheFields();
    void testsStepByStep();
    void tellsWhyAClosedPortFails();
    void diesWhileItTests();
    void duplicatesAndSearches();
    void handsOnAndTakesIn();
    void keepsEveryField();
    void savesThePasswordInTheFile();
    void namesEveryFocusableWidget();

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Workbench::ProfileStore> m_store;
    QPointer<ConnectionDialog> m_dialog;
};

void TestConnectionDialog::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<Workbench::ProfileStore>(m_folder->path());
    m_dialog = new ConnectionDialog(m_store.get());
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog));
}

void TestConnectionDialog::cleanup()
{
    delete m_dialog;
    m_store.reset();
}

void TestConnectionDialog::savesWhatIsTyped()
{
    QTest::keyClicks(m_dialog->nameField(), u"prod-eu"_s);
    QTest::keyClicks(m_dialog->hostsField(), u"db1:4333, db2:4333"_s);
    m_dialog->environmentField()->setCurrentIndex(2);
    QSignalSpy wanted(m_dialog, &ConnectionDialog::connectRequested);
    QTest::keyClick(m_dialog->hostsField(), Qt::Key_Return); // Connect is the default
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].toString(), u"prod-eu"_s);
    const Workbench::Profile *saved = m_store->find(u"prod-eu"_s);
    QVERIFY(saved);
    QCOMPARE(saved->hosts, u"db1:4333, db2:4333"_s);
    QCOMPARE(saved->environment, Workbench::Environment::Production);
}

void TestConnectionDialog::tellsWhatIsMissing()
{
    QVERIFY(!m_dialog->saveButton()->isEnabled());
    QTest::keyClicks(m_dialog->nameField(), u"x"_s);
    QVERIFY(m_dialog->fault().contains(u"host"_s));
    QTest::keyClicks(m_dialog->hostsField(), u"db:port"_s);
    QVERIFY(!m_dialog->fault().isEmpty());
    m_dialog->hostsField()->setText(u"db"_s);
    QVERIFY(m_dialog->fault().isEmpty());
    QVERIFY(m_dialog->connectButton()->isEnabled());
    m_dialog->signInField()->setCurrentIndex(2); // external
    m_dialog->userField()->setText(u"me"_s);
    QVERIFY(m_dialog->fault().contains(u"TLS"_s)); // the password would go as it is
    m_dialog->tlsBox()->setChecked(true);
    QVERIFY(m_dialog->fault().isEmpty());
}

void TestConnectionDialog::savesNoPassword()
{
    m_dialog->nameField()->setText(u"a"_s);
    m_dialog->hostsField()->setText(u"h"_s);
    m_dialog->signInField()->setCurrentIndex(1);
    m_dialog->userField()->setText(u"browse"_s);
    QTest::keyClicks(m_dialog->passwordField(), u"geheim"_s);
    QCOMPARE(m_dialog->passwordField()->echoMode(), QLineEdit::Password);
    QTest::mouseClick(m_dialog->saveButton(), Qt::LeftButton);
    QFile file(m_folder->filePath(u"a.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.contains("browse"));
    QVERIFY(!text.contains("geheim"));
}

void TestConnectionDialog::loadsTheChosenProfile()
{
    for (const QString &name : {u"one"_s, u"two"_s}) {
        Workbench::Profile profile;
        profile.name = name;
        profile.hosts = name + u".example"_s;
        QVERIFY(m_store->save(profile));
    }
    QCOMPARE(m_dialog->list()->count(), 2);
    QTest::mouseClick(m_dialog->list()->viewport(), Qt::LeftButton, {},
                      m_dialog->list()->visualItemRect(m_dialog->list()->item(1)).center());
    QCOMPARE(m_dialog->nameField()->text(), u"two"_s);
    QCOMPARE(m_dialog->hostsField()->text(), u"two.example"_s);
}

void TestConnectionDialog::removesAProfileAndKeepsTheFields()
{
    m_dialog->nameField()->setText(u"gone"_s);
    m_dialog->hostsField()->setText(u"h"_s);
    QTest::mouseClick(m_dialog->saveButton(), Qt::LeftButton);
    QCOMPARE(m_store->profiles().size(), 1);
    QTest::mouseClick(m_dialog->removeButton(), Qt::LeftButton);
    QVERIFY(m_store->profiles().isEmpty());
    QCOMPARE(m_dialog->nameField()->text(), u"gone"_s);
    QTest::mouseClick(m_dialog->saveButton(), Qt::LeftButton);
    QCOMPARE(m_store->profiles().size(), 1);
}

void TestConnectionDialog::testsStepByStep()
{
    Demo::ClusterOptions options;
    options.nodes = 2;
    const auto cluster = Demo::EmbeddedCluster::start(options);
    QVERIFY(cluster);
    m_dialog->nameField()->setText(u"demo"_s);
    m_dialog->hostsField()->setText((*cluster)->seed());
    QTest::mouseClick(m_dialog->testButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_dialog->testButton()->isEnabled(), 15'000);
    const QStringList lines = m_dialog->steps()->lines();
    QVERIFY2(lines.size() >= 3, qPrintable(lines.join(u'\n')));
    QVERIFY(lines.join(u'\n').contains(u"Partitions"_s));
    QVERIFY(m_store->profiles().isEmpty()); // testing saves nothing
}

void TestConnectionDialog::tellsWhyAClosedPortFails()
{
    m_dialog->nameField()->setText(u"closed"_s);
    m_dialog->hostsField()->setText(u"127.0.0.1:1"_s);
    QTest::mouseClick(m_dialog->testButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_dialog->testButton()->isEnabled(), 15'000);
    const QString text = m_dialog->steps()->lines().join(u'\n');
    QVERIFY2(text.contains(u"refused"_s), qPrintable(text));
}

void TestConnectionDialog::diesWhileItTests()
{
    QTcpServer silent; // takes connections and says nothing
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    m_dialog->nameField()->setText(u"silent"_s);
    m_dialog->hostsField()->setText(u"127.0.0.1:%1"_s.arg(silent.serverPort()));
    QTest::mouseClick(m_dialog->testButton(), Qt::LeftButton);
    QVERIFY(!m_dialog->testButton()->isEnabled());
    delete m_dialog;
    QTest::qWait(100);
}

void TestConnectionDialog::duplicatesAndSearches()
{
    m_dialog->nameField()->setText(u"prod"_s);
    m_dialog->hostsField()->setText(u"h"_s);
    m_dialog->form()->group->setEditText(u"Europe"_s);
    QTest::mouseClick(m_dialog->saveButton(), Qt::LeftButton);
    QCOMPARE(m_dialog->list()->count(), 2); // the heading of the group, and it
    QTest::mouseClick(m_dialog->duplicateButton(), Qt::LeftButton);
    QCOMPARE(m_store->profiles().size(), 2);
    QCOMPARE(m_dialog->nameField()->text(), u"prod 2"_s);
    QTest::keyClicks(m_dialog->searchField(), u"prod 2"_s);
    QCOMPARE(m_dialog->list()->count(), 2);
    m_dialog->searchField()->setText(u"europe"_s); // groups count
    QCOMPARE(m_dialog->list()->count(), 3);
    m_dialog->searchField()->setText(u"nothing"_s);
    QCOMPARE(m_dialog->list()->count(), 0);
}

void TestConnectionDialog::handsOnAndTakesIn()
{
    m_dialog->nameField()->setText(u"prod"_s);
    m_dialog->hostsField()->setText(u"h"_s);
    QTest::mouseClick(m_dialog->saveButton(), Qt::LeftButton);
    const QString file = m_folder->filePath(u"out/connections.aero"_s);
    QVERIFY(!m_dialog->exportFile(file, m_store->profiles()).isEmpty()); // there is no such folder
    const QString there = m_folder->filePath(u"connections.aero"_s);
    QCOMPARE(m_dialog->exportFile(there, m_store->profiles()), QString());
    QVERIFY(m_dialog->importFile(there).isEmpty());
    QCOMPARE(m_store->profiles().size(), 2);
    QVERIFY(!m_dialog->importFile(m_folder->filePath(u"missing"_s)).isEmpty());
}

void TestConnectionDialog::keepsEveryField()
{
    Workbench::Profile profile;
    profile.name = u"all"_s;
    profile.hosts = u"a:1,b:2"_s;
    profile.environment = Workbench::Environment::Test;
    profile.group = u"G"_s;
    profile.color = u"purple"_s;
    profile.authMode = AuthMode::Internal;
    profile.user = u"u"_s;
    profile.savePassword = true;
    profile.clusterName = u"c"_s;
    profile.useServicesAlternate = true;
    profile.addressMap = {{u"172.17.0.2"_s, u"10.1.0.11"_s}, {u"x"_s, u"y"_s}};
    profile.tls = {.enabled = true,
                   .caFile = u"ca"_s,
                   .certificateFile = u"cert"_s,
                   .keyFile = u"key"_s,
                   .tlsName = u"name"_s,
                   .minimumVersion = TlsConfig::Version::Tls13,
                   .ciphers = u"C"_s,
                   .cipherSuites = u"S"_s,
                   .verify = false,
                   .forLoginOnly = true,
                   .revocationListFile = u"crl"_s};
    profile.ssh = {true, u"bastion"_s, 2222, u"me"_s, u"id"_s};
    const auto saved = m_store->save(profile);
    QVERIFY(saved);
    m_dialog->list()->setCurrentRow(m_dialog->list()->count() - 1);
    QCOMPARE(m_dialog->nameField()->text(), u"all"_s);
    QCOMPARE(m_dialog->profile(), *saved);
    m_dialog->form()->addressMap->setPlainText(u"nonsense"_s);
    QVERIFY(m_dialog->fault().contains(u"nonsense"_s));
    m_dialog->form()->addressMap->setPlainText(u" q=r "_s);
    QCOMPARE(m_dialog->profile().addressMap, (QMap<QString, QString>{{u"q"_s, u"r"_s}}));
}

void TestConnectionDialog::savesThePasswordInTheFile()
{
    delete m_dialog;
    Workbench::SecretStore secrets({}, m_folder->filePath(u"vault"_s)); // no keychain here
    m_dialog = new ConnectionDialog(m_store.get(), {}, nullptr, &secrets);
    m_dialog->open();
    m_dialog->nameField()->setText(u"a"_s);
    m_dialog->hostsField()->setText(u"h"_s);
    m_dialog->signInField()->setCurrentIndex(1);
    m_dialog->userField()->setText(u"browse"_s);
    m_dialog->passwordField()->setText(u"geheim"_s);
    m_dialog->form()->savePassword->setChecked(true);
    QTest::mouseClick(m_dialog->saveButton(), Qt::LeftButton);
    auto *ask = m_dialog->findChild<PassphraseDialog *>();
    QVERIFY(ask);
    QVERIFY(!ask->openButton()->isEnabled());
    QTest::keyClicks(ask->field(), u"open sesame"_s);
    QVERIFY(!ask->openButton()->isEnabled()); // a new one is typed twice
    QTest::keyClicks(ask->again(), u"open sesame"_s);
    const QStringList unnamed = Test::WindowFixture::unnamedWidgets(ask);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
    QTest::mouseClick(ask->openButton(), Qt::LeftButton);
    QTRY_VERIFY(secrets.hasVaultFile());
    QString kept;
    secrets.read(u"a"_s, [&](const auto &read) { kept = read ? read->password : QString(); });
    QCOMPARE(kept, u"geheim"_s);
    delete m_dialog;
}

void TestConnectionDialog::namesEveryFocusableWidget()
{
    m_dialog->signInField()->setCurrentIndex(1);
    m_dialog->tlsBox()->setChecked(true);
    for (int page = 0; page < m_dialog->form()->pages()->count(); ++page) {
        m_dialog->form()->pages()->setCurrentIndex(page);
        Test::WindowFixture::picture(m_dialog, u"connection-page-%1"_s.arg(page));
        const QStringList left = Test::WindowFixture::unnamedWidgets(m_dialog);
        QVERIFY2(left.isEmpty(), qPrintable(left.join(u'\n')));
    }
    const QStringList unnamed = Test::WindowFixture::unnamedWidgets(m_dialog);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
}

QTEST_MAIN(TestConnectionDialog)
#include "tst_connectiondialog.moc"
