// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/valuefault.h"

#include <QCoreApplication>

namespace Aeroscope::Ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Aeroscope::Ui::ValueFault)
};

} // namespace

QString valueFaultText(const Workbench::ValueTextFault &fault)
{
    using Reason = Workbench::ValueTextFault::Reason;
    switch (fault.reason) {
    case Reason::Empty:
        return Words::tr("Type a value");
    case Reason::NotAnInteger:
        return Words::tr("\"%1\" is not a whole number").arg(fault.detail);
    case Reason::IntegerOutOfRange:
        return Words::tr("%1 does not fit into 64 bits (at most 9223372036854775807)").arg(fault.detail);
    case Reason::NotANumber:
        return Words::tr("\"%1\" is not a number (also possible: inf, -inf, nan)").arg(fault.detail);
    case Reason::DoubleOutOfRange:
        return Words::tr("%1 cannot be held in a double").arg(fault.detail);
    case Reason::NotABool:
        return Words::tr("Type true or false");
    case Reason::NotHex:
        return Words::tr("\"%1\" is not a hex digit").arg(fault.detail);
    case Reason::OddHexDigits:
        return Words::tr("A digit is missing: each byte has two hex digits");
    case Reason::NotText:
        return Words::tr("The text contains half of a character");
    case Reason::InvalidEscape:
        return Words::tr("\"%1\" is not known: possible are \\n \\r \\t \\\\ and \\u with four hex digits")
            .arg(fault.detail);
    case Reason::InvalidJson:
        return Words::tr("This is not valid: %1").arg(fault.detail);
    case Reason::WrongJsonType:
        return Words::tr("A list is written [ … ], a map { … }");
    case Reason::InvalidGeoJson:
        return Words::tr("This is no GeoJSON: %1").arg(fault.detail);
    case Reason::ReadOnlyType:
        return Words::tr("Values of this type cannot be typed");
    }
    return {};
}

QString binNameFaultText(Workbench::BinNameFault fault)
{
    switch (fault) {
    case Workbench::BinNameFault::None:
        break;
    case Workbench::BinNameFault::Empty:
        return Words::tr("Give the bin a name");
    case Workbench::BinNameFault::TooLong:
        return Words::tr("A bin's name has at most 15 bytes");
    case Workbench::BinNameFault::HasNul:
        return Words::tr("A bin's name cannot contain the character NUL");
    case Workbench::BinNameFault::Exists:
        return Words::tr("The record has a bin of this name");
    }
    return {};
}

QList<Value::Type> editableTypes()
{
    return {Value::Type::Integer, Value::Type::Double, Value::Type::String, Value::Type::Bool,
            Value::Type::Blob,    Value::Type::List,   Value::Type::Map,    Value::Type::GeoJson};
}

} // namespace Aeroscope::Ui
