// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/bindelegate.h"

#include "ui/record/binmodel.h"
#include "ui/record/valuefault.h"
#include "ui/theme/chip.h"
#include "ui/theme/roles.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

#include <limits>

namespace Aeroscope::Ui {

namespace {

using State = Workbench::RecordEdit::State;

constexpr int padding = 8;

/// What the editor is about, kept with it: the model may change under it.
struct Subject
{
    Value value;
    Workbench::TextForm form = Workbench::TextForm::Plain;
};

class ValueField : public QLineEdit
{
public:
    using QLineEdit::QLineEdit;
    Subject subject;
};

QColor rowColor(State state)
{
    const Tokens &t = tokens();
    switch (state) {
    case State::Changed:
        return t.staged;
    case State::Added:
        return t.inserted;
    case State::Removed:
        return t.deleted;
    case State::Same:
        break;
    }
    return t.base;
}

} // namespace

BinDelegate::BinDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
    // A closed editor lives on until the event loop takes it away; it holds nothing any more.
    connect(this, &QAbstractItemDelegate::closeEditor, this, [this] { m_editor = nullptr; });
}

void BinDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &t = tokens();
    const auto state = static_cast<State>(index.data(BinModel::StateRole).toInt());
    const bool selected = option.state & QStyle::State_Selected;
    QColor background = rowColor(state);
    if (selected)
        background = state == State::Same ? t.selection : blend(background, t.selection, 0.6);
    painter->save();
    painter->fillRect(option.rect, background);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.softLine);
    if (index.column() != BinModel::StateColumn)
        painter->fillRect(QRect(option.rect.right(), option.rect.top(), 1, option.rect.height()), t.softLine);
    if (index.column() == 0 && !index.parent().isValid() && state == State::Changed)
        painter->fillRect(QRect(0, option.rect.top(), 3, option.rect.height()), t.stagedBar);

    const bool isState = index.column() == BinModel::StateColumn;
    QFont font = isState ? option.font : fixedFont();
    font.setStrikeOut(state == State::Removed && !isState);
    painter->setFont(font);
    const QFontMetrics metrics(font);
    QRect inner = option.rect.adjusted(index.column() == 0 ? 2 : padding, 0, -padding - 1, -1);
    const QString chip = index.data(BinModel::ChipRole).toString();
    if (index.column() == BinModel::TypeColumn) {
        Chip::paint(painter, inner, chip);
    } else {
        const QString note = index.data(BinModel::NoteRole).toString();
        if (!note.isEmpty()) {
            painter->setPen(t.muted);
            painter->drawText(inner, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, note);
            inner.setLeft(inner.left() + metrics.horizontalAdvance(note));
        }
        const int room = inner.width() - (chip.isEmpty() ? 0 : Chip::width(chip) + 6);
        const QString text = metrics.elidedText(index.data().toString(), Qt::ElideRight, room);
        painter->setPen(state == State::Removed || isState ? t.muted : t.text);
        painter->drawText(inner, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text);
        if (!chip.isEmpty()) {
            inner.setLeft(inner.left() + metrics.horizontalAdvance(text) + 6);
            Chip::paint(painter, inner, chip);
        }
    }
    if (option.state & QStyle::State_HasFocus)
        Shape::roundedBox(painter, option.rect.adjusted(0, 0, -1, -1), Qt::transparent, t.accent, 0);
    painter->restore();
}

QSize BinDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), Style::rowHeight};
}

