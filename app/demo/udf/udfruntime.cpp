// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/udf/udfruntime.h"

#include "app/demo/udf/luamachine.h"

namespace Aeroscope::Demo {

namespace {

constexpr char noEnvironment[] = "UDF: Execution Error 1";
constexpr qsizetype longestMessage = 256;

/// Takes apart `[string "file"]:line: message`.
UdfCompileError parseError(const QByteArray &text)
{
    UdfCompileError error;
    if (!text.startsWith('[')) {
        error.message = text.left(text.indexOf('\n')).left(longestMessage);
        return error;
    }
    const qsizetype open = text.indexOf('"') + 1;
    const qsizetype close = text.indexOf('"', open);
    const qsizetype line = text.indexOf(':', close) + 1;
    const qsizetype end = text.indexOf(':', line);
    if (open == 0 || close < 0 || line == 0 || end < 0)
        return error;
    error.file = text.mid(open, close - open);
    error.line = text.mid(line, end - line).toInt();
    error.message = text.mid(end + 2);
    return error;
}

} // namespace

UdfRuntime::UdfRuntime(const UdfModules &modules)
    : m_modules(modules)
{}

UdfRuntime::~UdfRuntime() = default;

LuaMachine *UdfRuntime::machine(const QByteArray &module)
{
    if (m_revision != m_modules.revision()) {
        m_revision = m_modules.revision();
        m_machines.clear();
    }
    std::unique_ptr<LuaMachine> &entry = m_machines[module];
    if (entry && !entry->isWornOut())
        return entry.get();
    entry.reset();
    // Not found is the answer to guessing; no state is made for it.
    if (m_modules.module(module)) {
        auto fresh = std::make_unique<LuaMachine>(m_modules);
        if (fresh->load(module)) {
            entry = std::move(fresh);
            return entry.get();
        }
    }
    m_machines.erase(module);
    return nullptr;
}

UdfOutcome UdfRuntime::applyRecord(const QByteArray &module, const QByteArray &function, UdfRecord &record,
                                   const std::vector<UdfRef> &arguments,
                                   std::chrono::steady_clock::time_point deadline)
{
    if (LuaMachine *found = machine(module))
        return found->applyRecord(function, record, arguments, deadline);
    return {UdfOutcome::Kind::NoEnvironment, {}, noEnvironment};
}

UdfOutcome UdfRuntime::applyStream(const QByteArray &module, const QByteArray &function, UdfStream &stream,
                                   const std::vector<UdfRef> &arguments,
                                   std::chrono::steady_clock::time_point deadline)
{
    if (LuaMachine *found = machine(module))
        return found->applyStream(function, stream, arguments, deadline);
    return {UdfOutcome::Kind::NoEnvironment, {}, noEnvironment};
}

std::optional<UdfCompileError> UdfRuntime::check(const QByteArray &fileName, const QByteArray &source) const
{
    LuaMachine scratch(m_modules);
    const QByteArray text = scratch.loadForCheck(fileName, source);
    if (text.isNull())
        return std::nullopt;
    return parseError(text);
}

} // namespace Aeroscope::Demo
