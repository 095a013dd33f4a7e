/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lengths below 0. Bellman and Ford's algorithm finds how far each vertex is, and by that lengths are changed so that
 * none is below 0 while the same paths stay the shortest (Johnson 1977): Dijkstra's algorithm, which is igraph's, can
 * then do the rest. igraph's own Bellman and Ford cannot be interrupted, and runs long where there is a circle. */
#include "analysis.h"

#include <math.h>

/* What is nearer by no more than this share of the lengths is so by rounding. */
#define ROUNDED 1e-12

static bool shorten(igraph_vector_t *distances, igraph_integer_t from, igraph_integer_t to, double length)
{
  double *d = VECTOR(*distances), reached = d[from] + length;
  if (!(reached < d[to] - ROUNDED * (fabs(d[from]) + fabs(length)))) return false;
  d[to] = reached;
  return true;
}

/* Each round makes the shortest paths of one more relationship right. */
static igraph_error_t find_distances(const Analysis *a, igraph_neimode_t mode, igraph_vector_t *distances)
{
  const igraph_t *graph = &a->projection.graph;
  const igraph_integer_t *from = VECTOR(graph->from), *to = VECTOR(graph->to);
  const double *lengths = VECTOR(a->projection.weights);
  bool changed = true;
  for (igraph_integer_t round = 0; changed; round++) {
    if (round > graph->n) return IGRAPH_ENEGLOOP;
    if (analysis_interrupted(a)) return IGRAPH_INTERRUPTED;
    changed = false;
    for (igraph_integer_t e = 0; e < igraph_ecount(graph); e++) {
      if (mode != IGRAPH_IN && shorten(distances, from[e], to[e], lengths[e])) changed = true;
      if (mode != IGRAPH_OUT && shorten(distances, to[e], from[e], lengths[e])) changed = true;
    }
  }
  return IGRAPH_SUCCESS;
}

/* Relationships out of reach are on no path. Where they can be gone along both ways and there is no circle, no length
 * within reach is below 0. */
static void shift(const Analysis *a, igraph_neimode_t mode, const igraph_vector_t *distances, igraph_vector_t *lengths)
{
  const igraph_t *graph = &a->projection.graph;
  for (igraph_integer_t e = 0; e < igraph_ecount(graph); e++) {
    double start = VECTOR(*distances)[VECTOR(graph->from)[e]], end = VECTOR(*distances)[VECTOR(graph->to)[e]];
    double difference = mode == IGRAPH_ALL ? 0 : mode == IGRAPH_OUT ? start - end : end - start;
    double length = VECTOR(a->projection.weights)[e] + difference;
    VECTOR(*lengths)[e] = length > 0 && isfinite(length) ? length : 0;
  }
}

igraph_error_t analysis_shift_lengths(const Analysis *a, igraph_integer_t source, igraph_neimode_t mode,
                                      igraph_vector_t *distances, igraph_vector_t *lengths)
{
  igraph_integer_t n = a->projection.node_count;
  igraph_error_t code = igraph_vector_resize(distances, n);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_resize(lengths, igraph_ecount(&a->projection.graph));
  if (code != IGRAPH_SUCCESS) return code;
  for (igraph_integer_t v = 0; v < n; v++) VECTOR(*distances)[v] = source < 0 || v == source ? 0 : INFINITY;
  code = find_distances(a, mode, distances);
  if (code == IGRAPH_SUCCESS) shift(a, mode, distances, lengths);
  if (code != IGRAPH_ENEGLOOP) return code;
  return analysis_refuse(
      a, "there is a way around in a circle whose weights add up to less than 0, so no path is the shortest");
}
