/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the topology from a node: cursor, degree, and relationships between two nodes. Each reads the compact arrays
 * first and then the overlay. A type without deleted relationships is read without looking at the marks of the dead. */
#include "graph_internal.h"
#include "topology_internal.h"

/* In this order; a direction has two of them. */
enum { PHASE_RUNS_OUT, PHASE_CHAIN_OUT, PHASE_RUNS_IN, PHASE_CHAIN_IN, PHASE_DONE };

static Direction phase_dir(uint32_t phase)
{
  return phase <= PHASE_CHAIN_OUT ? DIR_OUT : DIR_IN;
}

/* Loads the run of the type at n->type_at. */
static void load_run(Neighbours *n, const Topology *t)
{
  const TypeRels *rels = type_rels(t, n->type_at);
  n->at = 0;
  n->run = rels ? run_in(run_arrays(rels, phase_dir(n->phase)), n->node) : (Run){0};
  n->filtered = rels && rels->dead;
}

static void enter_phase(Neighbours *n, const Topology *t, uint32_t phase)
{
  n->phase = phase;
  switch (phase) {
  case PHASE_RUNS_OUT:
  case PHASE_RUNS_IN:
    n->type_at = n->type != NAME_NONE ? n->type : next_type(t, n->node, phase_dir(phase), 0);
    load_run(n, t);
    break;
  case PHASE_CHAIN_OUT: n->chain = n->node < t->node_limit ? t->head_out[n->node] : SLOT_NONE; break;
  case PHASE_CHAIN_IN: n->chain = n->node < t->node_limit ? t->head_in[n->node] : SLOT_NONE; break;
  default: break;
  }
}

void neighbours_begin(Neighbours *n, const Graph *g, uint32_t node, uint32_t type, Direction dir)
{
  *n = (Neighbours){.graph = g, .node = node, .type = type, .dir = dir};
  enter_phase(n, g->topology, dir == DIR_IN ? PHASE_RUNS_IN : PHASE_RUNS_OUT);
}

/* Loops come with the outgoing ones already. */
static bool skips_loops(const Neighbours *n)
{
  return n->dir == DIR_BOTH && n->phase >= PHASE_RUNS_IN;
}

static size_t take_run(Neighbours *n, const Topology *t, uint32_t *rels, uint32_t *nodes, size_t max)
{
  if (n->at == n->run.len) return 0;
  if (!n->filtered && !skips_loops(n)) {
    size_t count = MIN(max, (size_t)(n->run.len - n->at));
    memcpy(rels, n->run.rels + n->at, count * sizeof *rels);
    memcpy(nodes, n->run.nodes + n->at, count * sizeof *nodes);
    n->at += (uint32_t)count;
    return count;
  }
  size_t count = 0;
  uint32_t own = skips_loops(n) ? n->node : SLOT_NONE;
  for (; n->at < n->run.len && count < max; n->at++) {
    uint32_t rel = n->run.rels[n->at], node = n->run.nodes[n->at];
    if (node == own || is_dead(t, rel)) continue;
    rels[count] = rel;
    nodes[count++] = node;
  }
  return count;
}

static size_t take_chain(Neighbours *n, const Topology *t, uint32_t *rels, uint32_t *nodes, size_t max)
{
  size_t count = 0;
  bool skip = skips_loops(n);
  Direction dir = phase_dir(n->phase);
  while (count < max) {
    uint32_t start, end, rel = overlay_next(t, dir, n->type, &n->chain);
    if (rel == SLOT_NONE) break;
    topology_rel_ends(t, rel, &start, &end);
    if (skip && start == end) continue;
    rels[count] = rel;
    nodes[count++] = dir == DIR_OUT ? end : start;
  }
  return count;
}

/* The next run of a walk over all types; false when this phase has no more. */
static bool next_run(Neighbours *n, const Topology *t)
{
  if (n->type != NAME_NONE || n->type_at >= t->type_count) return false;
  n->type_at = next_type(t, n->node, phase_dir(n->phase), n->type_at + 1);
  load_run(n, t);
  return n->type_at < t->type_count;
}

