// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/serverversion.h"

namespace Aeroscope {

ServerVersion ServerVersion::parse(QByteArrayView build) noexcept
{
    ServerVersion version;
    std::size_t index = 0;
    bool digitSeen = false;
    for (const char c : build) {
        if (c >= '0' && c <= '9') {
            int &number = version.numbers.at(index);
            if (number > 99'999)
                break;
            number = number * 10 + (c - '0');
            digitSeen = true;
        } else if (c == '.' && digitSeen && index + 1 < version.numbers.size()) {
            ++index;
            digitSeen = false;
        } else {
            break;
        }
    }
    return version;
}

QByteArray ServerVersion::toByteArray() const
{
    QByteArray text;
    for (const int number : numbers) {
        if (!text.isEmpty())
            text += '.';
        text += QByteArray::number(number);
    }
    return text;
}

ServerFeatures ServerFeatures::of(const ServerVersion &version) noexcept
{
    ServerFeatures features;
    features.longParameterNames = version >= ServerVersion::of(8, 1);
    features.userAgent = version >= ServerVersion::of(8, 1);
    features.indexByBinAndType = version >= ServerVersion::of(8, 1);
    features.queryOperations = version >= ServerVersion::of(8, 1, 2);
    return features;
}

} // namespace Aeroscope
