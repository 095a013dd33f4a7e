/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The token filter between scanner and parser: an LALR(1) parser sees one token ahead, and Cypher takes more than that
 * in a few places. Here those tokens get kinds of their own (the list is at the head of cypher.y), so that the grammar
 * has no conflicts. Whatever is not certain stays as it was: the parser has the last word on what is an error.
 *
 * Passes, each linear in the number of tokens: options for other systems go, names with dots become one token, brackets
 * find their partners, and the marks are set. */
#include "parser.h"

#include "cypher.tab.h"
#include "keywords.h"

#include <stdlib.h>
#include <strings.h>

/* ---- looking at tokens; the last one is TK_QUERY_END or TK_INVALID, and looking beyond it finds it again */

static const Token *token_at(const TokenList *tokens, uint32_t i)
{
  return &tokens->at[MIN(i, tokens->n - 1)];
}

static int kind_at(const TokenList *tokens, uint32_t i)
{
  return token_at(tokens, i)->kind;
}

static bool is_word(int kind)
{
  return kind == TK_IDENTIFIER || keyword_of_token(kind);
}

static bool is_name(const Token *token)
{
  if (token->kind == TK_IDENTIFIER) return true;
  const Keyword *keyword = keyword_of_token(token->kind);
  return keyword && keyword->class != KEYWORD_RESERVED;
}

static bool opens(int kind)
{
  return kind == '(' || kind == '[' || kind == '{' || kind == TK_DOLLAR_PAREN;
}

static bool closes(int kind)
{
  return kind == ')' || kind == ']' || kind == '}';
}

static int closer_of(int kind)
{
  return kind == '[' ? ']' : kind == '{' ? '}' : ')';
}

/* ---- names with dots: a.b.c( is a function's name, CALL a.b.c a procedure's; elsewhere dots lead to properties */

static Text joined(Parser *p, const Token *first, uint32_t parts)
{
  size_t len = parts - 1;
  for (uint32_t i = 0; i < parts; i++) len += first[2 * (size_t)i].text.len;
  char *data = arena_alloc(p->arena, len), *at = data;
  for (uint32_t i = 0; data && i < parts; i++) {
    const Text part = first[2 * (size_t)i].text;
    if (i) *at++ = '.';
    memcpy(at, part.data, part.len);
    at += part.len;
  }
  return (Text){data, data ? len : 0};
}

/* The number of parts of the dotted name at i, or 0. */
static uint32_t dotted_parts(const TokenList *tokens, uint32_t i)
{
  if (!is_name(token_at(tokens, i)) || (i && kind_at(tokens, i - 1) == '.')) return 0;
  uint32_t parts = 1;
  while (kind_at(tokens, i + 2 * parts - 1) == '.' && is_word(kind_at(tokens, i + 2 * parts))) parts++;
  bool called = i && kind_at(tokens, i - 1) == TK_CALL && (i == 1 || kind_at(tokens, i - 2) != '.');
  bool applied = kind_at(tokens, i + 2 * parts - 1) == '(';
  return parts > 1 && (called || applied) ? parts : 0;
}

static void join_dotted_names(Parser *p)
{
  TokenList *tokens = &p->tokens;
  uint32_t to = 0;
  for (uint32_t from = 0; from < tokens->n;) {
    /* Tokens move to the front, so what stands before `from` is still as it was. */
    uint32_t parts = dotted_parts(tokens, from);
    Token token = tokens->at[from];
    if (parts) {
      token.kind = TK_DOTTED_NAME;
      token.text = joined(p, &tokens->at[from], parts);
      token.span.end = tokens->at[from + 2 * (parts - 1)].span.end;
    }
    from += parts ? 2 * parts - 1 : 1;
    tokens->at[to++] = token;
  }
  tokens->n = to;
}

/* ---- brackets */

static Status match_brackets(TokenList *tokens, Error *err)
{
  uint32_t *stack = malloc(tokens->n * sizeof *stack), depth = 0;
  if (!stack) return error_out_of_memory(err);
  for (uint32_t i = 0; i < tokens->n; i++) {
    Token *token = &tokens->at[i];
    token->match = tokens->n;
    if (opens(token->kind)) stack[depth++] = i;
    if (!closes(token->kind) || depth == 0) continue;
    Token *opener = &tokens->at[stack[depth - 1]];
    if (closer_of(opener->kind) != token->kind) continue;
    opener->match = i;
    token->match = stack[--depth];
  }
  free(stack);
  return STATUS_OK;
}

/* ---- what a bracket stands behind */

