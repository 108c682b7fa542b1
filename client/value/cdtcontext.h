// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/cdt.h"
#include "client/value/error.h"
#include "client/value/expression.h"
#include "client/value/value.h"

#include <QByteArray>

#include <optional>
#include <utility>
#include <vector>

namespace Aeroscope {

/// The way from a bin into nested lists and maps (protocol section 8.4), from the outside in:
/// `CdtContext().mapKey("rooms").listIndex(-1)`. A value. Operations take one, so do secondary indexes.
///
/// `create` lets a modify operation make what is missing. It describes the container in which the level is
/// looked up, not the one it leads to; the innermost container gets its kind from the operation. What exists
/// keeps its order.
class CdtContext
{
public:
    CdtContext() = default;

    /// Negative indexes count from the end.
    template <class Self>
    Self &&listIndex(this Self &&self, qint64 index, std::optional<ListCreation> create = {})
    {
        self.addListIndex(index, create);
        return std::forward<Self>(self);
    }
    /// The element of that rank: 0 is the lowest value, -1 the highest.
    template <class Self>
    Self &&listRank(this Self &&self, qint64 rank)
    {
        self.addListRank(rank);
        return std::forward<Self>(self);
    }
    /// The first element that equals the value.
    template <class Self>
    Self &&listValue(this Self &&self, const Value &value)
    {
        self.addListValue(value);
        return std::forward<Self>(self);
    }
    /// The entry at that place in the order of the keys; negative ones count from the end.
    template <class Self>
    Self &&mapIndex(this Self &&self, qint64 index)
    {
        self.addMapIndex(index);
        return std::forward<Self>(self);
    }
    /// The entry whose value has that rank: 0 is the lowest, -1 the highest.
    template <class Self>
    Self &&mapRank(this Self &&self, qint64 rank)
    {
        self.addMapRank(rank);
        return std::forward<Self>(self);
    }
    /// The entry under the key.
    template <class Self>
    Self &&mapKey(this Self &&self, const Value &key, std::optional<MapCreation> create = {})
    {
        self.addMapKey(key, create);
        return std::forward<Self>(self);
    }
    /// The first entry whose value equals this one.
    template <class Self>
    Self &&mapValue(this Self &&self, const Value &value)
    {
        self.addMapValue(value);
        return std::forward<Self>(self);
    }

    // Of path operations only (server 8.1, protocol section 8.5).

    /// Every child.
    template <class Self>
    Self &&allChildren(this Self &&self)
    {
        self.addChildren(Expression("\xc3"));
        return std::forward<Self>(self);
    }
    /// The children for which the expression, which may use loop variables, is true.
    template <class Self>
    Self &&childrenWhere(this Self &&self, const Expression &condition)
    {
        self.addChildren(condition);
        return std::forward<Self>(self);
    }
    /// The entries of a map under these keys.
    template <class Self>
    Self &&mapKeys(this Self &&self, const std::vector<Value> &keys)
    {
        self.addMapKeys(keys);
        return std::forward<Self>(self);
    }
    /// Of what the level before selected, only that for which the expression is true (server 8.1.2).
    template <class Self>
    Self &&andWhere(this Self &&self, const Expression &condition)
    {
        self.addCondition(condition);
        return std::forward<Self>(self);
    }

    /// No level: the operation is about the bin itself.
    [[nodiscard]] bool isEmpty() const noexcept { return m_levels.empty(); }
    /// The number of levels.
    [[nodiscard]] int depth() const noexcept { return static_cast<int>(m_levels.size()); }
    /// True when some level is understood by path operations only.
    [[nodiscard]] bool isPathOnly() const noexcept;

    /// The msgpack list of kinds and values, without a wrapper: as in a payload, in field 23 and, in base64,
    /// in the definition of an index.
    [[nodiscard]] QByteArray packed() const;
    /// The way back. Fails with Protocol for what is no context.
    [[nodiscard]] static Result<CdtContext> fromPacked(QByteArrayView packed);

    /// The same context whose last level says how the container is made in which it is looked up, unless it
    /// says so already; levels that are no index and no key stay as they are.
    [[nodiscard]] CdtContext withCreation(quint8 listOrMapCreation) const;

    friend bool operator==(const CdtContext &, const CdtContext &) = default;

private:
    struct Level
    {
        quint32 kind = 0;
        QByteArray place; // msgpack
        friend bool operator==(const Level &, const Level &) = default;
    };

    void addListIndex(qint64 index, std::optional<ListCreation> create);
    void addListRank(qint64 rank);
    void addListValue(const Value &value);
    void addMapIndex(qint64 index);
    void addMapRank(qint64 rank);
    void addMapKey(const Value &key, std::optional<MapCreation> create);
    void addMapValue(const Value &value);
    void addChildren(const Expression &condition);
    void addMapKeys(const std::vector<Value> &keys);
    void addCondition(const Expression &condition);

    std::vector<Level> m_levels;
};

} // namespace Aeroscope
