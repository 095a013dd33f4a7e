/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The least cut by which a graph falls into two parts. igraph's cannot be interrupted, and takes minutes where this
 * takes seconds: where directions make no difference, vertices are taken in by how much connects them to those taken in
 * before (Stoer and Wagner 1997). What is seen to be connected by as much as the least cut so far becomes one group
 * (Nagamochi and Ibaraki 1992), until only one is left. In a directed graph it is the least of all flows from and to
 * one vertex. */
#include "analysis.h"

#include <math.h>
#include <stdlib.h>

typedef struct Cutter {
  Analysis *a;
  igraph_vector_int_t *side; /* of the least cut so far */
  double least;
  igraph_integer_t groups;
  igraph_integer_t *group;        /* by vertex: towards the first one of its group */
  igraph_integer_t *next;         /* by vertex: a ring of those of its group */
  igraph_integer_t *heap, *place; /* groups not taken in yet, the most connected first; by group: where in it, or -1 */
  igraph_integer_t waiting;       /* in the heap */
  igraph_integer_t *joined;       /* by group: one that becomes one with it after the phase, or -1 */
  double *connected;              /* by group: to those taken in */
} Cutter;

/* ---- groups */

static igraph_integer_t group_of(const Cutter *c, igraph_integer_t v)
{
  while (c->group[v] != v) v = c->group[v] = c->group[c->group[v]];
  return v;
}

static void unite(Cutter *c, igraph_integer_t u, igraph_integer_t v)
{
  u = group_of(c, u);
  v = group_of(c, v);
  if (u == v) return;
  igraph_integer_t after = c->next[u];
  c->next[u] = c->next[v];
  c->next[v] = after;
  c->group[v] = u;
  c->groups--;
}

/* ---- the heap */

static void put(Cutter *c, igraph_integer_t at, igraph_integer_t group)
{
  c->heap[at] = group;
  c->place[group] = at;
}

static void move_up(Cutter *c, igraph_integer_t group)
{
  igraph_integer_t at = c->place[group];
  for (; at > 0 && c->connected[c->heap[(at - 1) / 2]] < c->connected[group]; at = (at - 1) / 2)
    put(c, at, c->heap[(at - 1) / 2]);
  put(c, at, group);
}

static igraph_integer_t take_first(Cutter *c)
{
  igraph_integer_t first = c->heap[0], last = c->heap[--c->waiting], at = 0;
  for (igraph_integer_t child; (child = 2 * at + 1) < c->waiting; at = child) {
    if (child + 1 < c->waiting && c->connected[c->heap[child + 1]] > c->connected[c->heap[child]]) child++;
    if (c->connected[c->heap[child]] <= c->connected[last]) break;
    put(c, at, c->heap[child]);
  }
  if (c->waiting > 0) put(c, at, last);
  c->place[first] = -1;
  return first;
}

/* ---- phases */

static double capacity(const Cutter *c, igraph_integer_t edge)
{
  return c->a->projection.weighted ? VECTOR(c->a->projection.weights)[edge] : 1;
}

static void connect(Cutter *c, igraph_integer_t from, igraph_integer_t v, double weight)
{
  igraph_integer_t to = group_of(c, v);
  if (c->place[to] < 0) return;
  c->connected[to] += weight;
  move_up(c, to);
  if (c->connected[to] >= c->least) c->joined[to] = from;
}

static void take_in(Cutter *c, igraph_integer_t group)
{
  const igraph_t *graph = &c->a->projection.graph;
  igraph_integer_t v = group;
  do {
    for (igraph_integer_t i = VECTOR(graph->os)[v]; i < VECTOR(graph->os)[v + 1]; i++)
      connect(c, group, VECTOR(graph->to)[VECTOR(graph->oi)[i]], capacity(c, VECTOR(graph->oi)[i]));
    for (igraph_integer_t i = VECTOR(graph->is)[v]; i < VECTOR(graph->is)[v + 1]; i++)
      connect(c, group, VECTOR(graph->from)[VECTOR(graph->ii)[i]], capacity(c, VECTOR(graph->ii)[i]));
    v = c->next[v];
  } while (v != group);
}

static igraph_error_t keep_side(Cutter *c, igraph_integer_t group)
{
  igraph_integer_t v = group;
  igraph_error_t code = igraph_vector_int_resize(c->side, 0);
  do {
    if (code == IGRAPH_SUCCESS) code = igraph_vector_int_push_back(c->side, v);
    v = c->next[v];
  } while (v != group);
  return code;
}

