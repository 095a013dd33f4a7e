/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions: names to slots, calls to functions, and as much of their types as is needed to find at compile time
 * what openCypher wants found then. Inference only ever says "cannot be any of these"; what it does not know passes. */
#include "check_internal.h"
#include "core/type_test.h"

#include <math.h>
#include <strings.h>

#include <stdio.h>

static void describe_types(Str *out, uint32_t types)
{
  bool first = true;
  for (uint32_t t = VALUE_MAP; t < VALUE_TYPE_COUNT; t++) {
    if (!(types & (1u << t))) continue;
    if (!first) str_add(out, " or ");
    str_add(out, value_type_name((ValueType)t));
    first = false;
  }
  if (first) str_add(out, "Null");
}

static Status type_error(Checker *c, ErrorKind kind, const Expr *e, const char *expected, ExprType found)
{
  Str text;
  str_init(&text);
  describe_types(&text, found.types);
  error_at(c->err, kind, "InvalidArgumentType", e->span, "expected %s, but this is %s", expected, str_cstr(&text));
  c->err->phase = PHASE_COMPILE;
  str_free(&text);
  return STATUS_FAIL;
}

Status check_type_error(Checker *c, const Expr *e, const char *expected, ExprType found)
{
  return type_error(c, ERROR_SYNTAX, e, expected, found);
}

Status check_argument_error(Checker *c, const Expr *arg, uint32_t i, const char *of, ExprType found,
                            const char *signature)
{
  Str text;
  str_init(&text);
  describe_types(&text, found.types & ~(uint32_t)TYPE_NULL);
  error_at(c->err, ERROR_SYNTAX, "InvalidArgumentType", arg->span, "argument %u of %s cannot be of type %s: %s", i + 1,
           of, str_cstr(&text), signature);
  str_free(&text);
  return STATUS_FAIL;
}

/* Fails when the expression can be none of the allowed types; null always may be. */
static Status require(Checker *c, const Expr *e, ExprType type, uint32_t allowed, const char *expected)
{
  if (type_fits(type, allowed)) return STATUS_OK;
  return check_type_error(c, e, expected, type);
}

Status check_plain(Checker *c, Expr *e, ExprType *type)
{
  return check_expr(c, e, (ExprPlace){0}, type);
}

Status check_predicate(Checker *c, Expr *e)
{
  ExprType type;
  TRY(check_expr(c, e, (ExprPlace){.pattern = true}, &type));
  return require(c, e, type, TYPE_BOOL, "true or false");
}

static bool mentions_variable(const Expr *e);

static Status find_variable(void *context, Expr **child)
{
  if (mentions_variable(*child)) *(bool *)context = true;
  return STATUS_OK;
}

static bool mentions_variable(const Expr *e)
{
  if (e->kind == EXPR_VARIABLE || e->kind == EXPR_PATTERN || e->kind == EXPR_PATTERN_COMPREHENSION) return true;
  bool found = false;
  (void)ast_each_child((Expr *)(uintptr_t)e, find_variable, &found);
  return found;
}

Status check_row_count(Checker *c, Expr *e, const char *clause)
{
  if (mentions_variable(e))
    return error_at(c->err, ERROR_SYNTAX, "NonConstantExpression", e->span,
                    "%s takes a constant: it cannot depend on variables", clause);
  bool negative = e->kind == EXPR_LITERAL && e->value.type == VALUE_INT && e->value.integer < 0;
  if (e->kind == EXPR_UNARY && e->op == OP_NEGATE && e->args[0]->kind == EXPR_LITERAL)
    negative = e->args[0]->value.type == VALUE_INT && e->args[0]->value.integer > 0;
  if (negative)
    return error_at(c->err, ERROR_SYNTAX, "NegativeIntegerArgument", e->span, "%s cannot be negative", clause);
  /* A subquery in it sees no variables either: the count is one for all rows. */
  ExprType type;
  Scope scope = c->scope;
  c->scope = (Scope){0};
  Status status = check_plain(c, e, &type);
  c->scope = scope;
  TRY(status);
  if (!(type.types & TYPE_INT)) return check_type_error(c, e, "a whole number of rows", type);
  return STATUS_OK;
}

