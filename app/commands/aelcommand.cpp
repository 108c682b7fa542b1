// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/aelcommand.h"

#include "app/commands/aeljsonlines.h"
#include "app/commands/command.h"

#include <iostream>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

int runAelCommand(const QStringList &arguments)
{
    if (arguments != QStringList{u"compile"_s, u"--jsonl"_s}) {
        complain(u"usage: aeroscope ael compile --jsonl"_s);
        return Usage;
    }
    return compileAelLines(std::cin, std::cout) ? Success : Failure;
}

} // namespace Aeroscope::App
