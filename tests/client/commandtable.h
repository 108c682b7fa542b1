// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/faults.h"
#include "client/net/task.h"
#include "client/session/session.h"

#include <QByteArray>

#include <functional>
#include <vector>

namespace Aeroscope::Test {

/// A command of the public API, reduced to "did it work". The tests of failures run over all of them.
struct TestCommand
{
    const char *name;
    Demo::RequestKind kind;
    bool write;
    /// Repeating it leaves the same record: the behaviour's retries for retryable writes apply.
    bool repeatable;
    /// Needs the record to exist.
    bool needsRecord;
    std::function<QCoro::Task<Result<void>>(Session session, Key key, std::stop_token stop)> run;
    /// Of a command of kind Info: how the request begins that is disturbed.
    QByteArray infoPrefix{};
    /// One lost answer is not noticed: the command asks again by itself. (Those whose behaviour retries are
    /// not meant.)
    bool heals = false;
    /// Requests of the same kind that go first and are left alone.
    int skip = 0;
};

/// Every command there is; a command without a row here is not tested for failures, which coversEveryVerb()
/// notices.
[[nodiscard]] const std::vector<TestCommand> &testCommands();

/// Every verb of PointSpec and every other entry of the session has a row.
[[nodiscard]] bool coversEveryVerb();

} // namespace Aeroscope::Test
