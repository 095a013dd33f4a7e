/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Algorithms that score each node: how central it is, how many neighbours it has and how these are connected. The
 * definitions are igraph's (igraph.org/c/doc); where igraph leaves a choice, an option makes it, and its default is
 * that of igraph's interfaces for Python. */
#include "analysis.h"

#define WEIGHT "`weight`, a property of each relationship (none)"

static const ProcedureField score_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"score", "FLOAT", TYPE_FLOAT, false},
};

/* igraph counts some things in floats. */
static igraph_error_t scores_to_numbers(Analysis *a)
{
  igraph_error_t code = igraph_vector_int_resize(&a->numbers, igraph_vector_size(&a->scores[0]));
  for (igraph_integer_t i = 0; code == IGRAPH_SUCCESS && i < igraph_vector_size(&a->scores[0]); i++)
    VECTOR(a->numbers)[i] = (igraph_integer_t)VECTOR(a->scores[0])[i];
  return code;
}

/* ---- PageRank */

static igraph_error_t compute_pagerank(Analysis *a)
{
  return igraph_pagerank(&a->projection.graph, IGRAPH_PAGERANK_ALGO_PRPACK, &a->scores[0], NULL, igraph_vss_all(),
                         a->options.directed, a->options.damping, analysis_weights(a), NULL);
}

static const Algorithm pagerank = {
    .doing = "computing PageRank",
    .options = OPTION(DIRECTED) | OPTION(WEIGHT) | OPTION(DAMPING),
    .defaults = {.directed = true, .damping = 0.85},
    .compute = compute_pagerank,
};

const Procedure procedure_graph_pagerank = {
    .name = "graph.pagerank",
    .signature = "graph.pagerank([options :: MAP]) :: (node :: NODE, score :: FLOAT)",
    .help =
        "How likely a walk along the relationships, which now and then starts anew anywhere, is to be at each node; "
        "the scores add up to 1. Options: " OPTIONS_PART ", `directed` (true), " WEIGHT
        ", `damping`, the chance to go on from a node, from 0 to 0.999 (0.85).",
    .example = "CALL graph.pagerank({labels: ['Person'], types: ['KNOWS']}) YIELD node, score RETURN node.name, score "
               "ORDER BY score DESC LIMIT 10",
    .args = &analysis_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = score_fields,
    .result_count = ARRAY_LEN(score_fields),
    .run = analysis_run,
    .payload = &pagerank,
};

/* ---- betweenness */

/* The share of the pairs of other nodes: as R's igraph and networkx have it. */
static void normalize_betweenness(Analysis *a)
{
  double others = (double)a->projection.node_count - 1;
  if (others < 2) return;
  igraph_vector_scale(&a->scores[0], (a->options.directed ? 1 : 2) / (others * (others - 1)));
}

static igraph_error_t compute_betweenness(Analysis *a)
{
  igraph_error_t code = igraph_betweenness_cutoff(&a->projection.graph, &a->scores[0], igraph_vss_all(),
                                                  a->options.directed, analysis_weights(a), a->options.cutoff);
  if (code == IGRAPH_SUCCESS && a->options.normalized) normalize_betweenness(a);
  return code;
}

static const Algorithm betweenness = {
    .doing = "computing betweenness",
    .options = OPTION(DIRECTED) | OPTION(WEIGHT) | OPTION(NORMALIZED) | OPTION(CUTOFF),
    .defaults = {.directed = true, .cutoff = -1},
    .weights = WEIGHT_POSITIVE,
    .compute = compute_betweenness,
};

const Procedure procedure_graph_betweenness = {
    .name = "graph.betweenness",
    .signature = "graph.betweenness([options :: MAP]) :: (node :: NODE, score :: FLOAT)",
    .help =
        "On how many of the shortest paths between two other nodes each node lies; of several shortest paths each "
        "counts its share. Takes time for each pair of nodes. Options: " OPTIONS_PART
        ", `directed` (true), `weight`, a property with each relationship's length (all have length 1), "
        "`normalized`, as a share of the pairs (false), `cutoff`, the length of the longest paths that count (none).",
    .example = "CALL graph.betweenness({directed: false}) YIELD node, score RETURN node, score ORDER BY score DESC "
               "LIMIT 10",
    .args = &analysis_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = score_fields,
    .result_count = ARRAY_LEN(score_fields),
    .run = analysis_run,
    .payload = &betweenness,
};

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

const Procedure procedure_graph_closeness = {
    .name = "graph.closeness",
    .signature = "graph.closeness([options :: MAP]) :: (node :: NODE, score :: FLOAT?)",
    .help =
        "How near each node is to those that it can reach: 1 through the mean length of the shortest paths to them. "
        "Options: " OPTIONS_PART ", `mode`: paths lead 'out', 'in' or along relationships of 'all' directions ('all'), "
        "`weight`, a property with each relationship's length (all have length 1), `normalized`; false: 1 through "
        "the sum of the lengths (true), `cutoff`, the length of the longest paths that count (none), `isolates`, "
        "what a node gets that reaches no other, 'null' or 'zero' ('null').",
    .example = "CALL graph.closeness({types: ['BORDERS']}) YIELD node, score RETURN node, score ORDER BY score DESC",
    .args = &analysis_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = closeness_fields,
    .result_count = ARRAY_LEN(closeness_fields),
    .run = analysis_run,
    .payload = &closeness,
};

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
    harmonic, "harmonic", 1, "node :: NODE, score :: FLOAT", score_fields,
    "How near each node is to all others: the mean of 1 through the lengths of the shortest paths to them, where those "
    "out of reach count as 0; unlike closeness it compares nodes of a disconnected graph (Marchiori and Latora 2000). "
    "Takes time for each pair of nodes. Options: " OPTIONS_PART
    ", `mode`: paths lead 'out', 'in' or along relationships of 'all' directions ('all'), `weight`, a property with "
    "each relationship's length (all have length 1), `normalized`; false: the sum in place of the mean (true), "
    "`cutoff`, the length of the longest paths that count (none).",
    "CALL graph.harmonic({types: ['BORDERS']}) YIELD node, score RETURN node, score ORDER BY score DESC")

