// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/valuepath.h"

#include "client/value/exactjson.h"
#include "client/value/storable.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

bool isWordChar(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool isWord(const QByteArray &text) noexcept
{
    return !text.isEmpty() && std::all_of(text.cbegin(), text.cend(), isWordChar);
}

bool isBareBin(const QByteArray &text) noexcept
{
    return !text.isEmpty() &&
           std::all_of(text.cbegin(), text.cend(), [](char c) { return isWordChar(c) || c == '-'; });
}

std::unexpected<Error> refuse(const QString &why)
{
    return std::unexpected(Error::invalidArgument(why));
}

/// Elements of equal rank stay in their order.
void sortStably(std::vector<Value> &items)
{
    const auto lower = [](const Value &a, const Value &b) { return compareByRank(a, b) < 0; };
    if (std::is_sorted(items.begin(), items.end(), lower))
        return;
    std::vector<size_t> places(items.size());
    std::iota(places.begin(), places.end(), size_t(0));
    std::sort(places.begin(), places.end(), [&](size_t a, size_t b) {
        const std::strong_ordering order = compareByRank(items[a], items[b]);
        return order == 0 ? a < b : order < 0;
    });
    std::vector<Value> sorted;
    sorted.reserve(items.size());
    for (const size_t place : places)
        sorted.push_back(std::move(items[place]));
    items = std::move(sorted);
}

/// Reads a path from left to right.
class PathReader
{
public:
    explicit PathReader(const QString &text)
        : m_bytes(text.toUtf8())
    {}

    Result<ValuePath> read()
    {
        ValuePath path;
        if (peek() == '"') {
            const Result<Value> name = json(stringEnd(m_at));
            if (!name)
                return std::unexpected(name.error());
            path.bin = name->bytes();
        } else {
            while (m_at < m_bytes.size() && peek() != '.' && peek() != '[' && peek() != '{')
                path.bin.append(m_bytes[m_at++]);
        }
        if (path.bin.isEmpty())
            return fault(u"the name of a bin is missing"_s);
        while (m_at < m_bytes.size()) {
            Result<PathStep> next = step();
            if (!next)
                return std::unexpected(next.error());
            path.steps.push_back(*std::move(next));
        }
        return path;
    }

private:
    [[nodiscard]] char peek() const { return m_at < m_bytes.size() ? m_bytes[m_at] : '\0'; }
    [[nodiscard]] std::unexpected<Error> fault(const QString &why) const
    {
        const qsizetype column = QString::fromUtf8(m_bytes.left(m_at)).size() + 1;
        return refuse(u"path: %1 (column %2)"_s.arg(why).arg(column));
    }

    Result<PathStep> step()
    {
        const char opening = m_bytes[m_at++];
        if (opening == '.') {
            const qsizetype from = m_at;
            while (m_at < m_bytes.size() && isWordChar(peek()))
                ++m_at;
            if (m_at == from)
                return fault(u"a word is missing after the point"_s);
            return PathStep::under(Value::string(m_bytes.mid(from, m_at - from)));
        }
        if (opening == '[') {
            const qsizetype end = m_bytes.indexOf(']', m_at);
            bool ok = false;
            const qint64 index = end < 0 ? 0 : m_bytes.mid(m_at, end - m_at).toLongLong(&ok);
            if (!ok)
                return fault(u"an index and ] are expected"_s);
            m_at = end + 1;
            return PathStep::at(index);
        }
        if (opening == '{') {
            const qsizetype end = closingBrace();
            if (end < 0)
                return fault(u"a key and } are expected"_s);
            const Result<Value> key = json(end);
            if (!key)
                return std::unexpected(key.error());
            ++m_at;
            return PathStep::under(*key);
        }
        --m_at;
        return fault(u"only .word, [index] and {key} can follow"_s);
    }

    /// Behind the string that begins at `from`.
    [[nodiscard]] qsizetype stringEnd(qsizetype from) const
    {
        for (qsizetype i = from + 1; i < m_bytes.size(); ++i) {
            if (m_bytes[i] == '\\')
                ++i;
            else if (m_bytes[i] == '"')
                return i + 1;
        }
        return m_bytes.size();
    }

    [[nodiscard]] qsizetype closingBrace() const
    {
        int depth = 0;
        for (qsizetype i = m_at; i < m_bytes.size(); ++i) {
            const char c = m_bytes[i];
            if (c == '"')
                i = stringEnd(i) - 1;
            else if (c == '{')
                ++depth;
            else if (c == '}' && depth-- == 0)
                return i;
        }
        return -1;
    }

    Result<Value> json(qsizetype end)
    {
        Result<Value> value = fromExactJson(QByteArrayView(m_bytes).sliced(m_at, end - m_at));
        if (!value)
            return fault(value.error().message);
        if (value->isContainer() || value->isNil())
            return fault(u"a name or key is a scalar"_s);
        m_at = end;
        return value;
    }

    QByteArray m_bytes;
    qsizetype m_at = 0;
};

/// The place of a possibly negative index; -1 when it is outside. `pastEnd` allows the size itself.
qint64 placeOf(qint64 index, size_t size, bool pastEnd = false)
{
    const auto count = static_cast<qint64>(size);
    const qint64 place = index < 0 ? count + index : index;
    return place >= 0 && (place < count || (pastEnd && place == count)) ? place : -1;
}

Result<Value> editHere(const Value &here, const ValueEdit &edit)
{
    switch (edit.kind) {
    case ValueEdit::Kind::Set:
        return edit.value;
    case ValueEdit::Kind::Append: {
        if (here.type() != Value::Type::List)
            return refuse(u"only a list can be appended to"_s);
        List list = here.list();
        list.items.push_back(edit.value);
        return Value(std::move(list));
    }
    case ValueEdit::Kind::Order: {
        if (here.type() == Value::Type::List && edit.order <= static_cast<quint8>(ListOrder::Ordered)) {
            List list = here.list();
            list.order = static_cast<ListOrder>(edit.order);
            return Value(std::move(list));
        }
        const auto order = static_cast<MapOrder>(edit.order);
        if (here.type() == Value::Type::Map &&
            (order == MapOrder::Unordered || order == MapOrder::KeyOrdered ||
             order == MapOrder::KeyValueOrdered)) {
            Map map = here.map();
            map.order = order;
            return Value(std::move(map));
        }
        return refuse(u"only lists and maps have an order, each its own"_s);
    }
    case ValueEdit::Kind::Insert:
    case ValueEdit::Kind::Remove:
    case ValueEdit::Kind::Rename:
        break;
    }
    return refuse(u"the place must be inside a list or map"_s);
}

Result<Value> editList(const Value &here, const ValueEdit &edit, size_t depth);
Result<Value> editMap(const Value &here, const ValueEdit &edit, size_t depth);

Result<Value> editBelow(const Value &here, const ValueEdit &edit, size_t depth)
{
    if (depth == edit.steps.size())
        return editHere(here, edit);
    const PathStep &step = edit.steps[depth];
    if (step.kind == PathStep::Kind::Index) {
        if (here.type() != Value::Type::List)
            return refuse(u"an index leads into a list only"_s);
        return editList(here, edit, depth);
    }
    if (here.type() != Value::Type::Map)
        return refuse(u"a key leads into a map only"_s);
    return editMap(here, edit, depth);
}

Result<Value> editList(const Value &here, const ValueEdit &edit, size_t depth)
{
    const bool isLast = depth + 1 == edit.steps.size();
    const bool isInsert = isLast && edit.kind == ValueEdit::Kind::Insert;
    List list = here.list();
    const qint64 place = placeOf(edit.steps[depth].index, list.items.size(), isInsert);
    if (place < 0)
        return refuse(u"the list has no element [%1]"_s.arg(edit.steps[depth].index));
    const auto it = list.items.begin() + place;
    if (isInsert) {
        list.items.insert(it, edit.value); // an ordered list sorts it into its place
    } else if (isLast && edit.kind == ValueEdit::Kind::Remove) {
        list.items.erase(it);
    } else if (isLast && edit.kind == ValueEdit::Kind::Rename) {
        return refuse(u"only a map entry has a key"_s);
    } else {
        Result<Value> below = editBelow(*it, edit, depth + 1);
        if (!below)
            return below;
        *it = *std::move(below);
    }
    return Value(std::move(list));
}

Result<Value> editMap(const Value &here, const ValueEdit &edit, size_t depth)
{
    const bool isLast = depth + 1 == edit.steps.size();
    const Value &key = edit.steps[depth].key;
    Map map = here.map();
    const auto it = std::ranges::find_if(map.pairs, [&key](const auto &pair) { return pair.first == key; });
    const bool isThere = it != map.pairs.end();
    if (isLast && !isThere && (edit.kind == ValueEdit::Kind::Set || edit.kind == ValueEdit::Kind::Insert)) {
        map.pairs.emplace_back(key, edit.value);
        return Value(std::move(map));
    }
    if (!isThere)
        return refuse(u"the map has no key %1"_s.arg(QString::fromUtf8(toExactJson(key))));
    if (isLast && edit.kind == ValueEdit::Kind::Insert)
        return refuse(u"the map has the key %1 already"_s.arg(QString::fromUtf8(toExactJson(key))));
    if (isLast && edit.kind == ValueEdit::Kind::Remove) {
        map.pairs.erase(it);
    } else if (isLast && edit.kind == ValueEdit::Kind::Rename) {
        if (edit.value != key && map.find(edit.value))
            return refuse(
                u"the map has the key %1 already"_s.arg(QString::fromUtf8(toExactJson(edit.value))));
        it->first = edit.value;
    } else {
        Result<Value> below = editBelow(it->second, edit, depth + 1);
        if (!below)
            return below;
        it->second = *std::move(below);
    }
    return Value(std::move(map));
}

} // namespace

