/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From edges to an igraph graph; see edge_list.h. Knows how igraph 0.10 lays a graph out (igraph_datatype.h): the ends
 * of the edges in two vectors, the edges in order of (from, to) and of (to, from) in two more, and where each vertex's
 * edges start in these. An undirected edge is written down with its larger end in `from`. A unit test holds what is
 * made here to what igraph makes. With another igraph the library's own way is taken. */
#include "edge_list.h"

#include "large.h"
#include "topology_igraph.h"

#include <stdlib.h>

/* As igraph_vector_int_init, but in huge pages and not zeroed. igraph gives it back with free. */
static bool make_vector(igraph_vector_int_t *vector, size_t size)
{
  igraph_integer_t *items = malloc(MAX(size, (size_t)1) * sizeof *items);
  if (!items) return false;
  *vector = (igraph_vector_int_t){.stor_begin = items, .stor_end = items + MAX(size, (size_t)1), .end = items + size};
  return true;
}

Status edge_list_make(EdgeList *list, size_t size, Error *err)
{
  *list = (EdgeList){0};
  if (make_vector(&list->from, size) && make_vector(&list->to, size)) return STATUS_OK;
  edge_list_free(list);
  return error_out_of_memory(err);
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

/* A vector of its own in place of what an empty graph has. */
static void put_vector(igraph_vector_int_t *old, igraph_vector_int_t *vector)
{
  igraph_vector_int_destroy(old);
  *old = *vector;
  *vector = (igraph_vector_int_t){0};
}

static igraph_error_t make_graph(EdgeList *list, uint32_t vertices, bool directed, igraph_t *graph)
{
  size_t edges = (size_t)igraph_vector_int_size(&list->from);
  igraph_vector_int_t out = {0}, in = {0};
  igraph_error_t code = make_vector(&out, edges) && make_vector(&in, edges) ? IGRAPH_SUCCESS : IGRAPH_ENOMEM;
  if (code == IGRAPH_SUCCESS) code = igraph_empty(graph, vertices, directed);
  if (code != IGRAPH_SUCCESS) {
    free(out.stor_begin);
    free(in.stor_begin);
    return code;
  }
  if (!directed) set_larger_first(list);
  bool sorted = is_sorted(list);
  put_vector(&graph->from, &list->from);
  put_vector(&graph->to, &list->to);
  put_vector(&graph->oi, &out);
  put_vector(&graph->ii, &in);
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
