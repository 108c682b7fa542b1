// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/compiler.h"

#include <QTest>
#include <QThread>

#include <thread>

using namespace Aeroscope;
using namespace Aeroscope::Ael;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Aeroscope::Ael::DiagnosticCode)

namespace {

CompileOptions asValue()
{
    CompileOptions options;
    options.as = CompileOptions::As::Value;
    return options;
}

QByteArray bytesOf(const QString &text, const CompileOptions &options = asValue())
{
    return compile(text, options).expression.bytes().toHex();
}

DiagnosticCode codeOf(const CompileResult &result)
{
    return result.firstError() != nullptr ? result.firstError()->code : DiagnosticCode::AlwaysUnknown;
}

/// Runs a function on a thread whose stack has the given size.
class SmallThread : public QThread
{
public:
    SmallThread(uint stack, std::function<void()> function)
        : m_function(std::move(function))
    {
        setStackSize(stack);
    }

protected:
    void run() override { m_function(); }

private:
    std::function<void()> m_function;
};

} // namespace

class TestCompiler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodes_data();
    void encodes();
    void refuses_data();
    void refuses();
    void offersTheMend_data();
    void offersTheMend();
    void filterMustBeBoolean();
    void filterReadsBareBinAsBool();
    void placeholdersAreValuesNotText();
    void namedParametersAreSubstituted();
    void reportsSeveralErrorsInOrder();
    void countsColumnsInCodePoints();
    void warningsDoNotRefuse();
    void neverDividesByMinusOne();
    void unknownIsACondition();
    void geoJsonIsWhatServersTake_data();
    void geoJsonIsWhatServersTake();
    void contextsNeedPlainSteps();
    void deepNestingIsRefusedOnSmallStacks();
    void deepTextsCompileOnSmallStacks();
    void longChainsCompile();
    void fourThreadsAtOnce();
    void snippetPointsAtThePlace();
    void olderServersKnowLess();
};

void TestCompiler::encodes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("hex");
    QTest::newRow("comparison") << u"$.a > 5"_s << u"9303935102a16105"_s;
    QTest::newRow("logic of three is one list")
        << u"$.a == 1 and $.b == 2 and $.c"_s << u"94109301935102a161019301935102a16202935101a163"_s;
    QTest::newRow("blob literal, hex") << u"$.b == X'0aff'"_s << u"9301935106a162a3040aff"_s;
    QTest::newRow("blob literal, base64") << u"$.b == b64'AQID'"_s << u"9301935106a162a404010203"_s;
    QTest::newRow("blob as map key") << u"$.m.X'ff'.get(type: INT)"_s << u"957f0200936107a204ff935105a16d"_s;
    QTest::newRow("text against blob is base64")
        << u"$.b.get(type: BLOB) == 'AQID'"_s << u"9301935106a162a404010203"_s;
    QTest::newRow("map literal is sorted")
        << u"$.m == {'b': 1, 2: 3, 'a': 2, 'b': 4}"_s << u"9301935105a16d84c70001c00203a2036102a2036204"_s;
    QTest::newRow("smallest integer")
        << u"$.a == -9223372036854775808"_s << u"9301935102a161d38000000000000000"_s;
    QTest::newRow("bin named IN keeps its case") << u"$.IN == 1"_s << u"9301935102a2494e01"_s;
    QTest::newRow("path in arithmetic")
        << u"$.a.k + 1 > 2"_s << u"930393 14957f0200936107a2036b935105a161 01 02"_s.remove(u' ');
    QTest::newRow("rank of a list element is honoured")
        << u"$.l.[0].get(return: RANK)"_s << u"957f0200931303 00935104a16c"_s.remove(u' ');
    QTest::newRow("type of bins follows when") << u"$.s == when($.a > 1 => 'x', default => 'y')"_s
                                               << u"9301935103a173947b9303935102a16101a20378a20379"_s;
    QTest::newRow("minus of FLOAT") << u"-$.a.get(type: FLOAT)"_s << u"9316935107a161cbbff0000000000000"_s;
    QTest::newRow("right side of in is a list")
        << u"1 in $.m.k"_s << u"957f010093160d01957f0400936107a2036b935105a16d"_s;
}

