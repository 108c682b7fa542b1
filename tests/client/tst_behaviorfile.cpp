// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/policy/behaviorfile.h"

#include <QFile>
#include <QSaveFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Aeroscope;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const ResolvedSettings &pointRead(const BehaviorPtr &behavior)
{
    return behavior->settings(OperationKind::Read, OperationShape::Point);
}

bool write(const QString &path, const QByteArray &text)
{
    QSaveFile file(path); // replaces the file, as editors do
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit();
}

} // namespace

class TestBehaviorFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyScopeAndSetting()
    {
        const BehaviorRegistry known;
        const auto behaviors = behaviorsFromYaml(R"(
behaviors:
  child: # comes before its parent
    parent: base
    readsQuery: { maxConcurrentNodes: 2, totalTimeout: 90s, recordQueueSize: 9 }
    writesSc: {commitLevel: master, durableDelete: true}
    readsSc: {readModeSc: allowReplica}
  base:
    parent: READ_FAST
    all:
      totalTimeout: 2m
      socketTimeout: 250ms
      retryDelay: 0
      maxRetries: 7
      replica: preferRack
      sendKey: false
      useCompression: true
      compressionThreshold: 4096
      allowInline: false
      allowInlineSsd: true
      readModeAp: all
      readTouchTtlPercent: -1
  plain:
)",
                                                 known);
        QVERIFY2(behaviors, qPrintable(behaviors ? QString() : behaviors.error().message));
        QCOMPARE(behaviors->size(), 3);
        BehaviorPtr child, plain;
        for (const BehaviorPtr &behavior : *behaviors) {
            if (behavior->name() == u"child"_s)
                child = behavior;
            if (behavior->name() == u"plain"_s)
                plain = behavior;
        }
        QVERIFY(child && plain);
        QCOMPARE(child->parent()->name(), u"base"_s);
        QCOMPARE(child->parent()->parent()->name(), u"READ_FAST"_s);
        const ResolvedSettings &read = pointRead(child);
        QCOMPARE(read.totalTimeout, 2min);
        QCOMPARE(read.socketTimeout, 250ms);
        QCOMPARE(read.maxRetries, 7);
        QCOMPARE(read.replica, Replica::PreferRack);
        QVERIFY(!read.sendKey && read.useCompression && !read.allowInline && read.allowInlineSsd);
        QCOMPARE(read.compressionThreshold, 4096);
        QCOMPARE(read.readModeAp, ReadModeAp::All);
        QCOMPARE(read.readTouchTtlPercent, -1);
        const auto &query = child->settings(OperationKind::Read, OperationShape::Query, ConsistencyMode::Sc);
        QCOMPARE(query.totalTimeout, 90s);
        QCOMPARE(query.maxConcurrentNodes, 2);
        QCOMPARE(query.recordQueueSize, 9);
        QCOMPARE(query.readModeSc, ReadModeSc::AllowReplica);
        const auto &strict =
            child->settings(OperationKind::WriteRetryable, OperationShape::Point, ConsistencyMode::Sc);
        QCOMPARE(strict.commitLevel, CommitLevel::Master);
        QVERIFY(strict.durableDelete);
        QVERIFY(!child->settings(OperationKind::WriteRetryable, OperationShape::Point).durableDelete);
        QCOMPARE(pointRead(plain), pointRead(Behavior::standard()));
    }

    void whatIsRefused_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const char *yaml, const QString &says) {
            QTest::newRow(name) << QByteArray(yaml) << says;
        };
        row("nothing", "", u"behaviors"_s);
        row("another root", "policies: {}", u"behaviors"_s);
        row("no YAML", "behaviors: [1, {", u"line "_s);
        row("unknown scope", "behaviors:\n  a:\n    everything: {maxRetries: 1}",
            u"line 3: there is no scope"_s);
        row("unknown setting", "behaviors:\n  a:\n    all:\n      retries: 1",
            u"line 4: there is no setting"_s);
        row("unit missing", "behaviors:\n  a:\n    all: {totalTimeout: 30}",
            u"line 3: '30' is no duration"_s);
        row("wrong unit", "behaviors: {a: {all: {totalTimeout: 3 weeks}}}", u"no duration"_s);
        row("huge", "behaviors: {a: {all: {totalTimeout: 99999999999999999999s}}}", u"no duration"_s);
        row("negative", "behaviors: {a: {all: {maxRetries: -1}}}", u"line 1"_s);
        row("no number", "behaviors: {a: {all: {maxRetries: many}}}", u"no whole number"_s);
        row("no truth", "behaviors: {a: {all: {sendKey: maybe}}}", u"none of true, false"_s);
        row("wrong word", "behaviors: {a: {all: {replica: slave}}}", u"none of master"_s);
        row("unknown parent", "behaviors: {a: {parent: nobody}}", u"no behaviour 'nobody'"_s);
        row("circle", "behaviors: {a: {parent: b}, b: {parent: a}}", u"each other's parents"_s);
        row("twice", "behaviors:\n  a: {}\n  a: {}", u"twice"_s);
        row("list for a map", "behaviors: {a: [1, 2]}", u"is a map"_s);
        row("map for a word", "behaviors: {a: {all: {maxRetries: {b: 1}}}}", u"is expected here"_s);
    }
    void whatIsRefused()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(QString, says);
        const auto behaviors = behaviorsFromYaml(yaml, BehaviorRegistry());
        QVERIFY(!behaviors);
        QCOMPARE(behaviors.error().kind, ErrorKind::InvalidArgument);
        QVERIFY2(behaviors.error().message.contains(says), qPrintable(behaviors.error().message));
    }

    void aFileIsReadAgainWhenItChanges()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"behaviors.yaml"_s);
        const auto registry = std::make_shared<BehaviorRegistry>();
        BehaviorFile file(path, registry);
        QSignalSpy reloaded(&file, &BehaviorFile::reloaded);
        QSignalSpy refused(&file, &BehaviorFile::refused);
        QVERIFY(!file.load()); // not there yet
        QVERIFY(write(path, "behaviors: {mine: {all: {maxRetries: 3}}}"));
        QTRY_COMPARE(reloaded.size(), 1);
        const BehaviorPtr first = registry->find(u"mine"_s);
        QVERIFY(first);
        QCOMPARE(pointRead(first).maxRetries, 3);

        QVERIFY(write(path, "behaviors: {mine: {all: {maxRetries: 4}}, more: {}}"));
        QTRY_COMPARE(reloaded.size(), 2);
        QCOMPARE(pointRead(registry->find(u"mine"_s)).maxRetries, 4);
        QVERIFY(registry->find(u"more"_s));
        QCOMPARE(pointRead(first).maxRetries, 3); // who has it keeps it

        // All or nothing.
        QVERIFY(write(path, "behaviors: {mine: {all: {maxRetries: 5}}, more: {all: {maxRetries: x}}}"));
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(refused.first().first().toString().contains(path));
        QCOMPARE(pointRead(registry->find(u"mine"_s)).maxRetries, 4);
        QVERIFY(write(path, "behaviors: {mine: {all: {maxRetries: 6}}}"));
        QTRY_COMPARE(reloaded.size(), 3);
        QCOMPARE(pointRead(registry->find(u"mine"_s)).maxRetries, 6);
        QCOMPARE(refused.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestBehaviorFile)
#include "tst_behaviorfile.moc"
