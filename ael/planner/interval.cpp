// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/planner/interval.h"

#include <algorithm>

namespace Aeroscope::Ael {

namespace {

using Wide = __int128;

constexpr Interval full{};

qint64 clamped(Wide value) noexcept
{
    return static_cast<qint64>(std::clamp<Wide>(value, Interval::least, Interval::greatest));
}

bool fits(Wide value) noexcept
{
    return value >= Interval::least && value <= Interval::greatest;
}

/// A range moved by a sum that wraps around. Where it crosses the end of the integers it becomes two ranges,
/// whose hull is everything. An end that was open stays open, as if nothing wrapped: that way the answer
/// holds for either way to count.
Interval moved(Wide low, Wide high, bool openLow, bool openHigh) noexcept
{
    constexpr Wide turn = Wide(1) << 64;
    Interval wrapped = full;
    if (fits(low) && fits(high))
        wrapped = {static_cast<qint64>(low), static_cast<qint64>(high)};
    else if (low > Interval::greatest)
        wrapped = {static_cast<qint64>(low - turn), static_cast<qint64>(high - turn)};
    else if (high < Interval::least)
        wrapped = {static_cast<qint64>(low + turn), static_cast<qint64>(high + turn)};
    const Wide plainLow = openLow ? Wide(Interval::least) : low;
    const Wide plainHigh = openHigh ? Wide(Interval::greatest) : high;
    if (plainLow > Interval::greatest || plainHigh < Interval::least)
        return wrapped;
    return hull(wrapped, {clamped(plainLow), clamped(plainHigh)});
}

Interval movedBy(Interval result, Wide offset) noexcept
{
    return moved(result.low + offset, result.high + offset, result.low == Interval::least,
                 result.high == Interval::greatest);
}

/// The same for `center - x`.
Interval reflected(Interval result, Wide center) noexcept
{
    return moved(center - result.high, center - result.low, result.high == Interval::greatest,
                 result.low == Interval::least);
}

/// x with trunc(x / divisor) in the result, for a divisor above 0. Nothing wraps.
Interval quotientPreimage(Wide divisor, Wide low, Wide high) noexcept
{
    const Wide from = low <= 0 ? low * divisor - (divisor - 1) : low * divisor;
    const Wide to = high >= 0 ? high * divisor + (divisor - 1) : high * divisor;
    if (from > Interval::greatest || to < Interval::least)
        return Interval::empty();
    return {clamped(from), clamped(to)};
}

/// x with trunc(dividend / x) in a result that does not hold 0 and has one sign.
Interval divisorPreimage(Wide dividend, Wide low, Wide high) noexcept
{
    const bool negative = high < 0;
    const Wide least = negative ? -high : low; // of the size of the quotient, at least 1
    const Wide greatest = negative ? -low : high;
    const Wide size = dividend < 0 ? -dividend : dividend;
    const Wide to = size / least;
    const Wide from = size / (greatest + 1) + 1;
    if (from > to)
        return Interval::empty();
    if ((dividend < 0) != negative)
        return {clamped(-to), clamped(-from)};
    return {clamped(from), clamped(to)};
}

} // namespace

Interval intersection(Interval a, Interval b) noexcept
{
    return {std::max(a.low, b.low), std::min(a.high, b.high)};
}

Interval hull(Interval a, Interval b) noexcept
{
    if (a.isEmpty())
        return b;
    if (b.isEmpty())
        return a;
    return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

Interval solutions(Opcode comparison, qint64 constant, bool mirrored) noexcept
{
    if (mirrored) {
        switch (comparison) {
        case Opcode::Greater:
            return solutions(Opcode::Less, constant, false);
        case Opcode::GreaterEqual:
            return solutions(Opcode::LessEqual, constant, false);
        case Opcode::Less:
            return solutions(Opcode::Greater, constant, false);
        case Opcode::LessEqual:
            return solutions(Opcode::GreaterEqual, constant, false);
        default:
            break;
        }
    }
    switch (comparison) {
    case Opcode::Equal:
        return {constant, constant};
    case Opcode::Greater:
        return constant == Interval::greatest ? Interval::empty()
                                              : Interval{constant + 1, Interval::greatest};
    case Opcode::GreaterEqual:
        return {constant, Interval::greatest};
    case Opcode::Less:
        return constant == Interval::least ? Interval::empty() : Interval{Interval::least, constant - 1};
    case Opcode::LessEqual:
        return {Interval::least, constant};
    default:
        return full;
    }
}

Interval preimage(Opcode operation, qint64 constant, Interval result) noexcept
{
    if (result.isEmpty())
        return result;
    const Wide c = constant;
    switch (operation) {
    case Opcode::Add:
        return movedBy(result, -c);
    case Opcode::Subtract:
        return movedBy(result, c);
    case Opcode::Multiply:
        if (constant == 1)
            return result;
        if (constant == -1)
            return reflected(result, 0);
        if (constant == 0)
            return result.contains(0) ? full : Interval::empty();
        return full; // products wrap around anywhere
    case Opcode::Divide:
        if (constant == 0)
            return Interval::empty();
        if (constant > 0)
            return quotientPreimage(c, result.low, result.high);
        return quotientPreimage(-c, -Wide(result.high), -Wide(result.low));
    default:
        return full;
    }
}

Interval mirroredPreimage(Opcode operation, qint64 constant, Interval result) noexcept
{
    if (result.isEmpty())
        return result;
    const Wide c = constant;
    switch (operation) {
    case Opcode::Add:
    case Opcode::Multiply:
        return preimage(operation, constant, result);
    case Opcode::Subtract:
        return reflected(result, c);
    case Opcode::Divide:
        // A quotient of 0 has divisors at both ends.
        if (constant != 0 && !result.contains(0))
            return divisorPreimage(c, result.low, result.high);
        return constant == 0 && !result.contains(0) ? Interval::empty() : full;
    default:
        return full;
    }
}

} // namespace Aeroscope::Ael
