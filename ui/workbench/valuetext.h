// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QString>

#include <expected>

namespace Aeroscope::Workbench {

/// Why a text is not a value of the wanted type. `detail` is the part at fault or an explanation in English.
struct ValueTextFault
{
    enum class Reason {
        Empty,
        NotAnInteger,
        IntegerOutOfRange, ///< int64
        NotANumber,
        DoubleOutOfRange, ///< overflows, or is so small that nothing would be left
        NotABool,
        NotHex,
        OddHexDigits,
        NotText,        ///< half of a surrogate pair
        InvalidEscape,  ///< detail: what stands after the backslash
        InvalidJson,    ///< detail: why and where
        WrongJsonType,  ///< a list was given for a map, or the other way round
        InvalidGeoJson, ///< detail: why
        ReadOnlyType,   ///< HLL and what is no bin value
    };
    Reason reason = Reason::Empty;
    QString detail{};
    friend bool operator==(const ValueTextFault &, const ValueTextFault &) = default;
};

/// How a value is written in an editor.
enum class TextForm {
    Plain,   ///< digits, the text itself, true/false, hex digits for blobs, exact JSON for lists and maps
    Hex,     ///< a string that is not valid UTF-8, as its bytes
    Escaped, ///< a string with line breaks or other controls: \n \r \t \\ \u0000, so that a one-line editor
             ///< is exact
};

/// Valid UTF-8 as text, all of it: an initial byte order mark stays.
[[nodiscard]] QString exactText(QByteArrayView utf8);

[[nodiscard]] TextForm textForm(const Value &value);

/// The text of an editor for this value: parseValue() turns it into the identical value again.
/// Integers and doubles are never grouped or rounded; HLL and markers give an empty text.
[[nodiscard]] QString editText(const Value &value);

/// The one way from text to a value: exact, refuses what it cannot represent, never clamps or rounds away.
/// A double may be written without a point; its nearest double is meant.
/// Blobs: pairs of hex digits in either case, blanks between and 0x in front allowed; `like` gives the blob
/// type.
[[nodiscard]] std::expected<Value, ValueTextFault> parseValue(Value::Type type, const QString &text,
                                                              TextForm form = TextForm::Plain,
                                                              const Value *like = nullptr);

/// `text` read as the value of another type, when it means the same; else a neutral value of that type
/// (0, 0.0, "", false, no bytes, empty list or map). For an explicit switch of type.
[[nodiscard]] Value convertedOrNeutral(const Value &value, Value::Type type);

} // namespace Aeroscope::Workbench
