// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/fuzzymatch.h"

#include <QString>

#include <limits>
#include <vector>

namespace Aeroscope::Workbench {

namespace {

constexpr int startOfText = 12;
constexpr int startOfWord = 8;
constexpr int run = 10;
constexpr int plain = 1;
constexpr qsizetype longestText = 400;
constexpr int never = std::numeric_limits<int>::min() / 2;

bool startsWord(QStringView text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text[at - 1];
    return !before.isLetterOrNumber() || (before.isLower() && text[at].isUpper());
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(QStringView pattern, QStringView text)
{
    QString wanted;
    for (const QChar letter : pattern) {
        if (!letter.isSpace())
            wanted += letter.toCaseFolded();
    }
    if (wanted.isEmpty())
        return FuzzyMatch{};
    text = text.left(longestText);
    const auto rows = static_cast<size_t>(wanted.size());
    const auto columns = static_cast<size_t>(text.size());
    if (rows > columns)
        return {};
    // best[i][j]: the best score of the first i+1 letters when the last of them stands at j.
    std::vector<int> best(rows * columns, never);
    std::vector<int> from(rows * columns, -1);
    for (size_t i = 0; i < rows; ++i) {
        int leading = never; // the best of the row above, left of j
        int leadingAt = -1;
        for (size_t j = 0; j < columns; ++j) {
            if (i > 0 && j > 0 && best[(i - 1) * columns + j - 1] > leading) {
                leading = best[(i - 1) * columns + j - 1];
                leadingAt = static_cast<int>(j) - 1;
            }
            const auto at = static_cast<qsizetype>(j);
            if (text[at].toCaseFolded() != wanted[static_cast<qsizetype>(i)] || (i > 0 && leadingAt < 0))
                continue;
            const int here = at == 0 ? startOfText : startsWord(text, at) ? startOfWord : plain;
            int score = here + (i == 0 ? 0 : leading);
            int origin = leadingAt;
            if (i > 0 && j > 0) {
                const int before = best[(i - 1) * columns + j - 1];
                if (before > never && before + here + run > score) {
                    score = before + here + run;
                    origin = static_cast<int>(j) - 1;
                }
            }
            best[i * columns + j] = score;
            from[i * columns + j] = i == 0 ? -1 : origin;
        }
    }
    size_t last = columns;
    for (size_t j = 0; j < columns; ++j) {
        const int score = best[(rows - 1) * columns + j];
        if (score > never && (last == columns || score > best[(rows - 1) * columns + last]))
            last = j;
    }
    if (last == columns)
        return {};
    FuzzyMatch match;
    match.score = best[(rows - 1) * columns + last] * 100 - static_cast<int>(columns);
    for (size_t i = rows; i-- > 0;) {
        match.places.prepend(static_cast<int>(last));
        if (i > 0)
            last = static_cast<size_t>(from[i * columns + last]);
    }
    return match;
}

} // namespace Aeroscope::Workbench
