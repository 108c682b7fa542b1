// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/expressionops.h"

#include "client/value/msgpack.h"
#include "client/value/serverhazard.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::ExpressionOps {

namespace {

constexpr int evalNoFail = static_cast<int>(ExpressionWriteFlag::EvalNoFail);

Operation make(OpCode code, QByteArray name, const Expression &expression, int flags)
{
    MsgpackWriter writer;
    writer.listHeader(2);
    writer.packed(expression.bytes());
    writer.integer(flags);
    Operation operation{code, std::move(name), {}, writer.take(), {}};
    if (expression.isEmpty())
        operation.refusal = u"the expression is empty"_s;
    else
        operation.refusal = operationHazard(code, operation.payload);
    return operation;
}

} // namespace

Operation read(QByteArray name, const Expression &expression, OnUnknown onUnknown)
{
    return make(OpCode::ExpressionRead, std::move(name), expression,
                onUnknown == OnUnknown::Nil ? evalNoFail : 0);
}

Operation write(QByteArray bin, const Expression &expression, ExpressionWriteFlags flags)
{
    return make(OpCode::ExpressionModify, std::move(bin), expression, flags.toInt());
}

} // namespace Aeroscope::ExpressionOps
