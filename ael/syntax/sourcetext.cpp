// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/sourcetext.h"

#include <algorithm>

namespace Aeroscope::Ael {

Span joined(Span a, Span b) noexcept
{
    const int start = std::min(a.offset, b.offset);
    return {start, std::max(a.end(), b.end()) - start};
}

SourceText::SourceText(QStringView text)
{
    m_codePoints.reserve(static_cast<size_t>(text.size()));
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar unit = text[i];
        const int offset = size();
        if (!unit.isSurrogate()) {
            m_codePoints.push_back(unit.unicode());
            if (unit == u'\n')
                m_lineStarts.push_back(offset + 1);
        } else if (unit.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            m_codePoints.push_back(QChar::surrogateToUcs4(unit, text[i + 1]));
            m_astral.push_back(offset);
            ++i;
        } else {
            m_codePoints.push_back(QChar::ReplacementCharacter);
            m_loneSurrogates.push_back(offset);
        }
    }
}

size_t SourceText::lineIndex(int offset) const noexcept
{
    return static_cast<size_t>(std::upper_bound(m_lineStarts.begin(), m_lineStarts.end(), offset) -
                               m_lineStarts.begin());
}

int SourceText::line(int offset) const noexcept
{
    return static_cast<int>(lineIndex(offset)) + 1;
}

int SourceText::column(int offset) const noexcept
{
    const size_t index = lineIndex(offset);
    return index == 0 ? offset : offset - m_lineStarts[index - 1];
}

qsizetype SourceText::utf16Offset(int offset) const noexcept
{
    const auto before = std::lower_bound(m_astral.begin(), m_astral.end(), offset) - m_astral.begin();
    return offset + before;
}

int SourceText::codePointOffset(qsizetype utf16Offset) const noexcept
{
    // Each pair before the place counts once instead of twice.
    int low = 0;
    int high = size();
    while (low < high) {
        const int middle = low + (high - low + 1) / 2;
        if (this->utf16Offset(middle) <= utf16Offset)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

QString SourceText::mid(Span span) const
{
    const int start = std::clamp(span.offset, 0, size());
    const int count = std::clamp(span.length, 0, size() - start);
    return QString::fromUcs4(m_codePoints.data() + start, count);
}

} // namespace Aeroscope::Ael
