// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/net/loopbackserver.h"
#include "tests/support/testauthority.h"

#include <QByteArray>

#include <memory>

namespace Aeroscope::Test {

/// How the server's side behaves.
struct TlsPeerSettings
{
    TestCertificate certificate;
    QByteArray clientAuthority; ///< PEM; when given, a client certificate of it is required
    bool onlyTls12 = false;
    QByteArray *sni = nullptr; ///< where to note the name that the client asked for
};

/// The server's side of TLS on an accepted connection, blocking.
class TlsPeer
{
public:
    TlsPeer(Peer &peer, const TlsPeerSettings &settings);
    ~TlsPeer();
    TlsPeer(const TlsPeer &) = delete;
    TlsPeer &operator=(const TlsPeer &) = delete;

    /// False when the handshake fails.
    bool accept();
    QByteArray readFrame();
    bool write(QByteArrayView bytes);
    /// The close-notify.
    void finish();

private:
    QByteArray read(qsizetype size);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Aeroscope::Test
