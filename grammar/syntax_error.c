/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A syntax failure in words: what stood there, what could have, and what was probably meant. The parser tells dozens of
 * tokens that it would have taken; people think of them as an expression, a node pattern, a clause. */
#include "core/nearest.h"
#include "core/utf8.h"
#include "cypher.tab.h"
#include "keywords.h"
#include "parser.h"
#include "source.h"

#define MAX_EXPECTED 256 /* more than there are tokens */
#define MAX_NAMED    5
#define MAX_SHOWN    40 /* bytes of the unexpected token */

typedef struct Expected {
  const char *const *names;
  int n;
  bool told[MAX_EXPECTED]; /* under another name */
} Expected;

/* ---- groups of tokens under one name. A group applies if all that it needs is expected and not yet told. */

typedef enum GroupWords { NO_WORDS, NAME_WORDS, ALL_WORDS } GroupWords; /* the keywords that it covers */

typedef struct Group {
  const char *name;
  const char *needs[3];
  GroupWords words;
  const char *covers[40];
} Group;

static const Group groups[] = {
    {"an expression",
     {"an integer", "a string"},
     NAME_WORDS,
     {"an integer",
      "a string",
      "a float",
      "a name",
      "a function",
      "a parameter",
      "a node pattern",
      "NOT",
      "CASE",
      "TRUE",
      "FALSE",
      "NULL",
      "COMPREHENSION_BRACKET",
      "PATTERN_BRACKET",
      "EXISTS_SUBQUERY",
      "COUNT_SUBQUERY",
      "COLLECT_SUBQUERY",
      "VALUE_SUBQUERY",
      "TRIM",
      "TEMPORAL_WORD",
      "9223372036854775808",
      "'('",
      "'['",
      "'{'",
      "'+'",
      "'-'"}},
    {"NULL", {"NULL", "NORMALIZED", "::"}, NO_WORDS, {"NULL", "NOT"}},
    {"a label", {"a name", "'%'", "'!'"}, ALL_WORDS, {"a name", "'%'", "'!'", "'('", "$("}},
    {"a node pattern", {"a node pattern"}, NO_WORDS, {"a node pattern", "'('"}},
    {"a name", {"a name", "MERGE", "XOR"}, ALL_WORDS, {"a name"}},
    {"a name", {"a name"}, NAME_WORDS, {"a name", "a function"}},
    {"an operator", {"'+'", "'='"}, NO_WORDS, {"'+'", "'-'", "'*'", "'/'", "'%'", "'^'", "'='",
                                               "<>",  "'<'", "<=",  "'>'", ">=",  "=~",  "||",
                                               "::",  "'.'", "'['", "'('", "'{'", "':'", "+="}},
    {"a quantifier", {"'+'", "'*'", "'{'"}, NO_WORDS, {"'+'", "'*'", "'{'"}},
    {"properties", {"a parameter", "'{'"}, NO_WORDS, {"a parameter", "'{'"}},
    {"an operator", {"AND", "OR", "XOR"}, NO_WORDS, {"AND", "OR", "XOR", "IN", "STARTS", "ENDS", "CONTAINS", "IS"}},
    {"a relationship", {"'-'", "'<'"}, NO_WORDS, {"'-'", "'<'"}},
    {"a clause", {"MATCH", "RETURN"}, NO_WORDS, {"MATCH",  "OPTIONAL", "UNWIND", "FOR",     "WITH",      "RETURN",
                                                 "CREATE", "INSERT",   "MERGE",  "SET",     "REMOVE",    "DELETE",
                                                 "DETACH", "NODETACH", "CALL",   "FOREACH", "LOAD",      "FILTER",
                                                 "LET",    "FINISH",   "UNION",  "NEXT",    "ORDER",     "SKIP",
                                                 "OFFSET", "LIMIT",    "SHOW",   "EXCEPT",  "INTERSECT", "OTHERWISE",
                                                 "GROUP"}},
    {"a clause",
     {"EXPLAIN", "PROFILE"},
     NO_WORDS,
     {"EXPLAIN", "PROFILE", "WHY", "SETTING", "DROP", "BEGIN", "COMMIT", "ROLLBACK", "WHEN", "'{'"}},
    {"the end of the query", {"the end of the query"}, NO_WORDS, {"the end of the query", "';'"}},
};

static int index_of(const Expected *expected, const char *name)
{
  for (int i = 0; i < expected->n; i++)
    if (strcmp(expected->names[i], name) == 0) return i;
  return -1;
}

static bool applies(const Expected *expected, const Group *group)
{
  for (size_t i = 0; i < ARRAY_LEN(group->needs) && group->needs[i]; i++) {
    int at = index_of(expected, group->needs[i]);
    if (at < 0 || expected->told[at]) return false;
  }
  return true;
}

