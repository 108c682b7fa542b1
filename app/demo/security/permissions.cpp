// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/security/permissions.h"

#include "app/demo/bytes.h"

namespace Aeroscope::Demo {

namespace {

namespace P = Permission;

struct Entry
{
    quint8 code;
    quint32 permissions;
};

// Codes as the wire has them; which permission each gives is told by the documentation, not by a recording.
constexpr Entry entries[] = {
    {0, P::UserAdmin},
    {1, P::SetConfig | P::LoggingControl | P::ServiceControl | P::QueryAdmin},
    {2, P::UdfAdmin | P::IndexAdmin | P::QueryAdmin | P::Truncate | P::EvictAdmin},
    {3, P::UdfAdmin},
    {4, P::IndexAdmin},
    {10, P::Read | P::Query},
    {11, P::Read | P::Query | P::Write | P::Delete | P::OpsQuery},
    {12, P::Read | P::Query | P::Write | P::Delete | P::OpsQuery | P::UdfApply | P::UdfQuery},
    {13, P::Write | P::Delete | P::OpsQuery},
    {14, P::Truncate},
    {15, P::MaskingAdmin},
    {16, P::ReadMasked},
    {17, P::WriteMasked},
};

const Entry *find(quint8 code) noexcept
{
    for (const Entry &entry : entries) {
        if (entry.code == code)
            return &entry;
    }
    return nullptr;
}

} // namespace

QByteArray permissionName(quint32 permission)
{
    switch (permission) {
    case P::Read:
        return "read";
    case P::Query:
        return "query";
    case P::Write:
        return "write";
    case P::Delete:
        return "delete";
    case P::UdfApply:
        return "udf-apply";
    case P::UdfQuery:
        return "udf-query";
    case P::OpsQuery:
        return "ops-query";
    case P::UdfAdmin:
        return "udf-admin";
    case P::IndexAdmin:
        return "sindex-admin";
    case P::QueryAdmin:
        return "query-admin";
    case P::Truncate:
        return "truncate";
    case P::EvictAdmin:
        return "evict-admin";
    case P::SetConfig:
        return "set-config";
    case P::LoggingControl:
        return "logging-ctrl";
    case P::ServiceControl:
        return "service-ctrl";
    case P::UserAdmin:
        return "user-admin";
    case P::MaskingAdmin:
        return "masking-admin";
    case P::ReadMasked:
        return "read-masked";
    case P::WriteMasked:
        return "write-masked";
    default:
        return "none";
    }
}

bool Privilege::isKnown() const noexcept
{
    return find(code) != nullptr;
}

quint32 Privilege::permissions() const noexcept
{
    const Entry *entry = find(code);
    return entry ? entry->permissions : P::None;
}

bool Privilege::covers(QByteArrayView wantedNs, QByteArrayView wantedSet) const noexcept
{
    return (ns.isEmpty() || sameBytes(ns, wantedNs)) && (set.isEmpty() || sameBytes(set, wantedSet));
}

} // namespace Aeroscope::Demo