size_t neighbours_next(Neighbours *n, uint32_t *rels, uint32_t *nodes, size_t max)
{
  const Topology *t = n->graph->topology;
  size_t filled = 0;
  for (;;) {
    switch (n->phase) {
    case PHASE_RUNS_OUT:
    case PHASE_RUNS_IN:
      filled += take_run(n, t, rels + filled, nodes + filled, max - filled);
      if (n->at < n->run.len) return filled;
      if (!next_run(n, t)) enter_phase(n, t, n->phase + 1);
      break;
    case PHASE_CHAIN_OUT:
    case PHASE_CHAIN_IN:
      filled += take_chain(n, t, rels + filled, nodes + filled, max - filled);
      if (filled == max) return filled;
      enter_phase(n, t, n->phase == PHASE_CHAIN_OUT && n->dir == DIR_BOTH ? PHASE_RUNS_IN : PHASE_DONE);
      break;
    default: return filled;
    }
  }
}

bool topology_has_rels(const Topology *t, uint32_t node)
{
  for (Direction dir = DIR_OUT; dir <= DIR_IN; dir++) {
    for (uint32_t type = next_type(t, node, dir, 0); type < t->type_count; type = next_type(t, node, dir, type + 1)) {
      Run run = run_in(run_arrays(&t->by_type[type], dir), node);
      for (uint32_t i = 0; i < run.len; i++)
        if (!is_dead(t, run.rels[i])) return true;
    }
    if (node >= t->node_limit) continue;
    uint32_t chain = dir == DIR_OUT ? t->head_out[node] : t->head_in[node];
    if (overlay_next(t, dir, NAME_NONE, &chain) != SLOT_NONE) return true;
  }
  return false;
}

/* ---- the compact form */

bool graph_type_is_compact(const Graph *g, uint32_t type)
{
  const TypeRels *rels = type_rels(g->topology, type);
  return !rels || (rels->overlay == 0 && rels->dead == 0);
}

Runs graph_runs(const Graph *g, uint32_t type, Direction dir)
{
  const TypeRels *rels = type_rels(g->topology, type);
  if (!rels) return (Runs){0};
  const RunArrays *a = run_arrays(rels, dir);
  return (Runs){a->offsets, a->nodes, a->rels, a->keys, a->first, a->span};
}

Run graph_run(const Graph *g, uint32_t node, uint32_t type, Direction dir)
{
  const TypeRels *rels = type_rels(g->topology, type);
  return rels ? run_in(run_arrays(rels, dir), node) : (Run){0};
}

/* ---- degree */

static uint64_t count_chain(const Topology *t, uint32_t node, uint32_t type, Direction dir)
{
  uint64_t count = 0;
  uint32_t chain = SLOT_NONE;
  if (node < t->node_limit) chain = dir == DIR_OUT ? t->head_out[node] : t->head_in[node];
  while (overlay_next(t, dir, type, &chain) != SLOT_NONE) count++;
  return count;
}

static uint64_t count_run(const Topology *t, const TypeRels *rels, uint32_t node, Direction dir)
{
  Run run = run_in(run_arrays(rels, dir), node);
  if (LIKELY(rels->dead == 0)) return run.len;
  uint64_t count = 0;
  for (uint32_t i = 0; i < run.len; i++) count += !is_dead(t, run.rels[i]);
  return count;
}

/* The first place in the run whose neighbour is not below the node. */
static uint32_t lower_bound(Run run, uint32_t node)
{
  uint32_t low = 0, len = run.len;
  while (len > 0) {
    uint32_t half = len / 2;
    bool below = run.nodes[low + half] < node;
    low += below ? half + 1 : 0;
    len = below ? len - half - 1 : half;
  }
  return low;
}

