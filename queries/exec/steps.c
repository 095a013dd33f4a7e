/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps from a node; see steps.h. */
#include "steps.h"

Status steps_open(Exec *x, const Plan *plan, Steps *s)
{
  s->plan = plan;
  arena_init(&s->filter_arena, x->limit);
  TRY(rel_types_open(x, plan, &s->types));
  if (!plan->step_filter) return STATUS_OK;
  s->filter_rows = batch_new(&x->arena, x->slot_count);
  s->sel = arena_alloc(&x->arena, BATCH_ROWS * sizeof *s->sel);
  return eval_compile(x, plan->step_filter, &s->filter);
}

void steps_close(Exec *x, Steps *s)
{
  arena_free(&s->filter_arena);
  op_release(x, s->rels, s->rel_cap, sizeof *s->rels);
  op_release(x, s->nodes, s->node_cap, sizeof *s->nodes);
  s->rels = s->nodes = NULL;
  s->rel_cap = s->node_cap = s->n = 0;
}

void steps_batch(Exec *x, Steps *s)
{
  rel_types_resolve(x, s->plan, &s->types);
}

Status steps_row(Exec *x, Steps *s, const Batch *in, uint32_t row)
{
  s->n = 0;
  TRY(unique_load(x, s->plan, &s->unique, in, row));
  if (!s->filter) return STATUS_OK;
  for (uint32_t i = 0; i < x->slot_count; i++) {
    Vec *to = &s->filter_rows.slots[i];
    const Vec *from = &in->slots[i];
    *to = from->kind == VEC_NONE ? *from : (Vec){.kind = VEC_CONST, .constant = vec_get(from, row)};
  }
  return STATUS_OK;
}

static Status reserve(Exec *x, Steps *s, uint32_t more)
{
  TRY(op_grow(x, (void **)&s->rels, &s->rel_cap, (uint64_t)s->n + more, sizeof *s->rels));
  return op_grow(x, (void **)&s->nodes, &s->node_cap, (uint64_t)s->n + more, sizeof *s->nodes);
}

static Status load_run(Exec *x, Steps *s, const Run *run)
{
  TRY(reserve(x, s, run->len));
  if (run->len == 0) return STATUS_OK;
  memcpy(s->rels + s->n, run->rels, run->len * sizeof *s->rels);
  memcpy(s->nodes + s->n, run->nodes, run->len * sizeof *s->nodes);
  s->n += run->len;
  return STATUS_OK;
}

static Status load_cursor(Exec *x, Steps *s, uint32_t node, uint32_t type, Direction dir)
{
  Neighbours cursor;
  neighbours_begin(&cursor, x->graph, node, type, dir);
  for (;;) {
    enum { SOME = 256 };
    TRY(reserve(x, s, SOME));
    size_t got = neighbours_next(&cursor, s->rels + s->n, s->nodes + s->n, SOME);
    if (got == 0) return STATUS_OK;
    s->n += (uint32_t)got;
  }
}

static void drop_excluded(Steps *s, uint32_t first)
{
  uint32_t kept = first;
  for (uint32_t i = first; i < s->n; i++) {
    if (!unique_allows(&s->unique, s->rels[i])) continue;
    s->rels[kept] = s->rels[i];
    s->nodes[kept++] = s->nodes[i];
  }
  s->n = kept;
}

static Status filter(Exec *x, Steps *s, uint32_t first, uint32_t node, bool backwards)
{
  uint32_t kept = first;
  Batch *rows = &s->filter_rows;
  for (uint32_t from = first; from < s->n; from += BATCH_ROWS) {
    uint32_t passed = 0;
    rows->n = MIN(s->n - from, BATCH_ROWS);
    rows->sel = NULL;
    rows->slots[s->plan->step] = (Vec){.kind = VEC_REL, .ids = s->rels + from};
    const Vec far = {.kind = VEC_NODE, .ids = s->nodes + from},
              near = {.kind = VEC_CONST, .constant = value_node(node)};
    if (s->plan->step_node != SLOT_NONE) rows->slots[s->plan->step_node] = backwards ? near : far;
    if (s->plan->step_from != SLOT_NONE) rows->slots[s->plan->step_from] = backwards ? far : near;
    arena_reset(&s->filter_arena);
    TRY(eval_filter(x, s->filter, rows, &s->filter_arena, s->sel, &passed));
    for (uint32_t i = 0; i < passed; i++) {
      s->rels[kept] = s->rels[from + s->sel[i]];
      s->nodes[kept++] = s->nodes[from + s->sel[i]];
    }
  }
  s->n = kept;
  return STATUS_OK;
}

Status steps_load(Exec *x, Steps *s, uint32_t node, Direction dir, bool backwards)
{
  uint32_t first = s->n;
  if (s->types.any) TRY(load_cursor(x, s, node, NAME_NONE, dir));
  for (uint32_t i = 0; i < s->types.n; i++) {
    uint32_t type = s->types.ids[i];
    if (dir != DIR_BOTH && graph_type_is_compact(x->graph, type)) {
      Run run = graph_run(x->graph, node, type, dir);
      TRY(load_run(x, s, &run));
    } else {
      TRY(load_cursor(x, s, node, type, dir));
    }
  }
  x->visits += s->n - first;
  if (s->unique.n) drop_excluded(s, first);
  if (!s->filter || s->n == first) return STATUS_OK;
  return filter(x, s, first, node, backwards);
}
