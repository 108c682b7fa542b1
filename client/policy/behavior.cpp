// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/policy/behavior.h"

#include "client/policy/settingsfields_p.h"

#include <QStringList>

#include <utility>

namespace Aeroscope {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::array kinds{OperationKind::Read, OperationKind::WriteRetryable,
                           OperationKind::WriteNonRetryable};
constexpr std::array shapes{OperationShape::Point, OperationShape::Batch, OperationShape::Query};
constexpr std::array modes{ConsistencyMode::Ap, ConsistencyMode::Sc};

constexpr std::size_t indexOf(OperationKind kind, OperationShape shape, ConsistencyMode mode) noexcept
{
    return (std::to_underlying(kind) * shapes.size() + std::to_underlying(shape)) * modes.size() +
           std::to_underlying(mode);
}

/// The layers of a patch that bear on one cell of the matrix, in the order in which they apply.
std::array<const Settings *, 5> layersOf(const BehaviorPatch &patch, OperationKind kind, OperationShape shape,
                                         ConsistencyMode mode)
{
    const bool ap = mode == ConsistencyMode::Ap;
    if (kind == OperationKind::Read) {
        const Settings *byShape = shape == OperationShape::Point   ? &patch.readsPoint
                                  : shape == OperationShape::Batch ? &patch.readsBatch
                                                                   : &patch.readsQuery;
        return {&patch.all, &patch.reads, ap ? &patch.readsAp : &patch.readsSc, byShape, nullptr};
    }
    const Settings *byShape = shape == OperationShape::Point   ? &patch.writesPoint
                              : shape == OperationShape::Batch ? &patch.writesBatch
                                                               : &patch.writesQuery;
    return {&patch.all, &patch.writes, ap ? &patch.writesAp : &patch.writesSc,
            kind == OperationKind::WriteRetryable ? &patch.writesRetryable : &patch.writesNonRetryable,
            byShape};
}

template <class Visitor>
void forEachLayer(const BehaviorPatch &patch, Visitor &&visit)
{
    visit("all"_L1, patch.all);
    visit("reads"_L1, patch.reads);
    visit("readsAp"_L1, patch.readsAp);
    visit("readsSc"_L1, patch.readsSc);
    visit("readsPoint"_L1, patch.readsPoint);
    visit("readsBatch"_L1, patch.readsBatch);
    visit("readsQuery"_L1, patch.readsQuery);
    visit("writes"_L1, patch.writes);
    visit("writesAp"_L1, patch.writesAp);
    visit("writesSc"_L1, patch.writesSc);
    visit("writesRetryable"_L1, patch.writesRetryable);
    visit("writesNonRetryable"_L1, patch.writesNonRetryable);
    visit("writesPoint"_L1, patch.writesPoint);
    visit("writesBatch"_L1, patch.writesBatch);
    visit("writesQuery"_L1, patch.writesQuery);
}

BehaviorPatch standardPatch()
{
    BehaviorPatch patch;
    patch.all = {.totalTimeout = 30s,
                 .socketTimeout = 5s,
                 .retryDelay = 0ms,
                 .maxRetries = 2,
                 .sendKey = true,
                 .durableDelete = false,
                 .commitLevel = CommitLevel::All,
                 .replica = Replica::Sequence,
                 .readModeAp = ReadModeAp::One,
                 .readModeSc = ReadModeSc::Session,
                 .useCompression = false,
                 .compressionThreshold = 128,
                 .maxConcurrentNodes = 0,
                 .recordQueueSize = 0,
                 .allowInline = true,
                 .allowInlineSsd = false,
                 .readTouchTtlPercent = 0};
    // A total time-out that suits a point read would cut off a long scan, and one node at a time would make
    // it slow.
    patch.readsQuery = {.totalTimeout = 0ms, .maxRetries = 5, .readTouchTtlPercent = -1};
    patch.writesNonRetryable = {.maxRetries = 0};
    patch.writesSc = {.durableDelete = true};
    return patch;
}

QString text(std::chrono::milliseconds value)
{
    return value == 0ms ? u"none"_s : QString(QString::number(value.count()) + "ms"_L1);
}
QString text(bool value)
{
    return value ? u"true"_s : u"false"_s;
}
QString text(int value)
{
    return QString::number(value);
}
QString text(CommitLevel value)
{
    return value == CommitLevel::All ? u"all"_s : u"master"_s;
}
QString text(Replica value)
{
    switch (value) {
    case Replica::Master:
        return u"master"_s;
    case Replica::Any:
        return u"any"_s;
    case Replica::Sequence:
        return u"sequence"_s;
    case Replica::PreferRack:
        return u"preferRack"_s;
    case Replica::Random:
        return u"random"_s;
    }
    return {};
}
QString text(ReadModeAp value)
{
    return value == ReadModeAp::One ? u"one"_s : u"all"_s;
}
QString text(ReadModeSc value)
{
    switch (value) {
    case ReadModeSc::Session:
        return u"session"_s;
    case ReadModeSc::Linearize:
        return u"linearize"_s;
    case ReadModeSc::AllowReplica:
        return u"allowReplica"_s;
    case ReadModeSc::AllowUnavailable:
        return u"allowUnavailable"_s;
    }
    return {};
}

QString kindText(OperationKind kind)
{
    switch (kind) {
    case OperationKind::Read:
        return u"read"_s;
    case OperationKind::WriteRetryable:
        return u"write retryable"_s;
    case OperationKind::WriteNonRetryable:
        return u"write non-retryable"_s;
    }
    return {};
}

QString shapeText(OperationShape shape)
{
    return shape == OperationShape::Point   ? u"point"_s
           : shape == OperationShape::Batch ? u"batch"_s
                                            : u"query"_s;
}

QString settingsText(const Settings &settings)
{
    QStringList parts;
    forEachSetting([&](QLatin1StringView name, auto field, auto) {
        if (settings.*field)
            parts << QString(name + "="_L1 + text(*(settings.*field)));
    });
    return parts.join(u' ');
}

QString settingsText(const ResolvedSettings &settings)
{
    QStringList parts;
    forEachSetting([&](QLatin1StringView name, auto, auto field) {
        parts << QString(name + "="_L1 + text(settings.*field));
    });
    return parts.join(u' ');
}

} // namespace

