// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ael/compiler.h"
#include "ael/diagnostic.h"

#include <QList>
#include <QString>

#include <optional>

namespace Aeroscope::Ael {

/// How an editor colours a token.
enum class TokenKind {
    Keyword,  ///< and or not in let then when default exclusive unknown error
    Constant, ///< true false
    Number,
    String,
    Blob,
    Bin,          ///< the name after `$.`
    Key,          ///< a map key or value inside a path
    Metadata,     ///< ttl(), setName() …
    PathFunction, ///< count(), get, asInt() …
    Function,     ///< abs, max …
    TypeName,     ///< INT, STRING, COUNT … inside get(…)
    Variable,     ///< ${x}, and x where let defines it
    Placeholder,  ///< ?0, ?name
    Operator,
    Bracket,
    Separator, ///< `,` `:` `.` `$.` `=>`
    Error,     ///< what the language does not know
};

/// A range of a text, in UTF-16 units.
struct TextRange
{
    /// Of its first unit.
    qsizetype offset = 0;
    /// 0: a place between two units.
    qsizetype length = 0;
    friend bool operator==(const TextRange &, const TextRange &) = default;
};

/// A coloured range, in UTF-16 units of the text.
struct HighlightToken
{
    /// Of its first unit.
    qsizetype offset = 0;
    /// At least 1.
    qsizetype length = 0;
    /// How it is to be coloured.
    TokenKind kind = TokenKind::Error;
    friend bool operator==(const HighlightToken &, const HighlightToken &) = default;
};

/// A bin as it was met in the data.
struct SchemaBin
{
    /// Exact bytes.
    QByteArray name;
    QList<ValueType> types; ///< the most frequent first
};

/// What is known of the data that a text is about; an editor's owner implements it over what it sampled.
/// Called on the thread that calls the language service; must answer at once from memory.
class SchemaSource
{
public:
    SchemaSource() = default;
    virtual ~SchemaSource() = default;
    SchemaSource(const SchemaSource &) = delete;
    SchemaSource &operator=(const SchemaSource &) = delete;

    /// All bins met so far.
    [[nodiscard]] virtual QList<SchemaBin> bins() const = 0;
    /// Keys of maps at a place: a context list as compileContext() gives it, empty for the bin itself.
    [[nodiscard]] virtual QList<Value> keys(const QByteArray &bin, const QByteArray &context) const = 0;
    /// Values met at a place, the most frequent first; a few will do.
    [[nodiscard]] virtual QList<Value> samples(const QByteArray &bin, const QByteArray &context) const = 0;
};

/// What a completion stands for; decides its icon.
enum class CompletionKind {
    Bin,
    Key,
    Value,
    Variable,
    Placeholder,
    Function,
    PathFunction,
    Metadata,
    Keyword,
    Operator,
    Type
};

/// One thing that could stand at the cursor. A value.
struct Completion
{
    QString label;        ///< what the list shows
    QString insert;       ///< what replaces the range
    qsizetype cursor = 0; ///< where the cursor goes, from the start of what was inserted
    /// What it stands for.
    CompletionKind kind = CompletionKind::Keyword;
    QString detail;  ///< type or signature; words of the language
    QString meaning; ///< one English sentence, translated in the context "AelVocabulary"; may be empty
};

/// What complete() offers.
struct CompletionList
{
    TextRange replaced;      ///< the word under the cursor, or nothing at the cursor
    QList<Completion> items; ///< those that begin like the word, the most useful first
};

/// What stands under the cursor.
struct HoverInfo
{
    /// Of the word.
    TextRange range;
    QString title; ///< "count()", "$.age", "${total}"
    /// What it gives.
    ValueType type = ValueType::Unknown;
    QString meaning;            ///< as Completion::meaning
    QVersionNumber since;       ///< the server that it needs; null: every supported one
    QList<ValueType> seenTypes; ///< Bin: types met in the data
};

/// The call that is being written. A value.
struct SignatureInfo
{
    QString label;               ///< "pow(x, exponent)"
    QList<TextRange> parameters; ///< ranges of the label
    int active = 0;              ///< the parameter at the cursor, less than 0: none
    /// As Completion::meaning.
    QString meaning;
};

/// One replacement; a list of them has ascending, separate ranges of the text before any was made.
struct TextEdit
{
    /// What goes.
    TextRange range;
    /// What takes the place of the range.
    QString text;
    friend bool operator==(const TextEdit &, const TextEdit &) = default;
};

/// What an editor asks about a text, at each key press: cheap (well under a millisecond for usual texts),
/// without state. Thread: any. Positions are UTF-16 units, as QString and QTextDocument count.
class LanguageService
{
public:
    /// Tokens in order, blanks left out; works for any text.
    [[nodiscard]] static QList<HighlightToken> highlight(QStringView text);

    /// What compile() finds. Placeholders that have no value in the options yet are no error here. With a
    /// schema, bins that were never seen and types that the data does not have are warned about.
    [[nodiscard]] static QList<Diagnostic> diagnostics(QStringView text, const CompileOptions &options = {},
                                                       const SchemaSource *schema = nullptr);

    /// What could stand at the cursor. `schema` may be null.
    [[nodiscard]] static CompletionList complete(QStringView text, qsizetype cursor,
                                                 const SchemaSource *schema = nullptr,
                                                 const CompileOptions &options = {});

    /// What stands at the cursor; nothing between words.
    [[nodiscard]] static std::optional<HoverInfo> hover(QStringView text, qsizetype cursor,
                                                        const SchemaSource *schema = nullptr,
                                                        const CompileOptions &options = {});

    /// The call around the cursor.
    [[nodiscard]] static std::optional<SignatureInfo> signature(QStringView text, qsizetype cursor);

    /// The text in one style: one blank around operators, long texts on several lines. Idempotent, and
    /// compiles to the same bytes. A text with syntax errors comes back as it is.
    [[nodiscard]] static QString format(QStringView text);

    /// The bracket before or behind the cursor and its partner; nothing when there is none.
    [[nodiscard]] static std::optional<std::pair<TextRange, TextRange>> matchingBrackets(QStringView text,
                                                                                         qsizetype cursor);

    /// Every place of the variable under the cursor, its definition included; empty when there is none.
    [[nodiscard]] static QList<TextRange> variablePlaces(QStringView text, qsizetype cursor);

    /// The edits that give the variable under the cursor another name; empty when there is no variable, or
    /// the name is no name or is taken where the variable is used.
    [[nodiscard]] static QList<TextEdit> renameVariable(QStringView text, qsizetype cursor,
                                                        const QString &name);
};

} // namespace Aeroscope::Ael
