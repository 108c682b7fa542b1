// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

namespace Aeroscope::Demo {

/// The part of the API of modules that is written in Lua. Runs once in each new state; gives the function
/// that runs an aggregation: it takes the module's function and its arguments.
///
/// Of the stages of a stream a node runs those up to the first reduce; the rest is the client's.
inline constexpr char luaPrelude[] = R"lua(
Map, List, Bytes = getmetatable(map()), getmetatable(list()), getmetatable(bytes())

local function copyItems(into, from)
    for item in list.iterator(from) do list.append(into, item) end
    return into
end
local function copyPairs(into, from)
    for key, value in map.pairs(from) do
        if value ~= nil then into[key] = value end
    end
    return into
end
local function copyMissing(into, from, other)
    for key, value in map.pairs(from) do
        if not other[key] then into[key] = value end
    end
    return into
end

function list.clone(from) return copyItems(list(), from) end
function list.merge(first, second) return copyItems(list.clone(first), second) end
function map.clone(from) return copyPairs(map(), from) end
function map.diff(first, second) return copyMissing(copyMissing(map(), first, second), second, first) end
function map.merge(first, second, join)
    local merged = map.clone(first)
    for key, value in map.pairs(second) do
        local both = type(join) == 'function' and merged[key] and join(merged[key], value)
        merged[key] = both or value
    end
    return merged
end

function math.sum(a, b) return a + b end
function math.product(a, b) return a * b end

for level, name in pairs{'warn', 'info', 'debug', 'trace'} do
    _G[name] = function(text, ...) return aerospike:log(level, string.format(text, ...)) end
end

local read, write = stream.read, stream.write
stream = nil

local function startValue(value)
    if type(value) == 'table' then
        local copy = {}
        for k, v in pairs(value) do copy[k] = v end
        return copy
    elseif type(value) == 'userdata' then
        local kind = getmetatable(value)
        return kind == Map and map.clone(value) or kind == List and list.clone(value) or nil
    end
    return value
end

local Stream = {}
Stream.__index = Stream

local function addStage(self, stage, isReduction)
    if not self.reduced then self[#self + 1] = stage end
    self.reduced = self.reduced or isReduction
    return self
end

function Stream:filter(wanted)
    return addStage(self, function(source)
        return function()
            for item in source do
                if wanted(item) then return item end
            end
        end
    end)
end

function Stream:map(change)
    return addStage(self, function(source)
        return function()
            local item = source()
            if item ~= nil then return change(item) end
        end
    end)
end

function Stream:aggregate(start, add)
    return addStage(self, function(source)
        local finished = false
        return function()
            if finished then return nil end
            local total = startValue(start)
            for item in source do
                total = add(total, item)
                -- Large numbers are handed on early and the next ones start afresh.
                if type(total) == 'number' and total >= 1000 then return total end
            end
            finished = true
            return total
        end
    end)
end

function Stream:reduce(join)
    return addStage(self, function(source)
        return function()
            local total = source()
            if total ~= nil then
                for item in source do total = join(total, item) end
            end
            return total
        end
    end, true)
end

function Stream:groupby(keyOf)
    local function add(groups, item)
        local key = keyOf and keyOf(item) or nil
        local group = groups[key] or list()
        list.append(group, item)
        groups[key] = group
        return groups
    end
    return self:aggregate(map(), add):reduce(function(a, b) return map.merge(a, b, list.merge) end)
end

return function(run, ...)
    if run == nil then error('function not found', 0) end
    local stages = run(setmetatable({}, Stream), ...)
    local finished = false
    local source = function()
        local item
        if not finished then
            item = read()
            finished = item == nil
        end
        return item
    end
    for _, stage in ipairs(stages) do source = stage(source) end
    for value in source do write(value) end
end
)lua";

} // namespace Aeroscope::Demo
