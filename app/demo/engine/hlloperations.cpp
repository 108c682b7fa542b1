// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/hlloperations.h"

#include "app/demo/engine/cdtreply.h"
#include "app/demo/engine/hllsketch.h"
#include "app/demo/engine/packed.h"

#include <algorithm>
#include <array>

namespace Aeroscope::Demo {

namespace {

enum class Code : quint8 {
    Init = 0,
    Add = 1,
    Union = 2,
    RefreshCount = 3,
    Fold = 4,
    Count = 50,
    GetUnion = 51,
    UnionCount = 52,
    IntersectCount = 53,
    Similarity = 54,
    Describe = 55,
    MayContain = 56,
};

namespace Policy {
constexpr quint64 createOnly = 1;
constexpr quint64 updateOnly = 2;
constexpr quint64 noFail = 4;
constexpr quint64 allowFold = 8;
} // namespace Policy

enum class Argument : quint8 { IndexBits, MinHashBits, Flags, Elements, Sketches, AlikeSketches };

struct Shape
{
    Code code;
    quint8 required;
    quint8 count;
    quint8 policies;
    std::array<Argument, 4> arguments;
};

// Protocol section 8.7.
constexpr std::array shapes{
    Shape{Code::Init,
          0,
          3,
          Policy::createOnly | Policy::updateOnly | Policy::noFail,
          {Argument::IndexBits, Argument::MinHashBits, Argument::Flags}},
    Shape{Code::Add,
          1,
          4,
          Policy::createOnly | Policy::noFail,
          {Argument::Elements, Argument::IndexBits, Argument::MinHashBits, Argument::Flags}},
    Shape{Code::Union,
          1,
          2,
          Policy::createOnly | Policy::updateOnly | Policy::noFail | Policy::allowFold,
          {Argument::Sketches, Argument::Flags}},
    Shape{Code::RefreshCount, 0, 0, 0, {}},
    Shape{Code::Fold, 1, 1, 0, {Argument::IndexBits}},
    Shape{Code::Count, 0, 0, 0, {}},
    Shape{Code::GetUnion, 1, 1, 0, {Argument::Sketches}},
    Shape{Code::UnionCount, 1, 1, 0, {Argument::Sketches}},
    Shape{Code::IntersectCount, 1, 1, 0, {Argument::AlikeSketches}},
    Shape{Code::Similarity, 1, 1, 0, {Argument::AlikeSketches}},
    Shape{Code::Describe, 0, 0, 0, {}},
    Shape{Code::MayContain, 1, 1, 0, {Argument::Elements}},
};

/// A parsed operation.
struct HllCall
{
    Code code = Code::Init;
    std::optional<int> indexBits;
    std::optional<int> minHashBits;
    std::vector<QByteArray> elements;
    std::vector<HllSketch> sketches;
    quint64 flags = 0;

