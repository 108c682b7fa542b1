// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/value.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace Aeroscope::Workbench {

/// The parameters of a text, `?name` and `?0`, without the question mark, each once, in the order in which
/// they first appear. `?00` is `?0`.
[[nodiscard]] QStringList parameterNames(const QString &text);

/// A text in which every parameter is a number, and what the numbers stand for.
struct BoundText
{
    QString text{};
    std::vector<Value> arguments{};
};

/// Fails with InvalidArgument, naming the parameter, when one has no value. Values stay values: nothing of
/// them is ever read as text of the language.
[[nodiscard]] Result<BoundText> bindParameters(const QString &text, const QMap<QString, Value> &values);

/// How a user gives the value of a parameter.
enum class ParameterType {
    Automatic, ///< what the text looks like: an integer, a double, true or false, else a text
    Integer,
    Double,
    String,
    Bool,
    Blob,
};

/// "auto", "int", "double", "str", "bool", "blob": the same in files and on the screen.
[[nodiscard]] QString parameterTypeWord(ParameterType type);
[[nodiscard]] ParameterType parameterTypeOf(const QString &word);

/// Nothing when the text is no value of that type. An empty text is a value of String alone.
[[nodiscard]] std::optional<Value> parameterValue(ParameterType type, const QString &text);

} // namespace Aeroscope::Workbench
