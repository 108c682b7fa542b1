// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/policy/settings.h"

#include "client/policy/settingsfields_p.h"

namespace Aeroscope {

void Settings::apply(const Settings &over)
{
    forEachSetting([&](QLatin1StringView, auto field, auto) {
        if (over.*field)
            this->*field = over.*field;
    });
}

bool Settings::isEmpty() const
{
    bool empty = true;
    forEachSetting([&](QLatin1StringView, auto field, auto) { empty = empty && !(this->*field); });
    return empty;
}

void ResolvedSettings::apply(const Settings &over)
{
    forEachSetting([&](QLatin1StringView, auto field, auto resolved) {
        if (over.*field)
            this->*resolved = *(over.*field);
    });
}

} // namespace Aeroscope
