/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running the body of a repeated group; see repetition.h. */
#include "repetition.h"

Status repetition_open(Exec *x, const Op *repeat, Repetition *r)
{
  const Plan *plan = repeat->plan, *leaf = plan->child[1];
  while (leaf->child[0]) leaf = leaf->child[0];
  r->plan = plan;
  r->body = repeat->child[1];
  r->argument = repeat->argument;
  r->outside = leaf->live;
  r->outside_count = leaf->live_count;
  r->starts = batch_new(&x->arena, x->slot_count);
  r->rows = batch_new(&x->arena, x->slot_count);
  r->row_by_row = subplan_row_by_row(plan->child[1], plan->row_by_row);
  r->ordinal_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *r->ordinal_buffer);
  r->buffers = arena_array(&x->arena, uint32_t *, plan->slot_count);
  r->parts = arena_array(&x->arena, const uint32_t *, plan->slot_count);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < plan->slot_count; i++)
    r->buffers[i] = arena_alloc(&x->arena, BATCH_ROWS * sizeof **r->buffers);
  return arena_check(&x->arena, x->err);
}

void repetition_row(Repetition *r, const Batch *in, uint32_t row)
{
  for (uint32_t i = 0; i < r->outside_count; i++) {
    uint32_t slot = r->outside[i];
    const Vec *from = &in->slots[slot];
    r->starts.slots[slot] = from->kind == VEC_NONE ? *from : (Vec){.kind = VEC_CONST, .constant = vec_get(from, row)};
  }
}

void repetition_start(Repetition *r, const uint32_t *nodes, uint32_t n)
{
  r->nodes = nodes;
  r->node_count = n;
  r->at = 0;
  r->running = false;
}

static Status start_body(Exec *x, Repetition *r)
{
  TRY(exec_check(x));
  r->starts.slots[r->plan->slot] = (Vec){.kind = VEC_NODE, .ids = r->nodes};
  r->starts.n = r->row_by_row ? 1 : r->node_count;
  r->window_row = (uint16_t)r->at;
  r->starts.sel = r->row_by_row ? &r->window_row : NULL;
  r->at += r->starts.n;
  r->argument->outer = &r->starts;
  r->running = true;
  return op_rewind(x, r->body);
}

static Status load_parts(Exec *x, Repetition *r)
{
  const Plan *plan = r->plan;
  for (uint32_t i = 0; i < plan->slot_count; i++) {
    r->parts[i] = NULL;
    if (plan->slots[i] == SLOT_NONE) continue;
    TRY(batch_ids(&r->rows, plan->slots[i], i % 2 ? VEC_REL : VEC_NODE, r->buffers[i], &r->parts[i], x->err));
  }
  return subplan_ordinals(x, &r->starts, r->row_by_row, &r->rows, r->ordinal_buffer, &r->ordinals);
}

Status repetition_next(Exec *x, Repetition *r)
{
  for (;;) {
    if (!r->running) {
      r->rows.n = 0;
      if (r->at >= r->node_count) return STATUS_OK;
      TRY(start_body(x, r));
    }
    TRY(op_next(x, r->body, &r->rows));
    if (r->rows.n) return load_parts(x, r);
    r->running = false;
  }
}

uint32_t repetition_get(const Repetition *r, uint32_t i, uint32_t *parts)
{
  uint32_t row = batch_row(&r->rows, i);
  for (uint32_t k = 0; k < r->plan->slot_count; k++) parts[k] = r->parts[k] ? r->parts[k][row] : SLOT_NONE;
  return r->ordinals[row];
}
