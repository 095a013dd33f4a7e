/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How alike two nodes are by the neighbours that they share. All pairs of a graph would take memory for each pair, so
 * igraph is asked about one node at a time, and of what it says only pairs that share something are kept. */
#include "analysis.h"

#include <math.h>

static const char *const similarity_methods[] = {"jaccard", "dice", "adamicadar", NULL};
enum { METHOD_JACCARD, METHOD_DICE, METHOD_ADAMIC_ADAR };

/* The similarity of one vertex to each, as a row. */
static igraph_error_t compare(const Analysis *a, igraph_integer_t vertex, igraph_matrix_t *row)
{
  const igraph_t *graph = &a->projection.graph;
  igraph_neimode_t mode = analysis_mode(a);
  igraph_integer_t n = igraph_vcount(graph);
  igraph_error_t code;
  if (a->options.method == METHOD_ADAMIC_ADAR)
    return igraph_similarity_inverse_log_weighted(graph, row, igraph_vss_1(vertex), mode);
  igraph_vector_int_t pairs;
  igraph_vector_t scores;
  code = igraph_vector_int_init(&pairs, 2 * n);
  if (code != IGRAPH_SUCCESS) return code;
  code = igraph_vector_init(&scores, 0);
  if (code == IGRAPH_SUCCESS) {
    for (igraph_integer_t i = 0; i < n; i++) {
      VECTOR(pairs)[2 * i] = vertex;
      VECTOR(pairs)[2 * i + 1] = i;
    }
    code = (a->options.method == METHOD_DICE ? igraph_similarity_dice_pairs
                                             : igraph_similarity_jaccard_pairs)(graph, &scores, &pairs, mode, false);
    if (code == IGRAPH_SUCCESS) code = igraph_matrix_resize(row, 1, n);
    for (igraph_integer_t i = 0; i < n && code == IGRAPH_SUCCESS; i++) MATRIX(*row, 0, i) = VECTOR(scores)[i];
    igraph_vector_destroy(&scores);
  }
  igraph_vector_int_destroy(&pairs);
  return code;
}

/* Pairs of a vertex and each other one, or each higher one where all vertices are asked about. */
static igraph_error_t compare_one(Analysis *a, igraph_integer_t vertex, bool higher, igraph_matrix_t *row)
{
  if (analysis_interrupted(a)) return IGRAPH_INTERRUPTED;
  igraph_error_t code = compare(a, vertex, row);
  for (igraph_integer_t i = higher ? vertex + 1 : 0; i < a->projection.node_count && code == IGRAPH_SUCCESS; i++) {
    double score = MATRIX(*row, 0, i);
    if (i != vertex && score > 0) code = analysis_add_pair(a, vertex, i, score);
  }
  return code;
}

static igraph_error_t compute_similarity(Analysis *a)
{
  bool all = value_is_null(a->options.targets);
  igraph_integer_t n = all ? a->projection.node_count : igraph_vector_int_size(&a->targets);
  igraph_matrix_t row;
  igraph_error_t code = igraph_matrix_init(&row, 0, 0);
  if (code != IGRAPH_SUCCESS) return code;
  for (igraph_integer_t i = 0; i < n && code == IGRAPH_SUCCESS; i++)
    code = compare_one(a, all ? i : VECTOR(a->targets)[i], all, &row);
  igraph_matrix_destroy(&row);
  return code;
}

static const Algorithm similarity = {
    .doing = "comparing nodes",
    .options = OPTION(METHOD) | OPTION(NODES) | OPTION(MODE),
    .defaults = {.directed = true, .mode = MODE_ALL},
    .modes = analysis_directions,
    .undirected_modes = 1u << MODE_ALL,
    .methods = similarity_methods,
    .simple_methods = 1u << METHOD_JACCARD | 1u << METHOD_DICE | 1u << METHOD_ADAMIC_ADAR,
    .result = RESULT_PAIRS,
    .compute = compute_similarity,
};

static const ProcedureField similarity_fields[] = {
    {"node1", "NODE", TYPE_NODE, false},
    {"node2", "NODE", TYPE_NODE, false},
    {"similarity", "FLOAT", TYPE_FLOAT, false},
};

GRAPH_PROCEDURE(
    similarity, "similarity", 1, "node1 :: NODE, node2 :: NODE, similarity :: FLOAT", similarity_fields,
    "How alike two nodes are by the neighbours that they share; pairs that share none are left out. Loops and parallel "
    "relationships make no difference.",
    "`method`: 'jaccard', the share of the common neighbours among all of both (Jaccard 1901), 'dice', twice the "
    "common ones by the sum of both's (Dice 1945), 'adamicadar', where a common neighbour counts 1 through the "
    "logarithm of how many it has itself (Adamic and Adar 2003) ('jaccard'), `nodes`, a list of those that are "
    "compared with all others (each pair once), `mode`: neighbours along relationships that lead 'out', 'in' or 'all' "
    "('all'), ",
    "time for each pair of nodes", "Liben-Nowell and Kleinberg 2007",
    "CALL graph.similarity({types: ['SIGNED'], method: 'dice'}) YIELD node1, node2, similarity RETURN node1, node2, "
    "similarity ORDER BY similarity DESC LIMIT 10")
