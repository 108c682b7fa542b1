// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QComboBox>

namespace Aeroscope::Ui {

/// A number out of a few, or typed. 0 means "no limit" and shows as these words. What is no number goes back
/// to what was there before.
class NumberCombo : public QComboBox
{
    Q_OBJECT

public:
    NumberCombo(const QList<qint64> &choices, const QString &zeroText, QWidget *parent = nullptr);

    /// For assistive technologies: of the box and of the field in it.
    void setName(const QString &name);
    /// As wide as its longest choice needs.
    void fitWidth();
    [[nodiscard]] qint64 value() const noexcept { return m_value; }
    void setValue(qint64 value);

Q_SIGNALS:
    void valueChanged(qint64 value);

private:
    void takeText(const QString &text);
    [[nodiscard]] QString textOf(qint64 value) const;

    QString m_zeroText;
    qint64 m_value = 0;
};

} // namespace Aeroscope::Ui
