/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements, queries and clauses as canonical Cypher, on one line. */
#include "ast_print_internal.h"

#include <ctype.h>

/* ---- pieces of clauses */

static void print_if(Str *out, const char *before, const Expr *e)
{
  if (!e) return;
  str_add(out, before);
  ast_print_expr(out, e);
}

/* An operand where the grammar takes no whole expression. */
static void print_operand(Str *out, const char *before, const Expr *e)
{
  str_add(out, before);
  print_expr_at(out, e, LEVEL_COMPARISON);
}

static void print_alias(Str *out, Name alias)
{
  if (!alias.text.data) return;
  str_add(out, " AS ");
  print_variable(out, alias);
}

static void print_names(Str *out, NameList names)
{
  for (uint32_t i = 0; i < names.n; i++) {
    if (i) str_add(out, ", ");
    print_variable(out, names.at[i]);
  }
}

static void print_exprs(Str *out, ExprList exprs)
{
  for (uint32_t i = 0; i < exprs.n; i++) print_if(out, i ? ", " : "", exprs.at[i]);
}

static void print_pattern(Str *out, const Pattern *pattern)
{
  for (uint32_t i = 0; i < pattern->paths.n; i++) {
    if (i) str_add(out, ", ");
    ast_print_path(out, pattern->paths.at[i]);
  }
}

static void print_temporal(Str *out, const TemporalFilter *temporal)
{
  switch (temporal->kind) {
  case VALID_NONE: break;
  case VALID_AS_OF: print_operand(out, "AS OF ", temporal->from); break;
  case VALID_FROM_TO:
    print_operand(out, "FOR VALID_TIME FROM ", temporal->from);
    print_operand(out, " TO ", temporal->to);
    break;
  case VALID_BETWEEN:
    print_operand(out, "FOR VALID_TIME BETWEEN ", temporal->from);
    print_operand(out, " AND ", temporal->to);
    break;
  case VALID_CONTAINED_IN:
    print_operand(out, "FOR VALID_TIME CONTAINED IN (", temporal->from);
    print_operand(out, ", ", temporal->to);
    str_add_char(out, ')');
    break;
  case VALID_ALL: str_add(out, "FOR VALID_TIME ALL"); break;
  }
  if (temporal->certainly) str_add(out, " CERTAINLY");
}

static void print_projection(Str *out, const Projection *projection)
{
  if (projection->distinct) str_add(out, "DISTINCT ");
  if (projection->star) str_add(out, projection->items.n ? "*, " : "*");
  for (uint32_t i = 0; i < projection->items.n; i++) {
    print_if(out, i ? ", " : "", projection->items.at[i].expr);
    print_alias(out, projection->items.at[i].alias);
  }
  if (projection->grouped) str_add(out, projection->group.n ? " GROUP BY " : " GROUP BY ()");
  print_exprs(out, projection->group);
  for (uint32_t i = 0; i < projection->order.n; i++) {
    print_if(out, i ? ", " : " ORDER BY ", projection->order.at[i].expr);
    if (projection->order.at[i].descending) str_add(out, " DESC");
    if (projection->order.at[i].nulls == NULLS_FIRST) str_add(out, " NULLS FIRST");
    if (projection->order.at[i].nulls == NULLS_LAST) str_add(out, " NULLS LAST");
  }
  print_if(out, " SKIP ", projection->skip);
  print_if(out, " LIMIT ", projection->limit);
}

static void print_set(Str *out, const SetItem *item)
{
  switch (item->kind) {
  case SET_PROPERTY:
  case SET_REPLACE:
    ast_print_expr(out, item->target);
    print_if(out, " = ", item->value);
    break;
  case SET_ADD:
    ast_print_expr(out, item->target);
    print_if(out, " += ", item->value);
    break;
  case REMOVE_PROPERTY: ast_print_expr(out, item->target); break;
  case SET_LABELS:
  case REMOVE_LABELS:
    ast_print_expr(out, item->target);
    str_add_char(out, ':');
    print_labels(out, item->labels);
    break;
  }
}

static void print_sets(Str *out, const char *before, SetList items)
{
  for (uint32_t i = 0; i < items.n; i++) {
    str_add(out, i ? ", " : before);
    print_set(out, &items.at[i]);
  }
}

/* FOR PORTION OF VALID_TIME, behind SET and DELETE. */
static void print_portion(Str *out, const TemporalFilter *portion)
{
  if (!portion) return;
  print_operand(out, " FOR PORTION OF VALID_TIME FROM ", portion->from);
  print_operand(out, " TO ", portion->to);
}

/* ---- clauses */

static void print_clauses(Str *out, ClauseList clauses);