/* ---- parts */

static Status check_args(Checker *c, Expr *e, ExprPlace place, ExprType *first)
{
  for (uint32_t i = 0; i < e->n; i++) {
    ExprType type;
    if (!e->args[i]) continue;
    TRY(check_expr(c, e->args[i], place, &type));
    if (i == 0 && first) *first = type;
  }
  return STATUS_OK;
}

static Status check_parameter(Checker *c, Expr *e)
{
  for (uint32_t i = 0; i < c->out->parameter_count; i++) {
    if (text_equal(c->out->parameters[i].text, e->name.text)) {
      e->key = i;
      return STATUS_OK;
    }
  }
  struct {
    Name *at;
    uint32_t n, cap;
  } list = {c->out->parameters, c->out->parameter_count, c->out->parameter_cap};
  ast_push(c->arena, &list, e->name);
  e->key = c->out->parameter_count;
  c->out->parameters = list.at;
  c->out->parameter_count = list.n;
  c->out->parameter_cap = list.cap;
  return STATUS_OK;
}

/* Infinity, INF and NaN are numbers where nothing else has the name. */
static bool is_special_number(Text name, double *number)
{
  static const struct {
    const char *name;
    double number;
  } known[] = {{"INFINITY", INFINITY}, {"INF", INFINITY}, {"NAN", NAN}};
  for (size_t i = 0; i < ARRAY_LEN(known); i++) {
    *number = known[i].number;
    if (name.len == strlen(known[i].name) && strncasecmp(name.data, known[i].name, name.len) == 0) return true;
  }
  return false;
}

static Status check_variable(Checker *c, Expr *e, ExprType *type)
{
  double number;
  e->slot = scope_find(&c->scope, e->name.text);
  if (e->slot == SLOT_NONE && is_special_number(e->name.text, &number)) {
    e->kind = EXPR_LITERAL;
    e->value = value_float(number);
    *type = TYPE_OF(TYPE_FLOAT);
    return STATUS_OK;
  }
  if (e->slot == SLOT_NONE) return check_undefined(c, &e->name);
  *type = check_slot_type(c, e->slot);
  return STATUS_OK;
}

static Status check_property(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  ExprType base;
  TRY(check_expr(c, e->args[0], place, &base));
  *type = TYPE_UNKNOWN;
  if (type_fits(base, TYPE_MAP | TYPE_ENTITY | TYPE_TEMPORAL | TYPE_EDTF)) return STATUS_OK;
  /* openCypher calls the property of a path a syntax error, that of a plain value a type error. */
  return type_error(c, base.types & TYPE_PATH ? ERROR_SYNTAX : ERROR_TYPE, e->args[0],
                    "a node, a relationship, a map or a date", base);
}

static Status check_arithmetic(Checker *c, Expr *e, ExprType a, ExprType b, ExprType *type)
{
  static const struct {
    uint32_t types;
    const char *names;
  } operands[] = {
      [OP_SUB] = {TYPE_NUMBER | TYPE_TEMPORAL, "a number, a date, a time or a duration"},
      [OP_MUL] = {TYPE_NUMBER | TYPE_DURATION, "a number or a duration"},
      [OP_DIV] = {TYPE_NUMBER | TYPE_DURATION, "a number or a duration"},
      [OP_MOD] = {TYPE_NUMBER, "a number"},
      [OP_POW] = {TYPE_NUMBER, "a number"},
  };
  *type = TYPE_UNKNOWN;
  if (e->op != OP_ADD) {
    TRY(require(c, e->args[0], a, operands[e->op].types, operands[e->op].names));
    TRY(require(c, e->args[1], b, operands[e->op].types, operands[e->op].names));
  }
  bool is_null = a.types == TYPE_NULL || b.types == TYPE_NULL;
  if (is_null) {
    *type = TYPE_OF(TYPE_NULL);
    return STATUS_OK;
  }
  if (e->op == OP_ADD) {
    bool numbers = !((a.types | b.types) & ~(uint32_t)(TYPE_NUMBER | TYPE_NULL));
    if (numbers) *type = TYPE_OF(TYPE_NUMBER | TYPE_NULL);
    if (a.types == TYPE_LIST && b.types == TYPE_LIST) *type = (ExprType){TYPE_LIST, a.items | b.items};
    return STATUS_OK;
  }
  if (e->op == OP_MOD) *type = TYPE_OF(TYPE_NUMBER | TYPE_NULL);
  if (e->op == OP_POW) *type = TYPE_OF(TYPE_FLOAT | TYPE_NULL);
  return STATUS_OK;
}

