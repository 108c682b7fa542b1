// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// The Aerospike Expression Language, shaped for an editor: every decision but one needs a single token of lookahead, so
// parsing is linear at any nesting and a text is parsed at each key press. Two consequences:
//  * an expression is a flat run of operands and operators; precedence, and that comparisons do not chain, are laid over
//    it when the tree is built (ael/syntax/treebuilder.cpp), where both are one table;
//  * a path function is read as one more step; that it may only stand last is checked in the same place.
// The lexer never fails: what fits no rule becomes one of the four tokens at the end, which the compiler reports.

grammar Ael;

// ---- rules ---------------------------------------------------------------------------------------------------------

start : expression EOF ;

expression : term (binaryOperator term)* ;

binaryOperator
    : OR | AND
    | GT | GE | LT | LE | EQ | NE | IN
    | AMPERSAND | PIPE | CARET
    | SHIFT_LEFT | SHIFT_RIGHT | SHIFT_RIGHT_LOGICAL
    | PLUS | MINUS
    | STAR | SLASH | PERCENT
    | POWER
    ;

term : (MINUS | PLUS | TILDE)* operand ;

operand
    : (INT | FLOAT | DOT_INT) (DOT (AS_INT | AS_FLOAT))?   # numberOperand
    | (TRUE | FALSE)                                       # boolOperand
    | STRING                                               # stringOperand
    | BLOB                                                 # blobOperand
    | VARIABLE                                             # variableOperand
    | (PLACEHOLDER | NAMED_PLACEHOLDER)                    # placeholderOperand
    | listLiteral                                          # listOperand
    | mapLiteral                                           # mapOperand
    | PATH_START (metadata | path)                         # recordOperand
    | NAME LPAREN expression (COMMA expression)* RPAREN    # callOperand
    | LPAREN expression RPAREN                             # groupOperand
    | NOT LPAREN expression RPAREN                         # notOperand
    | EXCLUSIVE LPAREN expression (COMMA expression)+ RPAREN   # exclusiveOperand
    | LET LPAREN definition (COMMA definition)* RPAREN THEN LPAREN expression RPAREN   # letOperand
    | WHEN LPAREN whenCase (COMMA whenCase)* COMMA DEFAULT ARROW expression RPAREN     # whenOperand
    | (UNKNOWN | ERROR)                                    # unknownOperand
    ;

definition : NAME ASSIGN expression ;

whenCase : expression ARROW expression ;

listLiteral : EMPTY_LIST | LBRACKET term? (COMMA term)* RBRACKET ;

mapLiteral : EMPTY_MAP | LBRACE pair? (COMMA pair)* RBRACE ;

pair : (INT | STRING | BLOB) COLON term ;

metadata
    : DEVICE_SIZE | MEMORY_SIZE | RECORD_SIZE | IS_TOMBSTONE | KEY_EXISTS | LAST_UPDATE | SINCE_UPDATE | SET_NAME
    | TTL | VOID_TIME | DIGEST_MODULO
    ;

path : binName step* ;

binName : NAME | BIN_ID | STRING | keyword ;

// A keyword is a name wherever only a name can stand.
keyword
    : OR | AND | NOT | EXCLUSIVE | LET | THEN | WHEN | DEFAULT | UNKNOWN | ERROR | TRUE | FALSE | IN
    | GET | TYPE | RETURN | mutator
    ;

mutator : REMOVE | INSERT | SET | APPEND | INCREMENT | CLEAR | SORT ;

step
    : (DOT_INT | DOT_SIGNED_INT | DOT_RADIX_INT)           # integerKeyStep
    | DOT dotted                                           # dottedStep
    ;

dotted
    : plainKey                                             # keyStep
    | EMPTY_LIST                                           # listDesignator
    | EMPTY_MAP                                            # mapDesignator
    | listSelector                                         # listStep
    | mapSelector                                          # mapStep
    | GET (CALL | LPAREN getParameter (COMMA getParameter)* RPAREN)?   # getStep
    | mutator CALL?                                        # mutatorStep
    | (AS_INT | AS_FLOAT | EXISTS | COUNT | HLL_COUNT | HLL_DESCRIBE)  # callStep
    | (HLL_MAY_CONTAIN | HLL_UNION | HLL_UNION_COUNT | HLL_INTERSECT_COUNT | HLL_SIMILARITY)
          LPAREN expression RPAREN                         # hllStep
    ;

// Keys whose first token starts no path function.
plainKey
    : NAME | STRING | INT | BLOB
    | OR | AND | NOT | EXCLUSIVE | LET | THEN | WHEN | DEFAULT | UNKNOWN | ERROR | TRUE | FALSE | IN | TYPE | RETURN
    ;

