/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where to draw the nodes of a graph. */
#include "analysis.h"

#include <math.h>

enum { LAYOUT_FRUCHTERMAN_REINGOLD, LAYOUT_KAMADA_KAWAI, LAYOUT_CIRCLE, LAYOUT_TREE, LAYOUT_SUGIYAMA };
static const char *const layout_methods[] = {"fruchtermanreingold", "kamadakawai", "circle", "tree", "sugiyama", NULL};

/* The figures are the defaults of igraph's interfaces for R and Python. */
static igraph_error_t place(const Analysis *a, igraph_matrix_t *places)
{
  enum { ROUNDS = 500, ROUNDS_EACH = 50, SUGIYAMA_ROUNDS = 100 };
  const igraph_t *graph = &a->projection.graph;
  const igraph_vector_t *weights = analysis_weights(a);
  double n = a->projection.node_count;
  switch (a->options.method) {
  case LAYOUT_FRUCHTERMAN_REINGOLD:
    return igraph_layout_fruchterman_reingold(graph, places, false, ROUNDS, sqrt(n) / 10, IGRAPH_LAYOUT_AUTOGRID,
                                              weights, NULL, NULL, NULL, NULL);
  case LAYOUT_KAMADA_KAWAI:
    return igraph_layout_kamada_kawai(graph, places, false, ROUNDS_EACH * (igraph_integer_t)n, 0, n, weights, NULL,
                                      NULL, NULL, NULL);
  case LAYOUT_CIRCLE: return igraph_layout_circle(graph, places, igraph_vss_all());
  case LAYOUT_TREE: return igraph_layout_reingold_tilford(graph, places, IGRAPH_ALL, NULL, NULL);
  default: return igraph_layout_sugiyama(graph, places, NULL, NULL, NULL, 1, 1, SUGIYAMA_ROUNDS, weights);
  }
}

/* Sugiyama's layout has places for bends of relationships behind those of the nodes. */
static igraph_error_t compute_layout(Analysis *a)
{
  igraph_matrix_t places;
  igraph_integer_t n = a->projection.node_count;
  igraph_error_t code = igraph_matrix_init(&places, 0, 0);
  if (code != IGRAPH_SUCCESS) return code;
  code = place(a, &places);
  for (size_t k = 0; k < ARRAY_LEN(a->scores) && code == IGRAPH_SUCCESS; k++) {
    code = igraph_vector_resize(&a->scores[k], n);
    for (igraph_integer_t i = 0; i < n && code == IGRAPH_SUCCESS; i++)
      VECTOR(a->scores[k])[i] = MATRIX(places, i, (igraph_integer_t)k);
  }
  igraph_matrix_destroy(&places);
  return code;
}

static const Algorithm layout = {
    .doing = "placing nodes",
    .options = OPTION(METHOD) | OPTION(WEIGHT) | OPTION(SEED),
    .defaults = {.directed = true},
    .methods = layout_methods,
    .unweighted_methods = 1u << LAYOUT_CIRCLE | 1u << LAYOUT_TREE,
    .weights = WEIGHT_POSITIVE,
    .result = RESULT_TWO_SCORES,
    .compute = compute_layout,
};

static const ProcedureField layout_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"x", "FLOAT", TYPE_FLOAT, false},
    {"y", "FLOAT", TYPE_FLOAT, false},
};

GRAPH_PROCEDURE(
    layout, "layout", 1, "node :: NODE, x :: FLOAT, y :: FLOAT", layout_fields, "Where to draw each node.",
    "`method`: 'fruchtermanreingold', by forces between nodes (Fruchterman and Reingold 1991), 'kamadakawai', by "
    "springs as long as shortest paths, for graphs of some hundred nodes (Kamada and Kawai 1989), 'circle', 'tree', "
    "downward from a root for each component (Reingold and Tilford 1981), 'sugiyama', in layers, so that relationships "
    "lead downward (Sugiyama and others 1981) ('fruchtermanreingold'), `weight`, a property of each relationship, how "
    "strong it is, with 'kamadakawai' how long (all alike; not for 'circle' and 'tree'), `seed` of the random numbers: "
    "the same gives the same places (0), ",
    "time about linear in the relationships for each of some hundred rounds, by 'kamadakawai' for each pair of nodes, "
    "by 'circle' and 'tree' once",
    "Di Battista and others 1999",
    "CALL graph.layout({types: ['KNOWS'], method: 'kamadakawai'}) YIELD node, x, y RETURN node, x, y")
