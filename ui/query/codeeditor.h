// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QPlainTextEdit>
#include <QTextCharFormat>

namespace Aeroscope::Ui {

/// A text field for code: fixed font, line numbers, coloured ranges, wavy lines under what is wrong and the
/// first message beside its line. Knows no language; whoever does sets ranges and marks at each
/// textChanged().
class CodeEditor : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// In UTF-16 units of the whole text.
    struct ColorRange
    {
        int offset = 0;
        int length = 0;
        QTextCharFormat format{};
    };
    struct Mark
    {
        int offset = 0;
        /// 0: a place, shown on the character before it.
        int length = 0;
        bool isError = true;
        QString message{};
        /// If not null: putting it in the place of the range mends the fault.
        QString replacement{};
    };

    explicit CodeEditor(QWidget *parent = nullptr);

    void setColorRanges(const QList<ColorRange> &ranges);
    void setMarks(const QList<Mark> &marks);
    [[nodiscard]] const QList<Mark> &marks() const noexcept { return m_marks; }
    /// The mark at the cursor, or the first; null when there is none.
    [[nodiscard]] const Mark *shownMark() const;
    /// Two places that belong together, on a background; empty: none.
    void setPairs(const QList<ColorRange> &pairs);
    void setGutterVisible(bool visible);

    /// For the gutter.
    void paintGutter(QPainter &painter, const QRect &dirty) const;
    [[nodiscard]] int gutterWidth() const;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    /// Rich text for a tool tip where there is no mark; empty: none.
    [[nodiscard]] virtual QString toolTipAt(int position) const;

private:
    void layoutGutter();
    void updateMarks();
    void paintMessage(QPainter &painter);
    [[nodiscard]] QTextCursor cursorOf(const Mark &mark) const;

    QWidget *m_gutter;
    QList<Mark> m_marks;
    QList<ColorRange> m_pairs;
    bool m_gutterVisible = true;
};

} // namespace Aeroscope::Ui
