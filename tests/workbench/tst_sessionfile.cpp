// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/sessionfile.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;

class TestSessionFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEverything();
    void isForTheUserAlone();
    void survivesDamage_data();
    void survivesDamage();

private:
    QTemporaryDir m_folder;
};

void TestSessionFile::keepsEverything()
{
    const SessionFile file(m_folder.path() + "/session.json"_L1);
    QVERIFY(file.load().isEmpty());
    TabState first{.connection = u"prod \"eu\""_s,
                   .dataset = {"ns", "odd\xff set"},
                   .text = u"$.age > ?least\nand true"_s,
                   .limit = 5'000'000'000,
                   .recordsPerSecond = 4'000'000'000U,
                   .parameters = {{u"least"_s, {u"int"_s, u"9007199254740993"_s}}},
                   .current = true};
    TabState second{.connection = u"demo"_s,
                    .dataset = {"test", {}},
                    .cursor = QByteArray(100'000, '\x7f'),
                    .ranText = u"true"_s,
                    .rows = 12'000'000'000,
                    .when = QDateTime::currentDateTimeUtc()};
    QVERIFY(file.save({first, second}));
    QCOMPARE(file.load(), (QList<TabState>{first, second}));
    QVERIFY(file.save({}));
    QVERIFY(file.load().isEmpty());
}

void TestSessionFile::isForTheUserAlone()
{
    const QString name = m_folder.path() + "/mode.json"_L1;
    QVERIFY(SessionFile(name).save({}));
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    QVERIFY(!(QFileInfo(name).permissions() & others));
}

void TestSessionFile::survivesDamage_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("hello");
    QTest::newRow("cut") << QByteArray(R"({"version":1,"tabs":[{"conn)");
    QTest::newRow("other version") << QByteArray(
        R"({"version":99,"tabs":[{"connection":"a","namespace":"dGVzdA=="}]})");
    QTest::newRow("other kinds") << QByteArray(
        R"({"version":1,"tabs":[1,"x",{"connection":5},{"connection":"a"}]})");
}

void TestSessionFile::survivesDamage()
{
    QFETCH(const QByteArray, content);
    const QString name = m_folder.path() + "/damaged.json"_L1;
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    QVERIFY(SessionFile(name).load().isEmpty());
}

QTEST_GUILESS_MAIN(TestSessionFile)
#include "tst_sessionfile.moc"
