/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nodes that count for as much as those do that lead to them: PageRank, and centralities by eigenvectors and series of
 * the adjacency matrix. igraph has no Katz centrality, so that one is computed here. */
#include "analysis.h"

#include <float.h>
#include <math.h>

#define STRENGTHS "`weight`, a property of each relationship, how strong it is (all alike), "
#define ROUNDS    "linear time for each of some rounds"

/* ---- PageRank */

static igraph_error_t compute_pagerank(Analysis *a)
{
  const igraph_t *graph = &a->projection.graph;
  if (value_is_null(a->options.targets))
    return igraph_pagerank(graph, IGRAPH_PAGERANK_ALGO_PRPACK, &a->scores[0], NULL, igraph_vss_all(),
                           a->options.directed, a->options.damping, analysis_weights(a), NULL);
  if (igraph_vector_int_size(&a->targets) == 0) return analysis_refuse(a, "`nodes` has none to start from");
  return igraph_personalized_pagerank_vs(graph, IGRAPH_PAGERANK_ALGO_PRPACK, &a->scores[0], NULL, igraph_vss_all(),
                                         a->options.directed, a->options.damping, igraph_vss_vector(&a->targets),
                                         analysis_weights(a), NULL);
}

static const Algorithm pagerank = {
    .doing = "computing PageRank",
    .options = OPTION(DIRECTED) | OPTION(WEIGHT) | OPTION(DAMPING) | OPTION(NODES),
    .defaults = {.directed = true, .damping = 0.85},
    .compute = compute_pagerank,
};

GRAPH_PROCEDURE(
    pagerank, "pagerank", 1, "node :: NODE, score :: FLOAT", analysis_score_fields,
    "How likely a walk along the relationships, which now and then starts anew anywhere, is to be at each node; the "
    "scores add up to 1.",
    "`directed` (true), " STRENGTHS "`damping`, the chance to go on from a node, from 0 to 0.999 (0.85), `nodes`, a "
    "list of those at which the walk starts anew (all), ",
    ROUNDS, "Brin and Page 1998",
    "CALL graph.pagerank({labels: ['Person'], types: ['KNOWS']}) YIELD node, score RETURN node.name, score ORDER BY "
    "score DESC LIMIT 10")

/* ---- eigenvector centrality */

static igraph_error_t compute_eigenvector(Analysis *a)
{
  igraph_arpack_options_t arpack;
  igraph_arpack_options_init(&arpack);
  return igraph_eigenvector_centrality(&a->projection.graph, &a->scores[0], NULL, a->options.directed, true,
                                       analysis_weights(a), &arpack);
}

static const Algorithm eigenvector = {
    .doing = "computing eigenvector centrality",
    .options = OPTION(DIRECTED) | OPTION(WEIGHT),
    .defaults = {.directed = true},
    .compute = compute_eigenvector,
};

GRAPH_PROCEDURE(
    eigenvector, "eigenvector", 1, "node :: NODE, score :: FLOAT", analysis_score_fields,
    "Eigenvector centrality: a node's score is the sum of those of the nodes that lead to it, so that what counts is "
    "being known by the well-known. The highest score is 1; in a directed graph without cycles all are 0.",
    "`directed` (true), " STRENGTHS, ROUNDS, "Bonacich 1972",
    "CALL graph.eigenvector({types: ['KNOWS'], directed: false}) YIELD node, score RETURN node, score ORDER BY score "
    "DESC LIMIT 10")

/* ---- hubs and authorities */

static igraph_error_t compute_hits(Analysis *a)
{
  igraph_arpack_options_t arpack;
  igraph_arpack_options_init(&arpack);
  return igraph_hub_and_authority_scores(&a->projection.graph, &a->scores[0], &a->scores[1], NULL, true,
                                         analysis_weights(a), &arpack);
}

static const Algorithm hits = {
    .doing = "computing hubs and authorities",
    .options = OPTION(WEIGHT),
    .defaults = {.directed = true},
    .result = RESULT_TWO_SCORES,
    .compute = compute_hits,
};

static const ProcedureField hits_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"hub", "FLOAT", TYPE_FLOAT, false},
    {"authority", "FLOAT", TYPE_FLOAT, false},
};

GRAPH_PROCEDURE(
    hits, "hits", 1, "node :: NODE, hub :: FLOAT, authority :: FLOAT", hits_fields,
    "Hubs and authorities: a good hub leads to good authorities, and a good authority is led to by good hubs. The "
    "highest score of each is 1.",
    STRENGTHS, ROUNDS, "Kleinberg 1999",
    "CALL graph.hits({types: ['CITES']}) YIELD node, authority RETURN node, authority ORDER BY authority DESC LIMIT 10")