ValuePath ValuePath::then(PathStep step) const
{
    ValuePath path = *this;
    path.steps.push_back(std::move(step));
    return path;
}

ValuePath ValuePath::parent() const
{
    ValuePath path = *this;
    if (!path.steps.empty())
        path.steps.pop_back();
    return path;
}

CdtContext ValuePath::context() const
{
    CdtContext context;
    for (const PathStep &step : steps) {
        if (step.kind == PathStep::Kind::Index)
            context.listIndex(step.index);
        else
            context.mapKey(step.key);
    }
    return context;
}

QString pathText(const ValuePath &path)
{
    QByteArray text = isBareBin(path.bin) ? path.bin : toExactJson(Value::string(path.bin));
    for (const PathStep &step : path.steps) {
        if (step.kind == PathStep::Kind::Index)
            text += '[' + QByteArray::number(step.index) + ']';
        else if (step.key.type() == Value::Type::String && isWord(step.key.bytes()))
            text += '.' + step.key.bytes();
        else
            text += '{' + toExactJson(step.key) + '}';
    }
    return QString::fromUtf8(text);
}

Result<ValuePath> pathFromText(const QString &text)
{
    return PathReader(text).read();
}

const Value *valueAt(const Value &root, const PathSteps &steps)
{
    const Value *here = &root;
    for (const PathStep &step : steps) {
        if (step.kind == PathStep::Kind::Index) {
            if (here->type() != Value::Type::List)
                return nullptr;
            const qint64 place = placeOf(step.index, here->list().items.size());
            if (place < 0)
                return nullptr;
            here = &here->list().items[static_cast<size_t>(place)];
        } else {
            here = here->type() == Value::Type::Map ? here->map().find(step.key) : nullptr;
            if (!here)
                return nullptr;
        }
    }
    return here;
}

Value canonical(const Value &value)
{
    if (value.type() == Value::Type::List) {
        List list;
        list.order = value.list().order;
        list.items.reserve(value.list().items.size());
        for (const Value &item : value.list().items)
            list.items.push_back(canonical(item));
        if (list.order == ListOrder::Ordered) {
            sortStably(list.items);
        }
        return list;
    }
    if (value.type() == Value::Type::Map) {
        Map map;
        map.order = value.map().order == MapOrder::PreserveOrder ? MapOrder::Unordered : value.map().order;
        map.pairs.reserve(value.map().pairs.size());
        for (const auto &[key, held] : value.map().pairs)
            map.pairs.emplace_back(key, canonical(held));
        std::sort(map.pairs.begin(), map.pairs.end(),
                  [](const auto &a, const auto &b) { return compareByRank(a.first, b.first) < 0; });
        return map;
    }
    return value;
}

Result<Value> applied(const Value &root, const ValueEdit &edit)
{
    Result<Value> after = editBelow(root, edit, 0);
    if (!after)
        return after;
    if (const Result<Storability> storable = checkStorable(*after); !storable)
        return std::unexpected(storable.error());
    return canonical(*after);
}

} // namespace Aeroscope::Workbench