void TestCompiler::encodes()
{
    QFETCH(QString, text);
    QFETCH(QString, hex);
    const CompileResult result = compile(text, asValue());
    QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(diagnosticText(*result.firstError())));
    QCOMPARE(QString::fromLatin1(result.expression.bytes().toHex()), hex);
}

void TestCompiler::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<DiagnosticCode>("code");
    QTest::addColumn<int>("column");
    QTest::addColumn<int>("length");
    const auto row = [](const char *text, DiagnosticCode code, int column, int length) {
        QTest::newRow(text) << QString::fromUtf8(text) << code << column << length;
    };
    row("", DiagnosticCode::EmptyText, 0, 0);
    row("$.a = 1", DiagnosticCode::UseInstead, 4, 1);
    row("$.a == 1 && $.b == 2", DiagnosticCode::UseInstead, 10, 1);
    row("not $.a", DiagnosticCode::NotNeedsParentheses, 4, 2);
    row("$.a == TRUE", DiagnosticCode::BareWord, 11, 0);
    row("$.INT == 1", DiagnosticCode::QuoteName, 2, 3);
    row("$.a < $.b < $.c", DiagnosticCode::ChainedComparison, 10, 1);
    row("$.a.count().k", DiagnosticCode::FunctionNotLast, 11, 1);
    row("$.a == 'x", DiagnosticCode::UnterminatedString, 7, 2);
    row("$.a == X'0a", DiagnosticCode::UnterminatedString, 7, 4);
    row("$.a == ${x", DiagnosticCode::MalformedVariable, 7, 3);
    row("$.a == 1;;", DiagnosticCode::UnknownCharacter, 8, 2);
    row("$.a == 007", DiagnosticCode::LeadingZeros, 7, 3);
    row("$.a == --9223372036854775808", DiagnosticCode::IntegerOutOfRange, 7, 21);
    row("$.a == X'0'", DiagnosticCode::InvalidBlob, 8, 3);
    row("$.b.get(type: BLOB) == 'A'", DiagnosticCode::InvalidBase64, 23, 3);
    row("$.'' == 1", DiagnosticCode::BinNameEmpty, 2, 2);
    row("$.abcdefghijklmnop == 1", DiagnosticCode::BinNameTooLong, 2, 16);
    row("$.nullable == 1", DiagnosticCode::BinNameReserved, 2, 8);
    row("$.a == [1, $.b]", DiagnosticCode::ConstantNeeded, 11, 3);
    row("foo($.a) == 1", DiagnosticCode::UnknownFunction, 0, 3);
    row("pow($.a) == 1", DiagnosticCode::ArgumentCount, 0, 3);
    row("geoCompare($.g, geoJson('{}'))", DiagnosticCode::InvalidGeoJson, 24, 4);
    row("geoCompare($.g, 'x')", DiagnosticCode::NeedsGeo, 16, 3);
    row("$.l.[=1].[0] == 1", DiagnosticCode::StepNotContext, 4, 4);
    row("$.a.remove() == 1", DiagnosticCode::MutatorRefused, 4, 6);
    row("$.l.[0].get(return: KEY) == 1", DiagnosticCode::ReturnTypeRefused, 20, 3);
    row("${x} == 1", DiagnosticCode::UndefinedVariable, 0, 4);
    row("let(x = 1, x = 2) then (${x})", DiagnosticCode::DuplicateVariable, 11, 1);
    row("let(1x = 1) then (1)", DiagnosticCode::VariableNameInvalid, 4, 2);
    row("$.digestModulo(0) == 1", DiagnosticCode::DigestModuloZero, 15, 1);
    row("$.digestModulo(0x100000000) == 1", DiagnosticCode::DigestModuloZero, 15, 11);
    row("$.a == ?0", DiagnosticCode::PlaceholderMissing, 7, 2);
    row("$.a.get(type: INT) == 'x'", DiagnosticCode::CannotCompare, 22, 3);
    row("$.a == geoJson('{\"type\":\"Point\",\"coordinates\":[1,2]}')", DiagnosticCode::NotComparable, 4, 2);
    row("$.a ** 2 == 4.0", DiagnosticCode::NeedsFloat, 7, 1);
    row("$.a % 1.5 == 1", DiagnosticCode::NeedsInt, 6, 3);
    row("$.a + 'x' == 1", DiagnosticCode::NeedsNumber, 6, 3);
    row("$.a == 1 and 5", DiagnosticCode::NeedsBool, 13, 1);
    row("$.a.get(type: FLOAT) + 1 == 2.0", DiagnosticCode::MixedNumbers, 23, 1);
    row("when($.a == 1 => 'x', default => 2)", DiagnosticCode::MixedActions, 33, 1);
    row("$.a in 5", DiagnosticCode::InTypeUnknown, 0, 3);
    row("1 in 5", DiagnosticCode::InNeedsList, 5, 1);
    row("$.a in [1, 'x']", DiagnosticCode::InListMixed, 7, 8);
    row("$.a.get(type: INT) in ['x']", DiagnosticCode::InTypeMismatch, 0, 18);
    row("$.a in $.b", DiagnosticCode::InTypeUnknown, 0, 3);
    row("$.a == unknown", DiagnosticCode::UnknownNeedsType, 7, 7);
    row("$.l.[=1] == 1", DiagnosticCode::ReadsAsList, 6, 1);
    row("$.a == -9223372036854775808 / -1", DiagnosticCode::DivisionOverflow, 30, 2);
    row("$.a / (-(1)) == 1", DiagnosticCode::DivisionOverflow, 6, 6);
    row("-9223372036854775808 / $.a == 1", DiagnosticCode::ServerHazard, 0, 20);
    row("5 == (-9223372036854775807 - 1) % $.a", DiagnosticCode::ServerHazard, 5, 26);
    row("$.a % (1 - 2) == 1", DiagnosticCode::DivisionOverflow, 6, 7);
    row("$.a / min(3, -1) == 1", DiagnosticCode::DivisionOverflow, 6, 10);
    row("$.a / (let (d = 1) then (~${d} + 1)) == 1", DiagnosticCode::DivisionOverflow, 6, 30);
    row("$.a / when ($.b => -1, default => -1) == 1", DiagnosticCode::DivisionOverflow, 6, 31);
    row("let (x = let (x = 1) then (2)) then (true)", DiagnosticCode::DuplicateVariable, 14, 1);
    row("let (x = unknown) then (${x} == 1)", DiagnosticCode::CannotCompare, 32, 1);
    row("when ($.a => 1, default => when ($.b => unknown, default => unknown)) == 1",
        DiagnosticCode::MixedActions, 27, 41);
    row("-unknown == 1", DiagnosticCode::NeedsNumber, 1, 7);
}