static Status check_binary(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  bool logic = e->op == OP_AND || e->op == OP_OR || e->op == OP_XOR;
  place.pattern = logic; /* its operands are predicates, wherever it stands */
  ExprType a, b;
  TRY(check_expr(c, e->args[0], place, &a));
  TRY(check_expr(c, e->args[1], place, &b));
  *type = TYPE_MAYBE_BOOL;
  switch (e->op) {
  case OP_AND:
  case OP_OR:
  case OP_XOR:
    TRY(require(c, e->args[0], a, TYPE_BOOL, "true or false"));
    return require(c, e->args[1], b, TYPE_BOOL, "true or false");
  case OP_ADD:
  case OP_SUB:
  case OP_MUL:
  case OP_DIV:
  case OP_MOD:
  case OP_POW: return check_arithmetic(c, e, a, b, type);
  case OP_CONCAT:
    if (a.types == TYPE_BOOL || b.types == TYPE_BOOL || a.types == TYPE_MAYBE_BOOL.types ||
        b.types == TYPE_MAYBE_BOOL.types)
      return error_at(c->err, ERROR_SYNTAX, "InvalidArgumentType", e->span,
                      "|| joins texts or lists; between conditions write OR");
    *type = TYPE_OF(TYPE_STRING | TYPE_LIST | TYPE_NULL);
    return STATUS_OK;
  case OP_IN: return require(c, e->args[1], b, TYPE_LIST, "a list");
  default: return STATUS_OK;
  }
}

static Status check_unary(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  place.pattern = e->op == OP_NOT;
  ExprType a;
  TRY(check_expr(c, e->args[0], place, &a));
  switch (e->op) {
  case OP_NOT: *type = TYPE_MAYBE_BOOL; return require(c, e->args[0], a, TYPE_BOOL, "true or false");
  case OP_NEGATE:
  case OP_PLUS:
    *type = TYPE_OF(a.types & (TYPE_NUMBER | TYPE_DURATION | TYPE_NULL));
    return require(c, e->args[0], a, TYPE_NUMBER | TYPE_DURATION, "a number or a duration");
  default: *type = TYPE_OF(TYPE_BOOL); return STATUS_OK;
  }
}

Status check_count_error(Checker *c, Span span, const char *of, uint32_t wanted, uint32_t given, const char *signature)
{
  char number[16] = "no";
  if (wanted > 0) snprintf(number, sizeof number, "%u", wanted);
  return error_at(c->err, ERROR_SYNTAX, "InvalidNumberOfArguments", span, "%s takes %s argument%s, but %u %s given: %s",
                  of, number, wanted == 1 ? "" : "s", given, given == 1 ? "was" : "were", signature);
}

static Status check_call_arity(Checker *c, const Expr *e)
{
  const Function *f = e->function;
  bool too_many = f->max_args != FUNCTION_VARIADIC && e->n > f->max_args;
  if (e->n >= f->min_args && !too_many) return STATUS_OK;
  if (f->min_args == f->max_args) return check_count_error(c, e->span, f->name, f->min_args, e->n, f->signature);
  return error_at(c->err, ERROR_SYNTAX, "InvalidNumberOfArguments", e->span, "%s does not take %u argument%s: %s",
                  f->name, e->n, e->n == 1 ? "" : "s", f->signature);
}

