// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// Plays recorded conversations with a server through the evaluators: operations on bins, and filters. What is
// the record's affair (generations, expiry, order of bins) is kept to the least and not compared.

#include "app/demo/engine/opengine.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTest>
#include <QtEndian>

#include <optional>

using namespace Aeroscope;
using namespace Aeroscope::Demo;
using namespace Qt::StringLiterals;

namespace {

constexpr int frameHeader = 8;
constexpr int messageHeader = 22;
constexpr quint8 messageFrame = 3;

/// Hex digits with long runs of one byte written as {xx*N}.
QByteArray unfolded(const QByteArray &text)
{
    QByteArray out;
    qsizetype at = 0;
    while (at < text.size()) {
        const auto brace = text.indexOf('{', at);
        const auto end = brace < 0 ? text.size() : brace;
        out += QByteArray::fromHex(text.sliced(at, end - at));
        if (brace < 0) {
            break;
        }
        const auto close = text.indexOf('}', brace);
        const auto parts = text.sliced(brace + 1, close - brace - 1).split('*');
        out += QByteArray(parts[1].toInt(), QByteArray::fromHex(parts[0])[0]);
        at = close + 1;
    }
    return out;
}

struct WireOp
{
    quint8 code = 0;
    ParticleType type = ParticleType::Nil;
    QByteArray name;
    QByteArray value;

    friend bool operator==(const WireOp &, const WireOp &) = default;
};

struct Message
{
    quint8 info1 = 0;
    quint8 info2 = 0;
    quint8 info3 = 0;
    int code = 0;
    quint32 ttl = 0;
    QMap<int, QByteArray> fields;
    QList<WireOp> ops;
};

Message messageAt(QByteArrayView bytes, qsizetype &at)
{
    Message message;
    const auto u32 = [&](qsizetype place) { return qFromBigEndian<quint32>(bytes.data() + place); };
    message.info1 = static_cast<quint8>(bytes[at + 1]);
    message.info2 = static_cast<quint8>(bytes[at + 2]);
    message.info3 = static_cast<quint8>(bytes[at + 3]);
    message.code = static_cast<quint8>(bytes[at + 5]);
    message.ttl = u32(at + 10);
    const auto fields = qFromBigEndian<quint16>(bytes.data() + at + 18);
    const auto ops = qFromBigEndian<quint16>(bytes.data() + at + 20);
    at += messageHeader;
    for (int i = 0; i < fields; ++i) {
        const auto size = u32(at);
        message.fields[static_cast<quint8>(bytes[at + 4])] = bytes.sliced(at + 5, size - 1).toByteArray();
        at += 4 + size;
    }
    for (int i = 0; i < ops; ++i) {
        const auto size = u32(at);
        const auto nameSize = static_cast<quint8>(bytes[at + 7]);
        WireOp op;
        op.code = static_cast<quint8>(bytes[at + 4]);
        op.type = static_cast<ParticleType>(bytes[at + 5]);
        op.name = bytes.sliced(at + 8, nameSize).toByteArray();
        op.value = bytes.sliced(at + 8 + nameSize, size - 4 - nameSize).toByteArray();
        message.ops.append(op);
        at += 4 + size;
    }
    return message;
}

/// All messages of all frames.
QList<Message> messagesOf(QByteArrayView bytes)
{
    QList<Message> messages;
    qsizetype at = 0;
    while (at + frameHeader <= bytes.size()) {
        const auto size = static_cast<qsizetype>(qFromBigEndian<quint64>(bytes.data() + at) & 0xffffffffffff);
        at += frameHeader;
        const auto end = at + size;
        while (at < end) {
            messages.append(messageAt(bytes, at));
        }
    }
    return messages;
}

class MemoryRecord final : public EvalRecord
{
public:
    ParticleView bin(QByteArrayView name) const override
    {
        const auto found = bins.constFind(name.toByteArray());
        return found == bins.constEnd() ? ParticleView() : found->view();
    }
    ParticleView userKey() const override { return key; }
    QByteArrayView digest() const override { return digestBytes; }
    QByteArrayView setName() const override { return set; }
    qint64 lastUpdateMs() const override { return updated; }
    quint32 voidTime() const override { return expiry; }
    quint32 recordSize() const override
    {
        // Fixed parts, then what each bin takes.
        quint32 size =
            35 + 4 + (expiry != 0 ? 4 : 0) + (set.isEmpty() ? 0 : 1 + static_cast<quint32>(set.size()));
        size += key.isNil() ? 0 : 2 + static_cast<quint32>(key.bytes.size());
        size += bins.isEmpty() ? 0 : 1;
        for (auto it = bins.cbegin(); it != bins.cend(); ++it) {
            size += 1 + static_cast<quint32>(it.key().size()) + flatSize(*it);
        }
        return (size + 15) / 16 * 16;
    }
    qint64 nowMs() const override { return QDateTime::currentMSecsSinceEpoch(); }

