// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/recordimage.h"

#include "client/value/expressionops.h"
#include "client/value/msgpack.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

// Expressions of protocol section 9.2.
constexpr int equalOp = 1;
constexpr int lastUpdateOp = 66;
constexpr int keyExistsOp = 71;
constexpr int storedKeyOp = 80;
constexpr int integerType = 2;
constexpr int stringType = 3;
constexpr int blobType = 6;

/// Reads of a record that is being written all the time.
constexpr int mostAttempts = 50;

// The names of the answers.
constexpr char lastUpdateName[] = "\x01lut";
constexpr char keyExistsName[] = "\x01has";
constexpr char storedKeyName[] = "\x01key";

Expression call(std::initializer_list<int> words)
{
    MsgpackWriter writer;
    writer.listHeader(static_cast<quint32>(words.size()));
    for (const int word : words)
        writer.integer(word);
    return Expression(writer.take());
}

std::vector<Operation> metadataOperations()
{
    std::vector<Operation> operations{
        ExpressionOps::read(lastUpdateName, call({lastUpdateOp})),
        ExpressionOps::read(keyExistsName, call({keyExistsOp})),
    };
    for (const int type : {integerType, stringType, blobType}) {
        operations.push_back(ExpressionOps::read(storedKeyName, call({storedKeyOp, type}), OnUnknown::Nil));
    }
    return operations;
}

std::unexpected<Error> damaged()
{
    return std::unexpected(Error::protocol(u"what was kept of a record cannot be read"_s));
}

} // namespace

QCoro::Task<Result<RecordImage>> readImage(Session session, Key key, std::stop_token stop)
{
    // A server gives either all bins or computed values. The second read is one of the record whose update
    // time the first one saw, or it gives nothing.
    for (int attempt = 1;; ++attempt) {
        const Result<RecordResult> facts =
            co_await session.query(key).operations(metadataOperations()).execute(stop);
        if (!facts)
            co_return std::unexpected(facts.error());
        if (!facts->ok())
            co_return std::unexpected(*facts->error);
        RecordImage image;
        std::optional<Value> stored;
        for (const Bin &bin : facts->record->bins) {
            if (bin.name == lastUpdateName && bin.value.type() == Value::Type::Integer)
                image.lastUpdate = bin.value.toInteger();
            else if (bin.name == keyExistsName && bin.value.type() == Value::Type::Bool)
                image.storedKey = bin.value.toBool() ? StoredKey::Yes : StoredKey::No;
            else if (bin.name == storedKeyName && !bin.value.isNil())
                stored = bin.value;
        }
        Result<RecordResult> row =
            co_await session.query(key).filter(lastUpdateIs(image.lastUpdate)).execute(stop);
        if (!row)
            co_return std::unexpected(row.error());
        const bool moved = row->code() == ResultCode::FilteredOut ||
                           (row->ok() && row->record->generation != facts->record->generation);
        if (moved && attempt < mostAttempts)
            continue;
        if (moved)
            co_return std::unexpected(Error::internal(u"the record changes faster than it can be read"_s));
        if (!row->ok())
            co_return std::unexpected(*row->error);
        image.record = std::move(*row->record);
        image.record.key = key;
        if (!key.userKey() && stored) {
            image.record.key =
                Key::fromRow(key.namespaceName(), key.setName(), key.digest(), std::move(stored));
        }
        co_return image;
    }
}

Expression lastUpdateIs(qint64 lastUpdate)
{
    MsgpackWriter writer;
    writer.listHeader(3);
    writer.integer(equalOp);
    writer.listHeader(1);
    writer.integer(lastUpdateOp);
    writer.integer(lastUpdate);
    return Expression(writer.take());
}

Value toValue(const Key &key)
{
    const auto *digest = reinterpret_cast<const char *>(key.digest().bytes.data());
    return List{{Value::blob(key.namespaceName()), Value::blob(key.setName()),
                 Value::blob(QByteArray(digest, 20)), key.userKey().value_or(Value())}};
}

Result<Key> keyFromValue(const Value &value)
{
    if (value.type() != Value::Type::List || value.list().items.size() != 4)
        return damaged();
    const std::vector<Value> &parts = value.list().items;
    for (size_t i = 0; i < 3; ++i) {
        if (parts[i].type() != Value::Type::Blob)
            return damaged();
    }
    const std::optional<Digest> digest = Digest::fromBytes(parts[2].bytes());
    if (!digest)
        return damaged();
    return Key::fromRow(parts[0].bytes(), parts[1].bytes(), *digest,
                        parts[3].isNil() ? std::nullopt : std::optional(parts[3]));
}

Value toValue(const RecordImage &image)
{
    List bins;
    for (const Bin &bin : image.record.bins)
        bins.items.push_back(List{{Value::blob(bin.name), bin.value}});
    return List{{toValue(image.record.key), image.record.generation,
                 static_cast<qint64>(image.record.voidTime.seconds), image.lastUpdate,
                 static_cast<int>(image.storedKey), std::move(bins)}};
}

Result<RecordImage> imageFromValue(const Value &value)
{
    if (value.type() != Value::Type::List || value.list().items.size() != 6)
        return damaged();
    const std::vector<Value> &parts = value.list().items;
    Result<Key> key = keyFromValue(parts[0]);
    if (!key)
        return std::unexpected(key.error());
    for (size_t i = 1; i < 5; ++i) {
        if (parts[i].type() != Value::Type::Integer)
            return damaged();
    }
    if (parts[5].type() != Value::Type::List)
        return damaged();
    RecordImage image;
    image.record.key = *std::move(key);
    image.record.generation = static_cast<quint32>(parts[1].toInteger());
    image.record.voidTime.seconds = static_cast<quint32>(parts[2].toInteger());
    image.lastUpdate = parts[3].toInteger();
    image.storedKey = static_cast<StoredKey>(parts[4].toInteger());
    for (const Value &bin : parts[5].list().items) {
        if (bin.type() != Value::Type::List || bin.list().items.size() != 2 ||
            bin.list().items[0].type() != Value::Type::Blob)
            return damaged();
        image.record.bins.push_back({bin.list().items[0].bytes(), bin.list().items[1]});
    }
    return image;
}

} // namespace Aeroscope::Workbench
