// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/compiler.h"
#include "ael/indexplan.h"

#include <QString>

#include <memory>

namespace Aeroscope::Ael {

class ParsedText;

/// A compiled filter together with the way to run it.
struct PlannedQuery
{
    /// The whole filter.
    CompileResult compiled;
    /// Without an index unless compiled.ok(). A hint that cannot be followed is told in plan.hintProblem and
    /// as a warning.
    IndexPlan plan;
};

/// Compiles a filter and chooses an index for it. Same guarantees as compile().
[[nodiscard]] PlannedQuery compileQuery(QStringView text, const CompileOptions &options,
                                        const QueryScope &scope, const QList<IndexInfo> &indexes,
                                        const IndexHint &hint = {});

/// A text that is read once and then given values many times. A value that is cheap to copy; may be used from
/// several threads at once.
class PreparedExpression
{
public:
    /// Holds nothing; bind() answers with EmptyText.
    PreparedExpression();
    /// Reads the text; what is wrong with it is told by diagnostics().
    explicit PreparedExpression(const QString &text);

    /// As it was given.
    [[nodiscard]] const QString &text() const noexcept { return m_text; }
    /// What is wrong whatever the values are; errors of types may come with the values.
    [[nodiscard]] QList<Diagnostic> diagnostics() const;

    /// compile() for the values in the options.
    [[nodiscard]] CompileResult bind(const CompileOptions &options) const;
    /// compileQuery() for the values in the options.
    [[nodiscard]] PlannedQuery bindQuery(const CompileOptions &options, const QueryScope &scope,
                                         const QList<IndexInfo> &indexes, const IndexHint &hint = {}) const;

private:
    QString m_text;
    std::shared_ptr<const ParsedText> m_parsed;
};

/// A small store of prepared texts and of the plans of those that need no values, the longest unused dropped
/// first. Thread-safe.
class ExpressionCache
{
public:
    /// `capacity`: how many texts are kept.
    explicit ExpressionCache(int capacity = 64);
    ~ExpressionCache();
    ExpressionCache(const ExpressionCache &) = delete;
    ExpressionCache &operator=(const ExpressionCache &) = delete;

    /// The text as it was read before, or read now and kept.
    [[nodiscard]] PreparedExpression prepare(const QString &text);

    /// compileQuery(), remembered for as long as `indexEpoch` is the same. The caller counts the epoch up
    /// whenever the indexes or their statistics changed. Texts with values are planned anew each time, from
    /// their prepared form.
    [[nodiscard]] PlannedQuery compileQuery(const QString &text, const CompileOptions &options,
                                            const QueryScope &scope, const QList<IndexInfo> &indexes,
                                            quint64 indexEpoch, const IndexHint &hint = {});

    /// How many texts are kept now.
    [[nodiscard]] int size() const;

private:
    struct Store;
    std::unique_ptr<Store> m_store;
};

} // namespace Aeroscope::Ael
