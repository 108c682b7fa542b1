// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtGlobal>

/// Numbers of CDT payloads (protocol sections 8.2 to 8.5) that several files share.
namespace Aeroscope::CdtCode {

/// First element of a payload that has a context, or that is a path expression.
inline constexpr qint64 withContext = 0xff;
inline constexpr qint64 path = 0xfe;

inline constexpr qint64 mapRemoveByValue = 78;
inline constexpr qint64 mapByValue = 99;
inline constexpr qint64 mapByKeyList = 107;
inline constexpr quint32 inverted = 0x10000;

// kinds of context levels
inline constexpr quint32 atIndex = 0x00;
inline constexpr quint32 atRank = 0x01;
inline constexpr quint32 atKey = 0x02;
inline constexpr quint32 atValue = 0x03;
inline constexpr quint32 atExpression = 0x04;
inline constexpr quint32 ofList = 0x10;
inline constexpr quint32 ofMap = 0x20;
inline constexpr quint32 atKeyList = 0x2a;
inline constexpr quint32 andExpression = 0x204;
// how a container is created on the way: bits of a level's kind
inline constexpr quint32 createMask = 0xc0;
inline constexpr quint32 createUnordered = 0x40;
inline constexpr quint32 createPadded = 0x80;  // of a map: key-ordered
inline constexpr quint32 createOrdered = 0xc0; // of a map: key-value-ordered

inline constexpr quint32 pathModify = 0x04;
inline constexpr quint32 pathNoFail = 0x10;

} // namespace Aeroscope::CdtCode
