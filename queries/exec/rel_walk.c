/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walking the relationships of a node; see rel_walk.h. */
#include "rel_walk.h"

bool rel_types_compact(const Exec *x, const RelTypes *types)
{
  if (types->any) return false;
  for (uint32_t i = 0; i < types->n; i++)
    if (!graph_type_is_compact(x->graph, types->ids[i])) return false;
  return true;
}

void rel_walk_begin(RelWalk *w, const Exec *x, const RelTypes *types, Direction dir, bool compact, uint32_t node)
{
  w->graph = x->graph;
  w->types = types;
  w->dir = dir;
  w->compact = compact;
  w->node = node;
  w->begun = false;
  w->incoming = dir == DIR_IN;
  w->type_at = 0;
  w->run = (Run){0};
  w->at = w->skip_from = w->skip_to = 0;
}

/* The next type and direction; false when there is none. */
static bool next_turn(RelWalk *w, uint32_t *type, Direction *dir)
{
  uint32_t types = w->types->any ? 1 : w->types->n;
  if (w->type_at >= types) return false;
  bool both = w->dir == DIR_BOTH;
  *type = w->types->any ? NAME_NONE : w->types->ids[w->type_at];
  if (both && w->begun) w->incoming = !w->incoming;
  *dir = w->incoming ? DIR_IN : DIR_OUT;
  w->begun = true;
  if (!both || w->incoming) w->type_at++;
  return true;
}

static bool stretch_of_run(RelWalk *w, Stretch *out)
{
  while (w->at == w->run.len) {
    uint32_t type;
    Direction dir;
    if (!next_turn(w, &type, &dir)) return false;
    w->run = graph_run(w->graph, w->node, type, dir);
    w->at = w->skip_from = w->skip_to = 0;
    if (w->dir == DIR_BOTH && dir == DIR_IN && w->run.len) {
      w->skip_from = w->skip_to = run_lower_bound(&w->run, w->node);
      while (w->skip_to < w->run.len && w->run.nodes[w->skip_to] == w->node) w->skip_to++;
      if (w->skip_from == 0) w->at = w->skip_to;
    }
  }
  bool before = w->skip_to > w->skip_from && w->at < w->skip_from;
  uint32_t end = before ? w->skip_from : w->run.len;
  *out = (Stretch){w->run.nodes + w->at, w->run.rels + w->at, MIN(end - w->at, BATCH_ROWS), !w->incoming};
  w->at += out->n;
  if (before && w->at == w->skip_from) w->at = w->skip_to;
  return true;
}

static bool stretch_of_cursor(RelWalk *w, Stretch *out)
{
  for (;;) {
    size_t got = w->begun ? neighbours_next(&w->neighbours, w->rel_buffer, w->node_buffer, BATCH_ROWS) : 0;
    if (got == 0) {
      uint32_t type;
      Direction dir;
      if (!next_turn(w, &type, &dir)) return false;
      neighbours_begin(&w->neighbours, w->graph, w->node, type, dir);
      continue;
    }
    uint32_t n = 0;
    bool leave_loops = w->dir == DIR_BOTH && w->incoming;
    for (size_t i = 0; i < got; i++) {
      if (leave_loops && w->node_buffer[i] == w->node) continue;
      w->node_buffer[n] = w->node_buffer[i];
      w->rel_buffer[n++] = w->rel_buffer[i];
    }
    *out = (Stretch){w->node_buffer, w->rel_buffer, n, !w->incoming};
    if (n) return true;
  }
}

bool rel_walk_next(RelWalk *w, Stretch *out)
{
  return w->compact ? stretch_of_run(w, out) : stretch_of_cursor(w, out);
}
