/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Triangles, and how much of a graph closes to triangles. Directions, parallel relationships and loops make no
 * difference. */
#include "analysis.h"

#define ALIKE      " Directions, loops and parallel relationships make no difference."
#define PAIRS_TIME "time as the nodes with the square of their mean degree"

/* ---- triangles at each node */

static igraph_error_t compute_triangles(Analysis *a)
{
  igraph_error_t code = igraph_adjacent_triangles(&a->projection.graph, &a->scores[0], igraph_vss_all());
  return code == IGRAPH_SUCCESS ? analysis_scores_to_numbers(a) : code;
}

static const Algorithm triangles = {
    .doing = "counting triangles",
    .result = RESULT_NUMBERS,
    .compute = compute_triangles,
};

static const ProcedureField triangle_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"triangles", "INTEGER", TYPE_INT, false},
};

GRAPH_PROCEDURE(triangles, "triangles", 1, "node :: NODE, triangles :: INTEGER", triangle_fields,
                "How many pairs of each node's neighbours are neighbours as well." ALIKE, "", PAIRS_TIME, "Latapy 2008",
                "CALL graph.triangles({types: ['KNOWS']}) YIELD triangles RETURN sum(triangles) / 3")

/* ---- clustering coefficients */

static igraph_error_t compute_clustering(Analysis *a)
{
  return igraph_transitivity_local_undirected(&a->projection.graph, &a->scores[0], igraph_vss_all(),
                                              IGRAPH_TRANSITIVITY_NAN);
}

static const Algorithm clustering = {
    .doing = "computing clustering coefficients",
    .options = OPTION(ISOLATES),
    .compute = compute_clustering,
};

static const ProcedureField clustering_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"coefficient", "FLOAT?", TYPE_FLOAT, true},
};

GRAPH_PROCEDURE(
    clustering, "clustering", 1, "node :: NODE, coefficient :: FLOAT?", clustering_fields,
    "The local clustering coefficient: of the pairs of each node's neighbours, what share are neighbours as "
    "well." ALIKE,
    "`isolates`, what a node with fewer than two neighbours gets, 'null' or 'zero' ('null'), ", PAIRS_TIME,
    "Watts and Strogatz 1998", "CALL graph.clustering({types: ['KNOWS']}) YIELD coefficient RETURN avg(coefficient)")

static igraph_error_t compute_transitivity(Analysis *a)
{
  igraph_error_t code = igraph_vector_resize(&a->scores[0], 1);
  if (code != IGRAPH_SUCCESS) return code;
  return igraph_transitivity_undirected(&a->projection.graph, VECTOR(a->scores[0]), IGRAPH_TRANSITIVITY_NAN);
}

static const Algorithm transitivity = {
    .doing = "computing transitivity",
    .result = RESULT_FIGURE,
    .compute = compute_transitivity,
};

static const ProcedureField transitivity_fields[] = {{"transitivity", "FLOAT?", TYPE_FLOAT, true}};

GRAPH_PROCEDURE(
    transitivity, "transitivity", 1, "transitivity :: FLOAT?", transitivity_fields,
    "The global clustering coefficient: of all pairs of neighbours of a node, what share are neighbours as well. Null "
    "where no node has two neighbours." ALIKE,
    "", PAIRS_TIME, "Luce and Perry 1949",
    "CALL graph.transitivity({types: ['KNOWS']}) YIELD transitivity RETURN transitivity")
