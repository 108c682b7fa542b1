// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// What leaves the grid, by the clipboard or into a file, reads back as the identical value.

#include "ael/compiler.h"
#include "client/value/exactjson.h"
#include "tests/ui/support/rows.h"
#include "ui/grid/exportdialog.h"
#include "ui/grid/gridcopy.h"
#include "ui/grid/recordgrid.h"
#include "ui/jobs/jobspanel.h"
#include "ui/theme/theme.h"
#include "ui/workbench/valuetext.h"

#include <QClipboard>
#include <QComboBox>
#include <QDateTime>
#include <QLineEdit>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <bit>
#include <cmath>
#include <limits>

using namespace Aeroscope;
using namespace Aeroscope::Ui;
using namespace Qt::StringLiterals;

namespace {

/// Values at the edges of every type that a bin can have.
std::vector<Value> edgeValues()
{
    using Int = std::numeric_limits<qint64>;
    using Real = std::numeric_limits<double>;
    std::vector<Value> values;
    for (const qint64 number :
         {qint64(0), qint64(1), qint64(-1), Int::max(), Int::min(), Int::max() - 1, qint64(9007199254740993),
          qint64(127), qint64(128), qint64(-129), qint64(4294967296)})
        values.emplace_back(number);
    for (const double real : {0.0, -0.0, 3.0, -1.5, 0.1, 1e308, 5e-324, -5e-324, Real::max(), Real::lowest(),
                              Real::epsilon(), 9007199254740993.0, 1e21, 123456789.123456789})
        values.emplace_back(real);
    values.emplace_back(true);
    values.emplace_back(false);
    for (const char *text : {"",
                             " ",
                             "plain",
                             "Plzeň",
                             "日本語",
                             "\xf0\x9f\x98\x80",
                             "tab\there",
                             "two\nlines",
                             "cr\rlf\r\n",
                             "\"quoted\"",
                             "comma, semicolon;",
                             "=1+1",
                             "+5",
                             "-5",
                             "@cmd",
                             "'=1+1",
                             "''",
                             "a|b\\|c",
                             "<b>&amp;</b>",
                             "\xef\xbb\xbf"
                             "bom",
                             "9007199254740993",
                             "true",
                             "null",
                             "\x01\x1f\x7f",
                             "trailing ",
                             "{\"json\":1}"})
        values.push_back(Value(QString::fromUtf8(text)));
    values.push_back(Value::string("bad \xff\xfe utf-8"));
    values.push_back(Value::blob(QByteArray()));
    values.push_back(Value::blob(QByteArray("\0\x01\xff", 3)));
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all.append(static_cast<char>(i));
    values.push_back(Value::blob(all));
    values.push_back(Value::geoJson(R"({"type":"Point","coordinates":[16.608,49.195]})"));
    values.emplace_back(List{});
    values.emplace_back(List{{1, "1", 1.0, true, Value(), Value::blob("\x01"), Value(List{})}});
    return values;
}

bool identical(const Value &a, const Value &b)
{
    if (a.type() == Value::Type::Double && b.type() == Value::Type::Double)
        return std::bit_cast<quint64>(a.toDouble()) == std::bit_cast<quint64>(b.toDouble());
    return a == b && a.type() == b.type();
}

/// Cells of one line as RFC 4180 and spreadsheets write them.
QList<QStringList> parseTable(const QString &text, QChar separator)
{
    QList<QStringList> rows;
    QStringList row;
    QString cell;
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quoted) {
            if (c == u'"' && i + 1 < text.size() && text[i + 1] == u'"') {
                cell += u'"';
                ++i;
            } else if (c == u'"') {
                quoted = false;
            } else {
                cell += c;
            }
        } else if (c == u'"' && cell.isEmpty()) {
            quoted = true;
        } else if (c == separator) {
            row.append(std::exchange(cell, {}));
        } else if (c == u'\n' || (c == u'\r' && i + 1 < text.size() && text[i + 1] == u'\n')) {
            i += c == u'\r';
            row.append(std::exchange(cell, {}));
            rows.append(std::exchange(row, {}));
        } else {
            cell += c;
        }
    }
    return rows;
}

/// What CSV puts in front of formulas is taken away again.
QString undefused(const QString &text)
{
    qsizetype at = 0;
    while (at < text.size() && text[at] == u'\'')
        ++at;
    return at > 0 && at < text.size() && u"=+-@\t\r"_s.contains(text[at]) ? text.mid(1) : text;
}

