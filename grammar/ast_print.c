/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions as canonical Cypher. Parentheses stand where the tree needs them to come back the same; where others were
 * written, they are gone. ast_print_pattern.c and ast_print_clause.c have the rest. */
#include "ast_print_internal.h"

#include "core/utf8.h"
#include "cypher.tab.h"
#include "keywords.h"

/* ---- names */

static void print_quoted(Str *out, Text name)
{
  str_add_char(out, '`');
  for (size_t i = 0; i < name.len; i++) {
    if (name.data[i] == '`') str_add_char(out, '`');
    str_add_char(out, name.data[i]);
  }
  str_add_char(out, '`');
}

/* `all` would be a word of its own behind RETURN, WITH and ACCORDING TO. */
static bool needs_quotes(Text name)
{
  const Keyword *keyword = keyword_find(name);
  return keyword && (keyword->class == KEYWORD_RESERVED || keyword->token == TK_ALL);
}

void print_variable(Str *out, Name name)
{
  /* Names that a rewrite invents begin with a NUL byte, which no text that was read can hold: shown without. */
  if (name.text.len > 0 && name.text.data[0] == '\0')
    str_add_text(out, (Text){name.text.data + 1, name.text.len - 1});
  else if (needs_quotes(name.text))
    print_quoted(out, name.text);
  else
    value_print_name(out, name.text);
}

/* The part of a dotted name that begins at `at`. */
static Text dotted_part(Text name, size_t at)
{
  const char *dot = memchr(name.data + at, '.', name.len - at);
  return (Text){name.data + at, dot ? (size_t)(dot - name.data) - at : name.len - at};
}

void print_dotted(Str *out, Name name)
{
  for (size_t at = 0; at <= name.text.len; at += dotted_part(name.text, at).len + 1) {
    if (dotted_part(name.text, at).len > 0) continue;
    print_quoted(out, name.text);
    return;
  }
  for (size_t at = 0; at <= name.text.len;) {
    Text part = dotted_part(name.text, at);
    if (at == 0)
      print_variable(out, (Name){part, name.span});
    else {
      str_add_char(out, '.');
      value_print_name(out, part);
    }
    at += part.len + 1;
  }
}

/* A parameter may also begin with a digit. */
static void print_parameter(Str *out, Text name)
{
  bool plain = name.len > 0;
  for (size_t at = 0; plain && at < name.len;) plain = utf8_is_identifier_continue(utf8_next(name, &at));
  str_add_char(out, '$');
  if (plain)
    str_add_text(out, name);
  else
    print_quoted(out, name);
}

static void print_function_name(Str *out, Name name)
{
  const Keyword *keyword = keyword_find(name.text);
  bool form = keyword && keyword->class == KEYWORD_SPECIAL && keyword->token != TK_COUNT;
  if (form)
    print_quoted(out, name.text);
  else
    print_dotted(out, name);
}

/* ---- operators */

static const struct {
  const char *text;
  Level level;
} operators[OP_COUNT_OF_OPS] = {
    [OP_NOT] = {"NOT ", LEVEL_NOT},
    [OP_NEGATE] = {"-", LEVEL_UNARY},
    [OP_PLUS] = {"+", LEVEL_UNARY},
    [OP_IS_NULL] = {" IS NULL", LEVEL_PREDICATE},
    [OP_IS_NOT_NULL] = {" IS NOT NULL", LEVEL_PREDICATE},
    [OP_OR] = {" OR ", LEVEL_OR},
    [OP_XOR] = {" XOR ", LEVEL_XOR},
    [OP_AND] = {" AND ", LEVEL_AND},
    [OP_ADD] = {" + ", LEVEL_ADD},
    [OP_SUB] = {" - ", LEVEL_ADD},
    [OP_CONCAT] = {" || ", LEVEL_ADD},
    [OP_MUL] = {" * ", LEVEL_MULTIPLY},
    [OP_DIV] = {" / ", LEVEL_MULTIPLY},
    [OP_MOD] = {" % ", LEVEL_MULTIPLY},
    [OP_POW] = {" ^ ", LEVEL_POWER},
    [OP_IN] = {" IN ", LEVEL_PREDICATE},
    [OP_STARTS_WITH] = {" STARTS WITH ", LEVEL_PREDICATE},
    [OP_ENDS_WITH] = {" ENDS WITH ", LEVEL_PREDICATE},
    [OP_CONTAINS] = {" CONTAINS ", LEVEL_PREDICATE},
    [OP_REGEX] = {" =~ ", LEVEL_PREDICATE},
    [OP_EQ] = {" = ", LEVEL_COMPARISON},
    [OP_NE] = {" <> ", LEVEL_COMPARISON},
    [OP_LT] = {" < ", LEVEL_COMPARISON},
    [OP_LE] = {" <= ", LEVEL_COMPARISON},
    [OP_GT] = {" > ", LEVEL_COMPARISON},
    [OP_GE] = {" >= ", LEVEL_COMPARISON},
    [OP_ALL] = {"all", LEVEL_PRIMARY},
    [OP_ANY] = {"any", LEVEL_PRIMARY},
    [OP_NONE_OF] = {"none", LEVEL_PRIMARY},
    [OP_SINGLE] = {"single", LEVEL_PRIMARY},
    [OP_EXISTS] = {"EXISTS", LEVEL_PRIMARY},
    [OP_COUNT] = {"COUNT", LEVEL_PRIMARY},
    [OP_COLLECT] = {"COLLECT", LEVEL_PRIMARY},
    [OP_VALUE] = {"VALUE", LEVEL_PRIMARY},
};

