// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/profiletransfer.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

constexpr auto kindWord = "aeroscope-connections"_L1;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Aeroscope::Workbench::ProfileTransfer)
};

} // namespace

QByteArray exportProfiles(const QList<Profile> &profiles)
{
    QJsonArray all;
    for (Profile profile : profiles) {
        profile.savePassword = false; // there is none where it goes
        all.append(profile.toJson());
    }
    return QJsonDocument(QJsonObject{{"kind"_L1, QString(kindWord)}, {"format"_L1, 1}, {"profiles"_L1, all}})
        .toJson();
}

Result<ImportedProfiles> importProfiles(const QByteArray &text)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(text, &problem);
    if (problem.error != QJsonParseError::NoError || !document.isObject())
        return std::unexpected(Error::invalidArgument(
            Words::tr("this is no file of connections: %1").arg(problem.errorString())));
    const QJsonObject root = document.object();
    const bool several = root.value("kind"_L1).toString() == kindWord;
    const QJsonArray all = several ? root.value("profiles"_L1).toArray() : QJsonArray{root};
    ImportedProfiles result;
    qsizetype number = 0;
    for (const QJsonValue &item : all) {
        ++number;
        Result<Profile> profile = Profile::fromJson(item.toObject());
        if (!profile) {
            result.notes.append(
                Words::tr("Connection %1 was left out: %2").arg(number).arg(profile.error().message));
            continue;
        }
        if (profile->tls.enabled && !profile->tls.verify) {
            profile->tls.verify = true;
            result.notes.append(
                Words::tr("%1 did not check certificates. It does now; switch that off yourself if you must.")
                    .arg(profile->name));
        }
        profile->savePassword = false;
        result.profiles.append(std::move(*profile));
    }
    if (result.profiles.isEmpty())
        return std::unexpected(Error::invalidArgument(
            result.notes.isEmpty() ? Words::tr("there is no connection in it") : result.notes.first()));
    return result;
}

} // namespace Aeroscope::Workbench
