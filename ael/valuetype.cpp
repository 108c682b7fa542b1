// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/valuetype.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

QLatin1StringView typeWord(ValueType type) noexcept
{
    switch (type) {
    case ValueType::Nil:
        return "NIL"_L1;
    case ValueType::Bool:
        return "BOOL"_L1;
    case ValueType::Int:
        return "INT"_L1;
    case ValueType::String:
        return "STRING"_L1;
    case ValueType::List:
        return "LIST"_L1;
    case ValueType::Map:
        return "MAP"_L1;
    case ValueType::Blob:
        return "BLOB"_L1;
    case ValueType::Float:
        return "FLOAT"_L1;
    case ValueType::Geo:
        return "GEO"_L1;
    case ValueType::Hll:
        return "HLL"_L1;
    case ValueType::Unknown:
        break;
    }
    return "UNKNOWN"_L1;
}

} // namespace Aeroscope::Ael
