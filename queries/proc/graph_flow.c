/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Algorithms on what can flow through a graph, and on what has to be cut to stop it. */
#include "analysis.h"

#define CAPACITIES "`weight`, a property with each relationship's capacity (all have capacity 1), "
#define CUBE       "time at most as the cube of the nodes"

static igraph_error_t check_ends(const Analysis *a)
{
  if (a->source != VECTOR(a->targets)[0]) return IGRAPH_SUCCESS;
  return analysis_refuse(a, "`source` and `target` are the same node");
}

/* ---- maximum flow */

/* Along the relationship. In an undirected graph igraph's flows lead from the lower vertex to the higher. */
static double flow_along(const Analysis *a, igraph_integer_t edge)
{
  uint32_t start, end;
  double flow = VECTOR(a->scores[0])[edge];
  graph_rel_ends(a->run->graph, a->projection.rels[edge], &start, &end);
  return a->options.directed || start <= end ? flow : -flow;
}

/* Leaves only the edges through which something flows. */
static void drop_idle(Analysis *a)
{
  igraph_integer_t n = 0, edges = igraph_vector_size(&a->scores[0]);
  for (igraph_integer_t i = 0; i < edges; i++) {
    double flow = flow_along(a, i);
    if (flow == 0) continue;
    VECTOR(a->scores[0])[n] = flow;
    VECTOR(a->numbers)[n++] = i;
  }
  igraph_vector_int_resize(&a->numbers, n); /* growing smaller cannot fail */
}

static igraph_error_t compute_max_flow(Analysis *a)
{
  igraph_real_t value;
  igraph_error_t code = check_ends(a);
  if (code != IGRAPH_SUCCESS) return code;
  code = igraph_maxflow(&a->projection.graph, &value, &a->scores[0], NULL, NULL, NULL, a->source, VECTOR(a->targets)[0],
                        analysis_weights(a), NULL);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_int_resize(&a->numbers, igraph_vector_size(&a->scores[0]));
  if (code == IGRAPH_SUCCESS) drop_idle(a);
  return code;
}

static const Algorithm max_flow = {
    .doing = "finding the maximum flow",
    .options = OPTION(SOURCE) | OPTION(TARGET) | OPTION(DIRECTED) | OPTION(WEIGHT),
    .required = OPTION(SOURCE) | OPTION(TARGET),
    .defaults = {.directed = true},
    .result = RESULT_RELS,
    .compute = compute_max_flow,
};

static const ProcedureField flow_fields[] = {
    {"relationship", "RELATIONSHIP", TYPE_REL, false},
    {"flow", "FLOAT", TYPE_FLOAT, false},
};

GRAPH_PROCEDURE(
    max_flow, "maxFlow", 0, "relationship :: RELATIONSHIP, flow :: FLOAT", flow_fields,
    "What flows through each relationship when as much as possible flows from one node to another; those through which "
    "nothing does are left out. How much that is says graph.minCut.",
    "`source` and `target`, the nodes, `directed`; false: things flow either way, and a flow below 0 goes against the "
    "relationship (true), " CAPACITIES,
    CUBE, "push-relabel: Goldberg and Tarjan 1988",
    "MATCH (a:Port {name: 'Riga'}), (b:Port {name: 'Tallinn'}) CALL graph.maxFlow({source: a, target: b, weight: "
    "'tons'}) YIELD relationship, flow RETURN relationship, flow")

/* ---- minimum cut */

static igraph_error_t cut_between(Analysis *a, igraph_real_t *value, igraph_vector_int_t *side)
{
  igraph_error_t code = check_ends(a);
  if (code != IGRAPH_SUCCESS) return code;
  return igraph_maxflow(&a->projection.graph, value, NULL, &a->numbers, side, NULL, a->source, VECTOR(a->targets)[0],
                        analysis_weights(a), NULL);
}

