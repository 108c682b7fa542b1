// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QPushButton;

namespace Aeroscope::Ui {

/// The line between editor and rows: what is read, how, and whether the text is fine. Painted; read aloud as
/// one text.
class QueryStrip : public QWidget
{
    Q_OBJECT

public:
    enum class Check { None, Ok, Errors };

    explicit QueryStrip(QWidget *parent = nullptr);

    /// `pill` on the accent's wash, then what happens, then muted facts.
    void setPlan(const QString &pill, const QString &what, const QString &facts);
    void setCheck(Check check, const QString &text);

    [[nodiscard]] QString checkText() const { return m_checkText; }
    [[nodiscard]] QString pill() const { return m_pill; }
    [[nodiscard]] QString what() const { return m_what; }
    [[nodiscard]] QString facts() const { return m_facts; }
    /// Opens and closes the explanation; checked while it is open.
    [[nodiscard]] QPushButton *explainButton() const noexcept { return m_explain; }

    QSize sizeHint() const override { return {400, 30}; }
    QSize minimumSizeHint() const override { return {100, 30}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();

    QPushButton *m_explain;
    QString m_pill;
    QString m_what;
    QString m_facts;
    QString m_checkText;
    Check m_check = Check::None;
};

} // namespace Aeroscope::Ui
