// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/operation.h"
#include "ui/workbench/valuepath.h"

#include <QString>

#include <optional>
#include <vector>

namespace Aeroscope::Workbench {

/// One write operation as data: what is shown in words, copied as client code, and sent.
struct EditOperation
{
    enum class Kind : quint8 {
        PutBin, ///< `value`; the whole bin
        RemoveBin,
        Touch,      ///< expiry only
        ListSet,    ///< [index] = `value`
        ListInsert, ///< `values` before [index]
        ListAppend, ///< `values`; an ordered list sorts them in
        ListRemove, ///< `count` elements from [index] on
        ListClear,
        ListOrder, ///< `order`: ListOrder
        MapPut,    ///< {key} = `value`
        MapRemove, ///< {key}
        MapClear,
        MapOrder, ///< `order`: MapOrder
    };

    Kind kind = Kind::PutBin;
    /// The bin, or the list or map inside it that is worked on.
    ValuePath path{};
    qint64 index = 0;
    quint64 count = 1;
    Value key{};
    Value value{};
    std::vector<Value> values{};
    quint8 order = 0;
    /// Of PutBin and of clearing: why not a smaller operation (English, one sentence without a full stop).
    QString reason{};

    [[nodiscard]] Operation operation() const;
    friend bool operator==(const EditOperation &, const EditOperation &) = default;
};

/// The operations, in order, that make `after` of `before` at the server and touch nothing else: elements and
/// entries by index and key, as deep as the values are addressable, else the whole bin and why. They are
/// checked by carrying them out in memory. Exact only while the bin holds `before`.
///
/// A whole write of an ordered list or map would drop an index that is kept with it (which no read shows);
/// an ordered bin is therefore emptied and filled again instead.
[[nodiscard]] std::vector<EditOperation> differences(const QByteArray &bin,
                                                     const std::optional<Value> &before, const Value &after);

/// What a bin holds after the operation, as servers do it; `before` and the result are canonical(). Fails for
/// what a server refuses. RemoveBin gives nil.
[[nodiscard]] Result<Value> carriedOut(const Value &before, const EditOperation &operation);

/// How the elements of two lists belong together: runs of equal elements, and between them gaps.
struct ListGap
{
    size_t before = 0;
    size_t beforeCount = 0;
    size_t after = 0;
    size_t afterCount = 0;
};
/// From front to back; nothing for equal lists. Long gaps are not searched for equal elements.
[[nodiscard]] std::vector<ListGap> listGaps(const std::vector<Value> &before,
                                            const std::vector<Value> &after);

} // namespace Aeroscope::Workbench