static bool covers(const Group *group, const char *name)
{
  const Keyword *keyword = group->words == NO_WORDS ? NULL : keyword_find(text_of(name));
  if (keyword && (group->words == ALL_WORDS || keyword->class != KEYWORD_RESERVED)) return true;
  for (size_t i = 0; i < ARRAY_LEN(group->covers) && group->covers[i]; i++)
    if (strcmp(group->covers[i], name) == 0) return true;
  return false;
}

/* Whether the group has anything left to name; its members are told by it from now on. */
static bool take_group(Expected *expected, const Group *group)
{
  bool any = false;
  for (int i = 0; i < expected->n; i++) {
    if (expected->told[i] || !covers(group, expected->names[i])) continue;
    expected->told[i] = true;
    any = true;
  }
  return any;
}

/* ---- the list of what was expected */

typedef struct Wanted {
  const char *names[MAX_NAMED];
  int n;
} Wanted;

static void want(Wanted *wanted, const char *name)
{
  for (int i = 0; i < wanted->n; i++)
    if (strcmp(wanted->names[i], name) == 0) return;
  if (wanted->n < MAX_NAMED) wanted->names[wanted->n++] = name;
}

static bool is_upper(char c)
{
  return c >= 'A' && c <= 'Z';
}

/* Closing brackets, which are often what is missing, come before keywords, and these before other signs. */
static int rank_of(const char *name)
{
  if (strcmp(name, "')'") == 0 || strcmp(name, "']'") == 0 || strcmp(name, "'}'") == 0) return 0;
  return is_upper(name[0]) ? 1 : 2;
}

static Wanted name_expected(Expected *expected)
{
  Wanted wanted = {.n = 0};
  for (size_t i = 0; i < ARRAY_LEN(groups); i++)
    if (applies(expected, &groups[i]) && take_group(expected, &groups[i])) want(&wanted, groups[i].name);
  for (int rank = 0; rank <= 2; rank++)
    for (int i = 0; i < expected->n; i++)
      if (!expected->told[i] && rank_of(expected->names[i]) == rank) want(&wanted, expected->names[i]);
  return wanted;
}

static void add_wanted(Str *out, const Wanted *wanted)
{
  for (int i = 0; i < wanted->n; i++) {
    const char *name = wanted->names[i];
    size_t len = strlen(name);
    if (i) str_add(out, i + 1 == wanted->n ? " or " : ", ");
    if (name[0] == '\'')
      str_addf(out, "`%.*s`", (int)len - 2, name + 1);
    else if (is_upper(name[0]) || (name[0] >= 'a' && name[0] <= 'z'))
      str_add(out, name);
    else
      str_addf(out, "`%s`", name);
  }
}

/* ---- hints */

/* The keyword that the word was probably meant to be, or NULL. */
static const char *near_keyword(const Expected *expected, Text word)
{
  NearestName nearest = nearest_name(word);
  const char *found = NULL;
  for (int i = 0; i < expected->n; i++) {
    if (!keyword_find(text_of(expected->names[i])) || strlen(expected->names[i]) < 2) continue;
    if (word.len == 2 && expected->n > 3) continue;
    if (nearest_name_try(&nearest, text_of(expected->names[i]))) found = expected->names[i];
  }
  return found;
}

/* The innermost bracket that is open before the token, or the number of tokens. */
static uint32_t open_bracket(const TokenList *tokens, uint32_t at)
{
  while (at-- > 0) {
    const Token *token = &tokens->at[at];
    if (token->kind == ')' || token->kind == ']' || token->kind == '}') {
      if (token->match < tokens->n) at = token->match;
    } else if (token->kind == '(' || token->kind == '[' || token->kind == '{' || token->kind == TK_PATTERN_PAREN ||
               token->kind == TK_COMPREHENSION_BRACKET || token->kind == TK_PATTERN_BRACKET ||
               token->kind == TK_DOLLAR_PAREN) {
      return at;
    }
  }
  return tokens->n;
}

/* MATCH n: a name where a path's name, which an equals sign follows, is all that it could be. */
static bool lacks_parentheses(const Expected *expected, const TokenList *tokens, uint32_t at)
{
  if (expected->n != 1 || index_of(expected, "'='") < 0 || at < 2) return false;
  int before = tokens->at[at - 2].kind;
  return before == TK_MATCH || before == TK_CREATE || before == TK_MERGE || before == ',';
}

static bool closes_here(const Expected *expected)
{
  return index_of(expected, "')'") >= 0 || index_of(expected, "']'") >= 0 || index_of(expected, "'}'") >= 0;
}

static HabitExpected habit_expected(const Expected *expected)
{
  if (expected->n == 1 && index_of(expected, "':'") == 0) return HABIT_COLON;
  return index_of(expected, "'}'") >= 0 && index_of(expected, "a name") >= 0 ? HABIT_KEY : HABIT_OTHER;
}

