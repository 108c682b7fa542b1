// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/record.h"

#include <QByteArrayView>

#include <chrono>
#include <optional>

namespace Aeroscope::Wire {

/// Which copies a read in an available-mode namespace compares.
enum class ReadModeAp : quint8 { One, All };
/// What a read in a strongly consistent namespace guarantees.
enum class ReadModeSc : quint8 { Session, Linearize, AllowReplica, AllowUnavailable };
/// Whose acknowledgement a write waits for.
enum class CommitLevel : quint8 { All, Master };
/// What a write does with a record that exists, or does not.
enum class RecordExistsAction : quint8 { Upsert, Insert, Update, Replace, ReplaceIfExists };
/// Condition of a write on the generation of the record: it must be equal, or lower than the one given.
enum class GenerationCheck : quint8 { None, Equal, Greater };
/// Whether an operate command is answered for every operation (a nil entry where there is no result; touch
/// gives none). Auto: yes, unless it reads all bins, where the server refuses it.
enum class RespondAllOps : quint8 { Auto, Yes, No };

/// The part of a transaction that a command carries (protocol section 11).
struct TransactionStamp
{
    /// 0: not sent.
    quint64 id = 0;
    /// 56 bits.
    std::optional<quint64> recordVersion{};
    /// Seconds since 2010; writes send it once it is known.
    std::optional<quint32> deadline{};
    /// Bits of Info4.
    quint8 info4 = 0;
};

/// Everything about a command on a record besides its key and its bins; each command takes what concerns it.
/// Views must live during the call only.
struct CommandOptions
{
    // every command
    /// Filter expression; empty: none.
    QByteArrayView filter{};
    /// How long the server may work on it; zero: the server's own limit (1 s by default).
    std::chrono::milliseconds serverTimeout{0};
    /// Ask for a compressed reply (Enterprise).
    bool compressReply = false;
    /// Null: outside of transactions.
    const TransactionStamp *transaction = nullptr;
    /// Send the user key, if the key has one: writes store it, and the server refuses with KeyMismatch when
    /// another one is stored.
    bool sendKey = false;

    // reads
    ReadModeAp readModeAp = ReadModeAp::One;
    ReadModeSc readModeSc = ReadModeSc::Session;
    /// -1: never extend the record's life; 0: as the server is configured; 1 … 100: when less than that part
    /// is left.
    int readTouchPercent = 0;

    // writes
    RecordExistsAction existsAction = RecordExistsAction::Upsert;
    GenerationCheck generationCheck = GenerationCheck::None;
    /// Up to 65535.
    quint32 generation = 0;
    Ttl ttl = Ttl::namespaceDefault();
    CommitLevel commitLevel = CommitLevel::All;
    bool durableDelete = false;

    // operate
    RespondAllOps respondAllOps = RespondAllOps::Auto;
};

/// Whether a user-defined function is called for a record, over a query's records, or in the background.
enum class UdfOperation : quint8 { Record = 0, Aggregate = 1, Background = 2 };

/// A call of a user-defined function.
struct UdfCall
{
    /// Module name without `.lua`.
    QByteArrayView module{};
    QByteArrayView function{};
    /// A list in msgpack; empty: no arguments.
    QByteArrayView arguments{};
};

} // namespace Aeroscope::Wire
