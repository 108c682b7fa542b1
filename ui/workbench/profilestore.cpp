// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/profilestore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

constexpr auto suffix = ".json"_L1;

std::unexpected<Error> fileError(const QString &file, const QString &why)
{
    return std::unexpected(Error::invalidArgument(u"%1: %2"_s.arg(QDir::toNativeSeparators(file), why)));
}

} // namespace

ProfileStore::ProfileStore(QString folder, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
{}

QString ProfileStore::fileOf(const QString &id) const
{
    return m_folder + u'/' + id + suffix;
}

QStringList ProfileStore::load()
{
    QStringList faults;
    m_profiles.clear();
    const QFileInfoList files = QDir(m_folder).entryInfoList({u"*.json"_s}, QDir::Files, QDir::Name);
    for (const QFileInfo &info : files) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly)) {
            faults.append(u"%1: %2"_s.arg(info.fileName(), file.errorString()));
            continue;
        }
        QJsonParseError problem;
        const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &problem);
        if (problem.error != QJsonParseError::NoError) {
            faults.append(u"%1: %2"_s.arg(info.fileName(), problem.errorString()));
            continue;
        }
        Result<Profile> profile = Profile::fromJson(document.object());
        if (!profile) {
            faults.append(u"%1: %2"_s.arg(info.fileName(), profile.error().message));
            continue;
        }
        profile->id = info.completeBaseName();
        m_profiles.append(std::move(*profile));
    }
    sort();
    Q_EMIT changed();
    return faults;
}

const Profile *ProfileStore::find(const QString &id) const
{
    const auto it = std::ranges::find(m_profiles, id, &Profile::id);
    return it == m_profiles.end() ? nullptr : &*it;
}

QString ProfileStore::freeId(const QString &name) const
{
    QString slug;
    for (const QChar c : name.toLower().normalized(QString::NormalizationForm_KD)) {
        const char16_t u = c.unicode();
        if ((u >= u'a' && u <= u'z') || (u >= u'0' && u <= u'9'))
            slug += c;
        else if (!slug.isEmpty() && !slug.endsWith(u'-') && !c.isMark())
            slug += u'-';
    }
    while (slug.endsWith(u'-'))
        slug.chop(1);
    slug.truncate(40);
    if (slug.isEmpty())
        slug = u"cluster"_s;
    QString id = slug;
    for (int n = 2; QFile::exists(fileOf(id)); ++n)
        id = u"%1-%2"_s.arg(slug).arg(n);
    return id;
}

Result<Profile> ProfileStore::save(Profile profile)
{
    if (!QDir().mkpath(m_folder))
        return fileError(m_folder, u"the folder cannot be made"_s);
    if (profile.id.isEmpty())
        profile.id = freeId(profile.name);
    const QString path = fileOf(profile.id);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return fileError(path, file.errorString());
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(QJsonDocument(profile.toJson()).toJson());
    if (!file.commit())
        return fileError(path, file.errorString());
    const auto it = std::ranges::find(m_profiles, profile.id, &Profile::id);
    if (it == m_profiles.end())
        m_profiles.append(profile);
    else
        *it = profile;
    sort();
    Q_EMIT changed();
    return profile;
}

Result<void> ProfileStore::remove(const QString &id)
{
    QFile file(fileOf(id));
    if (file.exists() && !file.remove())
        return fileError(file.fileName(), file.errorString());
    m_profiles.removeIf([&id](const Profile &profile) { return profile.id == id; });
    Q_EMIT changed();
    return {};
}

Result<Profile> ProfileStore::duplicate(const QString &id)
{
    const Profile *original = find(id);
    if (!original)
        return std::unexpected(Error::invalidArgument(u"there is no profile '%1'"_s.arg(id)));
    Profile copy = *original;
    copy.id.clear();
    copy.savePassword = false;
    const auto taken = [this](const QString &name) {
        return std::ranges::any_of(m_profiles, [&name](const Profile &profile) {
            return profile.name.compare(name, Qt::CaseInsensitive) == 0;
        });
    };
    for (int n = 2; taken(copy.name); ++n)
        copy.name = u"%1 %2"_s.arg(original->name).arg(n);
    return save(std::move(copy));
}

void ProfileStore::sort()
{
    std::ranges::sort(m_profiles, [](const Profile &a, const Profile &b) {
        const int order = a.name.compare(b.name, Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a.id < b.id;
    });
}

} // namespace Aeroscope::Workbench
