// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/sessionfile.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

constexpr int formatVersion = 1;
/// Nobody has more tabs, and a damaged file should not cost the start.
constexpr qsizetype mostTabs = 500;

QString bytesText(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

QByteArray bytesOf(const QJsonValue &value)
{
    return QByteArray::fromBase64(value.toString().toLatin1());
}

QJsonObject toJson(const TabState &tab)
{
    QJsonObject object{
        {u"connection"_s, tab.connection},          {u"namespace"_s, bytesText(tab.dataset.namespaceName)},
        {u"set"_s, bytesText(tab.dataset.setName)}, {u"text"_s, tab.text},
        {u"limit"_s, QString::number(tab.limit)},   {u"rps"_s, QString::number(tab.recordsPerSecond)}};
    if (tab.current)
        object.insert(u"current"_s, true);
    if (!tab.parameters.isEmpty()) {
        QJsonObject parameters;
        for (auto it = tab.parameters.cbegin(); it != tab.parameters.cend(); ++it)
            parameters.insert(it.key(), QJsonObject{{u"type"_s, it->first}, {u"text"_s, it->second}});
        object.insert(u"parameters"_s, parameters);
    }
    if (!tab.cursor.isEmpty()) {
        object.insert(u"cursor"_s, bytesText(qCompress(tab.cursor)));
        object.insert(u"ranText"_s, tab.ranText);
        object.insert(u"rows"_s, QString::number(tab.rows));
        object.insert(u"when"_s, tab.when.toUTC().toString(Qt::ISODateWithMs));
    }
    return object;
}

TabState fromJson(const QJsonObject &object)
{
    TabState tab;
    tab.connection = object.value("connection"_L1).toString();
    tab.dataset = {bytesOf(object.value("namespace"_L1)), bytesOf(object.value("set"_L1))};
    tab.text = object.value("text"_L1).toString();
    tab.limit = qMax<qint64>(0, object.value("limit"_L1).toString().toLongLong());
    tab.recordsPerSecond = object.value("rps"_L1).toString().toUInt();
    tab.current = object.value("current"_L1).toBool();
    const QJsonObject parameters = object.value("parameters"_L1).toObject();
    for (auto it = parameters.begin(); it != parameters.end(); ++it) {
        const QJsonObject parameter = it->toObject();
        tab.parameters.insert(it.key(),
                              {parameter.value("type"_L1).toString(), parameter.value("text"_L1).toString()});
    }
    if (const QByteArray packed = bytesOf(object.value("cursor"_L1)); !packed.isEmpty())
        tab.cursor = qUncompress(packed);
    if (!tab.cursor.isEmpty()) {
        tab.ranText = object.value("ranText"_L1).toString();
        tab.rows = qMax<qint64>(0, object.value("rows"_L1).toString().toLongLong());
        tab.when = QDateTime::fromString(object.value("when"_L1).toString(), Qt::ISODateWithMs);
    }
    return tab;
}

} // namespace

QList<TabState> SessionFile::load() const
{
    QFile file(m_file);
    if (m_file.isEmpty() || !file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject session = QJsonDocument::fromJson(file.readAll()).object();
    if (session.value("version"_L1).toInt() != formatVersion)
        return {};
    QList<TabState> tabs;
    const QJsonArray list = session.value("tabs"_L1).toArray();
    for (const QJsonValue &value : list) {
        const TabState tab = fromJson(value.toObject());
        if (!tab.connection.isEmpty() && !tab.dataset.namespaceName.isEmpty() && tabs.size() < mostTabs)
            tabs.append(tab);
    }
    return tabs;
}

Result<void> SessionFile::save(const QList<TabState> &tabs) const
{
    QJsonArray list;
    for (const TabState &tab : tabs)
        list.append(toJson(tab));
    const QByteArray bytes = QJsonDocument(QJsonObject{{u"version"_s, formatVersion}, {u"tabs"_s, list}})
                                 .toJson(QJsonDocument::Compact);
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly))
        return std::unexpected(Error::invalidArgument(file.errorString()));
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (file.write(bytes) != bytes.size() || !file.commit())
        return std::unexpected(Error::invalidArgument(file.errorString()));
    return {};
}

} // namespace Aeroscope::Workbench
