// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QTimer>
#include <QWidget>

#include <stop_token>
#include <vector>

class QLabel;
class QLineEdit;
class QToolButton;

namespace Aeroscope::Ui {

class RecordGrid;

/// Finds a text in the loaded rows that are shown: any column that is shown, in whatever case. Searches on
/// another thread; Return goes to the next row with a hit, Shift+Return to the one before, Escape closes.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(RecordGrid *grid, QWidget *parent = nullptr);
    ~FindBar() override;

    /// Shows it, ready to type.
    void open();
    void close();
    [[nodiscard]] QLineEdit *field() const noexcept { return m_field; }
    [[nodiscard]] bool isBusy() const noexcept { return m_busy; }
    /// Rows with a hit.
    [[nodiscard]] qint64 hitCount() const noexcept { return static_cast<qint64>(m_hits.size()); }
    /// "3 of 120 rows", "no hit".
    [[nodiscard]] QString resultText() const;
    void step(bool forward);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void search();
    void present(const std::vector<quint32> &hits);
    void goTo(size_t hit);
    void updateText();

    RecordGrid *m_grid;
    QLineEdit *m_field;
    QLabel *m_result;
    QToolButton *m_previous;
    QToolButton *m_next;
    /// Shown rows, in their order.
    std::vector<quint32> m_hits;
    qsizetype m_current = -1;
    bool m_busy = false;
    std::stop_source m_job;
    QTimer m_pause;
};

} // namespace Aeroscope::Ui