static bool is_negative(Value v)
{
  return v.type == VALUE_INT ? v.integer < 0 : v.type == VALUE_FLOAT && (v.number < 0 || 1 / v.number < 0);
}

static Level level_of(const Expr *e)
{
  switch (e->kind) {
  case EXPR_UNARY:
  case EXPR_BINARY: return operators[e->op].level;
  case EXPR_COMPARISON: return LEVEL_COMPARISON;
  case EXPR_HAS_LABELS: return LEVEL_LABELLED;
  case EXPR_LITERAL: return is_negative(e->value) ? LEVEL_UNARY : LEVEL_PRIMARY;
  /* These go on as long as they can, into an operator behind them. */
  case EXPR_PATTERN:
  case EXPR_IS_TYPED: return LEVEL_NOT;
  default: return LEVEL_PRIMARY;
  }
}

/* A term of AND, OR and XOR: a row of one operator is one balanced tree, unless parentheses made it another. */
static void print_term(Str *out, const Expr *term, ExprOp op)
{
  Level level = operators[op].level;
  bool same = term->kind == EXPR_BINARY && term->op == op;
  print_expr_at(out, term, same && term->parenthesised ? (Level)(level + 1) : level);
}

static void print_binary(Str *out, const Expr *e)
{
  Level level = operators[e->op].level;
  if (level <= LEVEL_AND)
    print_term(out, e->args[0], e->op);
  else
    print_expr_at(out, e->args[0], level);
  str_add(out, operators[e->op].text);
  if (level <= LEVEL_AND)
    print_term(out, e->args[1], e->op);
  else
    print_expr_at(out, e->args[1], (Level)(level + 1));
}

static void print_unary(Str *out, const Expr *e)
{
  bool behind = e->op == OP_IS_NULL || e->op == OP_IS_NOT_NULL;
  if (!behind) str_add(out, operators[e->op].text);
  print_expr_at(out, e->args[0], operators[e->op].level);
  if (behind) str_add(out, operators[e->op].text);
}

static void print_comparison(Str *out, const Expr *e)
{
  for (uint32_t i = 0; i < e->n; i++) {
    if (i) str_add(out, operators[e->ops[i - 1]].text);
    print_expr_at(out, e->args[i], LEVEL_PREDICATE);
  }
}

/* ---- lists and calls */

static void print_args(Str *out, const Expr *e)
{
  for (uint32_t i = 0; i < e->n; i++) {
    if (i) str_add(out, ", ");
    ast_print_expr(out, e->args[i]);
  }
}

/* Whether the text of e begins `x IN`, which at the start of a list means a comprehension. */
static bool begins_with_in(const Expr *e)
{
  for (; e->n > 0 &&
         (e->kind == EXPR_BINARY || e->kind == EXPR_UNARY || e->kind == EXPR_COMPARISON || e->kind == EXPR_IS_TYPED);
       e = e->args[0])
    if (e->kind == EXPR_BINARY && e->op == OP_IN && e->args[0]->kind == EXPR_VARIABLE) return true;
  return false;
}

