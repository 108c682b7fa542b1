// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/explainpanel.h"

#include "ui/query/queryplan.h"
#include "ui/theme/icons.h"
#include "ui/theme/roles.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"
#include "ui/workbench/humantext.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QTreeWidget>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

constexpr int mostRows = 5;

} // namespace

ExplainPanel::ExplainPanel(QWidget *parent)
    : QWidget(parent)
    , m_words(new QLabel(this))
    , m_how(new QLabel(this))
    , m_indexes(new QTreeWidget(this))
{
    setObjectName(u"explainPanel"_s);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_words->setAccessibleName(tr("The filter in words"));
    m_how->setTextFormat(Qt::PlainText);
    m_how->setWordWrap(true);
    setTextRole(m_how, TextRole::Muted);
    auto *close = new QToolButton(this);
    close->setAutoRaise(true);
    close->setIcon(icon(u"close"_s, IconTint::Muted));
    close->setToolTip(tr("Close the explanation"));
    close->setAccessibleName(tr("Close the explanation"));
    connect(close, &QToolButton::clicked, this, &ExplainPanel::closeRequested);

    m_indexes->setAccessibleName(tr("Indexes that were considered"));
    m_indexes->setRootIsDecorated(false);
    m_indexes->setUniformRowHeights(true);
    m_indexes->setFrameShape(QFrame::NoFrame);
    m_indexes->setSelectionMode(QAbstractItemView::SingleSelection);
    m_indexes->setHeaderLabels({tr("index"), tr("bin"), tr("asked for"), tr("est. records"), tr("verdict")});
    m_indexes->header()->setStretchLastSection(true);
    m_indexes->header()->setSectionsMovable(false);

    auto *text = new QVBoxLayout;
    text->setSpacing(4);
    text->addWidget(m_words);
    text->addWidget(m_how);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(12, 10, 8, 6);
    top->addLayout(text, 1);
    top->addWidget(close, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 1);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_indexes);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QString ExplainPanel::words() const
{
    return m_words->text();
}

void ExplainPanel::setContent(const QString &words, const QString &how,
                              const QList<Ael::IndexCandidate> &candidates)
{
    m_words->setText(words);
    m_how->setText(how);
    m_how->setVisible(!how.isEmpty());
    m_indexes->clear();
    for (const Ael::IndexCandidate &candidate : candidates) {
        if (candidate.verdict == Ael::IndexVerdict::OtherNamespace ||
            candidate.verdict == Ael::IndexVerdict::OtherSet)
            continue;
        const bool usable = !candidate.begin.isNil();
        auto *row = new QTreeWidgetItem(m_indexes);
        row->setText(0, Workbench::nameText(candidate.index));
        row->setText(1, Workbench::nameText(candidate.bin));
        row->setText(2, usable ? rangeText(candidate.begin, candidate.end) : u"–"_s);
        row->setText(3, candidate.estimatedEntries
                            ? Workbench::compactCount(std::llround(std::ceil(*candidate.estimatedEntries)))
                            : u"–"_s);
        row->setTextAlignment(3, Qt::AlignRight | Qt::AlignVCenter);
        row->setText(4, verdictText(candidate.verdict));
        row->setIcon(0, icon(u"index"_s, candidate.verdict == Ael::IndexVerdict::Chosen ? IconTint::Accent
                                                                                        : IconTint::Muted));
        if (candidate.verdict == Ael::IndexVerdict::Chosen) {
            QFont strong = m_indexes->font();
            strong.setWeight(QFont::DemiBold);
            row->setFont(0, strong);
            row->setFont(4, strong);
        }
    }
    const int rows = m_indexes->topLevelItemCount();
    m_indexes->setVisible(rows > 0);
    m_indexes->setFixedHeight(Style::headerHeight + qMin(rows, mostRows) * Style::rowHeight + 2);
    for (int column = 0; column < 4; ++column)
        m_indexes->resizeColumnToContents(column);
}

void ExplainPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokens().alternate);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens().line);
}

} // namespace Aeroscope::Ui
