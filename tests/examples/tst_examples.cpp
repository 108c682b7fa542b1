// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/embeddedcluster.h"

#include <QProcess>
#include <QTest>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

/// The examples of the client guide, each a program of its own, against an embedded cluster of two nodes.
class TestExamples : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void examples_data()
    {
        QTest::addColumn<QByteArray>("output");
        QTest::newRow("connect") << "nodes: 2\n"_ba;
        QTest::newRow("putget") << "Alice is 28\nnow 29\nstill there: no\n"_ba;
        QTest::newRow("operate") << "rooms: 3\nrooms: 12\nrooms: 2\nrooms: 2\n"_ba;
        QTest::newRow("createindex") << "example_people over people, ready\n"_ba;
        QTest::newRow("query") << "index: example_age\nsum of ages: 270\n"_ba;
        QTest::newRow("pages") << "page 1: 100\npage 2: 100\npage 3: 50\nrows: 250\n"_ba;
        QTest::newRow("errors") << "missing: code 2\nexists: code 5\ngeneration: code 3\nsyntax: code -24\n"
                                   "filtered: code 27\nwritten, generation 2\n"_ba;
        QTest::newRow("cancel") << "get: cancelled\nstream: cancelled\nnot all rows came: yes\n"_ba;
        QTest::newRow("qtsignals") << "count 1\ncount 2\ncount 3\n"_ba;
    }
    void examples()
    {
        QFETCH(const QByteArray, output);
        Demo::ClusterOptions options;
        options.nodes = 2;
        const auto cluster = Demo::EmbeddedCluster::start(options);
        QVERIFY2(cluster.has_value(), cluster ? "" : qPrintable(cluster.error().toString()));
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        QProcess program;
        program.start(QCoreApplication::applicationDirPath() + u"/example_"_s + name, {(*cluster)->seed()});
        QVERIFY(program.waitForFinished(60'000));
        const QByteArray complaint = program.readAllStandardError();
        QVERIFY2(program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0,
                 complaint.constData());
        QCOMPARE(program.readAllStandardOutput(), output);
    }
};

QTEST_GUILESS_MAIN(TestExamples)
#include "tst_examples.moc"
