// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/container.h"
#include "app/demo/engine/particle.h"

#include <optional>
#include <vector>

namespace Aeroscope::Demo {

/// What a list or map operation answers (protocol section 8.3). The server answers the range kinds too,
/// clients do not ask for them.
enum class ReturnKind : quint16 {
    None = 0,
    Index = 1,
    ReverseIndex = 2,
    Rank = 3,
    ReverseRank = 4,
    Count = 5,
    Key = 6,
    Value = 7,
    KeyValueMap = 8,
    IndexRange = 9,
    ReverseIndexRange = 10,
    RankRange = 11,
    ReverseRankRange = 12,
    Exists = 13,
    UnorderedMap = 16,
    OrderedMap = 17,
};

struct ReturnSpec
{
    ReturnKind kind = ReturnKind::None;
    bool inverted = false;
    /// The operation may pick several elements and then answers a list.
    bool multi = false;

    [[nodiscard]] static ReturnSpec fromWire(quint64 word, bool multi) noexcept
    {
        constexpr quint64 invertedBit = 0x10000;
        return {.kind = static_cast<ReturnKind>(word & 0xffff),
                .inverted = (word & invertedBit) != 0,
                .multi = multi};
    }

    [[nodiscard]] bool isIndex() const noexcept
    {
        return kind == ReturnKind::Index || kind == ReturnKind::ReverseIndex;
    }
    [[nodiscard]] bool isRank() const noexcept
    {
        return kind == ReturnKind::Rank || kind == ReturnKind::ReverseRank;
    }
    [[nodiscard]] bool isReverse() const noexcept
    {
        return kind == ReturnKind::ReverseIndex || kind == ReturnKind::ReverseRank;
    }
    [[nodiscard]] bool isIndexRange() const noexcept
    {
        return kind == ReturnKind::IndexRange || kind == ReturnKind::ReverseIndexRange;
    }
    [[nodiscard]] bool isRankRange() const noexcept
    {
        return kind == ReturnKind::RankRange || kind == ReturnKind::ReverseRankRange;
    }
    [[nodiscard]] bool isMap() const noexcept
    {
        return kind == ReturnKind::KeyValueMap || kind == ReturnKind::UnorderedMap ||
               kind == ReturnKind::OrderedMap;
    }
    [[nodiscard]] bool isElements() const noexcept
    {
        return kind == ReturnKind::Key || kind == ReturnKind::Value || isMap();
    }
    /// Order flags of the map that is answered.
    [[nodiscard]] quint8 mapFlags() const noexcept
    {
        return kind == ReturnKind::KeyValueMap  ? OrderFlag::preserveOrder
               : kind == ReturnKind::OrderedMap ? OrderFlag::keyOrdered
                                                : 0;
    }
};

/// What an operation did to a container.
struct CdtEffect
{
    ResultCode code = ResultCode::Ok;
    /// Set when the container changed: all of its new bytes.
    std::optional<QByteArray> container;
    Particle result;
    /// The container comes into being if it was not there, although nothing was put into it.
    bool touches = false;

