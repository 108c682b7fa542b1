// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Nothing that a server refuses may leave the compiler. Texts are made by putting pieces of known texts into
// one another; what compiles must pass the rules of the second evaluator, which recordings of a real server
// pin. AEROSCOPE_SEED repeats a run, AEROSCOPE_CASES lengthens it.

#include "ael/compiler.h"
#include "ael/syntax/lexer.h"
#include "tests/support/naiveevaluator.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <random>

using namespace Aeroscope;
using namespace Aeroscope::Ael;
using namespace Qt::StringLiterals;

namespace {

constexpr int defaultCases = 15'000;
constexpr qsizetype longestText = 300;

int number(const char *variable, int otherwise)
{
    bool ok = false;
    const int value = qEnvironmentVariableIntValue(variable, &ok);
    return ok ? value : otherwise;
}

struct Text
{
    QString text;
    QList<QString> tokens; ///< each with the blanks in front of it
};

QList<QString> tokensOf(const QString &text)
{
    const SourceText source(text);
    QList<QString> tokens;
    int end = 0;
    for (const LexedToken &token : lex(source)) {
        tokens.append(source.mid({end, token.span.end() - end}));
        end = token.span.end();
    }
    return tokens;
}

} // namespace

class TestAcceptance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatCompilesCanBeBuilt();
    void everyPrefixIsHandled();

private:
    [[nodiscard]] CompileOptions options() const;

    QList<Text> m_texts;
};

CompileOptions TestAcceptance::options() const
{
    CompileOptions options;
    options.as = CompileOptions::As::Value;
    List list;
    list.items = {Value("a"), Value("b")};
    Map map;
    map.pairs = {{Value("k"), Value(1)}};
    options.placeholders = {Value(5),   Value("x"), Value(1.5), Value(list), Value::blob("\x01"_ba),
                            Value(map), Value(true)};
    return options;
}

void TestAcceptance::initTestCase()
{
    QFile file(QStringLiteral(AEROSCOPE_TEST_DATA "/ael/corpus.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    while (!file.atEnd()) {
        const QJsonObject row = QJsonDocument::fromJson(file.readLine()).object();
        const QString text = row["ael"_L1].toString();
        if (text.size() <= longestText)
            m_texts.append({text, tokensOf(text)});
    }
    QVERIFY(m_texts.size() > 3'000);
}

void TestAcceptance::whatCompilesCanBeBuilt()
{
    const auto seed = static_cast<quint32>(
        number("AEROSCOPE_SEED", static_cast<int>(QRandomGenerator::global()->bounded(1 << 30))));
    const int cases = number("AEROSCOPE_CASES", defaultCases);
    qInfo("seed %u, %d cases", seed, cases);
    std::mt19937 engine(seed);
    const auto below = [&engine](qsizetype limit) {
        return std::uniform_int_distribution<qsizetype>(0, limit - 1)(engine);
    };
    const CompileOptions values = options();
    int accepted = 0;
    for (int i = 0; i < cases; ++i) {
        const QList<QString> &host = m_texts[below(m_texts.size())].tokens;
        const QList<QString> &guest = m_texts[below(m_texts.size())].tokens;
        if (host.isEmpty() || guest.isEmpty())
            continue;
        const qsizetype hole = below(host.size());
        const qsizetype holeEnd = hole + below(host.size() - hole) + 1;
        const bool whole = below(2) == 0;
        const qsizetype piece = whole ? 0 : below(guest.size());
        const qsizetype pieceEnd = whole ? guest.size() : piece + below(guest.size() - piece) + 1;
        QString text = host.mid(0, hole).join(QString());
        text += u" ("_s + guest.mid(piece, pieceEnd - piece).join(QString()) + u") "_s;
        if (below(2) == 0) // often no parentheses are wanted
            text = host.mid(0, hole).join(QString()) + guest.mid(piece, pieceEnd - piece).join(QString());
        text += host.mid(holeEnd).join(QString());

        const CompileResult result = compile(text, values);
        QCOMPARE(result.ok(), !result.expression.isEmpty());
        if (!result.ok())
            continue;
        ++accepted;
        const Naive::Outcome outcome = Naive::evaluate(result.expression.bytes(), Naive::Record());
        if (outcome.kind == Naive::Outcome::Kind::Refused)
            qWarning().noquote() << "seed" << seed << text << result.expression.bytes().toHex();
        QVERIFY(outcome.kind != Naive::Outcome::Kind::Refused);
    }
    qInfo("%d accepted", accepted);
    QVERIFY(accepted > cases / 40);
}

/// What an editor sees while a text is typed: always an answer, and places within the text.
void TestAcceptance::everyPrefixIsHandled()
{
    const CompileOptions values = options();
    for (qsizetype i = 0; i < m_texts.size(); i += 60) {
        const QString &text = m_texts[i].text;
        for (qsizetype length = 0; length <= text.size(); ++length) {
            const QString prefix = text.left(length);
            const CompileResult result = compile(prefix, values);
            for (const Diagnostic &diagnostic : result.diagnostics) {
                QVERIFY(diagnostic.position >= 0 && diagnostic.position + diagnostic.size <= prefix.size());
                QVERIFY(diagnostic.line >= 1 && diagnostic.column >= 0);
                QVERIFY(!diagnosticText(diagnostic).isEmpty());
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestAcceptance)
#include "tst_acceptance.moc"
