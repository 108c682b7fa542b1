// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naiveselect.h"

#include "client/value/msgpack.h"
#include "tests/support/naiveorder.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace Aeroscope::Naive {

namespace {

enum Result : quint64 { Tree = 0, LeafValues = 1, LeafKeys = 2, LeafPairs = 3 };

struct Level
{
    quint64 type = 0;
    Value target;
    /// Packed expressions; a bare true is empty.
    QByteArray expression;
    QByteArray andExpression;
    bool hasAnd = false;
};

struct Element
{
    std::optional<Value> key;
    Value value;
    size_t position = 0;
};

class Walk
{
public:
    Walk(std::vector<Level> levels, quint64 flags, const ElementTest &test)
        : m_levels(std::move(levels))
        , m_result(flags & 0x0f)
        , m_noFail(flags & 0x10)
        , m_test(test)
    {}

    std::optional<Value> run(const Value &container)
    {
        Value tree;
        if (!visit(container, 0, tree))
            return {};
        if (m_result == Tree)
            return tree;
        return Value(m_leaves);
    }

private:
    bool visit(const Value &container, size_t depth, Value &tree);
    bool choose(const std::vector<Element> &elements, bool isMap, bool isOrdered, const Level &level,
                std::vector<size_t> &chosen);
    std::optional<bool> ask(const QByteArray &expression, const Element &element);