/* exists(x) of a value asks whether it is there; only of a pattern, whether it is found. */
static void exists_of_value(Expr *e)
{
  e->kind = EXPR_UNARY;
  e->op = OP_IS_NOT_NULL;
}

/* What is known of the items of a list that a function gives. */
static uint32_t result_items(const Function *f, ExprType first)
{
  static const struct {
    const char *name;
    uint32_t items;
  } known[] = {{"nodes", TYPE_NODE},  {"relationships", TYPE_REL}, {"labels", TYPE_STRING},
               {"keys", TYPE_STRING}, {"range", TYPE_INT},         {"split", TYPE_STRING}};
  for (size_t i = 0; i < ARRAY_LEN(known); i++)
    if (strcmp(f->name, known[i].name) == 0) return known[i].items;
  if (strcmp(f->name, "collect") == 0) return first.types;
  if (strcmp(f->name, "tail") == 0 || strcmp(f->name, "reverse") == 0) return first.items;
  return 0;
}

/* normalize(text, NFC): the form may stand there as a bare word. */
static void normal_form_by_name(const Checker *c, Expr *form)
{
  static const char *const forms[] = {"NFC", "NFD", "NFKC", "NFKD"};
  if (form->kind != EXPR_VARIABLE || scope_find(&c->scope, form->name.text) != SLOT_NONE) return;
  for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
    if (form->name.text.len != strlen(forms[i]) || strncasecmp(form->name.text.data, forms[i], strlen(forms[i])) != 0)
      continue;
    form->kind = EXPR_LITERAL;
    form->value = value_string(text_of(forms[i]));
    form->value.flags |= VALUE_STABLE;
  }
}

/* PROPERTY_EXISTS(n, key), whose key is a bare word: n.key IS NOT NULL. */
static bool is_property_exists(const Expr *e)
{
  static const char name[] = "PROPERTY_EXISTS";
  return e->n == 2 && e->args[1]->kind == EXPR_VARIABLE && e->name.text.len == sizeof name - 1 &&
         strncasecmp(e->name.text.data, name, sizeof name - 1) == 0;
}

static Status check_property_exists(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  Expr *property = ast_expr(c->arena, EXPR_PROPERTY, e->span, 1);
  TRY(arena_check(c->arena, c->err));
  property->args[0] = e->args[0];
  property->name = e->args[1]->name;
  e->args[0] = property;
  e->n = 1;
  exists_of_value(e);
  return check_expr(c, e, place, type);
}

static Status check_function_call(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  if (is_property_exists(e)) return check_property_exists(c, e, place, type);
  e->function = function_find(e->name.text);
  int len = (int)e->name.text.len;
  const char *elsewhere = e->function ? NULL : function_elsewhere(e->name.text);
  if (elsewhere)
    return error_at(c->err, ERROR_SYNTAX, "UnknownFunction", e->name.span, "there is no function `%.*s`: %s", len,
                    e->name.text.data, elsewhere);
  if (!e->function) {
    const Function *nearest = function_nearest(e->name.text);
    if (nearest)
      return error_at(c->err, ERROR_SYNTAX, "UnknownFunction", e->name.span,
                      "there is no function `%.*s`; did you mean `%s`?", len, e->name.text.data, nearest->name);
    return error_at(c->err, ERROR_SYNTAX, "UnknownFunction", e->name.span, "there is no function `%.*s`", len,
                    e->name.text.data);
  }
  const Function *f = e->function;
  if (f->aggregate) {
    if (!place.aggregates)
      return error_at(c->err, ERROR_SYNTAX, "InvalidAggregation", e->span,
                      "the aggregate function %s can only stand in WITH, RETURN and their ORDER BY", f->name);
    if (place.in_aggregate)
      return error_at(c->err, ERROR_SYNTAX, "NestedAggregation", e->span,
                      "an aggregate function cannot stand inside another one");
    place.in_aggregate = true;
  } else if (e->distinct) {
    return error_at(c->err, ERROR_SYNTAX, "InvalidAggregation", e->span, "%s does not aggregate: it takes no DISTINCT",
                    f->name);
  }
  if (place.in_aggregate && (f->flags & FUNCTION_VOLATILE))
    return error_at(c->err, ERROR_SYNTAX, "NonConstantExpression", e->span,
                    "%s gives another value at each call: it cannot stand inside an aggregate function", f->name);
  TRY(check_call_arity(c, e));
  if (strcmp(f->name, "normalize") == 0 && e->n == 2) normal_form_by_name(c, e->args[1]);
  place.pattern = strcmp(f->name, "exists") == 0;
  ExprType first = TYPE_UNKNOWN;
  for (uint32_t i = 0; i < e->n; i++) {
    ExprType arg;
    TRY(check_expr(c, e->args[i], place, &arg));
    if (i == 0) first = arg;
    uint32_t allowed = i < FUNCTION_MAX_TYPED_ARGS ? f->arg_types[i] : 0;
    if (!allowed || !(f->flags & FUNCTION_TYPE_ERRORS_AT_COMPILE) || type_fits(arg, allowed)) continue;
    return check_argument_error(c, e->args[i], i, f->name, arg, f->signature);
  }
  if (strcmp(f->name, "exists") == 0 && e->args[0]->kind != EXPR_PATTERN) exists_of_value(e);
  *type = (ExprType){f->result ? f->result : TYPE_ANY, result_items(f, first)};
  if (strcmp(f->name, "head") == 0 || strcmp(f->name, "last") == 0)
    *type = TYPE_OF(first.items ? first.items | TYPE_NULL : TYPE_ANY);
  return STATUS_OK;
}

