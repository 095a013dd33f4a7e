/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making a projection; see projection.h. A pass over the nodes gives the vertices their numbers, a pass over the
 * compact adjacency runs of each type (or the overlay, for a type that has one) lists the edges: ordered by start and
 * end, so that for a single type igraph's index needs no sorting. */
#include "projection.h"

#include "core/column.h"
#include "core/fact_days.h"
#include "core/large.h"
#include "core/topology_igraph.h"
#include "func/claim_filter.h"

#include <math.h>
#include <stdlib.h>

enum { NODES_BETWEEN_CHECKS = 1 << 16, NEIGHBOURS_AT_ONCE = 256 };

/* Which nodes or relationships are left out for what they say as facts. */
typedef struct Sight {
  EntityKind kind;
  FactDays days;
  ClaimFilter claims;
  FactMarks marks;
  bool dated, claimed, marked; /* whether these matter */
} Sight;

typedef struct Maker {
  Projection *out;
  const Graph *graph;
  const ProjectionShape *shape;
  uint32_t *vertices; /* by node: its number, or SLOT_NONE; NULL: the same number */
  EdgeList edges;
  igraph_integer_t *from, *to; /* the next edge's */
  double *weight;
  size_t count, size; /* edges listed; room for so many */
  const Column *weights;
  Sight nodes_seen, rels_seen;
  FactKeys keys; /* where only the best is seen */
  Arena arena;   /* of the sights */
  bool (*interrupted)(void *sink);
  void *sink;
  Error *err;
} Maker;

static Status take(Maker *m, size_t bytes)
{
  if (!memory_take(m->out->limit, bytes)) return memory_fail(m->out->limit, m->err);
  m->out->taken += bytes;
  return STATUS_OK;
}

static void give(Maker *m, size_t bytes)
{
  memory_give(m->out->limit, bytes);
  m->out->taken -= bytes;
}

/* The i-th of a string or a list of strings; false past the last. */
static bool name_at(Value names, uint32_t i, Text *name)
{
  if (names.type == VALUE_STRING) {
    *name = value_text(names);
    return i == 0;
  }
  if (i >= names.aux) return false;
  *name = value_text(names.items[i]);
  return true;
}

/* ---- what is seen */

static Status open_sight(Maker *m, EntityKind kind, Sight *sight)
{
  sight->kind = kind;
  if (m->shape->dated) {
    FactColumns columns = fact_columns(m->graph, kind);
    TRY(fact_days_open(&sight->days, &columns, &m->arena, m->err));
    sight->dated = !fact_days_none(&sight->days);
  }
  if (m->shape->claimed) {
    claim_filter_of(&sight->claims, m->graph, kind, m->shape->party, &m->arena);
    sight->claimed = !claim_filter_accepts_all(&sight->claims);
  }
  if (m->shape->best) {
    sight->marks = fact_marks(&m->keys, kind);
    sight->marked = sight->marks.n > 0;
  }
  return arena_check(&m->arena, m->err);
}

static bool sees_all(const Sight *sight)
{
  return !sight->dated && !sight->claimed && !sight->marked;
}

static bool held_and_accepted(const Maker *m, const Sight *sight, uint32_t slot)
{
  if (sight->dated && !validity_holds(&m->shape->question, fact_days(&sight->days, slot))) return false;
  return !sight->claimed || claim_filter_accepts(&sight->claims, slot);
}

static bool is_outranked(const Maker *m, uint32_t rel)
{
  FactRivals rivals;
  uint32_t other;
  fact_rivals_begin(&rivals, &m->keys, rel);
  while (fact_rivals_next(&rivals, &other))
    if (fact_rank(&m->keys, value_rel(other)) == FACT_PREFERRED && held_and_accepted(m, &m->rels_seen, other))
      return true;
  return false;
}

/* As ACCORDING TO and RANK BEST have it (check/attribution.c). */
static bool is_seen(const Maker *m, const Sight *sight, uint32_t slot)
{
  if (!held_and_accepted(m, sight, slot)) return false;
  if (!sight->marked || !fact_is_marked(&sight->marks, slot)) return true;
  bool node = sight->kind == ENTITY_NODE;
  FactRank rank = fact_rank(&m->keys, node ? value_node(slot) : value_rel(slot));
  return rank == FACT_PREFERRED || (rank == FACT_NORMAL && (node || !is_outranked(m, slot)));
}

/* ---- nodes */