QWidget *BinDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    Q_UNUSED(option)
    const auto *model = static_cast<const BinModel *>(index.model());
    if (index.column() == BinModel::TypeColumn) {
        auto *types = new QComboBox(parent);
        types->setAccessibleName(tr("Type of %1").arg(index.siblingAtColumn(0).data().toString()));
        for (const Value::Type type : editableTypes())
            types->addItem(Chip::typeText(type), static_cast<int>(type));
        connect(types, &QComboBox::activated, this, [this, types] {
            auto *self = const_cast<BinDelegate *>(this);
            Q_EMIT self->commitData(types);
            Q_EMIT self->closeEditor(types);
        });
        m_editor = types;
        return types;
    }
    auto *field = new ValueField(parent);
    field->setFont(fixedFont());
    field->setMaxLength(std::numeric_limits<int>::max());
    field->setAccessibleName(tr("Value of %1").arg(index.siblingAtColumn(0).data().toString()));
    field->subject = {model->value(index), Workbench::textForm(model->value(index))};
    connect(field, &QLineEdit::textChanged, this, [this, field] { Q_EMIT faultChanged(faultOf(field)); });
    m_editor = field;
    return field;
}

void BinDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    if (auto *types = qobject_cast<QComboBox *>(editor)) {
        types->setCurrentIndex(types->findData(index.data(BinModel::TypeRole)));
        return;
    }
    auto *field = static_cast<ValueField *>(editor);
    if (!field->isModified()) {
        field->setText(Workbench::editText(field->subject.value));
        field->selectAll();
    }
}

QString BinDelegate::faultOf(const QWidget *editor) const
{
    const auto *field = dynamic_cast<const ValueField *>(editor);
    if (!field || field->text() == Workbench::editText(field->subject.value))
        return {};
    const auto parsed = Workbench::parseValue(field->subject.value.type(), field->text(), field->subject.form,
                                              &field->subject.value);
    return parsed ? QString() : valueFaultText(parsed.error());
}

void BinDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    auto *bins = static_cast<BinModel *>(model);
    const QByteArray name = bins->binName(index);
    if (const auto *types = qobject_cast<QComboBox *>(editor)) {
        const auto type = static_cast<Value::Type>(types->currentData().toInt());
        const Value value = bins->value(index);
        if (type != value.type()) {
            const auto before = bins->edit().bin(name);
            const bool wasThis = before && before->before && before->before->type() == type;
            bins->setBin(name, wasThis ? *before->before : Workbench::convertedOrNeutral(value, type));
        }
        return;
    }
    const auto *field = static_cast<ValueField *>(editor);
    if (field->text() == Workbench::editText(field->subject.value))
        return; // untouched: not even the form of the bytes may change
    const auto parsed = Workbench::parseValue(field->subject.value.type(), field->text(), field->subject.form,
                                              &field->subject.value);
    if (parsed)
        bins->setBin(name, *parsed);
}

void BinDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                       const QModelIndex &index) const
{
    Q_UNUSED(index)
    editor->setGeometry(option.rect.adjusted(-1, -2, 0, 1));
}

bool BinDelegate::commitOpenEditor()
{
    if (!m_editor)
        return true;
    if (const QString fault = faultOf(m_editor); !fault.isEmpty()) {
        m_editor->setFocus();
        Q_EMIT faultChanged(fault);
        return false;
    }
    QWidget *editor = m_editor;
    Q_EMIT commitData(editor);
    Q_EMIT closeEditor(editor, NoHint);
    return true;
}

bool BinDelegate::eventFilter(QObject *watched, QEvent *event)
{
    auto *editor = qobject_cast<QWidget *>(watched);
    if (editor && dynamic_cast<ValueField *>(editor)) {
        if (event->type() == QEvent::KeyPress) {
            const int key = static_cast<QKeyEvent *>(event)->key();
            const bool leaves =
                key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab || key == Qt::Key_Backtab;
            if (leaves && !faultOf(editor).isEmpty()) {
                Q_EMIT faultChanged(faultOf(editor));
                return true;
            }
            if (key == Qt::Key_Escape)
                Q_EMIT faultChanged({});
        }
        if (event->type() == QEvent::FocusOut && !faultOf(editor).isEmpty()) {
            Q_EMIT faultChanged(faultOf(editor));
            return false; // stays open, with its reason: leaving neither drops nor applies what was typed
        }
    }
    return QStyledItemDelegate::eventFilter(watched, event);
}

} // namespace Aeroscope::Ui
