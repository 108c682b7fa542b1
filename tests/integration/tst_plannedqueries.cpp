// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// The same query with and without its plan, over a node that keeps the indexes: both give the rows that a
// second evaluator picks. AEROSCOPE_SEED repeats a run, AEROSCOPE_CASES lengthens it.

#include "ael/prepared.h"
#include "app/demo/embeddedcluster.h"
#include "client/value/rowchunk.h"
#include "client/wire/query.h"
#include "client/wire/rowframer.h"
#include "tests/ael/plannercases.h"
#include "tests/demo/rawconnection.h"
#include "tests/support/naiveevaluator.h"

#include <QRandomGenerator>
#include <QTest>

#include <numeric>
#include <optional>
#include <set>

using namespace Aeroscope;
using namespace Aeroscope::Ael;
using namespace Aeroscope::PlannerCases;
using namespace Qt::StringLiterals;

namespace {

constexpr int defaultCases = 2'000;
constexpr int recordCount = 120;
const QByteArray setName = "planned";

IndexFilter filterOf(const IndexPlan &plan)
{
    IndexFilter filter;
    filter.begin = plan.begin;
    filter.end = plan.end;
    filter.collection = static_cast<CollectionIndex>(plan.index.collection);
    filter.bin = plan.index.bin;
    filter.context = plan.index.context;
    filter.expression = Expression(plan.index.expression);
    return filter;
}

QByteArray creation(const IndexInfo &index)
{
    static constexpr const char *kinds[] = {"default", "list", "mapkeys", "mapvalues"};
    QByteArray text = "namespace=test;set=" + setName + ";indexname=" + index.name +
                      ";indextype=" + kinds[static_cast<int>(index.collection)] +
                      ";type=" + (index.type == IndexType::Numeric ? "numeric" : "string");
    if (!index.context.isEmpty())
        text += ";context=" + index.context.toBase64();
    text += index.expression.isEmpty() ? ";bin=" + index.bin : ";exp=" + index.expression.toBase64();
    return text;
}

} // namespace

class TestPlannedQueries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void plansGiveTheSameRows();

private:
    struct Row
    {
        Digest digest;
        Bins bins;
    };
    using Rows = std::set<Digest>;

    [[nodiscard]] std::optional<Rows> rowsOf(const IndexFilter *index, const Expression &filter);

    quint32 m_seed = 0;
    std::unique_ptr<Demo::EmbeddedCluster> m_cluster;
    std::unique_ptr<Test::RawConnection> m_connection;
    std::vector<Row> m_rows;
    QList<IndexInfo> m_indexes;
    std::vector<quint16> m_partitions;
};

void TestPlannedQueries::initTestCase()
{
    m_seed = static_cast<quint32>(
        numberFrom("AEROSCOPE_SEED", static_cast<int>(QRandomGenerator::global()->bounded(1 << 30))));
    Dice dice(m_seed);
    auto cluster = Demo::EmbeddedCluster::start();
    QVERIFY(cluster);
    m_cluster = std::move(*cluster);
    m_connection = std::make_unique<Test::RawConnection>(m_cluster->port(0));
    std::set<quint16> partitions;
    for (int i = 0; i < recordCount; ++i) {
        const Result<Key> key = Key::of("test", setName, Value(i));
        QVERIFY(key);
        Row row{key->digest(), record(dice)};
        row.bins.push_back({"id", Value(i)}); // a record has a bin
        partitions.insert(static_cast<quint16>(row.digest.partitionId()));
        QVERIFY(m_cluster->put({"test", setName, Value(i), row.bins}));
        m_rows.push_back(std::move(row));
    }
    // Half of them once more under another set: an index is of one set, the scope of a query, too.
    for (int i = 0; i < recordCount; i += 2)
        QVERIFY(m_cluster->put({"test", "other", Value(i), m_rows[static_cast<size_t>(i)].bins}));
    m_partitions.assign(partitions.begin(), partitions.end());
    m_indexes = allIndexes();
    for (IndexInfo &index : m_indexes) {
        index.set = setName;
        const Result<void> created = m_cluster->createIndex(creation(index));
        QVERIFY2(created, created ? "" : qPrintable(created.error().toString()));
    }
}

