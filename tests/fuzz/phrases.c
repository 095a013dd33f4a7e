/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In a template, % and a letter stand for a random phrase:
 *   e expression   v variable   k key   l label   t type of relationships   p path   c clause   q query   i integer   d
 * digit f call of a function   r call of a procedure   y type of values   w literal   x the inner text */
#include "phrases.h"

#include "func/func.h"
#include "grammar/parse.h"
#include "proc/proc.h"

#include <ctype.h>

/* Templates within templates end in plain words behind so many levels, and behind so many bytes. */
enum { MAX_DEPTH = 4, MAX_PHRASE = 600 };

typedef struct Growth {
  Phrases *phrases;
  Text inner;
  unsigned depth;
  size_t start; /* where in out the phrase begins */
} Growth;

uint64_t random_next(Random *random)
{
  uint64_t x = random->state ? random->state : 0x9E3779B97F4A7C15u;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  random->state = x;
  return x * 0x2545F4914F6CDD1Du;
}

uint32_t random_below(Random *random, uint32_t n)
{
  return n ? (uint32_t)((random_next(random) >> 32) * n >> 32) : 0;
}

/* ---- words */

static const char *const variables[] = {"n", "m", "r", "x", "y", "p", "a", "b", "rows", "`a b`"};
static const char *const keys[] = {"name", "num", "x",        "y",       "id",     "list",
                                   "on",   "at",  "valid_to", "`odd k`", "nobody", "valid_from"};
static const char *const labels[] = {
    "A", "B", "C", "A&B", "A|C", "!A", "%", "A:B", "$('A')", "$any(['A', 'B'])", "(A|B)&!C", "Nobody"};
static const char *const types[] = {"T", "KNOWS", "T|KNOWS", "!T", "%", "NOBODY", "$('T')"};
static const char *const value_types[] = {
    "BOOLEAN",  "STRING",        "INTEGER",         "FLOAT", "DATE", "LOCAL TIME", "ZONED DATETIME",
    "DURATION", "LIST<INTEGER>", "LIST<LIST<ANY>>", "MAP",   "NODE", "PATH",       "NOTHING",
    "NULL",     "ANY NOT NULL",  "INTEGER | FLOAT"};
static const char *const integers[] = {"0",    "1",  "2", "3", "5", "10", "-1", "1000", "9223372036854775807",
                                       "null", "1.5"};
static const char *const operators[] = {"+",  "-",  "*",  "/",  "%",  "^",  "=", "<>", "<",  "<=", ">", ">=", "=~",
                                        "||", "..", "+=", "::", "(",  ")",  "[", "]",  "{",  "}",  "|", "&",  "!",
                                        ",",  ".",  ":",  "->", "<-", "--", "*", "$x", "$(", "'",  "`", ";"};

static const struct {
  uint32_t type;
  const char *text;
} literals[] = {
    {TYPE_NULL, "null"},
    {TYPE_BOOL, "true"},
    {TYPE_BOOL, "false"},
    {TYPE_INT, "0"},
    {TYPE_INT, "1"},
    {TYPE_INT, "-1"},
    {TYPE_INT, "3"},
    {TYPE_INT, "64"},
    {TYPE_INT, "2147483648"},
    {TYPE_INT, "9223372036854775807"},
    {TYPE_INT, "-9223372036854775808"},
    {TYPE_FLOAT, "0.0"},
    {TYPE_FLOAT, "-0.0"},
    {TYPE_FLOAT, "0.5"},
    {TYPE_FLOAT, "1e308"},
    {TYPE_FLOAT, "5e-324"},
    {TYPE_FLOAT, "(0.0 / 0.0)"},
    {TYPE_FLOAT, "(-1.0 / 0.0)"},
    {TYPE_FLOAT, "9223372036854775808.0"},
    {TYPE_STRING, "''"},
    {TYPE_STRING, "'a'"},
    {TYPE_STRING, "'Rīga'"},
    {TYPE_STRING, "'e\\u0301\\U0001F600'"},
    {TYPE_STRING, "' \\n 12 '"},
    {TYPE_STRING, "'(?i)(a|b)*c.+$'"},
    {TYPE_STRING, "'name'"},
    {TYPE_STRING, "'1940-06'"},
    {TYPE_STRING, "'P1Y2M-3DT4.5S'"},
    {TYPE_STRING, "'12:30:01.5+02:00'"},
    {TYPE_STRING, "'yyyy-MM-dd'"},
    {TYPE_STRING, "'week'"},
    {TYPE_LIST, "[]"},
    {TYPE_LIST, "[1, 2, 3]"},
    {TYPE_LIST, "[3, null, 'a', 1.5, [1]]"},
    {TYPE_LIST, "range(0, 5)"},
    {TYPE_LIST, "['a', 'b']"},
    {TYPE_MAP, "{}"},
    {TYPE_MAP, "{a: 1, name: 'x'}"},
    {TYPE_MAP, "{year: 1984, month: 10, day: 11, hour: 12, timezone: 'Europe/Stockholm'}"},
    {TYPE_MAP, "{year: 2020, week: 53, dayOfWeek: 5}"},
    {TYPE_MAP, "{days: 1.5, hours: -30, nanoseconds: 999999999999}"},
    {TYPE_DATE, "date('1940-06-15')"},
    {TYPE_DATE, "date('-999999999-01-01')"},
    {TYPE_DATE, "date('+999999999-12-31')"},
    {TYPE_DATETIME, "datetime('2015-07-21T21:40:32.142[Europe/London]')"},
    {TYPE_DATETIME, "datetime({epochSeconds: 0})"},
    {TYPE_LOCALDATETIME, "localdatetime('2015-W30-2T214032.142')"},
    {TYPE_LOCALTIME, "localtime('23:59:59.999999999')"},
    {TYPE_TIME, "time('00:00-18:00')"},
    {TYPE_EDTF, "edtf('193X~/..')"},
    {TYPE_EDTF, "edtf('1939-XX-05')"},
    {TYPE_DURATION, "duration('P14DT16H12M')"},
    {TYPE_DURATION, "duration({months: 2147483647})"},
    {TYPE_NODE, "n"},
    {TYPE_REL, "r"},
    {TYPE_PATH, "p"},
};

