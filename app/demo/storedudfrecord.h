// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/recordchecks.h"
#include "app/demo/udf/udfrecord.h"
#include "app/demo/workingrecord.h"

#include <deque>
#include <optional>
#include <vector>

namespace Aeroscope::Demo {

/// A stored record as a module's function reads and changes it. Changes of bins are remembered until the
/// function asks to create or update, and reach the storage when it has ended well. The partition's lock is
/// held all the time.
class StoredUdfRecord final : public UdfRecord
{
public:
    /// `slot` is null when there is no such record. All must outlive this.
    StoredUdfRecord(Namespace &ns, Partition &partition, const Request &request, const Digest &digest,
                    RecordSlot *slot);

    /// The record as it is being changed. Requires that there is one.
    [[nodiscard]] WorkingRecord &work() { return *m_work; }
    /// Writes what the function changed. Fills in generation and void time.
    [[nodiscard]] ResultCode commit(CommandResult &result);

    [[nodiscard]] UdfRef bin(const QByteArray &name) override;
    void setBin(const QByteArray &name, UdfRef value) override { remember(name, std::move(value), true); }
    [[nodiscard]] std::optional<std::vector<QByteArray>> binNames() const override;
    [[nodiscard]] int create() override;
    [[nodiscard]] int update() override;
    [[nodiscard]] int remove() override;
    [[nodiscard]] bool exists() const override { return m_work.has_value(); }
    void setTtl(quint32 seconds) override { m_ttl = seconds; }
    void dropKey() override;
    [[nodiscard]] UdfRef key() const override;
    [[nodiscard]] QByteArray setName() const override;
    [[nodiscard]] QByteArray digest() const override;
    [[nodiscard]] qint64 generation() const override;
    [[nodiscard]] qint64 ttl() const override;
    [[nodiscard]] qint64 lastUpdate() const override;
    [[nodiscard]] qint64 size() const override;
    [[nodiscard]] qint64 nowMs() const override { return m_ns.clock().nowMs(); }

private:
    /// A bin that was read or set.
    struct Cached
    {
        QByteArray name;
        UdfRef value;
        bool changed = false;
    };

    void remember(const QByteArray &name, UdfRef value, bool changed);
    [[nodiscard]] int execute();
    int refuse(ResultCode code);
    void abandonNew();
    [[nodiscard]] const StoredRecord *stored() const noexcept
    {
        return m_created || !m_slot ? nullptr : m_slot->record.get();
    }

    Namespace &m_ns;
    Partition &m_partition;
    const Request &m_request;
    const Digest &m_digest;
    RecordSlot *m_slot;
    SlotGuard m_guard;
    std::optional<WorkingRecord> m_work;
    bool m_created = false;
    bool m_hasUpdates = false;
    bool m_tooManyBins = false;
    quint32 m_ttl;
    ResultCode m_code = ResultCode::Ok;
    std::vector<Cached> m_cache;
    std::deque<QByteArray> m_names; ///< what the working record's bin names point to
};

} // namespace Aeroscope::Demo