static Status check_case_parts(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  ExprPlace condition = place;
  condition.pattern = e->args[0] == NULL;
  place.pattern = false;
  type->types = 0;
  type->items = 0;
  for (uint32_t i = 0; i < e->n; i++) {
    if (!e->args[i]) continue;
    bool is_test = i == 0, is_when = i % 2 == 1 && i + 1 < e->n;
    ExprType part;
    TRY(check_expr(c, e->args[i], is_when ? condition : place, &part));
    if (is_when && !e->args[0]) TRY(require(c, e->args[i], part, TYPE_BOOL, "true or false"));
    if (is_test || is_when) continue;
    type->types |= part.types;
    type->items |= part.items;
  }
  if (!e->args[e->n - 1]) type->types |= TYPE_NULL;
  return STATUS_OK;
}

static Status check_case(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  if (!e->extended) return check_case_parts(c, e, place, type);
  uint32_t mark = c->scope.n;
  e->slot = check_new_slot(c, AST_CASE_VALUE, SLOT_VALUE, TYPE_UNKNOWN);
  scope_add(c, &c->scope, AST_CASE_VALUE, e->slot);
  TRY(check_case_parts(c, e, place, type));
  c->scope.n = mark;
  return STATUS_OK;
}

/* A variable that lives only inside e; the caller puts c->scope.n back. */
static uint32_t add_local(Checker *c, Text name, ExprType list)
{
  ExprType item = TYPE_OF(list.items ? list.items : TYPE_ANY);
  uint32_t slot = check_new_slot(c, name, SLOT_VALUE, item);
  scope_add(c, &c->scope, name, slot);
  return slot;
}

static Status check_comprehension(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  ExprType list, item;
  place.pattern = false;
  TRY(check_expr(c, e->args[0], place, &list));
  TRY(require(c, e->args[0], list, TYPE_LIST, "a list"));
  uint32_t mark = c->scope.n;
  e->slot = add_local(c, e->name.text, list);
  item = check_slot_type(c, e->slot);
  place.aggregates = false;
  if (e->args[1]) {
    ExprType predicate;
    place.pattern = true;
    TRY(check_expr(c, e->args[1], place, &predicate));
    TRY(require(c, e->args[1], predicate, TYPE_BOOL, "true or false"));
  }
  if (e->kind == EXPR_QUANTIFIER) {
    *type = TYPE_MAYBE_BOOL;
  } else {
    place.pattern = false;
    if (e->args[2]) TRY(check_expr(c, e->args[2], place, &item));
    *type = (ExprType){TYPE_LIST | (list.types & TYPE_NULL), item.types};
  }
  c->scope.n = mark;
  return STATUS_OK;
}

