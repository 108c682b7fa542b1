// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/plantext.h"

#include "client/value/exactjson.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/keytext.h"

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

QString expiryWord(Ttl ttl)
{
    if (ttl == Ttl::keep())
        return u"keep"_s;
    if (ttl == Ttl::never())
        return u"never"_s;
    if (ttl == Ttl::namespaceDefault())
        return u"default"_s;
    return u"%1 s"_s.arg(ttl.word());
}

/// A bin name as it stands in an expression: plain where it reads as one word, else a JSON string.
QString binText(const QByteArray &name)
{
    bool plain = !name.isEmpty();
    for (const char c : name) {
        const bool wordChar =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        plain = plain && wordChar;
    }
    return plain ? QString::fromLatin1(name) : QString::fromUtf8(toExactJson(Value::string(name)));
}

QString keyArgument(const Key &key)
{
    if (!key.userKey())
        return u"digest "_s + QString::fromLatin1(key.digest().toHex());
    if (key.userKey()->type() == Value::Type::Blob)
        return u"X'%1'"_s.arg(QString::fromLatin1(key.userKey()->bytes().toHex()));
    return QString::fromUtf8(toExactJson(*key.userKey()));
}

QString operationText(const Operation &operation)
{
    const QString bin = binText(operation.bin);
    const auto call = [&](QLatin1StringView verb) {
        return u"%1(%2, %3)"_s.arg(verb, bin, QString::fromUtf8(toExactJson(operation.value)));
    };
    switch (operation.code) {
    case OpCode::Write:
        return operation.value.isNil() ? u"remove(%1)"_s.arg(bin) : call("put"_L1);
    case OpCode::Increment:
        return call("add"_L1);
    case OpCode::Append:
        return call("append"_L1);
    case OpCode::Prepend:
        return call("prepend"_L1);
    case OpCode::Touch:
        return u"touch()"_s;
    case OpCode::DeleteAll:
        return u"delete()"_s;
    case OpCode::Read:
        return operation.bin.isEmpty() ? u"read()"_s : u"read(%1)"_s.arg(bin);
    default:
        return u"op %1(%2, X'%3')"_s.arg(static_cast<int>(operation.code))
            .arg(bin, QString::fromLatin1(operation.payload.toHex()));
    }
}

QString json(const Value &value)
{
    return QString::fromUtf8(toExactJson(value));
}

QString jsonOf(const std::vector<Value> &values)
{
    QStringList all;
    for (const Value &value : values)
        all.append(json(value));
    return all.join(u", "_s);
}

QString orderWord(const EditOperation &step)
{
    if (step.order == 0)
        return u"unordered"_s;
    if (step.kind == EditOperation::Kind::ListOrder)
        return u"ordered"_s;
    return step.order == static_cast<quint8>(MapOrder::KeyOrdered) ? u"key"_s : u"key-value"_s;
}