/* Unreserved words that have an expression behind them, rather than being a variable or a function in front. */
static bool leads_to_expression(int kind)
{
  switch (kind) {
  case TK_BETWEEN:
  case TK_BY:
  case TK_FIELDTERMINATOR:
  case TK_FILTER:
  case TK_FROM:
  case TK_OF:
  case TK_OFFSET:
  case TK_TO:
  case TK_TRIM_FROM:
  case TK_TRIM_SIDE: return true;
  default: return false;
  }
}

/* Whether the bracket belongs to the operand or the function's name in front of it: a subscript, a call. */
static bool is_postfix(const TokenList *tokens, uint32_t bracket)
{
  if (bracket == 0) return false;
  const Token *before = token_at(tokens, bracket - 1);
  switch (before->kind) {
  case ')':
  case ']':
  case '}':
  case TK_DOTTED_NAME:
  case TK_PARAMETER:
  case TK_STRING:
  case TK_INTEGER:
  case TK_FLOAT:
  case TK_NULL:
  case TK_TRUE:
  case TK_FALSE:
  case TK_TRIM: return true;
  default: break;
  }
  if (!is_word(before->kind)) return false;
  if (bracket > 1 && kind_at(tokens, bracket - 2) == '.') return true;
  return is_name(before) && !leads_to_expression(before->kind);
}

/* ---- patterns: `(` node `)` with a relationship or a repeated group behind it */

/* The relationship that may begin at i: past it there is a node, or its arrow leaves no doubt. */
static bool relationship_follows(const TokenList *tokens, uint32_t i)
{
  if (kind_at(tokens, i) == '<') i++;
  if (kind_at(tokens, i) != '-') return false;
  i++;
  if (kind_at(tokens, i) == '[') {
    int first = kind_at(tokens, i + 1), second = kind_at(tokens, i + 2);
    if (first == ':' || (first == '*' && second != ')') || (is_word(first) && second == ':')) return true;
    i = token_at(tokens, i)->match;
    i++;
  }
  if (kind_at(tokens, i) != '-') return false;
  i++;
  if (kind_at(tokens, i) == '>') return true;
  if (kind_at(tokens, i) == '+' || kind_at(tokens, i) == '*')
    i++;
  else if (kind_at(tokens, i) == '{')
    i = token_at(tokens, i)->match + 1;
  return kind_at(tokens, i) == '(';
}

/* Behind the IS at i: labels, rather than NULL, a type or another word with a meaning of its own there. */
static bool labels_follow(const TokenList *tokens, uint32_t i)
{
  switch (kind_at(tokens, i + 1)) {
  case TK_NULL:
  case TK_NOT:
  case TK_TYPED:
  case TK_TYPE_COLON:
  case TK_NORMALIZED:
  case TK_SOURCE:
  case TK_DESTINATION:
  case TK_DIRECTED: return false;
  default: return kind_at(tokens, i + 2) != TK_NORMALIZED;
  }
}

static bool opens_pattern(const TokenList *tokens, uint32_t paren)
{
  if (kind_at(tokens, paren) != '(' || is_postfix(tokens, paren)) return false;
  uint32_t close = token_at(tokens, paren)->match, i = paren + 1;
  if (close == tokens->n) return false;
  if (is_name(token_at(tokens, i))) i++;
  switch (kind_at(tokens, i)) {
  case ')':
  case ':':
  case TK_PARAMETER:
  case TK_WHERE: break;
  case TK_IS:
    if (!labels_follow(tokens, i)) return false;
    break;
  case '{': {
    uint32_t behind = token_at(tokens, i)->match + 1;
    if (behind != close && kind_at(tokens, behind) != TK_WHERE) return false;
    break;
  }
  default: return false;
  }
  /* A repeated group: nothing else is a parenthesis behind a parenthesis. */
  if (kind_at(tokens, close + 1) == '(' && kind_at(tokens, close + 2) == '(') return true;
  return relationship_follows(tokens, close + 1);
}

/* ---- words that mean something else before braces, before VALID_TIME, in a type */

/* COUNT { ... } is a subquery unless the braces hold a map or a projection: {}, {.key}, {key:}, {key,} or {key}. */
static bool subquery_follows(const TokenList *tokens, uint32_t word)
{
  if (kind_at(tokens, word + 1) != '{' || (word && kind_at(tokens, word - 1) == '.')) return false;
  int first = kind_at(tokens, word + 2), second = kind_at(tokens, word + 3);
  if (first == '}' || first == '.') return false;
  return !is_word(first) || (second != ':' && second != ',' && second != '}');
}