/* The last group that is taken in is connected to all others by the least cut between it and the last but one. */
static igraph_error_t run_phase(Cutter *c)
{
  igraph_integer_t last = -1, before = -1, n = c->a->projection.node_count;
  igraph_error_t code = IGRAPH_SUCCESS;
  c->waiting = 0;
  for (igraph_integer_t v = 0; v < n; v++) {
    c->connected[v] = 0;
    c->joined[v] = c->place[v] = -1;
    if (c->group[v] == v) put(c, c->waiting++, v);
  }
  while (c->waiting > 0) {
    before = last;
    take_in(c, last = take_first(c));
  }
  if (c->connected[last] < c->least) {
    c->least = c->connected[last];
    code = keep_side(c, last);
  }
  for (igraph_integer_t v = 0; v < n; v++)
    if (c->joined[v] >= 0) unite(c, c->joined[v], v);
  unite(c, before, last);
  return code;
}

static igraph_error_t cut_undirected(Cutter *c)
{
  igraph_integer_t n = c->groups = c->a->projection.node_count;
  igraph_error_t code = IGRAPH_SUCCESS;
  for (igraph_integer_t v = 0; v < n; v++) c->group[v] = c->next[v] = v;
  while (c->groups > 1 && c->least > 0 && code == IGRAPH_SUCCESS)
    code = analysis_interrupted(c->a) ? IGRAPH_INTERRUPTED : run_phase(c);
  return code;
}

static igraph_error_t cut_into_groups(Analysis *a, igraph_real_t *value, igraph_vector_int_t *side)
{
  size_t n = a->projection.node_count;
  igraph_integer_t *tables = calloc(5 * n, sizeof *tables);
  Cutter c = {.a = a, .side = side, .least = INFINITY, .connected = calloc(n, sizeof *c.connected)};
  igraph_error_t code = IGRAPH_ENOMEM;
  if (tables && c.connected) {
    igraph_integer_t **parts[] = {&c.group, &c.next, &c.heap, &c.place, &c.joined};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) *parts[i] = tables + i * n;
    code = cut_undirected(&c);
  }
  *value = c.least;
  free(tables);
  free(c.connected);
  return code;
}

/* ---- directed graphs */

static igraph_error_t try_flow(Analysis *a, igraph_integer_t from, igraph_integer_t to, igraph_real_t *least,
                               igraph_vector_int_t *side)
{
  igraph_real_t flow;
  igraph_vector_int_t part;
  igraph_error_t code = igraph_vector_int_init(&part, 0);
  if (code != IGRAPH_SUCCESS) return code;
  code = igraph_maxflow(&a->projection.graph, &flow, NULL, NULL, &part, NULL, from, to, analysis_weights(a), NULL);
  if (code == IGRAPH_SUCCESS && flow < *least) {
    *least = flow;
    igraph_vector_int_swap(side, &part);
  }
  igraph_vector_int_destroy(&part);
  return code;
}

static igraph_error_t cut_by_flows(Analysis *a, igraph_real_t *value, igraph_vector_int_t *side)
{
  igraph_error_t code = IGRAPH_SUCCESS;
  *value = INFINITY;
  for (igraph_integer_t v = 1; v<a->projection.node_count && * value> 0 && code == IGRAPH_SUCCESS; v++) {
    if (analysis_interrupted(a)) return IGRAPH_INTERRUPTED;
    code = try_flow(a, 0, v, value, side);
    if (code == IGRAPH_SUCCESS) code = try_flow(a, v, 0, value, side);
  }
  return code;
}

/* ---- the edges between the sides */

static igraph_error_t list_cut(Analysis *a, const igraph_vector_int_t *side)
{
  const igraph_t *graph = &a->projection.graph;
  bool *inside = calloc(a->projection.node_count, sizeof *inside);
  igraph_error_t code = inside ? IGRAPH_SUCCESS : IGRAPH_ENOMEM;
  for (igraph_integer_t i = 0; i < igraph_vector_int_size(side) && inside; i++) inside[VECTOR(*side)[i]] = true;
  for (igraph_integer_t e = 0; e < igraph_ecount(graph) && code == IGRAPH_SUCCESS; e++) {
    bool out = inside[VECTOR(graph->from)[e]], in = inside[VECTOR(graph->to)[e]];
    if (out != in && (out || !a->options.directed)) code = igraph_vector_int_push_back(&a->numbers, e);
  }
  free(inside);
  return code;
}

igraph_error_t analysis_least_cut(Analysis *a, igraph_real_t *value, igraph_vector_int_t *side)
{
  igraph_error_t code = (a->options.directed ? cut_by_flows : cut_into_groups)(a, value, side);
  return code == IGRAPH_SUCCESS ? list_cut(a, side) : code;
}
