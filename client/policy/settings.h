// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtGlobal>

#include <chrono>
#include <optional>

namespace Aeroscope {

/// What a command does, as far as settings are concerned. A write is retryable when sending it twice gives
/// the same record (upsert or replace of plain bins, delete, touch); counters, appends and CDT changes are
/// not.
enum class OperationKind : quint8 { Read, WriteRetryable, WriteNonRetryable };
enum class OperationShape : quint8 { Point, Batch, Query };
/// Available-and-partition-tolerant or strongly consistent namespace (the regime of the partition map tells).
enum class ConsistencyMode : quint8 { Ap, Sc };

/// Which copy of a partition is asked (protocol section 4.4). Writes treat everything but Master and Random
/// as Sequence.
enum class Replica : quint8 { Master, Any, Sequence, PreferRack, Random };
enum class ReadModeAp : quint8 { One, All };
enum class ReadModeSc : quint8 { Session, Linearize, AllowReplica, AllowUnavailable };
enum class CommitLevel : quint8 { All, Master };

/// One layer of settings: what is not set is inherited. The names of the fields are those of the YAML form.
struct Settings
{
    /// From the call to its result, through all retries. Zero: no limit.
    std::optional<std::chrono::milliseconds> totalTimeout{};
    /// Without a byte from the server. Zero: no limit of its own.
    std::optional<std::chrono::milliseconds> socketTimeout{};
    /// Pause before a retry; the first change of replica does not wait.
    std::optional<std::chrono::milliseconds> retryDelay{};
    /// Tries after the first one.
    std::optional<int> maxRetries{};
    /// Stores the user key with the record. Adds it to a record that has none.
    std::optional<bool> sendKey{};
    /// Deletes leave a tombstone (Enterprise).
    std::optional<bool> durableDelete{};
    /// Of writes to available-mode namespaces: answer when all copies have it, or when the master has it.
    std::optional<CommitLevel> commitLevel{};
    /// Which copy is asked first, and in which order the others.
    std::optional<Replica> replica{};
    /// Available-mode namespaces: whether a read consults the other copies while partitions move (protocol
    /// section 5.1).
    std::optional<ReadModeAp> readModeAp{};
    /// Strongly consistent namespaces: what a read may miss (protocol section 5.1).
    std::optional<ReadModeSc> readModeSc{};
    /// Ask for compressed replies and compress requests above compressionThreshold bytes (Enterprise).
    std::optional<bool> useCompression{};
    /// Bytes; see useCompression.
    std::optional<int> compressionThreshold{};
    /// Nodes that a query or batch visits at once; 0 = all.
    std::optional<int> maxConcurrentNodes{};
    /// Rows a query buffers for a slow consumer before it stops reading its sockets; 0 = by bytes alone (4
    /// MiB).
    std::optional<int> recordQueueSize{};
    /// Batch rows may be served by the server's network thread (data in memory / on SSD).
    std::optional<bool> allowInline{};
    /// The same for data on SSD; see allowInline.
    std::optional<bool> allowInlineSsd{};
    /// -1: reading never extends a record's life; 0: the server's configuration; 1 … 100: extend when less
    /// than that part of the TTL is left.
    std::optional<int> readTouchTtlPercent{};

    /// Fields set in `over` win.
    void apply(const Settings &over);
    /// Nothing is set.
    [[nodiscard]] bool isEmpty() const;
    friend bool operator==(const Settings &, const Settings &) = default;
};

/// Settings with every question answered; fields as in Settings.
struct ResolvedSettings
{
    /// See Settings::totalTimeout.
    std::chrono::milliseconds totalTimeout{30'000};
    /// See Settings::socketTimeout.
    std::chrono::milliseconds socketTimeout{5'000};
    /// See Settings::retryDelay.
    std::chrono::milliseconds retryDelay{0};
    /// See Settings::maxRetries.
    int maxRetries = 2;
    /// See Settings::sendKey.
    bool sendKey = true;
    /// See Settings::durableDelete.
    bool durableDelete = false;
    /// See Settings::commitLevel.
    CommitLevel commitLevel = CommitLevel::All;
    /// See Settings::replica.
    Replica replica = Replica::Sequence;
    /// See Settings::readModeAp.
    ReadModeAp readModeAp = ReadModeAp::One;
    /// See Settings::readModeSc.
    ReadModeSc readModeSc = ReadModeSc::Session;
    /// See Settings::useCompression.
    bool useCompression = false;
    /// See Settings::compressionThreshold.
    int compressionThreshold = 128;
    /// See Settings::maxConcurrentNodes.
    int maxConcurrentNodes = 0;
    /// See Settings::recordQueueSize.
    int recordQueueSize = 0;
    /// See Settings::allowInline.
    bool allowInline = true;
    /// See Settings::allowInlineSsd.
    bool allowInlineSsd = false;
    /// See Settings::readTouchTtlPercent.
    int readTouchTtlPercent = 0;

    /// Fields set in `over` win.
    void apply(const Settings &over);
    friend bool operator==(const ResolvedSettings &, const ResolvedSettings &) = default;
};

} // namespace Aeroscope
