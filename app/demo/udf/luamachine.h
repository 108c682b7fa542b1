// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/udf/luasupport.h"
#include "app/demo/udf/udfruntime.h"

#include <memory>

namespace Aeroscope::Demo {

/// One Lua state with the API of modules in it. Used on one thread.
class LuaMachine
{
public:
    explicit LuaMachine(const UdfModules &modules);
    ~LuaMachine();
    LuaMachine(const LuaMachine &) = delete;
    LuaMachine &operator=(const LuaMachine &) = delete;

    /// Loads a module of the registry. False when there is none or it fails.
    [[nodiscard]] bool load(const QByteArray &module);
    /// Loads a source as registering a module does; the message of the failure, or null.
    [[nodiscard]] QByteArray loadForCheck(const QByteArray &fileName, const QByteArray &source);

    [[nodiscard]] UdfOutcome applyRecord(const QByteArray &function, UdfRecord &record,
                                         const std::vector<UdfRef> &arguments,
                                         std::chrono::steady_clock::time_point deadline);
    [[nodiscard]] UdfOutcome applyStream(const QByteArray &function, UdfStream &stream,
                                         const std::vector<UdfRef> &arguments,
                                         std::chrono::steady_clock::time_point deadline);
    /// Whether the state was left in a condition that another call should not start from.
    [[nodiscard]] bool isWornOut() const noexcept { return m_wornOut; }

private:
    static void *allocate(void *self, void *block, size_t oldSize, size_t newSize) noexcept;
    static void watch(lua_State *l, lua_Debug *);
    static int requireModule(lua_State *l);
    static int open(lua_State *l);
    struct Call;
    static int run(lua_State *l);

    void allow(std::chrono::steady_clock::time_point deadline, qint64 instructions);
    [[nodiscard]] UdfOutcome protectedRun(Call &call);

    LuaContext m_context;
    lua_State *m_state = nullptr;
    bool m_wornOut = false;
};

} // namespace Aeroscope::Demo
