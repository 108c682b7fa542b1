// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/record/recordheader.h"

#include "ui/theme/chip.h"
#include "ui/theme/roles.h"
#include "ui/theme/tokens.h"
#include "ui/workbench/humantext.h"

#include <QDateTime>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

constexpr int margin = 12;
constexpr int gap = 8;

} // namespace

RecordHeader::RecordHeader(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::NoFocus);
}

QSize RecordHeader::sizeHint() const
{
    return {360, 2 * fontMetrics().height() + 18};
}

void RecordHeader::setRecord(const Record &record, qint64 bytes)
{
    const Key &key = record.key;
    m_place = Workbench::nameText(key.namespaceName());
    if (!key.setName().isEmpty())
        m_place += u'.' + Workbench::nameText(key.setName());
    m_chip = key.userKey() ? Chip::keyText(key.userKey()->type()) : u"dig"_s;
    m_key = key.userKey() ? Workbench::keyText(key) : Workbench::shortDigest(key.digest());
    QStringList facts;
    if (key.userKey())
        facts.append(tr("digest %1").arg(Workbench::shortDigest(key.digest())));
    else
        facts.append(tr("key not stored"));
    facts.append(tr("partition %1").arg(key.partitionId()));
    facts.append(Workbench::byteSize(bytes));
    m_facts = facts.join(u" · "_s);
    const QString expiry = Workbench::expiryText(record.voidTime, QDateTime::currentSecsSinceEpoch());
    m_right = tr("generation %1").arg(record.generation) + u" · "_s +
              (record.voidTime.never() ? tr("never expires") : tr("expires in %1").arg(expiry));
    setToolTip(u"%1\n%2"_s.arg(QString::fromLatin1(key.digest().toHex()), m_facts).toHtmlEscaped());
    setAccessibleName(u"%1 %2, %3, %4"_s.arg(m_place, m_key, m_facts, m_right));
    update();
}

void RecordHeader::setInsert(const QByteArray &ns, const QByteArray &set)
{
    m_place = Workbench::nameText(ns);
    if (!set.isEmpty())
        m_place += u'.' + Workbench::nameText(set);
    m_chip.clear();
    m_key.clear();
    m_facts = tr("It is created only if no record has this key");
    m_right = tr("new record");
    setToolTip({});
    setAccessibleName(tr("New record in %1").arg(m_place));
    update();
}

void RecordHeader::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.base);
    const int line = fontMetrics().height() + 4;
    QRect first(margin, 7, width() - 2 * margin, line);
    const QRect second = first.translated(0, line);

    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    painter.setFont(font());
    painter.setPen(t.muted);
    const int rightWidth = fontMetrics().horizontalAdvance(m_right);
    const bool rightFits = rightWidth < first.width() / 2;
    if (rightFits)
        painter.drawText(first, Qt::AlignRight | Qt::AlignVCenter, m_right);
    const int end = first.right() - (rightFits ? rightWidth + gap : 0);

    painter.setFont(strong);
    painter.setPen(t.text);
    const QFontMetrics strongMetrics(strong);
    const QString place = strongMetrics.elidedText(m_place, Qt::ElideMiddle, (end - first.left()) * 2 / 3);
    painter.drawText(first, Qt::AlignLeft | Qt::AlignVCenter, place);
    first.setLeft(first.left() + strongMetrics.horizontalAdvance(place) + gap);
    if (!m_chip.isEmpty()) {
        first.setLeft(first.left() + Chip::paint(&painter, first, m_chip) + 6);
        painter.setFont(fixedFont());
        painter.setPen(t.text);
        const QFontMetrics fixed(painter.font());
        painter.drawText(QRect(first.left(), first.top(), end - first.left(), first.height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         fixed.elidedText(m_key, Qt::ElideRight, end - first.left()));
    }
    painter.setFont(font());
    painter.setPen(t.muted);
    const QString below = rightFits ? m_facts : m_right + u" · "_s + m_facts;
    painter.drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(below, Qt::ElideRight, second.width()));
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
}

} // namespace Aeroscope::Ui
