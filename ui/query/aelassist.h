// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/languageservice.h"

#include <QObject>

class QFrame;
class QLabel;

namespace Aeroscope::Ui {

class AelEditor;
class CompletionPopup;

/// What helps while typing AEL: suggestions, the signature of the call around the cursor, what stands under
/// the pointer, and mending of a fault by a key. Everything is answered from memory at each key press.
///
/// Ctrl+Space asks for suggestions; they also come while a name is typed. Up, Down, Page, Return and Tab
/// steer the list, Escape closes it. Ctrl+Shift+Space shows the signature, Alt+Return mends.
class AelAssist : public QObject
{
    Q_OBJECT

public:
    explicit AelAssist(AelEditor *editor);

    void showSuggestions();
    void showSignature();
    void hideAll();
    /// Puts the proposed text in the place of the fault at the cursor, or of the first one.
    bool mend();
    /// Rich text; empty when nothing there needs words.
    [[nodiscard]] QString hoverText(int position) const;

    /// Null until it was shown for the first time.
    [[nodiscard]] CompletionPopup *popup() const noexcept { return m_popup; }
    [[nodiscard]] bool isSuggesting() const;
    [[nodiscard]] QString signatureText() const;

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool onKey(int key, Qt::KeyboardModifiers modifiers);
    void updateSuggestions(bool asked);
    void updateSignature();
    void accept();
    void ensureWidgets();

    AelEditor *m_editor;
    CompletionPopup *m_popup = nullptr;
    QFrame *m_tip = nullptr;
    QLabel *m_tipText = nullptr;
    Ael::TextRange m_replaced;
    bool m_wantsSuggestions = false;
    bool m_wantsSignature = false;
};

} // namespace Aeroscope::Ui
