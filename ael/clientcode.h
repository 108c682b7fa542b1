// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/compiler.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Aeroscope::Ael {

/// Client libraries that a query can be copied for.
enum class ClientLanguage { PythonSdk, Java, C, Go, Node, CSharp, Rust };

/// What is queried beside the filter.
struct ClientQuery
{
    /// Exact bytes; written as a string literal of the language.
    QByteArray namespaceName;
    /// Empty: all of the namespace.
    QByteArray set;
    QList<QByteArray> bins; ///< empty: all
    qint64 limit = -1;      ///< less than 0: none
};

/// Source text that runs the query with a client of that language; it expects a connected `client` (Python:
/// `session`). The filter is written with the client's expression builder; what a builder lacks is given as
/// the bytes in base64. An empty text stands for no filter. Empty when the text does not compile, or where
/// neither way exists (Node.js).
[[nodiscard]] QString clientCode(ClientLanguage language, QStringView text, const CompileOptions &options,
                                 const ClientQuery &query);

} // namespace Aeroscope::Ael
