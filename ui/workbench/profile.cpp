// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/profile.h"

#include <QJsonArray>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

constexpr int formatVersion = 1;

constexpr std::array environmentWords{
    std::pair{Environment::Development, "development"_L1},
    std::pair{Environment::Test, "test"_L1},
    std::pair{Environment::Production, "production"_L1},
};

constexpr std::array authWords{
    std::pair{AuthMode::None, "none"_L1},
    std::pair{AuthMode::Internal, "internal"_L1},
    std::pair{AuthMode::External, "external"_L1},
    std::pair{AuthMode::ExternalInsecure, "external-insecure"_L1},
    std::pair{AuthMode::Pki, "pki"_L1},
};

template <class Table, class Enum>
QString wordOf(const Table &table, Enum value)
{
    for (const auto &[key, word] : table) {
        if (key == value)
            return QString(word);
    }
    return {};
}

/// Takes fields out of the object one by one; what is left over is unknown.
class Reader
{
public:
    explicit Reader(QJsonObject json)
        : m_json(std::move(json))
    {}

    QString text(QLatin1StringView name)
    {
        const QJsonValue value = m_json.take(name);
        if (value.isUndefined())
            return {};
        if (!value.isString())
            fail(name, "text"_L1);
        return value.toString();
    }

    bool flag(QLatin1StringView name, bool fallback)
    {
        const QJsonValue value = m_json.take(name);
        if (value.isUndefined())
            return fallback;
        if (!value.isBool())
            fail(name, "true or false"_L1);
        return value.toBool();
    }

    template <class Table>
    auto word(QLatin1StringView name, const Table &table)
    {
        const QString given = text(name);
        if (given.isEmpty())
            return table.front().first;
        for (const auto &[key, candidate] : table) {
            if (given == candidate)
                return key;
        }
        m_fault = u"'%1' is not a known value of \"%2\""_s.arg(given, name);
        return table.front().first;
    }

    QStringList texts(QLatin1StringView name)
    {
        QStringList all;
        const QJsonValue value = m_json.take(name);
        if (!value.isUndefined() && !value.isArray())
            fail(name, "a list of texts"_L1);
        const QJsonArray array = value.toArray();
        for (const QJsonValue &item : array) {
            if (!item.isString())
                fail(name, "a list of texts"_L1);
            all.append(item.toString());
        }
        return all;
    }

    QMap<QString, QString> textMap(QLatin1StringView name)
    {
        QMap<QString, QString> all;
        const QJsonObject given = object(name);
        for (auto it = given.begin(); it != given.end(); ++it) {
            if (!it.value().isString())
                fail(name, "an object of texts"_L1);
            all.insert(it.key(), it.value().toString());
        }
        return all;
    }

    quint16 port(QLatin1StringView name)
    {
        const QJsonValue value = m_json.take(name);
        if (value.isUndefined())
            return 0;
        const double number = value.toDouble(-1);
        if (number < 1 || number > 65535 || number != static_cast<int>(number)) {
            fail(name, "a port number"_L1);
            return 0;
        }
        return static_cast<quint16>(number);
    }

    QJsonObject object(QLatin1StringView name)
    {
        const QJsonValue value = m_json.take(name);
        if (!value.isUndefined() && !value.isObject())
            fail(name, "an object"_L1);
        return value.toObject();
    }

    void take(QLatin1StringView name) { m_json.remove(name); }
    void fail(QLatin1StringView name, QLatin1StringView wanted)
    {
        m_fault = u"\"%1\" must be %2"_s.arg(name, wanted);
    }
    [[nodiscard]] const QString &fault() const { return m_fault; }
    [[nodiscard]] const QJsonObject &rest() const { return m_json; }

private:
    QJsonObject m_json;
    QString m_fault;
};

/// Empty values are left out, so that a file says only what its owner said.
void put(QJsonObject &json, QLatin1StringView name, const QString &text)
{
    if (!text.isEmpty())
        json.insert(name, text);
}

