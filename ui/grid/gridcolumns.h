// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/grid/recordstore.h"

#include <QObject>
#include <QString>

#include <vector>

namespace Aeroscope::Ui {

/// The columns of the grid from left to right with their widths: key first, bins as they appear, metadata
/// last, of which digest, TTL and partition are hidden until they are asked for. A value-like model without
/// painting; GUI thread.
class GridColumns : public QObject
{
    Q_OBJECT

public:
    enum class Kind { Key, Digest, Bin, Generation, Expiry, Ttl, Partition };
    /// Which column it is, wherever it stands.
    struct Id
    {
        Kind kind = Kind::Bin;
        QByteArray bin{};
        /// A moment, which may be never: nothing to sum.
        [[nodiscard]] bool isTime() const { return kind == Kind::Expiry || kind == Kind::Ttl; }
        friend bool operator==(const Id &, const Id &) = default;
        /// Some order, for maps.
        friend bool operator<(const Id &a, const Id &b)
        {
            return a.kind != b.kind ? a.kind < b.kind : a.bin < b.bin;
        }
    };
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

        [[nodiscard]] Id id() const { return {kind, binName}; }
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
    /// -1 when it is hidden or not there.
    [[nodiscard]] int visualOf(const Id &id) const;

    void setWidth(int visual, int width, bool byUser);
    void move(int from, int to);
    /// Among all columns, hidden ones too.
    void moveInAll(int from, int to);
    /// The last visible column stays.
    void setHidden(const Id &id, bool hidden);
    void setHidden(const QByteArray &binName, bool hidden) { setHidden(Id{Kind::Bin, binName}, hidden); }
    void showAllBins();
    [[nodiscard]] bool hasHiddenBins() const;
    [[nodiscard]] const std::vector<Column> &all() const noexcept { return m_columns; }
    /// So many visible columns stay in place when the others scroll.
    [[nodiscard]] int frozen() const noexcept { return m_frozen; }
    void setFrozen(int count);

    /// Order, widths, what is hidden and what is frozen as the user arranged it; empty when nothing was. Bins
    /// that are not there at the moment are kept in mind.
    [[nodiscard]] QByteArray arrangement() const;
    /// Applies to the columns that are there and to those that come; what cannot be read changes nothing.
    void arrange(const QByteArray &arrangement);
    /// Back to the order in which bins appear.
    void forgetArrangement();

    /// What stands in the header, and to a screen reader.
    [[nodiscard]] QString title(int visual) const { return title(at(visual).id()); }
    [[nodiscard]] static QString title(const Id &id);

Q_SIGNALS:
    void changed();
    /// The user changed order, width, what is hidden or what is frozen.
    void arranged();

private:
    struct Wish
    {
        Id id{};
        /// 0: as wide as its content.
        int width = 0;
        bool hidden = false;
    };
    void relayout();
    void byUser();
    void applyWishes();
    [[nodiscard]] size_t rankOf(const Column &column) const;

    std::vector<Column> m_columns;
    /// In the wished order; empty: none.
    std::vector<Wish> m_wishes;
    std::vector<size_t> m_visible;
    std::vector<int> m_lefts;
    int m_totalWidth = 0;
    int m_frozen = 1;
};

} // namespace Aeroscope::Ui
