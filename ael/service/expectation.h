// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <set>
#include <vector>

namespace Aeroscope::Ael {

/// A token that could come next, and the rule of the grammar that would take it.
struct Expected
{
    size_t token;
    size_t rule;
    friend auto operator<=>(const Expected &, const Expected &) = default;
};

/// Everything that could follow the tokens (types of the generated lexer), found by walking the parser's
/// transition network along them from the given rule. Empty when the tokens fit the rule in no way, or are
/// too deep or too many.
[[nodiscard]] std::set<Expected> expectedAfter(const std::vector<size_t> &tokens, size_t startRule);

} // namespace Aeroscope::Ael
