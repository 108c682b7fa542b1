// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/readonlysession.h"
#include "ui/workbench/schemasample.h"

#include <QObject>
#include <QPointer>

#include <memory>
#include <stop_token>
#include <vector>

namespace Aeroscope::Ui {

/// What is known of the records of one cluster, set by set: rows that were loaded, and a few that are read
/// for it. GUI thread; never blocks.
class SchemaCache : public QObject
{
    Q_OBJECT

public:
    /// Records that fetch() reads.
    static constexpr int recordsToFetch = 100;

    explicit SchemaCache(QObject *parent = nullptr);
    ~SchemaCache() override;

    /// Empty at first, and the same object for as long as this one lives.
    [[nodiscard]] std::shared_ptr<const Workbench::SchemaSample> sample(const DataSet &dataset);

    /// Reads a few records of a set of which nothing is known yet; once. A failure is silent: there are just
    /// no suggestions. Records without a set are not looked for: they may be rare among all the others.
    void fetch(const ReadOnlySession &session, const DataSet &dataset);
    /// Takes rows that came anyway.
    void learn(const DataSet &dataset, const RowChunk &rows);

Q_SIGNALS:
    void changed(const Aeroscope::DataSet &dataset);

private:
    struct Entry
    {
        DataSet dataset;
        std::shared_ptr<Workbench::SchemaSample> sample;
        bool asked = false;
    };
    Entry &entry(const DataSet &dataset);
    static QCoro::Task<void> read(QPointer<SchemaCache> self, SetQuery query, DataSet dataset,
                                  std::stop_token stop);

    std::vector<Entry> m_entries;
    std::stop_source m_stop;
};

} // namespace Aeroscope::Ui
