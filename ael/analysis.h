// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/compiler.h"
#include "ael/syntax/node.h"
#include "ael/syntax/reporter.h"
#include "ael/typing/checker.h"

#include <functional>
#include <memory>

namespace Aeroscope::Ael {

/// A text that was read once: its tree without types, and what was wrong with it up to here. Immutable
/// afterwards, so that it may be shared between threads.
class ParsedText
{
public:
    /// Reads the text; keeps a copy of it.
    explicit ParsedText(QStringView text);
    ParsedText(const ParsedText &) = delete;
    ParsedText &operator=(const ParsedText &) = delete;

    /// The text with its places.
    [[nodiscard]] const SourceText &source() const noexcept { return m_source; }
    /// Null when the text was refused before parsing.
    [[nodiscard]] const Tree *tree() const noexcept { return m_tree.get(); }
    /// What was found wrong so far.
    [[nodiscard]] const Reporter &reporter() const noexcept { return m_reporter; }
    /// How deep a walk over the tree may recurse; see callWithStackFor().
    [[nodiscard]] int depthBound() const noexcept { return m_depthBound; }

private:
    SourceText m_source;
    Reporter m_reporter;
    std::unique_ptr<Tree> m_tree;
    int m_depthBound = 0;
};

/// What other parts of this module look at while a text is compiled. May be called on another thread, but
/// never at the same time as the caller runs.
struct Hooks
{
    /// The tree with its types, whatever is wrong with it.
    std::function<void(const Tree &tree)> onChecked;
    /// The tree and its encoding when nothing is wrong.
    std::function<void(const Tree &tree, const Expression &expression)> onEncoded;
};

/// compile() as the other parts of this module use it: with a say about placeholders that have no value yet.
[[nodiscard]] CompileResult compileText(QStringView text, const CompileOptions &options,
                                        Checker::MissingPlaceholders missing, const Hooks &hooks = {});

/// The same for a text that was read before; it is left as it is.
[[nodiscard]] CompileResult compileParsed(const ParsedText &parsed, const CompileOptions &options,
                                          Checker::MissingPlaceholders missing, const Hooks &hooks = {});

} // namespace Aeroscope::Ael
