// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/pathselect.h"

#include "app/demo/engine/container.h"
#include "app/demo/engine/expressionevaluator.h"
#include "app/demo/engine/expressionprogram.h"

#include <memory>
#include <utility>
#include <vector>

namespace Aeroscope::Demo {

namespace {

enum class Output : quint8 { Tree = 0, Values = 1, Keys = 2, KeysAndValues = 3, Apply = 4 };

constexpr quint64 outputMask = 0x0f;
constexpr quint64 noFailFlag = 0x10;

/// How a level of a path picks entries.
enum class Base : quint8 { Index = 0, Rank = 1, Key = 2, Value = 3, Expression = 4, KeyList = 10 };

using ProgramPtr = std::shared_ptr<const ExpressionProgram>;

struct Level
{
    quint32 type = 0;
    qint64 position = 0;
    QByteArrayView value;
    /// Null picks everything.
    ProgramPtr condition;
    bool hasAlso = false;
    /// A condition besides the base; null when there is none or it is always true.
    ProgramPtr also;

    [[nodiscard]] Base base() const noexcept { return static_cast<Base>(type & 0x0f); }
};

constexpr quint64 baseMask = 0x0f;
constexpr quint64 alsoFlag = 0x200;
constexpr quint32 listBit = 0x10;
constexpr quint32 mapBit = 0x20;
constexpr quint32 maxLevels = 64;

/// A parsed operation.
struct Path
{
    std::vector<Level> levels;
    Output output = Output::Tree;
    bool noFail = false;
    ProgramPtr change;
};

/// An expression or `true`; false when it is neither.
bool readCondition(PackedReader &reader, ProgramPtr &condition)
{
    const auto kind = reader.peek();
    const auto element = reader.element();
    if (element.isNull()) {
        return false;
    }
    if (kind == PackedKind::List) {
        condition = ExpressionProgram::build(element);
        return condition != nullptr;
    }
    return kind == PackedKind::True;
}

bool readLevel(PackedReader &reader, Path &path)
{
    const auto type = reader.integer();
    if (!type) {
        return false;
    }
    const auto base = static_cast<Base>(*type & baseMask);
    if ((*type & alsoFlag) != 0) {
        if (*type != (alsoFlag | static_cast<quint64>(Base::Expression)) || path.levels.empty()) {
            return false;
        }
        auto &level = path.levels.back();
        if (std::exchange(level.hasAlso, true) || level.base() == Base::Expression) {
            return false;
        }
        return readCondition(reader, level.also);
    }
    Level level;
    level.type = static_cast<quint32>(*type);
    switch (base) {
    case Base::Index:
    case Base::Rank: {
        const auto position = reader.integer();
        if (!position) {
            return false;
        }
        level.position = static_cast<qint64>(*position);
        break;
    }
    case Base::Key:
    case Base::Value:
    case Base::KeyList:
        level.value = reader.element();
        if (level.value.isNull()) {
            return false;
        }
        break;
    case Base::Expression:
        if (!readCondition(reader, level.condition)) {
            return false;
        }
        break;
    default:
        return false;
    }
    path.levels.push_back(std::move(level));
    return true;
}

std::optional<Path> readPath(PackedReader &reader, quint32 arguments, PathMode mode)
{
    const auto entries = reader.listCount();
    if (!entries || *entries == 0 || *entries % 2 != 0 || *entries / 2 > maxLevels) {
        return std::nullopt;
    }
    Path path;
    for (quint32 i = 0; i < *entries / 2; ++i) {
        if (!readLevel(reader, path)) {
            return std::nullopt;
        }
    }
    const auto word = reader.integer();
    if (!word || (*word & outputMask) > static_cast<quint64>(Output::Apply)) {
        return std::nullopt;
    }
    path.output = static_cast<Output>(*word & outputMask);
    path.noFail = (*word & noFailFlag) != 0;
    const bool applies = path.output == Output::Apply;
    if (arguments != (applies ? 3U : 2U) || (applies && mode == PathMode::Read)) {
        return std::nullopt;
    }
    if (applies) {
        const auto expression = reader.element();
        path.change = expression.isNull() ? nullptr : ExpressionProgram::build(expression);
        if (!path.change) {
            return std::nullopt;
        }
    }
    return path;
}

/// Walks a bin along a path. The place in the bin's bytes is one for all levels, and some of the server's
/// slips show in answers: behind a pick by rank it stands at the end of the bin, so that entries that should
/// follow are missing.
class PathWalk
{
public:
    PathWalk(const Path &path, ParticleView bin)
        : m_path(path)
        , m_reader(bin.bytes)
        , m_type(bin.type)
    {}

