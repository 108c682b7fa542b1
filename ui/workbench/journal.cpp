// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/journal.h"

#include "client/value/exactjson.h"
#include "client/value/msgpack.h"
#include "ui/workbench/keytext.h"

#include <QDateTime>
#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

enum Frame : int { Begin = 1, End = 2 };

qint64 asSigned(quint64 id)
{
    return static_cast<qint64>(id); // ids have 62 bits
}

QByteArray frameOf(const JournalEntry &entry)
{
    return packValue(List{{int(Begin), asSigned(entry.id), asSigned(entry.commit), asSigned(entry.item),
                           entry.when, toValue(entry.key), Value(entry.call),
                           entry.edit ? toValue(*entry.edit) : Value(), asSigned(entry.undoes)}});
}

QByteArray frameOf(const Journal::Ending &ending)
{
    return packValue(List{{int(End), asSigned(ending.id), static_cast<int>(ending.outcome),
                           Value(ending.detail), ending.generation}});
}

QLatin1StringView wordOf(WriteOutcome outcome)
{
    switch (outcome) {
    case WriteOutcome::Open:
        return "open"_L1;
    case WriteOutcome::Applied:
        return "applied"_L1;
    case WriteOutcome::NotApplied:
        return "not applied"_L1;
    case WriteOutcome::Unknown:
        break;
    }
    return "unknown"_L1;
}

} // namespace

Journal::Journal(QString file, DataKey key, qint64 limit)
    : m_log(std::move(file), std::move(key))
    , m_limit(limit)
{}

quint64 Journal::freshId()
{
    return (QRandomGenerator::system()->generate64() >> 2) | 1U;
}

Result<std::unique_ptr<Journal>> Journal::open(QString file, DataKey key, qint64 limit)
{
    std::unique_ptr<Journal> journal(new Journal(std::move(file), std::move(key), limit));
    if (const Result<void> loaded = journal->reload(); !loaded)
        return std::unexpected(loaded.error());
    return journal;
}

Result<void> Journal::reload()
{
    const Result<EncryptedLog::Entries> frames = m_log.read();
    if (!frames)
        return std::unexpected(frames.error());
    m_entries.clear();
    for (const QByteArray &frame : *frames)
        take(frame);
    return {};
}

/// A frame that makes no sense is left out: it was written by a newer version.
void Journal::take(const QByteArray &frame)
{
    const Result<Value> value = unpackValue(frame);
    if (!value || value->type() != Value::Type::List || value->list().items.size() < 5)
        return;
    const std::vector<Value> &parts = value->list().items;
    const auto number = [&](size_t i) {
        return parts[i].type() == Value::Type::Integer ? parts[i].toInteger() : 0;
    };
    const auto text = [&](size_t i) {
        return parts[i].type() == Value::Type::String ? parts[i].text() : QString();
    };
    if (number(0) == End) {
        const auto id = static_cast<quint64>(number(1));
        const auto it = std::ranges::find(m_entries.rbegin(), m_entries.rend(), id, &JournalEntry::id);
        if (it == m_entries.rend())
            return;
        it->outcome = static_cast<WriteOutcome>(number(2));
        it->detail = text(3);
        it->generation = static_cast<quint32>(number(4));
        return;
    }
    if (number(0) != Begin || parts.size() < 9)
        return;
    Result<Key> key = keyFromValue(parts[5]);
    if (!key)
        return;
    JournalEntry entry;
    entry.id = static_cast<quint64>(number(1));
    entry.commit = static_cast<quint64>(number(2));
    entry.item = static_cast<quint64>(number(3));
    entry.when = number(4);
    entry.key = *std::move(key);
    entry.call = text(6);
    if (Result<RecordEdit> edit = editFromValue(parts[7]))
        entry.edit = *std::move(edit);
    entry.undoes = static_cast<quint64>(number(8));
    m_entries.push_back(std::move(entry));
}

Result<void> Journal::begin(std::vector<JournalEntry> &entries)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    EncryptedLog::Entries frames;
    for (JournalEntry &entry : entries) {
        entry.id = freshId();
        entry.when = now;
        entry.outcome = WriteOutcome::Open;
        frames.push_back(frameOf(entry));
    }
    if (const Result<void> written = m_log.append(frames, true); !written)
        return written;
    m_entries.insert(m_entries.end(), entries.begin(), entries.end());
    return {};
}

Result<void> Journal::end(const std::vector<Ending> &endings)
{
    EncryptedLog::Entries frames;
    for (const Ending &ending : endings) {
        frames.push_back(frameOf(ending));
        take(frames.back());
    }
    // Not synced: an outcome that a crash swallows is found out again by reading the record.
    if (const Result<void> written = m_log.append(frames, false); !written)
        return written;
    return m_log.bytes() > m_limit ? shrink() : Result<void>();
}

