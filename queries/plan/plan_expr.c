/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions that the planner makes or changes. What it makes looks as if it had been written, so that the evaluator
 * and EXPLAIN need no special cases; what it changes is copied, since the statement may be planned again. */
#include "plan_internal.h"

static Expr *make(Planner *p, ExprKind kind, Span span, uint32_t n)
{
  return ast_expr(p->arena, kind, span, n);
}

Expr *expr_variable(Planner *p, uint32_t slot, Span span)
{
  Expr *e = make(p, EXPR_VARIABLE, span, 0);
  Text name = slot < p->checked->slot_count ? p->checked->slots[slot].name : (Text){NULL, 0};
  if (name.len == 0) name = text_of(arena_printf(p->arena, "anon_%u", slot));
  e->name = (Name){name, span};
  e->slot = slot;
  return e;
}

Expr *expr_property(Planner *p, uint32_t slot, Name key)
{
  Expr *e = make(p, EXPR_PROPERTY, key.span, 1);
  e->args[0] = expr_variable(p, slot, key.span);
  e->name = key;
  return e;
}

Expr *expr_compare(Planner *p, ExprOp op, Expr *a, Expr *b)
{
  Expr *e = make(p, EXPR_COMPARISON, b->span, 2);
  e->args[0] = a;
  e->args[1] = b;
  e->ops = arena_alloc(p->arena, 1);
  e->ops[0] = (uint8_t)op;
  return e;
}

Expr *expr_binary(Planner *p, ExprOp op, Expr *a, Expr *b)
{
  Expr *e = make(p, EXPR_BINARY, a->span, 2);
  e->op = op;
  e->args[0] = a;
  e->args[1] = b;
  return e;
}

Expr *expr_unary(Planner *p, ExprOp op, Expr *a)
{
  Expr *e = make(p, EXPR_UNARY, a->span, 1);
  e->op = op;
  e->args[0] = a;
  return e;
}

Expr *expr_int(Planner *p, int64_t i)
{
  Expr *e = make(p, EXPR_LITERAL, SPAN_NONE, 0);
  e->value = value_int(i);
  return e;
}

Expr *expr_has_labels(Planner *p, uint32_t slot, LabelExpr *labels)
{
  Expr *e = make(p, EXPR_HAS_LABELS, labels->span, 1);
  e->args[0] = expr_variable(p, slot, labels->span);
  e->labels = labels;
  return e;
}

Expr *expr_call(Planner *p, const char *name, Expr **args, uint32_t n)
{
  const Function *function = function_find(text_of(name));
  if (function == NULL) return NULL;
  Expr *e = make(p, EXPR_CALL, n > 0 ? args[0]->span : SPAN_NONE, n);
  for (uint32_t i = 0; i < n; i++) e->args[i] = args[i];
  e->name = (Name){text_of(function->name), e->span};
  e->function = function;
  return e;
}

/* ---- rewriting */

static Expr *copy_of(Planner *p, const Expr *e)
{
  Expr *copy = arena_new(p->arena, Expr);
  Expr **args = arena_array(p->arena, Expr *, e->n);
  if (args == NULL) return copy;
  *copy = *e;
  for (uint32_t i = 0; i < e->n; i++) args[i] = e->args[i];
  copy->args = args;
  return copy;
}

Expr *expr_rewrite(Planner *p, Expr *e, ExprReplace replace, void *context)
{
  if (e == NULL) return NULL;
  Expr *other = replace(context, e);
  if (other != NULL) return other;
  Expr *copy = NULL;
  for (uint32_t i = 0; i < e->n; i++) {
    Expr *arg = expr_rewrite(p, e->args[i], replace, context);
    if (arg == e->args[i]) continue;
    if (copy == NULL) copy = copy_of(p, e);
    if (p->arena->bad) return e;
    copy->args[i] = arg;
  }
  return copy != NULL ? copy : e;
}

typedef struct SlotChange {
  Planner *p;
  uint32_t from, to;
} SlotChange;

static Expr *replace_variable(void *context, Expr *e)
{
  const SlotChange *change = context;
  return expr_is_variable(e, change->from) ? expr_variable(change->p, change->to, e->span) : NULL;
}

