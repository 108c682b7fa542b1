// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/exactjson.h"

#include <QByteArray>

namespace Aeroscope {

/// Lets QCOMPARE print values.
inline char *toString(const Value &value)
{
    return qstrdup(toExactJson(value).constData());
}

} // namespace Aeroscope