    BinEffect run()
    {
        if (!level(0)) {
            return BinEffect::failure(m_code);
        }
        switch (m_path.output) {
        case Output::Tree:
            return BinEffect::answer(Particle(m_type, std::move(m_out)));
        case Output::Apply: {
            BinEffect effect;
            effect.bin = Particle(m_type, applied());
            return effect;
        }
        default: {
            QByteArray list;
            appendListHeader(list, m_path.output == Output::KeysAndValues ? 2 * m_leaves : m_leaves);
            return BinEffect::answer(Particle(ParticleType::List, list + m_out));
        }
        }
    }

private:
    bool fail(ResultCode code)
    {
        m_code = code;
        return false;
    }
    bool broken() { return fail(ResultCode::Unknown); }

    [[nodiscard]] bool isTree() const { return m_path.output == Output::Tree; }
    [[nodiscard]] bool applies() const { return m_path.output == Output::Apply; }
    [[nodiscard]] bool wantsKeys() const
    {
        return m_path.output == Output::Keys || m_path.output == Output::KeysAndValues;
    }
    [[nodiscard]] bool wantsValues() const
    {
        return m_path.output == Output::Values || m_path.output == Output::KeysAndValues;
    }
    [[nodiscard]] bool isLeaf(size_t depth) const { return depth + 1 == m_path.levels.size(); }
    [[nodiscard]] QByteArrayView slice(qsizetype from, qsizetype size) const
    {
        return m_reader.bytes().sliced(from, size);
    }

    bool level(size_t depth)
    {
        switch (m_reader.peek()) {
        case PackedKind::List:
            return list(depth);
        case PackedKind::Map:
            return map(depth);
        default:
            return fail(ResultCode::IncompatibleType);
        }
    }

    // --- conditions

    Truth check(const ProgramPtr &condition, const LoopVariables &variables)
    {
        return condition ? ExpressionEvaluator(*condition, variables).truth() : Truth::True;
    }

    Truth checkEqual(PackedOrder order) { return order == PackedOrder::Equal ? Truth::True : Truth::False; }

    /// False when an unknown condition fails the operation.
    bool settle(Truth &truth)
    {
        if (truth == Truth::Unknown && !m_path.noFail) {
            return fail(ResultCode::Parameter);
        }
        return true;
    }

    // --- headers of what was picked

    struct OpenTree
    {
        qsizetype at = 0;
        quint32 count = 0;
    };

    /// An order marker as the only thing in a container.
    void appendEmptyMarker(quint8 flags)
    {
        constexpr char marker[] = {'\xc7', '\0'};
        m_out.append(marker, sizeof marker);
        m_out.append(static_cast<char>(flags));
    }

    OpenTree openTree() const { return {.at = m_out.size()}; }
    void closeTree(const OpenTree &tree, bool isMap)
    {
        QByteArray header;
        if (isMap) {
            appendMapHeader(header, tree.count);
        } else {
            appendListHeader(header, tree.count);
        }
        m_out.insert(tree.at, header);
    }

    // --- changes

    /// A piece of the bin's bytes that is replaced, in the order of the bytes.
    struct Edit
    {
        qsizetype at = 0;
        qsizetype size = 0;
        QByteArray with;
    };
    /// A list that keeps its order: from its header to its end.
    struct OrderedList
    {
        qsizetype from = 0;
        qsizetype to = 0;
    };

    bool change(const LoopVariables &variables, qsizetype keyAt, qsizetype keySize, qsizetype size)
    {
        const auto result = ExpressionEvaluator(*m_path.change, variables).packed();
        if (!result) {
            return m_path.noFail || broken();
        }
        if (result->isTransient) {
            return fail(ResultCode::IncompatibleType);
        }
        if (result->remove) {
            ++m_removed;
            m_edits.push_back({.at = keyAt, .size = keySize + size, .with = {}});
        } else {
            m_edits.push_back({.at = keyAt + keySize, .size = size, .with = result->bytes});
        }
        const auto &edit = m_edits.back();
        return edit.at + edit.size <= m_reader.bytes().size() || broken();
    }

