// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/windowfixture.h"
#include "ui/navigator/indexdialog.h"
#include "ui/navigator/navigatormodel.h"
#include "ui/navigator/navigatorpanel.h"
#include "ui/query/historypanel.h"
#include "ui/query/querytab.h"
#include "ui/shell/diagnostics.h"
#include "ui/shell/guidewindow.h"
#include "ui/shell/mainactions.h"
#include "ui/shell/numbercombo.h"
#include "ui/shell/palette.h"
#include "ui/shell/settingsdialog.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTest>
#include <QTextBrowser>
#include <QTreeView>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

/// Settings, guide, diagnostics, layout, the tree's other entries, index dialogs.
class TestManners : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init();
    void cleanup() { m_fixture.reset(); }

    void settingsApplyAtOnceAndLast();
    void nonsenseInTheSettingsFileIsLeftOut();
    void guideHasItsPagesInBothLanguages();
    void guideIsSearched();
    void diagnosticsNameNothing();
    void layoutIsSavedAndReset();
    void treeShowsModulesJobsAndRacks();
    void createsEveryKindOfIndex_data();
    void createsEveryKindOfIndex();
    void tellsWhyAnIndexIsNone();
    void dropsAnIndexAfterAsking();
    void namesEverythingInEveryView();

private:
    MainWindow &window() { return m_fixture->window(); }
    [[nodiscard]] const IndexInfo *index(const QByteArray &name) const;
    [[nodiscard]] QModelIndex group(NavigatorModel::Kind kind) const;

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Test::WindowFixture> m_fixture;
};

void TestManners::init()
{
    m_fixture = std::make_unique<Test::WindowFixture>();
    QVERIFY(m_fixture->connectDemo());
}

const IndexInfo *TestManners::index(const QByteArray &name) const
{
    for (const IndexInfo &one : m_fixture->connection()->catalog().indexes) {
        if (one.name == name)
            return &one;
    }
    return nullptr;
}

QModelIndex TestManners::group(NavigatorModel::Kind kind) const
{
    const NavigatorModel *model = m_fixture->window().navigator()->model();
    const QModelIndex cluster = model->indexOf(m_fixture->connection());
    for (int row = 0; row < model->rowCount(cluster); ++row) {
        if (model->kind(model->index(row, 0, cluster)) == kind)
            return model->index(row, 0, cluster);
    }
    return {};
}

void TestManners::settingsApplyAtOnceAndLast()
{
    window().actions()->settings->trigger();
    auto *dialog = window().findChild<SettingsDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    window().actions()->settings->trigger(); // the same one
    QCOMPARE(window().findChildren<SettingsDialog *>().size(), 1);
    const double before = QApplication::font().pointSizeF();
    dialog->fontField()->setCurrentIndex(dialog->fontField()->findData(3));
    QCOMPARE(QApplication::font().pointSizeF(), before + 3);
    dialog->limitField()->setValue(77);
    Q_EMIT dialog->limitField()->valueChanged(77);
    QueryTab *tab = window().openDataSet(m_fixture->connection(), {"test", "users"}, false);
    QCOMPARE(tab->limit(), 77);
    dialog->themeField()->setCurrentIndex(2);
    QVERIFY(window().actions()->themeDark->isChecked());
    const WindowSettings kept = WindowSettings::load(MainWindow::settingsFileIn(m_fixture->configFolder()));
    QCOMPARE(kept, dialog->settings());
    QCOMPARE(kept.rowLimit, 77);
    QVERIFY(dialog->revertButton()->isEnabled());
    QTest::mouseClick(dialog->revertButton(), Qt::LeftButton);
    QCOMPARE(QApplication::font().pointSizeF(), before);
    QVERIFY(window().actions()->themeSystem->isChecked());
    QCOMPARE(WindowSettings::load(MainWindow::settingsFileIn(m_fixture->configFolder())), WindowSettings());
}

void TestManners::nonsenseInTheSettingsFileIsLeftOut()
{
    const QString path = m_fixture->configFolder() + u"/odd.ini"_s;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[General]\ntheme=pink\nfontStep=900\nrowLimit=-4\nrecordsPerSecond=many\n");
    file.close();
    WindowSettings wanted;
    wanted.fontStep = 8;
    QCOMPARE(WindowSettings::load(path), wanted);
}

