// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/value/operation.h"

namespace Aeroscope {

bool isWriteOp(OpCode code) noexcept
{
    switch (code) {
    case OpCode::Read:
    case OpCode::CdtRead:
    case OpCode::ExpressionRead:
    case OpCode::BitRead:
    case OpCode::HllRead:
        return false;
    case OpCode::Write:
    case OpCode::CdtModify:
    case OpCode::Increment:
    case OpCode::ExpressionModify:
    case OpCode::Append:
    case OpCode::Prepend:
    case OpCode::Touch:
    case OpCode::BitModify:
    case OpCode::DeleteAll:
    case OpCode::HllModify:
        break;
    }
    return true;
}

} // namespace Aeroscope
