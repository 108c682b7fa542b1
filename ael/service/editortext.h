// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/languageservice.h"
#include "ael/syntax/lexer.h"

#include <QByteArray>

namespace Aeroscope::Ael {

/// The bin and the place inside it that the tokens before a cursor lead to.
struct PathBefore
{
    QByteArray bin;
    QByteArray context;    ///< empty for the bin itself
    size_t firstToken = 0; ///< `$.`
};

/// A text with its tokens and a cursor: what the parts of the language service share.
class EditorText
{
public:
    EditorText(QStringView text, qsizetype cursor);

    [[nodiscard]] const SourceText &source() const noexcept { return m_source; }
    [[nodiscard]] const std::vector<LexedToken> &tokens() const noexcept { return m_tokens; }
    [[nodiscard]] int cursor() const noexcept { return m_cursor; }
    [[nodiscard]] QString textOf(size_t token) const;
    [[nodiscard]] bool is(size_t token, QStringView text) const;
    [[nodiscard]] TextRange rangeOf(Span span) const;

    /// The token that the cursor is in or right behind; the one behind it where two meet and only that is a
    /// word.
    [[nodiscard]] std::optional<size_t> tokenAtCursor() const;

    /// The path that ends with the token before `end`; its steps must be single ones.
    [[nodiscard]] std::optional<PathBefore> pathEndingAt(size_t end) const;

    /// Names that `let` defines before the cursor.
    [[nodiscard]] QList<QString> variablesBeforeCursor() const;

private:
    SourceText m_source;
    std::vector<LexedToken> m_tokens;
    int m_cursor;
};

} // namespace Aeroscope::Ael