void TestCompiler::refuses()
{
    QFETCH(QString, text);
    QFETCH(DiagnosticCode, code);
    QFETCH(int, column);
    QFETCH(int, length);
    const CompileResult result = compile(text, asValue());
    QVERIFY(!result.ok());
    QVERIFY(result.expression.isEmpty());
    const Diagnostic &error = *result.firstError();
    QCOMPARE(error.code, code);
    QCOMPARE(error.line, 1);
    QCOMPARE(error.column, column);
    QCOMPARE(error.length, length);
    QVERIFY(!diagnosticText(error).isEmpty());
    QVERIFY(!diagnosticText(error).contains(u'%') || text.contains(u'%'));
}

void TestCompiler::offersTheMend_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("FLOAT literal for **") << u"$.a ** 2 == 4.0"_s;
    QTest::newRow("FLOAT literal in a comparison") << u"$.a.get(type: FLOAT) > 5"_s;
    QTest::newRow("FLOAT literal on the left") << u"5 < $.a.get(type: FLOAT)"_s;
    QTest::newRow("FLOAT literal in a sum") << u"$.a.get(type: FLOAT) + 1 > 2.5"_s;
    QTest::newRow("single equals sign") << u"$.a = 1"_s;
    QTest::newRow("reserved word as a bin") << u"$.COUNT == 1"_s;
    QTest::newRow("misspelt function") << u"ab($.a) == 1"_s;
    QTest::newRow("function in the wrong case") << u"Max($.a, 1) == 1"_s;
}

