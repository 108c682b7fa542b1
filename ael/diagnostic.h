// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QList>
#include <QString>

namespace Aeroscope::Ael {

/// What is wrong with a text. The arguments that each code carries stand beside it, in order; they are texts
/// as the user wrote them, or words of the language (type names in capitals, operators, function names).
enum class DiagnosticCode {
    // Lexical
    UnknownCharacter,   ///< characters
    UnterminatedString, ///< opening quote
    MalformedVariable,  ///< as written
    InvalidUnicode,     ///< (none): half of a surrogate pair
    TextTooLong,        ///< limit in characters

    // Syntax
    UnexpectedToken,     ///< found, expected (list in words)
    UnexpectedEnd,       ///< expected
    EmptyText,           ///< (none)
    ChainedComparison,   ///< operator
    NestingTooDeep,      ///< limit
    NotNeedsParentheses, ///< (none)
    BareWord,            ///< the word
    UseInstead,          ///< found, what to write
    FunctionNotLast,     ///< path function
    QuoteName,           ///< a word that is only a name in quotes

    // Literals and names
    IntegerOutOfRange, ///< as written
    LeadingZeros,      ///< as written
    FloatOutOfRange,   ///< as written
    InvalidBlob,       ///< as written
    InvalidBase64,     ///< as written
    BinNameEmpty,      ///< (none)
    BinNameTooLong,    ///< name, limit in bytes
    BinNameReserved,   ///< name
    NameHasNul,        ///< (none)
    ConstantNeeded,    ///< (none): elements of list and map literals
    ArrayTooDeep,      ///< limit

    // Functions, paths and variables
    UnknownFunction,     ///< name, closest known name or empty
    ArgumentCount,       ///< function, expected (as a text: "2", "at least 2"), given
    GeoJsonNeedsLiteral, ///< (none)
    InvalidGeoJson,      ///< reason
    StepNotContext,      ///< step
    MutatorRefused,      ///< function
    ReturnTypeRefused,   ///< return type, step or bin
    ReturnTypeIgnored,   ///< return type, bin
    TypeOnPathRefused,   ///< type asked for, type that the step gives
    UndefinedVariable,   ///< name
    DuplicateVariable,   ///< name
    VariableNameInvalid, ///< name
    DigestModuloZero,    ///< (none)
    EmptyKeyList,        ///< (none)
    NeedsSteps,          ///< (none): a context needs at least one step
    NotAPath,            ///< (none): a context is a bare path
    ContextFunction,     ///< path function

    // Placeholders
    PlaceholderMissing,    ///< as written
    PlaceholderType,       ///< as written, what was given
    PlaceholderNotAllowed, ///< as written

    // Types
    CannotCompare,      ///< left type, right type
    NotComparable,      ///< type, operator
    NeedsFloat,         ///< operator or function, operand type, what to write or empty
    NeedsInt,           ///< operator or function, operand type
    NeedsNumber,        ///< operator or function, operand type
    NeedsBool,          ///< operator or function, operand type
    NeedsGeo,           ///< function, operand type
    NeedsHll,           ///< function, operand type
    MixedNumbers,       ///< operator or function, left type, right type
    MixedActions,       ///< type, other type
    InNeedsList,        ///< right type
    InListMixed,        ///< type, other type
    InTypeMismatch,     ///< left type, element type
    InTypeUnknown,      ///< (none)
    FilterNotBool,      ///< type
    UnknownNeedsType,   ///< operator: `unknown` against a typed value
    ReadsAsList,        ///< step, type asked for
    NeedsListOrHll,     ///< function, operand type
    DivisionByZero,     ///< operator
    DivisionOverflow,   ///< operator: the smallest integer by -1 stops a server
    ServerHazard,       ///< reason: the request would stop a server
    ServerTooOld,       ///< feature, version needed, version given
    ExpressionTooLarge, ///< limit in bytes
    ExpressionTooDeep,  ///< limit

    // Indexes
    IndexUnusable, ///< name, reason
    IndexUnknown,  ///< name
    HintConflict,  ///< (none)

    // Advice (warnings)
    IntegerWraps,        ///< as written, what it becomes
    IntegerBecomesFloat, ///< as written
    BinTypeDiffers,      ///< bin, type read, type seen in the data
    BinUnknown,          ///< bin, closest known name or empty
    AlwaysUnknown,       ///< (none)
};

enum class Severity { Error, Warning, Hint };

/// One finding, as data: the window translates by `code`, the command line prints diagnosticText().
struct Diagnostic
{
    /// What it is.
    DiagnosticCode code = DiagnosticCode::UnexpectedToken;
    /// What the texts of the code put in for %1, %2 …; see DiagnosticCode.
    QList<QString> arguments;
    /// Only errors keep a text from being compiled.
    Severity severity = Severity::Error;

    int line = 1;           ///< 1-based; only LF ends a line
    int column = 0;         ///< 0-based, in code points of its line
    int offset = 0;         ///< 0-based, in code points of the text
    int length = 0;         ///< in code points; 0 at the end of the text
    qsizetype position = 0; ///< like offset, in UTF-16 units: what QString and QTextCursor count
    qsizetype size = 0;     ///< like length, in UTF-16 units

    /// If not null: putting this text in the place of the range mends it.
    QString replacement;

    friend bool operator==(const Diagnostic &, const Diagnostic &) = default;
};

/// One English sentence without a full stop.
[[nodiscard]] QString diagnosticText(const Diagnostic &diagnostic);

/// The text's line with a caret line under the place, for a terminal: two lines, no trailing line break.
[[nodiscard]] QString diagnosticSnippet(QStringView text, const Diagnostic &diagnostic);

} // namespace Aeroscope::Ael
