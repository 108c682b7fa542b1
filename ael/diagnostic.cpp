// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/diagnostic.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Aeroscope::Ael {

namespace {

/// With %1 … for the arguments. Where an argument may be empty, diagnosticText() takes the shorter sentence.
QLatin1StringView templateOf(DiagnosticCode code) noexcept
{
    switch (code) {
    case DiagnosticCode::UnknownCharacter:
        return "'%1' does not belong to the language"_L1;
    case DiagnosticCode::UnterminatedString:
        return "the text that starts here has no closing %1"_L1;
    case DiagnosticCode::MalformedVariable:
        return "'%1' is no variable: write ${name} for a variable, $.name for a bin"_L1;
    case DiagnosticCode::InvalidUnicode:
        return "half of a character: the text is not valid Unicode"_L1;
    case DiagnosticCode::TextTooLong:
        return "the text has more than %1 characters"_L1;

    case DiagnosticCode::UnexpectedToken:
        return "'%1' cannot stand here; expected %2"_L1;
    case DiagnosticCode::UnexpectedEnd:
        return "the text ends too early; expected %1"_L1;
    case DiagnosticCode::EmptyText:
        return "there is nothing to compile"_L1;
    case DiagnosticCode::ChainedComparison:
        return "comparisons do not chain: join two of them with 'and' instead of a second '%1'"_L1;
    case DiagnosticCode::NestingTooDeep:
        return "brackets are nested deeper than %1 levels"_L1;
    case DiagnosticCode::NotNeedsParentheses:
        return "'not' needs parentheses: write not(...)"_L1;
    case DiagnosticCode::BareWord:
        return "'%1' is neither a value nor a function: write $.%1 for a bin, '%1' for a text"_L1;
    case DiagnosticCode::UseInstead:
        return "write '%2' instead of '%1'"_L1;
    case DiagnosticCode::FunctionNotLast:
        return "nothing can follow %1: a path function stands last"_L1;
    case DiagnosticCode::QuoteName:
        return "'%1' is a word of the language: as a name it needs quotes"_L1;

    case DiagnosticCode::IntegerOutOfRange:
        return "%1 does not fit a 64-bit integer"_L1;
    case DiagnosticCode::LeadingZeros:
        return "write %1 without zeros in front"_L1;
    case DiagnosticCode::FloatOutOfRange:
        return "%1 is too large for a FLOAT"_L1;
    case DiagnosticCode::InvalidBlob:
        return "%1 is no blob: X'...' takes an even number of hex digits, b64'...' takes base64"_L1;
    case DiagnosticCode::InvalidBase64:
        return "%1 is no base64, which a text compared with a BLOB must be"_L1;
    case DiagnosticCode::BinNameEmpty:
        return "the name of a bin cannot be empty"_L1;
    case DiagnosticCode::BinNameTooLong:
        return "'%1' is longer than the %2 bytes that the name of a bin may have"_L1;
    case DiagnosticCode::BinNameReserved:
        return "'%1' cannot be the name of a bin here: it contains the reserved word 'null'"_L1;
    case DiagnosticCode::NameHasNul:
        return "the name of a bin cannot contain a NUL character"_L1;
    case DiagnosticCode::ConstantNeeded:
        return "list and map literals hold constants only: numbers, texts, true, false, blobs, lists and maps"_L1;
    case DiagnosticCode::ArrayTooDeep:
        return "lists and maps are nested deeper than %1 levels"_L1;

    case DiagnosticCode::UnknownFunction:
        return "there is no function '%1': did you mean '%2'?"_L1;
    case DiagnosticCode::ArgumentCount:
        return "%1 takes %2 argument(s), not %3"_L1;
    case DiagnosticCode::GeoJsonNeedsLiteral:
        return "geoJson takes one text in quotes"_L1;
    case DiagnosticCode::InvalidGeoJson:
        return "this is no GeoJSON that a server takes: %1"_L1;
    case DiagnosticCode::StepNotContext:
        return "%1 can only stand last: a path goes on from one index, rank or key"_L1;
    case DiagnosticCode::MutatorRefused:
        return "%1 would change data, which an expression does not do"_L1;
    case DiagnosticCode::ReturnTypeRefused:
        return "%2 cannot give back %1"_L1;
    case DiagnosticCode::ReturnTypeIgnored:
        return "%1 has no effect on a whole bin: '%2' is read as it is"_L1;
    case DiagnosticCode::TypeOnPathRefused:
        return "this gives %2, which cannot be read as %1"_L1;
    case DiagnosticCode::UndefinedVariable:
        return "the variable ${%1} is not defined here: define it with let (%1 = ...) then (...)"_L1;
    case DiagnosticCode::DuplicateVariable:
        return "the variable %1 is defined already: servers refuse a second definition"_L1;
    case DiagnosticCode::VariableNameInvalid:
        return "'%1' is no name for a variable: it must begin with a letter or an underscore"_L1;
    case DiagnosticCode::DigestModuloZero:
        return "digestModulo needs a number from 1 to 4294967295"_L1;
    case DiagnosticCode::EmptyKeyList:
        return "the list of keys is empty"_L1;
    case DiagnosticCode::NeedsSteps:
        return "a context needs at least one step after the bin, such as .key or .[0]"_L1;
    case DiagnosticCode::NotAPath:
        return "a context is a path alone, such as $.bin.key.[0]"_L1;
    case DiagnosticCode::ContextFunction:
        return "%1 cannot be part of a context"_L1;

    case DiagnosticCode::PlaceholderMissing:
        return "there is no value for %1"_L1;
    case DiagnosticCode::PlaceholderType:
        return "the value for %1 cannot be used in an expression (%2)"_L1;
    case DiagnosticCode::PlaceholderNotAllowed:
        return "%1 cannot stand here"_L1;

    case DiagnosticCode::CannotCompare:
        return "cannot compare %1 with %2"_L1;
    case DiagnosticCode::NotComparable:
        return "%1 values cannot be compared with '%2'"_L1;
    case DiagnosticCode::NeedsFloat:
        return "%1 needs FLOAT operands, not %2: write %3"_L1;
    case DiagnosticCode::NeedsInt:
        return "%1 needs INT operands, not %2"_L1;
    case DiagnosticCode::NeedsNumber:
        return "%1 needs numbers, not %2"_L1;
    case DiagnosticCode::NeedsBool:
        return "%1 needs conditions (BOOL), not %2"_L1;
    case DiagnosticCode::NeedsGeo:
        return "%1 needs GEO values, not %2: write geoJson('...') or .get(type: GEO)"_L1;
    case DiagnosticCode::NeedsHll:
        return "%1 needs a HLL value, not %2"_L1;
    case DiagnosticCode::NeedsListOrHll:
        return "%1 takes a list or a HLL bin, not %2"_L1;
    case DiagnosticCode::MixedNumbers:
        return "%1 cannot mix %2 and %3: write integers as 5.0, or convert with .asFloat() or .asInt()"_L1;
    case DiagnosticCode::MixedActions:
        return "all results of a 'when' must have one type: this one is %2, those before are %1"_L1;
    case DiagnosticCode::InNeedsList:
        return "'in' needs a LIST on its right side, not %1"_L1;
    case DiagnosticCode::InListMixed:
        return "the elements of an 'in' list must have one type, not %1 and %2"_L1;
    case DiagnosticCode::InTypeMismatch:
        return "%1 can never be in a list of %2"_L1;
    case DiagnosticCode::InTypeUnknown:
        return "nothing says which type to read here: add .get(type: ...)"_L1;
    case DiagnosticCode::FilterNotBool:
        return "a filter must be a condition (BOOL), this is %1"_L1;
    case DiagnosticCode::UnknownNeedsType:
        return "'unknown' cannot be compared with '%1' to a value that has a type"_L1;
    case DiagnosticCode::ReadsAsList:
        return "%1 selects a LIST, which cannot be read as %2: take one element by index, rank or key"_L1;
    case DiagnosticCode::DivisionByZero:
        return "'%1' by zero has no result: the whole expression becomes unknown"_L1;
    case DiagnosticCode::DivisionOverflow:
        return "'%1' by -1 can stop a server when the other side is the smallest integer: multiply by -1 instead"_L1;
    case DiagnosticCode::ServerHazard:
        return "this cannot be sent: %1"_L1;
    case DiagnosticCode::ServerTooOld:
        return "%1 needs server %2 or later, this one is %3"_L1;
    case DiagnosticCode::ExpressionTooLarge:
        return "the compiled expression is larger than %1 bytes"_L1;
    case DiagnosticCode::ExpressionTooDeep:
        return "operations are nested deeper than %1 levels"_L1;

    case DiagnosticCode::IndexUnusable:
        return "the index %1 cannot be used: %2"_L1;
    case DiagnosticCode::IndexUnknown:
        return "there is no index %1"_L1;
    case DiagnosticCode::HintConflict:
        return "give either an index or a bin as a hint, not both"_L1;

    case DiagnosticCode::IntegerWraps:
        return "%1 does not fit a 64-bit integer and becomes %2 here"_L1;
    case DiagnosticCode::IntegerBecomesFloat:
        return "%1 does not fit a 64-bit integer and becomes a FLOAT here"_L1;
    case DiagnosticCode::BinTypeDiffers:
        return "'%1' is read as %2 here, but the data seen has %3"_L1;
    case DiagnosticCode::BinUnknown:
        return "no record seen has a bin '%1': did you mean '%2'?"_L1;
    case DiagnosticCode::AlwaysUnknown:
        return "this is always unknown: no record passes"_L1;
    }
    return {};
}

/// The sentence without the part that an empty last argument would leave open.
QLatin1StringView shortTemplateOf(DiagnosticCode code) noexcept
{
    switch (code) {
    case DiagnosticCode::UnexpectedToken:
        return "'%1' cannot stand here"_L1;
    case DiagnosticCode::UnexpectedEnd:
        return "the text ends too early"_L1;
    case DiagnosticCode::UnknownFunction:
        return "there is no function '%1'"_L1;
    case DiagnosticCode::NeedsFloat:
        return "%1 needs FLOAT operands, not %2"_L1;
    case DiagnosticCode::BinUnknown:
        return "no record seen has a bin '%1'"_L1;
    default:
        return {};
    }
}

/// %1 … %9 replaced in one pass: an argument that contains %2 stays as it is.
QString filled(QLatin1StringView text, const QList<QString> &arguments)
{
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char digit = text[i] == u'%' && i + 1 < text.size() ? text[i + 1].toLatin1() : '\0';
        if (digit < '1' || digit > '9') {
            result += text[i];
            continue;
        }
        if (digit - '1' < arguments.size())
            result += arguments[digit - '1'];
        ++i;
    }
    return result;
}

} // namespace