static igraph_error_t compute_min_cut(Analysis *a)
{
  bool any = value_is_null(a->options.source);
  if (any != value_is_null(a->options.targets)) return analysis_refuse(a, "`source` and `target` go together");
  if (a->projection.node_count < 2) return any ? IGRAPH_SUCCESS : check_ends(a);
  igraph_vector_int_t *side;
  igraph_error_t code = igraph_vector_int_list_push_back_new(&a->lists[0], &side);
  if (code == IGRAPH_SUCCESS) code = igraph_vector_resize(&a->scores[0], 1);
  if (code != IGRAPH_SUCCESS) return code;
  igraph_real_t *value = VECTOR(a->scores[0]);
  code = any ? analysis_least_cut(a, value, side) : cut_between(a, value, side);
  if (code != IGRAPH_SUCCESS) return code;
  igraph_vector_int_sort(&a->numbers);
  igraph_vector_int_sort(side);
  return IGRAPH_SUCCESS;
}

static const Algorithm min_cut = {
    .doing = "finding the minimum cut",
    .options = OPTION(SOURCE) | OPTION(TARGET) | OPTION(DIRECTED) | OPTION(WEIGHT),
    .defaults = {.directed = true},
    .result = RESULT_CUT,
    .compute = compute_min_cut,
};

static const ProcedureField cut_fields[] = {
    {"value", "FLOAT", TYPE_FLOAT, false},
    {"cut", "LIST OF RELATIONSHIP", TYPE_LIST, false},
    {"nodes", "LIST OF NODE", TYPE_LIST, false},
};

GRAPH_PROCEDURE(
    min_cut, "minCut", 1, "value :: FLOAT, cut :: LIST OF RELATIONSHIP, nodes :: LIST OF NODE", cut_fields,
    "The relationships with the least capacity in sum without which there is no way from one node to another, and the "
    "nodes on the first one's side. The value, that sum, is as much as can flow. Without two nodes the least of all "
    "cuts, by which the graph falls into two parts; no row where there is but one node.",
    "`source` and `target`, the nodes (any two), `directed` (true), " CAPACITIES,
    CUBE ", for any two nodes of a directed graph as its fourth power",
    "Ford and Fulkerson 1956, Stoer and Wagner 1997, Nagamochi and Ibaraki 1992",
    "MATCH (a:Port {name: 'Riga'}), (b:Port {name: 'Tallinn'}) CALL graph.minCut({source: a, target: b}) YIELD value, "
    "cut RETURN value, cut")

/* ---- all minimum cuts */

static igraph_error_t list_tree(Analysis *a, const igraph_t *tree)
{
  igraph_integer_t edges = igraph_ecount(tree);
  igraph_error_t code = igraph_vector_int_resize(&a->numbers, 2 * edges);
  for (igraph_integer_t e = 0; e < edges && code == IGRAPH_SUCCESS; e++) {
    VECTOR(a->numbers)[2 * e] = VECTOR(tree->from)[e];
    VECTOR(a->numbers)[2 * e + 1] = VECTOR(tree->to)[e];
  }
  return code;
}

static igraph_error_t compute_cut_tree(Analysis *a)
{
  igraph_t tree;
  igraph_error_t code = igraph_gomory_hu_tree(&a->projection.graph, &tree, &a->scores[0], analysis_weights(a));
  if (code != IGRAPH_SUCCESS) return code;
  code = list_tree(a, &tree);
  igraph_destroy(&tree);
  return code;
}

static const Algorithm gomory_hu_tree = {
    .doing = "finding all minimum cuts",
    .options = OPTION(WEIGHT),
    .result = RESULT_PAIRS,
    .compute = compute_cut_tree,
};

static const ProcedureField tree_fields[] = {
    {"node1", "NODE", TYPE_NODE, false},
    {"node2", "NODE", TYPE_NODE, false},
    {"flow", "FLOAT", TYPE_FLOAT, false},
};

GRAPH_PROCEDURE(
    gomory_hu_tree, "gomoryHuTree", 1, "node1 :: NODE, node2 :: NODE, flow :: FLOAT", tree_fields,
    "How much can flow between any two nodes, as a tree of all nodes: it is the least flow on the way between them in "
    "the tree, 0 where they are not connected. Things flow either way along a relationship.",
    CAPACITIES, "time as one graph.minCut for each node", "Gomory and Hu 1961, Gusfield 1990",
    "CALL graph.gomoryHuTree({types: ['ROAD'], weight: 'lanes'}) YIELD node1, node2, flow RETURN node1, node2, flow")
