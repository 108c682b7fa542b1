// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/syntax/deepcall.h"

#include <QThread>

#include <atomic>

namespace Aeroscope::Ael {

namespace {

/// Levels that fit a thread with 256 KiB of stack, measured at about 2 KiB a level without optimisation.
constexpr int harmlessDepth = 48;

/// Reserved, not used up: the system gives pages as they are touched. Instrumented builds have frames several
/// times larger.
constexpr uint largeStack = 64U * 1024 * 1024;

/// QThread orders start(), run() and wait() by itself; the atomics say the same to the thread sanitizer,
/// which does not see into a Qt built without it.
class DeepThread final : public QThread
{
public:
    explicit DeepThread(const std::function<void()> &function)
        : m_function(function)
    {
        setStackSize(largeStack);
    }

    [[nodiscard]] bool runToEnd()
    {
        m_isHandedOver.store(true, std::memory_order_release);
        start();
        wait();
        return m_hasRun.load(std::memory_order_acquire);
    }

protected:
    void run() override
    {
        if (m_isHandedOver.load(std::memory_order_acquire))
            m_function();
        m_hasRun.store(true, std::memory_order_release);
    }

private:
    const std::function<void()> &m_function;
    std::atomic<bool> m_isHandedOver = false;
    std::atomic<bool> m_hasRun = false;
};

} // namespace

bool callWithStackFor(int depth, const std::function<void()> &function)
{
    if (depth <= harmlessDepth) {
        function();
        return true;
    }
    return DeepThread(function).runToEnd();
}

} // namespace Aeroscope::Ael
