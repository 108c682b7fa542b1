// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QList>
#include <QStringView>

#include <optional>

namespace Aeroscope::Workbench {

struct FuzzyMatch
{
    /// The higher, the better; comparable for one pattern only.
    int score = 0;
    /// Which characters of the text were met, ascending.
    QList<int> places{};
};

/// The letters of the pattern in their order somewhere in the text, without case; blanks of the pattern are
/// ignored. Starts of words, runs and short texts are better. An empty pattern fits everything. Nothing when
/// a letter is missing.
[[nodiscard]] std::optional<FuzzyMatch> fuzzyMatch(QStringView pattern, QStringView text);

} // namespace Aeroscope::Workbench
