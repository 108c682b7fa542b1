// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/evalrecord.h"
#include "app/demo/engine/expression.h"
#include "app/demo/engine/particle.h"
#include "client/value/operation.h"

#include <QByteArray>

namespace Aeroscope::Demo {

/// What one operation did to its bin and what it answers.
struct OpEffect
{
    enum class Bin : quint8 {
        Keep,   ///< the bin stays as it was (an absent one stays absent)
        Set,    ///< the bin becomes `bin`
        Remove, ///< the bin is deleted
    };

    ResultCode code = ResultCode::Ok;
    Bin change = Bin::Keep;
    /// The new bin value when change is Set.
    Particle bin;
    /// The answer; Nil when the operation has none.
    Particle result;
    /// A reply entry is due, whether or not the request asked for an answer to every op.
    bool answers = false;

    [[nodiscard]] bool ok() const noexcept { return code == ResultCode::Ok; }
};

/// One operation of a request, prepared once and applied to any number of records. Covers CDT_READ,
/// CDT_MODIFY, INCR, EXP_READ, EXP_MODIFY, APPEND, PREPEND, BITS_READ, BITS_MODIFY, HLL_READ and HLL_MODIFY
/// (protocol sections 3.5 and 8); READ, WRITE, TOUCH and DELETE_ALL are the record's affair. A value; apply()
/// is const and thread-safe.
class PreparedOp
{
public:
    /// True for the op codes this class applies.
    [[nodiscard]] static bool covers(OpCode code) noexcept;

    /// `type` and `bytes` are the op's particle as sent. Never fails: an operation that cannot be understood
    /// answers its error when it is applied, because the ops before it run first.
    PreparedOp(OpCode code, ParticleType type, QByteArray bytes);

    [[nodiscard]] OpCode code() const noexcept { return m_code; }
    /// The error that an expression op has before any record is looked at, or Ok (background jobs refuse
    /// early).
    [[nodiscard]] ResultCode buildError() const;

    /// Applies the op to the current value of its bin (Nil when absent). `record` shows the record as the ops
    /// before this one left it; only the expression ops look at it.
    [[nodiscard]] OpEffect apply(ParticleView bin, const EvalRecord &record) const;

private:
    OpCode m_code;
    ParticleType m_type;
    QByteArray m_bytes;
    CompiledExpression m_expression;
    quint64 m_expressionFlags = 0;
    ResultCode m_buildError = ResultCode::Ok;
};

} // namespace Aeroscope::Demo