    /// Starts counting what is removed from the leaf container whose header is at `at`.
    size_t openLeaf(qsizetype at)
    {
        m_removed = 0;
        m_edits.push_back({.at = at, .size = 0, .with = {}});
        return m_edits.size() - 1;
    }
    void closeLeaf(size_t edit, qsizetype headerSize, quint32 count, bool isMap)
    {
        if (m_removed == 0) {
            return;
        }
        auto &header = m_edits[edit];
        header.size = headerSize;
        if (isMap) {
            appendMapHeader(header.with, count - m_removed);
        } else {
            appendListHeader(header.with, count - m_removed);
        }
    }

    QByteArray applied() const
    {
        // Where the start or end of an ordered list comes to stand: behind all edits in front of it.
        const auto moved = [this](qsizetype place) {
            auto to = place;
            for (const auto &edit : m_edits) {
                if (edit.at < place) {
                    to += edit.with.size() - edit.size;
                }
            }
            return to;
        };
        QByteArray out;
        qsizetype from = 0;
        for (const auto &edit : m_edits) {
            if (edit.at < from) {
                continue;
            }
            out += slice(from, edit.at - from);
            out += edit.with;
            from = edit.at + edit.size;
        }
        out += m_reader.bytes().sliced(from);
        for (const auto &ordered : m_orderedLists) {
            sortList(out, moved(ordered.from), moved(ordered.to));
        }
        return out;
    }

    static void sortList(QByteArray &bytes, qsizetype from, qsizetype to)
    {
        const auto whole = bytes.sliced(from, to - from);
        const auto parsed = PackedList::parse(whole);
        if (!parsed || parsed->isSorted()) {
            return;
        }
        ListBuilder sorted;
        for (const auto index : parsed->sorted()) {
            sorted.add(parsed->element(index));
        }
        bytes.replace(from, to - from, sorted.take(parsed->flags()));
    }

    // --- lists

    bool list(size_t depth)
    {
        const auto headerAt = m_reader.position();
        auto count = m_reader.listCount().value_or(0);
        const auto headerSize = m_reader.position() - headerAt;
        if (count == 0) {
            if (isTree()) {
                appendListHeader(m_out, 0);
            }
            return true;
        }
        if (isLeaf(depth) && wantsKeys()) {
            return m_path.noFail ? m_reader.skip(count) || broken() : fail(ResultCode::IncompatibleType);
        }
        const auto wholeCount = count;
        quint8 flags = 0;
        if (m_reader.peekIsExtension()) {
            flags = m_reader.extension().value_or(0);
            if (--count == 0) {
                if (isTree()) {
                    appendListHeader(m_out, 1);
                    appendEmptyMarker(flags);
                }
                return true;
            }
        }
        const bool changesHere = applies() && isLeaf(depth);
        const auto leaf = changesHere ? openLeaf(headerAt) : 0;
        auto tree = openTree();
        const auto &step = m_path.levels[depth];
        if ((step.type & (listBit | mapBit) & ~listBit) != 0) {
            return fail(ResultCode::Parameter);
        }
        bool walked = false;
        switch (step.base()) {
        case Base::Index:
            walked = listByIndex(depth, count, tree);
            break;
        case Base::Rank:
            walked = listByRank(depth, headerAt, count, flags, tree);
            break;
        default:
            walked = listByCondition(depth, count, tree);
        }
        if (!walked) {
            return false;
        }
        if (applies() && (flags & OrderFlag::listOrdered) != 0) {
            m_orderedLists.push_back({.from = headerAt, .to = m_reader.position()});
        }
        if (isTree()) {
            closeTree(tree, false);
        } else if (changesHere) {
            closeLeaf(leaf, headerSize, wholeCount, false);
        }
        return true;
    }

    LoopVariables listVariables(quint32 index) const
    {
        return {.key = {}, .value = m_reader.rest(), .index = index};
    }