void TestManners::guideHasItsPagesInBothLanguages()
{
    const QLocale before;
    QList<GuideWindow::Page> english;
    for (const QString &language : {u"en"_s, u"de"_s, u"fr"_s}) {
        QLocale::setDefault(QLocale(language));
        const QList<GuideWindow::Page> pages = GuideWindow::pages();
        QCOMPARE(pages.size(), 6);
        for (const GuideWindow::Page &page : pages) {
            QVERIFY2(page.text.startsWith(u"# "_s) && page.text.size() > 500, qPrintable(page.id));
            QVERIFY(!page.title.isEmpty());
        }
        if (language == u"en"_s)
            english = pages;
        else
            QCOMPARE(pages.first().text != english.first().text, language == u"de"_s);
    }
    QLocale::setDefault(before);
}

void TestManners::guideIsSearched()
{
    QTest::keyClick(&window(), Qt::Key_F1);
    auto *guide = window().findChild<GuideWindow *>();
    QVERIFY(guide && guide->isVisible());
    QCOMPARE(guide->list()->count(), 6);
    QTest::keyClicks(guide->searchField(), u"address map"_s);
    QVERIFY(guide->list()->count() >= 1 && guide->list()->count() < 6);
    QVERIFY(guide->text()->toPlainText().contains(u"address map"_s, Qt::CaseInsensitive));
    QVERIFY(!guide->text()->extraSelections().isEmpty());
    Test::WindowFixture::picture(guide, u"guide"_s);
    guide->searchField()->setText(u"no such words anywhere"_s);
    QCOMPARE(guide->list()->count(), 0);
    guide->showPage(u"editing"_s);
    QCOMPARE(guide->list()->count(), 6);
    QVERIFY(guide->text()->toPlainText().contains(u"generation"_s));
}

void TestManners::diagnosticsNameNothing()
{
    Workbench::Profile profile = m_fixture->connection()->profile();
    profile.name = u"secret-cluster"_s;
    profile.hosts = u"secret-host:3000"_s;
    profile.user = u"secret-user"_s;
    profile.clusterName = u"secret-name"_s;
    profile.tls.caFile = u"/secret/file"_s;
    profile.ssh.host = u"secret-bastion"_s;
    m_fixture->connection()->setProfile(profile);
    window().actions()->diagnostics->trigger();
    auto *dialog = window().findChild<DiagnosticsDialog *>();
    QVERIFY(dialog);
    const QString text = dialog->text()->toPlainText();
    QVERIFY(text.contains(QString::fromLatin1(qVersion())));
    QVERIFY(text.contains(u"online"_s));
    QVERIFY(text.contains(u"8.1.2"_s)); // builds help
    QVERIFY(!text.contains(u"secret"_s));
    QVERIFY(!text.contains(u"users"_s)); // a set
    QVERIFY(!text.contains(u"127.0.0.1"_s));
    QVERIFY(!text.contains(QString::fromLatin1(m_fixture->cluster().nodeId(0))));
    const QString file = m_fixture->configFolder() + u"/d.txt"_s;
    QCOMPARE(dialog->saveTo(file), QString());
    QVERIFY(QFile::exists(file));
    QVERIFY(!dialog->saveTo(u"/nowhere/d.txt"_s).isEmpty());
}

void TestManners::layoutIsSavedAndReset()
{
    auto *record = window().findChild<QDockWidget *>(u"recordDock"_s);
    QVERIFY(record->isVisible());
    record->hide();
    window().close();
    MainWindow::Setup setup;
    setup.configFolder = m_fixture->configFolder();
    MainWindow again(std::move(setup));
    again.show();
    auto *kept = again.findChild<QDockWidget *>(u"recordDock"_s);
    QVERIFY(!kept->isVisible());
    again.actions()->resetLayout->trigger();
    QVERIFY(kept->isVisible());
}