static bool mark_node(uint32_t node, void *vertices)
{
  ((uint32_t *)vertices)[node] = 0;
  return true;
}

/* Whether the labels select every slot there is: then nothing needs numbers of its own. */
static bool selects_all(const Maker *m)
{
  const Graph *g = m->graph;
  Value labels = m->shape->labels;
  if (!sees_all(&m->nodes_seen)) return false;
  uint64_t limit = graph_node_limit(g);
  if (value_is_null(labels)) return graph_node_count(g) == limit;
  Text name;
  for (uint32_t i = 0; name_at(labels, i, &name); i++) {
    uint32_t label = graph_name_find(g, NAME_LABEL, name);
    if (label != NAME_NONE && graph_label_count(g, label) == limit) return true;
  }
  return false;
}

static void mark_nodes(Maker *m)
{
  const Graph *g = m->graph;
  Text name;
  if (value_is_null(m->shape->labels)) {
    for (uint32_t node = 0, limit = graph_node_limit(g); node < limit; node++)
      if (graph_node_alive(g, node)) m->vertices[node] = 0;
    return;
  }
  for (uint32_t i = 0; name_at(m->shape->labels, i, &name); i++) {
    uint32_t label = graph_name_find(g, NAME_LABEL, name);
    const roaring_bitmap_t *nodes = label == NAME_NONE ? NULL : graph_label_nodes(g, label);
    if (nodes) roaring_iterate(nodes, mark_node, m->vertices);
  }
}

static Status number_nodes(Maker *m)
{
  Projection *p = m->out;
  uint32_t limit = graph_node_limit(m->graph);
  if (selects_all(m)) {
    p->node_count = limit;
    return STATUS_OK;
  }
  TRY(take(m, limit * sizeof *m->vertices));
  m->vertices = large_alloc(MAX(limit, 1u) * sizeof *m->vertices);
  if (!m->vertices) return error_out_of_memory(m->err);
  memset(m->vertices, 0xFF, limit * sizeof *m->vertices);
  mark_nodes(m);
  for (uint32_t node = 0; node < limit; node++) {
    uint32_t *vertex = &m->vertices[node];
    if (*vertex == SLOT_NONE) continue;
    *vertex = is_seen(m, &m->nodes_seen, node) ? p->node_count++ : SLOT_NONE;
  }
  TRY(take(m, p->node_count * sizeof *p->nodes));
  p->nodes = malloc(MAX(p->node_count, 1u) * sizeof *p->nodes);
  if (!p->nodes) return error_out_of_memory(m->err);
  for (uint32_t node = 0; node < limit; node++)
    if (m->vertices[node] != SLOT_NONE) p->nodes[m->vertices[node]] = node;
  return STATUS_OK;
}

/* ---- weights */

static Status bad_weight(Maker *m, uint32_t rel, Value v)
{
  Text key = m->shape->weight, type = graph_name(m->graph, NAME_TYPE, graph_rel_type(m->graph, rel));
  static const char *const must[] = {
      [WEIGHT_NOT_NEGATIVE] = ", 0 or more", [WEIGHT_POSITIVE] = ", more than 0", [WEIGHT_ANY] = ""};
  if (value_is_null(v))
    return error_set(m->err, ERROR_ARGUMENT, "InvalidArgumentValue",
                     "%s: relationship %u of type `%.*s` has no `%.*s`, which is to be its weight; leave such out, by "
                     "`types`, or give them one",
                     m->shape->who, rel, (int)type.len, type.data, (int)key.len, key.data);
  Str text;
  str_init(&text);
  value_print(&text, v, m->graph);
  Status status = error_set(
      m->err, ERROR_ARGUMENT, "InvalidArgumentValue",
      "%s: the `%.*s` of relationship %u of type `%.*s` is %.60s, but a weight must be a finite number%s",
      m->shape->who, (int)key.len, key.data, rel, (int)type.len, type.data, str_cstr(&text), must[m->shape->range]);
  str_free(&text);
  return status;
}

static Status add_weight(Maker *m, uint32_t rel)
{
  Value v = m->weights ? column_get(m->weights, rel) : VALUE_NULL_VALUE;
  double weight = value_is_number(v) ? value_number(v) : NAN;
  WeightRange range = m->shape->range;
  bool good = isfinite(weight) && (range == WEIGHT_ANY || weight > 0 || (weight == 0 && range == WEIGHT_NOT_NEGATIVE));
  if (!good) return bad_weight(m, rel, v);
  m->weight[m->count] = weight;
  return STATUS_OK;
}

