// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/support/runtask.h"
#include "tests/support/testcluster.h"

#include <QTest>

#include <chrono>
#include <memory>
#include <vector>

#define VERIFY_OK(result)                                                                                    \
    do {                                                                                                     \
        const auto &outcome_ = (result);                                                                     \
        QVERIFY2(outcome_.has_value(), outcome_.has_value() ? "" : qPrintable(outcome_.error().toString())); \
    } while (false)

namespace Aeroscope::Test {

/// What the acceptance tests of the integration folder share: three embedded nodes or a real cluster, a
/// client, and a set that is fresh for each test.
class Acceptance : public QObject
{
protected:
    void startCluster()
    {
        Demo::ClusterOptions options;
        options.nodes = 3;
        m_cluster = TestCluster::start(options);
        m_client = m_cluster->connect();
        m_session = m_client.session();
    }
    void stopCluster()
    {
        runTask(m_client.close());
        m_session = {};
        m_client = {};
        m_cluster.reset();
    }
    void useFreshSet() { m_set = m_cluster->freshSet(); }

    [[nodiscard]] bool isReal() const { return m_cluster->isReal(); }
    [[nodiscard]] Key key(int id) const { return m_set.id(id).value(); }
    /// Keys first … last.
    [[nodiscard]] std::vector<Key> keys(int first, int last) const
    {
        std::vector<Key> all;
        for (int id = first; id <= last; ++id)
            all.push_back(key(id));
        return all;
    }
    /// Lets time pass for records: the embedded clock moves, a real server is waited for.
    void pass(std::chrono::milliseconds time)
    {
        if (isReal())
            QTest::qWait(static_cast<int>(time.count()));
        else
            m_cluster->embedded()->clock().advance(time);
    }
    /// The bin of a record as it is now; Nil when record or bin is missing.
    [[nodiscard]] Value binOf(const Key &key, const QByteArray &bin = "v") const
    {
        const auto record = runTask(m_session.get(key));
        const Value *value = record ? record->bin(bin) : nullptr;
        return value ? *value : Value();
    }
    [[nodiscard]] bool isThere(const Key &key) const
    {
        const auto row = runTask(m_session.exists(key).execute());
        return row && row->ok();
    }
    /// All records of a query; aborts the test program when it fails.
    static std::vector<Record> records(const SetQuery &query)
    {
        std::vector<Record> all;
        auto stream = runTask(query.execute());
        if (!stream)
            qFatal("%s", qPrintable(stream.error().toString()));
        for (;;) {
            const auto chunk = runTask(stream->nextChunk());
            if (!chunk)
                qFatal("%s", qPrintable(chunk.error().toString()));
            if (!*chunk)
                return all;
            for (int row = 0; row < (*chunk)->rowCount(); ++row)
                all.push_back((*chunk)->row(row).toRecord().value());
        }
    }
    static int count(const SetQuery &query) { return static_cast<int>(records(query).size()); }

    std::unique_ptr<TestCluster> m_cluster;
    Client m_client;
    Session m_session;
    DataSet m_set;
};

/// The result codes of rows, in order.
inline std::vector<ResultCode> codesOf(const std::vector<RecordResult> &rows)
{
    std::vector<ResultCode> codes;
    codes.reserve(rows.size());
    for (const RecordResult &row : rows)
        codes.push_back(row.code());
    return codes;
}

} // namespace Aeroscope::Test
