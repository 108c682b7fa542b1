// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/profile.h"

#include <QWidget>

namespace Aeroscope::Ui {

/// The strip under the menu that says on which kind of cluster the window acts: a red band with the word for
/// production, amber for test, a thin green edge for development.
class EnvironmentStrip : public QWidget
{
    Q_OBJECT

public:
    explicit EnvironmentStrip(QWidget *parent = nullptr);

    void setConnection(const QString &name, Workbench::Environment environment);
    void clear();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    Workbench::Environment m_environment = Workbench::Environment::Development;
    bool m_shown = false;
};

} // namespace Aeroscope::Ui
