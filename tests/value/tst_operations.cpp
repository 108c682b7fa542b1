// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/bitops.h"
#include "client/value/cdtcontext.h"
#include "client/value/expressionops.h"
#include "client/value/hllops.h"
#include "client/value/listops.h"
#include "client/value/mapops.h"
#include "client/value/msgpack.h"
#include "client/value/pathops.h"
#include "client/value/serverhazard.h"
#include "client/value/storable.h"
#include "tests/support/printvalue.h"
#include "tests/wire/recordings.h"

#include <QHash>
#include <QSet>
#include <QTest>

#include <functional>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

class TestOperations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void buildersGiveTheRecordedPayloads_data();
    void buildersGiveTheRecordedPayloads();
    void everyBuilderIsRecorded();
    void payloads_data();
    void payloads();
    void contextsComeBack_data();
    void contextsComeBack();
    void badContextsAreRefused_data();
    void badContextsAreRefused();
    void contextsChainFromAnyPlace();
    void refusals_data();
    void refusals();
    void crashesAreRefused_data();
    void crashesAreRefused();
    void harmlessOperationsPass_data();
    void harmlessOperationsPass();
    void expressionHazards_data();
    void expressionHazards();
    void geoJsonHazards();
    void describedSizes();
    void storability_data();
    void storability();
};

namespace {

using Items = std::vector<Value>;

/// Takes a recorded payload apart and asks the builders for the same operation.
class Rebuild
{
public:
    Rebuild(OpCode code, QByteArray bin, const QByteArray &payload)
        : m_code(code)
        , m_bin(std::move(bin))
        , m_payload(payload)
    {}

    /// Nothing: no builder says this.
    std::optional<Operation> operation()
    {
        const Result<Value> meaning = unpackValue(m_payload);
        if (!meaning || meaning->type() != Value::Type::List || meaning->list().items.empty())
            return std::nullopt;
        m_items = meaning->list().items;
        if (m_items.front().type() != Value::Type::Integer)
            return m_code == OpCode::ExpressionRead || m_code == OpCode::ExpressionModify ? expression()
                                                                                          : std::nullopt;
        if (m_code == OpCode::ExpressionRead || m_code == OpCode::ExpressionModify)
            return expression();
        if (m_items.front().toInteger() == 0xfe)
            return path();
        if (m_items.front().toInteger() == 0xff) {
            if (m_items.size() != 3 || !context(m_items[1]) || m_items[2].type() != Value::Type::List)
                return std::nullopt;
            m_items = Items(m_items[2].list().items);
            if (m_items.empty())
                return std::nullopt;
        }
        m_number = m_items.front().toInteger();
        m_items.erase(m_items.begin());
        switch (m_code) {
        case OpCode::CdtRead:
            return m_number < 64 ? listRead() : mapRead();
        case OpCode::CdtModify:
            return m_number < 64 ? listModify() : mapModify();
        case OpCode::BitRead:
        case OpCode::BitModify:
            return bits();
        case OpCode::HllRead:
        case OpCode::HllModify:
            return hll();
        default:
            return std::nullopt;
        }
    }

private:
    [[nodiscard]] bool has(size_t count) const { return m_items.size() == count; }
    [[nodiscard]] bool isInt(size_t index) const
    {
        return index < m_items.size() && m_items[index].type() == Value::Type::Integer;
    }
    [[nodiscard]] qint64 integer(size_t index) const { return m_items[index].toInteger(); }
    [[nodiscard]] std::optional<quint64> count(size_t index) const
    {
        return index < m_items.size() ? std::optional(static_cast<quint64>(integer(index))) : std::nullopt;
    }
    [[nodiscard]] CdtReturn returning() const
    {
        const qint64 word = integer(0);
        return {static_cast<CdtReturnType>(word & 0xff), (word & 0x10000) != 0};
    }
    [[nodiscard]] std::optional<Value> optionalValue(size_t index) const
    {
        return index < m_items.size() ? std::optional(m_items[index]) : std::nullopt;
    }
    /// In recordings nil says "open" at the begin of an interval.
    [[nodiscard]] Items itemsAt(size_t index) const
    {
        return m_items[index].type() == Value::Type::List ? m_items[index].list().items : Items();
    }

    bool context(const Value &levels)
    {
        if (levels.type() != Value::Type::List)
            return false;
        const Items &pairs = levels.list().items;
        for (size_t i = 0; i + 1 < pairs.size(); i += 2) {
            const qint64 kind = pairs[i].toInteger();
            const Value &place = pairs[i + 1];
            const auto creation = static_cast<quint8>(kind & 0xc0);
            switch (kind & ~0xc0) {
            case 0x10:
                m_context.listIndex(place.toInteger(),
                                    creation ? std::optional(static_cast<ListCreation>(creation))
                                             : std::nullopt);
                break;
            case 0x11:
                m_context.listRank(place.toInteger());
                break;
            case 0x13:
                m_context.listValue(place);
                break;
            case 0x20:
                m_context.mapIndex(place.toInteger());
                break;
            case 0x21:
                m_context.mapRank(place.toInteger());
                break;
            case 0x22:
                m_context.mapKey(place,
                                 creation ? std::optional(static_cast<MapCreation>(creation)) : std::nullopt);
                break;
            case 0x23:
                m_context.mapValue(place);
                break;
            case 0x04:
                if (place == Value(true))
                    m_context.allChildren();
                else
                    m_context.childrenWhere(Expression(packValue(place)));
                break;
            case 0x204:
                m_context.andWhere(Expression(packValue(place)));
                break;
            case 0x2a:
                m_context.mapKeys(place.list().items);
                break;
            default:
                return false;
            }
        }
        return true;
    }

    std::optional<Operation> expression()
    {
        if (m_items.size() != 2 || m_items[1].type() != Value::Type::Integer)
            return std::nullopt;
        const Expression expression(packValue(m_items[0]));
        const auto flags = static_cast<int>(m_items[1].toInteger());
        if (m_code == OpCode::ExpressionModify)
            return ExpressionOps::write(m_bin, expression, ExpressionWriteFlags::fromInt(flags));
        return ExpressionOps::read(m_bin, expression, flags == 0x10 ? OnUnknown::Nil : OnUnknown::Fail);
    }

