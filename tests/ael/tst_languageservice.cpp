// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/languageservice.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Ael;
using namespace Qt::StringLiterals;

namespace {

/// A little data: users with an age, a name, tags and an address.
class Users : public SchemaSource
{
public:
    QList<SchemaBin> bins() const override
    {
        return {{"age", {ValueType::Int}},
                {"name", {ValueType::String}},
                {"tags", {ValueType::List}},
                {"address", {ValueType::Map}},
                {"full name", {ValueType::String}}};
    }
    QList<Value> keys(const QByteArray &bin, const QByteArray &context) const override
    {
        if (bin == "address" && context.isEmpty())
            return {Value("city"), Value("zip code"), Value(7)};
        if (bin == "address" && context == compileContext(u"$.address.city").context)
            return {Value("district")};
        return {};
    }
    QList<Value> samples(const QByteArray &bin, const QByteArray &context) const override
    {
        if (bin == "name")
            return {Value("Alice"), Value("O'Hara"), Value("both ' and \"")};
        if (bin == "address" && context == compileContext(u"$.address.city").context)
            return {Value("Austin")};
        if (bin == "age")
            return {Value(30), Value(41)};
        return {};
    }
};

/// The text with the cursor where `|` stands.
std::pair<QString, qsizetype> cursorIn(const QString &marked)
{
    const qsizetype at = marked.indexOf(u'|');
    QString text = marked;
    text.remove(at, 1);
    return {text, at};
}

QStringList labels(const CompletionList &list)
{
    QStringList result;
    for (const Completion &item : list.items)
        result.append(item.label);
    return result;
}

CompletionList completeAt(const QString &marked)
{
    const auto [text, cursor] = cursorIn(marked);
    const Users users;
    return LanguageService::complete(text, cursor, &users);
}

} // namespace

class TestLanguageService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void highlightsEveryKind();
    void highlightsAnything();
    void offersWhatFits_data();
    void offersWhatFits();
    void doesNotOfferWhatDoesNotFit_data();
    void doesNotOfferWhatDoesNotFit();
    void replacesTheWordAtTheCursor();
    void putsTheCursorIntoTheParentheses();
    void completionsParse();
    void hoversExplain();
    void signatureFollowsTheCursor();
    void formats_data();
    void formats();
    void formattingKeepsMeaningAndIsIdempotent();
    void bracketsMatch();
    void variablesAreFoundByScope();
    void renamingRefusesWhatWouldClash();
    void missingPlaceholdersAreNoErrorWhileTyping();
    void dataIsHeldAgainstTheText();
};

void TestLanguageService::highlightsEveryKind()
{
    const QString text =
        u"$.age.get(type: INT) > ?0 and abs($.'a b'.k.[0]) in [1, 'x', X'0a', true] or $.ttl() == ${x} ;"_s;
    QStringList parts;
    for (const HighlightToken &token : LanguageService::highlight(text)) {
        parts.append(text.mid(token.offset, token.length) + u':' +
                     QString::number(static_cast<int>(token.kind)));
    }
    const auto as = [](const char *token, TokenKind kind) {
        return QString::fromLatin1(token) + u':' + QString::number(static_cast<int>(kind));
    };
    for (const QString &expected :
         {as("age", TokenKind::Bin), as("get", TokenKind::PathFunction), as("INT", TokenKind::TypeName),
          as("type", TokenKind::Keyword), as(">", TokenKind::Operator), as("?0", TokenKind::Placeholder),
          as("and", TokenKind::Keyword), as("abs", TokenKind::Function), as("'a b'", TokenKind::Bin),
          as("k", TokenKind::Key), as("0", TokenKind::Key), as("1", TokenKind::Number),
          as("'x'", TokenKind::String), as("X'0a'", TokenKind::Blob), as("true", TokenKind::Constant),
          as("ttl()", TokenKind::Metadata), as("${x}", TokenKind::Variable), as(";", TokenKind::Error),
          as("(", TokenKind::Bracket)})
        QVERIFY2(parts.contains(expected), qPrintable(expected + u" in "_s + parts.join(u' ')));
}

