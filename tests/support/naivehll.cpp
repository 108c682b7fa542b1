// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/naivehll.h"

#include "client/value/msgpack.h"

#include <QtEndian>

#include <algorithm>
#include <bit>
#include <cmath>

namespace Aeroscope::Naive {

namespace {

constexpr int valueBits = 6;
constexpr int headerSize = 11;

/// One sketch with its registers as plain numbers: the low minHashBits hold the hash, the six above the rank.
struct Sketch
{
    int indexBits = 0;
    int minHashBits = 0;
    quint64 cachedCount = 0;
    std::vector<quint64> registers;

    quint64 rank(size_t r) const { return registers[r] >> minHashBits; }
};

std::optional<Sketch> parse(const QByteArray &bytes)
{
    if (bytes.size() < headerSize || bytes[0] != 0)
        return {};
    Sketch sketch;
    sketch.indexBits = quint8(bytes[1]);
    sketch.minHashBits = quint8(bytes[2]);
    sketch.cachedCount = qFromLittleEndian<quint64>(bytes.constData() + 3);
    const int width = valueBits + sketch.minHashBits;
    if (sketch.indexBits < 4 || sketch.indexBits > 16 ||
        (sketch.minHashBits != 0 && (sketch.minHashBits < 4 || sketch.minHashBits > 51)))
        return {};
    const qint64 count = qint64(1) << sketch.indexBits;
    if (bytes.size() != headerSize + (width * count + 7) / 8)
        return {};
    sketch.registers.resize(static_cast<size_t>(count));
    qint64 bit = 0;
    for (quint64 &value : sketch.registers) {
        for (int i = 0; i < width; ++i, ++bit) {
            const quint8 byte = quint8(bytes[headerSize + bit / 8]);
            value = value << 1 | (byte >> (7 - bit % 8) & 1);
        }
    }
    return sketch;
}

QByteArray format(const Sketch &sketch)
{
    const int width = valueBits + sketch.minHashBits;
    const qint64 count = qint64(sketch.registers.size());
    QByteArray bytes(headerSize + (width * count + 7) / 8, '\0');
    bytes[1] = char(sketch.indexBits);
    bytes[2] = char(sketch.minHashBits);
    qint64 bit = 0;
    for (const quint64 value : sketch.registers) {
        for (int i = width - 1; i >= 0; --i, ++bit) {
            if (value >> i & 1)
                bytes[headerSize + bit / 8] = char(bytes[headerSize + bit / 8] | 1 << (7 - bit % 8));
        }
    }
    return bytes;
}

/// Murmur3 of 128 bits for 64-bit machines, seed 0.
std::pair<quint64, quint64> hash(const QByteArray &data)
{
    constexpr quint64 c1 = 0x87c37b91114253d5;
    constexpr quint64 c2 = 0x4cf5ad432745937f;
    const auto scramble = [](quint64 k, quint64 first, int turn, quint64 second) {
        return std::rotl(k * first, turn) * second;
    };
    const auto finish = [](quint64 k) {
        k = (k ^ k >> 33) * 0xff51afd7ed558ccd;
        k = (k ^ k >> 33) * 0xc4ceb9fe1a85ec53;
        return k ^ k >> 33;
    };
    const auto word = [&data](qsizetype from, qsizetype to) {
        quint64 value = 0;
        for (qsizetype i = std::min(to, data.size()) - 1; i >= from; --i)
            value = value << 8 | quint8(data[i]);
        return value;
    };
    quint64 h1 = 0;
    quint64 h2 = 0;
    qsizetype at = 0;
    for (; at + 16 <= data.size(); at += 16) {
        h1 = (std::rotl(h1 ^ scramble(word(at, at + 8), c1, 31, c2), 27) + h2) * 5 + 0x52dce729;
        h2 = (std::rotl(h2 ^ scramble(word(at + 8, at + 16), c2, 33, c1), 31) + h1) * 5 + 0x38495ab5;
    }
    h2 ^= scramble(word(at + 8, at + 16), c2, 33, c1);
    h1 ^= scramble(word(at, at + 8), c1, 31, c2);
    h1 ^= quint64(data.size());
    h2 ^= quint64(data.size());
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    h1 += h2;
    h2 += h1;
    return {h1, h2};
}

bool mayContain(const Sketch &sketch, const Value &element)
{
    const auto [low, high] = hash(packValue(element));
    const size_t index = low & (sketch.registers.size() - 1);
    const quint64 minHash = low >> sketch.indexBits & ((quint64(1) << sketch.minHashBits) - 1);
    const quint64 rank = high == 0 ? 65 : quint64(std::countr_zero(high)) + 1;
    return (rank << sketch.minHashBits | minHash) <= sketch.registers[index];
}

double sigma(double x)
{
    if (x == 1.0)
        return INFINITY;
    double y = 1;
    double z = x;
    for (double before = -1; before != z;) {
        before = z;
        x *= x;
        z += x * y;
        y += y;
    }
    return z;
}

double tau(double x)
{
    if (x == 0.0 || x == 1.0)
        return 0;
    double y = 1;
    double z = 1 - x;
    for (double before = -1; before != z;) {
        before = z;
        x = std::sqrt(x);
        y *= 0.5;
        z -= std::pow(1 - x, 2) * y;
    }
    return z / 3;
}

/// Otmar Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", algorithm 6.
quint64 countOf(const Sketch &sketch)
{
    if (sketch.cachedCount != 0)
        return sketch.cachedCount;
    constexpr size_t highest = 64;
    std::vector<quint32> histogram(highest + 1, 0);
    for (size_t r = 0; r < sketch.registers.size(); ++r)
        ++histogram[sketch.rank(r)];
    const double m = double(sketch.registers.size());
    double z = m * tau(histogram[highest] / m);
    for (size_t k = highest; k > 0; --k)
        z = 0.5 * (z + histogram[k]);
    z += m * sigma(histogram[0] / m);
    double alpha = 0.7213 / (1.0 + 1.079 / m);
    if (sketch.indexBits == 4)
        alpha = 0.673;
    else if (sketch.indexBits == 5)
        alpha = 0.697;
    else if (sketch.indexBits == 6)
        alpha = 0.709;
    return quint64(llroundl(static_cast<long double>(alpha * m * m / z)));
}

Sketch commonShape(const std::vector<Sketch> &sketches)
{
    Sketch shape;
    shape.indexBits = sketches[0].indexBits;
    shape.minHashBits = sketches[0].minHashBits;
    for (const Sketch &sketch : sketches) {
        shape.indexBits = std::min(shape.indexBits, sketch.indexBits);
        if (shape.minHashBits != sketch.minHashBits)
            shape.minHashBits = 0;
    }
    shape.registers.resize(size_t(1) << shape.indexBits);
    return shape;
}

void unite(Sketch &sum, const Sketch &sketch)
{
    for (size_t r = 0; r < sketch.registers.size(); ++r) {
        quint64 &target = sum.registers[r & (sum.registers.size() - 1)];
        target = std::max(target, sum.minHashBits == 0 ? sketch.rank(r) : sketch.registers[r]);
    }
}

Sketch unionOf(const std::vector<Sketch> &sketches)
{
    Sketch sum = commonShape(sketches);
    for (const Sketch &sketch : sketches)
        unite(sum, sketch);
    return sum;
}

size_t usedRegisters(const Sketch &sketch)
{
    return size_t(std::count_if(sketch.registers.begin(), sketch.registers.end(),
                                [](quint64 value) { return value != 0; }));
}

/// The server looks at the first 2^indexBits bytes of the registers only.
bool looksUsed(const Sketch &sketch)
{
    const QByteArray head = format(sketch).mid(headerSize, qsizetype(sketch.registers.size()));
    return std::any_of(head.begin(), head.end(), [](char byte) { return byte != 0; });
}

/// Expected register collisions of two sets (Yu and Weber, "HyperMinHash").
double expectedCollisions(const Sketch &shape, quint64 countA, quint64 countB)
{
    const double m = double(shape.registers.size());
    double sum = 0;
    for (int i = 1; i <= 64; ++i) {
        const double low = (i == 64 ? 0.0 : std::pow(2, -i)) / m;
        const double high = std::pow(2, -i + 1) / m;
        const double a = std::pow(1 - low, double(countA)) - std::pow(1 - high, double(countA));
        const double b = std::pow(1 - low, double(countB)) - std::pow(1 - high, double(countB));
        sum += a * b;
    }
    return sum * m / std::pow(2, shape.minHashBits);
}

quint64 intersectCount(const std::vector<Sketch> &sketches);

double similarity(const std::vector<Sketch> &sketches)
{
    const Sketch shape = commonShape(sketches);
    if (shape.minHashBits == 0)
        return double(intersectCount(sketches)) / double(countOf(unionOf(sketches)));
    const auto used = std::count_if(sketches.begin(), sketches.end(), looksUsed);
    if (used != qsizetype(sketches.size()))
        return used != 0 ? 0.0 : std::nan("");
    Sketch common = shape;
    unite(common, sketches[0]);
    for (size_t h = 1; h < sketches.size(); ++h) {
        for (size_t r = 0; r < sketches[h].registers.size(); ++r) {
            quint64 &target = common.registers[r & (common.registers.size() - 1)];
            if (target != sketches[h].registers[r])
                target = 0;
        }
    }
    const double chance =
        sketches.size() == 2 ? expectedCollisions(shape, countOf(sketches[0]), countOf(sketches[1])) : 0.0;
    const double share = (double(usedRegisters(common)) - chance) / double(usedRegisters(unionOf(sketches)));
    return share < 0 ? 0 : share;
}

quint64 intersectCount(const std::vector<Sketch> &sketches)
{
    const quint64 together = countOf(unionOf(sketches));
    if (commonShape(sketches).minHashBits != 0) {
        const double share = similarity(sketches);
        return std::isnan(share) ? 0 : quint64(std::llround(double(together) * share));
    }
    quint64 sum = 0;
    for (const Sketch &sketch : sketches)
        sum += countOf(sketch);
    if (sketches.size() == 2)
        return sum > together ? sum - together : 0;
    // three sets: inclusion and exclusion
    const quint64 pairs = intersectCount({sketches[0], sketches[1]}) +
                          intersectCount({sketches[1], sketches[2]}) +
                          intersectCount({sketches[0], sketches[2]});
    const qint64 result = qint64(together) - (qint64(sum) - qint64(pairs));
    return result < 0 ? 0 : quint64(result);
}

std::optional<std::vector<Sketch>> sketchesOf(const Value &argument)
{
    std::vector<Value> values{argument};
    if (argument.type() == Value::Type::List)
        values = argument.list().items;
    std::vector<Sketch> sketches;
    for (const Value &value : values) {
        if (value.type() != Value::Type::Hll && value.type() != Value::Type::Blob &&
            value.type() != Value::Type::String)
            return {};
        const auto sketch = parse(value.bytes());
        if (!sketch)
            return {};
        sketches.push_back(*sketch);
    }
    if (sketches.empty())
        return {};
    return sketches;
}

} // namespace

std::optional<Value> readHll(const QByteArray &bytes, quint64 code, const std::vector<Value> &arguments)
{
    const auto sketch = parse(bytes);
    if (!sketch || arguments.size() != (code == 50 || code == 55 ? 0 : 1))
        return {};
    if (code == 50)
        return Value(qint64(countOf(*sketch)));
    if (code == 55)
        return Value(List{{Value(sketch->indexBits), Value(sketch->minHashBits)}, ListOrder::Unordered});
    if (code == 56) {
        if (arguments[0].type() != Value::Type::List || arguments[0].list().items.empty())
            return {};
        bool all = true;
        for (const Value &element : arguments[0].list().items) {
            if (element.isContainer())
                return {};
            all = all && mayContain(*sketch, element);
        }
        return Value(all ? 1 : 0);
    }
    auto sketches = sketchesOf(arguments[0]);
    if (!sketches || code < 51 || code > 54)
        return {};
    if ((code == 53 || code == 54) && sketches->size() > 2) {
        for (const Sketch &other : *sketches) {
            if (other.minHashBits == 0 || other.minHashBits != sketch->minHashBits)
                return {};
        }
    }
    sketches->push_back(*sketch);
    switch (code) {
    case 51:
        return Value::hll(format(unionOf(*sketches)));
    case 52:
        return Value(qint64(countOf(unionOf(*sketches))));
    case 53:
        return Value(qint64(intersectCount(*sketches)));
    default:
        return Value(similarity(*sketches));
    }
}

} // namespace Aeroscope::Naive
