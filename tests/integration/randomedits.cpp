// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/randomedits.h"

#include <limits>

using namespace Aeroscope::Workbench;

namespace Aeroscope::Test {

Value RandomEdits::text()
{
    static const QByteArray texts[] = {
        "",         "a", "Brno", "gr\xc3\xbc\xc3\x9f", QByteArray("n\0l", 3), "\xff\xfe", QByteArray(40, 'x'),
        "\"q\" 'a'"};
    return Value::string(texts[below(8)]);
}

Value RandomEdits::mapKey()
{
    switch (below(4)) {
    case 0:
        return below(5) - 2;
    case 1:
        return Value::blob(QByteArray(1 + below(2), static_cast<char>(below(3))));
    default:
        return Value::string(QByteArray(1, static_cast<char>('a' + below(8))));
    }
}

Value RandomEdits::scalar(bool isElement, bool isOrderable)
{
    static const double doubles[] = {0.0, -0.0, 3.0, 1e300, 5e-324, std::numeric_limits<double>::infinity()};
    switch (below(isElement ? 9 : 8)) {
    case 0:
        return below(2) == 0;
    case 1:
        return doubles[below(6)];
    case 2:
        return Value::blob(QByteArray(below(5), static_cast<char>(below(256))),
                           oneIn(4) ? ParticleType::JavaBlob : ParticleType::Blob);
    case 3:
        return Value::geoJson("{\"type\":\"Point\",\"coordinates\":[" + QByteArray::number(below(90)) +
                              ",1.5]}");
    case 4:
        return std::numeric_limits<qint64>::max() - below(2);
    case 5:
        return isOrderable ? Value(below(4)) : Value(std::numeric_limits<double>::quiet_NaN());
    case 8:
        return {};
    default:
        return oneIn(2) ? text() : Value(below(100) - 50);
    }
}

// NaN compares with nothing: servers refuse an ordered container (code 1) that has one at any depth.
Value RandomEdits::value(int depth, bool isOrderable)
{
    const int kind = depth < 3 ? below(6) : 0;
    if (kind == 1 || kind == 2) {
        List list;
        list.order = oneIn(3) ? ListOrder::Ordered : ListOrder::Unordered;
        for (int i = below(7); i > 0; --i) {
            const bool isBelowOrder = isOrderable || list.order == ListOrder::Ordered;
            list.items.push_back(oneIn(3) ? value(depth + 1, isBelowOrder) : scalar(true, isBelowOrder));
        }
        return list;
    }
    if (kind == 3 || kind == 4) {
        Map map;
        static const MapOrder orders[] = {MapOrder::Unordered, MapOrder::KeyOrdered,
                                          MapOrder::KeyValueOrdered};
        map.order = orders[below(3)];
        for (int i = below(7); i > 0; --i) {
            Value key = mapKey();
            if (!map.find(key))
                map.pairs.emplace_back(std::move(key),
                                       oneIn(3) ? value(depth + 1, true) : scalar(true, true));
        }
        return map;
    }
    return scalar(depth > 0, isOrderable || depth > 0);
}

Bins RandomEdits::bins()
{
    static const char *const names[] = {
        "a", "prefs", "tags", "odd name", "\xc3\xa9t\xc3\xa9", "fifteen-bytes-x"};
    Bins bins;
    for (const char *name : names) {
        if (bins.empty() ? true : oneIn(2))
            bins.push_back({name, binValue()});
    }
    return bins;
}

PathSteps RandomEdits::randomSteps(const Value &root, bool containersOnly)
{
    PathSteps steps;
    const Value *here = &root;
    while (here->isContainer() && !oneIn(3)) {
        const bool isList = here->type() == Value::Type::List;
        const size_t size = isList ? here->list().items.size() : here->map().pairs.size();
        if (size == 0)
            break;
        const auto place = static_cast<size_t>(below(static_cast<int>(size)));
        const Value &next = isList ? here->list().items[place] : here->map().pairs[place].second;
        if (containersOnly && !next.isContainer())
            break;
        steps.push_back(isList ? PathStep::at(static_cast<qint64>(place))
                               : PathStep::under(here->map().pairs[place].first));
        here = &next;
    }
    return steps;
}

void RandomEdits::change(RecordEdit &edit)
{
    const int count = 1 + below(4);
    for (int i = 0; i < count; ++i) {
        std::vector<RecordEdit::BinState> bins = edit.bins();
        std::erase_if(bins, [](const auto &bin) { return bin.state == RecordEdit::State::Removed; });
        const int kind = below(10);
        if (bins.empty() || kind == 0) {
            edit.setBin("fresh", binValue());
            continue;
        }
        const RecordEdit::BinState &bin = bins[static_cast<size_t>(below(static_cast<int>(bins.size())))];
        if (kind == 1) {
            edit.removeBin(bin.name);
            continue;
        }
        if (kind == 2) {
            edit.setBin(bin.name, binValue());
            continue;
        }
        // What does not fit is refused and leaves the edit as it was.
        ValueEdit change;
        change.kind = static_cast<ValueEdit::Kind>(below(6));
        const bool needsContainer = change.kind == ValueEdit::Kind::Append ||
                                    change.kind == ValueEdit::Kind::Order ||
                                    change.kind == ValueEdit::Kind::Insert;
        change.steps = randomSteps(bin.value, needsContainer);
        change.value = oneIn(3) ? canonical(value(2, true)) : scalar(true, true);
        if (change.kind == ValueEdit::Kind::Insert) {
            const Value *container = valueAt(bin.value, change.steps);
            if (container->type() == Value::Type::List)
                change.steps.push_back(
                    PathStep::at(below(static_cast<int>(container->list().items.size()) + 1)));
            else
                change.steps.push_back(PathStep::under(mapKey()));
        } else if (change.kind == ValueEdit::Kind::Rename) {
            change.value = mapKey();
        } else if (change.kind == ValueEdit::Kind::Order) {
            static const quint8 orders[] = {0, 1, 3};
            change.order = orders[below(3)];
        }
        (void)edit.apply(bin.name, change);
    }
    if (oneIn(6))
        edit.setExpiry(oneIn(2) ? ExpiryChoice::never() : ExpiryChoice::in(1000 + below(100000)));
}

} // namespace Aeroscope::Test
