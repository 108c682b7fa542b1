// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <optional>
#include <vector>

/// One request and its reply as a real server gave it (tests/data/wire/exchanges.jsonl).
struct Recording
{
    QByteArray name;
    QByteArray request;
    QByteArray reply;
};

inline std::vector<Recording> loadRecordings()
{
    std::vector<Recording> recordings;
    QFile file(QStringLiteral(AEROSCOPE_TEST_DATA "/wire/exchanges.jsonl"));
    if (!file.open(QIODevice::ReadOnly))
        return recordings;
    while (!file.atEnd()) {
        const QJsonObject line = QJsonDocument::fromJson(file.readLine()).object();
        const auto bytes = [&line](const char *key) {
            return QByteArray::fromHex(line.value(QLatin1StringView(key)).toString().toLatin1());
        };
        recordings.push_back({line.value(QLatin1StringView("name")).toString().toUtf8(), bytes("request_hex"),
                              bytes("reply_hex")});
    }
    return recordings;
}

inline const std::vector<Recording> &recordings()
{
    static const std::vector<Recording> all = loadRecordings();
    return all;
}

inline Recording recording(const QByteArray &name)
{
    for (const Recording &one : recordings()) {
        if (one.name == name)
            return one;
    }
    return {};
}

/// Frames of a byte stream: type and body.
struct Frame
{
    int type = 0;
    QByteArray body;
};

inline std::vector<Frame> framesOf(const QByteArray &stream)
{
    std::vector<Frame> frames;
    qsizetype at = 0;
    while (stream.size() - at >= 8) {
        const auto word = qFromBigEndian<quint64>(stream.constData() + at);
        const auto size = static_cast<qsizetype>(word & 0xffffffffffffULL);
        frames.push_back({static_cast<int>(word >> 48 & 0xff), stream.mid(at + 8, size)});
        at += 8 + size;
    }
    return frames;
}

/// A request taken apart by code that shares nothing with the encoders.
struct RequestParts
{
    struct Field
    {
        int type = 0;
        QByteArray content;
        friend bool operator==(const Field &, const Field &) = default;
    };
    struct Op
    {
        int code = 0;
        int particle = 0;
        QByteArray name;
        QByteArray value;
        friend bool operator==(const Op &, const Op &) = default;
    };

    int info1 = 0;
    int info2 = 0;
    int info3 = 0;
    int info4 = 0;
    quint32 generation = 0;
    quint32 ttl = 0;
    quint32 timeout = 0;
    std::vector<Field> fields;
    std::vector<Op> ops;

    [[nodiscard]] std::optional<QByteArray> field(int type) const
    {
        for (const Field &one : fields) {
            if (one.type == type)
                return one.content;
        }
        return std::nullopt;
    }
    friend bool operator==(const RequestParts &, const RequestParts &) = default;
};

/// Takes big-endian words and bytes off the front.
struct Cursor
{
    QByteArray bytes;
    qsizetype at = 0;
    bool isBroken = false;

    quint64 word(int size)
    {
        quint64 value = 0;
        for (int i = 0; i < size; ++i) {
            if (at >= bytes.size()) {
                isBroken = true;
                return 0;
            }
            value = value << 8 | static_cast<quint8>(bytes[at++]);
        }
        return value;
    }
    QByteArray take(quint64 size)
    {
        if (size > static_cast<quint64>(bytes.size() - at)) {
            isBroken = true;
            return {};
        }
        const QByteArray taken = bytes.mid(at, static_cast<qsizetype>(size));
        at += static_cast<qsizetype>(size);
        return taken;
    }
    void fieldsAndOps(quint64 fieldCount, quint64 opCount, std::vector<RequestParts::Field> &fields,
                      std::vector<RequestParts::Op> &ops)
    {
        for (quint64 i = 0; i < fieldCount && !isBroken; ++i) {
            const quint64 size = word(4);
            RequestParts::Field field;
            field.type = static_cast<int>(word(1));
            field.content = take(size - 1);
            fields.push_back(field);
        }
        for (quint64 i = 0; i < opCount && !isBroken; ++i) {
            const quint64 size = word(4);
            RequestParts::Op op;
            op.code = static_cast<int>(word(1));
            op.particle = static_cast<int>(word(1));
            word(1);
            const quint64 nameSize = word(1);
            op.name = take(nameSize);
            op.value = take(size - 4 - nameSize);
            ops.push_back(op);
        }
    }
};

/// Nothing when the body is not exactly one message.
inline std::optional<RequestParts> partsOf(const QByteArray &body)
{
    Cursor cursor{body};
    RequestParts parts;
    cursor.word(1);
    parts.info1 = static_cast<int>(cursor.word(1));
    parts.info2 = static_cast<int>(cursor.word(1));
    parts.info3 = static_cast<int>(cursor.word(1));
    parts.info4 = static_cast<int>(cursor.word(1));
    cursor.word(1);
    parts.generation = static_cast<quint32>(cursor.word(4));
    parts.ttl = static_cast<quint32>(cursor.word(4));
    parts.timeout = static_cast<quint32>(cursor.word(4));
    const quint64 fieldCount = cursor.word(2);
    const quint64 opCount = cursor.word(2);
    cursor.fieldsAndOps(fieldCount, opCount, parts.fields, parts.ops);
    if (cursor.isBroken || cursor.at != body.size())
        return std::nullopt;
    return parts;
}
