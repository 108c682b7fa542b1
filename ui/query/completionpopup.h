// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/languageservice.h"

#include <QFrame>

class QLabel;
class QListView;

namespace Aeroscope::Ui {

/// The list of what could be typed next, with what the current entry means below it. Never takes the focus:
/// the editor keeps it and steers the list. Lies over its parent.
class CompletionPopup : public QFrame
{
    Q_OBJECT

public:
    enum Role { KindRole = Qt::UserRole + 1, DetailRole, TypedRole };

    explicit CompletionPopup(QWidget *parent);

    /// `typed` is the part of each label that stands in the text already.
    void setItems(const QList<Ael::Completion> &items, qsizetype typed);
    [[nodiscard]] const QList<Ael::Completion> &items() const noexcept { return m_items; }
    /// Null when the list is empty.
    [[nodiscard]] const Ael::Completion *current() const;
    void step(int by);
    void stepPage(int pages);
    /// Shows it below `anchor`, or above where there is no room; in coordinates of the parent.
    void showAt(const QRect &anchor);
    [[nodiscard]] QListView *list() const noexcept { return m_list; }
    /// What is read under the list.
    [[nodiscard]] QString meaning() const;

Q_SIGNALS:
    /// A click on an entry.
    void accepted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    class Model;
    void showMeaning();

    Model *m_model;
    QListView *m_list;
    QLabel *m_meaning;
    QList<Ael::Completion> m_items;
};

} // namespace Aeroscope::Ui
