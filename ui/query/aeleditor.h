// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/compiler.h"
#include "ui/query/codeeditor.h"

namespace Aeroscope::Ui {

/// A code editor for AEL: colours tokens and marks every fault at each key press.
class AelEditor : public CodeEditor
{
    Q_OBJECT

public:
    explicit AelEditor(QWidget *parent = nullptr);

    /// Server version and parameters that the text is checked against.
    void setCompileOptions(Ael::CompileOptions options);

    /// Errors of the text as it stands; warnings do not count.
    [[nodiscard]] int errorCount() const noexcept { return m_errors; }
    /// Nothing but blanks: every record.
    [[nodiscard]] bool isBlank() const;

Q_SIGNALS:
    /// After each check.
    void checked();

protected:
    void changeEvent(QEvent *event) override;

private:
    void check();

    Ael::CompileOptions m_options;
    int m_errors = 0;
};

} // namespace Aeroscope::Ui
