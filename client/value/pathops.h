// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/cdtcontext.h"
#include "client/value/expression.h"
#include "client/value/operation.h"

namespace Aeroscope {

/// What a selection by path answers.
enum class PathResult : quint8 {
    Tree = 0,          ///< the containers on the way with what was selected in them, without order flags
    Values = 1,        ///< a list of what was selected
    Keys = 2,          ///< a list of the map keys under which it stands
    KeysAndValues = 3, ///< a list of key, value, key, value, …
};

/// What a path operation does where the path or the expression cannot be followed: fail, or leave it out.
enum class PathFailure : quint8 { Fail, LeaveOut };

/// Operations along paths that fan out (server 8.1, protocol section 8.5): contexts of 1 to 64 levels, with
/// allChildren(), childrenWhere(), mapKeys() and andWhere() among them. Expressions may use the loop
/// variables 0 (key), 1 (value) and 2 (index).
namespace PathOps {

/// (what `result` says of everything the path leads to)
[[nodiscard]] Operation select(QByteArray bin, const CdtContext &path, PathResult result = PathResult::Tree,
                               PathFailure onFailure = PathFailure::Fail);
/// Replaces each selected element by the value of the expression; the expression "remove" (`[100]`) deletes
/// it.
[[nodiscard]] Operation modify(QByteArray bin, const CdtContext &path, const Expression &newValue,
                               PathFailure onFailure = PathFailure::Fail);

} // namespace PathOps

} // namespace Aeroscope