    std::optional<Operation> path()
    {
        if (m_items.size() < 3 || !context(m_items[1]))
            return std::nullopt;
        const qint64 flags = m_items[2].toInteger();
        const PathFailure onFailure = (flags & 0x10) != 0 ? PathFailure::LeaveOut : PathFailure::Fail;
        if (m_code == OpCode::CdtModify)
            return m_items.size() == 4 ? std::optional(PathOps::modify(
                                             m_bin, m_context, Expression(packValue(m_items[3])), onFailure))
                                       : std::nullopt;
        if ((flags & 0x0f) > 3)
            return std::nullopt;
        return PathOps::select(m_bin, m_context, static_cast<PathResult>(flags & 0x0f), onFailure);
    }

    [[nodiscard]] std::optional<ListSelector> listSelector(qint64 readCode) const
    {
        switch (readCode) {
        case 19:
            return ListSelector::index(integer(1));
        case 20:
            return ListSelector::firstValue(m_items[1]);
        case 21:
            return ListSelector::rank(integer(1));
        case 22:
            return ListSelector::value(m_items[1]);
        case 23:
            return ListSelector::values(itemsAt(1));
        case 24:
            return ListSelector::indexRange(integer(1), count(2));
        case 25:
            return ListSelector::valueRange(m_items[1], optionalValue(2));
        case 26:
            return ListSelector::rankRange(integer(1), count(2));
        case 27:
            return ListSelector::valueRelativeRankRange(m_items[1], integer(2), count(3));
        default:
            return std::nullopt;
        }
    }

    [[nodiscard]] std::optional<MapSelector> mapSelector(qint64 readCode) const
    {
        switch (readCode) {
        case 97:
            return MapSelector::key(m_items[1]);
        case 98:
            return MapSelector::index(integer(1));
        case 99:
            return MapSelector::firstValue(m_items[1]);
        case 100:
            return MapSelector::rank(integer(1));
        case 102:
            return MapSelector::value(m_items[1]);
        case 103:
            return MapSelector::keyRange(m_items[1], optionalValue(2));
        case 104:
            return MapSelector::indexRange(integer(1), count(2));
        case 105:
            return MapSelector::valueRange(m_items[1], optionalValue(2));
        case 106:
            return MapSelector::rankRange(integer(1), count(2));
        case 107:
            return MapSelector::keys(itemsAt(1));
        case 108:
            return MapSelector::values(itemsAt(1));
        case 109:
            return MapSelector::keyRelativeIndexRange(m_items[1], integer(2), count(3));
        case 110:
            return MapSelector::valueRelativeRankRange(m_items[1], integer(2), count(3));
        default:
            return std::nullopt;
        }
    }

    std::optional<Operation> listRead()
    {
        if (m_number == 16)
            return ListOps::size(m_bin, m_context);
        if (m_number == 17 && has(1))
            return ListOps::getAt(m_bin, integer(0), m_context);
        if (m_number == 18 && !m_items.empty())
            return ListOps::getRange(m_bin, integer(0), count(1), m_context);
        if (m_items.size() < 2 || !isInt(0))
            return std::nullopt;
        const auto selector = listSelector(m_number);
        return selector ? std::optional(ListOps::get(m_bin, *selector, returning(), m_context))
                        : std::nullopt;
    }

    std::optional<Operation> mapRead()
    {
        if (m_number == 96)
            return MapOps::size(m_bin, m_context);
        if (m_items.size() < 2 || !isInt(0))
            return std::nullopt;
        const auto selector = mapSelector(m_number);
        return selector ? std::optional(MapOps::get(m_bin, *selector, returning(), m_context)) : std::nullopt;
    }

    [[nodiscard]] std::optional<ListPolicy> listPolicy(size_t from) const
    {
        if (m_items.size() != from + 2)
            return std::nullopt;
        return ListPolicy{static_cast<ListOrder>(integer(from)),
                          ListWriteFlags::fromInt(static_cast<int>(integer(from + 1)))};
    }
    [[nodiscard]] std::optional<ListWriteFlags> listFlags(size_t from) const
    {
        if (m_items.size() != from + 1)
            return std::nullopt;
        return ListWriteFlags::fromInt(static_cast<int>(integer(from)));
    }
    [[nodiscard]] std::optional<MapPolicy> mapPolicy(size_t from) const
    {
        if (m_items.size() <= from)
            return std::nullopt;
        MapPolicy policy;
        policy.order = static_cast<MapOrder>(integer(from) & 0x0f);
        policy.persistIndex = (integer(from) & 0x10) != 0;
        if (m_items.size() > from + 1)
            policy.flags = MapWriteFlags::fromInt(static_cast<int>(integer(from + 1)));
        return policy;
    }

    std::optional<Operation> listModify()
    {
        switch (m_number) {
        case 0:
            return ListOps::setOrder(m_bin, static_cast<ListOrder>(integer(0) & 1), (integer(0) & 0x10) != 0,
                                     m_context);
        case 1:
            return m_items.empty()
                       ? std::nullopt
                       : std::optional(ListOps::append(m_bin, m_items[0], listPolicy(1), m_context));
        case 2:
            return ListOps::appendItems(m_bin, itemsAt(0), listPolicy(1), m_context);
        case 3:
            return ListOps::insert(m_bin, integer(0), m_items.at(1), listFlags(2), m_context);
        case 4:
            return ListOps::insertItems(m_bin, integer(0), itemsAt(1), listFlags(2), m_context);
        case 5:
            return ListOps::pop(m_bin, integer(0), m_context);
        case 6:
            return ListOps::popRange(m_bin, integer(0), count(1), m_context);
        case 7:
            return ListOps::removeAt(m_bin, integer(0), m_context);
        case 8:
            return ListOps::removeRange(m_bin, integer(0), count(1), m_context);
        case 9:
            return ListOps::set(m_bin, integer(0), m_items.at(1), listFlags(2), m_context);
        case 10:
            return ListOps::trim(m_bin, integer(0), *count(1), m_context);
        case 11:
            return ListOps::clear(m_bin, m_context);
        case 12:
            return ListOps::increment(m_bin, integer(0), optionalValue(1), listPolicy(2), m_context);
        case 13:
            return ListOps::sort(
                m_bin, ListSortFlags::fromInt(m_items.empty() ? 0 : static_cast<int>(integer(0))), m_context);
        default:
            break;
        }
        if (m_items.size() < 2 || !isInt(0))
            return std::nullopt;
        const auto selector = listSelector(m_number - 13);
        return selector ? std::optional(ListOps::remove(m_bin, *selector, returning(), m_context))
                        : std::nullopt;
    }