getParameter : (TYPE | RETURN) COLON (typeWord | returnWord) ;

typeWord
    : TYPE_INT | TYPE_STRING | TYPE_HLL | TYPE_BLOB | TYPE_FLOAT | TYPE_BOOL | TYPE_LIST | TYPE_MAP | TYPE_GEO ;

returnWord
    : RETURN_VALUE | RETURN_KEY_VALUE | RETURN_UNORDERED_MAP | RETURN_ORDERED_MAP | RETURN_KEY | RETURN_INDEX
    | RETURN_RANK | RETURN_COUNT | RETURN_NONE | RETURN_EXISTS | RETURN_REVERSE_INDEX | RETURN_REVERSE_RANK
    ;

listSelector
    : LBRACKET signedInt (COLON signedInt?)? RBRACKET                                  # listIndex
    | LBRACKET_RANK signedInt (COLON signedInt? (TILDE elementValue)?)? RBRACKET       # listRank
    | LBRACKET_VALUE elementValue ((COMMA elementValue)+ | COLON elementValue?)? RBRACKET   # listValue
    | LBRACKET_NOT signedInt COLON signedInt? RBRACKET                                 # listIndexInverted
    | LBRACKET_NOT_RANK signedInt COLON signedInt? (TILDE elementValue)? RBRACKET      # listRankInverted
    | LBRACKET_NOT_VALUE elementValue ((COMMA elementValue)+ | COLON elementValue?) RBRACKET  # listValueInverted
    ;

// A bare integer in braces is an index when it stands alone and a key in front of `-` or `,`.
mapSelector
    : LBRACE mapBody RBRACE                                                            # mapIndexOrKey
    | LBRACE_NOT mapBody RBRACE                                                        # mapIndexOrKeyInverted
    | LBRACE_RANK signedInt (COLON signedInt? (TILDE elementValue)?)? RBRACE           # mapRank
    | LBRACE_NOT_RANK signedInt COLON signedInt? (TILDE elementValue)? RBRACE          # mapRankInverted
    | LBRACE_VALUE elementValue ((COMMA elementValue)+ | COLON elementValue?)? RBRACE  # mapValue
    | LBRACE_NOT_VALUE elementValue ((COMMA elementValue)+ | COLON elementValue?) RBRACE     # mapValueInverted
    ;

mapBody
    : INT (indexTail | keyTail)?
    | MINUS INT indexTail?
    | wordKey keyTail?
    ;

indexTail : COLON signedInt? (TILDE mapKey)? ;

keyTail : MINUS mapKey? | (COMMA mapKey)+ ;

mapKey : INT | wordKey ;

wordKey : NAME | STRING | BLOB | keyword ;

elementValue : NAME | STRING | BLOB | keyword | MINUS? INT ;

signedInt : MINUS? INT ;

// ---- tokens --------------------------------------------------------------------------------------------------------
// Longest match wins; at equal length the rule that stands first.

OR : 'or' ;
AND : 'and' ;
NOT : 'not' ;
EXCLUSIVE : 'exclusive' ;
LET : 'let' ;
THEN : 'then' ;
WHEN : 'when' ;
DEFAULT : 'default' ;
UNKNOWN : 'unknown' ;
ERROR : 'error' ;
TRUE : 'true' ;
FALSE : 'false' ;
IN : [iI] [nN] ;
GET : 'get' ;
TYPE : 'type' ;
RETURN : 'return' ;
REMOVE : 'remove' ;
INSERT : 'insert' ;
SET : 'set' ;
APPEND : 'append' ;
INCREMENT : 'increment' ;
CLEAR : 'clear' ;
SORT : 'sort' ;

TYPE_INT : 'INT' ;
TYPE_STRING : 'STRING' ;
TYPE_HLL : 'HLL' ;
TYPE_BLOB : 'BLOB' ;
TYPE_FLOAT : 'FLOAT' ;
TYPE_BOOL : 'BOOL' ;
TYPE_LIST : 'LIST' ;
TYPE_MAP : 'MAP' ;
TYPE_GEO : 'GEO' ;

RETURN_VALUE : 'VALUE' ;
RETURN_KEY_VALUE : 'KEY_VALUE' ;
RETURN_UNORDERED_MAP : 'UNORDERED_MAP' ;
RETURN_ORDERED_MAP : 'ORDERED_MAP' ;
RETURN_KEY : 'KEY' ;
RETURN_INDEX : 'INDEX' ;
RETURN_RANK : 'RANK' ;
RETURN_COUNT : 'COUNT' ;
RETURN_NONE : 'NONE' ;
RETURN_EXISTS : 'EXISTS' ;
RETURN_REVERSE_INDEX : 'REVERSE_INDEX' ;
RETURN_REVERSE_RANK : 'REVERSE_RANK' ;

