// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/cdtengine.h"

#include "app/demo/engine/cdtcall.h"
#include "app/demo/engine/contextpath.h"
#include "app/demo/engine/pathselect.h"

namespace Aeroscope::Demo {

namespace {

BinEffect toBin(CdtEffect effect)
{
    BinEffect result{.code = effect.code, .bin = {}, .result = std::move(effect.result)};
    if (effect.container) {
        const bool isMap = PackedReader(*effect.container).peek() == PackedKind::Map;
        result.bin = Particle(isMap ? ParticleType::Map : ParticleType::List, *std::move(effect.container));
    }
    return result;
}

PackedKind expectedKind(CdtCall call)
{
    return call.isList() ? PackedKind::List : PackedKind::Map;
}

CdtEffect run(CdtCall call, PackedReader &reader, const CdtTarget &target)
{
    return call.isList() ? runListModify(call, reader, target) : runMapModify(call, reader, target);
}

/// Modifies what a context leads to, and puts the containers around it together again.
class ContextModify
{
public:
    explicit ContextModify(PackedReader &reader)
        : m_reader(reader)
    {}

    CdtEffect run(ParticleView bin)
    {
        const bool isThere = !bin.isNil();
        if (isThere && bin.type != ParticleType::List && bin.type != ParticleType::Map) {
            return CdtEffect::failure(ResultCode::Parameter);
        }
        const auto entries = m_reader.listCount();
        if (!entries || *entries == 0 || *entries % 2 != 0) {
            return CdtEffect::failure(ResultCode::Parameter);
        }
        m_left = *entries / 2;
        m_binExists = isThere;
        return isThere ? inside(bin.bytes) : fromNothing();
    }

private:
    /// The next step, or the code why there is none.
    Outcome<ContextStep> nextStep()
    {
        const auto type = m_reader.integer();
        if (!type) {
            return std::unexpected(ResultCode::Parameter);
        }
        const ContextStep step(*type);
        if (!step.isPlain()) {
            return std::unexpected(ResultCode::OpNotApplicable);
        }
        --m_left;
        return step;
    }

    CdtEffect inside(QByteArrayView container)
    {
        if (m_left == 0) {
            return operate(container);
        }
        const auto step = nextStep();
        if (!step) {
            return CdtEffect::failure(step.error());
        }
        switch (PackedReader(container).peek()) {
        case PackedKind::List: {
            const auto list = PackedList::parse(container);
            return list && !step->isForMap() ? insideList(*list, *step) : notApplicable();
        }
        case PackedKind::Map: {
            const auto map = PackedMap::parse(container);
            return map && !step->isForList() ? insideMap(*map, *step) : notApplicable();
        }
        default:
            return notApplicable();
        }
    }

    CdtEffect insideList(const PackedList &list, ContextStep step)
    {
        const auto place = findInList(list, step, m_reader);
        if (!place) {
            return notApplicable();
        }
        auto effect = place->found ? inside(list.element(place->index)) : make();
        if (effect.code != ResultCode::Ok || !effect.container) {
            return effect;
        }
        if (place->mustStayEmpty) {
            return notApplicable();
        }
        const auto old = place->found ? 1U : 0U;
        auto to = place->index;
        if (list.isOrdered() && list.count() + 1 - old > 1) {
            // Ranks among the elements as they were: right before or behind itself means it stays.
            const auto rank = list.find(*effect.container).rank;
            to = rank == place->index + 1 ? place->index : rank;
        }
        ListBuilder changed;
        changed.reserve(list.contents().size() + effect.container->size() + place->padding);
        const auto addOld = [&](quint32 from, quint32 end) {
            if (place->found && from <= place->index && place->index < end) {
                changed.addMany(list.elements(from, place->index - from), place->index - from);
                from = place->index + 1;
            }
            changed.addMany(list.elements(from, end - from), end - from);
        };
        addOld(0, to);
        changed.addNils(place->padding);
        changed.add(*effect.container);
        addOld(to, list.count());
        effect.container = changed.take(list.flags());
        return effect;
    }

    CdtEffect insideMap(const PackedMap &map, ContextStep step)
    {
        const auto place = findInMap(map, step, m_reader);
        if (!place) {
            return notApplicable();
        }
        auto effect = place->found ? inside(map.value(place->index)) : make();
        if (effect.code != ResultCode::Ok || !effect.container) {
            return effect;
        }
        const auto behind = place->index + (place->found ? 1 : 0);
        MapBuilder changed;
        changed.reserve(map.contents().size() + place->key.size() + effect.container->size());
        changed.addMany(map.pairs(0, place->index), place->index);
        changed.add(place->found ? map.key(place->index) : QByteArrayView(place->key), *effect.container);
        changed.addMany(map.pairs(behind, map.count() - behind), map.count() - behind);
        effect.container = changed.take(map.flags());
        return effect;
    }

