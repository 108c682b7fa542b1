// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/changeset.h"

#include "client/value/msgpack.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

/// An id alone: the item is gone.
QByteArray frameOf(quint64 id, const std::optional<RecordEdit> &edit)
{
    List parts{{static_cast<qint64>(id)}};
    if (edit)
        parts.items.push_back(toValue(*edit));
    return packValue(Value(std::move(parts)));
}

/// The file is written anew when it holds this many entries more than twice the items.
constexpr size_t slack = 256;

} // namespace

ChangeSet::ChangeSet(QObject *parent)
    : QObject(parent)
{}

ChangeSet::~ChangeSet() = default;

Result<void> ChangeSet::keepIn(QString file, DataKey key)
{
    auto log = std::make_unique<EncryptedLog>(std::move(file), std::move(key));
    const Result<EncryptedLog::Entries> frames = log->read();
    if (!frames)
        return std::unexpected(frames.error());
    const std::vector<StagedItem> earlier = std::move(m_items);
    m_items.clear();
    for (const QByteArray &frame : *frames)
        restore(frame);
    m_frames = frames->size();
    m_log = std::move(log);
    m_steps.clear();
    m_done = 0;
    for (const StagedItem &item : earlier) {
        if (const Result<quint64> staged = stage(item.edit); !staged)
            return std::unexpected(staged.error());
    }
    Q_EMIT changed();
    return {};
}

void ChangeSet::restore(const QByteArray &frame)
{
    const Result<Value> value = unpackValue(frame);
    if (!value || value->type() != Value::Type::List || value->list().items.empty() ||
        value->list().items[0].type() != Value::Type::Integer)
        return;
    const auto id = static_cast<quint64>(value->list().items[0].toInteger());
    const auto it = std::ranges::find(m_items, id, &StagedItem::id);
    if (value->list().items.size() < 2) {
        if (it != m_items.end())
            m_items.erase(it);
        return;
    }
    Result<RecordEdit> edit = editFromValue(value->list().items[1]);
    if (!edit)
        return;
    if (it != m_items.end())
        it->edit = *std::move(edit);
    else
        m_items.push_back({id, *std::move(edit)});
}

const StagedItem *ChangeSet::find(quint64 id) const
{
    const auto it = std::ranges::find(m_items, id, &StagedItem::id);
    return it == m_items.end() ? nullptr : &*it;
}

const StagedItem *ChangeSet::find(const Key &key) const
{
    const auto it =
        std::ranges::find_if(m_items, [&](const StagedItem &item) { return item.edit.base().key == key; });
    return it == m_items.end() ? nullptr : &*it;
}

Result<quint64> ChangeSet::stage(RecordEdit edit, const QString &text)
{
    const StagedItem *earlier = find(edit.base().key);
    if (!earlier && edit.isEmpty())
        return quint64(0);
    // A new version is a new item, so that one that is being committed can be told from it.
    Step step{text, {}};
    if (earlier)
        step.moves.push_back({earlier->id, earlier->edit, std::nullopt});
    const quint64 id = edit.isEmpty() ? 0 : Journal::freshId();
    if (id != 0)
        step.moves.push_back({id, std::nullopt, std::move(edit)});
    if (const Result<void> done = carryOut(std::move(step)); !done)
        return std::unexpected(done.error());
    return id;
}

Result<void> ChangeSet::revert(quint64 id)
{
    const StagedItem *item = find(id);
    if (!item)
        return {};
    return carryOut({{}, {{id, item->edit, std::nullopt}}});
}

Result<void> ChangeSet::revertAll()
{
    Step step;
    for (const StagedItem &item : m_items)
        step.moves.push_back({item.id, item.edit, std::nullopt});
    return step.moves.empty() ? Result<void>() : carryOut(std::move(step));
}

void ChangeSet::beginGroup(const QString &text)
{
    m_group = Step{text, {}};
}

void ChangeSet::endGroup()
{
    if (m_group && !m_group->moves.empty()) {
        m_steps.push_back(*std::move(m_group));
        m_done = m_steps.size();
    }
    m_group.reset();
    Q_EMIT changed();
}