QJsonObject tlsToJson(const TlsConfig &tls)
{
    QJsonObject json;
    json.insert("enabled"_L1, tls.enabled);
    put(json, "caFile"_L1, tls.caFile);
    put(json, "certificateFile"_L1, tls.certificateFile);
    put(json, "keyFile"_L1, tls.keyFile);
    put(json, "name"_L1, tls.tlsName);
    put(json, "ciphers"_L1, tls.ciphers);
    put(json, "cipherSuites"_L1, tls.cipherSuites);
    put(json, "revocationListFile"_L1, tls.revocationListFile);
    if (tls.minimumVersion == TlsConfig::Version::Tls13)
        json.insert("minimumVersion"_L1, "1.3"_L1);
    if (!tls.verify)
        json.insert("verify"_L1, false);
    if (tls.forLoginOnly)
        json.insert("forLoginOnly"_L1, true);
    if (!tls.revokedSerials.isEmpty())
        json.insert("revokedSerials"_L1, QJsonArray::fromStringList(tls.revokedSerials));
    return json;
}

TlsConfig tlsFromJson(Reader &reader)
{
    TlsConfig tls;
    tls.enabled = reader.flag("enabled"_L1, true);
    tls.caFile = reader.text("caFile"_L1);
    tls.certificateFile = reader.text("certificateFile"_L1);
    tls.keyFile = reader.text("keyFile"_L1);
    tls.tlsName = reader.text("name"_L1);
    tls.ciphers = reader.text("ciphers"_L1);
    tls.cipherSuites = reader.text("cipherSuites"_L1);
    tls.revocationListFile = reader.text("revocationListFile"_L1);
    const QString version = reader.text("minimumVersion"_L1);
    if (version == "1.3"_L1)
        tls.minimumVersion = TlsConfig::Version::Tls13;
    else if (!version.isEmpty() && version != "1.2"_L1)
        reader.fail("minimumVersion"_L1, "1.2 or 1.3"_L1);
    tls.verify = reader.flag("verify"_L1, true);
    tls.forLoginOnly = reader.flag("forLoginOnly"_L1, false);
    tls.revokedSerials = reader.texts("revokedSerials"_L1);
    return tls;
}

QJsonObject sshToJson(const SshTunnel &ssh)
{
    QJsonObject json;
    json.insert("enabled"_L1, ssh.enabled);
    put(json, "host"_L1, ssh.host);
    if (ssh.port != 0)
        json.insert("port"_L1, ssh.port);
    put(json, "user"_L1, ssh.user);
    put(json, "identityFile"_L1, ssh.identityFile);
    return json;
}

SshTunnel sshFromJson(Reader &reader)
{
    SshTunnel ssh;
    ssh.enabled = reader.flag("enabled"_L1, true);
    ssh.host = reader.text("host"_L1);
    ssh.port = reader.port("port"_L1);
    ssh.user = reader.text("user"_L1);
    ssh.identityFile = reader.text("identityFile"_L1);
    return ssh;
}

/// What a block of the file holds beyond what is known of it.
void mergeUnknown(QJsonObject &block, const QJsonObject &more)
{
    for (auto it = more.begin(); it != more.end(); ++it)
        block.insert(it.key(), it.value());
}

} // namespace

QStringList Profile::colorWords()
{
    return {u"red"_s, u"orange"_s, u"green"_s, u"teal"_s, u"blue"_s, u"purple"_s, u"grey"_s};
}

