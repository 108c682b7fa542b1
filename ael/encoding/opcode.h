// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtGlobal>

namespace Aeroscope::Ael {

/// Expression opcodes (protocol section 9.2).
enum class Opcode : int {
    Unknown = 0,
    Equal = 1,
    NotEqual = 2,
    Greater = 3,
    GreaterEqual = 4,
    Less = 5,
    LessEqual = 6,
    GeoCompare = 8,
    And = 16,
    Or = 17,
    Not = 18,
    Exclusive = 19,
    Add = 20,
    Subtract = 21,
    Multiply = 22,
    Divide = 23,
    Power = 24,
    Log = 25,
    Modulo = 26,
    Absolute = 27,
    Floor = 28,
    Ceiling = 29,
    ToInt = 30,
    ToFloat = 31,
    BitAnd = 32,
    BitOr = 33,
    BitXor = 34,
    BitNot = 35,
    ShiftLeft = 36,
    ShiftRightLogical = 37,
    ShiftRight = 38,
    CountOneBits = 39,
    FindBitLeft = 40,
    FindBitRight = 41,
    Minimum = 50,
    Maximum = 51,
    DigestModulo = 64,
    DeviceSize = 65,
    LastUpdate = 66,
    SinceUpdate = 67,
    VoidTime = 68,
    Ttl = 69,
    SetName = 70,
    KeyExists = 71,
    IsTombstone = 72,
    Bin = 81,
    BinType = 82,
    Condition = 123,
    Variable = 124,
    Let = 125,
    Quote = 126,
    Call = 127,
};

/// What a collection read gives back (protocol section 8.3).
enum class ReturnType : int {
    None = 0,
    Index = 1,
    ReverseIndex = 2,
    Rank = 3,
    ReverseRank = 4,
    Count = 5,
    Key = 6,
    Value = 7,
    KeyValue = 8,
    Exists = 13,
    UnorderedMap = 16,
    OrderedMap = 17,
};

/// Added to the return type of a selection that is turned round.
inline constexpr int invertedFlag = 0x10000;

} // namespace Aeroscope::Ael
