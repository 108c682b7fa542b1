// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/prepared.h"

#include "ael/analysis.h"
#include "ael/planner/planner.h"

#include <list>
#include <mutex>
#include <optional>
#include <tuple>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

std::optional<Diagnostic> hintDiagnostic(const IndexPlan &plan, const IndexHint &hint)
{
    Diagnostic diagnostic;
    diagnostic.severity = Severity::Warning;
    const QString name = QString::fromUtf8(hint.index.isEmpty() ? hint.bin : hint.index);
    switch (plan.hintProblem) {
    case HintProblem::None:
        return {};
    case HintProblem::BothGiven:
        diagnostic.code = DiagnosticCode::HintConflict;
        break;
    case HintProblem::UnknownIndex:
        diagnostic.code = DiagnosticCode::IndexUnknown;
        diagnostic.arguments = {name};
        break;
    case HintProblem::NoIndexOnBin:
        diagnostic.code = DiagnosticCode::IndexUnusable;
        diagnostic.arguments = {name, u"no index covers this bin"_s};
        break;
    case HintProblem::UnusableIndex:
    case HintProblem::UnusableBin:
        diagnostic.code = DiagnosticCode::IndexUnusable;
        diagnostic.arguments = {name, u"no condition of the text can be looked up in it"_s};
        break;
    }
    return diagnostic;
}

PlannedQuery planned(CompileResult compiled, std::optional<IndexPlan> plan, const IndexHint &hint)
{
    PlannedQuery query;
    query.compiled = std::move(compiled);
    if (plan)
        query.plan = std::move(*plan);
    if (std::optional<Diagnostic> diagnostic = hintDiagnostic(query.plan, hint); diagnostic)
        query.compiled.diagnostics.append(std::move(*diagnostic));
    return query;
}

} // namespace

PlannedQuery compileQuery(QStringView text, const CompileOptions &options, const QueryScope &scope,
                          const QList<IndexInfo> &indexes, const IndexHint &hint)
{
    std::optional<IndexPlan> plan;
    Hooks hooks;
    hooks.onEncoded = [&](const Tree &tree, const Expression &expression) {
        plan = planIndexes(tree.root, expression, scope, indexes, hint);
    };
    CompileResult compiled = compileText(text, options, Checker::MissingPlaceholders::AreErrors, hooks);
    return planned(std::move(compiled), std::move(plan), hint);
}

PreparedExpression::PreparedExpression()
    : PreparedExpression(QString())
{}

PreparedExpression::PreparedExpression(const QString &text)
    : m_text(text)
    , m_parsed(std::make_shared<const ParsedText>(text))
{}

QList<Diagnostic> PreparedExpression::diagnostics() const
{
    CompileOptions options;
    options.as = CompileOptions::As::Value;
    return compileParsed(*m_parsed, options, Checker::MissingPlaceholders::AreUnknown).diagnostics;
}

CompileResult PreparedExpression::bind(const CompileOptions &options) const
{
    return compileParsed(*m_parsed, options, Checker::MissingPlaceholders::AreErrors);
}

PlannedQuery PreparedExpression::bindQuery(const CompileOptions &options, const QueryScope &scope,
                                           const QList<IndexInfo> &indexes, const IndexHint &hint) const
{
    std::optional<IndexPlan> plan;
    Hooks hooks;
    hooks.onEncoded = [&](const Tree &tree, const Expression &expression) {
        plan = planIndexes(tree.root, expression, scope, indexes, hint);
    };
    CompileResult compiled =
        compileParsed(*m_parsed, options, Checker::MissingPlaceholders::AreErrors, hooks);
    return planned(std::move(compiled), std::move(plan), hint);
}

struct ExpressionCache::Store
{
    /// What a remembered plan depends on beside text and epoch.
    struct Circumstances
    {
        CompileOptions::As as;
        QVersionNumber serverVersion;
        QByteArray namespaceName;
        QByteArray set;
        QByteArray hintIndex;
        QByteArray hintBin;
        friend bool operator==(const Circumstances &, const Circumstances &) = default;
    };
    struct Plan
    {
        quint64 epoch;
        Circumstances circumstances;
        PlannedQuery query;
    };
    struct Entry
    {
        PreparedExpression prepared;
        std::optional<Plan> plan; ///< the last one: a text is mostly asked of one set
    };

    std::mutex mutex;
    std::list<Entry> entries; ///< the latest used first
    size_t capacity;

    /// Moves the entry of the text to the front. Null when there is none.
    Entry *find(const QString &text)
    {
        for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
            if (entry->prepared.text() == text) {
                entries.splice(entries.begin(), entries, entry);
                return &entries.front();
            }
        }
        return nullptr;
    }

    Entry &add(PreparedExpression prepared)
    {
        entries.push_front({std::move(prepared), {}});
        if (entries.size() > capacity)
            entries.pop_back();
        return entries.front();
    }
};

ExpressionCache::ExpressionCache(int capacity)
    : m_store(std::make_unique<Store>())
{
    m_store->capacity = static_cast<size_t>(std::max(1, capacity));
}

ExpressionCache::~ExpressionCache() = default;

PreparedExpression ExpressionCache::prepare(const QString &text)
{
    {
        const std::lock_guard lock(m_store->mutex);
        if (const Store::Entry *entry = m_store->find(text); entry != nullptr)
            return entry->prepared;
    }
    PreparedExpression prepared(text); // read without the lock
    const std::lock_guard lock(m_store->mutex);
    if (const Store::Entry *entry = m_store->find(text); entry != nullptr)
        return entry->prepared;
    return m_store->add(std::move(prepared)).prepared;
}

PlannedQuery ExpressionCache::compileQuery(const QString &text, const CompileOptions &options,
                                           const QueryScope &scope, const QList<IndexInfo> &indexes,
                                           quint64 indexEpoch, const IndexHint &hint)
{
    const PreparedExpression prepared = prepare(text);
    if (!options.placeholders.empty() || !options.parameters.empty())
        return prepared.bindQuery(options, scope, indexes, hint);

    const Store::Circumstances circumstances{
        options.as, options.serverVersion, scope.namespaceName, scope.set, hint.index, hint.bin};
    {
        const std::lock_guard lock(m_store->mutex);
        const Store::Entry *entry = m_store->find(text);
        if (entry != nullptr && entry->plan && entry->plan->epoch == indexEpoch &&
            entry->plan->circumstances == circumstances)
            return entry->plan->query;
    }
    PlannedQuery query = prepared.bindQuery(options, scope, indexes, hint);
    const std::lock_guard lock(m_store->mutex);
    if (Store::Entry *entry = m_store->find(text); entry != nullptr)
        entry->plan = {indexEpoch, circumstances, query};
    return query;
}

int ExpressionCache::size() const
{
    const std::lock_guard lock(m_store->mutex);
    return static_cast<int>(m_store->entries.size());
}

} // namespace Aeroscope::Ael