/* ---- Katz centrality */

enum { MOST_ROUNDS = 10000 };
#define SETTLED 1e-14 /* a change of the highest score by less of it is none */
#define ENDLESS 1e100

/* next = beta + alpha * what leads to each. Returns the greatest change, as a share of the greatest score; infinite
 * where scores have grown without end. */
static double katz_round(const Analysis *a, const igraph_vector_t *scores, igraph_vector_t *next)
{
  const igraph_t *graph = &a->projection.graph;
  const igraph_integer_t *from = VECTOR(graph->from), *to = VECTOR(graph->to);
  igraph_integer_t n = a->projection.node_count, edges = igraph_vector_int_size(&graph->from);
  const double *x = VECTOR(*scores);
  double *y = VECTOR(*next), change = 0, most = 0;
  for (igraph_integer_t v = 0; v < n; v++) y[v] = a->options.beta;
  for (igraph_integer_t e = 0; e < edges; e++) {
    double share = a->options.alpha * (a->projection.weighted ? VECTOR(a->projection.weights)[e] : 1);
    y[to[e]] += share * x[from[e]];
    if (!a->options.directed) y[from[e]] += share * x[to[e]];
  }
  for (igraph_integer_t v = 0; v < n; v++) {
    change = fmax(change, fabs(y[v] - x[v]));
    most = fmax(most, fabs(y[v]));
  }
  return most < ENDLESS ? change / fmax(most, DBL_MIN) : INFINITY;
}

/* Names the bound, if it can be found. */
static igraph_error_t refuse_alpha(Analysis *a)
{
  char why[160];
  igraph_arpack_options_t arpack;
  igraph_real_t eigenvalue = 0;
  igraph_arpack_options_init(&arpack);
  igraph_error_t code = igraph_eigenvector_centrality(&a->projection.graph, &a->scores[1], &eigenvalue,
                                                      a->options.directed, true, analysis_weights(a), &arpack);
  if (code == IGRAPH_INTERRUPTED) return code;
  int n =
      snprintf(why, sizeof why, "the scores do not settle: `alpha` has to be less than 1 by the greatest eigenvalue");
  if (code == IGRAPH_SUCCESS && eigenvalue > 0)
    snprintf(why + n, sizeof why - (size_t)n, ", here %.4g", 1 / eigenvalue);
  return analysis_refuse(a, why);
}

static igraph_error_t compute_katz(Analysis *a)
{
  igraph_vector_t *scores = &a->scores[0], *next = &a->scores[1];
  igraph_error_t code = igraph_vector_resize(scores, a->projection.node_count);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_resize(next, a->projection.node_count);
  if (code != IGRAPH_SUCCESS) return code;
  igraph_vector_null(scores);
  for (uint32_t round = 0; round < MOST_ROUNDS; round++) {
    if (analysis_interrupted(a)) return IGRAPH_INTERRUPTED;
    double change = katz_round(a, scores, next);
    igraph_vector_swap(scores, next);
    if (change <= SETTLED) return IGRAPH_SUCCESS;
    if (isinf(change)) break;
  }
  return refuse_alpha(a);
}

static const Algorithm katz = {
    .doing = "computing Katz centrality",
    .options = OPTION(DIRECTED) | OPTION(WEIGHT) | OPTION(ALPHA) | OPTION(BETA),
    .defaults = {.directed = true, .alpha = 0.1, .beta = 1},
    .compute = compute_katz,
};

GRAPH_PROCEDURE(
    katz, "katz", 1, "node :: NODE, score :: FLOAT", analysis_score_fields,
    "Katz centrality: how many ways lead to each node, where one counts the less the longer it is: a node's score is "
    "`beta` and `alpha` times the sum of the scores of those that lead to it. Unlike by eigenvectors, nodes in parts "
    "without cycles have a score.",
    "`alpha`, less than 1 by the greatest eigenvalue of the graph, which an error names (0.1), `beta`, more than 0 "
    "(1), `directed` (true), " STRENGTHS,
    ROUNDS ", the more the nearer `alpha` is to what it has to stay below", "Katz 1953",
    "CALL graph.katz({types: ['KNOWS'], alpha: 0.05}) YIELD node, score RETURN node, score ORDER BY score DESC LIMIT "
    "10")
