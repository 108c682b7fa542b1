// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/cdtreply.h"
#include "app/demo/engine/listselect.h"

namespace Aeroscope::Demo {

/// The operations that pick pairs of a map, to answer about them and maybe to remove them (protocol
/// sections 8.2 and 8.3).
class MapSelect
{
public:
    MapSelect(const PackedMap &map, ReturnSpec spec, Pick pick)
        : m_map(map)
        , m_spec(spec)
        , m_pick(pick)
    {}

    [[nodiscard]] CdtEffect byIndexRange(qint64 index, quint64 count);
    [[nodiscard]] CdtEffect byRankRange(qint64 rank, quint64 count);
    [[nodiscard]] CdtEffect byKeyRange(const ValueRange &range);
    [[nodiscard]] CdtEffect byValueRange(const ValueRange &range);
    [[nodiscard]] CdtEffect byKeyList(QByteArrayView keys);
    [[nodiscard]] CdtEffect byValueList(QByteArrayView values);
    [[nodiscard]] CdtEffect byRelativeIndexRange(QByteArrayView key, qint64 index, quint64 count);
    [[nodiscard]] CdtEffect byRelativeRankRange(QByteArrayView value, qint64 rank, quint64 count);

private:
    [[nodiscard]] std::optional<IndexRange> clipped(qint64 index, quint64 count) const;
    /// Turns an inverted outer run into a plain one; false when it stays inverted.
    bool uninvert(IndexRange &range);
    [[nodiscard]] CdtEffect byIndexRunUnordered(const IndexRange &range);
    [[nodiscard]] CdtEffect bySingleKeyUnordered(QByteArrayView key);
    [[nodiscard]] CdtEffect byKeyRangeUnordered(const ValueRange &range);
    [[nodiscard]] CdtEffect byValueRangeIndexed(const ValueRange &range);
    [[nodiscard]] CdtEffect byKeyListOrdered(QByteArrayView keys);
    [[nodiscard]] CdtEffect byValueListIndexed(const PackedList &values);
    [[nodiscard]] CdtEffect all();

    [[nodiscard]] IndexRange indexedValueRange(const std::vector<quint32> &byValue,
                                               const ValueRange &range) const;
    /// Answers about pairs in the order of `picks`, or about those of the mask in map order.
    [[nodiscard]] Outcome<Particle> elements(const std::vector<quint32> &picks) const;
    [[nodiscard]] Outcome<Particle> elements(const PickMask &mask) const;
    [[nodiscard]] Particle indexes(const std::vector<quint32> &picks) const;
    [[nodiscard]] Particle indexes(const PickMask &mask) const;
    [[nodiscard]] Particle ranks(const std::vector<quint32> &picks) const;
    [[nodiscard]] std::vector<quint32> run(quint32 index, quint32 count) const;
    [[nodiscard]] static std::vector<quint32> places(const PickMask &mask);
    [[nodiscard]] PickMask maskOf(const std::vector<quint32> &picks, bool inverted) const;

    [[nodiscard]] CdtEffect finish(std::optional<Particle> result, const PickMask &removed) const;
    [[nodiscard]] CdtEffect finishElements(Outcome<Particle> result, const PickMask &removed) const;
    [[nodiscard]] CdtEffect nothing(qint64 position) const;

    const PackedMap &m_map;
    ReturnSpec m_spec;
    Pick m_pick;
};

} // namespace Aeroscope::Demo