static uint64_t count_loops(const Topology *t, const TypeRels *rels, uint32_t type, uint32_t node)
{
  if (LIKELY(rels->loops == 0)) return 0;
  uint64_t count = 0;
  Run run = run_in(&rels->out, node);
  for (uint32_t i = lower_bound(run, node); i < run.len && run.nodes[i] == node; i++) count += !is_dead(t, run.rels[i]);
  uint32_t chain = rels->overlay ? t->head_out[node] : SLOT_NONE;
  for (uint32_t rel; (rel = overlay_next(t, DIR_OUT, type, &chain)) != SLOT_NONE;) {
    uint32_t start, end;
    topology_rel_ends(t, rel, &start, &end);
    count += start == end;
  }
  return count;
}

static uint64_t type_degree(const Topology *t, uint32_t node, uint32_t type, Direction dir)
{
  const TypeRels *rels = type_rels(t, type);
  if (!rels) return 0;
  if (dir == DIR_BOTH)
    return type_degree(t, node, type, DIR_OUT) + type_degree(t, node, type, DIR_IN) - count_loops(t, rels, type, node);
  return count_run(t, rels, node, dir) + (rels->overlay ? count_chain(t, node, type, dir) : 0);
}

uint64_t graph_degree(const Graph *g, uint32_t node, uint32_t type, Direction dir)
{
  const Topology *t = g->topology;
  if (node >= t->node_limit) return 0;
  if (type != NAME_NONE) return type_degree(t, node, type, dir);
  uint64_t degree = 0;
  for (uint32_t each = 0; each < t->type_count; each++) degree += type_degree(t, node, each, dir);
  return degree;
}

/* ---- between two nodes */

/* The lowest relationship above `after` (or at all, where that is SLOT_NONE) in the compact arrays of one type. */
static uint32_t next_in_runs(const Topology *t, uint32_t start, uint32_t end, uint32_t type, uint32_t after)
{
  const TypeRels *rels = &t->by_type[type];
  Run out = run_in(&rels->out, start);
  if (out.len == 0) return SLOT_NONE;
  Run in = run_in(&rels->in, end);
  Run run = out.len <= in.len ? out : in;
  uint32_t other = out.len <= in.len ? end : start;
  for (uint32_t i = lower_bound(run, other); i < run.len && run.nodes[i] == other; i++) {
    uint32_t rel = run.rels[i];
    if ((after == SLOT_NONE || rel > after) && !is_dead(t, rel)) return rel;
  }
  return SLOT_NONE;
}

/* Walks both chains in step, so as long as the shorter one takes, and keeps the lowest that fits. */
static uint32_t next_in_chains(const Topology *t, uint32_t start, uint32_t end, uint32_t type, uint32_t after)
{
  uint32_t out = t->head_out[start], in = t->head_in[end];
  uint32_t found_out = SLOT_NONE, found_in = SLOT_NONE;
  for (;;) {
    uint32_t a, b, rel = overlay_next(t, DIR_OUT, type, &out);
    if (rel == SLOT_NONE) return found_out;
    topology_rel_ends(t, rel, &a, &b);
    if (b == end && (after == SLOT_NONE || rel > after)) found_out = rel;
    rel = overlay_next(t, DIR_IN, type, &in);
    if (rel == SLOT_NONE) return found_in;
    topology_rel_ends(t, rel, &a, &b);
    if (a == start && (after == SLOT_NONE || rel > after)) found_in = rel;
  }
}

bool graph_next_between(const Graph *g, uint32_t start, uint32_t end, uint32_t type, uint32_t *rel)
{
  const Topology *t = g->topology;
  uint32_t found = SLOT_NONE;
  if (start >= t->node_limit || end >= t->node_limit) return false;
  if (type != NAME_NONE) {
    if (type >= t->type_count) return false;
    found = next_in_runs(t, start, end, type, *rel);
  } else {
    for (type = next_type(t, start, DIR_OUT, 0); type < t->type_count; type = next_type(t, start, DIR_OUT, type + 1))
      found = MIN(found, next_in_runs(t, start, end, type, *rel));
    type = NAME_NONE;
  }
  if (found == SLOT_NONE && t->compact < t->rel_limit) found = next_in_chains(t, start, end, type, *rel);
  if (found == SLOT_NONE) return false;
  *rel = found;
  return true;
}
