// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/query/codeeditor.h"

namespace Aeroscope::Ui {

/// "Will send": the exact call, coloured, to read and to copy.
class PlanView : public CodeEditor
{
    Q_OBJECT

public:
    explicit PlanView(QWidget *parent = nullptr);
    void setPlan(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void colour();
};

} // namespace Aeroscope::Ui
