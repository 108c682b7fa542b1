// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/querytext.h"

#include <QTest>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

class TestQueryText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("ns");
        QTest::addColumn<QByteArray>("set");
        QTest::addColumn<QString>("where");
        QTest::newRow("namespace") << u"test"_s << QByteArray("test") << QByteArray() << QString();
        QTest::newRow("set") << u" test.users "_s << QByteArray("test") << QByteArray("users") << QString();
        QTest::newRow("filter") << u"test.users where $.age > 25 and $.country == \"US\""_s
                                << QByteArray("test") << QByteArray("users")
                                << u"$.age > 25 and $.country == \"US\""_s;
        QTest::newRow("capitals") << u"test.users WHERE$.age > 25"_s << QByteArray("test")
                                  << QByteArray("users") << u"$.age > 25"_s;
        QTest::newRow("quoted") << u"\"my ns\".\"a.b\" where $.x == 1"_s << QByteArray("my ns")
                                << QByteArray("a.b") << u"$.x == 1"_s;
        QTest::newRow("quote inside")
            << u"t.\"a\"\"b\""_s << QByteArray("t") << QByteArray("a\"b") << QString();
        QTest::newRow("set named where")
            << u"test.where where $.x == 1"_s << QByteArray("test") << QByteArray("where") << u"$.x == 1"_s;
        QTest::newRow("line break") << u"test.users\n where\n$.x == 1"_s << QByteArray("test")
                                    << QByteArray("users") << u"$.x == 1"_s;
        QTest::newRow("dashes") << u"test-1.my-set_2"_s << QByteArray("test-1") << QByteArray("my-set_2")
                                << QString();
    }
    void reads()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, ns);
        QFETCH(QByteArray, set);
        QFETCH(QString, where);
        const auto query = Workbench::parseQueryText(text);
        QVERIFY2(query.has_value(), query ? "" : qPrintable(query.error().toString()));
        QCOMPARE(query->target.namespaceName, ns);
        QCOMPARE(query->target.setName, set);
        QCOMPARE(query->where, where);
        if (!where.isEmpty())
            QCOMPARE(text.mid(query->whereOffset), where);
        QVERIFY(!query->onlyWithoutSet);
    }

    void emptySetMeansRecordsWithoutOne()
    {
        const auto query = Workbench::parseQueryText(u"test.\"\" where $.x == 1"_s);
        QVERIFY(query.has_value());
        QVERIFY(query->onlyWithoutSet);
        QVERIFY(query->target.setName.isEmpty());
    }

    void refusesWithAPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("column");
        QTest::newRow("nothing") << u""_s << 1;
        QTest::newRow("no set") << u"test."_s << 6;
        QTest::newRow("no where") << u"test.users $.a == 1"_s << 12;
        QTest::newRow("whereabouts") << u"test.users whereabouts"_s << 12;
        QTest::newRow("no filter") << u"test.users where  "_s << 19;
        QTest::newRow("open quote") << u"\"test.users"_s << 1;
    }
    void refusesWithAPlace()
    {
        QFETCH(QString, text);
        QFETCH(int, column);
        const auto query = Workbench::parseQueryText(text);
        QVERIFY(!query.has_value());
        QVERIFY2(query.error().message.endsWith(u"column %1"_s.arg(column)),
                 qPrintable(query.error().message));
    }

    void quotesNamesThatNeedIt_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("plain") << QByteArray("users");
        QTest::newRow("dot") << QByteArray("a.b");
        QTest::newRow("blank") << QByteArray("a b");
        QTest::newRow("quote") << QByteArray("a\"b");
    }
    void quotesNamesThatNeedIt()
    {
        QFETCH(QByteArray, name);
        const auto query =
            Workbench::parseQueryText(Workbench::quotedName(name) + u'.' + Workbench::quotedName(name));
        QVERIFY(query.has_value());
        QCOMPARE(query->target.namespaceName, name);
        QCOMPARE(query->target.setName, name);
    }
};

QTEST_GUILESS_MAIN(TestQueryText)
#include "tst_querytext.moc"
