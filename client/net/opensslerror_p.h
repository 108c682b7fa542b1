// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

#include <QString>

namespace Aeroscope::Net {

/// An error of kind Tls.
[[nodiscard]] Error tlsError(QString what);

/// The words of the latest entry of this thread's OpenSSL error queue, which is emptied.
[[nodiscard]] QString takeOpenSslReason();

/// The words of errno.
[[nodiscard]] QString systemReason(int error);

} // namespace Aeroscope::Net
