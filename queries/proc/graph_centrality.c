/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How central nodes and relationships are by what is next to them and by the shortest paths. The definitions are
 * igraph's (igraph.org/c/doc); where igraph leaves a choice, an option makes it, and its default is that of igraph's
 * interfaces for Python. */
#include "analysis.h"

#define LENGTHS   "`weight`, a property with each relationship's length (all have length 1), "
#define MODES     "`mode`: paths lead 'out', 'in' or along relationships of 'all' directions ('all'), "
#define CUTOFF    "`cutoff`, the length of the longest paths that count (none), "
#define ALL_PATHS "time linear in the relationships for each node, with weights more by the logarithm of the nodes"

/* ---- degree and strength */

static igraph_error_t compute_degree(Analysis *a)
{
  return igraph_degree(&a->projection.graph, &a->numbers, igraph_vss_all(), analysis_mode(a), a->options.loops);
}

static const Algorithm degree = {
    .doing = "counting degrees",
    .options = OPTION(MODE) | OPTION(LOOPS),
    .defaults = {.directed = true, .mode = MODE_ALL, .loops = true},
    .modes = analysis_directions,
    .result = RESULT_NUMBERS,
    .compute = compute_degree,
};

static const ProcedureField degree_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"degree", "INTEGER", TYPE_INT, false},
};

GRAPH_PROCEDURE(
    degree, "degree", 1, "node :: NODE, degree :: INTEGER", degree_fields, "How many relationships each node has.",
    "`mode`: those that lead 'out', 'in' or 'all', where one from a node to itself counts twice ('all'), `loops`, "
    "whether such count at all (true), ",
    "linear time", "Freeman 1979",
    "CALL graph.degree({types: ['KNOWS'], mode: 'in'}) YIELD node, degree RETURN degree, count(*)")

static igraph_error_t compute_strength(Analysis *a)
{
  return igraph_strength(&a->projection.graph, &a->scores[0], igraph_vss_all(), analysis_mode(a), a->options.loops,
                         analysis_weights(a));
}

static const Algorithm strength = {
    .doing = "adding up weights",
    .options = OPTION(MODE) | OPTION(LOOPS) | OPTION(WEIGHT),
    .required = OPTION(WEIGHT),
    .defaults = {.directed = true, .mode = MODE_ALL, .loops = true},
    .modes = analysis_directions,
    .weights = WEIGHT_ANY,
    .compute = compute_strength,
};

GRAPH_PROCEDURE(
    strength, "strength", 0, "node :: NODE, score :: FLOAT", analysis_score_fields,
    "What the weights of each node's relationships add up to.",
    "`weight`, a property of each relationship, which can be negative, `mode`: relationships that lead 'out', 'in' or "
    "'all', where one from a node to itself counts twice ('all'), `loops`, whether such count at all (true), ",
    "linear time", "Barrat and others 2004",
    "CALL graph.strength({types: ['KNOWS'], weight: 'since'}) YIELD node, score RETURN node, score ORDER BY score DESC")

/* ---- betweenness */

/* The share of the pairs of nodes: as R's igraph and networkx have it. */
static void normalize_betweenness(Analysis *a, double pairs)
{
  if (pairs > 0) igraph_vector_scale(&a->scores[0], (a->options.directed ? 1 : 2) / pairs);
}

static igraph_error_t compute_betweenness(Analysis *a)
{
  double others = (double)a->projection.node_count - 1;
  igraph_error_t code = igraph_betweenness_cutoff(&a->projection.graph, &a->scores[0], igraph_vss_all(),
                                                  a->options.directed, analysis_weights(a), a->options.cutoff);
  if (code == IGRAPH_SUCCESS && a->options.normalized) normalize_betweenness(a, others * (others - 1));
  return code;
}

static const Algorithm betweenness = {
    .doing = "computing betweenness",
    .options = OPTION(DIRECTED) | OPTION(WEIGHT) | OPTION(NORMALIZED) | OPTION(CUTOFF),
    .defaults = {.directed = true, .cutoff = -1},
    .weights = WEIGHT_POSITIVE,
    .compute = compute_betweenness,
};

#define BETWEENNESS_CHOICES "`directed` (true), " LENGTHS "`normalized`, as a share of the pairs (false), " CUTOFF

GRAPH_PROCEDURE(
    betweenness, "betweenness", 1, "node :: NODE, score :: FLOAT", analysis_score_fields,
    "On how many of the shortest paths between two other nodes each node lies; of several shortest paths each counts "
    "its share.",
    BETWEENNESS_CHOICES, ALL_PATHS, "Freeman 1977, Brandes 2001",
    "CALL graph.betweenness({directed: false}) YIELD node, score RETURN node, score ORDER BY score DESC LIMIT 10")

static igraph_error_t compute_edge_betweenness(Analysis *a)
{
  double n = a->projection.node_count;
  igraph_integer_t edges = igraph_ecount(&a->projection.graph);
  igraph_error_t code = igraph_edge_betweenness_cutoff(&a->projection.graph, &a->scores[0], a->options.directed,
                                                       analysis_weights(a), a->options.cutoff);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_int_resize(&a->numbers, edges);
  for (igraph_integer_t i = 0; i < edges && code == IGRAPH_SUCCESS; i++) VECTOR(a->numbers)[i] = i;
  if (code == IGRAPH_SUCCESS && a->options.normalized) normalize_betweenness(a, n * (n - 1));
  return code;
}