Expr *expr_replace_slot(Planner *p, Expr *e, uint32_t slot, uint32_t with)
{
  return expr_rewrite(p, e, replace_variable, &(SlotChange){p, slot, with});
}

/* ---- looking */

bool expr_is_variable(const Expr *e, uint32_t slot)
{
  return e != NULL && e->kind == EXPR_VARIABLE && e->slot == slot;
}

bool expr_is_int(const Expr *e, int64_t *value)
{
  if (e == NULL || e->kind != EXPR_LITERAL || e->value.type != VALUE_INT) return false;
  *value = e->value.integer;
  return true;
}

static void remove_locals(const Expr *e, SlotSet *set)
{
  if (e == NULL) return;
  if (e->kind == EXPR_LIST_COMPREHENSION || e->kind == EXPR_QUANTIFIER || e->kind == EXPR_REDUCE)
    slots_remove(set, e->slot);
  if (e->kind == EXPR_REDUCE) slots_remove(set, e->slot2);
  if (e->kind == EXPR_CASE && e->extended) slots_remove(set, e->slot);
  for (uint32_t i = 0; i < e->n; i++) remove_locals(e->args[i], set);
}

/* Structure is compared by ast_expr_equal, which sees names; a name can stand for two slots (WITH a.x AS a), so the
 * free variables must be the same, too. */
bool expr_same(Planner *p, const Expr *a, const Expr *b)
{
  if (a == b) return true;
  if (!ast_expr_equal(a, b)) return false;
  SlotSet of_a = {0}, of_b = {0};
  slots_of_expr(p->arena, a, &of_a);
  slots_of_expr(p->arena, b, &of_b);
  remove_locals(a, &of_a);
  remove_locals(b, &of_b);
  return slots_contain(&of_a, &of_b) && slots_contain(&of_b, &of_a);
}

static bool constant_call(Planner *p, const Expr *e, Value *out)
{
  const Function *function = e->function;
  enum { MOST = 4 };
  if (function == NULL || function->scalar == NULL || (function->flags & FUNCTION_VOLATILE) != 0 || e->n > MOST)
    return false;
  /* Clocks stand still while planning, and a list (range) may be as long as it likes. */
  if ((e->n == 0 && (function->flags & FUNCTION_STATEMENT) != 0) || (function->result & TYPE_LIST) != 0) return false;
  Value args[MOST];
  for (uint32_t i = 0; i < e->n; i++)
    if (!expr_constant(p, e->args[i], &args[i]) || value_is_null(args[i])) return false;
  Error ignored = {0};
  FunctionContext context = {.graph = p->graph, .arena = p->arena, .err = &ignored};
  return function->scalar(&context, args, e->n, out) == STATUS_OK;
}

bool expr_constant(Planner *p, const Expr *e, Value *out)
{
  if (e == NULL) return false;
  switch (e->kind) {
  case EXPR_LITERAL: *out = e->value; return true;
  case EXPR_UNARY: {
    Error ignored = {0};
    return e->op == OP_NEGATE && expr_constant(p, e->args[0], out) &&
           value_negate(p->arena, *out, out, &ignored) == STATUS_OK;
  }
  case EXPR_LIST: {
    Value *items = arena_array(p->arena, Value, e->n);
    if (items == NULL) return false;
    for (uint32_t i = 0; i < e->n; i++)
      if (!expr_constant(p, e->args[i], &items[i])) return false;
    *out = value_list(items, e->n);
    return true;
  }
  case EXPR_CALL: return constant_call(p, e, out);
  default: return false;
  }
}

static Status find_volatile(void *context, Expr **child)
{
  bool *found = context;
  const Expr *e = *child;
  *found |= e->kind == EXPR_CALL && e->function != NULL && (e->function->flags & FUNCTION_VOLATILE) != 0;
  return *found ? STATUS_OK : ast_each_child(*child, find_volatile, context);
}

bool expr_is_volatile(Expr *e)
{
  bool found = false;
  (void)find_volatile(&found, &e);
  return found;
}
