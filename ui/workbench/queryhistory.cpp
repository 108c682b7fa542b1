// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/queryhistory.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <array>
#include <chrono>
#include <optional>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

using namespace std::chrono_literals;
constexpr auto saveDelay = 1s;

struct OutcomeWord
{
    RunOutcome outcome;
    QLatin1StringView word;
};
constexpr std::array outcomes{
    OutcomeWord{RunOutcome::Complete, "complete"_L1}, OutcomeWord{RunOutcome::LimitReached, "limit"_L1},
    OutcomeWord{RunOutcome::Stopped, "stopped"_L1}, OutcomeWord{RunOutcome::Failed, "failed"_L1}};

/// Names are bytes; percent signs keep those that are no text.
QString nameText(const QByteArray &name)
{
    return QString::fromLatin1(name.toPercentEncoding(QByteArray(), QByteArray("%")));
}

QByteArray nameBytes(const QJsonValue &value)
{
    return QByteArray::fromPercentEncoding(value.toString().toLatin1());
}

QByteArray lineOf(const HistoryEntry &entry)
{
    QJsonObject json;
    json.insert("connection"_L1, entry.connection);
    json.insert("namespace"_L1, nameText(entry.dataset.namespaceName));
    json.insert("set"_L1, nameText(entry.dataset.setName));
    json.insert("text"_L1, entry.text);
    json.insert("when"_L1, entry.when.toUTC().toString(Qt::ISODateWithMs));
    json.insert("milliseconds"_L1, entry.milliseconds);
    json.insert("rows"_L1, entry.rows);
    for (const OutcomeWord &known : outcomes) {
        if (known.outcome == entry.outcome)
            json.insert("outcome"_L1, known.word);
    }
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

std::optional<HistoryEntry> entryOf(const QByteArray &line)
{
    const QJsonObject json = QJsonDocument::fromJson(line).object();
    HistoryEntry entry;
    entry.connection = json.value("connection"_L1).toString();
    entry.dataset = {nameBytes(json.value("namespace"_L1)), nameBytes(json.value("set"_L1))};
    entry.text = json.value("text"_L1).toString();
    entry.when = QDateTime::fromString(json.value("when"_L1).toString(), Qt::ISODateWithMs);
    entry.milliseconds = json.value("milliseconds"_L1).toInteger();
    entry.rows = json.value("rows"_L1).toInteger();
    const QString word = json.value("outcome"_L1).toString();
    for (const OutcomeWord &known : outcomes) {
        if (known.word == word)
            entry.outcome = known.outcome;
    }
    if (entry.dataset.namespaceName.isEmpty() || !entry.when.isValid())
        return {};
    return entry;
}

} // namespace

QueryHistory::QueryHistory(QString file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
{
    m_saving.setSingleShot(true);
    m_saving.setInterval(saveDelay);
    connect(&m_saving, &QTimer::timeout, this, &QueryHistory::save);
}

QueryHistory::~QueryHistory()
{
    save();
}

int QueryHistory::load()
{
    QFile file(m_file);
    if (m_file.isEmpty() || !file.open(QIODevice::ReadOnly))
        return 0;
    int unreadable = 0;
    m_entries.clear();
    while (!file.atEnd() && m_entries.size() < capacity) {
        const QByteArray line = file.readLine();
        if (line.trimmed().isEmpty())
            continue;
        if (auto entry = entryOf(line))
            m_entries.append(std::move(*entry));
        else
            ++unreadable;
    }
    Q_EMIT changed();
    return unreadable;
}

void QueryHistory::add(HistoryEntry entry)
{
    m_entries.removeIf([&entry](const HistoryEntry &known) {
        return known.connection == entry.connection && known.dataset == entry.dataset &&
               known.text == entry.text;
    });
    m_entries.prepend(std::move(entry));
    if (m_entries.size() > capacity)
        m_entries.resize(capacity);
    m_dirty = true;
    m_saving.start();
    Q_EMIT changed();
}

void QueryHistory::clear()
{
    m_entries.clear();
    m_dirty = true;
    m_saving.start();
    Q_EMIT changed();
}

bool QueryHistory::save()
{
    m_saving.stop();
    if (!m_dirty || m_file.isEmpty())
        return true;
    QDir().mkpath(QFileInfo(m_file).path());
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    for (const HistoryEntry &entry : std::as_const(m_entries))
        file.write(lineOf(entry));
    m_dirty = !file.commit();
    return !m_dirty;
}

} // namespace Aeroscope::Workbench
