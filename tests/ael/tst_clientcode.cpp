// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/clientcode.h"
#include "ael/compiler.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Ael;
using namespace Qt::StringLiterals;

namespace {

constexpr ClientLanguage languages[] = {
    ClientLanguage::PythonSdk, ClientLanguage::Java,   ClientLanguage::C,   ClientLanguage::Go,
    ClientLanguage::Node,      ClientLanguage::CSharp, ClientLanguage::Rust};

/// Brackets outside of quotes close in the order in which they were opened.
bool isBalanced(const QString &code, QChar quote)
{
    QString open;
    bool quoted = false;
    for (qsizetype i = 0; i < code.size(); ++i) {
        const QChar c = code[i];
        if (quoted) {
            if (c == u'\\')
                ++i;
            else if (c == quote)
                quoted = false;
        } else if (c == quote) {
            quoted = true;
        } else if (c == u'(' || c == u'[' || c == u'{') {
            open += c;
        } else if (c == u')' || c == u']' || c == u'}') {
            const QChar partner = c == u')' ? u'(' : c == u']' ? u'[' : u'{';
            if (!open.endsWith(partner))
                return false;
            open.chop(1);
        }
    }
    return open.isEmpty() && !quoted;
}

} // namespace

class TestClientCode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheFilter_data();
    void writesTheFilter();
    void writesTheQuery();
    void quotesWhatItIsGiven();
    void fallsBackToBytes();
    void everyTextCanBeCopied();
};