void TestLanguageService::highlightsAnything()
{
    for (const QString &text :
         {QString(), u" "_s, u"'open"_s, u"\U0001F600 $.a"_s, u"$..{{[["_s, QString(300, u'(')}) {
        qsizetype end = 0;
        for (const HighlightToken &token : LanguageService::highlight(text)) {
            QVERIFY(token.offset >= end);
            end = token.offset + token.length;
        }
        QVERIFY(end <= text.size());
    }
    const QList<HighlightToken> tokens = LanguageService::highlight(u"\U0001F600 $.a");
    QCOMPARE(tokens.last(), (HighlightToken{5, 1, TokenKind::Bin}));
}

void TestLanguageService::offersWhatFits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("label");
    const auto row = [](const char *text, const char *label) {
        QTest::addRow("%s offers %s", text, label) << QString::fromUtf8(text) << QString::fromUtf8(label);
    };
    row("|", "$.age");
    row("|", "when");
    row("|", "abs()");
    row("$.|", "age");
    row("$.|", "'full name'");
    row("$.|", "ttl()");
    row("$.a|", "age");
    row("$.full|", "'full name'");
    row("a|", "$.age");
    row("$.age |", "==");
    row("$.age |", "in");
    row("$.age == |", "30");
    row("$.name == |", "'Alice'");
    row("$.name == |", "\"O'Hara\"");
    row("$.name == 'A|", "'Alice'");
    row("$.age in [30, |", "41");
    row("$.address.|", "city");
    row("$.address.|", "'zip code'");
    row("$.address.|", "7");
    row("$.address.ci|", "city");
    row("$.address.city.|", "district");
    row("$.address.city == |", "'Austin'");
    row("$.tags.|", "count()");
    row("$.tags.c|", "count()");
    row("$.age.get(|", "type: ");
    row("$.age.get(type: |", "INT");
    row("$.age.get(return: |", "COUNT");
    row("$.age > 5 a|", "and");
    row("$.age > 5 and |", "$.name");
    row("($.age > 5 or |", "$.name");
    row("let (total = 1) then (${|", "${total}");
    row("let (total = 1) |", "then");
    row("when ($.age > 5 => 1, |", "default");
    row("abs(|", "$.age");
    row("$.age ==== 5 and $.|", "name"); // an error in front is no reason to fall silent
    row("n|", "not");
}

void TestLanguageService::offersWhatFits()
{
    QFETCH(QString, text);
    QFETCH(QString, label);
    const QStringList offered = labels(completeAt(text));
    QVERIFY2(offered.contains(label), qPrintable(offered.join(u' ')));
}

void TestLanguageService::doesNotOfferWhatDoesNotFit_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("label");
    const auto row = [](const char *text, const char *label) {
        QTest::addRow("%s, not %s", text, label) << QString::fromUtf8(text) << QString::fromUtf8(label);
    };
    row("$.age |", "$.name");
    row("$.age |", "abs()");
    row("|", "and");
    row("$.|", "count()");
    row("$.|", "and");
    row("$.age.get(type: |", "COUNT");
    row("$.age.get(return: |", "INT");
    row("$.age == |", "==");
    row("$.na|", "age");
    row("$.name == |", "'both ' and \"'");
    row("$.age in [|", "$.age"); // literals hold constants
    row("$.age in [|", "abs()");
}

void TestLanguageService::doesNotOfferWhatDoesNotFit()
{
    QFETCH(QString, text);
    QFETCH(QString, label);
    QVERIFY(!labels(completeAt(text)).contains(label));
}

void TestLanguageService::replacesTheWordAtTheCursor()
{
    QCOMPARE(completeAt(u"$.ag|e > 5"_s).replaced, (TextRange{2, 3}));
    QCOMPARE(completeAt(u"$.age > |"_s).replaced, (TextRange{8, 0}));
    QCOMPARE(completeAt(u"$.name == 'Al|"_s).replaced, (TextRange{10, 3}));
    QCOMPARE(completeAt(u"'\U0001F600' == $.na|"_s).replaced, (TextRange{10, 2}));
}

