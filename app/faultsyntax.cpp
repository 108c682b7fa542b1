// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/faultsyntax.h"

#include "ui/workbench/keytext.h"

#include <QHash>

#include <limits>

using namespace Qt::StringLiterals;

namespace Aeroscope::App {

namespace {

using Demo::FaultRule;
using Demo::RequestKind;
using std::chrono::milliseconds;

constexpr int largestCount = 1'000'000'000;
constexpr int largestCode = 255;

/// Reads the words of one fault. The first mistake is kept in `problem`.
class FaultReader
{
public:
    explicit FaultReader(int nodeCount) noexcept
        : m_nodeCount(nodeCount)
    {}

    [[nodiscard]] Result<FaultSetting> read(const QString &text);

private:
    using Handler = void (FaultReader::*)(const QString &value);
    struct Word
    {
        bool takesValue;
        Handler read;
    };
    [[nodiscard]] static const QHash<QString, Word> &words();

    void readOn(const QString &value);
    void readNode(const QString &value) { m_rule.node = number(value, 1, m_nodeCount) - 1; }
    void readNamespace(const QString &value) { m_rule.ns = value.toUtf8(); }
    void readSet(const QString &value) { m_rule.set = value.toUtf8(); }
    void readKey(const QString &value) { m_key = value; }
    void readPartition(const QString &value) { m_rule.partition = number(value, 0, partitionCount - 1); }
    void readInfo(const QString &value) { m_rule.infoPrefix = value.toUtf8(); }
    void readSkip(const QString &value) { m_rule.skip = number(value, 0, largestCount); }
    void readEvery(const QString &value) { m_rule.every = number(value, 1, largestCount); }
    void readTimes(const QString &value) { m_rule.limit = number(value, 0, largestCount); }

    void readLatency(const QString &value) { m_rule.delay = duration(value); }
    void readSilence(const QString &) { m_rule.silent = true; }
    void readError(const QString &value)
    {
        m_rule.code = static_cast<ResultCode>(number(value, 1, largestCode));
    }
    void readOverload(const QString &) { m_rule.code = ResultCode::DeviceOverload; }
    void readApplied(const QString &) { m_rule.applyFirst = true; }
    void readClose(const QString &value) { m_rule.closeAtReplyByte = number(value, 0, largestCount); }
    void readCloseRequest(const QString &value)
    {
        m_rule.closeAtRequestByte = number(value, 0, largestCount);
    }
    void readReset(const QString &) { m_rule.reset = true; }
    void readGarbage(const QString &value) { m_rule.garbageBytes = number(value, 1, largestCount); }
    void readSize(const QString &value)
    {
        m_rule.sizeError = number(value, -largestCount, largestCount);
        if (m_rule.sizeError == 0)
            complain(u"the size is to be wrong by something else than 0"_s);
    }
    void readTrickle(const QString &value) { pieces(value, m_rule.pieceBytes, m_rule.piecePause); }
    void readSlowReader(const QString &value) { pieces(value, m_rule.readBytes, m_rule.readPause); }
    void readClock(const QString &value) { m_rule.clockJump = duration(value, true); }
    void readRefuse(const QString &) { m_acceptMode = Demo::AcceptMode::CloseAtOnce; }
    void readIgnore(const QString &) { m_acceptMode = Demo::AcceptMode::Ignore; }

    void check();
    [[nodiscard]] int number(const QString &text, int lowest, int highest);
    [[nodiscard]] milliseconds duration(const QString &text, bool mayBeNegative = false);
    void pieces(const QString &text, int &bytes, milliseconds &pause);
    void complain(const QString &problem)
    {
        if (m_problem.isEmpty())
            m_problem = problem;
    }

