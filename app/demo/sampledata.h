// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"

namespace Aeroscope::Demo {

class EmbeddedCluster;

/// Fills namespace `test` with the sample sets: more than 100,000 records, the same ones each time.
///
/// users (int keys), orders (string keys), sensors (blob keys), places (GeoJSON), sessions (expire), visitors
/// (HyperLogLog), blobs (binary, no stored keys), documents (deep maps with mixed keys), and a few records in
/// no set.
[[nodiscard]] Result<void> loadSampleData(EmbeddedCluster &cluster);

} // namespace Aeroscope::Demo
