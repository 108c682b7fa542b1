// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/pathops.h"

#include "client/value/cdtcodes_p.h"
#include "client/value/msgpack.h"
#include "client/value/serverhazard.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::PathOps {

namespace {

constexpr int mostLevels = 64;

Operation make(OpCode code, QByteArray bin, const CdtContext &path, quint32 flags, PathFailure onFailure,
               const Expression *expression)
{
    if (onFailure == PathFailure::LeaveOut)
        flags |= CdtCode::pathNoFail;
    MsgpackWriter writer;
    writer.listHeader(expression ? 4 : 3);
    writer.integer(CdtCode::path);
    writer.packed(path.packed());
    writer.unsignedInteger(flags);
    if (expression)
        writer.packed(expression->bytes());
    Operation operation{code, std::move(bin), {}, writer.take(), {}};
    if (path.depth() < 1 || path.depth() > mostLevels)
        operation.refusal = u"a path has 1 to 64 levels"_s;
    else if (expression && expression->isEmpty())
        operation.refusal = u"the expression is empty"_s;
    else
        operation.refusal = operationHazard(code, operation.payload);
    return operation;
}

} // namespace

Operation select(QByteArray bin, const CdtContext &path, PathResult result, PathFailure onFailure)
{
    return make(OpCode::CdtRead, std::move(bin), path, static_cast<quint32>(result), onFailure, nullptr);
}

Operation modify(QByteArray bin, const CdtContext &path, const Expression &newValue, PathFailure onFailure)
{
    return make(OpCode::CdtModify, std::move(bin), path, CdtCode::pathModify, onFailure, &newValue);
}

} // namespace Aeroscope::PathOps
