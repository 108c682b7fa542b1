// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/session/dataset.h"
#include "client/value/error.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace Aeroscope::Workbench {

/// An open tab, as much of it as outlives the program.
struct TabState
{
    QString connection{};
    DataSet dataset{};
    QString text{};
    qint64 limit = 0;
    quint32 recordsPerSecond = 0;
    /// Type word and text of each parameter, by its name as written.
    QMap<QString, std::pair<QString, QString>> parameters{};
    bool current = false;

    /// How far a browse had come: see QueryCursor::toBytes(). Empty: nothing to go on with.
    QByteArray cursor{};
    /// The text whose cursor it is, the rows that came before it and when.
    QString ranText{};
    qint64 rows = 0;
    QDateTime when{};

    friend bool operator==(const TabState &, const TabState &) = default;
};

/// The open tabs in a file of their own (mode 0600), written whole and at once, so that what stands in it is
/// always complete. Holds texts of queries and places in data sets, no records.
class SessionFile
{
public:
    explicit SessionFile(QString file)
        : m_file(std::move(file))
    {}

    /// Nothing when there is no file; what is damaged is left out.
    [[nodiscard]] QList<TabState> load() const;
    [[nodiscard]] Result<void> save(const QList<TabState> &tabs) const;

private:
    QString m_file;
};

} // namespace Aeroscope::Workbench