void TestLanguageService::putsTheCursorIntoTheParentheses()
{
    for (const Completion &item : completeAt(u"ab|"_s).items) {
        if (item.label != u"abs()"_s)
            continue;
        QCOMPARE(item.insert, u"abs()"_s);
        QCOMPARE(item.cursor, 4);
        QCOMPARE(item.detail, u"abs(x)"_s);
        QVERIFY(!item.meaning.isEmpty());
        return;
    }
    QFAIL("abs is not offered");
}

/// Whatever is offered for a bin, key or value and inserted gives a text that lexes and parses at that place.
void TestLanguageService::completionsParse()
{
    const Users users;
    for (const QString &marked : {u"|"_s, u"$.|"_s, u"$.address.|"_s, u"$.name == |"_s, u"$.age in [|"_s}) {
        const auto [text, cursor] = cursorIn(marked);
        const CompletionList list = LanguageService::complete(text, cursor, &users);
        QVERIFY(!list.items.isEmpty());
        for (const Completion &item : list.items) {
            if (item.kind != CompletionKind::Bin && item.kind != CompletionKind::Key &&
                item.kind != CompletionKind::Value)
                continue;
            QString changed = text;
            changed.replace(list.replaced.offset, list.replaced.length, item.insert);
            for (const Diagnostic &diagnostic : LanguageService::diagnostics(changed))
                QVERIFY2(diagnostic.code == DiagnosticCode::UnexpectedEnd ||
                             diagnostic.severity != Severity::Error || item.insert == u"$."_s ||
                             diagnostic.code == DiagnosticCode::FilterNotBool,
                         qPrintable(changed + u": "_s + diagnosticText(diagnostic)));
        }
    }
}

void TestLanguageService::hoversExplain()
{
    const Users users;
    const auto hoverAt = [&](const QString &marked) {
        const auto [text, cursor] = cursorIn(marked);
        return LanguageService::hover(text, cursor, &users);
    };
    std::optional<HoverInfo> info = hoverAt(u"$.a|ge == 30"_s);
    QVERIFY(info);
    QCOMPARE(info->title, u"$.age"_s);
    QCOMPARE(info->type, ValueType::Int);
    QCOMPARE(info->seenTypes, (QList{ValueType::Int}));
    QCOMPARE(info->range, (TextRange{2, 3}));

    info = hoverAt(u"$.tags.cou|nt() > 2"_s);
    QCOMPARE(info->title, u"count()"_s);
    QCOMPARE(info->type, ValueType::Int);
    QVERIFY(!info->meaning.isEmpty());

    info = hoverAt(u"$.tags.[0].exis|ts()"_s);
    QCOMPARE(info->since, QVersionNumber(6, 1));

    QCOMPARE(hoverAt(u"$.name =|= 'x'"_s)->type, ValueType::Bool);
    QCOMPARE(hoverAt(u"$.price * 1|.5"_s)->type, ValueType::Float);
    QCOMPARE(hoverAt(u"let (x = $.age * 2) then (${|x} > 1)"_s)->type, ValueType::Int);
    QCOMPARE(hoverAt(u"$.address.ci|ty == 'x'"_s)->type, ValueType::String);
    QCOMPARE(hoverAt(u"ma|x($.a, 1.5) > 1.0"_s)->type, ValueType::Float);
    QVERIFY(!hoverAt(u"$.age == 30   |  "_s));
    QVERIFY(hoverAt(u"$.age == ==  an|d"_s)); // also where the text does not parse
}

