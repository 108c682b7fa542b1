// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/hllsketch.h"

#include "app/demo/engine/murmurhash.h"

#include <QtEndian>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype indexBitsAt = 1;
constexpr qsizetype minHashBitsAt = 2;
constexpr qsizetype countAt = 3;
constexpr qsizetype registersAt = 11;
constexpr int byteBits = 8;
constexpr int wordBits = 64;
constexpr int valueBits = 6;
constexpr quint32 maxValue = 1U << valueBits;

HllShape shapeOf(QByteArrayView bytes)
{
    return {.indexBits = static_cast<quint8>(bytes[indexBitsAt]),
            .minHashBits = static_cast<quint8>(bytes[minHashBitsAt])};
}

/// Where a packed value falls.
struct Place
{
    quint32 index = 0;
    quint64 value = 0;
};

Place placeOf(HllShape shape, QByteArrayView packed)
{
    const auto hash = murmurHash128(packed);
    const auto mask = (quint64{1} << shape.minHashBits) - 1;
    const auto minHash = hash.low >> shape.indexBits & mask;
    const auto value = static_cast<quint64>(std::countr_zero(hash.high)) + 1;
    return {.index = static_cast<quint32>(hash.low & (shape.registers() - 1)),
            .value = value << shape.minHashBits | minHash};
}

// The two correction series of the estimator.
double tau(double x)
{
    if (x == 0.0 || x == 1.0) {
        return 0.0;
    }
    double y = 1.0;
    double z = 1.0 - x;
    double before = 0.0;
    do {
        x = std::sqrt(x);
        before = z;
        y *= 0.5;
        z -= std::pow(1.0 - x, 2) * y;
    } while (before != z);
    return z / 3.0;
}

double sigma(double x)
{
    if (x == 1.0) {
        return std::numeric_limits<double>::infinity();
    }
    double y = 1.0;
    double z = x;
    double before = 0.0;
    do {
        x *= x;
        before = z;
        z += x * y;
        y += y;
    } while (before != z);
    return z;
}

double alpha(HllShape shape)
{
    switch (shape.indexBits) {
    case 4:
        return 0.673;
    case 5:
        return 0.697;
    case 6:
        return 0.709;
    default:
        return 0.7213 / (1.0 + 1.079 / shape.registers());
    }
}

/// Registers of two sketches that are expected to be equal by chance.
double expectedCollisions(HllShape shape, quint64 countA, quint64 countB)
{
    const auto chance = [](double low, double high, quint64 count) {
        return std::pow(1.0 - low, static_cast<double>(count)) -
               std::pow(1.0 - high, static_cast<double>(count));
    };
    double sum = 0.0;
    for (int i = 1; i <= static_cast<int>(maxValue); ++i) {
        const auto low = (static_cast<quint32>(i) == maxValue ? 0.0 : std::pow(2.0, -i)) / shape.registers();
        const auto high = std::pow(2.0, 1 - i) / shape.registers();
        sum += chance(low, high, countA) * chance(low, high, countB);
    }
    return sum * shape.registers() / std::pow(2.0, shape.minHashBits);
}

quint64 countWithoutMinHash(std::span<const HllSketch> sketches)
{
    const auto united = HllSketch::unionOf(sketches).count();
    quint64 sum = 0;
    for (const auto &sketch : sketches) {
        const auto count = sketch.count();
        if (sum + count < sum) {
            sum = std::numeric_limits<quint64>::max();
            break;
        }
        sum += count;
    }
    if (sketches.size() == 2) {
        return sum > united ? sum - united : 0;
    }
    // Three of them: what two by two have in common counts too often in the sum.
    const std::array outer{sketches[0], sketches[2]};
    const auto pairs = HllSketch::intersectionCount(sketches.first(2)) +
                       HllSketch::intersectionCount(sketches.last(2)) + HllSketch::intersectionCount(outer);
    const auto result = static_cast<qint64>(united - (sum - pairs));
    return result < 0 ? 0 : static_cast<quint64>(result);
}

} // namespace

qsizetype HllShape::size() const noexcept
{
    return registersAt + (qsizetype{registerBits()} * registers() + byteBits - 1) / byteBits;
}

bool HllSketch::isValidArgument(QByteArrayView bytes) noexcept
{
    if (bytes.size() <= registersAt || bytes.front() != '\0') {
        return false;
    }
    const auto shape = shapeOf(bytes);
    return HllShape::isIndexBits(shape.indexBits) && HllShape::isMinHashBits(shape.minHashBits) &&
           bytes.size() == shape.size();
}

bool HllSketch::isValid(QByteArrayView bytes) noexcept
{
    return isValidArgument(bytes) && shapeOf(bytes).isValid();
}

HllSketch::HllSketch(HllShape shape)
    : m_bytes(shape.size(), '\0')
{
    m_bytes[indexBitsAt] = static_cast<char>(shape.indexBits);
    m_bytes[minHashBitsAt] = static_cast<char>(shape.minHashBits);
}

HllShape HllSketch::shape() const noexcept
{
    return shapeOf(m_bytes);
}

quint64 HllSketch::registerAt(quint32 index) const
{
    const auto bits = shape().registerBits();
    const auto at = qint64{bits} * index;
    // No register spans more than eight bytes; the last ones are read from further in front.
    const auto byte = qMin(at / byteBits, m_bytes.size() - registersAt - qsizetype{sizeof(quint64)});
    const auto word = qFromBigEndian<quint64>(m_bytes.constData() + registersAt + byte);
    const auto shift = wordBits - static_cast<int>(at - byte * byteBits) - bits;
    return word >> shift & ((quint64{1} << bits) - 1);
}