static const Algorithm edge_betweenness = {
    .doing = "computing betweenness",
    .options = OPTION(DIRECTED) | OPTION(WEIGHT) | OPTION(NORMALIZED) | OPTION(CUTOFF),
    .defaults = {.directed = true, .cutoff = -1},
    .weights = WEIGHT_POSITIVE,
    .result = RESULT_RELS,
    .compute = compute_edge_betweenness,
};

static const ProcedureField rel_score_fields[] = {
    {"relationship", "RELATIONSHIP", TYPE_REL, false},
    {"score", "FLOAT", TYPE_FLOAT, false},
};

GRAPH_PROCEDURE(
    edge_betweenness, "edgeBetweenness", 1, "relationship :: RELATIONSHIP, score :: FLOAT", rel_score_fields,
    "On how many of the shortest paths between two nodes each relationship lies; of several shortest paths each counts "
    "its share.",
    BETWEENNESS_CHOICES, ALL_PATHS, "Girvan and Newman 2002, Brandes 2008",
    "CALL graph.edgeBetweenness({types: ['ROAD'], directed: false}) YIELD relationship, score RETURN relationship, "
    "score ORDER BY score DESC LIMIT 10")

/* ---- closeness */

static igraph_error_t compute_closeness(Analysis *a)
{
  return igraph_closeness_cutoff(&a->projection.graph, &a->scores[0], NULL, NULL, igraph_vss_all(), analysis_mode(a),
                                 analysis_weights(a), a->options.normalized, a->options.cutoff);
}

static const Algorithm closeness = {
    .doing = "computing closeness",
    .options = OPTION(MODE) | OPTION(WEIGHT) | OPTION(NORMALIZED) | OPTION(CUTOFF) | OPTION(ISOLATES),
    .defaults = {.directed = true, .mode = MODE_ALL, .normalized = true, .cutoff = -1},
    .modes = analysis_directions,
    .undirected_modes = 1u << MODE_ALL,
    .weights = WEIGHT_POSITIVE,
    .compute = compute_closeness,
};

static const ProcedureField closeness_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"score", "FLOAT?", TYPE_FLOAT, true},
};

GRAPH_PROCEDURE(
    closeness, "closeness", 1, "node :: NODE, score :: FLOAT?", closeness_fields,
    "How near each node is to those that it can reach: 1 through the mean length of the shortest paths to them.",
    MODES LENGTHS "`normalized`; false: 1 through the sum of the lengths (true), " CUTOFF
                  "`isolates`, what a node gets that reaches no other, 'null' or 'zero' ('null'), ",
    ALL_PATHS, "Freeman 1979",
    "CALL graph.closeness({types: ['BORDERS']}) YIELD node, score RETURN node, score ORDER BY score DESC")

/* ---- harmonic centrality */

static igraph_error_t compute_harmonic(Analysis *a)
{
  return igraph_harmonic_centrality_cutoff(&a->projection.graph, &a->scores[0], igraph_vss_all(), analysis_mode(a),
                                           analysis_weights(a), a->options.normalized, a->options.cutoff);
}

static const Algorithm harmonic = {
    .doing = "computing harmonic centrality",
    .options = OPTION(MODE) | OPTION(WEIGHT) | OPTION(NORMALIZED) | OPTION(CUTOFF),
    .defaults = {.directed = true, .mode = MODE_ALL, .normalized = true, .cutoff = -1},
    .modes = analysis_directions,
    .undirected_modes = 1u << MODE_ALL,
    .weights = WEIGHT_POSITIVE,
    .compute = compute_harmonic,
};

GRAPH_PROCEDURE(
    harmonic, "harmonic", 1, "node :: NODE, score :: FLOAT", analysis_score_fields,
    "How near each node is to all others: the mean of 1 through the lengths of the shortest paths to them, where those "
    "out of reach count as 0; unlike closeness it compares nodes of a disconnected graph.",
    MODES LENGTHS "`normalized`; false: the sum in place of the mean (true), " CUTOFF, ALL_PATHS,
    "Marchiori and Latora 2000",
    "CALL graph.harmonic({types: ['BORDERS']}) YIELD node, score RETURN node, score ORDER BY score DESC")

/* ---- eccentricity */

static igraph_error_t compute_eccentricity(Analysis *a)
{
  igraph_error_t code = igraph_eccentricity(&a->projection.graph, &a->scores[0], igraph_vss_all(), analysis_mode(a));
  return code == IGRAPH_SUCCESS ? analysis_scores_to_numbers(a) : code;
}

static const Algorithm eccentricity = {
    .doing = "computing eccentricity",
    .options = OPTION(MODE),
    .defaults = {.directed = true, .mode = MODE_ALL},
    .modes = analysis_directions,
    .result = RESULT_NUMBERS,
    .compute = compute_eccentricity,
};

static const ProcedureField eccentricity_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"eccentricity", "INTEGER", TYPE_INT, false},
};

GRAPH_PROCEDURE(
    eccentricity, "eccentricity", 1, "node :: NODE, eccentricity :: INTEGER", eccentricity_fields,
    "How many relationships the farthest of the nodes that each node can reach is away from it; those out of reach do "
    "not count. The highest of a graph is its diameter, the lowest its radius.",
    MODES, "time linear in the relationships for each node", "Harary 1969",
    "CALL graph.eccentricity({types: ['BORDERS']}) YIELD node, eccentricity RETURN node, eccentricity ORDER BY "
    "eccentricity LIMIT 10")
