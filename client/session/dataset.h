// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/key.h"

#include <QByteArray>

namespace Aeroscope {

/// A namespace and a set; an empty set means "records without a set" for keys and the whole namespace for
/// queries.
struct DataSet
{
    QByteArray namespaceName;
    QByteArray setName;

    [[nodiscard]] Result<Key> id(Value userKey) const
    {
        return Key::of(namespaceName, setName, std::move(userKey));
    }
    [[nodiscard]] Key idFromDigest(const Digest &digest) const
    {
        return Key::fromDigest(namespaceName, setName, digest);
    }
    friend bool operator==(const DataSet &, const DataSet &) = default;
};

} // namespace Aeroscope