    std::optional<Operation> mapModify()
    {
        switch (m_number) {
        case 64:
            return MapOps::setOrder(m_bin, static_cast<MapOrder>(integer(0) & 0x0f), (integer(0) & 0x10) != 0,
                                    m_context);
        case 67:
            return MapOps::put(m_bin, m_items.at(0), m_items.at(1), mapPolicy(2), m_context);
        case 68:
            if (m_items.at(0).type() != Value::Type::Map)
                return std::nullopt;
            return MapOps::putItems(m_bin, m_items[0].map().pairs, mapPolicy(1), m_context);
        case 73:
            return MapOps::increment(m_bin, m_items.at(0), m_items.at(1), mapPolicy(2), m_context);
        case 74:
            return MapOps::decrement(m_bin, m_items.at(0), m_items.at(1), mapPolicy(2), m_context);
        case 75:
            return MapOps::clear(m_bin, m_context);
        default:
            break;
        }
        static const QHash<qint64, qint64> twins{{76, 97},  {77, 98},  {78, 99},  {79, 100}, {81, 107},
                                                 {82, 102}, {83, 108}, {84, 103}, {85, 104}, {86, 105},
                                                 {87, 106}, {88, 109}, {89, 110}};
        if (m_items.size() < 2 || !isInt(0))
            return std::nullopt;
        const auto selector = mapSelector(twins.value(m_number));
        return selector ? std::optional(MapOps::remove(m_bin, *selector, returning(), m_context))
                        : std::nullopt;
    }

    std::optional<Operation> bits()
    {
        const auto flags = [this](size_t index) {
            return BitWriteFlags::fromInt(static_cast<int>(integer(index)));
        };
        const auto size = [this](size_t index) { return static_cast<quint64>(integer(index)); };
        const auto blob = [this](size_t index) { return m_items.at(index).bytes(); };
        const auto sum = [&](auto build) {
            const qint64 action = integer(4);
            return build(m_bin, integer(0), size(1), integer(2), static_cast<BitSign>(action & 1),
                         static_cast<BitOverflow>(action & 6), flags(3), m_context);
        };
        switch (m_number) {
        case 0:
            return BitOps::resize(m_bin, size(0),
                                  BitResizeFlags::fromInt(has(3) ? static_cast<int>(integer(2)) : 0),
                                  flags(1), m_context);
        case 1:
            return BitOps::insert(m_bin, integer(0), blob(1), flags(2), m_context);
        case 2:
            return BitOps::remove(m_bin, integer(0), size(1), flags(2), m_context);
        case 3:
            return BitOps::set(m_bin, integer(0), size(1), blob(2), flags(3), m_context);
        case 4:
            return BitOps::bitOr(m_bin, integer(0), size(1), blob(2), flags(3), m_context);
        case 5:
            return BitOps::bitXor(m_bin, integer(0), size(1), blob(2), flags(3), m_context);
        case 6:
            return BitOps::bitAnd(m_bin, integer(0), size(1), blob(2), flags(3), m_context);
        case 7:
            return BitOps::bitNot(m_bin, integer(0), size(1), flags(2), m_context);
        case 8:
            return BitOps::shiftLeft(m_bin, integer(0), size(1), size(2), flags(3), m_context);
        case 9:
            return BitOps::shiftRight(m_bin, integer(0), size(1), size(2), flags(3), m_context);
        case 10:
            return sum(BitOps::add);
        case 11:
            return sum(BitOps::subtract);
        case 12:
            return BitOps::setInteger(m_bin, integer(0), size(1), integer(2), flags(3), m_context);
        case 50:
            return BitOps::get(m_bin, integer(0), size(1), m_context);
        case 51:
            return BitOps::count(m_bin, integer(0), size(1), m_context);
        case 52:
            return BitOps::scanLeft(m_bin, integer(0), size(1), m_items.at(2).toBool(), m_context);
        case 53:
            return BitOps::scanRight(m_bin, integer(0), size(1), m_items.at(2).toBool(), m_context);
        case 54:
            return BitOps::getInteger(m_bin, integer(0), size(1),
                                      has(3) ? BitSign::Signed : BitSign::Unsigned, m_context);
        default:
            return std::nullopt;
        }
    }

    std::optional<Operation> hll()
    {
        const auto flags = [this](size_t index) {
            return HllWriteFlags::fromInt(static_cast<int>(integer(index)));
        };
        const auto size = [this](size_t from) {
            return HllSize{static_cast<int>(integer(from)), static_cast<int>(integer(from + 1))};
        };
        switch (m_number) {
        case 0:
            return HllOps::init(m_bin, size(0), flags(2));
        case 1:
            return HllOps::add(m_bin, itemsAt(0), size(1), flags(3));
        case 2:
            return HllOps::setUnion(m_bin, itemsAt(0), flags(1));
        case 3:
            return HllOps::refreshCount(m_bin);
        case 4:
            return HllOps::fold(m_bin, static_cast<int>(integer(0)));
        case 50:
            return HllOps::count(m_bin);
        case 51:
            return HllOps::getUnion(m_bin, itemsAt(0));
        case 52:
            return HllOps::unionCount(m_bin, itemsAt(0));
        case 53:
            return HllOps::intersectCount(m_bin, itemsAt(0));
        case 54:
            return HllOps::similarity(m_bin, itemsAt(0));
        case 55:
            return HllOps::describe(m_bin);
        case 56:
            return HllOps::mayContain(m_bin, itemsAt(0));
        default:
            return std::nullopt;
        }
    }

