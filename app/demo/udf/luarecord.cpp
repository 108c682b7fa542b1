// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// The `record`, `aerospike` and `stream` objects of modules.

#include "app/demo/udf/luasupport.h"

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype longestBinName = 15;

/// Name of the bin that was asked for; null when there is no such argument.
QByteArray binName(lua_State *l, int index)
{
    const char *name = luaL_optstring(l, index, nullptr);
    return name ? QByteArray(name) : QByteArray();
}

int recordIndex(lua_State *l)
{
    UdfRecord *record = checkRecord(l, 1);
    const QByteArray name = binName(l, 2);
    UdfRef value;
    if (record && !name.isNull() && name.size() <= longestBinName)
        value = record->bin(name);
    pushValue(l, value);
    return 1;
}

int recordNewIndex(lua_State *l)
{
    UdfRecord *record = checkRecord(l, 1);
    const QByteArray name = binName(l, 2);
    if (name.isNull())
        return 0;
    bool isRecord = false;
    UdfRef value = toUdfValue(l, 3, &isRecord);
    if (!value && !isRecord)
        return luaL_error(l, "can't set bin %s to unsupported type", name.constData());
    if (record && luaContext(l).writable && name.size() <= longestBinName)
        record->setBin(name, std::move(value));
    return 0;
}

template <qint64 (UdfRecord::*number)() const>
int recordNumber(lua_State *l)
{
    const UdfRecord *record = checkRecord(l, 1);
    lua_pushinteger(l, record ? (record->*number)() : 0);
    return 1;
}

/// Nothing is kept on a device.
int recordDeviceSize(lua_State *l)
{
    static_cast<void>(checkRecord(l, 1));
    lua_pushinteger(l, 0);
    return 1;
}

int recordKey(lua_State *l)
{
    const UdfRecord *record = checkRecord(l, 1);
    pushValue(l, record ? record->key() : UdfRef());
    return 1;
}

int recordSetName(lua_State *l)
{
    const UdfRecord *record = checkRecord(l, 1);
    const QByteArray name = record ? record->setName() : QByteArray();
    if (name.isNull())
        lua_pushnil(l);
    else
        pushText(l, name);
    return 1;
}

int recordDigest(lua_State *l)
{
    const UdfRecord *record = checkRecord(l, 1);
    pushValue(l, record ? UdfValue::make(UdfBytes{record->digest()}) : UdfRef());
    return 1;
}

int recordBinCount(lua_State *l)
{
    const UdfRecord *record = checkRecord(l, 1);
    const auto names = record ? record->binNames() : std::nullopt;
    lua_pushinteger(l, names ? static_cast<lua_Integer>(names->size()) : 0);
    return 1;
}

int recordBinNames(lua_State *l)
{
    const UdfRecord *record = checkRecord(l, 1);
    const auto names = record ? record->binNames() : std::nullopt;
    if (!names)
        return luaL_error(l, "can't get bin names");
    lua_createtable(l, static_cast<int>(names->size()), 0);
    lua_Integer position = 0;
    for (const QByteArray &name : *names) {
        pushText(l, name);
        lua_rawseti(l, -2, ++position);
    }
    return 1;
}

int recordSetTtl(lua_State *l)
{
    UdfRecord *record = checkRecord(l, 1);
    const auto seconds = static_cast<quint32>(luaL_optinteger(l, 2, 0));
    if (record && luaContext(l).writable)
        record->setTtl(seconds);
    return 0;
}

int recordDropKey(lua_State *l)
{
    UdfRecord *record = checkRecord(l, 1);
    if (record && luaContext(l).writable)
        record->dropKey();
    return 0;
}

/// The record that a call such as aerospike:update(r) names. Raises for anything but a record.
UdfRecord *namedRecord(lua_State *l)
{
    luaL_checkudata(l, 1, "Aerospike");
    return checkRecord(l, 2);
}

template <int (UdfRecord::*change)()>
int aerospikeChange(lua_State *l)
{
    constexpr int refused = 1;
    UdfRecord *record = namedRecord(l);
    lua_pushinteger(l, record && luaContext(l).writable ? (record->*change)() : refused);
    return 1;
}

int aerospikeExists(lua_State *l)
{
    const UdfRecord *record = namedRecord(l);
    // Where nothing may be written the question itself is not answered, and "1" means yes.
    lua_pushboolean(l, !luaContext(l).writable || (record && record->exists()));
    return 1;
}

