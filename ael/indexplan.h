// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/expression.h"
#include "client/value/value.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Aeroscope::Ael {

/// What an index holds (the `type` of a sindex).
enum class IndexType { Numeric, String, Blob, Geo };

/// What of a bin is indexed.
enum class IndexCollection { None, List, MapKeys, MapValues };

/// One secondary index as a node lists it. A value.
struct IndexInfo
{
    QByteArray name;
    QByteArray namespaceName;
    QByteArray set; ///< empty: all records of the namespace
    QByteArray bin; ///< empty for an expression index
    IndexType type = IndexType::Numeric;
    IndexCollection collection = IndexCollection::None;
    QByteArray context;    ///< msgpack context list as compileContext() gives it; empty: none
    QByteArray expression; ///< msgpack of an expression index; empty: none
    bool ready = true;     ///< false while it is being built
    /// Statistics of all nodes together; less than 0: not known.
    double entriesPerValue = -1;  ///< entries_per_bval
    double entriesPerRecord = -1; ///< entries_per_rec
    double entries = -1;
};

/// Where a query looks. `records` (less than 0: not known) is only for the estimate.
struct QueryScope
{
    QByteArray namespaceName;
    QByteArray set; ///< empty: all records of the namespace
    double records = -1;
};

/// A wish of the user. It chooses among usable indexes and never changes what is asked of one.
struct IndexHint
{
    QByteArray index;
    QByteArray bin;

    [[nodiscard]] bool isEmpty() const noexcept { return index.isEmpty() && bin.isEmpty(); }
};

/// Why an index is not the one.
enum class IndexVerdict {
    Chosen,
    LessSelective, ///< usable, but another one gives fewer entries
    NotHinted,     ///< usable, but the hint names another one
    OtherNamespace,
    OtherSet,
    NotReady,
    NoCondition,    ///< nothing that must hold narrows what it holds
    TypeDiffers,    ///< its bin is asked for, as another type
    ContextDiffers, ///< its bin is asked for, at another place inside
};

struct IndexCandidate
{
    QByteArray index;
    QByteArray bin;
    IndexVerdict verdict = IndexVerdict::NoCondition;
    /// What it would be asked, null unless usable; see IndexPlan.
    Value begin;
    Value end;
    std::optional<double> estimatedEntries;
};

/// What went wrong with a hint.
enum class HintProblem { None, UnknownIndex, UnusableIndex, NoIndexOnBin, UnusableBin, BothGiven };

/// How to run a query: over one index, or (usesIndex false) over all records. A value.
///
/// Sound by construction: every record for which the text is true has an entry in [begin, end] of the index.
/// `residual` is what must still be checked for each record: the whole expression, less those conditions that
/// the index alone decides.
struct IndexPlan
{
    bool usesIndex = false;
    IndexInfo index;
    /// Integers for a range (inclusive), equal strings or blobs for an equality, equal GeoJSON for a geo
    /// query.
    Value begin;
    Value end;
    /// What the first condition that the index serves asks for by itself; begin and end use the others, too.
    Value firstBegin;
    Value firstEnd;
    /// Geo: the constant is a region and the bin holds points; false: the constant is a point and the bin
    /// holds regions.
    bool geoWithin = false;
    Expression residual;

    std::optional<double> estimatedRecords; ///< that the index gives, before the residual
    std::optional<double> totalRecords;
    HintProblem hintProblem = HintProblem::None;
    QList<IndexCandidate> candidates; ///< every index that was looked at, in the order given

    /// The whole range of integers: the index narrows nothing but "has such a bin".
    [[nodiscard]] bool isFullRange() const noexcept;
};

/// "SI age_idx, 22..40, est. 1.2 k of 100 k, then filter": one line of English for a terminal.
[[nodiscard]] QString planText(const IndexPlan &plan);

/// Every candidate with its verdict, a line each.
[[nodiscard]] QString explainText(const IndexPlan &plan);

} // namespace Aeroscope::Ael
