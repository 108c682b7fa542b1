// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/planner/keyrange.h"

#include "ael/encoding/constant.h"
#include "ael/encoding/encoder.h"

#include <algorithm>
#include <tuple>

namespace Aeroscope::Ael {

namespace {

/// Longer strings and blobs are not indexed by every server: an equality would find nothing.
constexpr qsizetype maximumKeySize = 2'000;

bool isConstant(const Node *node) noexcept
{
    return node->kind == NodeKind::Literal || node->kind == NodeKind::Placeholder;
}

std::optional<qint64> integerOf(const Node *node) noexcept
{
    if (isConstant(node) && node->value.type() == Value::Type::Integer)
        return node->value.toInteger();
    return {};
}

IndexType indexTypeOf(const Value &value) noexcept
{
    switch (value.type()) {
    case Value::Type::String:
        return IndexType::String;
    case Value::Type::Blob:
        return IndexType::Blob;
    case Value::Type::GeoJson:
        return IndexType::Geo;
    default:
        return IndexType::Numeric;
    }
}

bool isIndexable(const Value &value) noexcept
{
    switch (value.type()) {
    case Value::Type::Integer:
        return true;
    case Value::Type::String:
    case Value::Type::Blob:
        return value.bytes().size() <= maximumKeySize;
    default:
        return false;
    }
}

ValueType valueTypeOf(IndexType type) noexcept
{
    switch (type) {
    case IndexType::Numeric:
        return ValueType::Int;
    case IndexType::String:
        return ValueType::String;
    case IndexType::Blob:
        return ValueType::Blob;
    case IndexType::Geo:
        break;
    }
    return ValueType::Geo;
}

/// The context of the first `count` steps; empty for none.
QByteArray contextOf(const Path &path, size_t count)
{
    if (count == 0)
        return {};
    Path prefix;
    prefix.steps.assign(path.steps.begin(), path.steps.begin() + static_cast<ptrdiff_t>(count));
    return encodeContext(prefix);
}

/// Has a value only when what the last step selects is there. Indexes and ranks are -1, counts 0 when it is
/// not.
bool needsSelected(const Node *node) noexcept
{
    if (node->kind != NodeKind::Path || node->path->steps.empty())
        return false;
    const Path &path = *node->path;
    switch (path.function) {
    case PathFunction::None:
    case PathFunction::AsInt:
    case PathFunction::AsFloat:
        return path.steps.back().isSingle();
    case PathFunction::Get:
        return path.steps.back().isSingle() &&
               path.returnType.value_or(ReturnType::Value) == ReturnType::Value;
    case PathFunction::Count: // the size of the element, not the number of elements
        return path.steps.back().isSingle();
    default:
        return false;
    }
}

/// The number of elements that the last step selects.
bool countsSelection(const Node *node) noexcept
{
    if (node->kind != NodeKind::Path || node->path->steps.empty())
        return false;
    const Path &path = *node->path;
    if (path.function == PathFunction::Count)
        return !path.steps.back().isSingle();
    return path.function == PathFunction::Get && path.returnType == ReturnType::Count;
}

/// A region of GeoJSON, as opposed to a point.
bool isRegion(const QByteArray &geoJson)
{
    return geoJson.contains("Polygon") || geoJson.contains("AeroCircle");
}

} // namespace

std::optional<KeyRange> KeyRangeFinder::find(const Node *condition)
{
    switch (condition->kind) {
    case NodeKind::And:
        return conjunction(condition);
    case NodeKind::Or:
        return disjunction(condition);
    case NodeKind::Compare:
        return comparison(condition);
    case NodeKind::In:
        return membership(condition);
    case NodeKind::Path:
        return existence(condition);
    case NodeKind::Call:
        return geometry(condition);
    default:
        return {};
    }
}

std::optional<KeyRange> KeyRangeFinder::conjunction(const Node *node)
{
    std::optional<KeyRange> result;
    bool allExact = true;
    for (const Node *child : node->children) {
        const std::optional<KeyRange> range = find(child);
        if (!range) {
            allExact = false;
            continue;
        }
        allExact = allExact && range->exact;
        if (!result) {
            result = range;
        } else if (hasOneKey() && result->isNumeric() && range->isNumeric()) {
            // Conditions that exclude each other leave nothing to ask for: the first alone is asked then,
            // which finds too much.
            const Interval both = intersection(result->numbers, range->numbers);
            if (both.isEmpty())
                allExact = false;
            else
                result->numbers = both;
        } else if (result->isNumeric() && range->isNumeric() &&
                   range->numbers.width() < result->numbers.width()) {
            // Several keys a record: the parts may hold for different ones, so the narrower part is taken
            // alone.
            result = range;
        }
    }
    if (result)
        result->exact = allExact && hasOneKey();
    return result;
}

std::optional<KeyRange> KeyRangeFinder::disjunction(const Node *node)
{
    std::optional<KeyRange> result;
    for (const Node *child : node->children) {
        const std::optional<KeyRange> range = find(child);
        if (!range)
            return {};
        if (!result) {
            result = range;
            continue;
        }
        if (result->isNumeric() != range->isNumeric())
            return {};
        if (result->isNumeric())
            result->numbers = hull(result->numbers, range->numbers);
        else if (!(result->key == range->key) || result->geoWithin != range->geoWithin)
            return {};
    }
    if (result)
        result->exact = false;
    return result;
}

std::optional<KeyRange> KeyRangeFinder::comparison(const Node *node)
{
    const Node *left = node->children[0];
    const Node *right = node->children[1];
    const bool mirrored = isConstant(left);
    const Node *constant = mirrored ? left : right;
    const Node *side = mirrored ? right : left;
    if (!isConstant(constant) || isConstant(side) || node->op == Opcode::NotEqual)
        return {};

    if (const std::optional<qint64> number = integerOf(constant); number) {
        const Interval solved = solutions(node->op, *number, mirrored);
        const Interval wanted = solved.isEmpty() ? Interval() : solved; // no range says "none"
        if (std::optional<KeyRange> range = numeric(side, wanted); range) {
            range->exact = range->exact && !solved.isEmpty();
            return range;
        }
        // `$.m.{=5}.count() > 0`: at least one element is selected.
        return wanted.low >= 1 && countsSelection(side) ? ofSelectedKey(*side->path) : std::nullopt;
    }
    if (node->op != Opcode::Equal || !isIndexable(constant->value))
        return {};
    if (reads(side) || isIndexedExpression(side)) {
        std::optional<KeyRange> range = keyed(constant->value);
        if (range)
            range->exact = isExactRead(side);
        return range;
    }
    return needsSelected(side) ? ofSelectedKey(*side->path) : std::nullopt;
}

/// The keys for which an integer expression lies in the wanted interval.
std::optional<KeyRange> KeyRangeFinder::numeric(const Node *side, Interval wanted)
{
    if (m_index.type != IndexType::Numeric) {
        // The bin may still be asked for its map key: `$.m.k > 5` needs the key k.
        std::ignore = reads(side); // for the verdict
        return needsSelected(side) ? ofSelectedKey(*side->path) : std::nullopt;
    }
    if (side->type == ValueType::Int && (reads(side) || isIndexedExpression(side))) {
        KeyRange range;
        range.numbers = wanted;
        range.exact = isExactRead(side);
        return range;
    }
    if (side->kind == NodeKind::Negate && side->type == ValueType::Int) {
        std::optional<KeyRange> range = numeric(side->children[0], preimage(Opcode::Multiply, -1, wanted));
        if (range)
            range->exact = false;
        return range;
    }
    if (side->kind == NodeKind::Arithmetic && side->type == ValueType::Int) {
        const std::optional<qint64> left = integerOf(side->children[0]);
        const std::optional<qint64> right = integerOf(side->children[1]);
        if (left.has_value() == right.has_value())
            return {};
        const Node *inner = left ? side->children[1] : side->children[0];
        Interval before =
            left ? mirroredPreimage(side->op, *left, wanted) : preimage(side->op, *right, wanted);
        if (before.isEmpty())
            before = {};
        std::optional<KeyRange> range = numeric(inner, before);
        if (range)
            range->exact = false;
        return range;
    }
    return needsSelected(side) ? ofSelectedKey(*side->path) : std::nullopt;
}

std::optional<KeyRange> KeyRangeFinder::membership(const Node *node)
{
    const Node *left = node->children[0];
    const Node *right = node->children[1];
    // `5 in $.list`: the list has such an element.
    if (isConstant(left) && right->kind == NodeKind::Path && right->type == ValueType::List) {
        const Path &path = *right->path;
        const bool isWhole = path.steps.empty() || path.steps.back().isSingle();
        const bool plain = path.function == PathFunction::None || path.function == PathFunction::Get;
        if (m_index.collection != IndexCollection::List || path.bin != m_index.bin || !isWhole || !plain)
            return {};
        if (contextOf(path, path.steps.size()) != m_index.context) {
            m_sawOtherContext = true;
            return {};
        }
        return keyed(left->value);
    }
    // `$.a in [1, 5, 9]`: between the least and the greatest.
    if (!isConstant(right) || right->value.type() != Value::Type::List || right->value.list().items.empty())
        return {};
    const std::vector<Value> &items = right->value.list().items;
    if (m_index.type == IndexType::Numeric) {
        Interval span = Interval::empty();
        for (const Value &item : items) {
            if (item.type() != Value::Type::Integer)
                return {};
            span = hull(span, {item.toInteger(), item.toInteger()});
        }
        std::optional<KeyRange> range = numeric(left, span);
        if (range)
            range->exact = range->exact && items.size() == 1;
        return range;
    }
    const bool same =
        std::all_of(items.begin(), items.end(), [&](const Value &item) { return item == items.front(); });
    if (!same || !isIndexable(items.front()) || !reads(left))
        return {};
    return keyed(items.front());
}

/// `$.m.k.exists()` and `$.l.[=5].exists()`: the key or value is there.
std::optional<KeyRange> KeyRangeFinder::existence(const Node *node)
{
    const Path &path = *node->path;
    const bool asksExistence = path.function == PathFunction::Exists ||
                               (!path.steps.empty() && path.returnType == ReturnType::Exists);
    return asksExistence ? ofSelectedKey(path) : std::nullopt;
}

/// What the last step of a path selects by its key or value must be there.
std::optional<KeyRange> KeyRangeFinder::ofSelectedKey(const Path &path)
{
    if (path.steps.empty() || path.bin != m_index.bin || hasOneKey())
        return {};
    const Step &last = path.steps.back();
    const bool byKey = last.kind == StepKind::Key && m_index.collection == IndexCollection::MapKeys;
    const bool byValue =
        last.kind == StepKind::Value && !last.inverted &&
        m_index.collection == (last.map ? IndexCollection::MapValues : IndexCollection::List);
    if (!byKey && !byValue)
        return {};
    if (contextOf(path, path.steps.size() - 1) != m_index.context) {
        m_sawOtherContext = true;
        return {};
    }
    return keyed(last.values.front());
}

/// `geoCompare(bin, constant)`: points of the bin in a region, or regions of the bin around a point.
std::optional<KeyRange> KeyRangeFinder::geometry(const Node *node)
{
    if (node->op != Opcode::GeoCompare || m_index.type != IndexType::Geo)
        return {};
    const bool mirrored = isConstant(node->children[0]);
    const Node *constant = node->children[mirrored ? 0 : 1];
    const Node *side = node->children[mirrored ? 1 : 0];
    if (!isConstant(constant) || isConstant(side) || !reads(side))
        return {};
    KeyRange range;
    range.key = constant->value;
    range.geoWithin = isRegion(constant->value.bytes());
    return range;
}

std::optional<KeyRange> KeyRangeFinder::keyed(const Value &value) const
{
    if (!isIndexable(value) || indexTypeOf(value) != m_index.type)
        return {};
    KeyRange range;
    if (value.type() == Value::Type::Integer)
        range.numbers = {value.toInteger(), value.toInteger()};
    else
        range.key = value;
    return range;
}

bool KeyRangeFinder::reads(const Node *node)
{
    if (node->kind != NodeKind::Path || !m_index.expression.isEmpty())
        return false;
    const Path &path = *node->path;
    if (path.bin != m_index.bin)
        return false;
    const bool plain =
        path.function == PathFunction::None ||
        (path.function == PathFunction::Get &&
         (path.steps.empty() || path.returnType.value_or(ReturnType::Value) == ReturnType::Value));
    if (!plain || (!path.steps.empty() && !path.steps.back().isSingle()))
        return false;
    // An element of an indexed list or map is one of its keys; a plain value stands at the end of the
    // context.
    const bool isElement = !hasOneKey();
    if (isElement) {
        if (path.steps.empty() || m_index.collection == IndexCollection::MapKeys ||
            path.steps.back().map != (m_index.collection == IndexCollection::MapValues))
            return false;
    }
    if (contextOf(path, path.steps.size() - (isElement ? 1 : 0)) != m_index.context) {
        m_sawOtherContext = true;
        return false;
    }
    if (node->type != valueTypeOf(m_index.type)) {
        m_sawOtherType = true;
        return false;
    }
    return true;
}

/// Proven equality is claimed for the plain values of whole bins only.
bool KeyRangeFinder::isExactRead(const Node *node) const
{
    return node->kind == NodeKind::Path && node->path->steps.empty() && hasOneKey() &&
           m_index.context.isEmpty() && m_index.expression.isEmpty() && m_index.type != IndexType::Geo;
}

bool KeyRangeFinder::isIndexedExpression(const Node *node) const
{
    return !m_index.expression.isEmpty() && hasOneKey() && node->type == valueTypeOf(m_index.type) &&
           encode(node) == m_index.expression;
}

} // namespace Aeroscope::Ael
