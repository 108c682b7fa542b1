// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/committer.h"

#include "ui/workbench/plantext.h"
#include "ui/workbench/writeplan.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

using Outcome = CommitResult::Outcome;
using Image = std::optional<RecordImage>;

/// Records that are read, announced and written together; one sync of the journal for all of them.
constexpr size_t recordsAtOnce = 64;
/// How often a record that others keep changing is merged anew.
constexpr int mostRounds = 8;

/// One item on its way.
struct Work
{
    CommitItem item;
    CommitResult result;
    int rounds = 0;
    bool isDone = false;
    /// To be sent in this round.
    bool isReady = false;
    quint64 journalId = 0;
};

quint32 generationAfter(quint32 generation)
{
    return generation >= 65535 ? 1 : generation + 1;
}

void finish(Work &work, Outcome outcome, std::optional<Error> error = {})
{
    work.isDone = true;
    work.result.outcome = outcome;
    work.result.error = std::move(error);
}

/// The record now; nothing when there is none.
QCoro::Task<Result<Image>> readNow(Session session, Key key, std::stop_token stop)
{
    Result<RecordImage> image = co_await readImage(std::move(session), std::move(key), std::move(stop));
    if (image)
        co_return Image(*std::move(image));
    if (image.error().kind == ErrorKind::Server && image.error().code == ResultCode::NotFound)
        co_return Image();
    co_return std::unexpected(image.error());
}

bool holds(const RecordImage &image, const Bins &bins)
{
    return image.record.bins.size() == bins.size() && std::ranges::all_of(bins, [&](const Bin &bin) {
               const Value *held = image.record.bin(bin.name);
               return held && canonical(*held) == canonical(bin.value);
           });
}

/// Whether a deletion still hits what its user saw.
bool isAsSeen(const RecordImage &seen, const RecordImage &now)
{
    if (seen.record.generation != 0 && seen.record.generation != now.record.generation)
        return false;
    if (seen.lastUpdate != 0 && seen.lastUpdate != now.lastUpdate)
        return false;
    return std::ranges::all_of(seen.record.bins, [&](const Bin &bin) {
        const Value *held = now.record.bin(bin.name);
        return held && canonical(*held) == canonical(bin.value);
    });
}

/// Brings an item on the newest reading; it is ready or done afterwards.
void prepare(Work &work, const Image &now)
{
    RecordEdit &edit = work.item.edit;
    CommitResult &result = work.result;
    result.theirs = now;
    if (edit.kind() == RecordEdit::Kind::Insert) {
        if (now)
            finish(work, Outcome::Conflict);
        else
            work.isReady = true;
    } else if (edit.kind() == RecordEdit::Kind::Delete) {
        if (!now) {
            finish(work, Outcome::Unchanged);
        } else if (!isAsSeen(edit.image(), *now)) {
            finish(work, Outcome::Conflict);
        } else {
            edit = RecordEdit::remove(*now);
            work.isReady = true;
        }
    } else if (!now) {
        finish(work, Outcome::Conflict);
    } else {
        const RecordImage &base = edit.image();
        const bool moved =
            (base.record.generation != 0 && base.record.generation != now->record.generation) ||
            (base.lastUpdate != 0 && base.lastUpdate != now->lastUpdate);
        RecordEdit onNewest = edit;
        result.conflicts = onNewest.merge(*now);
        if (!result.conflicts.empty()) {
            finish(work, Outcome::Conflict);
        } else {
            result.wasMerged = result.wasMerged || moved;
            if (onNewest.isEmpty())
                finish(work, Outcome::Unchanged);
            else
                work.isReady = true;
        }
        edit = std::move(onNewest);
    }
    result.edit = edit;
    result.generation = now ? now->record.generation : 0;
}

QCoro::Task<Result<RecordResult>> send(Session session, WritePlan plan)
{
    switch (plan.verb) {
    case WritePlan::Verb::Delete: {
        DeleteBuilder builder = session.remove(plan.key).maxRetries(0);
        if (plan.generation)
            builder.ensureGeneration(*plan.generation);
        if (plan.lastUpdate != 0)
            builder.filter(lastUpdateIs(plan.lastUpdate));
        co_return co_await builder.execute();
    }
    case WritePlan::Verb::Insert: {
        WriteBuilder builder = session.insert(plan.key).maxRetries(0);
        builder.operations(plan.operations).ttl(plan.ttl).sendKey(plan.storeKey);
        co_return co_await builder.execute();
    }
    case WritePlan::Verb::Operate:
        break;
    }
    WriteBuilder builder = session.update(plan.key).maxRetries(0);
    builder.operations(plan.operations).ttl(plan.ttl).sendKey(false);
    if (plan.generation)
        builder.ensureGeneration(*plan.generation);
    if (plan.lastUpdate != 0)
        builder.filter(lastUpdateIs(plan.lastUpdate));
    co_return co_await builder.execute();
}

