// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "client/session/session.h"
#include "ui/workbench/profile.h"

#include <QDialog>
#include <QPointer>

#include <functional>
#include <stop_token>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace Aeroscope::Ui {

/// Asked for when something is really to be written.
using WriterSource = std::function<Result<Session>()>;

/// Describes a secondary index of any kind, creates it and follows its building. Closing it does not stop the
/// servers. Opened with show().
class IndexDialog : public QDialog
{
    Q_OBJECT

public:
    enum class Source { Bin, Place, Expression };

    IndexDialog(const Workbench::Profile &profile, const DataSet &dataset, WriterSource writer,
                QWidget *parent = nullptr);
    ~IndexDialog() override;

    /// What the fields say; the reason when they cannot be an index.
    [[nodiscard]] Result<IndexDefinition> definition() const;

    [[nodiscard]] QLineEdit *nameField() const noexcept { return m_name; }
    [[nodiscard]] QComboBox *sourceField() const noexcept { return m_source; }
    [[nodiscard]] QLineEdit *textField() const noexcept { return m_text; }
    [[nodiscard]] QComboBox *typeField() const noexcept { return m_type; }
    [[nodiscard]] QComboBox *collectionField() const noexcept { return m_collection; }
    [[nodiscard]] QPushButton *createButton() const noexcept { return m_create; }
    [[nodiscard]] QLabel *message() const noexcept { return m_message; }
    [[nodiscard]] QProgressBar *progress() const noexcept { return m_progress; }

Q_SIGNALS:
    /// Every node has built it.
    void created(const QByteArray &name);

private:
    void updateState();
    void create();
    void finish(const Result<void> &result);
    static QCoro::Task<void> run(QPointer<IndexDialog> self, AdminApi admin, IndexDefinition definition,
                                 std::stop_token stop);

    DataSet m_dataset;
    WriterSource m_writer;
    std::stop_source m_stop;
    bool m_running = false;
    QLineEdit *m_name;
    QComboBox *m_source;
    QLabel *m_textLabel;
    QLineEdit *m_text;
    QComboBox *m_type;
    QComboBox *m_collection;
    QLabel *m_message;
    QProgressBar *m_progress;
    QPushButton *m_create;
};

/// Drops an index after asking; on a production cluster its name must be typed. Opened with open().
class DropIndexDialog : public QDialog
{
    Q_OBJECT

public:
    DropIndexDialog(const Workbench::Profile &profile, QByteArray namespaceName, QByteArray index,
                    WriterSource writer, QWidget *parent = nullptr);
    ~DropIndexDialog() override;

    [[nodiscard]] QLineEdit *nameField() const noexcept { return m_name; }
    [[nodiscard]] QPushButton *dropButton() const noexcept { return m_drop; }
    [[nodiscard]] QLabel *message() const noexcept { return m_message; }

Q_SIGNALS:
    /// No node knows it any more.
    void dropped(const QByteArray &name);

private:
    void drop();
    static QCoro::Task<void> run(QPointer<DropIndexDialog> self, AdminApi admin, std::stop_token stop);

    QByteArray m_namespace;
    QByteArray m_index;
    WriterSource m_writer;
    std::stop_source m_stop;
    QLineEdit *m_name;
    QLabel *m_message;
    QPushButton *m_drop;
};

} // namespace Aeroscope::Ui