QJsonObject Profile::toJson() const
{
    QJsonObject json = unknown;
    json.insert("format"_L1, formatVersion);
    json.insert("name"_L1, name);
    json.insert("hosts"_L1, hosts);
    json.insert("environment"_L1, wordOf(environmentWords, environment));
    json.insert("signIn"_L1, wordOf(authWords, authMode));
    put(json, "user"_L1, user);
    put(json, "clusterName"_L1, clusterName);
    if (useServicesAlternate)
        json.insert("useServicesAlternate"_L1, true);
    put(json, "group"_L1, group);
    put(json, "color"_L1, color);
    if (savePassword)
        json.insert("savePassword"_L1, true);
    if (!addressMap.isEmpty()) {
        QJsonObject map;
        for (auto it = addressMap.begin(); it != addressMap.end(); ++it)
            map.insert(it.key(), it.value());
        json.insert("addressMap"_L1, map);
    }
    if (tls != TlsConfig{}) {
        QJsonObject block = tlsToJson(tls);
        mergeUnknown(block, unknown.value("tls"_L1).toObject());
        json.insert("tls"_L1, block);
    }
    if (ssh != SshTunnel{}) {
        QJsonObject block = sshToJson(ssh);
        mergeUnknown(block, unknown.value("ssh"_L1).toObject());
        json.insert("ssh"_L1, block);
    }
    return json;
}

Result<Profile> Profile::fromJson(const QJsonObject &json)
{
    for (const auto word : {"password"_L1, "secret"_L1, "keyPassphrase"_L1}) {
        if (json.contains(word) || json.value("tls"_L1).toObject().contains(word))
            return std::unexpected(
                Error::invalidArgument(u"a profile must not hold a secret, this one has \"%1\""_s.arg(word)));
    }
    Reader reader(json);
    Profile profile;
    reader.take("format"_L1);
    profile.name = reader.text("name"_L1);
    profile.hosts = reader.text("hosts"_L1);
    profile.environment = reader.word("environment"_L1, environmentWords);
    profile.authMode = reader.word("signIn"_L1, authWords);
    profile.user = reader.text("user"_L1);
    profile.clusterName = reader.text("clusterName"_L1);
    profile.useServicesAlternate = reader.flag("useServicesAlternate"_L1, false);
    profile.group = reader.text("group"_L1);
    profile.color = reader.text("color"_L1);
    profile.savePassword = reader.flag("savePassword"_L1, false);
    profile.addressMap = reader.textMap("addressMap"_L1);
    const bool hasTls = json.contains("tls"_L1);
    Reader tlsReader(reader.object("tls"_L1));
    if (hasTls)
        profile.tls = tlsFromJson(tlsReader);
    const bool hasSsh = json.contains("ssh"_L1);
    Reader sshReader(reader.object("ssh"_L1));
    if (hasSsh)
        profile.ssh = sshFromJson(sshReader);
    profile.unknown = reader.rest();
    if (!tlsReader.rest().isEmpty())
        profile.unknown.insert("tls"_L1, tlsReader.rest());
    if (!sshReader.rest().isEmpty())
        profile.unknown.insert("ssh"_L1, sshReader.rest());
    QString fault = reader.fault();
    for (const Reader *part : {&tlsReader, &sshReader})
        fault = fault.isEmpty() ? part->fault() : fault;
    if (!fault.isEmpty())
        return std::unexpected(Error::invalidArgument(fault));
    if (profile.name.isEmpty())
        return std::unexpected(Error::invalidArgument(u"\"name\" is missing"_s));
    return profile;
}

Result<ClusterDefinition> Profile::definition(const Secrets &secrets) const
{
    const Result<QList<Host>> seeds = Host::parseList(hosts, Host::defaultPort);
    if (!seeds)
        return std::unexpected(seeds.error());
    ClusterSettings settings;
    settings.seeds = *seeds;
    settings.credentials.mode = authMode;
    settings.credentials.user = user;
    if (needsPassword())
        settings.credentials.password = secrets.password;
    settings.tls = tls;
    if (!tls.keyFile.isEmpty())
        settings.tls.keyPassphrase = secrets.keyPassphrase;
    for (auto it = addressMap.begin(); it != addressMap.end(); ++it)
        settings.ipMap.insert(it.key(), it.value());
    settings.clusterName = clusterName;
    settings.useServicesAlternate = useServicesAlternate;
    settings.applicationId = u"aeroscope"_s;
    ClusterDefinition definition(std::move(settings));
    if (const Result<void> valid = definition.validate(); !valid)
        return std::unexpected(valid.error());
    return definition;
}

} // namespace Aeroscope::Workbench
