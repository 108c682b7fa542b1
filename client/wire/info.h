// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/error.h"
#include "client/wire/wirebuffer.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>
#include <QList>

#include <span>
#include <vector>

/// The text protocol of names, statistics and administration (protocol sections 1.2 to 1.4).
namespace Aeroscope::Wire {

/// Appends one frame with these commands. Fails with InvalidArgument for no command, an empty one, or a
/// command with a line feed (it would end the command) or a NUL.
[[nodiscard]] Result<void> encodeInfo(WireBuffer &out, std::span<const QByteArray> commands);
[[nodiscard]] Result<void> encodeInfo(WireBuffer &out, const QByteArray &command);

/// A parameter of an info command must not hold `;`, a line feed or a NUL: there is no quoting. False: refuse
/// it.
[[nodiscard]] bool isInfoParameter(QByteArrayView text) noexcept;

/// One line of a reply: the command as it was sent and what the server says to it, errors included.
struct InfoLine
{
    QByteArray command;
    QByteArray value;
    friend bool operator==(const InfoLine &, const InfoLine &) = default;
};

/// The lines of a reply body (without proto header) in its order, which is that of the request. Fails with
/// the server's error when the whole reply is one (not authenticated, time-out), with Protocol when it is no
/// info reply.
[[nodiscard]] Result<std::vector<InfoLine>> parseInfoReply(QByteArrayView body);

/// The values in the order of `commands`. Fails with Protocol unless the reply answers exactly these
/// commands.
[[nodiscard]] Result<std::vector<QByteArray>> parseInfoReply(QByteArrayView body,
                                                             std::span<const QByteArray> commands);

/// Tells an error from a value: every form of protocol section 1.2 (`ERROR:4:text`, `ERROR::text`,
/// `FAIL:4:text`, `error=…;message=<base64>`, `type=unknown`). An empty value is a value.
[[nodiscard]] Result<QByteArray> infoValue(QByteArrayView value);

/// `a;b;c` without empty items; views into `value`.
[[nodiscard]] QList<QByteArrayView> splitInfoList(QByteArrayView value, char separator = ';');

/// `k=v;k=v`: what stands behind the first '=' is the value, a word without '=' has an empty one.
using InfoMap = QHash<QByteArray, QByteArray>;
[[nodiscard]] InfoMap parseInfoMap(QByteArrayView value, char separator = ';');

/// `a=b:c=d;a=b:c=d`: one map for each entity; empty items are skipped.
[[nodiscard]] QList<InfoMap> parseInfoEntities(QByteArrayView value, char entitySeparator = ';',
                                               char pairSeparator = ':');

} // namespace Aeroscope::Wire
