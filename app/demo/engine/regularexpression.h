// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArrayView>

#include <regex.h>

#include <memory>
#include <optional>

namespace Aeroscope::Demo {

/// A POSIX regular expression over bytes, as the C library of the server understands it. Immutable and
/// shared; may be used on several threads.
class RegularExpression
{
public:
    /// `flags` are those of regcomp(). The pattern ends at its first NUL. Nothing when it does not compile.
    [[nodiscard]] static std::optional<RegularExpression> compile(QByteArrayView pattern, int flags);

    /// Looks for a match anywhere in the text, which ends at its first NUL.
    [[nodiscard]] bool matches(QByteArrayView text) const;

private:
    explicit RegularExpression(std::shared_ptr<const regex_t> regex) noexcept
        : m_regex(std::move(regex))
    {}

    std::shared_ptr<const regex_t> m_regex;
};

} // namespace Aeroscope::Demo
