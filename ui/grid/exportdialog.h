// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/exportjob.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace Aeroscope::Ui {

class RecordGrid;

/// Which rows go to a file, and how they are written there.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// `name` is what the rows are of, for the file's name and the job's title.
    ExportDialog(RecordGrid *grid, const QString &name, QWidget *parent = nullptr);

    [[nodiscard]] QLineEdit *file() const noexcept { return m_file; }
    [[nodiscard]] QComboBox *format() const noexcept { return m_format; }
    [[nodiscard]] QRadioButton *selectedOnly() const noexcept { return m_selected; }
    /// What is to be done; for accepted().
    [[nodiscard]] ExportJob::Plan plan() const;

private:
    void chooseFile();
    void updateAll();

    RecordGrid *m_grid;
    QString m_name;
    QComboBox *m_format;
    QRadioButton *m_all;
    QRadioButton *m_selected;
    QLineEdit *m_file;
    QLabel *m_note;
    QPushButton *m_export;
};

} // namespace Aeroscope::Ui