    QMap<QByteArray, Particle> bins;
    Particle key;
    QByteArray digestBytes;
    QByteArray set;
    qint64 updated = 0;
    quint32 expiry = 0;
};

WireOp shown(quint8 code, const QByteArray &name, ParticleView value)
{
    WireOp op{.code = code, .type = value.type, .name = name, .value = {}};
    appendReplyForm(op.value, value);
    return op;
}

struct Answer
{
    int code = 0;
    QList<WireOp> ops;
};

/// The records of one scenario.
class Records
{
public:
    Answer run(const Message &request)
    {
        constexpr quint8 write = 0x01;
        constexpr quint8 erase = 0x02;
        const auto digest = request.fields.value(4);
        const auto found = m_records.constFind(digest);
        const bool exists = found != m_records.constEnd();
        if (exists && request.fields.contains(43)) {
            const auto filter = CompiledExpression::compileFilter(request.fields[43]);
            if (!filter) {
                return {.code = static_cast<int>(filter.error()), .ops = {}};
            }
            if (filter->matches(*found) != Truth::True) {
                return {.code = static_cast<int>(ResultCode::FilteredOut), .ops = {}};
            }
        }
        if ((request.info2 & write) == 0) {
            return exists ? read(request, *found)
                          : Answer{.code = static_cast<int>(ResultCode::NotFound), .ops = {}};
        }
        if ((request.info2 & erase) != 0) {
            return {.code = m_records.remove(digest) != 0 ? 0 : static_cast<int>(ResultCode::NotFound),
                    .ops = {}};
        }
        return change(request, exists ? *found : freshRecord(request));
    }

    /// Digests that a filter picks, or its error.
    Outcome<QList<QByteArray>> select(const Message &request) const
    {
        const auto filter = CompiledExpression::compileFilter(request.fields.value(43));
        if (!filter) {
            return std::unexpected(filter.error());
        }
        QList<QByteArray> digests;
        for (const auto &record : m_records) {
            auto truth = filter->matchesMetadata(record);
            if (truth == Truth::Unknown) {
                truth = filter->matches(record);
            }
            if (truth == Truth::True && record.set == request.fields.value(1)) {
                digests.append(record.digestBytes);
            }
        }
        return digests;
    }

private:
    static bool respondsAll(const Message &request) { return (request.info2 & 0x80) != 0; }

    static MemoryRecord freshRecord(const Message &request)
    {
        MemoryRecord record;
        record.digestBytes = request.fields.value(4);
        record.set = request.fields.value(1);
        return record;
    }

    static Answer read(const Message &request, const MemoryRecord &record)
    {
        constexpr quint8 readAll = 0x02;
        constexpr quint8 noBins = 0x20;
        Answer answer;
        if ((request.info1 & noBins) != 0) {
            return answer;
        }
        if ((request.info1 & readAll) != 0) {
            for (auto it = record.bins.cbegin(); it != record.bins.cend(); ++it) {
                answer.ops.append(shown(1, it.key(), *it));
            }
            return answer;
        }
        for (const auto &op : request.ops) {
            const auto bin = record.bin(op.name);
            if (op.code == static_cast<quint8>(OpCode::Read)) {
                if (!bin.isNil() || respondsAll(request)) {
                    answer.ops.append(shown(op.code, op.name, bin));
                }
                continue;
            }
            const auto effect =
                PreparedOp(static_cast<OpCode>(op.code), op.type, op.value).apply(bin, record);
            if (!effect.ok()) {
                return {.code = static_cast<int>(effect.code), .ops = {}};
            }
            if (effect.answers || respondsAll(request)) {
                answer.ops.append(shown(op.code, op.name, effect.result));
            }
        }
        return answer;
    }

