/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hints for those who come from other languages, SQL above all: what to write here for the word that the parser did not
 * expect. Advice only: nothing here decides what is an error. */
#include "cypher.tab.h"
#include "parser.h"

#include <strings.h>

static const Token *token_at(const TokenList *tokens, uint32_t i)
{
  return &tokens->at[MIN(i, tokens->n - 1)];
}

static bool is_text(const Parser *p, uint32_t at, const char *word)
{
  Span span = token_at(&p->tokens, at)->span;
  size_t len = strlen(word);
  return span.end - span.start == len && strncasecmp(p->text.data + span.start, word, len) == 0;
}

/* ---- words that mean something elsewhere */

typedef enum HabitPlace {
  HABIT_FIRST, /* the unexpected token is the first of the statement */
  HABIT_HERE,  /* it stands anywhere else */
  HABIT_BEFORE /* likewise, or in front of it stands the word, which the parser took for a name */
} HabitPlace;

typedef struct Habit {
  const char *word, *next; /* next NULL: whatever follows */
  HabitPlace place;
  const char *hint;
} Habit;

static const Habit habits[] = {
    {"SELECT", NULL, HABIT_FIRST, "a query begins with MATCH and ends in RETURN"},
    {"UPDATE", NULL, HABIT_FIRST, "SET changes properties and labels"},
    {"USE", NULL, HABIT_FIRST, "a database is one file, and is chosen when it is opened"},
    {"ALTER", NULL, HABIT_FIRST, "there are no tables: labels, types and keys come into being by being used"},
    {"DATABASE", NULL, HABIT_BEFORE, "a database is one file, and is made when it is first opened"},
    {"DATABASES", NULL, HABIT_HERE, "a database is one file, and is chosen when it is opened"},
    {"LIKE", NULL, HABIT_HERE, "text is compared by CONTAINS, STARTS WITH, ENDS WITH or the regular expression of =~"},
    {"ILIKE", NULL, HABIT_HERE,
     "texts are searched with CONTAINS and its kin, or without regard to case: x =~ '(?i)pattern'"},
    {"REGEXP", NULL, HABIT_HERE, "a regular expression stands behind =~"},
    {"HAVING", NULL, HABIT_HERE, "WITH ... WHERE keeps some of the grouped rows"},
    {"BETWEEN", NULL, HABIT_HERE, "a range is written low <= x <= high"},
    {"ISNULL", NULL, HABIT_HERE, "write IS NULL"},
    {"NOTNULL", NULL, HABIT_HERE, "write IS NOT NULL"},
    {"EMPTY", NULL, HABIT_HERE, "isEmpty(x) asks whether a list, map or text is empty"},
    {"TOP", NULL, HABIT_BEFORE, "LIMIT n behind RETURN gives the first n rows"},
    {"SORT", NULL, HABIT_HERE, "rows are sorted by ORDER BY"},
    {"JOIN", NULL, HABIT_HERE, "a further MATCH, or a comma in its pattern, joins"},
    {"GROUP", NULL, HABIT_HERE, "rows are grouped by the columns that stand beside an aggregate function"},
    {"INNER", NULL, HABIT_HERE, "what belongs together is said by a pattern: (a)-[:TYPE]->(b)"},
    {"LEFT", NULL, HABIT_HERE, "OPTIONAL MATCH goes on with nulls where nothing fits"},
    {"INTO", NULL, HABIT_BEFORE, "nodes are made by CREATE (:Label {key: value})"},
    {"VALUES", NULL, HABIT_HERE, "nodes are made by CREATE (:Label {key: value})"},
    {"IF", NULL, HABIT_BEFORE, "write CASE WHEN condition THEN a ELSE b END"},
    {"IIF", NULL, HABIT_BEFORE, "write CASE WHEN condition THEN a ELSE b END"},
    {"DISTINCT", "FROM", HABIT_HERE, "write = or <>, and ask for missing values with IS NULL"},
    {"EXISTS", NULL, HABIT_HERE, "write x IS NOT NULL"},
    {"!", NULL, HABIT_HERE, "write NOT in front of a condition"},
};

