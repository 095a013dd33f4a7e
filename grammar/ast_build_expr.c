/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The constructors of ast_build.h for expressions. */
#include "ast_build_internal.h"

/* An expression over nargs arguments, which the caller fills in; none of them is higher than below. */
static Expr *expr_over(Parser *p, ExprKind kind, Span span, uint32_t nargs, uint32_t below)
{
  Expr *e = ast_expr(p->arena, kind, span, nargs);
  e->height = height_above(p, span, below);
  return e;
}

/* An expression whose arguments are the list. */
static Expr *expr_of_list(Parser *p, ExprKind kind, Span span, ExprList list)
{
  Expr *e = expr_over(p, kind, span, 0, height_of_list(list));
  e->args = list.at;
  e->n = list.n;
  return e;
}

static Expr *expr_of(Parser *p, ExprKind kind, Span span, Expr *arg)
{
  Expr *e = expr_over(p, kind, span, 1, height_of(arg));
  e->args[0] = arg;
  return e;
}

static Expr *expr_of_two(Parser *p, ExprKind kind, Span span, Expr *left, Expr *right)
{
  Expr *e = expr_over(p, kind, span, 2, MAX(height_of(left), height_of(right)));
  e->args[0] = left;
  e->args[1] = right;
  return e;
}

static Expr *expr_of_three(Parser *p, ExprKind kind, Span span, Expr *a, Expr *b, Expr *c)
{
  Expr *e = expr_over(p, kind, span, 3, MAX(height_of(a), MAX(height_of(b), height_of(c))));
  e->args[0] = a;
  e->args[1] = b;
  e->args[2] = c;
  return e;
}

static Expr *expr_named(Parser *p, ExprKind kind, Name name)
{
  Expr *e = expr_over(p, kind, name.span, 0, 0);
  e->name = name;
  return e;
}

/* ---- operators */

static Expr *balanced(Parser *p, ExprOp op, Expr **terms, uint32_t n)
{
  if (n == 1) return terms[0];
  uint32_t left = n - n / 2;
  return build_binary(p, (Span){terms[0]->span.start, terms[n - 1]->span.end}, op, balanced(p, op, terms, left),
                      balanced(p, op, terms + left, n - left));
}

Expr *build_terms(Parser *p, ExprOp op, ExprList terms)
{
  if (p->arena->bad) return arena_new(p->arena, Expr);
  return balanced(p, op, terms.at, terms.n);
}

Expr *build_unary(Parser *p, Span span, ExprOp op, Expr *arg)
{
  Expr *e = expr_of(p, EXPR_UNARY, span, arg);
  e->op = op;
  return e;
}

void require_ascii(Parser *p, Span sign)
{
  Text text = {p->text.data + sign.start, sign.end - sign.start};
  if (text.len == 1 || p->arena->bad || p->err->kind != ERROR_NONE) return;
  error_at(p->err, ERROR_SYNTAX, "InvalidUnicodeCharacter", sign,
           "`%.*s` is no operator, but part of a relationship: write `-`, `<` or `>`", (int)text.len, text.data);
}

Expr *build_binary(Parser *p, Span span, ExprOp op, Expr *left, Expr *right)
{
  Expr *e = expr_of_two(p, EXPR_BINARY, span, left, right);
  e->op = op;
  return e;
}

Expr *build_not(Parser *p, Span span, bool negated, Expr *expr)
{
  return negated ? build_unary(p, span, OP_NOT, expr) : expr;
}

Expr *build_comparison(Parser *p, Span span, ExprOp op, Expr *left, Expr *right)
{
  if (p->arena->bad) return left;
  if (left->kind != EXPR_COMPARISON || left->parenthesised) {
    Expr *e = expr_of_two(p, EXPR_COMPARISON, span, left, right);
    e->ops = arena_alloc(p->arena, 1);
    e->ops[0] = (uint8_t)op;
    return e;
  }
  uint32_t n = left->n;
  if ((n & (n - 1)) == 0) { /* a power of two: the arrays are full */
    Expr **args = arena_array(p->arena, Expr *, 2 * (size_t)n);
    uint8_t *ops = arena_alloc(p->arena, 2 * (size_t)n);
    if (p->arena->bad) return left;
    memcpy(args, left->args, n * sizeof *args);
    memcpy(ops, left->ops, n - 1);
    left->args = args;
    left->ops = ops;
  }
  left->args[n] = right;
  left->ops[n - 1] = (uint8_t)op;
  left->n = n + 1;
  left->span = span;
  left->height = MAX(left->height, height_above(p, span, height_of(right)));
  return left;
}

