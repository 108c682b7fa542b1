// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QRect>
#include <QString>

class QPainter;
class QFont;

namespace Aeroscope::Ui {

/// The small outlined chip that tells a type: `int double str bool blob list map geo hll nil`; keys `123 ab
/// hex dig`.
namespace Chip {

[[nodiscard]] QString typeText(Value::Type type);
[[nodiscard]] QString particleText(ParticleType type);
/// `123`, `1.5`, `ab` or `hex`.
[[nodiscard]] QString keyText(Value::Type type);

[[nodiscard]] QFont font();
[[nodiscard]] int width(const QString &text);
/// Paints at the left of `rect`, vertically centred; answers the width taken.
int paint(QPainter *painter, const QRect &rect, const QString &text);

} // namespace Chip

} // namespace Aeroscope::Ui
