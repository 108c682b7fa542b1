// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/deepcall.h"

#include <QThread>

namespace Aeroscope::Ael {

namespace {

/// Levels that fit a thread with 256 KiB of stack, measured at about 2 KiB a level without optimisation.
constexpr int harmlessDepth = 48;

/// Reserved, not used up: the system gives pages as they are touched. Instrumented builds have frames several
/// times larger.
constexpr uint largeStack = 64U * 1024 * 1024;

class DeepThread final : public QThread
{
public:
    explicit DeepThread(const std::function<void()> &function)
        : m_function(function)
    {
        setStackSize(largeStack);
    }
    [[nodiscard]] bool hasRun() const noexcept { return m_hasRun; }

protected:
    void run() override
    {
        m_hasRun = true;
        m_function();
    }

private:
    const std::function<void()> &m_function;
    bool m_hasRun = false;
};

} // namespace

bool callWithStackFor(int depth, const std::function<void()> &function)
{
    if (depth <= harmlessDepth) {
        function();
        return true;
    }
    DeepThread thread(function);
    thread.start();
    thread.wait();
    return thread.hasRun();
}

} // namespace Aeroscope::Ael
