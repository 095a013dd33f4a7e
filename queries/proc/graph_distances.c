/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far apart all nodes are. A matrix of all pairs would take memory for those that are out of reach as well, so
 * igraph is asked about some nodes at a time, and of what it says only the pairs that count are kept. */
#include "analysis.h"

#include <math.h>

enum { SOURCES_AT_ONCE = 64 };

typedef struct Measuring {
  Analysis *a;
  bool shifted;                       /* some lengths are negative: */
  igraph_vector_t distances, shorter; /* then from anywhere, and lengths that are not (analysis_shift_lengths) */
  igraph_vector_int_t sources;        /* at hand */
  igraph_matrix_t lengths;            /* from each of them to each vertex */
} Measuring;

/* Between whom one way is as long as the other, each pair is there once. */
static igraph_error_t keep_distances(Measuring *m)
{
  Analysis *a = m->a;
  bool once = value_is_null(a->options.targets) && !a->options.directed;
  igraph_error_t code = IGRAPH_SUCCESS;
  for (igraph_integer_t i = 0; i < igraph_vector_int_size(&m->sources); i++) {
    igraph_integer_t source = VECTOR(m->sources)[i];
    for (igraph_integer_t v = once ? source + 1 : 0; v < a->projection.node_count && code == IGRAPH_SUCCESS; v++) {
      double length = MATRIX(m->lengths, i, v);
      if (v == source || length == INFINITY) continue;
      if (m->shifted) length += VECTOR(m->distances)[v] - VECTOR(m->distances)[source];
      code = analysis_add_pair(a, source, v, length);
    }
  }
  return code;
}

static igraph_error_t measure(Measuring *m)
{
  igraph_error_t code =
      igraph_distances_dijkstra(&m->a->projection.graph, &m->lengths, igraph_vss_vector(&m->sources), igraph_vss_all(),
                                m->shifted ? &m->shorter : analysis_weights(m->a), IGRAPH_OUT);
  return code == IGRAPH_SUCCESS ? keep_distances(m) : code;
}

static igraph_error_t measure_all(Measuring *m)
{
  Analysis *a = m->a;
  bool all = value_is_null(a->options.targets);
  igraph_integer_t n = all ? a->projection.node_count : igraph_vector_int_size(&a->targets);
  size_t cells = (size_t)MIN(n, SOURCES_AT_ONCE) * a->projection.node_count;
  igraph_error_t code = analysis_take(a, cells * sizeof(igraph_real_t));
  for (igraph_integer_t first = 0; first < n && code == IGRAPH_SUCCESS; first += SOURCES_AT_ONCE) {
    igraph_integer_t count = MIN(n - first, SOURCES_AT_ONCE);
    if (analysis_interrupted(a)) return IGRAPH_INTERRUPTED;
    code = igraph_vector_int_resize(&m->sources, count);
    for (igraph_integer_t i = 0; i < count && code == IGRAPH_SUCCESS; i++)
      VECTOR(m->sources)[i] = all ? first + i : VECTOR(a->targets)[first + i];
    if (code == IGRAPH_SUCCESS) code = measure(m);
  }
  return code;
}

static igraph_error_t measure_shifted(Measuring *m)
{
  igraph_error_t code = IGRAPH_SUCCESS;
  m->shifted = analysis_has_negative(m->a);
  if (m->shifted) code = analysis_shift_lengths(m->a, -1, IGRAPH_OUT, &m->distances, &m->shorter);
  return code == IGRAPH_SUCCESS ? measure_all(m) : code;
}

static igraph_error_t compute_distances(Analysis *a)
{
  Measuring m = {.a = a};
  if (analysis_has_negative(a) && !a->options.directed)
    return analysis_refuse(a, "a length below 0 leads to and fro without end where `directed` is false");
  igraph_error_t code = igraph_vector_init(&m.distances, 0);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_init(&m.shorter, 0);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_int_init(&m.sources, 0);
  if (code == IGRAPH_SUCCESS) code = igraph_matrix_init(&m.lengths, 0, 0);
  if (code == IGRAPH_SUCCESS) code = measure_shifted(&m);
  if (m.distances.stor_begin) igraph_vector_destroy(&m.distances);
  if (m.shorter.stor_begin) igraph_vector_destroy(&m.shorter);
  if (m.sources.stor_begin) igraph_vector_int_destroy(&m.sources);
  if (m.lengths.data.stor_begin) igraph_matrix_destroy(&m.lengths);
  return code;
}

static const Algorithm distances = {
    .doing = "measuring distances",
    .options = OPTION(NODES) | OPTION(DIRECTED) | OPTION(WEIGHT),
    .defaults = {.directed = true},
    .weights = WEIGHT_ANY,
    .result = RESULT_PAIRS,
    .compute = compute_distances,
};

static const ProcedureField distance_fields[] = {
    {"source", "NODE", TYPE_NODE, false},
    {"target", "NODE", TYPE_NODE, false},
    {"distance", "FLOAT", TYPE_FLOAT, false},
};

GRAPH_PROCEDURE(
    distances, "distances", 1, "source :: NODE, target :: NODE, distance :: FLOAT", distance_fields,
    "How long the shortest path from each node to each other one is that can be reached; where directions make no "
    "difference, each pair is there once.",
    "`nodes`, a list of those from which paths lead (all), `directed` (true), `weight`, a property with each "
    "relationship's length, which can be negative unless that of a circle is (all have length 1), ",
    "time about linear in the relationships for each node, and more where some lengths are negative",
    "Dijkstra 1959, Johnson 1977",
    "CALL graph.distances({types: ['ROAD'], directed: false, weight: 'km'}) YIELD source, target, distance RETURN "
    "source, target, distance ORDER BY distance DESC LIMIT 10")
