// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/cdtcontext.h"
#include "app/demo/indexcatalog.h"
#include "app/demo/infocommands.h"
#include "app/demo/infoparams.h"
#include "client/value/msgpack.h"

#include <cstring>

namespace Aeroscope::Demo {

namespace {

constexpr qsizetype longestIndexName = 64;
constexpr qsizetype longestNamespace = 32;
constexpr qsizetype longestSet = 64;
constexpr qsizetype longestBin = 16;
constexpr qsizetype longestContext = 2048;
constexpr qsizetype longestExpression = 16 * 1024;
constexpr qsizetype longestType = 12;
constexpr qsizetype longestKind = 10;
constexpr qint64 smallestIndexBytes = 16777216;
constexpr qint64 setEntryBytes = 16;

constexpr char typeWords[] = "must be one of 'numeric', 'string', 'blob', 'geo2dsphere'";

std::optional<ParticleType> typeFromWord(const QByteArray &word)
{
    const QByteArray lower = word.toLower();
    if (lower == "numeric")
        return ParticleType::Integer;
    if (lower == "string")
        return ParticleType::String;
    if (lower == "blob")
        return ParticleType::Blob;
    if (lower == "geo2dsphere")
        return ParticleType::GeoJson;
    return std::nullopt;
}

QByteArray typeWord(ParticleType type)
{
    switch (type) {
    case ParticleType::Integer:
        return "numeric";
    case ParticleType::Float:
        return "float";
    case ParticleType::String:
        return "string";
    case ParticleType::Bool:
        return "bool";
    case ParticleType::Hll:
        return "hll";
    case ParticleType::Map:
        return "map";
    case ParticleType::List:
        return "list";
    case ParticleType::GeoJson:
        return "geo2dsphere";
    case ParticleType::Nil:
        return "null";
    default:
        return "blob";
    }
}

std::optional<IndexKind> kindFromWord(const QByteArray &word)
{
    static constexpr const char *words[] = {"default", "list", "mapkeys", "mapvalues", "set"};
    const QByteArray lower = word.toLower();
    for (size_t i = 0; i < std::size(words); ++i) {
        if (lower == words[i])
            return static_cast<IndexKind>(i);
    }
    return std::nullopt;
}

QByteArray kindWord(IndexKind kind)
{
    static constexpr const char *words[] = {"default", "list", "mapkeys", "mapvalues", "set"};
    return words[static_cast<size_t>(kind)];
}

std::optional<QByteArray> decodeBase64(const QByteArray &text)
{
    const auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    if (decoded.decodingStatus != QByteArray::Base64DecodingStatus::Ok || text.size() % 4 != 0)
        return std::nullopt;
    return decoded.decoded;
}

/// Parameters of sindex-create turned into a definition; params.error is set when they make none.
IndexDefinition parseDefinition(InfoParams &params)
{
    IndexDefinition definition;
    const auto bad = [&params](const QByteArray &text) { params.fail(ResultCode::Parameter, text); };
    const auto kindText = params.find("indextype");
    if (kindText && kindFromWord(*kindText) == IndexKind::Set) {
        for (const char *name : {"context", "indexdata", "type", "bin", "exp"}) {
            if (params.find(name)) {
                bad(QByteArray(name) + " parameter is not supported for set index");
                return definition;
            }
        }
        definition.kind = IndexKind::Set;
        definition.set = params.required("set", longestSet).value_or(QByteArray());
        return definition;
    }
    definition.set = params.optional("set", longestSet).value_or(QByteArray());
    if (params.failed())
        return definition;
    if (const auto context = params.optional("context", longestContext)) {
        const auto packed = decodeBase64(*context);
        if (!packed) {
            bad("'context' invalid base64");
            return definition;
        }
        if (checkContext(*packed) != ResultCode::Ok) {
            bad("'context' invalid cdt context");
            return definition;
        }
        const Result<Value> value = unpackValue(*packed);
        if (value && packValue(*value) != *packed) {
            bad("'context' not normalized msgpack");
            return definition;
        }
        definition.context = *packed;
    }
    if (params.failed())
        return definition;
    if (const auto word = params.optional("indextype", longestKind)) {
        const auto kind = kindFromWord(*word);
        if (!kind) {
            bad("bad 'indextype' - must be one of 'default', 'list', 'mapkeys', 'mapvalues'");
            return definition;
        }
        definition.kind = *kind;
    }
    if (params.failed())
        return definition;
    const auto data = params.optional("indexdata", longestBin + longestType);
    if (params.failed())
        return definition;
    const auto word = params.optional("type", longestType);
    if (params.failed())
        return definition;
    if (!data == !word) {
        bad(data ? "both 'indexdata' and 'type' are specified" : "both 'indexdata' and 'type' are missing");
        return definition;
    }
    QByteArray typeText;
    if (word) {
        const auto type = typeFromWord(*word);
        if (!type) {
            bad(QByteArray("bad 'type' - ") + typeWords);
            return definition;
        }
        definition.type = *type;
        typeText = *word;
        const auto bin = params.optional("bin", longestBin);
        if (params.failed())
            return definition;
        const auto expression = params.optional("exp", longestExpression);
        if (params.failed())
            return definition;
        if (!bin == !expression) {
            bad(bin ? "both 'bin' and 'exp' are specified" : "both 'bin' and 'exp' are missing");
            return definition;
        }
        if (expression) {
            if (!definition.context.isEmpty()) {
                bad("both 'context' and 'exp' are specified");
                return definition;
            }
            const auto packed = decodeBase64(*expression);
            const ParticleType found = packed ? indexableExpressionType(*packed) : ParticleType::Nil;
            if (found == ParticleType::Nil) {
                bad("bad 'exp'");
                return definition;
            }
            const ParticleType expected = definition.kind == IndexKind::Default ? definition.type
                                          : definition.kind == IndexKind::List  ? ParticleType::List
                                                                                : ParticleType::Map;
            if (found != expected) {
                bad("bad 'exp' - expression type '" + typeWord(found) + "' does not match expected type '" +
                    typeWord(expected) + '\'');
                return definition;
            }
            definition.expression = *packed;
        } else {
            definition.bin = *bin;
        }
    } else {
        const qsizetype comma = data->indexOf(',');
        if (comma < 0) {
            bad("'indexdata' missing bin type");
            return definition;
        }
        definition.bin = data->first(comma);
        typeText = data->sliced(comma + 1);
        const auto type = typeFromWord(typeText);
        if (definition.bin.isEmpty())
            bad("'indexdata' missing bin name");
        else if (definition.bin.size() >= longestBin)
            bad("'indexdata' bin name too long");
        else if (!type)
            bad(QByteArray("bad 'indexdata' bin type - ") + typeWords);
        if (params.failed())
            return definition;
        definition.type = *type;
    }
    if (definition.kind == IndexKind::MapKeys && definition.type == ParticleType::GeoJson)
        bad("bad 'indexdata' bin type for 'indextype' 'mapkeys' - must be one of 'numeric', 'string', "
            "'blob'");
    return definition;
}

/// The key under which the nodes of a cluster tell each other of an index.
QByteArray metadataKey(const QByteArray &ns, const IndexDefinition &definition)
{
    const QByteArray start = ns + '|' + definition.set + '|';
    QByteArray kind;
    switch (definition.kind) {
    case IndexKind::Set:
        return start + 'S';
    case IndexKind::Default:
        kind = ".";
        break;
    case IndexKind::List:
        kind = "L";
        break;
    case IndexKind::MapKeys:
        kind = "K";
        break;
    case IndexKind::MapValues:
        kind = "V";
        break;
    }
    QByteArray middle = definition.bin + '|';
    if (!definition.context.isEmpty())
        middle += 'c' + definition.context.toBase64() + '|';
    if (!definition.expression.isEmpty())
        middle += 'e' + definition.expression.toBase64() + '|';
    return start + middle + kind + '|' + typeWord(definition.type).left(1).toUpper().replace('N', 'I');
}

QByteArray describe(const Namespace &ns, const SecondaryIndex &index, bool base64)
{
    const IndexDefinition &definition = index.definition();
    const auto orNull = [](const QByteArray &text) { return text.isEmpty() ? QByteArray("null") : text; };
    QByteArray text = "ns=" + ns.name() + ":indexname=" + index.name() + ":set=" + orNull(definition.set);
    if (definition.kind == IndexKind::Set)
        return text + ":indextype=set";
    QByteArray context;
    if (!definition.context.isEmpty())
        context = base64 ? definition.context.toBase64() : displayContext(definition.context);
    QByteArray expression;
    if (!definition.expression.isEmpty())
        expression = base64 ? definition.expression.toBase64() : index.program().displayText();
    return text + ":bin=" + orNull(definition.bin) + ":type=" + typeWord(definition.type) +
           ":indextype=" + kindWord(definition.kind) + ":context=" + orNull(context) +
           ":exp=" + orNull(expression) + (index.isReadable() ? ":state=RW" : ":state=WO");
}

QByteArray describeAll(Namespace &ns, bool setIndexes, bool base64)
{
    QByteArray text;
    for (const auto &index : ns.indexes().list(setIndexes))
        text += (text.isEmpty() ? "" : ";") + describe(ns, *index, base64);
    return text;
}

QByteArray indexStatistics(Namespace &ns, const QByteArray &name, const ClusterView &view)
{
    const auto index = ns.indexes().byName(name);
    if (!index)
        return infoError(ResultCode::IndexNotFound, "no index");
    const auto number = [](qint64 value) { return QByteArray::number(value); };
    if (index->definition().kind == IndexKind::Set) {
        const SetId set = ns.findSet(index->definition().set);
        const qint64 objects = set == noSet ? 0 : ns.set(set).objects.load();
        return "entries=" + number(objects) + ";used_bytes=" + number(objects * setEntryBytes) +
               ";load_pct=100";
    }
    const SecondaryIndex::Statistics numbers =
        index->statistics(ns, [&view](int partition) { return view.holds(partition); });
    const qint64 bytes =
        std::max(smallestIndexBytes, numbers.entries * static_cast<qint64>(sizeof(IndexEntry)));
    return "entries=" + number(numbers.entries) + ";used_bytes=" + number(bytes) +
           ";entries_per_bval=" + number(numbers.entriesPerValue) +
           ";entries_per_rec=" + number(numbers.entriesPerRecord) +
           ";load_pct=" + number(numbers.loadPercent) + ";load_time=" + number(numbers.loadMs) +
           ";stat_gc_recs=0";
}

} // namespace

QByteArray InfoCommands::sindexCreate(const Call &call)
{
    InfoParams params(call.params);
    const auto name = params.required("indexname", longestIndexName);
    if (!name)
        return params.error;
    const auto nsName = params.required("namespace", longestNamespace, "ns");
    if (!nsName)
        return params.error;
    const IndexDefinition definition = parseDefinition(params);
    if (params.failed())
        return params.error;
    Namespace *ns = m_node.cluster.storage.find(*nsName);
    if (!ns) {
        // Servers take a definition for a namespace that they do not have.
        if (definition.kind == IndexKind::Set)
            return infoError(ResultCode::Parameter, "namespace not found");
        m_node.cluster.metadata.set(SystemMetadata::Module::Sindex, metadataKey(*nsName, definition), *name);
        return "ok";
    }
    switch (ns->indexes().create(*name, definition)) {
    case ResultCode::IndexFound:
        return infoError(ResultCode::IndexFound, "'indexname' already exists with different definition");
    case ResultCode::IndexMaxCount:
        return infoError(ResultCode::IndexMaxCount, "already at sindex definition limit");
    default:
        m_node.cluster.metadata.set(SystemMetadata::Module::Sindex, metadataKey(*nsName, definition), *name);
        return "ok";
    }
}

// Servers go on after a missing name; the answers of both steps stand side by side.
QByteArray InfoCommands::sindexDelete(const Call &call)
{
    InfoParams params(call.params);
    const auto name = params.required("indexname", longestIndexName);
    const QByteArray first = std::exchange(params.error, {});
    const auto nsName = params.required("namespace", longestNamespace, "ns");
    if (!nsName)
        return first + params.error;
    if (name) {
        m_node.cluster.metadata.removeValue(SystemMetadata::Module::Sindex, *nsName + '|', *name);
        if (Namespace *ns = m_node.cluster.storage.find(*nsName))
            ns->indexes().remove(*name);
    }
    return first + "ok";
}

QByteArray InfoCommands::sindexExists(const Call &call)
{
    InfoParams params(call.params);
    const auto name = params.required("indexname", longestIndexName);
    const QByteArray first = std::exchange(params.error, {});
    Namespace *ns = namespaceParam(params, "ns");
    if (!ns)
        return first + params.error;
    return first + (name && ns->indexes().byName(*name) ? "true" : "false");
}

QByteArray InfoCommands::sindexStat(const Call &call)
{
    InfoParams params(call.params);
    const auto name = params.required("indexname", longestIndexName);
    const QByteArray first = std::exchange(params.error, {});
    Namespace *ns = namespaceParam(params, "ns");
    if (!ns)
        return first + params.error;
    return first + indexStatistics(*ns, name.value_or(QByteArray()), *m_node.view());
}

QByteArray InfoCommands::sindexList(const Call &call)
{
    InfoParams params(call.params);
    Namespace *only = nullptr;
    if (const auto name = params.optional("namespace", 128, "ns")) {
        only = m_node.cluster.storage.find(*name);
        if (!only)
            params.fail(ResultCode::Namespace, "namespace not found on node");
    }
    if (params.failed())
        return params.error + ';' + params.error;
    bool base64 = false;
    QByteArray error;
    if (const auto word = params.optional("b64", 6)) {
        base64 = *word == "true";
        if (!base64 && *word != "false")
            error = infoError(ResultCode::Parameter, "bad b64");
    } else {
        error = params.error;
    }
    QByteArray text;
    QByteArray sets;
    const auto add = [](QByteArray &list, const QByteArray &more) {
        if (!more.isEmpty())
            list += (list.isEmpty() ? "" : ";") + more;
    };
    for (const auto &ns : m_node.cluster.storage.namespaces()) {
        if (only && ns.get() != only)
            continue;
        add(text, describeAll(*ns, false, base64));
        add(sets, describeAll(*ns, true, base64));
    }
    if (!error.isEmpty())
        text = error;
    return sets.isEmpty() ? text : text + ';' + sets;
}

QByteArray InfoCommands::sindex(const Call &call)
{
    const QByteArray params = call.params.toByteArray();
    if (params.isEmpty()) {
        QByteArray text;
        for (const auto &ns : m_node.cluster.storage.namespaces()) {
            const QByteArray more = describeAll(*ns, false, false);
            if (!more.isEmpty())
                text += (text.isEmpty() ? "" : ";") + more;
        }
        return text;
    }
    const qsizetype slash = params.indexOf('/');
    Namespace *ns = m_node.cluster.storage.find(slash < 0 ? params : params.first(slash));
    if (!ns)
        return "ns_type=unknown";
    return slash < 0 ? describeAll(*ns, false, false)
                     : indexStatistics(*ns, params.sliced(slash + 1), *m_node.view());
}

} // namespace Aeroscope::Demo
