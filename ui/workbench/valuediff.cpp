// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/valuediff.h"

#include "client/value/listops.h"
#include "client/value/mapops.h"
#include "client/value/msgpack.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

using Kind = EditOperation::Kind;
using Plan = std::vector<EditOperation>;

/// More of them, or this many bytes more than the whole bin, and the whole bin is sent.
constexpr size_t mostOperations = 64;
constexpr qsizetype mostExtraBytes = 256;
/// Cells of the table that finds equal elements.
constexpr size_t largestTable = 16'384;

bool isAddressableKey(const Value &key) noexcept
{
    return key.type() == Value::Type::Integer || key.type() == Value::Type::String ||
           key.type() == Value::Type::Blob;
}

bool isOrdered(const Value &value) noexcept
{
    if (value.type() == Value::Type::List)
        return value.list().order == ListOrder::Ordered;
    return value.type() == Value::Type::Map && value.map().order != MapOrder::Unordered;
}

/// Equal in rank but not the same: which of them comes first is the server's affair.
bool hasTies(const std::vector<Value> &items)
{
    return std::ranges::adjacent_find(items, [](const Value &a, const Value &b) {
               return compareByRank(a, b) == 0 && !(a == b);
           }) != items.end();
}

bool hasNan(const std::vector<Value> &items)
{
    return std::ranges::any_of(items, [](const Value &item) {
        return item.type() == Value::Type::Double && item.toDouble() != item.toDouble();
    });
}

bool hasCleanKeys(const Map &map)
{
    const auto twice = [](const auto &a, const auto &b) { return compareByRank(a.first, b.first) == 0; };
    return std::ranges::all_of(map.pairs, [](const auto &pair) { return isAddressableKey(pair.first); }) &&
           std::ranges::adjacent_find(map.pairs, twice) == map.pairs.end();
}

EditOperation on(const ValuePath &path, Kind kind)
{
    EditOperation operation;
    operation.kind = kind;
    operation.path = path;
    return operation;
}

/// Writes the operations that lead from one container to another of the same kind.
class Differ
{
public:
    Plan plan;

    /// False when this container has to be written as a whole; `plan` is then as it was.
    bool container(const ValuePath &path, const Value &before, const Value &after)
    {
        if (before.type() != after.type() || !before.isContainer() || plan.size() > mostOperations)
            return false;
        const size_t mark = plan.size();
        const bool done = before.type() == Value::Type::List ? lists(path, before.list(), after.list())
                                                             : maps(path, before.map(), after.map());
        if (!done)
            plan.resize(mark);
        return done;
    }

private:
    bool lists(const ValuePath &path, const List &before, const List &after)
    {
        if (before.order != after.order) {
            EditOperation order = on(path, Kind::ListOrder);
            order.order = static_cast<quint8>(after.order);
            plan.push_back(order);
            List kept = before;
            kept.order = after.order;
            const Value sorted = canonical(Value(std::move(kept)));
            if (hasTies(sorted.list().items))
                return false;
            return lists(path, sorted.list(), after);
        }
        if (after.order == ListOrder::Ordered)
            return orderedLists(path, before.items, after.items);
        const std::vector<ListGap> gaps = listGaps(before.items, after.items);
        // From the back, so that the indexes in front stay what they are.
        for (auto gap = gaps.rbegin(); gap != gaps.rend(); ++gap)
            unorderedGap(path, before.items, after.items, *gap);
        return true;
    }

    void unorderedGap(const ValuePath &path, const std::vector<Value> &before,
                      const std::vector<Value> &after, const ListGap &gap)
    {
        const size_t paired = std::min(gap.beforeCount, gap.afterCount);
        const auto tail = static_cast<qint64>(gap.before + paired);
        if (gap.beforeCount > paired) {
            EditOperation remove = on(path, Kind::ListRemove);
            remove.index = tail;
            remove.count = gap.beforeCount - paired;
            plan.push_back(remove);
        } else if (gap.afterCount > paired) {
            const bool atEnd = gap.before + gap.beforeCount == before.size();
            EditOperation insert = on(path, atEnd ? Kind::ListAppend : Kind::ListInsert);
            insert.index = atEnd ? 0 : tail;
            insert.values.assign(after.begin() + static_cast<qsizetype>(gap.after + paired),
                                 after.begin() + static_cast<qsizetype>(gap.after + gap.afterCount));
            plan.push_back(std::move(insert));
        }
        for (size_t i = paired; i-- > 0;) {
            const auto index = static_cast<qint64>(gap.before + i);
            const Value &wanted = after[gap.after + i];
            if (container(path.then(PathStep::at(index)), before[gap.before + i], wanted))
                continue;
            EditOperation set = on(path, Kind::ListSet);
            set.index = index;
            set.value = wanted;
            plan.push_back(std::move(set));
        }
    }

