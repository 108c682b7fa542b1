// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QTreeView>

namespace Aeroscope::Ui {

/// The table of bins: state colours run over the whole row, Return edits, Ctrl+Delete removes.
class BinTree : public QTreeView
{
    Q_OBJECT

public:
    explicit BinTree(QWidget *parent = nullptr);
    void setModel(QAbstractItemModel *model) override;

Q_SIGNALS:
    void removeRequested(const QModelIndex &index);

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitState();
    bool m_sized = false;
};

} // namespace Aeroscope::Ui
