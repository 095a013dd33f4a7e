/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From edges to an igraph graph; see edge_list.h. Knows how igraph 0.10 lays a graph out (igraph_datatype.h): the ends
 * of the edges in two vectors, the edges in order of (from, to) and of (to, from) in two more, and where each vertex's
 * edges start in these. An undirected edge is written down with its larger end in `from`. A unit test holds what is
 * made here to what igraph makes. With another igraph the library's own way is taken. */
#include "edge_list.h"

#include "large.h"
#include "topology_igraph.h"

/* As igraph_vector_int_init, but in huge pages and not zeroed: where page faults are dear, that halves what the first
 * call of PageRank takes. igraph gives such memory back with free, as it does its own. */
static igraph_error_t make_vector(igraph_vector_int_t *vector, igraph_integer_t size)
{
  size_t room = (size_t)MAX(size, 1);
  igraph_integer_t *items = large_alloc(room * sizeof *items);
  if (!items) return IGRAPH_ENOMEM;
  *vector = (igraph_vector_int_t){.stor_begin = items, .stor_end = items + room, .end = items + size};
  return IGRAPH_SUCCESS;
}

Status edge_list_make(EdgeList *list, size_t size, Error *err)
{
  *list = (EdgeList){0};
  igraph_error_t code = make_vector(&list->from, (igraph_integer_t)size);
  if (code == IGRAPH_SUCCESS) code = make_vector(&list->to, (igraph_integer_t)size);
  if (code != IGRAPH_SUCCESS) edge_list_free(list);
  return topology_igraph_error(code, "listing edges", err);
}

void edge_list_trim(EdgeList *list, size_t size)
{
  /* Growing smaller cannot fail. */
  igraph_vector_int_resize(&list->from, (igraph_integer_t)size);
  igraph_vector_int_resize(&list->to, (igraph_integer_t)size);
}

void edge_list_free(EdgeList *list)
{
  if (list->from.stor_begin) igraph_vector_int_destroy(&list->from);
  if (list->to.stor_begin) igraph_vector_int_destroy(&list->to);
  *list = (EdgeList){0};
}

size_t edge_list_graph_size(size_t edges, uint32_t vertices)
{
  return sizeof(igraph_integer_t) * (4 * edges + 2 * ((size_t)vertices + 1));
}

#if IGRAPH_VERSION_MAJOR == 0 && IGRAPH_VERSION_MINOR == 10

static void set_larger_first(EdgeList *list)
{
  igraph_integer_t *from = VECTOR(list->from), *to = VECTOR(list->to);
  for (igraph_integer_t i = 0, n = igraph_vector_int_size(&list->from); i < n; i++) {
    igraph_integer_t a = from[i], b = to[i];
    from[i] = MAX(a, b);
    to[i] = MIN(a, b);
  }
}

static bool is_sorted(const EdgeList *list)
{
  const igraph_integer_t *from = VECTOR(list->from), *to = VECTOR(list->to);
  for (igraph_integer_t i = 1, n = igraph_vector_int_size(&list->from); i < n; i++)
    if (from[i] < from[i - 1] || (from[i] == from[i - 1] && to[i] < to[i - 1])) return false;
  return true;
}

/* One stable counting pass: `order` gets the edges of `edges` (NULL: 0, 1, 2, ...) by the vertex that `ends` gives
 * them, `starts`, which is zero, where each vertex's begin. */
static void sort_by(const igraph_vector_int_t *ends, const igraph_vector_int_t *edges, igraph_vector_int_t *order,
                    igraph_vector_int_t *starts)
{
  const igraph_integer_t *end = VECTOR(*ends), *edge = edges ? VECTOR(*edges) : NULL;
  igraph_integer_t *out = VECTOR(*order), *start = VECTOR(*starts);
  igraph_integer_t n = igraph_vector_int_size(ends), vertices = igraph_vector_int_size(starts) - 1;
  for (igraph_integer_t i = 0; i < n; i++) start[end[i]]++;
  for (igraph_integer_t v = 1; v <= vertices; v++) start[v] += start[v - 1];
  for (igraph_integer_t i = n; i-- > 0;) {
    igraph_integer_t e = edge ? edge[i] : i;
    out[--start[end[e]]] = e;
  }
}

/* The same of edges that are in order already. */
static void keep_order(const igraph_vector_int_t *ends, igraph_vector_int_t *order, igraph_vector_int_t *starts)
{
  const igraph_integer_t *end = VECTOR(*ends);
  igraph_integer_t *out = VECTOR(*order), *start = VECTOR(*starts);
  igraph_integer_t n = igraph_vector_int_size(ends), vertices = igraph_vector_int_size(starts) - 1;
  for (igraph_integer_t i = 0; i < n; i++) {
    out[i] = i;
    start[end[i] + 1]++;
  }
  for (igraph_integer_t v = 1; v <= vertices; v++) start[v] += start[v - 1];
}

static void index_edges(igraph_t *graph, bool sorted)
{
  if (sorted) {
    keep_order(&graph->from, &graph->oi, &graph->os);
  } else {
    sort_by(&graph->to, NULL, &graph->ii, &graph->is);
    igraph_vector_int_null(&graph->is);
    sort_by(&graph->from, &graph->ii, &graph->oi, &graph->os);
  }
  sort_by(&graph->to, &graph->oi, &graph->ii, &graph->is);
}

/* The graph's own vectors are those of a graph without edges. */
static void put_vector(igraph_vector_int_t *into, igraph_vector_int_t *vector)
{
  igraph_vector_int_destroy(into);
  *into = *vector;
  *vector = (igraph_vector_int_t){0};
}

static igraph_error_t make_graph(EdgeList *list, uint32_t vertices, bool directed, igraph_t *graph)
{
  igraph_integer_t edges = igraph_vector_int_size(&list->from);
  EdgeList order = {0}; /* by start, by end */
  igraph_error_t code = make_vector(&order.from, edges);
  if (code == IGRAPH_SUCCESS) code = make_vector(&order.to, edges);
  if (code == IGRAPH_SUCCESS) code = igraph_empty(graph, vertices, directed);
  if (code != IGRAPH_SUCCESS) {
    edge_list_free(&order);
    return code;
  }
  if (!directed) set_larger_first(list);
  bool sorted = is_sorted(list);
  put_vector(&graph->from, &list->from);
  put_vector(&graph->to, &list->to);
  put_vector(&graph->oi, &order.from);
  put_vector(&graph->ii, &order.to);
  index_edges(graph, sorted);
  igraph_invalidate_cache(graph);
  return IGRAPH_SUCCESS;
}

#else

static igraph_error_t make_graph(EdgeList *list, uint32_t vertices, bool directed, igraph_t *graph)
{
  igraph_integer_t edges = igraph_vector_int_size(&list->from);
  igraph_vector_int_t pairs;
  igraph_error_t code = igraph_vector_int_init(&pairs, 2 * edges);
  if (code != IGRAPH_SUCCESS) return code;
  for (igraph_integer_t i = 0; i < edges; i++) {
    VECTOR(pairs)[2 * i] = VECTOR(list->from)[i];
    VECTOR(pairs)[2 * i + 1] = VECTOR(list->to)[i];
  }
  code = igraph_create(graph, &pairs, vertices, directed);
  igraph_vector_int_destroy(&pairs);
  return code;
}

#endif

Status edge_list_graph(EdgeList *list, uint32_t vertices, bool directed, igraph_t *graph, Error *err)
{
  igraph_error_t code = make_graph(list, vertices, directed, graph);
  edge_list_free(list);
  return topology_igraph_error(code, "making a graph", err);
}
