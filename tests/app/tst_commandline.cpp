// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/compiler.h"
#include "client/value/exactjson.h"
#include "tests/support/naiveevaluator.h"
#include "tests/support/naiveorder.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Aeroscope;
using namespace Qt::StringLiterals;

namespace {

struct Outcome
{
    int exitCode = -1;
    QByteArray out;
    QByteArray err;

    QList<QByteArray> lines() const
    {
        QList<QByteArray> result = out.split('\n');
        if (!result.isEmpty() && result.last().isEmpty())
            result.removeLast();
        return result;
    }
};

/// A process that hangs is a failed test, not a hung one.
Outcome run(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(QStringLiteral(AEROSCOPE_PROGRAM), arguments);
    process.write(input);
    process.closeWriteChannel();
    Outcome outcome;
    if (!process.waitForFinished(60'000)) {
        process.kill();
        process.waitForFinished();
        outcome.err = "timed out";
        return outcome;
    }
    outcome.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

/// Listens and never accepts, with its queue full: a connect to it gets no answer at all.
class FullListener
{
public:
    FullListener()
    {
        m_fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(m_fd, reinterpret_cast<sockaddr *>(&address), sizeof address);
        ::listen(m_fd, 0);
        socklen_t length = sizeof address;
        ::getsockname(m_fd, reinterpret_cast<sockaddr *>(&address), &length);
        m_port = ntohs(address.sin_port);
        for (int &filler : m_fillers) {
            filler = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
            [[maybe_unused]] const int started =
                ::connect(filler, reinterpret_cast<sockaddr *>(&address), sizeof address);
        }
    }
    ~FullListener()
    {
        for (const int filler : m_fillers)
            ::close(filler);
        ::close(m_fd);
    }
    Q_DISABLE_COPY_MOVE(FullListener)
    quint16 port() const { return m_port; }

private:
    int m_fd = -1;
    int m_fillers[4] = {-1, -1, -1, -1};
    quint16 m_port = 0;
};

quint16 closedPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheVersionOfTheFile()
    {
        QFile file(QStringLiteral(AEROSCOPE_VERSION_FILE));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Outcome outcome = run({u"--version"_s});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out, "aeroscope " + file.readLine().trimmed() + '\n');
    }

    void refusesWrongUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("unknown command") << QStringList{u"frobnicate"_s} << QByteArray("no command");
        QTest::newRow("no cluster") << QStringList{u"sets"_s} << QByteArray("--host");
        QTest::newRow("two clusters")
            << QStringList{u"sets"_s, u"--demo"_s, u"--host"_s, u"127.0.0.1:1"_s} << QByteArray("exclude");
        QTest::newRow("too few") << QStringList{u"get"_s, u"test"_s, u"--demo"_s} << QByteArray("usage");
        QTest::newRow("too many") << QStringList{u"get"_s, u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"--demo"_s}
                                  << QByteArray("usage");
        QTest::newRow("bad host") << QStringList{u"sets"_s, u"--host"_s, u"127.0.0.1:notaport"_s}
                                  << QByteArray("notaport");
        QTest::newRow("bad format") << QStringList{u"query"_s, u"test.users"_s, u"--demo"_s, u"--format"_s,
                                                   u"xml"_s}
                                    << QByteArray("xml");
        QTest::newRow("bad limit") << QStringList{u"query"_s, u"test.users"_s, u"--demo"_s, u"--limit"_s,
                                                  u"-3"_s}
                                   << QByteArray("--limit");
        QTest::newRow("bad ttl") << QStringList{u"put"_s,       u"test"_s,   u"s"_s,     u"k"_s,
                                                u"{\"a\":1}"_s, u"--demo"_s, u"--ttl"_s, u"soon"_s}
                                 << QByteArray("--ttl");
        QTest::newRow("bad bins") << QStringList{u"put"_s, u"test"_s,          u"s"_s,
                                                 u"k"_s,   u"{\"a\":1e999}"_s, u"--demo"_s}
                                  << QByteArray("column");
        QTest::newRow("bad key") << QStringList{u"get"_s, u"test"_s, u"s"_s, u"hex:0"_s, u"--demo"_s}
                                 << QByteArray("hex");
        QTest::newRow("bad query") << QStringList{u"query"_s, u"test.users whence $.a == 1"_s, u"--demo"_s}
                                   << QByteArray("column 12");
    }
    void refusesWrongUsage()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(says), outcome.err.constData());
        QVERIFY(outcome.out.isEmpty());
    }

    void pointsAtTheWrongPlaceOfAFilter()
    {
        const Outcome outcome = run({u"query"_s, u"test.users where $.age > and $.x == 1"_s, u"--demo"_s});
        QCOMPARE(outcome.exitCode, 2);
        const QList<QByteArray> lines = outcome.err.split('\n');
        QVERIFY2(lines.size() >= 3, outcome.err.constData());
        QCOMPARE(lines[1], QByteArray("  $.age > and $.x == 1"));
        QCOMPARE(lines[2].indexOf('^'), qsizetype(2 + 8)); // under "and"
        QVERIFY(outcome.out.isEmpty());
    }

    void printsExactlyTheMatchingRecords()
    {
        const QString text = u"test.users where $.age > 25 and $.country == \"US\""_s;
        const Outcome all = run({u"query"_s, u"test.users"_s, u"--demo"_s});
        const Outcome matching = run({u"query"_s, text, u"--demo"_s});
        QCOMPARE(all.exitCode, 0);
        QCOMPARE(matching.exitCode, 0);
        // The reader of plain JSON is enough here: ages are small and countries are text.
        QSet<QByteArray> expected;
        for (const QByteArray &line : all.lines()) {
            const QJsonObject record = QJsonDocument::fromJson(line).object();
            const QJsonObject bins = record[u"bins"_s].toObject();
            QVERIFY(record.contains(u"digest"_s) && record.contains(u"gen"_s) && record.contains(u"ttl"_s));
            if (bins[u"age"_s].isDouble() && bins[u"age"_s].toInt() > 25 &&
                bins[u"country"_s].toString() == "US"_L1)
                expected.insert(line);
        }
        const QList<QByteArray> lines = matching.lines();
        QVERIFY(!expected.isEmpty() && expected.size() < all.lines().size());
        QCOMPARE(QSet<QByteArray>(lines.begin(), lines.end()), expected);
        QCOMPARE(lines.size(), expected.size());
    }

    /// The same question to the second opinion: an evaluator that shares no code with client and node.
    void countsWhatTheNaiveEvaluatorCounts_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::newRow("example") << u"$.age > 25 and $.country == \"US\""_s; // through an index
        QTest::newRow("no index") << u"$.age + 1 == 31 or not ($.country in [\"US\", \"DE\"])"_s;
    }
    void countsWhatTheNaiveEvaluatorCounts()
    {
        QFETCH(QString, filter);
        const Ael::CompileResult compiled = Ael::compile(filter);
        QVERIFY(compiled.ok());
        const Outcome all = run({u"query"_s, u"test.users"_s, u"--demo"_s});
        QCOMPARE(all.exitCode, 0);
        QList<QByteArray> expected;
        for (const QByteArray &line : all.lines()) {
            Naive::Record record;
            record.set = "users";
            // One record as text: its bins are an object in the same exact JSON.
            const qsizetype at = line.indexOf("\"bins\":");
            QVERIFY2(at > 0 && line.endsWith("}}"), line.constData());
            const Result<Bins> bins = binsFromExactJson(line.mid(at + 7).chopped(1));
            QVERIFY2(bins, line.constData());
            for (const Bin &bin : *bins)
                record.bins.push_back({bin.name, Naive::storedForm(bin.value)});
            const Naive::Outcome verdict = Naive::evaluateFilter(compiled.expression.bytes(), record);
            QVERIFY(verdict.kind == Naive::Outcome::Kind::Known ||
                    verdict.kind == Naive::Outcome::Kind::Unknown);
            if (verdict.isKnown() && verdict.value == Value(true))
                expected << line;
        }
        QVERIFY(!expected.isEmpty() && expected.size() < all.lines().size());
        std::sort(expected.begin(), expected.end());
        for (const bool indexed : {true, false}) {
            QStringList words{u"query"_s, u"test.users where "_s + filter, u"--demo"_s};
            if (!indexed)
                words << u"--no-index"_s;
            const Outcome matching = run(words);
            QCOMPARE(matching.exitCode, 0);
            QList<QByteArray> lines = matching.lines();
            QCOMPARE(lines.size(), expected.size());
            std::sort(lines.begin(), lines.end());
            QCOMPARE(lines, expected);
        }
    }

    void keepsProfilesAndHistory()
    {
        const QTemporaryDir home;
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(home.path()));
        const QString file = home.filePath(u"in.json"_s);
        QFile in(file);
        QVERIFY(in.open(QIODevice::WriteOnly));
        in.write(R"({"kind":"aeroscope-connections","format":1,"profiles":[
            {"name":"prod","hosts":"db:4333","environment":"production","tls":{"enabled":true,"verify":false}},
            {"name":"local","hosts":"127.0.0.1:3000"}]})");
        in.close();
        const Outcome imported = run({u"profiles"_s, u"import"_s, file});
        QCOMPARE(imported.exitCode, 0);
        QVERIFY(imported.err.contains("certificates")); // switched on again
        const Outcome listed = run({u"profiles"_s});
        QCOMPARE(listed.lines().size(), 3);
        QVERIFY(listed.lines().last().contains("production"));
        const Outcome shown = run({u"profiles"_s, u"show"_s, u"prod"_s});
        QVERIFY(shown.out.contains("\"db:4333\"") && !shown.out.contains("\"verify\""));
        const Outcome exported = run({u"profiles"_s, u"export"_s, u"local"_s});
        QVERIFY(exported.out.contains("127.0.0.1:3000") && !exported.out.contains("db:4333"));
        QCOMPARE(run({u"profiles"_s, u"remove"_s, u"prod"_s}).exitCode, 0);
        QCOMPARE(run({u"profiles"_s}).lines().size(), 2);
        QCOMPARE(run({u"profiles"_s, u"show"_s, u"prod"_s}).exitCode, 1);
        QCOMPARE(run({u"profiles"_s, u"dance"_s}).exitCode, 2);

        QCOMPARE(run({u"history"_s}).lines().size(), 1);
        QFile history(home.filePath(u"aeroscope/history.ndjson"_s));
        QVERIFY(history.open(QIODevice::WriteOnly));
        history.write(
            R"({"connection":"prod","namespace":"test","set":"users","text":"$.age > 1","when":"2026-11-22T10:00:00.000Z","milliseconds":5,"rows":7,"outcome":"complete"})"
            "\n");
        history.close();
        const Outcome past = run({u"history"_s, u"--format"_s, u"ndjson"_s, u"age"_s});
        QVERIFY2(past.out.contains("$.age > 1") && past.lines().size() == 1, past.out.constData());
        QCOMPARE(run({u"history"_s, u"nothing like it"_s}).lines().size(), 1);
        QCOMPARE(run({u"history"_s, u"--limit"_s, u"x"_s}).exitCode, 2);
        qunsetenv("XDG_CONFIG_HOME");
    }
    void explainsAsACommand()
    {
        const Outcome outcome = run({u"explain"_s, u"test.users where $.age > 70"_s, u"--demo"_s});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.out,
                 run({u"query"_s, u"test.users where $.age > 70"_s, u"--demo"_s, u"--explain"_s}).out);
    }
    void explainsHowAQueryWouldRun()
    {
        const Outcome outcome = run({u"query"_s, u"test.users where $.age > 25 and $.country == \"US\""_s,
                                     u"--demo"_s, u"--explain"_s});
        QCOMPARE(outcome.exitCode, 0);
        const QList<QByteArray> lines = outcome.lines();
        QVERIFY2(lines.size() > 4, outcome.out.constData());
        QVERIFY2(lines.first().startsWith("SI users_") && lines.first().contains("est. "),
                 outcome.out.constData());
        QCOMPARE(outcome.out.count(": chosen"), qsizetype(1));
        QVERIFY(outcome.out.contains("users_age: ") && outcome.out.contains("users_country: "));
        QVERIFY(outcome.out.contains("less selective"));
        QVERIFY(outcome.out.contains("orders_state: covers another set only"));
        const Outcome scan =
            run({u"query"_s, u"test.users where $.nosuchbin == 1"_s, u"--demo"_s, u"--explain"_s});
        QCOMPARE(scan.exitCode, 0);
        QVERIFY2(scan.out.startsWith("scan of all records"), scan.out.constData());
        const Outcome wrong = run({u"query"_s, u"test.users where $.age >"_s, u"--demo"_s, u"--explain"_s});
        QCOMPARE(wrong.exitCode, 2);
        QVERIFY(wrong.err.contains('^') && wrong.out.isEmpty());
    }

    void listsIndexes()
    {
        const Outcome outcome = run({u"indexes"_s, u"test"_s, u"--demo"_s, u"--format"_s, u"ndjson"_s});
        QCOMPARE(outcome.exitCode, 0);
        QHash<QString, QJsonObject> byName;
        for (const QByteArray &line : outcome.lines()) {
            const QJsonObject index = QJsonDocument::fromJson(line).object();
            byName.insert(index[u"name"_s].toString(), index);
        }
        QCOMPARE(byName[u"users_age"_s][u"bin"_s].toString(), u"age"_s);
        QCOMPARE(byName[u"users_age"_s][u"state"_s].toString(), u"ready"_s);
        QVERIFY(byName[u"users_age"_s][u"entries"_s].toInteger() > 0);
        QCOMPARE(byName[u"users_tags"_s][u"collection"_s].toString(), u"list"_s);
        QVERIFY(byName[u"users_city"_s][u"context_hex"_s].isString());
        QVERIFY(byName[u"users_decade"_s][u"expression_hex"_s].isString());
        const Outcome table = run({u"indexes"_s, u"--demo"_s});
        QCOMPARE(table.exitCode, 0);
        QCOMPARE(table.lines().size(), byName.size() + 1);
        QCOMPARE(run({u"indexes"_s, u"nosuch"_s, u"--demo"_s}).exitCode, 1);
        QCOMPARE(run({u"indexes"_s, u"bar"_s, u"--demo"_s, u"--format"_s, u"ndjson"_s}).out, QByteArray());
    }

    void listsJobsAndLatencies()
    {
        QProcess server;
        server.start(QStringLiteral(AEROSCOPE_PROGRAM),
                     {u"demo"_s, u"--nodes"_s, u"2"_s, u"--port"_s, u"0"_s});
        QTRY_VERIFY_WITH_TIMEOUT(server.canReadLine(), 30'000);
        const QStringList host{u"--host"_s, QString::fromUtf8(server.readLine().trimmed().split(' ').last())};
        const QStringList json{u"--format"_s, u"ndjson"_s};
        QCOMPARE(run(QStringList{u"query"_s, u"test.users"_s} + host).exitCode, 0);
        const Outcome jobs = run(QStringList{u"jobs"_s} + host + json);
        QCOMPARE(jobs.exitCode, 0);
        qint64 records = 0;
        QCOMPARE(jobs.lines().size(), 2); // one on each node
        for (const QByteArray &line : jobs.lines()) {
            const QJsonObject job = QJsonDocument::fromJson(line).object();
            QCOMPARE(job[u"set"_s].toString(), u"users"_s);
            QCOMPARE(job[u"kind"_s].toString(), u"query"_s);
            QCOMPARE(job[u"state"_s].toString(), u"done"_s);
            QCOMPARE(job[u"nodes"_s].toArray().size(), 1);
            records += job[u"records"_s].toInteger();
        }
        QVERIFY(records > 0);
        QCOMPARE(run(QStringList{u"jobs"_s} + host).lines().size(), 3);
        const Outcome latencies = run(QStringList{u"latencies"_s} + host + json);
        QCOMPARE(latencies.exitCode, 0);
        for (const QByteArray &line : latencies.lines()) {
            const QJsonObject histogram = QJsonDocument::fromJson(line).object();
            QVERIFY(!histogram[u"operation"_s].toString().isEmpty());
            QCOMPARE(histogram[u"percent_slower"_s].toArray().size(), 17);
        }
        const Outcome table = run(QStringList{u"latencies"_s} + host);
        QCOMPARE(table.exitCode, 0);
        QVERIFY(table.lines().first().startsWith("namespace"));
        QCOMPARE(run(QStringList{u"jobs"_s, u"--format"_s, u"xml"_s} + host).exitCode, 2);
        server.terminate();
        QVERIFY(server.waitForFinished(10'000));
    }

    /// The profiles are those of the window: one JSON file each.
    void connectsWithASavedProfile()
    {
        QTemporaryDir home;
        const QString folder = home.path() + u"/aeroscope/connections"_s;
        QVERIFY(QDir().mkpath(folder));
        QProcess server;
        server.start(QStringLiteral(AEROSCOPE_PROGRAM),
                     {u"demo"_s, u"--nodes"_s, u"1"_s, u"--port"_s, u"0"_s, u"--empty"_s});
        QTRY_VERIFY_WITH_TIMEOUT(server.canReadLine(), 30'000);
        const QByteArray host = server.readLine().trimmed().split(' ').last();
        const auto save = [&folder](const QString &file, const QJsonObject &json) {
            QFile out(folder + u'/' + file);
            return out.open(QIODevice::WriteOnly) && out.write(QJsonDocument(json).toJson()) > 0;
        };
        const QJsonObject base{{u"format"_s, 1}, {u"hosts"_s, QString::fromUtf8(host)}};
        const auto named = [&base](const QString &name, const QString &key = {}, const QString &value = {}) {
            QJsonObject json = base;
            json.insert(u"name"_s, name);
            if (!key.isEmpty())
                json.insert(key, value);
            return json;
        };
        QVERIFY(save(u"near.json"_s, named(u"My cluster"_s)));
        QVERIFY(save(u"strict.json"_s, named(u"Strict"_s, u"clusterName"_s, u"another"_s)));
        QVERIFY(save(u"twin1.json"_s, named(u"Twin"_s)));
        QVERIFY(save(u"twin2.json"_s, named(u"Twin"_s)));
        const QByteArray before = qgetenv("XDG_CONFIG_HOME");
        qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
        const auto sets = [](const QString &profile, const QStringList &more = {}) {
            return run(QStringList{u"sets"_s, u"--profile"_s, profile} + more);
        };
        const Outcome byName = sets(u"My cluster"_s);
        const Outcome byFile = sets(u"near"_s);
        const Outcome strict = sets(u"Strict"_s);
        const Outcome twins = sets(u"Twin"_s);
        const Outcome unknown = sets(u"Nowhere"_s);
        const Outcome both = sets(u"near"_s, {u"--demo"_s});
        const Outcome changed = sets(u"Strict"_s, {u"--cluster-name"_s, QString()});
        if (before.isNull())
            qunsetenv("XDG_CONFIG_HOME");
        else
            qputenv("XDG_CONFIG_HOME", before);
        QVERIFY2(byName.exitCode == 0, byName.err.constData());
        QCOMPARE(byFile.exitCode, 0);
        QCOMPARE(strict.exitCode, 1);
        QVERIFY2(strict.err.contains("another"), strict.err.constData());
        QCOMPARE(twins.exitCode, 2);
        QVERIFY2(twins.err.contains("several"), twins.err.constData());
        QCOMPARE(unknown.exitCode, 2);
        QVERIFY2(unknown.err.contains("no profile 'Nowhere'"), unknown.err.constData());
        QCOMPARE(both.exitCode, 2);
        QVERIFY2(changed.exitCode == 0, changed.err.constData());
        server.terminate();
        QVERIFY(server.waitForFinished(10'000));
    }

    void readsPasswordsFromFilesOnly()
    {
        const Outcome missing = run({u"sets"_s, u"--host"_s, u"127.0.0.1:1"_s, u"--user"_s, u"me"_s,
                                     u"--password-file"_s, u"/nonexistent/file"_s});
        QCOMPARE(missing.exitCode, 2);
        QVERIFY2(missing.err.contains("/nonexistent/file"), missing.err.constData());
        const Outcome lone =
            run({u"sets"_s, u"--host"_s, u"127.0.0.1:1"_s, u"--password-file"_s, u"/dev/null"_s});
        QCOMPARE(lone.exitCode, 2);
        QVERIFY2(lone.err.contains("--user"), lone.err.constData());
        // External login sends the password as it is: not without TLS.
        const Outcome clear = run({u"sets"_s, u"--host"_s, u"127.0.0.1:1"_s, u"--user"_s, u"me"_s,
                                   u"--auth"_s, u"external"_s, u"--password-file"_s, u"/dev/null"_s});
        QVERIFY(clear.exitCode != 0);
        QVERIFY2(clear.err.contains("TLS"), clear.err.constData());
        const Outcome noFile =
            run({u"sets"_s, u"--host"_s, u"127.0.0.1:1"_s, u"--tls-ca"_s, u"/nonexistent/ca.pem"_s});
        QCOMPARE(noFile.exitCode, 1);
        QVERIFY2(noFile.err.contains("/nonexistent/ca.pem"), noFile.err.constData());
    }

    void slowsAQueryDown()
    {
        const Outcome outcome =
            run({u"query"_s, u"test.users"_s, u"--demo"_s, u"--limit"_s, u"30"_s, u"--rps"_s, u"1000"_s});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.lines().size(), 30);
        QCOMPARE(run({u"query"_s, u"test.users"_s, u"--demo"_s, u"--rps"_s, u"none"_s}).exitCode, 2);
    }

    void bindsPlaceholders()
    {
        const Outcome literal =
            run({u"query"_s, u"test.users where $.age > 80 and $.country == \"US\""_s, u"--demo"_s});
        const Outcome bound = run({u"query"_s, u"test.users where $.age > ?0 and $.country == ?1"_s,
                                   u"--demo"_s, u"--arg"_s, u"80"_s, u"--arg"_s, u"US"_s});
        QCOMPARE(bound.exitCode, 0);
        QList<QByteArray> expected = literal.lines(), got = bound.lines();
        std::sort(expected.begin(), expected.end());
        std::sort(got.begin(), got.end());
        QVERIFY(!got.isEmpty());
        QCOMPARE(got, expected);
    }

    void limitsAndProjects()
    {
        const Outcome outcome =
            run({u"query"_s, u"test.users"_s, u"--demo"_s, u"--limit"_s, u"17"_s, u"--bins"_s, u"age"_s});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.lines().size(), 17);
        for (const QByteArray &line : outcome.lines())
            QCOMPARE(QJsonDocument::fromJson(line).object()[u"bins"_s].toObject().keys(),
                     QStringList{u"age"_s});
    }

    void writesEachFormat()
    {
        const QStringList base{u"query"_s, u"test.users"_s, u"--demo"_s,      u"--limit"_s,
                               u"5"_s,     u"--bins"_s,     u"age,country"_s, u"--format"_s};
        const Outcome json = run(base + QStringList{u"json"_s});
        QCOMPARE(json.exitCode, 0);
        QCOMPARE(QJsonDocument::fromJson(json.out).array().size(), 5);
        const Outcome csv = run(base + QStringList{u"csv"_s});
        QCOMPARE(csv.lines().size(), 6);
        QCOMPARE(csv.lines().first(), QByteArray("key,digest,gen,ttl,\"age\",\"country\""));
        const Outcome table = run(base + QStringList{u"table"_s});
        QCOMPARE(table.lines().size(), 7);
        QVERIFY(table.lines().first().startsWith("key"));
    }

    void anEmptyResultIsStillWellFormed()
    {
        const Outcome json =
            run({u"query"_s, u"test.users where $.age > 1000"_s, u"--demo"_s, u"--format"_s, u"json"_s});
        QCOMPARE(json.exitCode, 0);
        QCOMPARE(json.out, QByteArray("[]\n"));
    }

    void failsWhereNothingIs_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("record") << QStringList{u"get"_s, u"test"_s, u"users"_s, u"no such key"_s,
                                               u"--demo"_s};
        QTest::newRow("delete") << QStringList{u"delete"_s, u"test"_s, u"users"_s, u"no such key"_s,
                                               u"--demo"_s};
        QTest::newRow("update") << QStringList{u"put"_s,       u"test"_s,   u"users"_s,  u"no such key"_s,
                                               u"{\"a\":1}"_s, u"--mode"_s, u"update"_s, u"--demo"_s};
        QTest::newRow("namespace") << QStringList{u"get"_s, u"nosuchnamespace"_s, u"users"_s, u"1"_s,
                                                  u"--demo"_s};
        QTest::newRow("namespace of a query")
            << QStringList{u"query"_s, u"nosuchnamespace.users"_s, u"--demo"_s};
        QTest::newRow("namespace of sets") << QStringList{u"sets"_s, u"nosuchnamespace"_s, u"--demo"_s};
    }
    void failsWhereNothingIs()
    {
        QFETCH(QStringList, arguments);
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.err.startsWith("aeroscope: "), outcome.err.constData());
    }

    void refusesAClusterThatIsNotThere()
    {
        const Outcome refused = run({u"sets"_s, u"--host"_s, u"127.0.0.1:%1"_s.arg(closedPort())});
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.err.contains("refused"), refused.err.constData());
        const FullListener silent;
        const Outcome unanswered = run({u"sets"_s, u"--host"_s, u"127.0.0.1:%1"_s.arg(silent.port())});
        QCOMPARE(unanswered.exitCode, 1);
        QVERIFY2(unanswered.err.contains("Timeout") || unanswered.err.contains("time"),
                 unanswered.err.constData());
        const Outcome unknown = run({u"sets"_s, u"--host"_s, u"no-such-host.invalid:3000"_s});
        QCOMPARE(unknown.exitCode, 1);
        QVERIFY2(unknown.err.contains("no-such-host.invalid"), unknown.err.constData());
    }

    void listsSetsWithTrueCounts()
    {
        const Outcome sets = run({u"sets"_s, u"test"_s, u"--demo"_s, u"--format"_s, u"ndjson"_s});
        QCOMPARE(sets.exitCode, 0);
        QHash<QString, qint64> counts;
        qint64 total = 0;
        for (const QByteArray &line : sets.lines()) {
            const QJsonObject set = QJsonDocument::fromJson(line).object();
            counts.insert(set[u"set"_s].toString(), set[u"objects"_s].toInteger());
            total += set[u"objects"_s].toInteger();
        }
        QVERIFY(counts.size() >= 8);
        QVERIFY(total >= 100'000);
        const Outcome users = run({u"query"_s, u"test.users"_s, u"--demo"_s});
        QCOMPARE(qint64(users.lines().size()), counts[u"users"_s]);
        const Outcome without = run({u"query"_s, u"test.\"\""_s, u"--demo"_s});
        QCOMPARE(qint64(without.lines().size()), counts[QString()]);
    }

    void compilesAelByTheLine()
    {
        const Outcome outcome = run({u"ael"_s, u"compile"_s, u"--jsonl"_s},
                                    "{\"ael\": \"$.age > 25\", \"mode\": \"expr\", \"as\": \"filter\"}\n"
                                    "{\"ael\": \"$.age >\", \"mode\": \"expr\"}\n");
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.lines().size(), 2);
        const QJsonObject good = QJsonDocument::fromJson(outcome.lines()[0]).object();
        QCOMPARE(good[u"ok"_s].toBool(), true);
        QCOMPARE(good[u"expr_hex"_s].toString(), u"9303935102a361676519"_s);
        const QJsonObject bad = QJsonDocument::fromJson(outcome.lines()[1]).object();
        QCOMPARE(bad[u"ok"_s].toBool(), false);
        QCOMPARE(bad[u"line"_s].toInt(), 1);
        QCOMPARE(bad[u"column"_s].toInt(), 7);
    }

    void demoRefusesOptionsThatMakeNoSense_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("fault") << QStringList{u"--fault"_s, u"latency=soon"_s} << QByteArray("'soon'");
        QTest::newRow("node of a fault")
            << QStringList{u"--fault"_s, u"silence,node=4"_s} << QByteArray("1 to 3");
        QTest::newRow("nodes") << QStringList{u"--nodes"_s, u"9"_s} << QByteArray("--nodes");
        QTest::newRow("port") << QStringList{u"--port"_s, u"65535"_s} << QByteArray("--port");
        QTest::newRow("tls port") << QStringList{u"--tls-port"_s, u"x"_s} << QByteArray("--tls-port");
        QTest::newRow("tls name") << QStringList{u"--tls-name"_s, u"a,IP:1.2.3.4"_s}
                                  << QByteArray("--tls-name");
        QTest::newRow("racks") << QStringList{u"--racks"_s, u"1,2"_s} << QByteArray("3 nodes");
        QTest::newRow("rack") << QStringList{u"--racks"_s, u"1,2,x"_s} << QByteArray("--racks");
        QTest::newRow("user") << QStringList{u"--user"_s, u"ann"_s} << QByteArray("NAME:PASSWORD");
    }
    void demoRefusesOptionsThatMakeNoSense()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, says);
        const Outcome outcome = run(QStringList{u"demo"_s} + options);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(says), outcome.err.constData());
    }

    void demoHelpExplainsFaults()
    {
        const Outcome outcome = run({u"demo"_s, u"--help"_s});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.out.contains("close-request=N"), outcome.out.constData());
    }

    /// A cluster with users, TLS and a fault, as other clients would use it.
    void demoServesUsersTlsAndFaults()
    {
        const QTemporaryDir folder;
        QProcess server;
        server.start(QStringLiteral(AEROSCOPE_PROGRAM),
                     {u"demo"_s, u"--nodes"_s, u"2"_s, u"--port"_s, u"0"_s, u"--empty"_s, u"--racks"_s,
                      u"1,2"_s, u"--alternate-host"_s, u"localhost"_s, u"--user"_s, u"ann:secret"_s,
                      u"--tls"_s, u"--tls-dir"_s, folder.filePath(u"made"_s), u"--tls-clients-only"_s,
                      u"--fault"_s, u"error=22,on=write,set=locked"_s});
        QHash<QByteArray, QByteArray> said;
        while (!said.contains("certificates")) {
            QTRY_VERIFY_WITH_TIMEOUT(server.canReadLine(), 30'000);
            const QByteArray line = server.readLine().trimmed();
            said[line.left(line.indexOf(' '))] = line.mid(line.indexOf(' ') + 1);
        }
        const QString made = QString::fromUtf8(said["certificates"]);
        QCOMPARE(said["tls-name"], "localhost");
        QCOMPARE(said["tls"].count(','), 1);
        QVERIFY(!(QFile::permissions(made + u"/ann.key"_s) & (QFile::ReadGroup | QFile::ReadOther)));
        QFile password(folder.filePath(u"password"_s));
        QVERIFY(password.open(QFile::WriteOnly) && password.write("secret\n") == 7);
        password.close();

        const QString seed = QString::fromUtf8(said["tls"]).section(u',', 0, 0);
        const QStringList plain{u"--host"_s, QString::fromUtf8(said["serving"]).section(u',', 0, 0)};
        const QStringList login{u"--user"_s, u"ann"_s, u"--password-file"_s, password.fileName()};
        const QStringList tls{u"--host"_s,     seed,          u"--tls-ca"_s, made + u"/ca.pem"_s,
                              u"--tls-name"_s, u"localhost"_s};
        const QStringList certificate{u"--tls-cert"_s, made + u"/ann.pem"_s, u"--tls-key"_s,
                                      made + u"/ann.key"_s};
        const QStringList put{u"put"_s, u"test"_s, u"open"_s, u"k"_s, u"{\"a\":1}"_s};
        const QStringList locked{u"put"_s, u"test"_s, u"locked"_s, u"k"_s, u"{\"a\":1}"_s};

        const Outcome stranger = run(put + plain);
        QCOMPARE(stranger.exitCode, 1);
        const Outcome known = run(put + plain + login);
        QVERIFY2(known.exitCode == 0, known.err.constData());
        const Outcome bare = run(put + tls + login);
        QCOMPARE(bare.exitCode, 1);
        const Outcome safe = run(put + tls + login + certificate);
        QVERIFY2(safe.exitCode == 0, safe.err.constData());
        const Outcome byCertificate = run(put + tls + certificate + QStringList{u"--auth"_s, u"pki"_s});
        QVERIFY2(byCertificate.exitCode == 0, byCertificate.err.constData());
        const Outcome failed = run(locked + plain + login);
        QCOMPARE(failed.exitCode, 1);
        QVERIFY2(failed.err.contains("22") || failed.err.contains("Forbidden"), failed.err.constData());
        const Outcome alternate =
            run(QStringList{u"info"_s, u"service-clear-alt"_s, u"rack-ids"_s} + plain + login);
        QVERIFY2(alternate.out.contains("localhost:"), (alternate.out + alternate.err).constData());
        server.terminate();
        QVERIFY(server.waitForFinished(10'000));
        QCOMPARE(server.exitCode(), 0);
    }

    /// Writes and reads against a cluster that outlives each command.
    void writesReadsAndDeletes()
    {
        QProcess server;
        server.setProcessChannelMode(QProcess::MergedChannels);
        server.start(QStringLiteral(AEROSCOPE_PROGRAM),
                     {u"demo"_s, u"--nodes"_s, u"2"_s, u"--port"_s, u"0"_s, u"--empty"_s});
        QTRY_VERIFY_WITH_TIMEOUT(server.canReadLine(), 30'000);
        const QByteArray line = server.readLine();
        const QString host =
            QString::fromUtf8(line.mid(line.indexOf("127.0.0.1:")).split(' ').first().trimmed())
                .section(u',', 0, 0);
        QVERIFY2(host.startsWith("127.0.0.1:"_L1), line.constData());
        const QStringList at{u"--host"_s, host};

        const QString bins =
            u"{\"i\":9223372036854775807,\"d\":3.0,\"s\":\"ž\",\"b\":true,\"m\":{\"$map\":[[1,\"x\"],[\"k\",[null,2.5]]],\"order\":\"key\"}}"_s;
        const Outcome put =
            run(QStringList{u"put"_s, u"test"_s, u"cli"_s, u"k1"_s, bins, u"--mode"_s, u"insert"_s} + at);
        QVERIFY2(put.exitCode == 0, put.err.constData());
        QCOMPARE(put.out, QByteArray("{\"gen\":1,\"ttl\":-1}\n"));
        const Outcome again =
            run(QStringList{u"put"_s, u"test"_s, u"cli"_s, u"k1"_s, bins, u"--mode"_s, u"insert"_s} + at);
        QCOMPARE(again.exitCode, 1);
        QVERIFY2(again.err.contains("RecordExists"), again.err.constData());

        const Outcome got = run(QStringList{u"get"_s, u"test"_s, u"cli"_s, u"k1"_s} + at);
        QCOMPARE(got.exitCode, 0);
        QVERIFY2(got.out.contains(bins.toUtf8().mid(1).chopped(1)), got.out.constData());

        const Outcome wrong = run(QStringList{u"put"_s, u"test"_s, u"cli"_s, u"k1"_s, u"{\"i\":1}"_s,
                                              u"--if-generation"_s, u"7"_s} +
                                  at);
        QCOMPARE(wrong.exitCode, 1);
        QVERIFY2(wrong.err.contains("Generation"), wrong.err.constData());
        const Outcome right = run(QStringList{u"put"_s, u"test"_s, u"cli"_s, u"k1"_s, u"{\"i\":null}"_s,
                                              u"--if-generation"_s, u"1"_s} +
                                  at);
        QCOMPARE(right.exitCode, 0);
        // the untouched bins are as they were, the key that insert stored is still there
        const Outcome row = run(QStringList{u"query"_s, u"test.cli"_s} + at);
        QVERIFY2(row.out.contains("\"key\":\"k1\"") && row.out.contains("\"d\":3.0") &&
                     !row.out.contains("\"i\":"),
                 row.out.constData());

        QCOMPARE(run(QStringList{u"delete"_s, u"test"_s, u"cli"_s, u"k1"_s} + at).exitCode, 0);
        QCOMPARE(run(QStringList{u"get"_s, u"test"_s, u"cli"_s, u"k1"_s} + at).exitCode, 1);
        server.terminate();
        QVERIFY(server.waitForFinished(10'000));
        QCOMPARE(server.exitStatus(), QProcess::NormalExit);
        QCOMPARE(server.exitCode(), 0);
    }

    void measuresItselfAgainstTheFloor()
    {
        const Outcome outcome = run({u"bench"_s, u"get"_s, u"put"_s, u"scan"_s, u"--demo"_s, u"--floor"_s,
                                     u"--json"_s, u"--seconds"_s, u"1"_s, u"--records"_s, u"500"_s});
        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        const QJsonObject report = QJsonDocument::fromJson(outcome.out).object();
        const QJsonObject ratios = report[u"ratios"_s].toObject();
        for (const QString &mode : {u"get"_s, u"put"_s, u"scan"_s}) {
            const QJsonObject figures = report[u"modes"_s].toObject()[mode].toObject();
            QVERIFY2(figures[u"operations"_s].toDouble() > 0, outcome.out.constData());
            QCOMPARE(figures[u"errors"_s].toInt(), 0);
            QVERIFY(ratios[mode].toDouble() > 0); // how much is for a quiet machine to say
        }
        QCOMPARE(run({u"bench"_s, u"frobnicate"_s, u"--demo"_s}).exitCode, 2);
        QCOMPARE(run({u"bench"_s, u"get"_s, u"--demo"_s, u"--threads"_s, u"0"_s}).exitCode, 2);
    }

    void stopsWhenTheReaderIsGone()
    {
        QProcess shell;
        shell.start(u"/bin/sh"_s, {u"-c"_s, u"\"$1\" query test.orders --demo | head -n 1"_s, u"sh"_s,
                                   QStringLiteral(AEROSCOPE_PROGRAM)});
        QVERIFY(shell.waitForFinished(60'000));
        QCOMPARE(shell.readAllStandardOutput().count('\n'), qsizetype(1));
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