std::optional<Value> readBack(const Value &like, const QString &text)
{
    const auto value = Workbench::parseValue(like.type(), text,
                                             like.type() == Value::Type::String && !like.bytes().isValidUtf8()
                                                 ? Workbench::TextForm::Hex
                                                 : Workbench::TextForm::Plain,
                                             &like);
    return value ? std::optional(*value) : std::nullopt;
}

} // namespace

class TestGridCopy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(ThemeChoice::Light); }
    void init();
    void cleanup();

    void edgesThroughTheClipboard_data();
    void edgesThroughTheClipboard();
    void edgesThroughJson();
    void edgesThroughTables_data();
    void edgesThroughTables();
    void defusesFormulas();
    void copiesCellsAsAFilter();
    void copiesManyRowsBesideTheWindow();
    void writesMarkdown();
    void exportsWhatIsShown();
    void exportsInTheOrderShown();
    void exportStops();
    void exportTellsFaults();
    void dialogKnowsItsRows();

private:
    ExportJob::Plan plan(RowFormat format, const QString &file) const;
    QByteArray content(const QString &file) const;

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<RecordStore> m_store;
    std::unique_ptr<RecordGrid> m_grid;
    QTemporaryDir m_folder;
};

void TestGridCopy::init()
{
    m_store = std::make_unique<RecordStore>();
    m_grid = std::make_unique<RecordGrid>(m_store.get());
    m_grid->resize(1200, 500);
    m_grid->show();
}

void TestGridCopy::cleanup()
{
    m_grid.reset();
    m_store.reset();
}

ExportJob::Plan TestGridCopy::plan(RowFormat format, const QString &file) const
{
    ExportJob::Plan plan{.title = u"Export"_s,
                         .file = m_folder.path() + u'/' + file,
                         .format = format,
                         .rows = m_store->snapshot(),
                         .choice = m_grid->chosenRows()};
    plan.choice.shown.set(0, m_grid->rowCount() - 1);
    for (int i = 0; i < m_grid->columns()->count(); ++i)
        plan.columns.push_back(m_grid->columns()->at(i).id());
    return plan;
}

