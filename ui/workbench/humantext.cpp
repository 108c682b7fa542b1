// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/humantext.h"

#include "ui/workbench/valuepreview.h"
#include "ui/workbench/valuetext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

struct Human
{
    Q_DECLARE_TR_FUNCTIONS(Aeroscope::Workbench)
};

constexpr QChar narrowSpace(u'\u202f');

/// Three digits of meaning, a point only where it says something.
QString threeDigits(double number)
{
    return QString::number(number, 'f', number < 9.995 ? 2 : number < 99.95 ? 1 : 0);
}

QString scaled(double number, const QString &unit)
{
    QString digits = number < 99.95 ? QString::number(number, 'f', 1) : QString::number(number, 'f', 0);
    if (digits.endsWith(".0"_L1))
        digits.chop(2);
    return digits + narrowSpace + unit;
}

} // namespace

QString groupedCount(qint64 count)
{
    QString digits = QString::number(count);
    for (qsizetype at = digits.size() - 3; at > (count < 0 ? 1 : 0); at -= 3)
        digits.insert(at, narrowSpace);
    return digits;
}

QString compactCount(qint64 count)
{
    if (count < 1'000'000)
        return groupedCount(count);
    if (count < 1'000'000'000)
        return threeDigits(static_cast<double>(count) / 1e6) + narrowSpace + u'M';
    return threeDigits(static_cast<double>(count) / 1e9) + narrowSpace + u'G';
}

QString byteSize(qint64 bytes)
{
    if (bytes < 1000)
        return u"%1%2B"_s.arg(bytes).arg(narrowSpace);
    if (bytes < 1'000'000)
        return scaled(static_cast<double>(bytes) / 1e3, u"kB"_s);
    if (bytes < 1'000'000'000)
        return scaled(static_cast<double>(bytes) / 1e6, u"MB"_s);
    return scaled(static_cast<double>(bytes) / 1e9, u"GB"_s);
}

QString durationText(std::chrono::milliseconds duration)
{
    const qint64 ms = duration.count();
    if (ms < 1000)
        return u"%1%2ms"_s.arg(ms).arg(narrowSpace);
    if (ms < 10'000)
        return u"%1%2s"_s.arg(static_cast<double>(ms) / 1000, 0, 'f', 1).arg(narrowSpace);
    const qint64 seconds = ms / 1000;
    if (seconds < 60)
        return u"%1%2s"_s.arg(seconds).arg(narrowSpace);
    return u"%1%3min %2%3s"_s.arg(seconds / 60).arg(seconds % 60).arg(narrowSpace);
}

QString timeLeft(qint64 seconds)
{
    if (seconds < 60)
        return Human::tr("%1s").arg(seconds);
    const qint64 minutes = seconds / 60;
    if (minutes < 60)
        return Human::tr("%1m %2s").arg(minutes).arg(seconds % 60, 2, 10, QChar(u'0'));
    const qint64 hours = minutes / 60;
    if (hours < 24)
        return Human::tr("%1h %2m").arg(hours).arg(minutes % 60, 2, 10, QChar(u'0'));
    const qint64 days = hours / 24;
    if (days < 100)
        return Human::tr("%1d %2h").arg(days).arg(hours % 24, 2, 10, QChar(u'0'));
    return Human::tr("%1d").arg(groupedCount(days));
}

QString expiryText(VoidTime voidTime, qint64 nowUnixSeconds)
{
    if (voidTime.never())
        return Human::tr("never");
    const qint64 left = voidTime.unixSeconds() - nowUnixSeconds;
    return left <= 0 ? Human::tr("expired") : timeLeft(left);
}

QString shortDigest(const Digest &digest)
{
    const QString hex = QString::fromLatin1(digest.toHex());
    return hex.left(6) + u'…' + hex.right(2);
}

QString keyText(const Key &key)
{
    if (!key.userKey())
        return QString::fromLatin1(key.digest().toHex());
    if (key.userKey()->type() == Value::Type::String)
        return oneLine(key.userKey()->bytes(), previewLimit);
    return editText(*key.userKey());
}

QString nameText(QByteArrayView name)
{
    return oneLine(name, previewLimit);
}

} // namespace Aeroscope::Workbench
