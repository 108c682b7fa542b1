// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QFrame>
#include <QIcon>
#include <QPointer>

#include <functional>

class QLineEdit;
class QListView;

namespace Aeroscope::Ui {

/// A field and a list over the upper part of the window: some letters find a command or a place, Return goes
/// there. Closes with Escape and when the focus leaves.
class Palette : public QFrame
{
    Q_OBJECT

public:
    struct Entry
    {
        QString title{};
        /// Muted on the right: a shortcut, a count, where it belongs.
        QString note{};
        QIcon icon{};
        bool enabled = true;
        std::function<void()> run{};
    };

    explicit Palette(QWidget *window);

    /// `hint` stands in the empty field and is the name of the palette to a screen reader.
    void open(const QString &hint, QList<Entry> entries);
    [[nodiscard]] QLineEdit *field() const noexcept { return m_field; }
    [[nodiscard]] QListView *list() const noexcept { return m_list; }
    /// Titles as they are shown now.
    [[nodiscard]] QStringList titles() const;

    bool eventFilter(QObject *watched, QEvent *event) override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    class Model;
    void filter(const QString &text);
    void layoutInWindow();
    void accept();
    void dismiss();

    Model *m_model;
    QLineEdit *m_field;
    QListView *m_list;
    QPointer<QWidget> m_before;
};

} // namespace Aeroscope::Ui
