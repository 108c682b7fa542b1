// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/exactjson.h"
#include "ui/workbench/valuemerge.h"

#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;

namespace {

/// An empty text: absent.
std::optional<Value> place(const QString &json)
{
    return json.isEmpty() ? std::nullopt : std::optional(*fromExactJson(json.toUtf8()));
}

} // namespace

class TestValueMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void merges_data();
    void merges();
};

void TestValueMerge::merges_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("mine");
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<QString>("result");
    QTest::addColumn<QStringList>("conflicts");
    const auto row = [](const char *name, QString base, QString mine, QString theirs, QString result,
                        QStringList conflicts = {}) {
        QTest::newRow(name) << base << mine << theirs << result << conflicts;
    };
    row("only mine", u"1"_s, u"2"_s, u"1"_s, u"2"_s);
    row("only theirs", u"1"_s, u"1"_s, u"2"_s, u"2"_s);
    row("the same", u"1"_s, u"2"_s, u"2"_s, u"2"_s);
    row("both", u"1"_s, u"2"_s, u"3"_s, u"2"_s, {u"b"_s});
    row("removed and changed", u"1"_s, {}, u"3"_s, {}, {u"b"_s});
    row("both added", {}, u"2"_s, u"3"_s, u"2"_s, {u"b"_s});
    row("other entries", uR"({"a":1,"b":2})"_s, uR"({"a":5,"b":2})"_s, uR"({"a":1,"c":3})"_s,
        uR"({"a":5,"c":3})"_s);
    row("the same entry", uR"({"a":1})"_s, uR"({"a":2,"x":1})"_s, uR"({"a":3,"y":1})"_s,
        uR"({"a":2,"x":1,"y":1})"_s, {u"b.a"_s});
    row("deep", uR"({"a":{"x":1,"y":1}})"_s, uR"({"a":{"x":2,"y":1}})"_s, uR"({"a":{"x":1,"y":2}})"_s,
        uR"({"a":{"x":2,"y":2}})"_s);
    row("other elements", u"[1,2,3]"_s, u"[9,2,3]"_s, u"[1,2,8]"_s, u"[9,2,8]"_s);
    row("neighbours", u"[1,2]"_s, u"[9,2]"_s, u"[1,8]"_s, u"[9,8]"_s);
    row("the same element", u"[1,2,3]"_s, u"[1,8,3]"_s, u"[1,9,3]"_s, u"[1,8,3]"_s, {u"b[1]"_s});
    row("inside one element", u"[{\"a\":1,\"b\":1}]"_s, u"[{\"a\":2,\"b\":1}]"_s, u"[{\"a\":1,\"b\":2}]"_s,
        u"[{\"a\":2,\"b\":2}]"_s);
    row("insert and change", u"[1,2,3]"_s, u"[0,1,2,3]"_s, u"[1,2,9]"_s, u"[0,1,2,9]"_s);
    row("insert and remove", u"[1,2,3]"_s, u"[1,2,3,4]"_s, u"[2,3]"_s, u"[2,3,4]"_s);
    row("both append", u"[1]"_s, u"[1,2]"_s, u"[1,3]"_s, u"[1,2]"_s, {u"b"_s});
    row("change of what is removed", u"[1,2,3]"_s, u"[1,9,3]"_s, u"[1,3]"_s, u"[1,9,3]"_s, {u"b"_s});
    const auto ordered = [](const char *items) {
        return u"{\"$list\":%1,\"order\":\"ordered\"}"_s.arg(QString::fromLatin1(items));
    };
    row("ordered lists", ordered("[1,5]"), ordered("[1,3,5]"), ordered("[4,5]"), ordered("[3,4,5]"));
    row("ordered, replaced twice", ordered("[1,5]"), ordered("[2,5]"), ordered("[3,5]"), ordered("[2,5]"),
        {u"b"_s});
    row("order and entries", uR"({"a":1})"_s, uR"({"$map":[["a",1]],"order":"key"})"_s, uR"({"a":2})"_s,
        uR"({"$map":[["a",2]],"order":"key"})"_s);
}

void TestValueMerge::merges()
{
    QFETCH(QString, base);
    QFETCH(QString, mine);
    QFETCH(QString, theirs);
    QFETCH(QString, result);
    QFETCH(QStringList, conflicts);
    const ValueMerge merge = merged({"b", {}}, place(base), place(mine), place(theirs));
    QCOMPARE(merge.value ? QString::fromUtf8(toExactJson(*merge.value)) : QString(), result);
    QStringList places;
    for (const MergeConflict &conflict : merge.conflicts)
        places.append(pathText(conflict.path));
    QCOMPARE(places, conflicts);
    if (!conflicts.isEmpty())
        return;
    // Without a conflict it does not matter whose is whose.
    const ValueMerge turned = merged({"b", {}}, place(base), place(theirs), place(mine));
    QVERIFY(turned.value == merge.value);
    QVERIFY(turned.conflicts.empty());
}

QTEST_GUILESS_MAIN(TestValueMerge)
#include "tst_valuemerge.moc"
