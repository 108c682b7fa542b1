// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QDialog>
#include <QList>
#include <QString>

class QPlainTextEdit;
class QPushButton;

namespace Aeroscope::Ui {

class Connection;

/// What helps to find a fault, as plain text: versions, the machine, how connections are set up and how they
/// are. Names of clusters, hosts, users, namespaces, sets and files are replaced by numbers; records, queries
/// and secrets are not in it at all.
[[nodiscard]] QString diagnosticsText(const QString &version, const QList<Connection *> &connections);

/// Shows the text before it goes anywhere, then saves or copies it. Opened with show().
class DiagnosticsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit DiagnosticsDialog(const QString &text, QWidget *parent = nullptr);
    [[nodiscard]] QPlainTextEdit *text() const noexcept { return m_text; }
    /// Empty when it is written, else why not.
    [[nodiscard]] QString saveTo(const QString &file) const;

private:
    QPlainTextEdit *m_text;
};

} // namespace Aeroscope::Ui
