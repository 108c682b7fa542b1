// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "client/session/recordresult.h"
#include "ui/connections/connection.h"
#include "ui/workbench/plantext.h"
#include "ui/workbench/recordedit.h"

#include <QHash>
#include <QPointer>
#include <QWidget>

#include <stop_token>

class QBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace Aeroscope::Ui {

class Banner;
class BinDelegate;
class BinForm;
class BinModel;
class BinTree;
class EmptyState;
class KeyForm;
class PlanView;
class RecordHeader;
class WriteGuard;

/// One record with all its bins: shows, edits, adds and removes them, makes and deletes records. What will be
/// sent is shown before. Every write is checked against the generation that was read, keeps the expiry and
/// leaves the stored key as it is. Edits of a record that is left are kept until they are sent or reverted.
class RecordPane : public QWidget
{
    Q_OBJECT

public:
    explicit RecordPane(QWidget *parent = nullptr);
    ~RecordPane() override;

    void showRecord(Connection *connection, const Record &record);
    void startInsert(Connection *connection, const DataSet &dataset);
    void clear();
    /// Says whether the tab to which the record belongs may write; null: none does, so a production cluster
    /// is read-only.
    void setGuard(WriteGuard *guard);
    /// Reads the record anew; changes stay.
    void refresh();

    [[nodiscard]] bool hasRecord() const noexcept { return m_mode != Mode::Empty; }
    [[nodiscard]] bool hasChanges() const;
    [[nodiscard]] bool isBusy() const noexcept { return m_busy; }
    /// Records left with changes that were not sent.
    [[nodiscard]] int draftCount() const { return static_cast<int>(m_drafts.size()); }

    [[nodiscard]] BinModel *model() const noexcept { return m_model; }
    [[nodiscard]] BinTree *tree() const noexcept { return m_tree; }
    [[nodiscard]] BinForm *binForm() const noexcept { return m_binForm; }
    [[nodiscard]] KeyForm *keyForm() const noexcept { return m_keyForm; }
    [[nodiscard]] Banner *banner() const noexcept { return m_banner; }
    [[nodiscard]] PlanView *planView() const noexcept { return m_planView; }
    [[nodiscard]] QPushButton *writeButton() const noexcept { return m_write; }
    [[nodiscard]] QPushButton *deleteButton() const noexcept { return m_delete; }
    [[nodiscard]] QPushButton *revertButton() const noexcept { return m_revert; }
    [[nodiscard]] QPushButton *addBinButton() const noexcept { return m_addBin; }
    /// What the write button sends; the text of planView() is made of it.
    [[nodiscard]] Workbench::WritePlan plan() const;

Q_SIGNALS:
    /// A record as it is now on the server, after a write or a new reading.
    void recordRead(Aeroscope::Ui::Connection *connection, const Aeroscope::Record &record);
    void recordInserted(Aeroscope::Ui::Connection *connection, const Aeroscope::Record &record);
    void recordGone(Aeroscope::Ui::Connection *connection, const Aeroscope::Key &key);
    void notice(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    enum class Mode { Empty, Change, Insert, Delete };
    enum class Step { Wrote, Read };

    void buildUi();
    void keepDraft();
    void restart(Mode mode);
    void updateAll();
    void updatePlan();
    void removeCurrentBin(const QModelIndex &index);
    void showBinForm(bool on);
    void askDelete();
    void cancelDelete();

    void send();
    static QCoro::Task<void> write(QPointer<RecordPane> self, Session session, Workbench::WritePlan plan,
                                   std::stop_token stop);
    [[nodiscard]] Result<Session> writer() const;
    static QCoro::Task<void> read(QPointer<RecordPane> self, QPointer<Connection> connection, Key key,
                                  Step step, std::stop_token stop);
    void onWritten(const Workbench::WritePlan &plan, const Result<RecordResult> &result);
    void onRead(const Key &key, Step step, const Result<Record> &result);
    void showFailure(const Error &error);
    void setBusy(bool busy);
    [[nodiscard]] static Result<RecordResult> failed(const Error &error) { return std::unexpected(error); }

    QPointer<Connection> m_connection;
    QPointer<WriteGuard> m_guard;
    Mode m_mode = Mode::Empty;
    bool m_busy = false;
    bool m_wasInsert = false;
    std::stop_source m_stop;
    QHash<Key, Workbench::RecordEdit> m_drafts;

    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    RecordHeader *m_header = nullptr;
    Banner *m_banner = nullptr;
    KeyForm *m_keyForm = nullptr;
    BinModel *m_model = nullptr;
    BinDelegate *m_delegate = nullptr;
    BinTree *m_tree = nullptr;
    BinForm *m_binForm = nullptr;
    QLabel *m_fault = nullptr;
    QWidget *m_addRow = nullptr;
    QPushButton *m_addBin = nullptr;
    QPushButton *m_removeBin = nullptr;
    QBoxLayout *m_body = nullptr;
    QWidget *m_side = nullptr;
    QLabel *m_warning = nullptr;
    PlanView *m_planView = nullptr;
    QPushButton *m_revert = nullptr;
    QPushButton *m_delete = nullptr;
    QPushButton *m_write = nullptr;
    QLabel *m_draftNote = nullptr;
};

} // namespace Aeroscope::Ui
