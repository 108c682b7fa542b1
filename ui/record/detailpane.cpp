// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/detailpane.h"

#include "client/value/exactjson.h"
#include "ui/grid/rowjob.h"
#include "ui/record/hexview.h"
#include "ui/record/valuetree.h"
#include "ui/shell/emptystate.h"
#include "ui/theme/chip.h"
#include "ui/theme/roles.h"
#include "ui/workbench/humantext.h"
#include "ui/workbench/valuepreview.h"
#include "ui/workbench/valuetext.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QStackedWidget>
#include <QTabBar>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

/// Text that is shown at once, and by each further step: laying out more would be felt.
constexpr qsizetype firstText = 16 * 1024;
constexpr qsizetype moreText = 64 * 1024;

bool isNested(ParticleType type)
{
    return type == ParticleType::List || type == ParticleType::Map;
}

bool isText(ParticleType type)
{
    return type == ParticleType::String || type == ParticleType::GeoJson;
}

bool isNumber(ParticleType type)
{
    return type == ParticleType::Integer || type == ParticleType::Float || type == ParticleType::Bool;
}

/// A piece of UTF-8 that does not end within a letter.
QByteArrayView wholeLetters(QByteArrayView bytes, qsizetype length)
{
    length = qMin(length, bytes.size());
    qsizetype end = length;
    while (end > 0 && end < bytes.size() && (static_cast<quint8>(bytes[end]) & 0xc0) == 0x80)
        --end;
    return bytes.first(end > 0 ? end : length);
}

} // namespace

DetailPane::DetailPane(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_chip(new QLabel(this))
    , m_title(new QLabel(this))
    , m_note(new QLabel(this))
    , m_views(new QTabBar(this))
    , m_save(new QPushButton(tr("Save to file…"), this))
    , m_pages(new QStackedWidget(this))
    , m_text(new QPlainTextEdit(this))
    , m_more(new QPushButton(this))
    , m_tree(new QTreeView(this))
    , m_model(new ValueTree(this))
    , m_hex(new HexView(this))
    , m_find(new QLineEdit(this))
    , m_place(new QLineEdit(this))
    , m_inspector(new QLabel(this))
    , m_readings(new QLabel(this))
    , m_facts(new QLabel(this))
{
    for (QLabel *label : {m_chip, m_title, m_note, m_inspector, m_readings, m_facts})
        label->setTextFormat(Qt::PlainText);
    setTextRole(m_title, TextRole::Strong);
    for (QLabel *label : {m_chip, m_note, m_readings, m_facts})
        setTextRole(label, TextRole::Muted);
    for (QLabel *label : {m_inspector, m_readings, m_facts}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setWordWrap(true);
    }
    m_inspector->setFont(fixedFont());
    m_inspector->setAccessibleName(tr("Bytes at the cursor"));
    m_views->setDrawBase(false);
    m_views->setExpanding(false);
    m_views->addTab(tr("Text"));
    m_views->addTab(tr("Tree"));
    m_views->addTab(tr("Hex"));
    m_views->setAccessibleName(tr("View of the value"));
    setButtonRole(m_save, ButtonRole::Link);
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setFont(fixedFont());
    m_text->setWordWrapMode(QTextOption::WrapAnywhere);
    m_text->setUndoRedoEnabled(false);
    m_text->setAccessibleName(tr("Value as text"));
    setButtonRole(m_more, ButtonRole::Link);
    m_tree->setModel(m_model);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setAccessibleName(tr("Value as a tree"));
    m_tree->setHeaderHidden(true);
    m_tree->setIndentation(16);
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->resizeSection(ValueTree::NameColumn, 160);
    m_tree->header()->resizeSection(ValueTree::TypeColumn, 56);
    m_find->setPlaceholderText(tr("Find text or hex digits"));
    m_find->setAccessibleName(tr("Find in the bytes"));
    m_find->setClearButtonEnabled(true);
    m_place->setPlaceholderText(tr("Go to (1024, 0x400)"));
    m_place->setAccessibleName(tr("Go to a byte"));
    m_place->setMaximumWidth(160);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 8, 2);
    head->setSpacing(8);
    head->addWidget(m_chip);
    head->addWidget(m_title);
    head->addWidget(m_note, 1);
    head->addWidget(m_views);
    head->addWidget(m_save);

    auto *textPage = new QWidget(this);
    auto *textLayout = new QVBoxLayout(textPage);
    textLayout->setContentsMargins(8, 0, 0, 0);
    textLayout->setSpacing(0);
    textLayout->addWidget(m_text, 1);
    textLayout->addWidget(m_more, 0, Qt::AlignLeft);
    auto *hexPage = new QWidget(this);
    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(12, 4, 12, 4);
    tools->setSpacing(8);
    tools->addWidget(m_find, 1);
    tools->addWidget(m_place);
    auto *inspectorBox = new QVBoxLayout;
    inspectorBox->setContentsMargins(12, 4, 12, 4);
    inspectorBox->addWidget(m_inspector);
    inspectorBox->addStretch(1);
    auto *hexBody = new QHBoxLayout;
    hexBody->setContentsMargins(0, 0, 0, 0);
    hexBody->setSpacing(0);
    hexBody->addWidget(m_hex, 3);
    hexBody->addLayout(inspectorBox, 1);
    auto *hexLayout = new QVBoxLayout(hexPage);
    hexLayout->setContentsMargins(0, 0, 0, 0);
    hexLayout->setSpacing(0);
    hexLayout->addLayout(tools);
    hexLayout->addLayout(hexBody, 1);
    m_pages->addWidget(textPage);
    m_pages->addWidget(m_tree);
    m_pages->addWidget(hexPage);

    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(12, 4, 12, 8);
    foot->setSpacing(2);
    foot->addWidget(m_readings);
    foot->addWidget(m_facts);
    auto *page = new QWidget(this);
    auto *pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(0, 0, 0, 0);
    pageLayout->setSpacing(0);
    pageLayout->addLayout(head);
    pageLayout->addWidget(m_pages, 1);
    pageLayout->addLayout(foot);
    m_empty->setPicture(u"record"_s);
    m_empty->setText(tr("No cell is selected"), tr("The value of the current cell stands here, whole."));
    m_stack->addWidget(page);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    setFocusProxy(m_views);

    connect(m_views, &QTabBar::currentChanged, this, [this] {
        m_hexChosen = view() == View::Hex;
        fillView();
    });
    connect(m_more, &QPushButton::clicked, this, &DetailPane::showMore);
    connect(m_hex, &HexView::cursorChanged, this, [this] { m_inspector->setText(m_hex->inspection()); });
    connect(m_find, &QLineEdit::returnPressed, this, [this] { find(true); });
    connect(m_place, &QLineEdit::returnPressed, this, [this] {
        bool ok = false;
        const qsizetype place = m_place->text().trimmed().toLongLong(&ok, 0);
        if (!ok || !m_hex->goTo(place))
            Q_EMIT notice(tr("There is no byte %1").arg(m_place->text()));
        else
            m_hex->setFocus();
    });
    connect(m_save, &QPushButton::clicked, this, [this] {
        const QString file = QFileDialog::getSaveFileName(this, tr("Save the value"), m_title->text());
        if (!file.isEmpty())
            saveTo(file);
    });
    clear();
}

