/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where to draw the nodes of a graph. */
#include "analysis.h"

#include "core/layouts.h"

/* Sugiyama's layout has places for bends of relationships behind those of the nodes. */
static igraph_error_t compute_layout(Analysis *a)
{
  igraph_matrix_t places;
  igraph_integer_t n = a->projection.node_count;
  igraph_error_t code = igraph_matrix_init(&places, 0, 0);
  if (code != IGRAPH_SUCCESS) return code;
  code = layout_place((LayoutMethod)a->options.method, &a->projection.graph, analysis_weights(a), &places);
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
    "lead downward (Sugiyama and others 1981), 'drl', by forces on a grid, for large graphs (Martin and others 2011) "
    "('fruchtermanreingold'), `weight`, a property of each relationship, how "
    "strong it is, with 'kamadakawai' how long (all alike; not for 'circle' and 'tree'), `seed` of the random numbers: "
    "the same gives the same places (0), ",
    "time about linear in the relationships for each of some hundred rounds, by 'kamadakawai' for each pair of nodes, "
    "by 'circle' and 'tree' once",
    "Di Battista and others 1999",
    "CALL graph.layout({types: ['KNOWS'], method: 'kamadakawai'}) YIELD node, x, y RETURN node, x, y")
