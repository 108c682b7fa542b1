// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/bytequeue.h"

#include <chrono>

namespace Aeroscope::Demo {

/// A request whose reply is made in pieces, so that a slow reader holds up neither other connections nor
/// memory. Runs on the node's thread.
class StreamTask
{
public:
    enum class Step {
        Done, ///< the reply is complete
        More, ///< call again when the output was taken
        Wait, ///< call again after wait()
    };

    virtual ~StreamTask() = default;
    /// Appends about one chunk of reply.
    [[nodiscard]] virtual Step advance(ByteQueue &out) = 0;
    [[nodiscard]] virtual std::chrono::milliseconds wait() const { return std::chrono::milliseconds(1); }
    /// The client went away. Called at most once, before destruction.
    virtual void abandon() {}
};

} // namespace Aeroscope::Demo
