// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/recordedit.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace Aeroscope::Ui {

/// One line to add a bin: name, type, value. Says at each key press what is wrong.
class BinForm : public QWidget
{
    Q_OBJECT

public:
    explicit BinForm(QWidget *parent = nullptr);

    /// Empties the fields and checks names against this record from now on.
    void begin(const Workbench::RecordEdit &edit);
    [[nodiscard]] QString fault() const;

    [[nodiscard]] QLineEdit *nameField() const noexcept { return m_name; }
    [[nodiscard]] QComboBox *typeField() const noexcept { return m_type; }
    [[nodiscard]] QLineEdit *valueField() const noexcept { return m_value; }
    [[nodiscard]] QPushButton *addButton() const noexcept { return m_add; }

Q_SIGNALS:
    void accepted(const QByteArray &name, const Aeroscope::Value &value);
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void accept();
    void check();
    [[nodiscard]] Value::Type type() const;

    Workbench::RecordEdit m_edit;
    QLineEdit *m_name;
    QComboBox *m_type;
    QLineEdit *m_value;
    QPushButton *m_add;
    QPushButton *m_cancel;
    QLabel *m_fault;
    bool m_touched = false;
};

} // namespace Aeroscope::Ui