/* ---- edges */

/* The relationships from one node. */
static inline Status add_edges(Maker *m, uint32_t vertex, const uint32_t *nodes, const uint32_t *rels, size_t n)
{
  if (m->count + n > m->size) return error_internal(m->err, "more relationships than were counted");
  bool all = sees_all(&m->rels_seen);
  if (!m->vertices && !m->weight && all && !m->out->rels) {
    for (size_t i = 0; i < n; i++) {
      m->from[m->count + i] = vertex;
      m->to[m->count + i] = nodes[i];
    }
    m->count += n;
    return STATUS_OK;
  }
  for (size_t i = 0; i < n; i++) {
    uint32_t end = m->vertices ? m->vertices[nodes[i]] : nodes[i];
    if (end == SLOT_NONE || (!all && !is_seen(m, &m->rels_seen, rels[i]))) continue;
    if (m->weight) TRY(add_weight(m, rels[i]));
    if (m->out->rels) m->out->rels[m->count] = rels[i];
    m->from[m->count] = vertex;
    m->to[m->count++] = end;
  }
  return STATUS_OK;
}

static Status add_overlaid(Maker *m, uint32_t vertex, uint32_t type)
{
  uint32_t rels[NEIGHBOURS_AT_ONCE], nodes[NEIGHBOURS_AT_ONCE];
  Neighbours neighbours;
  neighbours_begin(&neighbours, m->graph, projection_node(m->out, vertex), type, DIR_OUT);
  for (size_t n; (n = neighbours_next(&neighbours, rels, nodes, NEIGHBOURS_AT_ONCE)) > 0;)
    TRY(add_edges(m, vertex, nodes, rels, n));
  return STATUS_OK;
}

static Status add_type(Maker *m, uint32_t type)
{
  bool compact = graph_type_is_compact(m->graph, type);
  Runs runs = compact ? graph_runs(m->graph, type, DIR_OUT) : (Runs){0};
  for (uint32_t v = 0; v < m->out->node_count; v++) {
    if (v % NODES_BETWEEN_CHECKS == 0 && m->interrupted && m->interrupted(m->sink)) return STATUS_FAIL;
    if (compact) {
      Run run = runs_of(&runs, projection_node(m->out, v));
      TRY(add_edges(m, v, run.nodes, run.rels, run.len));
    } else {
      TRY(add_overlaid(m, v, type));
    }
  }
  return STATUS_OK;
}

/* How many edges the type can give at most. */
static uint64_t count_type(const Maker *m, uint32_t type)
{
  uint64_t all = graph_type_count(m->graph, type), labelled = 0;
  if (value_is_null(m->shape->labels)) return all;
  Text name;
  for (uint32_t i = 0; name_at(m->shape->labels, i, &name); i++) {
    uint32_t label = graph_name_find(m->graph, NAME_LABEL, name);
    if (label != NAME_NONE) labelled += graph_label_type_count(m->graph, label, type, DIR_OUT);
  }
  return MIN(all, labelled);
}

static bool selects_type(const Maker *m, uint32_t type)
{
  if (value_is_null(m->shape->types)) return true;
  Text name;
  for (uint32_t i = 0; name_at(m->shape->types, i, &name); i++)
    if (text_equal(name, graph_name(m->graph, NAME_TYPE, type))) return true;
  return false;
}

/* ---- a simple graph */

typedef struct Edge {
  igraph_integer_t from, to;
  double weight;
} Edge;

static int compare_edges(const void *a, const void *b)
{
  const Edge *x = a, *y = b;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  return (x->to > y->to) - (x->to < y->to);
}

static size_t merge_parallel(Edge *edges, size_t n)
{
  size_t merged = 0;
  qsort(edges, n, sizeof *edges, compare_edges);
  for (size_t i = 0; i < n; i++) {
    if (merged > 0 && compare_edges(&edges[merged - 1], &edges[i]) == 0)
      edges[merged - 1].weight += edges[i].weight;
    else
      edges[merged++] = edges[i];
  }
  return merged;
}

