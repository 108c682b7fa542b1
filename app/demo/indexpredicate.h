// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/geospatial.h"
#include "app/demo/indexcatalog.h"
#include "app/demo/request.h"

#include <memory>
#include <optional>
#include <vector>

namespace Aeroscope::Demo {

/// The index part of a query (protocol section 7.3): which index, and which stretch of it.
class IndexPredicate
{
public:
    /// Inclusive at both ends, in the order of the index.
    struct Range
    {
        qint64 begin = 0;
        qint64 end = 0;
    };

    /// Reads fields 22, 26, 23, 24 and 21. Null when the query has none of them; Parameter when they make no
    /// sense. Requires field 22 where any is used.
    [[nodiscard]] static Outcome<std::optional<IndexPredicate>> parse(const Request &request);

    /// The index to use: null when there is none that fits.
    [[nodiscard]] std::shared_ptr<SecondaryIndex> findIndex(const Namespace &ns, QByteArrayView set) const;

    [[nodiscard]] const std::vector<Range> &ranges() const noexcept { return m_ranges; }
    /// More than one value may match, so a record may be met more than once in a collection index.
    [[nodiscard]] bool isRange() const noexcept { return m_isRange; }
    /// Is an entry of the index no accident of hashing or covering?
    [[nodiscard]] bool matches(const SecondaryIndex &index, const EvalRecord &record) const;

private:
    [[nodiscard]] bool parseRange(QByteArrayView data, bool byName, bool byExpression);
    [[nodiscard]] bool matchesElement(ParticleView element) const;

    IndexDefinition m_definition;
    QByteArray m_indexName;
    std::vector<Range> m_ranges;
    QByteArray m_bytes;  ///< wanted string or blob
    Particle m_geometry; ///< wanted region or point, in stored form
    bool m_isRange = false;
};

} // namespace Aeroscope::Demo
