// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/infoapi.h"
#include "client/value/error.h"
#include "client/value/record.h"

#include <QString>

namespace Aeroscope::Workbench {

/// What a user wants of the expiry of a record, in four words: keep it, the namespace's default, never, or an
/// exact time or duration. A value.
struct ExpiryChoice
{
    enum class Word : quint8 { Keep, NamespaceDefault, Never, Duration, At };

    Word word = Word::Keep;
    /// Duration: seconds from the moment of sending; At: Unix time in seconds.
    qint64 seconds = 0;

    [[nodiscard]] static ExpiryChoice keep() { return {}; }
    [[nodiscard]] static ExpiryChoice namespaceDefault() { return {Word::NamespaceDefault, 0}; }
    [[nodiscard]] static ExpiryChoice never() { return {Word::Never, 0}; }
    [[nodiscard]] static ExpiryChoice in(qint64 seconds) { return {Word::Duration, seconds}; }
    [[nodiscard]] static ExpiryChoice at(qint64 unixSeconds) { return {Word::At, unixSeconds}; }
    /// What a record has, to give it back: never or its time.
    [[nodiscard]] static ExpiryChoice like(VoidTime voidTime);

    /// The word of the request. Fails with InvalidArgument for a time in the past or beyond ten years.
    [[nodiscard]] Result<Ttl> ttl(qint64 nowUnixSeconds) const;

    /// `keep`, `default`, `never`, seconds (`3600`), a duration (`30d`, `12h`, `90m`), or a time of ISO 8601
    /// (`2026-12-31T00:00:00Z`; local time without a zone).
    [[nodiscard]] static Result<ExpiryChoice> fromText(const QString &text);
    [[nodiscard]] QString text() const;

    friend bool operator==(const ExpiryChoice &, const ExpiryChoice &) = default;
};

/// What the rules of a namespace will do with the choice.
struct ExpiryOutcome
{
    enum class Kind : quint8 {
        Kept,
        Never,
        Expires,      ///< in `seconds`
        Refused,      ///< the server takes no expiry: nsup-period is 0 and allow-ttl-without-nsup off
        NeverRemoved, ///< it expires for readers, but nothing removes it: nsup-period is 0
    };
    Kind kind = Kind::Kept;
    qint64 seconds = 0;
};
/// `setDefaultTtl`: of the set, 0 = the namespace's. `creates`: the record does not exist yet (to keep then
/// means the default).
[[nodiscard]] ExpiryOutcome expiryOutcome(const ExpiryChoice &choice, const NamespaceInfo &rules,
                                          qint64 setDefaultTtl, bool creates, qint64 nowUnixSeconds);

} // namespace Aeroscope::Workbench
