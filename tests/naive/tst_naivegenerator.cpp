// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naiveevaluator.h"
#include "tests/support/naivegenerator.h"

#include <QTest>

using namespace Aeroscope;

class TestNaiveGenerator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void repeatsItselfFromTheSameSeed();
    void makesExpressionsThatBuildAndDiffer();
};

void TestNaiveGenerator::repeatsItselfFromTheSameSeed()
{
    Naive::Generator first(7);
    Naive::Generator second(7);
    Naive::Generator other(8);
    bool differs = false;
    for (int i = 0; i < 50; ++i) {
        const Naive::Record record = first.record();
        QCOMPARE(second.record().bins, record.bins);
        const QByteArray filter = first.filter();
        QCOMPARE(second.filter(), filter);
        (void)other.record();
        differs = differs || other.filter() != filter;
    }
    QVERIFY(differs);
}

void TestNaiveGenerator::makesExpressionsThatBuildAndDiffer()
{
    const quint64 seed = Naive::Generator::seed(1);
    qInfo("seed %llu", static_cast<unsigned long long>(seed));
    Naive::Generator generator(seed);
    constexpr int count = 4000;
    int passed = 0;
    int failed = 0;
    int unknown = 0;
    for (int i = 0; i < count; ++i) {
        const Naive::Record record = generator.record();
        const QByteArray filter = generator.filter();
        const Naive::Outcome outcome = Naive::evaluateFilter(filter, record);
        QVERIFY2(outcome.kind != Naive::Outcome::Kind::Refused, filter.toHex().constData());
        QVERIFY2(outcome.kind != Naive::Outcome::Kind::Unsupported, filter.toHex().constData());
        ++(!outcome.isKnown() ? unknown : outcome.value.toBool() ? passed : failed);
        const QByteArray expression = generator.expression();
        QVERIFY2(Naive::evaluate(expression, record).kind != Naive::Outcome::Kind::Refused,
                 expression.toHex().constData());
    }
    // a generator that always says the same tests nothing
    QVERIFY2(passed > count / 5, qPrintable(QString::number(passed)));
    QVERIFY2(failed > count / 5, qPrintable(QString::number(failed)));
    QVERIFY2(unknown > count / 50 && unknown < count / 2, qPrintable(QString::number(unknown)));
}

QTEST_GUILESS_MAIN(TestNaiveGenerator)
#include "tst_naivegenerator.moc"
