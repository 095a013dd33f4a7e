/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The constructors of ast_build.h for statements about indexes and constraints, and for SHOW. */
#include "ast_build_internal.h"

/* ---- what an index or a constraint is for */

Statement *build_schema_key(Parser *p, Statement *keys, Name variable, Name key)
{
  if (!keys) keys = build_statement(p, SPAN_NONE, STATEMENT_CREATE_INDEX);
  ast_push(p->arena, &keys->key_variables, variable);
  ast_push(p->arena, &keys->keys, key);
  return keys;
}

Statement *build_schema_entity(Parser *p, bool rel, Name variable, NameList labels)
{
  Statement *statement = build_statement(p, SPAN_NONE, STATEMENT_CREATE_INDEX);
  statement->of_rels = rel;
  statement->variable = variable;
  statement->labels = labels;
  return statement;
}

static void refuse_several(Parser *p, const Statement *entity, const char *what)
{
  if (p->arena->bad || entity->labels.n < 2) return;
  Name second = entity->labels.at[1];
  REFUSE(p, second.span, "unexpected second %s `%.*s`: %s", entity->of_rels ? "type" : "label", (int)second.text.len,
         second.text.data, what);
}

static Statement *over_keys(Statement *entity, Statement *keys)
{
  entity->key_variables = keys->key_variables;
  entity->keys = keys->keys;
  return entity;
}

Statement *build_index_over(Parser *p, Statement *entity, Statement *keys)
{
  refuse_several(p, entity, "only a full-text index, which is over ON EACH [...], takes several");
  return over_keys(entity, keys);
}

Statement *build_index_over_each(Parser *p, Statement *entity, Name word, Statement *keys)
{
  entity->fulltext = true;
  if (!name_is(word, "EACH"))
    REFUSE(p, word.span, "unexpected `%.*s`: expected EACH or an opening parenthesis", (int)word.text.len,
           word.text.data);
  return over_keys(entity, keys);
}

static bool is_node_word(Name word)
{
  return name_is(word, "NODE");
}

static bool is_rel_word(Name word)
{
  return name_is(word, "RELATIONSHIP") || name_is(word, "REL");
}

static void refuse_word(Parser *p, Name word)
{
  REFUSE(p, word.span, "unexpected `%.*s`: expected NODE or RELATIONSHIP", (int)word.text.len, word.text.data);
}

Statement *build_requirement(Parser *p, Statement *entity, Statement *keys, RequireKind require, Name word)
{
  refuse_several(p, entity, "a constraint is for one at a time");
  over_keys(entity, keys);
  entity->kind = STATEMENT_CREATE_CONSTRAINT;
  entity->require = require;
  if (!word.text.data) return entity;
  if (!is_node_word(word) && !is_rel_word(word))
    refuse_word(p, word);
  else if (is_rel_word(word) != entity->of_rels)
    REFUSE(p, word.span, "unexpected %s: the constraint is for %s", is_rel_word(word) ? "RELATIONSHIP" : "NODE",
           entity->of_rels ? "relationships" : "nodes");
  return entity;
}

Statement *build_required_type(Parser *p, Statement *entity, Statement *keys, Span type)
{
  build_requirement(p, entity, keys, REQUIRE_TYPE, NO_NAME);
  entity->type = (Name){p->arena->bad ? (Text){"", 0} : type_text(p, type), type};
  return entity;
}

/* ---- statements */

static void set_name(Statement *statement, Expr *name)
{
  if (name && name->kind == EXPR_PARAMETER)
    statement->name_parameter = name;
  else if (name)
    statement->name = name->name;
}

Statement *build_created(Span span, Expr *name, bool if_not_exists, Statement *target)
{
  target->span = span;
  target->if_not_exists = if_not_exists;
  set_name(target, name);
  return target;
}

Statement *build_drop(Parser *p, Span span, StatementKind kind, Expr *name, bool if_exists)
{
  Statement *statement = build_statement(p, span, kind);
  statement->if_exists = if_exists;
  set_name(statement, name);
  return statement;
}

/* The word as the procedure that lists indexes knows it; NULL: it has been refused. */
static const char *index_kind(Parser *p, Name word)
{
  static const struct {
    const char *word, *instead; /* NULL: there is such an index, or one that does what it is for */
  } kinds[] = {
      {"RANGE", NULL},
      {"TEXT", NULL},
      {"FULLTEXT", NULL},
      {"LOOKUP", "the nodes of a label and the relationships of a type are found without an index"},
      {"POINT", "there are no points: keep latitude and longitude as two properties with an index each"},
      {"VECTOR", "there are only indexes over a property, which find values, ranges and beginnings of texts"},
  };
  size_t i = 0;
  while (i < ARRAY_LEN(kinds) && !name_is(word, kinds[i].word)) i++;
  if (i < ARRAY_LEN(kinds) && !kinds[i].instead) return kinds[i].word;
  const char *instead =
      i < ARRAY_LEN(kinds) ? kinds[i].instead : "the kinds are RANGE and TEXT, which are the same here, and FULLTEXT";
  REFUSE(p, word.span, "`%.*s` is no kind of index: %s", (int)word.text.len, word.text.data, instead);
  return NULL;
}