static void print_rest_of_facts(Str *out, const FactFilter *facts)
{
  static const char *const ranks[] = {[RANK_UNSAID] = "", [RANK_BEST] = " RANK BEST", [RANK_ALL] = " RANK ALL"};
  if (facts->anybody) str_add(out, " ACCORDING TO ALL");
  str_add(out, ranks[facts->rank]);
}

static void print_match(Str *out, const Clause *clause)
{
  str_add(out, clause->optional ? "OPTIONAL MATCH " : "MATCH ");
  print_pattern(out, clause->pattern);
  if (clause->facts.temporal) {
    str_add_char(out, ' ');
    print_temporal(out, clause->facts.temporal);
  }
  if (clause->facts.according_to) print_operand(out, " ACCORDING TO ", clause->facts.according_to);
  print_rest_of_facts(out, &clause->facts);
  print_if(out, " WHERE ", clause->where);
}

static void print_let(Str *out, const Projection *projection)
{
  for (uint32_t i = 0; i < projection->items.n; i++) {
    str_add(out, i ? ", " : "LET ");
    print_variable(out, projection->items.at[i].alias);
    print_if(out, " = ", projection->items.at[i].expr);
  }
}

static void print_called(Str *out, const Clause *clause)
{
  str_add(out, clause->optional ? "OPTIONAL CALL " : "CALL ");
  print_dotted(out, clause->name);
  if (clause->has_args) {
    str_add_char(out, '(');
    print_exprs(out, clause->exprs);
    str_add_char(out, ')');
  }
  if (clause->yield_star) str_add(out, " YIELD *");
}

/* The last part of the procedure's name says what is shown, its argument which of them. */
static void print_shown(Str *out, const Clause *clause)
{
  Text procedure = clause->name.text;
  str_add(out, "SHOW ");
  if (clause->exprs.n) {
    str_add_text(out, value_text(clause->exprs.at[0]->value));
    str_add_char(out, ' ');
  }
  for (const char *at = (const char *)memrchr(procedure.data, '.', procedure.len) + 1;
       at < procedure.data + procedure.len; at++)
    str_add_char(out, (char)toupper((unsigned char)*at));
}

static void print_call(Str *out, const Clause *clause)
{
  if (clause->show)
    print_shown(out, clause);
  else
    print_called(out, clause);
  for (uint32_t i = 0; i < clause->yield.n; i++) {
    str_add(out, i ? ", " : " YIELD ");
    print_variable(out, clause->yield.at[i].field);
    print_alias(out, clause->yield.at[i].alias);
  }
  print_if(out, " WHERE ", clause->where);
}

static void print_transactions(Str *out, const Transactions *transactions)
{
  static const char *const modes[] = {
      [ERROR_MODE_FAIL] = "", [ERROR_MODE_CONTINUE] = " ON ERROR CONTINUE", [ERROR_MODE_BREAK] = " ON ERROR BREAK"};
  str_add(out, " IN TRANSACTIONS");
  if (transactions->rows) {
    print_operand(out, " OF ", transactions->rows);
    str_add(out, " ROWS");
  }
  str_add(out, modes[transactions->on_error]);
  if (transactions->status.text.data) str_add(out, " REPORT STATUS");
  print_alias(out, transactions->status);
}

static void print_unwind(Str *out, const Clause *clause)
{
  if (!clause->position.text.data) {
    print_if(out, "UNWIND ", clause->expr);
    print_alias(out, clause->name);
    return;
  }
  str_add(out, "FOR ");
  print_variable(out, clause->name);
  print_if(out, " IN ", clause->expr);
  str_add(out, clause->first == 1 ? " WITH ORDINALITY " : " WITH OFFSET ");
  print_variable(out, clause->position);
}

static void print_subquery(Str *out, const Clause *clause)
{
  str_add(out, clause->optional ? "OPTIONAL CALL " : "CALL ");
  if (clause->has_imports) {
    str_add(out, clause->import_star ? "(*" : "(");
    print_names(out, clause->imports);
    str_add(out, ") ");
  }
  str_add(out, "{ ");
  print_query(out, clause->query);
  str_add(out, " }");
  if (clause->transactions) print_transactions(out, clause->transactions);
}

static void print_foreach(Str *out, const Clause *clause)
{
  str_add(out, "FOREACH (");
  print_variable(out, clause->name);
  print_if(out, " IN ", clause->expr);
  str_add(out, " | ");
  print_clauses(out, clause->updates);
  str_add_char(out, ')');
}

