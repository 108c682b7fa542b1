// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/udf/luamachine.h"

#include "app/demo/udf/luaprelude.h"

#include <cstdlib>
#include <cstring>

namespace Aeroscope::Demo {

namespace {

constexpr size_t luaMemory = 64 * 1024 * 1024;
constexpr qint64 valueMemory = 256 * 1024 * 1024;
constexpr int instructionsPerLook = 1000;
constexpr qint64 loadInstructions = 10'000'000;
constexpr qint64 callInstructions = 200'000'000;
constexpr qint64 streamInstructions = 2'000'000'000;
constexpr std::chrono::seconds loadTime{2};

/// Where servers keep modules; error texts name files with it.
constexpr char folder[] = "/opt/aerospike/usr/udf/lua/";

constexpr char streamRunnerKey = 0;
constexpr char loadedModulesKey = 0;

void openStandard(lua_State *l)
{
    luaL_requiref(l, LUA_GNAME, luaopen_base, 1);
    luaL_requiref(l, LUA_COLIBNAME, luaopen_coroutine, 1);
    luaL_requiref(l, LUA_TABLIBNAME, luaopen_table, 1);
    luaL_requiref(l, LUA_STRLIBNAME, luaopen_string, 1);
    luaL_requiref(l, LUA_MATHLIBNAME, luaopen_math, 1);
    luaL_requiref(l, LUA_UTF8LIBNAME, luaopen_utf8, 1);
    lua_pop(l, 6);
    for (const char *name : {"dofile", "load", "loadfile", "print"}) {
        lua_pushnil(l);
        lua_setglobal(l, name);
    }
    lua_getglobal(l, LUA_STRLIBNAME);
    lua_pushnil(l);
    lua_setfield(l, -2, "dump");
    lua_pop(l, 1);
}

/// The text of an error; what servers say when it is none.
QByteArray errorText(lua_State *l)
{
    if (lua_type(l, -1) != LUA_TSTRING)
        return "result value type unexpected";
    return lua_tostring(l, -1);
}

} // namespace

LuaMachine::LuaMachine(const UdfModules &modules)
    : m_state(lua_newstate(&LuaMachine::allocate, this))
{
    m_context.modules = &modules;
    LuaContext *context = &m_context;
    std::memcpy(lua_getextraspace(m_state), &context, sizeof context);
    allow(std::chrono::steady_clock::now() + loadTime, loadInstructions);
    lua_pushcfunction(m_state, open);
    if (lua_pcall(m_state, 0, 0, 0) != LUA_OK)
        qFatal("the API of modules does not load: %s", lua_tostring(m_state, -1));
}

LuaMachine::~LuaMachine()
{
    lua_close(m_state);
}

int LuaMachine::open(lua_State *l)
{
    openStandard(l);
    lua_newtable(l);
    lua_rawsetp(l, LUA_REGISTRYINDEX, &loadedModulesKey);
    lua_pushcfunction(l, requireModule);
    lua_setglobal(l, "require");
    openValueLibraries(l);
    openBytesLibrary(l);
    openRecordLibraries(l);
    if (luaL_loadbufferx(l, luaPrelude, sizeof luaPrelude - 1, "=prelude", "t") != LUA_OK)
        lua_error(l);
    lua_call(l, 0, 1);
    lua_rawsetp(l, LUA_REGISTRYINDEX, &streamRunnerKey);
    return 0;
}

void *LuaMachine::allocate(void *self, void *block, size_t oldSize, size_t newSize) noexcept
{
    size_t &used = static_cast<LuaMachine *>(self)->m_context.luaBytes;
    const size_t before = block ? oldSize : 0;
    if (newSize == 0) {
        used -= before;
        std::free(block);
        return nullptr;
    }
    if (newSize > before && used + (newSize - before) > luaMemory)
        return nullptr;
    void *fresh = std::realloc(block, newSize);
    if (fresh)
        used = used - before + newSize;
    return fresh;
}

/// Looks at the clock from time to time while Lua runs.
void LuaMachine::watch(lua_State *l, lua_Debug *)
{
    LuaContext &context = luaContext(l);
    context.instructionsLeft -= instructionsPerLook;
    if (context.instructionsLeft > 0 && std::chrono::steady_clock::now() < context.deadline)
        return;
    context.instructionsLeft = 0;
    // From here on each instruction fails, so that a module that catches the error does not go on.
    lua_sethook(l, watch, LUA_MASKCOUNT, 1);
    luaL_error(l, "UDF Execution Timeout");
}

void LuaMachine::allow(std::chrono::steady_clock::time_point deadline, qint64 instructions)
{
    m_context.deadline = deadline;
    m_context.instructionsLeft = instructions;
    m_context.bytesLeft = valueMemory;
    lua_sethook(m_state, watch, LUA_MASKCOUNT, instructionsPerLook);
}

/// require("name"): a registered module, loaded once; libraries by their names, too.
int LuaMachine::requireModule(lua_State *l)
{
    const QByteArray name = luaL_checkstring(l, 1);
    lua_settop(l, 1);
    lua_rawgetp(l, LUA_REGISTRYINDEX, &loadedModulesKey);
    if (lua_getfield(l, 2, name.constData()) != LUA_TNIL)
        return 1;
    for (const char *library :
         {LUA_COLIBNAME, LUA_TABLIBNAME, LUA_STRLIBNAME, LUA_MATHLIBNAME, LUA_UTF8LIBNAME}) {
        if (name == library) {
            lua_getglobal(l, library);
            return 1;
        }
    }
    const std::optional<QByteArray> source = luaContext(l).modules->module(name);
    if (!source)
        return luaL_error(l, "module '%s' not found", name.constData());
    const QByteArray chunk = '@' + QByteArray(folder) + name + ".lua";
    if (luaL_loadbufferx(l, source->constData(), static_cast<size_t>(source->size()), chunk.constData(),
                         "t") != LUA_OK)
        return luaL_error(l, "error loading module '%s':\n\t%s", name.constData(), lua_tostring(l, -1));
    // A module that asks for itself while it loads gets true, which is also what a module without result is.
    lua_pushboolean(l, 1);
    lua_setfield(l, 2, name.constData());
    lua_pushstring(l, name.constData());
    lua_call(l, 1, 1);
    if (!lua_isnil(l, -1)) {
        lua_pushvalue(l, -1);
        lua_setfield(l, 2, name.constData());
    }
    lua_getfield(l, 2, name.constData());
    return 1;
}

bool LuaMachine::load(const QByteArray &module)
{
    allow(std::chrono::steady_clock::now() + loadTime, loadInstructions);
    const auto enter = [](lua_State *l) {
        const auto &name = *static_cast<const QByteArray *>(lua_touserdata(l, 1));
        lua_pushcfunction(l, requireModule);
        lua_pushlstring(l, name.constData(), static_cast<size_t>(name.size()));
        lua_call(l, 1, 0);
        setAerospike(l);
        return 0;
    };
    lua_pushcfunction(m_state, enter);
    lua_pushlightuserdata(m_state, const_cast<QByteArray *>(&module));
    const bool loaded = lua_pcall(m_state, 1, 0, 0) == LUA_OK;
    lua_settop(m_state, 0);
    return loaded;
}

QByteArray LuaMachine::loadForCheck(const QByteArray &fileName, const QByteArray &source)
{
    allow(std::chrono::steady_clock::now() + loadTime, loadInstructions);
    int code = luaL_loadbufferx(m_state, source.constData(), static_cast<size_t>(source.size()),
                                fileName.constData(), "t");
    if (code == LUA_OK)
        code = lua_pcall(m_state, 0, 0, 0);
    if (code == LUA_OK)
        return {};
    const char *text = lua_tostring(m_state, -1);
    return text ? QByteArray(text) : QByteArray("(Null error message returned by lua)");
}

/// One call of a module's function. All that may raise an error happens inside run().
struct LuaMachine::Call
{
    const QByteArray &function;
    const std::vector<UdfRef> &arguments;
    bool isStream = false;
    UdfRef result;
};

int LuaMachine::run(lua_State *l)
{
    auto &call = *static_cast<Call *>(lua_touserdata(l, 1));
    const int count = static_cast<int>(call.arguments.size());
    luaL_checkstack(l, count + LUA_MINSTACK, "too many arguments");
    if (call.isStream)
        lua_rawgetp(l, LUA_REGISTRYINDEX, &streamRunnerKey);
    if (lua_getglobal(l, call.function.constData()) == LUA_TNIL && !call.isStream) {
        lua_pushliteral(l, "function not found");
        return lua_error(l);
    }
    if (!call.isStream)
        pushRecord(l);
    for (const UdfRef &argument : call.arguments)
        pushValue(l, argument);
    lua_call(l, count + 1, call.isStream ? 0 : 1);
    if (!call.isStream)
        call.result = toUdfValue(l, -1);
    return 0;
}

UdfOutcome LuaMachine::protectedRun(Call &call)
{
    lua_pushcfunction(m_state, run);
    lua_pushlightuserdata(m_state, &call);
    const int code = lua_pcall(m_state, 1, 0, 0);
    UdfOutcome outcome;
    if (code == LUA_OK) {
        outcome.value = std::move(call.result);
    } else {
        outcome.kind = UdfOutcome::Kind::Error;
        outcome.text = errorText(m_state);
        if (call.isStream)
            outcome.text = "UDF: Execution Error " + QByteArray::number(code) + " : " + outcome.text;
        m_wornOut = code == LUA_ERRMEM || m_context.instructionsLeft <= 0;
    }
    lua_sethook(m_state, nullptr, 0, 0);
    lua_settop(m_state, 0);
    m_context.record = nullptr;
    m_context.stream = nullptr;
    m_context.writable = false;
    return outcome;
}

UdfOutcome LuaMachine::applyRecord(const QByteArray &function, UdfRecord &record,
                                   const std::vector<UdfRef> &arguments,
                                   std::chrono::steady_clock::time_point deadline)
{
    m_context.record = &record;
    m_context.writable = true;
    allow(deadline, callInstructions);
    Call call{function, arguments, false, {}};
    return protectedRun(call);
}

UdfOutcome LuaMachine::applyStream(const QByteArray &function, UdfStream &stream,
                                   const std::vector<UdfRef> &arguments,
                                   std::chrono::steady_clock::time_point deadline)
{
    m_context.record = &stream.record();
    m_context.stream = &stream;
    allow(deadline, streamInstructions);
    Call call{function, arguments, true, {}};
    return protectedRun(call);
}

} // namespace Aeroscope::Demo
