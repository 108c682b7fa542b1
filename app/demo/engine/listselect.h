// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/cdtreply.h"

namespace Aeroscope::Demo {

enum class Pick : quint8 { Get, Remove };

/// The value range of an operation: a single value, [begin, end), or from begin to the largest value.
struct ValueRange
{
    QByteArrayView begin;
    QByteArrayView end;
    bool single = false;

    [[nodiscard]] static ValueRange of(QByteArrayView value)
    {
        return {.begin = value, .end = value, .single = true};
    }
    [[nodiscard]] bool isOpen() const noexcept { return !single && end.isNull(); }
};

/// The operations that pick elements of a list, to answer about them and maybe to remove them (protocol
/// sections 8.2 and 8.3).
class ListSelect
{
public:
    ListSelect(const PackedList &list, ReturnSpec spec, Pick pick)
        : m_list(list)
        , m_spec(spec)
        , m_pick(pick)
    {}

    [[nodiscard]] CdtEffect byIndexRange(qint64 index, quint64 count);
    [[nodiscard]] CdtEffect byRankRange(qint64 rank, quint64 count);
    [[nodiscard]] CdtEffect byValueRange(const ValueRange &range);
    [[nodiscard]] CdtEffect byValueList(QByteArrayView values);
    [[nodiscard]] CdtEffect byRelativeRankRange(QByteArrayView value, qint64 rank, quint64 count);

    /// First place and number of elements in a value range of an ordered list.
    [[nodiscard]] static IndexRange orderedRange(const PackedList &list, const ValueRange &range, bool multi);

private:
    [[nodiscard]] CdtEffect byValueRangeUnordered(const ValueRange &range);
    [[nodiscard]] CdtEffect byValueListOrdered(const PackedList &values);
    [[nodiscard]] CdtEffect byValueListUnordered(const PackedList &values);
    [[nodiscard]] CdtEffect allBut(quint32 index, quint32 count);
    [[nodiscard]] std::optional<Particle> ranksOfRun(quint32 index, quint32 count) const;
    void addRanks(ListBuilder &ranks, quint32 index, quint32 count) const;
    [[nodiscard]] CdtEffect finish(std::optional<Particle> result, const PickMask &removed) const;
    [[nodiscard]] CdtEffect finishRun(std::optional<Particle> result, quint32 index, quint32 count) const;
    [[nodiscard]] CdtEffect nothing(qint64 position) const;
    [[nodiscard]] Particle maskedValues(const PickMask &mask) const;

    const PackedList &m_list;
    ReturnSpec m_spec;
    Pick m_pick;
};

} // namespace Aeroscope::Demo