void TestClientCode::writesTheFilter_data()
{
    QTest::addColumn<int>("language");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    const auto row = [](ClientLanguage language, const char *text, const char *code) {
        QTest::addRow("%d %s", static_cast<int>(language), text)
            << static_cast<int>(language) << QString::fromUtf8(text) << QString::fromUtf8(code);
    };
    const char *simple = "$.age > 25 and $.country == 'US'";
    row(ClientLanguage::PythonSdk, simple, ".where(\"$.age > 25 and $.country == 'US'\")");
    row(ClientLanguage::Java, simple,
        "Exp.and(Exp.gt(Exp.intBin(\"age\"), Exp.val(25)), Exp.eq(Exp.stringBin(\"country\"), "
        "Exp.val(\"US\")))");
    row(ClientLanguage::CSharp, simple,
        "Exp.And(Exp.GT(Exp.IntBin(\"age\"), Exp.Val(25L)), Exp.EQ(Exp.StringBin(\"country\"), "
        "Exp.Val(\"US\")))");
    row(ClientLanguage::Go, simple,
        "as.ExpAnd(as.ExpGreater(as.ExpIntBin(\"age\"), as.ExpIntVal(25)), "
        "as.ExpEq(as.ExpStringBin(\"country\"), "
        "as.ExpStringVal(\"US\")))");
    row(ClientLanguage::Node, simple,
        "exp.and(exp.gt(exp.binInt('age'), exp.int(25)), exp.eq(exp.binStr('country'), exp.str('US')))");
    row(ClientLanguage::C, simple,
        "as_exp_and(as_exp_cmp_gt(as_exp_bin_int(\"age\"), as_exp_int(25)), "
        "as_exp_cmp_eq(as_exp_bin_str(\"country\"), "
        "as_exp_str(\"US\")))");
    row(ClientLanguage::Rust, simple,
        "and(vec![gt(int_bin(\"age\".to_string()), int_val(25)), eq(string_bin(\"country\".to_string()), "
        "string_val(\"US\".to_string()))])");

    const char *nested = "$.m.k.[0] == 5";
    row(ClientLanguage::Java, nested,
        "ListExp.getByIndex(ListReturnType.VALUE, Exp.Type.INT, Exp.val(0), Exp.mapBin(\"m\"), "
        "CTX.mapKey(Value.get(\"k\")))");
    row(ClientLanguage::Go, nested,
        "as.ExpListGetByIndex(as.ListReturnTypeValue, as.ExpTypeINT, as.ExpIntVal(0), as.ExpMapBin(\"m\"), "
        "as.CtxMapKey(as.NewValue(\"k\")))");
    row(ClientLanguage::Node, nested,
        "exp.lists.getByIndex(exp.binMap('m'), exp.int(0), exp.type.INT, Aerospike.lists.returnType.VALUE, "
        "new "
        "Aerospike.cdt.Context().addMapKey('k'))");
    row(ClientLanguage::Rust, nested,
        "lists::get_by_index(ListReturnType::Values, ExpType::INT, int_val(0), map_bin(\"m\".to_string()), "
        "&[ctx_map_key(as_val!(\"k\"))])");

    const char *range = "$.m.{!a-c}.count() > 0";
    row(ClientLanguage::Java, range,
        "MapExp.getByKeyRange(MapReturnType.COUNT | MapReturnType.INVERTED, Exp.val(\"a\"), Exp.val(\"c\"), "
        "Exp.mapBin(\"m\"))");
    row(ClientLanguage::C, range,
        "as_exp_map_get_by_key_range(NULL, AS_MAP_RETURN_COUNT | AS_MAP_RETURN_INVERTED, as_exp_str(\"a\"), "
        "as_exp_str(\"c\"), "
        "as_exp_bin_map(\"m\"))");
    row(ClientLanguage::Node, range,
        "exp.maps.getByKeyRange(exp.binMap('m'), exp.str('c'), exp.str('a'), Aerospike.maps.returnType.COUNT "
        "| "
        "Aerospike.maps.returnType.INVERTED)");

    const char *open = "$.l.[#1:].count() > 0";
    row(ClientLanguage::C, open,
        "as_exp_list_get_by_rank_range_to_end(NULL, AS_LIST_RETURN_COUNT, as_exp_int(1)");
    row(ClientLanguage::Go, open, "as.ExpListGetByRankRange(as.ListReturnTypeCount, as.ExpIntVal(1)");
    row(ClientLanguage::Go, "$.l.[#1:3].count() > 0",
        "as.ExpListGetByRankRangeCount(as.ListReturnTypeCount, as.ExpIntVal(1), as.ExpIntVal(2)");
    row(ClientLanguage::CSharp, "$.name in ['x', 'y']",
        "ListExp.GetByValue(ListReturnType.EXISTS, Exp.StringBin(\"name\"), Exp.Val(new List<object> { "
        "\"x\", \"y\" }))");
    row(ClientLanguage::Java, "$.z.exists() and $.ttl() == -1",
        "Exp.and(Exp.binExists(\"z\"), Exp.eq(Exp.ttl(), Exp.val(-1)))");
    row(ClientLanguage::Java, "let (x = $.a) then (${x} > 1)",
        "Exp.let(Exp.def(\"x\", Exp.intBin(\"a\")), Exp.gt(Exp.var(\"x\"), Exp.val(1)))");
    row(ClientLanguage::Java, "$.h.hllUnionCount($.p) > 3",
        "HLLExp.getUnionCount(Exp.hllBin(\"p\"), Exp.hllBin(\"h\"))");
    row(ClientLanguage::Go, "$.h.hllCount() > 3", "as.ExpHLLGetCount(as.ExpHLLBin(\"h\"))");
}

void TestClientCode::writesTheFilter()
{
    QFETCH(int, language);
    QFETCH(QString, text);
    QFETCH(QString, code);
    const ClientQuery query{"test", "users", {}, -1};
    const QString written = clientCode(static_cast<ClientLanguage>(language), text, CompileOptions(), query);
    QVERIFY2(written.contains(code), qPrintable(written));
}

void TestClientCode::writesTheQuery()
{
    const ClientQuery query{"test", "users", {"name", "age"}, 10};
    const QStringList expected{
        u".bins([\"name\", \"age\"])"_s,        u"statement.setBinNames(\"name\", \"age\");"_s,
        u"as_query_select(&query, \"age\");"_s, u"as.NewStatement(\"test\", \"users\", \"name\", \"age\")"_s,
        u"query.select('name', 'age')"_s,       u"statement.MaxRecords = 10;"_s,
        u"Bins::from([\"name\", \"age\"])"_s};
    for (size_t i = 0; i < std::size(languages); ++i) {
        const QString code = clientCode(languages[i], u"", CompileOptions(), query);
        QVERIFY2(code.contains(expected[qsizetype(i)]), qPrintable(code));
        QVERIFY(code.contains(u"10"));
        QVERIFY(isBalanced(code, languages[i] == ClientLanguage::Node ? u'\'' : u'"'));
    }
}