QByteArray TestGridCopy::content(const QString &file) const
{
    QFile in(m_folder.path() + u'/' + file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

void TestGridCopy::edgesThroughTheClipboard_data()
{
    QTest::addColumn<int>("index");
    const std::vector<Value> values = edgeValues();
    for (int i = 0; i < static_cast<int>(values.size()); ++i)
        QTest::addRow("%d", i) << i;
}

void TestGridCopy::edgesThroughTheClipboard()
{
    QFETCH(const int, index);
    const Value value = edgeValues()[static_cast<size_t>(index)];
    m_store->append(Test::chunkOf({Test::record(1, {{"v", value}})}));
    m_grid->flush();
    m_grid->setCurrentCell(0, m_grid->columns()->visualOfBin("v"));
    m_grid->activateWindow();
    m_grid->setFocus();
    copySelection(m_grid.get(), CopyFormat::Text);
    const auto back = readBack(value, QGuiApplication::clipboard()->text());
    QVERIFY2(back && identical(*back, value), qPrintable(QGuiApplication::clipboard()->text()));
}

void TestGridCopy::edgesThroughJson()
{
    std::vector<Record> records;
    for (const Value &value : edgeValues())
        records.push_back(Test::record(static_cast<qint64>(records.size()), {{"v", value}}));
    m_store->append(Test::chunkOf(records));
    m_grid->flush();
    m_grid->selectAllRows();
    ExportJob job(plan(RowFormat::Ndjson, u"edges.ndjson"_s));
    QTRY_COMPARE(job.state(), Job::State::Done);
    const QList<QByteArray> lines = content(u"edges.ndjson"_s).trimmed().split('\n');
    QCOMPARE(lines.size(), qsizetype(records.size()));
    copySelection(m_grid.get(), CopyFormat::Ndjson);
    QCOMPARE(QGuiApplication::clipboard()->text().toUtf8().trimmed().split('\n'), lines);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const qsizetype at = lines[i].indexOf("\"bins\":");
        QVERIFY(at > 0);
        const Result<Bins> bins = binsFromExactJson(lines[i].mid(at + 7).chopped(1));
        QVERIFY2(bins, lines[i].constData());
        QVERIFY2(identical(bins->front().value, records[size_t(i)].bins[0].value), lines[i].constData());
    }
}

void TestGridCopy::edgesThroughTables_data()
{
    QTest::addColumn<RowFormat>("format");
    QTest::addColumn<QChar>("separator");
    QTest::newRow("csv") << RowFormat::Csv << QChar(u',');
    QTest::newRow("tsv") << RowFormat::Tsv << QChar(u'\t');
}

void TestGridCopy::edgesThroughTables()
{
    QFETCH(const RowFormat, format);
    QFETCH(const QChar, separator);
    const std::vector<Value> values = edgeValues();
    std::vector<Record> records;
    for (const Value &value : values)
        records.push_back(Test::record(static_cast<qint64>(records.size()), {{"v", value}}));
    m_store->append(Test::chunkOf(records));
    m_grid->flush();
    ExportJob job(plan(format, u"edges.table"_s));
    QTRY_COMPARE(job.state(), Job::State::Done);
    const QList<QStringList> table = parseTable(QString::fromUtf8(content(u"edges.table"_s)), separator);
    QCOMPARE(table.size(), qsizetype(values.size()) + 1);
    QCOMPARE(table[0], (QStringList{u"key"_s, u"v"_s, u"gen"_s, u"expires"_s}));
    for (size_t i = 0; i < values.size(); ++i) {
        QString text = table[qsizetype(i) + 1].value(1);
        if (format == RowFormat::Csv && values[i].type() == Value::Type::String)
            text = undefused(text);
        const auto back = readBack(values[i], text);
        QVERIFY2(back && identical(*back, values[i]), qPrintable(text));
    }
}

void TestGridCopy::defusesFormulas()
{
    m_store->append(Test::chunkOf({Test::record(1, {{"v", "=cmd|' /C calc'!A0"}, {"n", -5}, {"w", "'=x"}})}));
    m_grid->flush();
    m_grid->selectAllRows();
    copySelection(m_grid.get(), CopyFormat::Csv);
    const QString line = QGuiApplication::clipboard()->text().split(u"\r\n"_s).value(1);
    QVERIFY2(line.startsWith(u"1,'=cmd|' /C calc'!A0,-5,''=x,"_s), qPrintable(line)); // numbers stay numbers
}

void TestGridCopy::copiesCellsAsAFilter()
{
    m_store->append(Test::chunkOf({Test::record(1, {{"age", 28}, {"city", "Brno"}}),
                                   Test::record(2, {{"age", 31}, {"city", "say \"hi\""}}),
                                   Test::record(3, {{"age", 28}, {"city", "Brno"}})}));
    m_grid->flush();
    m_grid->setCurrentCell(0, m_grid->columns()->visualOfBin("age"));
    copySelection(m_grid.get(), CopyFormat::Ael);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"$.age == 28"_s);
    m_grid->selectAllRows();
    copySelection(m_grid.get(), CopyFormat::Ael);
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY2(Ael::compile(text).ok(), qPrintable(text));
    QCOMPARE(text.count(u"28"_s), 1); // the same row twice is one condition
    QVERIFY(text.contains(u" or "_s));
}

void TestGridCopy::copiesManyRowsBesideTheWindow()
{
    m_store->append(Test::chunkOf(0, 5000, [](qint64 i) { return Test::record(i, {{"n", i}}); }));
    m_grid->flush();
    m_grid->columns()->setHidden({GridColumns::Kind::Key, {}}, true);
    m_grid->columns()->setHidden({GridColumns::Kind::Generation, {}}, true);
    m_grid->columns()->setHidden({GridColumns::Kind::Expiry, {}}, true);
    m_grid->selectAllRows();
    QGuiApplication::clipboard()->setText(u"before"_s);
    QSignalSpy notice(m_grid.get(), &RecordGrid::notice);
    copySelection(m_grid.get(), CopyFormat::Text);
    QTRY_COMPARE(notice.count(), 2);
    QString expected;
    for (int i = 0; i < 5000; ++i)
        expected += QString::number(i) + u'\n';
    QCOMPARE(QGuiApplication::clipboard()->text(), expected);
}

void TestGridCopy::writesMarkdown()
{
    m_store->append(Test::chunkOf({Test::record(1, {{"v", "a|b\nc"}})}));
    m_grid->flush();
    m_grid->setCurrentCell(0, m_grid->columns()->visualOfBin("v"));
    copySelection(m_grid.get(), CopyFormat::Markdown);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"| v |\n| --- |\n| a\\|b<br>c |\n"_s);
}

