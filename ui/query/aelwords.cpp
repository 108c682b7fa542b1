// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/aelwords.h"

#include "ael/plainwords.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Aeroscope::Ui::AelWords)
};

QString inBrackets(const QString &text)
{
    return u"<b>"_s + text.toHtmlEscaped() + u"</b>"_s;
}

} // namespace

QString vocabularyText(const QString &english)
{
    return english.isEmpty() ? QString()
                             : QCoreApplication::translate("AelVocabulary", english.toUtf8().constData());
}

QString plainWords(const QString &ael)
{
    return Ael::inPlainWords(
        ael, [](const char *pattern) { return QCoreApplication::translate("AelWords", pattern); });
}

QString completionKindWord(Ael::CompletionKind kind)
{
    switch (kind) {
    case Ael::CompletionKind::Bin:
        return Words::tr("bin", "kind of a suggestion, at most 5 letters");
    case Ael::CompletionKind::Key:
        return Words::tr("key", "kind of a suggestion, at most 5 letters");
    case Ael::CompletionKind::Value:
        return Words::tr("value", "kind of a suggestion, at most 5 letters");
    case Ael::CompletionKind::Variable:
        return Words::tr("var", "kind of a suggestion, at most 5 letters");
    case Ael::CompletionKind::Placeholder:
        return Words::tr("?x", "kind of a suggestion, at most 5 letters");
    case Ael::CompletionKind::Function:
        return Words::tr("func", "kind of a suggestion, at most 5 letters");
    case Ael::CompletionKind::PathFunction:
        return Words::tr("path", "kind of a suggestion, at most 5 letters");
    case Ael::CompletionKind::Metadata:
        return Words::tr("meta", "kind of a suggestion, at most 5 letters");
    case Ael::CompletionKind::Keyword:
        return Words::tr("word", "kind of a suggestion, at most 5 letters");
    case Ael::CompletionKind::Operator:
        return Words::tr("op", "kind of a suggestion, at most 5 letters");
    case Ael::CompletionKind::Type:
        return Words::tr("type", "kind of a suggestion, at most 5 letters");
    }
    return {};
}

QString hoverRichText(const Ael::HoverInfo &info)
{
    QString text = inBrackets(info.title);
    if (info.type != Ael::ValueType::Unknown)
        text += u"&nbsp; "_s + QString(Ael::typeWord(info.type)).toHtmlEscaped();
    if (!info.meaning.isEmpty())
        text += u"<br>"_s + vocabularyText(info.meaning).toHtmlEscaped();
    if (!info.seenTypes.isEmpty()) {
        QStringList seen;
        for (const Ael::ValueType type : info.seenTypes)
            seen.append(Ael::typeWord(type));
        text +=
            u"<br>"_s + Words::tr("In the records seen so far: %1").arg(seen.join(u", "_s)).toHtmlEscaped();
    }
    if (!info.since.isNull())
        text += u"<br>"_s + Words::tr("Needs server %1 or newer").arg(info.since.toString()).toHtmlEscaped();
    return u"<qt>"_s + text + u"</qt>"_s;
}

QString signatureRichText(const Ael::SignatureInfo &info)
{
    QString text;
    if (info.active >= 0 && info.active < info.parameters.size()) {
        const Ael::TextRange &range = info.parameters[info.active];
        text = info.label.left(range.offset).toHtmlEscaped() +
               inBrackets(info.label.mid(range.offset, range.length)) +
               info.label.mid(range.offset + range.length).toHtmlEscaped();
    } else {
        text = info.label.toHtmlEscaped();
    }
    if (!info.meaning.isEmpty())
        text += u"<br>"_s + vocabularyText(info.meaning).toHtmlEscaped();
    return u"<qt>"_s + text + u"</qt>"_s;
}

} // namespace Aeroscope::Ui
