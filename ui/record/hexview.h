// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QAbstractScrollArea>
#include <QByteArray>
#include <QFont>

namespace Aeroscope::Ui {

/// Bytes in rows of sixteen: place, hex digits, letters. Paints what is visible, so any size costs the same.
/// Arrows, Page, Home and End move the cursor, Shift marks, Ctrl+C copies the marked bytes as hex digits.
class HexView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit HexView(QWidget *parent = nullptr);

    void setBytes(const QByteArray &bytes);
    [[nodiscard]] const QByteArray &bytes() const noexcept { return m_bytes; }
    /// -1 when there are no bytes.
    [[nodiscard]] qsizetype cursor() const noexcept { return m_cursor; }
    [[nodiscard]] QByteArray selected() const;
    /// False beyond the end.
    bool goTo(qsizetype offset);
    /// From behind the cursor on, and round; marks the hit. `0aff` and `0x0aff` are bytes, everything else is
    /// text; text in double quotes is text in any case.
    bool find(const QString &what, bool forward = true);
    /// The bytes at the cursor as numbers and as moments, a line each.
    [[nodiscard]] QString inspection() const;

    QSize sizeHint() const override { return {560, 240}; }

Q_SIGNALS:
    void cursorChanged(qsizetype offset);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    static constexpr int perRow = 16;
    void setCursor(qsizetype offset, bool extend);
    void updateMetrics();
    void updateScrollBars();
    [[nodiscard]] qsizetype offsetAt(const QPoint &at) const;
    [[nodiscard]] int hexX(int column) const;
    [[nodiscard]] int textX(int column) const;

    QByteArray m_bytes;
    QFont m_font;
    int m_charWidth = 8;
    int m_rowHeight = 18;
    qsizetype m_cursor = -1;
    qsizetype m_anchor = -1;
};

/// What a number may mean as a moment: "as seconds: 2026-11-22 23:00:00 UTC" and the like, the plausible ones
/// only.
[[nodiscard]] QStringList momentReadings(qint64 number);

} // namespace Aeroscope::Ui
