// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/udf/udfmodules.h"

#include <QCryptographicHash>

namespace Aeroscope::Demo {

namespace {

/// Servers hash the text under which they spread a module through the cluster.
QByteArray hashOf(const QByteArray &description)
{
    return QCryptographicHash::hash(description, QCryptographicHash::Sha1).toHex();
}

} // namespace

QByteArray UdfModules::describe(const QByteArray &fileName, const QByteArray &content64,
                                const QByteArray &type)
{
    return "{\"content64\": \"" + content64 + "\", \"type\": \"" + type + "\", \"name\": \"" + fileName +
           "\"}";
}

void UdfModules::put(const QByteArray &fileName, const QByteArray &content64, const QByteArray &type)
{
    const std::lock_guard lock(m_mutex);
    m_files[fileName] = {QByteArray::fromBase64(content64), hashOf(describe(fileName, content64, type))};
    invalidate();
}

void UdfModules::remove(const QByteArray &fileName)
{
    const std::lock_guard lock(m_mutex);
    if (m_files.erase(fileName) != 0)
        invalidate();
}

std::optional<QByteArray> UdfModules::file(const QByteArray &fileName) const
{
    // A name that leads into folders is registered, but there is no such file.
    if (fileName.contains('/'))
        return std::nullopt;
    const std::lock_guard lock(m_mutex);
    const auto found = m_files.find(fileName);
    if (found == m_files.end())
        return std::nullopt;
    return found->second.source;
}

std::optional<QByteArray> UdfModules::module(const QByteArray &name) const
{
    // A dot would lead into folders, too.
    return name.contains('.') ? std::nullopt : file(name + ".lua");
}

QByteArray UdfModules::list() const
{
    const std::lock_guard lock(m_mutex);
    QByteArray text;
    for (const auto &[name, file] : m_files)
        text += "filename=" + name + ",hash=" + file.hash + ",type=LUA;";
    return text;
}

} // namespace Aeroscope::Demo
