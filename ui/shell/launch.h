// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/task.h"

#include <utility>

namespace Aeroscope::Ui {

/// Starts a coroutine that nobody awaits; every fire-and-forget in the window goes through here. The
/// coroutine guards what it touches with a QPointer after each await, and its owner cancels it through a stop
/// token.
inline void launch(QCoro::Task<void> task)
{
    Q_UNUSED(task) // it runs on; dropping the handle does not stop it
}

} // namespace Aeroscope::Ui
