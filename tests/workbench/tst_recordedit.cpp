// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/plantext.h"
#include "ui/workbench/recordedit.h"

#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Workbench;
using namespace Qt::StringLiterals;
using State = RecordEdit::State;

class TestRecordEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsOnlyTouchedBins();
    void takesBackAnEqualValue();
    void tellsWhenTheLastBinGoes();
    void keepsAddedBinsOfAnEmptiedRecord();
    void rebasesOnANewerReading();
    void checksBinNames();
    void writesThePlan();
    void writesInsertAndDelete();

private:
    static Record sample();
};

Record TestRecordEdit::sample()
{
    Record record;
    record.key = *Key::of("users", "profiles", 1001);
    record.generation = 5;
    record.bins = {{"age", 28}, {"city", "Brno"}, {"tags", List{{"vip"}}}};
    return record;
}

void TestRecordEdit::sendsOnlyTouchedBins()
{
    RecordEdit edit = RecordEdit::change(sample());
    QVERIFY(edit.isEmpty());
    edit.setBin("city", "Ostrava");
    edit.setBin("email", "x@y.cz");
    edit.removeBin("age");
    const auto operations = edit.operations();
    QCOMPARE(operations.size(), size_t(3));
    QCOMPARE(operations[0].bin, "age"_ba);
    QVERIFY(operations[0].value.isNil());
    QCOMPARE(operations[1].bin, "city"_ba);
    QVERIFY(operations[1].value == Value("Ostrava"));
    QCOMPARE(operations[2].bin, "email"_ba);
    QVERIFY(!edit.removesRecord());
    QCOMPARE(edit.bin("age")->state, State::Removed);
    QCOMPARE(edit.bin("email")->state, State::Added);
    QCOMPARE(edit.bin("tags")->state, State::Same);
}

void TestRecordEdit::takesBackAnEqualValue()
{
    RecordEdit edit = RecordEdit::change(sample());
    edit.setBin("age", 29);
    edit.setBin("age", 28);
    QVERIFY(edit.isEmpty());
    edit.setBin("age", 28.0); // another type is another value
    QCOMPARE(edit.changeCount(), 1);
    edit.revertBin("age");
    QVERIFY(edit.isEmpty());
    edit.setBin("new", 1);
    edit.removeBin("new");
    QVERIFY(edit.isEmpty());
}

void TestRecordEdit::tellsWhenTheLastBinGoes()
{
    RecordEdit edit = RecordEdit::change(sample());
    edit.removeBin("age");
    edit.removeBin("city");
    QVERIFY(!edit.removesRecord());
    edit.removeBin("tags");
    QVERIFY(edit.removesRecord());
    edit.revertBin("city");
    QVERIFY(!edit.removesRecord());
}

void TestRecordEdit::keepsAddedBinsOfAnEmptiedRecord()
{
    RecordEdit edit = RecordEdit::change(sample());
    for (const char *bin : {"age", "city", "tags"})
        edit.removeBin(bin);
    edit.setBin("fresh", true);
    QVERIFY(!edit.removesRecord());
}

void TestRecordEdit::rebasesOnANewerReading()
{
    RecordEdit edit = RecordEdit::change(sample());
    edit.setBin("city", "Praha");
    edit.setBin("age", 30);
    edit.setBin("note", "n");
    Record newer = sample();
    newer.generation = 6;
    newer.bins = {{"age", 29}, {"city", "Praha"}, {"tags", List{{"vip"}}}, {"other", 1}};
    const auto clashes = edit.rebase(newer);
    QCOMPARE(clashes, std::vector<QByteArray>{"age"_ba}); // both changed it, each to another value
    QCOMPARE(edit.base().generation, 6U);
    QCOMPARE(edit.bin("city")->state, State::Same); // the server has what was wanted
    QCOMPARE(edit.bin("age")->state, State::Changed);
    QVERIFY(*edit.bin("age")->before == Value(29));
    QCOMPARE(edit.bin("note")->state, State::Added);
    QCOMPARE(edit.bin("other")->state, State::Same);
}

void TestRecordEdit::checksBinNames()
{
    const RecordEdit edit = RecordEdit::change(sample());
    QCOMPARE(checkBinName({}, edit), BinNameFault::Empty);
    QCOMPARE(checkBinName("fifteen-bytes-x", edit), BinNameFault::None);
    QCOMPARE(checkBinName("sixteen-bytes-xy", edit), BinNameFault::TooLong);
    QCOMPARE(checkBinName(QByteArray("a\0b", 3), edit), BinNameFault::HasNul);
    QCOMPARE(checkBinName("age", edit), BinNameFault::Exists);
}

void TestRecordEdit::writesThePlan()
{
    RecordEdit edit = RecordEdit::change(sample());
    edit.setBin("city", "Ostra\"va");
    edit.setBin("two words", Value::blob("\x0a"));
    edit.removeBin("age");
    WritePlan plan;
    plan.key = edit.base().key;
    plan.generation = edit.base().generation;
    plan.operations = edit.operations();
    QCOMPARE(planText(plan), QStringLiteral("operate(generation == 5, expiry keep)\n"
                                            "  remove(age)\n"
                                            "  put(city, \"Ostra\\\"va\")\n"
                                            "  put(\"two words\", {\"$blob\":\"Cg==\"})"));
}

void TestRecordEdit::writesInsertAndDelete()
{
    WritePlan insert;
    insert.verb = WritePlan::Verb::Insert;
    insert.key = *Key::of("users", "profiles", "user42");
    insert.ttl = Ttl::namespaceDefault();
    insert.storeKey = true;
    insert.operations = {Operation::write("a", 1)};
    QCOMPARE(planText(insert),
             QStringLiteral("insert(key \"user42\", expiry default, store key)\n  put(a, 1)"));
    WritePlan remove;
    remove.verb = WritePlan::Verb::Delete;
    remove.key = insert.key;
    remove.generation = 9;
    QCOMPARE(planText(remove), u"delete(generation == 9)"_s);
}

QTEST_GUILESS_MAIN(TestRecordEdit)
#include "tst_recordedit.moc"