/* ---- types */

uint32_t build_type_list(Parser *p, Span span, uint32_t item)
{
  return height_above(p, span, item);
}

static bool is_sign(int kind)
{
  return kind == '<' || kind == '>' || kind == '|' || kind == '!';
}

Text type_text(Parser *p, Span span)
{
  const TokenList *tokens = &p->tokens;
  uint32_t first = MIN(p->next, tokens->n), last = first;
  while (first > 0 && tokens->at[first - 1].span.start >= span.start) first--;
  while (last > first && tokens->at[last - 1].span.start >= span.end) last--;
  /* A space or a bar's two spaces are at most two bytes more than each token's own. */
  char *text = arena_alloc(p->arena, span.end - span.start + 2 * (size_t)(last - first));
  if (!text) return (Text){"", 0};
  size_t n = 0;
  for (uint32_t i = first; i < last; i++) {
    const Token *token = &tokens->at[i];
    bool word = !is_sign(token->kind), bar = token->kind == '|';
    if (i > first && (bar || (word && tokens->at[i - 1].kind != '<'))) text[n++] = ' ';
    for (uint32_t at = token->span.start; at < token->span.end; at++) {
      char c = p->text.data[at];
      text[n++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
  }
  return (Text){text, n};
}

Expr *build_typed(Parser *p, Span span, Expr *arg, bool negated, Span type, uint32_t height)
{
  Expr *e = expr_over(p, EXPR_IS_TYPED, span, 1, MAX(height_of(arg), height));
  e->args[0] = arg;
  e->negated = negated;
  e->name = (Name){p->arena->bad ? (Text){"", 0} : type_text(p, type), type};
  return e;
}

/* ---- what stands behind an operand */

Expr *build_has_labels(Parser *p, Span span, Expr *arg, LabelExpr *labels)
{
  Expr *e = expr_over(p, EXPR_HAS_LABELS, span, 1, MAX(height_of(arg), labels->height));
  e->args[0] = arg;
  e->labels = labels;
  return e;
}

static Expr *call_of(Parser *p, Span span, const char *name, ExprList args)
{
  return build_function(p, span, (Name){text_of(name), span}, false, args);
}

Expr *build_normalized(Parser *p, Span span, Expr *arg, Name form)
{
  static const char *const forms[] = {"NFC", "NFD", "NFKC", "NFKD"};
  ExprList args = build_exprs(p, NO_EXPRS, arg);
  for (size_t i = 0; i < ARRAY_LEN(forms) && form.text.data; i++) {
    if (!name_is(form, forms[i])) continue;
    Value text = value_string(text_of(forms[i]));
    return call_of(p, span, "isNormalized", build_exprs(p, args, build_literal(p, form.span, text)));
  }
  if (form.text.data)
    REFUSE(p, form.span, "`%.*s` is no normal form: they are NFC, NFD, NFKC and NFKD", (int)form.text.len,
           form.text.data);
  return call_of(p, span, "isNormalized", args);
}

Expr *build_end_of(Parser *p, Span span, Expr *node, bool negated, const char *function, Expr *rel)
{
  Expr *end = call_of(p, span, function, build_exprs(p, NO_EXPRS, rel));
  return build_comparison(p, span, negated ? OP_NE : OP_EQ, end, node);
}

/* Every relationship has a direction, and a type, which is not empty: true but for null. */
Expr *build_directed(Parser *p, Span span, Expr *rel)
{
  Expr *type = call_of(p, span, "type", build_exprs(p, NO_EXPRS, rel));
  return build_comparison(p, span, OP_NE, type, build_literal(p, span, value_string(TEXT(""))));
}

Expr *build_property(Parser *p, Expr *arg, Name key)
{
  Expr *e = expr_of(p, EXPR_PROPERTY, (Span){arg->span.start, key.span.end}, arg);
  e->name = key;
  return e;
}

Expr *build_index(Parser *p, Expr *arg, Expr *index, Span close)
{
  return expr_of_two(p, EXPR_INDEX, (Span){arg->span.start, close.end}, arg, index);
}

Expr *build_slice(Parser *p, Span span, Expr *arg, Expr *from, Expr *to)
{
  return expr_of_three(p, EXPR_SLICE, span, arg, from, to);
}

/* ---- primaries */

Expr *build_literal(Parser *p, Span span, Value value)
{
  Expr *e = expr_over(p, EXPR_LITERAL, span, 0, 0);
  e->value = value;
  e->value.flags |= VALUE_STABLE;
  return e;
}

Expr *build_parameter(Parser *p, Name name)
{
  return expr_named(p, EXPR_PARAMETER, name);
}

Expr *build_variable(Parser *p, Name name)
{
  return expr_named(p, EXPR_VARIABLE, name);
}

Expr *build_parenthesised(Expr *expr, Span span)
{
  expr->parenthesised = true;
  expr->span = span;
  return expr;
}

Expr *build_list(Parser *p, Span span, ExprList items)
{
  return expr_of_list(p, EXPR_LIST, span, items);
}

Entry build_entry(ProjectionKind kind, Name key, Expr *value)
{
  return (Entry){kind, key, value};
}

Expr *build_map(Parser *p, Span span, Entries entries)
{
  Expr *e = expr_of_list(p, EXPR_MAP, span, entries.values);
  e->keys = entries.keys.at;
  return e;
}

Expr *build_map_projection(Parser *p, Span span, Name variable, Entries entries)
{
  /* The subject is argument 0, so every entry moves up by one. */
  Entries all = build_entries(p, NO_ENTRIES, build_entry(PROJECT_ENTRY, NO_NAME, build_variable(p, variable)));
  for (uint32_t i = 0; i < entries.values.n && !p->arena->bad; i++) {
    ProjectionKind kind = (ProjectionKind)entries.kinds.at[i];
    all = build_entries(p, all, build_entry(kind, entries.keys.at[i], entries.values.at[i]));
  }
  Expr *e = expr_of_list(p, EXPR_MAP_PROJECTION, span, all.values);
  e->keys = all.keys.at;
  e->ops = all.kinds.at;
  return e;
}

Expr *build_case_value(Parser *p, Span span)
{
  return build_variable(p, (Name){AST_CASE_VALUE, {span.start, span.start}});
}

static Expr *equals_case_value(Parser *p, Expr *e)
{
  return build_comparison(p, e->span, OP_EQ, build_case_value(p, e->span), e);
}

Expr *build_case_tests(Parser *p, Span span, ExprList tests)
{
  if (p->arena->bad || tests.n == 1) return p->arena->bad ? build_case_value(p, span) : tests.at[0];
  for (uint32_t i = 0; i < tests.n; i++)
    if (!ast_is_case_test(tests.at[i])) tests.at[i] = equals_case_value(p, tests.at[i]);
  return build_terms(p, OP_OR, tests);
}

Expr *build_case(Parser *p, Span span, Expr *value, ExprList arms, Expr *otherwise)
{
  bool extended = false;
  for (uint32_t i = 0; i < arms.n && !p->arena->bad; i += 2) {
    if (!ast_is_case_test(arms.at[i])) continue;
    extended = true;
    if (!value) REFUSE(p, arms.at[i]->span, "a WHEN of this form compares the value behind CASE, and there is none");
  }
  ExprList args = build_exprs(p, NO_EXPRS, value);
  for (uint32_t i = 0; i < arms.n && !p->arena->bad; i++) {
    bool plain = extended && i % 2 == 0 && !ast_is_case_test(arms.at[i]);
    args = build_exprs(p, args, plain ? equals_case_value(p, arms.at[i]) : arms.at[i]);
  }
  Expr *e = expr_of_list(p, EXPR_CASE, span, build_exprs(p, args, otherwise));
  e->extended = extended;
  return e;
}

Expr *build_function(Parser *p, Span span, Name name, bool distinct, ExprList args)
{
  Expr *e = expr_of_list(p, EXPR_CALL, span, args);
  e->name = name;
  e->distinct = distinct;
  return e;
}

Expr *build_count_star(Parser *p, Span span)
{
  return expr_over(p, EXPR_COUNT_STAR, span, 0, 0);
}

Expr *build_quantified(Parser *p, Span span, ExprOp op, Name name, Expr *list, Expr *where)
{
  Expr *e = expr_of_two(p, EXPR_QUANTIFIER, span, list, where);
  e->op = op;
  e->name = name;
  return e;
}

Expr *build_reduce(Parser *p, Span span, Name accumulator, Expr *start, Name name, Expr *list, Expr *step)
{
  Expr *e = expr_of_three(p, EXPR_REDUCE, span, start, list, step);
  e->name = accumulator;
  e->name2 = name;
  return e;
}

Expr *build_all_reduce(Parser *p, Expr *reduce, Expr *predicate)
{
  if (p->arena->bad) return reduce;
  ExprList args = {reduce->args, reduce->n, reduce->n};
  reduce->args = build_exprs(p, args, predicate).at;
  reduce->n = 4;
  reduce->height = MAX(reduce->height, height_above(p, predicate->span, height_of(predicate)));
  return reduce;
}

Expr *build_trim(Parser *p, Span span, Name side, Expr *what, Expr *from)
{
  const char *name = what ? "btrim" : "trim";
  if (name_is(side, "LEADING")) name = "ltrim";
  if (name_is(side, "TRAILING")) name = "rtrim";
  ExprList args = build_exprs(p, NO_EXPRS, from);
  return call_of(p, span, name, what ? build_exprs(p, args, what) : args);
}

/* Whether the text of a time says in which zone: Z, an offset behind the hours, or a name in brackets. */
static bool names_zone(Text text)
{
  bool times = false;
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (c == 'T' || c == ':') times = true;
    if (c == 'Z' || c == '[' || c == '+' || (c == '-' && times)) return true;
  }
  return false;
}

Expr *build_temporal_literal(Parser *p, Span span, Name zone, Name type, Name text)
{
  bool local = name_is(zone, "LOCAL"), zoned = name_is(zone, "ZONED");
  if (!local && !zoned) zoned = names_zone(text.text);
  const char *name = zoned ? "datetime" : "localdatetime";
  if (name_is(type, "DATE")) name = "date";
  if (name_is(type, "DURATION")) name = "duration";
  if (name_is(type, "TIME")) name = zoned ? "time" : "localtime";
  return call_of(p, span, name, build_exprs(p, NO_EXPRS, build_literal(p, text.span, value_string(text.text))));
}

Expr *build_comprehension(Parser *p, Span span, Name name, Expr *list, Expr *where, Expr *result)
{
  Expr *e = expr_of_three(p, EXPR_LIST_COMPREHENSION, span, list, where, result);
  e->name = name;
  return e;
}

Expr *build_pattern_comprehension(Parser *p, Span span, PathPattern *path, Expr *where, Expr *result)
{
  uint32_t below = MAX(path->height, MAX(height_of(where), height_of(result)));
  Expr *e = expr_over(p, EXPR_PATTERN_COMPREHENSION, span, 2, below);
  e->path = path;
  e->args[0] = where;
  e->args[1] = result;
  return e;
}

Expr *build_path_expr(Parser *p, Span span, ExprKind kind, PathPattern *path)
{
  Expr *e = expr_over(p, kind, span, 0, path->height);
  e->path = path;
  return e;
}

Expr *build_subquery_expr(Parser *p, Span span, ExprOp op, Query *query)
{
  Expr *e = expr_over(p, EXPR_SUBQUERY, span, 0, query->height);
  e->op = op;
  e->query = query;
  return e;
}