    std::vector<Level> m_levels;
    quint64 m_result;
    bool m_noFail;
    const ElementTest &m_test;
    bool m_isRefused = false;
    List m_leaves;
};

std::optional<bool> Walk::ask(const QByteArray &expression, const Element &element)
{
    if (expression.isEmpty())
        return true;
    LoopVariables variables;
    variables.key = element.key;
    variables.value = element.value;
    if (!element.key)
        variables.index = Value(qint64(element.position));
    return m_test(expression, variables, m_isRefused);
}

bool Walk::choose(const std::vector<Element> &elements, bool isMap, bool isOrdered, const Level &level,
                  std::vector<size_t> &chosen)
{
    const quint64 kind = level.type & (isMap ? 0xf0 : 0x30);
    if (kind != 0 && kind != (isMap ? 0x20 : 0x10))
        return false;
    const quint64 by = level.type & 0x0f;
    if (by == 0 || by == 1) {
        const qint64 count = qint64(elements.size());
        const qint64 index = level.target.toInteger();
        if (index >= count || index < -count)
            return true;
        std::vector<size_t> order(elements.size());
        std::iota(order.begin(), order.end(), size_t(0));
        if (by == 1 || (isMap && !isOrdered)) {
            sortKeepingOrder(order, [&](size_t a, size_t b) {
                return by == 1 ? isLess(elements[a].value, elements[b].value)
                               : isLess(*elements[a].key, *elements[b].key);
            });
        }
        const size_t found = order[size_t(index < 0 ? index + count : index)];
        if (ask(level.andExpression, elements[found]) == true)
            chosen.push_back(found);
        return true;
    }
    bool isDone = false;
    for (const Element &element : elements) {
        std::optional<bool> isWanted = false;
        if (isDone) {
            isWanted = false;
        } else if (by == 4) {
            isWanted = ask(level.expression, element);
        } else if (by == 3) {
            isWanted = isSame(element.value, level.target);
        } else if (by == 2 && isMap) {
            isWanted = isSame(*element.key, level.target);
            isDone = *isWanted;
        } else if (by == 10 && isMap) {
            if (level.target.type() != Value::Type::List)
                return false;
            const auto &keys = level.target.list().items;
            isWanted = std::any_of(keys.begin(), keys.end(),
                                   [&element](const Value &key) { return isSame(*element.key, key); });
        } else {
            isWanted = std::nullopt;
        }
        if (isWanted == true && level.hasAnd)
            isWanted = ask(level.andExpression, element);
        if (!isWanted && !m_noFail)
            return false;
        if (isWanted == true)
            chosen.push_back(element.position);
    }
    return true;
}

bool Walk::visit(const Value &container, size_t depth, Value &tree)
{
    const bool isMap = container.type() == Value::Type::Map;
    if (!isMap && container.type() != Value::Type::List)
        return false;
    const bool isLeaf = depth + 1 == m_levels.size();
    const bool wantsKeys = m_result == LeafKeys || m_result == LeafPairs;
    std::vector<Element> elements;
    if (isMap) {
        for (const auto &pair : container.map().pairs)
            elements.push_back({pair.first, pair.second, elements.size()});
    } else {
        for (const Value &item : container.list().items)
            elements.push_back({std::nullopt, item, elements.size()});
    }
    // the order marker of an empty ordered list counts as an element here
    const bool isBare = elements.empty() && (isMap || container.list().order == ListOrder::Unordered);
    if (!isMap && !isBare && isLeaf && wantsKeys)
        return m_noFail;
    if (elements.empty()) {
        tree = container;
        return true;
    }
    const bool isOrdered = isMap && container.map().order != MapOrder::Unordered &&
                           container.map().order != MapOrder::PreserveOrder;
    std::vector<size_t> chosen;
    if (!choose(elements, isMap, isOrdered, m_levels[depth], chosen))
        return false;
    List list;
    Map map;
    for (const size_t position : chosen) {
        const Element &element = elements[position];
        Value subtree = element.value;
        if (!isLeaf && element.value.isContainer()) {
            if (!visit(element.value, depth + 1, subtree))
                return false;
        } else if (isLeaf && m_result != Tree) {
            if (wantsKeys)
                m_leaves.items.push_back(*element.key);
            if (m_result != LeafKeys)
                m_leaves.items.push_back(element.value);
        }
        if (isMap)
            map.pairs.emplace_back(*element.key, subtree);
        else
            list.items.push_back(subtree);
    }
    tree = isMap ? Value(map) : Value(list);
    return true;
}

/// Context pairs need their own walk: expressions hold strings without prefix, which survive as bytes only.
std::optional<std::vector<Level>> levelsOf(const QByteArray &packedContext)
{
    QByteArrayView rest = packedContext;
    if (rest.isEmpty())
        return {};
    const quint8 head = quint8(rest[0]);
    if ((head & 0xf0) != 0x90 || (head & 0x0f) == 0 || (head & 1) != 0)
        return {};
    rest = rest.sliced(1);
    std::vector<Level> levels;
    for (int i = 0; i < (head & 0x0f) / 2; ++i) {
        const auto type = unpackFirst(rest);
        if (!type || type->type() != Value::Type::Integer)
            return {};
        const QByteArrayView before = rest;
        const auto target = unpackFirst(rest);
        if (!target)
            return {};
        const QByteArray packed = before.first(before.size() - rest.size()).toByteArray();
        const quint64 word = quint64(type->toInteger());
        const bool isExpression = target->type() == Value::Type::List;
        const bool isTrue = target->type() == Value::Type::Bool && target->toBool();
        if ((word & 0x200) != 0) {
            if (word != 0x204 || levels.empty() || levels.back().hasAnd || (levels.back().type & 0x0f) == 4 ||
                (!isExpression && !isTrue))
                return {};
            levels.back().hasAnd = true;
            levels.back().andExpression = isTrue ? QByteArray() : packed;
            continue;
        }
        Level level;
        level.type = word;
        level.target = *target;
        const quint64 by = word & 0x0f;
        if (by <= 1 && target->type() != Value::Type::Integer)
            return {};
        if (by == 4) {
            if (!isExpression && !isTrue)
                return {};
            level.expression = isTrue ? QByteArray() : packed;
        } else if (by > 3 && by != 10) {
            return {};
        }
        levels.push_back(level);
    }
    return levels;
}

} // namespace

std::optional<Value> selectPath(const Value &container, const QByteArray &packedContext, quint64 flags,
                                const ElementTest &test)
{
    const auto levels = levelsOf(packedContext);
    if (!levels || !container.isContainer() || (flags & 0x0f) > LeafPairs)
        return {};
    for (const Level &level : *levels) {
        for (const QByteArray &expression : {level.expression, level.andExpression}) {
            bool isRefused = false;
            if (!expression.isEmpty())
                (void)test(expression, {}, isRefused);
            if (isRefused)
                return {};
        }
    }
    return Walk(*levels, flags, test).run(container);
}

} // namespace Aeroscope::Naive
