// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/particle.h"
#include "client/value/value.h"

#include <QByteArray>

#include <map>
#include <memory>
#include <variant>
#include <vector>

namespace Aeroscope::Demo {

class UdfValue;
using UdfRef = std::shared_ptr<UdfValue>;

/// What a module's `bytes` object holds.
struct UdfBytes
{
    QByteArray data;
    ParticleType type = ParticleType::Blob;
    /// What set_var_int wrote behind the end: it does not count as part of the bytes but can be read back.
    QByteArray beyond = {};
};

struct UdfGeoJson
{
    QByteArray text;
};

struct UdfList
{
    std::vector<UdfRef> items;
    ListOrder order = ListOrder::Unordered;
};

/// Order of the keys a module's map may have: integers, then strings, then blobs.
struct UdfKeyLess
{
    [[nodiscard]] bool operator()(const UdfRef &a, const UdfRef &b) const noexcept;
};

struct UdfMap
{
    std::map<UdfRef, UdfRef, UdfKeyLess> pairs;
    MapOrder order = MapOrder::Unordered;
};

/// A value as a module sees it: lists, maps and bytes are objects that several variables and containers may
/// share, and that change in place. Never part of itself (see mayHold()). Used on one thread.
class UdfValue
{
public:
    using Data =
        std::variant<std::monostate, bool, qint64, double, QByteArray, UdfBytes, UdfGeoJson, UdfList, UdfMap>;

    explicit UdfValue(Data content)
        : data(std::move(content))
    {}
    ~UdfValue();
    UdfValue(const UdfValue &) = delete;
    UdfValue &operator=(const UdfValue &) = delete;

    [[nodiscard]] static UdfRef make(Data content) { return std::make_shared<UdfValue>(std::move(content)); }
    /// Null when a module cannot see such a value (a map with other keys than modules know, for one).
    [[nodiscard]] static UdfRef fromValue(const Value &value);
    /// The value of a bin, or null.
    [[nodiscard]] static UdfRef fromParticle(ParticleView particle);

    [[nodiscard]] bool isNil() const noexcept { return std::holds_alternative<std::monostate>(data); }
    [[nodiscard]] bool isMapKey() const noexcept;
    /// Whether `part` may be put into this container without making a loop.
    [[nodiscard]] bool mayHold(const UdfRef &part) const;
    /// The same as an immutable value. Nothing when it is nested too deeply or would be too big to send.
    [[nodiscard]] Outcome<Value> toValue() const;
    /// As a bin keeps it; with the checks of a write.
    [[nodiscard]] Outcome<Particle> toParticle() const;
    /// As the reply to a call shows it: like a bin, but containers as they stand and geometry without cells.
    /// Nil for what has no form there.
    [[nodiscard]] Particle toReply() const;
    /// What `tostring` says; null for empty bytes.
    [[nodiscard]] QByteArray text() const;

    Data data;
};

} // namespace Aeroscope::Demo
