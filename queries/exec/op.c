/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operators as such: the table of classes, opening and closing the tree, and what many operators need in the same
 * form. Profiling wraps op_next here, so no operator knows of it. */
#include "op.h"

#include "core/large.h"

#include <stdlib.h>
#include <time.h>

#define OPERATOR(ENUM, name, flags) extern const OpClass op_class_##ENUM;
#include "op_list.def"
#undef OPERATOR

const OpClass *const op_classes[PLAN_KIND_COUNT] = {
#define OPERATOR(ENUM, name, flags) [PLAN_##ENUM] = &op_class_##ENUM,
#include "op_list.def"
#undef OPERATOR
};

unsigned op_flags(PlanKind kind)
{
  static const unsigned flags_of[PLAN_KIND_COUNT] = {
#define OPERATOR(ENUM, name, flags) [PLAN_##ENUM] = (flags),
#include "op_list.def"
#undef OPERATOR
  };
  return flags_of[kind];
}

static Status open_children(Exec *x, const Plan *plan, Op *op)
{
  if (plan->child[0] && !(op_flags(plan->kind) & OP_SHARED)) TRY(op_open(x, plan->child[0], &op->child[0]));
  if (!plan->child[1] || (op_flags(plan->kind) & OP_DESCRIBED)) return STATUS_OK;
  if (!(op_flags(plan->kind) & OP_CORRELATED)) return op_open(x, plan->child[1], &op->child[1]);
  Argument *above = x->argument;
  op->argument = arena_new(&x->arena, Argument);
  x->argument = op->argument;
  Status status = op_open(x, plan->child[1], &op->child[1]);
  x->argument = above;
  return status;
}

Status op_open(Exec *x, const Plan *plan, Op **out)
{
  const OpClass *class = op_classes[plan->kind];
  Op *op = arena_zalloc(&x->arena, class->size);
  TRY(arena_check(&x->arena, x->err));
  op->class = class;
  op->plan = plan;
  Status status = open_children(x, plan, op);
  if (status == STATUS_OK && class->open) status = class->open(x, op);
  if (status == STATUS_OK) status = arena_check(&x->arena, x->err);
  if (status == STATUS_OK) {
    *out = op;
    return STATUS_OK;
  }
  op_close(x, op);
  return STATUS_FAIL;
}

/* Also for an operator whose open failed: its state is zeroed memory at the least. */
void op_close(Exec *x, Op *op)
{
  if (!op) return;
  if (op->class->close) op->class->close(x, op);
  op_close(x, op->child[0]);
  op_close(x, op->child[1]);
}

static uint64_t monotonic_nanos(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * NANOS_PER_SECOND + (uint64_t)t.tv_nsec;
}

Status op_next(Exec *x, Op *op, Batch *out)
{
  if (LIKELY(!x->profile)) return op->class->next(x, op, out);
  OpProfile *profile = &x->profile[op->plan->id];
  uint64_t start = monotonic_nanos();
  Status status = op->class->next(x, op, out);
  profile->nanos += monotonic_nanos() - start;
  if (status == STATUS_OK && out->n) {
    profile->rows += out->n;
    profile->batches++;
  }
  return status;
}

Status op_count_rows(Exec *x, Op *op, Batch *scratch, uint64_t *rows)
{
  *rows = 0;
  if (op->class->count && op->plan != x->driver) {
    uint64_t start = x->profile ? monotonic_nanos() : 0;
    TRY(op->class->count(x, op, rows));
    if (x->profile) {
      OpProfile *profile = &x->profile[op->plan->id];
      profile->nanos += monotonic_nanos() - start;
      profile->rows += *rows;
      profile->batches++;
    }
    return STATUS_OK;
  }
  do {
    TRY(exec_check(x));
    TRY(op_next(x, op, scratch));
    *rows += scratch->n;
  } while (scratch->n);
  return STATUS_OK;
}

Status op_rewind(Exec *x, Op *op)
{
  return op->class->rewind(x, op);
}

/* ---- what operators share */

