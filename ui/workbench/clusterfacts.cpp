// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/clusterfacts.h"

namespace Aeroscope::Workbench {

namespace {

/// "a=1:b=2" -> its pairs.
QHash<QByteArray, QByteArray> fields(const QByteArray &item, char separator)
{
    QHash<QByteArray, QByteArray> all;
    for (const QByteArray &part : item.split(separator)) {
        const qsizetype equals = part.indexOf('=');
        if (equals > 0)
            all.insert(part.left(equals).trimmed(), part.mid(equals + 1).trimmed());
    }
    return all;
}

bool isRefusal(const QByteArray &answer)
{
    return answer.startsWith("ERROR") || answer.startsWith("FAIL");
}

} // namespace

QList<UdfModule> parseModules(const QList<NodeText> &answers)
{
    QMap<QByteArray, UdfModule> found;
    for (const NodeText &answer : answers) {
        if (isRefusal(answer.second))
            continue;
        for (const QByteArray &item : answer.second.split(';')) {
            const auto of = fields(item, ',');
            const QByteArray name = of.value("filename");
            if (name.isEmpty())
                continue;
            UdfModule &module = found[name];
            if (module.nodes == 0)
                module = {name, of.value("type"), of.value("hash"), 0};
            module.nodes += module.hash == of.value("hash") ? 1 : 0;
        }
    }
    return found.values();
}

QHash<QByteArray, int> parseRacks(const QByteArray &answer)
{
    QHash<QByteArray, int> racks;
    if (isRefusal(answer))
        return racks;
    for (const QByteArray &ns : answer.split(';')) {
        const auto of = fields(ns, ':');
        for (auto it = of.begin(); it != of.end(); ++it) {
            bool number = false;
            const int rack = it.key().startsWith("rack_") ? it.key().mid(5).toInt(&number) : 0;
            if (!number)
                continue;
            for (const QByteArray &node : it.value().split(','))
                racks.insert(node.trimmed(), rack);
        }
        if (!racks.isEmpty())
            break;
    }
    return racks;
}

} // namespace Aeroscope::Workbench