static void print_list(Str *out, const Expr *e)
{
  str_add_char(out, '[');
  if (e->n == 1 && begins_with_in(e->args[0]))
    print_expr_at(out, e->args[0], LEVEL_PRIMARY);
  else
    print_args(out, e);
  str_add_char(out, ']');
}

static void print_map(Str *out, const Expr *e)
{
  str_add_char(out, '{');
  for (uint32_t i = 0; i < e->n; i++) {
    if (i) str_add(out, ", ");
    value_print_name(out, e->keys[i].text);
    str_add(out, ": ");
    ast_print_expr(out, e->args[i]);
  }
  str_add_char(out, '}');
}

static void print_map_projection(Str *out, const Expr *e)
{
  print_expr_at(out, e->args[0], LEVEL_PRIMARY);
  str_add(out, " {");
  for (uint32_t i = 1; i < e->n; i++) {
    if (i > 1) str_add(out, ", ");
    switch ((ProjectionKind)e->ops[i]) {
    case PROJECT_ALL: str_add(out, ".*"); break;
    case PROJECT_PROPERTY:
      str_add_char(out, '.');
      value_print_name(out, e->keys[i].text);
      break;
    case PROJECT_VARIABLE: print_variable(out, e->keys[i]); break;
    case PROJECT_ENTRY:
      value_print_name(out, e->keys[i].text);
      str_add(out, ": ");
      ast_print_expr(out, e->args[i]);
      break;
    }
  }
  str_add_char(out, '}');
}

static void print_call(Str *out, const Expr *e)
{
  print_function_name(out, e->name);
  str_add(out, e->distinct ? "(DISTINCT " : "(");
  print_args(out, e);
  str_add_char(out, ')');
}

/* What an extended CASE compares with: alternatives with commas between them. Its value, on the left of each, prints as
 * nothing. */
static void print_case_test(Str *out, const Expr *e)
{
  if (e->kind != EXPR_BINARY || e->op != OP_OR) {
    ast_print_expr(out, e);
    return;
  }
  print_case_test(out, e->args[0]);
  str_add(out, ",");
  print_case_test(out, e->args[1]);
}

static void print_case(Str *out, const Expr *e)
{
  str_add(out, "CASE");
  if (e->args[0]) {
    str_add_char(out, ' ');
    ast_print_expr(out, e->args[0]);
  }
  for (uint32_t i = 1; i + 1 < e->n; i += 2) {
    str_add(out, e->extended ? " WHEN" : " WHEN ");
    if (e->extended)
      print_case_test(out, e->args[i]);
    else
      ast_print_expr(out, e->args[i]);
    str_add(out, " THEN ");
    ast_print_expr(out, e->args[i + 1]);
  }
  if (e->args[e->n - 1]) {
    str_add(out, " ELSE ");
    ast_print_expr(out, e->args[e->n - 1]);
  }
  str_add(out, " END");
}

/* ---- forms with a local variable */

static void print_local(Str *out, Name name, const Expr *list)
{
  print_variable(out, name);
  str_add(out, " IN ");
  ast_print_expr(out, list);
}

static void print_clause_if(Str *out, const char *before, const Expr *e)
{
  if (!e) return;
  str_add(out, before);
  ast_print_expr(out, e);
}

static void print_comprehension(Str *out, const Expr *e)
{
  str_add_char(out, '[');
  print_local(out, e->name, e->args[0]);
  print_clause_if(out, " WHERE ", e->args[1]);
  print_clause_if(out, " | ", e->args[2]);
  str_add_char(out, ']');
}

static void print_pattern_comprehension(Str *out, const Expr *e)
{
  str_add_char(out, '[');
  ast_print_path(out, e->path);
  print_clause_if(out, " WHERE ", e->args[0]);
  print_clause_if(out, " | ", e->args[1]);
  str_add_char(out, ']');
}

static void print_quantifier(Str *out, const Expr *e)
{
  str_add(out, operators[e->op].text);
  str_add_char(out, '(');
  print_local(out, e->name, e->args[0]);
  print_clause_if(out, " WHERE ", e->args[1]);
  str_add_char(out, ')');
}

