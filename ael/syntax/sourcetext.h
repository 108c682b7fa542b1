// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>
#include <QStringView>

#include <string>
#include <vector>

namespace Aeroscope::Ael {

/// A range of a text in code points.
struct Span
{
    int offset = 0;
    int length = 0;

    [[nodiscard]] int end() const noexcept { return offset + length; }
    friend bool operator==(const Span &, const Span &) = default;
};

/// The smallest range that holds both.
[[nodiscard]] Span joined(Span a, Span b) noexcept;

/// A text as code points, with the ways between code points, UTF-16 units, lines and columns. Half surrogate
/// pairs become U+FFFD and are kept in loneSurrogates().
class SourceText
{
public:
    explicit SourceText(QStringView text);

    [[nodiscard]] const std::u32string &codePoints() const noexcept { return m_codePoints; }
    [[nodiscard]] int size() const noexcept { return static_cast<int>(m_codePoints.size()); }
    [[nodiscard]] const std::vector<int> &loneSurrogates() const noexcept { return m_loneSurrogates; }

    /// 1-based.
    [[nodiscard]] int line(int offset) const noexcept;
    /// 0-based, in code points.
    [[nodiscard]] int column(int offset) const noexcept;
    [[nodiscard]] qsizetype utf16Offset(int offset) const noexcept;
    /// The way back; within a pair: its start.
    [[nodiscard]] int codePointOffset(qsizetype utf16Offset) const noexcept;
    [[nodiscard]] QString mid(Span span) const;

private:
    [[nodiscard]] size_t lineIndex(int offset) const noexcept;

    std::u32string m_codePoints;
    std::vector<int> m_lineStarts; ///< of the second line on
    std::vector<int> m_astral;     ///< offsets of code points that take two UTF-16 units
    std::vector<int> m_loneSurrogates;
};

} // namespace Aeroscope::Ael
