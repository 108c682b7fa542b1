// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <atomic>
#include <map>
#include <mutex>
#include <optional>

namespace Aeroscope::Demo {

/// The registered modules of a cluster (info commands udf-put, udf-get, udf-list and udf-remove).
/// Thread-safe.
class UdfModules
{
public:
    /// `content64` is base64 as the client sent it.
    void put(const QByteArray &fileName, const QByteArray &content64, const QByteArray &type);
    void remove(const QByteArray &fileName);
    /// Source of a file; nothing when it cannot be read.
    [[nodiscard]] std::optional<QByteArray> file(const QByteArray &fileName) const;
    /// Source of a module by the name calls use: the file's without its ending.
    [[nodiscard]] std::optional<QByteArray> module(const QByteArray &name) const;
    /// The text that smd-show gives for a file.
    [[nodiscard]] static QByteArray describe(const QByteArray &fileName, const QByteArray &content64,
                                             const QByteArray &type);
    /// What udf-list answers.
    [[nodiscard]] QByteArray list() const;
    /// Grows with each change, so that what was loaded before can be told from what is registered now.
    [[nodiscard]] quint64 revision() const noexcept { return m_revision.load(); }
    void invalidate() noexcept { m_revision.fetch_add(1); }

private:
    struct File
    {
        QByteArray source;
        QByteArray hash;
    };

    mutable std::mutex m_mutex;
    std::map<QByteArray, File> m_files;
    std::atomic<quint64> m_revision{1};
};

} // namespace Aeroscope::Demo