static void print_reduce(Str *out, const Expr *e)
{
  str_add(out, e->n > 3 ? "allReduce(" : "reduce(");
  print_variable(out, e->name);
  print_clause_if(out, " = ", e->args[0]);
  str_add(out, ", ");
  print_local(out, e->name2, e->args[1]);
  print_clause_if(out, " | ", e->args[2]);
  if (e->n > 3) print_clause_if(out, ", ", e->args[3]);
  str_add_char(out, ')');
}

static void print_subquery(Str *out, const Expr *e)
{
  str_add(out, operators[e->op].text);
  str_add(out, " { ");
  print_query(out, e->query);
  str_add(out, " }");
}

/* ---- what stands behind an operand */

static void print_property(Str *out, const Expr *e)
{
  print_expr_at(out, e->args[0], LEVEL_POSTFIX);
  str_add_char(out, '.');
  value_print_name(out, e->name.text);
}

static void print_index(Str *out, const Expr *e)
{
  print_expr_at(out, e->args[0], LEVEL_POSTFIX);
  str_add_char(out, '[');
  ast_print_expr(out, e->args[1]);
  str_add_char(out, ']');
}

static void print_slice(Str *out, const Expr *e)
{
  print_expr_at(out, e->args[0], LEVEL_POSTFIX);
  str_add_char(out, '[');
  if (e->args[1]) ast_print_expr(out, e->args[1]);
  str_add(out, "..");
  if (e->args[2]) ast_print_expr(out, e->args[2]);
  str_add_char(out, ']');
}

static void print_has_labels(Str *out, const Expr *e)
{
  /* A `|` inside a comprehension could be taken for the one before its result, except in parentheses. */
  bool either = e->labels->kind == LABEL_OR;
  print_expr_at(out, e->args[0], LEVEL_POSTFIX);
  str_add(out, either ? ":(" : ":");
  print_labels(out, e->labels);
  if (either) str_add_char(out, ')');
}

static void print_typed(Str *out, const Expr *e)
{
  bool either = memchr(e->name.text.data, '|', e->name.text.len) != NULL && !ast_is_case_test(e);
  if (either) str_add_char(out, '(');
  print_expr_at(out, e->args[0], LEVEL_PREDICATE);
  str_add(out, e->negated ? " IS NOT :: " : " IS :: ");
  str_add_text(out, e->name.text);
  if (either) str_add_char(out, ')');
}

/* ---- dispatch */

void ast_print_expr(Str *out, const Expr *e)
{
  switch (e->kind) {
  case EXPR_LITERAL: value_print(out, e->value, NULL); break;
  case EXPR_PARAMETER: print_parameter(out, e->name.text); break;
  case EXPR_VARIABLE: print_variable(out, e->name); break;
  case EXPR_PROPERTY: print_property(out, e); break;
  case EXPR_INDEX: print_index(out, e); break;
  case EXPR_SLICE: print_slice(out, e); break;
  case EXPR_HAS_LABELS: print_has_labels(out, e); break;
  case EXPR_LIST: print_list(out, e); break;
  case EXPR_MAP: print_map(out, e); break;
  case EXPR_UNARY: print_unary(out, e); break;
  case EXPR_BINARY: print_binary(out, e); break;
  case EXPR_COMPARISON: print_comparison(out, e); break;
  case EXPR_CALL: print_call(out, e); break;
  case EXPR_COUNT_STAR: str_add(out, "count(*)"); break;
  case EXPR_CASE: print_case(out, e); break;
  case EXPR_LIST_COMPREHENSION: print_comprehension(out, e); break;
  case EXPR_PATTERN_COMPREHENSION: print_pattern_comprehension(out, e); break;
  case EXPR_QUANTIFIER: print_quantifier(out, e); break;
  case EXPR_REDUCE: print_reduce(out, e); break;
  case EXPR_PATTERN:
  case EXPR_SHORTEST_PATH: ast_print_path(out, e->path); break;
  case EXPR_SUBQUERY: print_subquery(out, e); break;
  case EXPR_MAP_PROJECTION: print_map_projection(out, e); break;
  case EXPR_IS_TYPED: print_typed(out, e); break;
  }
}

void print_expr_at(Str *out, const Expr *e, Level level)
{
  bool loose = level_of(e) < level;
  if (loose) str_add_char(out, '(');
  ast_print_expr(out, e);
  if (loose) str_add_char(out, ')');
}