    bool listByIndex(size_t depth, quint32 count, OpenTree &tree)
    {
        const auto &step = m_path.levels[depth];
        const auto index = singleIndex(step.position, count);
        if (!index) {
            return m_reader.skip(count) || broken();
        }
        if (*index != 0 && !m_reader.skip(*index)) {
            return broken();
        }
        auto left = count - *index;
        if (check(step.also, listVariables(*index)) == Truth::True) {
            if (!listEntry(depth, *index, tree)) {
                return false;
            }
            --left;
        }
        return left == 0 || m_reader.skip(left) || broken();
    }

    bool listByRank(size_t depth, qsizetype headerAt, quint32 count, quint8 flags, OpenTree &tree)
    {
        const auto &step = m_path.levels[depth];
        const auto rank = singleIndex(step.position, count);
        if (!rank) {
            return m_reader.skip(count) || broken();
        }
        const auto contentsAt = m_reader.position();
        const auto whole = PackedList::parse(m_reader.bytes().sliced(headerAt));
        if (!whole) {
            return broken();
        }
        const auto index =
            (flags & OrderFlag::listOrdered) != 0
                ? *rank
                : selectRank(count, *rank, [&](quint32 a, quint32 b) { return whole->compare(a, b); });
        m_reader.moveTo(contentsAt + whole->offset(index));
        if (check(step.also, listVariables(index)) == Truth::True && !listEntry(depth, index, tree)) {
            return false;
        }
        m_reader.moveTo(m_reader.bytes().size());
        return true;
    }

    bool listByCondition(size_t depth, quint32 count, OpenTree &tree)
    {
        const auto &step = m_path.levels[depth];
        for (quint32 i = 0; i < count; ++i) {
            const auto variables = listVariables(i);
            auto truth = Truth::Unknown;
            if (step.base() == Base::Expression) {
                truth = check(step.condition, variables);
            } else if (step.base() == Base::Value) {
                const auto order = comparePacked(m_reader.rest(), step.value);
                if (order == PackedOrder::Broken) {
                    return broken();
                }
                truth = checkEqual(order);
            }
            if (truth == Truth::True) {
                truth = check(step.also, variables);
            }
            if (!settle(truth)) {
                return false;
            }
            if (truth == Truth::True) {
                if (!listEntry(depth, i, tree)) {
                    return false;
                }
            } else if (!m_reader.skip()) {
                return broken();
            }
        }
        return true;
    }

    /// Takes the element at the reader.
    bool listEntry(size_t depth, quint32 index, OpenTree &tree)
    {
        const bool leaf = isLeaf(depth);
        ++tree.count;
        m_leaves += leaf ? 1 : 0;
        const auto kind = m_reader.peek();
        if (!leaf && (kind == PackedKind::List || kind == PackedKind::Map)) {
            return level(depth + 1);
        }
        const auto variables = listVariables(index);
        const auto at = m_reader.position();
        const auto element = m_reader.element();
        if (element.isNull()) {
            return broken();
        }
        if (applies()) {
            return !leaf || change(variables, at, 0, element.size());
        }
        if (isTree() || leaf) {
            m_out += element;
        }
        return true;
    }

    // --- maps

    bool map(size_t depth)
    {
        const auto headerAt = m_reader.position();
        auto count = m_reader.mapCount().value_or(0);
        const auto headerSize = m_reader.position() - headerAt;
        if (count == 0) {
            if (isTree()) {
                appendMapHeader(m_out, 0);
            }
            return true;
        }
        const auto wholeCount = count;
        quint8 flags = 0;
        if (m_reader.peekIsExtension()) {
            flags = m_reader.extension().value_or(0);
            if (!m_reader.skip()) {
                return broken();
            }
            if (--count == 0) {
                if (isTree()) {
                    appendMapHeader(m_out, 1);
                    appendEmptyMarker(flags);
                    appendPackedNil(m_out);
                }
                return true;
            }
        }
        const auto &step = m_path.levels[depth];
        // Other than with lists, create flags do not fit here.
        constexpr quint32 kindMask = 0xf0;
        if ((step.type & kindMask & ~mapBit) != 0) {
            return fail(ResultCode::Parameter);
        }
        const bool changesHere = applies() && isLeaf(depth);
        const auto leaf = changesHere ? openLeaf(headerAt) : 0;
        auto tree = openTree();
        const bool byPosition = step.base() == Base::Index || step.base() == Base::Rank;
        const bool walked = byPosition ? mapByPosition(depth, headerAt, count, flags, tree)
                            : step.base() == Base::KeyList ? mapByKeyList(depth, count, tree)
                                                           : mapByCondition(depth, count, tree);
        if (!walked) {
            return false;
        }
        if (isTree()) {
            closeTree(tree, true);
        } else if (changesHere) {
            closeLeaf(leaf, headerSize, wholeCount, true);
        }
        return true;
    }

