// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/rows.h"
#include "ui/record/bindelegate.h"
#include "ui/record/binmodel.h"
#include "ui/record/bintree.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;
using Workbench::RecordEdit;

class TestBinModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init();
    void showsBinsAndNestedValues();
    void pagesLargeContainers();
    void followsChangesWithoutReset();
    void editsAScalarWithTheKeyboard();
    void refusesWithAReasonAndStaysOpen();
    void changesNothingWithoutAnEdit();
    void keepsTheTypeUnlessSwitched();
    void editsTextWithLineBreaks();
    void removesBinsWithControlDelete();

private:
    [[nodiscard]] QLineEdit *openEditor(const QByteArray &bin);

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<BinTree> m_tree;
    BinModel *m_model = nullptr;
    BinDelegate *m_delegate = nullptr;
};

void TestBinModel::init()
{
    m_tree = std::make_unique<BinTree>();
    m_model = new BinModel(m_tree.get());
    auto *tester =
        new QAbstractItemModelTester(m_model, QAbstractItemModelTester::FailureReportingMode::Fatal, m_model);
    tester->setUseFetchMore(false); // it would fetch within rowsInserted() and then complain about it
    m_delegate = new BinDelegate(m_tree.get());
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(m_delegate);
    m_tree->resize(700, 400);
    m_tree->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_tree.get()));
    m_tree->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_tree.get()));
    m_model->setEdit(RecordEdit::change(Test::everyType()));
}

QLineEdit *TestBinModel::openEditor(const QByteArray &bin)
{
    m_tree->setCurrentIndex(m_model->indexOfBin(bin).siblingAtColumn(BinModel::ValueColumn));
    m_tree->setFocus();
    QTest::keyClick(m_tree.get(), Qt::Key_F2);
    const auto fields = m_tree->viewport()->findChildren<QLineEdit *>();
    return fields.isEmpty() ? nullptr : fields.last();
}

void TestBinModel::showsBinsAndNestedValues()
{
    QCOMPARE(m_model->rowCount(), 9);
    const QModelIndex map = m_model->indexOfBin("map");
    QVERIFY(m_model->hasChildren(map));
    m_tree->expand(map);
    QTRY_COMPARE(m_model->rowCount(map), 3);
    const QModelIndex first = m_model->index(0, BinModel::NameColumn, map);
    QCOMPARE(first.data().toString(), u"1"_s);
    QCOMPARE(first.data(BinModel::ChipRole).toString(), u"int"_s);
    QCOMPARE(first.siblingAtColumn(BinModel::ValueColumn).data().toString(), u"\"dark\""_s);
    const QModelIndex third = m_model->index(2, BinModel::NameColumn, map);
    QCOMPARE(third.data().toString(), u"0x0a01"_s);
    QCOMPARE(third.data(BinModel::ChipRole).toString(), u"blob"_s);
    QVERIFY(map.siblingAtColumn(BinModel::ValueColumn)
                .data(BinModel::NoteRole)
                .toString()
                .startsWith(u"key-ordered"_s));
    QCOMPARE(m_model->indexOfBin("int").siblingAtColumn(BinModel::ValueColumn).data().toString(),
             u"9007199254740993"_s);
    QVERIFY(!(m_model->flags(m_model->indexOfBin("hll").siblingAtColumn(BinModel::ValueColumn)) &
              Qt::ItemIsEditable));
}

