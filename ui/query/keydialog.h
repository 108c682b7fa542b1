// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/dataset.h"
#include "client/value/key.h"

#include <QDialog>

#include <vector>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace Aeroscope::Ui {

/// Asks for keys or digests, one a line, as they are typed or pasted. The kind of a key is what decides which
/// record is meant, so it is told for each line before anything is sent.
class KeyDialog : public QDialog
{
    Q_OBJECT

public:
    explicit KeyDialog(const DataSet &dataset, QWidget *parent = nullptr);

    [[nodiscard]] QPlainTextEdit *editor() const noexcept { return m_editor; }
    [[nodiscard]] QLabel *summary() const noexcept { return m_summary; }
    [[nodiscard]] QPushButton *lookUp() const noexcept { return m_lookUp; }
    /// Each once, in order; blank lines do not count.
    [[nodiscard]] const std::vector<Key> &keys() const noexcept { return m_keys; }

private:
    void read();

    DataSet m_dataset;
    QPlainTextEdit *m_editor;
    QLabel *m_summary;
    QPushButton *m_lookUp;
    std::vector<Key> m_keys;
};

} // namespace Aeroscope::Ui
