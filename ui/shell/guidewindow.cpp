// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/guidewindow.h"

#include "ui/theme/tokens.h"

#include <QBoxLayout>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QSplitter>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// What Markdown says nothing about: space between the parts, thin lines in tables.
void giveRoom(QTextDocument *document)
{
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        if (format.headingLevel() > 1)
            format.setTopMargin(20);
        format.setBottomMargin(format.headingLevel() > 0 ? 8 : 6);
        format.setLineHeight(120, QTextBlockFormat::ProportionalHeight);
        QTextCursor cursor(block);
        cursor.setBlockFormat(format);
    }
    for (QTextFrame *frame : document->rootFrame()->childFrames()) {
        auto *table = qobject_cast<QTextTable *>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setCellPadding(4);
        format.setCellSpacing(0);
        format.setBorder(1);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(tokens().line);
        format.setBorderCollapse(true);
        table->setFormat(format);
    }
}

} // namespace

GuideWindow::GuideWindow(QWidget *parent)
    : QDialog(parent)
    , m_pages(pages())
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_text(new QTextBrowser(this))
{
    setObjectName(u"guideWindow"_s);
    setWindowTitle(tr("Guide"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_search->setPlaceholderText(tr("Search the guide"));
    m_search->setAccessibleName(tr("Search the guide"));
    m_search->setClearButtonEnabled(true);
    m_list->setAccessibleName(tr("Pages of the guide"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_text->setAccessibleName(tr("Page of the guide"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setOpenLinks(false); // links between pages only; nothing outside is opened
    m_text->document()->setDocumentMargin(20);
    auto *left = new QWidget(this);
    left->setAutoFillBackground(true);
    left->setBackgroundRole(QPalette::Base);
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(12, 12, 12, 12);
    leftLayout->setSpacing(8);
    leftLayout->addWidget(m_search);
    leftLayout->addWidget(m_list, 1);
    auto *parts = new QSplitter(this);
    parts->addWidget(left);
    parts->addWidget(m_text);
    parts->setSizes({220, 620});
    parts->setChildrenCollapsible(false);
    parts->setHandleWidth(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(parts);
    resize(860, 640);
    connect(m_search, &QLineEdit::textChanged, this, &GuideWindow::fill);
    connect(m_list, &QListWidget::currentRowChanged, this, &GuideWindow::showCurrent);
    connect(m_text, &QTextBrowser::anchorClicked, this,
            [this](const QUrl &link) { showPage(link.path().section(u'.', 0, 0)); });
    fill();
    m_search->setFocus();
}

QList<GuideWindow::Page> GuideWindow::pages()
{
    const QString language = QLocale().name().section(u'_', 0, 0);
    QList<Page> all;
    for (const auto id :
         {"quick-start"_L1, "connecting"_L1, "ael"_L1, "browsing"_L1, "editing"_L1, "performance"_L1}) {
        for (const QString &folder : {language, u"en"_s}) {
            QFile file(u":/aeroscope/guide/%1/%2.md"_s.arg(folder, id));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const QString text = QString::fromUtf8(file.readAll());
            all.append({QString(id), text.section(u'\n', 0, 0).mid(2), text});
            break;
        }
    }
    return all;
}

void GuideWindow::fill()
{
    const QString wanted = m_search->text().trimmed();
    const QListWidgetItem *before = m_list->currentItem();
    const QString current = before ? before->data(Qt::UserRole).toString() : QString();
    m_list->clear();
    for (const Page &page : std::as_const(m_pages)) {
        if (!wanted.isEmpty() && !page.text.contains(wanted, Qt::CaseInsensitive))
            continue;
        auto *item = new QListWidgetItem(page.title, m_list);
        item->setData(Qt::UserRole, page.id);
        if (page.id == current)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem())
        m_list->setCurrentRow(0);
    showCurrent();
}

void GuideWindow::showPage(const QString &id)
{
    m_search->clear();
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(Qt::UserRole).toString() == id)
            m_list->setCurrentRow(row);
    }
}

void GuideWindow::showCurrent()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item) {
        m_text->setPlainText(tr("No page of the guide has these words."));
        return;
    }
    const QString id = item->data(Qt::UserRole).toString();
    for (const Page &page : std::as_const(m_pages)) {
        if (page.id == id)
            m_text->setMarkdown(page.text);
    }
    giveRoom(m_text->document());
    // every place of the searched words is marked, and the first is shown
    const QString wanted = m_search->text().trimmed();
    QList<QTextEdit::ExtraSelection> marks;
    QTextCursor place(m_text->document());
    while (!wanted.isEmpty()) {
        place = m_text->document()->find(wanted, place);
        if (place.isNull())
            break;
        QTextEdit::ExtraSelection mark;
        mark.cursor = place;
        mark.format.setBackground(tokens().staged);
        marks.append(mark);
    }
    m_text->setExtraSelections(marks);
    if (!marks.isEmpty()) {
        QTextCursor first = marks.first().cursor;
        first.clearSelection();
        m_text->setTextCursor(first);
        m_text->ensureCursorVisible();
    }
}

} // namespace Aeroscope::Ui