    /// Where an entry's key and value are. The reader stands at the value.
    struct Pair
    {
        qsizetype keyAt = 0;
        qsizetype valueAt = 0;

        [[nodiscard]] qsizetype keySize() const { return valueAt - keyAt; }
    };

    LoopVariables mapVariables(Pair pair) const
    {
        const auto bytes = m_reader.bytes();
        return {.key = bytes.sliced(pair.keyAt), .value = bytes.sliced(pair.valueAt), .index = {}};
    }

    bool mapByPosition(size_t depth, qsizetype headerAt, quint32 count, quint8 flags, OpenTree &tree)
    {
        const auto &step = m_path.levels[depth];
        const auto place = singleIndex(step.position, count);
        if (!place) {
            return m_reader.skip(2 * count) || broken();
        }
        const auto contentsAt = m_reader.position();
        const auto whole = PackedMap::parse(m_reader.bytes().sliced(headerAt));
        if (!whole) {
            return broken();
        }
        const bool byRank = step.base() == Base::Rank;
        const auto index = !byRank && (flags & OrderFlag::keyOrdered) != 0
                               ? *place
                               : selectRank(count, *place, [&](quint32 a, quint32 b) {
                                     return byRank ? comparePacked(whole->value(a), whole->value(b))
                                                   : whole->compareKeys(a, b);
                                 });
        Pair pair{.keyAt = contentsAt + whole->pairOffset(index),
                  .valueAt = contentsAt + whole->valueOffset(index)};
        m_reader.moveTo(pair.valueAt);
        auto truth = Truth::True;
        if (step.also) {
            truth = check(step.also, mapVariables(pair));
            pair = behindCondition(pair);
        }
        if (truth == Truth::True && !mapEntry(depth, pair, tree)) {
            return false;
        }
        m_reader.moveTo(m_reader.bytes().size());
        return true;
    }

    /// The server's notion of an entry's place once a condition has read it: key and value both moved on by
    /// one, but for values that take a look only. It goes on with those.
    Pair behindCondition(Pair pair)
    {
        switch (m_reader.peek()) {
        case PackedKind::Nil:
        case PackedKind::False:
        case PackedKind::True:
        case PackedKind::Extension:
            return {.keyAt = pair.valueAt, .valueAt = pair.valueAt};
        default: {
            auto value = m_reader;
            value.skip();
            return {.keyAt = pair.valueAt, .valueAt = value.position()};
        }
        }
    }

    bool mapByCondition(size_t depth, quint32 count, OpenTree &tree)
    {
        const auto &step = m_path.levels[depth];
        bool foundKey = false;
        for (quint32 i = 0; i < count; ++i) {
            const auto pair = nextPair();
            if (!pair) {
                return broken();
            }
            auto truth = Truth::Unknown;
            switch (step.base()) {
            case Base::Expression:
                truth = check(step.condition, mapVariables(*pair));
                break;
            case Base::Key:
            case Base::Value: {
                if (foundKey) {
                    truth = Truth::False;
                    break;
                }
                const bool byKey = step.base() == Base::Key;
                const auto order =
                    comparePacked(m_reader.bytes().sliced(byKey ? pair->keyAt : pair->valueAt), step.value);
                if (order == PackedOrder::Broken) {
                    return broken();
                }
                truth = checkEqual(order);
                foundKey = byKey && truth == Truth::True;
                break;
            }
            default:
                break;
            }
            if (!mapPick(depth, *pair, truth, tree)) {
                return false;
            }
        }
        return true;
    }

