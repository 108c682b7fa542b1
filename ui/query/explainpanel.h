// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/indexplan.h"

#include <QWidget>

class QLabel;
class QTreeWidget;

namespace Aeroscope::Ui {

/// A query explained: what it asks for in a sentence, and each index with the reason why it is used or not.
class ExplainPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ExplainPanel(QWidget *parent = nullptr);

    /// `words` is empty while the text has faults. Indexes of other sets and namespaces are left out.
    void setContent(const QString &words, const QString &how, const QList<Ael::IndexCandidate> &candidates);
    [[nodiscard]] QString words() const;
    [[nodiscard]] QTreeWidget *indexes() const noexcept { return m_indexes; }

Q_SIGNALS:
    void closeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_words;
    QLabel *m_how;
    QTreeWidget *m_indexes;
};

} // namespace Aeroscope::Ui
