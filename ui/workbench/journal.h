// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/encryptedlog.h"
#include "ui/workbench/recordedit.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace Aeroscope::Workbench {

/// What became of one write.
enum class WriteOutcome : quint8 {
    Open,       ///< announced; nothing more is known
    Applied,    ///< the server has it
    NotApplied, ///< the server refused it or never got it; the record is as it was
    Unknown,    ///< it may have been applied: the record has moved on since
};

/// One write as the journal knows it. `edit` holds the record as it was before (bins, expiry, stored key) and
/// what was to be changed.
struct JournalEntry
{
    quint64 id = 0;
    /// The writes that were committed together.
    quint64 commit = 0;
    /// The staged item it came from; 0 = none.
    quint64 item = 0;
    /// Milliseconds since 1970, when it was announced.
    qint64 when = 0;
    Key key{};
    /// The exact call in words.
    QString call{};
    /// Nothing once its room was needed.
    std::optional<RecordEdit> edit{};
    /// The entry that this one takes back; 0 = none.
    quint64 undoes = 0;

    WriteOutcome outcome = WriteOutcome::Open;
    /// How an outcome that was in doubt was found out, or why it failed.
    QString detail{};
    /// Of the record afterwards.
    quint32 generation = 0;
};

/// All writes of one connection, announced before they are sent: with before-images for taking them back, and
/// as an audit log of everything that was sent. Encrypted, readable by its owner only, bounded in size:
/// before-images of old writes go first, the lines of the audit log stay. Several processes may write the
/// same journal. One thread.
class Journal
{
public:
    static constexpr qint64 defaultLimit = 64LL << 20;

    /// Reads what is there. Fails for a file of another key.
    [[nodiscard]] static Result<std::unique_ptr<Journal>> open(QString file, DataKey key,
                                                               qint64 limit = defaultLimit);

    /// Announces writes: they are on the disk when this comes back, and nothing may be sent before. Gives
    /// each an id and the time.
    [[nodiscard]] Result<void> begin(std::vector<JournalEntry> &entries);
    struct Ending
    {
        quint64 id = 0;
        WriteOutcome outcome = WriteOutcome::Applied;
        QString detail{};
        quint32 generation = 0;
    };
    [[nodiscard]] Result<void> end(const std::vector<Ending> &endings);

    /// Oldest first, with what other processes wrote until the last reload().
    [[nodiscard]] const std::vector<JournalEntry> &entries() const noexcept { return m_entries; }
    [[nodiscard]] const JournalEntry *find(quint64 id) const;
    [[nodiscard]] std::vector<const JournalEntry *> ofCommit(quint64 commit) const;
    /// Announced, and no word since: from a crash, or under way.
    [[nodiscard]] std::vector<JournalEntry> open() const;
    [[nodiscard]] Result<void> reload();

    /// The audit log: one line of JSON for each write, oldest first.
    [[nodiscard]] QByteArray auditLines() const;

    [[nodiscard]] static quint64 freshId();

private:
    Journal(QString file, DataKey key, qint64 limit);
    void take(const QByteArray &frame);
    Result<void> shrink();

    EncryptedLog m_log;
    qint64 m_limit;
    std::vector<JournalEntry> m_entries;
};

/// The change that takes an entry back, itself checked: made on what the entry left behind, to be merged with
/// what the record is now. Fails with InvalidArgument for an entry that was not applied, whose before-image
/// is gone, or whose record would have expired by now.
[[nodiscard]] Result<RecordEdit> undoOf(const JournalEntry &entry, qint64 nowUnixSeconds);

} // namespace Aeroscope::Workbench