static void print_load_csv(Str *out, const Clause *clause)
{
  str_add(out, clause->headers ? "LOAD CSV WITH HEADERS" : "LOAD CSV");
  print_operand(out, " FROM ", clause->expr);
  print_alias(out, clause->name);
  if (clause->terminator) print_operand(out, " FIELDTERMINATOR ", clause->terminator);
}

static void print_load_jsonl(Str *out, const Clause *clause)
{
  print_operand(out, "LOAD JSONL FROM ", clause->expr);
  print_alias(out, clause->name);
}

static void print_clause(Str *out, const Clause *clause)
{
  switch (clause->kind) {
  case CLAUSE_MATCH: print_match(out, clause); break;
  case CLAUSE_UNWIND: print_unwind(out, clause); break;
  case CLAUSE_WITH:
    str_add(out, "WITH ");
    print_projection(out, clause->projection);
    print_if(out, " WHERE ", clause->where);
    break;
  case CLAUSE_RETURN:
    str_add(out, "RETURN ");
    print_projection(out, clause->projection);
    break;
  case CLAUSE_CREATE:
    str_add(out, clause->insert ? "INSERT " : "CREATE ");
    print_pattern(out, clause->pattern);
    break;
  case CLAUSE_MERGE:
    str_add(out, "MERGE ");
    print_pattern(out, clause->pattern);
    print_sets(out, " ON CREATE SET ", clause->on_create);
    print_sets(out, " ON MATCH SET ", clause->on_match);
    break;
  case CLAUSE_SET:
    print_sets(out, "SET ", clause->items);
    print_portion(out, clause->temporal);
    break;
  case CLAUSE_REMOVE: print_sets(out, "REMOVE ", clause->items); break;
  case CLAUSE_DELETE:
    str_add(out, clause->detach ? "DETACH DELETE " : clause->nodetach ? "NODETACH DELETE " : "DELETE ");
    print_exprs(out, clause->exprs);
    print_portion(out, clause->temporal);
    break;
  case CLAUSE_CALL: print_call(out, clause); break;
  case CLAUSE_SUBQUERY: print_subquery(out, clause); break;
  case CLAUSE_FOREACH: print_foreach(out, clause); break;
  case CLAUSE_LOAD_CSV: print_load_csv(out, clause); break;
  case CLAUSE_LOAD_JSONL: print_load_jsonl(out, clause); break;
  case CLAUSE_FILTER: print_if(out, "FILTER ", clause->expr); break;
  case CLAUSE_LET: print_let(out, clause->projection); break;
  case CLAUSE_FINISH: str_add(out, "FINISH"); break;
  }
}

static void print_clauses(Str *out, ClauseList clauses)
{
  for (uint32_t i = 0; i < clauses.n; i++) {
    if (i) str_add_char(out, ' ');
    print_clause(out, clauses.at[i]);
  }
}

/* ---- queries and statements */

static void print_part(Str *out, const Query *part, bool first)
{
  static const char *const conjunctions[] = {[UNION_NONE] = "",
                                             [UNION_DISTINCT] = "UNION ",
                                             [UNION_ALL] = "UNION ALL ",
                                             [UNION_EXCEPT] = "EXCEPT ",
                                             [UNION_EXCEPT_ALL] = "EXCEPT ALL ",
                                             [UNION_INTERSECT] = "INTERSECT ",
                                             [UNION_INTERSECT_ALL] = "INTERSECT ALL ",
                                             [UNION_OTHERWISE] = "OTHERWISE ",
                                             [UNION_BRANCH] = ""};
  if (!first) str_add_char(out, ' ');
  str_add(out, conjunctions[part->union_kind]);
  if (part->union_kind == UNION_BRANCH) {
    print_if(out, "WHEN ", part->when);
    str_add(out, part->when ? " THEN " : "ELSE ");
  }
  print_clauses(out, part->clauses);
  if (!part->body) return;
  str_add(out, "{ ");
  print_query(out, part->body);
  str_add(out, " }");
}

void print_query(Str *out, const Query *query)
{
  for (const Query *statement = query; statement; statement = statement->then) {
    if (statement != query) str_add(out, " NEXT ");
    for (const Query *part = statement; part; part = part->next) print_part(out, part, part == statement);
  }
}

/* ---- indexes and constraints */

static void print_schema_name(Str *out, const Statement *statement)
{
  if (statement->name_parameter)
    ast_print_expr(out, statement->name_parameter);
  else
    print_variable(out, statement->name);
}

static void print_keys(Str *out, const Statement *statement)
{
  for (uint32_t i = 0; i < statement->keys.n; i++) {
    if (i) str_add(out, ", ");
    print_variable(out, statement->key_variables.at[i]);
    str_add_char(out, '.');
    value_print_name(out, statement->keys.at[i].text);
  }
}

