// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/embeddedcluster.h"
#include "tests/ui/support/windowfixture.h"
#include "ui/connections/connectiondialog.h"
#include "ui/connections/connectsteps.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
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

void TestConnectionDialog::namesEveryFocusableWidget()
{
    m_dialog->signInField()->setCurrentIndex(1);
    m_dialog->tlsBox()->setChecked(true);
    const QStringList unnamed = Test::WindowFixture::unnamedWidgets(m_dialog);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
}

QTEST_MAIN(TestConnectionDialog)
#include "tst_connectiondialog.moc"
