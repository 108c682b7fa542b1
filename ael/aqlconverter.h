// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/languageservice.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Aeroscope::Ael {

/// Something of an aql statement that this program does another way, or not at all.
struct AqlProblem
{
    /// What is the matter.
    enum class Code {
        NotSelect,      ///< only SELECT is converted: `what` is the statement's word
        UnexpectedWord, ///< the statement cannot be read here
        UnexpectedEnd,
        NoEquivalent,    ///< `what` (LIKE, ORDER BY, a function …) has no counterpart
        IndexCollection, ///< IN LIST, IN MAPKEYS, IN MAPVALUES: converted to a condition that does without
    };
    /// See Code.
    Code code = Code::NoEquivalent;
    /// The word that it is about; empty where there is none.
    QString what;
    /// Its place in the statement.
    TextRange range;
};

/// A query that was an aql statement.
struct AqlConversion
{
    /// As the statement names it.
    QByteArray namespaceName;
    QByteArray set;                  ///< empty: all of the namespace
    QList<QByteArray> bins;          ///< empty: all
    QString filter;                  ///< the WHERE in this language; empty: none
    std::optional<Value> primaryKey; ///< WHERE PK = …: a single record is asked for
    /// LIMIT; less than 0: none.
    qint64 limit = -1;
    QList<AqlProblem> problems; ///< in the order of the text

    /// The whole statement was understood and says the same.
    [[nodiscard]] bool ok() const noexcept;
};

/// Converts `SELECT … FROM ns.set [IN …] [WHERE …] [LIMIT n]`. What has no counterpart is named and left out.
[[nodiscard]] AqlConversion convertAql(QStringView statement);

/// One English sentence without a full stop.
[[nodiscard]] QString aqlProblemText(const AqlProblem &problem);

} // namespace Aeroscope::Ael
