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

/// Which elements of a list a read or remove is about (protocol section 8.2). Indexes and ranks may be
/// negative: from the end, from the highest. Ranges without a count go to the end. A value; copies are cheap.
class ListSelector
{
public:
    /// The element at an index, 0-based.
    [[nodiscard]] static ListSelector index(qint64 index);
    /// `count` elements from an index on.
    [[nodiscard]] static ListSelector indexRange(qint64 index, std::optional<quint64> count = {});
    /// The element of a rank: 0 is the lowest value.
    [[nodiscard]] static ListSelector rank(qint64 rank);
    /// `count` elements from a rank on.
    [[nodiscard]] static ListSelector rankRange(qint64 rank, std::optional<quint64> count = {});
    /// All elements of that rank; a wildcard in a list stands for anything.
    [[nodiscard]] static ListSelector value(const Value &value);
    /// The first of them only.
    [[nodiscard]] static ListSelector firstValue(const Value &value);
    /// All elements that equal one of these.
    [[nodiscard]] static ListSelector values(std::vector<Value> values);
    /// From `begin` to before `end`; open where nothing is given.
    [[nodiscard]] static ListSelector valueRange(const std::optional<Value> &begin,
                                                 const std::optional<Value> &end = {});
    /// Ranks counted from the place that `value` has, or would have.
    [[nodiscard]] static ListSelector valueRelativeRankRange(const Value &value, qint64 rank,
                                                             std::optional<quint64> count = {});

    /// For the encoders.
    [[nodiscard]] const PackedSelector &packed() const noexcept { return *m_packed; }

private:
    explicit ListSelector(PackedSelector packed);
    std::shared_ptr<const PackedSelector> m_packed;
};

/// How a list is written: the order it gets when the operation makes it, and what is allowed.
struct ListPolicy
{
    /// Of a list that the operation makes.
    ListOrder order = ListOrder::Unordered;
    /// What is not allowed and what is no failure.
    ListWriteFlags flags{};
};

/// Operations on lists, in a bin or in what a context leads to (server codes of protocol section 8.2). What
/// cannot be sent has a refusal(). Results stand in brackets.
namespace ListOps {

// read
/// (how many elements)
[[nodiscard]] Operation size(QByteArray bin, const CdtContext &context = {});
/// (the element; OpNotApplicable out of range)
[[nodiscard]] Operation getAt(QByteArray bin, qint64 index, const CdtContext &context = {});
/// (a list of the elements; as many as there are)
[[nodiscard]] Operation getRange(QByteArray bin, qint64 index, std::optional<quint64> count = {},
                                 const CdtContext &context = {});
/// (what `returning` says of the selected elements)
[[nodiscard]] Operation get(QByteArray bin, const ListSelector &selector,
                            CdtReturn returning = CdtReturnType::Value, const CdtContext &context = {});

// modify
/// Makes the list if it is missing (none).
[[nodiscard]] Operation create(QByteArray bin, ListCreation creation, bool persistIndex = false,
                               const CdtContext &context = {});
/// Changes the order of what is there (none).
[[nodiscard]] Operation setOrder(QByteArray bin, ListOrder order, bool persistIndex = false,
                                 const CdtContext &context = {});
/// (the new size)
[[nodiscard]] Operation append(QByteArray bin, const Value &value, std::optional<ListPolicy> policy = {},
                               const CdtContext &context = {});
/// (the new size)
[[nodiscard]] Operation appendItems(QByteArray bin, const std::vector<Value> &values,
                                    std::optional<ListPolicy> policy = {}, const CdtContext &context = {});
/// (the new size) Unordered lists only.
[[nodiscard]] Operation insert(QByteArray bin, qint64 index, const Value &value,
                               std::optional<ListWriteFlags> flags = {}, const CdtContext &context = {});
/// (the new size) Unordered lists only.
[[nodiscard]] Operation insertItems(QByteArray bin, qint64 index, const std::vector<Value> &values,
                                    std::optional<ListWriteFlags> flags = {}, const CdtContext &context = {});
/// (none)
[[nodiscard]] Operation set(QByteArray bin, qint64 index, const Value &value,
                            std::optional<ListWriteFlags> flags = {}, const CdtContext &context = {});
/// (the new value) Adds 1 unless told otherwise.
[[nodiscard]] Operation increment(QByteArray bin, qint64 index, const std::optional<Value> &delta = {},
                                  std::optional<ListPolicy> policy = {}, const CdtContext &context = {});
/// (the element)
[[nodiscard]] Operation pop(QByteArray bin, qint64 index, const CdtContext &context = {});
/// (the elements)
[[nodiscard]] Operation popRange(QByteArray bin, qint64 index, std::optional<quint64> count = {},
                                 const CdtContext &context = {});
/// (how many were removed)
[[nodiscard]] Operation removeAt(QByteArray bin, qint64 index, const CdtContext &context = {});
/// (how many were removed)
[[nodiscard]] Operation removeRange(QByteArray bin, qint64 index, std::optional<quint64> count = {},
                                    const CdtContext &context = {});
/// (what `returning` says of the removed elements; none by default)
[[nodiscard]] Operation remove(QByteArray bin, const ListSelector &selector,
                               CdtReturn returning = CdtReturnType::None, const CdtContext &context = {});
/// Keeps the range only (how many were removed).
[[nodiscard]] Operation trim(QByteArray bin, qint64 index, quint64 count, const CdtContext &context = {});
/// (none)
[[nodiscard]] Operation clear(QByteArray bin, const CdtContext &context = {});
/// Sorts an unordered list once (none).
[[nodiscard]] Operation sort(QByteArray bin, ListSortFlags flags = {}, const CdtContext &context = {});

} // namespace ListOps

} // namespace Aeroscope
