/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Algorithms that say which nodes hang together, and by which nodes and relationships alone. */
#include "analysis.h"

/* ---- components */

static const char *const connectedness_modes[] = {"weak", "strong", NULL};
static const igraph_connectedness_t connectedness[] = {IGRAPH_WEAK, IGRAPH_STRONG};

static igraph_error_t compute_components(Analysis *a)
{
  return igraph_connected_components(&a->projection.graph, &a->numbers, NULL, NULL, connectedness[a->options.mode]);
}

static const Algorithm components = {
    .doing = "finding components",
    .options = OPTION(MODE),
    .defaults = {.directed = true},
    .modes = connectedness_modes,
    .result = RESULT_GROUPS,
    .compute = compute_components,
};

static const ProcedureField component_fields[] = {
    {"node", "NODE", TYPE_NODE, false},
    {"component", "INTEGER", TYPE_INT, false},
};

GRAPH_PROCEDURE(
    components, "components", 1, "node :: NODE, component :: INTEGER", component_fields,
    "The parts of the graph that hang together, numbered from 0 in the order of their nodes' lowest ids.",
    "`mode`: 'weak', where directions make no difference, or 'strong', where each node of a component reaches each "
    "other ('weak'), ",
    "linear time", "Hopcroft and Tarjan 1973, Sharir 1981",
    "CALL graph.components({types: ['KNOWS']}) YIELD node, component RETURN component, count(node)")

/* ---- biconnected components: directions make no difference, as in all that follows */

static igraph_error_t compute_biconnected(Analysis *a)
{
  igraph_integer_t count;
  return igraph_biconnected_components(&a->projection.graph, &count, NULL, NULL, &a->lists[0], NULL);
}

static const Algorithm biconnected = {
    .doing = "finding biconnected components",
    .result = RESULT_NODE_LISTS,
    .compute = compute_biconnected,
};

static const ProcedureField biconnected_fields[] = {{"nodes", "LIST OF NODE", TYPE_LIST, false}};

GRAPH_PROCEDURE(biconnected, "biconnectedComponents", 1, "nodes :: LIST OF NODE", biconnected_fields,
                "The largest groups of two nodes or more that stay connected whichever one of their nodes is taken "
                "away; a node can be in several, and one without neighbours is in none. Directions make no difference.",
                "", "linear time", "Tarjan 1972",
                "CALL graph.biconnectedComponents({types: ['KNOWS']}) YIELD nodes RETURN size(nodes), count(*)")

/* ---- articulation points */

static igraph_error_t compute_articulation_points(Analysis *a)
{
  igraph_error_t code = igraph_articulation_points(&a->projection.graph, &a->numbers);
  if (code == IGRAPH_SUCCESS) igraph_vector_int_sort(&a->numbers);
  return code;
}

static const Algorithm articulation_points = {
    .doing = "finding articulation points",
    .result = RESULT_NODES,
    .compute = compute_articulation_points,
};

static const ProcedureField articulation_fields[] = {{"node", "NODE", TYPE_NODE, false}};

GRAPH_PROCEDURE(articulation_points, "articulationPoints", 1, "node :: NODE", articulation_fields,
                "The nodes without which the graph would have more components. Directions make no difference.", "",
                "linear time", "Tarjan 1972",
                "CALL graph.articulationPoints({types: ['KNOWS']}) YIELD node RETURN node")

/* ---- bridges */

static igraph_error_t compute_bridges(Analysis *a)
{
  igraph_error_t code = igraph_bridges(&a->projection.graph, &a->numbers);
  if (code == IGRAPH_SUCCESS) igraph_vector_int_sort(&a->numbers);
  return code;
}

static const Algorithm bridges = {
    .doing = "finding bridges",
    .result = RESULT_RELS,
    .compute = compute_bridges,
};

static const ProcedureField bridge_fields[] = {{"relationship", "RELATIONSHIP", TYPE_REL, false}};

GRAPH_PROCEDURE(bridges, "bridges", 1, "relationship :: RELATIONSHIP", bridge_fields,
                "The relationships without which the graph would have more components. Directions make no difference.",
                "", "linear time", "Tarjan 1974",
                "CALL graph.bridges({types: ['KNOWS']}) YIELD relationship RETURN relationship")
