// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/binnames.h"
#include "client/value/rowchunk.h"

#include <QByteArray>

namespace Aeroscope {

/// RowView::toRecord() for many rows: the records share one copy of the namespace, the set and the bin names,
/// which are the same in row after row, rather than having one each. Used by one thread; the records may go
/// anywhere.
class RowDecoder
{
public:
    /// Everything decoded. Fails with Protocol when the row is malformed or any particle impossible.
    [[nodiscard]] Result<Record> decode(const RowView &row);
    /// The same into a record that is used again and again, for those who look at a row and go on: its bins,
    /// and texts and blobs that nobody else shares, keep their memory. After a failure the record holds parts
    /// of both rows.
    [[nodiscard]] Result<void> decode(const RowView &row, Record &record);

private:
    QByteArray m_namespace;
    QByteArray m_set;
    BinNames m_names;
};

} // namespace Aeroscope