static void add_hint(Str *out, const Parser *p, const Expected *expected, uint32_t at)
{
  const TokenList *tokens = &p->tokens;
  const Token *token = &tokens->at[at];
  const Keyword *keyword = keyword_of_token(token->kind);
  bool word = keyword && keyword->class == KEYWORD_RESERVED;
  bool old = token->kind == TK_ON && at == 2; /* CREATE INDEX ON, DROP CONSTRAINT ON */
  int after = tokens->at[MIN(at + 1, tokens->n - 1)].kind;
  if (word && !old && index_of(expected, "a name") >= 0 &&
      (after == ')' || after == ',' || after == '.' || after == '=' || after == ':' || after == TK_QUERY_END)) {
    str_addf(out, "; %s is a reserved word, which as a name has to stand in backticks", keyword->spelling);
    return;
  }
  const char *habit = habit_hint(p, at, habit_expected(expected));
  if (habit) {
    str_addf(out, "; %s", habit);
    return;
  }
  if (lacks_parentheses(expected, tokens, at)) {
    const Token *name = &tokens->at[at - 1];
    str_addf(out, "; a node stands in parentheses: (%.*s)", (int)(name->span.end - name->span.start),
             p->text.data + name->span.start);
    return;
  }
  const char *near = token->kind == TK_IDENTIFIER && expected->n > 1 ? near_keyword(expected, token->text) : NULL;
  if (near) {
    str_addf(out, "; did you mean %s?", near);
    return;
  }
  if (token->kind == TK_NOT && index_of(expected, "IN") >= 0) {
    str_add(out, "; NOT stands in front of what it negates, as in NOT x IN list, or within IS NOT NULL");
    return;
  }
  if (token->kind == TK_NOT && index_of(expected, "an integer") >= 0) {
    str_add(out, "; NOT binds less tightly than the operator in front of it, so it needs parentheses");
    return;
  }
  if (token->kind == TK_IDENTIFIER && index_of(expected, "AS") >= 0) {
    str_add(out, "; a name for it stands behind AS");
    return;
  }
  bool closer = (token->kind == ')' || token->kind == ']' || token->kind == '}') && token->match == tokens->n;
  bool ends = token->kind == TK_QUERY_END || token->kind == ';' || closer || (word && closes_here(expected));
  if (!ends) return;
  uint32_t open = open_bracket(tokens, at);
  if (open == tokens->n) return;
  Span span = tokens->at[open].span;
  Position position = source_position(p->text, span.start);
  str_addf(out, "; the `%.*s` at line %u, column %u is not closed", (int)(span.end - span.start),
           p->text.data + span.start, position.line, position.column);
}

/* ---- the error */

/* Directly inside the brackets of a relationship, which openCypher tells apart. */
static bool in_relationship(const TokenList *tokens, uint32_t at)
{
  uint32_t open = open_bracket(tokens, at);
  if (open == tokens->n || open == 0 || tokens->at[at].kind == TK_QUERY_END) return false;
  if (tokens->at[open].kind != '[' || tokens->at[open - 1].kind != '-') return false;
  int first = tokens->at[open + 1].kind, second = tokens->at[MIN(open + 2, tokens->n - 1)].kind;
  return first == ':' || first == '*' || second == ':' || second == '*';
}

static void add_found(Str *out, const Parser *p, const Token *token)
{
  if (token->kind == TK_QUERY_END || token->kind == ';') {
    str_add(out, "unexpected end of the query");
    return;
  }
  Text text = {p->text.data + token->span.start, token->span.end - token->span.start};
  const char *line_end = memchr(text.data, '\n', text.len);
  size_t shown = utf8_cut(text, MAX_SHOWN);
  if (line_end) shown = MIN(shown, (size_t)(line_end - text.data));
  str_addf(out, "unexpected `%.*s%s`", (int)shown, text.data, shown < text.len ? "..." : "");
}

void syntax_error_report(Parser *p, const char *const *names, int n)
{
  TokenList *tokens = &p->tokens;
  uint32_t at = MIN(p->next, tokens->n) - 1;
  const Token *token = &tokens->at[at];
  /* Then the parser was made to stop, and the error is there or the arena's. */
  if (p->err->kind != ERROR_NONE || p->arena->bad) return;
  if (token->kind == TK_INVALID) {
    *p->err = p->scan_error;
    return;
  }
  if (token->kind == TK_INTEGER_MIN) {
    error_at(p->err, ERROR_SYNTAX, "IntegerOverflow", token->span,
             "integer is too large: 9223372036854775808 has to have a minus in front of it");
    return;
  }
  Expected expected = {.names = names, .n = MIN(n, MAX_EXPECTED)};
  Wanted wanted = name_expected(&expected);
  Str message;
  str_init(&message);
  add_found(&message, p, token);
  if (wanted.n) str_add(&message, ": expected ");
  add_wanted(&message, &wanted);
  add_hint(&message, p, &expected, at);
  const char *detail = in_relationship(tokens, at) ? "InvalidRelationshipPattern" : "UnexpectedSyntax";
  if (str_check(&message, p->err) == STATUS_OK)
    error_at(p->err, ERROR_SYNTAX, detail, token->span, "%s", str_cstr(&message));
  str_free(&message);
}
