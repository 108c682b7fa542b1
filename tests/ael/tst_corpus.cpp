// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Holds the compiler against what the reference compiler and a real server said about some thousands of
// texts.

#include "app/commands/aeljsonlines.h"
#include "tests/support/naiveevaluator.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

namespace {

enum class Verdict {
    Exact,       ///< the reference's bytes, or refused as there
    Recommended, ///< the reference is defective, the sane result was made
    Early,       ///< a server would refuse it: refused here, with a place
    Coerced,     ///< a server would refuse the reference's bytes: other bytes were made
    Failed,
};

struct Row
{
    QByteArray line;
    QJsonObject want;
    QJsonObject got;
};

bool isPlaced(const QJsonObject &answer)
{
    return answer["line"_L1].toInt() >= 1 && answer.contains("column"_L1);
}

Verdict judgeBytes(const Row &row, QLatin1StringView expressionKey)
{
    const bool wanted = row.want["ok"_L1].toBool();
    const QString expected = row.want[expressionKey].toString();
    const QJsonObject recommended = row.want["recommended"_L1].toObject();
    const bool rejected = row.want["server"_L1].toString() == "rejects"_L1;
    if (row.got["ok"_L1].toBool()) {
        const QString bytes = row.got["expr_hex"_L1].toString();
        if (wanted && bytes == expected && !rejected)
            return Verdict::Exact;
        const QString better = recommended.contains("full_expr_hex"_L1)
                                   ? recommended["full_expr_hex"_L1].toString()
                                   : recommended["expr_hex"_L1].toString();
        if (recommended["ok"_L1].toBool() && bytes == better)
            return Verdict::Recommended;
        if (wanted && rejected)
            return bytes == expected ? Verdict::Failed : Verdict::Coerced;
        return !wanted && row.want.contains("sdk_bugs"_L1) ? Verdict::Coerced : Verdict::Failed;
    }
    if (!wanted)
        return isPlaced(row.got) ? Verdict::Exact : Verdict::Failed;
    if (!recommended.isEmpty() && !recommended["ok"_L1].toBool(true))
        return Verdict::Recommended;
    return rejected && isPlaced(row.got) ? Verdict::Early : Verdict::Failed;
}

bool namesListedIndex(const Row &row, const QJsonObject &plan)
{
    for (const QJsonValue value : row.want["indexes"_L1].toArray()) {
        const QJsonObject index = value.toObject();
        const QString querySet = row.want["query_set"_L1].toString();
        const QString set = index["set"_L1].toString();
        if (index["namespace"_L1] != row.want["namespace"_L1] ||
            (!querySet.isEmpty() && !set.isEmpty() && set != querySet))
            continue;
        if (!plan["index"_L1].isNull() && plan["index"_L1] != index["name"_L1])
            continue;
        if (plan["bin"_L1] == index["bin"_L1])
            return true;
    }
    return false;
}

/// A plan must be sound, not the reference's: where both use one bin, ours holds at least the reference's
/// interval.
bool isPlanFit(const Row &row)
{
    const QJsonValue reference = row.want.contains("sdk_bugs"_L1)
                                     ? row.want["recommended"_L1].toObject()["filter"_L1]
                                     : row.want["filter"_L1];
    if (!row.got["plan"_L1].isObject())
        return !reference.isObject() || row.want.contains("hint"_L1);
    const QJsonObject plan = row.got["plan"_L1].toObject();
    if (!namesListedIndex(row, plan))
        return false;
    const QJsonObject filter = reference.toObject();
    if (!reference.isObject() || filter["bin"_L1] != plan["bin"_L1] || !filter["begin"_L1].isDouble() ||
        !plan["begin"_L1].isDouble())
        return true;
    return plan["begin"_L1].toInteger() <= filter["begin"_L1].toInteger() &&
           plan["end"_L1].toInteger() >= filter["end"_L1].toInteger();
}

Verdict judge(const Row &row)
{
    if (row.want["mode"_L1].toString() == "ctx"_L1) {
        const bool same = row.want["ok"_L1].toBool() == row.got["ok"_L1].toBool() &&
                          (!row.want["ok"_L1].toBool() || row.want["ctx_hex"_L1] == row.got["ctx_hex"_L1]);
        return same ? Verdict::Exact : Verdict::Failed;
    }
    const bool whole = row.want.contains("full_expr_hex"_L1);
    const Verdict verdict = judgeBytes(row, whole ? "full_expr_hex"_L1 : "expr_hex"_L1);
    if (!row.want.contains("indexes"_L1) || !row.got["ok"_L1].toBool() || verdict == Verdict::Failed)
        return verdict;
    return isPlanFit(row) ? verdict : Verdict::Failed;
}

} // namespace

class TestCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRowIsExactOrBetter();
    void refusalsStandWhereTheReferenceHasThem();
    void whatIsMadeCanBeBuilt();
    void answersAreTheSameTwice();

private:
    std::vector<Row> m_rows;
};

void TestCorpus::initTestCase()
{
    QFile file(QStringLiteral(AEROSCOPE_TEST_DATA "/ael/corpus.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        const QByteArray answer = Aeroscope::App::answerAelRequest(line);
        m_rows.push_back(
            {line, QJsonDocument::fromJson(line).object(), QJsonDocument::fromJson(answer).object()});
    }
    QVERIFY(m_rows.size() > 3'600);
}

void TestCorpus::everyRowIsExactOrBetter()
{
    int coerced = 0;
    int failed = 0;
    for (const Row &row : m_rows) {
        const Verdict verdict = judge(row);
        coerced += verdict == Verdict::Coerced;
        if (verdict != Verdict::Failed || row.want.contains("policy"_L1))
            continue;
        ++failed;
        qWarning().noquote() << row.want["id"_L1].toString() << row.want["ael"_L1].toString() << '\n'
                             << QJsonDocument(row.got).toJson(QJsonDocument::Compact);
    }
    QCOMPARE(failed, 0);
    QVERIFY2(coerced <= 30, qPrintable(QString::number(coerced)));
}

void TestCorpus::refusalsStandWhereTheReferenceHasThem()
{
    int same = 0;
    int other = 0;
    for (const Row &row : m_rows) {
        if (row.want["ok"_L1].toBool() || row.got["ok"_L1].toBool() || !row.want.contains("line"_L1))
            continue;
        const bool equal =
            row.want["line"_L1] == row.got["line"_L1] && row.want["column"_L1] == row.got["column"_L1];
        (equal ? same : other) += 1;
        if (!equal)
            qWarning().noquote() << row.want["ael"_L1].toString() << row.want["column"_L1].toInt()
                                 << row.got["column"_L1].toInt();
    }
    QVERIFY(same > 400);
    QVERIFY2(other * 50 <= same + other, qPrintable(u"%1 of %2 differ"_s.arg(other).arg(same + other)));
}

/// Every expression made here, those that differ from the reference's too, passes the rules of a server.
void TestCorpus::whatIsMadeCanBeBuilt()
{
    int refused = 0;
    for (const Row &row : m_rows) {
        const QByteArray bytes = QByteArray::fromHex(row.got["expr_hex"_L1].toString().toLatin1());
        if (bytes.isEmpty() || Naive::evaluate(bytes, Naive::Record()).kind != Naive::Outcome::Kind::Refused)
            continue;
        ++refused;
        qWarning().noquote() << row.want["ael"_L1].toString() << bytes.toHex()
                             << row.want["server"_L1].toString();
    }
    QCOMPARE(refused, 0);
}

void TestCorpus::answersAreTheSameTwice()
{
    for (const Row &row : m_rows) {
        const QByteArray again = Aeroscope::App::answerAelRequest(row.line);
        QCOMPARE(QJsonDocument::fromJson(again).object(), row.got);
    }
}

QTEST_GUILESS_MAIN(TestCorpus)
#include "tst_corpus.moc"