void TestCompiler::offersTheMend()
{
    QFETCH(QString, text);
    const CompileResult broken = compile(text, asValue());
    QVERIFY(!broken.ok());
    const Diagnostic error = *broken.firstError();
    QVERIFY(!error.replacement.isEmpty());
    text.replace(error.position, error.size, error.replacement);
    const CompileResult mended = compile(text, asValue());
    QVERIFY2(mended.ok(), qPrintable(text));
}

void TestCompiler::filterMustBeBoolean()
{
    QCOMPARE(codeOf(compile(u"$.a + 1")), DiagnosticCode::FilterNotBool);
    QCOMPARE(codeOf(compile(u"'x'")), DiagnosticCode::FilterNotBool);
    QVERIFY(compile(u"$.a + 1 > 1").ok());
    QVERIFY(compile(u"unknown").ok());
    QVERIFY(compile(u"$.a + 1", asValue()).ok());
    QCOMPARE(compile(u"$.a + 1", asValue()).type, ValueType::Int);
    QCOMPARE(compile(u"$.a > 1").type, ValueType::Bool);
}

void TestCompiler::filterReadsBareBinAsBool()
{
    QCOMPARE(bytesOf(u"$.active"_s, CompileOptions()), QByteArray("935101a6616374697665"));
    QCOMPARE(bytesOf(u"$.active"_s), QByteArray("935102a6616374697665"));
}

void TestCompiler::placeholdersAreValuesNotText()
{
    CompileOptions options;
    options.placeholders = {Value("x' or 'a' == 'a"), Value(5)};
    const CompileResult result = compile(u"$.a == ?0 and $.b == ?1", options);
    QVERIFY(result.ok());
    QVERIFY(result.expression.bytes().contains("x' or 'a' == 'a"));

    options.placeholders = {Value::blob("\x01\x02"_ba)};
    QCOMPARE(bytesOf(u"$.a == ?0"_s, options), QByteArray("9301935106a161a3040102"));
    options.placeholders = {Value()};
    QCOMPARE(codeOf(compile(u"$.a == ?0", options)), DiagnosticCode::PlaceholderType);
    options.placeholders = {Value::infinity()};
    QCOMPARE(codeOf(compile(u"$.a == ?0", options)), DiagnosticCode::PlaceholderType);
    Map badKeys;
    badKeys.pairs = {{Value(1.5), Value(1)}};
    options.placeholders = {Value(badKeys)};
    QCOMPARE(codeOf(compile(u"$.a == ?0", options)), DiagnosticCode::PlaceholderType);
}

void TestCompiler::namedParametersAreSubstituted()
{
    CompileOptions options;
    options.parameters[u"age"_s] = Value(30);
    QCOMPARE(bytesOf(u"$.a > ?age"_s, options), QByteArray("9303935102a1611e"));
    QCOMPARE(codeOf(compile(u"$.a > ?other", options)), DiagnosticCode::PlaceholderMissing);
}

