/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The depth-first walk; see trail.h. Whether a relationship is on the path already is looked up along the path while
 * that is short, and in a bitmap of all relationships from then on. */
#include "trail.h"

enum { SHORT_PATH = 16, TICKS_PER_CHECK = 4096 };

typedef enum Stage { STAGE_ENTER, STAGE_LOAD, STAGE_WALK, STAGE_END } Stage;

Status trail_open(Exec *x, const Plan *plan, Trail *t)
{
  t->dir = plan->dir;
  t->mode = plan->mode;
  t->stage = STAGE_END;
  return steps_open(x, plan, &t->steps);
}

void trail_close(Exec *x, Trail *t)
{
  steps_close(x, &t->steps);
  op_release(x, t->rels, t->rel_cap, sizeof *t->rels);
  op_release(x, t->nodes, t->node_cap, sizeof *t->nodes);
  op_release(x, t->frames, t->frame_cap, sizeof *t->frames);
  op_release(x, t->used, t->used_cap, sizeof *t->used);
  *t = (Trail){.stage = STAGE_END};
}

/* Room for a path one longer. */
static Status reserve_level(Exec *x, Trail *t)
{
  uint64_t wanted = (uint64_t)t->depth + 2;
  TRY(op_grow(x, (void **)&t->rels, &t->rel_cap, wanted, sizeof *t->rels));
  TRY(op_grow(x, (void **)&t->nodes, &t->node_cap, wanted, sizeof *t->nodes));
  return op_grow(x, (void **)&t->frames, &t->frame_cap, wanted, sizeof *t->frames);
}

/* ---- relationships on the path */

static void set_used(Trail *t, uint32_t rel)
{
  t->used[rel / 64] |= UINT64_C(1) << rel % 64;
}

static Status reserve_used(Exec *x, Trail *t, uint32_t rel)
{
  if (t->used ? rel / 64 < t->used_cap : t->depth < SHORT_PATH) return STATUS_OK;
  bool first = !t->used;
  uint32_t old = t->used_cap, wanted = MAX(graph_rel_limit(x->graph), rel) / 64 + 1;
  TRY(op_grow(x, (void **)&t->used, &t->used_cap, wanted, sizeof *t->used));
  memset(t->used + old, 0, (t->used_cap - old) * sizeof *t->used);
  for (uint32_t i = 0; first && i < t->depth; i++) set_used(t, t->rels[i]);
  return STATUS_OK;
}

static bool on_path(const Trail *t, uint32_t rel)
{
  if (t->used) return rel / 64 < t->used_cap && (t->used[rel / 64] >> rel % 64 & 1);
  for (uint32_t i = 0; i < t->depth; i++)
    if (t->rels[i] == rel) return true;
  return false;
}

static bool passes_node(const Trail *t, uint32_t first, uint32_t node)
{
  for (uint32_t i = first; i <= t->depth; i++)
    if (t->nodes[i] == node) return true;
  return false;
}

static bool may_step(const Trail *t, uint32_t rel, uint32_t node)
{
  switch (t->mode) {
  case PATH_WALK: return true;
  case PATH_ACYCLIC: return !passes_node(t, 0, node);
  case PATH_SIMPLE: return !passes_node(t, 1, node) && !on_path(t, rel);
  case PATH_DEFAULT:
  case PATH_TRAIL: break;
  }
  return !on_path(t, rel);
}

/* ---- walking */

static Status step_down(Exec *x, Trail *t, uint32_t rel, uint32_t node)
{
  TRY(reserve_level(x, t));
  TRY(reserve_used(x, t, rel));
  if (t->used) set_used(t, rel);
  t->rels[t->depth++] = rel;
  t->nodes[t->depth] = node;
  t->stage = STAGE_ENTER;
  return STATUS_OK;
}

/* Back to the node before; the end when there is none. */
static void step_up(Trail *t)
{
  t->steps.n = t->frames[t->depth].start;
  if (t->depth == 0) {
    t->stage = STAGE_END;
    return;
  }
  uint32_t rel = t->rels[--t->depth];
  if (t->used) t->used[rel / 64] &= ~(UINT64_C(1) << rel % 64);
}

static Status load(Exec *x, Trail *t)
{
  TrailFrame *frame = &t->frames[t->depth];
  uint32_t node = t->nodes[t->depth];
  frame->start = frame->at = t->steps.n;
  /* A simple path that has come back to its start ends there. */
  bool closed = t->mode == PATH_SIMPLE && t->depth > 0 && node == t->nodes[0];
  if (t->depth < t->max && !closed) TRY(steps_load(x, &t->steps, node, t->dir, false));
  frame->end = t->steps.n;
  t->stage = STAGE_WALK;
  return STATUS_OK;
}

Status trail_start(Exec *x, Trail *t, uint32_t node, int64_t min, int64_t max)
{
  for (uint32_t i = 0; t->used && i < t->depth; i++) t->used[t->rels[i] / 64] &= ~(UINT64_C(1) << t->rels[i] % 64);
  t->depth = 0;
  t->steps.n = 0;
  t->min = min;
  t->max = max;
  TRY(reserve_level(x, t));
  t->nodes[0] = node;
  t->stage = STAGE_ENTER;
  return STATUS_OK;
}

Status trail_next(Exec *x, Trail *t, bool *found)
{
  *found = false;
  for (;;) {
    if (UNLIKELY(++t->ticks % TICKS_PER_CHECK == 0)) TRY(exec_check(x));
    switch ((Stage)t->stage) {
    case STAGE_ENTER:
      t->stage = STAGE_LOAD;
      *found = t->depth >= t->min && t->depth <= t->max;
      if (*found) return STATUS_OK;
      break;
    case STAGE_LOAD: TRY(load(x, t)); break;
    case STAGE_WALK: {
      TrailFrame *frame = &t->frames[t->depth];
      if (frame->at == frame->end) {
        step_up(t);
        break;
      }
      uint32_t rel = t->steps.rels[frame->at], node = t->steps.nodes[frame->at];
      frame->at++;
      if (may_step(t, rel, node)) TRY(step_down(x, t, rel, node));
      break;
    }
    case STAGE_END: return STATUS_OK;
    }
  }
}
