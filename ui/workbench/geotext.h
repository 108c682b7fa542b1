// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QString>

namespace Aeroscope::Workbench {

/// Why a server would not take this text as GeoJSON, in English without a full stop; empty when it would.
/// Checks the shape (known type, coordinates of the right depth and range), not the geometry.
[[nodiscard]] QString geoJsonFault(const QByteArray &json);

/// "Point 16.608, 49.195" with the digits as they stand in the text; for other shapes their type and the
/// text. At most about `maxChars` characters.
[[nodiscard]] QString geoPreview(QByteArrayView json, int maxChars);

} // namespace Aeroscope::Workbench
