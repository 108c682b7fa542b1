// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QList>
#include <QString>

#include <optional>

namespace Aeroscope::Ael {

/// A condition as a form shows it: groups of tests, each a path, an operator and a constant. A value.
struct Condition
{
    /// A group, or one test.
    enum class Kind {
        All, ///< every part
        Any, ///< at least one part
        Not, ///< the one part is false
        Test,
    };
    /// What a test compares.
    enum class Operator {
        Equal,
        NotEqual,
        Greater,
        GreaterEqual,
        Less,
        LessEqual,
        In,       ///< the subject is one of the elements of `value`, a list
        Contains, ///< the subject is a list with `value` in it
        Exists,   ///< no value
        IsTrue,   ///< a BOOL bin; no value
    };

    /// Which of the members below count.
    Kind kind = Kind::Test;
    /// Of a group.
    QList<Condition> parts;

    /// What is tested, as the language writes it: `$.age`, `$.address.city`, `$.tags.count()`, `$.ttl()`.
    QString subject;
    /// Of a test.
    Operator op = Operator::Equal;
    /// Of a test whose operator takes one.
    Value value;
};

/// A text as a tree, where a form can show all of it: comparisons of one path or metadata with one constant,
/// in any nesting of and, or and not. Nothing for every other text. `5 < $.a` comes out as `$.a > 5`.
[[nodiscard]] std::optional<Condition> conditionFromText(QStringView text);

/// The way back. Nothing when a value cannot be written or a group is empty.
[[nodiscard]] std::optional<QString> textFromCondition(const Condition &condition);

} // namespace Aeroscope::Ael
