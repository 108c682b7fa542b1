// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/wire/wirebuffer.h"

#include <QByteArray>
#include <QByteArrayView>

namespace Aeroscope::Wire {

/// Inflates the body of a type-4 frame (protocol section 2.3) and gives the body of the message packet in it.
/// Memory grows with what really comes out, never with what the peer announces; at most maxBodySize. Fails
/// with Protocol.
[[nodiscard]] Result<void> inflateMessage(QByteArrayView compressedBody, QByteArray &body);

/// Replaces the frame that begins at `from` and ends the buffer (a type-3 frame) by a type-4 frame, if that
/// is shorter. Enterprise servers only.
void compressFrame(WireBuffer &buffer, qsizetype from);

} // namespace Aeroscope::Wire
