// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/theme/roles.h"

#include "ui/theme/tokens.h"

#include <QAbstractButton>
#include <QApplication>
#include <QEvent>
#include <QFont>
#include <QFontDatabase>
#include <QLabel>
#include <QTabBar>
#include <QVariant>

namespace Aeroscope::Ui {

namespace {

constexpr auto roleProperty = "aeroscopeRole";
constexpr auto wordTabsProperty = "aeroscopeWordTabs";

/// Keeps a label's text colour in step with the theme; a child of the label.
class LabelTint : public QObject
{
public:
    LabelTint(QLabel *label, TextRole role)
        : QObject(label)
        , m_role(role)
    {
        setObjectName(QStringLiteral("aeroscopeLabelTint"));
        label->installEventFilter(this);
        apply(label);
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::StyleChange)
            apply(static_cast<QLabel *>(watched));
        return false;
    }

private:
    void apply(QLabel *label)
    {
        // Which of them a label uses depends on the background of its parents.
        QPalette p;
        for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
            p.setColor(role, m_role == TextRole::Error ? tokens().error : tokens().muted);
        label->setPalette(p);
    }
    TextRole m_role;
};

} // namespace

void setButtonRole(QAbstractButton *button, ButtonRole role)
{
    button->setProperty(roleProperty, static_cast<int>(role));
    QFont font = button->font();
    font.setWeight(role == ButtonRole::Primary ? QFont::DemiBold : QFont::Normal);
    button->setFont(font);
    if (role == ButtonRole::Link)
        button->setCursor(Qt::PointingHandCursor);
    button->update();
}

ButtonRole buttonRole(const QWidget *button)
{
    return button ? static_cast<ButtonRole>(button->property(roleProperty).toInt()) : ButtonRole::Plain;
}

void setWordTabs(QTabBar *bar)
{
    bar->setProperty(wordTabsProperty, true);
    bar->setDrawBase(false);
    bar->setExpanding(false);
}

bool isWordTabs(const QWidget *bar)
{
    return bar && bar->property(wordTabsProperty).toBool();
}

void setTabEdge(QTabBar *bar, int index, const QColor &edge)
{
    bar->setTabData(index, edge);
}

QColor tabEdge(const QTabBar *bar, int index)
{
    return bar->tabData(index).value<QColor>();
}

void setTextRole(QLabel *label, TextRole role)
{
    delete label->findChild<QObject *>(QStringLiteral("aeroscopeLabelTint"), Qt::FindDirectChildrenOnly);
    label->setTextFormat(Qt::PlainText);
    if (role == TextRole::Strong || role == TextRole::Title) {
        QFont font = label->font();
        font.setWeight(QFont::DemiBold);
        if (role == TextRole::Title)
            font.setPointSizeF(font.pointSizeF() + 2);
        label->setFont(font);
    } else if (role == TextRole::Muted || role == TextRole::Error) {
        new LabelTint(label, role);
    }
}

QFont fixedFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QFont general = QApplication::font(); // the system's, and what the settings add to it
    if (general.pointSizeF() > 0)
        font.setPointSizeF(general.pointSizeF() - 0.5);
    font.setStyleHint(QFont::Monospace);
    return font;
}

} // namespace Aeroscope::Ui
