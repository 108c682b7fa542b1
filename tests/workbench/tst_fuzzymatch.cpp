// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/fuzzymatch.h"

#include <QTest>

using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;

class TestFuzzyMatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meetsLettersInOrder_data();
    void meetsLettersInOrder();
    void prefers_data();
    void prefers();
    void tellsThePlaces();
    void takesLongTexts();
};

void TestFuzzyMatch::meetsLettersInOrder_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("meets");
    QTest::newRow("all") << u"users"_s << u"test.users"_s << true;
    QTest::newRow("some") << u"tus"_s << u"test.users"_s << true;
    QTest::newRow("without case") << u"TU"_s << u"test.users"_s << true;
    QTest::newRow("blanks do not count") << u"te us"_s << u"test.users"_s << true;
    QTest::newRow("wrong order") << u"su"_s << u"us"_s << false;
    QTest::newRow("missing letter") << u"usersx"_s << u"test.users"_s << false;
    QTest::newRow("longer than the text") << u"aaa"_s << u"aa"_s << false;
    QTest::newRow("empty pattern") << QString() << u"x"_s << true;
    QTest::newRow("empty text") << u"a"_s << QString() << false;
    QTest::newRow("other script") << u"ÖL"_s << u"Größe öl"_s << true;
}

void TestFuzzyMatch::meetsLettersInOrder()
{
    QFETCH(const QString, pattern);
    QFETCH(const QString, text);
    QFETCH(const bool, meets);
    QCOMPARE(fuzzyMatch(pattern, text).has_value(), meets);
}

void TestFuzzyMatch::prefers_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("better");
    QTest::addColumn<QString>("worse");
    QTest::newRow("start of the text") << u"run"_s << u"Run query"_s << u"Trunk"_s;
    QTest::newRow("starts of words") << u"rl"_s << u"Reset layout"_s << u"Records limit girl"_s;
    QTest::newRow("a run of letters") << u"user"_s << u"x.users"_s << u"u.s.e.r.z"_s;
    QTest::newRow("the shorter text") << u"users"_s << u"users"_s << u"users_archive"_s;
}

void TestFuzzyMatch::prefers()
{
    QFETCH(const QString, pattern);
    QFETCH(const QString, better);
    QFETCH(const QString, worse);
    const auto first = fuzzyMatch(pattern, better);
    const auto second = fuzzyMatch(pattern, worse);
    QVERIFY(first && second);
    QVERIFY2(first->score > second->score, qPrintable(u"%1 %2"_s.arg(first->score).arg(second->score)));
}

void TestFuzzyMatch::tellsThePlaces()
{
    QCOMPARE(fuzzyMatch(u"us", u"test.users")->places, (QList<int>{5, 6}));
    QCOMPARE(fuzzyMatch(u"tu", u"test.users")->places, (QList<int>{0, 5}));
}

void TestFuzzyMatch::takesLongTexts()
{
    const QString text = QString(100'000, u'a') + u'b';
    QVERIFY(fuzzyMatch(u"aaa", text));
    QVERIFY(!fuzzyMatch(u"b", text)); // looks at the beginning only
}

QTEST_GUILESS_MAIN(TestFuzzyMatch)
#include "tst_fuzzymatch.moc"