static void print_requirement(Str *out, const Statement *statement)
{
  str_add(out, statement->keys.n > 1 ? " REQUIRE (" : " REQUIRE ");
  print_keys(out, statement);
  if (statement->keys.n > 1) str_add_char(out, ')');
  switch (statement->require) {
  case REQUIRE_UNIQUE: str_add(out, " IS UNIQUE"); break;
  case REQUIRE_EXISTS: str_add(out, " IS NOT NULL"); break;
  case REQUIRE_KEY: str_add(out, statement->of_rels ? " IS RELATIONSHIP KEY" : " IS NODE KEY"); break;
  case REQUIRE_TYPE:
    str_add(out, " IS :: ");
    str_add_text(out, statement->type.text);
    break;
  }
}

static void print_created(Str *out, const Statement *statement, const char *what)
{
  str_addf(out, "CREATE %s ", what);
  if (statement->name.text.data || statement->name_parameter) {
    print_schema_name(out, statement);
    str_add_char(out, ' ');
  }
  if (statement->if_not_exists) str_add(out, "IF NOT EXISTS ");
  str_add(out, statement->of_rels ? "FOR ()-[" : "FOR (");
  print_variable(out, statement->variable);
  str_add_char(out, ':');
  for (uint32_t i = 0; i < statement->labels.n; i++) {
    if (i) str_add_char(out, '|');
    value_print_name(out, statement->labels.at[i].text);
  }
  str_add(out, statement->of_rels ? "]-()" : ")");
  if (statement->kind == STATEMENT_CREATE_CONSTRAINT) {
    print_requirement(out, statement);
    return;
  }
  str_add(out, statement->fulltext ? " ON EACH [" : " ON (");
  print_keys(out, statement);
  str_add_char(out, statement->fulltext ? ']' : ')');
  if (!statement->options) return;
  str_add(out, " OPTIONS ");
  ast_print_expr(out, statement->options);
}

static void print_dropped(Str *out, const Statement *statement, const char *what)
{
  str_addf(out, "DROP %s ", what);
  print_schema_name(out, statement);
  if (statement->if_exists) str_add(out, " IF EXISTS");
}

/* ---- statements */

/* In `AS OF d { ... }` and `ACCORDING TO x { ... }` a map projection would be read. */
static void print_defaults(Str *out, const FactFilter *facts, bool before_brace)
{
  const Expr *party = facts->according_to;
  bool last = !facts->anybody && facts->rank == RANK_UNSAID;
  str_add(out, "SETTING DEFAULT");
  if (facts->temporal) {
    str_add(out, " VALID_TIME ");
    print_temporal(out, facts->temporal);
    bool open = facts->temporal->from->kind == EXPR_VARIABLE && !facts->temporal->certainly;
    if (open && before_brace && last && !party) str_add(out, " POSSIBLY");
  }
  if (party) {
    bool open = party->kind == EXPR_VARIABLE && before_brace && last;
    print_operand(out, open ? " ACCORDING TO (" : " ACCORDING TO ", party);
    if (open) str_add_char(out, ')');
  }
  print_rest_of_facts(out, facts);
  str_add_char(out, ' ');
}

static bool has_defaults(const FactFilter *facts)
{
  return facts->temporal || facts->according_to || facts->anybody || facts->rank != RANK_UNSAID;
}

static void print_query_statement(Str *out, const Statement *statement)
{
  static const char *const modes[] = {
      [MODE_RUN] = "", [MODE_EXPLAIN] = "EXPLAIN ", [MODE_PROFILE] = "PROFILE ", [MODE_WHY] = "WHY "};
  str_add(out, modes[statement->mode]);
  if (has_defaults(&statement->defaults)) print_defaults(out, &statement->defaults, statement->query->body);
  print_query(out, statement->query);
}

void ast_print_statement(Str *out, const Statement *statement)
{
  switch (statement->kind) {
  case STATEMENT_QUERY: print_query_statement(out, statement); break;
  case STATEMENT_CREATE_INDEX: print_created(out, statement, statement->fulltext ? "FULLTEXT INDEX" : "INDEX"); break;
  case STATEMENT_CREATE_CONSTRAINT: print_created(out, statement, "CONSTRAINT"); break;
  case STATEMENT_DROP_INDEX: print_dropped(out, statement, "INDEX"); break;
  case STATEMENT_DROP_CONSTRAINT: print_dropped(out, statement, "CONSTRAINT"); break;
  case STATEMENT_BEGIN: str_add(out, "BEGIN"); break;
  case STATEMENT_COMMIT: str_add(out, "COMMIT"); break;
  case STATEMENT_ROLLBACK: str_add(out, "ROLLBACK"); break;
  }
}
