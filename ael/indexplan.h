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
    /// Unique in its namespace.
    QByteArray name;
    /// Of the records.
    QByteArray namespaceName;
    QByteArray set; ///< empty: all records of the namespace
    QByteArray bin; ///< empty for an expression index
    /// Of the values that it holds.
    IndexType type = IndexType::Numeric;
    /// What of the bin it holds.
    IndexCollection collection = IndexCollection::None;
    QByteArray context;    ///< msgpack context list as compileContext() gives it; empty: none
    QByteArray expression; ///< msgpack of an expression index; empty: none
    bool ready = true;     ///< false while it is being built
    /// Statistics of all nodes together; less than 0: not known.
    double entriesPerValue = -1;  ///< entries_per_bval
    double entriesPerRecord = -1; ///< entries_per_rec
    /// All of them, each counted once.
    double entries = -1;
};

/// Where a query looks. `records` (less than 0: not known) is only for the estimate.
struct QueryScope
{
    /// Of the records.
    QByteArray namespaceName;
    QByteArray set; ///< empty: all records of the namespace
    /// In the set; see above.
    double records = -1;
};

/// A wish of the user. It chooses among usable indexes and never changes what is asked of one.
struct IndexHint
{
    /// By its name; empty: none is wished.
    QByteArray index;
    /// Any index on this bin; empty: none is wished.
    QByteArray bin;

    /// No wish.
    [[nodiscard]] bool isEmpty() const noexcept { return index.isEmpty() && bin.isEmpty(); }
};

/// Why an index is not the one.
enum class IndexVerdict {
    Chosen,
    LessSelective, ///< usable, but another one gives fewer entries
    NotHinted,     ///< usable, but the hint names another one
    OtherNamespace,
    OtherSet,
    WholeNamespace, ///< what a server does not take for a query of one set; a caller's verdict, not the
                    ///< planner's
    NotReady,
    NoCondition,    ///< nothing that must hold narrows what it holds
    TypeDiffers,    ///< its bin is asked for, as another type
    ContextDiffers, ///< its bin is asked for, at another place inside
};

/// An index that was looked at, and why it is, or is not, the one. A value.
struct IndexCandidate
{
    /// Its name.
    QByteArray index;
    /// Empty for an expression index.
    QByteArray bin;
    /// Why.
    IndexVerdict verdict = IndexVerdict::NoCondition;
    /// What it would be asked, null unless usable; see IndexPlan.
    Value begin;
    /// See begin.
    Value end;
    /// That it would give; nothing when not known.
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
    /// False: over all records of the scope.
    bool usesIndex = false;
    /// The one; meaningless without usesIndex.
    IndexInfo index;
    /// Integers for a range (inclusive), equal strings or blobs for an equality, equal GeoJSON for a geo
    /// query.
    Value begin;
    /// See begin.
    Value end;
    /// What the first condition that the index serves asks for by itself; begin and end use the others, too.
    Value firstBegin;
    /// See firstBegin.
    Value firstEnd;
    /// Geo: the constant is a region and the bin holds points; false: the constant is a point and the bin
    /// holds regions.
    bool geoWithin = false;
    /// See above.
    Expression residual;

    std::optional<double> estimatedRecords; ///< that the index gives, before the residual
    std::optional<double> totalRecords;     ///< of the scope
    /// Why the wish was not followed; None also without a wish.
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
