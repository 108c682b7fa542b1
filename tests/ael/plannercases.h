// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/indexplan.h"
#include "client/value/record.h"

#include <QList>
#include <QString>

#include <limits>
#include <random>

/// Random texts, records and indexes that go together: what the planner is tried with.
namespace Aeroscope::PlannerCases {

class Dice
{
public:
    explicit Dice(quint32 seed)
        : m_engine(seed)
    {}

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_engine); }
    bool oneIn(int chances) { return below(chances) == 0; }
    template <class T>
    const T &pick(const QList<T> &choices)
    {
        return choices[below(static_cast<int>(choices.size()))];
    }

    /// Mostly small, sometimes where sums and products wrap around.
    qint64 integer()
    {
        constexpr qint64 least = std::numeric_limits<qint64>::min();
        constexpr qint64 greatest = std::numeric_limits<qint64>::max();
        switch (below(10)) {
        case 0:
            return greatest - below(12);
        case 1:
            return least + below(12);
        case 2:
            return (greatest / (below(9) + 1)) - below(5);
        case 3:
            return below(2'000) - 1'000;
        default:
            return below(21) - 10;
        }
    }

private:
    std::mt19937 m_engine;
};

/// Texts over the bins a, b (mostly integers), f (mostly a float), s (a text), l (a list), m (a map) and d (a
/// map with containers).
class Texts
{
public:
    explicit Texts(Dice &dice)
        : m_dice(dice)
    {}

    /// Mostly a few conditions that must all hold, which is where indexes serve.
    [[nodiscard]] QString text();

private:
    QString condition(int depth);
    QString constant();
    QString arithmetic(int depth);
    QString floating(int depth);
    QString integerPath();

    Dice &m_dice;
};

/// A record with these bins; one in eight is missing, one in twelve is of another type.
[[nodiscard]] Bins record(Dice &dice);

/// Every index that randomIndex() draws from; statistics are not known.
[[nodiscard]] QList<Ael::IndexInfo> allIndexes();
[[nodiscard]] Ael::IndexInfo randomIndex(Dice &dice, int number);

/// The keys under which an index has a record.
[[nodiscard]] std::vector<Value> keysOf(const Ael::IndexInfo &index, const Bins &bins);

/// A whole number from the environment.
[[nodiscard]] int numberFrom(const char *variable, int otherwise);

} // namespace Aeroscope::PlannerCases
