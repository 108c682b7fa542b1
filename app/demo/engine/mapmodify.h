// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/cdtreply.h"

namespace Aeroscope::Demo {

/// What a put may do, from the write flags of map operations (protocol section 8.2).
struct MapWrite
{
    bool mayOverwrite = true;
    bool mayCreate = true;
    bool noFail = false;
    bool partial = false;

    [[nodiscard]] static MapWrite fromFlags(quint64 flags) noexcept
    {
        return {.mayOverwrite = (flags & 1) == 0,
                .mayCreate = (flags & 2) == 0,
                .noFail = (flags & 4) != 0,
                .partial = (flags & 8) != 0};
    }
};

/// The operations that put pairs into a map or change its kind.
class MapModify
{
public:
    explicit MapModify(const PackedMap &map)
        : m_map(map)
    {}

    [[nodiscard]] CdtEffect put(QByteArrayView key, QByteArrayView value, MapWrite write);
    [[nodiscard]] CdtEffect putItems(QByteArrayView items, MapWrite write);
    [[nodiscard]] CdtEffect increment(QByteArrayView key, QByteArrayView delta, bool decrement);
    /// `isTop`: only the map of a bin itself may keep a persisted index.
    [[nodiscard]] CdtEffect setType(quint8 flags, bool isTop);
    [[nodiscard]] CdtEffect clear();

private:
    [[nodiscard]] CdtEffect putStoredItems(const PackedMap &items, MapWrite write) const;
    [[nodiscard]] CdtEffect refuse(ResultCode code, MapWrite write) const;
    [[nodiscard]] CdtEffect changed(const MapBuilder &map) const;

    const PackedMap &m_map;
};

} // namespace Aeroscope::Demo
