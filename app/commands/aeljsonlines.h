// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

#include <istream>
#include <ostream>

namespace Aeroscope::App {

/// One request of `aeroscope ael compile --jsonl`, answered. In: a JSON object {ael, mode: "expr" (default)
/// or "ctx", as: "value" (default) or "filter", placeholders, parameters, indexes, namespace, query_set,
/// hint}. Out, without a line break: {ok, expr_hex, type, plan} or {ok, ctx_hex}, else {ok: false, line,
/// column, length, code, message}. Placeholders are plain JSON values; {"$hex": "0aff"} is a blob and
/// {"$map": [[key, value], …]} a map with any keys.
[[nodiscard]] QByteArray answerAelRequest(const QByteArray &line);

/// Answers every line of `in` with a line on `out`; blank lines are skipped. The exit code: 0, or 1 when
/// writing failed.
[[nodiscard]] bool compileAelLines(std::istream &in, std::ostream &out);

} // namespace Aeroscope::App
