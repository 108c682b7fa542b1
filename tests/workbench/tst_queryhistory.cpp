// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/queryhistory.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;

class TestQueryHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas();
    void isForItsOwnerOnly();
    void movesARepeatedTextUp();
    void forgetsTheOldest();
    void leavesOutWhatItCannotRead();
    void isWrittenSoon();
    void canBeCleared();

private:
    static HistoryEntry entry(const QString &text, qint64 rows = 1)
    {
        return {.connection = u"dev"_s,
                .dataset = {"test", "users"},
                .text = text,
                .when = QDateTime::fromMSecsSinceEpoch(1'763'800'000'123, Qt::UTC),
                .milliseconds = 12,
                .rows = rows,
                .outcome = RunOutcome::Complete};
    }
};

void TestQueryHistory::comesBackAsItWas()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"deep/history.ndjson"_s);
    HistoryEntry odd = entry(u"$.a == \"\\n\" and\n\t$.ž > 9007199254740993"_s, 9'007'199'254'740'993);
    odd.dataset = {"n s%", "\xff\x00\x80 set"_ba};
    odd.outcome = RunOutcome::LimitReached;
    QList<HistoryEntry> written;
    {
        QueryHistory history(file);
        QCOMPARE(history.load(), 0);
        history.add(entry(QString()));
        history.add(odd);
        written = history.entries();
        QVERIFY(history.save());
    }
    QueryHistory again(file);
    QCOMPARE(again.load(), 0);
    QCOMPARE(again.entries(), written);
    QCOMPARE(again.entries().first().dataset, odd.dataset);
}

void TestQueryHistory::isForItsOwnerOnly()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"history.ndjson"_s);
    QueryHistory history(file);
    history.add(entry(u"$.secret == 1"_s));
    QVERIFY(history.save());
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup | QFileDevice::WriteOther;
    QCOMPARE(QFile::permissions(file) & others, QFileDevice::Permissions());
}

void TestQueryHistory::movesARepeatedTextUp()
{
    QueryHistory history({});
    history.add(entry(u"a"_s, 1));
    history.add(entry(u"b"_s, 2));
    history.add(entry(u"a"_s, 3));
    QCOMPARE(history.entries().size(), 2);
    QCOMPARE(history.entries()[0].text, u"a"_s);
    QCOMPARE(history.entries()[0].rows, 3);
    HistoryEntry elsewhere = entry(u"a"_s);
    elsewhere.dataset.setName = "orders";
    history.add(elsewhere);
    QCOMPARE(history.entries().size(), 3);
}

void TestQueryHistory::forgetsTheOldest()
{
    QueryHistory history({});
    for (int i = 0; i < QueryHistory::capacity + 5; ++i)
        history.add(entry(QString::number(i)));
    QCOMPARE(history.entries().size(), QueryHistory::capacity);
    QCOMPARE(history.entries().last().text, u"5"_s);
}

void TestQueryHistory::leavesOutWhatItCannotRead()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"history.ndjson"_s);
    {
        QueryHistory history(file);
        history.add(entry(u"good"_s));
    }
    QFile raw(file);
    QVERIFY(raw.open(QIODevice::Append));
    raw.write("{\"half\": \n\nnot json\n{}\n");
    raw.close();
    QueryHistory again(file);
    QCOMPARE(again.load(), 3);
    QCOMPARE(again.entries().size(), 1);
}

void TestQueryHistory::isWrittenSoon()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"history.ndjson"_s);
    QueryHistory history(file);
    history.add(entry(u"x"_s));
    QVERIFY(QTest::qWaitFor([&file] { return QFile::exists(file); }, 10'000));
}

void TestQueryHistory::canBeCleared()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"history.ndjson"_s);
    QueryHistory history(file);
    history.add(entry(u"x"_s));
    QSignalSpy changed(&history, &QueryHistory::changed);
    history.clear();
    QCOMPARE(changed.count(), 1);
    QVERIFY(history.save());
    QCOMPARE(QFile(file).size(), 0);
}

QTEST_GUILESS_MAIN(TestQueryHistory)
#include "tst_queryhistory.moc"
