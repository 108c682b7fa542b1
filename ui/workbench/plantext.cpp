// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/plantext.h"

#include "client/value/exactjson.h"
#include "ui/workbench/humantext.h"

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

} // namespace

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
    if (plan.verb != WritePlan::Verb::Delete)
        conditions.append(u"expiry %1"_s.arg(expiryWord(plan.ttl)));
    if (plan.verb == WritePlan::Verb::Insert)
        conditions.append(plan.storeKey ? u"store key"_s : u"do not store key"_s);
    QString text = u"%1(%2)"_s.arg(verb, conditions.join(u", "_s));
    for (const Operation &operation : plan.operations)
        text += u"\n  "_s + operationText(operation);
    return text;
}

} // namespace Aeroscope::Workbench