HLL_MAY_CONTAIN : 'hllMayContain' ;
HLL_UNION : 'hllUnion' ;
HLL_UNION_COUNT : 'hllUnionCount' ;
HLL_INTERSECT_COUNT : 'hllIntersectCount' ;
HLL_SIMILARITY : 'hllSimilarity' ;

// Calls that are one token: no blank may stand before or inside their parentheses.
DEVICE_SIZE : 'deviceSize()' ;
MEMORY_SIZE : 'memorySize()' ;
RECORD_SIZE : 'recordSize()' ;
IS_TOMBSTONE : 'isTombstone()' ;
KEY_EXISTS : 'keyExists()' ;
LAST_UPDATE : 'lastUpdate()' ;
SINCE_UPDATE : 'sinceUpdate()' ;
SET_NAME : 'setName()' ;
TTL : 'ttl()' ;
VOID_TIME : 'voidTime()' ;
DIGEST_MODULO : 'digestModulo(' Integer ')' ;
AS_INT : 'asInt()' ;
AS_FLOAT : 'asFloat()' ;
EXISTS : 'exists()' ;
COUNT : 'count()' ;
HLL_COUNT : 'hllCount()' ;
HLL_DESCRIBE : 'hllDescribe()' ;

CALL : '()' ;
EMPTY_LIST : '[]' ;
EMPTY_MAP : '{}' ;
PATH_START : '$.' ;

POWER : '**' ;
SHIFT_RIGHT_LOGICAL : '>>>' ;
SHIFT_LEFT : '<<' ;
SHIFT_RIGHT : '>>' ;
EQ : '==' ;
NE : '!=' ;
GE : '>=' ;
LE : '<=' ;
ARROW : '=>' ;
GT : '>' ;
LT : '<' ;
ASSIGN : '=' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
PERCENT : '%' ;
AMPERSAND : '&' ;
PIPE : '|' ;
CARET : '^' ;
TILDE : '~' ;
COMMA : ',' ;
COLON : ':' ;
DOT : '.' ;
LPAREN : '(' ;
RPAREN : ')' ;

LBRACKET_NOT_RANK : '[!#' ;
LBRACKET_NOT_VALUE : '[!=' ;
LBRACKET_RANK : '[#' ;
LBRACKET_VALUE : '[=' ;
LBRACKET_NOT : '[!' ;
LBRACKET : '[' ;
RBRACKET : ']' ;
LBRACE_NOT_RANK : '{!#' ;
LBRACE_NOT_VALUE : '{!=' ;
LBRACE_RANK : '{#' ;
LBRACE_VALUE : '{=' ;
LBRACE_NOT : '{!' ;
LBRACE : '{' ;
RBRACE : '}' ;

INT : Integer ;
FLOAT : [0-9]+ '.' [0-9]+ ;
DOT_INT : '.' [0-9]+ ;             // a number in an expression, an integer key in a path
DOT_SIGNED_INT : '.' [+\-] [0-9]+ ;
DOT_RADIX_INT : '.' (Hex | Binary) ;
STRING : '\'' ~[']* '\'' | '"' ~["]* '"' ;
BLOB : ('X' | 'b64') '\'' ~[']* '\'' ;
VARIABLE : '${' [A-Za-z_] [A-Za-z0-9_]* '}' ;
PLACEHOLDER : '?' [0-9]+ ;
NAMED_PLACEHOLDER : '?' [A-Za-z_] [A-Za-z0-9_]* ;
NAME : [A-Za-z0-9_]+ ;
BIN_ID : [A-Za-z0-9_]* '@' [A-Za-z0-9_@]* ;

WHITESPACE : [ \t\r\n]+ -> skip ;

// What the language does not know, kept as tokens so that an editor can colour and a message can place them.
UNTERMINATED_STRING : ('X' | 'b64')? ('\'' ~[']* | '"' ~["]*) ;
BAD_VARIABLE : '${' [A-Za-z0-9_]* '}'? | '$' [A-Za-z0-9_]* ;
BAD_CHARACTER : . ;

fragment Integer : [0-9]+ | Hex | Binary ;
fragment Hex : '0' [xX] [0-9a-fA-F]+ ;
fragment Binary : '0' [bB] [01]+ ;
