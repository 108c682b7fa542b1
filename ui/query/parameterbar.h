// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/workbench/queryparameters.h"

#include <QMap>
#include <QWidget>

#include <vector>

class QComboBox;
class QHBoxLayout;
class QLineEdit;

namespace Aeroscope::Ui {

/// A field with a type for every parameter of the text. Hidden while there is none. Values of names that go
/// away for a moment, as they do while typing, are kept.
class ParameterBar : public QWidget
{
    Q_OBJECT

public:
    explicit ParameterBar(QWidget *parent = nullptr);

    void setNames(const QStringList &names);
    [[nodiscard]] QStringList names() const;
    /// Those that are there and sound.
    [[nodiscard]] QMap<QString, Value> values() const;
    /// Every parameter has a value.
    [[nodiscard]] bool isComplete() const;

    /// Type word and text by name, to keep; and back.
    [[nodiscard]] QMap<QString, std::pair<QString, QString>> texts() const;
    void setTexts(const QMap<QString, std::pair<QString, QString>> &texts);

    [[nodiscard]] QLineEdit *field(const QString &name) const;
    [[nodiscard]] QComboBox *type(const QString &name) const;
    /// Puts the cursor where a value is missing.
    void focusMissing();

Q_SIGNALS:
    void changed();
    /// Return was pressed.
    void runRequested();

private:
    struct Entry
    {
        QString name{};
        QWidget *box = nullptr;
        QComboBox *type = nullptr;
        QLineEdit *field = nullptr;
    };
    void rebuild(const QStringList &names);
    void mark(const Entry &entry) const;
    [[nodiscard]] static std::optional<Value> valueOf(const Entry &entry);

    QHBoxLayout *m_line;
    std::vector<Entry> m_entries;
    QMap<QString, std::pair<QString, QString>> m_kept;
};

} // namespace Aeroscope::Ui