void build_index_kind(Parser *p, Name word)
{
  (void)index_kind(p, word);
}

Expr *build_index_options(Parser *p, Name word, Expr *map)
{
  if (!name_is(word, "OPTIONS"))
    REFUSE(p, word.span, "unexpected `%.*s`: expected the end of the query", (int)word.text.len, word.text.data);
  return map;
}

Statement *build_index_of(Parser *p, Name kind, Statement *target, Expr *options)
{
  bool fulltext = kind.text.data && name_is(kind, "FULLTEXT");
  if (p->arena->bad) return target;
  if (fulltext && !target->fulltext)
    REFUSE(p, kind.span, "a full-text index is over ON EACH [n.key, ...]");
  else if (!fulltext && target->fulltext)
    REFUSE(p, target->keys.at[0].span, "ON EACH belongs to CREATE FULLTEXT INDEX");
  if (fulltext) target->options = options;
  return target;
}

/* ---- SHOW */

static Clause *call_to_show(Parser *p, const char *procedure, Span span)
{
  Clause *clause = clause_over(p, span, CLAUSE_CALL, 0);
  clause->show = clause->has_args = true;
  clause->name = (Name){text_of(procedure), span};
  return clause;
}

Clause *build_shown(Parser *p, Name what)
{
  static const struct {
    const char *one, *many, *procedure;
  } targets[] = {{"FUNCTION", "FUNCTIONS", "dbms.functions"},
                 {"PROCEDURE", "PROCEDURES", "dbms.procedures"},
                 {"INDEX", "INDEXES", "db.indexes"},
                 {"CONSTRAINT", "CONSTRAINTS", "db.constraints"}};
  size_t i = 0;
  while (i < ARRAY_LEN(targets) && !name_is(what, targets[i].one) && !name_is(what, targets[i].many)) i++;
  if (i == ARRAY_LEN(targets)) {
    REFUSE(p, what.span, "nothing can be shown of `%.*s`: SHOW takes FUNCTIONS, PROCEDURES, INDEXES or CONSTRAINTS",
           (int)what.text.len, what.text.data);
    i = 0;
  }
  return call_to_show(p, targets[i].procedure, what.span);
}

static void show_kind(Parser *p, Clause *clause, Span span, const char *kind)
{
  clause->exprs = build_exprs(p, NO_EXPRS, build_literal(p, span, value_string(text_of(kind))));
}

Clause *build_shown_indexes(Parser *p, Name kind, Name what)
{
  Clause *clause = call_to_show(p, "db.indexes", what.span);
  const char *word = index_kind(p, kind);
  if (word) show_kind(p, clause, kind.span, word);
  return clause;
}

/* [NODE | RELATIONSHIP | REL] [PROPERTY] and one of these words in front of CONSTRAINTS: what the procedure calls it.
 */
static const char *constraint_rule(Name word, bool property)
{
  static const struct {
    const char *word, *rule;
    bool bare, after_property;
  } rules[] = {
      {"UNIQUE", "UNIQUENESS", true, true},
      {"UNIQUENESS", "UNIQUENESS", true, true},
      {"KEY", "KEY", true, false},
      {"EXIST", "PROPERTY EXISTENCE", true, true},
      {"EXISTENCE", "PROPERTY EXISTENCE", true, true},
      {"TYPE", "PROPERTY TYPE", false, true},
  };
  for (size_t i = 0; i < ARRAY_LEN(rules); i++)
    if (name_is(word, rules[i].word) && (property ? rules[i].after_property : rules[i].bare)) return rules[i].rule;
  return NULL;
}

Clause *build_shown_constraints(Parser *p, NameList kind, Name what)
{
  Clause *clause = call_to_show(p, "db.constraints", what.span);
  if (p->arena->bad) return clause;
  uint32_t i = 0;
  const char *entity = is_node_word(kind.at[0]) ? "NODE " : is_rel_word(kind.at[0]) ? "RELATIONSHIP " : "";
  i += *entity != '\0';
  bool property = i < kind.n && name_is(kind.at[i], "PROPERTY");
  i += property;
  const char *rule = i + 1 == kind.n ? constraint_rule(kind.at[i], property) : NULL;
  if (!rule) {
    Name wrong = kind.at[MIN(i, kind.n - 1)];
    REFUSE(p, wrong.span,
           "`%.*s` is no kind of constraint: the kinds are UNIQUENESS, KEY, EXISTENCE and PROPERTY TYPE, each also "
           "with NODE or RELATIONSHIP in front",
           (int)wrong.text.len, wrong.text.data);
    return clause;
  }
  Span span = {kind.at[0].span.start, kind.at[kind.n - 1].span.end};
  show_kind(p, clause, span, arena_printf(p->arena, "%s%s", entity, rule));
  return clause;
}

Clause *build_show(Parser *p, Span span, Clause *shown, Expr *where)
{
  shown->span = span;
  shown->has_yield = shown->yield_star = true;
  shown->where = where;
  shown->height = height_above(p, span, height_of(where));
  return shown;
}