static bool is_identifier(const Token *token, const char *word)
{
  return token->kind == TK_IDENTIFIER && token->text.len == strlen(word) &&
         strncasecmp(token->text.data, word, token->text.len) == 0;
}

/* The WITH in the types TIME WITH TIME ZONE and TIMESTAMP WITH TIME ZONE. */
static bool is_type_word(const TokenList *tokens, uint32_t with)
{
  const Token *before = token_at(tokens, with ? with - 1 : 0);
  if (!is_identifier(before, "TIME") && !is_identifier(before, "TIMESTAMP")) return false;
  if (is_identifier(token_at(tokens, with + 1), "TIMEZONE")) return true;
  return is_identifier(token_at(tokens, with + 1), "TIME") && is_identifier(token_at(tokens, with + 2), "ZONE");
}

/* FOR x IN list WITH ORDINALITY i: nowhere else do two names follow WITH. */
static bool position_follows(const TokenList *tokens, uint32_t with)
{
  int what = kind_at(tokens, with + 1);
  return (what == TK_ORDINALITY || what == TK_OFFSET) && kind_at(tokens, with + 2) == TK_IDENTIFIER;
}

/* RETURN ALL with an expression behind it, and ACCORDING TO ALL, rather than a variable of that name. */
static bool all_is_word(const TokenList *tokens, uint32_t all)
{
  int before = all ? kind_at(tokens, all - 1) : 0;
  if (all > 1 && before == TK_TO && kind_at(tokens, all - 2) == TK_ACCORDING) return kind_at(tokens, all + 1) != '(';
  if (before != TK_RETURN && before != TK_WITH) return false;
  switch (kind_at(tokens, all + 1)) {
  case TK_IDENTIFIER:
  case TK_DOTTED_NAME:
  case TK_PARAMETER:
  case TK_STRING:
  case TK_INTEGER:
  case TK_FLOAT:
  case TK_CASE:
  case TK_COUNT:
  case TK_NOT:
  case TK_NULL:
  case TK_TRUE:
  case TK_FALSE: return true;
  case '*': return kind_at(tokens, all + 2) != TK_INTEGER && kind_at(tokens, all + 2) != TK_IDENTIFIER;
  default: return false;
  }
}

/* DATE '2020-01-01', LOCAL TIME '10:00' and their like: no name has a string behind it. */
static bool is_temporal_word(const TokenList *tokens, uint32_t i)
{
  static const char *const types[] = {"DATE", "TIME", "DATETIME", "TIMESTAMP", "DURATION"};
  const Token *token = token_at(tokens, i);
  if (is_identifier(token, "LOCAL") || is_identifier(token, "ZONED"))
    return (is_identifier(token_at(tokens, i + 1), "TIME") || is_identifier(token_at(tokens, i + 1), "DATETIME")) &&
           kind_at(tokens, i + 2) == TK_STRING;
  if (kind_at(tokens, i + 1) != TK_STRING) return false;
  for (size_t k = 0; k < ARRAY_LEN(types); k++)
    if (is_identifier(token, types[k])) return true;
  return false;
}

static bool is_trim_side(const Token *token)
{
  return is_identifier(token, "BOTH") || is_identifier(token, "LEADING") || is_identifier(token, "TRAILING");
}

/* trim( with a FROM inside, at the level of its parentheses: marks these words. False for the function. */
static bool mark_trim(TokenList *tokens, uint32_t trim)
{
  if (!is_identifier(token_at(tokens, trim), "trim") || kind_at(tokens, trim + 1) != '(') return false;
  uint32_t close = token_at(tokens, trim + 1)->match, from = 0;
  if (close == tokens->n) return false;
  for (uint32_t i = trim + 2; i < close; i++) {
    if (tokens->at[i].kind == TK_FROM) from = i;
    if (opens(tokens->at[i].kind)) i = tokens->at[i].match < close ? tokens->at[i].match : i;
  }
  if (!from) return false;
  tokens->at[from].kind = TK_TRIM_FROM;
  if (is_trim_side(&tokens->at[trim + 2])) tokens->at[trim + 2].kind = TK_TRIM_SIDE;
  return true;
}

/* FOR VALID_TIME and FOR PORTION OF, unless it is a clause over a variable of that name. */
static bool is_for_time(const TokenList *tokens, uint32_t i)
{
  int what = kind_at(tokens, i + 1), next = kind_at(tokens, i + 2);
  return (what == TK_VALID_TIME && next != TK_IN) || (what == TK_PORTION && next == TK_OF);
}