void TestManners::treeShowsModulesJobsAndRacks()
{
    const NavigatorModel *model = window().navigator()->model();
    const QModelIndex jobs = group(NavigatorModel::Kind::JobGroup);
    QVERIFY(jobs.isValid());
    QCOMPARE(jobs.data(NavigatorModel::NoteRole).toString(), u"none running"_s);
    QVERIFY(!group(NavigatorModel::Kind::ModuleGroup).isValid()); // there are none
    Demo::ClusterOptions options;
    options.nodes = 2;
    options.racks = {1, 2};
    options.sampleData = true;
    const auto other = Demo::EmbeddedCluster::start(options);
    QVERIFY(other);
    window().openHosts((*other)->seed());
    Connection *racked = window().connections()->all().first();
    QTRY_VERIFY_WITH_TIMEOUT(racked->catalog().loaded && racked->catalog().racks.size() == 2, 15'000);
    QTRY_VERIFY(!racked->catalog().modules.isEmpty());
    const QModelIndex cluster = model->indexOf(racked);
    QStringList notes;
    QStringList texts;
    for (int row = 0; row < model->rowCount(cluster); ++row) {
        const QModelIndex at = model->index(row, 0, cluster);
        texts.append(at.data().toString());
        notes.append(at.data(NavigatorModel::NoteRole).toString());
    }
    QVERIFY2(texts.contains(u"UDF modules"_s), qPrintable(texts.join(u',')));
    QVERIFY2(notes.join(u',').contains(u"2 racks"_s), qPrintable(notes.join(u',')));
    window().navigator()->tree()->expandAll();
    Test::WindowFixture::picture(&window(), u"navigator"_s);
}

void TestManners::createsEveryKindOfIndex_data()
{
    QTest::addColumn<IndexDialog::Source>("source");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("collection");
    using Source = IndexDialog::Source;
    QTest::newRow("numbers") << Source::Bin << u"age"_s << 0 << 0;
    QTest::newRow("strings") << Source::Bin << u"name"_s << 1 << 0;
    QTest::newRow("blobs") << Source::Bin << u"picture"_s << 2 << 0;
    QTest::newRow("places") << Source::Bin << u"place"_s << 3 << 0;
    QTest::newRow("elements") << Source::Bin << u"tags"_s << 1 << 1;
    QTest::newRow("map keys") << Source::Bin << u"prefs"_s << 1 << 2;
    QTest::newRow("map values") << Source::Bin << u"prefs"_s << 0 << 3;
    QTest::newRow("inside") << Source::Place << u"$.address.city"_s << 1 << 0;
    QTest::newRow("expression") << Source::Expression << u"$.age + 1"_s << 0 << 0;
}

void TestManners::createsEveryKindOfIndex()
{
    QFETCH(const IndexDialog::Source, source);
    QFETCH(const QString, text);
    QFETCH(const int, type);
    QFETCH(const int, collection);
    Q_EMIT window().navigator()->createIndexRequested(m_fixture->connection(), {"test", "users"});
    const QPointer<IndexDialog> dialog = window().findChild<IndexDialog *>();
    QVERIFY(dialog);
    QTest::keyClicks(dialog->nameField(), u"made"_s);
    dialog->sourceField()->setCurrentIndex(static_cast<int>(source));
    QTest::keyClicks(dialog->textField(), text);
    dialog->typeField()->setCurrentIndex(type);
    dialog->collectionField()->setCurrentIndex(collection);
    QVERIFY2(dialog->createButton()->isEnabled(), qPrintable(dialog->message()->text()));
    const Result<IndexDefinition> wanted = dialog->definition();
    QVERIFY(wanted);
    QTest::mouseClick(dialog->createButton(), Qt::LeftButton);
    QTRY_VERIFY2_WITH_TIMEOUT(dialog->message()->text().contains(u"complete"_s),
                              qPrintable(dialog->message()->text()), 15'000);
    QCOMPARE(dialog->progress()->value(), 100);
    QTRY_VERIFY(index("made"));
    const IndexInfo *made = index("made");
    QCOMPARE(made->setName, "users");
    QCOMPARE(made->bin, wanted->bin);
    QCOMPARE(made->collection, wanted->collection);
    QCOMPARE(made->context.isEmpty(), wanted->context.isEmpty());
    QCOMPARE(made->expression.isEmpty(), wanted->expression.isEmpty());
    dialog->close();
}

void TestManners::tellsWhyAnIndexIsNone()
{
    IndexDialog dialog({}, {"test", "users"}, {});
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.show();
    QVERIFY(!dialog.createButton()->isEnabled());
    dialog.nameField()->setText(u"a:b"_s);
    QVERIFY(dialog.message()->text().contains(u"colon"_s));
    dialog.nameField()->setText(u"ab"_s);
    dialog.textField()->setText(u"a name that is too long"_s);
    QVERIFY(dialog.message()->text().contains(u"15"_s));
    dialog.sourceField()->setCurrentIndex(1);
    dialog.textField()->setText(u"$.age >"_s);
    QVERIFY(!dialog.createButton()->isEnabled());
    dialog.sourceField()->setCurrentIndex(2);
    QVERIFY(!dialog.createButton()->isEnabled());
    dialog.textField()->setText(u"$.age * 2"_s);
    QVERIFY(dialog.createButton()->isEnabled());
    const QStringList unnamed = Test::WindowFixture::unnamedWidgets(&dialog);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
    Test::WindowFixture::picture(&dialog, u"index"_s);
}

void TestManners::dropsAnIndexAfterAsking()
{
    Q_EMIT window().navigator()->createIndexRequested(m_fixture->connection(), {"test", "users"});
    auto *create = window().findChild<IndexDialog *>();
    create->nameField()->setText(u"made"_s);
    create->textField()->setText(u"age"_s);
    create->createButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(index("made"), 15'000);
    create->close();
    // production: locked, and the name has to be typed
    Workbench::Profile profile = m_fixture->connection()->profile();
    profile.environment = Workbench::Environment::Production;
    m_fixture->connection()->setProfile(profile);
    Q_EMIT window().navigator()->dropIndexRequested(m_fixture->connection(), "test", "made");
    QPointer<DropIndexDialog> drop = window().findChild<DropIndexDialog *>();
    QVERIFY(!drop->dropButton()->isEnabled());
    QTest::keyClicks(drop->nameField(), u"made"_s);
    QTest::mouseClick(drop->dropButton(), Qt::LeftButton);
    QVERIFY(drop->message()->text().contains(u"read-only"_s));
    delete drop;
    profile.environment = Workbench::Environment::Development;
    m_fixture->connection()->setProfile(profile);
    Q_EMIT window().navigator()->dropIndexRequested(m_fixture->connection(), "test", "made");
    drop = window().findChild<DropIndexDialog *>();
    QVERIFY(drop->dropButton()->isEnabled());
    QTest::mouseClick(drop->dropButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!drop, 15'000);
    QTRY_VERIFY(!index("made"));
}

void TestManners::namesEverythingInEveryView()
{
    const auto check = [](QWidget *view, const char *name) {
        QVERIFY2(view, name);
        const QStringList unnamed = Test::WindowFixture::unnamedWidgets(view);
        QVERIFY2(unnamed.isEmpty(), qPrintable(QString::fromLatin1(name) + u": "_s + unnamed.join(u", "_s)));
    };
    QVERIFY(m_fixture->open("users"));
    window().actions()->explain->trigger();
    check(&window(), "explain");
    window().actions()->showHistory->trigger();
    check(&window(), "history");
    window().actions()->commandPalette->trigger();
    check(window().palettePopup(), "palette");
    window().palettePopup()->hide();
    window().actions()->settings->trigger();
    check(window().findChild<SettingsDialog *>(), "settings");
    window().actions()->guide->trigger();
    check(window().findChild<GuideWindow *>(), "guide");
    window().actions()->diagnostics->trigger();
    check(window().findChild<DiagnosticsDialog *>(), "diagnostics");
    window().actions()->createIndex->trigger();
    check(window().findChild<IndexDialog *>(), "index");
}

QTEST_MAIN(TestManners)
#include "tst_manners.moc"
