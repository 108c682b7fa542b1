// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/committer.h"
#include "ui/workbench/encryptedlog.h"
#include "ui/workbench/recordedit.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace Aeroscope::Workbench {

/// A change that waits to be committed.
struct StagedItem
{
    quint64 id = 0;
    RecordEdit edit{};
};

/// The changes of many records that wait to be committed, at most one for each record: kept on disk from the
/// moment they are staged (encrypted, readable by their owner only), each to be taken back alone, all with
/// undo and redo. GUI thread.
class ChangeSet : public QObject
{
    Q_OBJECT

public:
    /// Kept in memory only.
    explicit ChangeSet(QObject *parent = nullptr);
    ~ChangeSet() override;

    /// Keeps the changes in `file` from now on, and brings back what it holds. Fails for a file of another
    /// key, which is left alone.
    [[nodiscard]] Result<void> keepIn(QString file, DataKey key);

    /// In the order in which they were staged.
    [[nodiscard]] const std::vector<StagedItem> &items() const noexcept { return m_items; }
    [[nodiscard]] bool isEmpty() const noexcept { return m_items.empty(); }
    [[nodiscard]] const StagedItem *find(quint64 id) const;
    /// The change of a record, or null.
    [[nodiscard]] const StagedItem *find(const Key &key) const;

    /// Stages a change, in the place of an earlier one of the same record; an empty one takes that back.
    /// Answers its id, 0 for none. When it fails nothing has changed: it could not be kept.
    Result<quint64> stage(RecordEdit edit, const QString &text = {});
    Result<void> revert(quint64 id);
    Result<void> revertAll();

    /// Between them everything is one step of undo: for pasted blocks.
    void beginGroup(const QString &text);
    void endGroup();

    [[nodiscard]] bool canUndo() const noexcept { return m_done > 0; }
    [[nodiscard]] bool canRedo() const noexcept { return m_done < m_steps.size(); }
    /// What would be undone or redone; empty when nothing.
    [[nodiscard]] QString undoText() const;
    [[nodiscard]] QString redoText() const;
    Result<void> undo();
    Result<void> redo();

    /// For Committer::commit().
    [[nodiscard]] std::vector<CommitItem> toCommit() const;
    /// What a commit did leaves the set; conflicts, failures and unknown outcomes stay as they were staged.
    /// Undo starts anew.
    Result<void> settle(const std::vector<CommitResult> &results);
    /// The same after a crash: with all entries of the journal, once Committer::recover() has found out the
    /// open ones.
    Result<void> settle(const std::vector<JournalEntry> &entries);

Q_SIGNALS:
    void changed();

private:
    /// One record before and after; nothing: not staged.
    struct Move
    {
        quint64 id = 0;
        std::optional<RecordEdit> before{};
        std::optional<RecordEdit> after{};
    };
    struct Step
    {
        QString text{};
        std::vector<Move> moves{};
    };

    Result<void> carryOut(Step step);
    Result<void> put(const std::vector<Move> &moves, bool backwards);
    Result<void> keep(const std::vector<Move> &moves, bool backwards);
    void restore(const QByteArray &frame);
    Result<void> drop(const std::vector<quint64> &ids);

    std::vector<StagedItem> m_items;
    std::vector<Step> m_steps;
    size_t m_done = 0;
    std::optional<Step> m_group;
    std::unique_ptr<EncryptedLog> m_log;
    size_t m_frames = 0;
};

} // namespace Aeroscope::Workbench
