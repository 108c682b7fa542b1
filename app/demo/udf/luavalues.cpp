// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// The `list`, `map` and `geojson` objects of modules.

#include "app/demo/udf/luasupport.h"

#include <algorithm>

namespace Aeroscope::Demo {

namespace {

constexpr lua_Integer largestList = 1 << 20;
constexpr qint64 slotBytes = sizeof(UdfRef);
constexpr qint64 pairBytes = 96;

UdfList &checkList(lua_State *l, int index)
{
    return std::get<UdfList>(checkObject(l, index, "List")->data);
}

UdfMap &checkMap(lua_State *l, int index)
{
    return std::get<UdfMap>(checkObject(l, index, "Map")->data);
}

/// The value at an index as a part of a container; null when it cannot be one.
UdfRef partFor(lua_State *l, const UdfRef &container, int index)
{
    UdfRef part = toUdfValue(l, index);
    return part && container->mayHold(part) ? part : UdfRef();
}

/// Puts values in so that the first one is at `at`; a gap before it is filled with nil.
void insertAt(lua_State *l, UdfList &list, lua_Integer at, const UdfRef &value)
{
    const lua_Integer size = std::max<lua_Integer>(at, static_cast<lua_Integer>(list.items.size())) + 1;
    if (size > largestList)
        luaL_error(l, "not enough memory");
    chargeBytes(l, slotBytes * (size - static_cast<lua_Integer>(list.items.size())));
    if (at > static_cast<lua_Integer>(list.items.size()))
        list.items.resize(static_cast<size_t>(at), UdfValue::make(std::monostate()));
    list.items.insert(list.items.begin() + at, value);
}

int listInsert(lua_State *l)
{
    const UdfRef object = checkObject(l, 1, "List");
    const lua_Integer at = luaL_optinteger(l, 2, 0);
    if (at > 0) {
        if (const UdfRef value = partFor(l, object, 3))
            insertAt(l, std::get<UdfList>(object->data), at - 1, value);
    }
    return 0;
}

int listAppend(lua_State *l)
{
    const UdfRef object = checkObject(l, 1, "List");
    auto &list = std::get<UdfList>(object->data);
    if (const UdfRef value = partFor(l, object, 2))
        insertAt(l, list, static_cast<lua_Integer>(list.items.size()), value);
    return 0;
}

int listPrepend(lua_State *l)
{
    const UdfRef object = checkObject(l, 1, "List");
    if (const UdfRef value = partFor(l, object, 2))
        insertAt(l, std::get<UdfList>(object->data), 0, value);
    return 0;
}

int listRemove(lua_State *l)
{
    UdfList &list = checkList(l, 1);
    const lua_Integer at = luaL_optinteger(l, 2, 0);
    if (at > 0 && at <= static_cast<lua_Integer>(list.items.size()))
        list.items.erase(list.items.begin() + (at - 1));
    return 0;
}

int listConcat(lua_State *l)
{
    const UdfRef object = checkObject(l, 1, "List");
    auto &list = std::get<UdfList>(object->data);
    const std::vector<UdfRef> more = checkList(l, 2).items;
    if (static_cast<lua_Integer>(list.items.size() + more.size()) > largestList)
        luaL_error(l, "not enough memory");
    chargeBytes(l, slotBytes * static_cast<qint64>(more.size()));
    const auto fits = [&object](const UdfRef &item) { return object->mayHold(item); };
    if (std::all_of(more.begin(), more.end(), fits))
        list.items.insert(list.items.end(), more.begin(), more.end());
    return 0;
}

int listTrim(lua_State *l)
{
    UdfList &list = checkList(l, 1);
    const lua_Integer at = luaL_optinteger(l, 2, 0);
    if (at > 0 && at <= static_cast<lua_Integer>(list.items.size()))
        list.items.resize(static_cast<size_t>(at - 1));
    return 0;
}

/// A new list of the items from `begin` to before `end`.
int pushPart(lua_State *l, const UdfList &list, lua_Integer begin, lua_Integer end)
{
    UdfList part;
    part.items.assign(list.items.begin() + begin, list.items.begin() + end);
    chargeBytes(l, slotBytes * static_cast<qint64>(part.items.size() + 8));
    pushValue(l, UdfValue::make(std::move(part)));
    return 1;
}

int listDrop(lua_State *l)
{
    const UdfList &list = checkList(l, 1);
    const lua_Integer count = luaL_optinteger(l, 2, 0);
    if (count <= 0) {
        lua_pushnil(l);
        return 1;
    }
    const auto size = static_cast<lua_Integer>(list.items.size());
    return pushPart(l, list, std::min(count, size), size);
}

int listTake(lua_State *l)
{
    const UdfList &list = checkList(l, 1);
    const lua_Integer count = luaL_optinteger(l, 2, 0);
    if (count <= 0) {
        lua_pushnil(l);
        return 1;
    }
    return pushPart(l, list, 0, std::min(count, static_cast<lua_Integer>(list.items.size())));
}

int listSize(lua_State *l)
{
    lua_pushinteger(l, static_cast<lua_Integer>(checkList(l, 1).items.size()));
    return 1;
}

int pushPackedSize(lua_State *l, const UdfRef &object)
{
    lua_pushinteger(l, object->toReply().bytes.size());
    return 1;
}

int listBytes(lua_State *l)
{
    return pushPackedSize(l, checkObject(l, 1, "List"));
}

int listNew(lua_State *l)
{
    const int count = lua_gettop(l);
    if (count < 1 || count > 2 || luaL_optinteger(l, 1, -1) < 0 || luaL_optinteger(l, 2, 10) < 0)
        return 0;
    pushValue(l, UdfValue::make(UdfList()));
    return 1;
}

/// list{…} and list(): the call's first argument is the library itself.
int listCall(lua_State *l)
{
    UdfList list;
    if (lua_gettop(l) == 2 && lua_istable(l, 2)) {
        lua_pushnil(l);
        while (lua_next(l, 2) != 0) {
            if (lua_type(l, -2) == LUA_TNUMBER) {
                if (UdfRef value = toUdfValue(l, -1))
                    list.items.push_back(std::move(value));
                else
                    list.items.push_back(UdfValue::make(std::monostate()));
                chargeBytes(l, slotBytes);
            }
            lua_pop(l, 1);
        }
    }
    pushValue(l, UdfValue::make(std::move(list)));
    return 1;
}

int listIndex(lua_State *l)
{
    const UdfList &list = checkList(l, 1);
    const auto at = static_cast<quint32>(luaL_optinteger(l, 2, 0));
    pushValue(l, at > 0 && at <= list.items.size() ? list.items[at - 1] : UdfRef());
    return 1;
}

int listNewIndex(lua_State *l)
{
    const UdfRef object = checkObject(l, 1, "List");
    auto &list = std::get<UdfList>(object->data);
    const auto at = static_cast<quint32>(luaL_optinteger(l, 2, 0));
    if (at == 0)
        return 0;
    const UdfRef value = partFor(l, object, 3);
    if (!value)
        return 0;
    if (at <= list.items.size())
        list.items[at - 1] = value;
    else
        insertAt(l, list, at - 1, value);
    return 0;
}

int pushDescription(lua_State *l, const UdfRef &object, const char *whenEmpty)
{
    const QByteArray text = object->text();
    if (text.isEmpty())
        lua_pushstring(l, whenEmpty);
    else
        pushText(l, text);
    return 1;
}

int listToString(lua_State *l)
{
    return pushDescription(l, checkObject(l, 1, "List"), "List()");
}

/// The step of list.iterator(): the list and the last index are its own.
int listStep(lua_State *l)
{
    const UdfList &list = checkList(l, lua_upvalueindex(1));
    const lua_Integer at = lua_tointeger(l, lua_upvalueindex(2));
    if (at >= static_cast<lua_Integer>(list.items.size()))
        return 0;
    lua_pushinteger(l, at + 1);
    lua_replace(l, lua_upvalueindex(2));
    pushValue(l, list.items[static_cast<size_t>(at)]);
    return 1;
}

int listIterator(lua_State *l)
{
    static_cast<void>(checkList(l, 1));
    lua_pushvalue(l, 1);
    lua_pushinteger(l, 0);
    lua_pushcclosure(l, listStep, 2);
    return 1;
}

int mapSize(lua_State *l)
{
    lua_pushinteger(l, static_cast<lua_Integer>(checkMap(l, 1).pairs.size()));
    return 1;
}

int mapBytes(lua_State *l)
{
    return pushPackedSize(l, checkObject(l, 1, "Map"));
}

int mapNew(lua_State *l)
{
    if (lua_gettop(l) != 1 || luaL_optinteger(l, 1, 0) < 1)
        return 0;
    pushValue(l, UdfValue::make(UdfMap()));
    return 1;
}

/// map{…}, map() and map({…}, capacity).
int mapCall(lua_State *l)
{
    UdfMap map;
    const int count = lua_gettop(l);
    if ((count == 2 || count == 3) && lua_istable(l, 2)) {
        lua_pushnil(l);
        while (lua_next(l, 2) != 0) {
            UdfRef key = toUdfValue(l, -2);
            UdfRef value = toUdfValue(l, -1);
            if (key && value && key->isMapKey()) {
                map.pairs.insert_or_assign(std::move(key), std::move(value));
                chargeBytes(l, pairBytes);
            }
            lua_pop(l, 1);
        }
    }
    pushValue(l, UdfValue::make(std::move(map)));
    return 1;
}

int mapIndex(lua_State *l)
{
    const UdfMap &map = checkMap(l, 1);
    const UdfRef key = toUdfValue(l, 2);
    UdfRef value;
    if (key && key->isMapKey()) {
        const auto found = map.pairs.find(key);
        if (found != map.pairs.end())
            value = found->second;
    }
    pushValue(l, value);
    return 1;
}

int mapNewIndex(lua_State *l)
{
    const UdfRef object = checkObject(l, 1, "Map");
    auto &map = std::get<UdfMap>(object->data);
    const UdfRef key = toUdfValue(l, 2);
    if (!key || !key->isMapKey())
        return 0;
    bool isRecord = false;
    const UdfRef value = toUdfValue(l, 3, &isRecord);
    if (isRecord)
        return 0;
    if (!value) {
        map.pairs.erase(key);
    } else if (object->mayHold(value)) {
        chargeBytes(l, pairBytes);
        // A bytes object that serves as key must not change with its variable.
        UdfRef own = key;
        if (const auto *bytes = std::get_if<UdfBytes>(&key->data))
            own = UdfValue::make(*bytes);
        map.pairs.insert_or_assign(std::move(own), value);
    }
    return 0;
}

int mapRemove(lua_State *l)
{
    UdfMap &map = checkMap(l, 1);
    const UdfRef key = toUdfValue(l, 2);
    if (key && key->isMapKey())
        map.pairs.erase(key);
    return 0;
}

int mapToString(lua_State *l)
{
    return pushDescription(l, checkObject(l, 1, "Map"), "Map()");
}

/// The step of the three map iterators: the map, the last key and what is wanted (1 key, 2 value, 3 both).
int mapStep(lua_State *l)
{
    const UdfMap &map = checkMap(l, lua_upvalueindex(1));
    auto at = map.pairs.begin();
    if (!lua_isnil(l, lua_upvalueindex(2))) {
        const UdfRef last = toUdfValue(l, lua_upvalueindex(2));
        at = map.pairs.upper_bound(last);
    }
    if (at == map.pairs.end())
        return 0;
    const UdfRef key = at->first;
    const UdfRef value = at->second;
    const lua_Integer wanted = lua_tointeger(l, lua_upvalueindex(3));
    pushValue(l, key);
    lua_copy(l, -1, lua_upvalueindex(2));
    if (wanted == 1)
        return 1;
    if (wanted == 2)
        lua_pop(l, 1);
    pushValue(l, value);
    return wanted == 2 ? 1 : 2;
}

template <int Wanted>
int mapIterator(lua_State *l)
{
    static_cast<void>(checkMap(l, 1));
    lua_pushvalue(l, 1);
    lua_pushnil(l);
    lua_pushinteger(l, Wanted);
    lua_pushcclosure(l, mapStep, 3);
    return 1;
}

int geoJsonCall(lua_State *l)
{
    if (lua_gettop(l) != 2)
        return 0;
    const char *text = luaL_optstring(l, 2, nullptr);
    if (!text)
        return 0;
    const QByteArray copy(text);
    chargeBytes(l, copy.size() + slotBytes);
    pushValue(l, UdfValue::make(UdfGeoJson{copy}));
    return 1;
}

int geoJsonToString(lua_State *l)
{
    return pushDescription(l, checkObject(l, 1, "GeoJSON"), "GeoJSON()");
}

constexpr luaL_Reg listFunctions[] = {
    {"append", listAppend},     {"concat", listConcat}, {"create", listNew}, {"drop", listDrop},
    {"insert", listInsert},     {"nbytes", listBytes},  {"new", listNew},    {"iterator", listIterator},
    {"prepend", listPrepend},   {"remove", listRemove}, {"size", listSize},  {"take", listTake},
    {"tostring", listToString}, {"trim", listTrim},     {nullptr, nullptr},
};
constexpr luaL_Reg listMethods[] = {
    {"__index", listIndex},       {"__len", listSize}, {"__newindex", listNewIndex},
    {"__tostring", listToString}, {nullptr, nullptr},
};
constexpr luaL_Reg mapFunctions[] = {
    {"create", mapNew},        {"iterator", mapIterator<3>}, {"keys", mapIterator<1>}, {"nbytes", mapBytes},
    {"new", mapNew},           {"pairs", mapIterator<3>},    {"remove", mapRemove},    {"size", mapSize},
    {"tostring", mapToString}, {"values", mapIterator<2>},   {nullptr, nullptr},
};
constexpr luaL_Reg mapMethods[] = {
    {"__index", mapIndex},       {"__len", mapSize}, {"__newindex", mapNewIndex},
    {"__tostring", mapToString}, {nullptr, nullptr},
};
constexpr luaL_Reg geoJsonMethods[] = {{"__tostring", geoJsonToString}, {nullptr, nullptr}};

} // namespace

void openValueLibraries(lua_State *l)
{
    registerLibrary(l, "list", listFunctions, listCall);
    registerClass(l, "List", listMethods);
    registerLibrary(l, "map", mapFunctions, mapCall);
    registerClass(l, "Map", mapMethods);
    registerLibrary(l, "geojson", nullptr, geoJsonCall);
    registerClass(l, "GeoJSON", geoJsonMethods);
}

} // namespace Aeroscope::Demo