void TestGridCopy::exportsWhatIsShown()
{
    m_store->append(
        Test::chunkOf(0, 100, [](qint64 i) { return Test::record(i, {{"n", i}, {"hidden", i}}); }));
    m_grid->flush();
    m_grid->columns()->setHidden("hidden", true);
    ExportJob job(plan(RowFormat::Csv, u"shown.csv"_s));
    QVERIFY(job.isRunning());
    QCOMPARE(job.total(), 100);
    QTRY_COMPARE(job.state(), Job::State::Done);
    const QByteArray text = content(u"shown.csv"_s);
    QCOMPARE(text.count("\r\n"), 101);
    QVERIFY(text.startsWith("key,n,gen,expires\r\n0,0,1,never\r\n"));
}

void TestGridCopy::exportsInTheOrderShown()
{
    m_store->setBudget(100'000); // most of it on disk
    for (qint64 part = 0; part < 20; ++part) {
        m_store->append(Test::chunkOf(part * 100, 100, [](qint64 i) {
            return Test::record(i, {{"n", i}, {"pad", QString(200, u'x')}});
        }));
        QTRY_VERIFY(!m_store->isCongested());
    }
    m_grid->flush();
    m_grid->sortBy(m_grid->columns()->visualOfBin("n"), true);
    QTRY_VERIFY(m_grid->rowOrder()->isActive() && !m_grid->rowOrder()->isBusy());
    m_grid->columns()->setHidden("pad", true);
    ExportJob job(plan(RowFormat::Tsv, u"order.tsv"_s));
    QTRY_COMPARE(job.state(), Job::State::Done);
    const QList<QByteArray> lines = content(u"order.tsv"_s).split('\n');
    QCOMPARE(lines.size(), 2002);
    for (int i = 0; i < 2000; ++i)
        QCOMPARE(lines[i + 1].split('\t').value(1).toInt(), 1999 - i);
}

void TestGridCopy::exportStops()
{
    m_store->append(Test::chunkOf(0, 1000, [](qint64 i) { return Test::record(i, {{"n", i}}); }));
    m_grid->flush();
    QFile older(m_folder.path() + "/older.csv"_L1);
    QVERIFY(older.open(QIODevice::WriteOnly));
    older.write("older");
    older.close();
    JobsPanel panel;
    auto *job = new ExportJob(plan(RowFormat::Csv, u"older.csv"_s));
    panel.add(job);
    QCOMPARE(panel.runningCount(), 1);
    QSignalSpy finished(job, &Job::finished);
    job->stop();
    QCOMPARE(job->state(), Job::State::Stopped);
    QCOMPARE(finished.count(), 1);
    QCOMPARE(panel.runningCount(), 0);
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(job->state(), Job::State::Stopped);
    QCOMPARE(content(u"older.csv"_s), "older"_ba);
    panel.clearFinished();
    QVERIFY(panel.jobs().isEmpty());
}

void TestGridCopy::exportTellsFaults()
{
    m_store->append(Test::chunkOf({Test::record(1, {{"n", 1}})}));
    m_grid->flush();
    ExportJob job(plan(RowFormat::Csv, u"no/such/folder.csv"_s));
    QTRY_COMPARE(job.state(), Job::State::Failed);
    QVERIFY(!job.detail().isEmpty());
}

void TestGridCopy::dialogKnowsItsRows()
{
    m_store->append(Test::chunkOf(0, 10, [](qint64 i) { return Test::record(i, {{"n", i}}); }));
    m_grid->flush();
    m_grid->setCurrentCell(2, 1);
    ExportDialog one(m_grid.get(), u"users"_s);
    QVERIFY(!one.selectedOnly()->isEnabled()); // one row is where the cursor stands, no choice
    one.file()->setText(m_folder.path() + "/a.ndjson"_L1);
    one.format()->setCurrentIndex(one.format()->findData(static_cast<int>(RowFormat::Csv)));
    QVERIFY(one.file()->text().endsWith(u"a.csv"_s));
    QCOMPARE(one.plan().choice.count(), 10);
    m_grid->setFocus();
    QTest::keyClick(m_grid.get(), Qt::Key_Down, Qt::ShiftModifier);
    ExportDialog two(m_grid.get(), u"users"_s);
    QVERIFY(two.selectedOnly()->isChecked());
    QCOMPARE(two.plan().choice.count(), 2);
}

QTEST_MAIN(TestGridCopy)
#include "tst_gridcopy.moc"
