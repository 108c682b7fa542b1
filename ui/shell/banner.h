// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QFrame>

class QAbstractButton;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace Aeroscope::Ui {

/// A message across the top of a view: never blocks anything, stays until it is dealt with. Hidden while
/// empty.
class Banner : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Info, Warning, Error };

    explicit Banner(QWidget *parent = nullptr);

    /// Plain text; `detail` in a muted second line. Removes earlier actions.
    void show(Kind kind, const QString &title, const QString &detail = {});
    /// Other words of a banner that is shown; its buttons stay, and nobody is alerted again.
    void setTexts(const QString &title, const QString &detail);
    /// A button on the right; the banner does not hide by itself.
    QAbstractButton *addAction(const QString &text);
    /// Off: it goes when its reason goes.
    void setClosable(bool closable);
    void dismiss();

    [[nodiscard]] Kind kind() const noexcept { return m_kind; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString detail() const;

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Kind m_kind = Kind::Info;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_detail;
    QHBoxLayout *m_actions;
    QToolButton *m_close;
    QList<QAbstractButton *> m_buttons;
};

} // namespace Aeroscope::Ui