    OpCode m_code;
    QByteArray m_bin;
    QByteArray m_payload;
    Items m_items;
    qint64 m_number = 0;
    CdtContext m_context;
};

bool hasPayload(int code)
{
    constexpr std::array withPayload{3, 4, 7, 8, 12, 13, 15, 16};
    return std::find(withPayload.begin(), withPayload.end(), code) != withPayload.end();
}

struct RecordedOp
{
    QByteArray name;
    RequestParts::Op op;
};

std::vector<RecordedOp> recordedOps()
{
    std::vector<RecordedOp> result;
    for (const Recording &one : recordings()) {
        for (const Frame &frame : framesOf(one.request)) {
            const auto parts = frame.type == 3 ? partsOf(frame.body) : std::nullopt;
            if (!parts)
                continue;
            int number = 0;
            for (const RequestParts::Op &op : parts->ops) {
                if (hasPayload(op.code))
                    result.push_back({one.name + '#' + QByteArray::number(number), op});
                ++number;
            }
        }
    }
    return result;
}

/// Recorded payloads that no builder gives, and why.
const QHash<QByteArray, QByteArray> &notBuilt()
{
    static const QHash<QByteArray, QByteArray> reasons{
        {"list-bad-args#0", "missing arguments"},
        {"list-bad-op#0", "unknown code"},
        {"list-read-code-in-modify#0", "read code in a modify operation"},
        {"map-mod-65-a-1-1#0", "put with CreateOnly instead"},
        {"map-mod-65-z-1-1#0", "put with CreateOnly instead"},
        {"map-mod-66-_y_1_z_2_-1#0", "put with CreateOnly instead"},
        {"map-mod-69-a-8#0", "put with UpdateOnly instead"},
        {"map-mod-70-_a_8#0", "put with UpdateOnly instead"},
        {"map-replace-missing#0", "put with UpdateOnly instead"},
    };
    return reasons;
}

} // namespace

void TestOperations::buildersGiveTheRecordedPayloads_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("bin");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("isBuilt");
    for (const RecordedOp &one : recordedOps())
        QTest::newRow(one.name.constData())
            << one.op.code << one.op.name << one.op.value << !notBuilt().contains(one.name);
}

void TestOperations::buildersGiveTheRecordedPayloads()
{
    QFETCH(int, code);
    QFETCH(QByteArray, bin);
    QFETCH(QByteArray, payload);
    QFETCH(bool, isBuilt);
    const std::optional<Operation> built = Rebuild(static_cast<OpCode>(code), bin, payload).operation();
    QCOMPARE(built.has_value(), isBuilt);
    if (!built)
        return;
    QCOMPARE(built->refusal, QString());
    QCOMPARE(static_cast<int>(built->code), code);
    QCOMPARE(built->bin, bin);
    if (built->payload == payload)
        return;
    // some recordings say flags of 0 that the builders leave out, or an order of the items to put; they mean
    // the same
    const Result<Value> expected = unpackValue(payload);
    QVERIFY(expected);
    Items items = expected->list().items;
    for (Value &item : items) {
        if (item.type() == Value::Type::Map)
            item = Map{item.map().pairs, MapOrder::Unordered};
    }
    QVERIFY(items.back() == Value(0));
    items.pop_back();
    QCOMPARE(built->payload.toHex(), packValue(List{items, ListOrder::Unordered}).toHex());
}

