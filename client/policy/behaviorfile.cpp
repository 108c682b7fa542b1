// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/policy/behaviorfile.h"

#include "client/policy/settingsfields_p.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QSet>

#include <yaml-cpp/yaml.h>

#include <array>
#include <utility>

namespace Aeroscope {

using namespace Qt::StringLiterals;

namespace {

using std::pair;

constexpr std::array scopes{
    pair{"all"_L1, &BehaviorPatch::all},
    pair{"reads"_L1, &BehaviorPatch::reads},
    pair{"readsAp"_L1, &BehaviorPatch::readsAp},
    pair{"readsSc"_L1, &BehaviorPatch::readsSc},
    pair{"readsPoint"_L1, &BehaviorPatch::readsPoint},
    pair{"readsBatch"_L1, &BehaviorPatch::readsBatch},
    pair{"readsQuery"_L1, &BehaviorPatch::readsQuery},
    pair{"writes"_L1, &BehaviorPatch::writes},
    pair{"writesAp"_L1, &BehaviorPatch::writesAp},
    pair{"writesSc"_L1, &BehaviorPatch::writesSc},
    pair{"writesRetryable"_L1, &BehaviorPatch::writesRetryable},
    pair{"writesNonRetryable"_L1, &BehaviorPatch::writesNonRetryable},
    pair{"writesPoint"_L1, &BehaviorPatch::writesPoint},
    pair{"writesBatch"_L1, &BehaviorPatch::writesBatch},
    pair{"writesQuery"_L1, &BehaviorPatch::writesQuery},
};

constexpr std::array replicaWords{
    pair{"master"_L1, Replica::Master},     pair{"any"_L1, Replica::Any},
    pair{"sequence"_L1, Replica::Sequence}, pair{"preferRack"_L1, Replica::PreferRack},
    pair{"random"_L1, Replica::Random},
};
constexpr std::array apWords{pair{"one"_L1, ReadModeAp::One}, pair{"all"_L1, ReadModeAp::All}};
constexpr std::array scWords{
    pair{"session"_L1, ReadModeSc::Session},
    pair{"linearize"_L1, ReadModeSc::Linearize},
    pair{"allowReplica"_L1, ReadModeSc::AllowReplica},
    pair{"allowUnavailable"_L1, ReadModeSc::AllowUnavailable},
};
constexpr std::array commitWords{pair{"all"_L1, CommitLevel::All}, pair{"master"_L1, CommitLevel::Master}};

/// What ends the reading; never leaves this file.
struct Refusal
{
    QString why;
};

[[noreturn]] void refuse(const YAML::Node &node, const QString &why)
{
    throw Refusal{u"line %1: %2"_s.arg(node.Mark().line + 1).arg(why)};
}

QString textOf(const YAML::Node &node)
{
    if (!node.IsScalar())
        refuse(node, u"a word or a number is expected here"_s);
    return QString::fromStdString(node.Scalar());
}

void requireMap(const YAML::Node &node, const QString &what)
{
    if (!node.IsMap())
        refuse(node, u"%1 is a map of names to values"_s.arg(what));
    QSet<QString> names;
    for (const auto &entry : node) {
        const QString name = textOf(entry.first);
        if (names.contains(name))
            refuse(entry.first, u"'%1' is there twice"_s.arg(name));
        names.insert(name);
    }
}

template <class Words, class T>
void readWord(const YAML::Node &node, const Words &words, std::optional<T> &into)
{
    const QString text = textOf(node);
    QStringList known;
    for (const auto &[word, value] : words) {
        if (text == word) {
            into = value;
            return;
        }
        known << QString(word);
    }
    refuse(node, u"'%1' is none of %2"_s.arg(text, known.join(u", "_s)));
}

void readValue(const YAML::Node &node, std::optional<Replica> &into)
{
    readWord(node, replicaWords, into);
}
void readValue(const YAML::Node &node, std::optional<ReadModeAp> &into)
{
    readWord(node, apWords, into);
}
void readValue(const YAML::Node &node, std::optional<ReadModeSc> &into)
{
    readWord(node, scWords, into);
}
void readValue(const YAML::Node &node, std::optional<CommitLevel> &into)
{
    readWord(node, commitWords, into);
}
void readValue(const YAML::Node &node, std::optional<bool> &into)
{
    constexpr std::array words{pair{"true"_L1, true}, pair{"false"_L1, false}};
    readWord(node, words, into);
}
void readValue(const YAML::Node &node, std::optional<int> &into)
{
    bool ok = false;
    const int number = textOf(node).toInt(&ok);
    if (!ok)
        refuse(node, u"'%1' is no whole number"_s.arg(textOf(node)));
    into = number;
}
void readValue(const YAML::Node &node, std::optional<std::chrono::milliseconds> &into)
{
    constexpr std::array units{pair{"ms"_L1, qint64(1)}, pair{"s"_L1, qint64(1000)},
                               pair{"m"_L1, qint64(60'000)}, pair{"h"_L1, qint64(3'600'000)}};
    const QString text = textOf(node);
    qsizetype digits = 0;
    while (digits < text.size() && text[digits].isDigit())
        ++digits;
    bool ok = false;
    const qint64 number = text.first(digits).toLongLong(&ok);
    const QString unit = text.sliced(digits).trimmed();
    constexpr qint64 most = 1'000'000'000; // keeps the product far from the edge
    if (ok && number <= most) {
        if (number == 0 && unit.isEmpty()) {
            into = std::chrono::milliseconds(0);
            return;
        }
        for (const auto &[word, factor] : units) {
            if (unit == word) {
                into = std::chrono::milliseconds(number * factor);
                return;
            }
        }
    }
    refuse(node, u"'%1' is no duration such as 250ms, 30s, 5m or 1h"_s.arg(text));
}

Settings readSettings(const YAML::Node &node, const QString &scope)
{
    requireMap(node, scope);
    Settings settings;
    for (const auto &entry : node) {
        const QString name = textOf(entry.first);
        bool known = false;
        forEachSetting([&](QLatin1StringView word, auto field, auto) {
            if (name != word)
                return;
            known = true;
            readValue(entry.second, settings.*field);
        });
        if (!known)
            refuse(entry.first, u"there is no setting '%1'"_s.arg(name));
    }
    return settings;
}

struct Described
{
    YAML::Node place;
    QString parent;
    BehaviorPatch patch;
};

Described readBehavior(const YAML::Node &node, const QString &name)
{
    Described behavior{node, Behavior::standard()->name(), {}};
    if (node.IsNull())
        return behavior;
    requireMap(node, name);
    for (const auto &entry : node) {
        const QString word = textOf(entry.first);
        if (word == "parent"_L1) {
            behavior.parent = textOf(entry.second);
            continue;
        }
        bool known = false;
        for (const auto &[scope, field] : scopes) {
            if (word != scope)
                continue;
            known = true;
            behavior.patch.*field = readSettings(entry.second, word);
        }
        if (!known)
            refuse(entry.first, u"there is no scope '%1'"_s.arg(word));
    }
    if (const Result<void> valid = Behavior::validate(behavior.patch); !valid)
        refuse(node, valid.error().message);
    return behavior;
}

QList<BehaviorPtr> readAll(const QByteArray &yaml, const BehaviorRegistry &known)
{
    const YAML::Node root = YAML::Load(yaml.toStdString());
    if (!root.IsMap() || root.size() != 1 || !root["behaviors"])
        refuse(root, u"one map called 'behaviors' is expected"_s);
    const YAML::Node all = root["behaviors"];
    requireMap(all, u"behaviors"_s);
    QHash<QString, Described> described;
    QStringList order;
    for (const auto &entry : all) {
        const QString name = textOf(entry.first);
        if (name.isEmpty())
            refuse(entry.first, u"a behaviour needs a name"_s);
        described.insert(name, readBehavior(entry.second, name));
        order << name;
    }
    QHash<QString, BehaviorPtr> made;
    QList<BehaviorPtr> result;
    while (result.size() < order.size()) {
        const qsizetype before = result.size();
        for (const QString &name : std::as_const(order)) {
            const Described &one = *described.constFind(name);
            if (made.contains(name))
                continue;
            // A behaviour may change a known one of its own name: then that is its parent.
            const bool own = one.parent != name && described.contains(one.parent);
            const BehaviorPtr parent = own ? made.value(one.parent) : known.find(one.parent);
            if (!parent && !own)
                refuse(one.place,
                       u"there is no behaviour '%1' to be the parent of '%2'"_s.arg(one.parent, name));
            if (!parent)
                continue; // its turn comes
            made.insert(name, parent->derive(name, one.patch));
            result << made.value(name);
        }
        if (result.size() == before)
            refuse(all, u"behaviours are each other's parents"_s);
    }
    return result;
}

} // namespace

Result<QList<BehaviorPtr>> behaviorsFromYaml(const QByteArray &yaml, const BehaviorRegistry &known)
{
    try {
        return readAll(yaml, known);
    } catch (const Refusal &refusal) {
        return std::unexpected(Error::invalidArgument(refusal.why));
    } catch (const YAML::Exception &exception) {
        return std::unexpected(Error::invalidArgument(
            u"line %1: %2"_s.arg(exception.mark.line + 1).arg(QString::fromStdString(exception.msg))));
    }
}

BehaviorFile::BehaviorFile(QString path, std::shared_ptr<BehaviorRegistry> registry, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_registry(std::move(registry))
{
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &BehaviorFile::onChange);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &BehaviorFile::onChange);
}

Result<void> BehaviorFile::load()
{
    watch();
    return read();
}

/// The folder as well: editors write a new file and put it in the old one's place, which ends the watch.
void BehaviorFile::watch()
{
    const QString folder = QFileInfo(m_path).absolutePath();
    if (!m_watcher.directories().contains(folder))
        m_watcher.addPath(folder);
    if (!m_watcher.files().contains(m_path) && QFileInfo::exists(m_path))
        m_watcher.addPath(m_path);
}

Result<void> BehaviorFile::read()
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(Error::invalidArgument(u"%1: %2"_s.arg(m_path, file.errorString())));
    m_seen = file.readAll();
    const Result<QList<BehaviorPtr>> behaviors = behaviorsFromYaml(m_seen, *m_registry);
    if (!behaviors) {
        Error error = behaviors.error();
        error.message = u"%1: %2"_s.arg(m_path, error.message);
        return std::unexpected(std::move(error));
    }
    for (const BehaviorPtr &behavior : *behaviors)
        m_registry->add(behavior);
    return {};
}

void BehaviorFile::onChange()
{
    watch();
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly) || file.readAll() == m_seen)
        return; // something else in the folder, or it is being replaced
    if (const Result<void> done = read(); done)
        Q_EMIT reloaded();
    else
        Q_EMIT refused(done.error().message);
}

} // namespace Aeroscope
