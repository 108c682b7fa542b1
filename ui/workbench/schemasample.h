// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/languageservice.h"
#include "client/value/rowchunk.h"

#include <QHash>

#include <vector>

namespace Aeroscope::Workbench {

/// What was met in the records of one data set so far: names and types of bins, keys of maps, values. Feeds
/// completion and advice of an editor; a sample, never the whole truth. Bounded: after enough records it
/// learns types only. Not thread-safe.
class SchemaSample : public Ael::SchemaSource
{
public:
    /// Records of which values are kept.
    static constexpr int recordsKept = 200;
    /// Larger particles tell their type only.
    static constexpr qsizetype largestKept = 32 * 1024;
    /// Most keys and values that are answered.
    static constexpr int mostAnswers = 200;

    void add(const RowView &row);
    [[nodiscard]] int recordCount() const noexcept { return m_records; }
    /// More rows would teach nothing but rare bins.
    [[nodiscard]] bool isFull() const noexcept { return m_records >= recordsKept; }

    /// In the order in which records brought them.
    [[nodiscard]] QList<Ael::SchemaBin> bins() const override;
    [[nodiscard]] QList<Value> keys(const QByteArray &bin, const QByteArray &context) const override;
    [[nodiscard]] QList<Value> samples(const QByteArray &bin, const QByteArray &context) const override;

private:
    struct Bin
    {
        QByteArray name;
        /// How often each type was met, in the order of first sight.
        std::vector<std::pair<Ael::ValueType, int>> types;
        std::vector<Value> values;
    };
    [[nodiscard]] const Bin *find(const QByteArray &name) const;
    /// The values at a place, at most one of each record.
    [[nodiscard]] std::vector<Value> at(const QByteArray &bin, const QByteArray &context) const;

    std::vector<Bin> m_bins;
    QHash<QByteArray, size_t> m_byName;
    int m_records = 0;
};

} // namespace Aeroscope::Workbench
