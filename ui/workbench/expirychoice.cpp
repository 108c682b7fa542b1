// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/expirychoice.h"

#include <QDateTime>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

qint64 secondsOfUnit(QChar unit)
{
    switch (unit.unicode()) {
    case u's':
        return 1;
    case u'm':
        return 60;
    case u'h':
        return 3600;
    case u'd':
        return 86'400;
    default:
        return 0;
    }
}

} // namespace

ExpiryChoice ExpiryChoice::like(VoidTime voidTime)
{
    return voidTime.never() ? never() : at(voidTime.unixSeconds());
}

Result<Ttl> ExpiryChoice::ttl(qint64 nowUnixSeconds) const
{
    switch (word) {
    case Word::Keep:
        return Ttl::keep();
    case Word::NamespaceDefault:
        return Ttl::namespaceDefault();
    case Word::Never:
        return Ttl::never();
    case Word::Duration:
    case Word::At:
        break;
    }
    const qint64 left = word == Word::At ? seconds - nowUnixSeconds : seconds;
    if (left < 1)
        return std::unexpected(Error::invalidArgument(u"the record would expire in the past"_s));
    if (const std::optional<Ttl> ttl = Ttl::seconds(left))
        return *ttl;
    return std::unexpected(Error::invalidArgument(u"an expiry is at most ten years away"_s));
}

Result<ExpiryChoice> ExpiryChoice::fromText(const QString &text)
{
    const QString given = text.trimmed();
    if (given == "keep"_L1)
        return keep();
    if (given == "default"_L1)
        return namespaceDefault();
    if (given == "never"_L1)
        return never();
    const auto wrong = [&] {
        return std::unexpected(Error::invalidArgument(
            u"an expiry is keep, default, never, 1 to 315360000 seconds, a duration like 30d or a time like "
            "2026-12-31T00:00:00Z, not '%1'"_s.arg(text)));
    };
    bool ok = false;
    if (const qint64 count = given.toLongLong(&ok); ok)
        return count >= 1 && Ttl::seconds(count) ? Result<ExpiryChoice>(in(count)) : wrong();
    const qint64 unit = given.isEmpty() ? 0 : secondsOfUnit(given.back());
    if (const qint64 count = given.chopped(given.isEmpty() ? 0 : 1).toLongLong(&ok); ok && unit > 0) {
        const bool fits = count >= 1 && count <= std::numeric_limits<qint32>::max();
        return fits && Ttl::seconds(count * unit) ? Result<ExpiryChoice>(in(count * unit)) : wrong();
    }
    if (const QDateTime when = QDateTime::fromString(given, Qt::ISODate); when.isValid())
        return at(when.toSecsSinceEpoch());
    return wrong();
}

QString ExpiryChoice::text() const
{
    switch (word) {
    case Word::Keep:
        return u"keep"_s;
    case Word::NamespaceDefault:
        return u"default"_s;
    case Word::Never:
        return u"never"_s;
    case Word::Duration:
        return QString::number(seconds);
    case Word::At:
        break;
    }
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate);
}

ExpiryOutcome expiryOutcome(const ExpiryChoice &choice, const NamespaceInfo &rules, qint64 setDefaultTtl,
                            bool creates, qint64 nowUnixSeconds)
{
    using Kind = ExpiryOutcome::Kind;
    qint64 left = 0;
    switch (choice.word) {
    case ExpiryChoice::Word::Never:
        return {Kind::Never, 0};
    case ExpiryChoice::Word::Keep:
        if (!creates)
            return {Kind::Kept, 0};
        [[fallthrough]];
    case ExpiryChoice::Word::NamespaceDefault:
        left = setDefaultTtl != 0 ? std::max<qint64>(setDefaultTtl, 0) : rules.defaultTtl;
        break;
    case ExpiryChoice::Word::Duration:
        left = choice.seconds;
        break;
    case ExpiryChoice::Word::At:
        left = choice.seconds - nowUnixSeconds;
        break;
    }
    if (left <= 0)
        return {Kind::Never, 0};
    if (rules.nsupPeriod == 0)
        return {rules.allowTtlWithoutNsup ? Kind::NeverRemoved : Kind::Refused, left};
    return {Kind::Expires, left};
}

} // namespace Aeroscope::Workbench