QString diagnosticText(const Diagnostic &diagnostic)
{
    if (!diagnostic.arguments.isEmpty() && diagnostic.arguments.last().isEmpty()) {
        if (const QLatin1StringView text = shortTemplateOf(diagnostic.code); !text.isEmpty())
            return filled(text, diagnostic.arguments);
    }
    return filled(templateOf(diagnostic.code), diagnostic.arguments);
}

QString diagnosticSnippet(QStringView text, const Diagnostic &diagnostic)
{
    const qsizetype position = std::clamp<qsizetype>(diagnostic.position, 0, text.size());
    const qsizetype start = position == 0 ? 0 : text.lastIndexOf(u'\n', position - 1) + 1;
    qsizetype end = text.indexOf(u'\n', position);
    if (end < 0)
        end = text.size();
    QString line = text.sliced(start, end - start).toString();
    QString carets;
    for (qsizetype i = start; i < position; ++i) {
        // Tabs stay tabs, so that the caret stands under its place however wide they are shown; a surrogate
        // pair is one.
        if (text[i] == u'\t')
            carets += u'\t';
        else if (!text[i].isLowSurrogate())
            carets += u' ';
    }
    const qsizetype marked = std::clamp<qsizetype>(diagnostic.size, 0, end - position);
    qsizetype width = 0;
    for (qsizetype i = position; i < position + marked; ++i)
        width += text[i].isLowSurrogate() ? 0 : 1;
    carets += QString(std::max<qsizetype>(1, width), u'^');
    line.replace(u'\r', u' ');
    return line + u'\n' + carets;
}

} // namespace Aeroscope::Ael