    [[nodiscard]] static CdtEffect failure(ResultCode failed)
    {
        CdtEffect effect;
        effect.code = failed;
        return effect;
    }
    [[nodiscard]] static CdtEffect answer(Particle particle)
    {
        CdtEffect effect;
        effect.result = std::move(particle);
        return effect;
    }
};

/// Positions in a list of integers: runs of consecutive indexes or ranks, mirrored when the reverse was asked
/// for.
class PositionList
{
public:
    PositionList(quint32 total, bool reverse)
        : m_total(total)
        , m_reverse(reverse)
    {}
    /// A mirrored run still ascends.
    void addRun(quint32 start, quint32 count);
    void add(quint32 position) { addRun(position, 1); }
    [[nodiscard]] Particle take() const { return {ParticleType::List, m_list.take()}; }

private:
    ListBuilder m_list;
    quint32 m_total;
    bool m_reverse;
};

[[nodiscard]] Particle listParticle(const ListBuilder &list);
[[nodiscard]] Particle pairOfIntegers(qint64 first, qint64 second);

/// What is answered when nothing was picked; nothing for kinds the server does not know.
[[nodiscard]] std::optional<Particle> emptyAnswer(const ReturnSpec &spec, qint64 position);
/// Index, rank, count and exists answers for a run of `count` places from `start` among `total`; respects
/// inversion.
[[nodiscard]] std::optional<Particle> runAnswer(const ReturnSpec &spec, quint32 start, quint32 count,
                                                quint32 total);
/// runAnswer() plus the range kinds.
[[nodiscard]] std::optional<Particle> rangeAnswer(const ReturnSpec &spec, quint32 start, quint32 count,
                                                  quint32 total);

/// Which elements an operation picked.
using PickMask = std::vector<bool>;
[[nodiscard]] quint32 pickedCount(const PickMask &mask) noexcept;
/// Index answers for the picked places in their order; the first one when only one is answered.
[[nodiscard]] Particle maskPositions(const ReturnSpec &spec, const PickMask &mask);

/// How often and from which place each of several wanted values is there.
struct WantedRun
{
    quint32 start = 0;
    quint32 count = 0;
};
/// Looks each element up among the wanted values. `picked` gets the elements that are wanted, or with
/// `inverted` those that are not; `runs`, when given, gets for each wanted value in request order how many
/// elements are less and how many equal; of equal wanted values the last in value order gets the count.
struct WantedScan
{
    PickMask picked;
    std::vector<WantedRun> runs;
    std::vector<quint32> wantedOrder; // wanted values by value
};
template <typename ElementAt>
[[nodiscard]] WantedScan scanForWanted(const PackedList &wanted, quint32 count, bool inverted, bool wantRuns,
                                       const ElementAt &elementAt)
{
    WantedScan scan;
    scan.picked.assign(count, false);
    scan.wantedOrder = wanted.sorted();
    scan.runs.resize(wantRuns ? wanted.count() : 0);
    const auto among = wantRuns ? Among::Last : Among::Any;
    for (quint32 i = 0; i < count; ++i) {
        const auto element = elementAt(i);
        const auto found = findRank(0, wanted.count(), among, [&](quint32 rank) {
            return wanted.compareTo(element, scan.wantedOrder[rank]);
        });
        scan.picked[i] = found.found != inverted;
        if (!wantRuns) {
            continue;
        }
        if (found.found) {
            ++scan.runs[scan.wantedOrder[found.rank - 1]].count;
        }
        if (found.rank != wanted.count()) {
            ++scan.runs[scan.wantedOrder[found.rank]].start;
        }
    }
    for (size_t i = 1; i < scan.wantedOrder.size() && wantRuns; ++i) {
        scan.runs[scan.wantedOrder[i]].start += scan.runs[scan.wantedOrder[i - 1]].start;
    }
    return scan;
}
/// Positions of the runs in request order, each place on its own; with inversion the gaps between them in
/// value order.
[[nodiscard]] Particle wantedPositions(const ReturnSpec &spec, const WantedScan &scan, quint32 total);
/// Positions of the runs in request order, run by run; `placeOf` maps ranks to indexes when given.
[[nodiscard]] Particle runPositions(const ReturnSpec &spec, const std::vector<WantedRun> &runs, quint32 total,
                                    const std::vector<quint32> *placeOf = nullptr);

/// The bin value of a packed one: nil becomes "no value", GeoJSON gets no cells. Unknown for extensions,
/// which no bin can hold.
[[nodiscard]] Outcome<Particle> particleFromPacked(QByteArrayView packed);

/// Begin and count of a range that is given relative to a place.
struct RelativeRange
{
    qint64 index = 0;
    quint64 count = 0;
};
[[nodiscard]] RelativeRange relativeRange(qint64 index, quint64 count, quint32 origin) noexcept;

/// The sum that an increment makes of a number in a container. Nothing when either is no number.
class Increment
{
public:
    /// `delta` may be null or packed nil: one is added then.
    [[nodiscard]] static std::optional<Increment> parse(QByteArrayView delta, bool negate);
    /// `current` is null when there is no number yet.
    [[nodiscard]] bool apply(QByteArrayView current);
    [[nodiscard]] QByteArray packed() const;
    [[nodiscard]] Particle particle() const;

private:
    bool m_isDouble = false;
    qint64 m_integerDelta = 1;
    double m_doubleDelta = 1;
    qint64 m_integer = 0;
    double m_double = 0;
};

/// Bytes above which a result is refused as too big for a record instead of being built.
inline constexpr qint64 largestRecord = 8 * 1024 * 1024;

} // namespace Aeroscope::Demo
