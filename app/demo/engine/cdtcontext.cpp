// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/cdtcontext.h"

#include "app/demo/engine/cdtreply.h"
#include "app/demo/engine/container.h"
#include "app/demo/engine/contextpath.h"
#include "app/demo/engine/packed.h"
#include "app/demo/engine/packedtext.h"

#include <array>

using namespace Qt::StringLiterals;

namespace Aeroscope::Demo {

namespace {

/// The context types that only read: bases 0 to 3 with or without the bit of a list or a map.
bool isReadType(quint64 word)
{
    constexpr quint8 highest = 0x23;
    constexpr quint8 listKey = 0x12;
    constexpr quint8 baseMask = 0x0f;
    constexpr quint8 highestBase = 3;
    const auto type = static_cast<quint8>(word);
    return type <= highest && (type & baseMask) <= highestBase && type != listKey;
}

/// A particle whose GeoJSON has its cells; Nil when there is no such thing.
Particle storedPart(QByteArrayView packed)
{
    auto particle = particleFromPacked(packed);
    if (!particle) {
        return {};
    }
    if (particle->type != ParticleType::GeoJson) {
        return *std::move(particle);
    }
    auto stored = particleFromWire(ParticleType::GeoJson, particle->bytes);
    return stored ? *std::move(stored) : Particle();
}

} // namespace

ResultCode checkContext(QByteArrayView packedContext)
{
    PackedReader reader(packedContext);
    const auto entries = reader.listCount();
    if (!entries || *entries == 0 || *entries % 2 != 0) {
        return ResultCode::Parameter;
    }
    for (quint32 i = 0; i < *entries; i += 2) {
        const auto type = reader.integer();
        if (!type || !isReadType(*type) || reader.element().isNull()) {
            return ResultCode::Parameter;
        }
    }
    return ResultCode::Ok;
}

bool isCompact(QByteArrayView packed)
{
    return isCompactPacked(packed);
}

Particle resolveContext(ParticleView bin, QByteArrayView packedContext)
{
    if (checkContext(packedContext) != ResultCode::Ok) {
        return {};
    }
    PackedReader reader(packedContext);
    const auto followed = followContext(reader, bin);
    return followed.code == ResultCode::Ok ? storedPart(followed.value) : Particle();
}

QByteArray displayContext(QByteArrayView packedContext)
{
    constexpr std::array<const char *, 12> bases{
        "index", "rank",  "key",        "value",     "exp",      nullptr,
        nullptr, nullptr, "index_list", "rank_list", "key_list", "value_list",
    };
    constexpr quint64 baseMask = 0x0f;
    constexpr quint64 listBit = 0x10;
    constexpr quint64 mapBit = 0x20;
    PackedReader reader(packedContext);
    QByteArray text = "["_ba;
    const auto entries = reader.listCount();
    if (!entries) {
        return text + "(ctx-error-list-hdr)]";
    }
    if (*entries % 2 != 0) {
        return text + "(ctx-error-list-ele-count " + QByteArray::number(*entries) + ")]";
    }
    for (quint32 i = 0; i < *entries; i += 2) {
        const auto type = reader.integer();
        if (!type) {
            return text + "(ctx-error-type-not-int)]";
        }
        const auto base = *type & baseMask;
        const auto *name = base < bases.size() ? bases[base] : nullptr;
        if (name == nullptr) {
            return text + "(ctx-error-invalid-type)]";
        }
        text += i == 0 ? "" : ", ";
        text += (*type & listBit) != 0 ? "list_" : (*type & mapBit) != 0 ? "map_" : "";
        text += name;
        const auto value = contextText(reader.element());
        if (value.isNull()) {
            return text + "(ctx-error-display)]";
        }
        text += '(' + value + ')';
    }
    return text + ']';
}

void forEachPart(ParticleView container, Part part, const std::function<bool(ParticleView)> &visit)
{
    const auto wanted = part == Part::ListElements ? ParticleType::List : ParticleType::Map;
    if (container.type != wanted) {
        return;
    }
    PackedReader reader(container.bytes);
    const bool isMap = wanted == ParticleType::Map;
    auto count = (isMap ? reader.mapCount() : reader.listCount()).value_or(0);
    if (count != 0 && reader.peekIsExtension()) {
        --count;
        if (!reader.skip(isMap ? 2 : 1)) {
            return;
        }
    }
    for (quint32 i = 0; i < count; ++i) {
        const auto first = reader.element();
        const auto second = isMap ? reader.element() : first;
        if (second.isNull()) {
            return;
        }
        const auto particle = storedPart(part == Part::MapValues ? second : first);
        if (!particle.isNil() && !visit(particle)) {
            return;
        }
    }
}

} // namespace Aeroscope::Demo