std::optional<TestPlannedQueries::Rows> TestPlannedQueries::rowsOf(const IndexFilter *index,
                                                                   const Expression &filter)
{
    Wire::QueryRequest request;
    request.namespaceName = "test";
    request.setName = setName;
    request.index = index;
    request.filter = filter.bytes();
    request.partitions = m_partitions;
    request.noBins = true;
    Wire::WireBuffer out;
    if (const Result<void> encoded = Wire::encodeQuery(out, request); !encoded) {
        qWarning().noquote() << encoded.error().toString();
        return {};
    }
    m_connection->send(out.toByteArray());
    Rows rows;
    Wire::RowFramer framer;
    for (;;) {
        const QByteArray packet = m_connection->receivePacket();
        if (packet.isEmpty())
            return {};
        QByteArrayView unread = packet;
        Wire::RowFramer::Event event = framer.next(unread);
        for (; event != Wire::RowFramer::Event::NeedMore; event = framer.next(unread)) {
            switch (event) {
            case Wire::RowFramer::Event::Row: {
                const Digest digest = RowView(framer.row()).digest();
                rows.insert(digest);
                break;
            }
            case Wire::RowFramer::Event::End:
                if (framer.code() == ResultCode::Ok)
                    return rows;
                qWarning("the node answers with code %d", static_cast<int>(framer.code()));
                return {};
            default:
                return {};
            }
        }
    }
}

void TestPlannedQueries::plansGiveTheSameRows()
{
    const int cases = numberFrom("AEROSCOPE_CASES", defaultCases);
    qInfo("seed %u, %d cases", m_seed, cases);
    Dice dice(m_seed + 1);
    Texts texts(dice);
    int done = 0;
    int planned = 0;
    int narrowed = 0;
    int found = 0;
    while (done < cases) {
        const QString text = texts.text();
        QList<IndexInfo> indexes;
        for (const IndexInfo &index : m_indexes) {
            if (!dice.oneIn(3))
                continue;
            indexes.append(index);
            indexes.last().entriesPerValue = dice.below(50);
        }
        const PlannedQuery query =
            compileQuery(text, CompileOptions(), {"test", setName, recordCount}, indexes);
        if (!query.compiled.ok())
            continue; // some mix numbers on purpose
        ++done;
        Rows expected;
        for (const Row &row : m_rows) {
            Naive::Record record;
            record.bins = row.bins;
            record.set = setName;
            record.digest = row.digest;
            const Naive::Outcome outcome = Naive::evaluateFilter(query.compiled.expression.bytes(), record);
            QVERIFY(outcome.kind != Naive::Outcome::Kind::Refused);
            if (outcome.isKnown() && outcome.value.toBool())
                expected.insert(row.digest);
        }
        const std::optional<Rows> scanned = rowsOf(nullptr, query.compiled.expression);
        std::optional<Rows> chosen = scanned;
        if (query.plan.usesIndex) {
            ++planned;
            narrowed += !query.plan.isFullRange();
            const IndexFilter filter = filterOf(query.plan);
            chosen = rowsOf(&filter, query.plan.residual);
        }
        found += static_cast<int>(expected.size());
        if (scanned == expected && chosen == expected)
            continue;
        qWarning().noquote() << "seed" << m_seed << '\n' << text << '\n' << explainText(query.plan);
        QVERIFY2(scanned == expected, "the rows without an index are not those of the evaluator");
        QVERIFY2(chosen == expected, "the rows with an index are not those of the evaluator");
    }
    qInfo("%d planned, %d of them narrowed, %d rows", planned, narrowed, found);
    QVERIFY(narrowed > cases / 10);
    QVERIFY(found > cases);
}

QTEST_GUILESS_MAIN(TestPlannedQueries)
#include "tst_plannedqueries.moc"
