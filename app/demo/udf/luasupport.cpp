// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/udf/luasupport.h"

#include <cstring>
#include <new>

namespace Aeroscope::Demo {

namespace {

constexpr const char *objectClasses[] = {"List", "Map", "Bytes", "GeoJSON"};

UdfRef *objectAt(lua_State *l, int index)
{
    for (const char *name : objectClasses) {
        if (void *found = luaL_testudata(l, index, name))
            return static_cast<UdfRef *>(found);
    }
    return nullptr;
}

int collectObject(lua_State *l)
{
    // A module can get at this function, so the object stays usable: it is emptied, not destroyed.
    if (UdfRef *object = objectAt(l, 1))
        object->reset();
    return 0;
}

void pushObject(lua_State *l, const UdfRef &value, const char *className)
{
    void *room = lua_newuserdatauv(l, sizeof(UdfRef), 0);
    new (room) UdfRef(value);
    luaL_setmetatable(l, className);
}

} // namespace

LuaContext &luaContext(lua_State *l) noexcept
{
    LuaContext *context = nullptr;
    std::memcpy(&context, lua_getextraspace(l), sizeof context);
    return *context;
}

void chargeBytes(lua_State *l, qint64 bytes)
{
    LuaContext &context = luaContext(l);
    if (bytes > context.bytesLeft)
        luaL_error(l, "not enough memory");
    context.bytesLeft -= bytes;
}

void pushText(lua_State *l, QByteArrayView text)
{
    const qsizetype zero = text.indexOf('\0');
    lua_pushlstring(l, text.isEmpty() ? "" : text.data(), static_cast<size_t>(zero < 0 ? text.size() : zero));
}

void pushValue(lua_State *l, const UdfRef &value)
{
    if (!value || value->isNil())
        lua_pushnil(l);
    else if (const auto *boolean = std::get_if<bool>(&value->data))
        lua_pushboolean(l, *boolean);
    else if (const auto *integer = std::get_if<qint64>(&value->data))
        lua_pushinteger(l, *integer);
    else if (const auto *number = std::get_if<double>(&value->data))
        lua_pushnumber(l, *number);
    else if (const auto *string = std::get_if<QByteArray>(&value->data))
        pushText(l, *string);
    else if (std::holds_alternative<UdfList>(value->data))
        pushObject(l, value, "List");
    else if (std::holds_alternative<UdfMap>(value->data))
        pushObject(l, value, "Map");
    else if (std::holds_alternative<UdfBytes>(value->data))
        pushObject(l, value, "Bytes");
    else
        pushObject(l, value, "GeoJSON");
}

UdfRef toUdfValue(lua_State *l, int index, bool *isRecord)
{
    constexpr qint64 scalarBytes = sizeof(UdfValue) + 16;
    if (isRecord)
        *isRecord = false;
    switch (lua_type(l, index)) {
    case LUA_TNIL:
        return UdfValue::make(std::monostate());
    case LUA_TBOOLEAN:
        return UdfValue::make(lua_toboolean(l, index) != 0);
    case LUA_TNUMBER:
        chargeBytes(l, scalarBytes);
        if (lua_isinteger(l, index))
            return UdfValue::make(qint64{lua_tointeger(l, index)});
        return UdfValue::make(lua_tonumber(l, index));
    case LUA_TSTRING: {
        const char *text = lua_tostring(l, index);
        const auto size = static_cast<qsizetype>(std::strlen(text));
        chargeBytes(l, scalarBytes + size);
        return UdfValue::make(QByteArray(text, size));
    }
    case LUA_TUSERDATA:
        if (const UdfRef *object = objectAt(l, index))
            return *object;
        if (isRecord)
            *isRecord = luaL_testudata(l, index, "Record") != nullptr;
        return {};
    default:
        return {};
    }
}

UdfRef &checkObject(lua_State *l, int index, const char *className)
{
    luaL_checktype(l, index, LUA_TUSERDATA);
    auto &object = *static_cast<UdfRef *>(luaL_checkudata(l, index, className));
    if (!object)
        luaL_argerror(l, index, "object is gone");
    return object;
}

void registerLibrary(lua_State *l, const char *name, const luaL_Reg *functions, lua_CFunction constructor)
{
    lua_newtable(l);
    if (functions)
        luaL_setfuncs(l, functions, 0);
    lua_newtable(l);
    if (constructor) {
        lua_pushcfunction(l, constructor);
        lua_setfield(l, -2, "__call");
    }
    lua_pushvalue(l, -2);
    lua_setfield(l, -2, "__metatable");
    lua_setmetatable(l, -2);
    lua_setglobal(l, name);
}

void registerClass(lua_State *l, const char *name, const luaL_Reg *metamethods)
{
    luaL_newmetatable(l, name);
    luaL_setfuncs(l, metamethods, 0);
    lua_pushcfunction(l, collectObject);
    lua_setfield(l, -2, "__gc");
    lua_pop(l, 1);
}

} // namespace Aeroscope::Demo