static int marked_word(const TokenList *tokens, uint32_t i)
{
  int kind = kind_at(tokens, i);
  switch (kind) {
  case TK_EXISTS: return subquery_follows(tokens, i) ? TK_EXISTS_SUBQUERY : kind;
  case TK_COUNT: return subquery_follows(tokens, i) ? TK_COUNT_SUBQUERY : kind;
  case TK_COLLECT: return subquery_follows(tokens, i) ? TK_COLLECT_SUBQUERY : kind;
  case TK_VALUE: return subquery_follows(tokens, i) ? TK_VALUE_SUBQUERY : kind;
  case TK_ALL: return all_is_word(tokens, i) ? TK_ALL_ROWS : kind;
  case TK_FOR: return is_for_time(tokens, i) ? TK_FOR_TIME : kind;
  case TK_WITH: return is_type_word(tokens, i) ? TK_IDENTIFIER : position_follows(tokens, i) ? TK_WITH_POSITION : kind;
  case TK_IDENTIFIER: return is_temporal_word(tokens, i) ? TK_TEMPORAL_WORD : kind;
  default: return kind;
  }
}

/* ---- `|` before the result of a comprehension, or between labels? */

/* Where in a label expression or a type the tokens at one level of brackets are. */
typedef enum LabelState { LABELS_NONE, LABELS_IS, LABELS_WANTED, LABELS_SEEN, LABELS_TYPE } LabelState;

typedef struct Level {
  uint32_t open; /* the bracket */
  LabelState labels;
  uint32_t cases, whens; /* CASEs that are open, and WHENs in them whose THEN is still to come */
  bool comma;            /* but for those between the values of a WHEN */
  uint32_t result;       /* the `|` that cannot stand between labels; 0: none yet */
  uint32_t last_bar;     /* the last `|` of all; 0: none */
} Level;

static LabelState labels_after(LabelState state, const Token *token)
{
  int kind = token->kind;
  if (kind == TK_TYPE_COLON || kind == TK_TYPED) return LABELS_TYPE;
  if (kind == ':') return LABELS_WANTED;
  if (kind == TK_IS) return LABELS_IS;
  switch (state) {
  case LABELS_NONE: return LABELS_NONE;
  case LABELS_IS:
    if (kind == TK_NOT || kind == TK_LABELED) return LABELS_IS;
    if (kind == TK_NULL) return LABELS_NONE;
    return labels_after(LABELS_WANTED, token);
  case LABELS_WANTED:
    if (kind == '!') return LABELS_WANTED;
    return is_word(kind) || kind == '%' || opens(kind) ? LABELS_SEEN : LABELS_NONE;
  case LABELS_SEEN: return kind == '&' ? LABELS_WANTED : LABELS_NONE;
  case LABELS_TYPE:
    return is_name(token) || kind == TK_NULL || kind == TK_NOT || kind == '<' || kind == '>' || kind == '!'
               ? LABELS_TYPE
               : LABELS_NONE;
  }
  return LABELS_NONE;
}

/* Whether the `|` at bar could have a label (or a type, which may be of two words) behind it. */
static bool label_follows(const TokenList *tokens, uint32_t bar, bool type)
{
  uint32_t i = bar + 1;
  if (kind_at(tokens, i) == ':') return true;
  while (kind_at(tokens, i) == '!') i++;
  int kind = kind_at(tokens, i);
  if (kind == '(' || kind == TK_DOLLAR_PAREN)
    i = token_at(tokens, i)->match;
  else if (!is_word(kind) && kind != '%')
    return false;
  switch (kind_at(tokens, i + 1)) {
  case '|':
  case '&':
  case ']':
  case ')':
  case TK_AND:
  case TK_OR:
  case TK_XOR:
  case TK_WHERE: return true;
  case TK_IDENTIFIER: return type;
  default: return false;
  }
}

static void see_bar(const TokenList *tokens, Level *level, uint32_t i)
{
  bool between = level->labels == LABELS_SEEN || level->labels == LABELS_TYPE;
  bool label = between && label_follows(tokens, i, level->labels == LABELS_TYPE);
  if (!label && !level->result) level->result = i;
  level->last_bar = i;
  if (!label)
    level->labels = LABELS_NONE;
  else if (level->labels == LABELS_SEEN)
    level->labels = LABELS_WANTED;
}