void TestCompiler::reportsSeveralErrorsInOrder()
{
    const CompileResult result =
        compile(u"$.a == 1 + 'x' and foo(1) and $.nullbin == 2\nand ($.c ==)", asValue());
    QList<DiagnosticCode> codes;
    for (const Diagnostic &diagnostic : result.diagnostics)
        codes.append(diagnostic.code);
    // Syntax first, then the rest from left to right.
    QCOMPARE(codes, (QList{DiagnosticCode::UnexpectedToken, DiagnosticCode::NeedsNumber,
                           DiagnosticCode::UnknownFunction, DiagnosticCode::BinNameReserved}));
    QCOMPARE(result.diagnostics[0].line, 2);
    QCOMPARE(result.diagnostics[0].column, 11);
}

void TestCompiler::countsColumnsInCodePoints()
{
    const CompileResult result = compile(u"$.'\U0001F600\U0001F600' == 'x'\n or ;", asValue());
    const Diagnostic &error = *result.firstError();
    QCOMPARE(error.code, DiagnosticCode::UnknownCharacter);
    QCOMPARE(error.line, 2);
    QCOMPARE(error.column, 4);
    QCOMPARE(error.offset, 18);
    QCOMPARE(error.position, 20); // two characters take two UTF-16 units each
    QCOMPARE(error.size, 1);

    QString half = u"$.a == 'x'"_s;
    half[8] = QChar(0xd800);
    QCOMPARE(codeOf(compile(half, asValue())), DiagnosticCode::InvalidUnicode);
}

void TestCompiler::warningsDoNotRefuse()
{
    const CompileResult result = compile(u"$.a / 0 == 1");
    QVERIFY(result.ok());
    QCOMPARE(result.diagnostics.size(), 1);
    QCOMPARE(result.diagnostics[0].severity, Severity::Warning);
    QCOMPARE(result.diagnostics[0].code, DiagnosticCode::DivisionByZero);
    QVERIFY(!result.expression.isEmpty());
}

void TestCompiler::neverDividesByMinusOne()
{
    QCOMPARE(bytesOf(u"$.a / -1"_s), bytesOf(u"$.a * -1"_s));
    QCOMPARE(bytesOf(u"$.a % -1"_s), bytesOf(u"$.a % 1"_s));
    QCOMPARE(bytesOf(u"$.a.get(type: FLOAT) / -1.0"_s), QByteArray("9317935107a161cbbff0000000000000"));
    QCOMPARE(codeOf(compile(u"let (d = -1) then ($.a / ${d})", asValue())), DiagnosticCode::DivisionOverflow);
    CompileOptions options = asValue();
    options.placeholders = {Value(-1)};
    QCOMPARE(codeOf(compile(u"$.a / ?0", options)), DiagnosticCode::DivisionOverflow);
    options.placeholders = {Value::geoJson("no region")};
    QCOMPARE(codeOf(compile(u"geoCompare($.a, ?0)", options)), DiagnosticCode::InvalidGeoJson);
}

/// For a server `unknown` is a condition like any other; only as the result of a `when` it fits every type.
void TestCompiler::unknownIsACondition()
{
    for (const QStringView accepted :
         {u"unknown == true", u"$.a.exists() != error", u"let (x = unknown) then (${x} == true)",
          u"let (x = unknown) then (not(${x}))", u"when (true => unknown, default => error) == unknown",
          u"when ($.a => let (x = 1) then (unknown), default => 5) == 5"})
        QVERIFY2(compile(accepted).ok(), qPrintable(accepted.toString()));
    QCOMPARE(compile(u"when (true => unknown, default => error)", asValue()).type, ValueType::Bool);
    QCOMPARE(compile(u"unknown", asValue()).type, ValueType::Unknown);
}

