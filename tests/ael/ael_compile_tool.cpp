// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// The line protocol of `aeroscope ael compile --jsonl` without the rest of the program: quick to build and to
// drive.

#include "app/commands/aeljsonlines.h"

#include <iostream>

int main()
{
    return Aeroscope::App::compileAelLines(std::cin, std::cout) ? 0 : 1;
}
