/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Algorithms that say how a graph is built as a whole: its cliques, what its pairs and triples of nodes look like, and
 * figures for all of it. */
#include "analysis.h"

/* ---- cliques */

static igraph_error_t compute_cliques(Analysis *a)
{
  return igraph_maximal_cliques(&a->projection.graph, &a->lists[0], a->options.min_size, 0);
}

static const Algorithm cliques = {
    .doing = "finding cliques",
    .options = OPTION(MIN_SIZE),
    .defaults = {.min_size = 3},
    .simple_methods = 1,
    .result = RESULT_NODE_LISTS,
    .compute = compute_cliques,
};

static const ProcedureField clique_fields[] = {{"nodes", "LIST OF NODE", TYPE_LIST, false}};

GRAPH_PROCEDURE(
    cliques, "cliques", 1, "nodes :: LIST OF NODE", clique_fields,
    "The maximal cliques: groups of nodes that are all neighbours of each other, to which none can be added. "
    "Directions make no difference. There can be exponentially many; a sparse graph takes about linear time "
    "(Eppstein and others 2010). Options: `minSize`, the least nodes of a clique (3), " OPTIONS_PART ".",
    "CALL graph.cliques({types: ['KNOWS'], minSize: 4}) YIELD nodes RETURN nodes")

/* ---- dyads and triads */

static const ProcedureField census_fields[] = {
    {"kind", "STRING", TYPE_STRING, false},
    {"count", "INTEGER", TYPE_INT, false},
};

static const char *const dyad_names[] = {"mutual", "asymmetric", "null", NULL};

static igraph_error_t compute_dyads(Analysis *a)
{
  igraph_error_t code = igraph_vector_resize(&a->scores[0], 3);
  if (code != IGRAPH_SUCCESS) return code;
  igraph_real_t *counts = VECTOR(a->scores[0]);
  return igraph_dyad_census(&a->projection.graph, &counts[0], &counts[1], &counts[2]);
}

static const Algorithm dyad_census = {
    .doing = "counting pairs",
    .defaults = {.directed = true},
    .simple_methods = 1,
    .names = dyad_names,
    .result = RESULT_COUNTS,
    .compute = compute_dyads,
};

GRAPH_PROCEDURE(
    dyad_census, "dyadCensus", 1, "kind :: STRING, count :: INTEGER", census_fields,
    "How many pairs of nodes are related in both directions ('mutual'), in one ('asymmetric') and in none "
    "('null'). Parallel relationships and loops make no difference. Takes linear time (Holland and Leinhardt "
    "1970). Options: " OPTIONS_PART ".",
    "CALL graph.dyadCensus({types: ['KNOWS']}) YIELD kind, count RETURN kind, count")

static const char *const triad_names[] = {"003",  "012", "102",  "021D", "021U", "021C", "111D", "111U", "030T",
                                          "030C", "201", "120D", "120U", "120C", "210",  "300",  NULL};

static igraph_error_t compute_triads(Analysis *a)
{
  return igraph_triad_census(&a->projection.graph, &a->scores[0]);
}

static const Algorithm triad_census = {
    .doing = "counting triples",
    .defaults = {.directed = true},
    .simple_methods = 1,
    .names = triad_names,
    .result = RESULT_COUNTS,
    .compute = compute_triads,
};

GRAPH_PROCEDURE(
    triad_census, "triadCensus", 1, "kind :: STRING, count :: INTEGER", census_fields,
    "How many triples of nodes are related in each of the 16 ways of Davis and Leinhardt (1972): '021C' has 0 "
    "mutual, 2 asymmetric and 1 null pair, which are in a chain (D: down, U: up, C: cyclic, T: transitive). "
    "Parallel relationships and loops make no difference. Takes about linear time in a sparse graph. "
    "Options: " OPTIONS_PART ".",
    "CALL graph.triadCensus({types: ['KNOWS']}) YIELD kind, count WHERE count > 0 RETURN kind, count")

/* ---- figures */

static igraph_error_t compute_reciprocity(Analysis *a)
{
  igraph_error_t code = igraph_vector_resize(&a->scores[0], 1);
  if (code != IGRAPH_SUCCESS) return code;
  return igraph_reciprocity(&a->projection.graph, VECTOR(a->scores[0]), true, IGRAPH_RECIPROCITY_DEFAULT);
}

static const Algorithm reciprocity = {
    .doing = "computing reciprocity",
    .defaults = {.directed = true},
    .result = RESULT_FIGURE,
    .compute = compute_reciprocity,
};

static const ProcedureField reciprocity_fields[] = {{"reciprocity", "FLOAT?", TYPE_FLOAT, true}};

GRAPH_PROCEDURE(
    reciprocity, "reciprocity", 1, "reciprocity :: FLOAT?", reciprocity_fields,
    "The share of relationships with one that leads the other way; loops do not count. Null where there is no "
    "relationship. Takes linear time. Options: " OPTIONS_PART ".",
    "CALL graph.reciprocity({types: ['KNOWS']}) YIELD reciprocity RETURN reciprocity")

static igraph_error_t compute_assortativity(Analysis *a)
{
  igraph_error_t code = igraph_vector_resize(&a->scores[0], 1);
  if (code != IGRAPH_SUCCESS) return code;
  return igraph_assortativity_degree(&a->projection.graph, VECTOR(a->scores[0]), a->options.directed);
}

static const Algorithm assortativity = {
    .doing = "computing assortativity",
    .options = OPTION(DIRECTED),
    .defaults = {.directed = true},
    .result = RESULT_FIGURE,
    .compute = compute_assortativity,
};

static const ProcedureField assortativity_fields[] = {{"assortativity", "FLOAT?", TYPE_FLOAT, true}};

GRAPH_PROCEDURE(
    assortativity, "assortativity", 1, "assortativity :: FLOAT?", assortativity_fields,
    "Whether nodes of many relationships are related to such (up to 1) or to those of few (down to -1): the "
    "correlation of the degrees at both ends (Newman 2002). Null where all degrees are the same. Takes linear "
    "time. Options: `directed`; true: outgoing degrees at the start and incoming ones at the end "
    "(true), " OPTIONS_PART ".",
    "CALL graph.assortativity({types: ['KNOWS'], directed: false}) YIELD assortativity RETURN assortativity")
