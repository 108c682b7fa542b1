// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace Aeroscope::Ui {

/// What stands where nothing is yet: one sentence, one primary button, one link.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    void setText(const QString &title, const QString &sentence = {});
    /// Empty texts hide the button or link.
    void setPrimary(const QString &text);
    void setLink(const QString &text);
    void setPicture(const QString &iconName);

    [[nodiscard]] QPushButton *primary() const noexcept { return m_primary; }
    [[nodiscard]] QPushButton *link() const noexcept { return m_link; }
    [[nodiscard]] QString text() const;

    QSize minimumSizeHint() const override { return {160, 72}; }

Q_SIGNALS:
    void primaryClicked();
    void linkClicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitTexts();

    QString m_iconName;
    QWidget *m_picture;
    QLabel *m_title;
    QLabel *m_sentence;
    QPushButton *m_primary;
    QPushButton *m_link;
};

} // namespace Aeroscope::Ui
