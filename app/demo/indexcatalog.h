// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/storage.h"

namespace Aeroscope::Demo {

/// The secondary indexes of a namespace.
class IndexCatalog
{
public:
    explicit IndexCatalog(Namespace &ns)
        : m_ns(ns)
    {
    }

    /// Keeps all indexes right when a record's block is replaced. Either side may be null. The partition's mutex is
    /// held.
    void recordChanged(const Digest &, SetId, const StoredRecord *, const StoredRecord *) {}

private:
    [[maybe_unused]] Namespace &m_ns;
};

} // namespace Aeroscope::Demo
