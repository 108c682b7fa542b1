// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/exactjson.h"
#include "ui/workbench/plantext.h"
#include "ui/workbench/recordedit.h"

#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;
using Kind = ValueEdit::Kind;

namespace {

Value json(const char *text)
{
    return *fromExactJson(text);
}

} // namespace

class TestValuePath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAndReadsPaths_data();
    void writesAndReadsPaths();
    void refusesWhatIsNoPath_data();
    void refusesWhatIsNoPath();
    void edits_data();
    void edits();
    void refusesEdits_data();
    void refusesEdits();
    void findsTheSmallestOperations_data();
    void findsTheSmallestOperations();
    void writesTheCommandLine();
    void plansExpiryAndDeletes();
};

void TestValuePath::writesAndReadsPaths_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ValuePath>("path");
    const auto row = [](const char *name, QString text, ValuePath path) {
        QTest::newRow(name) << std::move(text) << std::move(path);
    };
    row("bin", u"age"_s, {"age", {}});
    row("bin with a hyphen", u"fifteen-bytes-x[0]"_s, {"fifteen-bytes-x", {PathStep::at(0)}});
    row("odd bin", u"\"a.b \\\"c\\\"\".x"_s, {"a.b \"c\"", {PathStep::under("x")}});
    row("from the end", u"tags[-1]"_s, {"tags", {PathStep::at(-1)}});
    row("integer key", u"prefs{1}"_s, {"prefs", {PathStep::under(1)}});
    row("digits as text", u"prefs.1"_s, {"prefs", {PathStep::under("1")}});
    row("string key", u"prefs{\"a }{ \\\"b\"}[2]"_s,
        {"prefs", {PathStep::under("a }{ \"b"), PathStep::at(2)}});
    row("blob key", u"prefs{{\"$blob\":\"CgE=\"}}.x"_s,
        {"prefs", {PathStep::under(Value::blob("\x0a\x01")), PathStep::under("x")}});
    row("empty key", u"prefs{\"\"}"_s, {"prefs", {PathStep::under("")}});
}

void TestValuePath::writesAndReadsPaths()
{
    QFETCH(QString, text);
    QFETCH(ValuePath, path);
    QCOMPARE(pathText(path), text);
    const Result<ValuePath> read = pathFromText(text);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QVERIFY(*read == path);
}

void TestValuePath::refusesWhatIsNoPath_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("place");
    QTest::newRow("nothing") << u""_s << u"column 1"_s;
    QTest::newRow("no bin") << u"[0]"_s << u"column 1"_s;
    QTest::newRow("no index") << u"a[x]"_s << u"column 3"_s;
    QTest::newRow("open index") << u"a[1"_s << u"column 3"_s;
    QTest::newRow("open key") << u"a{\"}\""_s << u"column 3"_s;
    QTest::newRow("word as key") << u"a{b}"_s << u"column 3"_s;
    QTest::newRow("list as key") << u"a{[1]}"_s << u"column 3"_s;
    QTest::newRow("no word") << u"a."_s << u"column 3"_s;
    QTest::newRow("what follows") << u"a[0]x"_s << u"column 5"_s;
}

void TestValuePath::refusesWhatIsNoPath()
{
    QFETCH(QString, text);
    QFETCH(QString, place);
    const Result<ValuePath> read = pathFromText(text);
    QVERIFY(!read);
    QVERIFY2(read.error().message.contains(place), qPrintable(read.error().message));
}

void TestValuePath::edits_data()
{
    QTest::addColumn<Value>("before");
    QTest::addColumn<ValueEdit>("edit");
    QTest::addColumn<Value>("after");
    const auto row = [](const char *name, const char *before, ValueEdit edit, const char *after) {
        QTest::newRow(name) << json(before) << std::move(edit) << json(after);
    };
    row("element", "[1,[2,3]]", {Kind::Set, {PathStep::at(1), PathStep::at(-1)}, 9}, "[1,[2,9]]");
    row("insert", "[1,2]", {Kind::Insert, {PathStep::at(1)}, "x"}, "[1,\"x\",2]");
    row("insert at the end", "[1,2]", {Kind::Insert, {PathStep::at(2)}, "x"}, "[1,2,\"x\"]");
    row("ordered sorts", R"({"$list":[1,3],"order":"ordered"})", {Kind::Append, {}, 2},
        R"({"$list":[1,2,3],"order":"ordered"})");
    row("remove", "[1,2,3]", {Kind::Remove, {PathStep::at(0)}}, "[2,3]");
    row("entry", R"({"a":{"b":1}})", {Kind::Set, {PathStep::under("a"), PathStep::under("c")}, 2},
        R"({"a":{"b":1,"c":2}})");
    row("integer key", R"({"$map":[[1,"a"]],"order":"key"})", {Kind::Set, {PathStep::under(1)}, "b"},
        R"({"$map":[[1,"b"]],"order":"key"})");
    row("rename", R"({"a":1,"b":2})", {Kind::Rename, {PathStep::under("a")}, 5},
        R"({"$map":[[5,1],["b",2]],"order":"unordered"})");
    row("list order", "[3,1]", {Kind::Order, {}, {}, 1}, R"({"$list":[1,3],"order":"ordered"})");
    row("map order", R"({"a":[{"b":1}]})", {Kind::Order, {PathStep::under("a"), PathStep::at(0)}, {}, 3},
        R"({"a":[{"$map":[["b",1]],"order":"key-value"}]})");
}