/* ---- eccentricity */

static igraph_error_t compute_eccentricity(Analysis *a)
{
  igraph_error_t code = igraph_eccentricity(&a->projection.graph, &a->scores[0], igraph_vss_all(), analysis_mode(a));
  return code == IGRAPH_SUCCESS ? scores_to_numbers(a) : code;
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
    "How many relationships the farthest of the nodes that each node can reach is away from it (Harary 1969); those "
    "out "
    "of reach do not count. The highest of a graph is its diameter. Takes time for each pair of nodes. "
    "Options: " OPTIONS_PART ", `mode`: paths lead 'out', 'in' or along relationships of 'all' directions ('all').",
    "CALL graph.eccentricity({types: ['BORDERS']}) YIELD node, eccentricity RETURN node, eccentricity ORDER BY "
    "eccentricity LIMIT 10")

/* ---- degree */

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

const Procedure procedure_graph_degree = {
    .name = "graph.degree",
    .signature = "graph.degree([options :: MAP]) :: (node :: NODE, degree :: INTEGER)",
    .help = "How many relationships each node has. Options: " OPTIONS_PART
            ", `mode`: those that lead 'out', 'in' or 'all', where one from a node to itself counts twice ('all'), "
            "`loops`, whether such count at all (true).",
    .example = "CALL graph.degree({types: ['KNOWS'], mode: 'in'}) YIELD node, degree RETURN degree, count(*)",
    .args = &analysis_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = degree_fields,
    .result_count = ARRAY_LEN(degree_fields),
    .run = analysis_run,
    .payload = &degree,
};

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

const Procedure procedure_graph_eigenvector = {
    .name = "graph.eigenvector",
    .signature = "graph.eigenvector([options :: MAP]) :: (node :: NODE, score :: FLOAT)",
    .help =
        "Eigenvector centrality: a node's score is the sum of those of the nodes that lead to it, so that what counts "
        "is being known by the well-known. The highest score is 1; in a directed graph without cycles all are 0. "
        "Options: " OPTIONS_PART ", `directed` (true), " WEIGHT ".",
    .example = "CALL graph.eigenvector({types: ['KNOWS'], directed: false}) YIELD node, score RETURN node, score "
               "ORDER BY score DESC LIMIT 10",
    .args = &analysis_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = score_fields,
    .result_count = ARRAY_LEN(score_fields),
    .run = analysis_run,
    .payload = &eigenvector,
};

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

const Procedure procedure_graph_hits = {
    .name = "graph.hits",
    .signature = "graph.hits([options :: MAP]) :: (node :: NODE, hub :: FLOAT, authority :: FLOAT)",
    .help = "Kleinberg's hubs and authorities: a good hub leads to good authorities, and a good authority is led to by "
            "good hubs. The highest score of each is 1. Options: " OPTIONS_PART ", " WEIGHT ".",
    .example =
        "CALL graph.hits({types: ['CITES']}) YIELD node, authority RETURN node, authority ORDER BY authority DESC "
        "LIMIT 10",
    .args = &analysis_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = hits_fields,
    .result_count = ARRAY_LEN(hits_fields),
    .run = analysis_run,
    .payload = &hits,
};

/* ---- triangles and clustering: directions, parallel relationships and loops make no difference */

static igraph_error_t compute_triangles(Analysis *a)
{
  igraph_error_t code = igraph_adjacent_triangles(&a->projection.graph, &a->scores[0], igraph_vss_all());
  return code == IGRAPH_SUCCESS ? scores_to_numbers(a) : code;
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

const Procedure procedure_graph_triangles = {
    .name = "graph.triangles",
    .signature = "graph.triangles([options :: MAP]) :: (node :: NODE, triangles :: INTEGER)",
    .help =
        "How many pairs of each node's neighbours are neighbours as well. Directions, loops and parallel relationships "
        "make no difference. Options: " OPTIONS_PART ".",
    .example = "CALL graph.triangles({types: ['KNOWS']}) YIELD triangles RETURN sum(triangles) / 3",
    .args = &analysis_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = triangle_fields,
    .result_count = ARRAY_LEN(triangle_fields),
    .run = analysis_run,
    .payload = &triangles,
};

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

const Procedure procedure_graph_clustering = {
    .name = "graph.clustering",
    .signature = "graph.clustering([options :: MAP]) :: (node :: NODE, coefficient :: FLOAT?)",
    .help =
        "The local clustering coefficient: of the pairs of each node's neighbours, what share are neighbours as well. "
        "Directions, loops and parallel relationships make no difference. Options: " OPTIONS_PART
        ", `isolates`, what a node with fewer than two neighbours gets, 'null' or 'zero' ('null').",
    .example = "CALL graph.clustering({types: ['KNOWS']}) YIELD coefficient RETURN avg(coefficient)",
    .args = &analysis_argument,
    .arg_count = 1,
    .optional_args = 1,
    .results = clustering_fields,
    .result_count = ARRAY_LEN(clustering_fields),
    .run = analysis_run,
    .payload = &clustering,
};