/* ---- templates */

static const char *const expressions[] = {
    "%w",
    "%w",
    "%v",
    "%v",
    "%v.%k",
    "%v.%k",
    "%f",
    "%f",
    "%f",
    "$%v",
    "%e + %e",
    "%e - %e",
    "%e * %e",
    "%e / %e",
    "%e % %e",
    "%e ^ %e",
    "-%e",
    "NOT %e",
    "%e AND %e",
    "%e OR %e",
    "%e XOR %e",
    "%e = %e",
    "%e <> %e",
    "%e < %e <= %e",
    "%e >= %e",
    "%e IN %e",
    "%e STARTS WITH %e",
    "%e CONTAINS %e",
    "%e =~ %e",
    "%e || %e",
    "%e IS NULL",
    "%e IS NOT NULL",
    "%e IS :: %y",
    "%v:%l",
    "%e[%e]",
    "%e[%e..%e]",
    "%e[..%i]",
    "(%e).%k",
    "[%e, %e]",
    "{%k: %e, %k: %e}",
    "%v {.*, .%k, %k: %e, %v}",
    "CASE %e WHEN %e THEN %e ELSE %e END",
    "CASE WHEN %e THEN %e END",
    "[%v IN %e WHERE %e | %e]",
    "[%p WHERE %e | %e]",
    "[%v = %p | length(%v)]",
    "all(%v IN %e WHERE %e)",
    "single(%v IN %e WHERE %e)",
    "reduce(%v = %e, %v IN %e | %e)",
    "EXISTS { %p WHERE %e }",
    "EXISTS { %q }",
    "COUNT { %p }",
    "COLLECT { %q }",
    "VALUE { %q }",
    "CASE %e WHEN > %e, IS NULL THEN %e ELSE %e END",
    "allReduce(%v = %e, %v IN %e | %e, %e)",
    "%p",
    "shortestPath((%v)-[*]-(%v))",
    "count(*)",
    "count(DISTINCT %e)",
    "collect(%e)",
    "sum(%e)",
    "min(%e)",
    "percentileCont(%e, 0.5)",
};

static const char *const around[] = {
    "(%x)",
    "[%x]",
    "[%x, %e]",
    "-%x",
    "NOT %x",
    "%x + %e",
    "%e - %x",
    "%x * %e",
    "%e / %x",
    "%x = %e",
    "%e < %x",
    "%x IN %e",
    "%e IN [%x]",
    "%x AND %e",
    "%x OR %e",
    "%x IS NULL",
    "%x IS :: %y",
    "%x[%e]",
    "%e[%x]",
    "%e[%x..%e]",
    "(%x).%k",
    "{%k: %x}",
    "CASE WHEN %x THEN %e ELSE %e END",
    "CASE %e WHEN %e THEN %x END",
    "[%v IN %x WHERE %e | %e]",
    "[%v IN %e | %x]",
    "any(%v IN %e WHERE %x)",
    "none(%v IN %x WHERE %e)",
    "reduce(%v = %x, %v IN %e | %e)",
    "reduce(%v = %e, %v IN %e | %x)",
    "coalesce(%e, %x)",
    "toString(%x)",
    "size(%x)",
    "keys(%x)",
    "count(%x)",
    "collect(DISTINCT %x)",
    "max(%x)",
    "EXISTS { WITH %x AS %v WHERE %e RETURN %v }",
    "COLLECT { UNWIND %x AS %v RETURN %e }",
    "[%p WHERE %x | %e]",
};

