// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/recordedit.h"

#include <algorithm>

namespace Aeroscope::Workbench {

namespace {

constexpr qsizetype longestBinName = 15;

} // namespace

RecordEdit RecordEdit::change(Record record)
{
    RecordEdit edit;
    edit.m_base = std::move(record);
    return edit;
}

RecordEdit RecordEdit::insert(Key key)
{
    RecordEdit edit;
    edit.m_kind = Kind::Insert;
    edit.m_base.key = std::move(key);
    return edit;
}

const RecordEdit::Change *RecordEdit::changeOf(QByteArrayView name) const
{
    const auto it =
        std::ranges::find_if(m_changes, [name](const Change &change) { return change.name == name; });
    return it == m_changes.end() ? nullptr : &*it;
}

void RecordEdit::forget(QByteArrayView name)
{
    std::erase_if(m_changes, [name](const Change &change) { return change.name == name; });
}

std::vector<RecordEdit::BinState> RecordEdit::bins() const
{
    std::vector<BinState> all;
    for (const Bin &bin : m_base.bins) {
        BinState state{bin.name, bin.value, bin.value, State::Same};
        if (const Change *change = changeOf(bin.name)) {
            state.state = change->value ? State::Changed : State::Removed;
            if (change->value)
                state.value = *change->value;
        }
        all.push_back(std::move(state));
    }
    for (const Change &change : m_changes) {
        if (change.value && !m_base.bin(change.name))
            all.push_back({change.name, *change.value, std::nullopt, State::Added});
    }
    return all;
}

std::optional<RecordEdit::BinState> RecordEdit::bin(QByteArrayView name) const
{
    for (BinState &state : bins()) {
        if (state.name == name)
            return std::move(state);
    }
    return std::nullopt;
}

void RecordEdit::setBin(const QByteArray &name, Value value)
{
    if (const Value *before = m_base.bin(name); before && *before == value) {
        forget(name);
        return;
    }
    const auto it = std::ranges::find(m_changes, name, &Change::name);
    if (it == m_changes.end())
        m_changes.push_back({name, std::move(value)});
    else
        it->value = std::move(value);
}

void RecordEdit::removeBin(const QByteArray &name)
{
    forget(name);
    if (m_base.bin(name))
        m_changes.push_back({name, std::nullopt});
}

void RecordEdit::revertBin(const QByteArray &name)
{
    forget(name);
}

void RecordEdit::revertAll()
{
    m_changes.clear();
}

bool RecordEdit::removesRecord() const
{
    if (m_kind == Kind::Insert || m_changes.empty())
        return false;
    return std::ranges::all_of(bins(), [](const BinState &bin) { return bin.state == State::Removed; });
}

std::vector<Operation> RecordEdit::operations() const
{
    std::vector<Operation> plan;
    for (BinState &bin : bins()) {
        switch (bin.state) {
        case State::Same:
            break;
        case State::Changed:
        case State::Added:
            plan.push_back(Operation::write(bin.name, std::move(bin.value)));
            break;
        case State::Removed:
            plan.push_back(Operation::removeBin(bin.name));
            break;
        }
    }
    return plan;
}

std::vector<QByteArray> RecordEdit::rebase(Record newer)
{
    std::vector<QByteArray> clashes;
    std::vector<Change> kept;
    for (Change &change : m_changes) {
        const Value *before = m_base.bin(change.name);
        const Value *now = newer.bin(change.name);
        const bool same = change.value ? now && *now == *change.value : !now;
        if (same)
            continue;
        const bool theirsMoved = before && now ? *before != *now : before != now;
        if (theirsMoved)
            clashes.push_back(change.name);
        kept.push_back(std::move(change));
    }
    m_changes = std::move(kept);
    m_base = std::move(newer);
    return clashes;
}

BinNameFault checkBinName(const QByteArray &name, const RecordEdit &edit)
{
    if (name.isEmpty())
        return BinNameFault::Empty;
    if (name.size() > longestBinName)
        return BinNameFault::TooLong;
    if (name.contains('\0'))
        return BinNameFault::HasNul;
    return edit.bin(name) ? BinNameFault::Exists : BinNameFault::None;
}

} // namespace Aeroscope::Workbench