Result<void> ChangeSet::carryOut(Step step)
{
    if (const Result<void> done = put(step.moves, false); !done)
        return done;
    m_steps.resize(m_done);
    if (m_group) {
        std::ranges::move(step.moves, std::back_inserter(m_group->moves));
        return {};
    }
    m_steps.push_back(std::move(step));
    m_done = m_steps.size();
    Q_EMIT changed();
    return {};
}

Result<void> ChangeSet::put(const std::vector<Move> &moves, bool backwards)
{
    if (const Result<void> kept = keep(moves, backwards); !kept)
        return kept;
    const auto apply = [this](quint64 id, const std::optional<RecordEdit> &edit) {
        const auto it = std::ranges::find(m_items, id, &StagedItem::id);
        if (!edit) {
            if (it != m_items.end())
                m_items.erase(it);
        } else if (it != m_items.end()) {
            it->edit = *edit;
        } else {
            m_items.push_back({id, *edit});
        }
    };
    if (backwards) {
        for (auto move = moves.rbegin(); move != moves.rend(); ++move)
            apply(move->id, move->before);
    } else {
        for (const Move &move : moves)
            apply(move.id, move.after);
    }
    return {};
}

Result<void> ChangeSet::keep(const std::vector<Move> &moves, bool backwards)
{
    if (!m_log)
        return {};
    EncryptedLog::Entries frames;
    for (const Move &move : moves)
        frames.push_back(frameOf(move.id, backwards ? move.before : move.after));
    if (backwards)
        std::ranges::reverse(frames);
    if (const Result<void> written = m_log->append(frames, true); !written)
        return written;
    m_frames += frames.size();
    if (m_frames <= 2 * m_items.size() + slack)
        return {};
    // What is in the file now is what will be in memory in a moment.
    std::vector<StagedItem> kept;
    kept.swap(m_items);
    const Result<void> written = m_log->rewrite([this](const EncryptedLog::Entries &all) {
        for (const QByteArray &frame : all)
            restore(frame);
        EncryptedLog::Entries whole;
        for (const StagedItem &item : m_items)
            whole.push_back(frameOf(item.id, item.edit));
        m_frames = whole.size();
        return whole;
    });
    m_items = std::move(kept);
    return written;
}

QString ChangeSet::undoText() const
{
    return canUndo() ? m_steps[m_done - 1].text : QString();
}

QString ChangeSet::redoText() const
{
    return canRedo() ? m_steps[m_done].text : QString();
}

Result<void> ChangeSet::undo()
{
    if (!canUndo())
        return {};
    if (const Result<void> done = put(m_steps[m_done - 1].moves, true); !done)
        return done;
    --m_done;
    Q_EMIT changed();
    return {};
}

Result<void> ChangeSet::redo()
{
    if (!canRedo())
        return {};
    if (const Result<void> done = put(m_steps[m_done].moves, false); !done)
        return done;
    ++m_done;
    Q_EMIT changed();
    return {};
}

std::vector<CommitItem> ChangeSet::toCommit() const
{
    std::vector<CommitItem> items;
    items.reserve(m_items.size());
    for (const StagedItem &item : m_items)
        items.push_back({item.id, item.edit, 0});
    return items;
}

Result<void> ChangeSet::drop(const std::vector<quint64> &ids)
{
    std::vector<Move> moves;
    for (const quint64 id : ids) {
        if (find(id))
            moves.push_back({id, std::nullopt, std::nullopt});
    }
    if (moves.empty())
        return {};
    const Result<void> done = put(moves, false);
    // Undo must not stage again what was sent.
    m_steps.clear();
    m_done = 0;
    Q_EMIT changed();
    return done;
}

Result<void> ChangeSet::settle(const std::vector<CommitResult> &results)
{
    std::vector<quint64> gone;
    for (const CommitResult &result : results) {
        if (result.outcome == CommitResult::Outcome::Applied ||
            result.outcome == CommitResult::Outcome::Unchanged)
            gone.push_back(result.item);
    }
    return drop(gone);
}

Result<void> ChangeSet::settle(const std::vector<JournalEntry> &entries)
{
    std::vector<quint64> gone;
    for (const JournalEntry &entry : entries) {
        if (entry.outcome == WriteOutcome::Applied && entry.item != 0)
            gone.push_back(entry.item);
    }
    return drop(gone);
}

} // namespace Aeroscope::Workbench