void TestOperations::everyBuilderIsRecorded()
{
    // each code of protocol section 8 was seen by a real server in the form the builders give it
    QSet<int> lists;
    QSet<int> maps;
    QSet<int> bits;
    QSet<int> hlls;
    for (const RecordedOp &one : recordedOps()) {
        if (notBuilt().contains(one.name))
            continue;
        const Result<Value> payload = unpackValue(one.op.value);
        QVERIFY(payload);
        const Value &first = payload->list().items.front();
        if (first.type() != Value::Type::Integer)
            continue;
        const auto number = static_cast<int>(first.toInteger());
        if (one.op.code == 3 || one.op.code == 4)
            (number < 64 ? lists : maps).insert(number);
        else if (one.op.code == 12 || one.op.code == 13)
            bits.insert(number);
        else if (one.op.code == 15 || one.op.code == 16)
            hlls.insert(number);
    }
    for (const int code : {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
        QVERIFY2(lists.contains(code), qPrintable(QString::number(code)));
    for (int code = 16; code <= 27; ++code)
        QVERIFY2(lists.contains(code), qPrintable(QString::number(code)));
    for (int code = 32; code <= 40; ++code)
        QVERIFY2(lists.contains(code), qPrintable(QString::number(code)));
    for (const int code : {64, 67, 68, 73, 74, 75, 76,  77,  78,  79,  81,  82,  83,  84,  85,  86, 87,
                           88, 89, 96, 97, 98, 99, 100, 102, 103, 104, 105, 106, 107, 108, 109, 110})
        QVERIFY2(maps.contains(code), qPrintable(QString::number(code)));
    for (const int code : {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 50, 51, 52, 53, 54})
        QVERIFY2(bits.contains(code), qPrintable(QString::number(code)));
    for (const int code : {0, 1, 2, 3, 4, 50, 51, 52, 53, 54, 55, 56})
        QVERIFY2(hlls.contains(code), qPrintable(QString::number(code)));
}

void TestOperations::payloads_data()
{
    QTest::addColumn<Operation>("operation");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("hex");
    const auto row = [](const char *name, const Operation &operation, int code, const char *hex) {
        QTest::newRow(name) << operation << code << QByteArray(hex);
    };
    const CdtContext nested = CdtContext().mapKey("b").listIndex(-1);
    row("list size, nested", ListOps::size("l"_ba, nested), 3, "93ccff9422a2036210ff9110");
    row("open interval", ListOps::get("l"_ba, ListSelector::valueRange({}, 3)), 3, "941907c003");
    row("interval without end", ListOps::get("l"_ba, ListSelector::valueRange(2)), 3, "93190702");
    row("interval of everything", ListOps::get("l"_ba, ListSelector::valueRange({})), 3, "931907c0");
    row("interval to infinity",
        ListOps::get("l"_ba, ListSelector::valueRange(2, Value::infinity()), CdtReturnType::Count), 3,
        "94190502d4ff01");
    row("inverted",
        ListOps::get("l"_ba, ListSelector::indexRange(1, 2), CdtReturn::inverted(CdtReturnType::Value)), 3,
        "9418ce000100070102");
    row("wildcard", ListOps::get("l"_ba, ListSelector::value(List{{1, Value::wildcard()}, {}})), 3,
        "93160792"
        "01d4ff00");
    row("remove, nothing back", ListOps::remove("l"_ba, ListSelector::index(-1)), 4, "932000ff");
    row("append with policy",
        ListOps::append("l"_ba, 9,
                        ListPolicy{ListOrder::Ordered, ListWriteFlag::AddUnique | ListWriteFlag::NoFail}),
        4, "9401090105");
    row("append of an unsorted ordered list", ListOps::append("l"_ba, List{{2, 1}, ListOrder::Ordered}), 4,
        "920193c700010102");
    row("append of foreign bytes", ListOps::append("l"_ba, Value::rawBytes("abc"_ba)), 4, "9201a3616263");
    row("increment by a double", ListOps::increment("l"_ba, 0, Value(1.5)), 4, "930c00cb3ff8000000000000");
    row("increment with policy", ListOps::increment("l"_ba, 0, {}, ListPolicy{}), 4, "950c00010000");
    row("sort descending without duplicates",
        ListOps::sort("l"_ba, ListSortFlag::Descending | ListSortFlag::DropDuplicates), 4, "920d03");
    row("create a list", ListOps::create("l"_ba, ListCreation::Ordered), 4, "920001");
    row("create a list with its index", ListOps::create("l"_ba, ListCreation::Ordered, true), 4, "920011");
    row("create a nested list",
        ListOps::create("l"_ba, ListCreation::Ordered, false, CdtContext().mapKey("a")), 4,
        "93ccff92cce2a20361920001");
    row("create a padded list",
        ListOps::create("l"_ba, ListCreation::Padded, false, CdtContext().listIndex(3)), 4,
        "93ccff92cc9003920000");
    row("create keeps what the context says",
        ListOps::create("l"_ba, ListCreation::Ordered, false,
                        CdtContext().mapKey("a", MapCreation::Unordered)),
        4, "93ccff9262a20361920001");
    row("create below a rank", ListOps::create("l"_ba, ListCreation::Ordered, false, CdtContext().mapRank(0)),
        4, "93ccff922100920001");
    row("create a map", MapOps::create("m"_ba, MapCreation::KeyOrdered), 4, "924001");
    row("create a nested map",
        MapOps::create("m"_ba, MapCreation::KeyValueOrdered, false, CdtContext().mapKey("a")), 4,
        "93ccff92cce2a20361924003");
    row("map put", MapOps::put("m"_ba, "k", 1), 4, "9343a2036b01");
    row("map put with policy", MapOps::put("m"_ba, "k", 1, MapPolicy{MapOrder::KeyOrdered, false, {}}), 4,
        "9443a2036b0101");
    row("map put with index", MapOps::put("m"_ba, "k", 1, MapPolicy{MapOrder::KeyOrdered, true, {}}), 4,
        "9443a2036b0111");
    row("map put create-only", MapOps::put("m"_ba, "k", 1, MapPolicy{{}, false, MapWriteFlag::CreateOnly}), 4,
        "9543a2036b010001");
    row("map put items", MapOps::putItems("m"_ba, {{"b", 1}, {"a", 2}}), 4, "924482a2036201a2036102");
    row("map increment by 1", MapOps::increment("m"_ba, "k"), 4, "9349a2036b01");
    row("map keys as keys", MapOps::get("m"_ba, MapSelector::keys({"a", 1}), CdtReturnType::KeyValue), 3,
        "936b0892a2036101");
    row("map remove by rank range",
        MapOps::remove("m"_ba, MapSelector::rankRange(-3), CdtReturnType::KeyValue), 4, "935708fd");
    row("create context",
        MapOps::put("m"_ba, "k", 1, MapPolicy{},
                    CdtContext().mapKey("n1", MapCreation::KeyOrdered).mapKey("n2", MapCreation::Unordered)),
        4, "93ccff94cca2a3036e3162a3036e329443a2036b0100");
    row("bits, nested", BitOps::get("b"_ba, 9, 5, nested), 12, "93ccff9422a2036210ff93320905");
    row("bits wrap signed", BitOps::add("b"_ba, 0, 8, -1, BitSign::Signed, BitOverflow::Wrap), 13,
        "960a0008ff0005");
    row("path to all leaves",
        PathOps::select("m"_ba, CdtContext().mapKey("b").mapKey("x").allChildren(), PathResult::Values), 3,
        "93ccfe9622a2036222a2037804c301");
    row("path without failing",
        PathOps::select("m"_ba, CdtContext().allChildren(), PathResult::Tree, PathFailure::LeaveOut), 3,
        "93ccfe9204c310");
    row("path with key list and condition",
        PathOps::select("m"_ba, CdtContext().mapKeys({"a", "b"}).andWhere(Expression("\xc3"_ba)),
                        PathResult::KeysAndValues),
        3, "93ccfe942a92a20361a20362cd0204c303");
    row("path removes", PathOps::modify("m"_ba, CdtContext().allChildren(), Expression("\x91\x64"_ba)), 4,
        "94ccfe9204c3049164");
}

void TestOperations::payloads()
{
    QFETCH(Operation, operation);
    QFETCH(int, code);
    QFETCH(QByteArray, hex);
    QCOMPARE(operation.refusal, QString());
    QCOMPARE(static_cast<int>(operation.code), code);
    QCOMPARE(operation.payload.toHex(), hex);
}

void TestOperations::contextsComeBack_data()
{
    QTest::addColumn<CdtContext>("context");
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("empty") << CdtContext() << "90"_ba;
    QTest::newRow("list") << CdtContext().listIndex(0).listRank(-1).listValue("v") << "96100011ff13a20376"_ba;
    QTest::newRow("map") << CdtContext().mapIndex(0).mapRank(-1).mapKey(Value::blob("k"_ba)).mapValue(1.5)
                         << "98200021ff22a2046b23cb3ff8000000000000"_ba;
    QTest::newRow("list creation") << CdtContext()
                                          .listIndex(0, ListCreation::Unordered)
                                          .listIndex(1, ListCreation::Padded)
                                          .listIndex(2, ListCreation::Ordered)
                                   << "965000cc9001ccd002"_ba;
    QTest::newRow("map creation") << CdtContext()
                                         .mapKey(1, MapCreation::Unordered)
                                         .mapKey(2, MapCreation::KeyOrdered)
                                         .mapKey(3, MapCreation::KeyValueOrdered)
                                  << "966201cca202cce203"_ba;
    QTest::newRow("path") << CdtContext()
                                 .allChildren()
                                 .childrenWhere(Expression(QByteArray::fromHex("93039302a178ff05")))
                                 .mapKeys({1})
                          << "9604c30493039302a178ff052a9101"_ba;
    CdtContext deep;
    for (int i = 0; i < 20; ++i)
        deep.listIndex(0);
    QTest::newRow("20 levels") << deep << "dc0028" + QByteArray("1000").repeated(20);
}

void TestOperations::contextsComeBack()
{
    QFETCH(CdtContext, context);
    QFETCH(QByteArray, hex);
    QCOMPARE(context.packed().toHex(), hex);
    const auto back = CdtContext::fromPacked(QByteArray::fromHex(hex));
    QVERIFY(back);
    QVERIFY(*back == context);
}

void TestOperations::badContextsAreRefused_data()
{
    QTest::addColumn<QByteArray>("hex");
    for (const char *hex :
         {"", "c0", "01", "9110", "9210", "92c000", "92100000", "93100010", "92d300000000000100000000", "dc",
          "dc00", "dcffff", "ddffffffff", "92ff00", "9210c1", "80"})
        QTest::addRow("<%s>", hex) << QByteArray(hex);
}

void TestOperations::badContextsAreRefused()
{
    QFETCH(QByteArray, hex);
    const auto context = CdtContext::fromPacked(QByteArray::fromHex(hex));
    QVERIFY(!context);
    QCOMPARE(context.error().kind, ErrorKind::Protocol);
}

void TestOperations::contextsChainFromAnyPlace()
{
    const CdtContext base = CdtContext().mapKey("rooms");
    CdtContext grown = base;
    grown.mapKey("rates").listIndex(0);
    QCOMPARE(base.depth(), 1);
    QCOMPARE(grown.depth(), 3);
    QVERIFY(!grown.isPathOnly());
    QVERIFY(CdtContext().allChildren().isPathOnly());
    QVERIFY(CdtContext().mapKeys({1}).isPathOnly());
    QVERIFY(CdtContext().isEmpty());
}

void TestOperations::refusals_data()
{
    QTest::addColumn<Operation>("operation");
    const auto row = [](const char *name, const Operation &operation) { QTest::newRow(name) << operation; };
    row("append infinity", ListOps::append("l"_ba, Value::infinity()));
    row("append a list with a wildcard", ListOps::append("l"_ba, List{{Value::wildcard()}, {}}));
    row("append items with infinity", ListOps::appendItems("l"_ba, {1, Value::infinity()}));
    row("insert a map with a bad key", ListOps::insert("l"_ba, 0, Map{{{1.5, 1}}, {}}));
    row("set a map with a key twice", ListOps::set("l"_ba, 0, Map{{{1, 1}, {1, 2}}, {}}));
    row("increment by a string", ListOps::increment("l"_ba, 0, Value("x")));
    row("put under a double", MapOps::put("m"_ba, 1.5, 1));
    row("put under nil", MapOps::put("m"_ba, {}, 1));
    row("put infinity", MapOps::put("m"_ba, "k", Value::infinity()));
    row("put items with a key twice", MapOps::putItems("m"_ba, {{"a", 1}, {"a", 2}}));
    row("map increment by nil", MapOps::increment("m"_ba, "k", {}));
    row("context of a path in a list operation", ListOps::size("l"_ba, CdtContext().allChildren()));
    row("context with keys in a map operation", MapOps::size("m"_ba, CdtContext().mapKeys({1})));
    row("path without levels", PathOps::select("m"_ba, {}));
    row("path without expression", PathOps::modify("m"_ba, CdtContext().allChildren(), {}));
    CdtContext deep;
    for (int i = 0; i < 65; ++i)
        deep.listIndex(0);
    row("path of 65 levels", PathOps::select("m"_ba, deep));
    row("union with a blob", HllOps::getUnion("h"_ba, {Value::blob("x"_ba)}));
    row("set union with a string", HllOps::setUnion("h"_ba, {"x"}));
    row("add infinity", HllOps::add("h"_ba, {Value::infinity()}));
    row("empty expression", ExpressionOps::read("r"_ba, {}));
}

void TestOperations::refusals()
{
    QFETCH(Operation, operation);
    QVERIFY(!operation.refusal.isEmpty());
}

void TestOperations::crashesAreRefused_data()
{
    QTest::addColumn<Operation>("operation");
    const auto row = [](const char *name, const Operation &operation) { QTest::newRow(name) << operation; };
    const auto keys = [](CdtReturnType type, const CdtContext &context = {}) {
        return MapOps::get("m"_ba, MapSelector::keys({}), CdtReturn::inverted(type), context);
    };
    row("empty inverted key list, keys", keys(CdtReturnType::Key));
    row("empty inverted key list, keys and values", keys(CdtReturnType::KeyValue));
    row("empty inverted key list, ordered map", keys(CdtReturnType::OrderedMap));
    row("the same, nested", keys(CdtReturnType::Key, CdtContext().mapKey("a")));
    row("padding at a negative index",
        ListOps::append("l"_ba, 1, {}, CdtContext().listIndex(-1, ListCreation::Padded)));
    row("the same, deeper",
        ListOps::append(
            "l"_ba, 1, {},
            CdtContext().mapKey("a", MapCreation::Unordered).listIndex(-3, ListCreation::Padded)));
    row("creation with padding at a negative index",
        ListOps::create("l"_ba, ListCreation::Padded, false, CdtContext().listIndex(-1)));
    row("map put below a padded negative index",
        MapOps::put("m"_ba, "k", 1, {}, CdtContext().listIndex(-1, ListCreation::Padded)));
    const Expression division(QByteArray::fromHex("9317"
                                                  "935102a161"
                                                  "ff"));
    row("ordered map of one value",
        MapOps::get("m"_ba, MapSelector::firstValue(5), CdtReturnType::OrderedMap));
    row("ordered map of one value removed",
        MapOps::remove("m"_ba, MapSelector::firstValue(List{{1, 2}, {}}), CdtReturnType::OrderedMap));
    row("partial shift by a byte behind the first",
        BitOps::shiftRight("b"_ba, 16, 16, 8, BitWriteFlag::Partial));
    row("partial shift left", BitOps::shiftLeft("b"_ba, 16, 16, 8, BitWriteFlag::Partial));
    row("partial shift, not to fail",
        BitOps::shiftRight("b"_ba, 16, 63, 17, BitWriteFlag::Partial | BitWriteFlag::NoFail));
    row("partial shift from the end", BitOps::shiftRight("b"_ba, -8, 16, 8, BitWriteFlag::Partial));
    row("partial shift from a bit of the end", BitOps::shiftLeft("b"_ba, -12, 24, 17, BitWriteFlag::Partial));
    row("division by -1, read", ExpressionOps::read("r"_ba, division));
    row("division by -1, written", ExpressionOps::write("w"_ba, division));
    row("division by -1 in a path", PathOps::modify("m"_ba, CdtContext().allChildren(), division));
    row("division by -1 in a condition of a path",
        PathOps::select("m"_ba, CdtContext().childrenWhere(division)));
}

void TestOperations::crashesAreRefused()
{
    QFETCH(Operation, operation);
    QVERIFY(!operation.refusal.isEmpty());
    // and found in the bytes alone, whoever made them
    QVERIFY(!operationHazard(operation.code, operation.payload).isEmpty());
}

void TestOperations::harmlessOperationsPass_data()
{
    QTest::addColumn<Operation>("operation");
    const auto row = [](const char *name, const Operation &operation) { QTest::newRow(name) << operation; };
    row("empty key list", MapOps::get("m"_ba, MapSelector::keys({}), CdtReturnType::Key));
    row("empty inverted key list, values",
        MapOps::get("m"_ba, MapSelector::keys({}), CdtReturn::inverted(CdtReturnType::Value)));
    row("empty inverted key list, count",
        MapOps::get("m"_ba, MapSelector::keys({}), CdtReturn::inverted(CdtReturnType::Count)));
    row("inverted key list, keys",
        MapOps::get("m"_ba, MapSelector::keys({"a"}), CdtReturn::inverted(CdtReturnType::Key)));
    row("empty inverted value list",
        MapOps::get("m"_ba, MapSelector::values({}), CdtReturn::inverted(CdtReturnType::Key)));
    row("padding", ListOps::append("l"_ba, 1, {}, CdtContext().listIndex(5, ListCreation::Padded)));
    row("negative index", ListOps::append("l"_ba, 1, {}, CdtContext().listIndex(-1)));
    row("creation at a negative index",
        ListOps::append("l"_ba, 1, {}, CdtContext().listIndex(-1, ListCreation::Ordered)));
    row("unordered map of one value",
        MapOps::get("m"_ba, MapSelector::firstValue(5), CdtReturnType::UnorderedMap));
    row("ordered map of all with a value",
        MapOps::get("m"_ba, MapSelector::value(5), CdtReturnType::OrderedMap));
    row("whole shift", BitOps::shiftRight("b"_ba, 16, 63, 17));
    row("partial shift from the first byte", BitOps::shiftRight("b"_ba, 7, 63, 17, BitWriteFlag::Partial));
    row("partial shift within a byte", BitOps::shiftRight("b"_ba, 16, 8, 8, BitWriteFlag::Partial));
    row("partial shift by less than a byte", BitOps::shiftLeft("b"_ba, 16, 63, 7, BitWriteFlag::Partial));
    row("partial shift of what the end has", BitOps::shiftRight("b"_ba, -8, 8, 8, BitWriteFlag::Partial));
    row("partial shift by less than the end has",
        BitOps::shiftRight("b"_ba, -24, 63, 16, BitWriteFlag::Partial));
    row("-1 as a value", MapOps::put("m"_ba, 107, List{{23, 5, -1}, {}}));
    row("division by -1.0",
        ExpressionOps::read("r"_ba, Expression(QByteArray::fromHex("9317935107a161cbbff0000000000000"))));
    row("-1 divided", ExpressionOps::read("r"_ba, Expression(QByteArray::fromHex("9317ff935102a161"))));
}

void TestOperations::harmlessOperationsPass()
{
    QFETCH(Operation, operation);
    QCOMPARE(operation.refusal, QString());
    QVERIFY(operationHazard(operation.code, operation.payload).isEmpty());
}

void TestOperations::expressionHazards_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<bool>("isHazard");
    const auto row = [](const char *name, const char *hex, bool isHazard) {
        QTest::newRow(name) << QByteArray(hex) << isHazard;
    };
    row("a / -1", "9317935102a161ff", true);
    row("a % -1", "931a935102a161ff", true);
    row("a / 2 / -1", "9417935102a16102ff", true);
    row("a / -1 in its long form", "9317935102a161d3ffffffffffffffff", true);
    row("within a comparison", "93019317935102a161ff05", true);
    row("within let", "947da1789317935102a161ff927ca178", true);
    row("within a call's bin", "957f0200911093177fff", true);
    row("within a call's argument",
        "957f020093130793"
        "17935102a161ff"
        "935104a16c",
        true);
    row("a / 1", "9317935102a16101", false);
    row("-1 / a", "9317ff935102a161", false);
    row("a * -1", "9316935102a161ff", false);
    row("a == -1", "9301935102a161ff", false);
    row("quoted data",
        "9301935104a16c927e9317"
        "01ff",
        false);
    row("values by list: code 23 is no division there", "957f040093170792ff01935104a16c", false);
    row("rank range from -1: code 26 is no modulo there", "957f0400941a07ff01935104a16c", false);
    row("empty inverted key list in a call", "957f0400936bce00010006927e90935105a16d", true);
    row("empty key list in a call", "957f0400936b06927e90935105a16d", false);
    row("padding in a modifying call",
        "957f044093ccff92cc90ff930101"
        "00935104a16c",
        true);
    row("no expression", "ff", false);
    row("nothing", "", false);
    row("garbage", "93ffc1", false);
}

void TestOperations::expressionHazards()
{
    QFETCH(QByteArray, hex);
    QFETCH(bool, isHazard);
    QCOMPARE(!expressionHazard(QByteArray::fromHex(hex)).isEmpty(), isHazard);
}

void TestOperations::geoJsonHazards()
{
    const QByteArray bowTie = R"({"type":"Polygon","coordinates":[[[0,0],[10,10],[10,0],[0,10],[0,0]]]})";
    const QByteArray square = R"({"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]})";
    const QByteArray several =
        R"({"type":"MultiPolygon","coordinates":[[],[[[0,0],[10,10],[10,0],[0,10],[0,0]]]]})";
    QVERIFY(!geoJsonHazard(bowTie).isEmpty());
    QVERIFY(!geoJsonHazard(several).isEmpty());
    QVERIFY(!geoJsonHazard(R"({"type":"Feature","geometry":)" + bowTie + '}').isEmpty());
    QVERIFY(geoJsonHazard(square).isEmpty());
    QVERIFY(geoJsonHazard(R"({"type":"Point","coordinates":[1,2]})").isEmpty());
    QVERIFY(geoJsonHazard("Polygon").isEmpty());
    QVERIFY(geoJsonHazard(R"({"type":"Polygon","coordinates":[[1,"x"],[],7]})").isEmpty());
    QVERIFY(!checkStorable(Value::geoJson(bowTie)));
    QVERIFY(checkStorable(Value::geoJson(square)));

    MsgpackWriter writer;
    writer.listHeader(3);
    writer.integer(8);
    writer.value(Value::geoJson(bowTie));
    writer.value(Value::geoJson(square));
    QVERIFY(!expressionHazard(writer.take()).isEmpty());
}

