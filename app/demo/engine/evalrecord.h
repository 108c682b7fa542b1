// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/particle.h"

namespace Aeroscope::Demo {

/// What an expression may ask of a record. Implemented by the storage of a node over its own layout; views
/// returned must stay valid until the evaluation returns. Called on the evaluating thread only.
class EvalRecord
{
public:
    virtual ~EvalRecord() = default;

    /// The bin, or Nil when the record has none of that name.
    [[nodiscard]] virtual ParticleView bin(QByteArrayView name) const = 0;
    /// The stored user key as particle type and bytes as hashed (protocol section 4.1), or Nil.
    [[nodiscard]] virtual ParticleView userKey() const = 0;
    /// Metadata: whether a user key is stored, of whatever type.
    [[nodiscard]] virtual bool hasUserKey() const { return !userKey().isNil(); }
    /// 20 bytes.
    [[nodiscard]] virtual QByteArrayView digest() const = 0;
    /// Empty when the record is in no set.
    [[nodiscard]] virtual QByteArrayView setName() const = 0;
    /// Milliseconds since the Unix epoch.
    [[nodiscard]] virtual qint64 lastUpdateMs() const = 0;
    /// Seconds since 2010-01-01 UTC, 0 = never expires.
    [[nodiscard]] virtual quint32 voidTime() const = 0;
    /// Bytes of the record on storage (protocol section 9.2, op 74), see flatSize().
    [[nodiscard]] virtual quint32 recordSize() const = 0;
    /// Milliseconds since the Unix epoch by the node's clock.
    [[nodiscard]] virtual qint64 nowMs() const = 0;
    [[nodiscard]] virtual bool isTombstone() const { return false; }
};

} // namespace Aeroscope::Demo
