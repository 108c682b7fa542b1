// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/policy/settings.h"

#include <QLatin1StringView>

#include <type_traits>

namespace Aeroscope {

/// Calls visit(name, &Settings::field, &ResolvedSettings::field) for every setting: the one list of them.
template <class Visitor>
constexpr void forEachSetting(Visitor &&visit)
{
    visit(QLatin1StringView("totalTimeout"), &Settings::totalTimeout, &ResolvedSettings::totalTimeout);
    visit(QLatin1StringView("socketTimeout"), &Settings::socketTimeout, &ResolvedSettings::socketTimeout);
    visit(QLatin1StringView("retryDelay"), &Settings::retryDelay, &ResolvedSettings::retryDelay);
    visit(QLatin1StringView("maxRetries"), &Settings::maxRetries, &ResolvedSettings::maxRetries);
    visit(QLatin1StringView("sendKey"), &Settings::sendKey, &ResolvedSettings::sendKey);
    visit(QLatin1StringView("durableDelete"), &Settings::durableDelete, &ResolvedSettings::durableDelete);
    visit(QLatin1StringView("commitLevel"), &Settings::commitLevel, &ResolvedSettings::commitLevel);
    visit(QLatin1StringView("replica"), &Settings::replica, &ResolvedSettings::replica);
    visit(QLatin1StringView("readModeAp"), &Settings::readModeAp, &ResolvedSettings::readModeAp);
    visit(QLatin1StringView("readModeSc"), &Settings::readModeSc, &ResolvedSettings::readModeSc);
    visit(QLatin1StringView("useCompression"), &Settings::useCompression, &ResolvedSettings::useCompression);
    visit(QLatin1StringView("compressionThreshold"), &Settings::compressionThreshold,
          &ResolvedSettings::compressionThreshold);
    visit(QLatin1StringView("maxConcurrentNodes"), &Settings::maxConcurrentNodes,
          &ResolvedSettings::maxConcurrentNodes);
    visit(QLatin1StringView("recordQueueSize"), &Settings::recordQueueSize,
          &ResolvedSettings::recordQueueSize);
    visit(QLatin1StringView("allowInline"), &Settings::allowInline, &ResolvedSettings::allowInline);
    visit(QLatin1StringView("allowInlineSsd"), &Settings::allowInlineSsd, &ResolvedSettings::allowInlineSsd);
    visit(QLatin1StringView("readTouchTtlPercent"), &Settings::readTouchTtlPercent,
          &ResolvedSettings::readTouchTtlPercent);
}

// A setting added to the struct but not to the list above would have no effect; its size gives it away.
static_assert(sizeof(Settings) == 112, "add the new setting to forEachSetting()");

} // namespace Aeroscope
