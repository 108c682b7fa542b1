// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QByteArrayView>
#include <QString>

namespace Aeroscope::Workbench {

/// A value on one line.
struct ValuePreview
{
    /// Bounded; ends in an ellipsis when cut.
    QString text{};
    /// Elements of a list, pairs of a map, bytes of a blob; -1 for the others.
    qint64 count = -1;
    /// Not the whole value.
    bool cut = false;
};

/// The most characters of a preview, whatever the size of the value.
inline constexpr int previewLimit = 256;

/// Straight from the bytes of a particle (protocol sections 3.6 and 8.1), reading no more of them than it
/// shows, so an 8 MiB document costs what a short one does. Numbers are exact, never grouped or rounded.
/// Bytes that are no value give "?" in the place where they stop making sense.
[[nodiscard]] ValuePreview previewParticle(ParticleType type, QByteArrayView bytes,
                                           int maxChars = previewLimit);

/// The same of a value.
[[nodiscard]] ValuePreview previewValue(const Value &value, int maxChars = previewLimit);

/// Text on one line: line breaks and other controls become visible signs, bad UTF-8 replacement characters.
[[nodiscard]] QString oneLine(QByteArrayView utf8, int maxChars, bool *cut = nullptr);

} // namespace Aeroscope::Workbench
