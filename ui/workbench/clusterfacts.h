// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMap>
#include <QPair>

namespace Aeroscope::Workbench {

/// The answer of one node: its name, and what it said.
using NodeText = QPair<QByteArray, QByteArray>;

/// A registered UDF module, as the nodes list it.
struct UdfModule
{
    QByteArray name{};
    /// "LUA".
    QByteArray type{};
    /// SHA-1 of the content, hex.
    QByteArray hash{};
    /// Nodes that have it, in this version; fewer than there are while it spreads.
    int nodes = 0;
    friend bool operator==(const UdfModule &, const UdfModule &) = default;
};

/// Of `udf-list`, sorted by name.
[[nodiscard]] QList<UdfModule> parseModules(const QList<NodeText> &answers);
/// Of `racks:` of any node: node -> rack. Empty where there are no racks, and where the namespaces differ
/// only the first one counts.
[[nodiscard]] QHash<QByteArray, int> parseRacks(const QByteArray &answer);

} // namespace Aeroscope::Workbench
