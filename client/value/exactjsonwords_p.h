// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/value.h"

#include <QByteArrayView>

#include <array>
#include <optional>
#include <utility>

/// The vocabulary that writer and reader of exact JSON share.
namespace Aeroscope::ExactJson {

inline constexpr QByteArrayView doubleWord = "$double";
inline constexpr QByteArrayView stringWord = "$string";
inline constexpr QByteArrayView blobWord = "$blob";
inline constexpr QByteArrayView hllWord = "$hll";
inline constexpr QByteArrayView geoWord = "$geo";
inline constexpr QByteArrayView rawWord = "$raw";
inline constexpr QByteArrayView msgpackWord = "$msgpack";
inline constexpr QByteArrayView cdtWord = "$cdt";
inline constexpr QByteArrayView listWord = "$list";
inline constexpr QByteArrayView mapWord = "$map";
inline constexpr QByteArrayView binsWord = "$bins";

inline constexpr quint64 canonicalNan = 0x7ff8000000000000U;

inline constexpr std::array<std::pair<MapOrder, QByteArrayView>, 4> mapOrders{{
    {MapOrder::Unordered, "unordered"},
    {MapOrder::KeyOrdered, "key"},
    {MapOrder::KeyValueOrdered, "key-value"},
    {MapOrder::PreserveOrder, "preserve"},
}};

inline constexpr std::array<std::pair<ParticleType, QByteArrayView>, 8> blobTypes{{
    {ParticleType::Blob, "blob"},
    {ParticleType::JavaBlob, "java"},
    {ParticleType::CSharpBlob, "csharp"},
    {ParticleType::PythonBlob, "python"},
    {ParticleType::RubyBlob, "ruby"},
    {ParticleType::PhpBlob, "php"},
    {ParticleType::ErlangBlob, "erlang"},
    {ParticleType::Vector, "vector"},
}};

template <class Enum, size_t N>
QByteArrayView wordOf(const std::array<std::pair<Enum, QByteArrayView>, N> &table, Enum value) noexcept
{
    for (const auto &[known, word] : table) {
        if (known == value)
            return word;
    }
    return table.front().second;
}

template <class Enum, size_t N>
std::optional<Enum> enumOf(const std::array<std::pair<Enum, QByteArrayView>, N> &table,
                           QByteArrayView text) noexcept
{
    for (const auto &[known, word] : table) {
        if (word == text)
            return known;
    }
    return std::nullopt;
}

inline QByteArrayView mapOrderWord(MapOrder order) noexcept
{
    return wordOf(mapOrders, order);
}
inline QByteArrayView blobTypeWord(ParticleType type) noexcept
{
    return wordOf(blobTypes, type);
}

} // namespace Aeroscope::ExactJson