void TestCompiler::geoJsonIsWhatServersTake_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("taken");
    const auto row = [](const char *name, const QString &text, bool taken) {
        QTest::newRow(name) << text << taken;
    };
    const auto polygon = [](const char *rings) {
        return uR"({"type":"Polygon","coordinates":%1})"_s.arg(QLatin1StringView(rings));
    };
    row("a point", uR"({"type":"Point","coordinates":[1,2]})"_s, true);
    row("a point with a height", uR"({"type":"Point","coordinates":[1,2,3]})"_s, false);
    row("too far north", uR"({"type":"Point","coordinates":[1,91]})"_s, false);
    row("a loose number", uR"({"type":"Point","coordinates":[.5,2]})"_s, false);
    row("a point in a text", uR"({"type":"Point","coordinates":[1,2],"name":"a.b"})"_s, true);
    row("a circle", uR"({"type":"AeroCircle","coordinates":[[1,2],300]})"_s, true);
    row("no ring", polygon("[]"), true);
    row("an open ring", polygon("[[[0,0],[10,0],[10,10],[0,10]]]"), false);
    row("a square", polygon("[[[0,0],[10,0],[10,10],[0,10],[0,0]]]"), true);
    row("a corner twice in a row", polygon("[[[0,0],[10,0],[10,0],[10,10],[0,0]]]"), true);
    row("corners on one circle", polygon("[[[0,0],[5,0],[10,0],[15,0],[10,30],[0,0]]]"), true);
    row("over the date line", polygon("[[[170,0],[-170,0],[-170,10],[170,10],[170,0]]]"), true);
    row("a hole", polygon("[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[2,2],[5,2],[5,5],[2,5],[2,2]]]"), true);
    // What follows stops a server.
    row("a bow tie", polygon("[[[0,0],[10,10],[10,0],[0,10],[0,0]]]"), false);
    row("there and back", polygon("[[[0,0],[10,0],[20,0],[10,0],[0,0]]]"), false);
    row("a corner twice", polygon("[[[0,0],[5,5],[10,0],[10,10],[5,5],[0,10],[0,0]]]"), false);
    row("a hole over the edge",
        polygon("[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[5,5],[15,5],[15,15],[5,15],[5,5]]]"), false);
    row("a ring twice", polygon("[[[0,0],[10,0],[10,10],[0,0]],[[0,0],[10,0],[10,10],[0,0]]]"), false);
}

void TestCompiler::geoJsonIsWhatServersTake()
{
    QFETCH(QString, text);
    QFETCH(bool, taken);
    const CompileResult result = compile(u"geoCompare($.g, geoJson('%1'))"_s.arg(text));
    QCOMPARE(result.ok(), taken);
    if (!taken)
        QCOMPARE(codeOf(result), DiagnosticCode::InvalidGeoJson);
}

void TestCompiler::contextsNeedPlainSteps()
{
    QCOMPARE(compileContext(u"$.m.k.[0].{#-1}.[=5]").context.toHex(), QByteArray("9822a2036b100021ff1305"));
    for (const QStringView refused :
         {u"$.m", u"$.m.[1:2]", u"$.m.k.count()", u"$.m.k == 1", u"1", u"", u"$.m.{}"}) {
        const ContextResult result = compileContext(refused);
        QVERIFY2(!result.ok(), qPrintable(refused.toString()));
        QVERIFY(result.context.isEmpty());
    }
}