/// One whole write of one item, up to what is known of its outcome.
QCoro::Task<Result<RecordResult>> sendItem(Session session, WritePlan plan)
{
    Result<RecordResult> row = co_await send(std::move(session), std::move(plan));
    if (row && row->error)
        co_return std::unexpected(*row->error);
    co_return row;
}

bool isMismatch(const Error &error)
{
    return error.kind == ErrorKind::Server &&
           (error.code == ResultCode::Generation || error.code == ResultCode::FilteredOut ||
            error.code == ResultCode::NotFound || error.code == ResultCode::RecordExists);
}

} // namespace

Committer::Committer(Session session, Journal *journal)
    : m_session(std::move(session))
    , m_journal(journal)
{}

WriteOutcome Committer::classify(const RecordEdit &edit, const std::optional<RecordImage> &now)
{
    if (edit.kind() == RecordEdit::Kind::Insert) {
        if (!now)
            return WriteOutcome::NotApplied;
        return now->record.generation == 1 && holds(*now, edit.result()) ? WriteOutcome::Applied
                                                                         : WriteOutcome::Unknown;
    }
    if (!now)
        return edit.removesRecord() ? WriteOutcome::Applied : WriteOutcome::Unknown;
    const RecordImage &base = edit.image();
    if (now->record.generation == base.record.generation && now->lastUpdate == base.lastUpdate)
        return WriteOutcome::NotApplied;
    if (edit.removesRecord())
        return WriteOutcome::Unknown;
    if (now->record.generation == generationAfter(base.record.generation) && holds(*now, edit.result()))
        return WriteOutcome::Applied;
    RecordEdit left = edit;
    left.setExpiry(ExpiryChoice::keep());
    const bool hadBins = left.changeCount() > 0;
    return hadBins && left.merge(*now).empty() && left.isEmpty() ? WriteOutcome::Applied
                                                                 : WriteOutcome::Unknown;
}