    CdtEffect fromNothing()
    {
        const auto type = m_reader.integer();
        if (!type) {
            return CdtEffect::failure(ResultCode::Parameter);
        }
        const ContextStep step(*type);
        const auto made =
            step.isPlain() && step.mayCreate() ? readMadeContainer(step, m_reader, true) : std::nullopt;
        if (!made) {
            return notApplicable();
        }
        --m_left;
        auto effect = make();
        if (effect.code == ResultCode::Ok && effect.container) {
            if (made->mustStayEmpty) {
                return notApplicable();
            }
            effect.container = made->around(*effect.container);
        }
        return effect;
    }

    /// Makes the containers of the steps that are left and operates in the innermost.
    CdtEffect make()
    {
        if (m_left == 0) {
            return operate({});
        }
        const auto type = m_reader.integer();
        const ContextStep step(type.value_or(0));
        const auto made = type && (step.isForList() || step.isForMap())
                              ? readMadeContainer(step, m_reader, false)
                              : std::nullopt;
        if (!made) {
            return notApplicable();
        }
        --m_left;
        auto effect = make();
        if (effect.code == ResultCode::Ok && effect.container) {
            if (made->mustStayEmpty) {
                return notApplicable();
            }
            effect.container = made->around(*effect.container);
        }
        return effect;
    }

    CdtEffect operate(QByteArrayView container)
    {
        const auto call = CdtCall::read(m_reader);
        if (!call) {
            return CdtEffect::failure(ResultCode::Parameter);
        }
        if (!container.isNull() && PackedReader(container).peek() != expectedKind(*call)) {
            return CdtEffect::failure(ResultCode::IncompatibleType);
        }
        const CdtTarget target{
            .container = container, .isTop = !m_binExists, .binExists = m_binExists, .inContext = true};
        return Demo::run(*call, m_reader, target);
    }

    static CdtEffect notApplicable() { return CdtEffect::failure(ResultCode::OpNotApplicable); }

    PackedReader &m_reader;
    quint32 m_left = 0;
    bool m_binExists = true;
};

CdtEffect contextRead(PackedReader &reader, ParticleView bin)
{
    const auto followed = followContext(reader, bin);
    if (followed.code != ResultCode::Ok) {
        return CdtEffect::failure(followed.code);
    }
    const auto call = CdtCall::read(reader);
    if (!call) {
        return CdtEffect::failure(ResultCode::Parameter);
    }
    if (PackedReader(followed.value).peek() != expectedKind(*call)) {
        return CdtEffect::failure(ResultCode::IncompatibleType);
    }
    return call->isList() ? runListRead(*call, reader, followed.value)
                          : runMapRead(*call, reader, followed.value);
}

// A context operation has a context and an operation.
constexpr quint32 contextArguments = 2;

} // namespace

BinEffect cdtRead(QByteArrayView payload, ParticleView bin)
{
    PackedReader reader(payload);
    const auto call = CdtCall::readPayload(reader);
    if (!call) {
        return BinEffect::failure(ResultCode::Parameter);
    }
    if (call->code == CdtCode::path) {
        return runPath(reader, call->arguments, bin, PathMode::Read);
    }
    if (call->code == CdtCode::context) {
        return call->arguments == contextArguments ? toBin(contextRead(reader, bin))
                                                   : BinEffect::failure(ResultCode::Parameter);
    }
    if (bin.type != (call->isList() ? ParticleType::List : ParticleType::Map)) {
        return BinEffect::failure(ResultCode::IncompatibleType);
    }
    return toBin(call->isList() ? runListRead(*call, reader, bin.bytes)
                                : runMapRead(*call, reader, bin.bytes));
}

BinEffect cdtModify(QByteArrayView payload, ParticleView bin)
{
    PackedReader reader(payload);
    const auto call = CdtCall::readPayload(reader);
    if (!call) {
        return BinEffect::failure(ResultCode::Parameter);
    }
    if (call->code == CdtCode::path) {
        return runPath(reader, call->arguments, bin, PathMode::Modify);
    }
    if (call->code == CdtCode::context) {
        return call->arguments == contextArguments ? toBin(ContextModify(reader).run(bin))
                                                   : BinEffect::failure(ResultCode::Parameter);
    }
    CdtTarget target{.container = {}, .isTop = true, .binExists = !bin.isNil(), .inContext = false};
    if (target.binExists) {
        if (bin.type != (call->isList() ? ParticleType::List : ParticleType::Map)) {
            return BinEffect::failure(ResultCode::IncompatibleType);
        }
        target.container = bin.bytes;
    }
    return toBin(run(*call, reader, target));
}

} // namespace Aeroscope::Demo
