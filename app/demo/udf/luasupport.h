// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/udf/udfrecord.h"
#include "app/demo/udf/udfvalue.h"

#include <lua.hpp>

#include <chrono>

namespace Aeroscope::Demo {

class UdfModules;

/// What functions called from Lua find through the state. The library is the one that raises errors as C++
/// exceptions, so such functions may own things.
struct LuaContext
{
    const UdfModules *modules = nullptr;
    UdfRecord *record = nullptr; ///< while a record function runs or a stream hands out records
    UdfStream *stream = nullptr; ///< while an aggregation runs
    bool writable = false;       ///< the record may be created, updated and removed
    std::chrono::steady_clock::time_point deadline;
    qint64 instructionsLeft = 0;
    qint64 bytesLeft = 0; ///< what values outside of Lua's own memory may still take
    size_t luaBytes = 0;
};

[[nodiscard]] LuaContext &luaContext(lua_State *l) noexcept;
/// Counts memory that a value takes; raises an error when a module wants too much.
void chargeBytes(lua_State *l, qint64 bytes);

/// Pushes what Lua has of its own as such, other values as objects.
void pushValue(lua_State *l, const UdfRef &value);
/// Lua strings end at their first zero byte.
void pushText(lua_State *l, QByteArrayView text);
/// The value at an index. Null for what is none (tables, functions, records, nothing at all); `isRecord`
/// tells a record apart.
[[nodiscard]] UdfRef toUdfValue(lua_State *l, int index, bool *isRecord = nullptr);
/// The object at an index, which must be one of that class ("List", "Map", "Bytes", "GeoJSON"); else raises.
[[nodiscard]] UdfRef &checkObject(lua_State *l, int index, const char *className);
void pushRecord(lua_State *l);
/// The record that the object at an index stands for; null when its time is over. Raises when it is something
/// else.
[[nodiscard]] UdfRecord *checkRecord(lua_State *l, int index);

/// Makes a global table of functions with a metatable that is hidden from modules.
void registerLibrary(lua_State *l, const char *name, const luaL_Reg *functions, lua_CFunction constructor);
/// Makes the metatable of a class of objects.
void registerClass(lua_State *l, const char *name, const luaL_Reg *metamethods);

/// The parts of the API of modules.
void openValueLibraries(lua_State *l);
void openBytesLibrary(lua_State *l);
void openRecordLibraries(lua_State *l);
/// Sets the global `aerospike`, which functions have but the loading of a module has not.
void setAerospike(lua_State *l);

} // namespace Aeroscope::Demo
