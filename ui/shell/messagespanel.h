// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QAbstractListModel>
#include <QDateTime>
#include <QWidget>

class QListView;

namespace Aeroscope::Ui {

/// What happened in the window, newest last: connections, runs, writes, failures.
class MessagesModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class Kind { Info, Success, Warning, Error };
    enum Role { KindRole = Qt::UserRole + 1, TimeRole };
    /// Older ones are forgotten.
    static constexpr int capacity = 500;

    using QAbstractListModel::QAbstractListModel;
    void add(Kind kind, const QString &text);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Message
    {
        Kind kind;
        QTime time;
        QString text;
    };
    QList<Message> m_messages;
};

class MessagesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit MessagesPanel(QWidget *parent = nullptr);
    [[nodiscard]] MessagesModel *model() const noexcept { return m_model; }
    void add(MessagesModel::Kind kind, const QString &text);

private:
    MessagesModel *m_model;
    QListView *m_view;
};

} // namespace Aeroscope::Ui