static Status simplify(Maker *m)
{
  size_t bytes = m->count * sizeof(Edge), n = 0;
  TRY(take(m, bytes));
  Edge *edges = malloc(MAX(bytes, sizeof(Edge)));
  if (!edges) return error_out_of_memory(m->err);
  for (size_t i = 0; i < m->count; i++) {
    Edge edge = {m->from[i], m->to[i], m->weight ? m->weight[i] : 0};
    if (!m->shape->directed && edge.from > edge.to) edge = (Edge){edge.to, edge.from, edge.weight};
    if (edge.from != edge.to) edges[n++] = edge;
  }
  m->count = merge_parallel(edges, n);
  for (size_t i = 0; i < m->count; i++) {
    m->from[i] = edges[i].from;
    m->to[i] = edges[i].to;
    if (m->weight) m->weight[i] = edges[i].weight;
  }
  free(edges);
  give(m, bytes);
  return STATUS_OK;
}

static Status list_edges(Maker *m)
{
  const Graph *g = m->graph;
  Projection *p = m->out;
  uint32_t type_count = graph_name_count(g, NAME_TYPE);
  for (uint32_t type = 0; type < type_count; type++)
    if (selects_type(m, type)) m->size += count_type(m, type);
  TRY(take(m, 2 * m->size * sizeof(igraph_integer_t)));
  TRY(edge_list_make(&m->edges, m->size, m->err));
  if (m->shape->weight.len > 0) {
    TRY(take(m, m->size * sizeof(double)));
    TRY(topology_igraph_error(igraph_vector_init(&p->weights, (igraph_integer_t)m->size), "listing weights", m->err));
    p->weighted = true;
    m->weight = VECTOR(p->weights);
    uint32_t key = graph_name_find(g, NAME_KEY, m->shape->weight);
    if (key != NAME_NONE) m->weights = graph_column(g, ENTITY_REL, key);
  }
  if (m->shape->rels) {
    TRY(take(m, m->size * sizeof *p->rels));
    p->rels = malloc(MAX(m->size, 1u) * sizeof *p->rels);
    if (!p->rels) return error_out_of_memory(m->err);
  }
  m->from = VECTOR(m->edges.from);
  m->to = VECTOR(m->edges.to);
  for (uint32_t type = 0; type < type_count; type++)
    if (selects_type(m, type) && count_type(m, type) > 0) TRY(add_type(m, type));
  if (m->shape->simple) TRY(simplify(m));
  edge_list_trim(&m->edges, m->count);
  /* Growing smaller cannot fail. */
  if (p->weighted) igraph_vector_resize(&p->weights, (igraph_integer_t)m->count);
  return STATUS_OK;
}

static Status make(Maker *m)
{
  Projection *p = m->out;
  if (m->shape->best) m->keys = fact_keys(m->graph);
  TRY(open_sight(m, ENTITY_NODE, &m->nodes_seen));
  TRY(open_sight(m, ENTITY_REL, &m->rels_seen));
  TRY(number_nodes(m));
  TRY(list_edges(m));
  size_t listed = 2 * m->size * sizeof(igraph_integer_t);
  TRY(take(m, edge_list_graph_size(m->count, p->node_count)));
  TRY(edge_list_graph(&m->edges, p->node_count, m->shape->directed, &p->graph, m->err));
  p->made = true;
  give(m, listed);
  return STATUS_OK;
}

Status projection_make(Projection *p, const Graph *g, const ProjectionShape *shape, MemoryLimit *limit,
                       bool (*interrupted)(void *sink), void *sink, Error *err)
{
  *p = (Projection){.limit = limit};
  Maker m = {.out = p, .graph = g, .shape = shape, .interrupted = interrupted, .sink = sink, .err = err};
  arena_init(&m.arena, limit);
  Status status = make(&m);
  arena_free(&m.arena);
  edge_list_free(&m.edges);
  if (m.vertices) give(&m, graph_node_limit(g) * sizeof *m.vertices);
  free(m.vertices);
  if (status != STATUS_OK) projection_free(p);
  return status;
}

void projection_free(Projection *p)
{
  if (p->made) igraph_destroy(&p->graph);
  if (p->weighted) igraph_vector_destroy(&p->weights);
  free(p->nodes);
  free(p->rels);
  memory_give(p->limit, p->taken);
  *p = (Projection){0};
}

uint32_t projection_vertex(const Projection *p, uint32_t node)
{
  uint32_t low = 0, high = p->node_count;
  if (!p->nodes) return node < high ? node : SLOT_NONE;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (p->nodes[middle] < node)
      low = middle + 1;
    else
      high = middle;
  }
  return low < p->node_count && p->nodes[low] == node ? low : SLOT_NONE;
}