static const char *const paths[] = {
    "(%v)",
    "(%v:%l)",
    "(:%l {%k: %e})",
    "(%v WHERE %e)",
    "(%v)-[%v:%t]->(%v)",
    "(%v)<-[:%t]-(%v:%l)",
    "(%v)--(%v)",
    "(%v)-->()<--(%v)",
    "(%v)-[%v:%t {%k: %e}]-(%v)",
    "(%v)-[%v WHERE %e]->()",
    "(%v)-[%v:%t*]->(%v)",
    "(%v)-[%v*%d..%d]-(%v:%l)",
    "(%v)-[:%t]->{1,3}(%v)",
    "(%v)-[:%t]->+(%v)",
    "(%v) ((%v)-[%v:%t]->(%v) WHERE %e){0,2} (%v)",
    "ANY SHORTEST (%v)-[:%t]->+(%v)",
    "SHORTEST 2 (%v)-[]-*(%v)",
    "SHORTEST 1 GROUPS (%v)-[]->+(%v)",
    "ACYCLIC (%v)-[]->*(%v)",
    "(%v:%l)-[:%t]->(%v)-[:%t]->(%v)",
};

static const char *const clauses[] = {
    "MATCH %p",
    "MATCH %p",
    "MATCH %v = %p WHERE %e",
    "MATCH %p, %p WHERE %e",
    "OPTIONAL MATCH %p WHERE %e",
    "MATCH %v = shortestPath((%v)-[:%t*]-(%v))",
    "MATCH %v = allShortestPaths((%v)-[*..3]->(%v))",
    "MATCH %p AS OF %e",
    "MATCH %p FOR VALID_TIME FROM %w TO %w WHERE %e",
    "MATCH %p FOR VALID_TIME CONTAINED IN (%w, %w)",
    "MATCH %p ACCORDING TO %e",
    "MATCH %p AS OF %w ACCORDING TO ALL RANK BEST WHERE %e",
    "MATCH %p RANK ALL",
    "WITH *",
    "WITH %v, %e AS %v",
    "WITH DISTINCT %v, %e AS %v WHERE %e",
    "WITH * ORDER BY %e, %e DESC SKIP %i LIMIT %i",
    "WITH %v, collect(%e) AS %v",
    "UNWIND %e AS %v",
    "LOAD CSV WITH HEADERS FROM %w AS %v FIELDTERMINATOR %w",
    "LOAD JSONL FROM %w AS %v",
    "UNWIND range(1, %i) AS %v",
    "FOR %v IN %e",
    "LET %v = %e",
    "FILTER %e",
    "CREATE %p",
    "CREATE (%v:A:B {%k: %e})-[:T {%k: %e}]->(%v)",
    "INSERT (%v:%l {%k: %e})",
    "MERGE (%v:A {%k: %e})",
    "MERGE (%v)-[%v:T]->(%v) ON CREATE SET %v.%k = %e ON MATCH SET %v += %e",
    "SET r.num = %e FOR PORTION OF VALID_TIME FROM %w TO %w",
    "DELETE r FOR PORTION OF VALID_TIME FROM '1939-06' TO %w",
    "SET %v.%k = %e",
    "SET %v = %e",
    "SET %v += {%k: %e}",
    "SET %v:A:C",
    "SET %v:$(%e)",
    "FOR %v IN %e WITH OFFSET %v",
    "CALL (%v) { %c } IN TRANSACTIONS OF %i ROWS",
    "RETURN %e AS %v, count(*) AS %v GROUP BY %v ORDER BY %v NULLS FIRST",
    "SET %v[%e] = %e",
    "REMOVE %v.%k",
    "REMOVE %v:%l",
    "DELETE %v",
    "DETACH DELETE %e",
    "FOREACH (%v IN %e | %c)",
    "CALL { %q }",
    "CALL (%v) { WITH %v WHERE %e %c RETURN %e AS %v }",
    "CALL (*) { %q }",
    "OPTIONAL CALL (%v) { %c RETURN %e AS %v }",
    "CALL %r YIELD *",
    "CALL %r",
    "RETURN %e",
    "RETURN *",
    "RETURN DISTINCT %e AS %v, %e ORDER BY %e SKIP %i LIMIT %i",
    "RETURN %e AS %v UNION %q",
    "RETURN %e AS %v NEXT %q",
    "FINISH",
};