void TestLanguageService::signatureFollowsTheCursor()
{
    const auto signatureAt = [&](const QString &marked) {
        const auto [text, cursor] = cursorIn(marked);
        return LanguageService::signature(text, cursor);
    };
    std::optional<SignatureInfo> info = signatureAt(u"pow($.a, |"_s);
    QVERIFY(info);
    QCOMPARE(info->label, u"pow(x, exponent)"_s);
    QCOMPARE(info->active, 1);
    QCOMPARE(info->parameters.size(), 2);
    QCOMPARE(info->label.mid(info->parameters[1].offset, info->parameters[1].length), u"exponent"_s);
    QCOMPARE(signatureAt(u"pow(max(1, 2, |), 3)"_s)->label.left(3), u"max"_s);
    QCOMPARE(signatureAt(u"pow(max(1, 2), |3)"_s)->active, 1);
    QCOMPARE(signatureAt(u"max(1, 2, 3, 4, |"_s)->active, 2);
    QCOMPARE(signatureAt(u"$.h.hllUnionCount(|"_s)->label.left(13), u"hllUnionCount"_s);
    QCOMPARE(signatureAt(u"$.a.get(|"_s)->label.left(3), u"get"_s);
    QCOMPARE(signatureAt(u"abs(($.a + |"_s)->label, u"abs(x)"_s);
    QVERIFY(!signatureAt(u"$.a > |"_s));
    QVERIFY(!signatureAt(u"(|"_s));
    QVERIFY(!signatureAt(u"abs(1) + |"_s));
}

void TestLanguageService::formats_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("formatted");
    const auto row = [](const char *text, const char *formatted) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(formatted);
    };
    row("$.a>5", "$.a > 5");
    row("  $. a . b   ==  - 5 ", "$.a.b == -5");
    row("$.a-1", "$.a - 1");
    row("$.a.-1 == 1", "$.a.-1 == 1");
    row("not ( $.a ) AND", "not ( $.a ) AND"); // does not parse: left alone
    row("abs( $.a )>1 and $.b", "abs($.a) > 1 and $.b");
    row("$.a in[1,2 ,3]", "$.a in [1, 2, 3]");
    row("$.a == { 'k':1,'l' : [ ] }", "$.a == {'k': 1, 'l': []}");
    row("$.l.[ 1 : 3 ].count()>0", "$.l.[1:3].count() > 0");
    row("$.m.{ a , b }.get( type:LIST , return : VALUE )", "$.m.{a, b}.get(type: LIST, return: VALUE)");
    row("let(x=1,y=${x}+1)then(${y})", "let (x = 1, y = ${x} + 1) then (${y})");
    row("when($.a==1=>2,default=>3)", "when ($.a == 1 => 2, default => 3)");
    row("~ 5 + - - $.a", "~5 + --$.a");
    row("$.a . 1abc == 1", "$.a.'1abc' == 1");
    row("$.m.{a-c} == [1]", "$.m.{a-c} == [1]");
    row("$.m.{#-1:~5} == [1]", "$.m.{#-1:~5} == [1]");
    row("$.name == 'Alice' and $.country == 'United States' and $.age > 25 and $.tags.count() > 100",
        "$.name == 'Alice'\nand $.country == 'United States'\nand $.age > 25\nand $.tags.count() > 100");
}

void TestLanguageService::formats()
{
    QFETCH(QString, text);
    QFETCH(QString, formatted);
    QCOMPARE(LanguageService::format(text), formatted);
}

