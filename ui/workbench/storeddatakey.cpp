// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/storeddatakey.h"

#include <coroutine>
#include <functional>
#include <optional>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

constexpr auto entry = "data-key"_L1;

using Answered = Result<std::optional<QString>>;

/// Waits for one answer of a keychain.
class Asking
{
public:
    explicit Asking(std::function<void(Keychain::Answer)> ask)
        : m_ask(std::move(ask))
    {}
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting)
    {
        // On its way the answer may end this object: nothing is touched after it.
        const std::function<void(Keychain::Answer)> ask = std::move(m_ask);
        ask([this, waiting](Answered answer) {
            m_answer = std::move(answer);
            waiting.resume();
        });
    }
    Answered await_resume() { return *std::move(m_answer); }

private:
    std::function<void(Keychain::Answer)> m_ask;
    std::optional<Answered> m_answer;
};

} // namespace

QCoro::Task<Result<DataKey>> storedDataKey(std::shared_ptr<Keychain> keychain)
{
    const Answered found =
        co_await Asking([keychain](Keychain::Answer done) { keychain->read(entry, std::move(done)); });
    if (!found)
        co_return std::unexpected(found.error());
    if (*found)
        co_return DataKey::fromBytes(QByteArray::fromHex((*found)->toLatin1()));
    const DataKey key = DataKey::random();
    const Answered written = co_await Asking([keychain, key](Keychain::Answer done) {
        keychain->write(entry, QString::fromLatin1(key.bytes().toHex()), std::move(done));
    });
    if (!written)
        co_return std::unexpected(written.error());
    co_return key;
}

} // namespace Aeroscope::Workbench
