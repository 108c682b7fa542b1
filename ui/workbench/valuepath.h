// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/cdtcontext.h"
#include "client/value/error.h"
#include "client/value/value.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace Aeroscope::Workbench {

/// One step into a list or map: an index (negative: from the end) or a key of any scalar type.
struct PathStep
{
    enum class Kind : quint8 { Index, Key };

    Kind kind = Kind::Index;
    qint64 index = 0;
    Value key{};

    [[nodiscard]] static PathStep at(qint64 index) { return {Kind::Index, index, {}}; }
    [[nodiscard]] static PathStep under(Value key) { return {Kind::Key, 0, std::move(key)}; }
    friend bool operator==(const PathStep &, const PathStep &) = default;
};

using PathSteps = std::vector<PathStep>;

/// A bin, or a place inside it, from the outside in. A value.
struct ValuePath
{
    QByteArray bin{};
    PathSteps steps{};

    [[nodiscard]] ValuePath then(PathStep step) const;
    /// The container that holds the last step; of a bin, the bin.
    [[nodiscard]] ValuePath parent() const;
    /// The same way for an operation on what stands there.
    [[nodiscard]] CdtContext context() const;

    friend bool operator==(const ValuePath &, const ValuePath &) = default;
};

/// `prefs{1}`, `prefs.lang`, `tags[-1]`, `"odd bin"{{"$blob":"CgE="}}[0]`: the bin, plain or as a JSON
/// string, then `[index]`, `{key}` with the key as exact JSON, or `.word` for a string key that is one word.
[[nodiscard]] QString pathText(const ValuePath &path);
/// The way back. Fails with InvalidArgument and the column of what cannot be read.
[[nodiscard]] Result<ValuePath> pathFromText(const QString &text);

/// What stands at the end of the steps, or null.
[[nodiscard]] const Value *valueAt(const Value &root, const PathSteps &steps);

/// One change inside a value. In memory only; valuediff.h turns the result into operations.
struct ValueEdit
{
    enum class Kind : quint8 {
        Set,    ///< replaces what stands there; under a new map key, adds an entry
        Insert, ///< before the element of an unordered list (its size: at the end), or under a new map key
        Remove, ///< a list element or map entry
        Append, ///< to the list at the path; an ordered one puts it in its place
        Rename, ///< the map entry at the path gets the key `value`
        Order,  ///< the list or map at the path is kept in `order` from now on
    };

    Kind kind = Kind::Set;
    PathSteps steps{};
    Value value{};
    /// ListOrder or MapOrder, as the container at the path needs it.
    quint8 order = 0;
};

/// The value after the edit, containers that claim an order sorted. Fails with InvalidArgument and a sentence
/// when the path leads nowhere, the step does not fit the container, a key stands there already, or the value
/// cannot be stored; `root` is then as it was.
[[nodiscard]] Result<Value> applied(const Value &root, const ValueEdit &edit);

/// As servers give it back after storing it: ordered lists sorted, maps sorted by key, at all levels.
[[nodiscard]] Value canonical(const Value &value);

} // namespace Aeroscope::Workbench