    /// The server keeps the order: elements go by index and come by appending.
    bool orderedLists(const ValuePath &path, const std::vector<Value> &before,
                      const std::vector<Value> &after)
    {
        if (hasTies(before) || hasTies(after) || hasNan(before) || hasNan(after))
            return false;
        std::vector<size_t> gone;
        EditOperation append = on(path, Kind::ListAppend);
        size_t b = 0;
        size_t a = 0;
        while (b < before.size() || a < after.size()) {
            if (b < before.size() && a < after.size() && before[b] == after[a]) {
                ++b;
                ++a;
                continue;
            }
            const bool takesBefore =
                a == after.size() || (b < before.size() && compareByRank(before[b], after[a]) <= 0);
            if (takesBefore)
                gone.push_back(b++);
            else
                append.values.push_back(after[a++]);
        }
        while (!gone.empty()) {
            EditOperation remove = on(path, Kind::ListRemove);
            size_t first = gone.back();
            gone.pop_back();
            while (!gone.empty() && gone.back() + 1 == first) {
                first = gone.back();
                gone.pop_back();
                ++remove.count;
            }
            remove.index = static_cast<qint64>(first);
            plan.push_back(remove);
        }
        if (!append.values.empty())
            plan.push_back(std::move(append));
        return true;
    }

    bool maps(const ValuePath &path, const Map &before, const Map &after)
    {
        if (!hasCleanKeys(before) || !hasCleanKeys(after))
            return false;
        if (before.order != after.order) {
            EditOperation order = on(path, Kind::MapOrder);
            order.order = static_cast<quint8>(after.order);
            plan.push_back(order);
        }
        Plan later;
        size_t b = 0;
        size_t a = 0;
        while (b < before.pairs.size() || a < after.pairs.size()) {
            std::strong_ordering side = std::strong_ordering::equal;
            if (b == before.pairs.size())
                side = std::strong_ordering::greater;
            else if (a == after.pairs.size())
                side = std::strong_ordering::less;
            else
                side = compareByRank(before.pairs[b].first, after.pairs[a].first);
            if (side < 0) {
                EditOperation remove = on(path, Kind::MapRemove);
                remove.key = before.pairs[b++].first;
                plan.push_back(std::move(remove));
                continue;
            }
            const auto &[key, wanted] = after.pairs[a++];
            if (side == 0) {
                const Value &held = before.pairs[b++].second;
                if (held == wanted || container(path.then(PathStep::under(key)), held, wanted))
                    continue;
            }
            EditOperation put = on(path, Kind::MapPut);
            put.key = key;
            put.value = wanted;
            later.push_back(std::move(put));
        }
        std::ranges::move(later, std::back_inserter(plan));
        return true;
    }
};

qsizetype bytesOf(const Plan &plan)
{
    qsizetype bytes = 0;
    for (const EditOperation &operation : plan)
        bytes += operation.operation().payload.size() + operation.path.bin.size() + 8;
    return bytes;
}

bool leadsTo(const Plan &plan, const Value &before, const Value &after)
{
    Value value = before;
    for (const EditOperation &operation : plan) {
        Result<Value> next = carriedOut(value, operation);
        if (!next)
            return false;
        value = *std::move(next);
    }
    return value == after;
}

Plan wholeBin(const QByteArray &bin, const Value *before, const Value &after, const QString &reason)
{
    const bool refills = before && isOrdered(*before) && before->type() == after.type() && isOrdered(after);
    if (refills && after.type() == Value::Type::List && before->list().order == after.list().order &&
        !hasTies(after.list().items) && !hasNan(after.list().items)) {
        EditOperation clear = on({bin, {}}, Kind::ListClear);
        clear.reason = reason;
        EditOperation fill = on({bin, {}}, Kind::ListAppend);
        fill.values = after.list().items;
        Plan plan{std::move(clear)};
        if (!fill.values.empty())
            plan.push_back(std::move(fill));
        return plan;
    }
    if (refills && after.type() == Value::Type::Map && before->map().order == after.map().order &&
        after.map().pairs.size() <= mostOperations) {
        EditOperation clear = on({bin, {}}, Kind::MapClear);
        clear.reason = reason;
        Plan plan{std::move(clear)};
        for (const auto &[key, value] : after.map().pairs) {
            EditOperation put = on({bin, {}}, Kind::MapPut);
            put.key = key;
            put.value = value;
            plan.push_back(std::move(put));
        }
        return plan;
    }
    EditOperation put = on({bin, {}}, Kind::PutBin);
    put.value = after;
    put.reason = reason;
    return {std::move(put)};
}

