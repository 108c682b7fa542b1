// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/grid/exportdialog.h"

#include "ui/grid/recordgrid.h"
#include "ui/theme/roles.h"
#include "ui/workbench/humantext.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

QString suffixOf(RowFormat format)
{
    switch (format) {
    case RowFormat::Ndjson:
        return u"ndjson"_s;
    case RowFormat::Json:
        return u"json"_s;
    case RowFormat::Csv:
        return u"csv"_s;
    case RowFormat::Tsv:
        return u"tsv"_s;
    case RowFormat::Markdown:
        return u"md"_s;
    }
    return {};
}

QString fileNameOf(QString name)
{
    for (QChar &c : name) {
        if (!c.isLetterOrNumber() && c != u'-' && c != u'_')
            c = u'_';
    }
    return name;
}

} // namespace

ExportDialog::ExportDialog(RecordGrid *grid, const QString &name, QWidget *parent)
    : QDialog(parent)
    , m_grid(grid)
    , m_name(name)
    , m_format(new QComboBox(this))
    , m_all(new QRadioButton(this))
    , m_selected(new QRadioButton(this))
    , m_file(new QLineEdit(this))
    , m_note(new QLabel(this))
{
    setWindowTitle(tr("Export rows"));
    const auto format = [this](RowFormat kind, const QString &text) {
        m_format->addItem(text, static_cast<int>(kind));
    };
    format(RowFormat::Ndjson, tr("Lines of JSON: whole records, exact"));
    format(RowFormat::Json, tr("JSON array: whole records, exact"));
    format(RowFormat::Csv, tr("CSV: the columns that are shown"));
    format(RowFormat::Tsv, tr("Tab-separated: the columns that are shown"));
    format(RowFormat::Markdown, tr("Markdown table: the columns that are shown"));
    m_format->setAccessibleName(tr("Format"));
    const qint64 selected = grid->selection().rows.count();
    m_all->setText(
        grid->rowOrder()->isFiltered()
            ? tr("All %1 rows that pass the filter row").arg(Workbench::groupedCount(grid->rowCount()))
            : tr("All %1 loaded rows").arg(Workbench::groupedCount(grid->rowCount())));
    m_selected->setText(selected > 1 ? tr("The %1 selected rows").arg(Workbench::groupedCount(selected))
                                     : tr("Selected rows only"));
    m_selected->setEnabled(selected > 1);
    (selected > 1 ? m_selected : m_all)->setChecked(true);
    m_file->setAccessibleName(tr("File"));
    m_file->setText(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + u'/' +
                    fileNameOf(name) + u'.' + suffixOf(RowFormat::Ndjson));
    auto *browse = new QPushButton(tr("&Browse…"), this);
    browse->setAutoDefault(false);
    m_note->setWordWrap(true);
    setTextRole(m_note, TextRole::Muted);

    auto *fileLine = new QHBoxLayout;
    fileLine->setSpacing(8);
    fileLine->addWidget(m_file, 1);
    fileLine->addWidget(browse);
    auto *rows = new QVBoxLayout;
    rows->setSpacing(4);
    rows->addWidget(m_all);
    rows->addWidget(m_selected);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(12);
    form->addRow(tr("Rows"), rows);
    form->addRow(tr("Format"), m_format);
    form->addRow(tr("File"), fileLine);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_export = buttons->addButton(tr("&Export"), QDialogButtonBox::AcceptRole);
    setButtonRole(m_export, ButtonRole::Primary);
    m_export->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addLayout(form);
    layout->addWidget(m_note);
    layout->addStretch(1);
    layout->addWidget(buttons);
    setMinimumWidth(560);

    connect(browse, &QPushButton::clicked, this, &ExportDialog::chooseFile);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_file, &QLineEdit::textChanged, this, &ExportDialog::updateAll);
    connect(m_format, &QComboBox::currentIndexChanged, this, [this] {
        const QFileInfo old(m_file->text());
        const auto kind = static_cast<RowFormat>(m_format->currentData().toInt());
        m_file->setText(old.path() + u'/' + old.completeBaseName() + u'.' + suffixOf(kind));
        updateAll();
    });
    updateAll();
}

void ExportDialog::updateAll()
{
    const QFileInfo file(m_file->text());
    const bool folder = !m_file->text().isEmpty() && QFileInfo(file.path()).isDir() && !file.isDir();
    m_export->setEnabled(folder);
    QString note;
    if (!folder)
        note = tr("The folder does not exist.");
    else if (file.exists())
        note = tr("A file of this name exists; it will be replaced.");
    else if (static_cast<RowFormat>(m_format->currentData().toInt()) == RowFormat::Csv)
        note = tr("Text that a spreadsheet would run as a formula gets an apostrophe in front.");
    m_note->setText(note);
}

void ExportDialog::chooseFile()
{
    const QString chosen = QFileDialog::getSaveFileName(this, tr("Export rows"), m_file->text(), {}, nullptr,
                                                        QFileDialog::DontConfirmOverwrite);
    if (!chosen.isEmpty())
        m_file->setText(chosen);
}

ExportJob::Plan ExportDialog::plan() const
{
    ExportJob::Plan plan{.title = tr("Export of %1").arg(m_name),
                         .file = m_file->text(),
                         .format = static_cast<RowFormat>(m_format->currentData().toInt()),
                         .rows = m_grid->store()->snapshot(),
                         .choice = m_grid->chosenRows()};
    if (!m_selected->isChecked() && m_grid->rowCount() > 0)
        plan.choice.shown.set(0, m_grid->rowCount() - 1);
    for (int i = 0; i < m_grid->columns()->count(); ++i)
        plan.columns.push_back(m_grid->columns()->at(i).id());
    return plan;
}

} // namespace Aeroscope::Ui
