// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/windowfixture.h"
#include "ui/connections/connectiondialog.h"
#include "ui/grid/recordgrid.h"
#include "ui/query/aeleditor.h"
#include "ui/query/querytab.h"
#include "ui/record/binmodel.h"
#include "ui/record/bintree.h"
#include "ui/record/recordpane.h"

#include <QLineEdit>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

/// Draws every view in both themes and walks over it for names. With AEROSCOPE_SCREENS=FOLDER the pictures
/// are kept.
class TestPictures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drawsEveryView_data();
    void drawsEveryView();
};

void TestPictures::drawsEveryView_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QSize>("size");
    QTest::newRow("light") << false << QSize(1440, 900);
    QTest::newRow("dark") << true << QSize(1440, 900);
    QTest::newRow("small") << false << QSize(1100, 700);
}

void TestPictures::drawsEveryView()
{
    QFETCH(const bool, dark);
    QFETCH(const QSize, size);
    const QString suffix = u'-' + QString::fromLatin1(QTest::currentDataTag());
    Theme theme(dark ? ThemeChoice::Dark : ThemeChoice::Light);
    Test::WindowFixture fixture(true);
    fixture.window().resize(size);
    const auto check = [&](QWidget *widget, const QString &name) {
        Test::WindowFixture::picture(widget, name + suffix);
        if (widget->isWindow() && widget == &fixture.window())
            QCOMPARE(widget->size(), size); // nothing in it needs more room
        const QStringList unnamed = Test::WindowFixture::unnamedWidgets(widget);
        QVERIFY2(unnamed.isEmpty(), qPrintable(name + u": "_s + unnamed.join(u", "_s)));
    };
    check(&fixture.window(), u"welcome"_s);
    QVERIFY(fixture.connectDemo());
    check(&fixture.window(), u"connected"_s);
    QueryTab *documents = fixture.open("documents");
    QVERIFY(documents);
    check(&fixture.window(), u"documents"_s);
    QueryTab *users = fixture.open("users");
    QVERIFY(users);
    users->grid()->setCurrentCell(4, 2);
    check(&fixture.window(), u"main"_s);
    users->editor()->setPlainText(u"$.age > 25 and $.tags.[=vip].exists()\nand $.country = \"US\""_s);
    users->editor()->setFocus();
    users->editor()->moveCursor(QTextCursor::End);
    BinModel *bins = fixture.window().record()->model();
    if (bins->rowCount() > 3) {
        bins->setBin("added", 42);
        bins->setBin(bins->binName(bins->index(1, 0)), "changed");
        bins->removeBin(bins->binName(bins->index(2, 0)));
    }
    check(&fixture.window(), u"editing"_s);
    fixture.window().record()->startInsert(fixture.connection(), {"test", "users"});
    check(&fixture.window(), u"insert"_s);

    Workbench::ProfileStore store(fixture.configFolder() + u"/profiles"_s);
    Workbench::Profile profile;
    profile.name = u"prod-eu"_s;
    profile.hosts = u"db1:4333, db2:4333"_s;
    profile.environment = Workbench::Environment::Production;
    profile.authMode = AuthMode::Internal;
    profile.user = u"browse"_s;
    profile.tls.enabled = true;
    QVERIFY(store.save(profile));
    auto *dialog = new ConnectionDialog(&store, u"prod-eu"_s, &fixture.window());
    dialog->open();
    QVERIFY(QTest::qWaitForWindowExposed(dialog));
    check(dialog, u"connection"_s);
    dialog->reject();
}

QTEST_MAIN(TestPictures)
#include "tst_pictures.moc"