/// The same value with the one at the end of the steps replaced by what `change` makes of it.
Result<Value> changedAt(const Value &root, const PathSteps &steps, size_t depth,
                        const std::function<Result<Value>(const Value &)> &change)
{
    if (depth == steps.size())
        return change(root);
    const Value *below = valueAt(root, {steps[depth]});
    if (!below)
        return std::unexpected(Error::invalidArgument(u"the path leads nowhere"_s));
    Result<Value> changed = changedAt(*below, steps, depth + 1, change);
    if (!changed)
        return changed;
    if (steps[depth].kind == PathStep::Kind::Index) {
        List list = root.list();
        const qint64 index = steps[depth].index;
        const auto place = index < 0 ? static_cast<qint64>(list.items.size()) + index : index;
        list.items[static_cast<size_t>(place)] = *std::move(changed);
        return Value(std::move(list));
    }
    Map map = root.map();
    std::ranges::find_if(map.pairs, [&](const auto &pair) {
        return pair.first == steps[depth].key;
    })->second = *std::move(changed);
    return Value(std::move(map));
}

std::unexpected<Error> unfit()
{
    return std::unexpected(Error::invalidArgument(u"the operation does not fit what stands there"_s));
}

Result<Value> onList(const Value &here, const EditOperation &operation)
{
    if (here.type() != Value::Type::List)
        return unfit();
    List list = here.list();
    const auto size = static_cast<qint64>(list.items.size());
    const bool ordered = list.order == ListOrder::Ordered;
    const auto at = list.items.begin() + std::clamp<qint64>(operation.index, 0, size);
    switch (operation.kind) {
    case Kind::ListSet:
        if (ordered || operation.index < 0 || operation.index >= size)
            return unfit();
        *at = operation.value;
        break;
    case Kind::ListInsert:
        if (ordered || operation.index < 0 || operation.index > size)
            return unfit();
        list.items.insert(at, operation.values.begin(), operation.values.end());
        break;
    case Kind::ListAppend:
        list.items.insert(list.items.end(), operation.values.begin(), operation.values.end());
        break;
    case Kind::ListRemove:
        if (operation.index < 0 || operation.index + static_cast<qint64>(operation.count) > size)
            return unfit();
        list.items.erase(at, at + static_cast<qint64>(operation.count));
        break;
    case Kind::ListClear:
        list.items.clear();
        break;
    default:
        list.order = static_cast<ListOrder>(operation.order);
        break;
    }
    return canonical(Value(std::move(list)));
}

Result<Value> onMap(const Value &here, const EditOperation &operation)
{
    if (here.type() != Value::Type::Map)
        return unfit();
    Map map = here.map();
    const auto it =
        std::ranges::find_if(map.pairs, [&](const auto &pair) { return pair.first == operation.key; });
    switch (operation.kind) {
    case Kind::MapPut:
        if (it == map.pairs.end())
            map.pairs.emplace_back(operation.key, operation.value);
        else
            it->second = operation.value;
        break;
    case Kind::MapRemove:
        if (it != map.pairs.end())
            map.pairs.erase(it);
        break;
    case Kind::MapClear:
        map.pairs.clear();
        break;
    default:
        map.order = static_cast<MapOrder>(operation.order);
        break;
    }
    return canonical(Value(std::move(map)));
}

} // namespace

Operation EditOperation::operation() const
{
    const CdtContext context = path.context();
    switch (kind) {
    case Kind::PutBin:
        return Operation::write(path.bin, value);
    case Kind::RemoveBin:
        return Operation::removeBin(path.bin);
    case Kind::Touch:
        return Operation::touch();
    case Kind::ListSet:
        return ListOps::set(path.bin, index, value, {}, context);
    case Kind::ListInsert:
        return values.size() == 1 ? ListOps::insert(path.bin, index, values.front(), {}, context)
                                  : ListOps::insertItems(path.bin, index, values, {}, context);
    case Kind::ListAppend:
        return values.size() == 1 ? ListOps::append(path.bin, values.front(), {}, context)
                                  : ListOps::appendItems(path.bin, values, {}, context);
    case Kind::ListRemove:
        return count == 1 ? ListOps::removeAt(path.bin, index, context)
                          : ListOps::removeRange(path.bin, index, count, context);
    case Kind::ListClear:
        return ListOps::clear(path.bin, context);
    case Kind::ListOrder:
        return ListOps::setOrder(path.bin, static_cast<Aeroscope::ListOrder>(order), false, context);
    case Kind::MapPut:
        return MapOps::put(path.bin, key, value, {}, context);
    case Kind::MapRemove:
        return MapOps::remove(path.bin, MapSelector::key(key), CdtReturnType::None, context);
    case Kind::MapClear:
        return MapOps::clear(path.bin, context);
    case Kind::MapOrder:
        return MapOps::setOrder(path.bin, static_cast<Aeroscope::MapOrder>(order), false, context);
    }
    return {};
}

