// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/dataset.h"
#include "client/value/error.h"

#include <QString>

namespace Aeroscope::Workbench {

/// A query as a user types it: `<ns>[.<set>] [where <AEL>]`.
struct QueryText
{
    DataSet target;
    /// True for `ns.""`: only records that have no set. An absent set means the whole namespace.
    bool onlyWithoutSet = false;
    /// The AEL filter, empty if there is none.
    QString where;
    /// Where `where` begins in the text (UTF-16 offset), to point at a place in what the user typed.
    qsizetype whereOffset = 0;
};

/// Names with dots, blanks or quotes are written in double quotes, a quote inside is doubled: `"my ns"."a.b"
/// where …`. Fails with InvalidArgument whose message names the column.
[[nodiscard]] Result<QueryText> parseQueryText(const QString &text);

/// A namespace or set name as parseQueryText() reads it, quoted where needed.
[[nodiscard]] QString quotedName(const QByteArray &name);

} // namespace Aeroscope::Workbench