void TestBinModel::pagesLargeContainers()
{
    List large;
    for (int i = 0; i < 20'000; ++i)
        large.items.emplace_back(i);
    m_model->setEdit(RecordEdit::change(Test::record(1, {{"l", large}})));
    const QModelIndex list = m_model->indexOfBin("l");
    QCOMPARE(m_model->rowCount(list), 0);
    QVERIFY(m_model->canFetchMore(list));
    m_tree->expand(list);
    QTRY_VERIFY(m_model->rowCount(list) >= 500);
    QVERIFY(m_model->rowCount(list) < 5000);
}

void TestBinModel::followsChangesWithoutReset()
{
    QSignalSpy reset(m_model, &QAbstractItemModel::modelReset);
    const QModelIndex map = m_model->indexOfBin("map");
    m_tree->expand(map);
    m_model->setBin("int", 5);
    m_model->setBin("added", "x");
    QVERIFY(m_tree->isExpanded(m_model->indexOfBin("map")));
    QCOMPARE(m_model->rowCount(), 10);
    QCOMPARE(m_model->indexOfBin("added").data(BinModel::StateRole).toInt(), int(RecordEdit::State::Added));
    QCOMPARE(m_model->indexOfBin("int").siblingAtColumn(BinModel::StateColumn).data().toString(),
             u"was 9007199254740993"_s);
    m_model->removeBin("str");
    QCOMPARE(m_model->indexOfBin("str").data(BinModel::StateRole).toInt(), int(RecordEdit::State::Removed));
    m_model->setBin("map", Map{});
    QCOMPARE(m_model->rowCount(m_model->indexOfBin("map")), 0);
    m_model->revertAll();
    QCOMPARE(m_model->rowCount(), 9);
    QVERIFY(m_model->edit().isEmpty());
    m_model->setEdit(RecordEdit::change(Test::record(1, {{"list", 1}, {"z", 2}, {"int", 3}})));
    QCOMPARE(m_model->rowCount(), 3);
    QCOMPARE(m_model->index(2, 0).data().toString(), u"int"_s);
    QCOMPARE(reset.count(), 0);
}

void TestBinModel::editsAScalarWithTheKeyboard()
{
    QLineEdit *field = openEditor("int");
    QVERIFY(field);
    QCOMPARE(field->text(), u"9007199254740993"_s);
    QTest::keyClicks(field, u"-42"_s); // the old text is selected
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(m_model->edit().bin("int")->value == Value(-42));
    QCOMPARE(m_model->edit().operations().size(), size_t(1));
}

void TestBinModel::refusesWithAReasonAndStaysOpen()
{
    QSignalSpy fault(m_delegate, &BinDelegate::faultChanged);
    QLineEdit *field = openEditor("int");
    QVERIFY(field);
    field->selectAll();
    QTest::keyClicks(field, u"9223372036854775808"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(field->isVisible());
    QVERIFY(fault.last().first().toString().contains(u"64 bits"_s));
    QVERIFY(m_model->edit().isEmpty());
    QVERIFY(!m_delegate->commitOpenEditor());
    field->selectAll();
    QTest::keyClicks(field, u"9223372036854775807"_s);
    QVERIFY(fault.last().first().toString().isEmpty());
    QVERIFY(m_delegate->commitOpenEditor());
    QVERIFY(m_model->edit().bin("int")->value == Value(std::numeric_limits<qint64>::max()));
}

void TestBinModel::changesNothingWithoutAnEdit()
{
    for (const char *bin : {"int", "double", "str", "blob", "geo", "list", "map", "bool"}) {
        QLineEdit *field = openEditor(bin);
        QVERIFY2(field, bin);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(!m_tree->viewport()->findChild<QLineEdit *>());
        QVERIFY2(m_model->edit().isEmpty(), bin);
    }
}

void TestBinModel::keepsTheTypeUnlessSwitched()
{
    QLineEdit *field = openEditor("double");
    field->selectAll();
    QTest::keyClicks(field, u"7"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(m_model->edit().bin("double")->value == Value(7.0));

    m_tree->setCurrentIndex(m_model->indexOfBin("double").siblingAtColumn(BinModel::TypeColumn));
    m_tree->edit(m_tree->currentIndex());
    auto *types = m_tree->viewport()->findChild<QComboBox *>();
    QVERIFY(types);
    QCOMPARE(types->currentText(), u"double"_s);
    types->setCurrentIndex(types->findText(u"int"_s));
    Q_EMIT types->activated(types->currentIndex());
    QVERIFY(m_model->edit().bin("double")->value == Value(7));
    QVERIFY(m_model->indexOfBin("double")
                .siblingAtColumn(BinModel::StateColumn)
                .data()
                .toString()
                .contains(u"double"_s));
}

void TestBinModel::editsTextWithLineBreaks()
{
    m_model->setEdit(RecordEdit::change(Test::record(1, {{"t", Value::string("a\r\nb")}})));
    QLineEdit *field = openEditor("t");
    QCOMPARE(field->text(), u"a\\r\\nb"_s);
    QTest::keyClick(field, Qt::Key_End);
    QTest::keyClicks(field, u"c"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(m_model->edit().bin("t")->value == Value::string("a\r\nbc"));
}

void TestBinModel::removesBinsWithControlDelete()
{
    QSignalSpy removes(m_tree.get(), &BinTree::removeRequested);
    m_tree->setCurrentIndex(m_model->indexOfBin("str"));
    QTest::keyClick(m_tree.get(), Qt::Key_Delete);
    QCOMPARE(removes.count(), 0); // a bare Delete never removes anything
    QTest::keyClick(m_tree.get(), Qt::Key_Delete, Qt::ControlModifier);
    QCOMPARE(removes.count(), 1);
}

QTEST_MAIN(TestBinModel)
#include "tst_binmodel.moc"
