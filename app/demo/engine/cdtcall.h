// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/cdtreply.h"

#include <array>

namespace Aeroscope::Demo {

/// Codes of list and map operations that stand for more than one (protocol sections 8.2 and 8.5).
namespace CdtCode {
inline constexpr quint32 firstMap = 64;
inline constexpr quint32 path = 0xfe;
inline constexpr quint32 context = 0xff;
} // namespace CdtCode

/// The head of an operation: its code and how many arguments follow in the reader.
struct CdtCall
{
    quint32 code = 0;
    quint32 arguments = 0;

    [[nodiscard]] bool isList() const noexcept { return code < CdtCode::firstMap; }
    /// Reads [code, argument…], and at the start of a payload also the older form with a 16-bit code in
    /// front.
    [[nodiscard]] static std::optional<CdtCall> read(PackedReader &reader);
    [[nodiscard]] static std::optional<CdtCall> readPayload(PackedReader &reader);
};

/// Where a modification works.
struct CdtTarget
{
    /// Null when there is no container yet.
    QByteArrayView container;
    /// The container is that of the bin itself, or the bin is not there: only then are flags of a persisted
    /// index heard.
    bool isTop = true;
    /// The bin is there.
    bool binExists = true;
    /// Reached through a context; what is not there yet then comes into being only when something is put into
    /// it.
    bool inContext = false;
};

/// Runs a read whose arguments are next in the reader.
[[nodiscard]] CdtEffect runListRead(CdtCall call, PackedReader &reader, QByteArrayView container);
[[nodiscard]] CdtEffect runMapRead(CdtCall call, PackedReader &reader, QByteArrayView container);
/// The same for modifications.
[[nodiscard]] CdtEffect runListModify(CdtCall call, PackedReader &reader, const CdtTarget &target);
[[nodiscard]] CdtEffect runMapModify(CdtCall call, PackedReader &reader, const CdtTarget &target);

} // namespace Aeroscope::Demo
