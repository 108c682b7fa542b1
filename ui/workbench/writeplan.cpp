// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/writeplan.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

Result<WritePlan> planOf(const RecordEdit &edit, qint64 nowUnixSeconds)
{
    WritePlan plan;
    plan.key = edit.base().key;
    if (edit.kind() != RecordEdit::Kind::Insert) {
        if (edit.base().generation != 0)
            plan.generation = edit.base().generation;
        plan.lastUpdate = edit.image().lastUpdate;
    }
    if (edit.removesRecord()) {
        plan.verb = WritePlan::Verb::Delete;
        return plan;
    }
    const Result<Ttl> ttl = edit.expiry().ttl(nowUnixSeconds);
    if (!ttl)
        return std::unexpected(ttl.error());
    plan.ttl = *ttl;
    if (edit.kind() == RecordEdit::Kind::Insert) {
        plan.verb = WritePlan::Verb::Insert;
        plan.storeKey = edit.storesKey();
        if (plan.ttl == Ttl::keep())
            plan.ttl = Ttl::namespaceDefault();
    }
    plan.steps = edit.plan();
    for (const EditOperation &step : plan.steps) {
        plan.operations.push_back(step.operation());
        if (const QString &refusal = plan.operations.back().refusal; !refusal.isEmpty())
            return std::unexpected(Error::invalidArgument(refusal));
    }
    if (plan.operations.empty())
        return std::unexpected(Error::invalidArgument(u"there is nothing to write"_s));
    return plan;
}

} // namespace Aeroscope::Workbench
