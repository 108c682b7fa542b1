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
    [[nodiscard]] static MapSelector key(const Value &key);
    [[nodiscard]] static MapSelector keys(std::vector<Value> keys);
    /// From `begin` to before `end`; open where nothing is given.
    [[nodiscard]] static MapSelector keyRange(const std::optional<Value> &begin,
                                              const std::optional<Value> &end = {});
    [[nodiscard]] static MapSelector keyRelativeIndexRange(const Value &key, qint64 index,
                                                           std::optional<quint64> count = {});
    [[nodiscard]] static MapSelector index(qint64 index);
    [[nodiscard]] static MapSelector indexRange(qint64 index, std::optional<quint64> count = {});
    [[nodiscard]] static MapSelector rank(qint64 rank);
    [[nodiscard]] static MapSelector rankRange(qint64 rank, std::optional<quint64> count = {});
    /// All entries with a value of that rank.
    [[nodiscard]] static MapSelector value(const Value &value);
    /// The first of them only.
    [[nodiscard]] static MapSelector firstValue(const Value &value);
    [[nodiscard]] static MapSelector values(std::vector<Value> values);
    [[nodiscard]] static MapSelector valueRange(const std::optional<Value> &begin,
                                                const std::optional<Value> &end = {});
    [[nodiscard]] static MapSelector valueRelativeRankRange(const Value &value, qint64 rank,
                                                            std::optional<quint64> count = {});

    [[nodiscard]] const PackedSelector &packed() const noexcept { return *m_packed; }

private:
    explicit MapSelector(PackedSelector packed);
    std::shared_ptr<const PackedSelector> m_packed;
};

/// How a map is written: the order it gets when the operation makes it, and what is allowed.
struct MapPolicy
{
    MapOrder order = MapOrder::Unordered;
    /// Keep the index of an ordered map with the record; outermost maps only.
    bool persistIndex = false;
    MapWriteFlags flags{};
};

/// Operations on maps, in a bin or in what a context leads to (server codes of protocol section 8.2). What
/// cannot be sent has a refusal(). Results stand in brackets.
namespace MapOps {

// read
[[nodiscard]] Operation size(QByteArray bin, const CdtContext &context = {});
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
[[nodiscard]] Operation decrement(QByteArray bin, const Value &key, const Value &delta = Value(1),
                                  std::optional<MapPolicy> policy = {}, const CdtContext &context = {});
/// (none)
[[nodiscard]] Operation clear(QByteArray bin, const CdtContext &context = {});
[[nodiscard]] Operation remove(QByteArray bin, const MapSelector &selector,
                               CdtReturn returning = CdtReturnType::None, const CdtContext &context = {});

} // namespace MapOps

} // namespace Aeroscope
