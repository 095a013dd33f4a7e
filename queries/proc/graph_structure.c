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
    "Directions make no difference.",
    "`minSize`, the least nodes of a clique (3), ",
    "about linear time in a sparse graph; there can be exponentially many cliques", "Eppstein and others 2010",
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
    "How many pairs of nodes are related in both directions ('mutual'), in one ('asymmetric') and in none ('null'). "
    "Parallel relationships and loops make no difference.",
    "", "linear time", "Holland and Leinhardt 1970",
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
    "How many triples of nodes are related in each of 16 ways: '021C' has 0 mutual, 2 asymmetric and 1 null pair, "
    "which are in a chain (D: down, U: up, C: cyclic, T: transitive). Parallel relationships and loops make no "
    "difference.",
    "", "about linear time in a sparse graph", "Davis and Leinhardt 1972",
    "CALL graph.triadCensus({types: ['KNOWS']}) YIELD kind, count WHERE count > 0 RETURN kind, count")

/* ---- motifs */

/* The edges of igraph's graph of a class, by their ends. */
static igraph_error_t list_edges(const Analysis *a, igraph_integer_t class, igraph_vector_int_t *edges)
{
  igraph_t shape;
  bool directed = a->options.directed;
  igraph_error_t code = igraph_isoclass_create(&shape, a->options.size, class, directed);
  if (code != IGRAPH_SUCCESS) return code;
  for (igraph_integer_t i = 0; i < a->options.size; i++)
    for (igraph_integer_t k = directed ? 0 : i; k < a->options.size && code == IGRAPH_SUCCESS; k++) {
      igraph_integer_t edge;
      code = igraph_get_eid(&shape, &edge, i, k, directed, false);
      if (code != IGRAPH_SUCCESS || edge < 0) continue;
      code = igraph_vector_int_push_back(edges, i);
      if (code == IGRAPH_SUCCESS) code = igraph_vector_int_push_back(edges, k);
    }
  igraph_destroy(&shape);
  return code;
}

/* Of all classes of graphs those that are there; igraph counts no disconnected ones. */
static igraph_error_t describe_motifs(Analysis *a)
{
  igraph_integer_t classes = igraph_vector_size(&a->scores[0]), n = 0;
  igraph_error_t code = IGRAPH_SUCCESS;
  for (igraph_integer_t i = 0; i < classes && code == IGRAPH_SUCCESS; i++) {
    igraph_vector_int_t *edges;
    double count = VECTOR(a->scores[0])[i];
    if (!(count > 0)) continue;
    VECTOR(a->scores[0])[n++] = count;
    code = igraph_vector_int_push_back(&a->numbers, i);
    if (code == IGRAPH_SUCCESS) code = igraph_vector_int_list_push_back_new(&a->lists[0], &edges);
    if (code == IGRAPH_SUCCESS) code = list_edges(a, i, edges);
  }
  return code;
}

static igraph_error_t compute_motifs(Analysis *a)
{
  const igraph_real_t never[4] = {0};
  igraph_vector_t cut = {0};
  igraph_vector_view(&cut, never, a->options.size);
  igraph_error_t code = igraph_motifs_randesu(&a->projection.graph, &a->scores[0], a->options.size, &cut);
  return code == IGRAPH_SUCCESS ? describe_motifs(a) : code;
}

static const Algorithm motifs = {
    .doing = "counting motifs",
    .options = OPTION(SIZE) | OPTION(DIRECTED),
    .defaults = {.directed = true, .size = 3},
    .simple_methods = 1,
    .result = RESULT_MOTIFS,
    .compute = compute_motifs,
};

static const ProcedureField motif_fields[] = {
    {"motif", "INTEGER", TYPE_INT, false},
    {"kind", "STRING", TYPE_STRING, false},
    {"count", "INTEGER", TYPE_INT, false},
};

GRAPH_PROCEDURE(
    motifs, "motifs", 1, "motif :: INTEGER, kind :: STRING, count :: INTEGER", motif_fields,
    "How many groups of 3 or 4 nodes are connected in each way, with igraph's number for it; ways that there are not "
    "are left out. The kind says how: 'a->b, a->c', or 'a-b, a-c' without directions. Parallel relationships and loops "
    "make no difference.",
    "`size`, 3 or 4 (3), `directed` (true), ", "time as there are such groups", "Milo and others 2002, Wernicke 2006",
    "CALL graph.motifs({types: ['KNOWS'], size: 4, directed: false}) YIELD kind, count RETURN kind, count")

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
    "relationship.",
    "", "linear time", "Wasserman and Faust 1994",
    "CALL graph.reciprocity({types: ['KNOWS']}) YIELD reciprocity RETURN reciprocity")
