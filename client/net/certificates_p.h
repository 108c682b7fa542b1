// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/tls.h"

#include <QByteArray>
#include <QString>

#include <openssl/x509.h>

#include <memory>
#include <vector>

namespace Aeroscope::Net {

struct CertificateFree
{
    void operator()(X509 *certificate) const noexcept { X509_free(certificate); }
};
using CertificatePtr = std::unique_ptr<X509, CertificateFree>;

[[nodiscard]] CertificateFacts factsOf(X509 *certificate);

/// Why verification failed, in words that say what to mend. `error` is an X509_V_ERR_… value, `name` the name
/// that was expected.
[[nodiscard]] QString explainVerifyError(int error, int depth, const std::vector<CertificatePtr> &chain,
                                         const QByteArray &name);

} // namespace Aeroscope::Net
