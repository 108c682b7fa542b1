// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/typing/functions.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

constexpr int any = std::numeric_limits<int>::max();
using Arguments = Function::Arguments;

constexpr std::array table{
    Function{"abs"_L1, "abs(x)"_L1, Arguments::Number, 1, 1, ValueType::Unknown, Opcode::Absolute},
    Function{"ceil"_L1, "ceil(x)"_L1, Arguments::Float, 1, 1, ValueType::Float, Opcode::Ceiling},
    Function{"countOneBits"_L1, "countOneBits(x)"_L1, Arguments::Int, 1, 1, ValueType::Int,
             Opcode::CountOneBits},
    Function{"findBitLeft"_L1, "findBitLeft(x, bit)"_L1, Arguments::IntBool, 2, 2, ValueType::Int,
             Opcode::FindBitLeft},
    Function{"findBitRight"_L1, "findBitRight(x, bit)"_L1, Arguments::IntBool, 2, 2, ValueType::Int,
             Opcode::FindBitRight},
    Function{"floor"_L1, "floor(x)"_L1, Arguments::Float, 1, 1, ValueType::Float, Opcode::Floor},
    Function{"geoCompare"_L1, "geoCompare(a, b)"_L1, Arguments::Geo, 2, 2, ValueType::Bool,
             Opcode::GeoCompare},
    Function{"geoJson"_L1, "geoJson('text')"_L1, Arguments::GeoText, 1, 1, ValueType::Geo, Opcode::Unknown},
    Function{"log"_L1, "log(x, base)"_L1, Arguments::Float, 2, 2, ValueType::Float, Opcode::Log},
    Function{"max"_L1, "max(a, b, ...)"_L1, Arguments::Number, 2, any, ValueType::Unknown, Opcode::Maximum},
    Function{"min"_L1, "min(a, b, ...)"_L1, Arguments::Number, 2, any, ValueType::Unknown, Opcode::Minimum},
    Function{"pow"_L1, "pow(x, exponent)"_L1, Arguments::Float, 2, 2, ValueType::Float, Opcode::Power},
};

} // namespace

std::span<const Function> functions() noexcept
{
    return table;
}

const Function *findFunction(QStringView name) noexcept
{
    const auto found =
        std::find_if(table.begin(), table.end(), [name](const Function &f) { return name == f.name; });
    return found != table.end() ? &*found : nullptr;
}

QString closestFunction(QStringView name)
{
    constexpr int tolerated = 2;
    int best = tolerated + 1;
    QString closest;
    for (const Function &function : table) {
        const int distance = editDistance(name, QString(function.name), tolerated);
        if (distance < best && distance < name.size()) {
            best = distance;
            closest = QString(function.name);
        }
    }
    return closest;
}

int editDistance(QStringView a, QStringView b, int limit)
{
    if (qAbs(a.size() - b.size()) > limit || a.size() > 64 || b.size() > 64)
        return limit + 1;
    std::vector<int> row(static_cast<size_t>(b.size()) + 1);
    for (size_t j = 0; j < row.size(); ++j)
        row[j] = static_cast<int>(j);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = row[0];
        row[0] = static_cast<int>(i) + 1;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const auto at = static_cast<size_t>(j) + 1;
            const int substituted = diagonal + (a[i].toCaseFolded() == b[j].toCaseFolded() ? 0 : 1);
            diagonal = row[at];
            row[at] = std::min({substituted, row[at] + 1, row[at - 1] + 1});
        }
    }
    return row.back();
}

} // namespace Aeroscope::Ael