void TestCompiler::deepNestingIsRefusedOnSmallStacks()
{
    for (const int depth : {maximumNesting + 1, 100'000}) {
        const QList<QString> texts{
            QString(depth, u'('),
            QString(depth, u'(') + u"$.a == 1"_s + QString(depth, u')'),
            QString(depth + 1, u'[') + QString(depth + 1, u']'),
            u"not("_s.repeated(depth) + u"$.a"_s + QString(depth, u')'),
            u"$.a == "_s + u"{1:"_s.repeated(depth),
        };
        for (const QString &text : texts) {
            DiagnosticCode code{};
            SmallThread thread(128 * 1024, [&] { code = codeOf(compile(text)); });
            thread.start();
            QVERIFY(thread.wait());
            QCOMPARE(code, DiagnosticCode::NestingTooDeep);
        }
    }
    // What nests without brackets is bounded, too.
    const QString minuses = QString(100'000, u'-') + u"$.a == 1"_s;
    QCOMPARE(codeOf(compile(minuses)), DiagnosticCode::ExpressionTooDeep);
    const QString powers = u"2.0 ** "_s.repeated(50'000) + u"2.0"_s;
    QCOMPARE(codeOf(compile(powers, asValue())), DiagnosticCode::ExpressionTooDeep);
}

void TestCompiler::deepTextsCompileOnSmallStacks()
{
    const int depth = maximumNesting;
    const QList<QString> texts{
        QString(depth, u'(') + u"$.a == 1"_s + QString(depth, u')'),
        u"not("_s.repeated(depth) + u"$.a"_s + QString(depth, u')'),
        u"$.a == "_s + QString(200, u'[') + QString(200, u']'),
        u"(1 + "_s.repeated(depth) + u"$.a"_s + QString(depth, u')') + u" == 5"_s,
        QString(1'000, u'-') + u"$.a == 5"_s,
    };
    for (const QString &text : texts) {
        bool ok = false;
        SmallThread thread(128 * 1024, [&] { ok = compile(text).ok(); });
        thread.start();
        QVERIFY(thread.wait());
        QVERIFY(ok);
    }
}

void TestCompiler::longChainsCompile()
{
    QString sum = u"$.a"_s;
    QString ands = u"$.a == 0"_s;
    for (int i = 1; i < 1'000; ++i) {
        sum += u" + $.a"_s;
        ands += u" and $.b == %1"_s.arg(i);
    }
    QVERIFY(compile(sum + u" > 1"_s).ok());
    QVERIFY(compile(ands).ok());
}

void TestCompiler::fourThreadsAtOnce()
{
    const QList<QString> texts{
        u"$.a > 5 and $.b in ['x', 'y'] or not($.c.k.[0] == 1.5)"_s,
        u"when($.a == 1 => 'x', $.b == 2 => 'y', default => 'z') == $.s"_s,
        u"let (x = $.a + 1, y = ${x} * 2) then (${y} > 10 and"_s,
        u"geoCompare($.loc, geoJson('{\"type\":\"Point\",\"coordinates\":[1,2]}'))"_s,
        u"$.m.{a-c}.get(return: COUNT) > ?0"_s,
        QString(300, u'(') + u"$.a"_s + QString(300, u')') + u" == 1"_s,
    };
    QList<QByteArray> expected;
    for (const QString &text : texts)
        expected.append(compile(text).expression.bytes());
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 300; ++i) {
                const qsizetype at = (i + t) % texts.size();
                wrong += compile(texts[at]).expression.bytes() != expected[at];
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
}

void TestCompiler::snippetPointsAtThePlace()
{
    const QString text = u"$.a == 1\n\tand $.b = 2\nor $.c"_s;
    const CompileResult result = compile(text);
    QCOMPARE(diagnosticSnippet(text, *result.firstError()), u"\tand $.b = 2\n\t        ^"_s);
    const QString unfinished = u"$.a =="_s;
    QCOMPARE(diagnosticSnippet(unfinished, *compile(unfinished).firstError()), u"$.a ==\n      ^"_s);
}

void TestCompiler::olderServersKnowLess()
{
    CompileOptions options = asValue();
    const QList<QString> young{u"$.a in [1]"_s, u"$.m.k.exists()"_s, u"$.m.{a,b}.get(return: ORDERED_MAP)"_s};
    for (const QString &text : young) {
        options.serverVersion = QVersionNumber(6, 0, 0);
        QCOMPARE(codeOf(compile(text, options)), DiagnosticCode::ServerTooOld);
        options.serverVersion = QVersionNumber(6, 4);
        QVERIFY(compile(text, options).ok());
        options.serverVersion = QVersionNumber();
        QVERIFY(compile(text, options).ok());
    }
    options.serverVersion = QVersionNumber(6, 0, 0);
    QVERIFY(compile(u"$.a.exists() and $.b > 5", options).ok());
}

QTEST_GUILESS_MAIN(TestCompiler)
#include "tst_compiler.moc"