/// Lets the before-images of the oldest writes go, down to half of the limit, so that this is seldom needed.
Result<void> Journal::shrink()
{
    const auto rewritten = [this](EncryptedLog::Entries frames) {
        m_entries.clear();
        for (const QByteArray &frame : frames)
            take(frame);
        qint64 room = m_limit / 2;
        EncryptedLog::Entries kept;
        for (auto entry = m_entries.rbegin(); entry != m_entries.rend(); ++entry) {
            QByteArray frame = frameOf(*entry);
            if (entry->outcome != WriteOutcome::Open) {
                if (room < frame.size()) {
                    entry->edit.reset();
                    frame = frameOf(*entry);
                }
                kept.push_back(frameOf(Ending{entry->id, entry->outcome, entry->detail, entry->generation}));
            }
            room -= frame.size();
            kept.push_back(std::move(frame));
        }
        std::ranges::reverse(kept);
        return kept;
    };
    return m_log.rewrite(rewritten);
}

const JournalEntry *Journal::find(quint64 id) const
{
    const auto it = std::ranges::find(m_entries, id, &JournalEntry::id);
    return it == m_entries.end() ? nullptr : &*it;
}

std::vector<const JournalEntry *> Journal::ofCommit(quint64 commit) const
{
    std::vector<const JournalEntry *> found;
    for (const JournalEntry &entry : m_entries) {
        if (entry.commit == commit)
            found.push_back(&entry);
    }
    return found;
}

std::vector<JournalEntry> Journal::open() const
{
    std::vector<JournalEntry> found;
    std::ranges::copy_if(m_entries, std::back_inserter(found),
                         [](const JournalEntry &entry) { return entry.outcome == WriteOutcome::Open; });
    return found;
}

QByteArray Journal::auditLines() const
{
    const auto quoted = [](const QString &text) { return toExactJson(Value(text)); };
    QByteArray lines;
    for (const JournalEntry &entry : m_entries) {
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(entry.when, Qt::UTC);
        lines += "{\"time\":" + quoted(when.toString(Qt::ISODateWithMs)) + ",\"id\":\"" +
                 QByteArray::number(entry.id, 16) + "\",\"commit\":\"" +
                 QByteArray::number(entry.commit, 16) +
                 "\",\"namespace\":" + toExactJson(Value::string(entry.key.namespaceName())) +
                 ",\"set\":" + toExactJson(Value::string(entry.key.setName())) + ",\"digest\":\"" +
                 entry.key.digest().toHex() + "\",\"key\":" + quoted(keyToText(entry.key)) +
                 ",\"call\":" + quoted(entry.call) + ",\"outcome\":" + quoted(wordOf(entry.outcome));
        if (entry.undoes != 0)
            lines += ",\"undoes\":\"" + QByteArray::number(entry.undoes, 16) + '"';
        if (!entry.detail.isEmpty())
            lines += ",\"detail\":" + quoted(entry.detail);
        lines += "}\n";
    }
    return lines;
}

Result<RecordEdit> undoOf(const JournalEntry &entry, qint64 nowUnixSeconds)
{
    const auto refuse = [](const QString &why) { return std::unexpected(Error::invalidArgument(why)); };
    if (entry.outcome != WriteOutcome::Applied)
        return refuse(u"this write was not applied: there is nothing to take back"_s);
    if (!entry.edit)
        return refuse(u"the record as it was is no longer kept"_s);
    const RecordImage &before = entry.edit->image();
    RecordImage after;
    after.record.key = entry.key;
    after.record.bins = entry.edit->result();
    after.record.generation = entry.generation;
    if (entry.edit->kind() == RecordEdit::Kind::Insert)
        return RecordEdit::remove(std::move(after));
    const bool wasToExpire = !before.record.voidTime.never();
    if (wasToExpire && before.record.voidTime.unixSeconds() <= nowUnixSeconds)
        return refuse(u"the record would have expired since"_s);
    const ExpiryChoice expiry = ExpiryChoice::like(before.record.voidTime);
    if (entry.edit->removesRecord()) {
        RecordEdit again = RecordEdit::insert(before.record.key);
        for (const Bin &bin : before.record.bins)
            again.setBin(bin.name, bin.value);
        again.setStoresKey(before.storedKey == StoredKey::Yes);
        again.setExpiry(expiry);
        return again;
    }
    RecordEdit back = RecordEdit::change(std::move(after));
    for (const RecordEdit::BinState &bin : entry.edit->bins()) {
        if (bin.state == RecordEdit::State::Same)
            continue;
        if (bin.before)
            back.setBin(bin.name, *bin.before);
        else
            back.removeBin(bin.name);
    }
    if (entry.edit->expiry() != ExpiryChoice::keep())
        back.setExpiry(expiry);
    return back;
}

} // namespace Aeroscope::Workbench
