// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/profile.h"

#include <QWidget>

class QAbstractButton;

namespace Aeroscope::Ui {

/// The strip under the menu that says on which kind of cluster the window acts: a red band with the word for
/// production, amber for test, a thin green edge for development. On a production cluster it tells whether
/// the tab may write, and changes that.
class EnvironmentStrip : public QWidget
{
    Q_OBJECT

public:
    explicit EnvironmentStrip(QWidget *parent = nullptr);

    struct Guard
    {
        /// "read-only session"; empty: nothing to say.
        QString text{};
        /// "Unlock…"; empty: no button.
        QString button{};
    };
    void setConnection(const QString &name, const Workbench::Profile &profile, const Guard &guard);
    void clear();

    [[nodiscard]] QAbstractButton *button() const noexcept { return m_button; }
    [[nodiscard]] const QString &guardText() const noexcept { return m_guard; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

Q_SIGNALS:
    void buttonClicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void placeButton();

    QString m_name;
    QString m_guard;
    Workbench::Profile m_profile;
    bool m_shown = false;
    QAbstractButton *m_button;
};

} // namespace Aeroscope::Ui