void TestValuePath::edits()
{
    QFETCH(Value, before);
    QFETCH(ValueEdit, edit);
    QFETCH(Value, after);
    const Result<Value> result = applied(before, edit);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QCOMPARE(toExactJson(*result), toExactJson(after));
}

void TestValuePath::refusesEdits_data()
{
    QTest::addColumn<Value>("before");
    QTest::addColumn<ValueEdit>("edit");
    const auto row = [](const char *name, const char *before, ValueEdit edit) {
        QTest::newRow(name) << json(before) << std::move(edit);
    };
    row("outside", "[1]", {Kind::Set, {PathStep::at(1)}, 9});
    row("outside from the end", "[1]", {Kind::Set, {PathStep::at(-2)}, 9});
    row("key in a list", "[1]", {Kind::Set, {PathStep::under(0)}, 9});
    row("index in a map", R"({"a":1})", {Kind::Set, {PathStep::at(0)}, 9});
    row("no such key", R"({"a":1})", {Kind::Remove, {PathStep::under("b")}});
    row("key is taken", R"({"a":1})", {Kind::Insert, {PathStep::under("a")}, 2});
    row("rename to a key that is taken", R"({"a":1,"b":2})", {Kind::Rename, {PathStep::under("a")}, "b"});
    row("key of a wrong type", R"({"a":1})", {Kind::Set, {PathStep::under(1.5)}, 2});
    row("through a scalar", "[1]", {Kind::Set, {PathStep::at(0), PathStep::at(0)}, 9});
    row("append to a map", R"({"a":1})", {Kind::Append, {}, 2});
    row("order of a scalar", "[1]", {Kind::Order, {PathStep::at(0)}, {}, 1});
}

void TestValuePath::refusesEdits()
{
    QFETCH(Value, before);
    QFETCH(ValueEdit, edit);
    QVERIFY(!applied(before, edit));
}

void TestValuePath::findsTheSmallestOperations_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QStringList>("operations");
    const auto row = [](const char *name, const char *before, const char *after, QStringList operations) {
        QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(after) << operations;
    };
    row("nothing", "[1,{\"a\":2}]", "[1,{\"a\":2}]", {});
    row("maps have no order of their own", R"({"b":1,"a":2})", R"({"a":2,"b":1})", {});
    row("scalar", "1", "1.0", {u"put(b, 1.0)"_s});
    row("element", "[1,2,3]", "[1,5,3]", {u"list_set(b, 1, 5)"_s});
    row("append", "[1]", "[1,2,3]", {u"list_append(b, 2, 3)"_s});
    row("insert in front", "[1,2]", "[0,1,2]", {u"list_insert(b, 0, 0)"_s});
    row("remove", "[1,2,3,4]", "[1,4]", {u"list_remove(b, 1, count 2)"_s});
    row("from the back", "[1,2,3,4,5]", "[9,2,3,5]", {u"list_remove(b, 3)"_s, u"list_set(b, 0, 9)"_s});
    row("equal elements", "[1,1,1]", "[1,1]", {u"list_remove(b, 2)"_s});
    row("entry", R"({"a":1,"b":2})", R"({"a":1,"b":3,"c":4})",
        {u"map_put(b, \"b\", 3)"_s, u"map_put(b, \"c\", 4)"_s});
    row("entry removed", R"({"a":1,"b":2})", R"({"b":2})", {u"map_remove(b, \"a\")"_s});
    row("deep", R"({"a":[{"x":[1,2]},7]})", R"({"a":[{"x":[1,3]},7]})", {u"list_set(b.a[0].x, 1, 3)"_s});
    row("blob key", R"({"$map":[[{"$blob":"AQ=="},{"k":1}]],"order":"key"})",
        R"({"$map":[[{"$blob":"AQ=="},{"k":2}]],"order":"key"})",
        {u"map_put(b{{\"$blob\":\"AQ==\"}}, \"k\", 2)"_s});
    row("ordered list", R"({"$list":[1,2,3],"order":"ordered"})", R"({"$list":[0,2,3],"order":"ordered"})",
        {u"list_remove(b, 0)"_s, u"list_append(b, 0)"_s});
    row("order", R"({"a":1})", R"({"$map":[["a",2]],"order":"key"})",
        {u"map_order(b, key)"_s, u"map_put(b, \"a\", 2)"_s});
    row("another kind", "[1]", R"({"a":1})", {u"put(b, {\"a\":1})"_s});
    row("a key that no operation can name", R"({"$map":[[true,1]],"order":"unordered"})", R"({"a":1})",
        {u"put(b, {\"a\":1})  (all of it: its elements cannot be told apart by index or key)"_s});
    row("equal in rank, not the same", R"({"$list":[0.0,-0.0],"order":"ordered"})",
        R"({"$list":[-0.0,0.0],"order":"ordered"})",
        {u"put(b, {\"$list\":[-0.0,0.0],\"order\":\"ordered\"})  (all of it: its elements cannot be told apart by index or key)"_s});
}

