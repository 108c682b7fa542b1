// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/expression.h"
#include "client/value/operation.h"

#include <QFlags>

namespace Aeroscope {

enum class ExpressionWriteFlag : quint8 {
    CreateOnly = 0x01,   ///< BinExists if the bin is there
    UpdateOnly = 0x02,   ///< BinNotFound if it is not
    AllowDelete = 0x04,  ///< a nil result removes the bin
    PolicyNoFail = 0x08, ///< leave the bin alone instead of failing because of the flags above
    EvalNoFail = 0x10,   ///< leave the bin alone when there is no result
};
Q_DECLARE_FLAGS(ExpressionWriteFlags, ExpressionWriteFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(ExpressionWriteFlags)

/// What a computed value does that cannot be computed: OpNotApplicable, or nil.
enum class OnUnknown : quint8 { Fail, Nil };

/// Operations whose value is computed by an expression (protocol section 9.4).
namespace ExpressionOps {

/// The value appears in the reply under `name`, which need not be a bin.
[[nodiscard]] Operation read(QByteArray name, const Expression &expression,
                             OnUnknown onUnknown = OnUnknown::Fail);
/// Stores what the expression gives in the bin; nil fails, or removes the bin where the flags allow (none).
[[nodiscard]] Operation write(QByteArray bin, const Expression &expression, ExpressionWriteFlags flags = {});

} // namespace ExpressionOps

} // namespace Aeroscope
