// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// The `bytes` object of modules. Positions count from 1; what does not fit answers false or nothing.

#include "app/demo/udf/luasupport.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <limits>

namespace Aeroscope::Demo {

namespace {

constexpr lua_Integer largestPosition = 16 * 1024 * 1024;

enum class Order { Big, Little };

UdfBytes &checkBytes(lua_State *l, int index)
{
    return std::get<UdfBytes>(checkObject(l, index, "Bytes")->data);
}

int pushFlag(lua_State *l, bool flag)
{
    lua_pushboolean(l, flag);
    return 1;
}

/// Writes at a position (from 0), growing the object as needed.
bool store(lua_State *l, UdfBytes &bytes, lua_Integer at, const char *from, lua_Integer size)
{
    if (at < 0 || size < 0 || at + size > largestPosition)
        return false;
    if (at + size > bytes.data.size()) {
        chargeBytes(l, at + size - bytes.data.size());
        bytes.data.resize(at + size, '\0');
        bytes.beyond.clear();
    }
    if (size > 0)
        std::memcpy(bytes.data.data() + at, from, static_cast<size_t>(size));
    return true;
}

template <typename Integer, Order order>
bool storeInteger(lua_State *l, UdfBytes &bytes, lua_Integer at, lua_Integer value)
{
    // One byte is unsigned, the others are signed.
    constexpr bool isByte = sizeof(Integer) == 1;
    const lua_Integer lowest = isByte ? 0 : lua_Integer{std::numeric_limits<Integer>::min()};
    const lua_Integer highest = isByte ? 255 : lua_Integer{std::numeric_limits<Integer>::max()};
    if (value < lowest || value > highest)
        return false;
    char raw[sizeof(Integer)];
    if constexpr (order == Order::Big)
        qToBigEndian(static_cast<Integer>(value), raw);
    else
        qToLittleEndian(static_cast<Integer>(value), raw);
    return store(l, bytes, at, raw, sizeof raw);
}

template <typename Integer, Order order>
int appendInteger(lua_State *l)
{
    if (lua_gettop(l) != 2)
        return pushFlag(l, false);
    UdfBytes &bytes = checkBytes(l, 1);
    const lua_Integer value = luaL_optinteger(l, 2, 0);
    return pushFlag(l, storeInteger<Integer, order>(l, bytes, bytes.data.size(), value));
}

template <typename Integer, Order order>
int setInteger(lua_State *l)
{
    if (lua_gettop(l) != 3)
        return pushFlag(l, false);
    UdfBytes &bytes = checkBytes(l, 1);
    const lua_Integer at = luaL_optinteger(l, 2, 0);
    const lua_Integer value = luaL_optinteger(l, 3, 0);
    return pushFlag(l, at >= 1 && storeInteger<Integer, order>(l, bytes, at - 1, value));
}

template <typename Integer, Order order>
int getInteger(lua_State *l)
{
    if (lua_gettop(l) != 2)
        return 0;
    const UdfBytes &bytes = checkBytes(l, 1);
    const lua_Integer at = luaL_optinteger(l, 2, 0);
    if (at < 1 || at > bytes.data.size() ||
        at - 1 + static_cast<lua_Integer>(sizeof(Integer)) > bytes.data.size())
        return 0;
    const char *from = bytes.data.constData() + at - 1;
    const auto value = order == Order::Big ? qFromBigEndian<Integer>(from) : qFromLittleEndian<Integer>(from);
    lua_pushinteger(l, value);
    return 1;
}

/// Seven bits a byte, lowest first; the top bit says that more follows. The size of the object stays what it
/// is.
lua_Integer storeVariable(lua_State *l, UdfBytes &bytes, lua_Integer at, lua_Integer value)
{
    if (value < std::numeric_limits<qint32>::min() || value > std::numeric_limits<qint32>::max())
        return 0;
    char raw[5];
    int size = 0;
    auto rest = static_cast<quint32>(value);
    for (; rest >= 0x80; rest >>= 7)
        raw[size++] = static_cast<char>(rest | 0x80);
    raw[size++] = static_cast<char>(rest);
    if (at + size > bytes.data.size() + bytes.beyond.size()) {
        chargeBytes(l, at + size - bytes.data.size());
        bytes.beyond.resize(at + size - bytes.data.size(), '\0');
    }
    for (int i = 0; i < size; ++i) {
        const lua_Integer position = at + i;
        if (position < bytes.data.size())
            bytes.data[position] = raw[i];
        else
            bytes.beyond[position - bytes.data.size()] = raw[i];
    }
    return size;
}

int appendVariable(lua_State *l)
{
    lua_Integer size = 0;
    if (lua_gettop(l) == 2) {
        UdfBytes &bytes = checkBytes(l, 1);
        size = storeVariable(l, bytes, bytes.data.size(), luaL_optinteger(l, 2, 0));
    }
    lua_pushinteger(l, size);
    return 1;
}

int setVariable(lua_State *l)
{
    lua_Integer size = 0;
    if (lua_gettop(l) == 3) {
        UdfBytes &bytes = checkBytes(l, 1);
        const lua_Integer at = luaL_optinteger(l, 2, 0);
        const lua_Integer value = luaL_optinteger(l, 3, 0);
        size = at >= 1 && at <= largestPosition ? storeVariable(l, bytes, at - 1, value) : 0;
    }
    lua_pushinteger(l, size);
    return 1;
}

int getVariable(lua_State *l)
{
    if (lua_gettop(l) != 2)
        return 0;
    const UdfBytes &bytes = checkBytes(l, 1);
    const lua_Integer at = luaL_optinteger(l, 2, 0);
    if (at < 1)
        return 0;
    const QByteArray all = bytes.beyond.isEmpty() ? bytes.data : bytes.data + bytes.beyond;
    quint32 value = 0;
    lua_Integer size = 0;
    for (lua_Integer i = at - 1; i < all.size() && size < 5; ++i) {
        const auto byte = static_cast<quint8>(all[i]);
        value |= static_cast<quint32>(byte & 0x7f) << (7 * size);
        ++size;
        if ((byte & 0x80) == 0)
            break;
    }
    lua_pushinteger(l, value);
    lua_pushinteger(l, size);
    return 2;
}

int appendString(lua_State *l)
{
    if (lua_gettop(l) != 2)
        return pushFlag(l, false);
    UdfBytes &bytes = checkBytes(l, 1);
    size_t size = 0;
    const char *text = luaL_optlstring(l, 2, nullptr, &size);
    return pushFlag(l, text && size != 0 &&
                           store(l, bytes, bytes.data.size(), text, static_cast<lua_Integer>(size)));
}

int setString(lua_State *l)
{
    if (lua_gettop(l) != 3)
        return pushFlag(l, false);
    UdfBytes &bytes = checkBytes(l, 1);
    const lua_Integer at = luaL_optinteger(l, 2, 0);
    size_t size = 0;
    const char *text = luaL_optlstring(l, 3, nullptr, &size);
    return pushFlag(l, at >= 1 && at <= largestPosition && text &&
                           store(l, bytes, at - 1, text, static_cast<lua_Integer>(size)));
}

int appendBytes(lua_State *l)
{
    if (lua_gettop(l) != 3)
        return pushFlag(l, false);
    UdfBytes &bytes = checkBytes(l, 1);
    const QByteArray from = checkBytes(l, 2).data;
    const lua_Integer size = std::min<lua_Integer>(luaL_optinteger(l, 3, 0), from.size());
    return pushFlag(l, store(l, bytes, bytes.data.size(), from.constData(), size));
}

int setBytes(lua_State *l)
{
    if (lua_gettop(l) != 4)
        return pushFlag(l, false);
    UdfBytes &bytes = checkBytes(l, 1);
    const lua_Integer at = luaL_optinteger(l, 2, 0);
    const QByteArray from = checkBytes(l, 3).data;
    const lua_Integer size = std::min<lua_Integer>(luaL_optinteger(l, 4, 0), from.size());
    return pushFlag(l, at >= 1 && at <= largestPosition && store(l, bytes, at - 1, from.constData(), size));
}

/// The stretch of `size` bytes from position `at`, as far as there are any. Null for impossible arguments.
QByteArray stretch(const UdfBytes &bytes, lua_Integer at, lua_Integer size)
{
    if (at < 1 || size < 0)
        return {};
    return at > bytes.data.size() ? QByteArray("") : bytes.data.mid(at - 1, size);
}

int getString(lua_State *l)
{
    if (lua_gettop(l) != 3)
        return 0;
    const QByteArray part = stretch(checkBytes(l, 1), luaL_optinteger(l, 2, 0), luaL_optinteger(l, 3, 0));
    if (part.isNull())
        return 0;
    lua_pushlstring(l, part.constData(), static_cast<size_t>(part.size()));
    return 1;
}

int getBytes(lua_State *l)
{
    if (lua_gettop(l) != 3)
        return 0;
    const QByteArray part = stretch(checkBytes(l, 1), luaL_optinteger(l, 2, 0), luaL_optinteger(l, 3, 0));
    if (part.isNull())
        return 0;
    chargeBytes(l, part.size() + static_cast<qint64>(sizeof(UdfValue)));
    pushValue(l, UdfValue::make(UdfBytes{part}));
    return 1;
}

/// Anything but one argument makes it 0, and so does `#b`, for which Lua passes the object twice.
int size(lua_State *l)
{
    lua_pushinteger(l, lua_gettop(l) == 1 ? checkBytes(l, 1).data.size() : 0);
    return 1;
}

/// Says whether there is room already; the third argument, which would make room, is never looked at.
int setSize(lua_State *l)
{
    if (lua_gettop(l) != 2)
        return pushFlag(l, false);
    const UdfBytes &bytes = checkBytes(l, 1);
    const lua_Integer wanted = luaL_optinteger(l, 2, 0);
    return pushFlag(l,
                    wanted >= 0 && wanted <= std::max<lua_Integer>(bytes.data.capacity(), bytes.data.size()));
}

int getType(lua_State *l)
{
    if (lua_gettop(l) < 1)
        return 0;
    lua_pushinteger(l, static_cast<lua_Integer>(checkBytes(l, 1).type));
    return 1;
}

int setType(lua_State *l)
{
    if (lua_gettop(l) != 2)
        return pushFlag(l, false);
    UdfBytes &bytes = checkBytes(l, 1);
    const lua_Integer type = luaL_optinteger(l, 2, 0);
    if (type != 0)
        bytes.type = static_cast<ParticleType>(type);
    return pushFlag(l, type != 0);
}

int call(lua_State *l)
{
    const int count = lua_gettop(l);
    if (count != 1 && count != 2)
        return 0;
    UdfBytes bytes;
    if (count == 2)
        bytes.data.reserve(std::clamp<lua_Integer>(luaL_optinteger(l, 2, 0), 0, 64 * 1024));
    pushValue(l, UdfValue::make(std::move(bytes)));
    return 1;
}

int toString(lua_State *l)
{
    const QByteArray text = checkObject(l, 1, "Bytes")->text();
    pushText(l, text.isEmpty() ? QByteArray("Bytes()") : text);
    return 1;
}

constexpr luaL_Reg functions[] = {
    {"size", size},
    {"set_size", setSize},
    {"get_type", getType},
    {"set_type", setType},
    {"get_string", getString},
    {"get_bytes", getBytes},
    {"get_byte", getInteger<quint8, Order::Big>},
    {"get_int16", getInteger<qint16, Order::Big>},
    {"get_int16_be", getInteger<qint16, Order::Big>},
    {"get_int16_le", getInteger<qint16, Order::Little>},
    {"get_int32", getInteger<qint32, Order::Big>},
    {"get_int32_be", getInteger<qint32, Order::Big>},
    {"get_int32_le", getInteger<qint32, Order::Little>},
    {"get_int64", getInteger<qint64, Order::Big>},
    {"get_int64_be", getInteger<qint64, Order::Big>},
    {"get_int64_le", getInteger<qint64, Order::Little>},
    {"get_var_int", getVariable},
    {"set_string", setString},
    {"set_bytes", setBytes},
    {"set_byte", setInteger<quint8, Order::Big>},
    {"set_int16", setInteger<qint16, Order::Big>},
    {"set_int16_be", setInteger<qint16, Order::Big>},
    {"set_int16_le", setInteger<qint16, Order::Little>},
    {"set_int32", setInteger<qint32, Order::Big>},
    {"set_int32_be", setInteger<qint32, Order::Big>},
    {"set_int32_le", setInteger<qint32, Order::Little>},
    {"set_int64", setInteger<qint64, Order::Big>},
    {"set_int64_be", setInteger<qint64, Order::Big>},
    {"set_int64_le", setInteger<qint64, Order::Little>},
    {"set_var_int", setVariable},
    {"append_string", appendString},
    {"append_bytes", appendBytes},
    {"append_byte", appendInteger<quint8, Order::Big>},
    {"append_int16", appendInteger<qint16, Order::Big>},
    {"append_int16_be", appendInteger<qint16, Order::Big>},
    {"append_int16_le", appendInteger<qint16, Order::Little>},
    {"append_int32", appendInteger<qint32, Order::Big>},
    {"append_int32_be", appendInteger<qint32, Order::Big>},
    {"append_int32_le", appendInteger<qint32, Order::Little>},
    {"append_int64", appendInteger<qint64, Order::Big>},
    {"append_int64_be", appendInteger<qint64, Order::Big>},
    {"append_int64_le", appendInteger<qint64, Order::Little>},
    {"append_var_int", appendVariable},
    {nullptr, nullptr},
};
constexpr luaL_Reg methods[] = {
    {"__index", getInteger<quint8, Order::Big>},
    {"__len", size},
    {"__newindex", setInteger<quint8, Order::Big>},
    {"__tostring", toString},
    {nullptr, nullptr},
};

} // namespace

void openBytesLibrary(lua_State *l)
{
    registerLibrary(l, "bytes", functions, call);
    registerClass(l, "Bytes", methods);
}

} // namespace Aeroscope::Demo
