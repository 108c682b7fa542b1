// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QPointer>
#include <QStyledItemDelegate>

namespace Aeroscope::Ui {

/// Paints and edits the bins of a record. A text that is no value of the bin's type is refused with the
/// reason and the editor stays open; a text that was not touched changes nothing.
class BinDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit BinDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

    /// Takes over what an open editor holds; false when it was refused and is still open. For buttons that
    /// send.
    bool commitOpenEditor();

Q_SIGNALS:
    /// Empty: what is typed is fine.
    void faultChanged(const QString &fault) const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// The reason why the editor's text is refused; empty when it is fine.
    [[nodiscard]] QString faultOf(const QWidget *editor) const;

    mutable QPointer<QWidget> m_editor;
};

} // namespace Aeroscope::Ui
