// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/value/key.h"

#include <QByteArray>

#include <vector>

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
    /// Keys in the order of the values. Fails as Key::of() does, for the first value that is no key.
    [[nodiscard]] Result<std::vector<Key>> ids(const std::vector<Value> &userKeys) const
    {
        std::vector<Key> keys;
        keys.reserve(userKeys.size());
        for (const Value &userKey : userKeys) {
            Result<Key> key = id(userKey);
            if (!key)
                return std::unexpected(std::move(key.error()));
            keys.push_back(*std::move(key));
        }
        return keys;
    }
    [[nodiscard]] Key idFromDigest(const Digest &digest) const
    {
        return Key::fromDigest(namespaceName, setName, digest);
    }
    friend bool operator==(const DataSet &, const DataSet &) = default;
};

} // namespace Aeroscope