/* Whether a `|` in this bracket leads to a result, and what kind the bracket becomes. */
static bool has_result(const TokenList *tokens, const Level *level, int *kind)
{
  uint32_t i = level->open;
  *kind = kind_at(tokens, i);
  int first = kind_at(tokens, i + 1), second = kind_at(tokens, i + 2);
  if (*kind == '(') {
    int before = i ? kind_at(tokens, i - 1) : 0;
    return ((before == TK_REDUCE || before == TK_ALLREDUCE) && is_word(first) && second == '=') ||
           (before == TK_FOREACH && is_word(first) && second == TK_IN);
  }
  if (*kind != '[' || is_postfix(tokens, i)) return false;
  if (is_name(token_at(tokens, i + 1)) && second == TK_IN && !level->comma) {
    *kind = TK_COMPREHENSION_BRACKET;
    return true;
  }
  bool named = is_name(token_at(tokens, i + 1)) && second == '=';
  int paren = kind_at(tokens, named ? i + 3 : i + 1);
  if (level->last_bar && (paren == TK_PATTERN_PAREN || opens_pattern(tokens, named ? i + 3 : i + 1))) {
    *kind = TK_PATTERN_BRACKET;
    return true;
  }
  return false;
}

static void close_level(TokenList *tokens, const Level *level)
{
  int kind;
  if (!has_result(tokens, level, &kind)) return;
  tokens->at[level->open].kind = kind;
  /* Where every bar could stand between labels, the last one does not: a result needs one. */
  uint32_t bar = level->result ? level->result : level->last_bar;
  if (bar) tokens->at[bar].kind = TK_SUCH_THAT;
}

static void see_comma_or_case(Level *level, int kind)
{
  if (kind == TK_CASE) level->cases++;
  if (kind == TK_END && level->cases) level->cases--;
  if (kind == TK_WHEN && level->cases) level->whens++;
  if (kind == TK_THEN && level->whens) level->whens--;
  if (kind == ',' && !level->whens) level->comma = true;
}

static Status set_marks(TokenList *tokens, Error *err)
{
  Level *levels = malloc((tokens->n + (size_t)1) * sizeof *levels);
  if (!levels) return error_out_of_memory(err);
  uint32_t depth = 0;
  levels[0] = (Level){.open = tokens->n};
  for (uint32_t i = 0; i < tokens->n; i++) {
    Token *token = &tokens->at[i];
    Level *level = &levels[depth];
    if (closes(token->kind) && token->match < tokens->n) {
      /* Brackets inside that nobody closed are given up with it. */
      while (levels[depth].open != token->match) close_level(tokens, &levels[depth--]);
      close_level(tokens, &levels[depth--]);
      continue;
    }
    if (token->kind == '|')
      see_bar(tokens, level, i);
    else
      level->labels = labels_after(level->labels, token);
    see_comma_or_case(level, token->kind);
    if (opens(token->kind)) levels[++depth] = (Level){.open = i};
    if (token->kind == '(' && opens_pattern(tokens, i))
      token->kind = TK_PATTERN_PAREN;
    else if (mark_trim(tokens, i))
      token->kind = TK_TRIM;
    else
      token->kind = marked_word(tokens, i);
  }
  while (depth) close_level(tokens, &levels[depth--]);
  free(levels);
  return STATUS_OK;
}

/* ---- CYPHER [version] [name = value ...]: tells other systems how to run a statement, and means nothing here */

static bool is_option_value(int kind)
{
  return is_word(kind) || kind == TK_STRING || kind == TK_INTEGER || kind == TK_FLOAT;
}

static uint32_t options_end(const TokenList *tokens, uint32_t i)
{
  uint32_t start = i;
  if (!is_identifier(token_at(tokens, i), "CYPHER")) return start;
  i++;
  if (kind_at(tokens, i) == TK_INTEGER || kind_at(tokens, i) == TK_FLOAT) i++;
  while (is_word(kind_at(tokens, i)) && kind_at(tokens, i + 1) == '=' && is_option_value(kind_at(tokens, i + 2)))
    i += 3;
  bool alone = kind_at(tokens, i) == TK_QUERY_END || kind_at(tokens, i) == ';';
  return i > start + 1 && !alone ? i : start;
}

static void drop_options(TokenList *tokens)
{
  uint32_t start = kind_at(tokens, 0) == TK_EXPLAIN || kind_at(tokens, 0) == TK_PROFILE;
  uint32_t end = options_end(tokens, start);
  if (end == start) return;
  memmove(tokens->at + start, tokens->at + end, (tokens->n - end) * sizeof *tokens->at);
  tokens->n -= end - start;
}

Status lookahead_mark(Parser *p)
{
  drop_options(&p->tokens);
  join_dotted_names(p);
  TRY(match_brackets(&p->tokens, p->err));
  return set_marks(&p->tokens, p->err);
}
