// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/indexplan.h"
#include "ael/planner/interval.h"
#include "ael/syntax/node.h"

#include <optional>

namespace Aeroscope::Ael {

/// Keys of an index: a range of integers, or one string, blob or GeoJSON.
struct KeyRange
{
    Interval numbers;
    Value key; ///< nil: numbers
    bool geoWithin = false;
    /// The records with a key in the range are just those for which the condition is true.
    bool exact = false;

    [[nodiscard]] bool isNumeric() const noexcept { return key.isNil(); }
};

/// Finds, for one index, keys that every record has for which a condition is true.
///
/// The rules, each sound by itself: a comparison of what is indexed with a constant gives its solutions,
/// arithmetic with constants in between is turned back; of `and` any part will do (for an index with one key
/// a record, all of them together); for `or` all parts are needed and their hull is taken; everything else
/// gives nothing.
class KeyRangeFinder
{
public:
    explicit KeyRangeFinder(const IndexInfo &index) noexcept
        : m_index(index)
    {}

    [[nodiscard]] std::optional<KeyRange> find(const Node *condition);

    /// What was seen of the bin without being usable; for the verdict.
    [[nodiscard]] bool sawOtherType() const noexcept { return m_sawOtherType; }
    [[nodiscard]] bool sawOtherContext() const noexcept { return m_sawOtherContext; }

private:
    [[nodiscard]] std::optional<KeyRange> conjunction(const Node *node);
    [[nodiscard]] std::optional<KeyRange> disjunction(const Node *node);
    [[nodiscard]] std::optional<KeyRange> comparison(const Node *node);
    [[nodiscard]] std::optional<KeyRange> membership(const Node *node);
    [[nodiscard]] std::optional<KeyRange> existence(const Node *node);
    [[nodiscard]] std::optional<KeyRange> geometry(const Node *node);
    [[nodiscard]] std::optional<KeyRange> numeric(const Node *side, Interval wanted);
    [[nodiscard]] std::optional<KeyRange> keyed(const Value &value) const;
    [[nodiscard]] std::optional<KeyRange> ofSelectedKey(const Path &path);

    /// What a path reads is one of the keys of the index.
    [[nodiscard]] bool reads(const Node *node);
    [[nodiscard]] bool isExactRead(const Node *node) const;
    [[nodiscard]] bool isIndexedExpression(const Node *node) const;
    [[nodiscard]] bool hasOneKey() const noexcept { return m_index.collection == IndexCollection::None; }

    const IndexInfo &m_index;
    bool m_sawOtherType = false;
    bool m_sawOtherContext = false;
};

} // namespace Aeroscope::Ael
