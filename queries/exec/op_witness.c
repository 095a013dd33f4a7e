/* SPDX-License-Identifier: GPL-2.0-or-later */
/* WITNESS: its input in its order. For WHY the facts in its slots are noted, or the rows with the fact that the run is
 * to do without are left out; not those of a search for paths, which would have found others. */
#include "func/witness.h"
#include "op.h"

typedef struct Witnessing {
  Op op;
  uint16_t *sel;
} Witnessing;

static Status witness_open(Exec *x, Op *op)
{
  Witnessing *self = (Witnessing *)op;
  self->sel = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->sel);
  return arena_check(&x->arena, x->err);
}

/* The ends of what a slot of relationships holds are in slots of their own, here or where they were bound before. */
static void note(const Exec *x, const Plan *plan, const Vec *vec, uint32_t row)
{
  Witness *w = x->function.witness;
  Value v = vec_get(vec, row);
  if (plan->witness_of == WITNESS_SEARCH)
    witness_look_at(w, x->graph, v);
  else if (plan->witness_of == WITNESS_MATCH && (vec->kind == VEC_NODE || vec->kind == VEC_REL) && !value_is_null(v))
    fact_set_add(&w->met, v);
  else if (plan->witness_of == WITNESS_MATCH)
    witness_meet(w, x->graph, v);
}

static void note_all(const Exec *x, const Plan *plan, const Batch *b)
{
  for (uint32_t s = 0; s < plan->slot_count; s++)
    for (uint32_t i = 0; i < b->n; i++) note(x, plan, &b->slots[plan->slots[s]], batch_row(b, i));
}

/* Likewise. */
static bool has_fact(const Exec *x, const Vec *vec, uint32_t row)
{
  const Witness *w = x->function.witness;
  VecKind kind = w->without.type == VALUE_NODE ? VEC_NODE : VEC_REL;
  if (vec->kind == VEC_NODE || vec->kind == VEC_REL) return vec->kind == kind && vec->ids[row] == w->without.id;
  return witness_leaves_out(w, x->graph, vec_get(vec, row));
}

static void leave_out(const Exec *x, Witnessing *self, Batch *b)
{
  const Plan *plan = self->op.plan;
  for (uint32_t s = 0; s < plan->slot_count; s++) {
    const Vec *vec = &b->slots[plan->slots[s]];
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->n; i++) {
      uint32_t row = batch_row(b, i);
      self->sel[n] = (uint16_t)row;
      n += !has_fact(x, vec, row);
    }
    b->sel = self->sel;
    b->n = n;
  }
}

static Status witness_next(Exec *x, Op *op, Batch *out)
{
  const Witness *w = x->function.witness;
  do {
    TRY(exec_check(x));
    TRY(op_next(x, op->child[0], out));
    if (!w || out->n == 0) return STATUS_OK;
    if (value_is_null(w->without) || op->plan->witness_of == WITNESS_SEARCH)
      note_all(x, op->plan, out);
    else
      leave_out(x, (Witnessing *)op, out);
  } while (out->n == 0);
  return STATUS_OK;
}

static Status witness_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

const OpClass op_class_WITNESS = {
    .size = sizeof(Witnessing), .open = witness_open, .next = witness_next, .rewind = witness_rewind};
