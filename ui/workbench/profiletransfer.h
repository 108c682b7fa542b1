// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/profile.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace Aeroscope::Workbench {

/// The text of a file that hands connections on: readable JSON, without any secret.
[[nodiscard]] QByteArray exportProfiles(const QList<Profile> &profiles);

/// What such a text holds.
struct ImportedProfiles
{
    /// Without ids: they are new here.
    QList<Profile> profiles{};
    /// What was left out or made safe, one sentence each.
    QStringList notes{};
};

/// Reads what exportProfiles() wrote, or the file of a single profile. A certificate check that the text
/// switches off is switched on again, and a note says so: nobody should lose it unseen. Fails when nothing in
/// it can be used.
[[nodiscard]] Result<ImportedProfiles> importProfiles(const QByteArray &text);

} // namespace Aeroscope::Workbench
