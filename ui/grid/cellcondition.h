// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/cellvalue.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace Aeroscope::Ui {

/// What a field of the filter row asks of a cell. Written as users type it:
///
///     text        the cell contains the text, in whatever case
///     =x  !=x     it is exactly x, or is not
///     >5 >=5 <5 <=5   numbers by their value, texts by their letters; "<3d" at an expiry means within 3 days
///     5..9        from 5 to 9
///     *   !       there is a value, there is none
///
/// A value that does not suit the comparison fails it. Any thread.
class CellCondition
{
public:
    enum class Operator {
        Contains,
        Equal,
        NotEqual,
        Less,
        LessEqual,
        Greater,
        GreaterEqual,
        Between,
        Present,
        Absent
    };

    /// Nothing for a blank text.
    [[nodiscard]] static std::optional<CellCondition> fromText(const QString &text);

    /// The cell contains the text, whatever signs are in it; nothing for an empty one.
    [[nodiscard]] static std::optional<CellCondition> containing(const QString &text);

    /// `nowUnixSeconds` is for expiries.
    [[nodiscard]] bool matches(const RowView &row, const GridColumns::Id &column,
                               qint64 nowUnixSeconds) const;

    [[nodiscard]] Operator op() const noexcept { return m_operator; }
    [[nodiscard]] QString operand() const { return m_text; }

private:
    struct Operand
    {
        QString text{};
        QByteArray utf8{};
        /// As a number, when it is one.
        std::optional<CellValue> number{};
        /// As a time span in seconds, when it has a unit.
        std::optional<qint64> span{};
    };
    [[nodiscard]] static Operand operandOf(const QString &text);
    [[nodiscard]] bool contains(const CellValue &cell) const;
    [[nodiscard]] std::optional<std::weak_ordering> order(const CellValue &cell,
                                                          const Operand &operand) const;
    [[nodiscard]] bool expires(const CellValue &cell, qint64 nowUnixSeconds) const;

    Operator m_operator = Operator::Contains;
    QString m_text;
    Operand m_first;
    Operand m_second;
    bool m_asciiNeedle = false;
    QByteArray m_lowNeedle;
};

} // namespace Aeroscope::Ui