void TestOperations::describedSizes()
{
    using HllOps::describedSize;
    QCOMPARE(describedSize(List{{14, 20}, {}}), std::optional(HllSize{14, 20}));
    QCOMPARE(describedSize(List{{8, 0}, {}}), std::optional(HllSize{8, 0}));
    QVERIFY(!describedSize(Value()));
    QVERIFY(!describedSize(List{{14}, {}}));
    QVERIFY(!describedSize(List{{14, "x"}, {}}));
    QVERIFY(!describedSize(List{{14, -1}, {}}));
    QVERIFY(!describedSize(List{{std::numeric_limits<qint64>::max(), 0}, {}}));
}

void TestOperations::storability_data()
{
    QTest::addColumn<Value>("value");
    QTest::addColumn<bool>("isStorable");
    QTest::addColumn<Value>("stored");
    const auto same = [](const char *name, const Value &value) {
        QTest::newRow(name) << value << true << value;
    };
    const auto sorted = [](const char *name, const Value &value, const Value &stored) {
        QTest::newRow(name) << value << true << stored;
    };
    const auto refused = [](const char *name, const Value &value) {
        QTest::newRow(name) << value << false << Value();
    };
    same("scalar", 1);
    same("nil", {});
    same("list", List{{3, 1, 2}, {}});
    same("sorted list", List{{1, 2, 2}, ListOrder::Ordered});
    same("unsorted unordered map", Map{{{"b", 1}, {"a", 1}}, {}});
    same("foreign bytes in a list", List{{Value::rawBytes("abc"_ba), Value::opaque("\xd4\x05\x01"_ba)}, {}});
    sorted("ordered list", List{{"a", 1, Value()}, ListOrder::Ordered},
           List{{Value(), 1, "a"}, ListOrder::Ordered});
    sorted("key-ordered map", Map{{{"b", 1}, {1, 2}}, MapOrder::KeyOrdered},
           Map{{{1, 2}, {"b", 1}}, MapOrder::KeyOrdered});
    sorted("result map", Map{{{"b", 1}, {"a", 2}}, MapOrder::PreserveOrder},
           Map{{{"b", 1}, {"a", 2}}, MapOrder::Unordered});
    sorted("deep", List{{Map{{{1, List{{2, 1}, ListOrder::Ordered}}}, {}}}, {}},
           List{{Map{{{1, List{{1, 2}, ListOrder::Ordered}}}, {}}}, {}});
    refused("infinity", Value::infinity());
    refused("foreign bytes as a bin", Value::rawBytes("abc"_ba));
    refused("bool key", Map{{{true, 1}}, {}});
    refused("key twice", Map{{{"a", 1}, {"b", 1}, {"a", 2}}, {}});
    refused("key twice, deep", List{{Map{{{1, Map{{{2, 0}, {2, 0}}, {}}}}, {}}}, {}});
}

void TestOperations::storability()
{
    QFETCH(Value, value);
    QFETCH(bool, isStorable);
    QFETCH(Value, stored);
    const auto check = checkStorable(value);
    QCOMPARE(check.has_value(), isStorable);
    if (!isStorable)
        return;
    QCOMPARE(*check == Storability::AsIs, value == stored);
    QCOMPARE(normalized(value), stored);
}

QTEST_GUILESS_MAIN(TestOperations)
#include "tst_operations.moc"