static Status check_reduce(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  ExprType start, list, step;
  place.pattern = false;
  TRY(check_expr(c, e->args[0], place, &start));
  TRY(check_expr(c, e->args[1], place, &list));
  TRY(require(c, e->args[1], list, TYPE_LIST, "a list"));
  uint32_t mark = c->scope.n;
  e->slot = check_new_slot(c, e->name.text, SLOT_VALUE, TYPE_UNKNOWN);
  scope_add(c, &c->scope, e->name.text, e->slot);
  e->slot2 = add_local(c, e->name2.text, list);
  place.aggregates = false;
  TRY(check_expr(c, e->args[2], place, &step));
  *type = TYPE_UNKNOWN;
  if (e->n > 3) { /* allReduce sees the new value of the accumulator under its name */
    ExprType predicate;
    place.pattern = true;
    TRY(check_expr(c, e->args[3], place, &predicate));
    TRY(require(c, e->args[3], predicate, TYPE_BOOL, "true or false"));
    *type = TYPE_MAYBE_BOOL;
  }
  c->scope.n = mark;
  return STATUS_OK;
}

static Status check_pattern_expr(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  if (e->kind == EXPR_PATTERN && !place.pattern)
    return error_at(
        c->err, ERROR_SYNTAX, "UnexpectedSyntax", e->span,
        "a pattern stands for true or false in WHERE, CASE WHEN, beside NOT, AND, OR and XOR, or in exists(); here it "
        "cannot stand alone");
  uint32_t mark = c->scope.n;
  PatternUse use = e->kind == EXPR_PATTERN_COMPREHENSION ? PATTERN_COMPREHENSION : PATTERN_EXPRESSION;
  TRY(check_pattern(c, &e->path, 1, use));
  *type = TYPE_OF(TYPE_BOOL);
  if (e->kind == EXPR_PATTERN_COMPREHENSION) {
    if (e->args[0]) TRY(check_predicate(c, e->args[0]));
    ExprType item;
    place.pattern = place.aggregates = false;
    TRY(check_expr(c, e->args[1], place, &item));
    *type = (ExprType){TYPE_LIST, item.types};
  }
  if (e->kind == EXPR_SHORTEST_PATH) {
    bool all = e->path->shortest == SHORTEST_ALL;
    *type = all ? (ExprType){TYPE_LIST, TYPE_PATH} : TYPE_OF(TYPE_PATH | TYPE_NULL);
  }
  c->scope.n = mark;
  return STATUS_OK;
}

static Status check_subquery(Checker *c, Expr *e, ExprType *type)
{
  Scope outer = scope_copy(c, &c->scope);
  bool was_read_only = c->read_only;
  c->read_only = true;
  Projection *last = NULL;
  bool takes_column = e->op == OP_COLLECT || e->op == OP_VALUE;
  TRY(check_query(c, e->query, (QueryShape){.returns_optional = !takes_column}, &last));
  c->read_only = was_read_only;
  c->scope = outer;
  static const uint32_t types[] = {
      [OP_EXISTS] = TYPE_BOOL, [OP_COUNT] = TYPE_INT, [OP_COLLECT] = TYPE_LIST, [OP_VALUE] = TYPE_ANY};
  *type = TYPE_OF(types[e->op]);
  if (takes_column && (!last || last->items.n != 1))
    return error_at(c->err, ERROR_SYNTAX, "InvalidClauseComposition", e->span,
                    "a %s subquery returns exactly one column", e->op == OP_VALUE ? "VALUE" : "COLLECT");
  return STATUS_OK;
}

static Status check_map_projection(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  ExprType base;
  place.pattern = false;
  TRY(check_expr(c, e->args[0], place, &base));
  TRY(require(c, e->args[0], base, TYPE_MAP | TYPE_ENTITY, "a node, a relationship or a map"));
  for (uint32_t i = 1; i < e->n; i++) {
    ExprType entry;
    if (e->args[i]) TRY(check_expr(c, e->args[i], place, &entry));
  }
  *type = TYPE_OF(TYPE_MAP | TYPE_NULL);
  return STATUS_OK;
}

