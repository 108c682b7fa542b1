// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/service/advisor.h"

#include "ael/syntax/reporter.h"
#include "ael/typing/functions.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

class Advisor
{
public:
    Advisor(Reporter &reporter, const SchemaSource &schema)
        : m_reporter(reporter)
    {
        for (const SchemaBin &bin : schema.bins())
            m_bins.insert(bin.name, bin.types);
    }

    void visit(const Node *node)
    {
        if (node->kind == NodeKind::Path)
            path(*node);
        for (const Node *child : node->children)
            visit(child);
    }

private:
    void path(const Node &node);
    [[nodiscard]] QString closestBin(const QString &name) const;

    Reporter &m_reporter;
    QHash<QByteArray, QList<ValueType>> m_bins;
};

QString Advisor::closestBin(const QString &name) const
{
    constexpr int tolerated = 2;
    int best = tolerated + 1;
    QString closest;
    for (auto bin = m_bins.keyBegin(); bin != m_bins.keyEnd(); ++bin) {
        const QString candidate = QString::fromUtf8(*bin);
        const int distance = editDistance(name, candidate, tolerated);
        // The table has no order; the text has.
        if (distance < best || (distance == best && candidate < closest)) {
            best = distance;
            closest = candidate;
        }
    }
    return closest;
}

void Advisor::path(const Node &node)
{
    const Path &path = *node.path;
    if (m_bins.isEmpty() || path.function == PathFunction::Exists)
        return;
    const QString name = QString::fromUtf8(path.bin);
    const auto bin = m_bins.constFind(path.bin);
    if (bin == m_bins.cend()) {
        m_reporter.advice(DiagnosticCode::BinUnknown, path.binSpan, {name, closestBin(name)});
        return;
    }
    const ValueType read =
        !path.steps.empty() ? (path.steps.front().map ? ValueType::Map : ValueType::List) : node.readAs;
    if (bin->isEmpty() || read == ValueType::Unknown || read == ValueType::Nil || bin->contains(read))
        return;
    QString seen(typeWord(bin->first()));
    for (qsizetype i = 1; i < bin->size(); ++i)
        seen += u", "_s + typeWord(bin->at(i));
    m_reporter.advice(DiagnosticCode::BinTypeDiffers, path.binSpan, {name, QString(typeWord(read)), seen});
}

} // namespace

QList<Diagnostic> adviceFor(QStringView text, const Tree &tree, const SchemaSource &schema)
{
    const SourceText source(text);
    Reporter reporter(source);
    Advisor(reporter, schema).visit(tree.root);
    return reporter.take();
}

} // namespace Aeroscope::Ael
