// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/udf/udfmodules.h"
#include "app/demo/udf/udfrecord.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace Aeroscope::Demo {

class LuaMachine;

/// Why a module is refused when it is registered.
struct UdfCompileError
{
    QByteArray file;
    int line = 0;
    QByteArray message;
};

/// How a call ended.
struct UdfOutcome
{
    enum class Kind {
        Success,
        Error,         ///< the function failed: `text` says why
        NoEnvironment, ///< there is no such module or it cannot be loaded: `text` says so
    };
    Kind kind = Kind::Success;
    UdfRef value; ///< what the function returned; null for what has no form outside of Lua
    QByteArray text;
};

/// Runs the functions of modules. Keeps the states of modules it has loaded, so a module's own variables live
/// on from call to call, as they do on servers. Modules can do nothing but compute: no files, no processes,
/// no loading of code other than registered modules, a limit on instructions, time and memory. Used on one
/// thread.
class UdfRuntime
{
public:
    explicit UdfRuntime(const UdfModules &modules);
    ~UdfRuntime();

    [[nodiscard]] UdfOutcome applyRecord(const QByteArray &module, const QByteArray &function,
                                         UdfRecord &record, const std::vector<UdfRef> &arguments,
                                         std::chrono::steady_clock::time_point deadline);
    /// Runs what an aggregation does with the records of one partition.
    [[nodiscard]] UdfOutcome applyStream(const QByteArray &module, const QByteArray &function,
                                         UdfStream &stream, const std::vector<UdfRef> &arguments,
                                         std::chrono::steady_clock::time_point deadline);
    /// Compiles and loads a module as registering it does. Nothing when it is fine.
    [[nodiscard]] std::optional<UdfCompileError> check(const QByteArray &fileName,
                                                       const QByteArray &source) const;

private:
    [[nodiscard]] LuaMachine *machine(const QByteArray &module);

    const UdfModules &m_modules;
    quint64 m_revision = 0;
    std::map<QByteArray, std::unique_ptr<LuaMachine>> m_machines;
};

} // namespace Aeroscope::Demo