static Status check_list(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  *type = TYPE_OF(TYPE_LIST);
  place.pattern = false;
  for (uint32_t i = 0; i < e->n; i++) {
    ExprType item;
    TRY(check_expr(c, e->args[i], place, &item));
    type->items |= item.types;
  }
  return STATUS_OK;
}

static Status check_type_name(Checker *c, const Expr *e)
{
  TypeTest *test;
  Error wrong = {0};
  if (type_test_read(c->arena, e->name.text, &test, &wrong) == STATUS_OK) return STATUS_OK;
  return error_at(c->err, wrong.kind, wrong.detail, e->name.span, "%s", wrong.message);
}

static Status check_has_labels(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  ExprType base;
  TRY(check_expr(c, e->args[0], place, &base));
  TRY(require(c, e->args[0], base, TYPE_ENTITY, "a node or a relationship"));
  *type = TYPE_MAYBE_BOOL;
  return check_labels(c, e->labels);
}

Status check_expr(Checker *c, Expr *e, ExprPlace place, ExprType *type)
{
  ExprPlace inner = place;
  inner.pattern = false;
  *type = TYPE_UNKNOWN;
  switch (e->kind) {
  case EXPR_LITERAL: *type = TYPE_OF(1u << e->value.type); return STATUS_OK;
  case EXPR_PARAMETER: return check_parameter(c, e);
  case EXPR_VARIABLE: return check_variable(c, e, type);
  case EXPR_PROPERTY: return check_property(c, e, inner, type);
  case EXPR_INDEX: {
    ExprType base = TYPE_UNKNOWN;
    TRY(check_args(c, e, inner, &base));
    if (base.types == TYPE_LIST && base.items) *type = TYPE_OF(base.items | TYPE_NULL);
    return STATUS_OK;
  }
  case EXPR_SLICE: TRY(check_args(c, e, inner, type)); return STATUS_OK;
  case EXPR_HAS_LABELS: return check_has_labels(c, e, inner, type);
  case EXPR_LIST: return check_list(c, e, inner, type);
  case EXPR_MAP: *type = TYPE_OF(TYPE_MAP); return check_args(c, e, inner, NULL);
  case EXPR_UNARY: return check_unary(c, e, place, type);
  case EXPR_BINARY: return check_binary(c, e, place, type);
  case EXPR_COMPARISON: *type = TYPE_MAYBE_BOOL; return check_args(c, e, inner, NULL);
  case EXPR_CALL: return check_function_call(c, e, inner, type);
  case EXPR_COUNT_STAR:
    *type = TYPE_OF(TYPE_INT);
    if (!place.aggregates)
      return error_at(c->err, ERROR_SYNTAX, "InvalidAggregation", e->span,
                      "count(*) can only stand in WITH, RETURN and their ORDER BY");
    if (place.in_aggregate)
      return error_at(c->err, ERROR_SYNTAX, "NestedAggregation", e->span,
                      "an aggregate function cannot stand inside another one");
    return STATUS_OK;
  case EXPR_CASE: return check_case(c, e, place, type);
  case EXPR_LIST_COMPREHENSION:
  case EXPR_QUANTIFIER: return check_comprehension(c, e, place, type);
  case EXPR_REDUCE: return check_reduce(c, e, place, type);
  case EXPR_PATTERN:
  case EXPR_PATTERN_COMPREHENSION:
  case EXPR_SHORTEST_PATH: return check_pattern_expr(c, e, place, type);
  case EXPR_SUBQUERY: return check_subquery(c, e, type);
  case EXPR_MAP_PROJECTION: return check_map_projection(c, e, place, type);
  case EXPR_IS_TYPED:
    *type = TYPE_OF(TYPE_BOOL);
    TRY(check_args(c, e, inner, NULL));
    return check_type_name(c, e);
  }
  return error_internal(c->err, "unknown kind of expression");
}
