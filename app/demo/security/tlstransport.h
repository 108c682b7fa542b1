// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/transport.h"

#include <memory>

#include <openssl/types.h>

namespace Aeroscope::Demo {

/// The server's side of a TLS connection over a non-blocking descriptor, which it does not own.
class TlsTransport final : public Transport
{
public:
    /// `context` must outlive it.
    TlsTransport(SSL_CTX *context, int fd);
    ~TlsTransport() override;

    [[nodiscard]] qsizetype receive(char *buffer, qsizetype size) override;
    [[nodiscard]] qsizetype send(const char *data, qsizetype size) override;
    [[nodiscard]] bool wantsToWrite() const override { return m_wantsToWrite; }
    [[nodiscard]] bool hasBuffered() const override;
    [[nodiscard]] QByteArray peerName() const override;

private:
    [[nodiscard]] qsizetype outcome(int result);

    SSL *m_ssl;
    bool m_wantsToWrite = false;
    bool m_failed = false;
};

} // namespace Aeroscope::Demo
