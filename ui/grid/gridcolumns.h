// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/recordstore.h"

#include <QObject>
#include <QString>

#include <vector>

namespace Aeroscope::Ui {

/// The columns of the grid from left to right with their widths: key first, bins as they appear, generation
/// and expiry last. A value-like model without painting; GUI thread.
class GridColumns : public QObject
{
    Q_OBJECT

public:
    enum class Kind { Key, Bin, Generation, Expiry };
    struct Column
    {
        Kind kind = Kind::Bin;
        /// Index into RecordStore::columns() for bins.
        int bin = -1;
        QByteArray binName{};
        int width = 0;
        /// The user has set it; never changed by itself any more.
        bool fixedWidth = false;
        bool hidden = false;
    };

    static constexpr int minimumWidth = 40;
    static constexpr int maximumAutoWidth = 320;

    explicit GridColumns(QObject *parent = nullptr);

    /// Adds columns for bins that are new in the store.
    void follow(const RecordStore &store);
    void clear();

    /// Visible columns, in visual order.
    [[nodiscard]] int count() const noexcept { return static_cast<int>(m_visible.size()); }
    [[nodiscard]] const Column &at(int visual) const
    {
        return m_columns[m_visible[static_cast<size_t>(visual)]];
    }
    [[nodiscard]] int totalWidth() const noexcept { return m_totalWidth; }
    /// Left edge, from the left edge of the first column.
    [[nodiscard]] int left(int visual) const { return m_lefts[static_cast<size_t>(visual)]; }
    /// -1 right of the last column.
    [[nodiscard]] int columnAt(int x) const;
    [[nodiscard]] int visualOfBin(QByteArrayView name) const;

    void setWidth(int visual, int width, bool byUser);
    void move(int from, int to);
    void setHidden(const QByteArray &binName, bool hidden);
    [[nodiscard]] std::vector<Column> all() const { return m_columns; }

    /// What stands in the header, and to a screen reader.
    [[nodiscard]] QString title(int visual) const;

Q_SIGNALS:
    void changed();

private:
    void relayout();

    std::vector<Column> m_columns;
    std::vector<size_t> m_visible;
    std::vector<int> m_lefts;
    int m_totalWidth = 0;
};

} // namespace Aeroscope::Ui