static const char *const queries[] = {
    "RETURN %e AS %v",
    "%c RETURN %e AS %v",
    "MATCH %p RETURN %e AS %v",
    "UNWIND %e AS %v RETURN %e AS %v",
    "MATCH %p WHERE %e RETURN %e AS %v ORDER BY %e LIMIT %i",
};

static const char *const statements[] = {
    "%c %c",
    "%c %q",
    "%q",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SHOW INDEXES",
    "CREATE INDEX an_index IF NOT EXISTS FOR (%v:A) ON (%v.%k)",
    "CREATE INDEX FOR (%v:B) ON (%v.%k, %v.%k)",
    "CREATE INDEX FOR ()-[%v:T]-() ON (%v.%k)",
    "DROP INDEX an_index IF EXISTS",
    "CREATE FULLTEXT INDEX words IF NOT EXISTS FOR (%v:A|B) ON EACH [%v.%k, %v.name]",
    "CREATE FULLTEXT INDEX of_rels FOR ()-[%v:T|U]-() ON EACH [%v.%k]",
    "CALL db.index.fulltext.queryNodes('words', %w) YIELD node AS %v, score RETURN %v",
    "DROP INDEX words IF EXISTS",
    "SHOW FULLTEXT INDEXES",
    "SHOW CONSTRAINTS",
    "SHOW NODE KEY CONSTRAINTS YIELD name AS %v RETURN %v",
    "CREATE CONSTRAINT a_constraint IF NOT EXISTS FOR (%v:A) REQUIRE %v.%k IS UNIQUE",
    "CREATE CONSTRAINT FOR (%v:B) REQUIRE (%v.%k, %v.%k) IS NODE KEY",
    "CREATE CONSTRAINT FOR (%v:C) REQUIRE %v.%k IS NOT NULL",
    "CREATE CONSTRAINT FOR ()-[%v:T]-() REQUIRE %v.%k IS :: INTEGER",
    "DROP CONSTRAINT a_constraint IF EXISTS",
    "SETTING DEFAULT VALID_TIME AS OF %w MATCH %p RETURN *",
    "SETTING DEFAULT ACCORDING TO %w RANK BEST MATCH %p RETURN *",
};

static const char *const around_query[] = {
    "EXPLAIN %x",
    "PROFILE %x",
    "CALL { %x } RETURN *",
    "UNWIND [1, 2] AS %v CALL (*) { %x } RETURN *",
    "MATCH (%v) CALL (%v) { %x } %c",
    "RETURN COLLECT { %x } AS %v",
    "MATCH (%v) WHERE EXISTS { %x } RETURN %v",
    "%x UNION %x",
    "%x UNION ALL %x",
    "%x EXCEPT %q",
    "%x INTERSECT ALL %x",
    "%x OTHERWISE %q",
    "{ %x }",
    "WHEN %e THEN %x ELSE %q",
    "%x NEXT %q",
    "BEGIN; %x; ROLLBACK",
    "%x; %x",
    "SETTING DEFAULT VALID_TIME AS OF '1940-06-15' %x",
    "SETTING DEFAULT ACCORDING TO %w %x",
    "SETTING DEFAULT RANK BEST %x",
};

/* ---- growing */

static void grow(Growth g, const char *template);

#define PICK(random, array) (array)[random_below((random), ARRAY_LEN(array))]

static void add_literal(Phrases *p, uint32_t wanted)
{
  for (unsigned i = 0; i < 30; i++) {
    uint32_t at = random_below(p->random, ARRAY_LEN(literals));
    if (!(literals[at].type & wanted)) continue;
    str_add(p->out, literals[at].text);
    return;
  }
  str_add(p->out, "null");
}

static void add_variable(Phrases *p, const char *usual)
{
  const SpanList *names = &p->script->variables;
  if (names->n == 0 || random_below(p->random, 4) == 0) {
    str_add(p->out, usual);
    return;
  }
  Span span = names->at[random_below(p->random, names->n)];
  str_add_bytes(p->out, p->script->text.data + span.start, span.end - span.start);
}

/* Most arguments are of a type that the function takes: errors of type are found before it is called. */
static void add_argument(Growth g, uint32_t wanted)
{
  Random *random = g.phrases->random;
  if (random_below(random, 2))
    grow(g, PICK(random, expressions));
  else if (wanted & (TYPE_NODE | TYPE_REL | TYPE_PATH))
    add_variable(g.phrases, "n");
  else
    add_literal(g.phrases, wanted ? wanted : TYPE_ANY);
}

