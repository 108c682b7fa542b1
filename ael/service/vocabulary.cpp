// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/service/vocabulary.h"

#include <QtGlobal>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

#define MEANING(text) QT_TRANSLATE_NOOP("AelVocabulary", text)

namespace Aeroscope::Ael {

namespace {

using Kind = VocabularyEntry::Kind;
constexpr ValueType depends = ValueType::Unknown;

constexpr std::array table{
    // Keywords
    VocabularyEntry{Kind::Keyword, "and"_L1, "a and b"_L1, ValueType::Bool,
                    MEANING("true when all conditions are true")},
    VocabularyEntry{Kind::Keyword, "default"_L1, "default => result"_L1, depends,
                    MEANING("the result of a when if no condition is true")},
    VocabularyEntry{Kind::Keyword, "error"_L1, "error"_L1, depends, MEANING("another word for unknown")},
    VocabularyEntry{
        Kind::Keyword, "exclusive"_L1, "exclusive(a, b, ...)"_L1, ValueType::Bool,
        MEANING("true when exactly one of two conditions is true; more are paired from the left")},
    VocabularyEntry{Kind::Keyword, "in"_L1, "value in list"_L1, ValueType::Bool,
                    MEANING("true when the list has an element equal to the value"), 6, 1},
    VocabularyEntry{Kind::Keyword, "let"_L1, "let (name = value, ...) then (result)"_L1, depends,
                    MEANING("gives names to values, which the result uses as ${name}")},
    VocabularyEntry{Kind::Keyword, "not"_L1, "not(condition)"_L1, ValueType::Bool,
                    MEANING("true when the condition is false; unknown stays unknown")},
    VocabularyEntry{Kind::Keyword, "or"_L1, "a or b"_L1, ValueType::Bool,
                    MEANING("true when at least one condition is true")},
    VocabularyEntry{Kind::Keyword, "then"_L1, "let (name = value, ...) then (result)"_L1, depends,
                    MEANING("the part of a let in which its names are known")},
    VocabularyEntry{Kind::Keyword, "unknown"_L1, "unknown"_L1, depends,
                    MEANING("no value: a filter that becomes unknown lets the record not pass")},
    VocabularyEntry{Kind::Keyword, "when"_L1, "when (condition => result, ..., default => result)"_L1,
                    depends, MEANING("the result behind the first condition that is true")},
    VocabularyEntry{Kind::Constant, "false"_L1, "false"_L1, ValueType::Bool,
                    MEANING("the truth value false")},
    VocabularyEntry{Kind::Constant, "true"_L1, "true"_L1, ValueType::Bool, MEANING("the truth value true")},

    // Functions
    VocabularyEntry{Kind::Function, "abs"_L1, "abs(x)"_L1, depends, MEANING("the number without its sign")},
    VocabularyEntry{Kind::Function, "ceil"_L1, "ceil(x)"_L1, ValueType::Float,
                    MEANING("the FLOAT rounded up to a whole number")},
    VocabularyEntry{Kind::Function, "countOneBits"_L1, "countOneBits(x)"_L1, ValueType::Int,
                    MEANING("how many of the 64 bits are set")},
    VocabularyEntry{
        Kind::Function, "findBitLeft"_L1, "findBitLeft(x, bit)"_L1, ValueType::Int,
        MEANING("position of the first bit of that value, counted from the highest; -1 if there is none")},
    VocabularyEntry{
        Kind::Function, "findBitRight"_L1, "findBitRight(x, bit)"_L1, ValueType::Int,
        MEANING("position of the first bit of that value, searched from the lowest; -1 if there is none")},
    VocabularyEntry{Kind::Function, "floor"_L1, "floor(x)"_L1, ValueType::Float,
                    MEANING("the FLOAT rounded down to a whole number")},
    VocabularyEntry{Kind::Function, "geoCompare"_L1, "geoCompare(a, b)"_L1, ValueType::Bool,
                    MEANING("true when the point lies in the region, whichever side is which")},
    VocabularyEntry{Kind::Function, "geoJson"_L1, "geoJson('text')"_L1, ValueType::Geo,
                    MEANING("a point, polygon or AeroCircle written as GeoJSON")},
    VocabularyEntry{Kind::Function, "log"_L1, "log(x, base)"_L1, ValueType::Float,
                    MEANING("the logarithm of a FLOAT to a FLOAT base")},
    VocabularyEntry{Kind::Function, "max"_L1, "max(a, b, ...)"_L1, depends,
                    MEANING("the largest of the numbers")},
    VocabularyEntry{Kind::Function, "min"_L1, "min(a, b, ...)"_L1, depends,
                    MEANING("the smallest of the numbers")},
    VocabularyEntry{Kind::Function, "pow"_L1, "pow(x, exponent)"_L1, ValueType::Float,
                    MEANING("a FLOAT raised to a FLOAT power")},

    // Path functions
    VocabularyEntry{Kind::PathFunction, "asFloat"_L1, "asFloat()"_L1, ValueType::Float,
                    MEANING("reads an INT and gives it as a FLOAT")},
    VocabularyEntry{Kind::PathFunction, "asInt"_L1, "asInt()"_L1, ValueType::Int,
                    MEANING("reads a FLOAT and gives it as an INT, cut towards zero")},
    VocabularyEntry{Kind::PathFunction, "count"_L1, "count()"_L1, ValueType::Int,
                    MEANING("number of elements: of the list or map, or of those selected")},
    VocabularyEntry{Kind::PathFunction, "exists"_L1, "exists()"_L1, ValueType::Bool,
                    MEANING("true when the bin, key or element is there"), 6, 1},
    VocabularyEntry{Kind::PathFunction, "get"_L1, "get(type: TYPE, return: RETURN)"_L1, depends,
                    MEANING("says as which type to read, and what a selection gives back")},
    VocabularyEntry{Kind::PathFunction, "hllCount"_L1, "hllCount()"_L1, ValueType::Int,
                    MEANING("estimated number of distinct elements")},
    VocabularyEntry{Kind::PathFunction, "hllDescribe"_L1, "hllDescribe()"_L1, ValueType::List,
                    MEANING("index bits and minhash bits of the sketch")},
    VocabularyEntry{Kind::PathFunction, "hllIntersectCount"_L1, "hllIntersectCount(sketches)"_L1,
                    ValueType::Int, MEANING("estimated number of elements that all sketches have")},
    VocabularyEntry{Kind::PathFunction, "hllMayContain"_L1, "hllMayContain(elements)"_L1, ValueType::Int,
                    MEANING("1 when the sketch may contain all elements, else 0")},
    VocabularyEntry{Kind::PathFunction, "hllSimilarity"_L1, "hllSimilarity(sketches)"_L1, ValueType::Float,
                    MEANING("estimated similarity from 0.0 to 1.0")},
    VocabularyEntry{Kind::PathFunction, "hllUnion"_L1, "hllUnion(sketches)"_L1, ValueType::Hll,
                    MEANING("the union of the sketches")},
    VocabularyEntry{Kind::PathFunction, "hllUnionCount"_L1, "hllUnionCount(sketches)"_L1, ValueType::Int,
                    MEANING("estimated number of elements in the union")},

    // Metadata
    VocabularyEntry{Kind::Metadata, "deviceSize"_L1, "deviceSize()"_L1, ValueType::Int,
                    MEANING("bytes of the record on its device; 0 in memory")},
    VocabularyEntry{Kind::Metadata, "digestModulo"_L1, "digestModulo(n)"_L1, ValueType::Int,
                    MEANING("the digest modulo n, for taking samples")},
    VocabularyEntry{Kind::Metadata, "isTombstone"_L1, "isTombstone()"_L1, ValueType::Bool,
                    MEANING("true for the tombstone of a deleted record")},
    VocabularyEntry{Kind::Metadata, "keyExists"_L1, "keyExists()"_L1, ValueType::Bool,
                    MEANING("true when the record stores its user key")},
    VocabularyEntry{Kind::Metadata, "lastUpdate"_L1, "lastUpdate()"_L1, ValueType::Int,
                    MEANING("time of the last update, nanoseconds since 1970")},
    VocabularyEntry{Kind::Metadata, "memorySize"_L1, "memorySize()"_L1, ValueType::Int,
                    MEANING("bytes of the record; the same as deviceSize()")},
    VocabularyEntry{Kind::Metadata, "recordSize"_L1, "recordSize()"_L1, ValueType::Int,
                    MEANING("bytes of the record; the same as deviceSize()")},
    VocabularyEntry{Kind::Metadata, "setName"_L1, "setName()"_L1, ValueType::String,
                    MEANING("name of the record's set, empty if it has none")},
    VocabularyEntry{Kind::Metadata, "sinceUpdate"_L1, "sinceUpdate()"_L1, ValueType::Int,
                    MEANING("milliseconds since the last update")},
    VocabularyEntry{Kind::Metadata, "ttl"_L1, "ttl()"_L1, ValueType::Int,
                    MEANING("seconds until the record expires, -1 for never")},
    VocabularyEntry{Kind::Metadata, "voidTime"_L1, "voidTime()"_L1, ValueType::Int,
                    MEANING("time of expiry, nanoseconds since 1970, -1 for never")},

    // Types
    VocabularyEntry{Kind::Type, "BLOB"_L1, "BLOB"_L1, ValueType::Blob, MEANING("bytes")},
    VocabularyEntry{Kind::Type, "BOOL"_L1, "BOOL"_L1, ValueType::Bool, MEANING("true or false")},
    VocabularyEntry{Kind::Type, "FLOAT"_L1, "FLOAT"_L1, ValueType::Float,
                    MEANING("64-bit floating point number")},
    VocabularyEntry{Kind::Type, "GEO"_L1, "GEO"_L1, ValueType::Geo, MEANING("GeoJSON")},
    VocabularyEntry{Kind::Type, "HLL"_L1, "HLL"_L1, ValueType::Hll, MEANING("HyperLogLog sketch")},
    VocabularyEntry{Kind::Type, "INT"_L1, "INT"_L1, ValueType::Int, MEANING("64-bit integer")},
    VocabularyEntry{Kind::Type, "LIST"_L1, "LIST"_L1, ValueType::List, MEANING("list")},
    VocabularyEntry{Kind::Type, "MAP"_L1, "MAP"_L1, ValueType::Map, MEANING("map")},
    VocabularyEntry{Kind::Type, "STRING"_L1, "STRING"_L1, ValueType::String, MEANING("text")},

    // What a selection gives back
    VocabularyEntry{Kind::ReturnType, "COUNT"_L1, "COUNT"_L1, ValueType::Int,
                    MEANING("number of selected elements")},
    VocabularyEntry{Kind::ReturnType, "EXISTS"_L1, "EXISTS"_L1, ValueType::Bool,
                    MEANING("true when anything is selected"), 6, 1},
    VocabularyEntry{Kind::ReturnType, "INDEX"_L1, "INDEX"_L1, depends,
                    MEANING("positions of the selected elements")},
    VocabularyEntry{Kind::ReturnType, "KEY"_L1, "KEY"_L1, depends,
                    MEANING("keys of the selected entries of a map")},
    VocabularyEntry{Kind::ReturnType, "KEY_VALUE"_L1, "KEY_VALUE"_L1, ValueType::Map,
                    MEANING("the selected entries of a map, in the order of the selection")},
    VocabularyEntry{Kind::ReturnType, "NONE"_L1, "NONE"_L1, depends,
                    MEANING("nothing; of no use in an expression")},
    VocabularyEntry{Kind::ReturnType, "ORDERED_MAP"_L1, "ORDERED_MAP"_L1, ValueType::Map,
                    MEANING("the selected entries as a key-ordered map"), 6, 3},
    VocabularyEntry{Kind::ReturnType, "RANK"_L1, "RANK"_L1, depends,
                    MEANING("ranks of the selected elements")},
    VocabularyEntry{Kind::ReturnType, "REVERSE_INDEX"_L1, "REVERSE_INDEX"_L1, depends,
                    MEANING("positions counted from the end")},
    VocabularyEntry{Kind::ReturnType, "REVERSE_RANK"_L1, "REVERSE_RANK"_L1, depends,
                    MEANING("ranks counted from the largest")},
    VocabularyEntry{Kind::ReturnType, "UNORDERED_MAP"_L1, "UNORDERED_MAP"_L1, ValueType::Map,
                    MEANING("the selected entries as a map"), 6, 3},
    VocabularyEntry{Kind::ReturnType, "VALUE"_L1, "VALUE"_L1, depends,
                    MEANING("the selected values themselves")},

    // Operators
    VocabularyEntry{Kind::Operator, "!="_L1, "a != b"_L1, ValueType::Bool, MEANING("true when both differ")},
    VocabularyEntry{Kind::Operator, "%"_L1, "a % b"_L1, ValueType::Int,
                    MEANING("remainder of an INT division")},
    VocabularyEntry{Kind::Operator, "&"_L1, "a & b"_L1, ValueType::Int, MEANING("bits set in both")},
    VocabularyEntry{Kind::Operator, "*"_L1, "a * b"_L1, depends, MEANING("product")},
    VocabularyEntry{Kind::Operator, "**"_L1, "a ** b"_L1, ValueType::Float,
                    MEANING("a FLOAT raised to a FLOAT power")},
    VocabularyEntry{Kind::Operator, "+"_L1, "a + b"_L1, depends, MEANING("sum")},
    VocabularyEntry{Kind::Operator, "-"_L1, "a - b"_L1, depends, MEANING("difference")},
    VocabularyEntry{Kind::Operator, "/"_L1, "a / b"_L1, depends,
                    MEANING("quotient; of INT cut towards zero")},
    VocabularyEntry{Kind::Operator, "<"_L1, "a < b"_L1, ValueType::Bool,
                    MEANING("true when the left side is less")},
    VocabularyEntry{Kind::Operator, "<<"_L1, "a << n"_L1, ValueType::Int, MEANING("bits moved to the left")},
    VocabularyEntry{Kind::Operator, "<="_L1, "a <= b"_L1, ValueType::Bool,
                    MEANING("true when the left side is less or equal")},
    VocabularyEntry{Kind::Operator, "=="_L1, "a == b"_L1, ValueType::Bool,
                    MEANING("true when both are equal")},
    VocabularyEntry{Kind::Operator, ">"_L1, "a > b"_L1, ValueType::Bool,
                    MEANING("true when the left side is greater")},
    VocabularyEntry{Kind::Operator, ">="_L1, "a >= b"_L1, ValueType::Bool,
                    MEANING("true when the left side is greater or equal")},
    VocabularyEntry{Kind::Operator, ">>"_L1, "a >> n"_L1, ValueType::Int,
                    MEANING("bits moved to the right, the sign is kept")},
    VocabularyEntry{Kind::Operator, ">>>"_L1, "a >>> n"_L1, ValueType::Int,
                    MEANING("bits moved to the right, filled with zeros")},
    VocabularyEntry{Kind::Operator, "^"_L1, "a ^ b"_L1, ValueType::Int, MEANING("bits set in one of both")},
    VocabularyEntry{Kind::Operator, "|"_L1, "a | b"_L1, ValueType::Int, MEANING("bits set in either")},
    VocabularyEntry{Kind::Operator, "~"_L1, "~a"_L1, ValueType::Int, MEANING("all bits turned round")},
};

} // namespace

std::span<const VocabularyEntry> vocabulary() noexcept
{
    return table;
}

const VocabularyEntry *findWord(VocabularyEntry::Kind kind, QStringView name) noexcept
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const VocabularyEntry &entry) {
        return entry.kind == kind && name == entry.name;
    });
    return found != table.end() ? &*found : nullptr;
}

} // namespace Aeroscope::Ael
