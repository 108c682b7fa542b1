// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <span>

namespace Aeroscope::Demo {

/// Shape of a sketch: 2^indexBits registers of 6 bits for the HyperLogLog value and minHashBits for the hash.
struct HllShape
{
    int indexBits = 0;
    int minHashBits = 0;

    [[nodiscard]] static bool isIndexBits(qint64 bits) noexcept { return bits >= 4 && bits <= 16; }
    [[nodiscard]] static bool isMinHashBits(qint64 bits) noexcept
    {
        return bits == 0 || (bits >= 4 && bits <= 51);
    }

    [[nodiscard]] bool isValid() const noexcept
    {
        return isIndexBits(indexBits) && isMinHashBits(minHashBits) && indexBits + minHashBits <= 64;
    }
    [[nodiscard]] quint32 registers() const noexcept { return 1U << indexBits; }
    [[nodiscard]] int registerBits() const noexcept { return 6 + minHashBits; }
    [[nodiscard]] qsizetype size() const noexcept;

    friend bool operator==(const HllShape &, const HllShape &) = default;
};

/// A HyperLogLog or HyperMinHash sketch in the server's form (protocol section 8.7): flags, index bits,
/// minhash bits, a remembered count and the registers packed from the most significant bit on. A value type.
class HllSketch
{
public:
    /// True when the bytes are a sketch.
    [[nodiscard]] static bool isValid(QByteArrayView bytes) noexcept;
    /// True when the bytes may be an argument: their two bit numbers are checked each on its own.
    [[nodiscard]] static bool isValidArgument(QByteArrayView bytes) noexcept;

    /// An empty sketch.
    explicit HllSketch(HllShape shape);
    /// The bytes of a valid sketch.
    explicit HllSketch(QByteArray bytes) noexcept
        : m_bytes(std::move(bytes))
    {}

    [[nodiscard]] const QByteArray &bytes() const noexcept { return m_bytes; }
    [[nodiscard]] HllShape shape() const noexcept;

    /// Adds the packed value; true when that changed a register.
    bool add(QByteArrayView packed);
    [[nodiscard]] bool mayContain(QByteArrayView packed) const;

    /// The remembered count, or the estimate when there is none.
    [[nodiscard]] quint64 count() const;
    /// Remembers the count.
    void rememberCount();

    /// Takes over the maxima of registers. `other` must have at least as many, and minhash bits like this one
    /// unless this one has none.
    void unite(const HllSketch &other);

    /// The shape that all of them can be brought to.
    [[nodiscard]] static HllShape commonShape(std::span<const HllSketch> sketches);
    [[nodiscard]] static HllSketch unionOf(std::span<const HllSketch> sketches);
    [[nodiscard]] static quint64 intersectionCount(std::span<const HllSketch> sketches);
    [[nodiscard]] static double similarity(std::span<const HllSketch> sketches);

private:
    [[nodiscard]] quint64 registerAt(quint32 index) const;
    void setRegister(quint32 index, quint64 value);
    [[nodiscard]] quint64 valueAt(quint32 index) const;
    [[nodiscard]] quint64 remembered() const;
    void remember(quint64 count);
    [[nodiscard]] quint64 estimate() const;
    [[nodiscard]] bool looksUsed() const;
    [[nodiscard]] quint32 usedRegisters() const;
    void intersect(const HllSketch &other);

    QByteArray m_bytes;
};

} // namespace Aeroscope::Demo