QString shellQuoted(const QString &text)
{
    bool plain = !text.isEmpty();
    for (const QChar c : text)
        plain = plain && ((c.unicode() < 128 && c.isLetterOrNumber()) || u"_-.:/,[]=+@%"_s.contains(c));
    // A [ could match a file name.
    plain = plain && !text.contains(u'[');
    QString inside = text;
    return plain ? text : u'\'' + inside.replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace

QString stepText(const EditOperation &step)
{
    using Kind = EditOperation::Kind;
    const QString path = pathText(step.path);
    QString text;
    switch (step.kind) {
    case Kind::PutBin:
        text = u"put(%1, %2)"_s.arg(path, json(step.value));
        break;
    case Kind::RemoveBin:
        text = u"remove(%1)"_s.arg(path);
        break;
    case Kind::Touch:
        text = u"touch()"_s;
        break;
    case Kind::ListSet:
        text = u"list_set(%1, %2, %3)"_s.arg(path, QString::number(step.index), json(step.value));
        break;
    case Kind::ListInsert:
        text = u"list_insert(%1, %2, %3)"_s.arg(path, QString::number(step.index), jsonOf(step.values));
        break;
    case Kind::ListAppend:
        text = u"list_append(%1, %2)"_s.arg(path, jsonOf(step.values));
        break;
    case Kind::ListRemove:
        text = step.count == 1 ? u"list_remove(%1, %2)"_s.arg(path).arg(step.index)
                               : u"list_remove(%1, %2, count %3)"_s.arg(path).arg(step.index).arg(step.count);
        break;
    case Kind::ListClear:
        text = u"list_clear(%1)"_s.arg(path);
        break;
    case Kind::ListOrder:
        text = u"list_order(%1, %2)"_s.arg(path, orderWord(step));
        break;
    case Kind::MapPut:
        text = u"map_put(%1, %2, %3)"_s.arg(path, json(step.key), json(step.value));
        break;
    case Kind::MapRemove:
        text = u"map_remove(%1, %2)"_s.arg(path, json(step.key));
        break;
    case Kind::MapClear:
        text = u"map_clear(%1)"_s.arg(path);
        break;
    case Kind::MapOrder:
        text = u"map_order(%1, %2)"_s.arg(path, orderWord(step));
        break;
    }
    return step.reason.isEmpty() ? text : u"%1  (all of it: %2)"_s.arg(text, step.reason);
}

QString commandLineText(const WritePlan &plan)
{
    using Kind = EditOperation::Kind;
    const bool isInsert = plan.verb == WritePlan::Verb::Insert;
    QStringList words{u"aeroscope"_s};
    words << (isInsert                               ? u"put"_s
              : plan.verb == WritePlan::Verb::Delete ? u"delete"_s
                                                     : u"edit"_s)
          << QString::fromUtf8(plan.key.namespaceName()) << QString::fromUtf8(plan.key.setName())
          << keyToText(plan.key);
    if (isInsert) {
        QByteArray bins("{");
        for (const EditOperation &step : plan.steps) {
            bins += bins.size() > 1 ? "," : "";
            bins += toExactJson(Value::string(step.path.bin)) + ':' + toExactJson(step.value);
        }
        words << QString::fromUtf8(bins + '}') << u"--mode"_s << u"insert"_s;
    }
    if (plan.generation)
        words << u"--if-generation"_s << QString::number(*plan.generation);
    if (plan.verb != WritePlan::Verb::Delete && plan.ttl != Ttl::keep())
        words << u"--ttl"_s << expiryWord(plan.ttl).remove(u" s"_s);
    for (const EditOperation &step : plan.steps) {
        if (isInsert)
            break;
        const auto at = [&](qint64 index) { return pathText(step.path.then(PathStep::at(index))); };
        const QString under = pathText(step.path.then(PathStep::under(step.key)));
        switch (step.kind) {
        case Kind::PutBin:
            words << u"set"_s << pathText(step.path) << json(step.value);
            break;
        case Kind::RemoveBin:
            words << u"remove"_s << pathText(step.path);
            break;
        case Kind::Touch:
            break;
        case Kind::ListSet:
            words << u"set"_s << at(step.index) << json(step.value);
            break;
        case Kind::ListInsert:
            for (size_t i = 0; i < step.values.size(); ++i)
                words << u"insert"_s << at(step.index + static_cast<qint64>(i)) << json(step.values[i]);
            break;
        case Kind::ListAppend:
            for (const Value &value : step.values)
                words << u"append"_s << pathText(step.path) << json(value);
            break;
        case Kind::ListRemove:
            for (quint64 i = 0; i < step.count; ++i)
                words << u"remove"_s << at(step.index);
            break;
        case Kind::ListClear:
            words << u"clear"_s << pathText(step.path);
            break;
        case Kind::ListOrder:
        case Kind::MapOrder:
            words << u"order"_s << pathText(step.path) << orderWord(step);
            break;
        case Kind::MapPut:
            words << u"set"_s << under << json(step.value);
            break;
        case Kind::MapRemove:
            words << u"remove"_s << under;
            break;
        case Kind::MapClear:
            words << u"clear"_s << pathText(step.path);
            break;
        }
    }
    if (plan.verb == WritePlan::Verb::Operate && words.contains(u"edit"_s) && plan.steps.size() == 1 &&
        plan.steps.front().kind == Kind::Touch)
        words[1] = u"touch"_s;
    QStringList quoted;
    for (const QString &word : words)
        quoted.append(shellQuoted(word));
    return quoted.join(u' ');
}

QString planText(const WritePlan &plan)
{
    QStringList conditions;
    QString verb;
    switch (plan.verb) {
    case WritePlan::Verb::Operate:
        verb = u"operate"_s;
        break;
    case WritePlan::Verb::Insert:
        verb = u"insert"_s;
        conditions.append(u"key %1"_s.arg(keyArgument(plan.key)));
        break;
    case WritePlan::Verb::Delete:
        verb = u"delete"_s;
        break;
    }
    if (plan.generation)
        conditions.append(u"generation == %1"_s.arg(*plan.generation));
    if (plan.lastUpdate != 0)
        conditions.append(u"last update unchanged"_s);
    if (plan.verb != WritePlan::Verb::Delete)
        conditions.append(u"expiry %1"_s.arg(expiryWord(plan.ttl)));
    if (plan.verb == WritePlan::Verb::Insert)
        conditions.append(plan.storeKey ? u"store key"_s : u"do not store key"_s);
    QString text = u"%1(%2)"_s.arg(verb, conditions.join(u", "_s));
    if (!plan.steps.empty()) {
        for (const EditOperation &step : plan.steps)
            text += u"\n  "_s + stepText(step);
        return text;
    }
    for (const Operation &operation : plan.operations)
        text += u"\n  "_s + operationText(operation);
    return text;
}

} // namespace Aeroscope::Workbench