Behavior::Behavior(QString name, BehaviorPtr parent, BehaviorPatch patch)
    : m_name(std::move(name))
    , m_parent(std::move(parent))
    , m_patch(std::move(patch))
{
    if (m_parent)
        m_resolved = m_parent->m_resolved;
    for (const OperationKind kind : kinds) {
        for (const OperationShape shape : shapes) {
            for (const ConsistencyMode mode : modes) {
                for (const Settings *layer : layersOf(m_patch, kind, shape, mode)) {
                    if (layer)
                        m_resolved[indexOf(kind, shape, mode)].apply(*layer);
                }
            }
        }
    }
}

BehaviorPtr Behavior::standard()
{
    static const BehaviorPtr behavior(new Behavior(u"DEFAULT"_s, {}, standardPatch()));
    return behavior;
}

BehaviorPtr Behavior::readFast()
{
    static const BehaviorPtr behavior = [] {
        BehaviorPatch patch;
        patch.reads = {.totalTimeout = 200ms, .socketTimeout = 50ms, .maxRetries = 3};
        const ResolvedSettings &query =
            standard()->settings(OperationKind::Read, OperationShape::Query, ConsistencyMode::Ap);
        patch.readsQuery = {.totalTimeout = query.totalTimeout,
                            .socketTimeout = query.socketTimeout,
                            .maxRetries = query.maxRetries};
        return standard()->derive(u"READ_FAST"_s, patch);
    }();
    return behavior;
}

BehaviorPtr Behavior::strictlyConsistent()
{
    static const BehaviorPtr behavior = standard()->derive(
        u"STRICTLY_CONSISTENT"_s, BehaviorPatch{.readsSc = {.readModeSc = ReadModeSc::Linearize}});
    return behavior;
}

BehaviorPtr Behavior::fastRackAware()
{
    static const BehaviorPtr behavior = readFast()->derive(
        u"FAST_RACK_AWARE"_s, BehaviorPatch{.reads = {.replica = Replica::PreferRack},
                                            .readsSc = {.readModeSc = ReadModeSc::Session}});
    return behavior;
}

BehaviorPtr Behavior::browsing()
{
    static const BehaviorPtr behavior = standard()->derive(
        u"BROWSING"_s, BehaviorPatch{.reads = {.readTouchTtlPercent = -1}, .writes = {.sendKey = false}});
    return behavior;
}

BehaviorPtr Behavior::derive(QString name, BehaviorPatch patch) const
{
    return BehaviorPtr(new Behavior(std::move(name), shared_from_this(), std::move(patch)));
}

const ResolvedSettings &Behavior::settings(OperationKind kind, OperationShape shape,
                                           ConsistencyMode mode) const noexcept
{
    return m_resolved[indexOf(kind, shape, mode)];
}

QString Behavior::explain() const
{
    QList<const Behavior *> line;
    for (const Behavior *behavior = this; behavior; behavior = behavior->m_parent.get())
        line.prepend(behavior);
    QString out;
    for (const Behavior *behavior : std::as_const(line)) {
        out += behavior->m_name + u'\n';
        forEachLayer(behavior->m_patch, [&out](QLatin1StringView name, const Settings &settings) {
            if (!settings.isEmpty())
                out += "  "_L1 + name + ": "_L1 + settingsText(settings) + u'\n';
        });
    }
    out += "in effect\n"_L1;
    for (const OperationKind kind : kinds) {
        for (const OperationShape shape : shapes) {
            for (const ConsistencyMode mode : modes) {
                out += "  "_L1 + kindText(kind) + u' ' + shapeText(shape) +
                       (mode == ConsistencyMode::Ap ? " AP: "_L1 : " SC: "_L1) +
                       settingsText(settings(kind, shape, mode)) + u'\n';
            }
        }
    }
    return out;
}

Result<void> Behavior::validate(const BehaviorPatch &patch)
{
    QString complaint;
    forEachLayer(patch, [&complaint](QLatin1StringView layer, const Settings &settings) {
        const auto refuse = [&](QLatin1StringView field, QLatin1StringView rule) {
            if (complaint.isEmpty())
                complaint = layer + "."_L1 + field + " "_L1 + rule;
        };
        forEachSetting([&](QLatin1StringView name, auto field, auto) {
            if (!(settings.*field))
                return;
            const auto value = *(settings.*field);
            using Type = std::remove_cvref_t<decltype(value)>;
            if constexpr (std::is_same_v<Type, std::chrono::milliseconds>) {
                if (value < 0ms)
                    refuse(name, "must not be negative"_L1);
            } else if constexpr (std::is_same_v<Type, int>) {
                if (name == "readTouchTtlPercent"_L1) {
                    if (value < -1 || value > 100)
                        refuse(name, "must be -1 to 100"_L1);
                } else if (value < 0) {
                    refuse(name, "must not be negative"_L1);
                }
            }
        });
    });
    if (!complaint.isEmpty())
        return std::unexpected(Error::invalidArgument(complaint));
    return {};
}

} // namespace Aeroscope