static const char *habit_of_word(const Parser *p, uint32_t at)
{
  for (size_t i = 0; i < ARRAY_LEN(habits); i++) {
    const Habit *habit = &habits[i];
    if ((habit->place == HABIT_FIRST) != (at == 0)) continue;
    if (habit->place == HABIT_BEFORE && is_text(p, at - 1, habit->word)) return habit->hint;
    if (is_text(p, at, habit->word) && (!habit->next || is_text(p, at + 1, habit->next))) return habit->hint;
  }
  return NULL;
}

/* ---- what the words around tell */

/* The keyword that the clause with the token began with, looking back at its level of brackets: a TK_..., or 0. */
static int clause_before(const TokenList *tokens, uint32_t at)
{
  while (at-- > 0) {
    const Token *token = &tokens->at[at];
    switch (token->kind) {
    case TK_MATCH:
    case TK_CREATE:
    case TK_MERGE:
    case TK_WITH:
    case TK_RETURN:
    case TK_WHERE:
    case TK_SET:
    case TK_UNWIND:
    case TK_DELETE: return token->kind;
    case ')':
    case ']':
    case '}':
      if (token->match < at) at = token->match;
      break;
    default:
      if (token->match > at && token->match < tokens->n) return 0; /* inside the bracket */
    }
  }
  return 0;
}

static const char *habit_of_place(const TokenList *tokens, uint32_t at)
{
  const Token *token = token_at(tokens, at);
  int before = at ? tokens->at[at - 1].kind : 0, clause = clause_before(tokens, at);
  switch (token->kind) {
  case TK_WHERE:
    if (clause == TK_RETURN)
      return "RETURN takes no WHERE: conditions stand behind MATCH, or in WITH ... WHERE before it";
    if (clause == TK_WHERE) return "conditions are joined by AND";
    if (clause == TK_CREATE || clause == TK_MERGE) return "only what is looked for has conditions: MATCH ... WHERE";
    return NULL;
  case ',': return clause == TK_WHERE ? "conditions are joined by AND" : NULL;
  case TK_FROM: return clause == TK_RETURN ? "there are no tables: MATCH in front says where values come from" : NULL;
  case '>': return before == '-' || before == ']' ? "arrows are written -->, <-- or -[:TYPE]->" : NULL;
  default: return NULL;
  }
}

/* ---- indexes and constraints as they were written before Cypher 4 and 5 */

static const char *habit_of_schema(const Parser *p, uint32_t at)
{
  const TokenList *tokens = &p->tokens;
  int verb = token_at(tokens, 0)->kind, what = token_at(tokens, 1)->kind;
  if ((verb != TK_CREATE && verb != TK_DROP) || (what != TK_CONSTRAINT && what != TK_INDEX)) return NULL;
  bool of_old = token_at(tokens, at)->kind == TK_ON || is_text(p, at, "ASSERT");
  if (of_old && verb == TK_DROP)
    return what == TK_INDEX ? "an index is dropped by its name, which SHOW INDEXES tells"
                            : "a constraint is dropped by its name, which SHOW CONSTRAINTS tells";
  if (of_old && what == TK_INDEX) return "since Cypher 4 this is written CREATE INDEX [name] FOR (n:Label) ON (n.key)";
  if (of_old) return "since Cypher 5 this is written CREATE CONSTRAINT [name] FOR (n:Label) REQUIRE n.key IS UNIQUE";
  if (at > 1 && token_at(tokens, at - 1)->kind == TK_EXISTS && token_at(tokens, at - 2)->kind == TK_REQUIRE)
    return "write n.key IS NOT NULL";
  return NULL;
}

const char *habit_hint(const Parser *p, uint32_t at, HabitExpected expected)
{
  const TokenList *tokens = &p->tokens;
  const Token *token = token_at(tokens, at);
  const char *hint = habit_of_schema(p, at);
  if (!hint) hint = habit_of_word(p, at);
  if (!hint) hint = habit_of_place(tokens, at);
  if (hint) return hint;
  if (token->kind == '=' && expected == HABIT_COLON) return "a key and its value are joined by `:`";
  if (token->kind == TK_STRING && expected == HABIT_KEY) return "keys stand without quotes, or in backticks";
  return NULL;
}