void TestClientCode::quotesWhatItIsGiven()
{
    CompileOptions options;
    options.placeholders = {Value("\"'\\\n\x01z")};
    const ClientQuery query{"test", "users", {}, -1};
    QVERIFY(
        clientCode(ClientLanguage::Java, u"$.a == ?0", options, query).contains(u"\"\\\"'\\\\\\n\\u0001z\""));
    QVERIFY(clientCode(ClientLanguage::C, u"$.a == ?0", options, query).contains(u"\"\\\"'\\\\\\n\\001z\""));
    QVERIFY(clientCode(ClientLanguage::Rust, u"$.a == ?0", options, query).contains(u"\\u{1}z"));
    QVERIFY(
        clientCode(ClientLanguage::Node, u"$.a == ?0", options, query).contains(u"'\"\\'\\\\\\n\\u0001z'"));
    // The language of the text has no way to write both quotes.
    QVERIFY(clientCode(ClientLanguage::PythonSdk, u"$.a == ?0", options, query).isEmpty());
    options.placeholders = {Value("it's")};
    QVERIFY(clientCode(ClientLanguage::PythonSdk, u"$.a == ?0", options, query)
                .contains(u".where(\"$.a == \\\"it's\\\"\")"));
}

void TestClientCode::fallsBackToBytes()
{
    const ClientQuery query{"test", "users", {}, -1};
    const QString text = u"$.m == {'k': 1}"_s;
    const QString bytes = QString::fromLatin1(compile(text).expression.bytes().toBase64());
    for (const ClientLanguage language : languages) {
        const QString code = clientCode(language, text, CompileOptions(), query);
        if (language == ClientLanguage::Node)
            QVERIFY(code.isEmpty());
        else if (language != ClientLanguage::PythonSdk)
            QVERIFY2(code.contains(bytes), qPrintable(code));
    }
    QVERIFY(clientCode(ClientLanguage::Java, u"$.a ==", CompileOptions(), query).isEmpty());
    // Places that do not fit the integers of a language.
    const QString far = u"$.l.[4294967296].k == 1"_s;
    QVERIFY(clientCode(ClientLanguage::Java, far, CompileOptions(), query).contains(u"fromBase64"));
    QVERIFY(clientCode(ClientLanguage::CSharp, far, CompileOptions(), query).contains(u"FromBase64"));
    QVERIFY(clientCode(ClientLanguage::Go, far, CompileOptions(), query).contains(u"4294967296"));
}

void TestClientCode::everyTextCanBeCopied()
{
    QFile file(QStringLiteral(AEROSCOPE_TEST_DATA "/ael/corpus.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const ClientQuery query{"test", "users", {"a"}, 5};
    int built = 0;
    int total = 0;
    while (!file.atEnd()) {
        const QString text = QJsonDocument::fromJson(file.readLine()).object()["ael"_L1].toString();
        if (text.size() > 1'000 || !compile(text).ok())
            continue;
        for (const ClientLanguage language : languages) {
            const QString code = clientCode(language, text, CompileOptions(), query);
            ++total;
            built += !code.isEmpty() && !code.contains(u"ase64");
            if (language != ClientLanguage::Node)
                QVERIFY2(!code.isEmpty(), qPrintable(text));
            if (!code.isEmpty())
                QVERIFY2(isBalanced(code, language == ClientLanguage::Node ? u'\'' : u'"'), qPrintable(code));
        }
    }
    QVERIFY2(built * 10 > total * 8, qPrintable(u"%1 of %2"_s.arg(built).arg(total)));
}

QTEST_GUILESS_MAIN(TestClientCode)
#include "tst_clientcode.moc"
