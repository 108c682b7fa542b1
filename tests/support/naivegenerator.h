// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"
#include "tests/support/naiverecord.h"

#include <QByteArray>

#include <initializer_list>
#include <random>
#include <utility>
#include <vector>

namespace Aeroscope::Naive {

/// Makes records and wire expressions at random. The same seed gives the same sequence on every machine.
///
/// Expressions are correct in type, so that a server accepts every one of them; about a third asks for
/// what the record lacks and comes out unknown. They stay clear of what a server does not promise (which of
/// several equal elements a rank means) and of what it does not survive (dividing the smallest integer by
/// -1).
class Generator
{
public:
    explicit Generator(quint64 seed)
        : m_random(seed)
    {}

    /// The seed of this run: the number in the environment variable AEROSCOPE_SEED, else `fallback`.
    [[nodiscard]] static quint64 seed(quint64 fallback);

    /// A record of a set "naive": up to 20 bins of all types, some missing, some of another type than the
    /// others of their name. Times and record size are not set.
    [[nodiscard]] Record record();
    /// A truth value of at most `depth` levels.
    [[nodiscard]] QByteArray filter(int depth = 4);
    /// A value of any type that an expression operation may answer.
    [[nodiscard]] QByteArray expression(int depth = 3);

private:
    enum class Type { Bool, Integer, Float, String, Blob, List, Map, Hll, Geo };
    struct Variable
    {
        QByteArray name;
        Type type;
    };
    struct Container
    {
        QByteArray code; // the expression that yields it
        bool isMap = false;
        /// No two values are equal.
        bool isDistinct = false;
        /// Integers are looked up instead of strings.
        bool hasIntegerKeys = false;
    };

    quint64 below(quint64 count) { return m_random() % count; }
    bool oneIn(quint64 count) { return below(count) == 0; }
    template <typename T>
    T pick(std::initializer_list<T> choices)
    {
        return choices.begin()[below(choices.size())];
    }

    Value scalar();
    Value element(int depth);
    Value distinctElement(qint64 number);
    Value listValue(int depth, bool isOrdered);
    Value mapValue(int depth, MapOrder order, bool isDistinct, bool hasIntegerKeys);
    Value document();
    QByteArray sketch();
    QByteArray point();
    QByteArray region();
    qint64 integer();
    double real();
    QByteArray word();
    Value key(bool hasIntegerKeys);

    QByteArray typed(Type type, int depth);
    QByteArray truth(int depth);
    QByteArray integerCode(int depth);
    QByteArray floatCode(int depth);
    QByteArray stringCode(int depth);
    QByteArray blobCode(int depth);
    QByteArray listCode(int depth);
    QByteArray mapCode(int depth);
    QByteArray hllCode(int depth);
    QByteArray geoCode();
    QByteArray metadataTruth();
    QByteArray conditional(Type type, int depth);
    QByteArray defining(Type type, int depth);
    bool variable(Type type, QByteArray &code);

    Container container();
    /// A call on a list or map that answers a value of the type asked for.
    QByteArray cdtCall(Type type, int depth);
    QByteArray pathCall(Type type);
    QByteArray listPayload(const Container &from, Type type, int depth);
    QByteArray mapPayload(const Container &from, Type type, int depth);
    QByteArray countOrNothing();
    QByteArray argument(const Value &value, int depth);
    QByteArray literalList(const std::vector<Value> &items);
    std::vector<Value> probes(const Container &from, bool areKeys);
    QByteArray returnWord(const Container &from, Type type, bool isMulti, bool isRanked, bool isItemList);

    std::mt19937_64 m_random;
    std::vector<Variable> m_variables;
    int m_nextVariable = 0;
};

} // namespace Aeroscope::Naive
