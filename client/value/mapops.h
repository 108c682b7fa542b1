// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/cdtcontext.h"
#include "client/value/operation.h"

#include <memory>
#include <optional>
#include <vector>

namespace Aeroscope {

struct PackedSelector;

/// Which entries of a map a read or remove is about (protocol section 8.2). Indexes go by key, ranks by
/// value; negative ones count from the end. Ranges without a count go to the end. A value; copies are cheap.
class MapSelector
{
public:
    /// The entry under a key.
    [[nodiscard]] static MapSelector key(const Value &key);
    /// The entries under these keys.
    [[nodiscard]] static MapSelector keys(std::vector<Value> keys);
    /// From `begin` to before `end`; open where nothing is given.
    [[nodiscard]] static MapSelector keyRange(const std::optional<Value> &begin,
                                              const std::optional<Value> &end = {});
    /// Entries counted from the place that `key` has, or would have, in the order of the keys.
    [[nodiscard]] static MapSelector keyRelativeIndexRange(const Value &key, qint64 index,
                                                           std::optional<quint64> count = {});
    /// The entry at a place in the order of the keys, 0-based.
    [[nodiscard]] static MapSelector index(qint64 index);
    /// `count` entries from that place on.
    [[nodiscard]] static MapSelector indexRange(qint64 index, std::optional<quint64> count = {});
    /// The entry whose value has that rank: 0 is the lowest.
    [[nodiscard]] static MapSelector rank(qint64 rank);
    /// `count` entries from that rank on.
    [[nodiscard]] static MapSelector rankRange(qint64 rank, std::optional<quint64> count = {});
    /// All entries with a value of that rank.
    [[nodiscard]] static MapSelector value(const Value &value);
    /// The first of them only.
    [[nodiscard]] static MapSelector firstValue(const Value &value);
    /// All entries whose value equals one of these.
    [[nodiscard]] static MapSelector values(std::vector<Value> values);
    /// Values from `begin` to before `end`; open where nothing is given.
    [[nodiscard]] static MapSelector valueRange(const std::optional<Value> &begin,
                                                const std::optional<Value> &end = {});
    /// Ranks counted from the place that `value` has, or would have.
    [[nodiscard]] static MapSelector valueRelativeRankRange(const Value &value, qint64 rank,
                                                            std::optional<quint64> count = {});

    /// For the encoders.
    [[nodiscard]] const PackedSelector &packed() const noexcept { return *m_packed; }

private:
    explicit MapSelector(PackedSelector packed);
    std::shared_ptr<const PackedSelector> m_packed;
};

/// How a map is written: the order it gets when the operation makes it, and what is allowed.
struct MapPolicy
{
    /// Of a map that the operation makes.
    MapOrder order = MapOrder::Unordered;
    /// Keep the index of an ordered map with the record; outermost maps only.
    bool persistIndex = false;
    /// What is not allowed and what is no failure.
    MapWriteFlags flags{};
};

/// Operations on maps, in a bin or in what a context leads to (server codes of protocol section 8.2). What
/// cannot be sent has a refusal(). Results stand in brackets.
namespace MapOps {

// read
/// (how many entries)
[[nodiscard]] Operation size(QByteArray bin, const CdtContext &context = {});
/// (what `returning` says of the selected entries)
[[nodiscard]] Operation get(QByteArray bin, const MapSelector &selector,
                            CdtReturn returning = CdtReturnType::Value, const CdtContext &context = {});

// modify
/// Makes the map if it is missing (none).
[[nodiscard]] Operation create(QByteArray bin, MapCreation creation, bool persistIndex = false,
                               const CdtContext &context = {});
/// Changes the order of what is there (none).
[[nodiscard]] Operation setOrder(QByteArray bin, MapOrder order, bool persistIndex = false,
                                 const CdtContext &context = {});
/// (the new size)
[[nodiscard]] Operation put(QByteArray bin, const Value &key, const Value &value,
                            std::optional<MapPolicy> policy = {}, const CdtContext &context = {});
/// (the new size)
[[nodiscard]] Operation putItems(QByteArray bin, const std::vector<std::pair<Value, Value>> &items,
                                 std::optional<MapPolicy> policy = {}, const CdtContext &context = {});
/// (the new value) Only the order of the policy counts.
[[nodiscard]] Operation increment(QByteArray bin, const Value &key, const Value &delta = Value(1),
                                  std::optional<MapPolicy> policy = {}, const CdtContext &context = {});
/// (the new value) Only the order of the policy counts.
[[nodiscard]] Operation decrement(QByteArray bin, const Value &key, const Value &delta = Value(1),
                                  std::optional<MapPolicy> policy = {}, const CdtContext &context = {});
/// (none)
[[nodiscard]] Operation clear(QByteArray bin, const CdtContext &context = {});
/// (what `returning` says of the removed entries; none by default)
[[nodiscard]] Operation remove(QByteArray bin, const MapSelector &selector,
                               CdtReturn returning = CdtReturnType::None, const CdtContext &context = {});

} // namespace MapOps

} // namespace Aeroscope