bool plan_writes(const Plan *plan)
{
  if (!plan) return false;
  return (op_flags(plan->kind) & OP_WRITES) != 0 || plan_writes(plan->child[0]) || plan_writes(plan->child[1]);
}

static bool contains(const uint32_t *slots, uint32_t n, uint32_t slot)
{
  for (uint32_t i = 0; i < n; i++)
    if (slots[i] == slot) return true;
  return false;
}

Status op_carry(Exec *x, const Plan *plan, const uint32_t *own, uint32_t own_count, Gather *g)
{
  gather_init(g, &x->arena, plan->live_count + 1);
  for (uint32_t i = 0; i < plan->live_count; i++)
    if (!contains(own, own_count, plan->live[i])) gather_add(g, plan->live[i]);
  gather_add(g, x->ordinal_slot);
  return arena_check(&x->arena, x->err);
}

Status op_kept_slots(Exec *x, const Plan *plan, const uint32_t *more, uint32_t more_count, uint32_t **slots,
                     uint32_t *n)
{
  uint32_t *kept = arena_array(&x->arena, uint32_t, plan->live_count + more_count + 1);
  TRY(arena_check(&x->arena, x->err));
  uint32_t count = 0;
  for (uint32_t i = 0; i < plan->live_count; i++)
    if (!contains(kept, count, plan->live[i])) kept[count++] = plan->live[i];
  for (uint32_t i = 0; i < more_count; i++)
    if (more[i] != SLOT_NONE && !contains(kept, count, more[i])) kept[count++] = more[i];
  kept[count++] = x->ordinal_slot;
  *slots = kept;
  *n = count;
  return STATUS_OK;
}

Status op_compile(Exec *x, Expr *const *exprs, uint32_t n, Eval ***out)
{
  *out = arena_array(&x->arena, Eval *, n);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < n; i++) TRY(eval_compile(x, exprs[i], &(*out)[i]));
  return STATUS_OK;
}

Status op_count(Exec *x, Eval *eval, Arena *arena, const Expr *expr, const char *what, int64_t *out)
{
  Value v;
  TRY(eval_single(x, eval, arena, &v));
  if (v.type == VALUE_INT && v.integer >= 0) {
    *out = v.integer;
    return STATUS_OK;
  }
  if (v.type == VALUE_INT)
    error_at(x->err, ERROR_SYNTAX, "NegativeIntegerArgument", expr->span, "%s cannot be negative, but is %lld", what,
             (long long)v.integer);
  else
    error_at(x->err, ERROR_SYNTAX, "InvalidArgumentType", expr->span, "%s takes a whole number of rows, but this is %s",
             what, value_type_name(v.type));
  x->err->phase = PHASE_RUNTIME;
  return STATUS_FAIL;
}

uint32_t op_name(const Exec *x, NameKind kind, const NameRef *ref)
{
  return ref->id != NAME_NONE ? ref->id : graph_name_find(x->graph, kind, ref->text);
}

/* ---- arrays */

Status op_grow(Exec *x, void **data, uint32_t *cap, uint64_t wanted, size_t item_size)
{
  if (LIKELY(wanted <= *cap)) return STATUS_OK;
  uint64_t grown = MAX(MAX((uint64_t)*cap * 2, wanted), 32);
  if (grown > UINT32_MAX) return error_set(x->err, ERROR_MEMORY, NULL, "more than 4 billion items to keep");
  size_t bytes = (size_t)(grown - *cap) * item_size;
  if (!memory_take(x->limit, bytes)) return memory_fail(x->limit, x->err);
  void *fresh = large_grow(*data, (size_t)grown * item_size);
  if (!fresh) {
    memory_give(x->limit, bytes);
    return error_out_of_memory(x->err);
  }
  *data = fresh;
  *cap = (uint32_t)grown;
  return STATUS_OK;
}

void op_release(Exec *x, void *data, uint32_t cap, size_t item_size)
{
  memory_give(x->limit, cap * item_size);
  large_free(data);
}