int aerospikeLog(lua_State *l)
{
    luaL_checkudata(l, 1, "Aerospike");
    static_cast<void>(luaL_optinteger(l, 2, 0));
    static_cast<void>(luaL_optstring(l, 3, nullptr));
    return 0;
}

int aerospikeTime(lua_State *l)
{
    luaL_checkudata(l, 1, "Aerospike");
    const LuaContext &context = luaContext(l);
    lua_pushinteger(l, context.record && context.writable ? context.record->nowMs() : 0);
    return 1;
}

/// Functions of other hosts, which a server knows but does not serve.
template <int answer>
int aerospikeUnserved(lua_State *l)
{
    luaL_checkudata(l, 1, "Aerospike");
    lua_pushinteger(l, answer);
    return 1;
}

int streamRead(lua_State *l)
{
    LuaContext &context = luaContext(l);
    if (context.stream && context.stream->next())
        pushRecord(l);
    else
        lua_pushnil(l);
    return 1;
}

int streamWrite(lua_State *l)
{
    LuaContext &context = luaContext(l);
    bool isRecord = false;
    const UdfRef value = toUdfValue(l, 1, &isRecord);
    if (context.stream && value && !value->isNil())
        context.stream->write(value);
    return 0;
}

constexpr luaL_Reg recordFunctions[] = {
    {"bin_names", recordBinNames},
    {"device_size", recordDeviceSize},
    {"digest", recordDigest},
    {"drop_key", recordDropKey},
    {"gen", recordNumber<&UdfRecord::generation>},
    {"key", recordKey},
    {"last_update_time", recordNumber<&UdfRecord::lastUpdate>},
    {"memory_size", recordNumber<&UdfRecord::size>},
    {"numbins", recordBinCount},
    {"set_ttl", recordSetTtl},
    {"setname", recordSetName},
    {"size", recordNumber<&UdfRecord::size>},
    {"ttl", recordNumber<&UdfRecord::ttl>},
    {nullptr, nullptr},
};
constexpr luaL_Reg recordMethods[] = {
    {"__index", recordIndex}, {"__newindex", recordNewIndex}, {nullptr, nullptr}};
constexpr luaL_Reg aerospikeFunctions[] = {
    {"create", aerospikeChange<&UdfRecord::create>},
    {"exists", aerospikeExists},
    {"get_config", aerospikeUnserved<0>},
    {"get_current_time", aerospikeTime},
    {"log", aerospikeLog},
    {"remove", aerospikeChange<&UdfRecord::remove>},
    {"set_context", aerospikeUnserved<2>},
    {"update", aerospikeChange<&UdfRecord::update>},
    {nullptr, nullptr},
};

} // namespace

void pushRecord(lua_State *l)
{
    // The object only stands for the record at hand, which the state knows.
    lua_newuserdatauv(l, 1, 0);
    luaL_setmetatable(l, "Record");
}

UdfRecord *checkRecord(lua_State *l, int index)
{
    luaL_checktype(l, index, LUA_TUSERDATA);
    luaL_checkudata(l, index, "Record");
    return luaContext(l).record;
}

void setAerospike(lua_State *l)
{
    lua_newuserdatauv(l, 1, 0);
    luaL_setmetatable(l, "Aerospike");
    lua_setglobal(l, "aerospike");
}

void openRecordLibraries(lua_State *l)
{
    registerLibrary(l, "record", recordFunctions, nullptr);
    luaL_newmetatable(l, "Record");
    luaL_setfuncs(l, recordMethods, 0);
    lua_pop(l, 1);

    lua_newtable(l);
    luaL_setfuncs(l, aerospikeFunctions, 0);
    luaL_newmetatable(l, "Aerospike");
    lua_pushvalue(l, -2);
    lua_setfield(l, -2, "__index");
    lua_pushvalue(l, -2);
    lua_setfield(l, -2, "__metatable");
    lua_pop(l, 2);

    // What the stream operations read from and write to; taken out of modules' sight once those have it.
    lua_newtable(l);
    lua_pushcfunction(l, streamRead);
    lua_setfield(l, -2, "read");
    lua_pushcfunction(l, streamWrite);
    lua_setfield(l, -2, "write");
    lua_setglobal(l, "stream");
}

} // namespace Aeroscope::Demo
