// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/cdtreply.h"

namespace Aeroscope::Demo {

/// Write flags of list operations (protocol section 8.2).
namespace ListWrite {
inline constexpr quint64 addUnique = 1;
inline constexpr quint64 insertBounded = 2;
inline constexpr quint64 noFail = 4;
inline constexpr quint64 partial = 8;
} // namespace ListWrite

/// The operations that put elements into a list or rearrange it. Values are packed as they came; those that
/// cannot be stored fail with Parameter.
class ListModify
{
public:
    explicit ListModify(const PackedList &list)
        : m_list(list)
    {}

    [[nodiscard]] CdtEffect append(QByteArrayView value, quint64 flags);
    [[nodiscard]] CdtEffect appendItems(QByteArrayView items, quint64 flags);
    [[nodiscard]] CdtEffect insert(qint64 index, QByteArrayView value, quint64 flags);
    [[nodiscard]] CdtEffect insertItems(qint64 index, QByteArrayView items, quint64 flags);
    [[nodiscard]] CdtEffect set(qint64 index, QByteArrayView value, quint64 flags);
    [[nodiscard]] CdtEffect increment(qint64 index, QByteArrayView delta, quint64 flags);
    [[nodiscard]] CdtEffect sort(quint64 sortFlags);
    /// `isTop`: only the list of a bin itself may keep a persisted index.
    [[nodiscard]] CdtEffect setType(quint8 flags, bool isTop);
    [[nodiscard]] CdtEffect clear();

private:
    [[nodiscard]] CdtEffect insertStored(qint64 index, QByteArrayView value, quint64 flags);
    [[nodiscard]] CdtEffect insertStoredItems(qint64 index, const PackedList &items, quint64 flags);
    [[nodiscard]] CdtEffect addOrdered(QByteArrayView value, quint64 flags);
    [[nodiscard]] CdtEffect addItemsOrdered(const PackedList &items, quint64 flags);
    [[nodiscard]] CdtEffect replaceOrdered(quint32 index, QByteArrayView value, quint64 flags);
    [[nodiscard]] CdtEffect setStored(qint64 index, QByteArrayView value, quint64 flags);
    /// Whether an insertion at `index` is possible at all; nothing when it is.
    [[nodiscard]] std::optional<CdtEffect> refuseIndex(qint64 &index, quint64 flags) const;
    [[nodiscard]] CdtEffect place(quint32 index, const ListBuilder &added) const;
    [[nodiscard]] CdtEffect unchanged() const { return CdtEffect::answer(Particle::integer(m_list.count())); }
    [[nodiscard]] CdtEffect touched() const;
    [[nodiscard]] CdtEffect exists(quint64 flags) const;
    [[nodiscard]] CdtEffect changed(const ListBuilder &list) const;

    const PackedList &m_list;
};

} // namespace Aeroscope::Demo
