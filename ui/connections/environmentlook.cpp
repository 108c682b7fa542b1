// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/connections/environmentlook.h"

#include "ui/theme/tokens.h"

#include <QCoreApplication>

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

} // namespace Aeroscope::Ui