QCoro::Task<std::vector<CommitResult>> Committer::commit(std::vector<CommitItem> items, Progress progress,
                                                         std::stop_token stop)
{
    const quint64 commitId = Journal::freshId();
    const int total = static_cast<int>(items.size());
    std::vector<Work> all;
    all.reserve(items.size());
    for (CommitItem &item : items) {
        Work work;
        work.result.item = item.item;
        work.result.key = item.edit.base().key;
        work.result.edit = item.edit;
        work.item = std::move(item);
        all.push_back(std::move(work));
    }
    for (;;) {
        std::vector<Work *> batch;
        for (Work &work : all) {
            if (!work.isDone && batch.size() < recordsAtOnce)
                batch.push_back(&work);
        }
        if (batch.empty() || stop.stop_requested())
            break;

        std::vector<QCoro::Task<Result<Image>>> readings;
        readings.reserve(batch.size());
        for (const Work *work : batch)
            readings.push_back(readNow(m_session, work->item.edit.base().key, stop));
        for (size_t i = 0; i < batch.size(); ++i) {
            const Result<Image> now = co_await std::move(readings[i]);
            if (now)
                prepare(*batch[i], *now);
            else
                finish(*batch[i],
                       now.error().kind == ErrorKind::Cancelled ? Outcome::Cancelled : Outcome::Failed,
                       now.error());
        }

        std::vector<Work *> ready;
        std::vector<WritePlan> plans;
        std::vector<JournalEntry> entries;
        const qint64 seconds = QDateTime::currentSecsSinceEpoch();
        for (Work *work : batch) {
            if (!std::exchange(work->isReady, false))
                continue;
            Result<WritePlan> plan = planOf(work->item.edit, seconds);
            if (!plan) {
                finish(*work, Outcome::Failed, plan.error());
                continue;
            }
            JournalEntry entry;
            entry.commit = commitId;
            entry.item = work->item.item;
            entry.key = plan->key;
            entry.call = planText(*plan);
            entry.edit = work->item.edit;
            entry.undoes = work->item.undoes;
            entries.push_back(std::move(entry));
            plans.push_back(*std::move(plan));
            ready.push_back(work);
        }
        if (m_journal && !entries.empty()) {
            if (const Result<void> announced = m_journal->begin(entries); !announced) {
                for (Work *work : ready)
                    finish(*work, Outcome::Failed, announced.error());
                ready.clear();
            }
        }

        std::vector<QCoro::Task<Result<RecordResult>>> writes;
        writes.reserve(ready.size());
        for (size_t i = 0; i < ready.size(); ++i)
            writes.push_back(sendItem(m_session, std::move(plans[i])));
        std::vector<Journal::Ending> endings;
        std::vector<std::pair<Work *, Error>> doubts;
        std::vector<size_t> doubtPlaces;
        for (size_t i = 0; i < ready.size(); ++i) {
            Work &work = *ready[i];
            Result<RecordResult> row = co_await std::move(writes[i]);
            Journal::Ending ending;
            ending.id = m_journal ? entries[i].id : 0;
            if (row) {
                ending.generation = row->generation;
                work.result.generation = row->generation;
                finish(work, Outcome::Applied);
            } else if (row.error().inDoubt) {
                doubts.emplace_back(&work, row.error());
                doubtPlaces.push_back(i);
                continue;
            } else {
                ending.outcome = WriteOutcome::NotApplied;
                ending.detail = row.error().toString();
                if (!isMismatch(row.error()) || ++work.rounds >= mostRounds)
                    finish(work, isMismatch(row.error()) ? Outcome::Conflict : Outcome::Failed, row.error());
            }
            endings.push_back(std::move(ending));
        }
        for (size_t i = 0; i < doubts.size(); ++i) {
            auto &[work, error] = doubts[i];
            work->result.wasInDoubt = true;
            const Result<Image> now = co_await readNow(m_session, work->item.edit.base().key, {});
            if (!now) {
                // Stays open in the journal: recover() goes on with it.
                finish(*work, Outcome::Unknown, error);
                continue;
            }
            Journal::Ending ending;
            ending.id = m_journal ? entries[doubtPlaces[i]].id : 0;
            ending.outcome = classify(work->item.edit, *now);
            ending.detail = u"in doubt, found out by reading: "_s + error.toString();
            ending.generation = *now ? (*now)->record.generation : 0;
            work->result.theirs = *now;
            work->result.generation = ending.generation;
            if (ending.outcome == WriteOutcome::Applied)
                finish(*work, Outcome::Applied);
            else if (ending.outcome == WriteOutcome::Unknown)
                finish(*work, Outcome::Unknown, error);
            else if (++work->rounds >= mostRounds)
                finish(*work, Outcome::Failed, error);
            endings.push_back(std::move(ending));
        }
        if (m_journal && !endings.empty())
            (void)m_journal->end(endings); // found out again by reading when it is lost
        if (progress) {
            progress(static_cast<int>(std::ranges::count_if(all, [](const Work &w) { return w.isDone; })),
                     total);
        }
    }
    std::vector<CommitResult> results;
    results.reserve(all.size());
    for (Work &work : all)
        results.push_back(std::move(work.result));
    co_return results;
}

QCoro::Task<std::vector<JournalEntry>> Committer::recover(std::stop_token stop)
{
    std::vector<JournalEntry> resolved;
    if (!m_journal)
        co_return resolved;
    std::vector<Journal::Ending> endings;
    for (JournalEntry &entry : m_journal->open()) {
        const Result<Image> now = co_await readNow(m_session, entry.key, stop);
        if (!now)
            continue;
        entry.outcome = entry.edit ? classify(*entry.edit, *now) : WriteOutcome::Unknown;
        entry.detail = u"found out by reading, after an interruption"_s;
        entry.generation = *now ? (*now)->record.generation : 0;
        endings.push_back({entry.id, entry.outcome, entry.detail, entry.generation});
        resolved.push_back(std::move(entry));
    }
    if (!endings.empty())
        (void)m_journal->end(endings);
    co_return resolved;
}

QCoro::Task<std::vector<CommitResult>> Committer::undo(std::vector<quint64> entries, std::stop_token stop)
{
    std::vector<CommitResult> results(entries.size());
    std::vector<CommitItem> items;
    std::vector<size_t> places;
    const qint64 seconds = QDateTime::currentSecsSinceEpoch();
    for (size_t i = 0; i < entries.size(); ++i) {
        const JournalEntry *entry = m_journal ? m_journal->find(entries[i]) : nullptr;
        Result<RecordEdit> edit =
            entry ? undoOf(*entry, seconds)
                  : std::unexpected(Error::invalidArgument(u"the journal has no such entry"_s));
        if (entry)
            results[i].key = entry->key;
        if (!edit) {
            results[i].outcome = Outcome::Failed;
            results[i].error = edit.error();
            continue;
        }
        items.push_back({0, *std::move(edit), entry->id});
        places.push_back(i);
    }
    std::vector<CommitResult> done = co_await commit(std::move(items), {}, stop);
    for (size_t i = 0; i < done.size(); ++i)
        results[places[i]] = std::move(done[i]);
    co_return results;
}

} // namespace Aeroscope::Workbench
