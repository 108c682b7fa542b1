// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/udf/udfvalue.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace Aeroscope::Demo {

/// The record that a module works on. Return codes are those that module code sees: 0 is success.
class UdfRecord
{
public:
    virtual ~UdfRecord() = default;

    /// The bin, or null.
    [[nodiscard]] virtual UdfRef bin(const QByteArray &name) = 0;
    /// Remembers a change for the next create() or update(); a nil value removes the bin.
    virtual void setBin(const QByteArray &name, UdfRef value) = 0;
    /// Names of the bins, or nothing when there is no record.
    [[nodiscard]] virtual std::optional<std::vector<QByteArray>> binNames() const = 0;
    [[nodiscard]] virtual int create() = 0;
    [[nodiscard]] virtual int update() = 0;
    [[nodiscard]] virtual int remove() = 0;
    [[nodiscard]] virtual bool exists() const = 0;
    virtual void setTtl(quint32 seconds) = 0;
    virtual void dropKey() = 0;
    /// Null without a stored key.
    [[nodiscard]] virtual UdfRef key() const = 0;
    /// Null QByteArray without a set or record.
    [[nodiscard]] virtual QByteArray setName() const = 0;
    [[nodiscard]] virtual QByteArray digest() const = 0;
    [[nodiscard]] virtual qint64 generation() const = 0;
    /// Seconds left, 0 = never expires.
    [[nodiscard]] virtual qint64 ttl() const = 0;
    /// Milliseconds since 2010-01-01 UTC.
    [[nodiscard]] virtual qint64 lastUpdate() const = 0;
    [[nodiscard]] virtual qint64 size() const = 0;
    /// Milliseconds since the Unix epoch by the node's clock.
    [[nodiscard]] virtual qint64 nowMs() const = 0;
};

/// Records that flow into an aggregation, one after the other.
class UdfStream
{
public:
    virtual ~UdfStream() = default;
    /// Goes to the next record: false at the end. The record is the same object each time.
    [[nodiscard]] virtual bool next() = 0;
    [[nodiscard]] virtual UdfRecord &record() = 0;
    virtual void write(const UdfRef &value) = 0;
};

} // namespace Aeroscope::Demo
