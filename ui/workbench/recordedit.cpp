// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/recordedit.h"

#include "client/value/storable.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

constexpr qsizetype longestBinName = 15;

} // namespace

RecordEdit RecordEdit::change(Record record)
{
    RecordEdit edit;
    edit.m_image.record = std::move(record);
    return edit;
}

RecordEdit RecordEdit::change(RecordImage image)
{
    RecordEdit edit;
    edit.m_image = std::move(image);
    return edit;
}

RecordEdit RecordEdit::remove(RecordImage image)
{
    RecordEdit edit = change(std::move(image));
    edit.m_kind = Kind::Delete;
    return edit;
}

RecordEdit RecordEdit::insert(Key key)
{
    RecordEdit edit;
    edit.m_kind = Kind::Insert;
    edit.m_image.record.key = std::move(key);
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
    for (const Bin &bin : m_image.record.bins) {
        BinState state{bin.name, bin.value, bin.value, State::Same};
        if (const Change *change = changeOf(bin.name)) {
            state.state = change->value ? State::Changed : State::Removed;
            if (change->value)
                state.value = *change->value;
        }
        all.push_back(std::move(state));
    }
    for (const Change &change : m_changes) {
        if (change.value && !m_image.record.bin(change.name))
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

std::optional<Value> RecordEdit::valueOf(QByteArrayView name) const
{
    if (const Change *change = changeOf(name))
        return change->value;
    const Value *before = m_image.record.bin(name);
    return before ? std::optional(*before) : std::nullopt;
}

void RecordEdit::setBin(const QByteArray &name, Value value)
{
    if (value.isNil()) {
        removeBin(name); // what a server does
        return;
    }
    const Value *before = m_image.record.bin(name);
    if (before && (*before == value || (value.isContainer() && canonical(*before) == canonical(value)))) {
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
    if (m_image.record.bin(name))
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

Result<void> RecordEdit::apply(const QByteArray &bin, ValueEdit edit)
{
    const auto refuse = [](const QString &why) { return std::unexpected(Error::invalidArgument(why)); };
    const std::optional<Value> held = valueOf(bin);
    const QString name = QString::fromUtf8(bin);
    if (edit.steps.empty() && edit.value.isNil() &&
        (edit.kind == ValueEdit::Kind::Set || edit.kind == ValueEdit::Kind::Insert))
        return refuse(u"a bin cannot hold nil: remove it instead"_s);
    if (!held && (edit.kind == ValueEdit::Kind::Set || edit.kind == ValueEdit::Kind::Insert) &&
        edit.steps.empty()) {
        if (bin.isEmpty() || bin.size() > longestBinName || bin.contains('\0'))
            return refuse(u"the name of a bin is 1 to 15 bytes without NUL"_s);
        if (const Result<Storability> storable = checkStorable(edit.value); !storable)
            return std::unexpected(storable.error());
        setBin(bin, canonical(edit.value));
        return {};
    }
    if (!held)
        return refuse(u"the record has no bin '%1'"_s.arg(name));
    if (edit.steps.empty() && edit.kind == ValueEdit::Kind::Insert)
        return refuse(u"the record has a bin '%1' already"_s.arg(name));
    if (edit.steps.empty() && edit.kind == ValueEdit::Kind::Remove) {
        removeBin(bin);
        return {};
    }
    Result<Value> after = applied(*held, edit);
    if (!after)
        return std::unexpected(after.error());
    setBin(bin, *std::move(after));
    return {};
}

bool RecordEdit::storesKey() const noexcept
{
    return m_kind == Kind::Insert && m_storesKey && m_image.record.key.userKey().has_value();
}

bool RecordEdit::isEmpty() const noexcept
{
    if (m_kind == Kind::Delete)
        return false;
    return m_changes.empty() && (m_kind == Kind::Insert || m_expiry == ExpiryChoice::keep());
}

bool RecordEdit::removesRecord() const
{
    if (m_kind == Kind::Delete)
        return true;
    if (m_kind == Kind::Insert || m_changes.empty())
        return false;
    return std::ranges::all_of(bins(), [](const BinState &bin) { return bin.state == State::Removed; });
}

std::vector<EditOperation> RecordEdit::plan() const
{
    std::vector<EditOperation> plan;
    if (removesRecord())
        return plan;
    for (const BinState &bin : bins()) {
        switch (bin.state) {
        case State::Same:
            break;
        case State::Changed:
        case State::Added:
            std::ranges::move(differences(bin.name, bin.before, bin.value), std::back_inserter(plan));
            break;
        case State::Removed: {
            EditOperation remove;
            remove.kind = EditOperation::Kind::RemoveBin;
            remove.path.bin = bin.name;
            plan.push_back(std::move(remove));
            break;
        }
        }
    }
    if (plan.empty() && m_kind == Kind::Change && m_expiry != ExpiryChoice::keep()) {
        EditOperation touch;
        touch.kind = EditOperation::Kind::Touch;
        plan.push_back(std::move(touch));
    }
    return plan;
}

Bins RecordEdit::result() const
{
    Bins result;
    if (removesRecord())
        return result;
    for (BinState &bin : bins()) {
        if (bin.state != State::Removed)
            result.push_back({bin.name, canonical(bin.value)});
    }
    return result;
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
    RecordImage image;
    image.record = std::move(newer);
    image.storedKey = m_image.storedKey;
    std::vector<QByteArray> clashes;
    for (const MergeConflict &conflict : merge(std::move(image))) {
        if (clashes.empty() || clashes.back() != conflict.path.bin)
            clashes.push_back(conflict.path.bin);
    }
    return clashes;
}

std::vector<MergeConflict> RecordEdit::merge(RecordImage newer)
{
    std::vector<MergeConflict> conflicts;
    std::vector<Change> kept;
    for (Change &change : m_changes) {
        const auto place = [](const Value *value) { return value ? std::optional(*value) : std::nullopt; };
        const std::optional<Value> theirs = place(newer.record.bin(change.name));
        ValueMerge both =
            merged({change.name, {}}, place(m_image.record.bin(change.name)), change.value, theirs);
        std::ranges::move(both.conflicts, std::back_inserter(conflicts));
        const bool same = both.value && theirs ? canonical(*theirs) == *both.value : both.value == theirs;
        if (!same)
            kept.push_back({std::move(change.name), std::move(both.value)});
    }
    m_changes = std::move(kept);
    m_image = std::move(newer);
    return conflicts;
}

Value toValue(const RecordEdit &edit)
{
    List changes;
    for (const RecordEdit::Change &change : edit.m_changes) {
        List parts{{Value::blob(change.name)}};
        if (change.value)
            parts.items.push_back(*change.value);
        changes.items.push_back(std::move(parts));
    }
    return List{{static_cast<int>(edit.m_kind), toValue(edit.m_image), std::move(changes),
                 static_cast<int>(edit.m_expiry.word), edit.m_expiry.seconds, edit.m_storesKey}};
}

Result<RecordEdit> editFromValue(const Value &value)
{
    const auto damaged = [] {
        return std::unexpected(Error::protocol(u"what was kept of a change cannot be read"_s));
    };
    using Type = Value::Type;
    if (value.type() != Type::List || value.list().items.size() != 6)
        return damaged();
    const std::vector<Value> &parts = value.list().items;
    if (parts[0].type() != Type::Integer || parts[2].type() != Type::List ||
        parts[3].type() != Type::Integer || parts[4].type() != Type::Integer || parts[5].type() != Type::Bool)
        return damaged();
    RecordEdit edit;
    Result<RecordImage> image = imageFromValue(parts[1]);
    if (!image)
        return std::unexpected(image.error());
    edit.m_kind = static_cast<RecordEdit::Kind>(parts[0].toInteger());
    edit.m_image = *std::move(image);
    edit.m_expiry = {static_cast<ExpiryChoice::Word>(parts[3].toInteger()), parts[4].toInteger()};
    edit.m_storesKey = parts[5].toBool();
    for (const Value &change : parts[2].list().items) {
        if (change.type() != Type::List || change.list().items.empty() || change.list().items.size() > 2 ||
            change.list().items[0].type() != Type::Blob)
            return damaged();
        const std::vector<Value> &pair = change.list().items;
        edit.m_changes.push_back({pair[0].bytes(), pair.size() == 2 ? std::optional(pair[1]) : std::nullopt});
    }
    return edit;
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
