// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/cluster/clustersnapshot.h"

namespace Aeroscope {

const NodeSnapshot *ClusterSnapshot::node(QByteArrayView name) const noexcept
{
    for (const NodeSnapshot &candidate : nodes) {
        if (candidate.name == name)
            return &candidate;
    }
    return nullptr;
}

} // namespace Aeroscope
