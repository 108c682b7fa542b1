// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/resultcode.h"
#include "client/value/value.h"

#include <QByteArray>
#include <QByteArrayView>

#include <expected>
#include <span>
#include <vector>

namespace Aeroscope::Demo {

/// A value or the server's result code for the reason why there is none. No text: a node answers with the
/// code alone.
template <typename T>
using Outcome = std::expected<T, ResultCode>;

/// A bin value that somebody else keeps: particle type and bytes in stored form. Stored form is reply form
/// (protocol section 3.6): integers and doubles 8 bytes big-endian, bool one byte, lists and maps normalised
/// msgpack with order header, GeoJSON with the cells this node computed. One exception: the order header of a
/// list or map may carry the flag 0x10 (persisted index), which decides the order of equal ranks but is never
/// shown; replies are therefore written with appendReplyForm(). Type Nil means "no value" and has no bytes.
struct ParticleView
{
    ParticleType type = ParticleType::Nil;
    QByteArrayView bytes;

    [[nodiscard]] bool isNil() const noexcept { return type == ParticleType::Nil; }
};

/// A bin value with bytes of its own. A value type; copies share the bytes.
struct Particle
{
    ParticleType type = ParticleType::Nil;
    QByteArray bytes;

    Particle() = default;
    Particle(ParticleType t, QByteArray b) noexcept
        : type(t)
        , bytes(std::move(b))
    {}
    explicit Particle(ParticleView view)
        : type(view.type)
        , bytes(view.bytes.toByteArray())
    {}

    [[nodiscard]] bool isNil() const noexcept { return type == ParticleType::Nil; }
    [[nodiscard]] ParticleView view() const noexcept { return {type, bytes}; }
    operator ParticleView() const noexcept { return view(); }

    [[nodiscard]] static Particle integer(qint64 value);
    [[nodiscard]] static Particle floating(double value);
    [[nodiscard]] static Particle boolean(bool value);

    friend bool operator==(const Particle &, const Particle &) = default;
};

/// The number of an Integer particle (stored form). Requires type Integer.
[[nodiscard]] qint64 integerOf(ParticleView particle) noexcept;
/// The number of a Float particle (stored form). Requires type Float.
[[nodiscard]] double floatOf(ParticleView particle) noexcept;

/// Checks and normalises the bytes of a whole-bin write as the server does (protocol sections 3.6 and 8.1):
/// integer widths, bool values, list and map msgpack (order flags, duplicate keys, key sorting, shortest
/// integers), HLL headers, GeoJSON text with freshly computed cells. The error is the server's code (4, 1,
/// 12, 160 …). Type Nil is refused with 4: deleting a bin is the caller's affair.
[[nodiscard]] Outcome<Particle> particleFromWire(ParticleType type, QByteArrayView bytes);

/// True when the value is stored as a reply shows it.
[[nodiscard]] bool isReplyForm(ParticleView particle) noexcept;
/// Bytes that the value takes in a reply: those of the particle, less a persisted-index header that nothing
/// else needs.
[[nodiscard]] quint32 replySize(ParticleView particle) noexcept;
/// Appends the value as a reply shows it (exactly replySize() bytes).
void appendReplyForm(QByteArray &out, ParticleView particle);

/// True for the particle types that a request may carry.
[[nodiscard]] bool isKnownParticleType(quint8 type) noexcept;

/// The stored form of a value; runs the same checks as particleFromWire.
[[nodiscard]] Outcome<Particle> particleFromValue(const Value &value);
/// The value of a particle in stored form; Nil when the bytes do not parse (impossible for what this module
/// produced).
[[nodiscard]] Value valueOf(ParticleView particle);

/// The JSON text of a GeoJson particle in stored form.
[[nodiscard]] QByteArrayView geoJsonText(ParticleView particle) noexcept;
/// The S2 cells of a GeoJson particle in stored form; one for a point, the covering of a region.
[[nodiscard]] std::vector<quint64> geoJsonCells(ParticleView particle);

/// Bytes that a stored bin value takes on the server's storage format, type byte included; what the record
/// size metadata of expressions counts (protocol section 9.2, op 74). Nil counts 0.
[[nodiscard]] quint32 flatSize(ParticleView particle) noexcept;

} // namespace Aeroscope::Demo
