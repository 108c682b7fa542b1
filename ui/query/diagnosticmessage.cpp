// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/query/diagnosticmessage.h"

#include <QCoreApplication>

namespace Aeroscope::Ui {

namespace {

using Code = Ael::DiagnosticCode;

struct Message
{
    Q_DECLARE_TR_FUNCTIONS(Aeroscope::Ui::DiagnosticMessage)

public:
    /// The sentence with %1, %2 … for the arguments of the code.
    static QString pattern(Code code, const QList<QString> &arguments);

private:
    static QString lexical(Code code);
    static QString syntax(Code code);
    static QString literals(Code code);
    static QString functions(Code code, const QList<QString> &arguments);
    static QString types(Code code, const QList<QString> &arguments);
};

bool has(const QList<QString> &arguments, qsizetype index)
{
    return index < arguments.size() && !arguments[index].isEmpty();
}

QString Message::lexical(Code code)
{
    switch (code) {
    case Code::UnknownCharacter:
        return tr("\"%1\" has no meaning here");
    case Code::UnterminatedString:
        return tr("The text that starts with %1 is not closed");
    case Code::MalformedVariable:
        return tr("\"%1\" is not a variable: write ${name}");
    case Code::InvalidUnicode:
        return tr("Half of a character: the other half is missing");
    case Code::TextTooLong:
        return tr("The text is longer than %1 characters");
    default:
        return {};
    }
}

QString Message::syntax(Code code)
{
    switch (code) {
    case Code::UnexpectedToken:
        return tr("Unexpected %1; expected %2");
    case Code::UnexpectedEnd:
        return tr("The text ends too early; expected %1");
    case Code::EmptyText:
        return tr("There is no expression");
    case Code::ChainedComparison:
        return tr("A comparison cannot be compared again with \"%1\": put one in parentheses or join them "
                  "with \"and\"");
    case Code::NestingTooDeep:
        return tr("More than %1 levels of brackets");
    case Code::NotNeedsParentheses:
        return tr("Write not (…) with parentheses");
    case Code::BareWord:
        return tr("\"%1\" means nothing by itself: a bin is written $.%1, a text in quotes");
    case Code::UseInstead:
        return tr("Instead of \"%1\" write \"%2\"");
    case Code::FunctionNotLast:
        return tr("%1() can only stand at the end of a path");
    case Code::QuoteName:
        return tr("\"%1\" is a word of the language: as a name, put it in quotes");
    default:
        return {};
    }
}

QString Message::literals(Code code)
{
    switch (code) {
    case Code::IntegerOutOfRange:
        return tr("%1 does not fit into 64 bits");
    case Code::LeadingZeros:
        return tr("%1: a number must not start with a zero");
    case Code::FloatOutOfRange:
        return tr("%1 is too large or too small for a double");
    case Code::InvalidBlob:
        return tr("%1: a blob is written X'…' with pairs of hex digits");
    case Code::InvalidBase64:
        return tr("%1 is not base64");
    case Code::BinNameEmpty:
        return tr("The name of the bin is empty");
    case Code::BinNameTooLong:
        return tr("\"%1\" is too long: a bin's name has at most %2 bytes");
    case Code::BinNameReserved:
        return tr("\"%1\" is reserved and cannot be a bin's name");
    case Code::NameHasNul:
        return tr("A name cannot contain the character NUL");
    case Code::ConstantNeeded:
        return tr("Elements of a list or map must be constants");
    case Code::ArrayTooDeep:
        return tr("Lists and maps are nested more than %1 levels deep");
    case Code::PlaceholderMissing:
        return tr("There is no value for %1");
    case Code::PlaceholderType:
        return tr("A value of type %2 cannot stand for %1");
    case Code::PlaceholderNotAllowed:
        return tr("%1: a placeholder is not possible here");
    default:
        return {};
    }
}

QString Message::functions(Code code, const QList<QString> &arguments)
{
    switch (code) {
    case Code::UnknownFunction:
        return has(arguments, 1) ? tr("There is no function %1(). Did you mean %2()?")
                                 : tr("There is no function %1()");
    case Code::ArgumentCount:
        return tr("%1() takes %2 arguments, %3 were given");
    case Code::GeoJsonNeedsLiteral:
        return tr("geoJson() needs a text in quotes");
    case Code::InvalidGeoJson:
        return tr("This is no GeoJSON: %1");
    case Code::StepNotContext:
        return tr("The step %1 must be the last of the path");
    case Code::MutatorRefused:
        return tr("%1() would change data: an expression can only read");
    case Code::ReturnTypeRefused:
        return tr("%1 cannot be returned here: %2");
    case Code::TypeOnPathRefused:
        return tr("The type %1 is not possible here: %2");
    case Code::UndefinedVariable:
        return tr("The variable %1 is not defined");
    case Code::DuplicateVariable:
        return tr("The variable %1 is defined twice");
    case Code::VariableNameInvalid:
        return tr("\"%1\" cannot be the name of a variable");
    case Code::DigestModuloZero:
        return tr("digestModulo() needs a number other than 0");
    case Code::EmptyKeyList:
        return tr("The list of keys is empty");
    case Code::NeedsSteps:
        return tr("The path needs at least one step after the bin");
    case Code::NotAPath:
        return tr("Only a path is possible here");
    case Code::ContextFunction:
        return tr("%1() is not possible in this path");
    default:
        return {};
    }
}

QString Message::types(Code code, const QList<QString> &arguments)
{
    switch (code) {
    case Code::CannotCompare:
        return tr("%1 cannot be compared with %2");
    case Code::NotComparable:
        return tr("%1 cannot be compared with \"%2\"");
    case Code::NeedsFloat:
        return has(arguments, 2) ? tr("%1 needs a FLOAT, not %2: write %3") : tr("%1 needs a FLOAT, not %2");
    case Code::NeedsInt:
        return tr("%1 needs an INT, not %2");
    case Code::NeedsNumber:
        return tr("%1 needs a number, not %2");
    case Code::NeedsBool:
        return tr("%1 needs true or false, not %2");
    case Code::NeedsGeo:
        return tr("%1 needs a GEO value, not %2");
    case Code::NeedsHll:
        return tr("%1 needs an HLL value, not %2");
    case Code::MixedNumbers:
        return tr("%1 mixes %2 and %3: make both the same with asInt() or asFloat()");
    case Code::MixedActions:
        return tr("One branch gives %1, another %2: all must give the same type");
    case Code::InNeedsList:
        return tr("\"in\" needs a list on its right, not %1");
    case Code::InListMixed:
        return tr("The list mixes %1 and %2");
    case Code::InTypeMismatch:
        return tr("%1 can never be in a list of %2");
    case Code::InTypeUnknown:
        return tr("The type on the left of \"in\" is not known: add one, such as .asString()");
    case Code::FilterNotBool:
        return tr("A filter must be true or false; this gives %1");
    case Code::UnknownNeedsType:
        return tr("\"unknown\" cannot be used with %1");
    case Code::ReadsAsList:
        return tr("%1 gives a LIST, not %2");
    case Code::DivisionByZero:
        return tr("%1 by zero");
    case Code::DivisionOverflow:
        return tr(
            "%1 by -1 can stop a server when the other side is the smallest integer: multiply by -1 instead");
    case Code::ServerHazard:
        return tr("This cannot be sent: %1");
    case Code::ServerTooOld:
        return tr("%1 needs server %2 or newer; this cluster runs %3");
    case Code::ExpressionTooLarge:
        return tr("The compiled expression is larger than %1 bytes");
    case Code::ExpressionTooDeep:
        return tr("The compiled expression is nested deeper than %1 levels");
    case Code::IndexUnusable:
        return tr("The index %1 cannot be used: %2");
    case Code::IndexUnknown:
        return tr("There is no index %1");
    case Code::HintConflict:
        return tr("Two hints contradict each other");
    case Code::BinTypeDiffers:
        return tr("%1 is read as %2, but the records hold %3");
    case Code::BinUnknown:
        return has(arguments, 1) ? tr("No record seen so far has a bin %1. Did you mean %2?")
                                 : tr("No record seen so far has a bin %1");
    case Code::AlwaysUnknown:
        return tr("This can never be true or false, so it matches no record");
    default:
        return {};
    }
}

QString Message::pattern(Code code, const QList<QString> &arguments)
{
    for (QString text :
         {lexical(code), syntax(code), literals(code), functions(code, arguments), types(code, arguments)}) {
        if (!text.isEmpty())
            return text;
    }
    return {};
}

} // namespace

QString diagnosticMessage(const Ael::Diagnostic &diagnostic)
{
    QString text = Message::pattern(diagnostic.code, diagnostic.arguments);
    if (text.isEmpty())
        return Ael::diagnosticText(diagnostic);
    // One pass, so that a "%1" inside of what the user wrote stays what it is.
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u'%' && i + 1 < text.size() && text[i + 1].isDigit()) {
            result += diagnostic.arguments.value(text[i + 1].digitValue() - 1);
            ++i;
        } else {
            result += text[i];
        }
    }
    return result;
}

} // namespace Aeroscope::Ui
