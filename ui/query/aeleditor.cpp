// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/aeleditor.h"

#include "ui/query/aelassist.h"
#include "ui/query/diagnosticmessage.h"
#include "ui/theme/tokens.h"

#include <QEvent>

namespace Aeroscope::Ui {

namespace {

QColor colorOf(Ael::TokenKind kind)
{
    const Tokens &t = tokens();
    switch (kind) {
    case Ael::TokenKind::Keyword:
    case Ael::TokenKind::Constant:
    case Ael::TokenKind::Placeholder:
        return t.keyword;
    case Ael::TokenKind::Number:
        return t.number;
    case Ael::TokenKind::String:
    case Ael::TokenKind::Blob:
        return t.string;
    case Ael::TokenKind::Bin:
    case Ael::TokenKind::Variable:
        return t.path;
    case Ael::TokenKind::Metadata:
    case Ael::TokenKind::PathFunction:
    case Ael::TokenKind::Function:
    case Ael::TokenKind::TypeName:
        return t.function;
    case Ael::TokenKind::Error:
        return t.error;
    case Ael::TokenKind::Key:
    case Ael::TokenKind::Operator:
    case Ael::TokenKind::Bracket:
    case Ael::TokenKind::Separator:
        break;
    }
    return t.text;
}

} // namespace

AelEditor::AelEditor(QWidget *parent)
    : CodeEditor(parent)
    , m_assist(new AelAssist(this))
{
    setObjectName(QStringLiteral("aelEditor"));
    setAccessibleName(tr("Filter expression"));
    setPlaceholderText(tr("$.age > 25 and $.country == \"US\"      (empty: every record)"));
    connect(this, &QPlainTextEdit::textChanged, this, &AelEditor::check);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &AelEditor::showPair);
}

void AelEditor::setSchema(std::shared_ptr<const Ael::SchemaSource> schema)
{
    m_schema = std::move(schema);
    check();
}

void AelEditor::formatText()
{
    const QString before = toPlainText();
    const QString after = Ael::LanguageService::format(before);
    if (after == before)
        return;
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    cursor.insertText(after);
    cursor.endEditBlock();
}

QString AelEditor::toolTipAt(int position) const
{
    return m_assist->hoverText(position);
}

void AelEditor::showPair()
{
    QList<ColorRange> pairs;
    const auto found = Ael::LanguageService::matchingBrackets(
        toPlainText(), static_cast<qsizetype>(textCursor().position()));
    if (found && !textCursor().hasSelection()) {
        for (const Ael::TextRange &range : {found->first, found->second})
            pairs.append({static_cast<int>(range.offset), static_cast<int>(range.length), {}});
    }
    setPairs(pairs);
}

void AelEditor::setCompileOptions(Ael::CompileOptions options)
{
    m_options = std::move(options);
    check();
}

bool AelEditor::isBlank() const
{
    return toPlainText().trimmed().isEmpty();
}

void AelEditor::changeEvent(QEvent *event)
{
    CodeEditor::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        check();
}

void AelEditor::check()
{
    const QString text = toPlainText();
    QList<ColorRange> ranges;
    for (const Ael::HighlightToken &token : Ael::LanguageService::highlight(text)) {
        QTextCharFormat format;
        format.setForeground(colorOf(token.kind));
        ranges.append({static_cast<int>(token.offset), static_cast<int>(token.length), format});
    }
    setColorRanges(ranges);

    QList<Mark> marks;
    m_errors = 0;
    if (!text.trimmed().isEmpty()) {
        for (const Ael::Diagnostic &diagnostic :
             Ael::LanguageService::diagnostics(text, m_options, m_schema.get())) {
            const bool isError = diagnostic.severity == Ael::Severity::Error;
            m_errors += isError ? 1 : 0;
            marks.append({static_cast<int>(diagnostic.position), static_cast<int>(diagnostic.size), isError,
                          diagnosticMessage(diagnostic), diagnostic.replacement});
        }
    }
    setMarks(marks);
    Q_EMIT checked();
}

} // namespace Aeroscope::Ui
