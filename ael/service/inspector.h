// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/languageservice.h"

namespace Aeroscope::Ael {

[[nodiscard]] std::optional<HoverInfo> hoverText(QStringView text, qsizetype cursor,
                                                 const SchemaSource *schema, const CompileOptions &options);
[[nodiscard]] std::optional<SignatureInfo> signatureText(QStringView text, qsizetype cursor);
[[nodiscard]] std::optional<std::pair<TextRange, TextRange>> bracketsAt(QStringView text, qsizetype cursor);
[[nodiscard]] QList<TextRange> placesOfVariable(QStringView text, qsizetype cursor);
[[nodiscard]] QList<TextEdit> editsForRename(QStringView text, qsizetype cursor, const QString &name);

} // namespace Aeroscope::Ael
