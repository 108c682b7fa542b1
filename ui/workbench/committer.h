// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"
#include "client/session/session.h"
#include "ui/workbench/journal.h"
#include "ui/workbench/recordedit.h"
#include "ui/workbench/valuemerge.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace Aeroscope::Workbench {

/// One change to be committed.
struct CommitItem
{
    /// The staged item; 0 = none.
    quint64 item = 0;
    RecordEdit edit{};
    /// The journal entry that it takes back; 0 = none.
    quint64 undoes = 0;
};

struct CommitResult
{
    enum class Outcome : quint8 {
        Applied,   ///< on the server
        Unchanged, ///< the server had it already, or there was nothing to do
        Conflict,  ///< somebody else changed the same places; nothing was sent, or it was refused
        Failed,    ///< `error`; the record is as it was
        Unknown,   ///< in doubt: it may have been applied, and the record has moved on since
        Cancelled, ///< not sent
    };

    quint64 item = 0;
    Key key{};
    Outcome outcome = Outcome::Cancelled;
    /// What others had changed elsewhere in the record was kept.
    bool wasMerged = false;
    /// The server did not answer; the outcome was found out by reading the record again.
    bool wasInDoubt = false;
    std::optional<Error> error{};
    /// Of the record afterwards; 0 = it is gone.
    quint32 generation = 0;
    /// The change on the newest reading. At a conflict: what to show and stage again.
    RecordEdit edit{};
    /// Base, mine and theirs of each place. Empty at a conflict about the record as a whole: see `theirs`.
    std::vector<MergeConflict> conflicts{};
    /// The record now; nothing when it is gone or was not read.
    std::optional<RecordImage> theirs{};
};

/// Carries changes out so that nothing is lost: each write is announced in the journal first, and the server
/// checks, in the same step, that generation and update time are those that were read. What has changed
/// since is merged when both sides touched different places, else it is a conflict. A write without an answer
/// is never sent again before the record was read.
///
/// Lives on one thread with an event loop. One call at a time.
class Committer
{
public:
    /// `journal` may be null: then nothing can be taken back. It must outlive the calls. The session's
    /// behaviour should be Behavior::browsing().
    explicit Committer(Session session, Journal *journal);

    using Progress = std::function<void(int done, int total)>;

    /// One result for each item, in their order. A stop request lets what was sent finish and leaves the rest
    /// Cancelled.
    [[nodiscard]] QCoro::Task<std::vector<CommitResult>>
    commit(std::vector<CommitItem> items, Progress progress = {}, std::stop_token stop = {});

    /// After a crash: reads the records of all writes that were announced and have no outcome, and notes what
    /// became of them. Answers those entries with their outcome; one whose record cannot be read stays open.
    [[nodiscard]] QCoro::Task<std::vector<JournalEntry>> recover(std::stop_token stop = {});

    /// Takes journal entries back, as one commit. Entries that cannot be taken back give Failed.
    [[nodiscard]] QCoro::Task<std::vector<CommitResult>> undo(std::vector<quint64> entries,
                                                              std::stop_token stop = {});

    /// How a record relates to a write on `edit`'s reading that may or may not have been applied. `now`:
    /// nothing when the record is gone.
    [[nodiscard]] static WriteOutcome classify(const RecordEdit &edit, const std::optional<RecordImage> &now);

private:
    Session m_session;
    Journal *m_journal;
};

} // namespace Aeroscope::Workbench