    Answer change(const Message &request, MemoryRecord record)
    {
        constexpr quint32 epoch = 1262304000;
        record.updated = record.nowMs();
        const auto keeps = static_cast<qint32>(request.ttl) < 0;
        record.expiry =
            request.ttl == 0 || keeps ? 0 : static_cast<quint32>(record.updated / 1000) - epoch + request.ttl;
        if (const auto key = request.fields.value(2); !key.isEmpty()) {
            record.key = Particle(static_cast<ParticleType>(key[0]), key.sliced(1));
        }
        constexpr quint8 replaces = 0x10 | 0x20;
        if ((request.info3 & replaces) != 0) {
            record.bins.clear();
        }
        Answer answer;
        for (const auto &op : request.ops) {
            const auto code = static_cast<OpCode>(op.code);
            const auto fail = [](ResultCode failed) {
                return Answer{.code = static_cast<int>(failed), .ops = {}};
            };
            if (code == OpCode::Read) {
                if (op.name.isEmpty()) {
                    for (auto it = record.bins.cbegin(); it != record.bins.cend(); ++it) {
                        answer.ops.append(shown(op.code, it.key(), *it));
                    }
                } else if (const auto bin = record.bin(op.name); !bin.isNil() || respondsAll(request)) {
                    answer.ops.append(shown(op.code, op.name, bin));
                }
                continue;
            }
            Particle result;
            bool due = respondsAll(request);
            if (code == OpCode::Write && op.type != ParticleType::Nil) {
                const auto written = particleFromWire(op.type, op.value);
                if (!written) {
                    return fail(written.error());
                }
                record.bins[op.name] = *written;
            } else if (code == OpCode::Write) {
                record.bins.remove(op.name);
            } else if (code == OpCode::DeleteAll) {
                record.bins.clear();
            } else if (code == OpCode::Touch) {
                continue;
            } else {
                const auto effect = PreparedOp(code, op.type, op.value).apply(record.bin(op.name), record);
                if (!effect.ok()) {
                    return fail(effect.code);
                }
                if (effect.change == OpEffect::Bin::Set) {
                    record.bins[op.name] = effect.bin;
                } else if (effect.change == OpEffect::Bin::Remove) {
                    record.bins.remove(op.name);
                }
                result = effect.result;
                due = due || effect.answers;
            }
            if (due) {
                answer.ops.append(shown(op.code, op.name, result));
            }
        }
        if (record.bins.isEmpty()) {
            m_records.remove(record.digestBytes);
        } else {
            m_records[record.digestBytes] = record;
        }
        return answer;
    }

    QMap<QByteArray, MemoryRecord> m_records;
};

/// Runs of bins in a read of all come in an order of their own.
QList<WireOp> sortedOps(QList<WireOp> ops)
{
    std::sort(ops.begin(), ops.end(), [](const WireOp &a, const WireOp &b) {
        return std::tie(a.name, a.code, a.value) < std::tie(b.name, b.code, b.value);
    });
    return ops;
}

QByteArray printed(const QList<WireOp> &ops)
{
    QByteArray text;
    for (const auto &op : ops) {
        text += QByteArray::number(op.code) + '/' + QByteArray::number(static_cast<int>(op.type)) + ' ' +
                op.name + '=' + op.value.toHex() + ' ';
    }
    return text;
}

} // namespace

class TestTranscripts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replay_data();
    void replay();
};

void TestTranscripts::replay_data()
{
    QTest::addColumn<QString>("path");
    const QDir folder(QStringLiteral(AEROSCOPE_TEST_DATA "/transcripts"));
    const auto files = folder.entryInfoList({u"*.jsonl"_s}, QDir::Files, QDir::Name);
    QVERIFY(files.size() > 50);
    for (const auto &file : files) {
        QTest::newRow(qPrintable(file.completeBaseName())) << file.filePath();
    }
}

void TestTranscripts::replay()
{
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    Records records;
    int compared = 0;
    QStringList different;
    while (!file.atEnd()) {
        const auto step = QJsonDocument::fromJson(file.readLine()).object();
        if (!step.contains("request_hex"_L1)) {
            continue; // the scenario's description
        }
        const auto request = unfolded(step["request_hex"_L1].toString().toLatin1());
        const auto reply = unfolded(step["reply_hex"_L1].toString().toLatin1());
        const auto where = u"step %1 (%2)"_s.arg(step["step"_L1].toInt()).arg(step["op"_L1].toString());
        if (static_cast<quint8>(request[1]) != messageFrame) {
            continue;
        }
        const auto sent = messagesOf(request).constFirst();
        const auto expected = messagesOf(reply);
        if (step["compare"_L1]["mode"_L1].toString() == "rows-unordered"_L1) {
            QList<QByteArray> wanted;
            for (const auto &row : expected) {
                if (row.fields.contains(4)) {
                    wanted.append(row.fields[4]);
                }
            }
            std::sort(wanted.begin(), wanted.end());
            const auto picked = records.select(sent);
            if (!picked ? expected.constFirst().code != static_cast<int>(picked.error())
                        : *picked != wanted) {
                different.append(where);
            }
            ++compared;
            continue;
        }
        if (!sent.fields.contains(4)) {
            continue;
        }
        const auto answer = records.run(sent);
        const auto &wanted = expected.constFirst();
        const bool sameOps = step["compare"_L1]["mode"_L1].toString() != "exact"_L1 ||
                             sortedOps(answer.ops) == sortedOps(wanted.ops);
        if (answer.code != wanted.code || !sameOps) {
            different.append(
                u"%1: %2 instead of %3\n  got  %4\n  want %5"_s.arg(where)
                    .arg(answer.code)
                    .arg(wanted.code)
                    .arg(QString::fromLatin1(printed(answer.ops)), QString::fromLatin1(printed(wanted.ops))));
        }
        ++compared;
    }
    QVERIFY2(different.isEmpty(), qPrintable(different.join(u'\n')));
    QVERIFY(compared > 0);
}

QTEST_APPLESS_MAIN(TestTranscripts)
#include "tst_transcripts.moc"