void HllSketch::setRegister(quint32 index, quint64 value)
{
    const auto bits = shape().registerBits();
    const auto at = qint64{bits} * index;
    const auto byte = qMin(at / byteBits, m_bytes.size() - registersAt - qsizetype{sizeof(quint64)});
    auto *place = m_bytes.data() + registersAt + byte;
    const auto shift = wordBits - static_cast<int>(at - byte * byteBits) - bits;
    const auto mask = ((quint64{1} << bits) - 1) << shift;
    qToBigEndian((qFromBigEndian<quint64>(place) & ~mask) | (value << shift & mask), place);
}

quint64 HllSketch::valueAt(quint32 index) const
{
    return registerAt(index) >> shape().minHashBits;
}

quint64 HllSketch::remembered() const
{
    return qFromLittleEndian<quint64>(m_bytes.constData() + countAt);
}

void HllSketch::remember(quint64 count)
{
    qToLittleEndian(count, m_bytes.data() + countAt);
}

bool HllSketch::add(QByteArrayView packed)
{
    const auto place = placeOf(shape(), packed);
    if (registerAt(place.index) >= place.value) {
        return false;
    }
    setRegister(place.index, place.value);
    remember(0);
    return true;
}

bool HllSketch::mayContain(QByteArrayView packed) const
{
    const auto place = placeOf(shape(), packed);
    return place.value <= registerAt(place.index);
}

quint64 HllSketch::estimate() const
{
    const auto registers = shape().registers();
    std::array<quint32, maxValue + 1> histogram{};
    for (quint32 i = 0; i < registers; ++i) {
        ++histogram[valueAt(i)];
    }
    double z = registers * tau(histogram[maxValue] / static_cast<double>(registers));
    for (auto k = maxValue; k > 0; --k) {
        z = 0.5 * (z + histogram[k]);
    }
    z += registers * sigma(histogram[0] / static_cast<double>(registers));
    return static_cast<quint64>(llroundl(alpha(shape()) * registers * registers / z));
}

quint64 HllSketch::count() const
{
    const auto known = remembered();
    return known != 0 ? known : estimate();
}

void HllSketch::rememberCount()
{
    remember(count());
}

void HllSketch::unite(const HllSketch &other)
{
    const bool hasMinHash = shape().minHashBits != 0;
    const auto mask = shape().registers() - 1;
    const auto registers = other.shape().registers();
    for (quint32 i = 0; i < registers; ++i) {
        const auto value = hasMinHash ? other.registerAt(i) : other.valueAt(i);
        if (registerAt(i & mask) < value) {
            setRegister(i & mask, value);
        }
    }
}

void HllSketch::intersect(const HllSketch &other)
{
    const auto mask = shape().registers() - 1;
    const auto registers = other.shape().registers();
    for (quint32 i = 0; i < registers; ++i) {
        const auto value = registerAt(i & mask);
        setRegister(i & mask, value == other.registerAt(i) ? value : 0);
    }
}

quint32 HllSketch::usedRegisters() const
{
    quint32 used = 0;
    for (quint32 i = 0; i < shape().registers(); ++i) {
        used += registerAt(i) != 0 ? 1 : 0;
    }
    return used;
}

bool HllSketch::looksUsed() const
{
    // The server looks at as many bytes as there are registers, although registers with minhash bits are
    // wider.
    const auto looked = QByteArrayView(m_bytes)
                            .sliced(registersAt)
                            .first(qMin(qsizetype{shape().registers()}, m_bytes.size() - registersAt));
    return std::any_of(looked.begin(), looked.end(), [](char byte) { return byte != '\0'; });
}

HllShape HllSketch::commonShape(std::span<const HllSketch> sketches)
{
    auto common = sketches.front().shape();
    for (const auto &sketch : sketches.subspan(1)) {
        const auto shape = sketch.shape();
        common.indexBits = qMin(common.indexBits, shape.indexBits);
        common.minHashBits = common.minHashBits == shape.minHashBits ? common.minHashBits : 0;
    }
    return common;
}

HllSketch HllSketch::unionOf(std::span<const HllSketch> sketches)
{
    HllSketch united(commonShape(sketches));
    for (const auto &sketch : sketches) {
        united.unite(sketch);
    }
    return united;
}

quint64 HllSketch::intersectionCount(std::span<const HllSketch> sketches)
{
    if (commonShape(sketches).minHashBits == 0) {
        return countWithoutMinHash(sketches);
    }
    const auto share = similarity(sketches);
    if (std::isnan(share)) {
        return 0;
    }
    return static_cast<quint64>(std::llround(static_cast<double>(unionOf(sketches).count()) * share));
}

double HllSketch::similarity(std::span<const HllSketch> sketches)
{
    const auto shape = commonShape(sketches);
    if (shape.minHashBits == 0) {
        return static_cast<double>(countWithoutMinHash(sketches)) /
               static_cast<double>(unionOf(sketches).count());
    }
    const auto used = std::count_if(sketches.begin(), sketches.end(),
                                    [](const HllSketch &sketch) { return sketch.looksUsed(); });
    if (used != static_cast<qsizetype>(sketches.size())) {
        return used != 0 ? 0.0 : std::numeric_limits<double>::quiet_NaN();
    }
    HllSketch shared(shape);
    shared.unite(sketches.front());
    for (const auto &sketch : sketches.subspan(1)) {
        shared.intersect(sketch);
    }
    // Only for two is there an estimate of what agrees by chance.
    const auto byChance =
        sketches.size() == 2 ? expectedCollisions(shape, sketches[0].count(), sketches[1].count()) : 0.0;
    const auto result =
        (shared.usedRegisters() - byChance) / static_cast<double>(unionOf(sketches).usedRegisters());
    return result < 0.0 ? 0.0 : result;
}

} // namespace Aeroscope::Demo
