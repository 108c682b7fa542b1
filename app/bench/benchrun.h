// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/bench/floorprobe.h"
#include "app/bench/loadgenerator.h"
#include "client/net/task.h"
#include "client/session/client.h"
#include "client/session/dataset.h"

#include <QByteArray>

#include <optional>
#include <stop_token>
#include <vector>

namespace Aeroscope::App {

/// What a run of the bench does.
struct BenchPlan
{
    std::vector<LoadMode> modes{}; ///< one after the other; empty: all
    DataSet set{};
    int inFlight = 64;
    int seconds = 5; ///< for each mode
    int records = 100000;
    /// Runs the floor probe in turn with the client: needs a cluster of one node on 127.0.0.1, clear text.
    bool withFloor = false;
};

/// What one mode cost: the client, and beside it what it is judged against.
struct BenchFigures
{
    LoadMode mode = LoadMode::Get;
    LoadFigures client{};
    std::optional<FloorFigures> floor{};
    std::optional<FloorFigures> barePair{};

    /// CPU time of the client's I/O threads per operation over that of the floor probe.
    [[nodiscard]] std::optional<double> ratio() const;
};

/// Fills the set and runs the modes. Client and floor work in slices, in turn, so that what else the machine
/// does hits both. Fails with what stopped it; InvalidArgument when the floor cannot be run here.
[[nodiscard]] QCoro::Task<Result<std::vector<BenchFigures>>> runBench(Client client, BenchPlan plan,
                                                                      std::stop_token stop);

/// For people.
[[nodiscard]] QByteArray benchTable(std::vector<BenchFigures> &all);
/// One object, without a line end.
[[nodiscard]] QByteArray benchJson(std::vector<BenchFigures> &all, int threads, int inFlight);

} // namespace Aeroscope::App
