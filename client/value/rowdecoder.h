// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/rowchunk.h"

#include <QByteArray>

#include <vector>

namespace Aeroscope {

/// RowView::toRecord() for many rows: the records share one copy of the namespace, the set and the bin names,
/// which are the same in row after row, rather than having one each. Used by one thread; the records may go
/// anywhere.
class RowDecoder
{
public:
    /// Everything decoded. Fails with Protocol when the row is malformed or any particle impossible.
    [[nodiscard]] Result<Record> decode(const RowView &row);

private:
    /// `place`: where the name was in the row before.
    [[nodiscard]] const QByteArray &name(QByteArrayView wanted, std::size_t place);

    QByteArray m_namespace;
    QByteArray m_set;
    std::vector<QByteArray> m_names;
    QByteArray m_other;
};

} // namespace Aeroscope
