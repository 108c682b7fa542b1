// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QString>

namespace Aeroscope::Ael {

/// Why a server would not take the text as GeoJSON: empty when it would. Points, polygons, their collections
/// as Feature, and the server's own AeroCircle.
[[nodiscard]] QString whyNotGeoJson(const QByteArray &text);

} // namespace Aeroscope::Ael
