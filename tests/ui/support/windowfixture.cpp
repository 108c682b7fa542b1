// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/windowfixture.h"

#include "app/demo/sampledata.h"
#include "ui/grid/recordgrid.h"
#include "ui/navigator/navigatorpanel.h"
#include "ui/query/querytab.h"

#include <QAccessible>
#include <QDir>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace Aeroscope::Test {

namespace {

using Demo::EmbeddedCluster;

std::unique_ptr<EmbeddedCluster> startCluster(int nodes, bool sampleData)
{
    Demo::ClusterOptions options;
    options.nodes = nodes;
    options.sampleData = sampleData;
    auto cluster = EmbeddedCluster::start(options);
    if (!cluster)
        qFatal("no embedded cluster: %s", qPrintable(cluster.error().toString()));
    return std::move(*cluster);
}

} // namespace

WindowFixture::WindowFixture()
    : m_cluster(startCluster(2, false))
{
    for (qint64 i = 0; i < 1000; ++i) {
        const Bins bins{{"age", i % 80},
                        {"name", QString(u"user %1"_s).arg(i)},
                        {"score", double(i) / 4},
                        {"tags", List{{"vip", i}}}};
        (void)m_cluster->put({"test", "users", i, bins, i % 3 == 0 ? 86'400U : 0U, true});
    }
    (void)m_cluster->put({"test", "tiny", "only", {{"one", 1}}, 0, true});
    for (qint64 i = 0; i < 3; ++i)
        (void)m_cluster->put({"test", "", i, {{"loose", i}}, 0, true});
    makeWindow();
}

WindowFixture::WindowFixture(bool sampleData)
    : m_cluster(startCluster(3, sampleData))
{
    makeWindow();
}

WindowFixture::~WindowFixture()
{
    m_window.reset();
    m_cluster.reset();
}

void WindowFixture::makeWindow()
{
    // as the program does
    if (m_english.load(u":/i18n/aeroscope_en.qm"_s))
        QCoreApplication::installTranslator(&m_english);
    Ui::MainWindow::Setup setup;
    setup.configFolder = m_config.path();
    setup.version = u"0.0.0-test"_s;
    setup.demo = [this](const std::function<void(Result<QList<Host>>)> &done) {
        done(Host::parseList(m_cluster->seed()));
    };
    m_window = std::make_unique<Ui::MainWindow>(std::move(setup));
    m_window->show();
}

Ui::Connection *WindowFixture::connection() const
{
    return m_window->connections()->demo();
}

bool WindowFixture::connectDemo()
{
    if (!QTest::qWaitForWindowActive(m_window.get()))
        return false;
    m_window->startDemo();
    return QTest::qWaitFor([this] { return connection() && connection()->catalog().loaded; }, 10'000);
}

Ui::QueryTab *WindowFixture::open(const QByteArray &set)
{
    Ui::QueryTab *tab = m_window->openDataSet(connection(), {"test", set}, true);
    const bool done =
        QTest::qWaitFor([tab] { return !tab->run()->isRunning() && tab->store()->rowCount() > 0; }, 20'000);
    return done ? tab : nullptr;
}

QStringList WindowFixture::unnamedWidgets(QWidget *root)
{
    QStringList unnamed;
    for (QWidget *widget : root->findChildren<QWidget *>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || !widget->isEnabled())
            continue;
        QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(widget);
        if (!seen || seen->text(QAccessible::Name).isEmpty())
            unnamed.append(u"%1 %2 in %3"_s.arg(
                QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
                QString::fromLatin1(widget->parentWidget()->metaObject()->className())));
    }
    return unnamed;
}

void WindowFixture::picture(QWidget *widget, const QString &name)
{
    const QString folder = qEnvironmentVariable("AEROSCOPE_SCREENS");
    if (folder.isEmpty())
        return;
    QDir().mkpath(folder);
    widget->grab().save(folder + u'/' + name + u".png"_s);
}

} // namespace Aeroscope::Test
