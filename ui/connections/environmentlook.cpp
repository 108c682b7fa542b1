// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/environmentlook.h"

#include "ui/theme/tokens.h"

#include <QCoreApplication>

#include <utility>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Aeroscope::Ui::Environment)
};

} // namespace

EnvironmentLook environmentLook(Workbench::Environment environment)
{
    const Tokens &t = tokens();
    switch (environment) {
    case Workbench::Environment::Production:
        return {t.production, t.onProduction, Words::tr("PRODUCTION"), Words::tr("Production")};
    case Workbench::Environment::Test:
        return {t.test, t.onTest, Words::tr("TEST"), Words::tr("Test")};
    case Workbench::Environment::Development:
        break;
    }
    return {t.dev, t.text, QString(), Words::tr("Development")};
}

EnvironmentLook environmentLook(const Workbench::Profile &profile)
{
    EnvironmentLook look = environmentLook(profile.environment);
    if (profile.environment == Workbench::Environment::Development)
        look.fill = markColor(profile);
    return look;
}

QColor profileColor(const QString &word)
{
    const Tokens &t = tokens();
    const std::pair<QLatin1StringView, QColor> colors[] = {
        {"red"_L1, t.error},     {"orange"_L1, t.number},  {"green"_L1, t.dev}, {"teal"_L1, t.accent},
        {"blue"_L1, t.function}, {"purple"_L1, t.keyword}, {"grey"_L1, t.muted}};
    for (const auto &[name, color] : colors) {
        if (word == name)
            return color;
    }
    return {};
}

QColor markColor(const Workbench::Profile &profile)
{
    const QColor own = profileColor(profile.color);
    return own.isValid() ? own : environmentLook(profile.environment).fill;
}

QString profileColorName(const QString &word)
{
    const std::pair<QLatin1StringView, QString> names[] = {
        {"red"_L1, Words::tr("Red")},     {"orange"_L1, Words::tr("Orange")},
        {"green"_L1, Words::tr("Green")}, {"teal"_L1, Words::tr("Teal")},
        {"blue"_L1, Words::tr("Blue")},   {"purple"_L1, Words::tr("Purple")},
        {"grey"_L1, Words::tr("Grey")}};
    for (const auto &[known, name] : names) {
        if (word == known)
            return name;
    }
    return {};
}

} // namespace Aeroscope::Ui
