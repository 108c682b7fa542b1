// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/dataset.h"
#include "client/value/key.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace Aeroscope::Ui {

/// The key of a record that is to be made: its type is always said, never guessed.
class KeyForm : public QWidget
{
    Q_OBJECT

public:
    explicit KeyForm(QWidget *parent = nullptr);

    void begin(const DataSet &dataset);
    [[nodiscard]] const DataSet &dataset() const noexcept { return m_dataset; }
    /// Nothing while what is typed is no key.
    [[nodiscard]] std::optional<Key> key() const;
    [[nodiscard]] bool storesKey() const;
    [[nodiscard]] QString fault() const;

    [[nodiscard]] QComboBox *typeField() const noexcept { return m_type; }
    [[nodiscard]] QLineEdit *textField() const noexcept { return m_text; }
    [[nodiscard]] QCheckBox *storeBox() const noexcept { return m_store; }

Q_SIGNALS:
    void changed();

private:
    void check();

    DataSet m_dataset;
    QComboBox *m_type;
    QLineEdit *m_text;
    QCheckBox *m_store;
    QLabel *m_fault;
};

} // namespace Aeroscope::Ui
