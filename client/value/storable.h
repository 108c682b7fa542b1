// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/value.h"

#include <optional>

namespace Aeroscope {

/// How a value has to be changed before a server takes it as a bin (protocol section 8.1, "Whole-bin list/map
/// writes").
enum class Storability {
    AsIs,
    /// It claims an order that its elements do not have (or an order that is none to store): see
    /// normalized().
    NeedsOrdering,
};

/// Where a value is to be stored: as a bin, or inside a list or map, where more types may stand.
enum class StorePlace { Bin, Element };

/// Fails with InvalidArgument for what no server stores: a map key that is no integer, string or blob, a key
/// that stands twice, infinity or wildcard inside, types that cannot stand in that place, and polygons that
/// crash servers (geoJsonHazard()). `value` may be Nil.
[[nodiscard]] Result<Storability> checkStorable(const Value &value, StorePlace place = StorePlace::Bin);

/// The same value with ordered lists and maps sorted as the server sorts them, and result maps
/// (PreserveOrder) made unordered, at all levels.
[[nodiscard]] Value normalized(const Value &value);

} // namespace Aeroscope