DetailPane::~DetailPane()
{
    m_job.request_stop();
}

void DetailPane::clear()
{
    m_bytes.clear();
    m_type = ParticleType::Nil;
    m_treeFilled = m_hexFilled = m_textFilled = false;
    m_stack->setCurrentWidget(m_empty);
}

void DetailPane::showNote(const QString &name, const QString &note, const QString &facts)
{
    showValue(name, ParticleType::Nil, {}, facts);
    m_note->setText(note);
}

void DetailPane::showValue(const QString &name, ParticleType type, const QByteArray &bytes,
                           const QString &facts)
{
    m_type = type;
    m_bytes = bytes;
    m_treeFilled = m_hexFilled = m_textFilled = false;
    m_stack->setCurrentIndex(0);
    m_chip->setText(Chip::particleText(type));
    m_chip->setVisible(type != ParticleType::Nil);
    m_title->setText(name);
    QStringList notes;
    if (isNested(type)) {
        const auto preview = Workbench::previewParticle(type, bytes, 1);
        if (preview.count >= 0)
            notes.append(type == ParticleType::List
                             ? tr("%1 elements").arg(Workbench::groupedCount(preview.count))
                             : tr("%1 pairs").arg(Workbench::groupedCount(preview.count)));
    }
    if (type != ParticleType::Nil)
        notes.append(Workbench::byteSize(bytes.size()));
    m_note->setText(notes.join(u" · "_s));
    QStringList readings;
    if (type == ParticleType::Integer) {
        if (const Result<Value> value = decodeParticle(type, bytes))
            readings = momentReadings(value->toInteger());
    }
    m_readings->setText(readings.join(u'\n'));
    m_readings->setVisible(!readings.isEmpty());
    m_facts->setText(facts);
    m_facts->setVisible(!facts.isEmpty());
    const QSignalBlocker quiet(m_views);
    m_views->setTabEnabled(static_cast<int>(View::Tree), isNested(type));
    m_views->setTabEnabled(static_cast<int>(View::Hex), type != ParticleType::Nil);
    m_save->setEnabled(type != ParticleType::Nil);
    const View best = isNested(type)                                      ? View::Tree
                      : isText(type) || isNumber(type) || bytes.isEmpty() ? View::Text
                                                                          : View::Hex;
    // Who chose to look at bytes keeps doing so, where it makes sense.
    const bool hex = m_hexChosen && type != ParticleType::Nil && !isNumber(type);
    m_views->setCurrentIndex(static_cast<int>(hex ? View::Hex : best));
    fillView();
}

