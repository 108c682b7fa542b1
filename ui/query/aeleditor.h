// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/languageservice.h"
#include "ui/query/codeeditor.h"

#include <memory>

namespace Aeroscope::Ui {

class AelAssist;

/// A code editor for AEL: colours tokens and marks every fault at each key press, shows the bracket that
/// belongs to the one at the cursor, and has an assistant for everything else.
class AelEditor : public CodeEditor
{
    Q_OBJECT

public:
    explicit AelEditor(QWidget *parent = nullptr);

    /// Server version and parameters that the text is checked against.
    void setCompileOptions(Ael::CompileOptions options);
    [[nodiscard]] const Ael::CompileOptions &compileOptions() const noexcept { return m_options; }
    /// What is known of the data, for suggestions and advice; may be null. Call again when it knows more.
    void setSchema(std::shared_ptr<const Ael::SchemaSource> schema);
    [[nodiscard]] const std::shared_ptr<const Ael::SchemaSource> &schema() const noexcept { return m_schema; }
    [[nodiscard]] AelAssist *assist() const noexcept { return m_assist; }

    /// The text in one style, as one step to undo; a text with syntax faults stays.
    void formatText();

    /// Errors of the text as it stands; warnings do not count.
    [[nodiscard]] int errorCount() const noexcept { return m_errors; }
    /// Nothing but blanks: every record.
    [[nodiscard]] bool isBlank() const;

Q_SIGNALS:
    /// After each check.
    void checked();

protected:
    void changeEvent(QEvent *event) override;
    [[nodiscard]] QString toolTipAt(int position) const override;

private:
    void check();
    void showPair();

    Ael::CompileOptions m_options;
    std::shared_ptr<const Ael::SchemaSource> m_schema;
    AelAssist *m_assist;
    int m_errors = 0;
};

} // namespace Aeroscope::Ui