void TestLanguageService::formattingKeepsMeaningAndIsIdempotent()
{
    QFile file(QStringLiteral(AEROSCOPE_TEST_DATA "/ael/corpus.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    CompileOptions options;
    options.as = CompileOptions::As::Value;
    int changed = 0;
    while (!file.atEnd()) {
        const QString text = QJsonDocument::fromJson(file.readLine()).object()["ael"_L1].toString();
        if (text.size() > 2'000)
            continue;
        const QString formatted = LanguageService::format(text);
        changed += formatted != text;
        QCOMPARE(LanguageService::format(formatted), formatted);
        QCOMPARE(compile(formatted, options).expression, compile(text, options).expression);
    }
    QVERIFY(changed > 300);
}

void TestLanguageService::bracketsMatch()
{
    const auto at = [](const QString &marked) {
        const auto [text, cursor] = cursorIn(marked);
        return LanguageService::matchingBrackets(text, cursor);
    };
    auto found = at(u"(($.a == ')')|)"_s);
    QVERIFY(found);
    QCOMPARE(found->first, (TextRange{1, 1}));
    QCOMPARE(found->second, (TextRange{12, 1}));
    found = at(u"$.l.|[#0:1]"_s);
    QCOMPARE(found->first, (TextRange{4, 2}));
    QCOMPARE(found->second, (TextRange{9, 1}));
    QVERIFY(!at(u"$.a| == 1"_s));
    QVERIFY(!at(u"(|$.a"_s));
}

void TestLanguageService::variablesAreFoundByScope()
{
    const QString text = u"let (x = 1, y = ${x} + 1) then (${x} + ${y}) == let (x = 2) then (${x})"_s;
    const QList<TextRange> first{{5, 1}, {18, 1}, {34, 1}};
    QCOMPARE(LanguageService::variablePlaces(text, 5), first);
    QCOMPARE(LanguageService::variablePlaces(text, 35), first);
    const qsizetype second = text.lastIndexOf(u"x = 2"_s);
    QCOMPARE(LanguageService::variablePlaces(text, second),
             (QList<TextRange>{{second, 1}, {text.lastIndexOf(u"x}"_s), 1}}));
    QVERIFY(LanguageService::variablePlaces(text, 9).isEmpty());
    const QList<TextEdit> edits = LanguageService::renameVariable(text, 5, u"total"_s);
    QString renamed = text;
    for (auto edit = edits.crbegin(); edit != edits.crend(); ++edit)
        renamed.replace(edit->range.offset, edit->range.length, edit->text);
    QCOMPARE(renamed,
             u"let (total = 1, y = ${total} + 1) then (${total} + ${y}) == let (x = 2) then (${x})"_s);
}

void TestLanguageService::renamingRefusesWhatWouldClash()
{
    const QString text = u"let (x = 1, y = 2) then (${x} + ${y})"_s;
    for (const QString &name : {u"y"_s, u"and"_s, u"1x"_s, u"a b"_s, u"INT"_s, QString(), u"a@b"_s})
        QVERIFY2(LanguageService::renameVariable(text, 5, name).isEmpty(), qPrintable(name));
    QCOMPARE(LanguageService::renameVariable(text, 5, u"z"_s).size(), 2);
    // A name is taken from its definition on, not only behind it.
    const QString nested = u"let (x = let (y = 1) then (${y})) then (${x})"_s;
    QVERIFY(LanguageService::renameVariable(nested, 5, u"y"_s).isEmpty());
    QVERIFY(LanguageService::renameVariable(nested, 14, u"x"_s).isEmpty());
    QCOMPARE(LanguageService::renameVariable(nested, 14, u"z"_s).size(), 2);
}

void TestLanguageService::missingPlaceholdersAreNoErrorWhileTyping()
{
    QVERIFY(LanguageService::diagnostics(u"$.a == ?0 and $.b in ?names").isEmpty());
    QVERIFY(!LanguageService::diagnostics(u"$.a == ?0 and $.b +").isEmpty());
}

void TestLanguageService::dataIsHeldAgainstTheText()
{
    const Users users;
    QVERIFY(LanguageService::diagnostics(u"$.age > 5 and $.name == 'x' and $.tags.count() > 1", {}, &users)
                .isEmpty());
    QList<Diagnostic> found = LanguageService::diagnostics(u"$.agee > 5", {}, &users);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0].code, DiagnosticCode::BinUnknown);
    QCOMPARE(found[0].severity, Severity::Warning);
    QCOMPARE(found[0].arguments, (QList<QString>{u"agee"_s, u"age"_s}));
    QCOMPARE(found[0].position, 2);
    found = LanguageService::diagnostics(u"$.age == 'old'", {}, &users);
    QCOMPARE(found[0].code, DiagnosticCode::BinTypeDiffers);
    QVERIFY(LanguageService::diagnostics(u"$.other.exists()", {}, &users).isEmpty());
}

QTEST_GUILESS_MAIN(TestLanguageService)
#include "tst_languageservice.moc"
