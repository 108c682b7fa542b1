// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/operation.h"
#include "client/value/record.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace Aeroscope::Workbench {

/// What is to be done with one record: bins set and removed on top of the record as it was read, or a new
/// record, or a deletion. Pure data; the plan it makes is what is shown and what is sent.
class RecordEdit
{
public:
    enum class Kind { Change, Insert };

    RecordEdit() = default;
    /// Changes to a record as it was read.
    [[nodiscard]] static RecordEdit change(Record record);
    /// A record that does not exist yet.
    [[nodiscard]] static RecordEdit insert(Key key);

    [[nodiscard]] Kind kind() const noexcept { return m_kind; }
    [[nodiscard]] const Record &base() const noexcept { return m_base; }
    void setKey(Key key) { m_base.key = std::move(key); }

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

    /// A value equal to what was read takes the change back.
    void setBin(const QByteArray &name, Value value);
    /// An added bin is forgotten, one of the record is marked.
    void removeBin(const QByteArray &name);
    void revertBin(const QByteArray &name);
    void revertAll();

    [[nodiscard]] bool isEmpty() const noexcept { return m_changes.empty(); }
    [[nodiscard]] int changeCount() const noexcept { return static_cast<int>(m_changes.size()); }
    /// Every bin of the record is removed and none is added: the server deletes such a record.
    [[nodiscard]] bool removesRecord() const;

    /// In the order of bins(), untouched bins left out.
    [[nodiscard]] std::vector<Operation> operations() const;

    /// The same changes on a newer reading of the record. Bins that both sides changed, each to another
    /// value, are answered; there the own change stays in the plan.
    std::vector<QByteArray> rebase(Record newer);

private:
    struct Change
    {
        QByteArray name;
        std::optional<Value> value; // none: remove
    };
    [[nodiscard]] const Change *changeOf(QByteArrayView name) const;
    void forget(QByteArrayView name);

    Kind m_kind = Kind::Change;
    Record m_base;
    std::vector<Change> m_changes;
};

/// Why a name cannot be a bin's.
enum class BinNameFault { None, Empty, TooLong, HasNul, Exists };
[[nodiscard]] BinNameFault checkBinName(const QByteArray &name, const RecordEdit &edit);

} // namespace Aeroscope::Workbench
