// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/value/rowchunk.h"

#include <QByteArray>
#include <QWidget>

#include <stop_token>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QTreeView;

namespace Aeroscope::Ui {

class EmptyState;
class HexView;
class ValueTree;

/// The value of the current cell, whole: as a tree, as text, as bytes. Follows the selection; opening a value
/// costs the same whatever its size. Only looks, never writes.
class DetailPane : public QWidget
{
    Q_OBJECT

public:
    enum class View { Text, Tree, Hex };

    explicit DetailPane(QWidget *parent = nullptr);
    ~DetailPane() override;

    /// `name` is the bin's; `facts` a muted line or two about the record.
    void showValue(const QString &name, ParticleType type, const QByteArray &bytes, const QString &facts);
    /// A word in place of a value: there is none, or it is no number.
    void showNote(const QString &name, const QString &note, const QString &facts);
    void clear();

    [[nodiscard]] View view() const;
    void setView(View view);
    [[nodiscard]] HexView *hex() const noexcept { return m_hex; }
    [[nodiscard]] QTreeView *tree() const noexcept { return m_tree; }
    [[nodiscard]] ValueTree *model() const noexcept { return m_model; }
    [[nodiscard]] QPlainTextEdit *text() const noexcept { return m_text; }
    [[nodiscard]] QPushButton *moreButton() const noexcept { return m_more; }
    [[nodiscard]] QLineEdit *findField() const noexcept { return m_find; }
    [[nodiscard]] QLineEdit *placeField() const noexcept { return m_place; }
    [[nodiscard]] QString title() const;
    /// The extra line: what the number may mean as a moment.
    [[nodiscard]] QString readings() const;
    /// The value as it lies in the record, for a file: text and bytes as they are, lists and maps as exact
    /// JSON.
    [[nodiscard]] static QByteArray fileContent(ParticleType type, const QByteArray &bytes);
    /// Writes it on another thread; notice() tells.
    void saveTo(const QString &file);

Q_SIGNALS:
    void notice(const QString &text);

private:
    void showText();
    void showMore();
    void fillView();
    void find(bool forward);

    ParticleType m_type = ParticleType::Nil;
    QByteArray m_bytes;
    /// So much of the text is shown.
    qsizetype m_shown = 0;
    /// Views that hold this value already.
    bool m_treeFilled = false;
    bool m_hexFilled = false;
    bool m_textFilled = false;
    std::stop_source m_job;

    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QLabel *m_chip = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_note = nullptr;
    QTabBar *m_views = nullptr;
    /// By the user, not by the type of the value.
    bool m_hexChosen = false;
    QPushButton *m_save = nullptr;
    QStackedWidget *m_pages = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QPushButton *m_more = nullptr;
    QTreeView *m_tree = nullptr;
    ValueTree *m_model = nullptr;
    HexView *m_hex = nullptr;
    QLineEdit *m_find = nullptr;
    QLineEdit *m_place = nullptr;
    QLabel *m_inspector = nullptr;
    QLabel *m_readings = nullptr;
    QLabel *m_facts = nullptr;
};

} // namespace Aeroscope::Ui