void TestValuePath::findsTheSmallestOperations()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QStringList, operations);
    Value value = canonical(*fromExactJson(before.toUtf8()));
    const Value wanted = *fromExactJson(after.toUtf8());
    QStringList found;
    for (const EditOperation &operation : differences("b", value, wanted)) {
        QVERIFY2(operation.operation().refusal.isEmpty(), qPrintable(operation.operation().refusal));
        found.append(stepText(operation));
        value = *carriedOut(value, operation);
    }
    QCOMPARE(found, operations);
    QCOMPARE(toExactJson(value), toExactJson(canonical(wanted)));
}

void TestValuePath::writesTheCommandLine()
{
    Record record;
    record.key = *Key::of("users", "profiles", 1001);
    record.generation = 5;
    record.bins = {{"prefs", json(R"({"$map":[[1,"light"],["x",1]],"order":"key"})")},
                   {"tags", List{{"a", "b"}}}};
    RecordEdit edit = RecordEdit::change(record);
    QVERIFY(edit.apply("prefs", {Kind::Set, {PathStep::under(1)}, "it's"}));
    QVERIFY(edit.apply("prefs", {Kind::Remove, {PathStep::under("x")}}));
    QVERIFY(edit.apply("tags", {Kind::Append, {}, "c"}));
    edit.setExpiry(ExpiryChoice::in(60));
    QCOMPARE(commandLineText(*planOf(edit, 0)),
             u"aeroscope edit users profiles 1001 --if-generation 5 --ttl 60 remove prefs.x "
             "set 'prefs{1}' '\"it'\\''s\"' append tags '\"c\"'"_s);
    RecordEdit insert = RecordEdit::insert(*Key::of("users", "", "k"));
    insert.setBin("a", 1);
    QCOMPARE(commandLineText(*planOf(insert, 0)),
             u"aeroscope put users '' k '{\"a\":1}' --mode insert --ttl default"_s);
}

void TestValuePath::plansExpiryAndDeletes()
{
    Record record;
    record.key = *Key::of("users", "profiles", 1001);
    record.generation = 5;
    record.bins = {{"a", 1}};
    RecordEdit edit = RecordEdit::change(record);
    QVERIFY(!planOf(edit, 0)); // nothing to do
    edit.setExpiry(ExpiryChoice::at(1000));
    QCOMPARE(planText(*planOf(edit, 400)), u"operate(generation == 5, expiry 600 s)\n  touch()"_s);
    QVERIFY(!planOf(edit, 1000));
    edit.removeBin("a");
    QCOMPARE(planText(*planOf(edit, 400)), u"delete(generation == 5)"_s);
    for (const auto &[text, choice] :
         {std::pair(u"keep"_s, ExpiryChoice::keep()),
          std::pair(u"default"_s, ExpiryChoice::namespaceDefault()),
          std::pair(u"never"_s, ExpiryChoice::never()), std::pair(u"90"_s, ExpiryChoice::in(90)),
          std::pair(u"1970-01-12T13:46:40Z"_s, ExpiryChoice::at(1'000'000))}) {
        QVERIFY(ExpiryChoice::fromText(text) == choice);
        QCOMPARE(choice.text(), text);
    }
    QVERIFY(ExpiryChoice::fromText(u"2d"_s) == ExpiryChoice::in(172'800));
    for (const auto &text : {u""_s, u"0"_s, u"-1"_s, u"soon"_s, u"315360001"_s, u"5y"_s, u"d"_s})
        QVERIFY2(!ExpiryChoice::fromText(text), qPrintable(text));
    NamespaceInfo rules;
    rules.defaultTtl = 86'400;
    using Outcome = ExpiryOutcome::Kind;
    QCOMPARE(expiryOutcome(ExpiryChoice::namespaceDefault(), rules, 0, false, 0).kind, Outcome::Refused);
    rules.allowTtlWithoutNsup = true;
    QCOMPARE(expiryOutcome(ExpiryChoice::in(5), rules, 0, false, 0).kind, Outcome::NeverRemoved);
    rules.nsupPeriod = 10;
    QCOMPARE(expiryOutcome(ExpiryChoice::namespaceDefault(), rules, 0, false, 0).seconds, 86'400);
    QCOMPARE(expiryOutcome(ExpiryChoice::keep(), rules, 7, true, 0).seconds, 7);
    QCOMPARE(expiryOutcome(ExpiryChoice::keep(), rules, 7, false, 0).kind, Outcome::Kept);
    QCOMPARE(expiryOutcome(ExpiryChoice::never(), rules, 7, false, 0).kind, Outcome::Never);
}

QTEST_GUILESS_MAIN(TestValuePath)
#include "tst_valuepath.moc"
