// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/settings.h"

#include <QSettings>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

quint32 rate(const QVariant &value, quint32 fallback)
{
    bool number = false;
    const uint given = value.toUInt(&number);
    return number ? given : fallback;
}

} // namespace

WindowSettings WindowSettings::load(const QString &file)
{
    const QSettings stored(file, QSettings::IniFormat);
    WindowSettings settings;
    const QString theme = stored.value("theme"_L1).toString();
    settings.theme = theme == "light"_L1  ? ThemeChoice::Light
                     : theme == "dark"_L1 ? ThemeChoice::Dark
                                          : ThemeChoice::System;
    settings.fontStep = std::clamp(stored.value("fontStep"_L1).toInt(), -2, 8);
    settings.language = stored.value("language"_L1).toString();
    bool number = false;
    const qint64 limit = stored.value("rowLimit"_L1).toLongLong(&number);
    if (number && limit >= 0)
        settings.rowLimit = limit;
    settings.recordsPerSecond = rate(stored.value("recordsPerSecond"_L1), settings.recordsPerSecond);
    settings.productionRecordsPerSecond =
        rate(stored.value("productionRecordsPerSecond"_L1), settings.productionRecordsPerSecond);
    return settings;
}

void WindowSettings::save(const QString &file) const
{
    QSettings stored(file, QSettings::IniFormat);
    stored.setValue("theme"_L1, theme == ThemeChoice::Light  ? u"light"_s
                                : theme == ThemeChoice::Dark ? u"dark"_s
                                                             : u"system"_s);
    stored.setValue("fontStep"_L1, fontStep);
    stored.setValue("language"_L1, language);
    stored.setValue("rowLimit"_L1, rowLimit);
    stored.setValue("recordsPerSecond"_L1, recordsPerSecond);
    stored.setValue("productionRecordsPerSecond"_L1, productionRecordsPerSecond);
}

} // namespace Aeroscope::Ui