static void add_call(Growth g)
{
  Random *random = g.phrases->random;
  Str *out = g.phrases->out;
  uint32_t count = 0;
  while (function_at(count)) count++;
  const Function *f = function_at(random_below(random, count));
  uint32_t most = f->max_args == FUNCTION_VARIADIC ? f->min_args + 2u : f->max_args;
  uint32_t n = f->min_args + random_below(random, most - f->min_args + 1);
  str_addf(out, "%s(", f->name);
  for (uint32_t i = 0; i < n; i++) {
    if (i) str_add(out, ", ");
    add_argument(g, i < FUNCTION_MAX_TYPED_ARGS ? f->arg_types[i] : TYPE_ANY);
  }
  str_add_char(out, ')');
}

static void add_procedure(Growth g)
{
  uint32_t count = 0;
  while (procedure_at(count)) count++;
  const Procedure *procedure = procedure_at(random_below(g.phrases->random, count));
  str_addf(g.phrases->out, "%s(", procedure->name);
  for (uint32_t i = 0; i < procedure->arg_count; i++) {
    if (i) str_add(g.phrases->out, ", ");
    add_argument(g, procedure->args[i].types);
  }
  str_add_char(g.phrases->out, ')');
}

static void add_hole(Growth g, char kind)
{
  Phrases *p = g.phrases;
  Random *random = p->random;
  bool plain = g.depth >= MAX_DEPTH || p->out->len - g.start > MAX_PHRASE;
  switch (kind) {
  case 'x': str_add_text(p->out, g.inner); break;
  case 'e':
    grow(g, plain ? PICK(random, ((const char *const[]){"%w", "%v", "%v.%k"})) : PICK(random, expressions));
    break;
  case 'p': grow(g, plain ? "(%v)" : PICK(random, paths)); break;
  case 'c': grow(g, plain ? "WITH *" : PICK(random, clauses)); break;
  case 'q': grow(g, plain ? "RETURN 1 AS %v" : PICK(random, queries)); break;
  case 'f': plain ? add_literal(p, TYPE_ANY) : add_call(g); break;
  case 'r': add_procedure(g); break;
  case 'w': add_literal(p, TYPE_ANY); break;
  case 'v': add_variable(p, PICK(random, variables)); break;
  case 'k': str_add(p->out, PICK(random, keys)); break;
  case 'l': str_add(p->out, PICK(random, labels)); break;
  case 't': str_add(p->out, PICK(random, types)); break;
  case 'y': str_add(p->out, PICK(random, value_types)); break;
  case 'i': str_add(p->out, PICK(random, integers)); break;
  case 'd': str_add_int(p->out, random_below(random, 5)); break;
  default:
    str_add_char(p->out, '%'); /* the operator */
    str_add_char(p->out, kind);
  }
}

static void grow(Growth g, const char *template)
{
  g.depth++;
  for (const char *at = template; *at; at++) {
    if (*at == '%' && at[1])
      add_hole(g, *++at);
    else
      str_add_char(g.phrases->out, *at);
  }
}

static void start(Phrases *p, const char *template, Text inner)
{
  grow((Growth){.phrases = p, .inner = inner, .start = p->out->len + inner.len}, template);
}

void phrase_add_expr(Phrases *p)
{
  start(p, PICK(p->random, expressions), TEXT(""));
}

void phrase_add_around(Phrases *p, Text inner)
{
  start(p, PICK(p->random, around), inner);
}

void phrase_add_clause(Phrases *p)
{
  start(p, PICK(p->random, clauses), TEXT(""));
}

void phrase_add_path(Phrases *p)
{
  start(p, PICK(p->random, paths), TEXT(""));
}

void phrase_add_statement(Phrases *p)
{
  start(p, PICK(p->random, statements), TEXT(""));
}

void phrase_add_around_query(Phrases *p, Text inner)
{
  while (inner.len > 0 && (inner.data[inner.len - 1] == ';' || isspace((unsigned char)inner.data[inner.len - 1])))
    inner.len--;
  start(p, PICK(p->random, around_query), inner);
}

void phrase_add_token(Phrases *p)
{
  const char *const *keywords = parse_keywords();
  uint32_t count = 0;
  while (keywords[count]) count++;
  bool word = random_below(p->random, 2);
  str_add(p->out, word ? keywords[random_below(p->random, count)] : PICK(p->random, operators));
}
