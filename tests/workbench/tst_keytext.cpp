// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/keytext.h"

#include <QTest>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

class TestKeyText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEachForm_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("digest");
        QTest::addColumn<QString>("back");
        // digests of set `demo`: protocol section 13.1
        QTest::newRow("integer") << u"1"_s << QByteArray("b7f4b83889e2da67de683e1df6919a1eacc446c8")
                                 << u"1"_s;
        QTest::newRow("negative") << u"-1"_s << QByteArray("e9d49a24c3debdc5a6d551d3e7087999a263bb97")
                                  << u"-1"_s;
        QTest::newRow("largest") << u"9223372036854775807"_s
                                 << QByteArray("6964c1df0d52acf332aef2bfdd54ba366285d051")
                                 << u"9223372036854775807"_s;
        QTest::newRow("string of digits")
            << u"\"1\""_s << QByteArray("6576b4888ccf929c200b6fbd90d09df3f6d10cf3") << u"\"1\""_s;
        QTest::newRow("string") << u"key1"_s << QByteArray("ec91192d4b7f8ce35d5d78d34bca65cbaaaac960")
                                << u"key1"_s;
        QTest::newRow("quoted string")
            << u"\"key1\""_s << QByteArray("ec91192d4b7f8ce35d5d78d34bca65cbaaaac960") << u"key1"_s;
        QTest::newRow("empty string")
            << u"\"\""_s << QByteArray("6253653507ba82c3f57c87af2f86d39033149e0c") << u"\"\""_s;
        QTest::newRow("not ASCII") << u"é"_s << QByteArray("8c485803cdab0e9c863965bda512dc427680a681")
                                   << u"é"_s;
        QTest::newRow("blob") << u"hex:0001FF"_s << QByteArray("6795de8aab179c91914537ea4ef8aeb707b14ec8")
                              << u"hex:0001ff"_s;
        QTest::newRow("digest") << u"digest:B7F4B83889E2DA67DE683E1DF6919A1EACC446C8"_s
                                << QByteArray("b7f4b83889e2da67de683e1df6919a1eacc446c8")
                                << u"digest:b7f4b83889e2da67de683e1df6919a1eacc446c8"_s;
    }
    void readsEachForm()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, digest);
        QFETCH(QString, back);
        const Result<Key> key = Workbench::keyFromText("test", "demo", text);
        QVERIFY2(key.has_value(), key ? "" : qPrintable(key.error().toString()));
        QCOMPARE(key->digest().toHex(), digest);
        QCOMPARE(Workbench::keyToText(*key), back);
        const Result<Key> again = Workbench::keyFromText("test", "demo", back);
        QVERIFY(again.has_value());
        QCOMPARE(again->digest().toHex(), digest);
        QVERIFY(again->userKey() == key->userKey());
    }

    void refusesWhatIsNoKey_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << u""_s;
        QTest::newRow("beyond int64") << u"9223372036854775808"_s;
        QTest::newRow("below int64") << u"-9223372036854775809"_s;
        QTest::newRow("odd hex") << u"hex:0af"_s;
        QTest::newRow("no hex") << u"hex:zz"_s;
        QTest::newRow("short digest") << u"digest:0aff"_s;
        QTest::newRow("open quote") << u"\"abc"_s;
        QTest::newRow("text after the quote") << u"\"a\"b"_s;
    }
    void refusesWhatIsNoKey()
    {
        QFETCH(QString, text);
        const Result<Key> key = Workbench::keyFromText("test", "demo", text);
        QVERIFY(!key.has_value());
        QCOMPARE(key.error().kind, ErrorKind::InvalidArgument);
        QVERIFY(!key.error().message.isEmpty());
    }

    void doublesQuotesInsideStrings()
    {
        const Result<Key> key = Workbench::keyFromText("test", "demo", u"\"a\"\"b\""_s);
        QVERIFY(key.has_value());
        QCOMPARE(key->userKey()->bytes(), QByteArray("a\"b"));
        const Result<Key> plain = Workbench::keyFromText("test", "demo", Workbench::keyToText(*key));
        QVERIFY(plain.has_value());
        QCOMPARE(plain->userKey()->bytes(), QByteArray("a\"b"));
    }
};

QTEST_GUILESS_MAIN(TestKeyText)
#include "tst_keytext.moc"
