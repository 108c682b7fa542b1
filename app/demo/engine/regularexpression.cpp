// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/regularexpression.h"

#include <QByteArray>

#include <clocale>
#include <locale.h>

namespace Aeroscope::Demo {

namespace {

/// Puts the calling thread into the locale that the server works in: bytes are characters. A compiled
/// expression keeps the locale it was compiled in.
class BytesLocale
{
public:
    BytesLocale()
        : m_before(uselocale(bytes()))
    {}
    ~BytesLocale() { uselocale(m_before); }
    BytesLocale(const BytesLocale &) = delete;
    BytesLocale &operator=(const BytesLocale &) = delete;

private:
    static locale_t bytes()
    {
        static const auto locale = newlocale(LC_ALL_MASK, "C", nullptr);
        return locale;
    }

    locale_t m_before;
};

} // namespace

std::optional<RegularExpression> RegularExpression::compile(QByteArrayView pattern, int flags)
{
    const auto text = pattern.toByteArray(); // ends in NUL
    auto regex = std::make_unique<regex_t>();
    const BytesLocale locale;
    if (regcomp(regex.get(), text.constData(), flags) != 0) {
        return std::nullopt;
    }
    return RegularExpression(std::shared_ptr<const regex_t>(regex.release(), [](const regex_t *compiled) {
        auto *mine = const_cast<regex_t *>(compiled);
        regfree(mine);
        delete mine;
    }));
}

bool RegularExpression::matches(QByteArrayView text) const
{
    const auto end = text.indexOf('\0');
    regmatch_t range{};
    range.rm_so = 0;
    range.rm_eo = static_cast<regoff_t>(end < 0 ? text.size() : end);
    const auto *data = text.isEmpty() ? "" : text.data();
    return regexec(m_regex.get(), data, 0, &range, REG_STARTEND) == 0;
}

} // namespace Aeroscope::Demo
