// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/planview.h"

#include "ui/theme/tokens.h"

#include <QEvent>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

PlanView::PlanView(QWidget *parent)
    : CodeEditor(parent)
{
    setObjectName(u"planView"_s);
    setAccessibleName(tr("Will send"));
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setGutterVisible(false);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(0);
}

void PlanView::setPlan(const QString &text)
{
    if (text == toPlainText())
        return;
    setPlainText(text);
    colour();
}

void PlanView::changeEvent(QEvent *event)
{
    CodeEditor::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colour();
}

void PlanView::colour()
{
    // Longest lines are values of any size; colours beyond this help nobody.
    constexpr qsizetype longest = 20'000;
    const Tokens &t = tokens();
    static const QRegularExpression parts(
        uR"re((?<string>"(?:[^"\\]|\\.)*"|X'[0-9a-f]*')|(?<call>\b[a-z_]+(?=\())|(?<word>\b(?:keep|default|never|true|false|null)\b)|(?<number>(?<![\w.])-?\d[\d.]*(?:e[+-]?\d+)?))re"_s);
    QList<ColorRange> ranges;
    auto matches = parts.globalMatch(toPlainText().left(longest));
    while (matches.hasNext()) {
        const auto match = matches.next();
        QColor color = t.number;
        if (match.capturedStart(u"string"_s) >= 0)
            color = t.string;
        else if (match.capturedStart(u"call"_s) >= 0)
            color = t.function;
        else if (match.capturedStart(u"word"_s) >= 0)
            color = t.keyword;
        QTextCharFormat format;
        format.setForeground(color);
        ranges.append(
            {static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()), format});
    }
    setColorRanges(ranges);
}

} // namespace Aeroscope::Ui
