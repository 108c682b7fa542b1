// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/completion.h"
#include "client/net/loopcontext.h"
#include "client/net/task.h"
#include "client/net/taskscope.h"

#include <QString>
#include <QThread>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <type_traits>

namespace Aeroscope::Net {

namespace Detail {
template <class R>
struct CallResult
{
    using Type = R;
};
template <class T>
struct CallResult<Result<T>>
{
    using Type = T;
};
template <class T>
struct CallResult<QCoro::Task<Result<T>>>
{
    using Type = T;
};
} // namespace Detail

/// A thread with an event loop of its own, on which connections live and commands run. Its reactor and timer
/// wheel are those of its LoopContext.
class IoThread
{
public:
    explicit IoThread(QString name, LoopContext::ReactorKind kind = LoopContext::ReactorKind::Automatic);
    /// stop().
    ~IoThread();
    IoThread(const IoThread &) = delete;
    IoThread &operator=(const IoThread &) = delete;

    /// Returns when the event loop takes posts. Call once.
    void start();
    /// Takes no more posts, cancels the scope, lets what runs come to its end for at most `grace`, resumes
    /// what is still suspended with Cancelled, and joins. Idempotent. Not on the thread itself.
    void stop(std::chrono::milliseconds grace = std::chrono::milliseconds(2000));

    /// The IoThread that runs this code; null on any other thread.
    [[nodiscard]] static IoThread *current() noexcept;
    [[nodiscard]] bool isCurrent() const noexcept { return current() == this; }
    [[nodiscard]] const QString &name() const noexcept { return m_name; }

    /// Any thread: runs the function on this thread, from its event loop, in the order posted. False when the
    /// thread does not run (any more); the function is destroyed then.
    bool post(std::move_only_function<void()> function);

    /// Any thread: runs the function on this thread and completes with what it returns: a value, a Result<T>,
    /// or a QCoro::Task<Result<T>> (also of a capturing lambda: the function lives as long as its task).
    /// Cancelled when the thread does not run.
    template <class F>
    [[nodiscard]] auto call(F function)
    {
        using Returned = std::invoke_result_t<F &>;
        using T = typename Detail::CallResult<Returned>::Type;
        CompletionSource<T> source;
        Completion<T> completion = source.completion();
        post([function = std::move(function), source = std::move(source)]() mutable {
            relay<F, T>(std::move(function), std::move(source));
        });
        return completion;
    }

    /// This thread only: the tasks that end with the thread.
    [[nodiscard]] TaskScope &scope() noexcept { return *m_scope; }

private:
    template <class F, class T>
    static QCoro::Task<void> relayTask(F function, CompletionSource<T> source)
    {
        auto result = co_await function();
        source.complete(std::move(result));
    }
    template <class F, class T>
    static void relay(F function, CompletionSource<T> source)
    {
        using Returned = std::invoke_result_t<F &>;
        if constexpr (std::is_same_v<Returned, QCoro::Task<Result<T>>>) {
            if (IoThread *thread = current())
                thread->scope().launch(relayTask<F, T>(std::move(function), std::move(source)));
        } else if constexpr (std::is_void_v<Returned>) {
            function();
            source.complete({});
        } else {
            source.complete(function());
        }
    }

    static QCoro::Task<void> leaveLoop(IoThread *self, Deadline deadline);

    class Runner;
    QString m_name;
    LoopContext::ReactorKind m_kind;
    std::unique_ptr<Runner> m_runner;
    std::unique_ptr<TaskScope> m_scope;
    std::shared_ptr<Mailbox> m_mailbox;
    std::atomic<bool> m_accepts = false;
};

} // namespace Aeroscope::Net