    const int m_nodeCount;
    FaultRule m_rule;
    QString m_key;
    std::optional<Demo::AcceptMode> m_acceptMode;
    QString m_problem;
};

const QHash<QString, FaultReader::Word> &FaultReader::words()
{
    using R = FaultReader;
    static const QHash<QString, Word> table{
        {u"on"_s, {true, &R::readOn}},
        {u"node"_s, {true, &R::readNode}},
        {u"ns"_s, {true, &R::readNamespace}},
        {u"set"_s, {true, &R::readSet}},
        {u"key"_s, {true, &R::readKey}},
        {u"partition"_s, {true, &R::readPartition}},
        {u"info"_s, {true, &R::readInfo}},
        {u"skip"_s, {true, &R::readSkip}},
        {u"every"_s, {true, &R::readEvery}},
        {u"times"_s, {true, &R::readTimes}},
        {u"latency"_s, {true, &R::readLatency}},
        {u"silence"_s, {false, &R::readSilence}},
        {u"error"_s, {true, &R::readError}},
        {u"overload"_s, {false, &R::readOverload}},
        {u"applied"_s, {false, &R::readApplied}},
        {u"close"_s, {true, &R::readClose}},
        {u"close-request"_s, {true, &R::readCloseRequest}},
        {u"reset"_s, {false, &R::readReset}},
        {u"garbage"_s, {true, &R::readGarbage}},
        {u"size"_s, {true, &R::readSize}},
        {u"trickle"_s, {true, &R::readTrickle}},
        {u"slow-reader"_s, {true, &R::readSlowReader}},
        {u"clock"_s, {true, &R::readClock}},
        {u"refuse"_s, {false, &R::readRefuse}},
        {u"ignore"_s, {false, &R::readIgnore}},
    };
    return table;
}

Result<FaultSetting> FaultReader::read(const QString &text)
{
    for (const QString &part : text.split(u',')) {
        const qsizetype equals = part.indexOf(u'=');
        const QString name = part.left(equals).trimmed();
        const auto word = words().constFind(name);
        if (word == words().constEnd())
            complain(u"there is no word '%1'"_s.arg(name));
        else if (word->takesValue && (equals < 0 || equals + 1 == part.size()))
            complain(u"'%1' needs a value: %1=…"_s.arg(name));
        else if (!word->takesValue && equals >= 0)
            complain(u"'%1' takes no value"_s.arg(name));
        else
            (this->*word->read)(part.mid(equals + 1));
    }
    check();
    if (!m_problem.isEmpty())
        return std::unexpected(Error::invalidArgument(u"fault '%1': %2"_s.arg(text, m_problem)));
    return FaultSetting{m_rule, m_acceptMode};
}

void FaultReader::readOn(const QString &value)
{
    static const QHash<QString, RequestKind> kinds{
        {u"any"_s, RequestKind::Any},     {u"info"_s, RequestKind::Info},   {u"admin"_s, RequestKind::Admin},
        {u"read"_s, RequestKind::Read},   {u"write"_s, RequestKind::Write}, {u"batch"_s, RequestKind::Batch},
        {u"query"_s, RequestKind::Query},
    };
    const auto kind = kinds.constFind(value);
    if (kind == kinds.constEnd())
        return complain(u"'on' is any, info, admin, read, write, batch or query, not '%1'"_s.arg(value));
    m_rule.request = *kind;
}

/// What only shows when all words are there.
void FaultReader::check()
{
    if (!m_key.isEmpty()) {
        const QByteArray ns = m_rule.ns.isEmpty() ? QByteArray("test") : m_rule.ns;
        const Result<Key> key = Workbench::keyFromText(ns, m_rule.set, m_key);
        if (!key)
            return complain(key.error().message);
        // The digest covers the set, and requests by digest need not name it.
        m_rule.digest = key->digest();
        m_rule.set.clear();
    }
    if (!m_rule.infoPrefix.isEmpty() && m_rule.request == RequestKind::Any)
        m_rule.request = RequestKind::Info;
    if (m_rule.reset && !m_rule.closeAtReplyByte && !m_rule.closeAtRequestByte)
        m_rule.closeAtReplyByte = 0;

    const bool slowReader = m_rule.readBytes > 0;
    const bool atReply = m_rule.delay.count() != 0 || m_rule.code != ResultCode::Ok || m_rule.applyFirst ||
                         m_rule.silent || m_rule.closeAtReplyByte || m_rule.garbageBytes ||
                         m_rule.sizeError != 0 || m_rule.pieceBytes > 0 || m_rule.clockJump.count() != 0;
    const int kinds = (atReply ? 1 : 0) + (slowReader ? 1 : 0) + (m_rule.closeAtRequestByte ? 1 : 0) +
                      (m_acceptMode ? 1 : 0);
    if (kinds == 0)
        return complain(u"it does not say what is to happen, such as latency=50ms or error=9"_s);
    if (kinds > 1)
        return complain(
            u"close-request, slow-reader, refuse and ignore stand alone: they act before a request is known"_s);
    if (atReply)
        return;
    const bool namesRecord = !m_rule.ns.isEmpty() || !m_rule.set.isEmpty() || m_rule.digest ||
                             m_rule.partition || !m_rule.infoPrefix.isEmpty();
    if (namesRecord || (!m_rule.closeAtRequestByte && m_rule.request != RequestKind::Any))
        return complain(u"what a request asks for is not known when this happens; %1"_s.arg(
            m_rule.closeAtRequestByte ? u"on and node can be named"_s : u"only a node can be named"_s));
    if (m_acceptMode && (m_rule.skip != 0 || m_rule.every != 1 || m_rule.limit >= 0))
        complain(u"connections are not counted: skip, every and times mean nothing here"_s);
}

int FaultReader::number(const QString &text, int lowest, int highest)
{
    bool ok = false;
    const int value = text.toInt(&ok);
    if (ok && value >= lowest && value <= highest)
        return value;
    complain(u"'%1' is not a number from %2 to %3"_s.arg(text).arg(lowest).arg(highest));
    return lowest;
}

milliseconds FaultReader::duration(const QString &text, bool mayBeNegative)
{
    struct Unit
    {
        QLatin1StringView name;
        qint64 ms;
    };
    constexpr Unit units[] = {
        {"ms"_L1, 1}, {"s"_L1, 1000}, {"min"_L1, 60'000}, {"h"_L1, 3'600'000}, {"d"_L1, 86'400'000}};
    constexpr qint64 longest = qint64{3650} * 86'400'000;
    for (const Unit &unit : units) {
        if (!text.endsWith(unit.name))
            continue;
        bool ok = false;
        const qint64 count = text.chopped(unit.name.size()).toLongLong(&ok);
        if (ok && count != 0 && qAbs(count) <= longest / unit.ms && (count > 0 || mayBeNegative))
            return milliseconds(count * unit.ms);
    }
    complain(u"'%1' is not a time such as 50ms, 2s, 5min, 1h or 3d%2"_s.arg(
        text, mayBeNegative ? u", with - to go back"_s : QString()));
    return {};
}

/// "16/50ms": so many bytes, then a pause.
void FaultReader::pieces(const QString &text, int &bytes, milliseconds &pause)
{
    const qsizetype slash = text.indexOf(u'/');
    if (slash < 0)
        return complain(u"'%1' is not a number of bytes and a pause such as 16/50ms"_s.arg(text));
    bytes = number(text.left(slash), 1, largestCount);
    pause = duration(text.mid(slash + 1));
}

} // namespace

Result<FaultSetting> parseFault(const QString &text, int nodeCount)
{
    return FaultReader(nodeCount).read(text);
}

QString faultHelp()
{
    return QStringLiteral(
        "A fault is a list of words with commas between; --fault may be given several times, and the first "
        "fault\n"
        "that fits a request decides.\n"
        "What happens:\n"
        "  latency=TIME          the answer comes so much later; goes with all that follows\n"
        "  silence               no answer, the connection stays open\n"
        "  error=N               result code N instead of running the request\n"
        "  overload              the same with code 18, as a node does whose device is too slow\n"
        "  applied               the request runs, then error=, close= or reset, else silence: in doubt\n"
        "  close=N               the connection ends after N bytes of the reply\n"
        "  close-request=N       the connection ends after N bytes of the request\n"
        "  reset                 with these two, or alone: a reset instead of an orderly end\n"
        "  garbage=N             N meaningless bytes instead of the reply\n"
        "  size=N                the reply's header gives a size that is wrong by N (may be negative)\n"
        "  trickle=N/TIME        the reply comes in pieces of N bytes with a pause between\n"
        "  slow-reader=N/TIME    the node reads requests in pieces of N bytes with a pause between\n"
        "  clock=TIME            the cluster's clock jumps before the request runs (-1h: back)\n"
        "  refuse, ignore        new connections are closed at once, or never accepted\n"
        "Which requests it happens to (without a word: all):\n"
        "  on=KIND               info, admin, read, write, batch or query\n"
        "  node=N                only the N-th node\n"
        "  ns=NAME set=NAME      records of a namespace or set\n"
        "  key=KEY               one record: 123, abc, \"123\", hex:0aff or digest:…; set= says of which "
        "set\n"
        "  partition=N           records, and queries, of one partition\n"
        "  info=TEXT             info commands that begin so\n"
        "  skip=N every=N times=N  not the first N, then each N-th, at most N times\n"
        "TIME is a number with ms, s, min, h or d.\n"
        "Examples: --fault error=9,on=write,every=10   --fault latency=200ms,node=2\n"
        "          --fault applied,error=9,on=write,set=users,key=17   --fault close=20,on=query,times=1\n");
}

} // namespace Aeroscope::App