Result<Value> carriedOut(const Value &before, const EditOperation &operation)
{
    switch (operation.kind) {
    case Kind::PutBin:
        return canonical(operation.value);
    case Kind::RemoveBin:
        return Value();
    case Kind::Touch:
        return before;
    case Kind::ListSet:
    case Kind::ListInsert:
    case Kind::ListAppend:
    case Kind::ListRemove:
    case Kind::ListClear:
    case Kind::ListOrder:
        return changedAt(before, operation.path.steps, 0,
                         [&](const Value &here) { return onList(here, operation); });
    case Kind::MapPut:
    case Kind::MapRemove:
    case Kind::MapClear:
    case Kind::MapOrder:
        return changedAt(before, operation.path.steps, 0,
                         [&](const Value &here) { return onMap(here, operation); });
    }
    return before;
}

std::vector<ListGap> listGaps(const std::vector<Value> &before, const std::vector<Value> &after)
{
    size_t front = 0;
    while (front < before.size() && front < after.size() && before[front] == after[front])
        ++front;
    size_t back = 0;
    while (back < before.size() - front && back < after.size() - front &&
           before[before.size() - 1 - back] == after[after.size() - 1 - back])
        ++back;
    const size_t rows = before.size() - front - back;
    const size_t columns = after.size() - front - back;
    if (rows == 0 && columns == 0)
        return {};
    if (rows == 0 || columns == 0 || rows * columns > largestTable)
        return {{front, rows, front, columns}};
    // The longest common subsequence of the middle; lengths from (row, column) to the ends.
    std::vector<quint32> lengths((rows + 1) * (columns + 1), 0);
    const auto length = [&](size_t row, size_t column) -> quint32 & {
        return lengths[row * (columns + 1) + column];
    };
    for (size_t row = rows; row-- > 0;) {
        for (size_t column = columns; column-- > 0;) {
            length(row, column) = before[front + row] == after[front + column]
                                      ? length(row + 1, column + 1) + 1
                                      : std::max(length(row + 1, column), length(row, column + 1));
        }
    }
    std::vector<ListGap> gaps;
    ListGap gap{front, 0, front, 0};
    const auto close = [&] {
        if (gap.beforeCount > 0 || gap.afterCount > 0)
            gaps.push_back(gap);
    };
    size_t row = 0;
    size_t column = 0;
    while (row < rows || column < columns) {
        if (row < rows && column < columns && before[front + row] == after[front + column]) {
            close();
            ++row;
            ++column;
            gap = {front + row, 0, front + column, 0};
        } else if (column == columns || (row < rows && length(row + 1, column) >= length(row, column + 1))) {
            ++row;
            ++gap.beforeCount;
        } else {
            ++column;
            ++gap.afterCount;
        }
    }
    close();
    return gaps;
}

std::vector<EditOperation> differences(const QByteArray &bin, const std::optional<Value> &before,
                                       const Value &after)
{
    const Value wanted = canonical(after);
    if (!before)
        return wholeBin(bin, nullptr, wanted, {});
    const Value held = canonical(*before);
    if (held == wanted)
        return {};
    if (held.type() != wanted.type() || !held.isContainer())
        return wholeBin(bin, &held, wanted, {});
    Differ differ;
    if (!differ.container({bin, {}}, held, wanted))
        return wholeBin(bin, &held, wanted, u"its elements cannot be told apart by index or key"_s);
    if (differ.plan.size() > mostOperations ||
        bytesOf(differ.plan) > packValue(wanted).size() + mostExtraBytes)
        return wholeBin(bin, &held, wanted, u"the single changes are longer than the whole value"_s);
    if (!leadsTo(differ.plan, held, wanted))
        return wholeBin(bin, &held, wanted, u"the single changes do not lead to this value"_s);
    return std::move(differ.plan);
}

} // namespace Aeroscope::Workbench