    bool mapByKeyList(size_t depth, quint32 count, OpenTree &tree)
    {
        const auto wanted = PackedList::parse(m_path.levels[depth].value);
        if (!wanted || (wanted->isOrdered() && !wanted->isSorted())) {
            return fail(ResultCode::Parameter);
        }
        const auto order = wanted->sorted();
        // As long as the map's keys ascend, they are followed through the sorted list.
        bool ascending = true;
        quint32 rank = 0;
        std::optional<qsizetype> previous;
        for (quint32 i = 0; i < count; ++i) {
            const auto pair = nextPair();
            if (!pair) {
                return broken();
            }
            const auto key = m_reader.bytes().sliced(pair->keyAt);
            ascending = ascending && (!previous || comparePacked(m_reader.bytes().sliced(*previous), key) ==
                                                       PackedOrder::Less);
            previous = pair->keyAt;
            auto truth = Truth::False;
            if (!ascending) {
                truth = findRank(
                            0, wanted->count(), Among::Any,
                            [&](quint32 r) {
                                return wanted->compareTo(key, order[r]);
                            }).found
                            ? Truth::True
                            : Truth::False;
            }
            while (ascending && rank < wanted->count()) {
                const auto found = wanted->compareTo(key, order[rank]);
                if (found == PackedOrder::Broken) {
                    return broken();
                }
                if (found == PackedOrder::Less) {
                    break;
                }
                ++rank;
                if (found == PackedOrder::Equal) {
                    truth = Truth::True;
                    break;
                }
            }
            if (!mapPick(depth, *pair, truth, tree)) {
                return false;
            }
        }
        return true;
    }

    std::optional<Pair> nextPair()
    {
        Pair pair{.keyAt = m_reader.position()};
        if (m_reader.atEnd() || !m_reader.skip()) {
            return std::nullopt;
        }
        pair.valueAt = m_reader.position();
        return pair;
    }

    /// Goes on behind the entry, with it or without.
    bool mapPick(size_t depth, Pair pair, Truth truth, OpenTree &tree)
    {
        if (truth == Truth::True) {
            truth = check(m_path.levels[depth].also, mapVariables(pair));
        }
        if (!settle(truth)) {
            return false;
        }
        return truth == Truth::True ? mapEntry(depth, pair, tree) : m_reader.skip() || broken();
    }

    bool mapEntry(size_t depth, Pair pair, OpenTree &tree)
    {
        const bool leaf = isLeaf(depth);
        ++tree.count;
        m_leaves += leaf ? 1 : 0;
        const auto key = slice(pair.keyAt, pair.keySize());
        const auto kind = m_reader.peek();
        if (!leaf && (kind == PackedKind::List || kind == PackedKind::Map)) {
            if (isTree()) {
                m_out += key;
            }
            return level(depth + 1);
        }
        const auto value = m_reader.element();
        if (value.isNull()) {
            return broken();
        }
        const auto shownSize = qMin(value.size(), m_reader.bytes().size() - pair.valueAt);
        if (isTree()) {
            m_out += key;
            m_out += slice(pair.valueAt, shownSize);
            return true;
        }
        if (!leaf) {
            return true;
        }
        if (wantsKeys()) {
            m_out += key;
        }
        if (wantsValues()) {
            m_out += slice(pair.valueAt, shownSize);
        }
        return !applies() || change(mapVariables(pair), pair.keyAt, pair.keySize(), value.size());
    }

    const Path &m_path;
    PackedReader m_reader;
    ParticleType m_type;
    ResultCode m_code = ResultCode::Ok;
    QByteArray m_out;
    quint32 m_leaves = 0;
    std::vector<Edit> m_edits;
    std::vector<OrderedList> m_orderedLists;
    quint32 m_removed = 0;
};

} // namespace

BinEffect runPath(PackedReader &reader, quint32 arguments, ParticleView bin, PathMode mode)
{
    if (bin.type != ParticleType::List && bin.type != ParticleType::Map) {
        return BinEffect::failure(ResultCode::IncompatibleType);
    }
    const auto path = readPath(reader, arguments, mode);
    if (!path) {
        return BinEffect::failure(ResultCode::Parameter);
    }
    return PathWalk(*path, bin).run();
}

} // namespace Aeroscope::Demo
