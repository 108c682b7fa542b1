// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/operation.h"
#include "client/value/record.h"
#include "ui/workbench/expirychoice.h"
#include "ui/workbench/recordimage.h"
#include "ui/workbench/valuediff.h"
#include "ui/workbench/valuemerge.h"
#include "ui/workbench/valuepath.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace Aeroscope::Workbench {

/// What is to be done with one record: bins set and removed on top of the record as it was read, or a new
/// record, or a deletion. Pure data; the plan it makes is what is shown and what is sent.
class RecordEdit
{
public:
    enum class Kind : quint8 { Change, Insert, Delete };

    RecordEdit() = default;
    /// Changes to a record as it was read.
    [[nodiscard]] static RecordEdit change(Record record);
    /// The same, of a reading that knows its update time and stored key.
    [[nodiscard]] static RecordEdit change(RecordImage image);
    /// A record that does not exist yet.
    [[nodiscard]] static RecordEdit insert(Key key);
    /// The record as it was read is to go.
    [[nodiscard]] static RecordEdit remove(RecordImage image);

    [[nodiscard]] Kind kind() const noexcept { return m_kind; }
    [[nodiscard]] const Record &base() const noexcept { return m_image.record; }
    [[nodiscard]] const RecordImage &image() const noexcept { return m_image; }
    void setKey(Key key) { m_image.record.key = std::move(key); }

    enum class State { Same, Changed, Added, Removed };
    struct BinState
    {
        QByteArray name{};
        /// As it will be; of a removed bin, as it was.
        Value value{};
        /// As it was read; nothing for an added bin.
        std::optional<Value> before{};
        State state = State::Same;
    };
    /// The bins of the record in their order, then the added ones in theirs.
    [[nodiscard]] std::vector<BinState> bins() const;
    [[nodiscard]] std::optional<BinState> bin(QByteArrayView name) const;
    /// As it will be; nothing for a bin that is absent or removed.
    [[nodiscard]] std::optional<Value> valueOf(QByteArrayView name) const;

    /// A value equal to what was read takes the change back; nil removes the bin.
    void setBin(const QByteArray &name, Value value);
    /// An added bin is forgotten, one of the record is marked.
    void removeBin(const QByteArray &name);
    void revertBin(const QByteArray &name);
    void revertAll();

    /// An edit inside a bin (`edit.steps` start there). Without steps, Set makes the bin, Insert does so when
    /// it is absent, and Remove removes it. Fails with InvalidArgument and a sentence; nothing changes then.
    Result<void> apply(const QByteArray &bin, ValueEdit edit);

    [[nodiscard]] const ExpiryChoice &expiry() const noexcept { return m_expiry; }
    /// A record that is made and says "keep" gets the namespace's default.
    void setExpiry(ExpiryChoice expiry) { m_expiry = expiry; }

    /// Of an insert only: a change never adds or drops a stored key.
    [[nodiscard]] bool storesKey() const noexcept;
    void setStoresKey(bool on) { m_storesKey = on; }

    /// No bins to change and, of a record that exists, no expiry; a deletion is something to do always.
    [[nodiscard]] bool isEmpty() const noexcept;
    [[nodiscard]] int changeCount() const noexcept { return static_cast<int>(m_changes.size()); }
    /// Every bin of the record is removed and none is added: the server deletes such a record. Also true of a
    /// deletion.
    [[nodiscard]] bool removesRecord() const;

    /// Whole bins, in the order of bins(), untouched bins left out.
    [[nodiscard]] std::vector<Operation> operations() const;
    /// The smallest exact operations, in the order of bins(); a touch when only the expiry changes. Empty for
    /// a deletion, and when removesRecord(): that is sent and called a delete.
    [[nodiscard]] std::vector<EditOperation> plan() const;
    /// The record as it will be: bins in the order of bins(), canonical.
    [[nodiscard]] Bins result() const;

    /// The same changes on a newer reading of the record. Bins that both sides changed, each to another
    /// value, are answered; there the own change stays in the plan. Finer than bins: see merge().
    std::vector<QByteArray> rebase(Record newer);
    /// The same changes on a newer reading, brought together element by element; places that both sides
    /// changed are answered, and keep the own change in the plan.
    std::vector<MergeConflict> merge(RecordImage newer);

private:
    friend Value toValue(const RecordEdit &edit);
    friend Result<RecordEdit> editFromValue(const Value &value);

    struct Change
    {
        QByteArray name;
        std::optional<Value> value; // none: remove
    };
    [[nodiscard]] const Change *changeOf(QByteArrayView name) const;
    void forget(QByteArrayView name);

    Kind m_kind = Kind::Change;
    RecordImage m_image;
    std::vector<Change> m_changes;
    ExpiryChoice m_expiry;
    bool m_storesKey = true;
};

/// As a value, to be packed and kept; exact.
[[nodiscard]] Value toValue(const RecordEdit &edit);
[[nodiscard]] Result<RecordEdit> editFromValue(const Value &value);

/// Why a name cannot be a bin's.
enum class BinNameFault { None, Empty, TooLong, HasNul, Exists };
[[nodiscard]] BinNameFault checkBinName(const QByteArray &name, const RecordEdit &edit);

} // namespace Aeroscope::Workbench