DetailPane::View DetailPane::view() const
{
    return static_cast<View>(m_views->currentIndex());
}

void DetailPane::setView(View view)
{
    m_views->setCurrentIndex(static_cast<int>(view));
}

QString DetailPane::title() const
{
    return m_title->text();
}

QString DetailPane::readings() const
{
    return m_readings->text();
}

void DetailPane::fillView()
{
    m_pages->setCurrentIndex(m_views->currentIndex());
    switch (view()) {
    case View::Text:
        if (!m_textFilled)
            showText();
        m_textFilled = true;
        break;
    case View::Tree:
        if (!m_treeFilled)
            m_model->setBytes(isNested(m_type) ? m_bytes : QByteArray());
        m_treeFilled = true;
        break;
    case View::Hex:
        if (!m_hexFilled)
            m_hex->setBytes(m_bytes);
        m_hexFilled = true;
        break;
    }
}

void DetailPane::showText()
{
    m_text->clear();
    m_shown = 0;
    if (isText(m_type)) {
        // GeoJSON has flags and cells in front of its text
        if (m_type == ParticleType::GeoJson) {
            const Result<Value> value = decodeParticle(m_type, m_bytes);
            m_text->setPlainText(value ? Workbench::editText(*value) : QString());
            m_more->hide();
            return;
        }
        const QByteArrayView piece = wholeLetters(m_bytes, firstText);
        m_text->setPlainText(QString::fromUtf8(piece));
        m_shown = piece.size();
    } else if (isNested(m_type)) {
        // the beginning of it, by one look at its front
        const auto preview = Workbench::previewParticle(m_type, m_bytes, static_cast<int>(firstText));
        m_text->setPlainText(preview.text);
        m_shown = m_bytes.size();
    } else if (m_type != ParticleType::Nil) {
        m_text->setPlainText(Workbench::previewParticle(m_type, m_bytes, static_cast<int>(firstText)).text);
        m_shown = m_bytes.size();
    }
    m_more->setVisible(m_shown < m_bytes.size());
    m_more->setText(tr("%1 of %2 shown · show more")
                        .arg(Workbench::byteSize(m_shown), Workbench::byteSize(m_bytes.size())));
}

void DetailPane::showMore()
{
    const QByteArrayView piece = wholeLetters(QByteArrayView(m_bytes).sliced(m_shown), moreText);
    QTextCursor end(m_text->document());
    end.movePosition(QTextCursor::End);
    end.insertText(QString::fromUtf8(piece));
    m_shown += piece.size();
    m_more->setVisible(m_shown < m_bytes.size());
    m_more->setText(tr("%1 of %2 shown · show more")
                        .arg(Workbench::byteSize(m_shown), Workbench::byteSize(m_bytes.size())));
}

void DetailPane::find(bool forward)
{
    if (!m_hex->find(m_find->text(), forward))
        Q_EMIT notice(tr("Not found in the bytes"));
}

QByteArray DetailPane::fileContent(ParticleType type, const QByteArray &bytes)
{
    switch (type) {
    case ParticleType::Integer:
    case ParticleType::Float:
    case ParticleType::Bool:
    case ParticleType::List:
    case ParticleType::Map: {
        const Result<Value> value = decodeParticle(type, bytes);
        return value ? toExactJson(*value) : bytes;
    }
    case ParticleType::GeoJson: {
        const Result<Value> value = decodeParticle(type, bytes);
        return value ? value->bytes() : bytes;
    }
    default:
        return bytes;
    }
}

void DetailPane::saveTo(const QString &file)
{
    m_job = startRowJob(
        this,
        [type = m_type, bytes = m_bytes, file](const std::stop_token &) {
            QSaveFile out(file);
            const QByteArray content = fileContent(type, bytes);
            if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size() || !out.commit())
                return out.errorString();
            return QString();
        },
        [this, file](const QString &fault) {
            Q_EMIT notice(fault.isEmpty() ? tr("Saved to %1").arg(file) : tr("Not saved: %1").arg(fault));
        });
}

} // namespace Aeroscope::Ui
