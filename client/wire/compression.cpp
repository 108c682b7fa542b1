// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "client/wire/compression.h"

#include "client/wire/proto.h"

#include <zlib.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Wire {

namespace {

constexpr qsizetype sizeWord = 8;

std::unexpected<Error> broken(QLatin1StringView what)
{
    return std::unexpected(Error::protocol(u"a compressed frame is broken: "_s + what));
}

/// Ends the stream on every way out.
struct InflateStream
{
    z_stream stream{};
    bool isReady = inflateInit(&stream) == Z_OK;
    InflateStream() = default;
    ~InflateStream()
    {
        if (isReady)
            inflateEnd(&stream);
    }
    Q_DISABLE_COPY_MOVE(InflateStream)
};

} // namespace

Result<void> inflateMessage(QByteArrayView compressedBody, QByteArray &body)
{
    constexpr qsizetype firstGuess = 16 * 1024;
    if (compressedBody.size() < sizeWord)
        return broken("no size"_L1);
    const auto announced = qFromBigEndian<quint64>(compressedBody.data());
    if (announced < static_cast<quint64>(protoHeaderSize + messageHeaderSize) ||
        announced > static_cast<quint64>(maxBodySize + protoHeaderSize))
        return broken("impossible size"_L1);
    const auto total = static_cast<qsizetype>(announced);
    const QByteArrayView packed = compressedBody.sliced(sizeWord);

    InflateStream zlib;
    if (!zlib.isReady)
        return std::unexpected(Error::internal(u"zlib does not start"_s));
    z_stream &stream = zlib.stream;
    stream.next_in =
        reinterpret_cast<Bytef *>(const_cast<char *>(packed.data())); // zlib's interface lacks const
    stream.avail_in = static_cast<uInt>(packed.size());

    // The inner proto header goes aside, the message to the front of `body`. Growth doubles: a peer that
    // announces 128 MiB and sends little gets little memory.
    std::array<char, protoHeaderSize> head{};
    stream.next_out = reinterpret_cast<Bytef *>(head.data());
    stream.avail_out = static_cast<uInt>(head.size());
    const qsizetype wanted = total - protoHeaderSize;
    qsizetype filled = 0;
    body.resize(0);
    bool isInHead = true;
    for (;;) {
        const int state = inflate(&stream, Z_NO_FLUSH);
        if (!isInHead)
            filled = reinterpret_cast<char *>(stream.next_out) - body.constData();
        if (state == Z_STREAM_END)
            break;
        if (state != Z_OK)
            return broken("zlib cannot read it"_L1);
        if (stream.avail_out > 0)
            return broken("it ends too early"_L1); // all input is eaten
        if (!isInHead && filled == wanted) {
            // the end of the stream may still be unread; anything more is too much
            char surplus = 0;
            stream.next_out = reinterpret_cast<Bytef *>(&surplus);
            stream.avail_out = 1;
            const int end = inflate(&stream, Z_FINISH);
            if (end != Z_STREAM_END || stream.avail_out == 0)
                return broken("it is longer than announced"_L1);
            break;
        }
        isInHead = false;
        const qsizetype size = std::min(wanted, std::max(firstGuess, 2 * filled));
        body.resize(size);
        stream.next_out = reinterpret_cast<Bytef *>(body.data() + filled);
        stream.avail_out = static_cast<uInt>(size - filled);
    }
    const qsizetype got = isInHead ? protoHeaderSize - qsizetype(stream.avail_out) : protoHeaderSize + filled;
    if (got != total || stream.avail_in != 0)
        return broken("its size is not the announced one"_L1);
    const auto header = ProtoHeader::parse(QByteArrayView(head.data(), protoHeaderSize));
    if (!header || !*header || (*header)->type != FrameType::Message || (*header)->bodySize != wanted)
        return broken("it holds no message"_L1);
    body.resize(wanted);
    return {};
}

void compressFrame(WireBuffer &buffer, qsizetype from)
{
    constexpr int fastest = 1; // what the official clients use
    const QByteArrayView frame = buffer.view(from);
    uLongf packedSize = compressBound(static_cast<uLong>(frame.size()));
    QByteArray packed(static_cast<qsizetype>(packedSize), Qt::Uninitialized);
    const int state =
        compress2(reinterpret_cast<Bytef *>(packed.data()), &packedSize,
                  reinterpret_cast<const Bytef *>(frame.data()), static_cast<uLong>(frame.size()), fastest);
    const qsizetype bodySize = sizeWord + static_cast<qsizetype>(packedSize);
    if (state != Z_OK || protoHeaderSize + bodySize >= frame.size())
        return;
    const auto original = static_cast<quint64>(frame.size());
    buffer.truncate(from);
    buffer.u64(ProtoHeader{FrameType::Compressed, bodySize}.word());
    buffer.u64(original);
    buffer.bytes(QByteArrayView(packed).first(static_cast<qsizetype>(packedSize)));
}

} // namespace Aeroscope::Wire