    [[nodiscard]] bool has(quint64 flag) const noexcept { return (flags & flag) != 0; }
};

/// Bits that are given as -1 are not given.
bool readBits(PackedReader &reader, std::optional<int> &bits)
{
    const auto word = reader.integer();
    if (!word) {
        return false;
    }
    const auto value = static_cast<qint64>(*word);
    bits =
        value == -1 ? std::nullopt : std::optional(static_cast<int>(qBound(qint64{-2}, value, qint64{1000})));
    return true;
}

bool readElements(PackedReader &reader, HllCall &call)
{
    const auto count = reader.listCount();
    if (!count || *count == 0) {
        return false;
    }
    for (quint32 i = 0; i < *count; ++i) {
        const auto kind = reader.peek();
        if (kind == PackedKind::List || kind == PackedKind::Map) {
            return false;
        }
        const auto element = reader.element();
        if (element.isNull()) {
            return false;
        }
        call.elements.push_back(compactScalar(element));
    }
    return true;
}

bool readSketches(PackedReader &reader, HllCall &call)
{
    constexpr qsizetype prefix = 1;
    const bool isList = reader.peek() == PackedKind::List;
    const auto count = isList ? reader.listCount() : 1;
    if (!count || *count == 0) {
        return false;
    }
    for (quint32 i = 0; i < *count; ++i) {
        const auto body = reader.string();
        if (body.size() <= prefix || !HllSketch::isValidArgument(body.sliced(prefix))) {
            return false;
        }
        call.sketches.emplace_back(body.sliced(prefix).toByteArray());
    }
    return true;
}

/// More than two can only be intersected by their minhash bits.
bool areAlike(const std::vector<HllSketch> &sketches)
{
    if (sketches.size() <= 2) {
        return true;
    }
    const auto bits = sketches.front().shape().minHashBits;
    return bits != 0 && std::all_of(sketches.begin(), sketches.end(), [bits](const HllSketch &sketch) {
               return sketch.shape().minHashBits == bits;
           });
}

bool readArgument(PackedReader &reader, Argument argument, const Shape &shape, HllCall &call)
{
    constexpr auto both = Policy::createOnly | Policy::updateOnly;
    switch (argument) {
    case Argument::IndexBits:
        return readBits(reader, call.indexBits) &&
               (!call.indexBits || HllShape::isIndexBits(*call.indexBits));
    case Argument::MinHashBits:
        return readBits(reader, call.minHashBits) &&
               (!call.minHashBits ||
                (HllShape::isMinHashBits(*call.minHashBits) &&
                 (!call.indexBits || HllShape{*call.indexBits, *call.minHashBits}.isValid())));
    case Argument::Flags: {
        const auto word = reader.integer();
        call.flags = word.value_or(0);
        return word && (*word & ~quint64{shape.policies}) == 0 && (*word & both) != both;
    }
    case Argument::Elements:
        return readElements(reader, call);
    case Argument::Sketches:
        return readSketches(reader, call);
    case Argument::AlikeSketches:
        return readSketches(reader, call) && areAlike(call.sketches);
    }
    return false;
}

bool isRead(Code code)
{
    return code >= Code::Count;
}

/// The head of an operation, known before the bin is looked at.
struct HllHead
{
    const Shape *shape = nullptr;
    quint32 arguments = 0;
};

std::optional<HllHead> readHead(PackedReader &reader, bool wantRead)
{
    const auto count = reader.listCount();
    const auto code = count && *count != 0 ? reader.integer() : std::nullopt;
    if (!code) {
        return std::nullopt;
    }
    // Codes are heard by their low 32 bits.
    const auto number = static_cast<quint32>(*code);
    const auto *shape = std::find_if(shapes.begin(), shapes.end(),
                                     [&](const Shape &s) { return static_cast<quint32>(s.code) == number; });
    if (shape == shapes.end() || isRead(shape->code) != wantRead) {
        return std::nullopt;
    }
    return HllHead{.shape = shape, .arguments = *count - 1};
}

std::optional<HllCall> readCall(PackedReader &reader, HllHead head)
{
    if (head.arguments < head.shape->required || head.arguments > head.shape->count) {
        return std::nullopt;
    }
    HllCall call;
    call.code = head.shape->code;
    for (quint32 i = 0; i < head.arguments; ++i) {
        if (!readArgument(reader, head.shape->arguments[i], *head.shape, call)) {
            return std::nullopt;
        }
    }
    return call;
}

ResultCode checkBin(ParticleView bin)
{
    if (bin.isNil()) {
        return ResultCode::Ok;
    }
    if (bin.type != ParticleType::Hll) {
        return ResultCode::IncompatibleType;
    }
    // Expressions can make such a value out of a literal.
    return HllSketch::isValid(bin.bytes) ? ResultCode::Ok : ResultCode::Unknown;
}

BinEffect failure(ResultCode code)
{
    return BinEffect::failure(code);
}

BinEffect sketchEffect(const HllSketch &sketch)
{
    BinEffect effect;
    effect.bin = Particle(ParticleType::Hll, sketch.bytes());
    return effect;
}

BinEffect init(const HllCall &call, const HllSketch *old)
{
    const auto index = call.indexBits   ? call.indexBits
                       : old != nullptr ? std::optional(old->shape().indexBits)
                                        : std::nullopt;
    if (!index) {
        return failure(ResultCode::OpNotApplicable);
    }
    const HllShape shape{
        .indexBits = *index,
        .minHashBits = call.minHashBits.value_or(old != nullptr ? old->shape().minHashBits : 0),
    };
    return shape.isValid() ? sketchEffect(HllSketch(shape)) : failure(ResultCode::OpNotApplicable);
}

BinEffect add(const HllCall &call, const HllSketch *old)
{
    if (old == nullptr && !call.indexBits) {
        return failure(ResultCode::OpNotApplicable);
    }
    auto sketch =
        old != nullptr
            ? *old
            : HllSketch({.indexBits = *call.indexBits, .minHashBits = call.minHashBits.value_or(0)});
    qint64 changed = 0;
    for (const auto &element : call.elements) {
        changed += sketch.add(element) ? 1 : 0;
    }
    auto effect = sketchEffect(sketch);
    effect.result = Particle::integer(changed);
    return effect;
}

BinEffect unite(HllCall call, const HllSketch *old)
{
    if (old != nullptr) {
        const auto mine = old->shape();
        const auto theirs = HllSketch::commonShape(call.sketches);
        if (!call.has(Policy::allowFold) &&
            (mine.indexBits > theirs.indexBits ||
             (mine.minHashBits != 0 && mine.minHashBits != theirs.minHashBits))) {
            return failure(ResultCode::OpNotApplicable);
        }
        call.sketches.push_back(*old);
    }
    return sketchEffect(HllSketch::unionOf(call.sketches));
}

BinEffect refreshCount(const HllSketch *old)
{
    if (old == nullptr) {
        return failure(ResultCode::BinNotFound);
    }
    auto sketch = *old;
    sketch.rememberCount();
    auto effect = sketchEffect(sketch);
    effect.result = Particle::integer(static_cast<qint64>(sketch.count()));
    return effect;
}

BinEffect fold(const HllCall &call, const HllSketch *old)
{
    if (old == nullptr) {
        return failure(ResultCode::BinNotFound);
    }
    const auto shape = old->shape();
    if (shape.minHashBits > 0 || !call.indexBits || shape.indexBits < *call.indexBits) {
        return failure(ResultCode::OpNotApplicable);
    }
    if (shape.indexBits == *call.indexBits) {
        return sketchEffect(*old);
    }
    HllSketch folded({.indexBits = *call.indexBits, .minHashBits = 0});
    folded.unite(*old);
    return sketchEffect(folded);
}

Particle integerAnswer(quint64 value)
{
    return Particle::integer(static_cast<qint64>(value));
}

} // namespace

BinEffect hllRead(QByteArrayView payload, ParticleView bin)
{
    PackedReader reader(payload);
    const auto head = readHead(reader, true);
    if (!head) {
        return failure(ResultCode::Parameter);
    }
    if (const auto code = checkBin(bin); code != ResultCode::Ok) {
        return failure(code);
    }
    auto call = readCall(reader, *head);
    if (!call) {
        return failure(ResultCode::Parameter);
    }
    const HllSketch sketch(bin.bytes.toByteArray());
    const bool intersects = call->code == Code::IntersectCount || call->code == Code::Similarity;
    call->sketches.push_back(sketch);
    if (intersects && call->sketches.size() > 3 && !areAlike(call->sketches)) {
        return failure(ResultCode::OpNotApplicable);
    }
    switch (call->code) {
    case Code::Count:
        return BinEffect::answer(integerAnswer(sketch.count()));
    case Code::GetUnion:
        return BinEffect::answer(Particle(ParticleType::Hll, HllSketch::unionOf(call->sketches).bytes()));
    case Code::UnionCount:
        return BinEffect::answer(integerAnswer(HllSketch::unionOf(call->sketches).count()));
    case Code::IntersectCount:
        return BinEffect::answer(integerAnswer(HllSketch::intersectionCount(call->sketches)));
    case Code::Similarity:
        return BinEffect::answer(Particle::floating(HllSketch::similarity(call->sketches)));
    case Code::Describe:
        return BinEffect::answer(pairOfIntegers(sketch.shape().indexBits, sketch.shape().minHashBits));
    default: { // MayContain
        const bool all = std::all_of(call->elements.begin(), call->elements.end(),
                                     [&](const QByteArray &element) { return sketch.mayContain(element); });
        return BinEffect::answer(Particle::integer(all ? 1 : 0));
    }
    }
}

BinEffect hllModify(QByteArrayView payload, ParticleView bin)
{
    PackedReader reader(payload);
    const auto head = readHead(reader, false);
    if (!head) {
        return failure(ResultCode::Parameter);
    }
    if (const auto code = checkBin(bin); code != ResultCode::Ok) {
        return failure(code);
    }
    auto call = readCall(reader, *head);
    if (!call) {
        return failure(ResultCode::Parameter);
    }
    const bool exists = !bin.isNil();
    if (call->has(exists ? Policy::createOnly : Policy::updateOnly)) {
        if (call->has(Policy::noFail)) {
            return {};
        }
        return failure(exists ? ResultCode::BinExists : ResultCode::BinNotFound);
    }
    const auto old = exists ? std::optional<HllSketch>(bin.bytes.toByteArray()) : std::nullopt;
    const auto *sketch = old ? &*old : nullptr;
    switch (call->code) {
    case Code::Init:
        return init(*call, sketch);
    case Code::Add:
        return add(*call, sketch);
    case Code::Union:
        return unite(*std::move(call), sketch);
    case Code::RefreshCount:
        return refreshCount(sketch);
    default:
        return fold(*call, sketch);
    }
}

} // namespace Aeroscope::Demo
